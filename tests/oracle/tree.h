/* A query as the oracle knows it: a tree, before it is a text. Its shape is the grammar's:
 *
 *   OR > AND > SEQUENCE > items; an item is a leaf, a NEAR of leaves and groups, or a GROUP, which
 *   has an OR of its own. Each level is there also where it has one child.
 *
 * A tree is one block without pointers, so that to copy it is to assign it. */
#ifndef TIP_ORACLE_TREE_H
#define TIP_ORACLE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ORACLE_NODES = 160, ORACLE_TEXT = 96, ORACLE_NEAR_PARTS = 4 };

enum oracle_kind {
    ORACLE_OR,
    ORACLE_AND,
    ORACLE_SEQUENCE,
    ORACLE_GROUP,
    ORACLE_NEAR,
    ORACLE_WORD,
    ORACLE_EXACT,    /* =word */
    ORACLE_WILDCARD, /* traffick* */
    ORACLE_FUZZY,    /* word~ */
    ORACLE_PHRASE,   /* its words, parted by blanks */
    ORACLE_FILTER,   /* its value */
    ORACLE_ALL
};

enum oracle_sign { ORACLE_PLAIN, ORACLE_PLUS, ORACLE_MINUS, ORACLE_NOT };

enum oracle_field {
    ORACLE_COUNTRY,
    ORACLE_KIND,
    ORACLE_YEAR,
    ORACLE_SECTION,
    ORACLE_REPORT,
    ORACLE_FIELD_COUNT
};

enum { ORACLE_NOT_WRITTEN = -1 };

struct oracle_node {
    enum oracle_kind kind;
    enum oracle_sign sign; /* of an item */
    enum oracle_field field;
    double weight; /* of a leaf or group; 0: not written */
    int number;    /* FUZZY: edits, PHRASE: words between; ORACLE_NOT_WRITTEN where there is none */
    int distance;  /* child of a NEAR: to the one before it; likewise */
    uint16_t first, next; /* child and sibling; 0: none */
    char text[ORACLE_TEXT];
};

/* Node 0 is none, node 1 the root. */
struct oracle_tree {
    struct oracle_node nodes[ORACLE_NODES];
    size_t count;
};

void oracle_tree_clear(struct oracle_tree *tree);

/* A new last child of `parent` (0: the root). 0 when the tree is full. */
uint16_t oracle_tree_add(struct oracle_tree *tree, uint16_t parent, enum oracle_kind kind);

/* How many children a node has. */
size_t oracle_tree_children(const struct oracle_tree *tree, uint16_t node);

static inline bool oracle_node_is_excluded(const struct oracle_node *node)
{
    return node->sign == ORACLE_MINUS || node->sign == ORACLE_NOT;
}

/* Takes away what means nothing: parentheses around one word, phrase or filter, and a * beside
 * other items. */
void oracle_tree_simplify(struct oracle_tree *tree);

/* Whether nothing but filters stands below a node. */
bool oracle_tree_is_filter(const struct oracle_tree *tree, uint16_t node);

/* Whether the item is all of what stands between two ANDs: hyphenated words are taken tight then.
 */
bool oracle_tree_is_whole_operand(const struct oracle_tree *tree, uint16_t conjunction,
                                  uint16_t sequence);

#endif
