/* A statement: the least that is compared as a whole, a sentence, heading, item of a list or row of
 * a table. What it says is told apart from how it is set. */
#ifndef TIP_STATEMENT_H
#define TIP_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/string_builder.h"

struct tip_statement {
    uint64_t key;        /* equal ones say the same */
    const char *text;    /* in its passage's text or a heading; not NUL-terminated */
    uint32_t length;     /* bytes */
    uint32_t passage;    /* its place in the edition */
    uint32_t first_word; /* into the edition's words … */
    uint32_t word_count; /* … so many, in the order of their hashes */
    bool is_heading;
    bool is_row;     /* of a table */
    bool is_in_text; /* of its passage: what stands between two such is there, too */
    bool is_asked;   /* it is of a passage that the request finds */
};

/* What a statement says as bytes to compare: in NFKC (accents are one with their letter, ligatures
 * are letters), curly quotes as straight ones, every dash as a hyphen without blanks around it, "…"
 * as three stops, white space as one blank, and neither marks of direction, soft hyphens nor other
 * characters that nobody sees. Case and all other punctuation stay: a comma can turn a sentence
 * round. Only in a row of a table a semicolon before a blank is one, too: formats part cells by it
 * or by lines. */
void tip_statement_normalise(struct tip_string *out, const char *text, size_t length, bool is_row);

/* Whether two texts say the same when normalised. False without memory. */
bool tip_statement_says(const char *one, size_t one_length, const char *two, size_t two_length,
                        bool is_row);

/* The length of the mark or number that an item of a list begins with ("- ", "12. ", "(a) "), with
 * the blanks behind it; 0 when there is none. An item more numbers all that follow anew. */
size_t tip_statement_marker(const char *text, size_t length);

/* FNV-1a, and a last mix so that all bits depend on all bytes. */
uint64_t tip_statement_hash(const char *bytes, size_t length);

/* The next word of a normalised text from *at on, as a hash that does not know case: letters and
 * digits between other signs; in scripts that write no blanks one character. False at the end. */
bool tip_statement_word(const struct tip_string *normal, size_t *at, uint32_t *word);

#endif
