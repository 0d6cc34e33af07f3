/* One connection to the server, from the address to the end.
 *
 * Requests follow only when the token was accepted: a server that refuses it must not see what was
 * to be asked under it.
 *
 * SPDX-License-Identifier: MIT */
#include "library/connection.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "library/error.h"
#include "library/members.h"
#include "library/token.h"

/* Read in one go at most, so that a flood of replies does not keep the caller from other work. */
enum { READ_AT_ONCE = 1024 * 1024 };

void tipsearch_connection_init(struct tipsearch_connection *connection,
                               const struct tipsearch_settings *settings)
{
    *connection = (struct tipsearch_connection){
        .settings = settings, .fd = -1, .dial = {.fd = -1, .last_fd = -1}};
}

void tipsearch_connection_free(struct tipsearch_connection *connection)
{
    tipsearch_connection_end(connection);
    tipsearch_tls_free(connection->tls);
}

static bool has_token(const struct tipsearch_settings *settings)
{
    return settings->token || settings->token_file;
}

static enum tipsearch_code prepare(struct tipsearch_connection *connection,
                                   struct tipsearch_candidates *candidates,
                                   struct tipsearch_error *error)
{
    const struct tipsearch_settings *settings = connection->settings;
    enum tipsearch_code code = TIPSEARCH_OK;

    if (settings->address.kind == TIPSEARCH_ADDRESS_TLS && !connection->tls)
        code = tipsearch_tls_create(&connection->tls, settings->ca_file, error);
    if (code == TIPSEARCH_OK)
        code = tipsearch_address_find(&settings->address, candidates, error);
    if (code != TIPSEARCH_OK || !has_token(settings))
        return code;
    if (settings->address.kind == TIPSEARCH_ADDRESS_TCP &&
        !tipsearch_candidates_are_local(candidates))
        return tipsearch_error_set(
            error, TIPSEARCH_INVALID,
            "%s: anyone on the way could read the token: use tls:", settings->address.text);
    return tipsearch_token_line(&connection->greeting, settings->token, settings->token_file,
                                error);
}

enum tipsearch_code tipsearch_connection_begin(struct tipsearch_connection *connection,
                                               long long deadline_ms, struct tipsearch_error *error)
{
    struct tipsearch_candidates candidates;
    enum tipsearch_code code = prepare(connection, &candidates, error);

    if (code != TIPSEARCH_OK)
        return code;
    tipsearch_dial_begin(&connection->dial, &candidates, deadline_ms);
    connection->stage = TIPSEARCH_STAGE_DIALS;
    connection->deadline_ms = deadline_ms;
    connection->greeting_sent = 0;
    connection->read_wants = POLLIN;
    connection->write_wants = POLLOUT;
    return TIPSEARCH_OK;
}

void tipsearch_connection_end(struct tipsearch_connection *connection)
{
    tipsearch_dial_end(&connection->dial);
    tipsearch_tls_end(connection->session);
    connection->session = NULL;
    if (connection->fd >= 0)
        close(connection->fd);
    connection->fd = -1;
    tipsearch_incoming_free(&connection->incoming);
    tipsearch_token_free(connection->greeting);
    connection->greeting = NULL;
    connection->stage = TIPSEARCH_STAGE_NONE;
    connection->has_more = false;
}

/* ---- bytes ---- */

/* As recv(2) and send(2): -1 with *wants 0 is a failure. */
static ssize_t receive(struct tipsearch_connection *connection, char *bytes, size_t size,
                       short *wants)
{
    ssize_t got;

    if (connection->session)
        return tipsearch_tls_read(connection->session, bytes, size, wants);
    got = recv(connection->fd, bytes, size, 0);
    *wants = got < 0 && errno != EAGAIN && errno != EINTR ? 0 : POLLIN;
    return got;
}

