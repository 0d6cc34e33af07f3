/* What xapian.cc checks before Xapian sees it, and how its errors read. Plain C, so that the one
 * C++ file holds only what needs Xapian. */
#ifndef TIP_INDEX_ARGUMENTS_H
#define TIP_INDEX_ARGUMENTS_H

#include "index/index.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Whether Xapian can store a term: not empty, and at most TIP_TERM_LIMIT bytes with each NUL
 * counted twice. What cannot be stored stands nowhere. */
bool tip_term_is_storable(const char *text, size_t length);

/* The arguments of tip_index_put, but for repeated terms: TIP_INVALID. The frequencies must not add
 * up to more than 32 bits hold, Xapian's length of a document. */
tip_status tip_index_check_put(uint32_t number, const struct tip_index_term *terms,
                               size_t term_count, struct tip_error *error) TIP_MUST_CHECK;

/* The key of a value, and the weights of a ranking: TIP_INVALID. */
tip_status tip_index_check_key(const char *key, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_index_check_rank(const struct tip_rank_request *request,
                                struct tip_error *error) TIP_MUST_CHECK;

/* TIP_OPENING when `path` is a file, which Xapian would report as a database that is missing. */
tip_status tip_index_check_path(const char *path, struct tip_error *error) TIP_MUST_CHECK;

/* Sets the error of a task that failed: "PATH: DOING: WHAT: SYSTEM" and what can be done about it.
 * `system` may be NULL. Returns `status`. */
tip_status tip_index_fail(struct tip_error *error, tip_status status, const char *path,
                          const char *doing, const char *what, const char *system);

#ifdef __cplusplus
}
#endif

#endif
