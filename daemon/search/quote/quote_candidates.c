/* First the words' postings: which of the words sought each passage has, a bit a word. A quotation
 * may run over several passages, so those behind one count for it, too. Then `tokens`: of the
 * passages that have most, how many pairs of neighbours of the quotation are neighbours there as
 * well. */
#include "search/quote/quote_candidates.h"

#include <stdlib.h>
#include <string.h>

#include "search/plan.h"
#include "search/quote/quote_stems.h"

enum {
    WINDOW_WORDS = 40, /* a quotation of so many words may need one more passage */
    WINDOW_PASSAGES = 8,
    PLACES = 1024, /* of the table from stems to slots: TIP_QUOTE_PAIR_WORDS in a few languages */
    LOOK_AT_CLOCK = 256
};

struct finder {
    struct tip_searcher *searcher;
    struct tip_quote_candidates *out;
    struct tip_quote_stems stems;
    uint64_t *masks;            /* by a passage's place */
    double byte_scores[8][256]; /* of eight bits of a mask each */
    uint64_t all;               /* the mask of a passage that has all words sought */
    uint32_t reach;             /* passages that count for the first of them */
    uint32_t stem_numbers[PLACES], stem_slots[PLACES]; /* open addressing; number 0 is free */
    uint32_t *pairs; /* by two slots: the passage that was last seen to have them, and 0 for pairs
                        that the quotation has not: then UINT32_MAX */
    size_t capacity;
};

/* ---- the words' postings ---- */

static tip_status take_postings(struct finder *finder, size_t bit, struct tip_bitmap *bitmap,
                                struct tip_error *error)
{
    struct tip_searcher *searcher = finder->searcher;
    const struct tip_quote_stem *stem = &finder->stems.items[finder->stems.sought[bit]];
    tip_status status = TIP_OK;
    tip_bitmap_clear(bitmap);
    for (uint32_t l = 0;
         l < tip_words_language_count(searcher->generation->words) && status == TIP_OK; l++) {
        size_t length;
        const char *text = tip_quote_stem_text(searcher, stem, l, &length);
        status = tip_index_postings(searcher->index, text, length, bitmap, error);
    }
    tip_bitmap_and(bitmap, &searcher->live);
    for (uint32_t n = tip_bitmap_next(bitmap, 1); n < bitmap->size;
         n = tip_bitmap_next(bitmap, n + 1)) {
        finder->masks[tip_columns_place_of(searcher->generation->columns, n)] |= (uint64_t)1 << bit;
    }
    return status;
}

static tip_status find_masks(struct finder *finder, struct tip_error *error)
{
    uint32_t passages = tip_columns_passages(finder->searcher->generation->columns);
    struct tip_bitmap bitmap = {0};
    finder->masks = calloc((size_t)passages + WINDOW_PASSAGES, sizeof *finder->masks);
    if (finder->masks == NULL) {
        return tip_error_memory(error, "looking for a quotation");
    }
    tip_status status = tip_bitmap_init(&bitmap, finder->searcher->live.size, error);
    for (size_t bit = 0; bit < finder->stems.sought_count && status == TIP_OK; bit++) {
        if (tip_searcher_is_late(finder->searcher)) {
            finder->out->is_cut = true;
            break;
        }
        status = take_postings(finder, bit, &bitmap, error);
        finder->all |= (uint64_t)1 << bit;
    }
    tip_bitmap_free(&bitmap);
    return status;
}

static void make_scores(struct finder *finder)
{
    uint32_t passages = tip_columns_passages(finder->searcher->generation->columns);
    for (size_t byte = 0; byte < 8; byte++) {
        for (size_t value = 1; value < 256; value++) {
            size_t low = (size_t)__builtin_ctzl(value), bit = byte * 8 + low;
            double rest = finder->byte_scores[byte][value & (value - 1)];
            finder->byte_scores[byte][value] =
                rest +
                (bit < finder->stems.sought_count
                     ? tip_idf(passages, finder->stems.items[finder->stems.sought[bit]].frequency)
                     : 0);
        }
    }
}

static double score_of(const struct finder *finder, uint64_t mask)
{
    double score = 0;
    for (size_t byte = 0; mask != 0; byte++, mask >>= 8) {
        score += finder->byte_scores[byte][mask & 255];
    }
    return score;
}

/* ---- the list ---- */

static int compare(const struct tip_quote_candidate *a, const struct tip_quote_candidate *b)
{
    if (a->pairs != b->pairs) {
        return a->pairs < b->pairs ? 1 : -1;
    }
    if (a->score != b->score) {
        return a->score < b->score ? 1 : -1;
    }
    if (a->is_contents != b->is_contents) {
        return a->is_contents ? 1 : -1;
    }
    return a->year != b->year ? (a->year < b->year ? 1 : -1)
                              : (a->place > b->place) - (a->place < b->place);
}

