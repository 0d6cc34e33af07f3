/* The facet section: headings as a tree. */
#ifndef TIP_FACET_SECTIONS_H
#define TIP_FACET_SECTIONS_H

#include "search/facet_list.h"
#include "search/section_tree.h"

/* Lists the most frequent `limit` headings, each behind the one above it, siblings by their counts,
 * and notes how many more there are.
 * `counts` has the passages of each section; a heading counts those below it as well. */
tip_status tip_facet_sections(struct tip_facet_builder *builder,
                              const struct tip_section_tree *tree, const uint32_t *counts,
                              uint32_t sections, size_t limit,
                              struct tip_error *error) TIP_MUST_CHECK;

#endif
