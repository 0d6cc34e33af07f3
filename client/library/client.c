/* A connection: one line out, one line back.
 *
 * After a time-out or a broken reply the connection is given up: the reply that comes late would be
 * taken for the answer to the next request. For the same reason bytes that nobody asked for are an
 * error: the server of the protocol never speaks first.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "library/error.h"
#include "library/socket.h"

enum {
    DEFAULT_CONNECT_MS = 5000,
    DEFAULT_REPLY_MS = 30000,
    REPLY_LIMIT = 64 * 1024 * 1024,
    FIRST_ROOM = 16 * 1024
};

struct tipsearch_client {
    int fd;
    unsigned reply_ms;
    bool is_broken;
};

/* A reply under way. */
struct incoming {
    char *bytes; /* owned */
    size_t length;
    size_t room;
};

enum tipsearch_code tipsearch_connect(struct tipsearch_client **out, const char *address,
                                      const struct tipsearch_timeouts *timeouts,
                                      struct tipsearch_error *error)
{
    unsigned connect_ms =
        timeouts && timeouts->connect_ms ? timeouts->connect_ms : DEFAULT_CONNECT_MS;
    unsigned reply_ms = timeouts && timeouts->reply_ms ? timeouts->reply_ms : DEFAULT_REPLY_MS;
    struct tipsearch_client *client = calloc(1, sizeof *client);
    enum tipsearch_code code;

    if (!client)
        return tipsearch_error_memory(error, "a connection");
    client->reply_ms = reply_ms;
    code = tipsearch_socket_open(&client->fd, address, connect_ms, error);
    if (code != TIPSEARCH_OK) {
        free(client);
        return code;
    }
    *out = client;
    return TIPSEARCH_OK;
}

void tipsearch_disconnect(struct tipsearch_client *client)
{
    if (!client)
        return;
    close(client->fd);
    free(client);
}

static enum tipsearch_code closed(struct tipsearch_error *error)
{
    return tipsearch_error_set(error, TIPSEARCH_CLOSED,
                               "the server closed the connection before it replied");
}

static enum tipsearch_code too_late(const struct tipsearch_client *client,
                                    struct tipsearch_error *error)
{
    return tipsearch_error_set(error, TIPSEARCH_NO_REPLY, "the server did not reply within %u ms",
                               client->reply_ms);
}

/* Nothing may wait to be read before a request is sent. */
static enum tipsearch_code check_silence(const struct tipsearch_client *client,
                                         struct tipsearch_error *error)
{
    char byte;
    ssize_t got = recv(client->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

    if (got > 0)
        return tipsearch_error_set(error, TIPSEARCH_BAD_REPLY,
                                   "the server sent bytes that were not asked for");
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return TIPSEARCH_OK;
    return tipsearch_error_set(error, TIPSEARCH_CLOSED,
                               "the server has closed the connection: connect again");
}

/* A server that refuses a request may reply and close before it has read all of it: a failed send
 * is therefore no failure yet, the reply is. */
static bool send_all(const struct tipsearch_client *client, const char *bytes, size_t length,
                     long long deadline_ms)
{
    while (length > 0) {
        ssize_t sent = send(client->fd, bytes, length, MSG_NOSIGNAL);

        if (sent >= 0) {
            bytes += sent;
            length -= (size_t)sent;
        } else if (errno == EAGAIN) {
            if (!tipsearch_socket_await(client->fd, POLLOUT, deadline_ms))
                return errno != ETIMEDOUT;
        } else if (errno != EINTR) {
            return true;
        }
    }
    return true;
}

static bool make_room(struct incoming *incoming)
{
    size_t room = incoming->room ? 2 * incoming->room : FIRST_ROOM;
    char *bytes;

    if (incoming->room - incoming->length > 1)
        return true;
    bytes = realloc(incoming->bytes, room);
    if (!bytes)
        return false;
    incoming->bytes = bytes;
    incoming->room = room;
    return true;
}

/* Reads once. *line_end is set when the line is whole. */
static enum tipsearch_code receive_some(const struct tipsearch_client *client,
                                        struct incoming *incoming, const char **line_end,
                                        long long deadline_ms, struct tipsearch_error *error)
{
    ssize_t got;

    if (!make_room(incoming))
        return tipsearch_error_memory(error, "a reply");
    if (!tipsearch_socket_await(client->fd, POLLIN, deadline_ms))
        return errno == ETIMEDOUT ? too_late(client, error) : closed(error);
    got = recv(client->fd, incoming->bytes + incoming->length,
               incoming->room - incoming->length - 1, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return TIPSEARCH_OK;
    if (got <= 0)
        return closed(error);
    *line_end = memchr(incoming->bytes + incoming->length, '\n', (size_t)got);
    incoming->length += (size_t)got;
    if (!*line_end && incoming->length > REPLY_LIMIT)
        return tipsearch_error_set(error, TIPSEARCH_BAD_REPLY, "the reply is longer than %d MiB",
                                   REPLY_LIMIT / 1024 / 1024);
    return TIPSEARCH_OK;
}

/* Waits for one line and nothing behind it. On failure incoming->bytes may still have to be freed.
 */
static enum tipsearch_code receive_line(const struct tipsearch_client *client,
                                        struct incoming *incoming, long long deadline_ms,
                                        struct tipsearch_error *error)
{
    const char *line_end = NULL;

    while (!line_end) {
        enum tipsearch_code code = receive_some(client, incoming, &line_end, deadline_ms, error);

        if (code != TIPSEARCH_OK)
            return code;
        if (!line_end && tipsearch_now_ms() > deadline_ms)
            return too_late(client, error);
    }
    if (line_end != incoming->bytes + incoming->length - 1)
        return tipsearch_error_set(error, TIPSEARCH_BAD_REPLY,
                                   "the server sent more than the one line it was asked for");
    incoming->length--;
    incoming->bytes[incoming->length] = '\0';
    return TIPSEARCH_OK;
}

static enum tipsearch_code exchange(const struct tipsearch_client *client, const char *line,
                                    struct incoming *incoming, struct tipsearch_error *error)
{
    long long deadline_ms = tipsearch_now_ms() + client->reply_ms;
    enum tipsearch_code code = check_silence(client, error);

    if (code != TIPSEARCH_OK)
        return code;
    if (!send_all(client, line, strlen(line), deadline_ms) ||
        !send_all(client, "\n", 1, deadline_ms))
        return too_late(client, error);
    return receive_line(client, incoming, deadline_ms, error);
}

enum tipsearch_code tipsearch_ask_raw(struct tipsearch_client *client, const char *line,
                                      char **reply, size_t *length, struct tipsearch_error *error)
{
    struct incoming incoming = {0};
    enum tipsearch_code code;

    if (client->is_broken)
        return tipsearch_error_set(error, TIPSEARCH_CLOSED,
                                   "an earlier request failed on this connection: connect again");
    if (strchr(line, '\n'))
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "a request is one line: it may hold no line feed");
    code = exchange(client, line, &incoming, error);
    if (code != TIPSEARCH_OK) {
        client->is_broken = true;
        free(incoming.bytes);
        return code;
    }
    *reply = incoming.bytes;
    *length = incoming.length;
    return TIPSEARCH_OK;
}

/* tipsearch_ask_raw that frees the line. */
static enum tipsearch_code ask(struct tipsearch_client *client, char *line, char **reply,
                               size_t *length, struct tipsearch_error *error)
{
    enum tipsearch_code code = tipsearch_ask_raw(client, line, reply, length, error);

    free(line);
    return code;
}

static enum tipsearch_code ask_for_hits(struct tipsearch_client *client, char *line,
                                        struct tipsearch_result **out,
                                        struct tipsearch_error *error)
{
    char *reply;
    size_t length;
    enum tipsearch_code code = ask(client, line, &reply, &length, error);

    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_result_parse(out, reply, length, error);
    free(reply);
    return code;
}

enum tipsearch_code tipsearch_search(struct tipsearch_client *client,
                                     const struct tipsearch_query *query,
                                     struct tipsearch_result **out, struct tipsearch_error *error)
{
    char *line;
    enum tipsearch_code code = tipsearch_search_line(&line, query, error);

