/* Postings make the candidates, the streams of word numbers decide what postings cannot: phrases,
 * and whether a word stands in the passage itself or only in its report's title. */
#include "search/which.h"

#include <stdlib.h>
#include <string.h>

#include "search/filters.h"

enum {
    CLOCK_INTERVAL = 64, /* the clock is read once for so many passages looked at: some 50 us */
    WORD_INTERVAL = 16   /* and once for so many lists of postings, 20 ms a million passages each */
};

struct which {
    struct tip_searcher *searcher;
    struct tip_plan *plan;
    struct tip_bitmap base;   /* what the filters leave */
    struct tip_bitmap clause; /* scratch: what one clause matches */
    struct tip_bitmap phrase; /* scratch: the candidates of a phrase */
    struct tip_bitmap word;   /* scratch: what one word matches */
    struct tip_bitmap group;  /* scratch: what a group of clauses matches */
    uint32_t lists_read;
    bool is_cut;
    struct tip_error *error;
};

static bool is_late(struct which *which, uint32_t *looked_at)
{
    if ((*looked_at)++ % CLOCK_INTERVAL == CLOCK_INTERVAL - 1 &&
        tip_searcher_is_late(which->searcher)) {
        which->is_cut = true;
    }
    return which->is_cut;
}

/* ---- words ---- */

/* Whether the time suffices for one more list of postings. */
static bool has_time_for_list(struct which *which)
{
    if (++which->lists_read % WORD_INTERVAL == 0 && tip_searcher_is_late(which->searcher)) {
        which->is_cut = true;
    }
    return !which->is_cut;
}

/* Adds the passages of a word: of its stem in each language. What is pasted says its words again
 * and again: stems that are in `added` (by place in the plan; NULL: none) are passed over, and
 * noted there. When the time is over, nothing more is added. */
static tip_status add_word(struct which *which, size_t word, bool *added, struct tip_bitmap *out)
{
    const struct tip_plan *plan = which->plan;
    for (size_t l = 0; l < plan->languages; l++) {
        uint32_t place = plan->stem_of[word * plan->languages + l];
        const struct tip_plan_stem *stem = &plan->stems[place];
        if (stem->frequency == 0 || (added != NULL && added[place])) {
            continue;
        }
        if (!has_time_for_list(which)) {
            return TIP_OK;
        }
        if (added != NULL) {
            added[place] = true;
        }
        tip_status status =
            tip_index_postings(which->searcher->index, stem->text, stem->length, out, which->error);
        if (status != TIP_OK) {
            return status;
        }
    }
    return TIP_OK;
}

static tip_status add_words(struct which *which, size_t first, size_t count, bool *added,
                            struct tip_bitmap *out)
{
    tip_status status = TIP_OK;
    for (size_t w = 0; w < count && status == TIP_OK; w++) {
        status = add_word(which, first + w, added, out);
    }
    return status;
}

/* ---- phrases ---- */

/* Whether the clause's word `word` is the dictionary's `number`, or for a synonym has its stem. */
static bool is_word(const struct which *which, const struct tip_clause *clause, size_t word,
                    uint32_t number)
{
    if (!clause->is_near) {
        return tip_plan_word_is(which->plan, word, number);
    }
    return number != TIP_NO_WORD &&
           tip_plan_word_has_stem(which->plan, word,
                                  tip_words_stem_of(which->searcher->generation->words, number));
}

static bool stands_at(const struct which *which, const struct tip_clause *clause,
                      const uint32_t *words)
{
    for (size_t w = 0; w < clause->word_count; w++) {
        if (!is_word(which, clause, clause->first_word + w, words[w])) {
            return false;
        }
    }
    return true;
}

/* In the body or in one heading: headings are parted by a 0, which is no word. */
static bool phrase_stands_in(const struct which *which, const struct tip_clause *clause,
                             const struct tip_token_list *list)
{
    const uint32_t *words = list->words;
    for (int stream = 0; stream < TIP_STREAM_COUNT; stream++) {
        for (size_t i = 0; i + clause->word_count <= list->count[stream]; i++) {
            if (stands_at(which, clause, words + i)) {
                return true;
            }
        }
        words += list->count[stream];
    }
    return false;
}

