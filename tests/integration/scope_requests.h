/* Random requests of every command as lines of JSON, over the words, facts and ids of a collection:
 * also of those that whoever asks must not see. */
#ifndef TIP_TEST_SCOPE_REQUESTS_H
#define TIP_TEST_SCOPE_REQUESTS_H

#include <jansson.h>

#include "oracle/collection.h"
#include "oracle/random.h"

/* What requests are made of. */
struct scope_ground {
    struct oracle_collection collection; /* of the index that holds all */
    json_t *ids;                         /* of passages, today's and earlier ones */
};

/* A new request. */
json_t *scope_request_make(struct scope_ground *ground, struct oracle_random *random);

/* A new SCAN. */
json_t *scope_request_make_scan(struct scope_ground *ground, struct oracle_random *random);

/* The same request with less in it, the `which`th such one; NULL when there are no more. */
json_t *scope_request_shrink(const json_t *request, size_t which);

#endif
