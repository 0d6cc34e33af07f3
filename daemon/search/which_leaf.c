/* Postings make the candidates, the streams of word numbers decide what postings cannot: what
 * stands together, and whether a word stands in the passage itself or only in its report's title.
 */
#include "search/which_leaf.h"

#include <stdlib.h>
#include <string.h>

#include "search/plan_near.h"
#include "search/plan_words.h"
#include "search/spans.h"
#include "search/which_title.h"

enum {
    CLOCK_INTERVAL = 8, /* the clock is read once for so many passages looked at: 0.2 ms each at
                           most, where words may stand far apart */
    LONG_CHAIN = 8,     /* operands of a NEAR: then for each passage */
    WORD_INTERVAL = 16, /* and once for so many lists of postings */
    POSTINGS = 50000    /* or for so many in them, which take a millisecond */
};

void tip_finding_free(struct tip_finding *finding)
{
    tip_spans_free(&finding->spans);
    free(finding->marked);
}

bool tip_finding_is_late(struct tip_finding *finding, uint32_t *looked_at)
{
    if ((*looked_at)++ % CLOCK_INTERVAL == CLOCK_INTERVAL - 1 &&
        tip_searcher_is_late(finding->searcher)) {
        finding->is_cut = true;
    }
    return finding->is_cut;
}

/* Whether the time suffices for one more list, of so many postings. */
static bool has_time_for_list(struct tip_finding *finding, uint32_t postings)
{
    bool is_due = ++finding->lists_read % WORD_INTERVAL == 0 || finding->postings_read >= POSTINGS;
    if (is_due) {
        finding->postings_read = 0;
        finding->is_cut |= tip_searcher_is_late(finding->searcher);
    }
    finding->postings_read += postings;
    return !finding->is_cut;
}

/* ---- words ---- */

/* Adds the passages of a word: of its stem in each language. What is pasted says its words again
 * and again, so those that were added are passed over. */
static tip_status add_word(struct tip_finding *finding, size_t word, bool *added,
                           struct tip_bitmap *out)
{
    const struct tip_plan *plan = finding->plan;
    for (size_t l = 0; l < plan->languages; l++) {
        uint32_t place = plan->stem_of[word * plan->languages + l];
        const struct tip_plan_stem *stem = &plan->stems[place];
        if (stem->frequency == 0 || (added != NULL && added[place])) {
            continue;
        }
        if (!has_time_for_list(finding, stem->frequency)) {
            return TIP_OK;
        }
        if (added != NULL) {
            added[place] = true;
        }
        tip_status status = tip_index_postings(finding->searcher->index, stem->text, stem->length,
                                               out, finding->error);
        if (status != TIP_OK) {
            return status;
        }
    }
    return TIP_OK;
}

/* ---- words of the text ---- */

/* Adds the passages of a word but not those that have it from their report's title alone: else
 * -trafficking would exclude a whole report. When the time is over, all are added: `bound` is
 * TIP_BOUND_MOST wherever something is excluded, but for an exclusion in an exclusion. */
static tip_status add_word_of_text(struct tip_finding *finding, size_t word,
                                   const struct tip_bitmap *within, enum tip_bound bound,
                                   struct tip_bitmap *out)
{
    struct tip_bitmap found = {0};
    tip_status status = tip_bitmap_init(&found, out->size, finding->error);
    if (status == TIP_OK) {
        status = add_word(finding, word, NULL, &found);
    }
    if (status == TIP_OK && !finding->is_cut) {
        tip_bitmap_and(&found, within);
        status = tip_title_only_drop(finding, word, &found);
    }
    if (status == TIP_OK && !finding->is_cut) {
        tip_bitmap_or(out, &found);
    } else if (status == TIP_OK && bound == TIP_BOUND_MOST) {
        tip_bitmap_or(out, within);
    }
    tip_bitmap_free(&found);
    return status;
}

