/* The table of connections. */
#include "server/connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "protocol/refusal.h"
#include "server/metrics.h"

/* A free slot; TIP_LIMIT_CONNECTIONS when all are taken. */
static uint32_t find_slot(const struct tip_connections *table)
{
    uint32_t slot = 0;

    while (slot < TIP_LIMIT_CONNECTIONS && table->slots[slot] != NULL)
        slot++;
    return slot;
}

bool tip_connections_may_shake_hands(struct tip_connections *table)
{
    struct tip_connection *oldest = NULL;

    if (table->handshakes < table->limit / TIP_LIMIT_HANDSHAKE_SHARE)
        return true;
    for (uint32_t slot = 0; slot < TIP_LIMIT_CONNECTIONS; slot++) {
        struct tip_connection *connection = table->slots[slot];

        if (connection != NULL && !connection->transport.is_open &&
            (oldest == NULL || connection->id.serial < oldest->id.serial))
            oldest = connection;
    }
    if (oldest == NULL ||
        tip_now_ns() - oldest->began_ns < TIP_TIMEOUT_HANDSHAKE_CROWDED_S * INT64_C(1000000000))
        return false;
    tip_metrics_refused(TIP_METRIC_REFUSED_HANDSHAKE);
    tip_connection_free(oldest);
    return true;
}

/* Whoever may not connect can try as often as they like. */
static void log_refusal(const struct tip_log *log, struct tip_log_limit *limit, const char *event,
                        const char *message)
{
    unsigned long long held;

    if (!tip_log_limit_admits(limit, tip_now_ns(), &held))
        return;
    if (held == 0)
        tip_log(log, LOG_WARNING, event, "%s", message);
    else
        tip_log(log, LOG_WARNING, event, "%s; and %llu were refused since it was said last",
                message, held);
}

/* A user who may not connect is told so. */
static void check_peer(struct tip_connection *connection)
{
    struct tip_connections *table = connection->table;
    struct tip_reply_error error;
    char message[128];
    uid_t user = 0;

    if (connection->kind != TIP_ADDRESS_UNIX || table->peers == NULL ||
        (tip_peer_user(connection->fd, &user) && tip_peers_admit(table->peers, user)))
        return;
    snprintf(message, sizeof message, "user %u may not connect: socket_users does not name it",
             (unsigned)user);
    log_refusal(table->log, &table->users_refused, "user_refused", message);
    tip_metrics_refused(TIP_METRIC_REFUSED_PEER);
    tip_refuse(&error, TIP_CODE_UNAUTHORIZED,
               "user %u may not connect to this server: ask who runs it", (unsigned)user);
    tip_connection_turn_away(connection, &error);
}

void tip_connections_add(struct tip_connections *table, int fd, const struct tip_listener *listener)
{
    struct tip_connection_id id = {find_slot(table), table->next_serial++};
    struct tip_connection *connection = NULL;

    if (id.slot < TIP_LIMIT_CONNECTIONS)
        connection = tip_connection_create(table, id, fd, listener);
    if (connection == NULL) {
        log_refusal(table->log, &table->connections_refused, "connection_refused",
                    "a connection was refused: no memory or no place");
        tip_metrics_refused(TIP_METRIC_REFUSED_RESOURCES);
        close(fd);
        return;
    }
    table->slots[id.slot] = connection;
    table->count++;
    tip_metrics_opened(tip_connection_protocol(connection));
    check_peer(connection);
    tip_connection_advance(connection);
}

static void release_replies(const void *data, size_t length, void *context)
{
    (void)length;
    (void)context;
    free((void *)(uintptr_t)data);
}

/* The replies' memory goes over to the output without being copied. */
static void send_replies(struct tip_connection *connection, struct tip_turn *turn)
{
    size_t length = turn->replies.length;
    char *bytes;

    if (turn->replies.failed) {
        connection->is_broken = true;
        return;
    }
    if (length == 0)
        return;
    bytes = tip_string_release(&turn->replies);
    if (bytes == NULL)
        connection->is_broken = true;
    else if (evbuffer_add_reference(connection->output, bytes, length, release_replies, NULL) !=
             0) {
        free(bytes);
        connection->is_broken = true;
    }
}

void tip_connections_finish(struct tip_connections *table, struct tip_turn *turn)
{
    struct tip_connection *connection = table->slots[turn->connection.slot];

    if (connection != NULL && connection->id.serial == turn->connection.serial) {
        connection->running = 0;
        tip_item_list_put_back(&connection->waiting, &turn->items);
        send_replies(connection, turn);
        tip_connection_advance(connection);
    }
    tip_turn_free(turn);
}

void tip_connections_drain(struct tip_connections *table)
{
    for (uint32_t slot = 0; slot < TIP_LIMIT_CONNECTIONS; slot++)
        if (table->slots[slot] != NULL)
            tip_connection_drain(table->slots[slot]);
}

void tip_connections_free_all(struct tip_connections *table)
{
    for (uint32_t slot = 0; slot < TIP_LIMIT_CONNECTIONS; slot++)
        if (table->slots[slot] != NULL)
            tip_connection_free(table->slots[slot]);
}
