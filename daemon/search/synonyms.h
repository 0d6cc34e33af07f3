/* What a query looks for in the stead of what was typed, too. */
#ifndef TIP_SEARCH_SYNONYMS_H
#define TIP_SEARCH_SYNONYMS_H

#include "search/query_parts.h"

/* Adds to the query, for each of its plain words and runs of them that the reader's knowledge
 * has synonyms of, an expansion and a clause for each other member of the group, behind the
 * clauses that were typed. A run is as long as possible and is read from the left. A clause with a
 * sign stands or falls as a whole: +NGO is content with any of the group. When the query has no
 * room for more words, or has many synonyms already, what is left has none. TIP_NO_MEMORY and the
 * analyser's statuses. */
tip_status tip_synonyms_add(struct tip_query_reader *reader) TIP_MUST_CHECK;

#endif
