/* From an address to a connected socket, by a deadline.
 *
 * Sockets never block: connecting and later every read and write wait in poll(2), so that a server
 * that hangs costs its time limit and no more.
 *
 * SPDX-License-Identifier: MIT */
#include "library/socket.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "library/error.h"

/* Linux answers EAGAIN at once when a Unix socket's backlog is full, and poll(2) does not tell when
 * there is room again: ask again after this long. */
enum { BACKLOG_PAUSE_MS = 10 };

long long tipsearch_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool tipsearch_socket_await(int fd, short events, long long deadline_ms)
{
    struct pollfd wait = {.fd = fd, .events = events};

    for (;;) {
        long long left = deadline_ms - tipsearch_now_ms();
        int pause = left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
        int ready = poll(&wait, 1, pause);

        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return false;
        if (left <= 0) {
            errno = ETIMEDOUT;
            return false;
        }
    }
}

/* How a connect(2) that is under way ended; errno tells when it failed. */
static bool connect_finish(int fd, long long deadline_ms)
{
    int failure = 0;
    socklen_t size = sizeof failure;

    if (!tipsearch_socket_await(fd, POLLOUT, deadline_ms))
        return false;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &size) < 0)
        return false;
    errno = failure;
    return failure == 0;
}

/* A connected socket, or -1 and errno. */
static int connect_by(const struct sockaddr *address, socklen_t size, long long deadline_ms)
{
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int failure;

    if (fd < 0)
        return -1;
    for (;;) {
        if (connect(fd, address, size) == 0)
            return fd;
        if ((errno == EINPROGRESS || errno == EINTR) && connect_finish(fd, deadline_ms))
            return fd;
        if (errno != EAGAIN || tipsearch_now_ms() >= deadline_ms)
            break;
        poll(NULL, 0, BACKLOG_PAUSE_MS);
    }
    failure = errno;
    close(fd);
    errno = failure == EAGAIN ? ETIMEDOUT : failure;
    return -1;
}

static enum tipsearch_code open_unix(int *out, const char *path, long long deadline_ms,
                                     struct tipsearch_error *error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(path);

    if (length == 0 || length >= sizeof address.sun_path)
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "unix:%s: the path of a socket has 1 to %zu bytes", path,
                                   sizeof address.sun_path - 1);
    memcpy(address.sun_path, path, length + 1);
    *out = connect_by((const struct sockaddr *)&address, sizeof address, deadline_ms);
    if (*out < 0)
        return tipsearch_error_set(error, TIPSEARCH_NO_SERVER, "no server answers at unix:%s: %s",
                                   path, strerror(errno));
    return TIPSEARCH_OK;
}

/* Splits "HOST:PORT" or "[HOST]:PORT"; false when it is neither. The port points into `address`. */
static bool split_host(const char *address, char host[static 256], const char **port)
{
    const char *colon = strrchr(address, ':');
    size_t length = colon ? (size_t)(colon - address) : 0;

    if (length == 0 || colon[1] == '\0')
        return false;
    if (address[0] == '[' && length > 2 && address[length - 1] == ']') {
        address++;
        length -= 2;
    } else if (memchr(address, ':', length)) {
        return false;
    }
    if (length >= 256)
        return false;
    memcpy(host, address, length);
    host[length] = '\0';
    *port = colon + 1;
    return true;
}

/* getaddrinfo(3) takes any number and keeps its low 16 bits: another server could answer. */
static bool is_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    long number = digits <= 5 ? strtol(text, NULL, 10) : 0;

    return text[digits] == '\0' && number >= 1 && number <= 65535;
}

static enum tipsearch_code open_tcp(int *out, const char *where, long long timeout_ms,
                                    struct tipsearch_error *error)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found;
    long long deadline_ms;
    char host[256];
    const char *port;
    int failure, no_delay = 1;

    if (!split_host(where, host, &port))
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "tcp:%s: write tcp:HOST:PORT or tcp:[IPV6]:PORT", where);
    if (!is_port(port))
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "tcp:%s: a port is a number from 1 to 65535, not %s", where,
                                   port);
    failure = getaddrinfo(host, port, &hints, &found);
    if (failure)
        return tipsearch_error_set(error, TIPSEARCH_NO_SERVER, "tcp:%s: %s", where,
                                   gai_strerror(failure));
    deadline_ms = tipsearch_now_ms() + timeout_ms;
    *out = -1;
    for (struct addrinfo *one = found; one && *out < 0; one = one->ai_next)
        *out = connect_by(one->ai_addr, one->ai_addrlen, deadline_ms);
    failure = errno;
    freeaddrinfo(found);
    if (*out < 0)
        return tipsearch_error_set(error, TIPSEARCH_NO_SERVER, "no server answers at tcp:%s: %s",
                                   where, strerror(failure));
    setsockopt(*out, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay);
    return TIPSEARCH_OK;
}

enum tipsearch_code tipsearch_socket_open(int *out, const char *address, unsigned timeout_ms,
                                          struct tipsearch_error *error)
{
    if (strncmp(address, "unix:", 5) == 0)
        return open_unix(out, address + 5, tipsearch_now_ms() + timeout_ms, error);
    if (strncmp(address, "tcp:", 4) == 0)
        return open_tcp(out, address + 4, timeout_ms, error);
    return tipsearch_error_set(error, TIPSEARCH_INVALID,
                               "%s is no address: write unix:PATH or tcp:HOST:PORT", address);
}
