/* One thread and poll(2): the client must cost less than what it measures. For every reply that
 * came the next request goes out, those of one read in one write, so that a connection's window
 * stays full. */
#include "bench/wire.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "bench/collection.h"
#include "bench/samples.h"

enum { SILENCE_LIMIT_MS = 10 * 1000, READ_SIZE = 256 * 1024 };

static const char error_mark[] = "{\"error\"";

struct client {
    int fd;
    unsigned in_flight;
    bool is_in_line; /* the last piece of input ended within a reply */
};

struct run {
    const struct bench_load *load;
    struct client clients[BENCH_CONNECTIONS];
    size_t sent, answered;
    struct tip_string batch;
    char *input;
    struct tip_error *error;
};

/* ---- requests ---- */

static void write_request(struct tip_string *out, const char *query)
{
    struct tip_json json;
    tip_json_begin(&json, out);
    tip_json_object(&json);
    tip_json_member_text(&json, "cmd", "search");
    tip_json_member_text(&json, "query", query);
    tip_json_member_integer(&json, "limit", 10);
    tip_json_end_object(&json);
    tip_string_append_char(out, '\n');
}

tip_status bench_requests_write(struct bench_requests *requests,
                                const struct bench_records *queries, bench_write_request write,
                                struct tip_error *error)
{
    *requests = (struct bench_requests){.count = queries->count};
    requests->starts = calloc(queries->count + 1, sizeof *requests->starts);
    for (size_t i = 0; i < queries->count && requests->starts != NULL; i++) {
        write(&requests->bytes, queries->items[i].text);
        requests->starts[i + 1] = requests->bytes.length;
    }
    if (requests->starts == NULL || requests->bytes.failed) {
        return tip_error_memory(error, "writing requests");
    }
    return TIP_OK;
}

tip_status bench_requests_make(struct bench_requests *requests, const struct bench_records *queries,
                               struct tip_error *error)
{
    return bench_requests_write(requests, queries, write_request, error);
}

void bench_requests_free(struct bench_requests *requests)
{
    tip_string_free(&requests->bytes);
    free(requests->starts);
    *requests = (struct bench_requests){0};
}

/* ---- sockets ---- */

static tip_status connect_to(int *out, int family, const struct sockaddr *name, socklen_t size,
                             struct tip_error *error)
{
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return tip_error_errno(error, "cannot make a socket");
    }
    if (connect(fd, name, size) != 0) {
        tip_error_errno(error, "cannot connect to the daemon");
        close(fd);
        return TIP_IO;
    }
    *out = fd;
    return TIP_OK;
}

/* Small requests are sent at once: with Nagle's algorithm the acknowledgements would be measured.
 */
static tip_status connect_loopback(int *out, const char *port, struct tip_error *error)
{
    const struct sockaddr_in name = {.sin_family = AF_INET,
                                     .sin_port = htons((uint16_t)strtoul(port, NULL, 10)),
                                     .sin_addr = {htonl(INADDR_LOOPBACK)}};
    const int yes = 1;
    tip_status status =
        connect_to(out, AF_INET, (const struct sockaddr *)&name, sizeof name, error);
    if (status == TIP_OK && setsockopt(*out, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0) {
        close(*out);
        return tip_error_errno(error, "cannot set TCP_NODELAY");
    }
    return status;
}

tip_status bench_connect(int *fd, const char *address, struct tip_error *error)
{
    static const char loopback[] = "127.0.0.1:";
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    if (strncmp(address, loopback, strlen(loopback)) == 0) {
        return connect_loopback(fd, address + strlen(loopback), error);
    }
    if (strlen(address) >= sizeof name.sun_path) {
        return tip_error_set(error, TIP_LIMIT, "%s: too long for a socket's name: set TMPDIR",
                             address);
    }
    memcpy(name.sun_path, address, strlen(address) + 1);
    return connect_to(fd, AF_UNIX, (const struct sockaddr *)&name, sizeof name, error);
}

bool bench_daemon_listens(const char *address)
{
    int fd = -1;
    if (bench_connect(&fd, address, NULL) != TIP_OK) {
        return false;
    }
    close(fd);
    return true;
}

static tip_status send_all(int fd, const char *bytes, size_t length, struct tip_error *error)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) {
            return tip_error_errno(error, "cannot send to the daemon");
        }
        if (sent > 0) {
            bytes += sent;
            length -= (size_t)sent;
        }
    }
    return TIP_OK;
}

