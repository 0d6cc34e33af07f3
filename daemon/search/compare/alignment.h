/* Two editions side by side: which statement of the one is which of the other. */
#ifndef TIP_ALIGNMENT_H
#define TIP_ALIGNMENT_H

#include "search/compare/edition.h"

struct tip_word_weights;

#define TIP_UNALIGNED UINT32_MAX

/* Runs of statements that say nearly the same, or stand in each other's place. Several are one
 * where sentences were joined or parted. */
struct tip_counterpart {
    uint32_t before_first, before_count;
    uint32_t after_first, after_count;
    bool is_same; /* nothing to tell: they are only parted elsewhere, or a row before told it */
};

struct tip_alignment {
    const struct tip_edition *before, *after;
    uint32_t *partner_of_before, *partner_of_after; /* by report: the other year's that has most of
                                                       what it says; TIP_UNALIGNED */
    uint32_t *same_of_before, *same_of_after;       /* by statement: the same one; TIP_UNALIGNED */
    bool *is_in_order; /* by statement of `before` that has the same: both stand in one order with
                          all others that are so */
    bool *is_moved;    /* likewise: it stands elsewhere in its report's partner, and nowhere else */
    struct tip_counterpart *counterparts; /* of statements that have no same */
    uint32_t counterpart_count;
    uint32_t *counterpart_of_before, *counterpart_of_after; /* by statement, plus 1; 0: none */
};

/* Finds what is the same and what is alike. Statements that neither side asks for are not looked at
 * where they differ. The editions outlive the alignment; the caller frees it, also after a failure.
 * Time grows with the length of the editions, and memory, some 60 bytes a statement. TIP_TIMEOUT.
 */
tip_status tip_alignment_make(struct tip_alignment *alignment, const struct tip_edition *before,
                              const struct tip_edition *after, const struct tip_searcher *searcher,
                              struct tip_error *error) TIP_MUST_CHECK;
void tip_alignment_free(struct tip_alignment *alignment);

/* Where the text behind the statement before `a` goes on in `after`, and where that before the one
 * behind `a` ends (its last statement); TIP_UNALIGNED when that is not known. */
uint32_t tip_alignment_from_left(const struct tip_alignment *alignment, uint32_t a);
uint32_t tip_alignment_from_right(const struct tip_alignment *alignment, uint32_t a);

/* The steps of tip_alignment_make: equal statements; then those that are alike. */
tip_status tip_align_same(struct tip_alignment *alignment, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_align_alike(struct tip_alignment *alignment, const struct tip_searcher *searcher,
                           struct tip_error *error) TIP_MUST_CHECK;
/* Puts sentences to the counterparts of their neighbours. */
tip_status tip_align_joined(struct tip_alignment *alignment, const struct tip_word_weights *weights,
                            struct tip_error *error) TIP_MUST_CHECK;
/* Marks rows of a table as the same where only columns have another name, which a row before tells.
 */
void tip_align_columns(struct tip_alignment *alignment);

/* Whether a statement has neither an equal nor a counterpart. */
static inline bool tip_is_open_before(const struct tip_alignment *alignment, uint32_t a)
{
    return a < alignment->before->count && alignment->same_of_before[a] == TIP_UNALIGNED &&
           alignment->counterpart_of_before[a] == 0;
}

static inline bool tip_is_open_after(const struct tip_alignment *alignment, uint32_t b)
{
    return b < alignment->after->count && alignment->same_of_after[b] == TIP_UNALIGNED &&
           alignment->counterpart_of_after[b] == 0;
}

#endif
