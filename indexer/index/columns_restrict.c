/* The columns of a part of the reports: read from the whole, and put together as an index of that
 * part alone would be. */
#include <stdlib.h>

#include "index/columns.h"
#include "index/columns_file.h"

struct restricting {
    const struct tip_columns *whole;
    const bool *is_visible;
    struct tip_columns_builder *builder;
    uint32_t *reports;  /* the builder's numbers */
    uint32_t *sections; /* likewise */
    bool *is_used;      /* by section */
    struct tip_error *error;
};

static tip_status add_reports(struct restricting *restricting)
{
    tip_status status = TIP_OK;
    for (uint32_t r = 0; r < tip_columns_report_count(restricting->whole) && status == TIP_OK;
         r++) {
        struct tip_report report;
        if (!restricting->is_visible[r])
            continue;
        tip_columns_report(restricting->whole, r, &report);
        status = tip_columns_builder_report(restricting->builder, &report, &restricting->reports[r],
                                            restricting->error);
    }
    return status;
}

static bool is_seen(const struct restricting *restricting, uint32_t number)
{
    return tip_columns_has(restricting->whole, number) &&
           restricting->is_visible[tip_columns_report_of(restricting->whole, number)];
}

static tip_status add_section(struct restricting *restricting, uint32_t section)
{
    size_t depth = tip_columns_section_depth(restricting->whole, section);
    const char **headings = calloc(depth > 0 ? depth : 1, sizeof *headings);
    if (headings == NULL)
        return tip_error_memory(restricting->error, "restricting the sections");
    for (size_t level = 0; level < depth; level++)
        headings[level] = tip_columns_heading(restricting->whole, section, level);
    tip_status status = tip_columns_builder_section(
        restricting->builder, headings, depth, &restricting->sections[section], restricting->error);
    free(headings);
    return status;
}

static tip_status add_sections(struct restricting *restricting)
{
    tip_status status = TIP_OK;
    for (uint32_t number = 1; number < tip_columns_size(restricting->whole); number++)
        if (is_seen(restricting, number))
            restricting->is_used[tip_columns_section_of(restricting->whole, number)] = true;
    for (uint32_t s = 0; s < tip_columns_section_count(restricting->whole) && status == TIP_OK; s++)
        if (restricting->is_used[s])
            status = add_section(restricting, s);
    return status;
}

static tip_status add_passages(struct restricting *restricting)
{
    tip_status status = TIP_OK;
    for (uint32_t number = 1; number < tip_columns_size(restricting->whole) && status == TIP_OK;
         number++) {
        struct tip_row row;
        if (!is_seen(restricting, number))
            continue;
        tip_columns_get(restricting->whole, number, &row);
        row.report = restricting->reports[row.report];
        row.section = restricting->sections[row.section];
        status = tip_columns_builder_put(restricting->builder, number, &row, restricting->error);
    }
    return status;
}

static tip_status prepare(struct restricting *restricting)
{
    size_t reports = (size_t)tip_columns_report_count(restricting->whole) + 1;
    size_t sections = (size_t)tip_columns_section_count(restricting->whole) + 1;
    restricting->reports = calloc(reports, sizeof *restricting->reports);
    restricting->sections = calloc(sections, sizeof *restricting->sections);
    restricting->is_used = calloc(sections, sizeof *restricting->is_used);
    if (restricting->reports == NULL || restricting->sections == NULL ||
        restricting->is_used == NULL)
        return tip_error_memory(restricting->error, "restricting the facts of the passages");
    return tip_columns_builder_create(&restricting->builder, restricting->error);
}

tip_status tip_columns_restrict(struct tip_columns **out, const struct tip_columns *whole,
                                const bool *is_visible, const struct tip_twin_source *source,
                                struct tip_error *error)
{
    struct restricting restricting = {.whole = whole, .is_visible = is_visible, .error = error};
    tip_status status = prepare(&restricting);
    if (status == TIP_OK)
        status = add_reports(&restricting);
    if (status == TIP_OK)
        status = add_sections(&restricting);
    if (status == TIP_OK)
        status = add_passages(&restricting);
    if (status == TIP_OK)
        status = tip_columns_builder_take(out, restricting.builder, source, error);
    tip_columns_builder_free(restricting.builder);
    free(restricting.reports);
    free(restricting.sections);
    free(restricting.is_used);
    return status;
}

size_t tip_columns_bytes(const struct tip_columns *columns)
{
    return tip_table_bytes(&columns->table, &tip_columns_format);
}
