/* Marks of printed pages in a page of HTML. */
#ifndef TIP_READER_HTML_PAGES_H
#define TIP_READER_HTML_PAGES_H

#include <stdbool.h>

#include "reader/html_tree.h"

/* Whether a node marks where a printed page begins and says nothing else: by epub:type or role
 * (doc-pagebreak), a class such as "pagenum", or an empty element called "page_64". */
bool tip_html_is_page_mark(const struct tip_html_tree *tree, tip_html_place place);

/* Whether a node is a page, with what stands on it: <div class="page" id="page12">. */
bool tip_html_is_page(const struct tip_html_tree *tree, tip_html_place place);

/* The label of the page that either begins, "64" or "xii", for free(3); NULL when nothing says it
 * or there is no memory. */
char *tip_html_page_label(const struct tip_html_tree *tree, tip_html_place place);

#endif
