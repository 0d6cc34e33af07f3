/* Modes that show passages which were found: a search, --similar.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_FOUND_H
#define TIPSEARCH_FOUND_H

#include "command/options.h"

/* Searches for the query, or for what is like a passage, and shows, cites or opens what was found,
 * or prints it as rows. The exit status. */
int run_search(const struct options *options);
int run_similar(const struct options *options);

#endif
