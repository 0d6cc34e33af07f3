/* Errors of a search as a model is told of them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_TROUBLE_H
#define TIPSEARCH_MCP_TROUBLE_H

#include "tipsearch.h"

/* What went wrong, where in `query` (NULL: none) if that is known, and what to do: for free(3), or
 * NULL. */
char *trouble_say(const struct tipsearch_error *error, const char *query);

#endif
