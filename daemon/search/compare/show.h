/* Changes as a reply shows them. */
#ifndef TIP_COMPARE_SHOW_H
#define TIP_COMPARE_SHOW_H

#include "search/compare/changes.h"
#include "search/reply.h"

/* Appends entries [first, first + count) of `changes` to the step's. TIP_NO_MEMORY, TIP_TIMEOUT. */
tip_status tip_changes_show(struct tip_compared_step *step, struct tip_searcher *searcher,
                            const struct tip_alignment *alignment,
                            const struct tip_changes *changes, size_t first, size_t count,
                            struct tip_error *error) TIP_MUST_CHECK;

#endif
