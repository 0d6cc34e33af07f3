/* The pairs of words are judged: what stands between two of them, on either side, is changed, left
 * out by an ellipsis, or of no account. */
#include "search/quote/quote_align.h"

#include <stdlib.h>
#include <string.h>

/* An alignment while it is made. */
struct judge {
    struct tip_quote_alignment *out;
    const struct tip_quote_pattern *pattern;
    const struct tip_quote_words *source;
};

/* The words between two pairs: [i, i_end) of the quotation, [j, j_end) of the source. */
struct stretch {
    uint32_t i, i_end, j, j_end;
};

static unsigned quoted_flags(const struct judge *judge, uint32_t i)
{
    return judge->pattern->words->items[i].flags;
}

/* A heading, the name of a column or what is of the page may be passed over whole; where a word of
 * it is quoted, all count. So words of one kind side by side stand together. */
static bool is_quoted_in_part(const struct judge *judge, uint32_t j)
{
    const struct tip_quote_word *items = judge->source->items;
    unsigned kind = items[j].flags & (TIP_WORD_IS_HEADING | TIP_WORD_OPTIONAL);
    uint32_t first = j, last = j;
    while (first > judge->out->from && items[first - 1].part == items[j].part &&
           (items[first - 1].flags & kind) != 0) {
        first--;
    }
    while (last + 1 < judge->out->to && items[last + 1].part == items[j].part &&
           (items[last + 1].flags & kind) != 0) {
        last++;
    }
    return memchr(judge->out->source_fate + first, TIP_FATE_SAME, last - first + 1) != NULL;
}

/* The same for a line of the page in the quotation. */
static bool is_found_in_part(const struct judge *judge, uint32_t i)
{
    uint32_t first = i, last = i;
    while (first > 0 && (quoted_flags(judge, first - 1) & TIP_WORD_OPTIONAL) != 0) {
        first--;
    }
    while (last + 1 < judge->pattern->count &&
           (quoted_flags(judge, last + 1) & TIP_WORD_OPTIONAL) != 0) {
        last++;
    }
    while (first <= last && judge->out->pairs[first] == TIP_QUOTE_NO_WORD) {
        first++;
    }
    return first <= last;
}

static bool is_free_in_source(const struct judge *judge, uint32_t j)
{
    unsigned flags = judge->source->items[j].flags;
    return (flags & (TIP_WORD_IS_HEADING | TIP_WORD_OPTIONAL)) != 0 && !is_quoted_in_part(judge, j);
}

static bool is_free_in_quotation(const struct judge *judge, uint32_t i)
{
    unsigned flags = quoted_flags(judge, i);
    return (flags & TIP_WORD_IN_BRACKETS) != 0 ||
           ((flags & TIP_WORD_OPTIONAL) != 0 && !is_found_in_part(judge, i));
}

/* How many words of the quotation are its own. */
static uint32_t judge_quoted(const struct judge *judge, const struct stretch *at, bool *is_in_place)
{
    uint32_t added = 0;
    *is_in_place = false;
    for (uint32_t i = at->i; i < at->i_end; i++) {
        bool is_free = is_free_in_quotation(judge, i);
        judge->out->quoted_fate[i] = is_free ? TIP_FATE_FREE : TIP_FATE_CHANGED;
        added += !is_free;
        *is_in_place = *is_in_place || (quoted_flags(judge, i) & TIP_WORD_IN_PLACE) != 0;
    }
    return added;
}

/* Whether an ellipsis stands somewhere in the stretch or right before it. */
static bool has_ellipsis(const struct judge *judge, const struct stretch *at)
{
    for (uint32_t i = at->i > 0 ? at->i - 1 : 0; i < at->i_end; i++) {
        if ((quoted_flags(judge, i) & TIP_WORD_LEFT_OUT) != 0) {
            return true;
        }
    }
    return false;
}

