/* Filters are decided once for each report, kind and section, not for each passage: a section's
 * verdict is found at the first passage of it that comes by, from the headings' word numbers. */
#include "search/filters.h"

#include <stdlib.h>
#include <strings.h>

enum verdict { VERDICT_OPEN, VERDICT_YES, VERDICT_NO };

struct verdicts {
    bool *reports; /* by report: year and report filters let it through */
    bool kinds[TIP_KIND_COUNT];
    unsigned char *sections; /* by section: enum verdict */
};

/* ---- several filters of one field ---- */

/* Alternatives, unless excluded: gathers what each filter of a field says of one thing. */
struct choice {
    bool has_wanted, is_wanted, is_excluded;
};

static void choose(struct choice *choice, const struct tip_filter *filter, bool matches)
{
    if (filter->is_excluded) {
        choice->is_excluded |= matches;
    } else {
        choice->has_wanted = true;
        choice->is_wanted |= matches;
    }
}

static bool is_chosen(const struct choice *choice)
{
    return !choice->is_excluded && (choice->is_wanted || !choice->has_wanted);
}

/* ---- reports and kinds ---- */

static bool report_matches(const struct tip_query *query, const struct tip_filter *filter,
                           const struct tip_report *report)
{
    if (filter->field == TIP_FILTER_YEAR) {
        return report->year >= filter->year_from && report->year <= filter->year_to;
    }
    return strncasecmp(report->id, query->pool.data + filter->value_offset, filter->value_length) ==
               0 &&
           report->id[filter->value_length] == '\0';
}

static bool report_passes(const struct tip_query *query, const struct tip_report *report)
{
    struct choice by_id = {0}, by_year = {0};
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct tip_filter *filter = &query->filters[i];
        if (filter->field == TIP_FILTER_YEAR) {
            choose(&by_year, filter, report_matches(query, filter, report));
        } else if (filter->field == TIP_FILTER_REPORT) {
            choose(&by_id, filter, report_matches(query, filter, report));
        }
    }
    return is_chosen(&by_id) && is_chosen(&by_year);
}

static bool kind_passes(const struct tip_query *query, enum tip_kind kind)
{
    struct choice by_kind = {0};
    for (size_t i = 0; i < query->filter_count; i++) {
        if (query->filters[i].field == TIP_FILTER_KIND) {
            choose(&by_kind, &query->filters[i], query->filters[i].kind == kind);
        }
    }
    return is_chosen(&by_kind);
}

/* ---- sections ---- */

/* Whether the heading's words [from, to) hold every word of the filter. */
static bool heading_matches(const struct tip_searcher *searcher, const struct tip_plan *plan,
                            const struct tip_filter *filter, size_t from, size_t to)
{
    for (size_t w = 0; w < filter->word_count; w++) {
        bool found = false;
        for (size_t i = from; i < to && !found; i++) {
            struct tip_word word;
            tip_words_get(searcher->generation->words, searcher->words.words[i], &word);
            found = tip_plan_word_has_stem(plan, filter->first_word + w, word.stem);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static bool any_heading_matches(const struct tip_searcher *searcher, const struct tip_plan *plan,
                                const struct tip_filter *filter)
{
    const struct tip_token_list *list = &searcher->words;
    size_t end = list->count[TIP_STREAM_BODY] + list->count[TIP_STREAM_SECTION];
    for (size_t from = list->count[TIP_STREAM_BODY]; from < end; from++) {
        size_t to = from;
        while (to < end && list->words[to] != TIP_NO_WORD) {
            to++;
        }
        if (to > from && heading_matches(searcher, plan, filter, from, to)) {
            return true;
        }
        from = to;
    }
    return false;
}

static tip_status judge_section(struct tip_searcher *searcher, const struct tip_plan *plan,
                                uint32_t number, unsigned char *verdict, struct tip_error *error)
{
    tip_status status =
        tip_token_file_get(searcher->generation->tokens, number, &searcher->words, error);
    if (status != TIP_OK) {
        return status;
    }
    struct choice by_section = {0};
    for (size_t i = 0; i < plan->query->filter_count; i++) {
        const struct tip_filter *filter = &plan->query->filters[i];
        if (filter->field == TIP_FILTER_SECTION) {
            choose(&by_section, filter, any_heading_matches(searcher, plan, filter));
        }
    }
    *verdict = is_chosen(&by_section) ? VERDICT_YES : VERDICT_NO;
    return TIP_OK;
}

/* ---- passages ---- */

static bool has_section_filter(const struct tip_query *query)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        if (query->filters[i].field == TIP_FILTER_SECTION) {
            return true;
        }
    }
    return false;
}

static tip_status apply(struct tip_searcher *searcher, const struct tip_plan *plan,
                        const struct verdicts *verdicts, struct tip_bitmap *bitmap,
                        struct tip_error *error)
{
    const struct tip_columns *columns = searcher->generation->columns;
    bool by_section = has_section_filter(plan->query);
    for (uint32_t n = tip_bitmap_next(bitmap, 1); n < bitmap->size;
         n = tip_bitmap_next(bitmap, n + 1)) {
        bool passes = verdicts->reports[tip_columns_report_of(columns, n)] &&
                      verdicts->kinds[tip_columns_kind_of(columns, n)];
        if (passes && by_section) {
            unsigned char *verdict = &verdicts->sections[tip_columns_section_of(columns, n)];
            if (*verdict == VERDICT_OPEN) {
                tip_status status = judge_section(searcher, plan, n, verdict, error);
                if (status != TIP_OK) {
                    return status;
                }
            }
            passes = *verdict == VERDICT_YES;
        }
        if (!passes) {
            tip_bitmap_unset(bitmap, n);
        }
    }
    return TIP_OK;
}

tip_status tip_filters_apply(struct tip_searcher *searcher, const struct tip_plan *plan,
                             struct tip_bitmap *bitmap, struct tip_error *error)
{
    if (plan->query->filter_count == 0) {
        return TIP_OK;
    }
    const struct tip_columns *columns = searcher->generation->columns;
    uint32_t reports = tip_columns_report_count(columns);
    struct verdicts verdicts = {
        .reports = calloc(reports + 1, sizeof *verdicts.reports),
        .sections = calloc(tip_columns_section_count(columns) + 1, sizeof *verdicts.sections)};
    tip_status status = TIP_OK;
    if (verdicts.reports == NULL || verdicts.sections == NULL) {
        status = tip_error_memory(error, "filtering");
        goto out;
    }
    for (uint32_t r = 0; r < reports; r++) {
        struct tip_report report;
        tip_columns_report(columns, r, &report);
        verdicts.reports[r] = report_passes(plan->query, &report);
    }
    for (int kind = 0; kind < TIP_KIND_COUNT; kind++) {
        verdicts.kinds[kind] = kind_passes(plan->query, (enum tip_kind)kind);
    }
    status = apply(searcher, plan, &verdicts, bitmap, error);
out:
    free(verdicts.reports);
    free(verdicts.sections);
    return status;
}
