/* What does not go together on the command line of tipsearch.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_OPTIONS_CHECK_H
#define TIPSEARCH_OPTIONS_CHECK_H

#include "command/options.h"

/* Says on stderr what is wrong (with which value, or NULL) and what to do; OPTIONS_WRONG. */
enum options_outcome options_wrong(const char *what, const char *value, const char *advice);

/* OPTIONS_RUN, or OPTIONS_WRONG when options and words contradict. */
enum options_outcome options_check(const struct options *options);

#endif
