/* What a list item begins with. */
#ifndef TIP_READER_LIST_MARKER_H
#define TIP_READER_LIST_MARKER_H

#include <stddef.h>

enum tip_marker {
    TIP_MARKER_NONE,
    TIP_MARKER_BULLET, /* "- ", "• ", "▶ ": taken off */
    TIP_MARKER_NUMBER, /* "1. ", "ii. ", "(a) ": words, they stay */
    TIP_MARKER_LEGEND, /* "■ ": a line of a map's legend; taken off */
};

/* *skip is how many bytes in front of the item's text are marker. */
enum tip_marker tip_list_marker(const char *text, size_t length, size_t *skip);

#endif
