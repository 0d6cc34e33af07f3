/* A dossier proved: does what it cites still stand?
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_DOSSIER_VERIFY_H
#define TIPSEARCH_DESK_DOSSIER_VERIFY_H

#include <stdbool.h>
#include <stdio.h>

#include "command/desk/dossier_ask.h"
#include "command/desk/dossier_file.h"

/* What becomes of an entry: verdict, its name, whether it stands. */
#define DOSSIER_VERDICT_MAP(XX)                                                                    \
    XX(STANDS, "stands", true)        /* in the index and in the source */                         \
    XX(UNKNOWN, "unknown", false)     /* the index has no such passage */                          \
    XX(MOVED, "moved", false)         /* the index has others in its place */                      \
    XX(MISQUOTED, "misquoted", false) /* the block quote is not of its passage */                  \
    XX(CHANGED, "changed", false)     /* the source has other words now */                         \
    XX(GONE, "gone", false)           /* nothing like it is in the source any more */              \
    XX(MISSING, "missing", false)     /* the source is not on this machine */                      \
    XX(UNPROVED, "unproved", false)   /* the source was no file */                                 \
    XX(ERROR, "error", false)         /* the source could not be looked at */

enum dossier_verdict {
#define XX(verdict, name, stands) DOSSIER_##verdict,
    DOSSIER_VERDICT_MAP(XX)
#undef XX
};

/* Reads the sources again and writes a line for each entry: for people, or as JSON. *is_sound:
 * everything stands; *has_failed: something could not be looked at. False when memory is short. */
bool dossier_verify(FILE *out, const struct dossier *dossier, const struct dossier_answers *answers,
                    bool is_json, bool *is_sound, bool *has_failed);

#endif
