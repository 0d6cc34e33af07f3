/* How a run ends: exit statuses, and what is said when it ends badly.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_OUTCOME_H
#define TIPSEARCH_OUTCOME_H

#include "command/options.h"
#include "tipsearch.h"

enum { EXIT_FOUND = 0, EXIT_NONE = 1, EXIT_ERROR = 2 };

/* Says on stderr what went wrong, and what would help; EXIT_ERROR. */
int fail(const struct tipsearch_error *error, const struct options *options);

/* Says that the output (a file of -o, else standard output) took not all, by errno; EXIT_ERROR. */
int say_write_failed(const struct options *options);

/* Says that -o's file is as it was. */
void say_kept(const struct options *options);

#endif
