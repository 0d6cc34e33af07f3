/* What a dossier may take with it into a file that holds its pictures.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_DOSSIER_PICTURES_H
#define TIPSEARCH_DESK_DOSSIER_PICTURES_H

#include <stdbool.h>

#include "tipsearch.h"

/* Takes pandoc's JSON of a dossier and returns it, in *checked for free(3), without what would
 * carry another file of this machine into the document: pictures stay that are files below the
 * folder of `source` (the dossier's path; "-": the working folder) and hold a picture's data; of
 * the others, the words that stand for them do. What is raw (HTML, OpenXML, TeX), style sheets, a
 * cover and attributes but those of size and language are left out. *is_whole is false when a
 * picture was; standard error tells which. INVALID: it is no such JSON. */
enum tipsearch_code dossier_pictures_check(char **checked, const char *json, const char *source,
                                           bool *is_whole,
                                           struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* The folder of the dossier, "." for standard input; for free(3), NULL: memory is short. */
char *dossier_folder(const char *source);

#endif