static void judge_stretch(const struct judge *judge, const struct stretch *at)
{
    bool is_in_place, is_left_out = has_ellipsis(judge, at);
    uint32_t added = judge_quoted(judge, at, &is_in_place), dropped = 0;
    for (uint32_t j = at->j; j < at->j_end; j++) {
        bool is_free = is_free_in_source(judge, j);
        dropped += !is_free;
        judge->out->source_fate[j] = is_left_out ? TIP_FATE_LEFT_OUT
                                     : is_free   ? TIP_FATE_FREE
                                                 : TIP_FATE_CHANGED;
    }
    if (is_in_place && !is_left_out && dropped <= TIP_QUOTE_REPLACED && added == 0) {
        memset(judge->out->source_fate + at->j, TIP_FATE_FREE, at->j_end - at->j);
        dropped = 0;
    }
    dropped = is_left_out ? 0 : dropped;
    judge->out->changes += added > dropped ? added : dropped;
}

/* ---- the ends ---- */

/* A word at the quotation's beginning that has no pair stands for the source's before it, as long
 * as those are of the same sentence: what is before that was never quoted. */
static uint32_t reach_back(const struct judge *judge, uint32_t first, uint32_t from)
{
    uint32_t wanted = 0;
    for (uint32_t i = 0; i < first; i++) {
        wanted += (quoted_flags(judge, i) & (TIP_WORD_IN_BRACKETS | TIP_WORD_OPTIONAL)) == 0;
    }
    while (wanted > 0 && from > 0 &&
           (judge->source->items[from - 1].flags &
            (TIP_WORD_ENDS_SENTENCE | TIP_WORD_IS_HEADING)) == 0) {
        from--;
        wanted--;
    }
    return from;
}

static uint32_t reach_on(const struct judge *judge, uint32_t last, uint32_t to)
{
    uint32_t wanted = 0;
    for (uint32_t i = last + 1; i < judge->pattern->count; i++) {
        wanted += (quoted_flags(judge, i) & (TIP_WORD_IN_BRACKETS | TIP_WORD_OPTIONAL)) == 0;
    }
    while (wanted > 0 && to < judge->source->count &&
           (judge->source->items[to - 1].flags & TIP_WORD_ENDS_SENTENCE) == 0) {
        to++;
        wanted--;
    }
    return to;
}

/* ---- neighbours ---- */

/* Whether what belongs to a word by its apostrophe alone is as written; what ends a quotation may
 * be its own sign. */
static bool apostrophe_fits(const struct tip_quote_word *a, const struct tip_quote_word *b)
{
    bool is_missing =
        (a->flags & TIP_WORD_APOSTROPHE) != 0 && (b->flags & TIP_WORD_QUOTE_SIGN) == 0;
    bool is_extra = (b->flags & TIP_WORD_APOSTROPHE) != 0 && (a->flags & TIP_WORD_QUOTE_SIGN) == 0;
    return !is_missing && !is_extra;
}

static void change(const struct judge *judge, uint32_t i)
{
    judge->out->quoted_fate[i] = TIP_FATE_CHANGED;
    judge->out->source_fate[judge->out->pairs[i]] = TIP_FATE_CHANGED;
}

/* Words that are the same, and joined or parted otherwise than in the source. */
static void judge_neighbours(const struct judge *judge)
{
    const struct tip_quote_word *quoted = judge->pattern->words->items;
    const struct tip_quote_word *source = judge->source->items;
    const uint32_t *pairs = judge->out->pairs;
    for (uint32_t i = 0; i + 1 < judge->pattern->count; i++) {
        if (pairs[i] == TIP_QUOTE_NO_WORD || pairs[i] == pairs[i + 1]) {
            continue;
        }
        if (!apostrophe_fits(&quoted[i], &source[pairs[i]])) {
            change(judge, i);
            judge->out->changes++;
        }
        if (pairs[i + 1] == pairs[i] + 1 &&
            !tip_quote_glue_fits(quoted[i].glue, source[pairs[i]].glue)) {
            change(judge, i);
            change(judge, i + 1);
            judge->out->changes++;
        }
    }
}

/* ---- words that are written as one ---- */

static bool is_one(enum tip_quote_glue glue)
{
    return glue == TIP_GLUE_HYPHEN || glue == TIP_GLUE_TIGHT || glue == TIP_GLUE_BROKEN;
}

