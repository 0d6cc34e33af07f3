/* A row as people read it, and as Markdown.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_ROW_MARKDOWN_H
#define TIPSEARCH_DESK_ROW_MARKDOWN_H

#include "command/desk/row.h"

/* Writes the passage as a block quote with its citation below, before the first of a query a
 * heading. */
void row_markdown_write(FILE *out, const struct row *row);

#endif
