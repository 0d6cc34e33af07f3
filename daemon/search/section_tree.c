/* The tree is made once for a generation, in the order in which its passages come to each section:
 * that of its numbers goes by when a section first came. Equal headings are one text of the
 * columns, so a node is found by its parent and its heading's place in memory, in a hash table. */
#include "search/section_tree.h"

#include <stdlib.h>

struct builder {
    const struct tip_columns *columns;
    struct tip_section_tree *tree;
    uint32_t *slots; /* nodes plus one, 0 for none */
    size_t slot_count;
};

static size_t slot_of(const struct builder *builder, uint32_t parent, const char *heading)
{
    uint64_t key = (uint64_t)(uintptr_t)heading ^ ((uint64_t)parent << 32);
    return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 20) % builder->slot_count;
}

/* The node of a heading below `parent`, made when it is not there. */
static uint32_t reach(struct builder *builder, uint32_t parent, uint32_t depth, const char *heading)
{
    struct tip_section_tree *tree = builder->tree;
    size_t slot = slot_of(builder, parent, heading);
    for (; builder->slots[slot] != 0; slot = (slot + 1) % builder->slot_count) {
        uint32_t node = builder->slots[slot] - 1;
        if (tree->nodes[node].parent == parent && tree->nodes[node].heading == heading) {
            return node;
        }
    }
    tree->nodes[tree->count] = (struct tip_section_node){parent, depth, heading};
    builder->slots[slot] = ++tree->count;
    return tree->count - 1;
}

static void add_section(struct builder *builder, uint32_t section)
{
    uint32_t node = TIP_NO_NODE;
    size_t depth = tip_columns_section_depth(builder->columns, section);
    for (size_t level = 0; level < depth; level++) {
        node = reach(builder, node, (uint32_t)level,
                     tip_columns_heading(builder->columns, section, level));
    }
    builder->tree->node_of[section] = node;
}

static size_t count_headings(const struct tip_columns *columns)
{
    size_t headings = 0;
    for (uint32_t s = 0; s < tip_columns_section_count(columns); s++) {
        headings += tip_columns_section_depth(columns, s);
    }
    return headings;
}

tip_status tip_section_tree_make(struct tip_section_tree **out, const struct tip_columns *columns,
                                 struct tip_error *error)
{
    uint32_t sections = tip_columns_section_count(columns);
    size_t headings = count_headings(columns);
    struct tip_section_tree *tree = calloc(1, sizeof *tree);
    struct builder builder = {.columns = columns, .tree = tree, .slot_count = 2 * headings + 1};
    builder.slots = calloc(builder.slot_count, sizeof *builder.slots);
    if (tree != NULL) {
        tree->nodes = calloc(headings + 1, sizeof *tree->nodes);
        tree->node_of = calloc((size_t)sections + 1, sizeof *tree->node_of);
    }
    if (tree == NULL || builder.slots == NULL || tree->nodes == NULL || tree->node_of == NULL) {
        free(builder.slots);
        tip_section_tree_free(tree);
        return tip_error_memory(error, "arranging the sections");
    }
    for (uint32_t section = 0; section < sections; section++) {
        tree->node_of[section] = TIP_NO_NODE;
    }
    for (uint32_t place = 0; place < tip_columns_passages(columns); place++) {
        uint32_t section = tip_columns_section_of(columns, tip_columns_at(columns, place));
        if (tree->node_of[section] == TIP_NO_NODE) {
            add_section(&builder, section);
        }
    }
    free(builder.slots);
    *out = tree;
    return TIP_OK;
}

void tip_section_tree_free(struct tip_section_tree *tree)
{
    if (tree == NULL) {
        return;
    }
    free(tree->nodes);
    free(tree->node_of);
    free(tree);
}

void tip_section_tree_path(const struct tip_section_tree *tree, uint32_t node,
                           struct tip_string *out)
{
    for (uint32_t depth = 0; depth <= tree->nodes[node].depth; depth++) {
        uint32_t at = node;
        while (tree->nodes[at].depth > depth) {
            at = tree->nodes[at].parent;
        }
        tip_string_append_text(out, depth == 0 ? "" : " > ");
        tip_string_append_text(out, tree->nodes[at].heading);
    }
}