size_t tipsearch_connection_write(struct tipsearch_connection *connection, const char *bytes,
                                  size_t length)
{
    short wants = POLLOUT;
    ssize_t sent;

    if (connection->write_wants == 0)
        return 0;
    if (connection->session) {
        sent = tipsearch_tls_write(connection->session, bytes, length, &wants);
    } else {
        sent = send(connection->fd, bytes, length, MSG_NOSIGNAL);
        wants = sent < 0 && errno != EAGAIN && errno != EINTR ? 0 : POLLOUT;
    }
    connection->write_wants = wants;
    return sent > 0 ? (size_t)sent : 0;
}

/* Reads once; *got is how many bytes came, 0: none for now. */
static enum tipsearch_code read_some(struct tipsearch_connection *connection, size_t *got,
                                     struct tipsearch_error *error)
{
    short wants = POLLIN;
    size_t room;
    char *bytes = tipsearch_incoming_room(&connection->incoming, &room);
    ssize_t received;

    *got = 0;
    if (!bytes)
        return tipsearch_error_memory(error, "a reply");
    received = receive(connection, bytes, room, &wants);
    connection->read_wants = wants;
    if (received == 0 || (received < 0 && wants == 0))
        return tipsearch_error_set(error, TIPSEARCH_CLOSED,
                                   "the server closed the connection before it replied");
    if (received < 0)
        return TIPSEARCH_OK;
    *got = (size_t)received;
    tipsearch_incoming_add(&connection->incoming, *got);
    return TIPSEARCH_OK;
}

enum tipsearch_code tipsearch_connection_read(struct tipsearch_connection *connection,
                                              struct tipsearch_error *error)
{
    size_t total = 0, got;

    do {
        enum tipsearch_code code = read_some(connection, &got, error);

        if (code != TIPSEARCH_OK)
            return code;
        total += got;
    } while (got > 0 && total < READ_AT_ONCE);
    connection->has_more = got > 0;
    return TIPSEARCH_OK;
}

enum tipsearch_code tipsearch_connection_line(struct tipsearch_connection *connection, char **line,
                                              size_t *length, struct tipsearch_error *error)
{
    size_t limit = connection->settings->reply_limit;

    *line = tipsearch_incoming_line(&connection->incoming, length);
    if (!*line)
        *length = tipsearch_incoming_pending(&connection->incoming);
    if (*length > limit)
        return tipsearch_error_set(error, TIPSEARCH_BAD_REPLY, "the reply is longer than %zu bytes",
                                   limit);
    return TIPSEARCH_OK;
}

/* ---- towards UP ---- */

static void present_token(struct tipsearch_connection *connection)
{
    size_t length = strlen(connection->greeting);

    connection->greeting_sent +=
        tipsearch_connection_write(connection, connection->greeting + connection->greeting_sent,
                                   length - connection->greeting_sent);
    if (connection->greeting_sent < length)
        return;
    tipsearch_token_free(connection->greeting);
    connection->greeting = NULL;
}

static enum tipsearch_code await_acceptance(struct tipsearch_connection *connection,
                                            struct tipsearch_error *error)
{
    enum tipsearch_code ended, code;
    size_t length;
    char *line;

    if (connection->greeting)
        present_token(connection);
    ended = tipsearch_connection_read(connection, error);
    code = tipsearch_connection_line(connection, &line, &length, error);
    if (code != TIPSEARCH_OK || !line)
        return code != TIPSEARCH_OK ? code : ended;
    code = tipsearch_reply_check(line, length, error);
    if (code == TIPSEARCH_OK)
        connection->stage = TIPSEARCH_STAGE_UP;
    return code;
}

static enum tipsearch_code dial(struct tipsearch_connection *connection, long long now_ms,
                                struct tipsearch_error *error)
{
    const struct tipsearch_settings *settings = connection->settings;

