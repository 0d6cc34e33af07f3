/* Nodes live in an array and name each other by their places, so that it may grow. */
#include "search/query_tree.h"

#include <math.h>
#include <stdlib.h>

const double tip_weight_least = 0.1;

size_t tip_tree_add(struct tip_query *query, enum tip_node_kind kind)
{
    if (query->node_count == query->node_capacity) {
        size_t wanted = query->node_capacity == 0 ? 16 : query->node_capacity * 2;
        struct tip_node *moved = reallocarray(query->nodes, wanted, sizeof *moved);
        if (moved == NULL) {
            return 0;
        }
        query->nodes = moved;
        query->node_capacity = wanted;
    }
    if (query->node_count == 0) {
        query->nodes[query->node_count++] = (struct tip_node){0};
    }
    query->nodes[query->node_count] = (struct tip_node){.kind = kind, .weight = 1};
    return query->node_count++;
}

void tip_tree_append(struct tip_query *query, size_t node, size_t part)
{
    struct tip_node *nodes = query->nodes;
    if (nodes[node].first == 0) {
        nodes[node].first = part;
    } else {
        nodes[nodes[node].last].next = part;
    }
    nodes[node].last = part;
    nodes[part].parent = node;
    nodes[part].next = 0;
}

bool tip_tree_is_filter(const struct tip_query *query, size_t node)
{
    const struct tip_node *nodes = query->nodes;
    bool is_filter = nodes[node].kind == TIP_NODE_FILTER || nodes[node].first != 0;
    for (size_t i = nodes[node].first; i != 0 && is_filter; i = nodes[i].next) {
        is_filter = tip_tree_is_filter(query, i);
    }
    return is_filter;
}

void tip_tree_weigh(struct tip_query *query, size_t node, double weight)
{
    double product = query->nodes[node].weight * weight;
    query->nodes[node].weight = fmin(fmax(product, tip_weight_least), TIP_WEIGHT_MOST);
}

/* ---- what depends on the whole ---- */

/* Puts the parts of `part`, which is one of `node`, in its place. `before` is the part of `node`
 * before it, 0 when it is the first. */
static void splice(struct tip_query *query, size_t node, size_t before, size_t part)
{
    struct tip_node *nodes = query->nodes;
    size_t first = nodes[part].first, last = nodes[part].last;
    for (size_t i = first; i != 0; i = nodes[i].next) {
        nodes[i].parent = node;
        nodes[i].role = nodes[part].role;
        tip_tree_weigh(query, i, nodes[part].weight);
    }
    nodes[last].next = nodes[part].next;
    if (before == 0) {
        nodes[node].first = first;
    } else {
        nodes[before].next = first;
    }
    if (nodes[node].last == part) {
        nodes[node].last = last;
    }
}

/* Whether a group in a sequence says no more than its words would in the group's place. */
static bool is_plain_group(const struct tip_query *query, size_t node)
{
    const struct tip_node *nodes = query->nodes;
    if (nodes[node].kind != TIP_NODE_SEQUENCE || nodes[node].role != TIP_ROLE_ANY) {
        return false;
    }
    for (size_t i = nodes[node].first; i != 0; i = nodes[i].next) {
        if (nodes[i].role != TIP_ROLE_ANY || nodes[i].is_filter || nodes[i].kind == TIP_NODE_ALL) {
            return false;
        }
    }
    return true;
}

static void flatten(struct tip_query *query, size_t sequence)
{
    size_t before = 0;
    for (size_t i = query->nodes[sequence].first; i != 0;) {
        size_t next = query->nodes[i].next;
        if (query->nodes[i].is_list || is_plain_group(query, i)) {
            size_t last = query->nodes[i].last;
            splice(query, sequence, before, i);
            before = last;
        } else {
            before = i;
        }
        i = next;
    }
}

static bool holds_only_filters(const struct tip_query *query, size_t node)
{
    for (size_t i = query->nodes[node].first; i != 0; i = query->nodes[i].next) {
        if (!query->nodes[i].is_filter) {
            return false;
        }
    }
    return query->nodes[node].first != 0;
}

/* Bottom up: a part is finished before the sequence that it may become part of. */
static void shape(struct tip_query *query, size_t node)
{
    for (size_t i = query->nodes[node].first; i != 0; i = query->nodes[i].next) {
        shape(query, i);
    }
    if (query->nodes[node].kind == TIP_NODE_SEQUENCE) {
        flatten(query, node);
    }
    query->nodes[node].is_filter =
        query->nodes[node].kind == TIP_NODE_FILTER || holds_only_filters(query, node);
}

/* Top down. */
static void hand_down(struct tip_query *query, size_t node, bool is_excluded, double weight)
{
    struct tip_node *here = &query->nodes[node];
    is_excluded ^= here->role == TIP_ROLE_MUST_NOT;
    weight *= here->weight;
    if (here->kind == TIP_NODE_CLAUSE) {
        query->clauses[here->place].node = node;
        query->clauses[here->place].is_excluded = is_excluded;
        query->clauses[here->place].weight = weight;
    } else if (here->kind == TIP_NODE_FILTER) {
        bool in_sequence = query->nodes[here->parent].kind == TIP_NODE_SEQUENCE;
        query->filters[here->place].owner = in_sequence ? here->parent : node;
        query->filters[here->place].is_excluded = here->role == TIP_ROLE_MUST_NOT;
        query->filters[here->place].is_negated = is_excluded;
    }
    for (size_t i = query->nodes[node].first; i != 0; i = query->nodes[i].next) {
        hand_down(query, i, is_excluded, weight);
    }
}

void tip_tree_finish(struct tip_query *query)
{
    if (query->root != 0) {
        shape(query, query->root);
        hand_down(query, query->root, false, 1);
    }
}
