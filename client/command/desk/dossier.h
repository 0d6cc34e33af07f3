/* `tipsearch dossier`: passages that a Markdown file names, filled in or proved.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_DOSSIER_H
#define TIPSEARCH_DESK_DOSSIER_H

#include "command/options.h"

/* EXIT_FOUND: every passage stands as cited; EXIT_NONE: one does not; EXIT_ERROR. */
int run_dossier(const struct options *options);

#endif
