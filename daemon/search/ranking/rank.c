/* Ranks by the index and then by the parts that read passages. However small the page, as many
 * passages are ranked as these look at: else a passage could stand on two pages or on none. What
 * says all that was typed, as it was typed, comes before everything else. */
#include "search/ranking/rank.h"

#include <stdlib.h>
#include <string.h>

#include "search/ranking/order.h"
#include "search/ranking/runs.h"
#include "search/ranking/sets.h"
#include "search/ranking/window.h"

const double tip_rank_k1 = 1.4;

struct ranking {
    struct tip_searcher *searcher;
    const struct tip_plan *plan;
    struct tip_rank_term *terms;
    size_t term_count;
    struct tip_ranked_sets sets;
    struct tip_bitmap runs; /* of all that matches; empty bytes when there are none */
    struct tip_window *window;
    struct tip_error *error;
};

/* More than everything else can give together: a term gives less than its weight, in its context as
 * much again, and by its nearness to others not half of it; a question that is answered doubles
 * that. */
static double run_gain(const struct ranking *ranking)
{
    double sum = 0;
    for (size_t i = 0; i < ranking->term_count; i++) {
        sum += 6 * ranking->terms[i].idf;
    }
    for (size_t i = 0; i < ranking->sets.count; i++) {
        sum += 2 * ranking->sets.items[i].weight;
    }
    return sum;
}

/* The best `wanted` among some passages, in order. The caller frees result->hits. */
static tip_status rank_equals(const struct ranking *ranking, const struct tip_bitmap *among,
                              size_t wanted, struct tip_rank_result *result)
{
    size_t limit = wanted > TIP_WINDOW_SIZE ? wanted : TIP_WINDOW_SIZE;
    struct tip_rank_request request = {.terms = ranking->terms,
                                       .term_count = ranking->term_count,
                                       .among = among,
                                       .k1 = tip_rank_k1,
                                       .limit = (uint32_t)limit,
                                       .deadline_ns = ranking->searcher->deadline_ns,
                                       .order = ranking->searcher->order,
                                       .sets = ranking->sets.items,
                                       .set_count = ranking->sets.count};
    tip_status status = tip_index_rank(ranking->searcher->index, &request, result, ranking->error);
    if (status != TIP_OK) {
        return status;
    }
    status = tip_window_rank(ranking->window, result->hits, result->count, &result->is_cut,
                             ranking->error);
    if (status != TIP_OK) {
        free(result->hits);
    }
    return status;
}

/* What the parts gave to result->hits[place]; behind the window only the run lifts. */
static struct tip_gains gains_of(const struct tip_window *window, size_t place)
{
    struct tip_gains gains = {{[TIP_PART_RUNS] = window->run_gain}};
    if (place < window->count) {
        memcpy(gains.of, window->items[place].gains, sizeof gains.of);
    }
    return gains;
}

/* Moves those of `result` that the page shows to `hits`; `skip` and the room shrink by it. */
static void take(struct tip_page_hits *hits, const struct tip_window *window,
                 const struct tip_rank_result *result, size_t limit, size_t *skip)
{
    size_t from = *skip < result->count ? *skip : result->count;
    size_t room = limit - hits->count;
    size_t count = result->count - from < room ? result->count - from : room;
    if (count > 0) {
        memcpy(hits->items + hits->count, result->hits + from, count * sizeof *hits->items);
    }
    for (size_t i = 0; hits->gains != NULL && i < count; i++) {
        hits->gains[hits->count + i] = gains_of(window, from + i);
    }
    hits->count += count;
    hits->is_cut |= result->is_cut;
    *skip -= from;
}

/* Adds the page's part of passages that no run tells apart. */
static tip_status add_equals(const struct ranking *ranking, const struct tip_bitmap *among,
                             const struct tip_page *page, struct tip_page_hits *hits, size_t *skip)
{
    struct tip_rank_result result;
    if (hits->count == page->limit) {
        return TIP_OK;
    }
    tip_status status = rank_equals(ranking, among, *skip + page->limit - hits->count, &result);
    if (status == TIP_OK) {
        take(hits, ranking->window, &result, page->limit, skip);
        free(result.hits);
    }
    return status;
}

