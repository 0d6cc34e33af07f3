/* COMPARE: what changed from one year's reports to the next. The request finds passages as SEARCH
 * does, but the same text in several years counts in each. Each year's reports are read whole, as
 * what stands elsewhere in them is neither new nor gone; two at a time are in memory. */
#include <stdlib.h>
#include <string.h>

#include "search/answer.h"
#include "search/asking.h"
#include "search/compare/show.h"
#include "search/compare/year_range.h"
#include "search/facets.h"

struct comparing {
    struct tip_asking *asking;
    struct tip_searcher *searcher;
    const struct tip_columns *columns;
    struct tip_comparison *comparison; /* the reply's */
    bool names_reports;                /* a filter by report */
    struct tip_bitmap asked;           /* scratch: what the request finds of a year */
    uint32_t *asked_of_report;         /* owned; by report, what the request finds */
    struct tip_edition last;           /* the year before; none read when year is 0 */
    struct tip_error *error;
};

static tip_status no_memory(struct comparing *comparing)
{
    return tip_error_memory(comparing->error, "comparing reports");
}

/* ---- reports ---- */

/* Whether some filter by report, not to exclude it, has this id. */
static bool is_named(const struct tip_asking *asking, const char *id)
{
    for (int s = 0; s < TIP_SIDE_COUNT; s++) {
        const struct tip_query *query = &asking->sides[s].query;
        for (size_t i = 0; i < query->filter_count; i++) {
            const struct tip_filter *filter = &query->filters[i];
            if (filter->field == TIP_FILTER_REPORT && !filter->is_negated &&
                strlen(id) == filter->value_length &&
                memcmp(id, query->pool.data + filter->value_offset, filter->value_length) == 0) {
                return true;
            }
        }
    }
    return false;
}

struct named_report {
    const char *id;
    uint32_t number;
};

static int compare_ids(const void *one, const void *two)
{
    const struct named_report *first = one, *second = two;
    return strcmp(first->id, second->id);
}

/* The reports of a year, by id: all of them, or where the request names reports, those. */
static tip_status find_reports(struct comparing *comparing, struct tip_edition *edition)
{
    uint32_t all = tip_columns_report_count(comparing->columns), count = 0;
    struct named_report *found = calloc((size_t)all + 1, sizeof *found);
    edition->reports = calloc((size_t)all + 1, sizeof *edition->reports);
    if (found == NULL || edition->reports == NULL) {
        free(found);
        return no_memory(comparing);
    }
    for (uint32_t r = 0; r < all; r++) {
        struct tip_report report;
        tip_columns_report(comparing->columns, r, &report);
        bool counts = !comparing->names_reports || comparing->asked_of_report[r] > 0 ||
                      is_named(comparing->asking, report.id);
        if (report.year == edition->year && counts) {
            found[count++] = (struct named_report){report.id, r};
        }
    }
    if (count > 0) {
        qsort(found, count, sizeof *found, compare_ids);
    }
    for (uint32_t i = 0; i < count; i++) {
        edition->reports[i] = found[i].number;
    }
    edition->report_count = count;
    free(found);
    return TIP_OK;
}

/* comparing->asked: what the request finds in the edition's reports. */
static void find_asked(struct comparing *comparing, const struct tip_edition *edition)
{
    tip_bitmap_clear(&comparing->asked);
    for (uint32_t i = 0; i < edition->report_count; i++) {
        uint32_t report = edition->reports[i];
        uint32_t end = tip_columns_report_start(comparing->columns, report + 1);
        for (uint32_t place = tip_columns_report_start(comparing->columns, report); place < end;
             place++) {
            uint32_t number = tip_columns_at(comparing->columns, place);
            if (tip_bitmap_has(&comparing->asking->matches, number)) {
                tip_bitmap_set(&comparing->asked, number);
            }
        }
    }
}

static tip_status count_by_report(struct comparing *comparing)
{
    const struct tip_bitmap *matches = &comparing->asking->matches;
    size_t reports = tip_columns_report_count(comparing->columns);
    comparing->asked_of_report = calloc(reports + 1, sizeof *comparing->asked_of_report);
    if (comparing->asked_of_report == NULL) {
        return no_memory(comparing);
    }
    for (uint32_t n = tip_bitmap_next(matches, 1); n < matches->size;
         n = tip_bitmap_next(matches, n + 1)) {
        comparing->asked_of_report[tip_columns_report_of(comparing->columns, n)]++;
    }
    for (int s = 0; s < TIP_SIDE_COUNT; s++) {
        comparing->names_reports |=
            tip_query_has_field(&comparing->asking->sides[s].query, TIP_FILTER_REPORT);
    }
    return TIP_OK;
}

