/* The countries that a query names: their passages are found by the tag, whatever name they use. */
#ifndef TIP_QUERY_COUNTRIES_H
#define TIP_QUERY_COUNTRIES_H

#include "search/operators.h"
#include "search/query_parts.h"
#include "search/reply.h"

/* Makes one operand of words side by side that are a country's name, where a sign or an operator
 * stands beside them: "NOT South Korea" excludes no Korea and asks for no South. */
void tip_query_join_names(struct tip_lexeme_list *list, const struct tip_knowledge *knowledge);

/* Adds to the query a country and a clause for each name of one among its plain words, or that a
 * word with a + is as a whole, behind all other clauses. What stands in quotes, behind a - or in a
 * filter names none. `text` is what the query was read from. TIP_NO_MEMORY and the analyser's
 * statuses. */
tip_status tip_query_find_countries(struct tip_query_reader *reader, const char *text,
                                    size_t length) TIP_MUST_CHECK;

/* Tells the reply which countries the query named. */
tip_status tip_query_tell_countries(struct tip_reply *reply, const struct tip_query *query,
                                    const struct tip_knowledge *knowledge,
                                    struct tip_error *error) TIP_MUST_CHECK;

#endif
