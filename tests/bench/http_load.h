/* A client of HTTP that only keeps a daemon busy: so many connections, kept alive, each with one
 * request in flight. */
#ifndef BENCH_HTTP_LOAD_H
#define BENCH_HTTP_LOAD_H

#include "base/status.h"
#include "bench/wire.h"

/* Writes each query as a GET of ten hits. The caller frees it (bench_requests_free), also after a
 * failure. */
tip_status bench_http_requests_make(struct bench_requests *requests,
                                    const struct bench_records *queries,
                                    struct tip_error *error) TIP_MUST_CHECK;

/* Sends the load, whose window is 1, and waits for as many replies; a connection that the server
 * ends by its rule on their number is made anew. TIP_TIMEOUT when the daemon is silent for long,
 * TIP_INVALID when a reply's status is not 200 or it is missing. */
tip_status bench_http_load_run(const struct bench_load *load, double *seconds,
                               struct tip_error *error) TIP_MUST_CHECK;

#endif
