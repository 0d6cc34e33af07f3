/* HTTP on a connection: bytes -> requests.
 *
 * libevent's own HTTP server is not used: see "What HTTP stands on" in protocol/README.md. A
 * request whose end cannot be told for sure is answered by an error and ends the connection; what
 * is wrong with one whose end is known leaves the connection as it is. */
#include "server/http_stream.h"

#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>

#include "protocol/limits.h"
#include "server/connection.h"

struct tip_http_stream *tip_http_stream_create(const struct tip_http_rules *rules)
{
    struct tip_http_stream *stream = calloc(1, sizeof *stream);

    if (stream != NULL)
        stream->rules = rules;
    return stream;
}

void tip_http_stream_free(struct tip_http_stream *stream)
{
    if (stream == NULL)
        return;
    tip_http_head_free(&stream->head);
    tip_string_free(&stream->body);
    free(stream);
}

/* Makes ready for the next request. */
static void forget_request(struct tip_http_stream *stream)
{
    tip_http_head_free(&stream->head);
    tip_string_clear(&stream->body);
    stream->has_head = false;
    stream->scan = (struct tip_http_scan){0};
    stream->chunks = (struct tip_http_chunks){0};
}

static void drain(struct tip_connection *connection, size_t length)
{
    if (evbuffer_drain(connection->input, length) != 0)
        connection->is_broken = true;
}

/* A new item behind those waiting; NULL (and the connection broken) without memory. */
static struct tip_item *add_item(struct tip_connection *connection)
{
    struct tip_item *item = tip_item_create();

    if (item != NULL)
        item->http = tip_http_exchange_create();
    if (item == NULL || item->http == NULL) {
        tip_item_free(item);
        connection->is_broken = true;
        return NULL;
    }
    item->http->minor = 1;
    item->is_first = tip_pipeline_in_flight(connection) == 0;
    tip_item_list_add(&connection->waiting, item);
    return item;
}

static void refuse_item(struct tip_item *item, const struct tip_http_fault *fault)
{
    item->is_refused = true;
    item->error = fault->error;
    item->http->status = fault->status;
}

/* Whether the bytes of a head that could not be read ask by HEAD: replies to it never have a body
 * (RFC 9110, section 9.3.2), the one that refuses it included. */
static bool begins_with_head(const struct tip_connection *connection)
{
    static const char method[] = "HEAD ";
    char bytes[sizeof method - 1];

    return evbuffer_copyout(connection->input, bytes, sizeof bytes) == (ssize_t)sizeof bytes &&
           memcmp(bytes, method, sizeof bytes) == 0;
}

/* Whether a head that is too long asks for a page: the begin of its address tells. */
static bool begins_with_page(const struct tip_connection *connection,
                             const struct tip_http_fault *fault)
{
    char bytes[256];
    ssize_t length = evbuffer_copyout(connection->input, bytes, sizeof bytes);

    return fault->error.code == TIP_CODE_TOO_LONG && length > 0 &&
           tip_http_begins_with_page(bytes, (size_t)length);
}

/* The last reply of the connection: what follows cannot be told apart from what is refused. */
static bool refuse_stream(struct tip_connection *connection, const struct tip_http_fault *fault)
{
    struct tip_item *item = add_item(connection);
    struct tip_http_fault ignored;

    if (item == NULL)
        return true;
    if (!connection->http->has_head) {
        item->http->is_head = begins_with_head(connection);
        item->http->shows_page = begins_with_page(connection, fault);
    } else if (!tip_http_exchange_begin(item->http, &connection->http->head,
                                        connection->http->rules, &ignored)) {
        connection->is_broken = true;
    }
    refuse_item(item, fault);
    tip_metrics_refused(fault->error.code == TIP_CODE_TOO_LONG ? TIP_METRIC_REFUSED_TOO_LONG
                                                               : TIP_METRIC_REFUSED_MALFORMED);
    item->http->closes = true;
    item->is_last = true;
    connection->is_ended = true;
    drain(connection, evbuffer_get_length(connection->input));
    forget_request(connection->http);
    return true;
}

/* ---- head ---- */

/* Tells a client that waits for it to send its body, once all before it is answered. */
static void offer_continue(struct tip_connection *connection)
{
    static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
    struct tip_http_stream *stream = connection->http;

    if (!stream->head.awaits_continue || evbuffer_get_length(connection->input) > 0 ||
        tip_pipeline_in_flight(connection) > 0)
        return;
    stream->head.awaits_continue = false;
    if (evbuffer_add(connection->output, interim, sizeof interim - 1) != 0)
        connection->is_broken = true;
}

/* Reads the head when it is whole. False: it is not, or it was refused (*is_refused). */
static bool take_head(struct tip_connection *connection, bool *is_refused)
{
    struct tip_http_stream *stream = connection->http;
    size_t available = evbuffer_get_length(connection->input), length = 0;
    size_t seen = available < TIP_LIMIT_HTTP_HEAD ? available : TIP_LIMIT_HTTP_HEAD;
    const char *bytes = (const char *)evbuffer_pullup(connection->input, (ssize_t)seen);
    struct tip_http_fault fault;
    enum tip_http_scanned scanned;

    *is_refused = false;
    if (bytes == NULL)
        return false;
    scanned = tip_http_head_scan(&stream->scan, bytes, seen, &length, &fault);
    if (scanned == TIP_HTTP_SCAN_MORE)
        return false;
    if (scanned == TIP_HTTP_SCAN_BAD || !tip_http_head_read(&stream->head, bytes, length, &fault)) {
        *is_refused = refuse_stream(connection, &fault);
        return false;
    }
    stream->has_head = true;
    stream->head_length = length;
    drain(connection, length);
    return true;
}

