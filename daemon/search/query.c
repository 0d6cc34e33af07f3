/* Lexemes, then passes over them that say which are what they look like, then recursive descent,
 * which gives a tree whose leaves are lexemes, and last each leaf's clauses in their order. */
#include "search/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/filter_text.h"
#include "search/operators.h"
#include "search/query_countries.h"
#include "search/query_leaf.h"
#include "search/query_parts.h"
#include "search/query_tree.h"

struct parser {
    struct tip_query_reader reader;
    const char *text;
    size_t *at;
    struct tip_lexeme_list lexemes;
    size_t next; /* the lexeme to be read */
};

/* Sets the place of what cannot be read; the caller sets the message. */
static void point_at(const struct parser *parser, const char *place)
{
    *parser->at = tip_utf8_count(parser->text, (size_t)(place - parser->text));
}

static tip_status refuse(const struct parser *parser, const char *place, const char *message)
{
    point_at(parser, place);
    return tip_error_set(parser->reader.error, TIP_INVALID, "%s", message);
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
    tip_lexer_begin(&lexer, parser->text, length, parser->reader.error);
    struct tip_lexeme_list *list = &parser->lexemes;
    for (;;) {
        if (list->count == list->capacity && !grow_lexemes(list)) {
            return tip_error_memory(parser->reader.error, "reading a query");
        }
        struct tip_lexeme *lexeme = &list->items[list->count];
        tip_status status = tip_lexer_next(&lexer, lexeme);
        if (status != TIP_OK) {
            point_at(parser, lexeme->begin);
            return status;
        }
        if (lexeme->kind == TIP_LEXEME_END) {
            return TIP_OK;
        }
        list->count++;
    }
}

/* Drops words and phrases that the analyser finds no word in, and NOT before one. */
static tip_status drop_wordless(struct parser *parser)
{
    struct tip_lexeme_list *list = &parser->lexemes;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool has_word = true;
        const struct tip_lexeme *lexeme = &list->items[i];
        if (lexeme->kind == TIP_LEXEME_WORD || lexeme->kind == TIP_LEXEME_PHRASE) {
            tip_status status = tip_leaf_has_word(&parser->reader, lexeme, &has_word);
            if (status != TIP_OK) {
                return status;
            }
        }
        if (has_word) {
            list->items[kept++] = list->items[i];
        } else {
            kept -= kept > 0 && list->items[kept - 1].kind == TIP_LEXEME_NOT ? 1 : 0;
        }
    }
    list->items[kept] = list->items[list->count];
    list->count = kept;
    return TIP_OK;
}

static tip_status read_lexemes(struct parser *parser, size_t length)
{
    struct tip_lexeme_list *list = &parser->lexemes;
    const char *place = parser->text;
    tip_status status = collect_lexemes(parser, length);
    if (status == TIP_OK) {
        tip_operators_lower(list, parser->text, length);
        status = drop_wordless(parser);
    }
    if (status == TIP_OK) {
        status = tip_parentheses_match(list, &place, parser->reader.error);
        if (status == TIP_INVALID) {
            point_at(parser, place);
        }
    }
    if (status == TIP_OK) {
        tip_stars_drop(list);
        tip_operators_demote(list);
        tip_query_join_names(list, parser->reader.knowledge);
    }
    return status;
}

/* ---- the tree ---- */

static tip_status parse_or(struct parser *parser, size_t *node);

static const struct tip_lexeme *peek(const struct parser *parser)
{
    return &parser->lexemes.items[parser->next]; /* the last is TIP_LEXEME_END */
}

static tip_status add_node(struct parser *parser, enum tip_node_kind kind, size_t *node)
{
    *node = tip_tree_add(parser->reader.query, kind);
    return *node == 0 ? tip_error_memory(parser->reader.error, "reading a query") : TIP_OK;
}

/* A word, phrase, filter or *: a leaf whose place is its lexeme's until the leaves are read. */
static tip_status parse_leaf(struct parser *parser, size_t *node)
{
    const struct tip_lexeme *lexeme = peek(parser);
    enum tip_node_kind kind = lexeme->kind == TIP_LEXEME_FILTER ? TIP_NODE_FILTER
                              : lexeme->kind == TIP_LEXEME_ALL  ? TIP_NODE_ALL
                                                                : TIP_NODE_CLAUSE;
    tip_status status = add_node(parser, kind, node);
    if (status == TIP_OK) {
        parser->reader.query->nodes[*node].place = parser->next++;
        parser->reader.query->nodes[*node].weight = lexeme->weight;
    }
    return status;
}

static tip_status parse_primary(struct parser *parser, size_t *node)
{
    if (peek(parser)->kind != TIP_LEXEME_OPEN) {
        return parse_leaf(parser, node);
    }
    parser->next++;
    tip_status status = parse_or(parser, node);
    if (status == TIP_OK) {
        tip_tree_weigh(parser->reader.query, *node, peek(parser)->weight);
        parser->next++; /* the partner */
    }
    return status;
}

