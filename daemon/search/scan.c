/* Pages of a scan: each is cut out of all that matches. */
#include "search/scan.h"

#include <stdlib.h>
#include <string.h>

#include "search/view.h"

static tip_status refuse(struct tip_reply *reply, enum tip_error_code code, const char *message)
{
    tip_reply_fail(reply, code, "%s", message);
    return TIP_OK;
}

tip_status tip_scan_begin(struct tip_scan *scan, struct tip_searcher *searcher,
                          const struct tip_request *request, struct tip_reply *reply,
                          struct tip_error *error)
{
    struct tip_scan_cursor given;
    uint32_t served = searcher->generation->number;
    *scan = (struct tip_scan){.has_begun = request->after != NULL};
    if (!tip_scan_cursor_make(&scan->cursor, searcher, request)) {
        return tip_error_memory(error, "scanning");
    }
    if (request->after == NULL) {
        return TIP_OK;
    }
    if (!tip_scan_cursor_read(&given, request->after)) {
        return refuse(
            reply, TIP_CODE_BAD_REQUEST,
            "“after” is no cursor as a reply to SCAN has it in “next”: give that unchanged");
    }
    if (memcmp(given.request, scan->cursor.request, sizeof given.request) != 0) {
        return refuse(reply, TIP_CODE_BAD_REQUEST,
                      "the cursor in “after” is of another query or other options: repeat those of "
                      "the first page, or leave “after” out to begin anew");
    }
    if (memcmp(given.state, scan->cursor.state, sizeof given.state) != 0) {
        tip_reply_fail(
            reply, TIP_CODE_GONE,
            "the scan was of generation %u as it was then, which is not kept any longer; "
            "generation %u is in service: begin anew without “after”",
            given.generation, served);
        reply->error.generation = served;
        return TIP_OK;
    }
    if (memcmp(given.scope, scan->cursor.scope, sizeof given.scope) != 0) {
        return refuse(reply, TIP_CODE_BAD_REQUEST,
                      "the cursor in “after” is of somebody who sees other reports: begin anew "
                      "without it");
    }
    scan->cursor.after = given.after;
    return TIP_OK;
}

static tip_status refuse_late(struct tip_reply *reply)
{
    return refuse(
        reply, TIP_CODE_TIMEOUT,
        "the page could not be made in the time that a request has: ask for fewer passages "
        "at once, or narrow the query");
}

/* The first place behind the page before. */
static uint32_t first_place(const struct tip_scan *scan, const struct tip_columns *columns)
{
    if (!scan->has_begun) {
        return 0;
    }
    return scan->cursor.after == UINT64_MAX ? tip_columns_passages(columns)
                                            : tip_columns_id_place(columns, scan->cursor.after + 1);
}

/* Where the scan goes on behind the last passage that is shown. */
static tip_status write_next(const struct tip_scan *scan, struct tip_reply *reply,
                             struct tip_error *error)
{
    struct tip_scan_cursor next = scan->cursor;
    next.after = reply->hits[reply->hit_count - 1].view.row.id;
    reply->next = calloc(1, TIP_CURSOR_SIZE);
    return reply->next != NULL && tip_scan_cursor_write(reply->next, &next)
               ? TIP_OK
               : tip_error_memory(error, "scanning");
}

tip_status tip_scan_show(const struct tip_scan *scan, struct tip_searcher *searcher,
                         const struct tip_request *request, const struct tip_bitmap *matches,
                         struct tip_reply *reply, struct tip_error *error)
{
    const struct tip_columns *columns = searcher->generation->columns;
    reply->is_scan = true;
    if (reply->is_partial) {
        return refuse_late(reply);
    }
    reply->hits = calloc((size_t)request->limit + 1, sizeof *reply->hits);
    if (reply->hits == NULL) {
        return tip_error_memory(error, "showing hits");
    }
    for (uint32_t place = first_place(scan, columns); place < tip_columns_passages(columns);
         place++) {
        uint32_t number = tip_columns_by_id(columns, place);
        if (!tip_bitmap_has(matches, number)) {
            continue;
        }
        if (reply->hit_count == request->limit) {
            return write_next(scan, reply, error);
        }
        if (tip_searcher_is_late(searcher)) {
            return refuse_late(reply);
        }
        struct tip_hit *hit = &reply->hits[reply->hit_count++];
        tip_status status = tip_view_make(&hit->view, searcher, number, request->with_text, error);
        if (status != TIP_OK) {
            return status;
        }
    }
    return TIP_OK;
}
