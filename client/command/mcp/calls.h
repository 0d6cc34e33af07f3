/* What is asked of the search server for the client, and is under way.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_CALLS_H
#define TIPSEARCH_MCP_CALLS_H

#include <jansson.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "command/mcp/asker.h"
#include "command/mcp/link.h"
#include "tipsearch.h"

struct call;

/* What a call is for. */
struct errand {
    /* The result for the client, made of the server's reply; NULL: `error` says why. */
    json_t *(*answer)(const struct call *call, const char *reply, size_t length,
                      struct tipsearch_error *error);
    /* Tells the client of an error. */
    void (*refuse)(struct call *call, const struct tipsearch_error *error);
};

struct call {
    struct calls *calls;
    struct call *next;
    struct asker asker;
    const struct errand *errand;
    const void *subject; /* the errand's own: which tool it is */
    json_t *arguments;   /* the errand's own; owned */
    char *request;       /* the line for the server; owned. NULL: nothing is asked of it, the call
                            stays until it is cancelled */
    bool is_sent;
    bool is_done;              /* answered or left: it is dropped when no callback runs */
    unsigned closed;           /* how often its connection ended */
    unsigned long long ticket; /* of the handle, when it is sent */
    int64_t begun_ms;
    int64_t hold_until_ms; /* it is not sent before */
};

struct calls {
    struct link link;
    struct call *first;
    size_t count;    /* that are to be answered by the server */
    size_t standing; /* by which nothing is asked */
};

void calls_begin(struct calls *calls, const struct options *options);

/* Has the server asked: by what of `call` is its errand's own, which is taken over. The asker is
 * answered later. */
void calls_ask(struct calls *calls, struct asker *asker, const struct call *call);

/* Keeps the asker until its request is cancelled, or all ends. NULL: it was refused. */
struct call *calls_stand(struct calls *calls, struct asker *asker);

/* The call of the client's id, or NULL. */
struct call *calls_find(struct calls *calls, const json_t *id);

/* Ends a call; it is answered with nothing. */
void calls_cancel(struct calls *calls, struct call *call);

/* Sends what can be sent. */
void calls_send(struct calls *calls);

/* What to wait at and how long, as poll(2) takes it; then takes what came. */
void calls_poll(const struct calls *calls, struct pollfd *wait, int *timeout_ms);
void calls_process(struct calls *calls, const struct pollfd *wait);

/* What is under way is left; what stands is answered. */
void calls_end(struct calls *calls);

#endif
