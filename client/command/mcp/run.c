/* tipsearch --mcp: the loop.
 *
 * One thread waits at standard input, standard output and the search server at once, so that a
 * message is answered while calls are under way, and a client that does not read holds up itself
 * alone. Nothing but messages goes to standard output, and nothing is logged: queries are about
 * people.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command/interrupt.h"
#include "command/mcp/inbox.h"
#include "command/mcp/session.h"
#include "command/outcome.h"

enum {
    CALLS_MAX = 256,      /* under way, until which further messages are read */
    ENDING_LIMIT_MS = 500 /* for what is to be said last, when a signal came */
};

enum { WAIT_IN, WAIT_OUT, WAIT_SERVER, WAIT_COUNT };

struct loop {
    struct session session;
    struct inbox inbox;
    sigset_t signals; /* those of outside, while it waits */
};

/* Signals end the waiting, and come at no other time. */
static void hold_signals(struct loop *loop)
{
    sigset_t held;

    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGINT);
    sigprocmask(SIG_BLOCK, &held, &loop->signals);
    sigdelset(&loop->signals, SIGTERM);
    sigdelset(&loop->signals, SIGINT);
    signal(SIGPIPE, SIG_IGN);
    interrupt_catch();
}

static bool has_room(const struct loop *loop)
{
    return loop->session.calls.count < CALLS_MAX &&
           outbox_waiting(&loop->session.out) < OUTBOX_FULL;
}

/* Answers what has come. True: there may be more in the inbox. */
static bool take_lines(struct loop *loop)
{
    const char *line;
    size_t length;

    while (has_room(loop)) {
        switch (inbox_next(&loop->inbox, &line, &length)) {
        case INBOX_NONE:
            return false;
        case INBOX_LINE:
            session_take(&loop->session, line, length);
            break;
        case INBOX_TOO_LONG:
            session_refuse_long(&loop->session);
            break;
        }
    }
    return true;
}

static void wait_for_something(struct loop *loop)
{
    struct session *session = &loop->session;
    bool is_heard = !loop->inbox.has_ended && has_room(loop);
    struct pollfd waits[WAIT_COUNT] = {
        [WAIT_IN] = {.fd = is_heard ? STDIN_FILENO : -1, .events = POLLIN},
        [WAIT_OUT] = {.fd = STDOUT_FILENO,
                      .events = outbox_waiting(&session->out) > 0 ? POLLOUT : 0}};
    struct timespec limit;
    int timeout_ms;

    calls_poll(&session->calls, &waits[WAIT_SERVER], &timeout_ms);
    limit = (struct timespec){timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
    if (ppoll(waits, WAIT_COUNT, timeout_ms < 0 ? NULL : &limit, &loop->signals) < 0)
        return;
    if (waits[WAIT_OUT].revents & (POLLERR | POLLHUP | POLLNVAL))
        session->out.reason = EPIPE;
    else if (waits[WAIT_OUT].revents)
        outbox_send(&session->out, STDOUT_FILENO);
    if (waits[WAIT_IN].revents)
        inbox_receive(&loop->inbox, STDIN_FILENO);
    calls_process(&session->calls, &waits[WAIT_SERVER]);
}

static bool is_over(struct loop *loop, bool is_more)
{
    const struct session *session = &loop->session;

    return interrupt_came() || session->out.reason != 0 ||
           (loop->inbox.has_ended && !is_more && session->calls.count == 0 &&
            outbox_waiting(&session->out) == 0);
}

/* Says what is to be said last, as long as somebody takes it. */
static void say_last(struct outbox *out)
{
    struct pollfd wait = {.fd = STDOUT_FILENO, .events = POLLOUT};

    while (out->reason == 0 && outbox_waiting(out) > 0 && poll(&wait, 1, ENDING_LIMIT_MS) > 0)
        outbox_send(out, STDOUT_FILENO);
}

/* A client that goes away, and is owed nothing, is no error. */
static int status_of(const struct loop *loop, const struct options *options)
{
    const struct session *session = &loop->session;
    bool is_owed = outbox_waiting(&session->out) > 0 || session->calls.count > 0;

    if (session->out.reason != 0 && is_owed && !interrupt_came()) {
        errno = session->out.reason;
        return say_write_failed(options);
    }
    if (loop->inbox.reason != 0) {
        fprintf(stderr, "tipsearch: standard input cannot be read: %s\n",
                strerror(loop->inbox.reason));
        return EXIT_ERROR;
    }
    return EXIT_FOUND;
}

int run_mcp(const struct options *options)
{
    struct loop loop = {0};
    int status;

    hold_signals(&loop);
    calls_begin(&loop.session.calls, options);
    for (;;) {
        bool is_more = take_lines(&loop);

        calls_send(&loop.session.calls);
        if (is_over(&loop, is_more))
            break;
        wait_for_something(&loop);
    }
    status = status_of(&loop, options);
    calls_end(&loop.session.calls);
    say_last(&loop.session.out);
    inbox_free(&loop.inbox);
    outbox_free(&loop.session.out);
    return status;
}
