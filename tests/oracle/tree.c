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
    tree->nodes[added].distance = ORACLE_NOT_WRITTEN;
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

/* The only item in a group's parentheses; 0 when it has several, or one with a sign. */
static uint16_t only_item(const struct oracle_tree *tree, uint16_t group)
{
    uint16_t node = group;
    for (int level = ORACLE_OR; level <= ORACLE_GROUP; level++) {
        node = tree->nodes[node].first;
        if (node == 0 || tree->nodes[node].next != 0) {
            return 0;
        }
    }
    /* a + says nothing of a filter, which must hold anyway */
    bool has_sign =
        tree->nodes[node].sign != ORACLE_PLAIN &&
        !(tree->nodes[node].kind == ORACLE_FILTER && tree->nodes[node].sign == ORACLE_PLUS);
    return has_sign ? 0 : node;
}

/* The leaf takes its place, but stands where it did and keeps the sign. */
static void unwrap(struct oracle_tree *tree, uint16_t group)
{
    struct oracle_node kept = tree->nodes[group];
    uint16_t item = only_item(tree, group);
    bool is_leaf = item != 0 && tree->nodes[item].kind >= ORACLE_WORD &&
                   tree->nodes[item].kind <= ORACLE_FILTER;
    if (is_leaf) {
        tree->nodes[group] = tree->nodes[item];
        tree->nodes[group].sign = kept.sign;
        tree->nodes[group].distance = kept.distance;
        tree->nodes[group].next = kept.next;
    }
}

static void drop_stars(struct oracle_tree *tree, uint16_t sequence)
{
    uint16_t *link = &tree->nodes[sequence].first;
    while (*link != 0) {
        const struct oracle_node *item = &tree->nodes[*link];
        bool is_alone = oracle_tree_children(tree, sequence) == 1;
        if (item->kind == ORACLE_ALL && item->sign == ORACLE_PLAIN && !is_alone) {
            *link = item->next;
        } else {
            link = &tree->nodes[*link].next;
        }
    }
}

void oracle_tree_simplify(struct oracle_tree *tree)
{
    for (uint16_t node = (uint16_t)(tree->count - 1); node > 0; node--) {
        if (tree->nodes[node].kind == ORACLE_GROUP) {
            unwrap(tree, node);
        } else if (tree->nodes[node].kind == ORACLE_SEQUENCE) {
            drop_stars(tree, node);
        }
    }
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