/* "anti-trafficking" is shown whole where a part of it is changed. */
static bool spread_over(const struct tip_quote_words *words, unsigned char *fates, uint32_t from,
                        uint32_t to)
{
    bool has_spread = false;
    for (uint32_t i = from; i + 1 < to; i++) {
        if (!is_one(words->items[i].glue) ||
            (fates[i] == TIP_FATE_CHANGED) == (fates[i + 1] == TIP_FATE_CHANGED)) {
            continue;
        }
        if (fates[i] == TIP_FATE_SAME || fates[i + 1] == TIP_FATE_SAME) {
            fates[i] = fates[i + 1] = TIP_FATE_CHANGED;
            has_spread = true;
        }
    }
    for (uint32_t i = to; i-- > from + 1;) {
        if (is_one(words->items[i - 1].glue) && fates[i] == TIP_FATE_CHANGED &&
            fates[i - 1] == TIP_FATE_SAME) {
            fates[i - 1] = TIP_FATE_CHANGED;
            has_spread = true;
        }
    }
    return has_spread;
}

static void spread(const struct judge *judge)
{
    struct tip_quote_alignment *out = judge->out;
    bool has_spread = true;
    while (has_spread) {
        has_spread = spread_over(judge->pattern->words, out->quoted_fate, 0, judge->pattern->count);
        has_spread = spread_over(judge->source, out->source_fate, out->from, out->to) || has_spread;
        for (uint32_t i = 0; i < judge->pattern->count; i++) {
            uint32_t j = out->pairs[i];
            if (j != TIP_QUOTE_NO_WORD && out->quoted_fate[i] != out->source_fate[j]) {
                change(judge, i);
                has_spread = true;
            }
        }
    }
}

/* ---- all of it ---- */

static void judge_all(const struct judge *judge)
{
    struct tip_quote_alignment *out = judge->out;
    uint32_t count = judge->pattern->count, first = 0, last = count;
    while (first < count && out->pairs[first] == TIP_QUOTE_NO_WORD) {
        first++;
    }
    if (first == count) {
        out->changes = count;
        memset(out->quoted_fate, TIP_FATE_CHANGED, count);
        return;
    }
    while (out->pairs[last - 1] == TIP_QUOTE_NO_WORD) {
        last--;
    }
    for (uint32_t i = first; i < last; i++) {
        if (out->pairs[i] != TIP_QUOTE_NO_WORD) {
            out->source_fate[out->pairs[i]] = TIP_FATE_SAME;
        }
    }
    out->from = reach_back(judge, first, out->pairs[first]);
    out->to = reach_on(judge, last - 1, out->pairs[last - 1] + 1);
    struct stretch at = {0, 0, out->from, 0};
    for (uint32_t i = first; i < last; i++) {
        uint32_t pair = out->pairs[i];
        if (pair == TIP_QUOTE_NO_WORD) {
            continue;
        }
        at.i_end = i;
        at.j_end = pair > at.j ? pair : at.j; /* two parts of a broken word have one pair */
        out->matched++;
        judge_stretch(judge, &at);
        at.i = i + 1;
        at.j = pair + 1;
    }
    at.i_end = count;
    at.j_end = out->to;
    judge_stretch(judge, &at);
    judge_neighbours(judge);
    spread(judge);
}

tip_status tip_quote_align(struct tip_quote_alignment *alignment,
                           const struct tip_quote_pattern *pattern,
                           const struct tip_quote_words *source, const uint32_t *numbers,
                           struct tip_error *error)
{
    struct judge judge = {alignment, pattern, source};
    *alignment = (struct tip_quote_alignment){0};
    alignment->pairs = malloc((pattern->count + 1) * sizeof *alignment->pairs);
    alignment->quoted_fate = calloc(pattern->count + 1, 1);
    alignment->source_fate = calloc(source->count + 1, 1);
    if (alignment->pairs == NULL || alignment->quoted_fate == NULL ||
        alignment->source_fate == NULL) {
        return tip_error_memory(error, "comparing a quotation");
    }
    memset(alignment->source_fate, TIP_FATE_FREE, source->count + 1);
    tip_status status = tip_quote_pair(alignment->pairs, pattern, source, numbers, error);
    if (status == TIP_OK) {
        judge_all(&judge);
    }
    return status;
}

void tip_quote_alignment_free(struct tip_quote_alignment *alignment)
{
    free(alignment->pairs);
    free(alignment->quoted_fate);
    free(alignment->source_fate);
    *alignment = (struct tip_quote_alignment){0};
}
