/* A source file -> a flat sequence of blocks, in reading order.
 *
 * Every reader makes the same blocks, so nothing behind this header knows formats. A reader never
 * drops text: the blocks together hold every word of the source; only markup goes. */
#ifndef TIP_READER_H
#define TIP_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/kind.h"
#include "base/status.h"

enum tip_block_kind {
    TIP_BLOCK_HEADING,
    TIP_BLOCK_PARAGRAPH,
    TIP_BLOCK_LIST_ITEM,
    TIP_BLOCK_TABLE_ROW, /* text: "COLUMN: cell" lines where columns have names, else the cells */
    TIP_BLOCK_QUOTATION,
    TIP_BLOCK_CAPTION,
    TIP_BLOCK_CONTENTS_ENTRY, /* a line of a table of contents */
};

enum {
    TIP_BLOCK_STORY = 1 << 0,       /* this heading, of level 1 or 2, opens a story: it and its one
                                       paragraph have the flag and stand
                                       outside the run of the text around them */
    TIP_BLOCK_TABLE_START = 1 << 1, /* this row is the first of its table */
    TIP_BLOCK_TABLE_COLUMN = 1 << 2 /* not a row but a column of a list that is set in columns: one
                                       thing with its neighbours */
};

/* Where within a block's text another page begins. */
struct tip_page_turn {
    size_t offset;
    char *page; /* label */
    int page_number;
};

struct tip_block {
    enum tip_block_kind kind;
    unsigned flags;
    int level;       /* headings: 1 is the highest */
    char *text;      /* UTF-8, one line or several; owned by the document */
    char *by;        /* quotations: who said it, "Name, office"; NULL when not known */
    char *page;      /* the label of the page it begins on, as printed; NULL when not known */
    int page_number; /* physical, from 1; 0 when not known */
    enum tip_page_is page_is;
    size_t line; /* where it began in the source, from 1; 0 when the format has no lines */
    struct tip_page_turn *turns; /* in order; owned by the document */
    size_t turn_count;
};

/* Facts that a source states outright, as front matter does. What is found otherwise (a first
 * heading) gives way to what is said of its folder. */
enum {
    TIP_STATES_ID = 1 << 0,
    TIP_STATES_TITLE = 1 << 1,
    TIP_STATES_PUBLISHER = 1 << 2,
    TIP_STATES_DATE = 1 << 3,
    TIP_STATES_YEAR = 1 << 4,
    TIP_STATES_LANGUAGE = 1 << 5,
    TIP_STATES_URL = 1 << 6
};

/* A document as read. */
struct tip_document {
    struct tip_block *blocks;
    size_t count;
    size_t capacity;
    /* What the source itself says of its report; NULL, or 0, where it says nothing. */
    char *id;
    char *title;
    char *publisher;
    char *date; /* as it is to be shown: "June 2023" */
    int year;
    char *language; /* ISO 639-1 */
    char *url;
    unsigned stated;    /* TIP_STATES_ */
    char *tags;         /* joined by line feeds */
    char *meta;         /* a JSON object as text */
    char *countries;    /* those it is about, codes or names, joined by line feeds */
    const char *reader; /* "text", "markdown": which reader read it; static */
    uint32_t reader_version;
    size_t pages; /* of a format that has them; of those: */
    size_t pages_without_text;
    size_t words; /* words in the source, markup not counted: runs of letters and digits */
};

/* What a reader has to say that is no failure: printed as FILE:LINE: MESSAGE. `line` 0: none. */
typedef void tip_reader_warn(void *context, const char *file, size_t line, const char *message);

struct tip_reader_options {
    tip_reader_warn *warn; /* NULL: nobody listens */
    void *warn_context;
    size_t size_limit; /* bytes of a source; larger ones are TIP_LIMIT. 0: TIP_SOURCE_LIMIT */
};

/* A text of 256 MiB is some forty times all yearly reports together: what is larger is no report.
 */
#define TIP_SOURCE_LIMIT ((size_t)256 << 20)

/* Reads `length` bytes that came from `name`, which stands in messages. The format is told by the
 * content where that is clear, else by the name's ending; what neither tells is plain text. A gzip
 * file is read as what is in it. Text is UTF-8 with or without a mark, UTF-16 with one and, failing
 * both, Windows-1252 with a warning; LF, CRLF and CR lines. Statuses: TIP_INVALID for a source that
 * holds no text (empty, blank), is damaged, binary or of a known kind that is not read (the message
 * names it), TIP_LIMIT, TIP_NO_MEMORY. The caller frees the document, also after a failure. */
tip_status tip_read_bytes(struct tip_document *document, const char *name, const char *bytes,
                          size_t length, const struct tip_reader_options *options,
                          struct tip_error *error) TIP_MUST_CHECK;

/* Whether a name's ending, but for a ".gz", is that of a format: what is read in a folder. */
bool tip_reader_knows_name(const char *name);

/* The version of the reader of this name; 0 when there is none. */
uint32_t tip_reader_version(const char *reader);

void tip_document_free(struct tip_document *document);

/* "heading", "paragraph", … for messages and tests. */
const char *tip_block_kind_name(enum tip_block_kind kind);

#endif
