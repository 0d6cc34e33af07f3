/* Messages that cannot be read as a whole.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/salvage.h"

#include <stdbool.h>
#include <string.h>

/* A part of the line. */
struct span {
    const char *start, *end;
};

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && memchr(" \t\r\n", *at, 4))
        at++;
    return at;
}

/* Behind the string that begins at `at`; NULL: it does not end. */
static const char *skip_string(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at < end ? at + 1 : NULL;
}

/* At what ends the value that begins at `at`: a comma or a bracket that it did not open. Without
 * recursion, as it may be of any depth. NULL: it does not end. */
static const char *skip_value(const char *at, const char *end)
{
    long depth = 0;

    while (at && at < end) {
        if (depth == 0 && memchr(",}]", *at, 3))
            return at;
        depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        at = *at == '"' ? skip_string(at, end) : at + 1;
    }
    return NULL;
}

/* A member, and in *at what ends it; false: there is none. */
static bool next_member(const char **at, const char *end, struct span *name, struct span *value)
{
    name->start = skip_blanks(*at, end);
    if (name->start == end || *name->start != '"')
        return false;
    name->end = skip_string(name->start, end);
    if (!name->end)
        return false;
    *at = skip_blanks(name->end, end);
    if (*at == end || **at != ':')
        return false;
    value->start = skip_blanks(*at + 1, end);
    value->end = *at = skip_value(value->start, end);
    return *at != NULL;
}

static bool is_named(const struct span *name, const char *wanted)
{
    size_t length = strlen(wanted);

    return (size_t)(name->end - name->start) == length + 2 &&
           memcmp(name->start + 1, wanted, length) == 0;
}

/* Where the only member of this name of an object stands. */
static bool find(struct span *found, const struct span *object, const char *wanted)
{
    const char *at = skip_blanks(object->start, object->end);
    struct span name, value;
    int count = 0;

    if (at == object->end || *at != '{')
        return false;
    do {
        at++;
        if (!next_member(&at, object->end, &name, &value))
            return false;
        if (is_named(&name, wanted)) {
            *found = value;
            count++;
        }
    } while (*at == ',');
    return *at == '}' && skip_blanks(at + 1, object->end) == object->end && count == 1;
}

static json_t *read_member(const struct span *object, const char *name)
{
    struct span value;

    if (!find(&value, object, name))
        return NULL;
    return json_loadb(value.start, (size_t)(value.end - value.start),
                      JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
}

json_t *salvage_request(const char *line, size_t length)
{
    const struct span message = {line, line + length};
    struct span params;
    json_t *id = read_member(&message, "id"), *method = read_member(&message, "method");
    json_t *request = NULL;

    if (id && method)
        request = json_pack(
            "{s:s,s:O,s:O,s:{s:o*}}", "jsonrpc", "2.0", "id", id, "method", method, "params",
            "_meta", find(&params, &message, "params") ? read_member(&params, "_meta") : NULL);
    json_decref(id);
    json_decref(method);
    return request;
}
