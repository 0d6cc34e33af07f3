/* A passage as one line of JSON, as `tipindex dump` and `tipindex read` print it. */
#ifndef TIP_PASSAGE_LINE_H
#define TIP_PASSAGE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/kind.h"
#include "base/report.h"
#include "base/status.h"
#include "base/string_builder.h"

/* What a line tells of a passage; everything is borrowed. */
struct tip_passage_line {
    uint64_t id;
    uint64_t text_key;
    const struct tip_report *report;
    const char *const *headings; /* outermost first */
    size_t depth;
    enum tip_kind kind;
    enum tip_page_is page_is;
    const char *page; /* label or NULL */
    int page_number;  /* 0: not known */
    uint32_t ordinal;
    const char *countries; /* codes joined by blanks; NULL is none */
    const char *text;
    size_t length;  /* of text, in bytes */
    const char *by; /* or NULL */
    uint32_t words;
    uint32_t since; /* 0: it is in no index */
};

/* Writes the object and LF into `out`, instead of what is there. TIP_NO_MEMORY. */
tip_status tip_passage_line_write(struct tip_string *out, const struct tip_passage_line *passage,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* Prints a line on standard output. A reader that went away is no failure: *is_unread is set then,
 * and nothing more need be printed. */
tip_status tip_passage_line_print(const struct tip_string *line, bool *is_unread,
                                  struct tip_error *error) TIP_MUST_CHECK;

#endif
