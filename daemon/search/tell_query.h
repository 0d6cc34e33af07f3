/* What a reply says of the query: how it was understood, and what stood for its words. */
#ifndef TIP_TELL_QUERY_H
#define TIP_TELL_QUERY_H

#include "search/plan.h"
#include "search/reply.h"

/* Sets query_text (`text`, the query as it came), read_as, synonyms, expansions and countries of
 * the reply. TIP_NO_MEMORY and the analyser's statuses. */
tip_status tip_query_tell(struct tip_reply *reply, struct tip_searcher *searcher,
                          const struct tip_plan *plan, const char *text,
                          struct tip_error *error) TIP_MUST_CHECK;

#endif
