/* A generation as each scope sees it, shared by the threads that answer from it.
 *
 * Such a generation (tip_generation_restrict) has columns, counts and suggestions of its own, as an
 * index that never held the other reports would have them; passages and words keep their numbers,
 * so texts, words in order and postings are those of the whole. It is made when a scope is first
 * asked for and stays while somebody uses it; of those that nobody uses, the ones used last stay as
 * long as they take TIP_RESTRICTED_BYTES together. */
#ifndef TIP_RESTRICTED_H
#define TIP_RESTRICTED_H

#include "base/status.h"
#include "index/generation.h"
#include "search/scope.h"

#define TIP_RESTRICTED_BYTES ((size_t)128 << 20)

/* What scopes see of one generation. Its functions may be called from any thread. */
struct tip_restricted_set;
/* What one of them sees. */
struct tip_restricted;

/* `whole` must outlive the set. */
tip_status tip_restricted_set_create(struct tip_restricted_set **out,
                                     const struct tip_generation *whole,
                                     struct tip_error *error) TIP_MUST_CHECK;
/* All are released by now. NULL is allowed. */
void tip_restricted_set_free(struct tip_restricted_set *set);

/* What `scope` (not NULL) sees, there until it is released; whoever comes first makes it, the
 * others wait. */
tip_status tip_restricted_acquire(struct tip_restricted **out, struct tip_restricted_set *set,
                                  const struct tip_scope *scope,
                                  struct tip_error *error) TIP_MUST_CHECK;
void tip_restricted_release(struct tip_restricted *restricted); /* NULL is allowed */

const struct tip_generation *tip_restricted_generation(const struct tip_restricted *restricted);

/* Whether somebody has asked for its suggestions. */
bool tip_restricted_has_suggestions(struct tip_restricted *restricted);

/* Its suggestions, made by whoever comes first through `whole`, a handle of the calling thread on
 * the whole's postings: a second and a half for 40,000 passages. */
tip_status tip_restricted_suggestions(const struct tip_suggestions **out,
                                      struct tip_restricted *restricted,
                                      const struct tip_index *whole,
                                      struct tip_error *error) TIP_MUST_CHECK;

#endif
