/* Reads a query in three passes over its lexemes: which operators have operands (the others are
 * words), what they make of their operands' roles and groups, and then each operand's clause. No
 * pass recurses, so no query is too deep. */
#include "search/query.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "search/operators.h"

struct parser {
    struct tip_query *query;
    struct tip_analyser *analyser;
    struct tip_tokens *tokens;
    const char *text;
    size_t *at;
    struct tip_lexeme_list lexemes;
    struct tip_error *error;
};

/* Room for one more item of `size` bytes in an array that grows by doubling. */
static tip_status grow(void **items, size_t count, size_t *capacity, size_t size,
                       struct tip_error *error)
{
    if (count < *capacity) {
        return TIP_OK;
    }
    size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
    void *moved = reallocarray(*items, wanted, size);
    if (moved == NULL) {
        return tip_error_memory(error, "reading a query");
    }
    *items = moved;
    *capacity = wanted;
    return TIP_OK;
}

/* Sets the place of what cannot be read; the caller sets the message. */
static void point_at(const struct parser *parser, const char *place)
{
    *parser->at = tip_utf8_count(parser->text, (size_t)(place - parser->text));
}

/* ---- lexemes ---- */

static tip_status collect_lexemes(struct parser *parser, size_t length)
{
    struct tip_lexer lexer;
    tip_lexer_begin(&lexer, parser->text, length);
    struct tip_lexeme_list *list = &parser->lexemes;
    for (;;) {
        tip_status status = grow((void **)&list->items, list->count, &list->capacity,
                                 sizeof *list->items, parser->error);
        if (status != TIP_OK) {
            return status;
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
            return tip_error_set(parser->error, TIP_INVALID,
                                 "%.*s before a parenthesis is not supported: write it before "
                                 "each word instead",
                                 (int)lexeme->length, lexeme->text);
        }
    }
    return TIP_OK;
}

/* ---- words and phrases ---- */

static tip_status analyse(struct parser *parser, const char *text, size_t length)
{
    return tip_analyse(parser->analyser, text, length, parser->tokens, parser->error);
}

static tip_status add_word(struct parser *parser, const struct tip_token *token)
{
    struct tip_query *query = parser->query;
    if (query->word_count == TIP_QUERY_TERMS) {
        return tip_error_set(parser->error, TIP_INVALID,
                             "the query has more than %d words: shorten it", TIP_QUERY_TERMS);
    }
    tip_status status = grow((void **)&query->words, query->word_count, &query->word_capacity,
                             sizeof *query->words, parser->error);
    if (status != TIP_OK) {
        return status;
    }
    query->words[query->word_count++] =
        (struct tip_query_word){.offset = query->pool.length, .length = token->word_length};
    tip_string_append(&query->pool, token->word, token->word_length);
    return query->pool.failed ? tip_error_memory(parser->error, "reading a query") : TIP_OK;
}

/* A clause for `lexeme` without words yet; NULL when there is no memory. */
static struct tip_clause *add_clause(struct parser *parser, const struct tip_lexeme *lexeme)
{
    struct tip_query *query = parser->query;
    if (grow((void **)&query->clauses, query->clause_count, &query->clause_capacity,
             sizeof *query->clauses, parser->error) != TIP_OK) {
        return NULL;
    }
    struct tip_clause *clause = &query->clauses[query->clause_count++];
    *clause = (struct tip_clause){.role = lexeme->role,
                                  .group = lexeme->group,
                                  .first_word = query->word_count,
                                  .typed = lexeme->text,
                                  .typed_length = lexeme->length};
    return clause;
}

/* Adds the tokens [from, to) to the clause: its parts, then its compounds. With a sign only
 * compounds count that stand for all parts. */
