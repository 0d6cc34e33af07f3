/* Finds the server of an index of our own without waiting: it may have to be started, and proves
 * its index first, seconds a gigabyte. A child of ours waits for that.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_FINDER_H
#define TIPSEARCH_MCP_FINDER_H

#include <stdbool.h>
#include <sys/types.h>

#include "command/options.h"
#include "tipsearch.h"

struct finder {
    pid_t child; /* 0: it does not look */
    int file;    /* to poll for POLLIN while it looks; else -1 */
};

/* Begins to look. */
enum tipsearch_code finder_begin(struct finder *finder, const struct options *options,
                                 struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* What was found, when the file has something to read: *address for free(3), or why there is none.
 */
enum tipsearch_code finder_take(struct finder *finder, char **address,
                                struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Looks no longer. */
void finder_end(struct finder *finder);

#endif
