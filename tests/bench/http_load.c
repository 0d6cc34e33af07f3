/* One thread and poll(2), as the client of lines (wire.c). Of a reply only what tells its end is
 * read. */
#include "bench/http_load.h"

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/samples.h"

enum { SILENCE_LIMIT_MS = 10 * 1000, READ_SIZE = 256 * 1024 };

static const char head_end[] = "\r\n\r\n";

struct client {
    int fd; /* -1: not connected */
    struct tip_string reply;
};

struct run {
    const struct bench_load *load;
    struct client clients[BENCH_CONNECTIONS];
    size_t sent, answered;
    char *input;
    struct tip_error *error;
};

/* ---- requests ---- */

static void write_request(struct tip_string *out, const char *query)
{
    tip_string_append_text(out, "GET /search?q=");
    for (; *query != '\0'; query++) {
        if (isalnum((unsigned char)*query)) {
            tip_string_append_char(out, *query);
        } else {
            tip_string_printf(out, "%%%02X", (unsigned)(unsigned char)*query);
        }
    }
    tip_string_append_text(out, "&limit=10 HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

tip_status bench_http_requests_make(struct bench_requests *requests,
                                    const struct bench_records *queries, struct tip_error *error)
{
    return bench_requests_write(requests, queries, write_request, error);
}

/* ---- the load ---- */

/* The next request, if any is left. A socket's buffer always has room for one. */
static tip_status ask(struct run *run, struct client *client)
{
    const struct bench_requests *requests = run->load->requests;
    size_t next = run->sent % requests->count;
    size_t length = requests->starts[next + 1] - requests->starts[next];
    if (run->sent == run->load->total) {
        return TIP_OK;
    }
    if (client->fd < 0) {
        tip_status status = bench_connect(&client->fd, run->load->socket_path, run->error);
        if (status != TIP_OK) {
            return status;
        }
    }
    run->sent++;
    if (send(client->fd, requests->bytes.data + requests->starts[next], length, MSG_NOSIGNAL) !=
        (ssize_t)length) {
        return tip_error_errno(run->error, "cannot send to the daemon");
    }
    return TIP_OK;
}

/* Whether the reply is whole: then its bytes, head and body, are as many as it says. */
static bool is_whole(struct tip_string *reply, bool *closes)
{
    static const char length_name[] = "\r\nContent-Length: ";
    char *end = memmem(reply->data, reply->length, head_end, strlen(head_end));
    if (end == NULL) {
        return false;
    }
    size_t head = (size_t)(end - reply->data) + strlen(head_end);
    const char *length = memmem(reply->data, head, length_name, strlen(length_name));
    size_t body = length == NULL ? 0 : strtoul(length + strlen(length_name), NULL, 10);
    *closes = memmem(reply->data, head, "\r\nConnection: close", 19) != NULL;
    return reply->length >= head + body;
}

static tip_status take_reply(struct run *run, struct client *client, bool closes)
{
    static const char success[] = "HTTP/1.1 200 ";
    if (strncmp(client->reply.data, success, strlen(success)) != 0) {
        return tip_error_set(run->error, TIP_INVALID, "the daemon refused a query: %.200s",
                             client->reply.data);
    }
    tip_string_clear(&client->reply);
    run->answered++;
    if (closes) {
        close(client->fd);
        client->fd = -1;
    }
    return ask(run, client);
}

static tip_status serve(struct run *run, struct client *client)
{
    bool closes = false;
    ssize_t got = recv(client->fd, run->input, READ_SIZE, 0);
    if (got == 0) {
        return tip_error_set(run->error, TIP_INVALID, "the daemon closed a connection");
    }
    if (got < 0) {
        return errno == EINTR ? TIP_OK : tip_error_errno(run->error, "cannot read replies");
    }
    tip_string_append(&client->reply, run->input, (size_t)got);
    if (client->reply.failed) {
        return tip_error_memory(run->error, "reading replies");
    }
    return is_whole(&client->reply, &closes) ? take_reply(run, client, closes) : TIP_OK;
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

tip_status bench_http_load_run(const struct bench_load *load, double *seconds,
                               struct tip_error *error)
{
    struct run run = {.load = load, .error = error, .input = malloc(READ_SIZE)};
    tip_status status = run.input == NULL ? tip_error_memory(error, "reading replies") : TIP_OK;
    for (unsigned i = 0; i < load->connections; i++) {
        run.clients[i].fd = -1;
    }
    double start = bench_now();
    for (unsigned i = 0; i < load->connections && status == TIP_OK; i++) {
        status = ask(&run, &run.clients[i]);
    }
    while (status == TIP_OK && run.answered < load->total) {
        status = serve_ready(&run);
    }
    *seconds = bench_now() - start;
    for (unsigned i = 0; i < load->connections; i++) {
        if (run.clients[i].fd >= 0) {
            close(run.clients[i].fd);
        }
        tip_string_free(&run.clients[i].reply);
    }
    free(run.input);
    return status;
}
