/* Making documents: what every reader appends blocks with. */
#ifndef TIP_READER_DOCUMENT_H
#define TIP_READER_DOCUMENT_H

#include <stdarg.h>

#include "reader/reader.h"

/* Appends a block with a copy of the text, trimmed of white space at both ends, and counts its
 * words. NULL when there is no memory; the pointer is good until the next block is added. */
struct tip_block *tip_document_add(struct tip_document *document, enum tip_block_kind kind,
                                   const char *text, size_t length, size_t line);

/* The same, before block `place`. */
struct tip_block *tip_document_insert(struct tip_document *document, size_t place,
                                      enum tip_block_kind kind, const char *text, size_t length,
                                      size_t line);

/* A NUL-terminated copy for free(3); NULL when there is no memory. */
char *tip_document_copy(const char *text, size_t length);

/* How many words a text holds: runs between white space with a letter or a digit in them; in
 * scripts written without blanks, two characters count as one word. */
size_t tip_text_words(const char *text, size_t length);

/* Tells the options' listener, if there is one. */
void tip_reader_tell(const struct tip_reader_options *options, const char *file, size_t line,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
