/* A client of many connections that sends when it is time to, whether replies have come or not: who
 * waits for a reply before sending the next request measures a server that is never asked too much.
 * A latency begins when the request was due, not when it could be written. */
#ifndef BENCH_OPEN_LOOP_H
#define BENCH_OPEN_LOOP_H

#include <stddef.h>

#include "base/status.h"
#include "bench/wire.h"

enum { BENCH_OPEN_CONNECTIONS = 1024 };

struct bench_arrivals {
    const char *socket_path;
    const struct bench_requests *requests;
    unsigned connections; /* 1 to BENCH_OPEN_CONNECTIONS */
    double rate;          /* a second, at random times (Poisson), each on a connection by chance; 0:
                             each connection sends its next request when it is answered */
    double seconds;       /* of sending; then what is under way is awaited */
};

/* Latencies in seconds. */
struct bench_latencies {
    double *values;
    size_t count, capacity;
};

struct bench_answers {
    struct bench_latencies answered, busy;
    size_t failed;  /* other errors */
    size_t partial; /* answered, cut by time */
    size_t unsent;  /* dropped by the client: too many of the connection were under way */
    size_t in_time; /* answered while sending went on */
    double seconds; /* of sending, as it was */
};

/* Runs it. The caller frees the answers, also after a failure. TIP_TIMEOUT when the daemon is
 * silent for long, TIP_IO when it closes a connection. */
tip_status bench_open_loop_run(const struct bench_arrivals *arrivals, struct bench_answers *answers,
                               struct tip_error *error) TIP_MUST_CHECK;
void bench_answers_free(struct bench_answers *answers);

#endif
