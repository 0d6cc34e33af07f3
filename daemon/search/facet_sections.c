/* Counts go up the tree in one pass, as no node stands before its parent. A parent has at least its
 * children's count, so the most frequent nodes are a tree, too. */
#include "search/facet_sections.h"

#include <stdlib.h>
#include <string.h>

struct counted_node {
    uint32_t node, count;
};

static int most_first(const void *left, const void *right)
{
    const struct counted_node *a = left, *b = right;
    return a->count != b->count ? (a->count < b->count) - (a->count > b->count)
                                : (a->node > b->node) - (a->node < b->node);
}

/* The nodes that have passages, in `nodes`, which has room for all. */
static size_t count_nodes(struct counted_node *nodes, const struct tip_section_tree *tree,
                          const uint32_t *counts, uint32_t sections)
{
    size_t kept = 0;
    for (uint32_t n = 0; n < tree->count; n++) {
        nodes[n] = (struct counted_node){.node = n};
    }
    for (uint32_t s = 0; s < sections; s++) {
        if (tree->node_of[s] != TIP_NO_NODE) {
            nodes[tree->node_of[s]].count += counts[s];
        }
    }
    for (uint32_t n = tree->count; n-- > 0;) {
        if (tree->nodes[n].parent != TIP_NO_NODE) {
            nodes[tree->nodes[n].parent].count += nodes[n].count;
        }
    }
    for (uint32_t n = 0; n < tree->count; n++) {
        if (nodes[n].count > 0) {
            nodes[kept++] = nodes[n];
        }
    }
    return kept;
}

/* Where in `tree_order` a node belongs: behind its parent and what is below that already. */
static size_t place_of(const struct tip_section_tree *tree, const struct counted_node *tree_order,
                       size_t count, uint32_t node)
{
    uint32_t parent = tree->nodes[node].parent;
    size_t place = 0;
    if (parent == TIP_NO_NODE) {
        return count;
    }
    while (tree_order[place].node != parent) {
        place++;
    }
    for (place++;
         place < count && tree->nodes[tree_order[place].node].depth > tree->nodes[parent].depth;
         place++) {
    }
    return place;
}

static tip_status add_node(struct tip_facet_builder *builder, const struct tip_section_tree *tree,
                           const struct counted_node *counted, struct tip_error *error)
{
    const struct tip_section_node *node = &tree->nodes[counted->node];
    size_t before = builder->list->count;
    struct tip_string path = {0};
    tip_section_tree_path(tree, counted->node, &path);
    tip_status status =
        path.failed ? tip_error_memory(error, "counting facets")
                    : tip_facet_add(builder, path.data, node->heading, counted->count, error);
    tip_string_free(&path);
    if (status == TIP_OK && builder->list->count > before) {
        builder->list->items[before].depth = node->depth;
    }
    return status;
}

tip_status tip_facet_sections(struct tip_facet_builder *builder,
                              const struct tip_section_tree *tree, const uint32_t *counts,
                              uint32_t sections, size_t limit, struct tip_error *error)
{
    struct counted_node *nodes = calloc((size_t)tree->count + 1, sizeof *nodes);
    struct counted_node *tree_order = calloc(limit + 1, sizeof *tree_order);
    tip_status status = TIP_OK;
    if (nodes == NULL || tree_order == NULL) {
        status = tip_error_memory(error, "counting facets");
        goto out;
    }
    size_t count = count_nodes(nodes, tree, counts, sections);
    qsort(nodes, count, sizeof *nodes, most_first);
    builder->list->more = count < limit ? 0 : count - limit;
    count -= builder->list->more;
    for (size_t i = 0; i < count; i++) {
        size_t place = place_of(tree, tree_order, i, nodes[i].node);
        memmove(tree_order + place + 1, tree_order + place, (i - place) * sizeof *tree_order);
        tree_order[place] = nodes[i];
    }
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        status = add_node(builder, tree, &tree_order[i], error);
    }
out:
    free(nodes);
    free(tree_order);
    return status;
}
