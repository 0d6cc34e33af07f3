/* Counts by number in one walk over the matches, then names what was counted. Years and reports
 * come from the counts of reports, so a facet costs one array look-up a passage. */
#include "search/facets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"

enum { COUNTRY_CODES = 26 * 26 };

struct counts {
    uint32_t *reports;
    uint32_t *sections;
    uint32_t *countries; /* by code: AA is 0, ZZ the last */
    uint32_t kinds[TIP_KIND_COUNT];
};

struct facet_list {
    struct tip_facet_list *list;
    size_t capacity;
    struct tip_error *error;
};

static bool is_asked(unsigned asked, enum tip_facet facet)
{
    return (asked >> facet & 1) != 0;
}

/* ---- the walk ---- */

/* Codes are two capitals each, joined by blanks; anything else is passed over. */
static void count_countries(uint32_t *counts, const char *codes)
{
    while (codes != NULL && codes[0] != '\0') {
        size_t length = strcspn(codes, " ");
        if (length == 2 && codes[0] >= 'A' && codes[0] <= 'Z' && codes[1] >= 'A' &&
            codes[1] <= 'Z') {
            counts[(codes[0] - 'A') * 26 + (codes[1] - 'A')]++;
        }
        codes += length + (codes[length] == ' ' ? 1 : 0);
    }
}

static void count_matches(struct counts *counts, const struct tip_columns *columns,
                          const struct tip_bitmap *matches, unsigned asked)
{
    for (uint32_t n = tip_bitmap_next(matches, 1); n < matches->size;
         n = tip_bitmap_next(matches, n + 1)) {
        counts->reports[tip_columns_report_of(columns, n)]++;
        counts->sections[tip_columns_section_of(columns, n)]++;
        counts->kinds[tip_columns_kind_of(columns, n)]++;
        if (is_asked(asked, TIP_FACET_COUNTRY)) {
            struct tip_row row;
            tip_columns_get(columns, n, &row);
            count_countries(counts->countries, row.countries);
        }
    }
}

/* ---- the lists ---- */

/* Adds a value that was counted; nothing for a count of 0. `label` NULL: the value. */
static tip_status add(struct facet_list *facet, const char *value, const char *label,
                      uint32_t count)
{
    if (count == 0 || value == NULL || value[0] == '\0') {
        return TIP_OK;
    }
    struct tip_facet_list *list = facet->list;
    if (list->count == facet->capacity) {
        size_t wanted = facet->capacity == 0 ? 16 : facet->capacity * 2;
        struct tip_facet_count *moved = reallocarray(list->items, wanted, sizeof *moved);
        if (moved == NULL) {
            return tip_error_memory(facet->error, "counting facets");
        }
        list->items = moved;
        facet->capacity = wanted;
    }
    struct tip_facet_count item = {
        .value = strdup(value), .label = strdup(label == NULL ? value : label), .count = count};
    list->items[list->count++] = item;
    return item.value == NULL || item.label == NULL
               ? tip_error_memory(facet->error, "counting facets")
               : TIP_OK;
}

static tip_status list_reports(struct facet_list *facet, const struct tip_columns *columns,
                               const struct counts *counts)
{
    tip_status status = TIP_OK;
    for (uint32_t r = 0; r < tip_columns_report_count(columns) && status == TIP_OK; r++) {
        struct tip_report report;
        tip_columns_report(columns, r, &report);
        status = add(facet, report.id, report.title, counts->reports[r]);
    }
    return status;
}

/* The matches of a report, or of all reports of a year. */
struct year_count {
    int year;
    uint32_t count;
};

static int by_year(const void *left, const void *right)
{
    const struct year_count *a = left, *b = right;
    return (a->year > b->year) - (a->year < b->year);
}

/* The years that are known, each once, with their matches; returns how many. */
static size_t join_years(struct year_count *years, size_t count)
{
    size_t kept = 0;
    qsort(years, count, sizeof *years, by_year);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && years[kept - 1].year == years[i].year) {
            years[kept - 1].count += years[i].count;
        } else if (years[i].year != 0) {
            years[kept++] = years[i];
        }
    }
    return kept;
}

