/* JSON Schema (2020-12) of results, from rows.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_SCHEMA_H
#define TIPSEARCH_MCP_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>

struct schema_member {
    const char *name; /* NULL behind the last row */
    const char *type; /* "string"; "string?" or null; "[string" an array of such; of "[NAME" with a
                         name that is no type, the caller sets `items` */
    bool is_always_there;
    const char *description; /* or NULL */
};

/* An object with these members and no others. NULL: no memory. */
json_t *schema_object(const struct schema_member *rows);

#endif