/* Whether a part of NEAR is a word or phrase, or a group of such that are alternatives. */
static bool can_be_near(const struct tip_query *query, size_t node)
{
    const struct tip_node *here = &query->nodes[node];
    if (here->kind == TIP_NODE_CLAUSE) {
        return true;
    }
    if (here->kind != TIP_NODE_OR && here->kind != TIP_NODE_SEQUENCE) {
        return false;
    }
    for (size_t i = here->first; i != 0; i = query->nodes[i].next) {
        if (query->nodes[i].role != TIP_ROLE_ANY || !can_be_near(query, i)) {
            return false;
        }
    }
    return true;
}

static tip_status parse_near_part(struct parser *parser, size_t near, unsigned distance)
{
    const struct tip_lexeme *lexeme = peek(parser);
    size_t part;
    if (lexeme->role != TIP_ROLE_ANY && near != 0 && parser->reader.query->nodes[near].first != 0) {
        return refuse(parser, lexeme->begin, "what stands behind NEAR has no sign");
    }
    tip_status status = parse_primary(parser, &part);
    if (status != TIP_OK) {
        return status;
    }
    if (!can_be_near(parser->reader.query, part)) {
        return refuse(parser, lexeme->begin,
                      "NEAR stands between words, phrases and groups of them that OR joins");
    }
    parser->reader.query->nodes[part].distance = distance;
    tip_tree_append(parser->reader.query, near, part);
    return TIP_OK;
}

/* Whether the operand at the cursor has a NEAR behind it. */
static bool begins_near(const struct parser *parser)
{
    size_t place = parser->next, depth = 0;
    for (;; place++) {
        enum tip_lexeme_kind kind = parser->lexemes.items[place].kind;
        depth += kind == TIP_LEXEME_OPEN ? 1 : 0;
        depth -= kind == TIP_LEXEME_CLOSE ? 1 : 0;
        if (depth == 0) {
            return parser->lexemes.items[place + 1].kind == TIP_LEXEME_NEAR;
        }
    }
}

static tip_status parse_near(struct parser *parser, size_t *node)
{
    if (!begins_near(parser)) {
        return parse_primary(parser, node);
    }
    tip_status status = add_node(parser, TIP_NODE_NEAR, node);
    if (status == TIP_OK) {
        status = parse_near_part(parser, *node, 0);
    }
    while (status == TIP_OK && peek(parser)->kind == TIP_LEXEME_NEAR) {
        const struct tip_lexeme *near = peek(parser);
        parser->next++;
        status =
            parse_near_part(parser, *node, near->has_number ? near->number : TIP_NEAR_DISTANCE);
    }
    return status;
}

static tip_status parse_item(struct parser *parser, size_t *node)
{
    bool has_not = peek(parser)->kind == TIP_LEXEME_NOT;
    parser->next += has_not ? 1 : 0;
    enum tip_role role = has_not ? TIP_ROLE_MUST_NOT : peek(parser)->role;
    tip_status status = parse_near(parser, node);
    if (status == TIP_OK) {
        bool must_anyway = role == TIP_ROLE_MUST && tip_tree_is_filter(parser->reader.query, *node);
        parser->reader.query->nodes[*node].role = must_anyway ? TIP_ROLE_ANY : role;
    }
    return status;
}

static bool ends_sequence(enum tip_lexeme_kind kind)
{
    return kind == TIP_LEXEME_AND || kind == TIP_LEXEME_OR || kind == TIP_LEXEME_CLOSE ||
           kind == TIP_LEXEME_END;
}

static tip_status parse_sequence(struct parser *parser, size_t *node)
{
    struct tip_query *query = parser->reader.query;
    tip_status status = add_node(parser, TIP_NODE_SEQUENCE, node);
    while (status == TIP_OK && !ends_sequence(peek(parser)->kind)) {
        size_t item;
        status = parse_item(parser, &item);
        if (status == TIP_OK) {
            tip_tree_append(query, *node, item);
        }
    }
    size_t first = status == TIP_OK ? query->nodes[*node].first : 0;
    if (first != 0 && query->nodes[first].next == 0 && query->nodes[first].role == TIP_ROLE_ANY) {
        *node = first;
        query->nodes[first].parent = 0;
    }
    return status;
}

/* Parts that `separator` joins; one alone is itself. */
static tip_status parse_joined(struct parser *parser, enum tip_lexeme_kind separator,
                               enum tip_node_kind kind,
                               tip_status (*parse_part)(struct parser *, size_t *), size_t *node)
{
    size_t part;
    tip_status status = parse_part(parser, &part);
    *node = part;
    if (status != TIP_OK || peek(parser)->kind != separator) {
        return status;
    }
    status = add_node(parser, kind, node);
    if (status == TIP_OK) {
        tip_tree_append(parser->reader.query, *node, part);
    }
    while (status == TIP_OK && peek(parser)->kind == separator) {
        parser->next++;
        status = parse_part(parser, &part);
        if (status == TIP_OK) {
            tip_tree_append(parser->reader.query, *node, part);
        }
    }
    return status;
}

