/* What the server counts, and its exposition for Prometheus (text format 0.0.4).
 *
 * The counters are the process's: any thread bumps them, without a lock. Names follow Prometheus'
 * rules: base units, _total for counters; a label's values come from fixed lists, so that nobody
 * who asks can make new series.
 *
 * The figures tell of the whole index (generation, passages, bytes, everybody's queries): over
 * HTTP, where there are tokens, /metrics is for an asker that sees everything. Nothing here may
 * tell of single reports, queries, names of tokens or addresses of clients. */
#ifndef TIP_METRICS_H
#define TIP_METRICS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/string_builder.h"
#include "search/reply.h"
#include "search/request.h"

struct tip_pool;
struct tip_served;

/* By what a connection speaks. */
#define TIP_METRIC_PROTOCOL_MAP(XX)                                                                \
    XX(LINE, "line")                                                                               \
    XX(TLS, "tls")                                                                                 \
    XX(HTTP, "http")                                                                               \
    XX(HTTPS, "https")

/* Why something was refused before it could run. */
#define TIP_METRIC_REFUSAL_MAP(XX)                                                                 \
    XX(BUSY, "busy")                 /* the queue was full */                                      \
    XX(TIMEOUT, "timeout")           /* it waited too long in the queue */                         \
    XX(RATE, "rate")                 /* over a token's rate */                                     \
    XX(UNAUTHORIZED, "unauthorized") /* no token, or an unknown one */                             \
    XX(PEER, "peer")                 /* a user who may not connect to the Unix socket */           \
    XX(HANDSHAKE, "handshake")       /* TLS: failed or too slow */                                 \
    XX(TOO_LONG, "too_long")         /* a line, header or body */                                  \
    XX(MALFORMED, "malformed")       /* no request of the protocol at all */                       \
    XX(RESOURCES, "resources")       /* no memory or no place for a connection */

/* Why accepting pauses: who connects then waits. */
#define TIP_METRIC_PAUSE_MAP(XX)                                                                   \
    XX(CONNECTIONS, "connections") /* as many are open as may be */                                \
    XX(SHORTAGE, "shortage")       /* no file or memory for one more; counted at each try */

/* What is read again while the server runs. */
#define TIP_METRIC_RELOAD_MAP(XX)                                                                  \
    XX(KNOWLEDGE, "knowledge")                                                                     \
    XX(TOKENS, "tokens")                                                                           \
    XX(CERTIFICATE, "certificate")                                                                 \
    XX(INDEX, "index") /* a new generation: success is a swap */

/* Histograms, in seconds. */
#define TIP_METRIC_DURATION_MAP(XX)                                                                \
    XX(QUERY, "tipsearch_query_duration_seconds",                                                  \
       "How long a worker took for a request of the index, its reply's writing included.")         \
    XX(WAIT, "tipsearch_queue_wait_seconds",                                                       \
       "How long a turn of up to 16 requests waited for a worker.")

#define XX(code, ...) TIP_METRIC_PROTOCOL_##code,
enum tip_metric_protocol { TIP_METRIC_PROTOCOL_MAP(XX) TIP_METRIC_PROTOCOL_COUNT };
#undef XX
#define XX(code, ...) TIP_METRIC_REFUSED_##code,
enum tip_metric_refusal { TIP_METRIC_REFUSAL_MAP(XX) TIP_METRIC_REFUSAL_COUNT };
#undef XX
#define XX(code, ...) TIP_METRIC_PAUSE_##code,
enum tip_metric_pause { TIP_METRIC_PAUSE_MAP(XX) TIP_METRIC_PAUSE_COUNT };
#undef XX
#define XX(code, ...) TIP_METRIC_RELOAD_##code,
enum tip_metric_reload { TIP_METRIC_RELOAD_MAP(XX) TIP_METRIC_RELOAD_COUNT };
#undef XX
#define XX(code, ...) TIP_METRIC_DURATION_##code,
enum tip_metric_duration { TIP_METRIC_DURATION_MAP(XX) TIP_METRIC_DURATION_COUNT };
#undef XX

/* ---- counting ---- */

/* A request was answered: by command, and by outcome, which is ok, partial, or the error's code.
 * TIP_COMMAND_COUNT where there was no command to be found in what came. */
void tip_metrics_answered(enum tip_command command, const struct tip_reply *reply);

void tip_metrics_refused(enum tip_metric_refusal reason);
void tip_metrics_took(enum tip_metric_duration which, int64_t nanoseconds);
void tip_metrics_opened(enum tip_metric_protocol protocol); /* a connection */
void tip_metrics_closed(enum tip_metric_protocol protocol);
void tip_metrics_paused(enum tip_metric_pause reason);
void tip_metrics_reloaded(enum tip_metric_reload what, bool is_good);

/* ---- showing ---- */

/* Whose depth, workers and generation are shown from now on; NULL, NULL before they are freed. */
void tip_metrics_attach(struct tip_pool *pool, struct tip_served *served);

/* Appends all metrics as `text/plain; version=0.0.4; charset=utf-8`. On the loop's thread. */
void tip_metrics_write(struct tip_string *out);

#endif