/* Adds the page's part of `among`: first what holds the run. */
static tip_status add_ranked(const struct ranking *ranking, const struct tip_bitmap *among,
                             const struct tip_page *page, struct tip_page_hits *hits, size_t *skip)
{
    struct tip_bitmap part = {0};
    if (tip_bitmap_count_common(among, &ranking->runs) == 0) {
        return add_equals(ranking, among, page, hits, skip);
    }
    tip_status status = tip_bitmap_init(&part, among->size, ranking->error);
    if (status == TIP_OK) {
        tip_bitmap_copy(&part, among);
        tip_bitmap_and(&part, &ranking->runs);
        ranking->window->run_gain = run_gain(ranking);
        status = add_equals(ranking, &part, page, hits, skip);
    }
    if (status == TIP_OK && !hits->is_cut) {
        tip_bitmap_copy(&part, among);
        tip_bitmap_and_not(&part, &ranking->runs);
        ranking->window->run_gain = 0;
        status = add_equals(ranking, &part, page, hits, skip);
    }
    tip_bitmap_free(&part);
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

/* The passages with a run. Where there are some, they answer, and feedback has nothing to add. */
static tip_status find_runs(struct ranking *ranking, const struct tip_bitmap *matches, bool *is_cut)
{
    tip_status status = tip_bitmap_init(&ranking->runs, matches->size, ranking->error);
    if (status != TIP_OK || tip_part_set_has(ranking->searcher->without, TIP_PART_RUNS)) {
        return status;
    }
    status = tip_runs_find(ranking->searcher, ranking->plan, matches, &ranking->runs, is_cut,
                           ranking->error);
    if (tip_bitmap_next(&ranking->runs, 1) < ranking->runs.size) {
        ranking->window->without |= 1u << TIP_PART_FEEDBACK;
    }
    return status;
}

/* What a page is ranked by: terms and sets, the window, and the runs. */
static tip_status prepare(struct ranking *ranking, const struct tip_bitmap *matches)
{
    tip_status status = tip_terms_of_index(ranking->plan, ranking->searcher->without,
                                           &ranking->terms, &ranking->term_count, ranking->error);
    if (status == TIP_OK) {
        status = tip_ranked_sets_make(&ranking->sets, ranking->plan, matches, ranking->term_count,
                                      ranking->error);
    }
    ranking->window = calloc(1, sizeof *ranking->window);
    if (status == TIP_OK && ranking->window == NULL) {
        status = tip_error_memory(ranking->error, "ranking");
    }
    return status == TIP_OK
               ? tip_window_init(ranking->window, ranking->searcher, ranking->plan, ranking->error)
               : status;
}

static void ranking_free(struct ranking *ranking)
{
    free(ranking->terms);
    tip_ranked_sets_free(&ranking->sets);
    if (ranking->window != NULL) {
        tip_window_free(ranking->window);
    }
    free(ranking->window);
    tip_bitmap_free(&ranking->runs);
}

static tip_status rank_page(struct ranking *ranking, const struct tip_bitmap *matches,
                            const struct tip_page *page, struct tip_page_hits *hits)
{
    size_t skip = page->offset;
    hits->items = calloc(page->limit + 1, sizeof *hits->items);
    hits->gains = page->with_gains ? calloc(page->limit + 1, sizeof *hits->gains) : NULL;
    if (hits->items == NULL || (page->with_gains && hits->gains == NULL)) {
        return tip_error_memory(ranking->error, "ranking");
    }
    tip_status status = find_runs(ranking, matches, &hits->is_cut);
    if (status != TIP_OK) {
        return status;
    }
    return page->sort == TIP_SORT_YEAR ? rank_years(ranking, matches, page, hits)
                                       : add_ranked(ranking, matches, page, hits, &skip);
}

tip_status tip_rank_page(struct tip_searcher *searcher, const struct tip_plan *plan,
                         const struct tip_bitmap *matches, const struct tip_page *page,
                         struct tip_page_hits *hits, struct tip_error *error)
{
    struct ranking ranking = {.searcher = searcher, .plan = plan, .error = error};
    *hits = (struct tip_page_hits){0};
    tip_status status = prepare(&ranking, matches);
    if (status == TIP_OK && ranking.term_count + ranking.sets.count == 0) {
        status = tip_order_page(searcher, matches, page, hits, error);
    } else if (status == TIP_OK) {
        status = rank_page(&ranking, matches, page, hits);
    }
    ranking_free(&ranking);
    if (status != TIP_OK) {
        free(hits->items);
        free(hits->gains);
        *hits = (struct tip_page_hits){0};
    }
    return status;
}
