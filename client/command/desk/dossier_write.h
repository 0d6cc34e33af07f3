/* A dossier filled in, as Markdown.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_DOSSIER_WRITE_H
#define TIPSEARCH_DESK_DOSSIER_WRITE_H

#include <stdbool.h>
#include <stdio.h>

#include "command/desk/dossier_ask.h"
#include "command/desk/dossier_file.h"

/* Writes the user's Markdown as it is, in the place of each entry the quotation with its citation
 * and hashes, and a list of sources at the end. Where a quotation does not stand, the text says so,
 * and standard error with the line. *is_sound: everything stood. False when memory is short. */
bool dossier_write(FILE *out, const struct dossier *dossier, const struct dossier_answers *answers,
                   bool *is_sound);

#endif
