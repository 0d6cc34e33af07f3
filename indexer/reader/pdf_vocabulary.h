/* The words of a document, and what they say of words that a line's end has parted. */
#ifndef TIP_READER_PDF_VOCABULARY_H
#define TIP_READER_PDF_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

#include "reader/pdf_layout.h"

/* How often something is written without a blank behind it, and with one, within lines. */
struct tip_pdf_spacing {
    size_t joined, parted;
};

struct tip_pdf_vocabulary {
    struct tip_pdf_word_count *slots; /* open addressing; size is a power of two */
    size_t size, count;
    struct tip_pdf_spacing em_dash, en_dash, slash; /* behind each */
    size_t hyphens_at_ends;                         /* lines that end in U+2010 */
    size_t hyphens_in_lines;                        /* … it stands within */
    bool parts_no_words; /* hyphens at lines' ends are all the words' own */
};

/* Takes the words of all lines. False when there is no memory; to be freed always. */
bool tip_pdf_vocabulary_make(struct tip_pdf_vocabulary *vocabulary,
                             const struct tip_pdf_layout *layout);
void tip_pdf_vocabulary_free(struct tip_pdf_vocabulary *vocabulary);

/* What stands between a line's end and the next line's beginning. */
struct tip_pdf_joint {
    size_t cut;     /* bytes to be taken off the end */
    bool has_blank; /* whether a blank comes between */
};

/* How two lines of a paragraph are joined: a word hyphenated over the line's end is put together
 * when the document has it elsewhere so, or has no such word with a hyphen and not both parts as
 * words of their own; behind dashes and strokes a blank stands where the document has one there. */
struct tip_pdf_joint tip_pdf_join(const struct tip_pdf_vocabulary *vocabulary, const char *line,
                                  size_t length, const char *next);

#endif
