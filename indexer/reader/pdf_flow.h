/* Lines of a laid-out page -> lines as a plain text has them: a paragraph is one. */
#ifndef TIP_READER_PDF_FLOW_H
#define TIP_READER_PDF_FLOW_H

#include "base/status.h"
#include "reader/lines.h"
#include "reader/pdf_layout.h"
#include "reader/pdf_vocabulary.h"

struct tip_pdf_flow {
    struct tip_lines lines;
    struct tip_page_mark *marks; /* of the pages; the lines point there */
    char **texts;                /* what the lines point into */
    size_t text_count, text_capacity;
};

/* `flow` points into `pdf` too. TIP_NO_MEMORY. */
tip_status tip_pdf_flow_make(struct tip_pdf_flow *flow, const struct tip_pdf_layout *layout,
                             const struct tip_pdf *pdf, struct tip_error *error) TIP_MUST_CHECK;
void tip_pdf_flow_free(struct tip_pdf_flow *flow);

/* ---- pdf_outline.c ---- */

/* Gives the lines that the document's outline names the level of its entries. False when there is
 * no memory. */
bool tip_pdf_outline_apply(struct tip_pdf_flow *flow, const struct tip_pdf *pdf);

/* ---- pdf_habits.c: how a document is set ---- */

enum { TIP_PDF_HEADING_TYPES = 6 };

/* A type that headings are set in. */
struct tip_pdf_type {
    int size;
    bool is_bold;
};

struct tip_pdf_habits {
    int size;      /* of the type most of the document is set in */
    bool is_bold;  /* … as is most of it */
    int pitch;     /* from line to line in it */
    int bottom;    /* where full pages end */
    bool has_gaps; /* paragraphs are parted by gaps; else by indents or short lines alone */
    struct tip_pdf_type types[TIP_PDF_HEADING_TYPES]; /* the highest first */
    size_t type_count;
};

/* False when there is no memory. */
bool tip_pdf_habits_find(struct tip_pdf_habits *habits, const struct tip_pdf_layout *layout);

/* Whether `line` stands below `before`, in its column. */
bool tip_pdf_is_below(const struct tip_pdf_line *before, const struct tip_pdf_line *line);

/* How far below it stands: from head to head or foot to foot, whichever is less. */
int tip_pdf_pitch(const struct tip_pdf_line *before, const struct tip_pdf_line *line);

/* Whether the first word of `line` had found room at the end of `before`, so that a paragraph or a
 * line of its own must end there. */
bool tip_pdf_has_room(const struct tip_pdf_line *before, const struct tip_pdf_line *line);

/* Whether the type of a line is that of a heading: larger than the text's, or bolder. */
bool tip_pdf_is_heading_type(const struct tip_pdf_habits *habits, const struct tip_pdf_line *line);

/* The level of a heading's type, from 1; 0 where headings have one type alone. */
int tip_pdf_heading_level(const struct tip_pdf_habits *habits, const struct tip_pdf_line *line);

#endif
