/* Takes connections from the listeners.
 *
 * Without files to spare accept(2) fails while its socket stays readable, and a loop that went on
 * watching it would spin: so it pauses, until a connection closes or a short while has passed. */
#include "server/acceptor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One event of the loop takes so many at most: established connections wait for their turn. */
enum { ACCEPT_AT_ONCE = 64 };

struct accept_event {
    struct tip_acceptor *acceptor;
    const struct tip_listener *listener;
    struct event *event;
};

struct tip_acceptor {
    struct tip_connections *connections;
    struct accept_event *sockets;
    size_t count;
    struct event *retry;
    bool is_paused;
    bool is_short; /* of files or memory; said in the log once */
    bool is_full;  /* said in the log, and there was not much room since */
};

static const struct timeval short_while = {.tv_usec = 100000};

static void pause_accepting(struct tip_acceptor *acceptor)
{
    for (size_t i = 0; i < acceptor->count; i++)
        event_del(acceptor->sockets[i].event);
    acceptor->is_paused = true;
    event_add(acceptor->retry, &short_while);
}

static void watch_all(struct tip_acceptor *acceptor)
{
    for (size_t i = 0; i < acceptor->count; i++)
        event_add(acceptor->sockets[i].event, NULL);
}

/* One socket's turn comes again in a short while. */
static void pause_socket(struct accept_event *socket)
{
    event_del(socket->event);
    event_add(socket->acceptor->retry, &short_while);
}

/* Clients that come and go at the limit do not fill the log: an eighth must have been free. */
static void note_room(struct tip_acceptor *acceptor)
{
    const struct tip_connections *connections = acceptor->connections;

    if (connections->count + (connections->limit + 7) / 8 <= connections->limit)
        acceptor->is_full = false;
}

void tip_acceptor_resume(struct tip_acceptor *acceptor)
{
    note_room(acceptor);
    if (!acceptor->is_paused || acceptor->connections->count >= acceptor->connections->limit)
        return;
    acceptor->is_paused = false;
    watch_all(acceptor);
}

static void on_retry(evutil_socket_t fd, short what, void *context)
{
    struct tip_acceptor *acceptor = context;

    (void)fd;
    (void)what;
    if (acceptor->is_paused)
        tip_acceptor_resume(acceptor);
    else
        watch_all(acceptor);
}

static void pause_for_shortage(struct tip_acceptor *acceptor)
{
    if (!acceptor->is_short)
        tip_log(acceptor->connections->log, LOG_WARNING, "accepting_pauses", "accepting pauses: %s",
                strerror(errno));
    acceptor->is_short = true;
    tip_metrics_paused(TIP_METRIC_PAUSE_SHORTAGE);
    pause_accepting(acceptor);
}

static void pause_for_connections(struct tip_acceptor *acceptor)
{
    const struct tip_connections *connections = acceptor->connections;

    if (!acceptor->is_full)
        tip_log(connections->log, LOG_WARNING, "connections_full",
                "%u connections are open, the most that may be (%s): further ones wait until some "
                "end",
                connections->limit,
                connections->is_limited_by_files ? "the limit of open files" : "max_connections");
    acceptor->is_full = true;
    tip_metrics_paused(TIP_METRIC_PAUSE_CONNECTIONS);
    pause_accepting(acceptor);
}

/* False when this socket has none to give now. */
static bool accept_one(struct accept_event *socket)
{
    struct tip_acceptor *acceptor = socket->acceptor;
    int fd = accept4(socket->listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd >= 0) {
        acceptor->is_short = false;
        tip_connections_add(acceptor->connections, fd, socket->listener);
        return true;
    }
    if (errno == ECONNABORTED || errno == EINTR)
        return true;
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
        pause_for_shortage(acceptor);
    return false;
}

static void on_connection(evutil_socket_t fd, short what, void *context)
{
    struct accept_event *socket = context;
    struct tip_acceptor *acceptor = socket->acceptor;

    (void)fd;
    (void)what;
    for (int i = 0; i < ACCEPT_AT_ONCE; i++) {
        if (acceptor->connections->count >= acceptor->connections->limit) {
            pause_for_connections(acceptor);
            return;
        }
        if (socket->listener->address.kind == TIP_ADDRESS_TLS &&
            !tip_connections_may_shake_hands(acceptor->connections)) {
            pause_socket(socket);
            return;
        }
        if (!accept_one(socket))
            return;
    }
}

static tip_status watch_listener(struct tip_acceptor *acceptor, const struct tip_listener *listener,
                                 struct tip_error *error)
{
    struct accept_event *socket = &acceptor->sockets[acceptor->count];

    socket->acceptor = acceptor;
    socket->listener = listener;
    socket->event = event_new(acceptor->connections->base, listener->fd, EV_READ | EV_PERSIST,
                              on_connection, socket);
    if (socket->event == NULL)
        return tip_error_memory(error, "watching the sockets");
    acceptor->count++;
    if (event_add(socket->event, NULL) != 0)
        return tip_error_memory(error, "watching the sockets");
    return TIP_OK;
}

tip_status tip_acceptor_create(struct tip_acceptor **out, struct tip_listener *listeners,
                               size_t listener_count, struct tip_connections *connections,
                               struct tip_error *error)
{
    struct tip_acceptor *acceptor = calloc(1, sizeof *acceptor);
    tip_status status = TIP_OK;

    if (acceptor == NULL)
        return tip_error_memory(error, "watching the sockets");
    acceptor->connections = connections;
    acceptor->sockets = calloc(listener_count, sizeof *acceptor->sockets);
    acceptor->retry = evtimer_new(connections->base, on_retry, acceptor);
    if (acceptor->sockets == NULL || acceptor->retry == NULL)
        status = tip_error_memory(error, "watching the sockets");
    for (size_t i = 0; i < listener_count && status == TIP_OK; i++)
        status = watch_listener(acceptor, &listeners[i], error);
    if (status != TIP_OK) {
        tip_acceptor_free(acceptor);
        return status;
    }
    *out = acceptor;
    return TIP_OK;
}

void tip_acceptor_free(struct tip_acceptor *acceptor)
{
    if (acceptor == NULL)
        return;
    for (size_t i = 0; i < acceptor->count; i++)
        event_free(acceptor->sockets[i].event);
    if (acceptor->retry != NULL)
        event_free(acceptor->retry);
    free(acceptor->sockets);
    free(acceptor);
}
