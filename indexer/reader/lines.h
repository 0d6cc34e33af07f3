/* A text as its lines that hold something, each knowing how far it stands from the one before. */
#ifndef TIP_READER_LINES_H
#define TIP_READER_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* What the source's markup says of a line. */
enum tip_line_role {
    TIP_ROLE_SHAPE,   /* nothing: its shape tells */
    TIP_ROLE_TEXT,    /* goes on with the line before, whatever its shape */
    TIP_ROLE_HEADING, /* of `level`; 0 when its shape is to tell that */
    TIP_ROLE_ITEM,    /* begins a list item; `indent` tells the list in it */
    TIP_ROLE_ROW,     /* a table row, cells parted by tabs; or the rule below the names */
    TIP_ROLE_QUOTATION,
    TIP_ROLE_SPEAKER, /* who said the quotation before */
    TIP_ROLE_CAPTION,
    TIP_ROLE_CONTENTS, /* an entry of a table of contents */
};

struct tip_line {
    const char *text; /* into the text that was split; not NUL-terminated */
    size_t length;    /* without white space at both ends */
    size_t number;    /* from 1 */
    unsigned indent;  /* blanks taken off in front */
    unsigned blanks;  /* blank lines between it and the one before */
    unsigned page;    /* form feeds before it */
    enum tip_line_role role;
    int level;      /* of a heading */
    bool is_strong; /* all of it is set in bold */
};

/* What a source calls one of its pages. */
struct tip_page_mark {
    const char *label; /* as printed; NULL when not known */
    int number;        /* physical, from 1; 0 when not known */
};

struct tip_lines {
    struct tip_line *items;
    size_t count;
    size_t capacity;
    unsigned pages;                         /* form feeds in all */
    const struct tip_page_mark *page_marks; /* pages + 1 of them, the caller's; NULL: form feeds
                                               number pages from 1 */
    bool pages_flow; /* the text runs on from page to page: where a page ends is no break */
};

/* LF, CRLF and CR end a line; a form feed ends a line and a page. The text must outlive them. */
tip_status tip_lines_split(struct tip_lines *lines, const char *text, size_t length,
                           struct tip_error *error) TIP_MUST_CHECK;
void tip_lines_free(struct tip_lines *lines);

/* Whether the line is a rule: only dashes, equals signs, stars, bars and white space, two of the
 * first at least. */
bool tip_line_is_rule(const struct tip_line *line);

/* Three and more empty lines stand where a page was broken (or a form feed, unless pages_flow).
 * `next` is the line behind the break. */
bool tip_line_breaks_page(const struct tip_lines *lines, size_t next);

#endif
