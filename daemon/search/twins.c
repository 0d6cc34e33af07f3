/* The same text in several reports. The groups of such passages are part of the columns, the newest
 * report's first, so the first of a group that matches is the one that is shown. */
#include "search/twins.h"

#include <stdlib.h>

#include "search/view.h"

/* Leaves of a group only the matches of the report whose match comes first. */
static uint32_t hide_group(const struct tip_columns *columns, const struct tip_twins *twins,
                           struct tip_bitmap *matches)
{
    uint32_t hidden = 0, shown = 0;
    bool is_shown = false;
    for (uint32_t i = 0; i < twins->count; i++) {
        uint32_t number = tip_columns_twin(columns, twins, i);
        uint32_t report = tip_columns_report_of(columns, number);
        if (!tip_bitmap_has(matches, number)) {
            continue;
        }
        if (is_shown && report != shown) {
            tip_bitmap_unset(matches, number);
            hidden++;
        } else if (!is_shown) {
            is_shown = true;
            shown = report;
        }
    }
    return hidden;
}

tip_status tip_twins_hide(struct tip_searcher *searcher, struct tip_bitmap *matches,
                          uint32_t *hidden, struct tip_error *error)
{
    const struct tip_columns *columns = searcher->generation->columns;
    struct tip_bitmap done = {0};
    *hidden = 0;
    if (tip_columns_twin_places(columns) == 0) {
        return TIP_OK;
    }
    tip_status status = tip_bitmap_init(&done, tip_columns_twin_places(columns), error);
    if (status != TIP_OK) {
        return status;
    }
    for (uint32_t n = tip_bitmap_next(matches, 1); n < matches->size;
         n = tip_bitmap_next(matches, n + 1)) {
        struct tip_twins twins;
        if (tip_columns_find_twins(columns, n, &twins) && !tip_bitmap_has(&done, twins.first)) {
            tip_bitmap_set(&done, twins.first);
            *hidden += hide_group(columns, &twins, matches);
        }
    }
    tip_bitmap_free(&done);
    return TIP_OK;
}

tip_status tip_twins_count(struct tip_searcher *searcher, const struct tip_bitmap *matches,
                           uint32_t *hidden, struct tip_error *error)
{
    struct tip_bitmap rest = {0};
    *hidden = 0;
    if (tip_columns_twin_places(searcher->generation->columns) == 0) {
        return TIP_OK;
    }
    tip_status status = tip_bitmap_init(&rest, matches->size, error);
    if (status == TIP_OK) {
        tip_bitmap_copy(&rest, matches);
        status = tip_twins_hide(searcher, &rest, hidden, error);
    }
    tip_bitmap_free(&rest);
    return status;
}

void tip_twins_exclude(const struct tip_searcher *searcher, uint32_t number,
                       struct tip_bitmap *matches)
{
    const struct tip_columns *columns = searcher->generation->columns;
    struct tip_twins twins;
    tip_bitmap_unset(matches, number);
    if (!tip_columns_find_twins(columns, number, &twins)) {
        return;
    }
    for (uint32_t i = 0; i < twins.count; i++) {
        tip_bitmap_unset(matches, tip_columns_twin(columns, &twins, i));
    }
}

tip_status tip_twins_show(struct tip_view *view, struct tip_searcher *searcher, uint32_t number,
                          struct tip_error *error)
{
    const struct tip_columns *columns = searcher->generation->columns;
    struct tip_twins twins;
    uint32_t own = tip_columns_report_of(columns, number), before = own;
    tip_status status = TIP_OK;
    if (!tip_columns_find_twins(columns, number, &twins)) {
        return TIP_OK;
    }
    view->also_in = calloc(TIP_ALSO_IN, sizeof *view->also_in);
    if (view->also_in == NULL) {
        return tip_error_memory(error, "showing a passage");
    }
    for (uint32_t i = 0; i < twins.count && status == TIP_OK; i++) {
        uint32_t twin = tip_columns_twin(columns, &twins, i);
        uint32_t report = tip_columns_report_of(columns, twin);
        if (report == own || report == before) {
            continue;
        }
        before = report;
        if (view->also_in_total++ < TIP_ALSO_IN) {
            status =
                tip_view_make_alone(&view->also_in[view->also_in_count++], searcher, twin, error);
        }
    }
    return status;
}
