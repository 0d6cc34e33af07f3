/* What a passage is. The numbers stand in the file `columns`: append, never reorder. */
#ifndef TIP_BASE_KIND_H
#define TIP_BASE_KIND_H

#include <stdbool.h>

#define TIP_KIND_MAP(XX)                                                                           \
    XX(NARRATIVE, "narrative")                                                                     \
    XX(STORY, "story")                                                                             \
    XX(LIST, "list")                                                                               \
    XX(TABLE, "table")                                                                             \
    XX(QUOTE, "quote")                                                                             \
    XX(CAPTION, "caption")                                                                         \
    XX(CONTENTS, "contents")

enum tip_kind {
#define XX(code, name) TIP_KIND_##code,
    TIP_KIND_MAP(XX)
#undef XX
        TIP_KIND_COUNT
};

/* "narrative" and so on; NULL for a number that is no kind. */
const char *tip_kind_name(unsigned kind);

/* True and *kind when `name` is a kind's (ASCII case ignored). */
bool tip_kind_parse(enum tip_kind *kind, const char *name);

/* How well the page of a passage is known. */
enum tip_page_is {
    TIP_PAGE_UNKNOWN,       /* there is none */
    TIP_PAGE_EXACT,         /* the passage begins on it */
    TIP_PAGE_SECTION_START, /* its section begins on it: a table of contents said so */
};

/* "exact", "section_start", or NULL for TIP_PAGE_UNKNOWN. */
const char *tip_page_is_name(enum tip_page_is page_is);

#endif
