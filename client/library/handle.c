/* The handle: requests in, replies to callbacks, over one connection after the other.
 *
 * The server answers in the order of the requests. So the first request of the queue is the one
 * that the next reply belongs to, and its tag proves it; one that is not answered in time holds up
 * all behind it, so the connection is given up with it. A cancelled request that was sent stays in
 * the queue until its reply has come.
 *
 * SPDX-License-Identifier: MIT */
#include "library/handle.h"

#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "library/clock.h"
#include "library/connection.h"
#include "library/error.h"
#include "library/pending.h"

enum {
    PENDING_MAX = 4096,  /* requests; a line is 64 KiB at most for the server: 256 MiB */
    STARTS_MAX = 2,      /* connections over which one request is sent */
    FIRST_PAUSE_MS = 50, /* between connections without any reply; doubled each time */
    LONGEST_PAUSE_MS = 1000
};

struct tipsearch_handle {
    struct tipsearch_settings settings;
    struct tipsearch_connection connection;
    struct tipsearch_queue queue;
    unsigned long long last_ticket;
    struct tipsearch_error reason; /* why the last connection ended; OK: none did */
    long long begin_ms;            /* no new connection before this moment */
    long long retry_until_ms;      /* what fails to connect is tried again; 0: it is not */
    long pause_ms;                 /* before the next connection, grown while there is no reply */
    bool has_worked;               /* there was a connection */
    bool is_over;                  /* for good */
    bool is_processing;
    bool is_closing; /* by a callback */
};

/* ---- from open to close ---- */

/* Begins a connection. Servers are restarted: what worked once is tried for all the time there is
 * for connecting. */
static enum tipsearch_code begin(struct tipsearch_handle *handle, long long now_ms,
                                 struct tipsearch_error *error)
{
    long long deadline_ms = now_ms + handle->settings.connect_ms;

    if (handle->has_worked && handle->retry_until_ms == 0)
        handle->retry_until_ms = deadline_ms;
    return tipsearch_connection_begin(
        &handle->connection, handle->retry_until_ms ? handle->retry_until_ms : deadline_ms, error);
}

enum tipsearch_code tipsearch_handle_open(struct tipsearch_handle **out, const char *address,
                                          const struct tipsearch_options *options,
                                          struct tipsearch_error *error)
{
    struct tipsearch_handle *handle = calloc(1, sizeof *handle);
    enum tipsearch_code code;

    if (!handle)
        return tipsearch_error_memory(error, "a connection");
    tipsearch_queue_init(&handle->queue);
    tipsearch_connection_init(&handle->connection, &handle->settings);
    code = tipsearch_settings_read(&handle->settings, address, options, error);
    if (code == TIPSEARCH_OK)
        code = begin(handle, tipsearch_now_ms(), error);
    if (code != TIPSEARCH_OK) {
        tipsearch_handle_close(handle);
        return code;
    }
    *out = handle;
    return TIPSEARCH_OK;
}

/* Takes a request out of the queue and tells who asked it, if he is to be told. */
static void finish(struct tipsearch_handle *handle, struct tipsearch_pending *pending,
                   const struct tipsearch_reply *reply)
{
    tipsearch_queue_remove(&handle->queue, pending);
    if (!pending->is_quiet)
        pending->callback(pending->context, reply);
    tipsearch_pending_free(pending);
}

static void fail(struct tipsearch_handle *handle, struct tipsearch_pending *pending,
                 const struct tipsearch_error *error)
{
    finish(handle, pending, &(struct tipsearch_reply){.code = error->code, .error = error});
}

void tipsearch_handle_close(struct tipsearch_handle *handle)
{
    struct tipsearch_error error;

    if (!handle)
        return;
    handle->is_closing = true;
    if (handle->is_processing)
        return;
    handle->is_processing = true;
    tipsearch_error_set(&error, TIPSEARCH_CLOSED, "the connection was closed by its owner");
    while (handle->queue.first)
        fail(handle, handle->queue.first, &error);
    tipsearch_connection_free(&handle->connection);
    tipsearch_settings_free(&handle->settings);
    free(handle);
}

/* ---- when a connection ends ---- */

