/* A connection to the server that is meant, started when it is our own.
 *
 * tipsearchd goes into the background by itself once it listens, so its exit status tells whether
 * it did; what it says until then is kept for the message if it does not. Of two that start at once
 * one ends with ALREADY_RUNS, and both clients use the other. A server so started ends after ten
 * idle minutes.
 *
 * SPDX-License-Identifier: MIT */
#include "command/server.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "command/failure.h"
#include "command/place.h"

enum {
    ALREADY_RUNS = 3,        /* exit status of tipsearchd: another one has the address */
    START_LIMIT_MS = 120000, /* it proves the index by its checksums first: seconds a gigabyte */
    CONNECT_LIMIT_MS = 10000,
    LOOK_EVERY_MS = 20
};

/* A tipsearchd that is starting. */
struct start {
    pid_t pid;
    int output; /* its standard error */
    char said[400];
    size_t said_length;
};

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Runs `folder`/`below`/tipsearchd if there is one. */
static void try_program(const char *folder, const char *below, char *const *arguments)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/%stipsearchd", folder, below) < (int)sizeof path)
        execv(path, arguments);
}

/* In the child: becomes tipsearchd, the one of the same installation if there is one. */
static void become_server(char *const *arguments)
{
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    char *slash;

    if (length > 0) {
        self[length] = '\0';
        slash = strrchr(self, '/');
        if (slash)
            *slash = '\0';
        try_program(self, "", arguments);
        try_program(self, "../libexec/", arguments);
    }
    execvp("tipsearchd", arguments);
    dprintf(STDERR_FILENO, "tipsearchd cannot be run: %s: put it beside tipsearch or into the PATH",
            strerror(errno));
    _exit(127);
}

static void detach_stdio(int output)
{
    int nothing = open("/dev/null", O_RDWR);

    if (nothing >= 0) {
        dup2(nothing, STDIN_FILENO);
        dup2(nothing, STDOUT_FILENO);
        if (nothing > STDERR_FILENO)
            close(nothing);
    }
    dup2(output, STDERR_FILENO);
}

static bool start_begin(struct start *start, const struct place *place)
{
    char *const arguments[] = {
        (char *)"tipsearchd", (char *)"-l", place->address, (char *)"--idle-exit-s",
        (char *)"600",        (char *)"-i", place->index,   NULL};
    int ends[2];

    *start = (struct start){.output = -1};
    if (pipe2(ends, O_CLOEXEC) < 0)
        return false;
    start->pid = fork();
    if (start->pid == 0) {
        detach_stdio(ends[1]);
        become_server(arguments);
    }
    close(ends[1]);
    start->output = ends[0];
    fcntl(start->output, F_SETFL, O_NONBLOCK);
    return start->pid > 0;
}

/* Keeps what it says, as far as there is room; waits a little when it says nothing. */
static void listen_to(struct start *start)
{
    struct pollfd wait = {.fd = start->output, .events = POLLIN};
    char bytes[256];
    ssize_t got;

    poll(&wait, 1, LOOK_EVERY_MS);
    while ((got = read(start->output, bytes, sizeof bytes)) > 0) {
        size_t room = sizeof start->said - 1 - start->said_length;
        size_t kept = (size_t)got < room ? (size_t)got : room;

        memcpy(start->said + start->said_length, bytes, kept);
        start->said_length += kept;
    }
    if (got == 0) /* closed: nothing more will come, and poll(2) would no longer wait */
        poll(NULL, 0, LOOK_EVERY_MS);
}

/* The exit status of the process that was started; -1 when it does not end in time or crashes. */
static int start_await(struct start *start)
{
    long long deadline_ms = now_ms() + START_LIMIT_MS;
    int status;

    while (waitpid(start->pid, &status, WNOHANG) == 0) {
        if (now_ms() > deadline_ms) {
            kill(start->pid, SIGTERM);
            waitpid(start->pid, &status, 0);
            return -1;
        }
        listen_to(start);
    }
    listen_to(start);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static enum tipsearch_code start_failed(struct start *start, const struct place *place,
                                        struct tipsearch_error *error)
{
    while (start->said_length > 0 && start->said[start->said_length - 1] == '\n')
        start->said[--start->said_length] = '\0';
    if (start->said_length > 0)
        return failure_set(error, TIPSEARCH_NO_SERVER, "the server did not start: %s", start->said);
    return failure_set(error, TIPSEARCH_NO_SERVER,
                       "the server did not start: see what `tipsearchd -f -i %s` says",
                       place->index);
}

static enum tipsearch_code start_server(const struct place *place, struct tipsearch_error *error)
{
    struct start start;
    enum tipsearch_code code = TIPSEARCH_OK;
    int status;

    if (!start_begin(&start, place)) {
        code = failure_set(error, TIPSEARCH_NO_SERVER, "the server cannot be started: %s",
                           strerror(errno));
    } else {
        status = start_await(&start);
        if (status != 0 && status != ALREADY_RUNS)
            code = start_failed(&start, place, error);
    }
    if (start.output >= 0)
        close(start.output);
    return code;
}

/* One that another client started may not listen yet. */
static enum tipsearch_code connect_by_deadline(struct tipsearch_client **out, const char *address,
                                               const struct tipsearch_options *limits,
                                               struct tipsearch_error *error)
{
    long long deadline_ms = now_ms() + CONNECT_LIMIT_MS;
    enum tipsearch_code code;

    while ((code = tipsearch_connect(out, address, limits, error)) == TIPSEARCH_NO_SERVER) {
        if (now_ms() > deadline_ms)
            break;
        poll(NULL, 0, LOOK_EVERY_MS);
    }
    return code;
}

static enum tipsearch_code reach_own(struct tipsearch_client **out, struct place *place,
                                     const struct tipsearch_options *limits,
                                     struct tipsearch_error *error)
{
    enum tipsearch_code code = tipsearch_connect(out, place->address, limits, error);

    if (code != TIPSEARCH_NO_SERVER)
        return code;
    if (place_use_machine(place))
        return tipsearch_connect(out, place->address, limits, error);
    if (!place_has_index(place))
        return failure_set(
            error, TIPSEARCH_NO_SERVER,
            "there is no index at %s: make one with `tipindex build -i %s REPORT...`", place->index,
            place->index);
    code = start_server(place, error);
    if (code != TIPSEARCH_OK)
        return code;
    return connect_by_deadline(out, place->address, limits, error);
}

/* The place, which is to be freed in any case, holds the address that answered if no server is
 * named. */
static enum tipsearch_code reach(struct tipsearch_client **out, struct place *place,
                                 const struct options *options, struct tipsearch_error *error)
{
    const struct tipsearch_options connection = options_connection(options);
    enum tipsearch_code code;

    *place = (struct place){0};
    if (options->server)
        return tipsearch_connect(out, options->server, &connection, error);
    code = place_find(place, options->index, error);
    return code == TIPSEARCH_OK ? reach_own(out, place, &connection, error) : code;
}

enum tipsearch_code server_reach(struct tipsearch_client **out, const struct options *options,
                                 struct tipsearch_error *error)
{
    struct place place;
    enum tipsearch_code code = reach(out, &place, options, error);

    place_free(&place);
    return code;
}

enum tipsearch_code server_find(char **address, const struct options *options,
                                struct tipsearch_error *error)
{
    struct tipsearch_client *client = NULL;
    struct place place;
    enum tipsearch_code code = reach(&client, &place, options, error);

    tipsearch_disconnect(client);
    if (code == TIPSEARCH_OK) {
        *address = strdup(options->server ? options->server : place.address);
        if (!*address)
            code = failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    }
    place_free(&place);
    return code;
}
