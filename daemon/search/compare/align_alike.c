/* What two editions say nearly the same, of the statements that have no equal: the most alike
 * first, and what stands in the same place, or section, before what stands elsewhere. Then
 * sentences that were joined or parted are put to their counterpart, and what stands alone between
 * the same neighbours is the counterpart of what stands there in the other year, however unlike. */
#include <stdlib.h>

#include "search/compare/alignment.h"
#include "search/compare/word_weights.h"

enum {
    CLOCK_INTERVAL = 64,
    RARE = 64,       /* a word that more statements have leads to none of them */
    CANDIDATES = 16, /* of a statement by rare words, those that share most */
    RUN = 48,        /* the longest run in which each is looked at with each */
    SHORT_WORDS = 6  /* a run of items so short is taken one for one */
};

/* The least likeness by where two statements stand, with rare words counting for more, and with all
 * words counting the same. Between the same neighbours a sentence with half its words is meant.
 * Reports say of many people and places the same in set phrases, which have half their words in
 * common and more: so anywhere else nearly all is asked, or what was said there is gone, and what
 * is said here is new. */
static const double least_in_place = 0.3, least_elsewhere = 0.65;
static const double least_words_in_place = 0.45, least_words_in_section = 0.75,
                    least_words_elsewhere = 0.85;
/* What being there adds when the most alike is looked for. */
static const double bonus_in_place = 0.3, bonus_in_section = 0.15;

struct posting {
    uint32_t word, statement;
};

struct likely {
    double score;
    uint32_t a, b;
};

struct pairing {
    struct tip_alignment *alignment;
    const struct tip_searcher *searcher;
    struct tip_word_weights weights;
    struct posting *postings; /* of the statements of `after` without equal, by word */
    size_t posting_count;
    double *shared; /* by statement of `after`, while one of `before` is looked at */
    uint32_t *touched;
    struct likely *likely;
    size_t likely_count, likely_capacity;
    struct tip_error *error;
};

/* ---- runs ---- */

struct run {
    uint32_t start, end;
};

static struct run run_of_before(const struct tip_alignment *alignment, uint32_t a)
{
    struct run run = {a, a + 1};
    while (tip_edition_joins(alignment->before, run.end) &&
           tip_is_open_before(alignment, run.end)) {
        run.end++;
    }
    return run;
}

/* The open statements around `b`; none where it is not open. */
static struct run run_of_after(const struct tip_alignment *alignment, uint32_t b)
{
    if (b == TIP_UNALIGNED || !tip_is_open_after(alignment, b)) {
        return (struct run){0, 0};
    }
    struct run run = {b, b + 1};
    while (tip_edition_joins(alignment->after, run.start) &&
           tip_is_open_after(alignment, run.start - 1)) {
        run.start--;
    }
    while (tip_edition_joins(alignment->after, run.end) && tip_is_open_after(alignment, run.end)) {
        run.end++;
    }
    return run;
}

static bool is_in(const struct run *run, uint32_t place)
{
    return place >= run->start && place < run->end;
}

/* ---- what may be meant ---- */

/* The place of the run of `before` at hand in `after`: behind its left neighbour, and before its
 * right one. */
struct place {
    struct run left, right;
};

static tip_status consider(struct pairing *pairing, const struct place *place, uint32_t a,
                           uint32_t b)
{
    const struct tip_edition *before = pairing->alignment->before;
    const struct tip_edition *after = pairing->alignment->after;
    const struct tip_statement *one = &before->statements[a], *two = &after->statements[b];
    bool in_place = is_in(&place->left, b) || is_in(&place->right, b);
    bool in_section =
        before->passages[one->passage].section == after->passages[two->passage].section;
    double least = in_place ? least_in_place : least_elsewhere;
    double least_words = in_place     ? least_words_in_place
                         : in_section ? least_words_in_section
                                      : least_words_elsewhere;
    double bonus = in_place ? bonus_in_place : in_section ? bonus_in_section : 0;
    bool is_heading = one->is_heading || two->is_heading; /* few words, and the same everywhere */
    if ((!one->is_asked && !two->is_asked) || (is_heading && !in_place)) {
        return TIP_OK;
    }
    struct tip_words words[] = {tip_words_of(before, a), tip_words_of(after, b)};
    double alike = tip_word_weights_alike(&pairing->weights, words[0], words[1]);
    if (alike < least || tip_words_alike(words[0], words[1]) < least_words) {
        return TIP_OK;
    }
    if (pairing->likely_count == pairing->likely_capacity) {
        size_t capacity = pairing->likely_capacity == 0 ? 256 : pairing->likely_capacity * 2;
        struct likely *moved = reallocarray(pairing->likely, capacity, sizeof *moved);
        if (moved == NULL) {
            return tip_error_memory(pairing->error, "comparing reports");
        }
        pairing->likely = moved;
        pairing->likely_capacity = capacity;
    }
    pairing->likely[pairing->likely_count++] = (struct likely){alike + bonus, a, b};
    return TIP_OK;
}

