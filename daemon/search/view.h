/* What is shown of one passage. */
#ifndef TIP_VIEW_H
#define TIP_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "search/reply.h"
#include "search/searcher.h"

/* Fills the view of passage `number`, which lives, with what other reports say the same.
 * `with_text` fetches its text too. The caller frees the view, also after a failure. */
tip_status tip_view_make(struct tip_view *view, struct tip_searcher *searcher, uint32_t number,
                         bool with_text, struct tip_error *error) TIP_MUST_CHECK;
/* The same without its text and without what says the same. */
tip_status tip_view_make_alone(struct tip_view *view, struct tip_searcher *searcher,
                               uint32_t number, struct tip_error *error) TIP_MUST_CHECK;
void tip_view_free(struct tip_view *view);

#endif
