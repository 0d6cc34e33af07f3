/* Counts the matches of each report first, so that only the reports that the page touches are
 * sorted. */
#include "search/ranking/order.h"

#include <stdlib.h>

struct ordered_report {
    uint32_t number;
    int year;
    uint32_t matches;
};

struct ordered_passage {
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

static int by_ordinal(const void *one, const void *two)
{
    const struct ordered_passage *a = one, *b = two;
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
    qsort(reports, count, sizeof *reports, sort == TIP_SORT_YEAR ? by_year : by_number);
    return reports;
}

/* A report's matches in their order; an array for free(3). */
static struct ordered_passage *sort_report(const struct tip_columns *columns,
                                           const struct tip_bitmap *matches,
                                           const struct ordered_report *report)
{
    struct ordered_passage *passages = calloc(report->matches + 1, sizeof *passages);
    if (passages == NULL) {
        return NULL;
    }
    size_t count = 0;
    for (uint32_t n = tip_bitmap_next(matches, 1); n < matches->size;
         n = tip_bitmap_next(matches, n + 1)) {
        if (tip_columns_report_of(columns, n) == report->number) {
            struct tip_row row;
            tip_columns_get(columns, n, &row);
            passages[count++] = (struct ordered_passage){.ordinal = row.ordinal, .number = n};
        }
    }
    qsort(passages, count, sizeof *passages, by_ordinal);
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
    size_t skip = page->offset;
    for (uint32_t r = 0; r < tip_columns_report_count(columns) && hits->count < page->limit; r++) {
        if (skip >= reports[r].matches) {
            skip -= reports[r].matches;
            continue;
        }
        struct ordered_passage *passages = sort_report(columns, matches, &reports[r]);
        if (passages == NULL) {
            goto no_memory;
        }
        for (size_t i = skip; i < reports[r].matches && hits->count < page->limit; i++) {
            hits->items[hits->count++] = (struct tip_rank_hit){.number = passages[i].number};
        }
        skip = 0;
        free(passages);
    }
    free(reports);
    return TIP_OK;
no_memory:
    free(reports);
    free(hits->items);
    *hits = (struct tip_page_hits){0};
    return tip_error_memory(error, "ordering passages");
}
