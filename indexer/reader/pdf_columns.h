/* Strips of a page that stay free from row to row: what parts columns, and the cells of a table. */
#ifndef TIP_READER_PDF_COLUMNS_H
#define TIP_READER_PDF_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "reader/pdf_rows.h"

/* Gutters that part the columns of many pages of a document, from left to right. */
enum { TIP_PDF_GUTTERS = 8 };

struct tip_pdf_gutters {
    int at[TIP_PDF_GUTTERS];   /* where the column to the right begins */
    int ends[TIP_PDF_GUTTERS]; /* where the lines of the one to the left end */
    size_t count;
};

enum tip_pdf_division {
    TIP_PDF_UNDIVIDED,
    TIP_PDF_COLUMNS, /* two columns of text, read one after the other */
    TIP_PDF_TABLE    /* cells, read row by row */
};

/* How a run of rows is divided. */
struct tip_pdf_cut {
    enum tip_pdf_division division;
    size_t first, end;  /* the rows */
    int at;             /* where what is right of the free strip begins */
    size_t rows_beside; /* rows of the side that has fewer */
};

/* The best place to divide rows (top to bottom, of one part of a page). `work` is what may be
 * spent, in words looked at, and is reduced: a hostile page costs no more. */
struct tip_pdf_cut tip_pdf_find_cut(const struct tip_pdf_row *rows, size_t count,
                                    const struct tip_pdf_gutters *known, long long *work);

/* How many words of a row stand left of `at`. */
size_t tip_pdf_words_left_of(const struct tip_pdf_row *row, int at);

/* The free strip between columns is at least this wide. */
int tip_pdf_gutter_width(const struct tip_pdf_row *rows, size_t count);

#endif