static tip_status add_words(struct tip_finding *finding, size_t first, size_t count,
                            const struct tip_bitmap *within, enum tip_bound bound, bool of_text,
                            bool *added, struct tip_bitmap *out)
{
    tip_status status = TIP_OK;
    for (size_t word = first; word < first + count && status == TIP_OK; word++) {
        status = of_text ? add_word_of_text(finding, word, within, bound, out)
                         : add_word(finding, word, added, out);
        if (status == TIP_OK && finding->is_cut && bound == TIP_BOUND_MOST) {
            tip_bitmap_or(out, within);
        }
    }
    return status;
}

/* ---- candidates ---- */

/* What the postings of a query's word are, all in all; nothing of a pattern. */
static uint32_t count_postings(const struct tip_plan *plan, size_t word)
{
    enum tip_match match = plan->query->words[word].match;
    bool is_pattern = match == TIP_MATCH_WILDCARD || match == TIP_MATCH_FUZZY; /* has no stem */
    uint32_t sum = 0;
    for (size_t l = 0; l < plan->languages && !is_pattern; l++) {
        sum += plan->stems[plan->stem_of[word * plan->languages + l]].frequency;
    }
    return sum;
}

/* `out`: the members of `within` that may have all words of a run, in any order; when the time is
 * over, those that may have some of them. */
static tip_status find_run_candidates(struct tip_finding *finding, const struct tip_clause *clause,
                                      const struct tip_bitmap *within, struct tip_bitmap *out)
{
    struct tip_bitmap word = {0};
    tip_status status = tip_bitmap_init(&word, out->size, finding->error);
    if (status == TIP_OK) {
        tip_bitmap_copy(out, within);
    }
    for (size_t w = clause->first_word;
         w < clause->first_word + clause->word_count && status == TIP_OK &&
         has_time_for_list(finding, count_postings(finding->plan, w));
         w++) {
        tip_bitmap_clear(&word);
        status = tip_plan_add_candidates(finding->plan, finding->searcher, w, &word,
                                         &finding->is_cut, finding->error);
        if (status == TIP_OK && !finding->is_cut) {
            tip_bitmap_and(out, &word);
        }
    }
    tip_bitmap_free(&word);
    return status;
}

/* ---- runs ---- */

static struct tip_word_stream stream_of(const struct tip_finding *finding, enum tip_stream which)
{
    const struct tip_token_list *list = &finding->searcher->words;
    size_t body = list->count[TIP_STREAM_BODY];
    return (struct tip_word_stream){.words = list->words + (which == TIP_STREAM_BODY ? 0 : body),
                                    .count = list->count[which],
                                    .dictionary = finding->searcher->generation->words};
}

/* finding->marked: as many as the passage has words, all false. */
static tip_status clear_marked(struct tip_finding *finding, size_t count)
{
    if (count > finding->marked_capacity) {
        bool *grown = realloc(finding->marked, count * sizeof *grown);
        if (grown == NULL) {
            return tip_error_memory(finding->error, "searching");
        }
        finding->marked = grown;
        finding->marked_capacity = count;
    }
    memset(finding->marked, 0, count * sizeof *finding->marked);
    return TIP_OK;
}

/* Whether a run stands in the text or in a heading of the passage that was read. */
static tip_status run_stands(struct tip_finding *finding, const struct tip_word_run *run,
                             size_t *count)
{
    tip_status status = TIP_OK;
    bool stands = false;
    for (int which = 0; which < TIP_STREAM_COUNT && status == TIP_OK && !stands; which++) {
        struct tip_word_stream stream = stream_of(finding, (enum tip_stream)which);
        status = tip_word_run_stands(&finding->spans, &stream, run, &stands, finding->error);
    }
    *count = stands ? 1 : 0;
    return status;
}

/* How often it stands there, by the words that are part of it. */
static tip_status count_run(struct tip_finding *finding, const struct tip_word_run *run,
                            size_t *count)
{
    tip_status status = TIP_OK;
    *count = 0;
    for (int which = 0; which < TIP_STREAM_COUNT && status == TIP_OK; which++) {
        struct tip_word_stream stream = stream_of(finding, (enum tip_stream)which);
        status = clear_marked(finding, stream.count);
        if (status == TIP_OK) {
            status =
                tip_word_run_mark(&finding->spans, &stream, run, finding->marked, finding->error);
        }
        for (size_t i = 0; status == TIP_OK && i < stream.count; i++) {
            *count += finding->marked[i] ? 1 : 0;
        }
    }
    *count = (*count + run->slot_count - 1) / run->slot_count;
    return status;
}

