/* What a query is made of, while it is read. */
#ifndef TIP_QUERY_PARTS_H
#define TIP_QUERY_PARTS_H

#include "search/query.h"

/* What reading a part of a query needs. */
struct tip_query_reader {
    struct tip_query *query;
    struct tip_analyser *analyser;
    struct tip_tokens *tokens;             /* scratch: a text analysed */
    const struct tip_knowledge *knowledge; /* or NULL */
    struct tip_error *error;
};

/* Analyses `text` into the reader's tokens. */
tip_status tip_query_analyse(struct tip_query_reader *reader, const char *text,
                             size_t length) TIP_MUST_CHECK;

/* Appends a word; TIP_INVALID when the query has as many as it may have. */
tip_status tip_query_add_word(struct tip_query_reader *reader,
                              const struct tip_token *token) TIP_MUST_CHECK;

/* Appends a zero-initialised clause or filter; NULL when there is no memory. Pointers to earlier
 * ones end. */
struct tip_clause *tip_query_add_clause(struct tip_query_reader *reader);
struct tip_filter *tip_query_add_filter(struct tip_query_reader *reader);

/* Whether the clause is an item of a sequence without a sign: others may stand there beside it. */
bool tip_clause_is_item(const struct tip_query *query, const struct tip_clause *clause);

/* The node that what stands for a typed clause stands beside: the sequence of an item, else the
 * clause's own leaf. */
size_t tip_clause_place_beside(const struct tip_query *query, const struct tip_clause *clause);

/* Says of the last clause that it stands beside `node`. */
void tip_query_place_beside(struct tip_query *query, size_t node);

/* Likewise an expansion. */
struct tip_expansion *tip_query_add_expansion(struct tip_query_reader *reader);

/* Keeps a text in the query's pool. */
tip_status tip_query_keep(struct tip_query_reader *reader, const char *text, size_t length,
                          size_t *offset) TIP_MUST_CHECK;

#endif
