/* What can still be told of a message that cannot be read.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_SALVAGE_H
#define TIPSEARCH_MCP_SALVAGE_H

#include <jansson.h>
#include <stddef.h>

/* JSON may hold what no reader has to take: half of a surrogate pair, a number beyond all measure,
 * a name twice, arrays in arrays without end. Whoever sent a request with it waits for an answer to
 * its id. So the message is looked through for where its members stand, and those that are needed
 * are read by themselves.
 *
 * The request without all of its parameters but "_meta", as far as these can be read. NULL: it has
 * no method or no id (or no single one) that can be, or is no object that ends with the line. */
json_t *salvage_request(const char *line, size_t length);

#endif
