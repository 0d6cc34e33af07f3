/* Showing the source of a passage in the program that the user reads such files with.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_VIEWER_H
#define TIPSEARCH_VIEWER_H

#include "tipsearch.h"

/* Opens the source at its page and waits for the viewer to end. The viewer is $TIPSEARCH_VIEWER, a
 * command whose words may hold %f (the file), %p (the physical page, from 1) and %u (the address);
 * else, for a page, the first of okular, evince, zathura and mupdf that is installed; else
 * xdg-open. No shell is involved.
 *
 * INVALID: the source has no file, the file is not on this machine, there is no viewer, or it
 * failed. NO_MEMORY. */
enum tipsearch_code viewer_open(const struct tipsearch_source *source,
                                struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

#endif
