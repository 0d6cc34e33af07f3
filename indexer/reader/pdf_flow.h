/* Lines of a laid-out page -> lines as a plain text has them: a paragraph is one. */
#ifndef TIP_READER_PDF_FLOW_H
#define TIP_READER_PDF_FLOW_H

#include "base/status.h"
#include "reader/lines.h"
#include "reader/pdf_layout.h"

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

#endif