/* which->phrase: the passages of the base that have all words of the phrase, in any order; when the
 * time is over, those that have some of them. */
static tip_status find_candidates(struct which *which, const struct tip_clause *clause)
{
    tip_bitmap_copy(&which->phrase, &which->base);
    for (size_t w = 0; w < clause->word_count; w++) {
        tip_bitmap_clear(&which->word);
        tip_status status = add_word(which, clause->first_word + w, NULL, &which->word);
        if (status != TIP_OK || which->is_cut) {
            return status;
        }
        tip_bitmap_and(&which->phrase, &which->word);
    }
    return TIP_OK;
}

/* Adds the passages in which the words stand side by side. Those that the time does not suffice
 * for are taken only to be excluded, so that a cut answer holds nothing wrong. */
static tip_status add_phrase(struct which *which, const struct tip_clause *clause,
                             struct tip_bitmap *out)
{
    tip_status status = find_candidates(which, clause);
    struct tip_token_list *list = &which->searcher->words;
    uint32_t looked_at = 0;
    for (uint32_t n = tip_bitmap_next(&which->phrase, 1);
         status == TIP_OK && n < which->phrase.size; n = tip_bitmap_next(&which->phrase, n + 1)) {
        if (is_late(which, &looked_at)) {
            break;
        }
        status = tip_token_file_get(which->searcher->generation->tokens, n, list, which->error);
        if (status == TIP_OK && !phrase_stands_in(which, clause, list)) {
            tip_bitmap_unset(&which->phrase, n);
        } else if (status == TIP_OK) {
            tip_bitmap_set(out, n);
        }
    }
    if (status == TIP_OK && which->is_cut && clause->role == TIP_ROLE_MUST_NOT) {
        tip_bitmap_or(out, &which->phrase);
    }
    return status;
}

/* ---- exclusions ---- */

/* Whether a report's title has one of the word's stems. */
static tip_status title_has(struct which *which, size_t word, const struct tip_report *report,
                            bool *has)
{
    struct tip_searcher *searcher = which->searcher;
    const struct tip_plan *plan = which->plan;
    *has = false;
    if (report->title == NULL) {
        return TIP_OK;
    }
    tip_status status = tip_analyse(searcher->analyser, report->title, strlen(report->title),
                                    &searcher->tokens, which->error);
    for (size_t i = 0; status == TIP_OK && i < searcher->tokens.count; i++) {
        const struct tip_token *token = &searcher->tokens.items[i];
        for (size_t l = 0; l < plan->languages; l++) {
            size_t length;
            const char *text = tip_analyser_stem(
                searcher->analyser, tip_words_language(searcher->generation->words, (uint32_t)l),
                token->word, token->word_length, &length);
            const struct tip_plan_stem *stem =
                &plan->stems[plan->stem_of[word * plan->languages + l]];
            *has |= stem->length == length && memcmp(stem->text, text, length) == 0;
        }
    }
    return status;
}

static bool stem_stands_in(const struct which *which, size_t word)
{
    const struct tip_token_list *list = &which->searcher->words;
    size_t count = list->count[TIP_STREAM_BODY] + list->count[TIP_STREAM_SECTION];
    for (size_t i = 0; i < count; i++) {
        struct tip_word found;
        if (list->words[i] != TIP_NO_WORD) {
            tip_words_get(which->searcher->generation->words, list->words[i], &found);
            if (tip_plan_word_has_stem(which->plan, word, found.stem)) {
                return true;
            }
        }
    }
    return false;
}

/* What is known of a report's title; a title is read when the first passage of its report comes by,
 * since an index of records has as many titles as passages. */
enum title { TITLE_OPEN, TITLE_HAS_WORD, TITLE_LACKS_WORD };

static tip_status judge_title(struct which *which, size_t word, uint32_t report,
                              unsigned char *titles)
{
    struct tip_report facts;
    bool has = false;
    if (titles[report] != TITLE_OPEN) {
        return TIP_OK;
    }
    tip_columns_report(which->searcher->generation->columns, report, &facts);
    tip_status status = title_has(which, word, &facts, &has);
    titles[report] = has ? TITLE_HAS_WORD : TITLE_LACKS_WORD;
    return status;
}