static int by_likelihood(const void *left, const void *right)
{
    return compare(left, right);
}

static tip_status add(struct finder *finder, const struct tip_quote_candidate *candidate,
                      struct tip_error *error)
{
    struct tip_quote_candidates *out = finder->out;
    if (out->count == finder->capacity) {
        size_t wanted = finder->capacity == 0 ? 2 * TIP_QUOTE_NEAR : finder->capacity * 2;
        struct tip_quote_candidate *moved = reallocarray(out->items, wanted, sizeof *moved);
        if (moved == NULL) {
            return tip_error_memory(error, "looking for a quotation");
        }
        out->items = moved;
        finder->capacity = wanted;
    }
    out->items[out->count++] = *candidate;
    return TIP_OK;
}

static void sift_down(struct tip_quote_candidate *heap, size_t count)
{
    for (size_t i = 0, child; (child = 2 * i + 1) < count; i = child) {
        if (child + 1 < count && compare(&heap[child + 1], &heap[child]) > 0) {
            child++;
        }
        if (compare(&heap[child], &heap[i]) <= 0) {
            return;
        }
        struct tip_quote_candidate held = heap[i];
        heap[i] = heap[child];
        heap[child] = held;
    }
}

/* A heap whose top is the least likely of the TIP_QUOTE_NEAR best. */
static void offer(struct tip_quote_candidate *heap, size_t *count,
                  const struct tip_quote_candidate *candidate)
{
    if (*count == TIP_QUOTE_NEAR) {
        if (compare(candidate, &heap[0]) < 0) {
            heap[0] = *candidate;
            sift_down(heap, *count);
        }
        return;
    }
    size_t i = (*count)++;
    heap[i] = *candidate;
    while (i > 0 && compare(&heap[i], &heap[(i - 1) / 2]) > 0) {
        struct tip_quote_candidate held = heap[i];
        heap[i] = heap[(i - 1) / 2];
        heap[(i - 1) / 2] = held;
        i = (i - 1) / 2;
    }
}

static struct tip_quote_candidate make(const struct finder *finder, uint32_t place,
                                       const struct tip_report *report, uint32_t end)
{
    const struct tip_columns *columns = finder->searcher->generation->columns;
    uint64_t mask = finder->masks[place];
    bool has_all = mask == finder->all;
    for (uint32_t i = 1; i < finder->reach && place + i < end; i++) {
        mask |= finder->masks[place + i];
    }
    return (struct tip_quote_candidate){
        .place = place,
        .has_all = has_all,
        .may_begin = mask == finder->all,
        .is_contents =
            tip_columns_kind_of(columns, tip_columns_at(columns, place)) == TIP_KIND_CONTENTS,
        .year = report->year,
        .score = score_of(finder, mask)};
}

/* All passages that have all words, and the best of the others. */
static tip_status choose(struct finder *finder, struct tip_error *error)
{
    const struct tip_columns *columns = finder->searcher->generation->columns;
    struct tip_quote_candidate near[TIP_QUOTE_NEAR];
    size_t near_count = 0;
    tip_status status = TIP_OK;
    for (uint32_t r = 0; r < tip_columns_report_count(columns) && status == TIP_OK; r++) {
        uint32_t end = tip_columns_report_start(columns, r + 1);
        struct tip_report report;
        tip_columns_report(columns, r, &report);
        for (uint32_t place = tip_columns_report_start(columns, r); place < end; place++) {
            if (finder->masks[place] == 0) {
                continue;
            }
            struct tip_quote_candidate candidate = make(finder, place, &report, end);
            if (!candidate.has_all) {
                offer(near, &near_count, &candidate);
            } else if ((status = add(finder, &candidate, error)) != TIP_OK) {
                break;
            }
        }
    }
    for (size_t i = 0; i < near_count && status == TIP_OK; i++) {
        status = add(finder, &near[i], error);
    }
    return status;
}

/* ---- pairs of neighbours ---- */

static uint32_t *slot_place(struct finder *finder, uint32_t stem)
{
    uint32_t place = stem * 2654435761u & (PLACES - 1);
    while (finder->stem_numbers[place] != 0 && finder->stem_numbers[place] != stem) {
        place = (place + 1) & (PLACES - 1);
    }
    return &finder->stem_numbers[place];
}

static void number_stems(struct finder *finder)
{
    const struct tip_words *words = finder->searcher->generation->words;
    size_t used = 0;
    for (size_t i = 0; i < finder->stems.count; i++) {
        for (uint32_t l = 0; l < tip_words_language_count(words); l++) {
            size_t length;
            const char *text =
                tip_quote_stem_text(finder->searcher, &finder->stems.items[i], l, &length);
            uint32_t stem = tip_words_find_stem(words, text, length);
            uint32_t *place = slot_place(finder, stem);
            if (stem != 0 && *place == 0 && ++used < PLACES) {
                *place = stem;
                finder->stem_slots[place - finder->stem_numbers] = (uint32_t)i;
            }
        }
    }
}

