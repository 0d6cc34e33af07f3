/* What the knowledge tells of passages that are shown: the names of their countries, and the
 * patterns of trafficking that find them. */
#ifndef TIP_SEARCH_FACTS_H
#define TIP_SEARCH_FACTS_H

#include "search/reply.h"
#include "search/searcher.h"

/* Fills `countries` and `patterns` of the reply's hits, or of its passage. Where the time ends
 * before all patterns are known the reply becomes partial, and has those that are. */
tip_status tip_facts_tell(struct tip_searcher *searcher, struct tip_reply *reply,
                          struct tip_error *error) TIP_MUST_CHECK;

void tip_fact_list_free(struct tip_fact_list *list); /* it is empty afterwards */

#endif
