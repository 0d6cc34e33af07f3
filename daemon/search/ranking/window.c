#include "search/ranking/window.h"

#include <stdlib.h>

#include "search/passage_order.h"
#include "search/ranking/answers.h"
#include "search/ranking/context.h"
#include "search/ranking/feedback.h"
#include "search/ranking/nearness.h"

/* A part that reads passages. Feedback comes last, as it goes by the order that the others make. */
typedef tip_status add_part(struct tip_window *window, struct tip_error *error);
static const struct {
    enum tip_part part;
    add_part *add;
} steps[] = {
    {TIP_PART_NEARNESS, tip_nearness_add},
    {TIP_PART_CONTEXT, tip_context_add},
    {TIP_PART_ANSWERS, tip_answers_add},
    {TIP_PART_FEEDBACK, tip_feedback_add},
};

tip_status tip_window_init(struct tip_window *window, struct tip_searcher *searcher,
                           const struct tip_plan *plan, struct tip_error *error)
{
    *window = (struct tip_window){.searcher = searcher, .plan = plan, .without = searcher->without};
    tip_status status = tip_terms_typed(&window->terms, plan, window->without, error);
    tip_readings_begin(&window->readings, searcher, &window->terms);
    return status;
}

void tip_window_free(struct tip_window *window)
{
    tip_readings_free(&window->readings);
    tip_terms_free(&window->terms);
}

static int best_first(const void *left, const void *right, void *order)
{
    const struct tip_candidate *a = left, *b = right;
    uint32_t one = tip_passage_place(order, a->number), other = tip_passage_place(order, b->number);
    return a->score != b->score ? (a->score < b->score) - (a->score > b->score)
                                : (one > other) - (one < other);
}

tip_status tip_window_rank(struct tip_window *window, struct tip_rank_hit *hits, size_t count,
                           bool *is_cut, struct tip_error *error)
{
    tip_status status = TIP_OK;
    window->count = count < TIP_WINDOW_SIZE ? count : TIP_WINDOW_SIZE;
    for (size_t i = 0; i < window->count; i++) {
        window->items[i] = (struct tip_candidate){.number = hits[i].number, .score = hits[i].score};
        tip_candidate_gain(&window->items[i], TIP_PART_RUNS, window->run_gain);
    }
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == TIP_OK && !*is_cut; i++) {
        if (tip_part_set_has(window->without, steps[i].part)) {
            continue;
        }
        *is_cut = tip_searcher_is_late(window->searcher);
        if (!*is_cut) {
            status = steps[i].add(window, error);
            qsort_r(window->items, window->count, sizeof *window->items, best_first,
                    window->searcher->order);
        }
    }
    for (size_t i = window->count; i < count; i++) {
        hits[i].score += window->run_gain;
    }
    for (size_t i = 0; i < window->count; i++) {
        hits[i] = (struct tip_rank_hit){.number = window->items[i].number,
                                        .score = window->items[i].score};
    }
    return status;
}