/* Takes out of `bitmap` the passages that have the word in their report's title only. */
static tip_status drop_title_only(struct which *which, size_t word, unsigned char *titles,
                                  struct tip_bitmap *bitmap)
{
    const struct tip_generation *generation = which->searcher->generation;
    uint32_t looked_at = 0;
    for (uint32_t n = tip_bitmap_next(bitmap, 1); n < bitmap->size;
         n = tip_bitmap_next(bitmap, n + 1)) {
        if (is_late(which, &looked_at)) {
            return TIP_OK;
        }
        uint32_t report = tip_columns_report_of(generation->columns, n);
        tip_status status = judge_title(which, word, report, titles);
        if (status == TIP_OK && titles[report] == TITLE_LACKS_WORD) {
            continue;
        }
        if (status == TIP_OK) {
            status =
                tip_token_file_get(generation->tokens, n, &which->searcher->words, which->error);
        }
        if (status != TIP_OK) {
            return status;
        }
        if (!stem_stands_in(which, word)) {
            tip_bitmap_unset(bitmap, n);
        }
    }
    return TIP_OK;
}

/* Adds the passages of a word but not those that have it from their report's title alone: else
 * -trafficking would exclude a whole report. When the time is over, what was not looked at is
 * added too, so that nothing is shown that has the word. */
static tip_status add_word_of_text(struct which *which, size_t word, struct tip_bitmap *out)
{
    tip_bitmap_clear(&which->word);
    tip_status status = add_word(which, word, NULL, &which->word);
    if (status != TIP_OK || which->is_cut) {
        tip_bitmap_or(out, &which->base);
        return status;
    }
    unsigned char *titles =
        calloc(tip_columns_report_count(which->searcher->generation->columns) + 1, sizeof *titles);
    if (titles == NULL) {
        return tip_error_memory(which->error, "excluding a word");
    }
    tip_bitmap_and(&which->word, &which->base);
    status = drop_title_only(which, word, titles, &which->word);
    free(titles);
    tip_bitmap_or(out, &which->word);
    return status;
}

/* ---- clauses ---- */

static tip_status exclude(struct which *which, const struct tip_clause *clause)
{
    bool by_place = clause->is_phrase || clause->word_count > 1;
    tip_bitmap_clear(&which->clause);
    tip_status status = by_place ? add_phrase(which, clause, &which->clause)
                                 : add_word_of_text(which, clause->first_word, &which->clause);
    for (size_t w = 0; w < clause->compound_count && status == TIP_OK; w++) {
        status =
            add_word_of_text(which, clause->first_word + clause->word_count + w, &which->clause);
    }
    tip_bitmap_and_not(&which->base, &which->clause);
    return status;
}

/* Adds the passages in which the words of a synonym stand side by side, and keeps them for the
 * ranking: no stem tells of them. */
static tip_status add_near(struct which *which, const struct tip_clause *clause,
                           struct tip_bitmap *out)
{
    struct tip_bitmap *near = &which->plan->near[clause - which->plan->query->clauses];
    tip_status status = tip_bitmap_init(near, out->size, which->error);
    if (status == TIP_OK) {
        status = add_phrase(which, clause, near);
    }
    if (status == TIP_OK) {
        tip_bitmap_or(out, near);
    }
    return status;
}

/* Adds what a clause matches that is not an exclusion; `added`: see add_word. */
static tip_status include(struct which *which, const struct tip_clause *clause, bool *added,
                          struct tip_bitmap *out)
{
    if (clause->is_country) {
        tip_bitmap_or(out, &which->plan->countries[clause->expansion]);
        return TIP_OK;
    }
    if (clause->is_near) {
        return add_near(which, clause, out);
    }
    if (!clause->is_phrase && (clause->role == TIP_ROLE_ANY || clause->word_count == 1)) {
        return add_words(which, clause->first_word, clause->word_count + clause->compound_count,
                         added, out);
    }
    tip_status status = add_phrase(which, clause, out);
    if (status != TIP_OK) {
        return status;
    }
    return add_words(which, clause->first_word + clause->word_count, clause->compound_count, added,
                     out);
}

static tip_status apply_exclusions(struct which *which)
{
    tip_status status = TIP_OK;
    for (size_t i = 0; i < which->plan->query->clause_count && status == TIP_OK; i++) {
        if (which->plan->query->clauses[i].role == TIP_ROLE_MUST_NOT) {
            status = exclude(which, &which->plan->query->clauses[i]);
        }
    }
    return status;
}

