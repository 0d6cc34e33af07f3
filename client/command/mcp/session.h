/* A client's session: its messages, and what is under way for it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_SESSION_H
#define TIPSEARCH_MCP_SESSION_H

#include <stddef.h>

#include "command/mcp/asker.h"
#include "command/mcp/calls.h"
#include "command/mcp/outbox.h"
#include "command/mcp/revision.h"

struct session {
    enum revision revision; /* that `initialize` settled */
    struct outbox out;
    struct calls calls;
};

/* Takes a line. */
void session_take(struct session *session, const char *line, size_t length);

/* Tells that a line was too long, and passed over. */
void session_refuse_long(struct session *session);

#endif
