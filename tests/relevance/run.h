/* Rankings of documents, one a query, in memory and as a TREC run file. */
#ifndef TIP_RELEVANCE_RUN_H
#define TIP_RELEVANCE_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct ranked {
    char *document;
    double score;
};

/* What one query brought. */
struct ranking {
    char *query;          /* its id */
    struct ranked *items; /* best first, each document once */
    size_t count, capacity;
};

/* Zero-initialised is empty and valid. */
struct run {
    struct ranking *rankings;
    size_t count, capacity;
};

/* A new empty ranking at the end of the run, which owns it; good until the next one is added. NULL
 * without memory. */
struct ranking *run_add(struct run *run, const char *query);

/* The ranking of that query, or NULL. */
struct ranking *run_find(const struct run *run, const char *query);

/* Appends a document; one that stands there already (higher, thus its best passage) is passed over.
 * False without memory. */
bool ranking_add(struct ranking *ranking, const char *document, double score) TIP_MUST_CHECK;

/* Reads lines of `query Q0 document rank score tag`. As trec_eval does, the score decides and not
 * the rank; equal scores stay in the order of the file. TIP_INVALID names file and line. */
tip_status run_read(struct run *run, const char *path, struct tip_error *error) TIP_MUST_CHECK;

/* Writes them. A score that is not below the one before is written as slightly less, so that a
 * reader that sorts by score sees the order that was returned. */
tip_status run_write(const struct run *run, const char *path, const char *tag,
                     struct tip_error *error) TIP_MUST_CHECK;

void run_free(struct run *run);

#endif
