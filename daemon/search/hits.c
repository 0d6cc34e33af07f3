/* Fetches what is shown of each hit. */
#include "search/hits.h"

#include <stdlib.h>

#include "search/marks.h"
#include "search/view.h"

static tip_status make_hit(struct tip_hit *hit, struct tip_marker *marker,
                           const struct tip_rank_hit *ranked, bool with_text,
                           struct tip_error *error)
{
    hit->score = ranked->score;
    tip_status status = tip_view_make(&hit->view, marker->searcher, ranked->number, true, error);
    if (status == TIP_OK) {
        status = tip_marks_show(hit, marker, ranked->number, error);
    }
    if (!with_text) {
        free(hit->view.text);
        hit->view.text = NULL;
    }
    return status;
}

tip_status tip_hits_make(struct tip_reply *reply, struct tip_searcher *searcher,
                         const struct tip_plan *plan, const struct tip_page_hits *page,
                         uint32_t first_rank, bool with_text, struct tip_error *error)
{
    struct tip_marker marker;
    reply->hits = calloc(page->count + 1, sizeof *reply->hits);
    if (reply->hits == NULL) {
        return tip_error_memory(error, "showing hits");
    }
    tip_status status = tip_marker_make(&marker, searcher, plan, error);
    for (size_t i = 0; i < page->count && status == TIP_OK; i++) {
        struct tip_hit *hit = &reply->hits[reply->hit_count++];
        hit->rank = first_rank + (uint32_t)i;
        status = make_hit(hit, &marker, &page->items[i], with_text, error);
    }
    tip_marker_free(&marker);
    return status;
}
