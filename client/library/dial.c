/* Connecting a socket without waiting: one candidate after the other, by a deadline.
 *
 * A candidate that neither answers nor refuses may use its share of the time that is left, so that
 * a host with a dead address and a good one is reached.
 *
 * SPDX-License-Identifier: MIT */
#include "library/dial.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

/* Linux answers EAGAIN at once when a Unix socket's backlog is full, and poll(2) does not tell when
 * there is room again: ask again after this long. */
enum { BACKLOG_PAUSE_MS = 10 };

void tipsearch_dial_begin(struct tipsearch_dial *dial,
                          const struct tipsearch_candidates *candidates, long long deadline_ms)
{
    *dial = (struct tipsearch_dial){.candidates = *candidates,
                                    .fd = -1,
                                    .last_fd = -1,
                                    .failure = ETIMEDOUT,
                                    .deadline_ms = deadline_ms};
}

static void close_socket(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Gives up the candidate that is tried. Its socket stays until there is another one, which then has
 * another number: who polls sees that it is another. */
static void pass_on(struct tipsearch_dial *dial, int failure)
{
    close_socket(&dial->last_fd);
    dial->last_fd = dial->fd;
    dial->fd = -1;
    dial->failure = failure;
    dial->at++;
}

/* How a connect(2) that is under way stands: 0 connected, EINPROGRESS, else why it failed. */
static int attempt_state(const struct tipsearch_dial *dial)
{
    struct pollfd ready = {.fd = dial->fd, .events = POLLOUT};
    int failure = 0;
    socklen_t size = sizeof failure;

    if (poll(&ready, 1, 0) <= 0)
        return EINPROGRESS;
    return getsockopt(dial->fd, SOL_SOCKET, SO_ERROR, &failure, &size) < 0 ? errno : failure;
}

/* Starts with the next candidate: 0 connected, EINPROGRESS, EAGAIN, else why it failed. */
static int attempt_begin(struct tipsearch_dial *dial, long long now_ms)
{
    const struct tipsearch_candidate *item = &dial->candidates.items[dial->at];
    long long left = dial->deadline_ms - now_ms;
    int no_delay = 1;

    dial->fd = socket(item->name.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    close_socket(&dial->last_fd);
    if (dial->fd < 0)
        return errno;
    if (item->name.ss_family != AF_UNIX)
        setsockopt(dial->fd, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay);
    dial->wakes_ms = now_ms + left / (long long)(dial->candidates.count - dial->at);
    if (connect(dial->fd, (const struct sockaddr *)&item->name, item->size) == 0)
        return 0;
    if (errno == EINTR)
        return EINPROGRESS;
    return errno;
}

/* One look at the candidate in turn. True when there is nothing to do but wait. */
static bool look(struct tipsearch_dial *dial, long long now_ms)
{
    int state = dial->fd >= 0 ? attempt_state(dial) : attempt_begin(dial, now_ms);

    dial->failure = state;
    if (state == 0)
        return false;
    if (state == EAGAIN && now_ms < dial->deadline_ms) {
        close_socket(&dial->fd);
        dial->wakes_ms = now_ms + BACKLOG_PAUSE_MS;
        return true;
    }
    if (state == EINPROGRESS && now_ms < dial->wakes_ms)
        return true;
    pass_on(dial, state == EINPROGRESS || state == EAGAIN ? ETIMEDOUT : state);
    return false;
}

enum tipsearch_dial_state tipsearch_dial_step(struct tipsearch_dial *dial, long long now_ms)
{
    while (dial->at < dial->candidates.count) {
        if (look(dial, now_ms))
            return TIPSEARCH_DIAL_WAITS;
        if (dial->failure == 0)
            return TIPSEARCH_DIAL_CONNECTED;
    }
    return TIPSEARCH_DIAL_FAILED;
}

int tipsearch_dial_take(struct tipsearch_dial *dial)
{
    int fd = dial->fd;

    dial->fd = -1;
    return fd;
}

void tipsearch_dial_end(struct tipsearch_dial *dial)
{
    close_socket(&dial->fd);
    close_socket(&dial->last_fd);
    dial->at = dial->candidates.count;
}
