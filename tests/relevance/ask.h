/* Asking a daemon all queries of a collection. */
#ifndef TIP_RELEVANCE_ASK_H
#define TIP_RELEVANCE_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct judged_queries;
struct run;

struct asking {
    const char *address;
    size_t depth;    /* distinct documents wanted for each query */
    bool by_passage; /* a passage is a document; else the report that it is of */
};

/* Fills `run` with a ranking for each query, in their order. A document stands at the place of its
 * best passage; one with the same text as another's hit (also_in) right behind that. A query that
 * the daemon refuses (bad_query) brings nothing and is told on standard error. TIP_INVALID with the
 * daemon's words on any other error. */
tip_status ask_all(struct run *run, const struct judged_queries *queries,
                   const struct asking *asking, struct tip_error *error) TIP_MUST_CHECK;

#endif
