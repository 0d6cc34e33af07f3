/* What each option of tipsearch does to `struct options`.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_OPTION_SET_H
#define TIPSEARCH_OPTION_SET_H

#include <stdbool.h>

#include "command/options.h"

/* What to do when a word of the query begins with "-". */
extern const char OPTION_QUERY_HINT[];

/* Does what the option `code` (an enum option_code) with its value says. `may_be_word`: letter and
 * value were written as one, so a query word may have been meant: -scam, -nigeria. */
enum options_outcome option_set(struct options *options, int code, const char *value,
                                bool may_be_word);

#endif
