/* Why a passage does not match: the parts of the query that it lacks, or must not have. */
#include "search/explain.h"

#include <stdlib.h>
#include <string.h>

#include "search/which.h"

/* One passage against one query. */
struct judging {
    struct tip_explaining *explaining;
    struct tip_plan *plan;
    struct tip_bitmap passage; /* it alone */
    struct tip_bitmap found;   /* scratch */
    struct tip_explained_hit *hit;
};

static tip_status add_lack(struct tip_explaining *explaining, struct tip_explained_hit *hit,
                           const char *why, char *text)
{
    struct tip_explained_lack *lacks = reallocarray(hit->lacks, hit->lack_count + 1, sizeof *lacks);
    if (lacks == NULL) {
        free(text);
        return tip_error_memory(explaining->error, "explaining");
    }
    hit->lacks = lacks;
    lacks[hit->lack_count++] = (struct tip_explained_lack){.why = why, .text = text};
    return TIP_OK;
}

static tip_status add_node(struct judging *judging, size_t node, const char *why)
{
    struct tip_searcher *searcher = judging->explaining->searcher;
    struct tip_string text = {0};
    tip_status status =
        tip_query_node_read_as(&text, judging->plan->query, node, searcher->analyser,
                               &searcher->tokens, judging->explaining->error);
    if (status != TIP_OK) {
        tip_string_free(&text);
        return status;
    }
    char *written = tip_string_release(&text);
    return written == NULL ? tip_error_memory(judging->explaining->error, "explaining")
                           : add_lack(judging->explaining, judging->hit, why, written);
}

static tip_status matches(struct judging *judging, size_t node, bool *is_match)
{
    bool is_cut;
    tip_status status =
        tip_which_of_node(judging->explaining->searcher, judging->plan, node, &judging->passage,
                          &judging->found, &is_cut, judging->explaining->error);
    *is_match = tip_bitmap_count(&judging->found) > 0;
    return status;
}

static tip_status judge(struct judging *judging, size_t node);

/* Parts of NEAR that all stand there do so too far from each other. */
static tip_status judge_near(struct judging *judging, size_t node)
{
    const struct tip_node *nodes = judging->plan->query->nodes;
    size_t before = judging->hit->lack_count;
    tip_status status = TIP_OK;
    for (size_t i = nodes[node].first; i != 0 && status == TIP_OK; i = nodes[i].next) {
        status = judge(judging, i);
    }
    return status == TIP_OK && judging->hit->lack_count == before ? add_node(judging, node, "far")
                                                                  : status;
}

/* Optional items are named where none of them is there. */
static tip_status judge_sequence(struct judging *judging, size_t node)
{
    const struct tip_node *nodes = judging->plan->query->nodes;
    size_t before = judging->hit->lack_count;
    bool has_must = false, has_other = false;
    tip_status status = TIP_OK;
    for (size_t i = nodes[node].first; i != 0 && status == TIP_OK; i = nodes[i].next) {
        bool is_match;
        has_must |= nodes[i].role == TIP_ROLE_MUST;
        status = matches(judging, i, &is_match);
        has_other |=
            status == TIP_OK && nodes[i].role == TIP_ROLE_ANY && !nodes[i].is_filter && is_match;
        if (status == TIP_OK && nodes[i].role == TIP_ROLE_MUST_NOT && is_match) {
            status = add_node(judging, i, "excluded");
        } else if (status == TIP_OK && tip_node_is_required(&nodes[i])) {
            status = judge(judging, i);
        }
    }
    for (size_t i = has_must || has_other || judging->hit->lack_count > before ? 0
                                                                               : nodes[node].first;
         i != 0 && status == TIP_OK; i = nodes[i].next) {
        if (nodes[i].role == TIP_ROLE_ANY && !nodes[i].is_filter) {
            status = judge(judging, i);
        }
    }
    return status;
}

/* Adds what it is in a node that does not match; nothing for one that does. */
static tip_status judge(struct judging *judging, size_t node)
{
    const struct tip_node *nodes = judging->plan->query->nodes;
    bool is_match;
    tip_status status = matches(judging, node, &is_match);
    if (status != TIP_OK || is_match) {
        return status;
    }
    switch (nodes[node].kind) {
    case TIP_NODE_CLAUSE:
    case TIP_NODE_ALL:
        return add_node(judging, node, "absent");
    case TIP_NODE_FILTER:
        return add_node(judging, node, "filter");
    case TIP_NODE_NEAR:
        return judge_near(judging, node);
    case TIP_NODE_SEQUENCE:
        return judge_sequence(judging, node);
    case TIP_NODE_AND:
    case TIP_NODE_OR:
        break;
    }
    for (size_t i = nodes[node].first; i != 0 && status == TIP_OK; i = nodes[i].next) {
        status = judge(judging, i);
    }
    return status;
}

static tip_status judge_side(struct tip_explaining *explaining, struct tip_plan *plan,
                             uint32_t number, struct tip_explained_hit *hit)
{
    struct judging judging = {.explaining = explaining, .plan = plan, .hit = hit};
    if (plan == NULL || plan->query->root == 0) {
        return TIP_OK;
    }
    tip_status status =
        tip_bitmap_init(&judging.passage, explaining->base->size, explaining->error);
    if (status == TIP_OK) {
        status = tip_bitmap_init(&judging.found, explaining->base->size, explaining->error);
    }
    if (status == TIP_OK) {
        tip_bitmap_set(&judging.passage, number);
        status = judge(&judging, plan->query->root);
    }
    tip_bitmap_free(&judging.passage);
    tip_bitmap_free(&judging.found);
    return status;
}

/* What all that was asked lets through can only be hidden by what says the same elsewhere. */
tip_status tip_explain_lacks(struct tip_explaining *explaining, uint32_t number,
                             struct tip_explained_hit *hit)
{
    if (!tip_bitmap_has(explaining->base, number)) {
        return add_lack(explaining, hit, "contents", NULL);
    }
    tip_status status = judge_side(explaining, explaining->plan, number, hit);
    if (status == TIP_OK) {
        status = judge_side(explaining, explaining->filter, number, hit);
    }
    if (status == TIP_OK) {
        status = judge_side(explaining, explaining->fields, number, hit);
    }
    return status == TIP_OK && hit->lack_count == 0 ? add_lack(explaining, hit, "twin", NULL)
                                                    : status;
}
