/* Modes that ask one thing which is no search. Each returns the exit status.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_ASKED_H
#define TIPSEARCH_ASKED_H

#include "command/options.h"

/* Shows how a query is understood and what made the scores. */
int run_explain(const struct options *options);

/* Shows or cites one passage. */
int run_get(const struct options *options);

/* Lists the patterns. */
int run_patterns(const struct options *options);

/* Completes what is typed. */
int run_suggest(const struct options *options);

#endif
