/* Connections: bytes in, lines, requests in order, bytes out. All of it runs on the loop's thread.
 *
 * connections.c keeps the table, connection.c moves bytes and closes, pipeline.c makes requests of
 * lines and has them answered. */
#ifndef TIP_CONNECTION_H
#define TIP_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <event2/buffer.h>
#include <event2/event.h>

#include "protocol/limits.h"
#include "server/access.h"
#include "server/http_stream.h"
#include "server/listener.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/peers.h"
#include "server/pool.h"
#include "server/tls.h"
#include "server/transport.h"
#include "server/turn.h"

struct tip_connection;

/* The table, and what all connections share. `count` changes only through the functions below. */
struct tip_connections {
    struct event_base *base;
    struct tip_pool *pool;
    const struct tip_access *access; /* NULL: everybody may ask everything */
    const struct tip_peers *peers;   /* NULL: who can connect may */
    struct tip_tls *tls;             /* NULL: there is no certificate */
    const struct tip_log *log;
    unsigned limit;           /* of `count`; TIP_LIMIT_CONNECTIONS at most */
    bool is_limited_by_files; /* it is lower than the operator chose */
    unsigned idle_s, write_s, linger_s;
    void (*on_closed)(void *context); /* a connection is gone, `count` is one less */
    void *context;

    struct tip_connection *slots[TIP_LIMIT_CONNECTIONS];
    unsigned count;
    size_t unsent;       /* bytes of replies, of all connections */
    unsigned handshakes; /* connections whose handshake is not done */
    uint64_t next_serial;
    struct tip_log_limit users_refused, connections_refused;
};

/* What the connection's timer waits for. */
enum tip_timer {
    TIP_TIMER_NONE,
    TIP_TIMER_HANDSHAKE,
    TIP_TIMER_IDLE,
    TIP_TIMER_REQUEST, /* HTTP: the rest of a request */
    TIP_TIMER_WRITE,
    TIP_TIMER_LINGER
};

struct tip_connection {
    struct tip_connections *table;
    struct tip_connection_id id;
    int fd;
    enum tip_address_kind kind; /* of the socket it came by */
    int64_t began_ns;           /* CLOCK_MONOTONIC */
    struct tip_transport transport;
    struct event *readable, *writable, *timer;
    enum tip_timer timer_is;
    struct evbuffer *input, *output;
    size_t unsent; /* the connection's part of its table's */

    /* what the transport waits for where it is not the obvious */
    bool reading_waits; /* until the socket can be written */
    bool writing_waits; /* until the socket can be read */

    /* framing */
    struct tip_http_stream *http; /* owned; NULL: lines are spoken, which the next three frame */
    size_t scanned;               /* bytes of input known to hold no LF */
    size_t skipped;               /* bytes of a line that is too long, when is_skipping */
    bool is_skipping;

    /* requests in order: those of the turn under way, then those waiting */
    unsigned running;
    struct tip_item_list waiting;
    struct tip_asker *asker; /* a reference; NULL before AUTH */
    unsigned auth_failures;

    bool has_eof;      /* the client has ended its sending */
    bool is_draining;  /* the server ends: no more is read */
    bool is_ended;     /* no further line is taken; closes when all is answered and sent */
    bool is_ending;    /* the end of sending could not be told yet */
    bool is_lingering; /* sending is shut down; what still comes is thrown away */
    bool is_broken;    /* to be freed without more ado */
};

/* ---- the table ---- */

/* Takes over a socket that a listener has accepted; closes it when there is no memory or no slot. A
 * user who may not connect is told so. */
void tip_connections_add(struct tip_connections *table, int fd,
                         const struct tip_listener *listener);

/* Whether one more connection may begin a handshake; ends one that has taken long if that helps. So
 * slow ones cannot use up the table. */
bool tip_connections_may_shake_hands(struct tip_connections *table);

/* Brings the replies of a finished turn to its connection, if that still is there; frees it. */
void tip_connections_finish(struct tip_connections *table, struct tip_turn *turn);

/* Reads what has arrived, then reads no more: each connection ends when that is answered. */
void tip_connections_drain(struct tip_connections *table);

/* Frees all of them at once. */
void tip_connections_free_all(struct tip_connections *table);

/* ---- one connection ---- */

/* NULL when there is no memory: `fd` stays the caller's. */
struct tip_connection *tip_connection_create(struct tip_connections *table,
                                             struct tip_connection_id id, int fd,
                                             const struct tip_listener *listener);
void tip_connection_free(struct tip_connection *connection);

/* What it speaks, for the metrics. */
enum tip_metric_protocol tip_connection_protocol(const struct tip_connection *connection);

/* Makes the error its only reply; for a new one. */
void tip_connection_turn_away(struct tip_connection *connection,
                              const struct tip_reply_error *error);

/* Does all that can be done: frames, answers, sends, closes. The connection may be gone behind it.
 */
void tip_connection_advance(struct tip_connection *connection);

void tip_connection_drain(struct tip_connection *connection);

/* ---- its pipeline ---- */

/* Takes lines and answers or submits them as far as the limits let it; sends nothing. */
void tip_pipeline_run(struct tip_connection *connection);

/* Whether one more request may be taken. */
bool tip_pipeline_has_room(const struct tip_connection *connection);

/* How many requests wait or run. */
unsigned tip_pipeline_in_flight(const struct tip_connection *connection);

/* Whether so much waits to be sent that nothing further may be taken or answered. */
bool tip_pipeline_is_choked(const struct tip_connection *connection);

/* ---- its identity ---- */

/* An AUTH, also one that cannot be read: a barrier, answered here. */
bool tip_admission_is_auth(const struct tip_item *item);

/* Answers an AUTH: the connection is who the token says, or nobody. Of too many failures it ends.
 */
void tip_admission_answer_auth(struct tip_connection *connection, const struct tip_item *item,
                               struct tip_string *reply);

/* Answers a request for /metrics, where there are tokens to who sees everything alone. */
void tip_admission_answer_metrics(struct tip_connection *connection, struct tip_item *item,
                                  struct tip_string *reply);

/* Whether a request may run as who the connection is now, and within that one's rate, of which it
 * then takes its part; else `refusal` is its answer. */
bool tip_admission_may_run(struct tip_connection *connection, struct tip_item *item,
                           struct tip_reply_error *refusal);

#endif