static tip_status fill_clause(struct parser *parser, struct tip_clause *clause, size_t from,
                              size_t to)
{
    const struct tip_token *items = parser->tokens->items;
    tip_status status = TIP_OK;
    uint32_t end = 0;
    for (size_t i = from; i < to && status == TIP_OK; i++) {
        if (!items[i].is_compound) {
            status = add_word(parser, &items[i]);
            clause->word_count++;
            end = items[i].end;
        }
    }
    for (size_t i = from; i < to && status == TIP_OK && !clause->is_phrase; i++) {
        bool spans_all = items[i].start == items[from].start && items[i].end >= end;
        if (items[i].is_compound && (clause->role == TIP_ROLE_ANY || spans_all)) {
            status = add_word(parser, &items[i]);
            clause->compound_count++;
        }
    }
    clause->is_phrase |=
        clause->role != TIP_ROLE_ANY && clause->word_count > 1 && clause->compound_count == 0;
    return status;
}

static tip_status add_clause_of(struct parser *parser, const struct tip_lexeme *lexeme, size_t from,
                                size_t to)
{
    struct tip_clause *clause = add_clause(parser, lexeme);
    if (clause == NULL) {
        return TIP_NO_MEMORY;
    }
    const struct tip_token *items = parser->tokens->items;
    clause->is_phrase = lexeme->kind == TIP_LEXEME_PHRASE;
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
    tip_status status = analyse(parser, lexeme->text, lexeme->length);
    const struct tip_tokens *tokens = parser->tokens;
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

/* ---- filters ---- */

static tip_status read_kind(struct parser *parser, const struct tip_lexeme *lexeme,
                            struct tip_filter *filter)
{
    char name[32];
    if (lexeme->length < sizeof name) {
        memcpy(name, lexeme->text, lexeme->length);
        name[lexeme->length] = '\0';
        if (tip_kind_parse(&filter->kind, name)) {
            return TIP_OK;
        }
    }
    struct tip_string names = {0};
    for (unsigned kind = 0; kind < TIP_KIND_COUNT; kind++) {
        tip_string_printf(&names, "%s%s", kind == 0 ? "" : ", ", tip_kind_name(kind));
    }
    tip_status status =
        tip_error_set(parser->error, TIP_INVALID, "kind: takes one of %s, not \"%.*s\"",
                      names.data == NULL ? "the kinds" : names.data,
                      (int)tip_utf8_cut(lexeme->text, lexeme->length, 60), lexeme->text);
    tip_string_free(&names);
    return status;
}

/* A year of one to four digits at *cursor. */
static bool take_year(const char **cursor, const char *end, int *year)
{
    const char *start = *cursor;
    *year = 0;
    while (*cursor < end && **cursor >= '0' && **cursor <= '9' && *cursor - start < 4) {
        *year = *year * 10 + (*(*cursor)++ - '0');
    }
    return *cursor > start && *year > 0;
}

static tip_status read_year(struct parser *parser, const struct tip_lexeme *lexeme,
                            struct tip_filter *filter)
{
    const char *cursor = lexeme->text, *end = lexeme->text + lexeme->length;
    bool is_good = take_year(&cursor, end, &filter->year_from);
    filter->year_to = filter->year_from;
    if (is_good && end - cursor > 2 && cursor[0] == '.' && cursor[1] == '.') {
        cursor += 2;
        is_good = take_year(&cursor, end, &filter->year_to);
    }
    if (!is_good || cursor != end) {
        return tip_error_set(parser->error, TIP_INVALID,
                             "year: takes a year such as year:2023 or years such as "
                             "year:2021..2023, not \"%.*s\"",
                             (int)tip_utf8_cut(lexeme->text, lexeme->length, 60), lexeme->text);
    }
    if (filter->year_from > filter->year_to) {
        return tip_error_set(parser->error, TIP_INVALID,
                             "year:%d..%d runs backwards: write the earlier year first",
                             filter->year_from, filter->year_to);
    }
    return TIP_OK;
}

static tip_status read_section(struct parser *parser, const struct tip_lexeme *lexeme,
                               struct tip_filter *filter)
{
    tip_status status = analyse(parser, lexeme->text, lexeme->length);
    filter->first_word = parser->query->word_count;
    for (size_t i = 0; i < parser->tokens->count && status == TIP_OK; i++) {
        if (!parser->tokens->items[i].is_compound) {
            status = add_word(parser, &parser->tokens->items[i]);
            filter->word_count++;
        }
    }
    if (status == TIP_OK && filter->word_count == 0) {
        return tip_error_set(parser->error, TIP_INVALID,
                             "section: takes words of a heading, such as section:\"cyber scam\"");
    }
    return status;
}

static tip_status read_report(struct parser *parser, const struct tip_lexeme *lexeme,
                              struct tip_filter *filter)
{
    if (lexeme->length == 0) {
        return tip_error_set(parser->error, TIP_INVALID,
                             "report: takes a report's id, such as report:tip-2023");
    }
    filter->value_offset = parser->query->pool.length;
    filter->value_length = lexeme->length;
    tip_string_append(&parser->query->pool, lexeme->text, lexeme->length);
    return parser->query->pool.failed ? tip_error_memory(parser->error, "reading a query") : TIP_OK;
}

static tip_status read_filter(struct parser *parser, const struct tip_lexeme *lexeme)
{
    struct tip_query *query = parser->query;
    tip_status status = grow((void **)&query->filters, query->filter_count, &query->filter_capacity,
                             sizeof *query->filters, parser->error);
    if (status != TIP_OK) {
        return status;
    }
    struct tip_filter *filter = &query->filters[query->filter_count++];
    *filter = (struct tip_filter){.field = lexeme->field,
                                  .is_excluded = lexeme->role == TIP_ROLE_MUST_NOT};
    switch (lexeme->field) {
    case TIP_FILTER_KIND:
        return read_kind(parser, lexeme, filter);
    case TIP_FILTER_REPORT:
        return read_report(parser, lexeme, filter);
    case TIP_FILTER_SECTION:
        return read_section(parser, lexeme, filter);
    case TIP_FILTER_YEAR:
        return read_year(parser, lexeme, filter);
    case TIP_FILTER_NONE:
        break;
    }
    return tip_error_set(parser->error, TIP_INTERNAL, "a filter without a field");
}

/* ---- the whole ---- */

static tip_status read_operands(struct parser *parser)
{
    for (size_t i = 0; i < parser->lexemes.count; i++) {
        const struct tip_lexeme *lexeme = &parser->lexemes.items[i];
        tip_status status = TIP_OK;
        if (lexeme->kind == TIP_LEXEME_FILTER) {
            status = read_filter(parser, lexeme);
        } else if (lexeme->kind == TIP_LEXEME_ALL) {
            parser->query->has_all = true;
        } else if (!tip_lexeme_is_operator(lexeme)) {
            status = read_words(parser, lexeme);
        }
        if (status != TIP_OK) {
            point_at(parser, lexeme->text);
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
    tip_operators_demote(&parser->lexemes);
    status = refuse_signed_groups(parser);
    if (status != TIP_OK) {
        return status;
    }
    tip_operators_apply(&parser->lexemes);
    status = read_operands(parser);
    const struct tip_query *query = parser->query;
    if (status == TIP_OK && query->clause_count + query->filter_count == 0 && !query->has_all) {
        *parser->at = 0;
        return tip_error_set(parser->error, TIP_INVALID,
                             "the query holds no word: type words to find, or * for everything");
    }
    return status;
}

tip_status tip_query_parse(struct tip_query *query, struct tip_analyser *analyser,
                           struct tip_tokens *tokens, const char *text, size_t length, size_t *at,
                           struct tip_error *error)
{
    *query = (struct tip_query){0};
    *at = 0;
    struct parser parser = {.query = query,
                            .analyser = analyser,
                            .tokens = tokens,
                            .text = text,
                            .at = at,
                            .error = error};
    tip_status status = parse(&parser, length);
    free(parser.lexemes.items);
    return status;
}

void tip_query_free(struct tip_query *query)
{
    free(query->clauses);
    free(query->filters);
    free(query->words);
    tip_string_free(&query->pool);
    *query = (struct tip_query){0};
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
