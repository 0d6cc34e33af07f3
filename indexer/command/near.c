/* Ids that resemble one that is not there: few edits away, or one within the other. */
#include "command/near.h"

#include <ctype.h>
#include <string.h>

enum {
    COMPARED = 64,  /* bytes of an id that edits are counted in */
    EDITS_MOST = 3, /* more, and it is another name */
    PART_LEAST = 3  /* letters that tell something as a part of an id */
};

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static bool is_same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Levenshtein's distance, by one row of its table. */
static unsigned edits(const char *a, const char *b)
{
    unsigned row[COMPARED + 1];
    size_t a_length = strnlen(a, COMPARED), b_length = strnlen(b, COMPARED);
    for (size_t j = 0; j <= b_length; j++) {
        row[j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_length; j++) {
            unsigned kept = diagonal + !is_same_letter(a[i - 1], b[j - 1]);
            diagonal = row[j];
            row[j] = least(kept, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_length];
}

/* A third of the id: two ids of three letters have little in common when two of them differ. */
static unsigned most_edits(const char *wanted)
{
    size_t third = strlen(wanted) / 3;
    return third < 1 ? 1 : third < EDITS_MOST ? (unsigned)third : EDITS_MOST;
}

void tip_near_consider(struct tip_near *near, const char *id)
{
    unsigned distance = edits(near->wanted, id);
    if ((strcasestr(id, near->wanted) && strlen(near->wanted) >= PART_LEAST) ||
        (strcasestr(near->wanted, id) && strlen(id) >= PART_LEAST)) {
        distance = least(distance, most_edits(near->wanted));
    }
    if (distance > most_edits(near->wanted)) {
        return;
    }
    size_t place = near->count < TIP_NEAR_COUNT ? near->count++ : TIP_NEAR_COUNT;
    for (; place > 0 && near->distances[place - 1] > distance; place--) {
        if (place < TIP_NEAR_COUNT) {
            near->ids[place] = near->ids[place - 1];
            near->distances[place] = near->distances[place - 1];
        }
    }
    if (place < TIP_NEAR_COUNT) {
        near->ids[place] = id;
        near->distances[place] = distance;
    }
}

void tip_near_write(const struct tip_near *near, struct tip_string *out)
{
    for (size_t i = 0; i < near->count; i++) {
        const char *between = i == 0 ? "" : i + 1 < near->count ? ", " : " and ";
        tip_string_printf(out, "%s'%.80s'", between, near->ids[i]);
    }
}
