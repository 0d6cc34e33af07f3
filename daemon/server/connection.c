/* One connection: its bytes, its timer and its end.
 *
 * Closing is to reply, to shut down sending, and to read on for a while: a socket that is closed
 * while bytes of the client lie unread sends a reset, and that can take the last reply with it. */
#include "server/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "protocol/protocol.h"
#include "server/metrics.h"

enum { READ_SIZE = 65536 };

static void on_readable(evutil_socket_t fd, short what, void *context);
static void on_writable(evutil_socket_t fd, short what, void *context);
static void on_timer(evutil_socket_t fd, short what, void *context);

static bool create_parts(struct tip_connection *connection, const struct tip_listener *listener)
{
    struct event_base *base = connection->table->base;
    int fd = connection->fd;

    connection->input = evbuffer_new();
    connection->output = evbuffer_new();
    connection->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, connection);
    connection->writable = event_new(base, fd, EV_WRITE | EV_PERSIST, on_writable, connection);
    connection->timer = evtimer_new(base, on_timer, connection);
    if (listener->http != NULL)
        connection->http = tip_http_stream_create(listener->http);
    return (listener->http == NULL || connection->http != NULL) && connection->input != NULL &&
           connection->output != NULL && connection->readable != NULL &&
           connection->writable != NULL && connection->timer != NULL;
}

static void free_event(struct event *event)
{
    if (event != NULL)
        event_free(event);
}

static void free_parts(struct tip_connection *connection)
{
    free_event(connection->readable);
    free_event(connection->writable);
    free_event(connection->timer);
    if (connection->input != NULL)
        evbuffer_free(connection->input);
    if (connection->output != NULL)
        evbuffer_free(connection->output);
    tip_item_list_free(&connection->waiting);
    tip_asker_release(connection->asker);
    tip_transport_free(&connection->transport);
    tip_http_stream_free(connection->http);
    free(connection);
}

static bool open_transport(struct tip_connection *connection)
{
    SSL *ssl = NULL;

    if (connection->kind == TIP_ADDRESS_TLS) {
        ssl = tip_tls_open(connection->table->tls);
        if (ssl == NULL)
            return false;
    }
    return tip_transport_init(&connection->transport, connection->fd, ssl);
}

struct tip_connection *tip_connection_create(struct tip_connections *table,
                                             struct tip_connection_id id, int fd,
                                             const struct tip_listener *listener)
{
    struct tip_connection *connection = calloc(1, sizeof *connection);
    int yes = 1;

    if (connection == NULL)
        return NULL;
    connection->table = table;
    connection->id = id;
    connection->fd = fd;
    connection->kind = listener->address.kind;
    connection->began_ns = tip_now_ns();
    if (!open_transport(connection) || !create_parts(connection, listener)) {
        free_parts(connection);
        return NULL;
    }
    if (connection->kind != TIP_ADDRESS_UNIX)
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (!connection->transport.is_open)
        table->handshakes++;
    return connection;
}

enum tip_metric_protocol tip_connection_protocol(const struct tip_connection *connection)
{
    bool has_tls = connection->kind == TIP_ADDRESS_TLS;

    if (connection->http != NULL)
        return has_tls ? TIP_METRIC_PROTOCOL_HTTPS : TIP_METRIC_PROTOCOL_HTTP;
    return has_tls ? TIP_METRIC_PROTOCOL_TLS : TIP_METRIC_PROTOCOL_LINE;
}

void tip_connection_free(struct tip_connection *connection)
{
    struct tip_connections *table = connection->table;
    int fd = connection->fd;

    table->unsent -= connection->unsent;
    table->slots[connection->id.slot] = NULL;
    table->count--;
    tip_metrics_closed(tip_connection_protocol(connection));
    if (!connection->transport.is_open)
        table->handshakes--;
    free_parts(connection);
    close(fd);
    table->on_closed(table->context);
}

void tip_connection_turn_away(struct tip_connection *connection,
                              const struct tip_reply_error *error)
{
    struct tip_http_exchange exchange = {.minor = 1, .status = 403, .closes = true};
    struct tip_reply reply = {.kind = TIP_REPLY_ERROR, .error = *error};
    struct tip_string line = {0};

    if (connection->http != NULL)
        tip_http_encode(&line, &exchange, NULL, &reply, NULL);
    else
        tip_line_encode(&line, "", &reply);
    if (line.failed || evbuffer_add(connection->output, line.data, line.length) != 0)
        connection->is_broken = true;
    connection->is_ended = true;
    tip_string_free(&line);
}

