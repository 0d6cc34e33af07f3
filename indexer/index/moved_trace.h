/* How the table of old ids (moved.h) of a new generation is made from the one before. */
#ifndef TIP_MOVED_TRACE_H
#define TIP_MOVED_TRACE_H

#include "base/status.h"
#include "index/generation.h"
#include "index/text_pool.h"

/* Writes the file `moved` of the generation whose words, tokens and columns stand in `folder`: what
 * became of the ids that `previous` (NULL: none) has or had and this one lacks. Reports in `purged`
 * leave no id. TIP_NO_MEMORY, TIP_CORRUPT, TIP_IO. */
tip_status tip_moved_trace(const char *folder, const struct tip_generation *previous,
                           const struct tip_text_pool *purged,
                           struct tip_error *error) TIP_MUST_CHECK;

#endif
