/* Walks the tree of a query. Where the time ends, what is excluded is taken as large as it may be
 * and all else as small, so that the whole holds only what is known to match. */
#include "search/which.h"

#include <stdlib.h>

#include "search/filters.h"
#include "search/plan_words.h"
#include "search/which_leaf.h"

/* A node within some passages. */
struct task {
    size_t node;
    const struct tip_bitmap *within;
    enum tip_bound bound;
    bool of_text; /* inside something excluded: titles do not count */
};

static enum tip_bound opposite(enum tip_bound bound)
{
    return bound == TIP_BOUND_LEAST ? TIP_BOUND_MOST : TIP_BOUND_LEAST;
}

static tip_status find(struct tip_finding *finding, const struct task *task,
                       struct tip_bitmap *out);

static const struct tip_node *node_at(const struct tip_finding *finding, size_t node)
{
    return &finding->plan->query->nodes[node];
}

/* ---- leaves ---- */

/* Adds what stands beside a node without having been typed. */
static tip_status add_also(struct tip_finding *finding, const struct task *task, bool *added,
                           struct tip_bitmap *out)
{
    const struct tip_query *query = finding->plan->query;
    tip_status status = TIP_OK;
    for (size_t i = query->nodes[task->node].also; i > 0 && status == TIP_OK;
         i = query->clauses[i - 1].also) {
        status = tip_leaf_find(finding, &query->clauses[i - 1], task->within, task->bound,
                               task->of_text, added, out);
    }
    return status;
}

/* Adds what a leaf matches. */
static tip_status add_leaf(struct tip_finding *finding, const struct task *task, bool *added,
                           struct tip_bitmap *out)
{
    const struct tip_clause *clause =
        &finding->plan->query->clauses[node_at(finding, task->node)->place];
    tip_status status =
        tip_leaf_find(finding, clause, task->within, task->bound, task->of_text, added, out);
    return status == TIP_OK ? add_also(finding, task, added, out) : status;
}

static tip_status apply_filters(struct tip_finding *finding, size_t owner, enum tip_bound bound,
                                struct tip_bitmap *passages)
{
    bool is_cut = false;
    struct tip_bitmap before = {0};
    tip_status status = tip_bitmap_init(&before, passages->size, finding->error);
    if (status == TIP_OK) {
        tip_bitmap_copy(&before, passages);
        status = tip_filters_apply(finding->searcher, finding->plan, owner, passages, &is_cut,
                                   finding->error);
    }
    if (status == TIP_OK && is_cut && bound == TIP_BOUND_MOST) {
        tip_bitmap_copy(passages, &before);
    }
    finding->filters_are_cut |= is_cut;
    tip_bitmap_free(&before);
    return status;
}

/* ---- sequences ---- */

/* What an item of a sequence is to it. */
enum part { PART_FILTER, PART_EXCLUSION, PART_REQUIRED, PART_OPTIONAL };

static enum part part_of(const struct tip_node *item)
{
    if (item->kind == TIP_NODE_FILTER) {
        return PART_FILTER;
    }
    if (item->role == TIP_ROLE_MUST_NOT) {
        return PART_EXCLUSION;
    }
    return tip_node_is_required(item) ? PART_REQUIRED : PART_OPTIONAL;
}

static bool has_optional(const struct tip_finding *finding, size_t sequence)
{
    bool has_optional = node_at(finding, sequence)->also > 0, has_required = false;
    for (size_t i = node_at(finding, sequence)->first; i != 0; i = node_at(finding, i)->next) {
        const struct tip_node *item = node_at(finding, i);
        has_optional |= part_of(item) == PART_OPTIONAL;
        has_required |= item->role == TIP_ROLE_MUST && part_of(item) == PART_REQUIRED;
    }
    return has_optional && !has_required;
}

/* Narrows `base` by the items that are exclusions, or by those that are required. */
static tip_status narrow(struct tip_finding *finding, const struct task *task, enum part which,
                         struct tip_bitmap *base)
{
    struct tip_bitmap found = {0};
    tip_status status = tip_bitmap_init(&found, base->size, finding->error);
    bool excludes = which == PART_EXCLUSION;
    for (size_t i = node_at(finding, task->node)->first; i != 0 && status == TIP_OK;
         i = node_at(finding, i)->next) {
        if (part_of(node_at(finding, i)) != which) {
            continue;
        }
        struct task part = {.node = i,
                            .within = base,
                            .bound = excludes ? opposite(task->bound) : task->bound,
                            .of_text = task->of_text || excludes};
        status = find(finding, &part, &found);
        if (status == TIP_OK && excludes) {
            tip_bitmap_and_not(base, &found);
        } else if (status == TIP_OK) {
            tip_bitmap_copy(base, &found);
        }
    }
    tip_bitmap_free(&found);
    return status;
}