/* ---- the timer ---- */

/* A timer that waits for the same already is left alone: restart_timer makes it begin anew. */
static void set_timer(struct tip_connection *connection, enum tip_timer timer)
{
    const struct tip_connections *table = connection->table;
    struct timeval limit = {0};

    if (timer == connection->timer_is)
        return;
    connection->timer_is = timer;
    switch (timer) {
    case TIP_TIMER_NONE:
        event_del(connection->timer);
        return;
    case TIP_TIMER_HANDSHAKE:
        limit.tv_sec = TIP_TIMEOUT_HANDSHAKE_S;
        break;
    case TIP_TIMER_IDLE:
        limit.tv_sec =
            (time_t)(connection->http == NULL ? table->idle_s : tip_http_idle_s(table->idle_s));
        break;
    case TIP_TIMER_REQUEST:
        limit.tv_sec = (time_t)tip_http_request_s(table->idle_s);
        break;
    case TIP_TIMER_WRITE:
        limit.tv_sec = (time_t)table->write_s;
        break;
    case TIP_TIMER_LINGER:
        limit.tv_sec = (time_t)table->linger_s;
        break;
    }
    if (event_add(connection->timer, &limit) != 0)
        connection->is_broken = true;
}

static void restart_timer(struct tip_connection *connection)
{
    set_timer(connection, TIP_TIMER_NONE);
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
    struct tip_connection *connection = context;

    (void)fd;
    (void)what;
    if (connection->timer_is == TIP_TIMER_IDLE)
        connection->is_ended = true;
    else if (connection->timer_is == TIP_TIMER_REQUEST)
        connection->http->is_late = true;
    else
        connection->is_broken = true;
    if (connection->timer_is == TIP_TIMER_HANDSHAKE)
        tip_metrics_refused(TIP_METRIC_REFUSED_HANDSHAKE);
    connection->timer_is = TIP_TIMER_NONE;
    tip_connection_advance(connection);
}

/* ---- bytes ---- */

/* Reads what is there, READ_SIZE bytes or a little more. False when nothing more is to be had now.
 */
static bool read_some(struct tip_connection *connection)
{
    enum tip_transport_result result =
        tip_transport_read(&connection->transport, connection->input, READ_SIZE);

    connection->reading_waits = result == TIP_TRANSPORT_WAITS_WRITE;
    if (result == TIP_TRANSPORT_END)
        connection->has_eof = true;
    else if (result == TIP_TRANSPORT_BROKEN)
        connection->is_broken = true;
    if (connection->is_lingering)
        evbuffer_drain(connection->input, evbuffer_get_length(connection->input));
    return result == TIP_TRANSPORT_DONE;
}

static bool may_read(const struct tip_connection *connection);

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct tip_connection *connection = context;

    (void)fd;
    (void)what;
    if (connection->transport.is_open && may_read(connection))
        read_some(connection);
    tip_connection_advance(connection);
}

static void on_writable(evutil_socket_t fd, short what, void *context)
{
    struct tip_connection *connection = context;

    (void)fd;
    (void)what;
    if (connection->reading_waits && may_read(connection))
        read_some(connection);
    tip_connection_advance(connection);
}

/* Sends what the socket takes. */
static void flush(struct tip_connection *connection)
{
    enum tip_transport_result result = TIP_TRANSPORT_DONE;

    while (result == TIP_TRANSPORT_DONE && evbuffer_get_length(connection->output) > 0 &&
           !connection->is_broken) {
        result = tip_transport_write(&connection->transport, connection->output);
        if (result == TIP_TRANSPORT_DONE)
            restart_timer(connection);
    }
    connection->writing_waits = result == TIP_TRANSPORT_WAITS_READ;
    if (result == TIP_TRANSPORT_BROKEN || result == TIP_TRANSPORT_END)
        connection->is_broken = true;
}

/* ---- what comes next ---- */

static void watch(struct event *event, bool is_wanted)
{
    if (is_wanted)
        event_add(event, NULL);
    else
        event_del(event);
}

