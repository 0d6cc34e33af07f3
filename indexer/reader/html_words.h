/* The words inside an element of a page, where it is taken whole: a cell, a term, a title. */
#ifndef TIP_READER_HTML_WORDS_H
#define TIP_READER_HTML_WORDS_H

#include <stdbool.h>

#include "base/string_builder.h"
#include "reader/html_tree.h"

/* Appends what a node shows, white space collapsed, a line feed where a block or a line ends, and
 * without line feeds at its ends. Marks of pages and what is dropped are left out. */
void tip_html_words_append(struct tip_string *out, const struct tip_html_tree *tree,
                           tip_html_place place);

/* Whether all text in a node is set in bold. */
bool tip_html_is_bold(const struct tip_html_tree *tree, tip_html_place place);

/* Whether a raised text is the mark of a note: "1", "*", a link. */
bool tip_html_is_note_mark(const struct tip_html_tree *tree, tip_html_place place);

#endif