/* `out`: the members of `base` that one of the optional items matches. */
static tip_status unite_optional(struct tip_finding *finding, const struct task *task,
                                 const struct tip_bitmap *base, struct tip_bitmap *out)
{
    struct tip_bitmap found = {0};
    bool *added = calloc(finding->plan->stem_count + 1, sizeof *added);
    tip_status status = added == NULL ? tip_error_memory(finding->error, "searching")
                                      : tip_bitmap_init(&found, base->size, finding->error);
    struct task part = {.within = base, .bound = task->bound, .of_text = task->of_text};
    tip_bitmap_clear(out);
    for (size_t i = node_at(finding, task->node)->first; i != 0 && status == TIP_OK;
         i = node_at(finding, i)->next) {
        part.node = i;
        if (part_of(node_at(finding, i)) != PART_OPTIONAL) {
            continue;
        }
        if (node_at(finding, i)->kind == TIP_NODE_CLAUSE) {
            status = add_leaf(finding, &part, added, out);
            continue;
        }
        status = find(finding, &part, &found);
        if (status == TIP_OK) {
            tip_bitmap_or(out, &found);
        }
    }
    part.node = task->node;
    if (status == TIP_OK) {
        status = add_also(finding, &part, added, out);
    }
    free(added);
    tip_bitmap_free(&found);
    tip_bitmap_and(out, base);
    return status;
}

static tip_status find_sequence(struct tip_finding *finding, const struct task *task,
                                struct tip_bitmap *out)
{
    struct tip_bitmap base = {0};
    tip_status status = tip_bitmap_init(&base, out->size, finding->error);
    if (status == TIP_OK) {
        tip_bitmap_copy(&base, task->within);
        status = apply_filters(finding, task->node, task->bound, &base);
    }
    if (status == TIP_OK) {
        status = narrow(finding, task, PART_EXCLUSION, &base);
    }
    if (status == TIP_OK) {
        status = narrow(finding, task, PART_REQUIRED, &base);
    }
    if (status == TIP_OK && has_optional(finding, task->node)) {
        status = unite_optional(finding, task, &base, out);
    } else if (status == TIP_OK) {
        tip_bitmap_copy(out, &base);
    }
    tip_bitmap_free(&base);
    return status;
}

/* ---- operators ---- */

static tip_status find_all(struct tip_finding *finding, const struct task *task,
                           struct tip_bitmap *out)
{
    struct tip_bitmap left = {0};
    tip_status status = tip_bitmap_init(&left, out->size, finding->error);
    if (status == TIP_OK) {
        tip_bitmap_copy(&left, task->within);
    }
    for (size_t i = node_at(finding, task->node)->first; i != 0 && status == TIP_OK;
         i = node_at(finding, i)->next) {
        struct task part = *task;
        part.node = i;
        part.within = &left;
        status = find(finding, &part, out);
        if (status == TIP_OK) {
            tip_bitmap_copy(&left, out);
        }
    }
    tip_bitmap_free(&left);
    return status;
}

static tip_status find_any(struct tip_finding *finding, const struct task *task,
                           struct tip_bitmap *out)
{
    struct tip_bitmap found = {0};
    tip_status status = tip_bitmap_init(&found, out->size, finding->error);
    tip_bitmap_clear(out);
    for (size_t i = node_at(finding, task->node)->first; i != 0 && status == TIP_OK;
         i = node_at(finding, i)->next) {
        struct task part = *task;
        part.node = i;
        status = find(finding, &part, &found);
        if (status == TIP_OK) {
            tip_bitmap_or(out, &found);
        }
    }
    tip_bitmap_free(&found);
    return status;
}