/* ---- the load ---- */

/* Fills a connection's window up. */
static tip_status refill(struct run *run, struct client *client)
{
    const struct bench_requests *requests = run->load->requests;
    tip_string_clear(&run->batch);
    while (client->in_flight < run->load->window && run->sent < run->load->total) {
        size_t next = run->sent % requests->count;
        tip_string_append(&run->batch, requests->bytes.data + requests->starts[next],
                          requests->starts[next + 1] - requests->starts[next]);
        run->sent++;
        client->in_flight++;
    }
    if (run->batch.failed) {
        return tip_error_memory(run->error, "sending requests");
    }
    return send_all(client->fd, run->batch.data, run->batch.length, run->error);
}

/* Counts the replies that end in a piece of input. An error whose first bytes come in two pieces
 * passes unseen: one in thousands, and a query that is refused is refused every time. */
static tip_status count_replies(struct run *run, struct client *client, const char *piece,
                                size_t length)
{
    const size_t mark = sizeof error_mark - 1;
    for (const char *end = piece + length; piece < end;) {
        const char *lf = memchr(piece, '\n', (size_t)(end - piece));
        size_t got = (size_t)((lf == NULL ? end : lf) - piece);
        if (!client->is_in_line && got >= mark && memcmp(piece, error_mark, mark) == 0) {
            return tip_error_set(run->error, TIP_INVALID, "the daemon refused a query: %.*s",
                                 (int)(got < 200 ? got : 200), piece);
        }
        client->is_in_line = lf == NULL;
        if (lf == NULL) {
            break;
        }
        client->in_flight--;
        run->answered++;
        piece = lf + 1;
    }
    return TIP_OK;
}

static tip_status serve(struct run *run, struct client *client)
{
    ssize_t got = recv(client->fd, run->input, READ_SIZE, 0);
    if (got == 0) {
        return tip_error_set(run->error, TIP_INVALID, "the daemon closed a connection");
    }
    if (got < 0) {
        return errno == EINTR ? TIP_OK : tip_error_errno(run->error, "cannot read replies");
    }
    tip_status status = count_replies(run, client, run->input, (size_t)got);
    return status == TIP_OK ? refill(run, client) : status;
}

/* Waits for replies, on whichever connection, and takes them. */
static tip_status serve_ready(struct run *run)
{
    struct pollfd watched[BENCH_CONNECTIONS];
    unsigned count = run->load->connections;
    for (unsigned i = 0; i < count; i++) {
        watched[i] = (struct pollfd){.fd = run->clients[i].fd, .events = POLLIN};
    }
    int ready = poll(watched, count, SILENCE_LIMIT_MS);
    if (ready == 0) {
        return tip_error_set(run->error, TIP_TIMEOUT, "no reply in %d s", SILENCE_LIMIT_MS / 1000);
    }
    if (ready < 0 && errno != EINTR) {
        return tip_error_errno(run->error, "cannot wait for replies");
    }
    tip_status status = TIP_OK;
    for (unsigned i = 0; i < count && ready > 0 && status == TIP_OK; i++) {
        if (watched[i].revents != 0) {
            status = serve(run, &run->clients[i]);
        }
    }
    return status;
}

static tip_status drive(struct run *run)
{
    tip_status status = TIP_OK;
    for (unsigned i = 0; i < run->load->connections && status == TIP_OK; i++) {
        status = refill(run, &run->clients[i]);
    }
    while (status == TIP_OK && run->answered < run->load->total) {
        status = serve_ready(run);
    }
    return status;
}

tip_status bench_load_run(const struct bench_load *load, double *seconds, struct tip_error *error)
{
    struct run run = {.load = load, .error = error, .input = malloc(READ_SIZE)};
    unsigned connected = 0;
    tip_status status = TIP_OK;
    if (run.input == NULL) {
        return tip_error_memory(error, "reading replies");
    }
    while (status == TIP_OK && connected < load->connections) {
        status = bench_connect(&run.clients[connected].fd, load->socket_path, error);
        connected += status == TIP_OK;
    }
    double start = bench_now();
    if (status == TIP_OK) {
        status = drive(&run);
        *seconds = bench_now() - start;
    }
    while (connected > 0) {
        close(run.clients[--connected].fd);
    }
    tip_string_free(&run.batch);
    free(run.input);
    return status;
}