/* ---- a year's facts ---- */

static void add_tier(struct comparing *comparing, struct tip_compared_year *year, size_t place)
{
    const struct tip_country *country = tip_country_at(comparing->searcher->knowledge, place);
    bool is_there = year->tier_count == TIP_COMPARED_TIERS;
    for (size_t i = 0; i < year->tier_count; i++) {
        is_there |= strcmp(year->tiers[i].code, country->code) == 0;
    }
    if (!is_there) {
        struct tip_compared_tier *tier = &year->tiers[year->tier_count++];
        memcpy(tier->code, country->code, sizeof tier->code);
        tier->name = country->name;
        tier->tier = tip_tier_of(comparing->searcher->knowledge, country->code, year->year);
    }
}

/* Of the countries that are asked for, by filters or in words. */
static void find_tiers(struct comparing *comparing, struct tip_compared_year *year)
{
    for (int s = TIP_SIDE_COUNT; s-- > 0 && comparing->searcher->knowledge != NULL;) {
        const struct tip_query *query = &comparing->asking->sides[s].query;
        for (size_t i = 0; i < query->filter_count; i++) {
            const struct tip_filter *filter = &query->filters[i];
            size_t place;
            if (filter->field == TIP_FILTER_COUNTRY && !filter->is_negated &&
                tip_country_find(comparing->searcher->knowledge, filter->code, strlen(filter->code),
                                 &place)) {
                add_tier(comparing, year, place);
            }
        }
        for (size_t i = 0; i < query->country_count; i++) {
            add_tier(comparing, year, query->countries[i].place);
        }
    }
}

static tip_status count_kinds(struct comparing *comparing, struct tip_compared_year *year)
{
    enum { ASKED = 1 << TIP_FACET_KIND | 1 << TIP_FACET_PATTERN };
    struct tip_reply counted = {0};
    tip_status status = tip_facets_count(&counted, comparing->searcher, &comparing->asked, ASKED, 0,
                                         comparing->error);
    year->kinds = counted.facets[TIP_FACET_KIND].items;
    year->kind_count = counted.facets[TIP_FACET_KIND].count;
    year->patterns = counted.facets[TIP_FACET_PATTERN].items;
    year->pattern_count = counted.facets[TIP_FACET_PATTERN].count;
    return status == TIP_OK && counted.is_partial
               ? tip_error_set(comparing->error, TIP_TIMEOUT, "time ran out")
               : status;
}

static tip_status describe_year(struct comparing *comparing, const struct tip_edition *edition)
{
    struct tip_comparison *comparison = comparing->comparison;
    struct tip_compared_year *year = &comparison->years[comparison->year_count++];
    *year = (struct tip_compared_year){.year = edition->year,
                                       .report_total = edition->report_count,
                                       .passages = tip_bitmap_count(&comparing->asked)};
    year->reports = calloc(TIP_COMPARED_REPORTS, sizeof *year->reports);
    if (year->reports == NULL) {
        return no_memory(comparing);
    }
    for (; year->report_count < TIP_COMPARED_REPORTS && year->report_count < edition->report_count;
         year->report_count++) {
        tip_columns_report(comparing->columns, edition->reports[year->report_count],
                           &year->reports[year->report_count]);
    }
    find_tiers(comparing, year);
    return count_kinds(comparing, year);
}

/* ---- steps ---- */

/* Of the step's entries those of the page that was asked for. */
static tip_status show_step(struct comparing *comparing, struct tip_compared_step *step,
                            const struct tip_alignment *alignment,
                            const struct tip_changes *changes)
{
    const struct tip_request *request = comparing->asking->request;
    struct tip_comparison *comparison = comparing->comparison;
    size_t start = comparison->total, end = (size_t)request->offset + request->limit;
    size_t first = request->offset > start ? request->offset - start : 0;
    first = first < changes->entry_count ? first : changes->entry_count;
    size_t last = end > start ? end - start : 0;
    last = last < changes->entry_count ? last : changes->entry_count;
    memcpy(step->counts, changes->entry_counts, sizeof step->counts);
    step->edits = changes->edits;
    step->unchanged_passages = changes->unchanged_passages;
    step->unchanged_statements = changes->unchanged_statements;
    comparison->total += (uint32_t)changes->entry_count;
    comparison->more += (uint32_t)(changes->entry_count - last);
    return last > first ? tip_changes_show(step, comparing->searcher, alignment, changes, first,
                                           last - first, comparing->error)
                        : TIP_OK;
}

