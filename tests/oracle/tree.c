/* Links are places in the block. */
#include "oracle/tree.h"

#include <string.h>

void oracle_tree_clear(struct oracle_tree *tree)
{
    memset(tree, 0, sizeof *tree);
    tree->count = 1;
}

uint16_t oracle_tree_add(struct oracle_tree *tree, uint16_t parent, enum oracle_kind kind)
{
    if (tree->count == ORACLE_NODES) {
        return 0;
    }
    uint16_t added = (uint16_t)tree->count++;
    tree->nodes[added].kind = kind;
    tree->nodes[added].number = ORACLE_NOT_WRITTEN;
    if (parent != 0) {
        uint16_t *link = &tree->nodes[parent].first;
        while (*link != 0) {
            link = &tree->nodes[*link].next;
        }
        *link = added;
    }
    return added;
}

size_t oracle_tree_children(const struct oracle_tree *tree, uint16_t node)
{
    size_t count = 0;
    for (uint16_t child = tree->nodes[node].first; child != 0; child = tree->nodes[child].next) {
        count++;
    }
    return count;
}

bool oracle_tree_is_filter(const struct oracle_tree *tree, uint16_t node)
{
    bool is_filter = tree->nodes[node].first != 0 || tree->nodes[node].kind == ORACLE_FILTER;
    for (uint16_t child = tree->nodes[node].first; child != 0; child = tree->nodes[child].next) {
        is_filter &= oracle_tree_is_filter(tree, child);
    }
    return is_filter;
}

bool oracle_tree_is_whole_operand(const struct oracle_tree *tree, uint16_t conjunction,
                                  uint16_t sequence)
{
    return oracle_tree_children(tree, conjunction) > 1 && oracle_tree_children(tree, sequence) == 1;
}
