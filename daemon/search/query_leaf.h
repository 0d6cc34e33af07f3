/* The leaves of a query's tree: what a lexeme means. */
#ifndef TIP_QUERY_LEAF_H
#define TIP_QUERY_LEAF_H

#include "search/lexer.h"
#include "search/query_parts.h"

/* Whether the analyser finds a word in a word's or phrase's lexeme. */
tip_status tip_leaf_has_word(struct tip_query_reader *reader, const struct tip_lexeme *lexeme,
                             bool *has_word) TIP_MUST_CHECK;

/* Adds the clauses of a word or phrase: one, or for a word that is several to the analyser
 * ("www.state.gov") and need not stand as a whole, one each. TIP_INVALID: too many words. */
tip_status tip_leaf_read(struct tip_query_reader *reader, const struct tip_lexeme *lexeme,
                         bool is_whole) TIP_MUST_CHECK;

#endif
