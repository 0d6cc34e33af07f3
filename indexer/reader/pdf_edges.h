/* Running heads, running feet and page numbers. */
#ifndef TIP_READER_PDF_EDGES_H
#define TIP_READER_PDF_EDGES_H

#include <stdbool.h>
#include <stddef.h>

#include "reader/pdf_rows.h"

/* How many rows of a page are no text of the report, from its top and from its bottom. */
struct tip_pdf_edges {
    unsigned char top, bottom;
};

/* Fills one for each page. A row at a page's edge counts as a running one where the like of it,
 * numbers apart, stands at the same height of several pages (repeats_of in pdf_edges.c), and
 * all rows further out are such; figures alone only where they count the pages. False when there is
 * no memory. */
bool tip_pdf_edges_find(struct tip_pdf_edges *edges, const struct tip_pdf *pdf);

#endif