static uint32_t *pair_of(struct finder *finder, size_t first, size_t second)
{
    return &finder->pairs[first * TIP_QUOTE_PAIR_WORDS + second];
}

static tip_status make_pairs(struct finder *finder, struct tip_error *error)
{
    const struct tip_quote_stems *stems = &finder->stems;
    finder->pairs = malloc(sizeof *finder->pairs * TIP_QUOTE_PAIR_WORDS * TIP_QUOTE_PAIR_WORDS);
    if (finder->pairs == NULL) {
        return tip_error_memory(error, "looking for a quotation");
    }
    memset(finder->pairs, 0xFF,
           sizeof *finder->pairs * TIP_QUOTE_PAIR_WORDS * TIP_QUOTE_PAIR_WORDS);
    for (size_t i = 0; i + 1 < stems->order_count; i++) {
        if (stems->order[i] != TIP_QUOTE_NO_SLOT && stems->order[i + 1] != TIP_QUOTE_NO_SLOT) {
            *pair_of(finder, stems->order[i], stems->order[i + 1]) = 0;
        }
    }
    return TIP_OK;
}

/* `stamp` tells this passage from all before; none is 0 or UINT32_MAX. */
static tip_status count_pairs(struct finder *finder, struct tip_quote_candidate *candidate,
                              uint32_t stamp, struct tip_error *error)
{
    const struct tip_generation *generation = finder->searcher->generation;
    struct tip_token_list *list = &finder->searcher->words;
    size_t before = TIP_QUOTE_NO_SLOT;
    tip_status status = tip_token_file_get(
        generation->tokens, tip_columns_at(generation->columns, candidate->place), list, error);
    if (status != TIP_OK) {
        return status;
    }
    for (size_t i = 0; i < list->count[TIP_STREAM_BODY] + list->count[TIP_STREAM_SECTION]; i++) {
        uint32_t stem = list->words[i] == TIP_NO_WORD
                            ? 0
                            : tip_words_stem_of(generation->words, list->words[i]);
        const uint32_t *place = slot_place(finder, stem);
        size_t slot = stem == 0 || *place == 0 ? (size_t)TIP_QUOTE_NO_SLOT
                                               : finder->stem_slots[place - finder->stem_numbers];
        if (slot != TIP_QUOTE_NO_SLOT && before != TIP_QUOTE_NO_SLOT) {
            uint32_t *pair = pair_of(finder, before, slot);
            candidate->pairs += *pair < stamp;
            *pair = *pair < stamp ? stamp : *pair;
        }
        before = slot;
    }
    return TIP_OK;
}

static tip_status rank(struct finder *finder, struct tip_error *error)
{
    struct tip_quote_candidates *out = finder->out;
    tip_status status = make_pairs(finder, error);
    number_stems(finder);
    for (size_t i = 0; i < out->count && status == TIP_OK; i++) {
        if (i % LOOK_AT_CLOCK == 0 && tip_searcher_is_late(finder->searcher)) {
            out->is_cut = true;
            break;
        }
        status = count_pairs(finder, &out->items[i], (uint32_t)i + 1, error);
    }
    if (out->count > 0) {
        qsort(out->items, out->count, sizeof *out->items, by_likelihood);
    }
    return status;
}

tip_status tip_quote_candidates_find(struct tip_quote_candidates *candidates,
                                     struct tip_searcher *searcher,
                                     const struct tip_quote_words *words, struct tip_error *error)
{
    *candidates = (struct tip_quote_candidates){0};
    struct finder *finder = calloc(1, sizeof *finder);
    if (finder == NULL) {
        return tip_error_memory(error, "looking for a quotation");
    }
    finder->searcher = searcher;
    finder->out = candidates;
    finder->reach = 2 + words->count / WINDOW_WORDS;
    finder->reach = finder->reach > WINDOW_PASSAGES ? WINDOW_PASSAGES : finder->reach;
    tip_status status = tip_quote_stems_read(&finder->stems, searcher, words, error);
    if (status == TIP_OK) {
        status = find_masks(finder, error);
    }
    if (status == TIP_OK) {
        make_scores(finder);
        status = choose(finder, error);
    }
    if (status == TIP_OK) {
        status = rank(finder, error);
    }
    tip_quote_stems_free(&finder->stems);
    free(finder->masks);
    free(finder->pairs);
    free(finder);
    return status;
}

void tip_quote_candidates_free(struct tip_quote_candidates *candidates)
{
    free(candidates->items);
    *candidates = (struct tip_quote_candidates){0};
}
