/* What stands around a passage lifts it: a part of a text is about what the text is about. Where it
 * stands below headings, these tell that. */
#ifndef TIP_CONTEXT_H
#define TIP_CONTEXT_H

#include "search/ranking/window.h"

tip_status tip_context_add(struct tip_window *window, struct tip_error *error) TIP_MUST_CHECK;

/* Whether a passage has no headings, so that its neighbours count. */
bool tip_context_matters(const struct tip_columns *columns, uint32_t passage);

/* Adds, by place of the terms, how often they stand in a passage and its neighbours: those of its
 * report and its section, up to a dozen on either side. `*words` becomes their length. */
tip_status tip_context_count(struct tip_readings *readings, uint32_t passage, double *counts,
                             double *words, struct tip_error *error) TIP_MUST_CHECK;

/* What counts of a context are worth. */
double tip_context_score(const struct tip_terms *terms, const double *counts, double words);

#endif
