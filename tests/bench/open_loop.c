/* One thread and epoll(7). What a socket does not take is sent when it does; meanwhile the request
 * waits here and its latency runs. */
#include "bench/open_loop.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "bench/samples.h"

enum { UNDER_WAY = 128, HEAD = 512, READ_SIZE = 65536, EVENTS = 256 };

static const double silence_s = 30;

struct pending {
    double due;
    size_t request;
};

struct client {
    int fd;
    struct pending pending[UNDER_WAY]; /* in order; of those the first `sent` are sent */
    unsigned first, count, sent;
    size_t offset; /* bytes of the next one that are sent */
    bool waits;    /* for the socket to take more */
    char head[HEAD];
    size_t length; /* of the line that is coming in */
};

struct run {
    const struct bench_arrivals *arrivals;
    struct bench_answers *answers;
    struct client *clients;
    int epoll;
    uint64_t random;
    size_t next_request;
    size_t under_way;
    double start, now, last_reply;
    char *input;
    struct tip_error *error;
};

static uint64_t draw(struct run *run)
{
    uint64_t mixed = run->random += 0x9e3779b97f4a7c15u; /* splitmix64 */
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

static double draw_interval(struct run *run)
{
    double part = (double)(draw(run) >> 11) / 9007199254740992.0; /* 2^53: 0 up to 1 */
    return -log(1 - part) / run->arrivals->rate;
}

static tip_status keep(struct bench_latencies *latencies, double value, struct tip_error *error)
{
    if (latencies->count == latencies->capacity) {
        size_t capacity = latencies->capacity * 2 + 1024;
        double *grown = realloc(latencies->values, capacity * sizeof *grown);
        if (grown == NULL) {
            return tip_error_memory(error, "measuring");
        }
        latencies->values = grown;
        latencies->capacity = capacity;
    }
    latencies->values[latencies->count++] = value;
    return TIP_OK;
}

/* ---- sending ---- */

static tip_status watch(const struct run *run, struct client *client, bool waits)
{
    struct epoll_event event = {.events = waits ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.ptr = client};
    if (waits == client->waits) {
        return TIP_OK;
    }
    client->waits = waits;
    return epoll_ctl(run->epoll, EPOLL_CTL_MOD, client->fd, &event) == 0
               ? TIP_OK
               : tip_error_errno(run->error, "cannot watch a connection");
}

/* Sends what is due and the socket takes. */
static tip_status pump(const struct run *run, struct client *client)
{
    const struct bench_requests *requests = run->arrivals->requests;
    while (client->sent < client->count) {
        size_t request = client->pending[(client->first + client->sent) % UNDER_WAY].request;
        const char *bytes = requests->bytes.data + requests->starts[request] + client->offset;
        size_t length = requests->starts[request + 1] - requests->starts[request] - client->offset;
        ssize_t sent = send(client->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            return errno == EAGAIN ? watch(run, client, true)
                                   : tip_error_errno(run->error, "cannot send");
        }
        client->offset += (size_t)sent;
        if ((size_t)sent == length) {
            client->offset = 0;
            client->sent++;
        }
    }
    return watch(run, client, false);
}

static tip_status arrive(struct run *run, struct client *client, double due)
{
    if (client->count == UNDER_WAY) {
        run->answers->unsent++;
        return TIP_OK;
    }
    client->pending[(client->first + client->count++) % UNDER_WAY] = (struct pending){
        .due = due, .request = run->next_request++ % run->arrivals->requests->count};
    run->under_way++;
    return pump(run, client);
}

/* ---- receiving ---- */

static bool begins(const struct client *client, const char *text)
{
    size_t length = strlen(text);
    return client->length >= length && memcmp(client->head, text, length) == 0;
}

static bool is_partial(const struct client *client)
{
    size_t length = client->length < HEAD ? client->length : HEAD;
    return memmem(client->head, length, "\"partial\":true", strlen("\"partial\":true")) != NULL;
}

/* A line has come: the reply to the first that is under way. */
static tip_status settle(struct run *run, struct client *client)
{
    struct bench_answers *answers = run->answers;
    double latency = run->now - client->pending[client->first].due;
    if (client->sent == 0) {
        return tip_error_set(run->error, TIP_INVALID, "a reply to nothing");
    }
    client->first = (client->first + 1) % UNDER_WAY;
    client->count--;
    client->sent--;
    run->under_way--;
    run->last_reply = run->now;
    if (begins(client, "{\"error\":{\"code\":\"busy\"")) {
        return keep(&answers->busy, latency, run->error);
    }
    if (begins(client, "{\"error\"")) {
        answers->failed++;
        return TIP_OK;
    }
    answers->partial += is_partial(client);
    answers->in_time += run->now - run->start <= run->arrivals->seconds;
    return keep(&answers->answered, latency, run->error);
}

static tip_status take_line_part(struct run *run, struct client *client, const char *bytes,
                                 size_t length, bool is_whole)
{
    size_t room = client->length < HEAD ? HEAD - client->length : 0;
    memcpy(client->head + (HEAD - room), bytes, length < room ? length : room);
    client->length += length;
    if (!is_whole) {
        return TIP_OK;
    }
    tip_status status = settle(run, client);
    client->length = 0;
    if (status == TIP_OK && run->arrivals->rate == 0 &&
        run->now - run->start < run->arrivals->seconds) {
        status = arrive(run, client, run->now);
    }
    return status;
}

static tip_status receive(struct run *run, struct client *client)
{
    ssize_t got = recv(client->fd, run->input, READ_SIZE, MSG_DONTWAIT);
    tip_status status = TIP_OK;
    if (got < 0 && errno == EAGAIN) {
        return TIP_OK;
    }
    if (got <= 0) {
        return tip_error_set(run->error, TIP_IO, "the daemon closed a connection");
    }
    for (const char *at = run->input, *end = run->input + got; at < end && status == TIP_OK;) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        const char *to = lf != NULL ? lf : end;
        status = take_line_part(run, client, at, (size_t)(to - at), lf != NULL);
        at = to + (lf != NULL);
    }
    return status;
}

