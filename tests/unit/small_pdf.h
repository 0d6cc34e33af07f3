/* Small PDFs for tests, written as text: objects with their offsets computed. */
#ifndef TIP_TEST_SMALL_PDF_H
#define TIP_TEST_SMALL_PDF_H

#include <stddef.h>

#include "base/string_builder.h"

enum { SMALL_PDF_OBJECTS = 400 };

/* A document under construction. Object 1 is the catalog, 2 the tree of pages, 3 Helvetica (/F1), 4
 * Helvetica-Bold (/F2); pages of 612 by 792 points follow. */
struct small_pdf {
    struct tip_string bytes;
    size_t offsets[SMALL_PDF_OBJECTS]; /* of each object */
    int objects;                       /* numbers given so far, 4 at first */
    int pages[SMALL_PDF_OBJECTS];      /* numbers of their objects */
    int page_count;
};

void small_pdf_begin(struct small_pdf *pdf);

/* Adds an object, `body` as it stands between "obj" and "endobj"; returns its number. */
int small_pdf_object(struct small_pdf *pdf, const char *body);

/* Adds a page that shows `content`, operators as PDF has them; `more` goes into its dictionary. */
void small_pdf_page(struct small_pdf *pdf, const char *content, const char *more);

/* Ends the document: `catalog` goes into the catalog's dictionary, `trailer` into the trailer's.
 * The bytes are in pdf->bytes. */
void small_pdf_end(struct small_pdf *pdf, const char *catalog, const char *trailer);

/* "BT /F1 10 Tf 1 0 0 1 72 700 Tm (text) Tj ET": one line of text; y from the bottom. */
void small_pdf_text(struct tip_string *content, int bold, double size, double x, double y,
                    const char *text);

#endif