/* Whether a request that was sent may be sent again. */
static bool may_send_again(const struct tipsearch_handle *handle,
                           const struct tipsearch_pending *pending)
{
    return handle->settings.reconnect == TIPSEARCH_RECONNECT_ALL && !pending->is_quiet &&
           pending->starts < STARTS_MAX;
}

/* Whether a request waits on for the next connection. */
static bool waits_on(const struct tipsearch_handle *handle, const struct tipsearch_pending *pending)
{
    return !handle->is_over && (!pending->is_begun || may_send_again(handle, pending));
}

/* Those that were begun are as new, or fail. Callbacks may append, and cancelling takes nothing out
 * meanwhile. */
static void settle(struct tipsearch_handle *handle, const struct tipsearch_error *error)
{
    struct tipsearch_pending *pending = handle->queue.first, *next;

    for (size_t left = handle->queue.count; left > 0; left--, pending = next) {
        next = pending->next;
        if (!waits_on(handle, pending)) {
            fail(handle, pending, error);
            continue;
        }
        pending->is_begun = false;
        pending->sent = 0;
    }
}

static void fail_all(struct tipsearch_handle *handle, const struct tipsearch_error *error)
{
    for (size_t left = handle->queue.count; left > 0; left--)
        fail(handle, handle->queue.first, error);
}

/* When the next connection may begin: who asks again at once where nobody answers is slowed down.
 */
static void pause_before_next(struct tipsearch_handle *handle, long long now_ms)
{
    handle->begin_ms = now_ms + handle->pause_ms;
    handle->pause_ms = handle->pause_ms ? 2 * handle->pause_ms : FIRST_PAUSE_MS;
    if (handle->pause_ms > LONGEST_PAUSE_MS)
        handle->pause_ms = LONGEST_PAUSE_MS;
}

/* Ends the connection, for this reason. */
static void end_connection(struct tipsearch_handle *handle, const struct tipsearch_error *error)
{
    tipsearch_connection_end(&handle->connection);
    handle->reason = *error;
    handle->is_over = handle->settings.reconnect == TIPSEARCH_RECONNECT_NEVER;
    pause_before_next(handle, tipsearch_now_ms());
}

/* There was a connection, and it is no more. `culprit` (or NULL) is the request that it ends with,
 * the first one. */
static void lose(struct tipsearch_handle *handle, const struct tipsearch_error *error,
                 struct tipsearch_pending *culprit)
{
    struct tipsearch_error others = *error;

    end_connection(handle, error);
    if (culprit) {
        fail(handle, culprit, error);
        tipsearch_error_set(&others, TIPSEARCH_CLOSED,
                            "the connection was given up, as an earlier request failed");
    }
    settle(handle, &others);
}

/* There is no connection and, unless a restart may be the reason, will be none. */
static void give_up_connecting(struct tipsearch_handle *handle, const struct tipsearch_error *error)
{
    bool may_be_restart = error->code == TIPSEARCH_NO_SERVER || error->code == TIPSEARCH_CLOSED;

    end_connection(handle, error);
    if (!handle->is_over && may_be_restart && handle->begin_ms < handle->retry_until_ms)
        return;
    handle->retry_until_ms = 0;
    fail_all(handle, error);
}

/* ---- replies ---- */

static void answer(struct tipsearch_handle *handle, char *line, size_t length)
{
    struct tipsearch_pending *pending = handle->queue.first;
    struct tipsearch_error error;

    if (!pending || !pending->is_begun || pending->is_answered) {
        tipsearch_error_set(&error, TIPSEARCH_BAD_REPLY,
                            "the server sent bytes that were not asked for");
        lose(handle, &error, NULL);
    } else if (!tipsearch_pending_is_answered_by(pending, &line, &length)) {
        tipsearch_error_set(&error, TIPSEARCH_BAD_REPLY,
                            "what came is not the reply to the request: is this a tipsearch "
                            "server?");
        lose(handle, &error, pending);
    } else {
        struct tipsearch_reply reply = {.code = TIPSEARCH_OK, .line = line, .length = length};

        handle->pause_ms = 0;
        if (pending->sent == pending->length) {
            finish(handle, pending, &reply);
            return;
        }
        pending->is_answered = true;
        if (!pending->is_quiet)
            pending->callback(pending->context, &reply);
        pending->is_quiet = true;
    }
}

