/* Sentences that an edit joined or parted: what has no counterpart itself is put to that of its
 * neighbour, where most of its words are what that has more. */
#include <stdlib.h>
#include <string.h>

#include "search/compare/alignment.h"
#include "search/compare/word_weights.h"

/* The part of a sentence that must be in what its neighbour's counterpart has more than that. */
static const double least_joined = 0.6;

struct joining {
    struct tip_alignment *alignment;
    const struct tip_word_weights *weights;
    struct tip_error *error;
};

static int compare_words(const void *one, const void *two)
{
    const uint32_t *first = one, *second = two;
    return (*first > *second) - (*first < *second);
}

/* The words of a row of statements; for free(3), NULL without memory. */
static uint32_t *words_of_row(const struct tip_edition *edition, uint32_t first, uint32_t count,
                              struct tip_words *words)
{
    size_t total = 0;
    for (uint32_t i = first; i < first + count; i++) {
        total += edition->statements[i].word_count;
    }
    uint32_t *items = malloc((total + 1) * sizeof *items);
    if (items == NULL) {
        return NULL;
    }
    *words = (struct tip_words){items, 0};
    for (uint32_t i = first; i < first + count; i++) {
        struct tip_words more = tip_words_of(edition, i);
        for (size_t w = 0; w < more.count; w++) {
            items[words->count++] = more.items[w];
        }
    }
    qsort(items, words->count, sizeof *items, compare_words);
    return items;
}

/* Takes each word of `less` once out of `words`, both sorted; returns how many stay. */
static size_t take_out(uint32_t *words, size_t count, struct tip_words less)
{
    size_t kept = 0, j = 0;
    for (size_t i = 0; i < count; i++) {
        while (j < less.count && less.items[j] < words[i]) {
            j++;
        }
        if (j < less.count && less.items[j] == words[i]) {
            j++;
        } else {
            words[kept++] = words[i];
        }
    }
    return kept;
}

/* How much of an open statement is in what the counterpart of its neighbours has more than these:
 * `own` is the row of its neighbours, `other` that of their counterpart. */
static tip_status share_in(struct joining *joining, struct tip_words open,
                           const struct tip_edition *edition, const uint32_t own[2],
                           const struct tip_edition *other_edition, const uint32_t other[2],
                           double *share)
{
    struct tip_words mine, theirs;
    uint32_t *own_words = words_of_row(edition, own[0], own[1], &mine);
    uint32_t *other_words = words_of_row(other_edition, other[0], other[1], &theirs);
    tip_status status = TIP_OK;
    if (own_words == NULL || other_words == NULL) {
        status = tip_error_memory(joining->error, "comparing reports");
    } else {
        theirs.count = take_out(other_words, theirs.count, mine);
        double whole = tip_word_weights_sum(joining->weights, open);
        *share = whole > 0 ? tip_word_weights_common(joining->weights, open, theirs) / whole : 0;
    }
    free(own_words);
    free(other_words);
    return status;
}

/* Puts open statement `a` of `before` to the counterpart of its neighbour. */
static tip_status join_before(struct joining *joining, uint32_t a, uint32_t neighbour)
{
    struct tip_alignment *alignment = joining->alignment;
    uint32_t place = alignment->counterpart_of_before[neighbour];
    double share = 0;
    if (place == 0 || !tip_is_open_before(alignment, a)) {
        return TIP_OK;
    }
    struct tip_counterpart *pair = &alignment->counterparts[place - 1];
    tip_status status =
        share_in(joining, tip_words_of(alignment->before, a), alignment->before,
                 (uint32_t[]){pair->before_first, pair->before_count}, alignment->after,
                 (uint32_t[]){pair->after_first, pair->after_count}, &share);
    if (status == TIP_OK && share >= least_joined) {
        pair->before_first = a < neighbour ? a : pair->before_first;
        pair->before_count++;
        alignment->counterpart_of_before[a] = place;
    }
    return status;
}

static tip_status join_after(struct joining *joining, uint32_t b, uint32_t neighbour)
{
    struct tip_alignment *alignment = joining->alignment;
    uint32_t place = alignment->counterpart_of_after[neighbour];
    double share = 0;
    if (place == 0 || !tip_is_open_after(alignment, b)) {
        return TIP_OK;
    }
    struct tip_counterpart *pair = &alignment->counterparts[place - 1];
    tip_status status =
        share_in(joining, tip_words_of(alignment->after, b), alignment->after,
                 (uint32_t[]){pair->after_first, pair->after_count}, alignment->before,
                 (uint32_t[]){pair->before_first, pair->before_count}, &share);
    if (status == TIP_OK && share >= least_joined) {
        pair->after_first = b < neighbour ? b : pair->after_first;
        pair->after_count++;
        alignment->counterpart_of_after[b] = place;
    }
    return status;
}

/* Forwards and backwards, so that a sentence parted in many is gathered from its first counterpart.
 */
static void append_row(struct tip_string *out, const struct tip_edition *edition, uint32_t first,
                       uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++) {
        const struct tip_statement *statement = &edition->statements[i];
        size_t marker = tip_statement_marker(statement->text, statement->length);
        tip_string_append_char(out, ' ');
        tip_string_append(out, statement->text + marker, statement->length - marker);
    }
}

/* Counterparts that say the same, although they are parted elsewhere. */
static tip_status mark_same(struct joining *joining)
{
    struct tip_alignment *alignment = joining->alignment;
    struct tip_string before = {0}, after = {0};
    bool failed = false;
    for (uint32_t i = 0; i < alignment->counterpart_count && !failed; i++) {
        struct tip_counterpart *pair = &alignment->counterparts[i];
        if (pair->before_count == 1 && pair->after_count == 1) {
            continue;
        }
        tip_string_clear(&before);
        tip_string_clear(&after);
        append_row(&before, alignment->before, pair->before_first, pair->before_count);
        append_row(&after, alignment->after, pair->after_first, pair->after_count);
        failed = before.failed || after.failed;
        pair->is_same = !failed && tip_statement_says(before.data, before.length, after.data,
                                                      after.length, false);
    }
    tip_string_free(&before);
    tip_string_free(&after);
    return failed ? tip_error_memory(joining->error, "comparing reports") : TIP_OK;
}

tip_status tip_align_joined(struct tip_alignment *alignment, const struct tip_word_weights *weights,
                            struct tip_error *error)
{
    struct joining whole = {alignment, weights, error}, *joining = &whole;
    uint32_t before = (uint32_t)alignment->before->count;
    uint32_t after = (uint32_t)alignment->after->count;
    tip_status status = TIP_OK;
    for (uint32_t a = 1; a < before && status == TIP_OK; a++) {
        status = tip_edition_joins(alignment->before, a) ? join_before(joining, a, a - 1) : TIP_OK;
    }
    for (uint32_t a = before; a-- > 1 && status == TIP_OK;) {
        status = tip_edition_joins(alignment->before, a) ? join_before(joining, a - 1, a) : TIP_OK;
    }
    for (uint32_t b = 1; b < after && status == TIP_OK; b++) {
        status = tip_edition_joins(alignment->after, b) ? join_after(joining, b, b - 1) : TIP_OK;
    }
    for (uint32_t b = after; b-- > 1 && status == TIP_OK;) {
        status = tip_edition_joins(alignment->after, b) ? join_after(joining, b - 1, b) : TIP_OK;
    }
    return status == TIP_OK ? mark_same(joining) : status;
}
