/* The arrays of a query, which grow by doubling. */
#include "search/query_parts.h"

#include <stdlib.h>

/* Room for one more item of `size` bytes. */
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

tip_status tip_query_analyse(struct tip_query_reader *reader, const char *text, size_t length)
{
    return tip_analyse(reader->analyser, text, length, reader->tokens, reader->error);
}

tip_status tip_query_keep(struct tip_query_reader *reader, const char *text, size_t length,
                          size_t *offset)
{
    struct tip_string *pool = &reader->query->pool;
    *offset = pool->length;
    tip_string_append(pool, text, length);
    return pool->failed ? tip_error_memory(reader->error, "reading a query") : TIP_OK;
}

tip_status tip_query_add_word(struct tip_query_reader *reader, const struct tip_token *token)
{
    struct tip_query *query = reader->query;
    if (query->word_count == TIP_QUERY_TERMS) {
        return tip_error_set(reader->error, TIP_INVALID,
                             "the query has more than %d words: shorten it", TIP_QUERY_TERMS);
    }
    tip_status status = grow((void **)&query->words, query->word_count, &query->word_capacity,
                             sizeof *query->words, reader->error);
    size_t offset;
    if (status == TIP_OK) {
        status = tip_query_keep(reader, token->word, token->word_length, &offset);
    }
    if (status == TIP_OK) {
        query->words[query->word_count++] =
            (struct tip_query_word){.offset = offset, .length = token->word_length};
    }
    return status;
}

struct tip_clause *tip_query_add_clause(struct tip_query_reader *reader)
{
    struct tip_query *query = reader->query;
    if (grow((void **)&query->clauses, query->clause_count, &query->clause_capacity,
             sizeof *query->clauses, reader->error) != TIP_OK) {
        return NULL;
    }
    struct tip_clause *clause = &query->clauses[query->clause_count++];
    *clause = (struct tip_clause){0};
    return clause;
}

struct tip_filter *tip_query_add_filter(struct tip_query_reader *reader)
{
    struct tip_query *query = reader->query;
    if (grow((void **)&query->filters, query->filter_count, &query->filter_capacity,
             sizeof *query->filters, reader->error) != TIP_OK) {
        return NULL;
    }
    struct tip_filter *filter = &query->filters[query->filter_count++];
    *filter = (struct tip_filter){0};
    return filter;
}

struct tip_expansion *tip_query_add_expansion(struct tip_query_reader *reader)
{
    struct tip_query *query = reader->query;
    if (grow((void **)&query->expansions, query->expansion_count, &query->expansion_capacity,
             sizeof *query->expansions, reader->error) != TIP_OK) {
        return NULL;
    }
    struct tip_expansion *expansion = &query->expansions[query->expansion_count++];
    *expansion = (struct tip_expansion){0};
    return expansion;
}

bool tip_clause_is_item(const struct tip_query *query, const struct tip_clause *clause)
{
    const struct tip_node *node = &query->nodes[clause->node];
    return node->role == TIP_ROLE_ANY && node->parent != 0 &&
           query->nodes[node->parent].kind == TIP_NODE_SEQUENCE;
}

size_t tip_clause_place_beside(const struct tip_query *query, const struct tip_clause *clause)
{
    return tip_clause_is_item(query, clause) ? query->nodes[clause->node].parent : clause->node;
}

void tip_query_place_beside(struct tip_query *query, size_t node)
{
    struct tip_clause *clause = &query->clauses[query->clause_count - 1];
    clause->node = node;
    clause->also = query->nodes[node].also;
    query->nodes[node].also = query->clause_count;
}
