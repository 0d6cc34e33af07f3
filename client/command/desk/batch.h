/* A file of queries, asked all at once.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_BATCH_H
#define TIPSEARCH_DESK_BATCH_H

#include "command/options.h"

/* Asks the queries of a file and prints the rows of each in the order of the file. A query that
 * cannot be answered is told on stderr with its line, and the rest runs. The exit status. */
int run_batch(const struct options *options);

#endif
