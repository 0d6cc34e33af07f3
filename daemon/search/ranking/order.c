/* Counts the matches of each report first, so that only the reports that the page touches are
 * sorted. */
#include "search/ranking/order.h"

#include <stdlib.h>
#include <string.h>

struct ordered_report {
    uint32_t number;
    int year;
    uint32_t matches;
};

struct ordered_passage {
    uint32_t report; /* its place in the order of reports */
    uint32_t ordinal;
    uint32_t number;
};

static int by_number(const void *one, const void *two)
{
    const struct ordered_report *a = one, *b = two;
    return (a->number > b->number) - (a->number < b->number);
}

static int by_year(const void *one, const void *two)
{
    const struct ordered_report *a = one, *b = two;
    return a->year != b->year ? (a->year < b->year) - (a->year > b->year) : by_number(one, two);
}

static int by_place(const void *one, const void *two)
{
    const struct ordered_passage *a = one, *b = two;
    if (a->report != b->report) {
        return a->report < b->report ? -1 : 1;
    }
    return a->ordinal != b->ordinal ? (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal)
                                    : (a->number > b->number) - (a->number < b->number);
}

/* The reports in their order with their matches; an array for free(3). */
static struct ordered_report *count_reports(const struct tip_columns *columns,
                                            const struct tip_bitmap *matches, enum tip_sort sort)
{
    uint32_t count = tip_columns_report_count(columns);
    struct ordered_report *reports = calloc(count + 1, sizeof *reports);
    if (reports == NULL) {
        return NULL;
    }
    for (uint32_t r = 0; r < count; r++) {
        struct tip_report report;
        tip_columns_report(columns, r, &report);
        reports[r].number = r;
        reports[r].year = report.year;
    }
    for (uint32_t n = tip_bitmap_next(matches, 1); n < matches->size;
         n = tip_bitmap_next(matches, n + 1)) {
        reports[tip_columns_report_of(columns, n)].matches++;
    }
    if (sort == TIP_SORT_YEAR) { /* else they are in their order */
        qsort(reports, count, sizeof *reports, by_year);
    }
    return reports;
}

/* Marks a report that the page does not touch. */
#define NOT_TOUCHED UINT32_MAX

/* Which reports, in their order, a page touches: from `first` to below `end`; it begins with the
 * `skip`-th match of them. */
struct touched {
    uint32_t first, end;
    size_t skip;
    size_t matches; /* of them all */
};

static struct touched find_touched(const struct ordered_report *reports, uint32_t count,
                                   const struct tip_page *page)
{
    struct touched touched = {.skip = page->offset};
    while (touched.first < count && touched.skip >= reports[touched.first].matches) {
        touched.skip -= reports[touched.first].matches;
        touched.first++;
    }
    touched.end = touched.first;
    while (touched.end < count && touched.matches < touched.skip + page->limit) {
        touched.matches += reports[touched.end].matches;
        touched.end++;
    }
    return touched;
}

/* The matches of the touched reports, in one walk over all. `places` has, by number, where in their
 * order a touched report is. */
static void gather(const struct tip_columns *columns, const struct tip_bitmap *matches,
                   const uint32_t *places, struct ordered_passage *passages)
{
    size_t count = 0;
    for (uint32_t n = tip_bitmap_next(matches, 1); n < matches->size;
         n = tip_bitmap_next(matches, n + 1)) {
        uint32_t place = places[tip_columns_report_of(columns, n)];
        if (place != NOT_TOUCHED) {
            struct tip_row row;
            tip_columns_get(columns, n, &row);
            passages[count++] =
                (struct ordered_passage){.report = place, .ordinal = row.ordinal, .number = n};
        }
    }
}

/* The matches of the touched reports in their order; an array for free(3), NULL without memory. */
static struct ordered_passage *sort_touched(const struct tip_columns *columns,
                                            const struct tip_bitmap *matches,
                                            const struct ordered_report *reports,
                                            const struct touched *touched)
{
    uint32_t count = tip_columns_report_count(columns);
    uint32_t *places = malloc(((size_t)count + 1) * sizeof *places);
    struct ordered_passage *passages = calloc(touched->matches + 1, sizeof *passages);
    if (places == NULL || passages == NULL) {
        free(places);
        free(passages);
        return NULL;
    }
    memset(places, 0xff, ((size_t)count + 1) * sizeof *places); /* NOT_TOUCHED */
    for (uint32_t r = touched->first; r < touched->end; r++) {
        places[reports[r].number] = r;
    }
    gather(columns, matches, places, passages);
    free(places);
    qsort(passages, touched->matches, sizeof *passages, by_place);
    return passages;
}

tip_status tip_order_page(struct tip_searcher *searcher, const struct tip_bitmap *matches,
                          const struct tip_page *page, struct tip_page_hits *hits,
                          struct tip_error *error)
{
    const struct tip_columns *columns = searcher->generation->columns;
    struct ordered_report *reports = count_reports(columns, matches, page->sort);
    *hits = (struct tip_page_hits){.items = calloc(page->limit + 1, sizeof *hits->items)};
    if (reports == NULL || hits->items == NULL) {
        goto no_memory;
    }
    struct touched touched = find_touched(reports, tip_columns_report_count(columns), page);
    struct ordered_passage *passages = sort_touched(columns, matches, reports, &touched);
    if (passages == NULL) {
        goto no_memory;
    }
    for (size_t i = touched.skip; i < touched.matches && hits->count < page->limit; i++) {
        hits->items[hits->count++] = (struct tip_rank_hit){.number = passages[i].number};
    }
    free(passages);
    free(reports);
    return TIP_OK;
no_memory:
    free(reports);
    free(hits->items);
    *hits = (struct tip_page_hits){0};
    return tip_error_memory(error, "ordering passages");
}