/* An empty line before a request is passed over (RFC 9112, section 2.2): one, as some clients send
 * after a body. False when half of it has come. */
static bool skip_empty_line(struct tip_connection *connection)
{
    struct tip_http_stream *stream = connection->http;
    char line[2];
    ssize_t length;

    if (stream->has_head || stream->has_skipped || stream->scan.scanned > 0)
        return true;
    length = evbuffer_copyout(connection->input, line, 2);
    if (length <= 0 || line[0] != '\r')
        return true;
    if (length == 2 && line[1] == '\n') {
        stream->has_skipped = true;
        drain(connection, 2);
    }
    return length == 2;
}

/* ---- body ---- */

enum body_is { BODY_PARTIAL, BODY_WHOLE, BODY_REFUSED };

static enum body_is take_chunks(struct tip_connection *connection)
{
    struct tip_http_stream *stream = connection->http;
    size_t used, available = evbuffer_get_length(connection->input);
    const char *bytes = (const char *)evbuffer_pullup(connection->input, -1);
    struct tip_http_fault fault;

    switch (tip_http_chunks_read(&stream->chunks, &stream->body, bytes == NULL ? "" : bytes,
                                 available, &used, &fault)) {
    case TIP_HTTP_CHUNKS_MORE:
        drain(connection, used);
        return BODY_PARTIAL;
    case TIP_HTTP_CHUNKS_END:
        drain(connection, used);
        return BODY_WHOLE;
    case TIP_HTTP_CHUNKS_BAD:
        break;
    }
    refuse_stream(connection, &fault);
    return BODY_REFUSED;
}

static enum body_is take_body(struct tip_connection *connection)
{
    struct tip_http_stream *stream = connection->http;
    size_t length = (size_t)stream->head.body_length;
    const char *bytes;

    if (stream->head.is_chunked)
        return take_chunks(connection);
    if (evbuffer_get_length(connection->input) < length)
        return BODY_PARTIAL;
    if (length == 0)
        return BODY_WHOLE;
    bytes = (const char *)evbuffer_pullup(connection->input, (ssize_t)length);
    if (bytes == NULL)
        connection->is_broken = true;
    else
        tip_string_append(&stream->body, bytes, length);
    drain(connection, length);
    return BODY_WHOLE;
}

/* ---- a whole request ---- */

static void take_request(struct tip_connection *connection)
{
    struct tip_http_stream *stream = connection->http;
    struct tip_item *item = add_item(connection);
    struct tip_http_fault fault;
    const char *body = stream->body.data == NULL ? "" : stream->body.data;

    if (item == NULL || stream->body.failed) {
        connection->is_broken = true;
        return;
    }
    tip_item_list_weigh(&connection->waiting, stream->head_length + stream->body.length);
    if (!tip_http_exchange_begin(item->http, &stream->head, stream->rules, &fault) ||
        !tip_http_decode(item->http, &item->request, &stream->head, body, stream->body.length,
                         stream->rules, &fault))
        refuse_item(item, &fault);
    if (++stream->taken >= TIP_LIMIT_HTTP_REQUESTS)
        item->http->closes = true;
    if (item->http->closes)
        connection->is_ended = true;
    stream->has_skipped = false;
    forget_request(stream);
}

static bool refuse_late(struct tip_connection *connection)
{
    struct tip_http_fault fault;

    tip_http_refuse(&fault, 408, "the request was not whole within %u s",
                    tip_http_request_s(connection->table->idle_s));
    return refuse_stream(connection, &fault);
}

bool tip_http_stream_take(struct tip_connection *connection)
{
    struct tip_http_stream *stream = connection->http;
    bool is_refused = false;
    enum body_is body;

    if (!stream->has_head && (!skip_empty_line(connection) || !take_head(connection, &is_refused)))
        return is_refused || (stream->is_late && refuse_late(connection));
    offer_continue(connection);
    body = take_body(connection);
    if (body == BODY_WHOLE)
        take_request(connection);
    else if (body == BODY_PARTIAL && stream->is_late)
        return refuse_late(connection);
    return body != BODY_PARTIAL;
}

bool tip_http_stream_is_amid(const struct tip_connection *connection)
{
    return connection->http->has_head || evbuffer_get_length(connection->input) > 0;
}

unsigned tip_http_idle_s(unsigned idle_s)
{
    return idle_s < TIP_TIMEOUT_HTTP_IDLE_S ? idle_s : TIP_TIMEOUT_HTTP_IDLE_S;
}

unsigned tip_http_request_s(unsigned idle_s)
{
    return idle_s < TIP_TIMEOUT_HTTP_REQUEST_S ? idle_s : TIP_TIMEOUT_HTTP_REQUEST_S;
}
