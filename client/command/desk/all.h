/* tipsearch --all: every passage that matches.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_ALL_H
#define TIPSEARCH_ALL_H

#include "command/options.h"

/* Prints every passage that the query finds, in the order of ids. The exit status. */
int run_all(const struct options *options);

#endif
