/* Where a scan goes on: the text that SCAN's replies end with and its next request brings back.
 *
 * A cursor names all that its scan depends on, so that no page can be of something else than the
 * first one's total. It is no secret and proves nothing: whoever forges one sees what the scope
 * lets through in any case. What it says of hidden reports is nothing: their generation goes into a
 * digest together with the time at which it was made. */
#ifndef TIP_SCAN_CURSOR_H
#define TIP_SCAN_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "search/request.h"
#include "search/search.h"

enum {
    TIP_CURSOR_STATE = 8,   /* bytes: 64 bits of SHA-256 tell states of one server apart */
    TIP_CURSOR_REQUEST = 6, /* bytes: what is asked */
    TIP_CURSOR_SCOPE = 5,   /* bytes: who asks */
    TIP_CURSOR_SIZE = 49    /* of the text, with its NUL */
};

struct tip_scan_cursor {
    uint32_t generation;                   /* its number, for people */
    unsigned char state[TIP_CURSOR_STATE]; /* tip_scan_state_make */
    unsigned char
        request[TIP_CURSOR_REQUEST]; /* the query and the options that decide what matches */
    unsigned char scope[TIP_CURSOR_SCOPE];
    uint64_t after; /* the id that was shown last */
};

/* What decides which passages match beside the request: the very generation (one of an index that
 * was removed and built anew is another, though its number is the same), the knowledge (or NULL)
 * and what is left out of the ranking. False without memory. */
bool tip_scan_state_make(unsigned char state[TIP_CURSOR_STATE],
                         const struct tip_generation *generation,
                         const struct tip_knowledge *knowledge, tip_part_set without);

/* The cursor of a request, answered by the searcher, without its place. False without memory. */
bool tip_scan_cursor_make(struct tip_scan_cursor *cursor, const struct tip_searcher *searcher,
                          const struct tip_request *request);

/* As text, of letters, digits, `-` and `_`. False without memory. */
bool tip_scan_cursor_write(char text[TIP_CURSOR_SIZE], const struct tip_scan_cursor *cursor);
/* False when the text is no cursor, or not as it was written. */
bool tip_scan_cursor_read(struct tip_scan_cursor *cursor, const char *text);

#endif
