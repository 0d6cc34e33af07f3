/* Results with passages that were found, of search_reports and similar_passages.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_FOUND_H
#define TIPSEARCH_MCP_FOUND_H

#include <jansson.h>
#include <stddef.h>

#include "command/mcp/argument.h"
#include "command/mcp/passage.h"
#include "tipsearch.h"

/* The server gives no passage behind the 10,000th: offset and limit together are that at most. */
enum { FOUND_REACH = 10000 };

/* A search's filters, one for each value. */
struct found_filters {
    struct tipsearch_filter *items; /* owned, as are their values */
    size_t count;
};

/* Those of the arguments that several values may be given of. */
void found_filters_read(struct found_filters *filters, const struct argument *rows,
                        const json_t *arguments);
void found_filters_free(struct found_filters *filters);

/* The structured result of a search, and its passages in `list`. */
json_t *found_result(struct passage_list *list, const struct tipsearch_result *result, long offset);

/* The same of what is like something. */
json_t *found_similar(struct passage_list *list, const struct tipsearch_result *result);

/* What became of an id that was asked for, or null; as JSON and, where there is something to say,
 * as text. */
json_t *found_moved(FILE *text, const struct tipsearch_moved *moved);

#endif
