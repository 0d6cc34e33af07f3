/* Pseudo-relevance feedback: what the best passages share lifts others that have it, too. */
#ifndef TIP_FEEDBACK_H
#define TIP_FEEDBACK_H

#include "search/ranking/window.h"

/* For queries of several telling words. The window's items must be sorted; the first few keep
 * their places. */
tip_status tip_feedback_add(struct tip_window *window, struct tip_error *error) TIP_MUST_CHECK;

#endif
