/* A few bitmaps by what they are of. */
#include "search/scan_matches.h"

#include <stdlib.h>
#include <string.h>

#include "search/searcher.h"

enum { SCANS = 4, KEY = TIP_CURSOR_STATE + TIP_CURSOR_REQUEST + TIP_CURSOR_SCOPE + 1 };

struct scan {
    unsigned char key[KEY];
    struct tip_bitmap matches; /* of size 0: none */
    unsigned long used;        /* when: the higher, the later */
};

struct tip_scan_matches {
    struct scan scans[SCANS];
    unsigned long uses;
};

static void make_key(unsigned char key[KEY], const struct tip_scan_cursor *cursor,
                     bool is_corrected)
{
    unsigned char *at = key;
    memcpy(at, cursor->state, TIP_CURSOR_STATE);
    memcpy(at += TIP_CURSOR_STATE, cursor->request, TIP_CURSOR_REQUEST);
    memcpy(at += TIP_CURSOR_REQUEST, cursor->scope, TIP_CURSOR_SCOPE);
    at[TIP_CURSOR_SCOPE] = is_corrected ? 1 : 0;
}

bool tip_scan_matches_find(struct tip_searcher *searcher, const struct tip_scan_cursor *cursor,
                           bool is_corrected, struct tip_bitmap *out)
{
    struct tip_scan_matches *kept = searcher->scans;
    unsigned char key[KEY];
    make_key(key, cursor, is_corrected);
    for (size_t i = 0; kept != NULL && i < SCANS; i++) {
        struct scan *scan = &kept->scans[i];
        if (scan->matches.size == out->size && memcmp(scan->key, key, KEY) == 0) {
            tip_bitmap_copy(out, &scan->matches);
            scan->used = ++kept->uses;
            return true;
        }
    }
    return false;
}

void tip_scan_matches_keep(struct tip_searcher *searcher, const struct tip_scan_cursor *cursor,
                           bool is_corrected, const struct tip_bitmap *matches)
{
    struct tip_bitmap copy = {0};
    if (searcher->scans == NULL) {
        searcher->scans = calloc(1, sizeof *searcher->scans);
    }
    if (searcher->scans == NULL || tip_bitmap_init(&copy, matches->size, NULL) != TIP_OK) {
        return;
    }
    tip_bitmap_copy(&copy, matches);
    struct scan *oldest = searcher->scans->scans;
    for (size_t i = 1; i < SCANS; i++) {
        if (searcher->scans->scans[i].used < oldest->used) {
            oldest = &searcher->scans->scans[i];
        }
    }
    tip_bitmap_free(&oldest->matches);
    *oldest = (struct scan){.matches = copy, .used = ++searcher->scans->uses};
    make_key(oldest->key, cursor, is_corrected);
}

void tip_scan_matches_free(struct tip_scan_matches *kept)
{
    for (size_t i = 0; kept != NULL && i < SCANS; i++) {
        tip_bitmap_free(&kept->scans[i].matches);
    }
    free(kept);
}
