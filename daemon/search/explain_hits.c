/* What a score is made of. The index ranks each term again, alone and among the hits, so that its
 * part is what it was; fields share it as they did when the passage was indexed. */
#include "search/explain.h"

#include <stdlib.h>
#include <string.h>

#include "search/field_counts.h"
#include "search/ranking/sets.h"
#include "search/ranking/terms.h"

static const char *const field_names[TIP_FIELD_COUNT] = {
    [TIP_FIELD_BODY] = "text", [TIP_FIELD_SECTION] = "heading", [TIP_FIELD_TITLE] = "title"};

/* What ranked the page. */
struct making {
    struct tip_explaining *explaining;
    const struct tip_page_hits *page;
    struct tip_rank_term *terms;
    size_t term_count;
    double *scores; /* of term t in hit h at [t * page->count + h] */
    struct tip_ranked_sets sets;
};

/* ---- the words' scores ---- */

static tip_status score_term(struct making *making, size_t term, const struct tip_bitmap *among)
{
    struct tip_explaining *explaining = making->explaining;
    struct tip_rank_request request = {.terms = making->terms + term,
                                       .term_count = 1,
                                       .among = among,
                                       .k1 = tip_rank_k1,
                                       .limit = (uint32_t)making->page->count,
                                       .deadline_ns = explaining->searcher->deadline_ns};
    struct tip_rank_result result;
    tip_status status =
        tip_index_rank(explaining->searcher->index, &request, &result, explaining->error);
    if (status != TIP_OK) {
        return status;
    }
    for (size_t i = 0; i < result.count; i++) {
        for (size_t h = 0; h < making->page->count; h++) {
            if (making->page->items[h].number == result.hits[i].number) {
                making->scores[term * making->page->count + h] = result.hits[i].score;
            }
        }
    }
    explaining->reply->is_partial |= result.is_cut;
    free(result.hits);
    return TIP_OK;
}

static tip_status score_terms(struct making *making)
{
    struct tip_explaining *explaining = making->explaining;
    struct tip_bitmap among = {0};
    tip_status status = tip_terms_of_index(explaining->plan, explaining->searcher->without,
                                           &making->terms, &making->term_count, explaining->error);
    if (status == TIP_OK) {
        status = tip_bitmap_init(&among, explaining->matches->size, explaining->error);
    }
    making->scores = calloc(making->term_count * making->page->count + 1, sizeof *making->scores);
    if (status == TIP_OK && making->scores == NULL) {
        status = tip_error_memory(explaining->error, "explaining");
    }
    for (size_t h = 0; status == TIP_OK && h < making->page->count; h++) {
        tip_bitmap_set(&among, making->page->items[h].number);
    }
    for (size_t term = 0; term < making->term_count && status == TIP_OK; term++) {
        if (tip_searcher_is_late(explaining->searcher)) {
            explaining->reply->is_partial = true;
            break;
        }
        status = score_term(making, term, &among);
    }
    tip_bitmap_free(&among);
    return status;
}

/* ---- parts ---- */

/* The word of the query that has a stem; one that was typed, if one was. */
static char *copy_word(const struct tip_plan *plan, uint32_t stem)
{
    size_t found = SIZE_MAX;
    for (size_t cell = 0; cell < plan->query->word_count * plan->languages; cell++) {
        size_t word = cell / plan->languages;
        if (plan->stem_of[cell] == stem &&
            (found == SIZE_MAX || (!plan->is_scored[found] && plan->is_scored[word]))) {
            found = word;
        }
    }
    return found == SIZE_MAX
               ? strndup(plan->stems[stem].text, plan->stems[stem].length)
               : strndup(tip_query_word_text(plan->query, found), plan->query->words[found].length);
}

/* Takes over `text` and `stem`, which are NULL without memory where they are to be there. */
static struct tip_explained_part *add_part(struct tip_explained_hit *hit, const char *kind,
                                           char *text, double score)
{
    struct tip_explained_part *part = &hit->parts[hit->part_count++];
    *part = (struct tip_explained_part){.kind = kind, .text = text, .score = score};
    return part;
}

static bool add_term(struct making *making, const struct tip_field_counts *counts, size_t term,
                     double score, struct tip_explained_hit *hit)
{
    const struct tip_plan *plan = making->explaining->plan;
    const struct tip_rank_term *ranked = &making->terms[term];
    uint32_t stem = tip_plan_find_stem(plan, ranked->text, ranked->length);
    const char *kind = plan->stems[stem].uses > 0 ? "word" : "synonym";
    double whole = 0;
    bool is_good = true;
    for (int f = 0; f < TIP_FIELD_COUNT; f++) {
        whole += tip_field_counts_share(counts, term, (enum tip_field)f);
    }
    for (int f = 0; f < TIP_FIELD_COUNT && whole > 0; f++) {
        double share = tip_field_counts_share(counts, term, (enum tip_field)f);
        if (share > 0) {
            struct tip_explained_part *part =
                add_part(hit, kind, copy_word(plan, stem), score * share / whole);
            part->stem = strndup(ranked->text, ranked->length);
            part->field = field_names[f];
            part->count = counts->of_term[term][f];
            is_good = is_good && part->text != NULL && part->stem != NULL;
        }
    }
    return is_good;
}

