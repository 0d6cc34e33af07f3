/* Reads a query in three passes over its lexemes: which operators have operands (the others are
 * words), what they make of their operands' roles and groups, and then each operand's clause. No
 * pass recurses, so no query is too deep. */
#include "search/query.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "search/filter_text.h"
#include "search/operators.h"
#include "search/query_countries.h"
#include "search/query_parts.h"

struct parser {
    struct tip_query_reader reader;
    const char *text;
    size_t *at;
    struct tip_lexeme_list lexemes;
};

/* Sets the place of what cannot be read; the caller sets the message. */
static void point_at(const struct parser *parser, const char *place)
{
    *parser->at = tip_utf8_count(parser->text, (size_t)(place - parser->text));
}

/* ---- lexemes ---- */

static bool grow_lexemes(struct tip_lexeme_list *list)
{
    size_t wanted = list->capacity == 0 ? 16 : list->capacity * 2;
    struct tip_lexeme *moved = reallocarray(list->items, wanted, sizeof *moved);
    if (moved != NULL) {
        list->items = moved;
        list->capacity = wanted;
    }
    return moved != NULL;
}

static tip_status collect_lexemes(struct parser *parser, size_t length)
{
    struct tip_lexer lexer;
    tip_lexer_begin(&lexer, parser->text, length);
    struct tip_lexeme_list *list = &parser->lexemes;
    for (;;) {
        if (list->count == list->capacity && !grow_lexemes(list)) {
            return tip_error_memory(parser->reader.error, "reading a query");
        }
        list->items[list->count] = tip_lexer_next(&lexer);
        if (list->items[list->count].kind == TIP_LEXEME_END) {
            return TIP_OK;
        }
        list->count++;
    }
}

static tip_status refuse_signed_groups(const struct parser *parser)
{
    for (size_t i = 0; i < parser->lexemes.count; i++) {
        const struct tip_lexeme *lexeme = &parser->lexemes.items[i];
        bool is_not_group =
            lexeme->kind == TIP_LEXEME_NOT && parser->lexemes.items[i + 1].after_parenthesis;
        if (lexeme->kind == TIP_LEXEME_SIGNED_GROUP || is_not_group) {
            point_at(parser, lexeme->text);
            return tip_error_set(parser->reader.error, TIP_INVALID,
                                 "%.*s before a parenthesis is not supported: write it before "
                                 "each word instead",
                                 (int)lexeme->length, lexeme->text);
        }
    }
    return TIP_OK;
}

/* ---- words and phrases ---- */

/* A clause for `lexeme` without words yet; NULL when there is no memory. */
static struct tip_clause *add_clause(struct parser *parser, const struct tip_lexeme *lexeme)
{
    struct tip_clause *clause = tip_query_add_clause(&parser->reader);
    if (clause != NULL) {
        clause->role = lexeme->role;
        clause->group = lexeme->group;
        clause->first_word = parser->reader.query->word_count;
        clause->typed = lexeme->text;
        clause->typed_length = lexeme->length;
    }
    return clause;
}

/* Adds the tokens [from, to) to the clause: its parts, then its compounds. With a sign only
 * compounds count that stand for all parts. */
static tip_status fill_clause(struct parser *parser, struct tip_clause *clause, size_t from,
                              size_t to)
{
    const struct tip_token *items = parser->reader.tokens->items;
    tip_status status = TIP_OK;
    uint32_t end = 0;
    for (size_t i = from; i < to && status == TIP_OK; i++) {
        if (!items[i].is_compound) {
            status = tip_query_add_word(&parser->reader, &items[i]);
            clause->word_count++;
            end = items[i].end;
        }
    }
    for (size_t i = from; i < to && status == TIP_OK && !clause->is_phrase; i++) {
        bool spans_all = items[i].start == items[from].start && items[i].end >= end;
        if (items[i].is_compound && (clause->role == TIP_ROLE_ANY || spans_all)) {
            status = tip_query_add_word(&parser->reader, &items[i]);
            clause->compound_count++;
        }
    }
    clause->is_phrase |=
        clause->role != TIP_ROLE_ANY && clause->word_count > 1 && clause->compound_count == 0;
    clause->is_name &= clause->is_phrase;
    return status;
}

