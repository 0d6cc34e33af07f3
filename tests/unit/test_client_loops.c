/* The handle in other people's loops: epoll(7) and libevent, across the ends of connections. */
#include <criterion/criterion.h>
#include <event2/event.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "tipsearch.h"
#include "unit/fake_server.h"

enum { REQUESTS = 50, LINES_MAX = 7 /* replies before the server ends a connection */ };

static struct fake_server server;
static struct tipsearch_handle *handle;
static unsigned answered;

/* The next request is asked when the last one was answered, so that every end of a connection meets
 * one that is still to be sent. */
static void ask_on(void *context, const struct tipsearch_reply *reply)
{
    struct tipsearch_error error;

    (void)context;
    if (reply) {
        cr_assert_eq(reply->code, TIPSEARCH_OK, "%s", reply->error->message);
        answered++;
    }
    if (answered < REQUESTS)
        cr_assert_eq(tipsearch_handle_submit(handle, "PING", ask_on, NULL, NULL, &error),
                     TIPSEARCH_OK);
}

static void begin(void)
{
    static const struct tipsearch_options options = {.reconnect = TIPSEARCH_RECONNECT_ALL};
    struct tipsearch_error error;

    fake_server_start(&server, FAKE_ANSWERS, "{\"pong\":true}\n");
    server.lines_max = LINES_MAX;
    cr_assert_eq(tipsearch_handle_open(&handle, server.address, &options, &error), TIPSEARCH_OK);
    answered = 0;
    ask_on(NULL, NULL);
}

static void end(void)
{
    tipsearch_handle_close(handle);
    fake_server_stop(&server);
    cr_expect_eq(answered, (unsigned)REQUESTS);
    cr_expect_eq(server.connections, (unsigned)(REQUESTS + LINES_MAX - 1) / LINES_MAX);
}

TestSuite(client_loops, .init = begin, .fini = end, .timeout = 60);

/* What is registered. */
struct registration {
    int fd;
    short events;
};

/* Whether it is no longer what the handle wants; it is then. */
static bool is_outdated(struct registration *registration)
{
    struct registration wanted = {tipsearch_handle_fd(handle), tipsearch_handle_events(handle)};
    bool is_other = wanted.fd != registration->fd || wanted.events != registration->events;

    *registration = wanted;
    return is_other;
}

/* The old descriptor may have been closed, which took it out of the set: that is no error. */
static void register_in_set(int set, struct registration *registration)
{
    int old = registration->fd;
    struct epoll_event event = {0};

    if (!is_outdated(registration))
        return;
    if (old >= 0)
        epoll_ctl(set, EPOLL_CTL_DEL, old, NULL);
    if (registration->fd < 0)
        return;
    event.events = (registration->events & POLLIN ? (uint32_t)EPOLLIN : 0u) |
                   (registration->events & POLLOUT ? (uint32_t)EPOLLOUT : 0u);
    cr_assert_eq(epoll_ctl(set, EPOLL_CTL_ADD, registration->fd, &event), 0);
}

Test(client_loops, epoll)
{
    struct registration registration = {.fd = -1};
    struct epoll_event event;
    int set = epoll_create1(EPOLL_CLOEXEC);

    while (tipsearch_handle_count(handle) > 0) {
        register_in_set(set, &registration);
        epoll_wait(set, &event, 1, tipsearch_handle_timeout_ms(handle));
        tipsearch_handle_process(handle);
    }
    close(set);
}

struct loop {
    struct event_base *base;
    struct event *event; /* NULL: none yet */
    struct registration registration;
};

static void await_next(struct loop *loop);

static void on_event(evutil_socket_t fd, short what, void *context)
{
    struct loop *loop = context;

    (void)fd;
    (void)what;
    tipsearch_handle_process(handle);
    if (tipsearch_handle_count(handle) > 0)
        await_next(loop);
    else
        event_base_loopbreak(loop->base);
}

static void await_next(struct loop *loop)
{
    int timeout_ms = tipsearch_handle_timeout_ms(handle);
    struct timeval wait = {.tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000};
    short events;

    if (is_outdated(&loop->registration) || loop->event == NULL) {
        if (loop->event)
            event_free(loop->event);
        events = (short)((loop->registration.events & POLLIN ? EV_READ : 0) |
                         (loop->registration.events & POLLOUT ? EV_WRITE : 0));
        loop->event = event_new(loop->base, loop->registration.fd,
                                loop->registration.fd < 0 ? 0 : events, on_event, loop);
    }
    event_add(loop->event, timeout_ms < 0 ? NULL : &wait);
}

Test(client_loops, libevent)
{
    struct loop loop = {.base = event_base_new(), .registration = {.fd = -1}};

    await_next(&loop);
    event_base_dispatch(loop.base);
    event_free(loop.event);
    event_base_free(loop.base);
}
