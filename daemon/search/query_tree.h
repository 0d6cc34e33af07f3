/* The tree of a query while it is built. */
#ifndef TIP_QUERY_TREE_H
#define TIP_QUERY_TREE_H

#include "search/query_parts.h"

/* Appends a node without parts; 0 without memory. */
size_t tip_tree_add(struct tip_query *query, enum tip_node_kind kind);

/* Makes `part` the last part of `node`. */
void tip_tree_append(struct tip_query *query, size_t node, size_t part);

/* Whether nothing but filters stands in the node. */
bool tip_tree_is_filter(const struct tip_query *query, size_t node);

/* Multiplies a node's weight; what would leave the bounds of a weight stays at the bound. */
void tip_tree_weigh(struct tip_query *query, size_t node, double weight);

/* What depends on the whole tree: parents, what is a filter, owners of filters, and what of clauses
 * is excluded and how much they weigh. Lists, and groups of plain words, in a sequence become its
 * own.
 */
void tip_tree_finish(struct tip_query *query);

#endif
