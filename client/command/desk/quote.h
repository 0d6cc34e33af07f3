/* Quotations checked: each is exact, altered or absent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_QUOTE_H
#define TIPSEARCH_DESK_QUOTE_H

#include "command/options.h"

/* Checks one quotation, or those of a memo. The exit status: 0 when all are exact, 1 when some are
 * altered or absent. */
int run_quote(const struct options *options);

#endif
