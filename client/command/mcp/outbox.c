/* Messages that go out, a line each.
 *
 * The streams are the client's, and others may hold them as well, so they are left as they are:
 * blocking. A pipe that poll(2) calls writable takes PIPE_BUF bytes without blocking (pipe(7)); a
 * socket is told not to block.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/outbox.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool make_room(struct outbox *outbox, size_t length)
{
    size_t capacity = outbox->capacity > 0 ? outbox->capacity : PIPE_BUF;
    char *bytes;

    if (outbox->sent > 0) {
        memmove(outbox->bytes, outbox->bytes + outbox->sent, outbox_waiting(outbox));
        outbox->length -= outbox->sent;
        outbox->sent = 0;
    }
    while (capacity - outbox->length < length)
        capacity *= 2;
    if (capacity == outbox->capacity)
        return true;
    bytes = realloc(outbox->bytes, capacity);
    if (!bytes)
        return false;
    outbox->bytes = bytes;
    outbox->capacity = capacity;
    return true;
}

void outbox_add(struct outbox *outbox, json_t *message)
{
    char *text = message ? json_dumps(message, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
    size_t length = text ? strlen(text) : 0;

    if (text && make_room(outbox, length + 1)) {
        memcpy(outbox->bytes + outbox->length, text, length);
        outbox->bytes[outbox->length + length] = '\n';
        outbox->length += length + 1;
    } else {
        outbox->reason = ENOMEM; /* a message that is missing would be waited for */
    }
    free(text);
    json_decref(message);
}

size_t outbox_waiting(const struct outbox *outbox)
{
    return outbox->length - outbox->sent;
}

void outbox_send(struct outbox *outbox, int file)
{
    size_t waiting = outbox_waiting(outbox);
    const char *from = outbox->bytes + outbox->sent;
    ssize_t sent;

    if (waiting == 0)
        return;
    sent = send(file, from, waiting, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == ENOTSOCK)
        sent = write(file, from, waiting < PIPE_BUF ? waiting : PIPE_BUF);
    if (sent >= 0)
        outbox->sent += (size_t)sent;
    else if (errno != EINTR && errno != EAGAIN)
        outbox->reason = errno;
}

void outbox_free(struct outbox *outbox)
{
    free(outbox->bytes);
}