    switch (tipsearch_dial_step(&connection->dial, now_ms)) {
    case TIPSEARCH_DIAL_WAITS:
        return TIPSEARCH_OK;
    case TIPSEARCH_DIAL_FAILED:
        break;
    case TIPSEARCH_DIAL_CONNECTED:
        connection->fd = tipsearch_dial_take(&connection->dial);
        if (settings->address.kind != TIPSEARCH_ADDRESS_TLS) {
            connection->stage = TIPSEARCH_STAGE_AUTHENTICATES;
            return TIPSEARCH_OK;
        }
        connection->stage = TIPSEARCH_STAGE_SHAKES_HANDS;
        return tipsearch_tls_begin(&connection->session, connection->tls, connection->fd, settings,
                                   error);
    }
    return tipsearch_error_set(error, TIPSEARCH_NO_SERVER, "no server answers at %s: %s",
                               settings->address.text, strerror(connection->dial.failure));
}

static enum tipsearch_code shake_hands(struct tipsearch_connection *connection,
                                       struct tipsearch_error *error)
{
    short wants;
    enum tipsearch_code code =
        tipsearch_tls_shake_hands(connection->session, connection->settings, &wants, error);

    connection->read_wants = wants;
    if (code == TIPSEARCH_OK && wants == 0) {
        connection->read_wants = POLLIN;
        connection->stage = TIPSEARCH_STAGE_AUTHENTICATES;
    }
    return code;
}

enum tipsearch_code tipsearch_connection_advance(struct tipsearch_connection *connection,
                                                 long long now_ms, struct tipsearch_error *error)
{
    enum tipsearch_code code = TIPSEARCH_OK;

    if (connection->stage == TIPSEARCH_STAGE_DIALS)
        code = dial(connection, now_ms, error);
    if (code == TIPSEARCH_OK && connection->stage == TIPSEARCH_STAGE_SHAKES_HANDS)
        code = shake_hands(connection, error);
    if (code == TIPSEARCH_OK && connection->stage == TIPSEARCH_STAGE_AUTHENTICATES) {
        if (has_token(connection->settings))
            code = await_acceptance(connection, error);
        else
            connection->stage = TIPSEARCH_STAGE_UP;
    }
    if (code == TIPSEARCH_OK && connection->stage != TIPSEARCH_STAGE_UP &&
        now_ms >= connection->deadline_ms)
        code = tipsearch_error_set(error, TIPSEARCH_NO_SERVER,
                                   "%s: connecting was not done within its time: is it a tipsearch "
                                   "server?",
                                   connection->settings->address.text);
    return code;
}

/* ---- waiting ---- */

int tipsearch_connection_fd(const struct tipsearch_connection *connection)
{
    return connection->stage == TIPSEARCH_STAGE_DIALS ? connection->dial.fd : connection->fd;
}

short tipsearch_connection_events(const struct tipsearch_connection *connection,
                                  bool has_something_to_write)
{
    bool writes = has_something_to_write;

    switch (connection->stage) {
    case TIPSEARCH_STAGE_NONE:
        return 0;
    case TIPSEARCH_STAGE_DIALS:
        return POLLOUT;
    case TIPSEARCH_STAGE_SHAKES_HANDS:
        return connection->read_wants;
    case TIPSEARCH_STAGE_AUTHENTICATES:
        writes = connection->greeting; /* requests go when it is UP */
        break;
    case TIPSEARCH_STAGE_UP:
        break;
    }
    return (short)(connection->read_wants | (writes ? connection->write_wants : 0));
}

long long tipsearch_connection_wakes_ms(const struct tipsearch_connection *connection)
{
    switch (connection->stage) {
    case TIPSEARCH_STAGE_DIALS:
        return connection->dial.wakes_ms < connection->deadline_ms ? connection->dial.wakes_ms
                                                                   : connection->deadline_ms;
    case TIPSEARCH_STAGE_SHAKES_HANDS:
    case TIPSEARCH_STAGE_AUTHENTICATES:
        return connection->has_more ? LLONG_MIN : connection->deadline_ms;
    case TIPSEARCH_STAGE_UP:
        return connection->has_more ? LLONG_MIN : LLONG_MAX;
    case TIPSEARCH_STAGE_NONE:
        break;
    }
    return LLONG_MAX;
}
