#include "search/plan_near.h"

#include <stdlib.h>

#include "search/plan_words.h"

/* The clauses below a part and the runs that these are, one each and one a compound. */
static void count_below(const struct tip_query *query, size_t node, size_t *clauses, size_t *runs)
{
    const struct tip_node *here = &query->nodes[node];
    if (here->kind == TIP_NODE_CLAUSE) {
        ++*clauses;
        *runs += 1 + query->clauses[here->place].compound_count;
    }
    for (size_t i = here->first; i != 0; i = query->nodes[i].next) {
        count_below(query, i, clauses, runs);
    }
}

static void add_clause(struct tip_plan_near *near, const struct tip_plan *plan, size_t place)
{
    const struct tip_clause *clause = &plan->query->clauses[place];
    struct tip_near_operand *operand = &near->operands[near->chain.operand_count - 1];
    struct tip_word_run *runs = (struct tip_word_run *)operand->runs;
    near->clauses[near->clause_count++] =
        (struct tip_plan_near_clause){.part = near->chain.operand_count - 1, .clause = place};
    runs[operand->run_count++] = tip_plan_run(plan, clause);
    for (size_t c = 0; c < clause->compound_count; c++) {
        runs[operand->run_count++] = tip_plan_compound_run(plan, clause, c);
    }
}

static void add_below(struct tip_plan_near *near, const struct tip_plan *plan, size_t node)
{
    const struct tip_node *here = &plan->query->nodes[node];
    if (here->kind == TIP_NODE_CLAUSE) {
        add_clause(near, plan, here->place);
    }
    for (size_t i = here->first; i != 0; i = plan->query->nodes[i].next) {
        add_below(near, plan, i);
    }
}

tip_status tip_plan_near_make(struct tip_plan_near *near, const struct tip_plan *plan, size_t node,
                              struct tip_error *error)
{
    const struct tip_node *nodes = plan->query->nodes;
    size_t clauses = 0, runs = 0;
    count_below(plan->query, node, &clauses, &runs);
    *near = (struct tip_plan_near){.clauses = calloc(clauses + 1, sizeof *near->clauses),
                                   .runs = calloc(runs + 1, sizeof *near->runs),
                                   .operands = calloc(clauses + 1, sizeof *near->operands)};
    if (near->clauses == NULL || near->runs == NULL || near->operands == NULL) {
        return tip_error_memory(error, "searching");
    }
    size_t used = 0;
    for (size_t i = nodes[node].first; i != 0; i = nodes[i].next) {
        near->operands[near->chain.operand_count++] =
            (struct tip_near_operand){.runs = near->runs + used, .distance = nodes[i].distance};
        add_below(near, plan, i);
        used += near->operands[near->chain.operand_count - 1].run_count;
    }
    near->chain.operands = near->operands;
    return TIP_OK;
}

void tip_plan_near_free(struct tip_plan_near *near)
{
    free(near->clauses);
    free(near->runs);
    free(near->operands);
    *near = (struct tip_plan_near){0};
}
