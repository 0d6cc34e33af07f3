/* The query language's lexemes: where words, phrases, filters and operators begin and end. */
#ifndef TIP_LEXER_H
#define TIP_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "search/query.h"

enum tip_lexeme_kind {
    TIP_LEXEME_WORD,
    TIP_LEXEME_PHRASE,
    TIP_LEXEME_FILTER,
    TIP_LEXEME_ALL, /* * */
    TIP_LEXEME_AND,
    TIP_LEXEME_OR,
    TIP_LEXEME_NOT,
    TIP_LEXEME_SIGNED_GROUP, /* a sign before a parenthesis */
    TIP_LEXEME_END
};

struct tip_lexeme {
    enum tip_lexeme_kind kind;
    enum tip_role role;          /* what its sign says */
    enum tip_filter_field field; /* TIP_LEXEME_FILTER */
    const char *name;            /* TIP_LEXEME_FILTER: where the field's name begins */
    const char *text;            /* the word, the phrase inside its quotes, the filter's value */
    size_t length;
    bool is_name;           /* TIP_LEXEME_WORD: several words, which are a country's name */
    bool after_parenthesis; /* an opening one stands directly before it */
    unsigned group;         /* the parser's: operands that OR joins share a number, */
    bool is_required;       /* and of the group with this number one must be there */
};

struct tip_lexer {
    const char *text, *cursor, *end;
    bool is_plain; /* behind a quote without a partner: only words */
};

void tip_lexer_begin(struct tip_lexer *lexer, const char *text, size_t length);
struct tip_lexeme tip_lexer_next(struct tip_lexer *lexer);

#endif