static tip_status compare_years(struct comparing *comparing, const struct tip_edition *before,
                                const struct tip_edition *after)
{
    struct tip_comparison *comparison = comparing->comparison;
    struct tip_compared_step *step = &comparison->steps[comparison->step_count++];
    struct tip_alignment alignment;
    struct tip_changes changes = {0};
    *step = (struct tip_compared_step){.from = before->year, .to = after->year};
    const struct tip_compared_year *year = &comparison->years[comparison->year_count - 1];
    if (year->passages == 0 && year[-1].passages == 0) {
        return TIP_OK;
    }
    tip_status status =
        tip_alignment_make(&alignment, before, after, comparing->searcher, comparing->error);
    if (status == TIP_OK) {
        status = tip_changes_find(&changes, &alignment, comparing->error);
    }
    if (status == TIP_OK) {
        status = show_step(comparing, step, &alignment, &changes);
    }
    tip_changes_free(&changes);
    tip_alignment_free(&alignment);
    return status;
}

/* Reads a year and compares it with the one before. `edition` is the caller's to free. */
static tip_status take_year(struct comparing *comparing, struct tip_edition *edition)
{
    struct tip_comparison *comparison = comparing->comparison;
    tip_status status = find_reports(comparing, edition);
    if (status != TIP_OK) {
        return status;
    }
    if (edition->report_count == 0) {
        comparison->missing[comparison->missing_count++] = edition->year;
        return TIP_OK;
    }
    find_asked(comparing, edition);
    status = describe_year(comparing, edition);
    if (status == TIP_OK) {
        status = tip_edition_read(edition, comparing->searcher, tip_asking_base(comparing->asking),
                                  &comparing->asked, comparing->error);
    }
    if (status == TIP_OK && comparing->last.year != 0) {
        status = compare_years(comparing, &comparing->last, edition);
    }
    if (status == TIP_OK) {
        tip_edition_free(&comparing->last);
        comparing->last = *edition;
        *edition = (struct tip_edition){0};
    }
    return status;
}

static tip_status compare_all(struct comparing *comparing)
{
    struct tip_comparison *comparison = comparing->comparison;
    tip_status status =
        tip_bitmap_init(&comparing->asked, comparing->asking->matches.size, comparing->error);
    if (status == TIP_OK) {
        status = count_by_report(comparing);
    }
    for (int year = comparison->from; year <= comparison->to && status == TIP_OK; year++) {
        struct tip_edition edition = {.year = year};
        status = take_year(comparing, &edition);
        tip_edition_free(&edition);
    }
    tip_edition_free(&comparing->last);
    tip_bitmap_free(&comparing->asked);
    free(comparing->asked_of_report);
    return status;
}

/* ---- the request ---- */

static tip_status run(struct tip_asking *asking, const struct tip_year_range *range)
{
    tip_status status = tip_asking_find(asking);
    if (status != TIP_OK || tip_asking_is_refused(asking)) {
        return status;
    }
    if (asking->reply->is_partial) {
        return tip_error_set(asking->error, TIP_TIMEOUT, "time ran out");
    }
    struct comparing comparing = {.asking = asking,
                                  .searcher = asking->searcher,
                                  .columns = asking->searcher->generation->columns,
                                  .error = asking->error};
    comparing.comparison = calloc(1, sizeof *comparing.comparison);
    if (comparing.comparison == NULL) {
        return no_memory(&comparing);
    }
    asking->reply->comparison = comparing.comparison;
    comparing.comparison->from = range->from;
    comparing.comparison->to = range->to;
    asking->reply->total = tip_bitmap_count(&asking->matches);
    status = compare_all(&comparing);
    if (status == TIP_OK) {
        status = tip_asking_tell(asking);
    }
    return status == TIP_OK && asking->reply->total == 0 ? tip_asking_hint(asking) : status;
}

tip_status tip_answer_compare(struct tip_searcher *searcher, const struct tip_request *request,
                              struct tip_reply *reply, struct tip_error *error)
{
    struct tip_asking asking = {
        .searcher = searcher, .request = request, .reply = reply, .error = error};
    struct tip_year_range range;
    tip_status status = tip_year_range_read(&range, request, searcher->generation->columns, error);
    if (status == TIP_INVALID) {
        tip_reply_fail(reply, TIP_CODE_BAD_REQUEST, "%s", error->message);
        return TIP_OK;
    }
    reply->kind = TIP_REPLY_COMPARISON;
    status = run(&asking, &range);
    tip_asking_free(&asking);
    if (status == TIP_TIMEOUT) {
        tip_reply_fail(reply, TIP_CODE_TIMEOUT,
                       "the reports could not be compared in the time that a query has: name fewer "
                       "years, or reports by report:");
        return TIP_OK;
    }
    if (status == TIP_LIMIT) {
        tip_reply_fail(reply, TIP_CODE_TOO_LONG, "%s", error->message);
        return TIP_OK;
    }
    return status;
}
