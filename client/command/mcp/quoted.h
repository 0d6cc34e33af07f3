/* Text of reports as a model reads it: in lines that begin with "> ", so that no text can end its
 * own quotation and pass for words of the server. What results have as data is cleaned alike, so
 * that both are the same words.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_QUOTED_H
#define TIPSEARCH_MCP_QUOTED_H

#include <jansson.h>
#include <stdio.h>

/* Writes text as quoted lines. Whatever ends a line in Unicode ends one here, too, and control
 * characters are replaced by U+FFFD. NULL is written as nothing. */
void quoted_write(FILE *out, const char *text);

/* What quoted_write makes of a text, but for its "> ": for free(3), NULL without memory. */
char *quoted_clean(const char *text);

/* Writes text within a line, as printable.h has it: without controls of the writing direction, too,
 * which would turn round what stands behind it. NULL is written as nothing. */
void quoted_write_inline(FILE *out, const char *text);

/* The same as a JSON string; NULL: there is no text, or no memory. */
json_t *quoted_line(const char *text);

/* How many of the first `most` bytes of a text are whole characters, and whole words where one ends
 * in the last part of them. */
size_t quoted_cut(const char *text, size_t most);

#endif
