/* JSON Lines: sources that hold many documents, one JSON object a line.
 *
 * Lines are read one after the other, however large the source is. A line is a record:
 *
 *   {"id":"case-17","title":"A case note","text":"What happened…","date":"2023-04-01"}
 *
 *   text         what is indexed; a record whose text has no word in it is empty
 *   id, _id      a string or an integer: the report's id
 *   title        the report's title
 *   publisher, date, url   strings; a time of day behind a date is left out
 *   year         an integer or digits
 *   language     a code: "en", "eng", "en-GB"
 *   section      a string or an array: the headings over the text, outermost first
 *   page         a string or an integer: the label of the page, as printed
 *   countries    a string or an array: codes or names
 *   tags         a string or an array
 *   meta         an object; every further key is put into it
 *
 * Null is like no key. */
#ifndef TIP_READER_JSONL_H
#define TIP_READER_JSONL_H

#include <stdbool.h>

#include "reader/input.h"
#include "reader/reader.h"

enum {
    TIP_RECORDS_VERSION = 1,       /* of this reader, as tip_document has it */
    TIP_RECORD_BYTES = 16 << 20,   /* of a line: three times all country narratives of a year */
    TIP_RECORD_SNIFFED = 1 << 16,  /* of a source, to tell whether it is one */
    TIP_RECORD_ID_BYTES = 256,     /* an id stands in every hit */
    TIP_RECORD_FACT_BYTES = 1000,  /* of a title, publisher, date or tag: as on the command line */
    TIP_RECORD_URL_BYTES = 2048,   /* what browsers and servers agree to take */
    TIP_RECORD_META_BYTES = 16384, /* of `meta` as JSON: it is kept in memory while indexing */
    TIP_RECORD_META_DEPTH = 8,     /* of arrays and objects in one another, as in the protocol */
    TIP_RECORD_ITEMS = 64,         /* tags */
    TIP_RECORD_COUNTRIES = 250,    /* more than there are */
    TIP_RECORD_HEADINGS = 6
};

/* Whether a source is JSON Lines: by its name, but for a ".gz", or by its first line. `head` is its
 * beginning, unfolded. */
bool tip_records_know(const char *name, const char *head, size_t length);

/* Whether a name's ending, but for a ".gz", is that of JSON Lines. */
bool tip_records_know_name(const char *name);

/* A source that is being read, from the place where its stream is. */
struct tip_records;

/* `input` is borrowed, `name` (copied) stands in messages. TIP_NO_MEMORY. */
tip_status tip_records_open(struct tip_records **out, const char *name, struct tip_input *input,
                            const struct tip_reader_options *options,
                            struct tip_error *error) TIP_MUST_CHECK;
void tip_records_close(struct tip_records *records); /* NULL is allowed */

/* The document of the next record, without blocks when that is empty; *is_end tells that there was
 * none. TIP_INVALID for a record that cannot be read ("FILE:LINE: reason"), and for a source that
 * cannot be read further: then tip_records_are_cut, and the next one is the end. TIP_NO_MEMORY. The
 * caller frees the document, also after a failure. */
tip_status tip_records_next(struct tip_records *records, struct tip_document *document,
                            bool *is_end, struct tip_error *error) TIP_MUST_CHECK;

/* The number of the line that was read last, from 1. */
size_t tip_records_line(const struct tip_records *records);

/* Whether the source could not be read to its end. */
bool tip_records_are_cut(const struct tip_records *records);

#endif
