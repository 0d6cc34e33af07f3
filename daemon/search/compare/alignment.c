/* The whole of an alignment, and where neighbours stand. */
#include "search/compare/alignment.h"

#include <stdlib.h>
#include <string.h>

static uint32_t *unaligned(size_t count)
{
    uint32_t *places = malloc((count + 1) * sizeof *places);
    if (places != NULL) {
        memset(places, 0xFF, (count + 1) * sizeof *places);
    }
    return places;
}

static bool make_arrays(struct tip_alignment *alignment)
{
    size_t before = alignment->before->count, after = alignment->after->count;
    alignment->partner_of_before = unaligned(alignment->before->report_count);
    alignment->partner_of_after = unaligned(alignment->after->report_count);
    alignment->same_of_before = unaligned(before);
    alignment->same_of_after = unaligned(after);
    alignment->is_in_order = calloc(before + 1, sizeof *alignment->is_in_order);
    alignment->is_moved = calloc(before + 1, sizeof *alignment->is_moved);
    alignment->counterparts =
        calloc((before < after ? before : after) + 1, sizeof *alignment->counterparts);
    alignment->counterpart_of_before = calloc(before + 1, sizeof *alignment->counterpart_of_before);
    alignment->counterpart_of_after = calloc(after + 1, sizeof *alignment->counterpart_of_after);
    return alignment->partner_of_before != NULL && alignment->partner_of_after != NULL &&
           alignment->same_of_before != NULL && alignment->same_of_after != NULL &&
           alignment->is_in_order != NULL && alignment->is_moved != NULL &&
           alignment->counterparts != NULL && alignment->counterpart_of_before != NULL &&
           alignment->counterpart_of_after != NULL;
}

tip_status tip_alignment_make(struct tip_alignment *alignment, const struct tip_edition *before,
                              const struct tip_edition *after, const struct tip_searcher *searcher,
                              struct tip_error *error)
{
    *alignment = (struct tip_alignment){.before = before, .after = after};
    if (!make_arrays(alignment)) {
        return tip_error_memory(error, "comparing reports");
    }
    tip_status status = tip_align_same(alignment, error);
    if (status == TIP_OK && tip_searcher_is_late(searcher)) {
        status = tip_error_set(error, TIP_TIMEOUT, "time ran out");
    }
    return status == TIP_OK ? tip_align_alike(alignment, searcher, error) : status;
}

void tip_alignment_free(struct tip_alignment *alignment)
{
    free(alignment->partner_of_before);
    free(alignment->partner_of_after);
    free(alignment->same_of_before);
    free(alignment->same_of_after);
    free(alignment->is_in_order);
    free(alignment->is_moved);
    free(alignment->counterparts);
    free(alignment->counterpart_of_before);
    free(alignment->counterpart_of_after);
    *alignment = (struct tip_alignment){0};
}

uint32_t tip_alignment_from_left(const struct tip_alignment *alignment, uint32_t a)
{
    if (!tip_edition_joins(alignment->before, a)) {
        uint32_t partner =
            alignment->partner_of_before[tip_edition_report_of(alignment->before, a)];
        return partner == TIP_UNALIGNED ? TIP_UNALIGNED : alignment->after->starts[partner];
    }
    if (alignment->same_of_before[a - 1] != TIP_UNALIGNED) {
        return alignment->same_of_before[a - 1] + 1;
    }
    uint32_t counterpart = alignment->counterpart_of_before[a - 1];
    if (counterpart == 0) {
        return TIP_UNALIGNED;
    }
    const struct tip_counterpart *pair = &alignment->counterparts[counterpart - 1];
    return pair->after_first + pair->after_count;
}

uint32_t tip_alignment_from_right(const struct tip_alignment *alignment, uint32_t a)
{
    if (!tip_edition_joins(alignment->before, (size_t)a + 1)) {
        uint32_t partner =
            alignment->partner_of_before[tip_edition_report_of(alignment->before, a)];
        return partner == TIP_UNALIGNED ? TIP_UNALIGNED : alignment->after->starts[partner + 1] - 1;
    }
    if (alignment->same_of_before[a + 1] != TIP_UNALIGNED) {
        return alignment->same_of_before[a + 1] - 1;
    }
    uint32_t counterpart = alignment->counterpart_of_before[a + 1];
    return counterpart == 0 ? TIP_UNALIGNED
                            : alignment->counterparts[counterpart - 1].after_first - 1;
}
