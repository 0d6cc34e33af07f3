/* Tries small changes, keeps those after which the query still fails, until none is left. */
#include "oracle/shrink.h"

/* A change that makes a tree smaller or plainer; false when there is none at that node. */
typedef bool change(struct oracle_tree *tree, uint16_t node);

static bool drop_first(struct oracle_tree *tree, uint16_t node)
{
    uint16_t first = tree->nodes[node].first;
    bool can_lose = first != 0 && tree->nodes[first].next != 0;
    if (can_lose) {
        tree->nodes[node].first = tree->nodes[first].next;
    }
    return can_lose;
}

static bool drop_behind(struct oracle_tree *tree, uint16_t node)
{
    uint16_t next = tree->nodes[node].next;
    if (next != 0) {
        tree->nodes[node].next = tree->nodes[next].next;
    }
    return next != 0;
}

/* A group's OR takes the place of the root. */
static bool take_group(struct oracle_tree *tree, uint16_t node)
{
    if (tree->nodes[node].kind != ORACLE_GROUP) {
        return false;
    }
    tree->nodes[1] = tree->nodes[tree->nodes[node].first];
    return true;
}

/* A NEAR becomes its first part. */
static bool take_part(struct oracle_tree *tree, uint16_t node)
{
    struct oracle_node *item = &tree->nodes[node];
    if (item->kind != ORACLE_NEAR) {
        return false;
    }
    uint16_t next = item->next;
    enum oracle_sign sign = item->sign;
    *item = tree->nodes[item->first];
    item->next = next;
    item->sign = sign;
    return true;
}

static bool drop_sign(struct oracle_tree *tree, uint16_t node)
{
    bool has_sign = tree->nodes[node].sign != ORACLE_PLAIN;
    tree->nodes[node].sign = ORACLE_PLAIN;
    return has_sign;
}

static bool drop_weight(struct oracle_tree *tree, uint16_t node)
{
    bool has_weight = tree->nodes[node].weight > 0;
    tree->nodes[node].weight = 0;
    return has_weight;
}

static bool drop_word(struct oracle_tree *tree, uint16_t node)
{
    struct oracle_node *phrase = &tree->nodes[node];
    size_t place = 0, from = 0;
    while (phrase->text[place] != '\0' && phrase->text[place] != ' ') {
        place++;
    }
    if (phrase->kind != ORACLE_PHRASE || phrase->text[place] == '\0') {
        return false;
    }
    while ((phrase->text[from] = phrase->text[++place]) != '\0') {
        from++;
    }
    return true;
}

/* Whether a node is still part of the tree. */
static bool is_reached(const struct oracle_tree *tree, uint16_t from, uint16_t node)
{
    for (uint16_t child = tree->nodes[from].first; child != 0; child = tree->nodes[child].next) {
        if (child == node || is_reached(tree, child, node)) {
            return true;
        }
    }
    return from == node;
}

/* Whether each NEAR still has something to be near to. */
static bool is_sound(const struct oracle_tree *tree)
{
    for (uint16_t node = 1; node < tree->count; node++) {
        if (tree->nodes[node].kind == ORACLE_NEAR && oracle_tree_children(tree, node) < 2) {
            return false;
        }
    }
    return true;
}

void oracle_shrink(struct oracle_tree *tree, oracle_fails *fails, void *context)
{
    static change *const changes[] = {take_group, drop_first, drop_behind, take_part,
                                      drop_sign,  drop_word,  drop_weight};
    bool is_smaller = true;
    while (is_smaller) {
        is_smaller = false;
        for (uint16_t node = 1; node < tree->count; node++) {
            for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
                struct oracle_tree tried = *tree;
                if (is_reached(&tried, 1, node) && changes[i](&tried, node) && is_sound(&tried) &&
                    fails(context, &tried)) {
                    *tree = tried;
                    is_smaller = true;
                }
            }
        }
    }
}
