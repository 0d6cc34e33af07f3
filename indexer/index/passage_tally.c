/* Of a group of passages with the same text, a search shows those of the first report whose passage
 * matches: so the report is remembered for each thing that is counted. */
#include "index/passage_tally.h"

#include <stdlib.h>

tip_status tip_passage_tally_init(struct tip_passage_tally *tally, size_t size,
                                  struct tip_error *error)
{
    tally->counts = calloc(size + 1, sizeof *tally->counts);
    tally->last = calloc(size + 1, sizeof *tally->last);
    tally->group = calloc(size + 1, sizeof *tally->group);
    tally->report = calloc(size + 1, sizeof *tally->report);
    if (tally->counts == NULL || tally->last == NULL || tally->group == NULL ||
        tally->report == NULL)
        return tip_error_memory(error, "counting passages");
    return TIP_OK;
}

void tip_passage_tally_free(struct tip_passage_tally *tally)
{
    free(tally->counts);
    free(tally->last);
    free(tally->group);
    free(tally->report);
    *tally = (struct tip_passage_tally){0};
}

void tip_passage_tally_add(struct tip_passage_tally *tally, uint32_t thing,
                           const struct tip_tallied *passage)
{
    if (passage->is_contents || tally->last[thing] == passage->number)
        return;
    tally->last[thing] = passage->number;
    if (passage->group != 0 && tally->group[thing] == passage->group &&
        tally->report[thing] != passage->report)
        return;
    tally->group[thing] = passage->group;
    tally->report[thing] = passage->report;
    tally->counts[thing]++;
}

static tip_status visit_one(const struct tip_columns *columns, uint32_t number, uint32_t group,
                            tip_tally_visit *visit, void *context)
{
    struct tip_tallied passage = {number, tip_columns_report_of(columns, number), group,
                                  tip_columns_kind_of(columns, number) == TIP_KIND_CONTENTS};
    return visit(context, &passage);
}

/* A group comes where its first passage stands. */
tip_status tip_tally_passages(const struct tip_columns *columns, tip_tally_visit *visit,
                              void *context)
{
    tip_status status = TIP_OK;
    for (uint32_t number = 1; number < tip_columns_size(columns) && status == TIP_OK; number++) {
        struct tip_twins twins;
        if (!tip_columns_has(columns, number))
            continue;
        if (!tip_columns_find_twins(columns, number, &twins)) {
            status = visit_one(columns, number, 0, visit, context);
            continue;
        }
        if (tip_columns_twin(columns, &twins, 0) != number)
            continue;
        for (uint32_t i = 0; i < twins.count && status == TIP_OK; i++)
            status = visit_one(columns, tip_columns_twin(columns, &twins, i), twins.first + 1,
                               visit, context);
    }
    return status;
}
