/* SCAN: every passage that matches, page by page in the order of ids. */
#ifndef TIP_SCAN_H
#define TIP_SCAN_H

#include "base/bitmap.h"
#include "search/reply.h"
#include "search/scan_cursor.h"
#include "search/searcher.h"

/* Where the page that is asked for begins. */
struct tip_scan {
    struct tip_scan_cursor cursor; /* of this request, its place the last id before the page */
    bool has_begun;                /* there is a page before */
};

/* Reads the request's cursor, if it has one. One that is damaged, of another request or scope, or
 * of a generation that is not the one in use makes the reply an error. */
tip_status tip_scan_begin(struct tip_scan *scan, struct tip_searcher *searcher,
                          const struct tip_request *request, struct tip_reply *reply,
                          struct tip_error *error) TIP_MUST_CHECK;

/* Fills the reply with the page of `matches`, and reply->next; when the time ends before it is
 * whole, or the matches are not all (reply->is_partial), the reply is an error. */
tip_status tip_scan_show(const struct tip_scan *scan, struct tip_searcher *searcher,
                         const struct tip_request *request, const struct tip_bitmap *matches,
                         struct tip_reply *reply, struct tip_error *error) TIP_MUST_CHECK;

#endif
