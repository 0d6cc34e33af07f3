/* Text files of the user's, whole.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_TEXT_FILE_H
#define TIPSEARCH_DESK_TEXT_FILE_H

#include <stddef.h>

#include "tipsearch.h"

enum { TEXT_FILE_BYTES_MAX = 16 << 20 /* a thousand times what a person writes */ };

struct text_file {
    const char *name; /* for messages: the file's, or "standard input"; borrowed */
    char *text;       /* UTF-8, NUL-terminated, without a byte order mark and CR before LF; owned */
    size_t length;
};

/* Reads `path` ("-": standard input). INVALID says what is wrong, and in which line: it cannot be
 * read, is too large, is no UTF-8, holds a NUL. `what` is what it should be: "a dossier". The
 * caller frees it in any case. */
enum tipsearch_code text_file_read(struct text_file *file, const char *path, const char *what,
                                   struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
void text_file_free(struct text_file *file);

#endif
