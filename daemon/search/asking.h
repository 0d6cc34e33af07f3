/* What a request asks for: its query, its filter and the values of its fields, read and planned,
 * and the passages that match all of them. */
#ifndef TIP_ASKING_H
#define TIP_ASKING_H

#include "base/bitmap.h"
#include "search/plan.h"
#include "search/reply.h"
#include "search/request.h"
#include "search/scan_cursor.h"
#include "search/searcher.h"

/* What must match, in the order in which it narrows. */
enum tip_side_name { TIP_SIDE_FIELDS, TIP_SIDE_FILTER, TIP_SIDE_QUERY, TIP_SIDE_COUNT };

/* A query and what became of it. */
struct tip_side {
    bool is_given;
    struct tip_query query;
    struct tip_plan plan;
};

/* The first members are the caller's, all others are zero before it is asked and freed as a whole.
 */
struct tip_asking {
    struct tip_searcher *searcher;
    const struct tip_request *request;
    struct tip_reply *reply;
    struct tip_error *error;
    const struct tip_scan_cursor
        *scan;  /* of SCAN: what matches is kept for its next pages; or NULL */
    char *text; /* owned; the query that is read instead of the request's, or NULL */
    struct tip_side sides[TIP_SIDE_COUNT];
    struct tip_bitmap matches;
    bool corrections_are_cut; /* the time ended before all were looked for */
};

/* Reads the request and finds what matches: asking->matches, every report's passages, and of the
 * reply whether the time cut that. A query that finds nothing as it was typed is corrected. What
 * cannot be read makes the reply an error, with TIP_OK. */
tip_status tip_asking_find(struct tip_asking *asking) TIP_MUST_CHECK;
void tip_asking_free(struct tip_asking *asking);

bool tip_asking_is_refused(const struct tip_asking *asking); /* the reply is an error */
/* The query as it came; "" for none. */
const char *tip_asking_text(const struct tip_asking *asking);
/* Passages of kind contents are only found when one side names that kind. */
const struct tip_bitmap *tip_asking_base(const struct tip_asking *asking);

/* Tells in the reply how the query was understood. */
tip_status tip_asking_tell(struct tip_asking *asking) TIP_MUST_CHECK;
/* Where a filter can match nothing, that is why nothing was found: reply->hint. */
tip_status tip_asking_hint(struct tip_asking *asking) TIP_MUST_CHECK;

#endif
