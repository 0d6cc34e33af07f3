/* The query language's lexemes: where words, phrases, filters, parentheses and operators begin and
 * end. */
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
    TIP_LEXEME_OPEN,
    TIP_LEXEME_CLOSE,
    TIP_LEXEME_AND,
    TIP_LEXEME_OR,
    TIP_LEXEME_NOT,
    TIP_LEXEME_NEAR,
    TIP_LEXEME_END
};

struct tip_lexeme {
    enum tip_lexeme_kind kind;
    enum tip_role role; /* what its sign says */
    const char *begin;  /* with its sign; what a refusal points at */
    const char *text;   /* the word, the phrase inside its quotes, the filter's value */
    size_t length;
    enum tip_filter_field field; /* TIP_LEXEME_FILTER */
    bool is_name;                /* TIP_LEXEME_WORD: several words, which are a country's name */
    enum tip_match match;        /* TIP_LEXEME_WORD */
    bool has_number;             /* behind ~ of a word or phrase, or NEAR/ */
    unsigned number;
    bool has_tilde; /* of a phrase */
    double weight;  /* behind ^; 1 without it */
};

/* The lexemes of a query without the one of its end; behind the last there is room for that. */
struct tip_lexeme_list {
    struct tip_lexeme *items;
    size_t count, capacity;
};

struct tip_lexer {
    const char *text, *cursor, *end;
    bool is_plain; /* behind a quote without a partner: only words */
    struct tip_error *error;
};

void tip_lexer_begin(struct tip_lexer *lexer, const char *text, size_t length,
                     struct tip_error *error);

/* The next lexeme. TIP_INVALID: a number out of range, at lexeme->begin. */
tip_status tip_lexer_next(struct tip_lexer *lexer, struct tip_lexeme *lexeme) TIP_MUST_CHECK;

/* Whether the parser reads it as an operand by itself: a word, phrase, filter or *. */
bool tip_lexeme_is_operand(const struct tip_lexeme *lexeme);
bool tip_lexeme_is_operator(const struct tip_lexeme *lexeme);

#endif
