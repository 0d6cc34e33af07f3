/* A PDF as its positioned words: what the process that parses it tells through a pipe.
 *
 * The parser is not trusted. It writes lines, each a keyword and what belongs to it, in this order:
 *
 *     pages COUNT
 *     title TEXT, author TEXT, created SECONDS        each at most once
 *     outline LEVEL PAGE TITLE                        in order; levels from 1
 *     page NUMBER                                     numbers rise; what follows is of this page
 *     size WIDTH HEIGHT
 *     label LABEL                                     as printed, where it is not the number
 *     word LEFT TOP RIGHT BOTTOM SIZE FLAGS TEXT
 *     pictures                                        it shows some
 *     fault REASON                                    it could not be read whole
 *     end
 *
 * or `refused REASON` alone. Lengths are in hundredths of a point from the upper left corner of the
 * page as it is shown; times in seconds since 1970. */
#ifndef TIP_READER_PDF_PAGES_H
#define TIP_READER_PDF_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/string_builder.h"

/* Bounds of what is taken from the pipe. A word of a report has some 60 bytes there. */
enum {
    TIP_PDF_LINE_BYTES = 8192,
    TIP_PDF_PAGES_MOST = 100000,
    TIP_PDF_PAGE_WORDS_MOST = 100000, /* a page of the densest telephone book has some 5,000 */
    TIP_PDF_OUTLINE_MOST = 100000,
    TIP_PDF_LENGTH_MOST = 10000000 /* 1,000 m; PDF 1.7, annex C.2: a page is 5 m at most */
};

enum {
    TIP_PDF_BOLD = 1 << 0,
    TIP_PDF_ITALIC = 1 << 1,
    TIP_PDF_UPWARD = 1 << 2,   /* written from the bottom to the top */
    TIP_PDF_DOWNWARD = 1 << 3, /* … from the top to the bottom */
    TIP_PDF_FLAGS = (1 << 4) - 1
};

struct tip_pdf_word {
    int left, top, right, bottom;
    int size; /* of the type, in hundredths of a point */
    unsigned flags;
    uint32_t length;
    size_t text; /* offset into tip_pdf.texts */
};

struct tip_pdf_page {
    int number; /* physical, from 1 */
    int width, height;
    bool has_pictures;
    char *label; /* as printed; NULL where it is the number */
    char *fault; /* why it could not be read whole; NULL: it was */
    size_t first_word, word_count;
};

struct tip_pdf_entry {
    int level, page;
    char *title;
};

struct tip_pdf {
    struct tip_pdf_page *pages;
    size_t page_count, page_capacity;
    struct tip_pdf_word *words;
    size_t word_count, word_capacity;
    struct tip_string texts;
    struct tip_pdf_entry *outline;
    size_t outline_count, outline_capacity;
    int pages_promised; /* what the document says it has; 0 before that is known */
    char *title, *author;
    long long created; /* 0: not known */
    char *refused;     /* why there is no document at all */
    bool is_ended;
};

/* Takes one line, without its line feed. TIP_CORRUPT for what the protocol does not allow: the
 * parser is then not to be listened to any longer; what came before stays good. TIP_NO_MEMORY. */
tip_status tip_pdf_take_line(struct tip_pdf *pdf, const char *line, size_t length,
                             struct tip_error *error) TIP_MUST_CHECK;

/* The words' text; not NUL-terminated. */
const char *tip_pdf_text(const struct tip_pdf *pdf, const struct tip_pdf_word *word);

/* Appends a page that could not be read; `fault` is copied. */
tip_status tip_pdf_add_fault(struct tip_pdf *pdf, int number, const char *fault,
                             struct tip_error *error) TIP_MUST_CHECK;

void tip_pdf_free(struct tip_pdf *pdf);

#endif
