/* JSON Schema of results, from rows.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/schema.h"

#include <string.h>

static json_t *reference(const char *name, size_t length)
{
    return json_pack("{s:o}", "$ref", json_sprintf("#/$defs/%.*s", (int)length, name));
}

static json_t *type_schema(const char *type)
{
    size_t length = strlen(type);

    if (type[0] == '[')
        return json_pack("{s:s,s:o}", "type", "array", "items", type_schema(type + 1));
    if (type[0] == '@' && type[length - 1] == '?')
        return json_pack("{s:[o,{s:s}]}", "anyOf", reference(type + 1, length - 2), "type", "null");
    if (type[0] == '@')
        return reference(type + 1, length - 1);
    if (type[length - 1] == '?')
        return json_pack("{s:[s%,s]}", "type", type, length - 1, "null");
    return json_pack("{s:s}", "type", type);
}

json_t *schema_object(const struct schema_member *rows)
{
    json_t *properties = json_object(), *needed = json_array();

    for (const struct schema_member *row = rows; row->name; row++) {
        json_t *member = type_schema(row->type);

        if (row->description)
            json_object_set_new(member, "description", json_string(row->description));
        json_object_set_new(properties, row->name, member);
        if (row->is_always_there)
            json_array_append_new(needed, json_string(row->name));
    }
    return json_pack("{s:s,s:o,s:o,s:b}", "type", "object", "properties", properties, "required",
                     needed, "additionalProperties", 0);
}
