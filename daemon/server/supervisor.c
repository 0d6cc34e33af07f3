/* The service manager that started us. The protocol is a few words in a datagram: libsystemd, which
 * has functions for it, would bring a library into a process that gives up all it can. */
#include "server/supervisor.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { MESSAGE_SIZE = 1024 };

/* How often the status is looked after where no watchdog is wanted, and what a worker may take
 * beyond a query's limit: to open a generation, to make it ready. */
enum { TICK_S = 5, WORK_GRACE_S = 30 };

static void complain(struct tip_supervisor *supervisor, const char *reason)
{
    if (supervisor->has_failed)
        return;
    supervisor->has_failed = true;
    tip_log(supervisor->log, LOG_WARNING, "supervisor_unreachable",
            "the service manager cannot be told that this serves, NOTIFY_SOCKET: %s", reason);
}

/* The address and its length, as an abstract name is as long as it is; 0 for what is none. */
static socklen_t read_name(struct sockaddr_un *name, const char *text)
{
    size_t length = strlen(text);
    bool is_abstract = text[0] == '@';

    *name = (struct sockaddr_un){.sun_family = AF_UNIX};
    if ((text[0] != '/' && !is_abstract) || length < 2 || length >= sizeof name->sun_path)
        return 0;
    memcpy(name->sun_path, text, length);
    if (is_abstract)
        name->sun_path[0] = '\0';
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + !is_abstract);
}

static void connect_to(struct tip_supervisor *supervisor, const char *text)
{
    struct sockaddr_un name;
    socklen_t length = read_name(&name, text);

    if (length == 0) {
        complain(supervisor, "it is neither a path nor an abstract name of a socket");
        return;
    }
    supervisor->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (supervisor->fd >= 0 && connect(supervisor->fd, (struct sockaddr *)&name, length) == 0)
        return;
    complain(supervisor, strerror(errno));
    tip_supervisor_free(supervisor);
}

/* A number of the environment; 0 when it is none. */
static uint64_t read_number(const char *name)
{
    const char *text = getenv(name);
    size_t digits = text == NULL ? 0 : strspn(text, "0123456789");

    return digits == 0 || digits > 18 || text[digits] != '\0' ? 0 : strtoull(text, NULL, 10);
}

void tip_supervisor_init(struct tip_supervisor *supervisor, const struct tip_log *log)
{
    const char *socket_name = getenv("NOTIFY_SOCKET");

    *supervisor = (struct tip_supervisor){.log = log, .fd = -1};
    if (socket_name == NULL || socket_name[0] == '\0')
        return;
    connect_to(supervisor, socket_name);
    /* Without WATCHDOG_PID it is for whoever reads it. */
    if (getenv("WATCHDOG_PID") == NULL || read_number("WATCHDOG_PID") == (uint64_t)getpid())
        supervisor->watchdog_us = read_number("WATCHDOG_USEC");
}

void tip_supervisor_free(struct tip_supervisor *supervisor)
{
    if (supervisor->tick != NULL)
        event_free(supervisor->tick);
    supervisor->tick = NULL;
    if (supervisor->log != NULL && supervisor->fd >= 0)
        close(supervisor->fd);
    supervisor->fd = -1;
}

static void send_message(struct tip_supervisor *supervisor, const char *message)
{
    if (supervisor->log == NULL || supervisor->fd < 0)
        return;
    if (send(supervisor->fd, message, strlen(message), MSG_NOSIGNAL) < 0 && errno != EAGAIN)
        complain(supervisor, strerror(errno));
}

static void send_ready(struct tip_supervisor *supervisor, const char *before)
{
    char message[MESSAGE_SIZE];
    uint32_t passages;

    tip_served_describe(supervisor->served, &supervisor->generation, &passages);
    snprintf(message, sizeof message, "%sSTATUS=serving generation %u, %u passages", before,
             supervisor->generation, passages);
    send_message(supervisor, message);
}

static void say_alive(struct tip_supervisor *supervisor)
{
    bool is_stuck = !tip_pool_is_alive(supervisor->pool, supervisor->work_limit_ns);

    if (!is_stuck && supervisor->watchdog_us > 0)
        send_message(supervisor, "WATCHDOG=1");
    if (is_stuck && !supervisor->is_stuck)
        tip_log(supervisor->log, LOG_CRIT, "worker_stuck",
                "a search thread has been at one piece of work for more than %lld s",
                (long long)(supervisor->work_limit_ns / 1000000000));
    supervisor->is_stuck = is_stuck;
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
    struct tip_supervisor *supervisor = context;
    uint32_t generation, passages;

    (void)fd;
    (void)what;
    say_alive(supervisor);
    tip_served_describe(supervisor->served, &generation, &passages);
    if (generation != supervisor->generation)
        send_ready(supervisor, "");
}

tip_status tip_supervisor_ready(struct tip_supervisor *supervisor, struct event_base *base,
                                struct tip_pool *pool, struct tip_served *served,
                                unsigned query_timeout_ms, struct tip_error *error)
{
    uint64_t half_us =
        supervisor->watchdog_us > 0 ? supervisor->watchdog_us / 2 : TICK_S * UINT64_C(1000000);
    struct timeval interval = {.tv_sec = (time_t)(half_us / 1000000),
                               .tv_usec = (suseconds_t)(half_us % 1000000)};

    supervisor->pool = pool;
    supervisor->served = served;
    supervisor->work_limit_ns =
        (int64_t)query_timeout_ms * 1000000 + WORK_GRACE_S * INT64_C(1000000000);
    if (supervisor->fd < 0)
        return TIP_OK;
    supervisor->tick = event_new(base, -1, EV_PERSIST, on_tick, supervisor);
    if (supervisor->tick == NULL || event_add(supervisor->tick, &interval) != 0)
        return tip_error_memory(error, "telling the service manager");
    send_ready(supervisor, "READY=1\n");
    say_alive(supervisor);
    return TIP_OK;
}

void tip_supervisor_reloading(struct tip_supervisor *supervisor)
{
    struct timespec now;
    char message[128];

    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(message, sizeof message,
             "RELOADING=1\nMONOTONIC_USEC=%lld\nSTATUS=reading again what can be",
             (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
    send_message(supervisor, message);
}

void tip_supervisor_reloaded(struct tip_supervisor *supervisor)
{
    if (supervisor->served != NULL)
        send_ready(supervisor, "READY=1\n");
}

void tip_supervisor_stopping(struct tip_supervisor *supervisor)
{
    send_message(supervisor, "STOPPING=1\nSTATUS=answering what was received");
}
