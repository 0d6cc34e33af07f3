/* Messages that go out, a line each, kept until the client takes them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_OUTBOX_H
#define TIPSEARCH_MCP_OUTBOX_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Bytes that a client leaves untaken, after which nothing more is read from it. */
enum { OUTBOX_FULL = 4194304 };

struct outbox {
    char *bytes; /* owned */
    size_t capacity, length;
    size_t sent;
    int reason; /* the errno that ended it; 0: it goes on */
};

/* Takes a message over. In ASCII: so no reader of lines cuts it at a separator of Unicode's. */
void outbox_add(struct outbox *outbox, json_t *message);

size_t outbox_waiting(const struct outbox *outbox);

/* Writes a part of what waits. Does not wait itself when poll(2) has told that the file takes
 * something. */
void outbox_send(struct outbox *outbox, int file);

void outbox_free(struct outbox *outbox);

#endif
