/* What crosses between the loop and the workers: a connection's next requests, and the bytes that
 * answer them. */
#ifndef TIP_TURN_H
#define TIP_TURN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/string_builder.h"
#include "protocol/http_exchange.h"
#include "protocol/limits.h"
#include "search/reply.h"
#include "search/request.h"
#include "server/asker.h"

/* One line, or HTTP request, that was received: a request, or what is wrong with it. */
struct tip_item {
    struct tip_item *next;
    struct tip_request request;
    struct tip_http_exchange *http; /* owned; NULL for a line */
    struct tip_reply_error error;   /* when is_refused */
    size_t bytes;                   /* that it takes, about */
    bool is_refused;
    bool is_admitted; /* it has taken its part of its asker's rate */
    bool is_first;    /* it came when its connection had nothing else to be answered */
    bool is_last;     /* its reply is the connection's last: QUIT, HTTP spoken to lines, or HTTP out
                         of step */
};

/* NULL when there is no memory. */
struct tip_item *tip_item_create(void);
void tip_item_free(struct tip_item *item);

/* First in, first out; zero-initialised is empty. */
struct tip_item_list {
    struct tip_item *head, *tail;
    unsigned count;
    size_t bytes; /* of them all */
};

void tip_item_list_add(struct tip_item_list *list, struct tip_item *item);
/* Says what its last item takes, when that is known. */
void tip_item_list_weigh(struct tip_item_list *list, size_t bytes);
struct tip_item *tip_item_list_take(struct tip_item_list *list); /* NULL when empty */
/* Puts all of `front` before what is in `list`; `front` is empty then. */
void tip_item_list_put_back(struct tip_item_list *list, struct tip_item_list *front);
void tip_item_list_free(struct tip_item_list *list);

/* Names a connection across threads: never its pointer, as it may be gone. */
struct tip_connection_id {
    uint32_t slot;
    uint64_t serial;
};

struct tip_turn {
    struct tip_turn *next;
    struct tip_connection_id connection;
    struct tip_asker *asker;    /* a reference: who asks all of it; NULL: everything may be seen */
    int64_t queued_ns;          /* CLOCK_MONOTONIC */
    struct tip_item_list items; /* what is left of them when it comes back was not run */
    unsigned answered;          /* how many were */
    struct tip_string replies;  /* whole lines, or replies of HTTP */
};

struct tip_turn *tip_turn_create(void); /* NULL when there is no memory */
void tip_turn_free(struct tip_turn *turn);

/* Nanoseconds of CLOCK_MONOTONIC. */
int64_t tip_now_ns(void);

#endif
