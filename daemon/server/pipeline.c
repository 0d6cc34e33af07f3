/* Lines -> requests -> turns, in the order in which they came.
 *
 * What needs no index is answered here at once when nothing of the connection is before it; the
 * rest goes to the pool, a connection's next few requests as one turn: handing over each by itself
 * would cost more than a small query. AUTH and a connection's last request end a turn, as what
 * follows them depends on their outcome. */
#include "server/connection.h"

#include <stdlib.h>
#include <string.h>

#include "protocol/protocol.h"
#include "protocol/refusal.h"
#include "server/metrics.h"
#include "server/worker.h"

unsigned tip_pipeline_in_flight(const struct tip_connection *connection)
{
    return connection->running + connection->waiting.count;
}

bool tip_pipeline_is_choked(const struct tip_connection *connection)
{
    size_t unsent = evbuffer_get_length(connection->output);

    return unsent >= TIP_LIMIT_UNSENT ||
           (unsent >= TIP_LIMIT_UNSENT_FAIR && connection->table->unsent >= TIP_LIMIT_UNSENT_ALL);
}

bool tip_pipeline_has_room(const struct tip_connection *connection)
{
    return tip_pipeline_in_flight(connection) < TIP_LIMIT_IN_FLIGHT &&
           connection->waiting.bytes < TIP_LIMIT_WAITING && !tip_pipeline_is_choked(connection);
}

/* ---- framing ---- */

/* Where the next LF is; -1 when none has come. */
static ssize_t find_lf(struct tip_connection *connection)
{
    struct evbuffer_ptr from;

    if (connection->scanned >= evbuffer_get_length(connection->input) ||
        evbuffer_ptr_set(connection->input, &from, connection->scanned, EVBUFFER_PTR_SET) != 0)
        return -1;
    return evbuffer_search(connection->input, "\n", 1, &from).pos;
}

static void drain_input(struct tip_connection *connection, size_t length)
{
    if (evbuffer_drain(connection->input, length) != 0)
        connection->is_broken = true;
    connection->scanned = 0;
}

/* A new item at the end of those waiting; NULL (and the connection broken) without memory. */
static struct tip_item *add_item(struct tip_connection *connection)
{
    struct tip_item *item = tip_item_create();

    if (item == NULL) {
        connection->is_broken = true;
        return NULL;
    }
    item->is_first = tip_pipeline_in_flight(connection) == 0;
    tip_item_list_add(&connection->waiting, item);
    return item;
}

static void take_line(struct tip_connection *connection, size_t length)
{
    struct tip_item *item = add_item(connection);
    const char *line = (const char *)evbuffer_pullup(connection->input, (ssize_t)length + 1);
    size_t ending = 1;

    if (item == NULL || line == NULL) {
        connection->is_broken = true;
        return;
    }
    if (length > 0 && line[length - 1] == '\r') {
        length--;
        ending++;
    }
    item->is_refused = !tip_line_decode(&item->request, &item->error, line, length);
    tip_item_list_weigh(&connection->waiting, length);
    if (connection->kind != TIP_ADDRESS_UNIX && tip_line_is_http(line, length)) {
        tip_refuse(&item->error, TIP_CODE_BAD_REQUEST,
                   "lines are spoken here, such as HELP; HTTP is spoken at the addresses that the "
                   "server was given by --http");
        item->is_refused = true;
        item->is_last = true;
    }
    if (!item->is_refused && item->request.command == TIP_COMMAND_QUIT)
        item->is_last = true;
    drain_input(connection, length + ending);
    if (item->is_last)
        connection->is_ended = true;
}

/* Refuses a line as soon as it is known to be too long; its bytes are skipped from here on. */
static void take_long_line(struct tip_connection *connection)
{
    struct tip_item *item = add_item(connection);
    const char *start = (const char *)evbuffer_pullup(connection->input, TIP_LIMIT_LINE);

    if (item == NULL || start == NULL) {
        connection->is_broken = true;
        return;
    }
    tip_line_tag(item->request.tag, start, TIP_LIMIT_LINE);
    item->is_refused = true;
    tip_metrics_refused(TIP_METRIC_REFUSED_TOO_LONG);
    tip_refuse(&item->error, TIP_CODE_TOO_LONG, "a line has at most %d bytes with its LF",
               TIP_LIMIT_LINE);
    connection->is_skipping = true;
    connection->skipped = 0;
    connection->scanned = 0;
}

/* Whether the end of the line was found. */
static bool skip_line(struct tip_connection *connection, ssize_t lf)
{
    size_t length = evbuffer_get_length(connection->input);

    if (lf >= 0) {
        drain_input(connection, (size_t)lf + 1);
        connection->is_skipping = false;
        return true;
    }
    connection->skipped += length;
    drain_input(connection, length);
    if (connection->skipped >= TIP_LIMIT_UNENDED)
        connection->is_ended = true;
    return false;
}

