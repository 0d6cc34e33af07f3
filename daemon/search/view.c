/* A row of the columns and what belongs to it, as a view. */
#include "search/view.h"

#include <stdlib.h>

#include "index/citation.h"
#include "search/facts.h"
#include "search/twins.h"

static tip_status take_headings(struct tip_view *view, const struct tip_columns *columns,
                                struct tip_error *error)
{
    size_t depth = tip_columns_section_depth(columns, view->row.section);
    view->headings = calloc(depth + 1, sizeof *view->headings);
    if (view->headings == NULL) {
        return tip_error_memory(error, "showing a passage");
    }
    for (size_t level = 0; level < depth; level++) {
        view->headings[level] = tip_columns_heading(columns, view->row.section, level);
    }
    view->depth = depth;
    return TIP_OK;
}

static tip_status take_citation(struct tip_view *view, struct tip_error *error)
{
    struct tip_string citation = {0};
    view->cited_count = tip_citation(&citation,
                                     &(struct tip_cited){.report = &view->report,
                                                         .headings = view->headings,
                                                         .depth = view->depth,
                                                         .page = view->row.page,
                                                         .page_is = view->row.page_is,
                                                         .id = view->row.id},
                                     view->cited);
    view->citation = tip_string_release(&citation);
    return view->citation == NULL ? tip_error_memory(error, "writing a citation") : TIP_OK;
}

static tip_status take_address(struct tip_view *view, struct tip_error *error)
{
    struct tip_string address = {0};
    tip_source_address(&address, view->report.file, view->row.page_number);
    view->source_address = tip_string_release(&address);
    return view->source_address == NULL ? tip_error_memory(error, "naming a source") : TIP_OK;
}

tip_status tip_view_make_alone(struct tip_view *view, struct tip_searcher *searcher,
                               uint32_t number, struct tip_error *error)
{
    const struct tip_columns *columns = searcher->generation->columns;
    *view = (struct tip_view){0};
    tip_columns_get(columns, number, &view->row);
    tip_columns_report(columns, view->row.report, &view->report);
    tip_status status = take_headings(view, columns, error);
    if (status == TIP_OK) {
        status = take_citation(view, error);
    }
    if (status == TIP_OK) {
        status = take_address(view, error);
    }
    return status;
}

tip_status tip_view_make(struct tip_view *view, struct tip_searcher *searcher, uint32_t number,
                         bool with_text, struct tip_error *error)
{
    tip_status status = tip_view_make_alone(view, searcher, number, error);
    if (status == TIP_OK) {
        status = tip_twins_show(view, searcher, number, error);
    }
    if (status == TIP_OK && with_text) {
        size_t length;
        status = tip_generation_text(searcher->generation, searcher->index, number, &view->text,
                                     &length, error);
    }
    return status;
}

void tip_view_free(struct tip_view *view)
{
    free(view->headings);
    free(view->citation);
    free(view->source_address);
    free(view->text);
    tip_fact_list_free(&view->countries);
    tip_fact_list_free(&view->patterns);
    for (size_t i = 0; i < view->also_in_count; i++) {
        tip_view_free(&view->also_in[i]);
    }
    free(view->also_in);
    *view = (struct tip_view){0};
}
