/* tipsearch --watch: what named searches find that they did not find before.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_WATCH_H
#define TIPSEARCH_WATCH_H

#include "command/options.h"

/* Prints what each search of the file finds that it has not shown, and remembers it beside the
 * file; with --baseline only remembers. The exit status: found something new, none, an error. */
int run_watch(const struct options *options);

#endif