static tip_status list_years(struct facet_list *facet, const struct tip_columns *columns,
                             const struct counts *counts)
{
    size_t count = tip_columns_report_count(columns);
    struct year_count *years = calloc(count + 1, sizeof *years);
    if (years == NULL) {
        return tip_error_memory(facet->error, "counting facets");
    }
    for (uint32_t r = 0; r < count; r++) {
        struct tip_report report;
        tip_columns_report(columns, r, &report);
        years[r] = (struct year_count){.year = report.year, .count = counts->reports[r]};
    }
    count = join_years(years, count);
    tip_status status = TIP_OK;
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        char year[16];
        snprintf(year, sizeof year, "%d", years[i].year);
        status = add(facet, year, NULL, years[i].count);
    }
    free(years);
    return status;
}

static tip_status list_kinds(struct facet_list *facet, const struct counts *counts)
{
    tip_status status = TIP_OK;
    for (unsigned kind = 0; kind < TIP_KIND_COUNT && status == TIP_OK; kind++) {
        status = add(facet, tip_kind_name(kind), NULL, counts->kinds[kind]);
    }
    return status;
}

static tip_status list_sections(struct facet_list *facet, const struct tip_columns *columns,
                                const struct counts *counts)
{
    tip_status status = TIP_OK;
    for (uint32_t s = 0; s < tip_columns_section_count(columns) && status == TIP_OK; s++) {
        struct tip_string path = {0};
        for (size_t i = 0; counts->sections[s] > 0 && i < tip_columns_section_depth(columns, s);
             i++) {
            tip_string_append_text(&path, i == 0 ? "" : " > ");
            tip_string_append_text(&path, tip_columns_heading(columns, s, i));
        }
        status = path.failed ? tip_error_memory(facet->error, "counting facets")
                             : add(facet, path.data, NULL, counts->sections[s]);
        tip_string_free(&path);
    }
    return status;
}

static tip_status list_countries(struct facet_list *facet, const struct counts *counts)
{
    tip_status status = TIP_OK;
    for (int code = 0; code < COUNTRY_CODES && status == TIP_OK; code++) {
        char name[] = {(char)('A' + code / 26), (char)('A' + code % 26), '\0'};
        status = add(facet, name, NULL, counts->countries[code]);
    }
    return status;
}

/* ---- the whole ---- */

static int most_first(const void *left, const void *right)
{
    const struct tip_facet_count *a = left, *b = right;
    return a->count != b->count ? (a->count < b->count) - (a->count > b->count)
                                : strcmp(a->value, b->value);
}

static void sort_and_cut(struct tip_facet_list *list)
{
    if (list->count > 0) {
        qsort(list->items, list->count, sizeof *list->items, most_first);
    }
    while (list->count > TIP_FACET_VALUES) {
        list->count--;
        free(list->items[list->count].value);
        free(list->items[list->count].label);
    }
}

static tip_status list_facet(enum tip_facet which, struct facet_list *facet,
                             const struct tip_columns *columns, const struct counts *counts)
{
    switch (which) {
    case TIP_FACET_REPORT:
        return list_reports(facet, columns, counts);
    case TIP_FACET_YEAR:
        return list_years(facet, columns, counts);
    case TIP_FACET_KIND:
        return list_kinds(facet, counts);
    case TIP_FACET_SECTION:
        return list_sections(facet, columns, counts);
    case TIP_FACET_COUNTRY:
        return list_countries(facet, counts);
    case TIP_FACET_COUNT:
        break;
    }
    return TIP_OK;
}

tip_status tip_facets_count(struct tip_reply *reply, struct tip_searcher *searcher,
                            const struct tip_bitmap *matches, unsigned asked,
                            struct tip_error *error)
{
    const struct tip_columns *columns = searcher->generation->columns;
    struct counts counts = {
        .reports = calloc(tip_columns_report_count(columns) + 1, sizeof *counts.reports),
        .sections = calloc(tip_columns_section_count(columns) + 1, sizeof *counts.sections),
        .countries = calloc(COUNTRY_CODES, sizeof *counts.countries)};
    tip_status status = TIP_OK;
    if (counts.reports == NULL || counts.sections == NULL || counts.countries == NULL) {
        status = tip_error_memory(error, "counting facets");
    } else {
        count_matches(&counts, columns, matches, asked);
    }
    for (int f = 0; f < TIP_FACET_COUNT && status == TIP_OK; f++) {
        if (is_asked(asked, (enum tip_facet)f)) {
            struct facet_list facet = {.list = &reply->facets[f], .error = error};
            status = list_facet((enum tip_facet)f, &facet, columns, &counts);
            if (status == TIP_OK) {
                sort_and_cut(facet.list);
            }
        }
    }
    free(counts.reports);
    free(counts.sections);
    free(counts.countries);
    return status;
}
