/* PDF -> blocks. */
#ifndef TIP_READER_PDF_H
#define TIP_READER_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "reader/document.h"
#include "reader/pdf_pages.h"

/* Whether "%PDF-" stands in the first 1,024 bytes (PDF 1.7, appendix H.3.4.1). */
bool tip_pdf_is(const char *bytes, size_t length);

/* Reads the bytes of a PDF; pdf_process.h says within which limits. Warns of each page that could
 * not be read or has no text. TIP_INVALID, with the reason, for a document that cannot be read or
 * in which no page has text. */
tip_status tip_pdf_read(struct tip_document *document, const char *name, const char *bytes,
                        size_t length, const struct tip_reader_options *options,
                        struct tip_error *error) TIP_MUST_CHECK;

/* The same from what the parser told: everything but the parsing. */
tip_status tip_pdf_to_blocks(struct tip_document *document, const char *name,
                             const struct tip_pdf *pdf, const struct tip_reader_options *options,
                             struct tip_error *error) TIP_MUST_CHECK;

#endif
