/* Parsing a PDF in processes of their own, within limits. */
#ifndef TIP_READER_PDF_PROCESS_H
#define TIP_READER_PDF_PROCESS_H

#include <stddef.h>

#include "base/status.h"
#include "reader/pdf_pages.h"

/* The limits of one file. Measured: 594 printed pages of the 2023 report, set in two columns, take
 * 8 s with all that is made of them; no file of the test suites of four public tools (740 files)
 * takes the parser more than 64 MB. What reaches these limits is broken. */
enum {
    TIP_PDF_PAGE_MS = 20000, /* without a sign from the parser: one page takes no longer */
    TIP_PDF_FILE_MS = 60000, /* for the whole file, and … */
    TIP_PDF_MORE_MS = 200,   /* … for each of its pages more, so 500 pages have 160 s … */
    TIP_PDF_FILE_MOST_MS = 1800000, /* … up to half an hour, whatever a file says that it has */
    TIP_PDF_MEMORY_MB = 1024,       /* of the parser */
    TIP_PDF_TEXT_MB = 256,          /* of lines that it may tell: TIP_SOURCE_LIMIT */
    TIP_PDF_DEATHS_MOST = 10        /* pages that may kill the parser before a file is given up */
};

/* Reads the words of a PDF. What a page does to the parser, it does to that page: it gets a fault,
 * and another process reads on behind it. TIP_INVALID when the document as a whole cannot be read,
 * with the reason, TIP_NO_MEMORY, TIP_IO; `pdf` is to be freed always. */
tip_status tip_pdf_parse(struct tip_pdf *pdf, const char *bytes, size_t length,
                         struct tip_error *error) TIP_MUST_CHECK;

/* What runs in the process, tip_pdf_child but for tests. */
typedef int tip_pdf_parser(int output, const char *bytes, size_t length, int first);

/* tip_pdf_parse with another parser, and other times a page and a file may take. */
tip_status tip_pdf_parse_with(struct tip_pdf *pdf, tip_pdf_parser *parser, const char *bytes,
                              size_t length, int page_ms, int file_ms,
                              struct tip_error *error) TIP_MUST_CHECK;

#endif
