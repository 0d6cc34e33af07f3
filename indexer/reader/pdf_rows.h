/* The words of a page, or of a part of it, in rows. */
#ifndef TIP_READER_PDF_ROWS_H
#define TIP_READER_PDF_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "reader/pdf_pages.h"

/* A word where it stands when the page is turned so that its text goes across. */
struct tip_pdf_placed {
    const struct tip_pdf_word *word;
    size_t row; /* while rows are made */
    int left, top, right, bottom;
};

/* Words at one height, from left to right. */
struct tip_pdf_row {
    struct tip_pdf_placed *words;
    size_t count;
    int left, top, right, bottom;
};

/* The words of one page that are written in one direction. */
struct tip_pdf_sheet {
    struct tip_pdf_placed *words;
    size_t count;
    struct tip_pdf_row *rows; /* from top to bottom */
    size_t row_count;
    int height; /* of most words; at least 1 */
};

enum tip_pdf_way { TIP_PDF_ACROSS, TIP_PDF_UP, TIP_PDF_DOWN, TIP_PDF_WAYS };

/* The direction in which most of a page is written. */
enum tip_pdf_way tip_pdf_main_way(const struct tip_pdf *pdf, const struct tip_pdf_page *page);

/* The words of a page that go `way`; those of one letter go the page's own way, `most`. False when
 * there is no memory; to be freed always. */
bool tip_pdf_sheet_make(struct tip_pdf_sheet *sheet, const struct tip_pdf *pdf,
                        const struct tip_pdf_page *page, enum tip_pdf_way way,
                        enum tip_pdf_way most);
void tip_pdf_sheet_free(struct tip_pdf_sheet *sheet);

/* The box of the row's words, anew. */
void tip_pdf_row_measure(struct tip_pdf_row *row);

#endif
