/* A test collection: records to index and queries to ask. */
#ifndef BENCH_COLLECTION_H
#define BENCH_COLLECTION_H

#include <stddef.h>

#include "base/status.h"

/* A line of corpus.jsonl or queries.jsonl. */
struct bench_record {
    char *id;
    char *title; /* "" in queries */
    char *text;
};

struct bench_records {
    struct bench_record *items;
    size_t count, capacity;
};

struct bench_collection {
    struct bench_records corpus, queries;
};

/* Reads FOLDER/corpus.jsonl and FOLDER/queries.jsonl: JSON Lines with "_id", "text" and, in the
 * corpus, "title". The caller frees it, also after a failure. TIP_INVALID names file and line. */
tip_status bench_collection_read(struct bench_collection *collection, const char *folder,
                                 struct tip_error *error) TIP_MUST_CHECK;
void bench_collection_free(struct bench_collection *collection);

/* Builds an index of the corpus: a report for each record, its text cut into passages. */
tip_status bench_collection_index(const struct bench_records *corpus, const char *index_path,
                                  struct tip_error *error) TIP_MUST_CHECK;

#endif