static bool add_terms(struct making *making, const struct tip_view *view, size_t place,
                      struct tip_explained_hit *hit, tip_status *status)
{
    struct tip_explaining *explaining = making->explaining;
    struct tip_field_counts counts;
    bool is_good = true;
    *status = tip_field_counts_read(&counts, explaining->searcher, view, making->terms,
                                    making->term_count, explaining->error);
    for (size_t term = 0; term < making->term_count && *status == TIP_OK && is_good; term++) {
        double score = making->scores[term * making->page->count + place];
        is_good = score <= 0 || add_term(making, &counts, term, score, hit);
    }
    tip_field_counts_free(&counts);
    return is_good;
}

static char *name_set(const struct making *making, const struct tip_set_origin *origin,
                      const char **kind)
{
    const struct tip_query *query = making->explaining->plan->query;
    switch (origin->kind) {
    case TIP_SET_OF_CLAUSE:
        *kind = tip_explain_clause_kind(query, &query->clauses[origin->place]);
        return tip_explain_clause_words(query, &query->clauses[origin->place]);
    case TIP_SET_OF_COUNTRY:
        *kind = "country";
        return strdup(tip_country_at(making->explaining->searcher->knowledge,
                                     query->countries[origin->place].place)
                          ->name);
    case TIP_SET_OF_MATCHES:
        break;
    }
    *kind = "match";
    return strdup("what matches without any word");
}

/* Levels of one clause, which stand behind each other, are one part: as many as it holds, so often
 * the clause stands there, up to the highest. */
static bool add_sets(const struct making *making, uint32_t number, struct tip_explained_hit *hit)
{
    const struct tip_set_origin *last = NULL;
    struct tip_explained_part *part = NULL;
    for (size_t i = 0; i < making->sets.count; i++) {
        const struct tip_set_origin *origin = &making->sets.origins[i];
        if (!tip_bitmap_has(making->sets.items[i].passages, number)) {
            continue;
        }
        if (last == NULL || last->kind != origin->kind || last->place != origin->place) {
            const char *kind;
            char *text = name_set(making, origin, &kind);
            part = add_part(hit, kind, text, 0);
            if (text == NULL) {
                return false;
            }
        }
        last = origin;
        part->score += making->sets.items[i].weight;
        part->count += origin->kind == TIP_SET_OF_CLAUSE ? 1 : 0;
    }
    return true;
}

static bool add_gains(const struct tip_gains *gains, struct tip_explained_hit *hit)
{
    for (int part = 0; gains != NULL && part < TIP_PART_COUNT; part++) {
        double gain = gains->of[part];
        if (gain > 0) {
            char *help = strdup(tip_part_help((enum tip_part)part));
            add_part(hit, tip_part_name((enum tip_part)part), help, gain);
            if (help == NULL) {
                return false;
            }
        }
    }
    return true;
}

static tip_status explain_hit(struct making *making, size_t place, struct tip_explained_hit *hit)
{
    const struct tip_page_hits *page = making->page;
    size_t most = making->term_count * TIP_FIELD_COUNT + making->sets.count + TIP_PART_COUNT;
    const struct tip_gains *gains = page->gains == NULL ? NULL : &page->gains[place];
    tip_status status = TIP_OK;
    hit->parts = calloc(most + 1, sizeof *hit->parts);
    hit->is_match = tip_bitmap_has(making->explaining->matches, page->items[place].number);
    if (hit->parts == NULL) {
        return tip_error_memory(making->explaining->error, "explaining");
    }
    if (!hit->is_match) {
        return TIP_OK;
    }
    bool is_good =
        add_terms(making, &making->explaining->reply->hits[place].view, place, hit, &status) &&
        add_sets(making, page->items[place].number, hit) && add_gains(gains, hit);
    return is_good || status != TIP_OK ? status
                                       : tip_error_memory(making->explaining->error, "explaining");
}

tip_status tip_explain_hits(struct tip_explaining *explaining, const struct tip_page_hits *page)
{
    struct tip_explanation *explanation = explaining->reply->explanation;
    struct making making = {.explaining = explaining, .page = page};
    explanation->hits = calloc(page->count + 1, sizeof *explanation->hits);
    if (explanation->hits == NULL) {
        return tip_error_memory(explaining->error, "explaining");
    }
    tip_status status = score_terms(&making);
    if (status == TIP_OK) {
        status = tip_ranked_sets_make(&making.sets, explaining->plan, explaining->matches,
                                      making.term_count, explaining->error);
    }
    for (size_t i = 0; i < page->count && status == TIP_OK; i++) {
        status = explain_hit(&making, i, &explanation->hits[explanation->hit_count++]);
    }
    tip_ranked_sets_free(&making.sets);
    free(making.scores);
    free(making.terms);
    return status;
}