static tip_status consider_run(struct pairing *pairing, const struct place *place,
                               const struct run *run, uint32_t a)
{
    tip_status status = TIP_OK;
    if (run->end - run->start > RUN) {
        return TIP_OK;
    }
    for (uint32_t b = run->start; b < run->end && status == TIP_OK; b++) {
        status = consider(pairing, place, a, b);
    }
    return status;
}

static int compare_postings(const void *one, const void *two)
{
    const struct posting *first = one, *second = two;
    if (first->word != second->word) {
        return first->word > second->word ? 1 : -1;
    }
    return (first->statement > second->statement) - (first->statement < second->statement);
}

static tip_status make_postings(struct pairing *pairing)
{
    const struct tip_edition *after = pairing->alignment->after;
    size_t count = 0;
    for (uint32_t b = 0; b < after->count; b++) {
        count += tip_is_open_after(pairing->alignment, b) ? after->statements[b].word_count : 0;
    }
    pairing->postings = malloc((count + 1) * sizeof *pairing->postings);
    pairing->shared = calloc(after->count + 1, sizeof *pairing->shared);
    pairing->touched = malloc((after->count + 1) * sizeof *pairing->touched);
    if (pairing->postings == NULL || pairing->shared == NULL || pairing->touched == NULL) {
        return tip_error_memory(pairing->error, "comparing reports");
    }
    for (uint32_t b = 0; b < after->count; b++) {
        struct tip_words words = tip_words_of(after, b);
        for (size_t w = 0; w < words.count && tip_is_open_after(pairing->alignment, b); w++) {
            if (w == 0 || words.items[w] != words.items[w - 1]) {
                pairing->postings[pairing->posting_count++] = (struct posting){words.items[w], b};
            }
        }
    }
    qsort(pairing->postings, pairing->posting_count, sizeof *pairing->postings, compare_postings);
    return TIP_OK;
}

