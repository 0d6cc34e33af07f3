/* The connection to the search server, made when it is needed and made anew when it has ended.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_LINK_H
#define TIPSEARCH_MCP_LINK_H

#include <poll.h>

#include "command/mcp/finder.h"
#include "command/options.h"
#include "tipsearch.h"

enum link_state {
    LINK_READY,   /* link->handle takes requests */
    LINK_LOOKING, /* it will be known later */
    LINK_FAILED   /* `error` says why there is none */
};

struct link {
    const struct options *options;
    char *address;                   /* owned; NULL: not known */
    struct tipsearch_handle *handle; /* NULL: none */
    struct finder finder;
    bool is_broken; /* the handle is of no more use: link_process drops it */
};

void link_begin(struct link *link, const struct options *options);

/* Whether the server is one of ours, which is looked for anew when it has gone, as it ends when it
 * is idle. The library by itself makes connections anew to one that was named. */
bool link_is_own(const struct link *link);

/* Does what can be done at once. */
enum link_state link_state(struct link *link, struct tipsearch_error *error);

/* What to wait at, and how long: milliseconds as poll(2) takes them. */
void link_poll(const struct link *link, struct pollfd *wait, int *timeout_ms);

/* Takes what came; requests are called back. LINK_FAILED: looking for the server was in vain. */
enum link_state link_process(struct link *link, const struct pollfd *wait,
                             struct tipsearch_error *error);

/* Requests that wait are called back as the library says. */
void link_end(struct link *link);

#endif
