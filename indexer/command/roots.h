/* The files and folders that an index is kept of: what was named when it was built and updated. */
#ifndef TIP_ROOTS_H
#define TIP_ROOTS_H

#include <stdbool.h>

#include "command/source.h"
#include "index/manifest.h"

/* Whether what was named is a root that `known` (NULL: none) does not have: then an update
 * publishes even when nothing else changed, so that it is remembered. */
bool tip_roots_are_new(const struct tip_source_list *sources, const struct tip_manifest *known);

/* Adds to `out` (zero-initialised) the roots of `known` (NULL: none) and what was named. What lies
 * below another root and is met when that one is walked is left out, so is standard input, and what
 * is not there. Texts are borrowed from both; the array is for free(3). */
tip_status tip_roots_merge(char ***out, size_t *count, const struct tip_source_list *sources,
                           const struct tip_manifest *known,
                           struct tip_error *error) TIP_MUST_CHECK;

#endif