static struct tipsearch_pending *first_begun(const struct tipsearch_handle *handle)
{
    struct tipsearch_pending *pending = handle->queue.first;

    return pending && pending->is_begun ? pending : NULL;
}

static void receive(struct tipsearch_handle *handle)
{
    struct tipsearch_error ended, error;
    enum tipsearch_code code = tipsearch_connection_read(&handle->connection, &ended);
    size_t length;
    char *line;

    while (handle->connection.stage == TIPSEARCH_STAGE_UP) {
        if (tipsearch_connection_line(&handle->connection, &line, &length, &error) !=
            TIPSEARCH_OK) {
            lose(handle, &error, first_begun(handle));
            return;
        }
        if (!line)
            break;
        answer(handle, line, length);
    }
    if (code != TIPSEARCH_OK && handle->connection.stage == TIPSEARCH_STAGE_UP)
        lose(handle, &ended, NULL);
}

/* ---- requests ---- */

/* Sends what goes of one. False when no more goes for now. */
static bool send_one(struct tipsearch_handle *handle, struct tipsearch_pending *pending)
{
    size_t written;

    if (pending->is_quiet && !pending->is_begun) {
        tipsearch_queue_remove(&handle->queue, pending);
        tipsearch_pending_free(pending);
        return true;
    }
    written = tipsearch_connection_write(&handle->connection, pending->line + pending->sent,
                                         pending->length - pending->sent);
    if (!pending->is_begun && (written > 0 || handle->connection.session)) {
        pending->is_begun = true; /* TLS has it, and wants to be asked again with the same */
        pending->starts++;
    }
    pending->sent += written;
    if (pending->sent < pending->length)
        return written > 0;
    if (pending->is_answered) {
        tipsearch_queue_remove(&handle->queue, pending);
        tipsearch_pending_free(pending);
    }
    return true;
}

static void send_waiting(struct tipsearch_handle *handle)
{
    struct tipsearch_pending *pending;

    do
        pending = tipsearch_queue_unsent(&handle->queue);
    while (pending && send_one(handle, pending));
}

static void expire(struct tipsearch_handle *handle, long long now_ms)
{
    struct tipsearch_pending *pending;
    struct tipsearch_error error;

    while ((pending = handle->queue.first) && pending->deadline_ms <= now_ms) {
        tipsearch_error_set(&error, TIPSEARCH_NO_REPLY, "the server did not reply within %u ms",
                            handle->settings.reply_ms);
        if (pending->is_begun)
            lose(handle, &error, pending);
        else
            fail(handle, pending, &error);
    }
}

/* What ended a connection its requests were told; what one was never made for, nobody was if none
 * waited. */
static enum tipsearch_code refuse_for_good(const struct tipsearch_handle *handle,
                                           struct tipsearch_error *error)
{
    if (handle->has_worked || handle->reason.code == TIPSEARCH_OK)
        return tipsearch_error_set(error, TIPSEARCH_CLOSED,
                                   "the connection has ended: connect again");
    if (error)
        *error = handle->reason;
    return handle->reason.code;
}

enum tipsearch_code tipsearch_handle_submit(struct tipsearch_handle *handle, const char *line,
                                            tipsearch_callback callback, void *context,
                                            unsigned long long *ticket,
                                            struct tipsearch_error *error)
{
    struct tipsearch_pending *pending;

    if (handle->is_over || handle->is_closing)
        return refuse_for_good(handle, error);
    if (!callback || strchr(line, '\n') || tipsearch_line_has_tag(line))
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "a request is one line without a line feed and without a tag, "
                                   "and its reply needs a callback");
    if (handle->queue.count >= PENDING_MAX)
        return tipsearch_error_set(error, TIPSEARCH_BUSY,
                                   "%d requests wait already: submit further ones later",
                                   PENDING_MAX);
    pending = tipsearch_pending_create(line, handle->last_ticket + 1);
    if (!pending)
        return tipsearch_error_memory(error, "a request");
    pending->callback = callback;
    pending->context = context;
    pending->deadline_ms = tipsearch_now_ms() + handle->settings.reply_ms;
    tipsearch_queue_append(&handle->queue, pending);
    handle->last_ticket++;
    if (ticket)
        *ticket = handle->last_ticket;
    return TIPSEARCH_OK;
}

