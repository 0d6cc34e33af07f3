/* What AND, OR and NOT make of the operands beside them. */
#ifndef TIP_OPERATORS_H
#define TIP_OPERATORS_H

#include <stdbool.h>
#include <stddef.h>

#include "search/lexer.h"

/* The lexemes of a query without the one of its end; behind the last there is room for that. */
struct tip_lexeme_list {
    struct tip_lexeme *items;
    size_t count, capacity;
};

bool tip_lexeme_is_operator(const struct tip_lexeme *lexeme);

/* Operators without their operands become words. */
void tip_operators_demote(struct tip_lexeme_list *list);

/* Sets the operands' roles, and their groups: operands that OR joins share a number, and when one
 * of them must be there the others are alternatives to it. Every operator has its operands. */
void tip_operators_apply(struct tip_lexeme_list *list);

#endif
