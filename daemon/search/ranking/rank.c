/* Ranks by the index and then by nearness. However small the page, as many passages are ranked as
 * nearness looks at: else a passage could stand on two pages or on none. */
#include "search/ranking/rank.h"

#include <stdlib.h>
#include <string.h>

#include "search/plan_countries.h"
#include "search/ranking/order.h"
#include "search/ranking/proximity.h"

const double tip_rank_k1 = 1.4;

struct ranking {
    struct tip_searcher *searcher;
    const struct tip_plan *plan;
    struct tip_rank_term *terms;
    size_t term_count;
    struct tip_rank_set *sets;
    size_t set_count;
    struct tip_error *error;
};

/* A set weighs what a word of its idf does that stands once in a passage of usual length, where the
 * weighted frequency is 1. */
static void add_set(struct ranking *ranking, const struct tip_bitmap *passages, double idf)
{
    ranking->sets[ranking->set_count++] =
        (struct tip_rank_set){.passages = passages, .weight = idf / (1 + tip_rank_k1)};
}

/* Synonyms of several words and countries as sets of passages. */
static tip_status make_sets(struct ranking *ranking)
{
    const struct tip_query *query = ranking->plan->query;
    ranking->sets = calloc(query->clause_count + query->country_count + 1, sizeof *ranking->sets);
    if (ranking->sets == NULL) {
        return tip_error_memory(ranking->error, "ranking");
    }
    for (size_t i = 0; i < query->clause_count; i++) {
        const struct tip_bitmap *near = &ranking->plan->near[i];
        double weight =
            near->size > 0 ? tip_plan_synonym_weight(ranking->plan, &query->clauses[i]) : 0;
        if (weight > 0) {
            add_set(ranking, near, weight);
        }
    }
    for (size_t i = 0; i < query->country_count; i++) {
        add_set(ranking, &ranking->plan->countries[i], tip_plan_country_weight(ranking->plan, i));
    }
    return TIP_OK;
}

/* The best `wanted` among some passages. The caller frees result->hits. */
static tip_status rank_among(const struct ranking *ranking, const struct tip_bitmap *among,
                             size_t wanted, struct tip_rank_result *result)
{
    size_t limit = wanted > TIP_PROXIMITY_DEPTH ? wanted : TIP_PROXIMITY_DEPTH;
    struct tip_rank_request request = {.terms = ranking->terms,
                                       .term_count = ranking->term_count,
                                       .among = among,
                                       .k1 = tip_rank_k1,
                                       .limit = (uint32_t)limit,
                                       .deadline_ns = ranking->searcher->deadline_ns,
                                       .sets = ranking->sets,
                                       .set_count = ranking->set_count};
    tip_status status = tip_index_rank(ranking->searcher->index, &request, result, ranking->error);
    if (status != TIP_OK) {
        return status;
    }
    status = tip_proximity_rerank(ranking->searcher, ranking->plan, result->hits, result->count,
                                  wanted, ranking->error);
    if (status != TIP_OK) {
        free(result->hits);
    }
    return status;
}

/* Moves those of `result` that the page shows to `hits`; `skip` and the room shrink by it. */
static void take(struct tip_page_hits *hits, const struct tip_rank_result *result, size_t limit,
                 size_t *skip)
{
    size_t from = *skip < result->count ? *skip : result->count;
    size_t room = limit - hits->count;
    size_t count = result->count - from < room ? result->count - from : room;
    if (count > 0) {
        memcpy(hits->items + hits->count, result->hits + from, count * sizeof *hits->items);
    }
    hits->count += count;
    hits->is_cut |= result->is_cut;
    *skip -= from;
}

/* Adds the page's part of `among`. */
static tip_status add_ranked(const struct ranking *ranking, const struct tip_bitmap *among,
                             const struct tip_page *page, struct tip_page_hits *hits, size_t *skip)
{
    struct tip_rank_result result;
    tip_status status = rank_among(ranking, among, *skip + page->limit - hits->count, &result);
    if (status == TIP_OK) {
        take(hits, &result, page->limit, skip);
        free(result.hits);
    }
    return status;
}

static int year_of(const struct tip_columns *columns, uint32_t report)
{
    struct tip_report facts;
    tip_columns_report(columns, report, &facts);
    return facts.year;
}