/* The clause's set, made when it is first asked for; NULL when the clause has none. */
static tip_status open_set(struct tip_finding *finding, const struct tip_clause *clause,
                           uint32_t size, struct tip_plan_set **set)
{
    *set = NULL;
    if (!tip_plan_ranks_as_set(finding->plan, clause)) {
        return TIP_OK;
    }
    struct tip_plan_set *own = &finding->plan->sets[clause - finding->plan->query->clauses];
    tip_status status = TIP_OK;
    for (size_t level = 0; level < TIP_SET_LEVELS && status == TIP_OK; level++) {
        if (own->levels[level].size == 0) {
            status = tip_bitmap_init(&own->levels[level], size, finding->error);
        }
    }
    own->is_found = status == TIP_OK;
    *set = own;
    return status;
}

static void note_run(struct tip_plan_set *set, uint32_t number, size_t count)
{
    for (size_t level = 0; set != NULL && level < count && level < TIP_SET_LEVELS; level++) {
        tip_bitmap_set(&set->levels[level], number);
    }
}

static tip_status add_run(struct tip_finding *finding, const struct tip_clause *clause,
                          const struct tip_bitmap *within, enum tip_bound bound,
                          struct tip_bitmap *out)
{
    struct tip_bitmap candidates = {0};
    struct tip_plan_set *set;
    struct tip_word_run run = tip_plan_run(finding->plan, clause);
    tip_status status = tip_bitmap_init(&candidates, out->size, finding->error);
    if (status == TIP_OK) {
        status = open_set(finding, clause, out->size, &set);
    }
    if (status == TIP_OK) {
        status = find_run_candidates(finding, clause,
                                     set == NULL ? within : &finding->searcher->live, &candidates);
    }
    if (status == TIP_OK && set != NULL) {
        set->frequency = tip_bitmap_count(&candidates);
        tip_bitmap_and(&candidates, within);
    }
    uint32_t looked_at = 0;
    for (uint32_t n = status == TIP_OK ? tip_bitmap_next(&candidates, 1) : candidates.size;
         n < candidates.size && !tip_finding_is_late(finding, &looked_at) && status == TIP_OK;
         n = tip_bitmap_next(&candidates, n + 1)) {
        status = tip_token_file_get(finding->searcher->generation->tokens, n,
                                    &finding->searcher->words, finding->error);
        size_t count = 0;
        if (status == TIP_OK) {
            status =
                set == NULL ? run_stands(finding, &run, &count) : count_run(finding, &run, &count);
        }
        tip_bitmap_unset(&candidates, n);
        if (count > 0) {
            tip_bitmap_set(out, n);
            note_run(set, n, count);
        }
    }
    if (status == TIP_OK && finding->is_cut && bound == TIP_BOUND_MOST) {
        tip_bitmap_or(out, &candidates);
    }
    tip_bitmap_free(&candidates);
    return status;
}

/* ---- the whole ---- */

tip_status tip_leaf_find(struct tip_finding *finding, const struct tip_clause *clause,
                         const struct tip_bitmap *within, enum tip_bound bound, bool of_text,
                         bool *added, struct tip_bitmap *out)
{
    size_t compounds = clause->first_word + clause->word_count;
    tip_status status = TIP_OK;
    switch (clause->kind) {
    case TIP_CLAUSE_COUNTRY:
        tip_bitmap_or(out, &finding->plan->countries[clause->expansion]);
        return TIP_OK;
    case TIP_CLAUSE_WORDS:
        status = add_words(finding, clause->first_word, clause->word_count, within, bound, of_text,
                           added, out);
        break;
    case TIP_CLAUSE_RUN:
        status = add_run(finding, clause, within, bound, out);
        break;
    }
    return status == TIP_OK ? add_words(finding, compounds, clause->compound_count, within, bound,
                                        of_text, added, out)
                            : status;
}

/* ---- nearness ---- */

