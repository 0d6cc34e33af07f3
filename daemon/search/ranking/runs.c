/* The rarest words' postings leave a few passages, and those are read. So a run is found wherever
 * it stands, also one of words that are all frequent. */
#include "search/ranking/runs.h"

#include <stdlib.h>

#include "search/ranking/terms.h"

enum {
    FEW = 64,           /* passages: to read these costs less than one more list of postings */
    CLOCK_INTERVAL = 64 /* the clock is read once for so many passages */
};

struct search {
    struct tip_searcher *searcher;
    const struct tip_plan *plan;
    const size_t *words; /* of the query, in its order */
    size_t count;
    bool *is_cut;
    struct tip_error *error;
};

/* The passages that have a word's stem, in all languages together; *rarest first. */
static uint32_t frequency(const struct search *search, size_t word)
{
    uint32_t sum = 0;
    for (size_t l = 0; l < search->plan->languages; l++) {
        sum += search->plan->stems[search->plan->stem_of[word * search->plan->languages + l]]
                   .frequency;
    }
    return sum;
}

/* The rarest word that is not yet `used`. */
static size_t take_rarest(const struct search *search, bool *used)
{
    size_t rarest = search->count;
    for (size_t i = 0; i < search->count; i++) {
        if (!used[i] && (rarest == search->count || frequency(search, search->words[i]) <
                                                        frequency(search, search->words[rarest]))) {
            rarest = i;
        }
    }
    used[rarest] = true;
    return search->words[rarest];
}

static tip_status add_postings(const struct search *search, size_t word, struct tip_bitmap *out)
{
    tip_status status = TIP_OK;
    for (size_t l = 0; l < search->plan->languages && status == TIP_OK; l++) {
        const struct tip_plan_stem *stem =
            &search->plan->stems[search->plan->stem_of[word * search->plan->languages + l]];
        if (stem->frequency > 0) {
            status = tip_index_postings(search->searcher->index, stem->text, stem->length, out,
                                        search->error);
        }
    }
    return status;
}

/* Takes out of `runs` what lacks a word, the rarest first, until few are left. */
static tip_status narrow(const struct search *search, struct tip_bitmap *runs)
{
    struct tip_bitmap word = {0};
    bool *used = calloc(search->count, sizeof *used);
    tip_status status = used == NULL ? tip_error_memory(search->error, "ranking")
                                     : tip_bitmap_init(&word, runs->size, search->error);
    for (size_t i = 0; i < search->count && status == TIP_OK && !*search->is_cut; i++) {
        if (i > 0 && tip_bitmap_count(runs) <= FEW) {
            break;
        }
        tip_bitmap_clear(&word);
        status = add_postings(search, take_rarest(search, used), &word);
        tip_bitmap_and(runs, &word);
        *search->is_cut = tip_searcher_is_late(search->searcher);
    }
    tip_bitmap_free(&word);
    free(used);
    return status;
}

static bool stands_at(const struct search *search, const uint32_t *words)
{
    for (size_t i = 0; i < search->count; i++) {
        if (!tip_plan_word_is(search->plan, search->words[i], words[i])) {
            return false;
        }
    }
    return true;
}

static bool stands_in(const struct search *search, const struct tip_token_list *list)
{
    for (size_t i = 0; i + search->count <= list->count[TIP_STREAM_BODY]; i++) {
        if (stands_at(search, list->words + i)) {
            return true;
        }
    }
    return false;
}

/* Takes out what has the words otherwise, or was not looked at when the time ended. */
static tip_status verify(const struct search *search, struct tip_bitmap *runs)
{
    struct tip_token_list *list = &search->searcher->words;
    tip_status status = TIP_OK;
    uint32_t looked_at = 0;
    for (uint32_t n = tip_bitmap_next(runs, 1); n < runs->size && status == TIP_OK;
         n = tip_bitmap_next(runs, n + 1)) {
        if (looked_at++ % CLOCK_INTERVAL == CLOCK_INTERVAL - 1 && !*search->is_cut) {
            *search->is_cut = tip_searcher_is_late(search->searcher);
        }
        if (!*search->is_cut) {
            status =
                tip_token_file_get(search->searcher->generation->tokens, n, list, search->error);
        }
        if (status == TIP_OK && (*search->is_cut || !stands_in(search, list))) {
            tip_bitmap_unset(runs, n);
        }
    }
    return status;
}

static bool can_stand(const struct search *search)
{
    bool all = search->count >= TIP_RUN_WORDS;
    for (size_t i = 0; i < search->count && all; i++) {
        all = frequency(search, search->words[i]) > 0;
    }
    return all;
}

tip_status tip_runs_find(struct tip_searcher *searcher, const struct tip_plan *plan,
                         const struct tip_bitmap *among, struct tip_bitmap *runs, bool *is_cut,
                         struct tip_error *error)
{
    struct search search = {.searcher = searcher, .plan = plan, .is_cut = is_cut, .error = error};
    size_t *words = tip_words_in_order(plan, &search.count);
    if (words == NULL) {
        return tip_error_memory(error, "ranking");
    }
    search.words = words;
    tip_status status = TIP_OK;
    if (can_stand(&search)) {
        tip_bitmap_copy(runs, among);
        status = narrow(&search, runs);
        if (status == TIP_OK) {
            status = verify(&search, runs);
        }
    }
    free(words);
    return status;
}
