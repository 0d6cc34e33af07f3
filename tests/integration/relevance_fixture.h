/* Shared collections and a daemon to ask about them. */
#ifndef TIP_TEST_RELEVANCE_FIXTURE_H
#define TIP_TEST_RELEVANCE_FIXTURE_H

#include "relevance/ask.h"
#include "relevance/collection.h"
#include "relevance/run.h"
#include "relevance/scores.h"

/* The folder of a shared collection, for free(3); NULL, after saying so, when it is not there:
 * tests that need it return then. In CI (environment CI set) its absence fails the test. */
char *tip_shared_collection(const char *name);

/* Reads a collection and builds its index; for collection_free. */
void tip_collection_index(struct collection *collection, const char *folder);

/* Asks a daemon with further options all queries, ten documents each; for run_free. */
void tip_collection_ask(struct run *run, struct collection *collection,
                        const struct program_options *options);

/* Asks, and gives the mean nDCG@10. */
double tip_collection_gain(struct collection *collection, const struct program_options *options);

#endif