static tip_status parse_and(struct parser *parser, size_t *node)
{
    return parse_joined(parser, TIP_LEXEME_AND, TIP_NODE_AND, parse_sequence, node);
}

static tip_status parse_or(struct parser *parser, size_t *node)
{
    return parse_joined(parser, TIP_LEXEME_OR, TIP_NODE_OR, parse_and, node);
}

/* ---- the leaves ---- */

/* Gives the leaf its clauses or filters, [from, to) of the query: one is its own, several become
 * parts of it. */
static tip_status place_leaf(struct parser *parser, size_t leaf, size_t from, size_t to)
{
    struct tip_query *query = parser->reader.query;
    enum tip_node_kind kind = query->nodes[leaf].kind;
    query->nodes[leaf].place = from;
    if (to - from == 1) {
        return TIP_OK;
    }
    query->nodes[leaf].kind = TIP_NODE_SEQUENCE;
    query->nodes[leaf].is_list = true;
    for (size_t i = from; i < to; i++) {
        size_t part;
        tip_status status = add_node(parser, kind, &part);
        if (status != TIP_OK) {
            return status;
        }
        query->nodes[part].place = i;
        tip_tree_append(query, leaf, part);
    }
    return TIP_OK;
}

static tip_status read_filter(struct parser *parser, const struct tip_lexeme *lexeme)
{
    const char *place = lexeme->text;
    tip_status status =
        tip_filter_read(&parser->reader, lexeme->field, lexeme->text, lexeme->length, &place);
    if (status != TIP_OK) {
        point_at(parser, place);
    }
    return status;
}

static tip_status read_clauses(struct parser *parser, const struct tip_lexeme *lexeme,
                               bool is_whole)
{
    tip_status status = tip_leaf_read(&parser->reader, lexeme, is_whole);
    if (status != TIP_OK) {
        point_at(parser, lexeme->text);
    }
    return status;
}

static tip_status read_leaf(struct parser *parser, size_t leaf, bool is_whole)
{
    struct tip_query *query = parser->reader.query;
    const struct tip_node *node = &query->nodes[leaf];
    const struct tip_lexeme *lexeme = &parser->lexemes.items[node->place];
    bool is_filter = node->kind == TIP_NODE_FILTER;
    size_t *count = is_filter ? &query->filter_count : &query->clause_count, from = *count;
    tip_status status = is_filter
                            ? read_filter(parser, lexeme)
                            : read_clauses(parser, lexeme, is_whole || node->role != TIP_ROLE_ANY);
    return status == TIP_OK ? place_leaf(parser, leaf, from, *count) : status;
}

/* In their order. `parent` is the kind of what the node is part of; AND asks its parts for all of a
 * word of several parts, NEAR also what is deeper in it. */
static tip_status read_leaves(struct parser *parser, size_t node, enum tip_node_kind parent)
{
    struct tip_query *query = parser->reader.query;
    enum tip_node_kind kind = query->nodes[node].kind;
    if (kind == TIP_NODE_ALL) {
        return TIP_OK;
    }
    if (kind == TIP_NODE_CLAUSE || kind == TIP_NODE_FILTER) {
        return read_leaf(parser, node, parent == TIP_NODE_AND || parent == TIP_NODE_NEAR);
    }
    kind = parent == TIP_NODE_NEAR ? parent : kind;
    tip_status status = TIP_OK;
    for (size_t i = query->nodes[node].first; i != 0 && status == TIP_OK;
         i = query->nodes[i].next) {
        status = read_leaves(parser, i, kind);
    }
    return status;
}

/* ---- the whole ---- */

static tip_status parse(struct parser *parser, size_t length)
{
    struct tip_query *query = parser->reader.query;
    tip_status status = read_lexemes(parser, length);
    if (status != TIP_OK) {
        return status;
    }
    if (parser->lexemes.count == 0) {
        return refuse(parser, parser->text,
                      "the query holds no word: type words to find, or * for everything");
    }
    status = parse_or(parser, &query->root);
    if (status == TIP_OK) {
        status = read_leaves(parser, query->root, TIP_NODE_SEQUENCE);
    }
    if (status == TIP_OK) {
        tip_tree_finish(query);
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
    free(query->nodes);
    free(query->clauses);
    free(query->filters);
    free(query->words);
    free(query->expansions);
    tip_string_free(&query->pool);
    *query = (struct tip_query){0};
}

size_t tip_query_count_typed(const struct tip_query *query)
{
    size_t count = 0;
    while (count < query->clause_count && query->clauses[count].typed != NULL) {
        count++;
    }
    return count;
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
            !filter->is_negated) {
            return true;
        }
    }
    return false;
}