/* `out`: the members of `within` that may have a run of each part. */
static tip_status find_near_candidates(struct tip_finding *finding,
                                       const struct tip_plan_near *near,
                                       const struct tip_bitmap *within, struct tip_bitmap *out)
{
    struct tip_bitmap part = {0}, run = {0};
    tip_status status = tip_bitmap_init(&part, out->size, finding->error);
    if (status == TIP_OK) {
        status = tip_bitmap_init(&run, out->size, finding->error);
    }
    if (status == TIP_OK) {
        tip_bitmap_copy(out, within);
    }
    for (size_t i = 0; i < near->clause_count && status == TIP_OK; i++) {
        const struct tip_clause *clause = &finding->plan->query->clauses[near->clauses[i].clause];
        bool is_first = i == 0 || near->clauses[i].part != near->clauses[i - 1].part;
        bool is_last =
            i + 1 == near->clause_count || near->clauses[i].part != near->clauses[i + 1].part;
        if (is_first) {
            tip_bitmap_clear(&part);
        }
        status = find_run_candidates(finding, clause, out, &run);
        tip_bitmap_or(&part, &run);
        if (status == TIP_OK) {
            status = add_words(finding, clause->first_word + clause->word_count,
                               clause->compound_count, out, TIP_BOUND_LEAST, false, NULL, &part);
        }
        if (is_last && !finding->is_cut) {
            tip_bitmap_and(out, &part);
        }
    }
    tip_bitmap_free(&part);
    tip_bitmap_free(&run);
    return status;
}

static tip_status near_stands(struct tip_finding *finding, const struct tip_near *chain,
                              bool *stands)
{
    tip_status status = TIP_OK;
    *stands = false;
    for (int which = 0; which < TIP_STREAM_COUNT && status == TIP_OK && !*stands; which++) {
        struct tip_word_stream stream = stream_of(finding, (enum tip_stream)which);
        status = tip_near_stands(&finding->spans, &stream, chain, stands, finding->error);
    }
    return status;
}

/* A long chain takes as long in one passage as a short one in many. */
static bool near_is_late(struct tip_finding *finding, const struct tip_plan_near *near,
                         uint32_t *looked_at)
{
    if (near->chain.operand_count < LONG_CHAIN) {
        return tip_finding_is_late(finding, looked_at);
    }
    finding->is_cut |= tip_searcher_is_late(finding->searcher);
    return finding->is_cut;
}

static tip_status look_near(struct tip_finding *finding, const struct tip_plan_near *near,
                            struct tip_bitmap *candidates, struct tip_bitmap *out)
{
    uint32_t looked_at = 0;
    for (uint32_t n = tip_bitmap_next(candidates, 1);
         n < candidates->size && !near_is_late(finding, near, &looked_at);
         n = tip_bitmap_next(candidates, n + 1)) {
        tip_status status = tip_token_file_get(finding->searcher->generation->tokens, n,
                                               &finding->searcher->words, finding->error);
        bool stands = false;
        if (status == TIP_OK) {
            status = near_stands(finding, &near->chain, &stands);
        }
        if (status != TIP_OK) {
            return status;
        }
        tip_bitmap_unset(candidates, n);
        if (stands) {
            tip_bitmap_set(out, n);
        }
    }
    return TIP_OK;
}

tip_status tip_near_find(struct tip_finding *finding, size_t node, const struct tip_bitmap *within,
                         enum tip_bound bound, struct tip_bitmap *out)
{
    struct tip_bitmap candidates = {0};
    struct tip_plan_near near = {0};
    tip_status status = tip_plan_near_make(&near, finding->plan, node, finding->error);
    if (status == TIP_OK) {
        status = tip_bitmap_init(&candidates, out->size, finding->error);
    }
    if (status == TIP_OK) {
        status = find_near_candidates(finding, &near, within, &candidates);
    }
    if (status == TIP_OK) {
        status = look_near(finding, &near, &candidates, out);
    }
    if (status == TIP_OK && finding->is_cut && bound == TIP_BOUND_MOST) {
        tip_bitmap_or(out, &candidates);
    }
    tip_bitmap_free(&candidates);
    tip_plan_near_free(&near);
    return status;
}