/* ---- the loop ---- */

/* Waits until `until` at most, and does what the sockets want. */
static tip_status wait_and_serve(struct run *run, double until)
{
    struct epoll_event events[EVENTS];
    double left = until - bench_now();
    struct timespec limit = {0};
    tip_status status = TIP_OK;
    if (left > 0) {
        limit.tv_sec = (time_t)left;
        limit.tv_nsec = (long)((left - floor(left)) * 1e9);
    }
    int count = epoll_pwait2(run->epoll, events, EVENTS, &limit, NULL);
    if (count < 0 && errno != EINTR) {
        return tip_error_errno(run->error, "cannot wait");
    }
    run->now = bench_now();
    for (int i = 0; i < count && status == TIP_OK; i++) {
        struct client *client = events[i].data.ptr;
        if ((events[i].events & EPOLLOUT) != 0) {
            status = pump(run, client);
        }
        if (status == TIP_OK && (events[i].events & ~(uint32_t)EPOLLOUT) != 0) {
            status = receive(run, client);
        }
    }
    return status;
}

static tip_status send_all(struct run *run)
{
    const struct bench_arrivals *arrivals = run->arrivals;
    bool is_open = arrivals->rate > 0;
    double end = run->start + arrivals->seconds;
    double due = is_open ? run->start + draw_interval(run) : end;
    tip_status status = TIP_OK;
    for (unsigned i = 0; !is_open && i < arrivals->connections && status == TIP_OK; i++) {
        status = arrive(run, &run->clients[i], run->now);
    }
    while (run->now < end && status == TIP_OK) {
        for (; due <= run->now && due < end && status == TIP_OK; due += draw_interval(run)) {
            status = arrive(run, &run->clients[draw(run) % arrivals->connections], due);
        }
        if (status == TIP_OK) {
            status = wait_and_serve(run, due < end ? due : end);
        }
    }
    run->answers->seconds = run->now - run->start;
    return status;
}

static tip_status await_rest(struct run *run)
{
    tip_status status = TIP_OK;
    while (run->under_way > 0 && status == TIP_OK) {
        if (run->now - run->last_reply > silence_s) {
            return tip_error_set(run->error, TIP_TIMEOUT, "the daemon is silent");
        }
        status = wait_and_serve(run, run->now + 1);
    }
    return status;
}

/* ---- connections ---- */

static tip_status open_client(const struct run *run, struct client *client)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    const char *path = run->arrivals->socket_path;
    if (strlen(path) >= sizeof address.sun_path) {
        return tip_error_set(run->error, TIP_LIMIT, "%s: too long for a socket's name: set TMPDIR",
                             path);
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    client->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0 ||
        connect(client->fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
        epoll_ctl(run->epoll, EPOLL_CTL_ADD, client->fd, &event) != 0) {
        return tip_error_errno(run->error, "cannot connect to %s", path);
    }
    return TIP_OK;
}

static tip_status open_clients(struct run *run)
{
    tip_status status = TIP_OK;
    for (unsigned i = 0; i < run->arrivals->connections; i++) {
        run->clients[i].fd = -1;
    }
    for (unsigned i = 0; i < run->arrivals->connections && status == TIP_OK; i++) {
        status = open_client(run, &run->clients[i]);
    }
    return status;
}

tip_status bench_open_loop_run(const struct bench_arrivals *arrivals, struct bench_answers *answers,
                               struct tip_error *error)
{
    struct run run = {.arrivals = arrivals,
                      .answers = answers,
                      .clients = calloc(arrivals->connections, sizeof *run.clients),
                      .epoll = epoll_create1(EPOLL_CLOEXEC),
                      .random = 1,
                      .input = malloc(READ_SIZE),
                      .error = error};
    *answers = (struct bench_answers){0};
    tip_status status = run.clients == NULL || run.input == NULL || run.epoll < 0
                            ? tip_error_memory(error, "making a load")
                            : open_clients(&run);
    if (status == TIP_OK) {
        run.start = run.now = run.last_reply = bench_now();
        status = send_all(&run);
    }
    if (status == TIP_OK) {
        status = await_rest(&run);
    }
    for (unsigned i = 0; run.clients != NULL && i < arrivals->connections; i++) {
        if (run.clients[i].fd >= 0) {
            close(run.clients[i].fd);
        }
    }
    if (run.epoll >= 0) {
        close(run.epoll);
    }
    free(run.clients);
    free(run.input);
    return status;
}

void bench_answers_free(struct bench_answers *answers)
{
    free(answers->answered.values);
    free(answers->busy.values);
    *answers = (struct bench_answers){0};
}