    return code == TIPSEARCH_OK ? ask_for_hits(client, line, out, error) : code;
}

enum tipsearch_code tipsearch_explain(struct tipsearch_client *client,
                                      const struct tipsearch_query *query, const char *id,
                                      struct tipsearch_explanation **out,
                                      struct tipsearch_error *error)
{
    char *line, *reply;
    size_t length;
    enum tipsearch_code code = tipsearch_explain_line(&line, query, id, error);

    if (code == TIPSEARCH_OK)
        code = ask(client, line, &reply, &length, error);
    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_explanation_parse(out, reply, length, error);
    free(reply);
    return code;
}

enum tipsearch_code tipsearch_similar(struct tipsearch_client *client,
                                      const struct tipsearch_like *like,
                                      struct tipsearch_result **out, struct tipsearch_error *error)
{
    char *line;
    enum tipsearch_code code = tipsearch_similar_line(&line, like, error);

    return code == TIPSEARCH_OK ? ask_for_hits(client, line, out, error) : code;
}

enum tipsearch_code tipsearch_get(struct tipsearch_client *client, const char *id, unsigned context,
                                  struct tipsearch_excerpt **out, struct tipsearch_error *error)
{
    char *line, *reply;
    size_t length;
    enum tipsearch_code code = tipsearch_get_line(&line, id, context, error);

    if (code == TIPSEARCH_OK)
        code = ask(client, line, &reply, &length, error);
    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_excerpt_parse(out, reply, length, error);
    free(reply);
    return code;
}

enum tipsearch_code tipsearch_list_patterns(struct tipsearch_client *client,
                                            struct tipsearch_patterns **out,
                                            struct tipsearch_error *error)
{
    char *line, *reply;
    size_t length;
    enum tipsearch_code code = tipsearch_patterns_line(&line, error);

    if (code == TIPSEARCH_OK)
        code = ask(client, line, &reply, &length, error);
    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_patterns_parse(out, reply, length, error);
    free(reply);
    return code;
}

enum tipsearch_code tipsearch_suggest(struct tipsearch_client *client, const char *prefix,
                                      long limit, struct tipsearch_suggestions **out,
                                      struct tipsearch_error *error)
{
    char *line, *reply;
    size_t length;
    enum tipsearch_code code = tipsearch_suggest_line(&line, prefix, limit, error);

    if (code == TIPSEARCH_OK)
        code = ask(client, line, &reply, &length, error);
    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_suggestions_parse(out, reply, length, error);
    free(reply);
    return code;
}
