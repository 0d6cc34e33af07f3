/* The counts of one query.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_COUNT_QUERY_H
#define TIPSEARCH_DESK_COUNT_QUERY_H

#include "command/options.h"

/* Prints the table of --counts for the query of the command line. The exit status. */
int run_counts(const struct options *options);

#endif
