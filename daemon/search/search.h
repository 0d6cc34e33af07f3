/* Answers requests from one generation of an index. */
#ifndef TIP_SEARCH_H
#define TIP_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "index/generation.h"
#include "knowledge/knowledge.h"
#include "search/ranking/parts.h"
#include "search/reply.h"
#include "search/request.h"
#include "search/restricted.h"
#include "search/scope.h"

/* A searcher belongs to one thread: a Xapian handle, an analyser and scratch memory. */
struct tip_searcher;

tip_status tip_searcher_create(struct tip_searcher **out, struct tip_error *error) TIP_MUST_CHECK;
void tip_searcher_free(struct tip_searcher *searcher);

/* From now on answers come from `generation`, which must outlive the searcher's use of it; a cheap
 * no-op when it is the one in use. */
tip_status tip_searcher_use(struct tip_searcher *searcher, const struct tip_generation *generation,
                            struct tip_error *error) TIP_MUST_CHECK;

/* From now on answers are those of an index that never held other reports than `scope` sees; it
 * must outlive their use. A cheap no-op when it is the scope in use, and cheap for one that was
 * lately in use; else what it sees of the generation is made, some 0.1 s for 10,000 passages. NULL,
 * as tip_searcher_use leaves it with every other generation: everything. After a failure the scope
 * before is still in use: do not run the request. */
tip_status tip_searcher_limit(struct tip_searcher *searcher, const struct tip_scope *scope,
                              struct tip_error *error) TIP_MUST_CHECK;

/* The scope in use; NULL: everything. */
const struct tip_scope *tip_searcher_scope(const struct tip_searcher *searcher);

/* What scopes see of the generation in use is shared with other threads from now on, until another
 * generation is used; the set is of the same generation and outlives its use. Without it a searcher
 * makes all by itself. */
void tip_searcher_share(struct tip_searcher *searcher, struct tip_restricted_set *set);

/* What is known of countries, tiers and so on from now on, until other knowledge is given: so long
 * it must be kept. NULL, as at first: nothing. */
void tip_searcher_know(struct tip_searcher *searcher, const struct tip_knowledge *knowledge);

/* Leaves parts of the ranking out from now on, to measure what they bring. */
void tip_searcher_leave_out(struct tip_searcher *searcher, tip_part_set without);

/* Answers SEARCH, EXPLAIN, SCAN, COMPARE, GET, SIMILAR, SUGGEST, PATTERNS and STATS (others are a
 * bad_request). Always leaves a reply, an error reply when something failed; the caller frees it
 * with tip_reply_free before the generation closes. `time_limit_ms` (0: none): what was found by
 * then is returned, marked partial. */
void tip_searcher_run(struct tip_searcher *searcher, const struct tip_request *request,
                      unsigned time_limit_ms, struct tip_reply *reply);

/* Makes a part of what is kept for the generation and the knowledge in use, so that no request
 * waits for it: some milliseconds, to be called while there is nothing to answer. False when all is
 * made. */
bool tip_searcher_warm(struct tip_searcher *searcher);

#endif
