/* Messages that come in, a line each.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/inbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 65536 /* bytes read at once, as many as a pipe holds */ };

/* Makes room for ROOM bytes behind what is held. */
static bool make_room(struct inbox *inbox)
{
    size_t capacity = inbox->capacity;
    char *bytes;

    if (inbox->read > 0) {
        memmove(inbox->bytes, inbox->bytes + inbox->read, inbox->length - inbox->read);
        inbox->length -= inbox->read;
        inbox->looked_at -= inbox->read;
        inbox->read = 0;
    }
    while (capacity - inbox->length < ROOM)
        capacity = capacity > 0 ? capacity * 2 : ROOM;
    if (capacity == inbox->capacity)
        return true;
    bytes = realloc(inbox->bytes, capacity);
    if (!bytes)
        return false;
    inbox->bytes = bytes;
    inbox->capacity = capacity;
    return true;
}

void inbox_receive(struct inbox *inbox, int file)
{
    ssize_t got;

    if (!make_room(inbox)) {
        inbox->has_ended = true;
        inbox->reason = ENOMEM;
        return;
    }
    got = read(file, inbox->bytes + inbox->length, ROOM);
    if (got > 0) {
        inbox->length += (size_t)got;
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
        inbox->has_ended = true;
        inbox->reason = got == 0 ? 0 : errno;
    }
}

/* Drops what is held of a line that is too long: true when it is to be told of. */
static bool pass_over(struct inbox *inbox)
{
    bool is_news = !inbox->is_skipping;

    inbox->is_skipping = true;
    inbox->read = inbox->looked_at = inbox->length;
    return is_news;
}

enum inbox_line inbox_next(struct inbox *inbox, const char **line, size_t *length)
{
    while (inbox->looked_at < inbox->length || (inbox->has_ended && inbox->read < inbox->length)) {
        const char *begin = inbox->bytes + inbox->read;
        const char *end =
            memchr(inbox->bytes + inbox->looked_at, '\n', inbox->length - inbox->looked_at);
        bool was_skipping = inbox->is_skipping;
        size_t held = inbox->length - inbox->read;

        if (!end && !inbox->has_ended) {
            inbox->looked_at = inbox->length;
            if (was_skipping || held > INBOX_MESSAGE_MAX)
                return pass_over(inbox) ? INBOX_TOO_LONG : INBOX_NONE;
            return INBOX_NONE;
        }
        *length = end ? (size_t)(end - begin) : held;
        *line = begin;
        inbox->read += *length + (end ? 1 : 0);
        inbox->looked_at = inbox->read;
        inbox->is_skipping = false;
        if (was_skipping)
            continue;
        if (*length > INBOX_MESSAGE_MAX)
            return INBOX_TOO_LONG;
        if (*length > 0 && begin[*length - 1] == '\r')
            --*length;
        return INBOX_LINE;
    }
    return INBOX_NONE;
}

void inbox_free(struct inbox *inbox)
{
    free(inbox->bytes);
}
