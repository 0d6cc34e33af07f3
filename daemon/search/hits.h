/* Ranked passages -> the hits of a reply. */
#ifndef TIP_HITS_H
#define TIP_HITS_H

#include "search/plan.h"
#include "search/ranking/rank.h"
#include "search/reply.h"

/* Fills reply->hits with the page's passages, the first of which has rank `first_rank`: what is
 * shown of each, its snippet (marked by `plan`, NULL for none), and its text when it was asked for.
 */
tip_status tip_hits_make(struct tip_reply *reply, struct tip_searcher *searcher,
                         const struct tip_plan *plan, const struct tip_page_hits *page,
                         uint32_t first_rank, bool with_text,
                         struct tip_error *error) TIP_MUST_CHECK;

#endif
