/* Which words of a text are the query's. */
#ifndef TIP_MARKS_H
#define TIP_MARKS_H

#include "search/plan.h"
#include "search/snippet.h"

struct tip_marks {
    struct tip_mark *items; /* every word of the text, in order */
    size_t count;
    bool has_any; /* whether one of them is a term */
};

/* Marks the words of `text` whose stem in `language` is a scored stem of the plan, and those that
 * a compound holds together which is one. `plan` may be NULL: nothing is marked then. The caller
 * frees the marks, also after a failure. */
tip_status tip_marks_make(struct tip_marks *marks, struct tip_searcher *searcher,
                          const struct tip_plan *plan, const char *language, const char *text,
                          size_t length, struct tip_error *error) TIP_MUST_CHECK;
void tip_marks_free(struct tip_marks *marks);

/* Makes a hit's snippet and says in which field the query's words stand. */
tip_status tip_marks_show(struct tip_hit *hit, struct tip_searcher *searcher,
                          const struct tip_plan *plan, struct tip_error *error) TIP_MUST_CHECK;

#endif
