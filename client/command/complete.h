/* What a shell shows when Tab is pressed.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_COMPLETE_H
#define TIPSEARCH_COMPLETE_H

#include <stdio.h>

#include "command/options.h"

/* Prints what `word` can become, one a line: an option, a value of one ("--sort=y"), a filter's
 * field, its value ("country:ca", "kind:story,t"), a word of a query. Nothing when nothing is
 * known: there are no messages. What only an index knows is asked of its server when that runs;
 * none is started. */
void complete_word(FILE *out, const struct options *options, const char *word);

#endif
