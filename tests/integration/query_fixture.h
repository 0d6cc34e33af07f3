/* An index, what the oracle knows of it, and a searcher on it. One at a time; all functions assert
 * that what they do succeeds. */
#ifndef TIP_TEST_QUERY_FIXTURE_H
#define TIP_TEST_QUERY_FIXTURE_H

#include <stdint.h>

#include "oracle/collection.h"
#include "oracle/generate.h"
#include "search/search.h"

struct query_fixture {
    struct oracle_collection collection;
    struct tip_searcher *searcher;
};

/* What queries are made of. */
enum { QUERY_FEATURES = ORACLE_ALL_FEATURES };

extern struct query_fixture query_fixture;

/* Of the sample corpus: many words, long passages of every kind. */
void query_fixture_open_samples(void);
/* Of tests/oracle/synthetic.h: few words, short passages: what is combined does meet. */
void query_fixture_open_records(void);
/* From now on queries are asked with the knowledge of tests/oracle/knowledge.h. */
void query_fixture_know(void);
void query_fixture_close(void);

/* SEARCH; the caller frees the reply. */
void query_fixture_ask(struct tip_reply *reply, const char *query, unsigned limit, unsigned offset);

/* The number in the environment variable `name`. */
uint64_t query_fixture_number(const char *name, uint64_t otherwise);

#endif