static tip_status add_clause_of(struct parser *parser, const struct tip_lexeme *lexeme, size_t from,
                                size_t to)
{
    struct tip_clause *clause = add_clause(parser, lexeme);
    if (clause == NULL) {
        return TIP_NO_MEMORY;
    }
    const struct tip_token *items = parser->reader.tokens->items;
    clause->is_phrase = lexeme->kind == TIP_LEXEME_PHRASE;
    clause->is_name = lexeme->is_name;
    if (!clause->is_phrase) {
        clause->typed = lexeme->text + items[from].start;
        clause->typed_length = items[to - 1].end - items[from].start;
    }
    return fill_clause(parser, clause, from, to);
}

/* A word as typed may be several for the analyser ("www.state.gov"): unless a compound holds them
 * together or a sign makes a phrase of them, each is a clause. */
static tip_status read_words(struct parser *parser, const struct tip_lexeme *lexeme)
{
    tip_status status = tip_query_analyse(&parser->reader, lexeme->text, lexeme->length);
    const struct tip_tokens *tokens = parser->reader.tokens;
    if (status != TIP_OK || tokens->positions == 0) {
        return status;
    }
    bool is_one = lexeme->role != TIP_ROLE_ANY || lexeme->kind == TIP_LEXEME_PHRASE ||
                  tokens->positions < tokens->count;
    if (is_one) {
        return add_clause_of(parser, lexeme, 0, tokens->count);
    }
    for (size_t i = 0; i < tokens->count && status == TIP_OK; i++) {
        status = add_clause_of(parser, lexeme, i, i + 1);
    }
    return status;
}

/* ---- the whole ---- */

static tip_status read_operands(struct parser *parser)
{
    for (size_t i = 0; i < parser->lexemes.count; i++) {
        const struct tip_lexeme *lexeme = &parser->lexemes.items[i];
        const char *place = lexeme->text;
        tip_status status = TIP_OK;
        if (lexeme->kind == TIP_LEXEME_FILTER) {
            status =
                tip_filter_read(&parser->reader, lexeme->field, lexeme->role == TIP_ROLE_MUST_NOT,
                                lexeme->text, lexeme->length, &place);
        } else if (lexeme->kind == TIP_LEXEME_ALL) {
            parser->reader.query->has_all = true;
        } else if (!tip_lexeme_is_operator(lexeme)) {
            status = read_words(parser, lexeme);
        }
        if (status != TIP_OK) {
            point_at(parser, place);
            return status;
        }
    }
    return TIP_OK;
}

static tip_status parse(struct parser *parser, size_t length)
{
    tip_status status = collect_lexemes(parser, length);
    if (status != TIP_OK) {
        return status;
    }
    tip_query_join_names(&parser->lexemes, parser->reader.knowledge);
    tip_operators_demote(&parser->lexemes);
    status = refuse_signed_groups(parser);
    if (status != TIP_OK) {
        return status;
    }
    tip_operators_apply(&parser->lexemes);
    status = read_operands(parser);
    const struct tip_query *query = parser->reader.query;
    if (status == TIP_OK && query->clause_count + query->filter_count == 0 && !query->has_all) {
        *parser->at = 0;
        return tip_error_set(parser->reader.error, TIP_INVALID,
                             "the query holds no word: type words to find, or * for everything");
    }
    return status;
}

tip_status tip_query_parse(struct tip_query *query, struct tip_analyser *analyser,
                           struct tip_tokens *tokens, const struct tip_knowledge *knowledge,
                           const char *text, size_t length, size_t *at, struct tip_error *error)
{
    *query = (struct tip_query){0};
    *at = 0;
    struct parser parser = {
        .reader = {query, analyser, tokens, knowledge, error}, .text = text, .at = at};
    tip_status status = parse(&parser, length);
    free(parser.lexemes.items);
    return status;
}

void tip_query_free(struct tip_query *query)
{
    free(query->clauses);
    free(query->filters);
    free(query->words);
    free(query->expansions);
    tip_string_free(&query->pool);
    *query = (struct tip_query){0};
}

bool tip_query_has_field(const struct tip_query *query, enum tip_filter_field field)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        if (query->filters[i].field == field) {
            return true;
        }
    }
    return false;
}

bool tip_query_names_contents(const struct tip_query *query)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct tip_filter *filter = &query->filters[i];
        if (filter->field == TIP_FILTER_KIND && filter->kind == TIP_KIND_CONTENTS &&
            !filter->is_excluded) {
            return true;
        }
    }
    return false;
}
