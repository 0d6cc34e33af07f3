/* A text's table of contents: which lines it is, and what it says of sections and pages. */
#ifndef TIP_READER_CONTENTS_H
#define TIP_READER_CONTENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "reader/lines.h"

struct tip_contents_entry {
    char *key;  /* the heading, folded for comparing */
    char *page; /* the label as printed; NULL for a group without a page */
    int level;  /* 1; 2 for an entry in title case below capitals */
};

struct tip_contents {
    struct tip_contents_entry *entries;
    size_t count;
    size_t capacity;
    size_t first_line; /* places in tip_lines: [first_line, end_line), none when equal */
    size_t end_line;
};

/* "Contents", "Table of Contents" in any case. */
bool tip_contents_is_title(const char *text, size_t length);

/* Looks for a heading "Contents" or "Table of Contents" and reads the entries behind it: a heading,
 * a tab or leader dots, and a page label. */
tip_status tip_contents_read(struct tip_contents *contents, const struct tip_lines *lines,
                             struct tip_error *error) TIP_MUST_CHECK;
void tip_contents_free(struct tip_contents *contents);

/* The entry that a heading in the text stands for; NULL when there is none. Case, punctuation and
 * plural s do not matter, and one may go on where the other ends. */
const struct tip_contents_entry *tip_contents_find(const struct tip_contents *contents,
                                                   const char *heading, size_t length);

#endif
