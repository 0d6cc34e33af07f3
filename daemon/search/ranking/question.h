/* What a question asks for, as far as its words tell: "which countries", "how many", "when". */
#ifndef TIP_QUESTION_H
#define TIP_QUESTION_H

#include "search/plan.h"

enum tip_asked {
    TIP_ASKED_NOTHING, /* that a passage can be seen to hold */
    TIP_ASKED_COUNTRIES,
    TIP_ASKED_PLACE,
    TIP_ASKED_FIGURE,
    TIP_ASKED_YEAR,
    TIP_ASKED_STORY /* what happened to a person: "girl sold by a driver" */
};

/* Reads the words that were typed and rank. English only: words of other languages ask nothing. */
tip_status tip_question_read(enum tip_asked *asked, const struct tip_plan *plan,
                             struct tip_error *error) TIP_MUST_CHECK;

#endif
