/* Only the passages of patterns that something in the note speaks of are looked for. */
#include "search/note_patterns.h"

#include <math.h>
#include <stdlib.h>

#include "search/pattern_words.h"
#include "search/patterns.h"

/* What one, two and more of what speaks of a pattern weigh of its idf. What happened is what a note
 * is about: the words of a passage hardly outweigh it. Chosen as the figures of note.c. */
static const double SHARES[] = {0.6, 1, 2};
/* The most that the idf of a pattern counts: a rare one is no more what a note is about. */
static const double MOST_IDF = 4;

/* ---- the patterns' passages ---- */

/* The place for a set of this weight: a free one, or that of the set which weighs the least; NULL
 * when all weigh as much. */
static struct tip_similar_set *make_room(struct tip_similar *similar, size_t first, double weight)
{
    if (similar->set_count - first < TIP_SIMILAR_PATTERNS) {
        return &similar->sets[similar->set_count++];
    }
    struct tip_similar_set *least = &similar->sets[first];
    for (size_t i = first; i < similar->set_count; i++) {
        if (similar->sets[i].weight < least->weight) {
            least = &similar->sets[i];
        }
    }
    if (least->weight >= weight) {
        return NULL;
    }
    tip_bitmap_free(&least->passages);
    return least;
}

static tip_status add(struct tip_similar *similar, size_t first, struct tip_searcher *searcher,
                      size_t place, unsigned count, struct tip_error *error)
{
    enum { LAST = sizeof SHARES / sizeof *SHARES - 1 };
    const struct tip_bitmap *passages;
    bool is_cut;
    tip_status status =
        tip_pattern_passages(searcher, place, similar->is_cut, &passages, &is_cut, error);
    if (status != TIP_OK) {
        return status;
    }
    similar->is_cut |= is_cut;
    uint32_t found = tip_bitmap_count_common(passages, &searcher->ordinary);
    if (found == 0) {
        return TIP_OK;
    }
    double idf = tip_idf(tip_columns_passages(searcher->generation->columns), found);
    double weight = SHARES[count > LAST ? LAST : count - 1] * fmin(idf, MOST_IDF);
    struct tip_similar_set *set = make_room(similar, first, weight);
    if (set == NULL) {
        return TIP_OK;
    }
    *set = (struct tip_similar_set){.weight = weight};
    status = tip_bitmap_init(&set->passages, passages->size, error);
    if (status == TIP_OK) {
        tip_bitmap_copy(&set->passages, passages);
    }
    return status;
}

tip_status tip_note_patterns_add(struct tip_similar *similar, struct tip_searcher *searcher,
                                 const uint32_t *numbers, size_t length, struct tip_error *error)
{
    size_t first = similar->set_count, patterns = tip_pattern_count(searcher->knowledge);
    unsigned *counts = calloc(patterns + 1, sizeof *counts);
    if (counts == NULL) {
        return tip_error_memory(error, "looking for similar passages");
    }
    tip_status status =
        tip_pattern_words_count(searcher->pattern_words, numbers, length, counts, error);
    for (size_t i = 0; i < patterns && status == TIP_OK; i++) {
        if (counts[i] > 0) {
            status = add(similar, first, searcher, i, counts[i], error);
        }
    }
    free(counts);
    return status;
}
