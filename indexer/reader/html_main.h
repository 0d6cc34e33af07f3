/* What of an HTML page is its text. */
#ifndef TIP_READER_HTML_MAIN_H
#define TIP_READER_HTML_MAIN_H

#include "base/status.h"
#include "reader/html_tree.h"

/* Marks as dropped what is no text of the page: scripts, what is hidden, controls; navigation,
 * headers and footers of the page, cookie notices, menus, unless that is (nearly) all there is.
 * *root is the element that holds the main content: main, the only article, or the body. What lies
 * outside of it is no part of the text. *left_out is how many visible words are not. */
tip_status tip_html_find_main(struct tip_html_tree *tree, tip_html_place *root, size_t *left_out,
                              struct tip_error *error) TIP_MUST_CHECK;

#endif
