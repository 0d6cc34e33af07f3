/* One connection: its bytes, its timer and its end.
 *
 * Closing is to reply, to shut down sending, and to read on for a while: a socket that is closed
 * while bytes of the client lie unread sends a reset, and that can take the last reply with it. */
#include "server/connection.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/metrics.h"

enum { READ_SIZE = 65536 };

static void on_readable(evutil_socket_t fd, short what, void *context);
static void on_writable(evutil_socket_t fd, short what, void *context);
static void on_timer(evutil_socket_t fd, short what, void *context);

static bool create_parts(struct tip_connection *connection)
{
    struct event_base *base = connection->table->base;
    int fd = connection->fd;

    connection->input = evbuffer_new();
    connection->output = evbuffer_new();
    connection->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, connection);
    connection->writable = event_new(base, fd, EV_WRITE | EV_PERSIST, on_writable, connection);
    connection->timer = evtimer_new(base, on_timer, connection);
    return connection->input != NULL && connection->output != NULL &&
           connection->readable != NULL && connection->writable != NULL &&
           connection->timer != NULL;
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
    free(connection);
}

struct tip_connection *tip_connection_create(struct tip_connections *table,
                                             struct tip_connection_id id, int fd, bool is_tcp)
{
    struct tip_connection *connection = calloc(1, sizeof *connection);
    int yes = 1;

    if (connection == NULL)
        return NULL;
    connection->table = table;
    connection->id = id;
    connection->fd = fd;
    connection->is_tcp = is_tcp;
    if (!create_parts(connection)) {
        free_parts(connection);
        return NULL;
    }
    if (is_tcp)
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return connection;
}

void tip_connection_free(struct tip_connection *connection)
{
    struct tip_connections *table = connection->table;
    int fd = connection->fd;

    table->slots[connection->id.slot] = NULL;
    table->count--;
    tip_metrics_closed(TIP_METRIC_PROTOCOL_LINE);
    free_parts(connection);
    close(fd);
    table->on_closed(table->context);
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
    case TIP_TIMER_IDLE:
        limit.tv_sec = (time_t)table->idle_s;
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
    else
        connection->is_broken = true;
    connection->timer_is = TIP_TIMER_NONE;
    tip_connection_advance(connection);
}

/* ---- bytes ---- */

static bool is_for_later(int reason)
{
    return reason == EAGAIN || reason == EWOULDBLOCK || reason == EINTR;
}

/* Reads what is there, READ_SIZE bytes at most. False when nothing more is to be had now. */
static bool read_some(struct tip_connection *connection)
{
    int got = evbuffer_read(connection->input, connection->fd, READ_SIZE);

    if (got == 0)
        connection->has_eof = true;
    else if (got < 0 && !is_for_later(errno))
        connection->is_broken = true;
    return got > 0;
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct tip_connection *connection = context;

    (void)fd;
    (void)what;
    read_some(connection);
    if (connection->is_lingering)
        evbuffer_drain(connection->input, evbuffer_get_length(connection->input));
    tip_connection_advance(connection);
}

static void on_writable(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    tip_connection_advance(context);
}

/* Sends what the socket takes. */
static void flush(struct tip_connection *connection)
{
    while (evbuffer_get_length(connection->output) > 0 && !connection->is_broken) {
        int sent = evbuffer_write(connection->output, connection->fd);

        if (sent <= 0) {
            if (sent < 0 && !is_for_later(errno))
                connection->is_broken = true;
            return;
        }
        restart_timer(connection);
    }
}

/* ---- what comes next ---- */

static void watch(struct event *event, bool is_wanted)
{
    if (is_wanted)
        event_add(event, NULL);
    else
        event_del(event);
}

static void begin_linger(struct tip_connection *connection)
{
    connection->is_lingering = true;
    if (shutdown(connection->fd, SHUT_WR) != 0)
        connection->is_broken = true;
}

static enum tip_timer timer_wanted(const struct tip_connection *connection)
{
    if (connection->is_lingering)
        return TIP_TIMER_LINGER;
    if (evbuffer_get_length(connection->output) > 0)
        return TIP_TIMER_WRITE;
    return tip_pipeline_in_flight(connection) == 0 ? TIP_TIMER_IDLE : TIP_TIMER_NONE;
}

static bool may_read(const struct tip_connection *connection)
{
    if (connection->has_eof)
        return false;
    if (connection->is_lingering)
        return true;
    return !connection->is_ended && !connection->is_draining &&
           tip_pipeline_in_flight(connection) < TIP_LIMIT_IN_FLIGHT &&
           !tip_pipeline_is_choked(connection);
}

/* Chooses what is waited for; frees a connection that is done. */
static void settle(struct tip_connection *connection)
{
    bool is_answered =
        tip_pipeline_in_flight(connection) == 0 && evbuffer_get_length(connection->output) == 0;

    if (!connection->is_broken && connection->is_ended && is_answered && !connection->is_lingering)
        begin_linger(connection);
    if (connection->is_broken || (connection->is_lingering && connection->has_eof)) {
        tip_connection_free(connection);
        return;
    }
    watch(connection->readable, may_read(connection));
    watch(connection->writable, evbuffer_get_length(connection->output) > 0);
    set_timer(connection, timer_wanted(connection));
}

void tip_connection_advance(struct tip_connection *connection)
{
    bool was_choked;

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
    while (evbuffer_get_length(connection->input) - before < TIP_LIMIT_UNENDED &&
           !connection->has_eof && read_some(connection))
        continue;
    connection->is_draining = true;
    /* Nothing is owed to it: there is no last reply to be careful about. */
    if (tip_pipeline_in_flight(connection) == 0 && evbuffer_get_length(connection->input) == 0 &&
        evbuffer_get_length(connection->output) == 0)
        connection->is_broken = true;
    tip_connection_advance(connection);
}
