/* The revisions of the Model Context Protocol that are spoken.
 *
 * Up to 2025-11-25 a client begins with `initialize`, which settles the revision for all that
 * follows. From 2026-07-28 on there is no such beginning: each request names its revision, in
 * `_meta` of its parameters (basic/versioning of the specification). A client of either kind is
 * answered in its own.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_REVISION_H
#define TIPSEARCH_MCP_REVISION_H

#include <jansson.h>
#include <stdbool.h>

enum revision {
    REVISION_NONE,
    REVISION_2024_11_05,
    REVISION_2025_03_26, /* batches (in this one alone), annotations of tools */
    REVISION_2025_06_18, /* titles, structured content and its schema, links to resources */
    REVISION_2025_11_25, /* wrong arguments are told to the model */
    REVISION_2026_07_28, /* no session */
    REVISION_COUNT,
    REVISION_LAST_INITIALIZED = REVISION_2025_11_25
};

/* "2025-11-25"; static. */
const char *revision_name(enum revision revision);

/* REVISION_NONE: not known. */
enum revision revision_named(const char *name);

/* Whether requests of it name it. */
static inline bool revision_is_stateless(enum revision revision)
{
    return revision >= REVISION_2026_07_28;
}

/* The names of all, the newest first; NULL: no memory. */
json_t *revision_list(void);

#endif