/* Tells that no further reply will come, then lingers. */
static void end_sending(struct tip_connection *connection)
{
    switch (tip_transport_end(&connection->transport)) {
    case TIP_TRANSPORT_DONE:
        connection->is_ending = false;
        connection->is_lingering = true;
        break;
    case TIP_TRANSPORT_WAITS_READ:
    case TIP_TRANSPORT_WAITS_WRITE:
        connection->is_ending = true;
        break;
    case TIP_TRANSPORT_END:
    case TIP_TRANSPORT_BROKEN:
        connection->is_broken = true;
        break;
    }
}

static enum tip_timer timer_wanted(const struct tip_connection *connection)
{
    if (!connection->transport.is_open)
        return TIP_TIMER_HANDSHAKE;
    if (connection->is_lingering)
        return TIP_TIMER_LINGER;
    if (evbuffer_get_length(connection->output) > 0 || connection->is_ending)
        return TIP_TIMER_WRITE;
    if (tip_pipeline_in_flight(connection) > 0)
        return TIP_TIMER_NONE;
    return connection->http != NULL && tip_http_stream_is_amid(connection) ? TIP_TIMER_REQUEST
                                                                           : TIP_TIMER_IDLE;
}

static bool may_read(const struct tip_connection *connection)
{
    if (connection->has_eof)
        return false;
    if (connection->is_lingering)
        return true;
    return !connection->is_ended && !connection->is_draining && tip_pipeline_has_room(connection);
}

static void count_unsent(struct tip_connection *connection, size_t unsent)
{
    connection->table->unsent += unsent - connection->unsent;
    connection->unsent = unsent;
}

/* Chooses what is waited for; frees a connection that is done. */
static void settle(struct tip_connection *connection)
{
    bool is_answered =
        tip_pipeline_in_flight(connection) == 0 && evbuffer_get_length(connection->output) == 0;

    count_unsent(connection, evbuffer_get_length(connection->output));
    if (!connection->is_broken && connection->is_ended && is_answered && !connection->is_lingering)
        end_sending(connection);
    if (connection->is_broken || (connection->is_lingering && connection->has_eof)) {
        tip_connection_free(connection);
        return;
    }
    watch(connection->readable,
          (may_read(connection) && !connection->reading_waits) || connection->writing_waits);
    watch(connection->writable,
          (evbuffer_get_length(connection->output) > 0 && !connection->writing_waits) ||
              connection->reading_waits || connection->is_ending);
    set_timer(connection, timer_wanted(connection));
}

/* Goes on with the handshake. One that fails has told the client why: the socket lingers, so that
 * this is read. */
static void shake_hands(struct tip_connection *connection)
{
    enum tip_transport_result result = tip_transport_open(&connection->transport);

    connection->reading_waits = result == TIP_TRANSPORT_WAITS_WRITE;
    if (result == TIP_TRANSPORT_WAITS_READ || result == TIP_TRANSPORT_WAITS_WRITE)
        return;
    connection->table->handshakes--;
    if (result == TIP_TRANSPORT_DONE)
        return;
    tip_metrics_refused(TIP_METRIC_REFUSED_HANDSHAKE);
    tip_transport_give_up(&connection->transport);
    connection->is_ended = true;
}

void tip_connection_advance(struct tip_connection *connection)
{
    bool was_choked;

    if (!connection->transport.is_open && !connection->is_broken)
        shake_hands(connection);
    if (!connection->transport.is_open) {
        settle(connection);
        return;
    }
    /* Sending may make room for what was held back because too much was unsent. */
    do {
        if (!connection->is_lingering)
            tip_pipeline_run(connection);
        was_choked = tip_pipeline_is_choked(connection);
        flush(connection);
    } while (was_choked && !connection->is_broken && !tip_pipeline_is_choked(connection));
    settle(connection);
}

void tip_connection_drain(struct tip_connection *connection)
{
    size_t before = evbuffer_get_length(connection->input);

    if (connection->is_lingering)
        return;
    while (connection->transport.is_open &&
           evbuffer_get_length(connection->input) - before < TIP_LIMIT_UNENDED &&
           !connection->has_eof && read_some(connection))
        continue;
    connection->is_draining = true;
    /* Nothing is owed to it but the word that it ends: there is no last reply to be careful about.
     */
    if (tip_pipeline_in_flight(connection) == 0 && evbuffer_get_length(connection->input) == 0 &&
        evbuffer_get_length(connection->output) == 0) {
        if (connection->transport.is_open)
            (void)tip_transport_end(&connection->transport);
        connection->is_broken = true;
    }
    tip_connection_advance(connection);
}
