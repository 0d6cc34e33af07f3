/* Positioned words -> lines in reading order. */
#ifndef TIP_READER_PDF_LAYOUT_H
#define TIP_READER_PDF_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "reader/pdf_pages.h"
#include "reader/pdf_rows.h"

/* A line of one column, or a row of a table. Lengths as in pdf_pages.h. */
struct tip_pdf_line {
    size_t page; /* index into tip_pdf.pages */
    int left, top, right, bottom;
    int margin_left, margin_right; /* between which its column's lines stand */
    int size;                      /* of the type most of it is set in */
    bool is_bold;                  /* most of it is */
    bool is_row;                   /* cells parted by tabs */
    int first_width;               /* of its first word */
    char *text;                    /* words parted by blanks */
};

/* Stands where a line ends within a cell, until the document's words are known. */
enum { TIP_PDF_CELL_LINE = '\v' };

struct tip_pdf_layout {
    struct tip_pdf_line *lines;
    size_t count, capacity;
};

/* Lines of all pages, without running heads and feet. TIP_NO_MEMORY. */
tip_status tip_pdf_lay_out(struct tip_pdf_layout *layout, const struct tip_pdf *pdf,
                           struct tip_error *error) TIP_MUST_CHECK;
void tip_pdf_layout_free(struct tip_pdf_layout *layout);

/* ---- pdf_lines.c ---- */

/* A part of a page whose lines are to be added. */
struct tip_pdf_part {
    struct tip_pdf_layout *layout;
    const struct tip_pdf *pdf;
    size_t page; /* index into pdf->pages */
    int left, right;
};

/* Adds each row as a line. False when there is no memory. */
bool tip_pdf_add_lines(const struct tip_pdf_part *part, const struct tip_pdf_row *rows,
                       size_t count);

/* Adds rows that stand in columns as the rows of a table: cells that go on in the rows below are
 * put together. False when there is no memory. */
bool tip_pdf_add_table(const struct tip_pdf_part *part, const struct tip_pdf_row *rows,
                       size_t count);

#endif
