/* Blocks -> passages: what a hit shows and a memo cites.
 *
 * A passage never crosses a section. It aims at 60 to 220 words and never holds more than 300,
 * unless another length is asked for, with which these figures scale: long paragraphs are split at
 * sentence ends, short neighbours merged, a list stays with the sentence that introduces it,
 * stories, quotations and captions are passages of their own. */
#ifndef TIP_PASSAGE_H
#define TIP_PASSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/kind.h"
#include "base/report.h"
#include "base/status.h"
#include "reader/reader.h"

enum {
    TIP_PASSAGE_WORDS_LOW = 60,
    TIP_PASSAGE_WORDS_HIGH = 220,
    TIP_PASSAGE_WORDS_LIMIT = 300,
    TIP_PASSAGE_WORDS_SHORT = 15, /* fewer are merged into a neighbour where one is there */
    /* What may stand in TIP_PASSAGE_WORDS_HIGH's place: below, a passage is hardly more than a
     * sentence; above, a screen shows less than one. */
    TIP_PASSAGE_WORDS_LEAST = 80,
    TIP_PASSAGE_WORDS_MOST = 300,
};

/* How a document is cut; zero-initialised is the default. */
struct tip_passage_options {
    unsigned words; /* the longest passage aimed at, TIP_PASSAGE_WORDS_LEAST to _MOST; 0: _HIGH. The
                       lower aim and the limit are the same parts of it as of the default */
};

struct tip_passage {
    uint64_t id; /* shown as 16 hex digits */
    uint64_t text_key;
    char **section; /* headings, outermost first */
    size_t section_depth;
    enum tip_kind kind;
    char *page; /* label or NULL */
    int page_number;
    enum tip_page_is page_is;
    uint32_t ordinal; /* its place in the report, from 0 */
    char *text;
    char *by;        /* quotations: who said it; else NULL */
    char *countries; /* those it names: ISO 3166 alpha-2 codes in order, joined by blanks; NULL
                        before they are looked for, as tip_passages_make leaves it */
    uint32_t words;  /* runs of letters and digits in `text` */
    size_t line;     /* where it begins in the source */
};

struct tip_passages {
    struct tip_passage *items;
    size_t count;
    size_t capacity;
};

/* Cuts a document into the passages of `report` (whose id enters the passages' ids). `options` may
 * be NULL: the defaults. The caller frees `passages`, also after a failure. TIP_NO_MEMORY;
 * TIP_INVALID for a length that is out of range. */
tip_status tip_passages_make(struct tip_passages *passages, const struct tip_document *document,
                             const struct tip_report *report,
                             const struct tip_passage_options *options,
                             struct tip_error *error) TIP_MUST_CHECK;
void tip_passages_free(struct tip_passages *passages);

/* The first 16 hex digits, as a number, of SHA-256(report id, 0x00, text, 0x00, decimal
 * occurrence), where for `text` curly quotes and dashes become ASCII and each run of white space
 * one blank, none at the ends; case is kept. The table is frozen: passage/id.c. `occurrence`
 * counts equal texts of one report from 0. */
tip_status tip_passage_id(uint64_t *id, const char *report_id, const char *text,
                          unsigned occurrence, struct tip_error *error) TIP_MUST_CHECK;

/* The same for the text alone: SHA-256(text), so equal words in two reports share it. */
tip_status tip_passage_text_key(uint64_t *key, const char *text,
                                struct tip_error *error) TIP_MUST_CHECK;

/* A report's default id: the slug of a file's stem, "TIP Report 2023.txt" -> "tip-report-2023".
 * For free(3); NULL when there is no memory; "report" when nothing of the name is left. */
char *tip_report_slug(const char *path);

#endif