bool tipsearch_handle_cancel(struct tipsearch_handle *handle, unsigned long long ticket)
{
    struct tipsearch_pending *pending = tipsearch_queue_find(&handle->queue, ticket);

    if (!pending || pending->is_quiet)
        return false;
    pending->is_quiet = true;
    if (!pending->is_begun && !handle->is_processing) {
        tipsearch_queue_remove(&handle->queue, pending);
        tipsearch_pending_free(pending);
    }
    return true;
}

/* ---- the loop ---- */

static void connect_on(struct tipsearch_handle *handle, long long now_ms)
{
    struct tipsearch_connection *connection = &handle->connection;
    struct tipsearch_error error;
    enum tipsearch_code code = TIPSEARCH_OK;

    if (connection->stage == TIPSEARCH_STAGE_NONE && handle->queue.first &&
        now_ms >= handle->begin_ms)
        code = begin(handle, now_ms, &error);
    if (code == TIPSEARCH_OK && connection->stage != TIPSEARCH_STAGE_NONE)
        code = tipsearch_connection_advance(connection, now_ms, &error);
    if (code != TIPSEARCH_OK) {
        give_up_connecting(handle, &error);
    } else if (connection->stage == TIPSEARCH_STAGE_UP) {
        handle->has_worked = true;
        handle->retry_until_ms = 0;
    }
}

void tipsearch_handle_process(struct tipsearch_handle *handle)
{
    long long now_ms = tipsearch_now_ms();

    if (handle->is_processing)
        return;
    handle->is_processing = true;
    if (!handle->is_over && handle->connection.stage != TIPSEARCH_STAGE_UP)
        connect_on(handle, now_ms);
    if (handle->connection.stage == TIPSEARCH_STAGE_UP)
        receive(handle);
    if (handle->connection.stage == TIPSEARCH_STAGE_UP)
        send_waiting(handle);
    expire(handle, now_ms);
    handle->is_processing = false;
    if (handle->is_closing)
        tipsearch_handle_close(handle);
}

int tipsearch_handle_fd(const struct tipsearch_handle *handle)
{
    return tipsearch_connection_fd(&handle->connection);
}

short tipsearch_handle_events(const struct tipsearch_handle *handle)
{
    return tipsearch_connection_events(&handle->connection,
                                       tipsearch_queue_unsent(&handle->queue) != NULL);
}

int tipsearch_handle_timeout_ms(const struct tipsearch_handle *handle)
{
    long long wakes_ms = tipsearch_connection_wakes_ms(&handle->connection), left;
    const struct tipsearch_pending *first = handle->queue.first;

    if (first && handle->connection.stage == TIPSEARCH_STAGE_NONE)
        wakes_ms = handle->begin_ms;
    if (first && first->deadline_ms < wakes_ms)
        wakes_ms = first->deadline_ms;
    if (wakes_ms == LLONG_MAX)
        return -1;
    if (wakes_ms == LLONG_MIN)
        return 0;
    left = wakes_ms - tipsearch_now_ms();
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

size_t tipsearch_handle_count(const struct tipsearch_handle *handle)
{
    size_t count = 0;

    for (const struct tipsearch_pending *pending = handle->queue.first; pending;
         pending = pending->next)
        count += !pending->is_quiet;
    return count;
}

/* ---- for the blocking calls ---- */

void tipsearch_handle_wait(struct tipsearch_handle *handle)
{
    struct pollfd wait = {.fd = tipsearch_handle_fd(handle),
                          .events = tipsearch_handle_events(handle)};

    poll(&wait, 1, tipsearch_handle_timeout_ms(handle));
    tipsearch_handle_process(handle);
}

enum tipsearch_code tipsearch_handle_await(struct tipsearch_handle *handle,
                                           struct tipsearch_error *error)
{
    tipsearch_handle_process(handle);
    while (handle->connection.stage != TIPSEARCH_STAGE_UP && handle->reason.code == TIPSEARCH_OK)
        tipsearch_handle_wait(handle);
    if (handle->connection.stage == TIPSEARCH_STAGE_UP)
        return TIPSEARCH_OK;
    if (error)
        *error = handle->reason;
    return handle->reason.code;
}
