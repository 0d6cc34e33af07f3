/* Tables of a page. */
#ifndef TIP_READER_HTML_TABLE_H
#define TIP_READER_HTML_TABLE_H

#include <stdbool.h>

#include "base/status.h"
#include "reader/html_lines.h"
#include "reader/html_tree.h"

/* Whether a table holds rows and columns of data; else it only lays out the page. */
bool tip_html_table_is_data(const struct tip_html_tree *tree, tip_html_place table);

/* Adds a table of data as lines: the names of its columns, a rule and its rows, cells parted by
 * tabs, as a text has a table. A cell that spans columns names each of them, or stands in the
 * first; one that spans rows stands in each. */
tip_status tip_html_table_add(struct tip_html_lines *lines, const struct tip_html_tree *tree,
                              tip_html_place table, struct tip_error *error) TIP_MUST_CHECK;

/* Adds a list of terms and what they mean, "term TAB meaning" a line. */
tip_status tip_html_terms_add(struct tip_html_lines *lines, const struct tip_html_tree *tree,
                              tip_html_place list, struct tip_error *error) TIP_MUST_CHECK;

#endif