/* Intersects `out` with the group that begins at clause `first`. */
static tip_status apply_group(struct which *which, size_t first, struct tip_bitmap *out)
{
    const struct tip_query *query = which->plan->query;
    unsigned group = query->clauses[first].group;
    tip_bitmap_clear(&which->group);
    tip_status status = TIP_OK;
    for (size_t i = first; i < query->clause_count && status == TIP_OK; i++) {
        if (query->clauses[i].role == TIP_ROLE_MUST && query->clauses[i].group == group) {
            status = include(which, &query->clauses[i], NULL, &which->group);
        }
    }
    tip_bitmap_and(out, &which->group);
    return status;
}

static bool begins_group(const struct tip_query *query, size_t place)
{
    for (size_t i = 0; i < place; i++) {
        if (query->clauses[i].role == TIP_ROLE_MUST &&
            query->clauses[i].group == query->clauses[place].group) {
            return false;
        }
    }
    return query->clauses[place].role == TIP_ROLE_MUST;
}

static tip_status apply_required(struct which *which, struct tip_bitmap *out)
{
    tip_status status = TIP_OK;
    tip_bitmap_copy(out, &which->base);
    for (size_t i = 0; i < which->plan->query->clause_count && status == TIP_OK; i++) {
        if (begins_group(which->plan->query, i)) {
            status = apply_group(which, i, out);
        }
    }
    return status;
}

static tip_status apply_optional(struct which *which, struct tip_bitmap *out)
{
    tip_status status = TIP_OK;
    bool *added = calloc(which->plan->stem_count + 1, sizeof *added);
    if (added == NULL) {
        return tip_error_memory(which->error, "searching");
    }
    tip_bitmap_clear(out);
    for (size_t i = 0; i < which->plan->query->clause_count && status == TIP_OK; i++) {
        if (which->plan->query->clauses[i].role == TIP_ROLE_ANY) {
            status = include(which, &which->plan->query->clauses[i], added, out);
        }
    }
    free(added);
    tip_bitmap_and(out, &which->base);
    return status;
}

static bool has_role(const struct tip_query *query, enum tip_role role)
{
    for (size_t i = 0; i < query->clause_count; i++) {
        if (query->clauses[i].role == role) {
            return true;
        }
    }
    return false;
}

/* That the filters were cut, which *filters_are_cut tells, does not end the rest: a few words more
 * are read in no time. */
static tip_status run(struct which *which, const struct tip_bitmap *base, struct tip_bitmap *out,
                      bool *filters_are_cut)
{
    tip_bitmap_copy(&which->base, base);
    tip_status status = tip_filters_apply(which->searcher, which->plan, &which->base,
                                          filters_are_cut, which->error);
    if (status == TIP_OK) {
        status = apply_exclusions(which);
    }
    if (status != TIP_OK) {
        return status;
    }
    if (has_role(which->plan->query, TIP_ROLE_MUST)) {
        return apply_required(which, out);
    }
    if (has_role(which->plan->query, TIP_ROLE_ANY)) {
        return apply_optional(which, out);
    }
    tip_bitmap_copy(out, &which->base);
    return TIP_OK;
}

tip_status tip_which(struct tip_searcher *searcher, struct tip_plan *plan,
                     const struct tip_bitmap *base, struct tip_bitmap *out, bool *is_cut,
                     struct tip_error *error)
{
    struct which which = {.searcher = searcher, .plan = plan, .error = error};
    bool filters_are_cut = false;
    struct tip_bitmap *scratch[] = {&which.base, &which.clause, &which.phrase, &which.word,
                                    &which.group};
    tip_status status = TIP_OK;
    for (size_t i = 0; i < sizeof scratch / sizeof *scratch && status == TIP_OK; i++) {
        status = tip_bitmap_init(scratch[i], base->size, error);
    }
    if (status == TIP_OK) {
        status = run(&which, base, out, &filters_are_cut);
    }
    for (size_t i = 0; i < sizeof scratch / sizeof *scratch; i++) {
        tip_bitmap_free(scratch[i]);
    }
    *is_cut = which.is_cut || filters_are_cut;
    return status;
}
