/* The list of sources at a dossier's end.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_DOSSIER_SOURCES_H
#define TIPSEARCH_DESK_DOSSIER_SOURCES_H

#include <stdbool.h>
#include <stdio.h>

#include "command/desk/dossier_ask.h"

/* Writes each report once, with its file and that file's hash, and when and from what the dossier
 * was made ($SOURCE_DATE_EPOCH, if set, is the time). Nothing when no passage was found. False when
 * memory is short. */
bool dossier_sources_write(FILE *out, const struct dossier_answers *answers);

#endif
