/* The revisions of the Model Context Protocol that are spoken.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/revision.h"

#include <string.h>

static const char *const NAMES[REVISION_COUNT] = {
    [REVISION_NONE] = "",
    [REVISION_2024_11_05] = "2024-11-05",
    [REVISION_2025_03_26] = "2025-03-26",
    [REVISION_2025_06_18] = "2025-06-18",
    [REVISION_2025_11_25] = "2025-11-25",
    [REVISION_2026_07_28] = "2026-07-28",
};

const char *revision_name(enum revision revision)
{
    return NAMES[revision];
}

enum revision revision_named(const char *name)
{
    int revision = REVISION_COUNT - 1;

    while (revision > REVISION_NONE && strcmp(NAMES[revision], name) != 0)
        revision--;
    return (enum revision)revision;
}

json_t *revision_list(void)
{
    json_t *names = json_array();

    for (int revision = REVISION_COUNT - 1; revision > REVISION_NONE; revision--)
        json_array_append_new(names, json_string(NAMES[revision]));
    return names;
}
