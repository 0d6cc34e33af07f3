/* Where results go: standard output, or the file of -o.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_OUTPUT_H
#define TIPSEARCH_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "command/options.h"

/* Standard output, or the file of -o, which is made or emptied; so it is to be opened when there is
 * something to write. NULL, with errno, when it cannot be made. */
FILE *output_open(const struct options *options);

/* False, with errno, when it did not take everything. */
bool output_close(FILE *out);

#endif