/* Takes the next line, or skips one; false when there is none. */
static bool take_next(struct tip_connection *connection)
{
    size_t length = evbuffer_get_length(connection->input);
    ssize_t lf = find_lf(connection);

    if (connection->is_skipping)
        return skip_line(connection, lf);
    if (lf >= 0 && lf < TIP_LIMIT_LINE) {
        take_line(connection, (size_t)lf);
        return true;
    }
    if (length >= TIP_LIMIT_LINE) {
        take_long_line(connection);
        return true;
    }
    connection->scanned = length;
    return false;
}

static void take_lines(struct tip_connection *connection)
{
    while (!connection->is_ended && !connection->is_broken && tip_pipeline_has_room(connection)) {
        if (connection->http != NULL ? tip_http_stream_take(connection) : take_next(connection))
            continue;
        /* Bytes without LF at the end of the stream are no request. */
        if (connection->has_eof || connection->is_draining)
            connection->is_ended = true;
        return;
    }
}

/* ---- answering ---- */

static bool must_run_here(const struct tip_item *item)
{
    return tip_admission_is_auth(item) || item->is_last;
}

/* Whether the next request may go to a worker; else `refusal` is its answer. A first one finds no
 * place behind a full house. */
static bool may_run(struct tip_connection *connection, struct tip_item *item,
                    struct tip_reply_error *refusal)
{
    if (item->is_first && tip_pool_is_full(connection->table->pool)) {
        tip_refuse(refusal, TIP_CODE_BUSY, "too many requests wait: try again");
        refusal->retry_after_ms = TIP_TIMEOUT_QUERY_MS / TIP_LIMIT_QUEUE_PART;
        tip_metrics_refused(TIP_METRIC_REFUSED_BUSY);
        return false;
    }
    if (tip_admission_may_run(connection, item, refusal))
        return true;
    tip_metrics_refused(refusal->code == TIP_CODE_UNAUTHORIZED ? TIP_METRIC_REFUSED_UNAUTHORIZED
                                                               : TIP_METRIC_REFUSED_RATE);
    return false;
}

/* The turn ends before a request that may not run now: it is answered when those before it are. */
static bool start_turn(struct tip_connection *connection)
{
    struct tip_turn *turn = tip_turn_create();
    struct tip_reply_error refusal;
    /* Of HTTP's requests each has an identity of its own. */
    unsigned turn_limit = connection->http != NULL ? 1 : TIP_LIMIT_TURN;

    if (turn == NULL)
        return false;
    turn->connection = connection->id;
    while (connection->waiting.count > 0 && turn->items.count < turn_limit &&
           !must_run_here(connection->waiting.head) &&
           tip_admission_may_run(connection, connection->waiting.head, &refusal))
        tip_item_list_add(&turn->items, tip_item_list_take(&connection->waiting));
    turn->asker = tip_asker_hold(connection->asker);
    connection->running = turn->items.count;
    tip_pool_submit(connection->table->pool, turn);
    return true;
}

static bool is_for_metrics(const struct tip_item *item)
{
    return !item->is_refused && item->http != NULL && item->http->page == TIP_HTTP_PAGE_METRICS;
}

/* Answers the first of those waiting, if that can be done here and now. */
static bool answer_head(struct tip_connection *connection, struct tip_string *reply)
{
    struct tip_item *item = connection->waiting.head;
    struct tip_reply_error refusal;

    if (tip_admission_is_auth(item)) {
        tip_item_list_take(&connection->waiting);
        tip_admission_answer_auth(connection, item, reply);
    } else if (is_for_metrics(item)) {
        tip_item_list_take(&connection->waiting);
        tip_admission_answer_metrics(connection, item, reply);
    } else if (tip_item_answer(item, reply)) {
        tip_item_list_take(&connection->waiting);
    } else if (!may_run(connection, item, &refusal)) {
        tip_item_list_take(&connection->waiting);
        tip_item_refuse(item, reply, &refusal);
    } else {
        return false;
    }
    /* Only what guesses tokens by HTTP has anything behind it. */
    if (item->is_last)
        tip_item_list_free(&connection->waiting);
    tip_item_free(item);
    return true;
}

static void answer_waiting(struct tip_connection *connection)
{
    struct tip_string reply = {0};

    while (connection->waiting.count > 0 && connection->running == 0 && !connection->is_broken &&
           !tip_pipeline_is_choked(connection)) {
        tip_string_clear(&reply);
        if (answer_head(connection, &reply)) {
            if (reply.failed || evbuffer_add(connection->output, reply.data, reply.length) != 0)
                connection->is_broken = true;
        } else if (!start_turn(connection)) {
            connection->is_broken = true;
        }
    }
    tip_string_free(&reply);
}

void tip_pipeline_run(struct tip_connection *connection)
{
    unsigned before;

    /* What was answered here makes room for further lines. */
    do {
        take_lines(connection);
        before = tip_pipeline_in_flight(connection);
        answer_waiting(connection);
    } while (tip_pipeline_in_flight(connection) < before && !connection->is_broken);
}
