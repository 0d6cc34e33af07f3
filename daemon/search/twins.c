/* The same text, or nearly the same, in several reports. The groups of such passages are part of
 * the columns, the newest report's first, so the first of a group that matches is the one that is
 * shown. Any two texts of a group are alike, so whatever is hidden is nearly the same as that. */
#include "search/twins.h"

#include <stdlib.h>

#include "index/likeness.h"
#include "search/view.h"

enum { COMPARED_OF_REPORT = 8 }; /* passages of a report, for the one that is named */

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

/* ---- what is named beside a passage ---- */

/* The passage that is shown, and where the words of others are compared with its own. */
struct comparing {
    const struct tip_generation *generation;
    uint32_t number;
    struct tip_row row;
    struct tip_token_list list;
    struct tip_shingles own, other;
    struct tip_error *error;
};

static tip_status take_shingles(struct comparing *comparing, uint32_t number,
                                struct tip_shingles *shingles)
{
    tip_status status = tip_token_file_get(comparing->generation->tokens, number, &comparing->list,
                                           comparing->error);
    return status == TIP_OK ? tip_shingles_make(shingles, &comparing->list, comparing->error)
                            : status;
}

static tip_status begin_comparing(struct comparing *comparing, struct tip_searcher *searcher,
                                  uint32_t number, struct tip_error *error)
{
    *comparing =
        (struct comparing){.generation = searcher->generation, .number = number, .error = error};
    tip_columns_get(searcher->generation->columns, number, &comparing->row);
    return take_shingles(comparing, number, &comparing->own);
}

static void end_comparing(struct comparing *comparing)
{
    tip_token_list_free(&comparing->list);
    tip_shingles_free(&comparing->own);
    tip_shingles_free(&comparing->other);
}

static tip_status compare(struct comparing *comparing, uint32_t number,
                          struct tip_likeness *likeness)
{
    struct tip_row row;
    tip_columns_get(comparing->generation->columns, number, &row);
    if (row.text_key == comparing->row.text_key) {
        *likeness = (struct tip_likeness){.is_same = true, .overlap = 1};
        return TIP_OK;
    }
    tip_status status = take_shingles(comparing, number, &comparing->other);
    *likeness =
        (struct tip_likeness){.overlap = tip_shingles_overlap(&comparing->own, &comparing->other)};
    return status;
}

static bool is_liker(const struct tip_likeness *one, const struct tip_likeness *two)
{
    return one->is_same != two->is_same ? one->is_same : one->overlap > two->overlap;
}

/* Of a report's passages in the group, which begin at `place`, the one that is most like the one
 * shown. */
static tip_status find_nearest(struct comparing *comparing, const struct tip_twins *twins,
                               uint32_t place, uint32_t *nearest, struct tip_likeness *likeness)
{
    const struct tip_columns *columns = comparing->generation->columns;
    const uint32_t report = tip_columns_report_of(columns, tip_columns_twin(columns, twins, place));
    tip_status status = TIP_OK;
    *likeness = (struct tip_likeness){.overlap = -1};
    for (uint32_t i = place; i < twins->count && i < place + COMPARED_OF_REPORT; i++) {
        struct tip_likeness found;
        uint32_t twin = tip_columns_twin(columns, twins, i);
        if (tip_columns_report_of(columns, twin) != report) {
            break;
        }
        status = compare(comparing, twin, &found);
        if (status != TIP_OK) {
            return status;
        }
        if (is_liker(&found, likeness)) {
            *likeness = found;
            *nearest = twin;
        }
    }
    return status;
}

static tip_status name_twin(struct tip_view *view, struct tip_searcher *searcher,
                            struct comparing *comparing, const struct tip_twins *twins,
                            uint32_t place)
{
    uint32_t nearest = 0;
    struct tip_likeness likeness;
    tip_status status = find_nearest(comparing, twins, place, &nearest, &likeness);
    if (status != TIP_OK) {
        return status;
    }
    struct tip_view *twin = &view->also_in[view->also_in_count++];
    status = tip_view_make_alone(twin, searcher, nearest, comparing->error);
    twin->likeness = likeness;
    return status;
}

tip_status tip_twins_show(struct tip_view *view, struct tip_searcher *searcher, uint32_t number,
                          struct tip_error *error)
{
    const struct tip_columns *columns = searcher->generation->columns;
    struct tip_twins twins;
    struct comparing comparing;
    uint32_t own = tip_columns_report_of(columns, number), before = own;
    if (!tip_columns_find_twins(columns, number, &twins)) {
        return TIP_OK;
    }
    view->also_in = calloc(TIP_ALSO_IN, sizeof *view->also_in);
    if (view->also_in == NULL) {
        return tip_error_memory(error, "showing a passage");
    }
    tip_status status = begin_comparing(&comparing, searcher, number, error);
    for (uint32_t i = 0; i < twins.count && status == TIP_OK; i++) {
        uint32_t report = tip_columns_report_of(columns, tip_columns_twin(columns, &twins, i));
        if (report == own || report == before) {
            continue;
        }
        before = report;
        if (view->also_in_total++ < TIP_ALSO_IN) {
            status = name_twin(view, searcher, &comparing, &twins, i);
        }
    }
    end_comparing(&comparing);
    return status;
}
