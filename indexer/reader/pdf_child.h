/* The process that parses a PDF. */
#ifndef TIP_READER_PDF_CHILD_H
#define TIP_READER_PDF_CHILD_H

#include <stddef.h>

/* Parses `length` bytes and writes the lines of pdf_pages.h to `output`, from page `first` on; the
 * document's own facts only when that is 1. To be called in a child process: whatever a hostile
 * file does to the parser ends with it. Returns the process's exit status. */
int tip_pdf_child(int output, const char *bytes, size_t length, int first);

#endif
