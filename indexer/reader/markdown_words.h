/* The words inside a node of cmark's tree: what markdown.c makes its blocks of. */
#ifndef TIP_READER_MARKDOWN_WORDS_H
#define TIP_READER_MARKDOWN_WORDS_H

#include <cmark-gfm.h>
#include <stdbool.h>

#include "base/string_builder.h"

/* Appends all words of a node, a line for each paragraph, code block or table row in it; without
 * those of images in it (but for `root` itself), as they are captions. */
void tip_markdown_words(struct tip_string *out, cmark_node *root);

/* Appends the title of a link or an image, " (title)", if it has one. */
void tip_markdown_title(struct tip_string *out, cmark_node *node);

/* Ends the line under way. */
void tip_markdown_begin_line(struct tip_string *out);

/* True for a line as it names, under a quotation, who said it: one that begins with a dash. */
bool tip_markdown_begins_with_dash(const char *line);

/* Whether an extension's node is of a type: "table", "table_header", "table_row", "table_cell". */
bool tip_markdown_is_type(cmark_node *node, const char *type);

#endif
