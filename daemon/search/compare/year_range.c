/* Reading "2021..2023". */
#include "search/compare/year_range.h"

#include <string.h>

#include "search/comparison.h"

/* The year at *at, which moves past it; 0 when none stands there. */
static int take_year(const char **at)
{
    int year = 0, digits = 0;
    for (; **at >= '0' && **at <= '9' && digits < 4; digits++) {
        year = year * 10 + (*(*at)++ - '0');
    }
    return year;
}

static int outermost_year(const struct tip_columns *columns, bool latest)
{
    int found = 0;
    for (uint32_t r = 0; r < tip_columns_report_count(columns); r++) {
        struct tip_report report;
        tip_columns_report(columns, r, &report);
        bool is_further = latest ? report.year > found : report.year < found || found == 0;
        found = report.year > 0 && is_further ? report.year : found;
    }
    return found;
}

static const char *only_value(const struct tip_request *request, size_t *count)
{
    const char *value = NULL;
    *count = 0;
    for (size_t i = 0; i < request->filter_count; i++) {
        if (request->filters[i].field == TIP_FILTER_YEAR) {
            value = request->filters[i].value;
            (*count)++;
        }
    }
    return value;
}

static tip_status check(const struct tip_year_range *range, struct tip_error *error)
{
    if (range->from == range->to) {
        return tip_error_set(error, TIP_INVALID,
                             "%d alone cannot be compared: name two years, such as %d..%d",
                             range->to, range->to - 1, range->to);
    }
    if (range->from > range->to) {
        return tip_error_set(error, TIP_INVALID,
                             "%d is after %d: write the earlier year first, %d..%d", range->from,
                             range->to, range->to, range->from);
    }
    if (range->to - range->from >= TIP_COMPARED_YEARS) {
        return tip_error_set(error, TIP_INVALID, "%d..%d are %d years: at most %d can be compared",
                             range->from, range->to, range->to - range->from + 1,
                             TIP_COMPARED_YEARS);
    }
    return TIP_OK;
}

tip_status tip_year_range_read(struct tip_year_range *range, const struct tip_request *request,
                               const struct tip_columns *columns, struct tip_error *error)
{
    size_t count;
    const char *value = only_value(request, &count), *at = value;
    if (count != 1) {
        return tip_error_set(error, TIP_INVALID,
                             count == 0 ? "which years are to be compared? Add YEAR 2021..2023"
                                        : "one range of years can be compared, such as 2021..2023");
    }
    range->from = range->to = take_year(&at);
    bool is_range = strncmp(at, "..", 2) == 0;
    if (is_range) {
        at += 2;
        range->to = take_year(&at);
    }
    if (*at != '\0' || (range->from == 0 && range->to == 0)) {
        return tip_error_set(error, TIP_INVALID,
                             "“%.40s” is no range of years: write it as 2021..2023", value);
    }
    if (is_range) {
        range->from = range->from == 0 ? outermost_year(columns, false) : range->from;
        range->to = range->to == 0 ? outermost_year(columns, true) : range->to;
    }
    return check(range, error);
}
