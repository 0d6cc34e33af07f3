/* A text as its lines that hold something, each knowing how far it stands from the one before. */
#ifndef TIP_READER_LINES_H
#define TIP_READER_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct tip_line {
    const char *text; /* into the text that was split; not NUL-terminated */
    size_t length;    /* without white space at both ends */
    size_t number;    /* from 1 */
    unsigned indent;  /* blanks taken off in front */
    unsigned blanks;  /* blank lines between it and the one before */
    unsigned page;    /* form feeds before it */
};

struct tip_lines {
    struct tip_line *items;
    size_t count;
    size_t capacity;
    unsigned pages; /* form feeds in all */
};

/* LF, CRLF and CR end a line; a form feed ends a line and a page. The text must outlive them. */
tip_status tip_lines_split(struct tip_lines *lines, const char *text, size_t length,
                           struct tip_error *error) TIP_MUST_CHECK;
void tip_lines_free(struct tip_lines *lines);

/* Whether the line is a rule: only dashes, equals signs, stars, bars and white space, two of the
 * first at least. */
bool tip_line_is_rule(const struct tip_line *line);

/* Three and more empty lines stand where a page was broken (or a form feed). `next` is the line
 * behind the break. */
bool tip_line_breaks_page(const struct tip_lines *lines, size_t next);

#endif
