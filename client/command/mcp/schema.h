/* JSON Schema (2020-12) of results, from rows.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_SCHEMA_H
#define TIPSEARCH_MCP_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>

struct schema_member {
    const char *name; /* NULL behind the last row */
    const char *type; /* "string"; "string?" or null; "@NAME" what has this name among the schema's
                         $defs; "[string", "[@NAME" an array of such */
    bool is_always_there;
    const char *description; /* or NULL */
};

/* An object with these members and no others. NULL: no memory. */
json_t *schema_object(const struct schema_member *rows);

#endif
