/* Texts in Markdown that stay what they are.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_MARKDOWN_H
#define TIPSEARCH_DESK_MARKDOWN_H

#include <stdio.h>

/* Writes a text so that CommonMark, and pandoc's extensions of it, show just its words: signs that
 * would be obeyed have a backslash before them. Each of its lines but the first begins with
 * `prefix`
 * ("> " inside a block quote); an empty one is a paragraph's end there. */
void markdown_put(FILE *out, const char *text, const char *prefix);

/* The same on one line, for a heading or a cell of a table. */
void markdown_put_line(FILE *out, const char *text);

#endif
