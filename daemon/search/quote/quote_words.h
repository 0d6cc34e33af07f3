/* A quotation, and the text it may come from, as words to be compared as they are written. What
 * does not matter to a quotation is left behind here: quotes, dashes, line breaks, ligatures, forms
 * of Unicode, soft hyphens, markup. What is of a word stays as it is, its case, accents and hyphens
 * too. */
#ifndef TIP_QUOTE_WORDS_H
#define TIP_QUOTE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/string_builder.h"

/* What stands between a word and the next one. */
enum tip_quote_glue {
    TIP_GLUE_NONE,   /* blanks, signs */
    TIP_GLUE_TIGHT,  /* nothing: "$" and "150" */
    TIP_GLUE_HYPHEN, /* "anti-trafficking" */
    TIP_GLUE_DASH,   /* a dash of any length, which typists write in many ways */
    TIP_GLUE_BROKEN, /* a hyphen and the end of a line: the word goes on, with a hyphen or without
                      */
};

enum {
    TIP_WORD_IN_BRACKETS = 1,     /* an editor's: the source need not have it */
    TIP_WORD_IN_PLACE = 2,        /* of brackets that may stand for words of the source */
    TIP_WORD_OPTIONAL = 4,        /* the number of a page or of a note, a running head */
    TIP_WORD_ANY_CASE = 8,        /* its first letter may be of either case */
    TIP_WORD_LEFT_OUT = 16,       /* an ellipsis stands behind it */
    TIP_WORD_IS_HEADING = 32,     /* of the source: who quotes passes over it */
    TIP_WORD_APOSTROPHE = 64,     /* one that belongs to it stands behind it: "victims'" */
    TIP_WORD_QUOTE_SIGN = 128,    /* a sign of quotation stands right behind it */
    TIP_WORD_ENDS_SENTENCE = 256, /* a full stop or the like, or a paragraph's end, is behind it */
};

struct tip_quote_word {
    uint32_t start, end;          /* bytes of its text */
    uint32_t form;                /* an offset into `forms` */
    uint32_t length;              /* bytes of the form */
    uint32_t bare;                /* bytes of the form without a note's number: "fees12"; else 0 */
    uint32_t inner, inner_length; /* what brackets add to the word, within the form: "victim[s]" */
    uint16_t part;                /* which of several texts it is of */
    uint16_t flags;
    enum tip_quote_glue glue;
};

/* Zero-initialised is empty and valid. */
struct tip_quote_words {
    struct tip_quote_word *items;
    uint32_t count, capacity;
    struct tip_string forms; /* in NFKC, apostrophes straight */
};

/* Appends the words of `length` bytes of UTF-8 (malformed bytes part words), below 4 GiB, as those
 * of `part`, each with `flags`. Ellipses, brackets, and lines that are no text mean something in a
 * quotation alone. TIP_NO_MEMORY. */
tip_status tip_quote_words_add(struct tip_quote_words *words, const char *text, size_t length,
                               uint16_t part, unsigned flags, bool is_quotation,
                               struct tip_error *error) TIP_MUST_CHECK;
void tip_quote_words_clear(struct tip_quote_words *words); /* memory is kept */
void tip_quote_words_free(struct tip_quote_words *words);

/* Whether what stands between two words may be read as the other. */
bool tip_quote_glue_fits(enum tip_quote_glue quoted, enum tip_quote_glue source);

#endif
