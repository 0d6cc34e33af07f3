/* A record of JSON Lines -> a document. */
#ifndef TIP_READER_JSONL_RECORD_H
#define TIP_READER_JSONL_RECORD_H

#include <jansson.h>

#include "base/string_builder.h"
#include "reader/reader.h"

/* Where a record stands, for warnings. */
struct tip_record_place {
    const char *name;
    size_t line;
    const struct tip_reader_options *options;
};

/* Fills in what jsonl.h says of a record's keys. TIP_INVALID with the reason alone, TIP_NO_MEMORY.
 */
tip_status tip_record_read(struct tip_document *document, const json_t *object,
                           const struct tip_record_place *place,
                           struct tip_error *error) TIP_MUST_CHECK;

/* Adds the blocks of a record's text under `depth` headings that are there already. A text that is
 * one passage long is one paragraph, whatever it looks like; a longer one is read as a text file
 * is. TIP_NO_MEMORY. */
tip_status tip_record_add_text(struct tip_document *document, const char *text, size_t length,
                               size_t depth, size_t line, struct tip_error *error) TIP_MUST_CHECK;

/* The JSON of a value, as base/json_writer.h writes; false when its arrays and objects are nested
 * deeper than TIP_RECORD_META_DEPTH. */
bool tip_record_write(struct tip_string *out, const json_t *value);

#endif
