/* What an asker may see: the set of reports that requests are answered from. To whoever asks, other
 * reports were never there (restricted.h says how). A NULL scope is everything. */
#ifndef TIP_SCOPE_H
#define TIP_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* Never changes once it is made; may be shared between threads. */
struct tip_scope;

/* The reports with these ids, in any order; an id that is there twice counts once, and one that no
 * report has (yet) is allowed. None at all: the scope sees nothing. The ids are copied. */
tip_status tip_scope_create(struct tip_scope **out, const char *const *reports, size_t count,
                            struct tip_error *error) TIP_MUST_CHECK;
void tip_scope_free(struct tip_scope *scope); /* NULL is allowed */

/* A short text of letters and digits, equal for two scopes exactly when they see the same: for keys
 * of caches and ETags. "*" for NULL. Valid as long as the scope. */
const char *tip_scope_key(const struct tip_scope *scope);

/* Whether it sees the report with this id. */
bool tip_scope_has(const struct tip_scope *scope, const char *report);

#endif
