/* The same text, or nearly the same, in several reports: found in each, shown once. */
#ifndef TIP_TWINS_H
#define TIP_TWINS_H

#include "base/bitmap.h"
#include "search/reply.h"
#include "search/searcher.h"

enum { TIP_ALSO_IN = 10 }; /* reports named beside a passage; the others are only counted */

/* Takes out of `matches` each passage whose text a newer report's match has, too, or nearly;
 * *hidden is how many. So of such passages of several reports those of one are left, and what was
 * filtered out hides nothing. It costs a look at each match, and nothing in an index without twins.
 */
tip_status tip_twins_hide(struct tip_searcher *searcher, struct tip_bitmap *matches,
                          uint32_t *hidden, struct tip_error *error) TIP_MUST_CHECK;

/* How many tip_twins_hide would take out. */
tip_status tip_twins_count(struct tip_searcher *searcher, const struct tip_bitmap *matches,
                           uint32_t *hidden, struct tip_error *error) TIP_MUST_CHECK;

/* Takes passage `number` and what says the same, or nearly, out of `matches`. */
void tip_twins_exclude(const struct tip_searcher *searcher, uint32_t number,
                       struct tip_bitmap *matches);

/* Fills view->also_in: of each other report that says the same, or nearly, the passage that
 * overlaps this one most, the newest report first. */
tip_status tip_twins_show(struct tip_view *view, struct tip_searcher *searcher, uint32_t number,
                          struct tip_error *error) TIP_MUST_CHECK;

#endif
