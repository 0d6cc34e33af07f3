/* What of a query's lexemes is an operator or a parenthesis, and what only looks like one. */
#ifndef TIP_OPERATORS_H
#define TIP_OPERATORS_H

#include "search/lexer.h"

/* In a query without any small letter, with three words or more, two of them side by side, AND, OR,
 * NOT and NEAR are words: a heading was pasted, or a key held down. `text` is the query. */
void tip_operators_lower(struct tip_lexeme_list *list, const char *text, size_t length);

/* Takes out parentheses without a partner and groups that hold nothing. TIP_INVALID: one without a
 * partner has a sign or NOT before it, or groups are more than TIP_QUERY_DEPTH deep; *place is it.
 */
tip_status tip_parentheses_match(struct tip_lexeme_list *list, const char **place,
                                 struct tip_error *error) TIP_MUST_CHECK;

/* Takes out each * that stands beside other operands: it is what is left of a list that was pasted.
 */
void tip_stars_drop(struct tip_lexeme_list *list);

/* Operators without their operands become words. */
void tip_operators_demote(struct tip_lexeme_list *list);

/* Takes `count` lexemes from `first` on out of the list. */
void tip_lexemes_remove(struct tip_lexeme_list *list, size_t first, size_t count);

#endif
