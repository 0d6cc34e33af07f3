/* Passages that hold what a question asks for: countries, figures, years, a story. */
#ifndef TIP_ANSWERS_H
#define TIP_ANSWERS_H

#include "search/ranking/window.h"

tip_status tip_answers_add(struct tip_window *window, struct tip_error *error) TIP_MUST_CHECK;

#endif
