/* Positioned words -> lines in reading order. */
#ifndef TIP_READER_PDF_LAYOUT_H
#define TIP_READER_PDF_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "reader/pdf_pages.h"

/* A line of one column. Lengths as in pdf_pages.h. */
struct tip_pdf_line {
    size_t page; /* index into tip_pdf.pages */
    int left, top, right, bottom;
    int size;        /* of the type most of it is set in */
    bool is_bold;    /* most of it is */
    bool is_row;     /* of a table: cells parted by tabs */
    int margin_left; /* where its column's lines begin and end */
    int margin_right;
    unsigned column; /* changes from column to column, counted through the document */
    int first_width; /* of its first word */
    char *text;      /* words parted by blanks */
};

struct tip_pdf_layout {
    struct tip_pdf_line *lines;
    size_t count, capacity;
};

/* Lines of all pages. TIP_NO_MEMORY. */
tip_status tip_pdf_lay_out(struct tip_pdf_layout *layout, const struct tip_pdf *pdf,
                           struct tip_error *error) TIP_MUST_CHECK;
void tip_pdf_layout_free(struct tip_pdf_layout *layout);

#endif
