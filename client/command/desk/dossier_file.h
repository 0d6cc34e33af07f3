/* A dossier: a Markdown file of its user's, in which lines that hold a passage's id are filled in.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_DOSSIER_FILE_H
#define TIPSEARCH_DESK_DOSSIER_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "tipsearch.h"

enum {
    DOSSIER_ID_LENGTH = 16, /* hex digits of a passage's id */
    DOSSIER_INDENT_MAX = 64 /* columns before an id, of lists within lists */
};

/* A line that holds a passage's id and, directly under it or after one blank line, the block quote
 * that is the part of the passage which the user quotes. */
struct dossier_entry {
    size_t line; /* of the id, counted from 1 */
    char id[DOSSIER_ID_LENGTH + 1];
    size_t start, end; /* bytes of the dossier's text that it takes the place of */
    char marker[DOSSIER_INDENT_MAX + 1]; /* what stands before the id: "", "  ", "- ", "  1. " */
    char *quote;       /* lines of the block quote without their marks; owned; NULL: none */
    size_t quote_line; /* of its first line */
};

struct dossier {
    const char *name; /* for messages: the file's, or "standard input"; borrowed */
    char *text;       /* UTF-8 without a byte order mark and CR before LF; owned */
    size_t length;
    struct dossier_entry *entries; /* owned, in the order of the file */
    size_t count;
    size_t capacity;
};

/* Reads `path` ("-": standard input) and finds its entries. INVALID says what is wrong: it cannot
 * be read, is too large, is no UTF-8, holds a NUL. The caller frees the dossier in any case. */
enum tipsearch_code dossier_read(struct dossier *dossier, const char *path,
                                 struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Finds the entries of dossier->text. False when memory is short. */
bool dossier_find_entries(struct dossier *dossier);

void dossier_free(struct dossier *dossier);

#endif