static size_t first_posting(const struct pairing *pairing, uint32_t word)
{
    size_t low = 0, high = pairing->posting_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (pairing->postings[middle].word < word) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The statements that share rare words with a statement; returns how many. */
static size_t touch(struct pairing *pairing, uint32_t a)
{
    struct tip_words words = tip_words_of(pairing->alignment->before, a);
    size_t count = 0;
    for (size_t w = 0; w < words.count; w++) {
        uint32_t word = words.items[w];
        size_t first = first_posting(pairing, word), end = first;
        while (end < pairing->posting_count && end - first <= RARE &&
               pairing->postings[end].word == word) {
            end++;
        }
        if (end - first > RARE || (w > 0 && word == words.items[w - 1])) {
            continue;
        }
        for (size_t p = first; p < end; p++) {
            uint32_t b = pairing->postings[p].statement;
            if (pairing->shared[b] <= 0) {
                pairing->touched[count++] = b;
            }
            pairing->shared[b] += tip_word_weights_weight(&pairing->weights, word);
        }
    }
    return count;
}

/* Moves the best to the front; returns how many those are. */
static size_t best_of(const struct pairing *pairing, size_t count)
{
    uint32_t *touched = pairing->touched;
    size_t best = count < CANDIDATES ? count : CANDIDATES;
    for (size_t i = 0; i < best; i++) {
        size_t most = i;
        for (size_t j = i + 1; j < count; j++) {
            most = pairing->shared[touched[j]] > pairing->shared[touched[most]] ? j : most;
        }
        uint32_t found = touched[most];
        touched[most] = touched[i];
        touched[i] = found;
    }
    return best;
}

static tip_status consider_rare(struct pairing *pairing, const struct place *place, uint32_t a)
{
    size_t count = touch(pairing, a), best = best_of(pairing, count);
    tip_status status = TIP_OK;
    for (size_t i = 0; i < best && status == TIP_OK; i++) {
        uint32_t b = pairing->touched[i];
        bool is_known = (is_in(&place->left, b) && place->left.end - place->left.start <= RUN) ||
                        (is_in(&place->right, b) && place->right.end - place->right.start <= RUN);
        status = is_known ? TIP_OK : consider(pairing, place, a, b);
    }
    for (size_t i = 0; i < count; i++) {
        pairing->shared[pairing->touched[i]] = 0;
    }
    return status;
}

static tip_status consider_statements(struct pairing *pairing, const struct run *run)
{
    struct tip_alignment *alignment = pairing->alignment;
    struct place place = {
        .left = run_of_after(alignment, tip_alignment_from_left(alignment, run->start)),
        .right = run_of_after(alignment, tip_alignment_from_right(alignment, run->end - 1))};
    bool is_one = place.left.start == place.right.start && place.left.end == place.right.end;
    tip_status status = TIP_OK;
    for (uint32_t a = run->start; a < run->end && status == TIP_OK; a++) {
        status = consider_run(pairing, &place, &place.left, a);
        if (status == TIP_OK && !is_one) {
            status = consider_run(pairing, &place, &place.right, a);
        }
        if (status == TIP_OK) {
            status = consider_rare(pairing, &place, a);
        }
        if (a % CLOCK_INTERVAL == 0 && tip_searcher_is_late(pairing->searcher)) {
            return tip_error_set(pairing->error, TIP_TIMEOUT, "time ran out");
        }
    }
    return status;
}

/* ---- pairs ---- */

static int compare_likely(const void *one, const void *two)
{
    const struct likely *first = one, *second = two;
    if (first->score < second->score || first->score > second->score) {
        return first->score < second->score ? 1 : -1;
    }
    if (first->a != second->a) {
        return first->a > second->a ? 1 : -1;
    }
    return (first->b > second->b) - (first->b < second->b);
}

static void pair(struct tip_alignment *alignment, uint32_t a, uint32_t b)
{
    alignment->counterparts[alignment->counterpart_count++] = (struct tip_counterpart){
        .before_first = a, .before_count = 1, .after_first = b, .after_count = 1};
    alignment->counterpart_of_before[a] = alignment->counterpart_count;
    alignment->counterpart_of_after[b] = alignment->counterpart_count;
}

static tip_status pair_alike(struct pairing *pairing)
{
    struct tip_alignment *alignment = pairing->alignment;
    tip_status status = TIP_OK;
    for (uint32_t a = 0; a < alignment->before->count && status == TIP_OK; a++) {
        if (tip_is_open_before(alignment, a)) {
            struct run run = run_of_before(alignment, a);
            status = consider_statements(pairing, &run);
            a = run.end - 1;
        }
    }
    if (pairing->likely_count > 0) {
        qsort(pairing->likely, pairing->likely_count, sizeof *pairing->likely, compare_likely);
    }
    for (size_t i = 0; i < pairing->likely_count && status == TIP_OK; i++) {
        const struct likely *likely = &pairing->likely[i];
        if (tip_is_open_before(alignment, likely->a) && tip_is_open_after(alignment, likely->b)) {
            pair(alignment, likely->a, likely->b);
        }
    }
    return status;
}

/* ---- what stands in the same place ---- */

static bool is_short(const struct tip_edition *edition, const struct run *run)
{
    for (uint32_t i = run->start; i < run->end; i++) {
        if (edition->statements[i].word_count > SHORT_WORDS) {
            return false;
        }
    }
    return true;
}

static void pair_in_place(struct tip_alignment *alignment, const struct run *run)
{
    uint32_t left = tip_alignment_from_left(alignment, run->start);
    uint32_t right = tip_alignment_from_right(alignment, run->end - 1);
    struct run other = run_of_after(alignment, left);
    bool is_one_for_one = other.end - other.start == run->end - run->start && other.start == left &&
                          other.end == right + 1;
    if (!is_one_for_one || (run->end - run->start > 1 && !(is_short(alignment->before, run) &&
                                                           is_short(alignment->after, &other)))) {
        return;
    }
    for (uint32_t i = 0; i < run->end - run->start; i++) {
        pair(alignment, run->start + i, other.start + i);
    }
}

static void pair_places(struct tip_alignment *alignment)
{
    for (uint32_t a = 0; a < alignment->before->count; a++) {
        if (tip_is_open_before(alignment, a)) {
            struct run run = run_of_before(alignment, a);
            pair_in_place(alignment, &run);
            a = run.end - 1;
        }
    }
}

tip_status tip_align_alike(struct tip_alignment *alignment, const struct tip_searcher *searcher,
                           struct tip_error *error)
{
    struct pairing pairing = {.alignment = alignment, .searcher = searcher, .error = error};
    tip_status status =
        tip_word_weights_make(&pairing.weights, alignment->before, alignment->after, error);
    if (status == TIP_OK) {
        status = make_postings(&pairing);
    }
    if (status == TIP_OK) {
        status = pair_alike(&pairing);
    }
    if (status == TIP_OK) {
        status = tip_align_joined(alignment, &pairing.weights, error);
    }
    if (status == TIP_OK) {
        pair_places(alignment);
        tip_align_columns(alignment);
    }
    tip_word_weights_free(&pairing.weights);
    free(pairing.postings);
    free(pairing.shared);
    free(pairing.touched);
    free(pairing.likely);
    return status;
}
