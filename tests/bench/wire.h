/* A client that only keeps a daemon busy: so many connections, each with so many requests in
 * flight; replies are counted. */
#ifndef BENCH_WIRE_H
#define BENCH_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "base/string_builder.h"

struct bench_records;

enum { BENCH_CONNECTIONS = 64 };

/* Requests as they are sent: `starts[i]` up to `starts[i + 1]` of the bytes. */
struct bench_requests {
    struct tip_string bytes;
    size_t *starts; /* count + 1 */
    size_t count;
};

typedef void (*bench_write_request)(struct tip_string *out, const char *query);

/* Writes each query as a request by `write`. The caller frees it, also after a failure. */
tip_status bench_requests_write(struct bench_requests *requests,
                                const struct bench_records *queries, bench_write_request write,
                                struct tip_error *error) TIP_MUST_CHECK;

/* The same in the JSON form, with its LF. */
tip_status bench_requests_make(struct bench_requests *requests, const struct bench_records *queries,
                               struct tip_error *error) TIP_MUST_CHECK;
void bench_requests_free(struct bench_requests *requests);

struct bench_load {
    const char *socket_path; /* or 127.0.0.1:PORT */
    const struct bench_requests *requests;
    unsigned connections; /* 1 to BENCH_CONNECTIONS */
    unsigned window;      /* requests in flight on each */
    size_t total;         /* requests to send; the list is begun anew at its end */
};

/* Sends the load and waits for as many replies. TIP_TIMEOUT when the daemon is silent for long,
 * TIP_INVALID when a reply is an error or missing. */
tip_status bench_load_run(const struct bench_load *load, double *seconds,
                          struct tip_error *error) TIP_MUST_CHECK;

/* A connection to a socket's path or to 127.0.0.1:PORT. */
tip_status bench_connect(int *fd, const char *address, struct tip_error *error) TIP_MUST_CHECK;

/* Whether a daemon takes connections there. */
bool bench_daemon_listens(const char *address);

#endif
