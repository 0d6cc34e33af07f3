/* Words of the query that stand side by side in a passage lift it. */
#ifndef TIP_NEARNESS_H
#define TIP_NEARNESS_H

#include "search/ranking/window.h"

tip_status tip_nearness_add(struct tip_window *window, struct tip_error *error) TIP_MUST_CHECK;

#endif