/* The matches in all reports of a year. */
struct year_count {
    int year;
    uint32_t count;
};

static int newest_first(const void *one, const void *two)
{
    const struct year_count *a = one, *b = two;
    return (a->year < b->year) - (a->year > b->year);
}

/* The years of the reports, newest first, with their matches; an array for free(3), NULL without
 * memory. */
static struct year_count *count_years(const struct tip_columns *columns,
                                      const struct tip_bitmap *matches, size_t *count)
{
    uint32_t reports = tip_columns_report_count(columns);
    struct year_count *years = calloc((size_t)reports + 1, sizeof *years);
    if (years == NULL) {
        return NULL;
    }
    for (uint32_t r = 0; r < reports; r++) {
        years[r].year = year_of(columns, r);
    }
    for (uint32_t n = tip_bitmap_next(matches, 1); n < matches->size;
         n = tip_bitmap_next(matches, n + 1)) {
        years[tip_columns_report_of(columns, n)].count++;
    }
    qsort(years, reports, sizeof *years, newest_first);
    *count = 0;
    for (uint32_t r = 0; r < reports; r++) {
        if (*count > 0 && years[*count - 1].year == years[r].year) {
            years[*count - 1].count += years[r].count;
        } else {
            years[(*count)++] = years[r];
        }
    }
    return years;
}

/* `out` becomes the matches in reports of a year. */
static void select_year(const struct tip_columns *columns, const struct tip_bitmap *matches,
                        int year, struct tip_bitmap *out)
{
    tip_bitmap_clear(out);
    for (uint32_t n = tip_bitmap_next(matches, 1); n < matches->size;
         n = tip_bitmap_next(matches, n + 1)) {
        if (year_of(columns, tip_columns_report_of(columns, n)) == year) {
            tip_bitmap_set(out, n);
        }
    }
}

/* Year after year; those that the page does not touch are only counted. */
static tip_status rank_years(const struct ranking *ranking, const struct tip_bitmap *matches,
                             const struct tip_page *page, struct tip_page_hits *hits)
{
    const struct tip_columns *columns = ranking->searcher->generation->columns;
    struct tip_bitmap of_year = {0};
    size_t skip = page->offset, count = 0;
    struct year_count *years = count_years(columns, matches, &count);
    tip_status status = years == NULL ? tip_error_memory(ranking->error, "ranking by years")
                                      : tip_bitmap_init(&of_year, matches->size, ranking->error);
    for (size_t i = 0; status == TIP_OK && i < count && hits->count < page->limit && !hits->is_cut;
         i++) {
        if (years[i].count <= skip) {
            skip -= years[i].count;
            continue;
        }
        select_year(columns, matches, years[i].year, &of_year);
        status = add_ranked(ranking, &of_year, page, hits, &skip);
    }
    tip_bitmap_free(&of_year);
    free(years);
    return status;
}

tip_status tip_rank_page(struct tip_searcher *searcher, const struct tip_plan *plan,
                         const struct tip_bitmap *matches, const struct tip_page *page,
                         struct tip_page_hits *hits, struct tip_error *error)
{
    struct ranking ranking = {.searcher = searcher, .plan = plan, .error = error};
    *hits = (struct tip_page_hits){0};
    tip_status status = tip_plan_rank_terms(plan, &ranking.terms, &ranking.term_count, error);
    if (status == TIP_OK) {
        status = make_sets(&ranking);
    }
    if (status != TIP_OK || ranking.term_count + ranking.set_count == 0) {
        free(ranking.terms);
        free(ranking.sets);
        return status != TIP_OK ? status : tip_order_page(searcher, matches, page, hits, error);
    }
    hits->items = calloc(page->limit + 1, sizeof *hits->items);
    size_t skip = page->offset;
    if (hits->items == NULL) {
        status = tip_error_memory(error, "ranking");
    } else if (page->sort == TIP_SORT_YEAR) {
        status = rank_years(&ranking, matches, page, hits);
    } else {
        status = add_ranked(&ranking, matches, page, hits, &skip);
    }
    free(ranking.terms);
    free(ranking.sets);
    if (status != TIP_OK) {
        free(hits->items);
        *hits = (struct tip_page_hits){0};
    }
    return status;
}
