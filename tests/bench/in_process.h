/* The library without the daemon: one thread, one searcher, no socket. */
#ifndef BENCH_IN_PROCESS_H
#define BENCH_IN_PROCESS_H

#include <stddef.h>

#include "base/status.h"
#include "base/string_builder.h"

struct tip_generation;
struct tip_knowledge;
struct tip_searcher;

struct bench_in_process {
    struct tip_generation *generation;
    struct tip_searcher *searcher;
    struct tip_knowledge *knowledge; /* what came with the programs */
    struct tip_string reply;         /* the last one, as the line protocol writes it */
};

/* Opens the live generation and the knowledge. The caller closes it, also after a failure. */
tip_status bench_in_process_open(struct bench_in_process *peer, const char *index_path,
                                 struct tip_error *error) TIP_MUST_CHECK;
void bench_in_process_close(struct bench_in_process *peer);

/* Answers a SEARCH for ten hits with facets (bits, as a request has them) and writes the reply.
 * TIP_INVALID when it is an error. */
tip_status bench_in_process_ask(struct bench_in_process *peer, const char *query, unsigned facets,
                                struct tip_error *error) TIP_MUST_CHECK;

/* The same for a SUGGEST of ten. */
tip_status bench_in_process_suggest(struct bench_in_process *peer, const char *prefix,
                                    struct tip_error *error) TIP_MUST_CHECK;

#endif