/* `out` (another than task->within) becomes the members of it that the node matches. */
static tip_status find(struct tip_finding *finding, const struct task *task, struct tip_bitmap *out)
{
    tip_status status = TIP_OK;
    switch (node_at(finding, task->node)->kind) {
    case TIP_NODE_SEQUENCE:
        return find_sequence(finding, task, out);
    case TIP_NODE_AND:
        return find_all(finding, task, out);
    case TIP_NODE_OR:
        return find_any(finding, task, out);
    case TIP_NODE_FILTER:
        tip_bitmap_copy(out, task->within);
        return apply_filters(finding, task->node, task->bound, out);
    case TIP_NODE_ALL:
        tip_bitmap_copy(out, task->within);
        return TIP_OK;
    case TIP_NODE_CLAUSE:
        tip_bitmap_clear(out);
        status = add_leaf(finding, task, NULL, out);
        break;
    case TIP_NODE_NEAR:
        tip_bitmap_clear(out);
        status = tip_near_find(finding, task->node, task->within, task->bound, out);
        break;
    }
    tip_bitmap_and(out, task->within);
    return status;
}

/* ---- the whole ---- */

/* What need not match was perhaps not looked for; where it ranks as a set, the passages that have
 * it are wanted all the same. */
static tip_status complete_sets(struct tip_finding *finding, const struct tip_bitmap *matches)
{
    const struct tip_query *query = finding->plan->query;
    struct tip_bitmap found = {0};
    tip_status status = tip_bitmap_init(&found, matches->size, finding->error);
    for (size_t i = 0; i < query->clause_count && status == TIP_OK && !finding->is_cut; i++) {
        const struct tip_clause *clause = &query->clauses[i];
        if (tip_plan_ranks_as_set(finding->plan, clause) && !finding->plan->sets[i].is_found) {
            status = tip_leaf_find(finding, clause, matches, TIP_BOUND_LEAST, false, NULL, &found);
        }
    }
    tip_bitmap_free(&found);
    return status;
}

/* `out` (it may be `base`) becomes the members of `base` that a node matches. */
static tip_status find_from(struct tip_finding *finding, const struct task *task,
                            const struct tip_bitmap *base, struct tip_bitmap *out)
{
    struct tip_bitmap within = {0};
    tip_status status = tip_bitmap_init(&within, base->size, finding->error);
    if (status == TIP_OK) {
        struct task whole = *task;
        whole.within = &within;
        tip_bitmap_copy(&within, base);
        tip_bitmap_copy(out, &within);
        status = task->node == 0 ? TIP_OK : find(finding, &whole, out);
    }
    tip_bitmap_free(&within);
    return status;
}

tip_status tip_which(struct tip_searcher *searcher, struct tip_plan *plan,
                     const struct tip_bitmap *base, struct tip_bitmap *out, bool *is_cut,
                     struct tip_error *error)
{
    struct tip_finding finding = {.searcher = searcher, .plan = plan, .error = error};
    struct task task = {.node = plan->query->root, .bound = TIP_BOUND_LEAST};
    tip_status status = find_from(&finding, &task, base, out);
    if (status == TIP_OK) {
        status = complete_sets(&finding, out);
    }
    *is_cut = finding.is_cut || finding.filters_are_cut || plan->is_cut;
    tip_finding_free(&finding);
    return status;
}

/* Filters of a sequence are judged together; here one of them is alone. */
static tip_status find_filter(struct tip_finding *finding, size_t node, struct tip_bitmap *out)
{
    struct tip_filter filter = finding->plan->query->filters[node_at(finding, node)->place];
    struct tip_query query = *finding->plan->query;
    struct tip_plan plan = *finding->plan;
    filter.owner = node;
    filter.is_excluded = false;
    query.filters = &filter;
    query.filter_count = 1;
    plan.query = &query;
    return tip_filters_apply(finding->searcher, &plan, node, out, &finding->filters_are_cut,
                             finding->error);
}

tip_status tip_which_of_node(struct tip_searcher *searcher, struct tip_plan *plan, size_t node,
                             const struct tip_bitmap *base, struct tip_bitmap *out, bool *is_cut,
                             struct tip_error *error)
{
    struct tip_finding finding = {.searcher = searcher, .plan = plan, .error = error};
    struct task task = {.node = node, .bound = TIP_BOUND_LEAST};
    tip_status status = TIP_OK;
    for (size_t above = node; above != 0; above = node_at(&finding, above)->parent) {
        task.of_text |= node_at(&finding, above)->role == TIP_ROLE_MUST_NOT;
    }
    if (node_at(&finding, node)->kind == TIP_NODE_FILTER) {
        tip_bitmap_copy(out, base);
        status = find_filter(&finding, node, out);
    } else {
        status = find_from(&finding, &task, base, out);
    }
    *is_cut = finding.is_cut || finding.filters_are_cut || plan->is_cut;
    tip_finding_free(&finding);
    return status;
}
