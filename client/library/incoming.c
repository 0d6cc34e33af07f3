/* Bytes as they come, cut into lines.
 *
 * SPDX-License-Identifier: MIT */
#include "library/incoming.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_ROOM = 16 * 1024,
    KEPT_ROOM = 256 * 1024 /* what is larger goes back once it is empty: few replies need it */
};

void tipsearch_incoming_free(struct tipsearch_incoming *incoming)
{
    free(incoming->bytes);
    *incoming = (struct tipsearch_incoming){0};
}

/* Moves what is left of the last lines to the front. */
static void compact(struct tipsearch_incoming *incoming)
{
    if (incoming->begin == incoming->end && incoming->room > KEPT_ROOM) {
        tipsearch_incoming_free(incoming);
        return;
    }
    if (incoming->begin > 0)
        memmove(incoming->bytes, incoming->bytes + incoming->begin,
                incoming->end - incoming->begin);
    incoming->end -= incoming->begin;
    incoming->scanned -= incoming->begin;
    incoming->begin = 0;
}

char *tipsearch_incoming_room(struct tipsearch_incoming *incoming, size_t *size)
{
    compact(incoming);
    if (incoming->room - incoming->end < FIRST_ROOM / 2) {
        size_t room = incoming->room ? 2 * incoming->room : FIRST_ROOM;
        char *bytes = realloc(incoming->bytes, room);

        if (!bytes)
            return NULL;
        incoming->bytes = bytes;
        incoming->room = room;
    }
    *size = incoming->room - incoming->end;
    return incoming->bytes + incoming->end;
}

void tipsearch_incoming_add(struct tipsearch_incoming *incoming, size_t length)
{
    incoming->end += length;
}

char *tipsearch_incoming_line(struct tipsearch_incoming *incoming, size_t *length)
{
    size_t unseen = incoming->end - incoming->scanned;
    char *lf = unseen ? memchr(incoming->bytes + incoming->scanned, '\n', unseen) : NULL;
    char *line;

    if (!lf) {
        incoming->scanned = incoming->end;
        return NULL;
    }
    line = incoming->bytes + incoming->begin;
    *length = (size_t)(lf - line);
    *lf = '\0';
    incoming->begin += *length + 1;
    incoming->scanned = incoming->begin;
    return line;
}

size_t tipsearch_incoming_pending(const struct tipsearch_incoming *incoming)
{
    return incoming->end - incoming->begin;
}
