/* HTTP on a connection: what stands in the place of lines. Everything else of a connection, its
 * limits, its order, its timers and its end, is shared with the line protocol. */
#ifndef TIP_HTTP_STREAM_H
#define TIP_HTTP_STREAM_H

#include <stdbool.h>

#include "base/string_builder.h"
#include "protocol/http_chunks.h"
#include "protocol/http_exchange.h"
#include "protocol/http_head.h"

struct tip_connection;

/* The request that is being received. */
struct tip_http_stream {
    const struct tip_http_rules *rules; /* outlives the connection */
    struct tip_http_scan scan;          /* while its head comes in */
    bool has_head;                      /* it is whole: `head` is read */
    struct tip_http_head head;
    size_t head_length; /* bytes */
    struct tip_http_chunks chunks;
    struct tip_string body;
    unsigned taken;   /* requests of the connection so far */
    bool is_late;     /* the request's time is over */
    bool has_skipped; /* an empty line before it */
};

/* NULL when there is no memory. */
struct tip_http_stream *tip_http_stream_create(const struct tip_http_rules *rules);
void tip_http_stream_free(struct tip_http_stream *stream); /* NULL is allowed */

/* Takes the next request off the connection's input and puts it behind those that wait; false when
 * none is whole yet. */
bool tip_http_stream_take(struct tip_connection *connection);

/* How long may pass between requests, and from a request's first byte to its last: never more than
 * a connection may be idle. */
unsigned tip_http_idle_s(unsigned idle_s);
unsigned tip_http_request_s(unsigned idle_s);

/* Whether a part of a request has come, and waits for the rest. */
bool tip_http_stream_is_amid(const struct tip_connection *connection);

#endif
