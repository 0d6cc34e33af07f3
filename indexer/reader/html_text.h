/* The tree of an HTML page -> lines with roles. */
#ifndef TIP_READER_HTML_TEXT_H
#define TIP_READER_HTML_TEXT_H

#include "base/status.h"
#include "reader/html_lines.h"
#include "reader/html_tree.h"

/* Adds what stands in `root`, without what is dropped. */
tip_status tip_html_text(struct tip_html_lines *lines, const struct tip_html_tree *tree,
                         tip_html_place root, struct tip_error *error) TIP_MUST_CHECK;

#endif
