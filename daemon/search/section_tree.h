/* The headings of a generation as a tree: a node is a heading with those above it, whatever reports
 * have it. */
#ifndef TIP_SECTION_TREE_H
#define TIP_SECTION_TREE_H

#include "base/string_builder.h"
#include "index/columns.h"

#define TIP_NO_NODE UINT32_MAX

struct tip_section_node {
    uint32_t parent;     /* a lower number; TIP_NO_NODE: it is an outermost heading */
    uint32_t depth;      /* 0: outermost */
    const char *heading; /* the columns' */
};

struct tip_section_tree {
    struct tip_section_node *nodes; /* in the order of the reports: none stands before its parent */
    uint32_t count;
    uint32_t *node_of; /* by section: its innermost heading, TIP_NO_NODE without headings */
};

/* The caller frees *out; the columns outlive it. */
tip_status tip_section_tree_make(struct tip_section_tree **out, const struct tip_columns *columns,
                                 struct tip_error *error) TIP_MUST_CHECK;
void tip_section_tree_free(struct tip_section_tree *tree); /* NULL is allowed */

/* Appends "Topics > Cyber Scams": the path as section: takes it. */
void tip_section_tree_path(const struct tip_section_tree *tree, uint32_t node,
                           struct tip_string *out);

#endif
