/* Arguments of tools.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/argument.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_LEAST = 1000, YEAR_MOST = 9999, VALUE_MAX = 300 /* characters */, SHOWN_MAX = 60 };

/* ---- the schema ---- */

static json_t *choice_list(const struct argument *row)
{
    json_t *list = json_array();

    for (const char *const *choice = row->choices; *choice; choice++)
        json_array_append_new(list, json_string(*choice));
    return list;
}

/* The forms of one value of a row of several. Each has one type: some makers of models know no
 * lists of types. */
static json_t *value_forms(const struct argument *row)
{
    if (row->kind == ARGUMENT_CHOICES)
        return json_pack("[{s:s,s:o}]", "type", "string", "enum", choice_list(row));
    if (row->kind == ARGUMENT_YEARS)
        return json_pack("[{s:s,s:i,s:i},{s:s,s:s}]", "type", "integer", "minimum", (int)YEAR_LEAST,
                         "maximum", (int)YEAR_MOST, "type", "string", "pattern",
                         "^([0-9]{4}|[0-9]{4}\\.\\.|\\.\\.[0-9]{4}|[0-9]{4}\\.\\.[0-9]{4})$");
    return json_pack("[{s:s,s:i,s:i}]", "type", "string", "minLength", 1, "maxLength",
                     (int)VALUE_MAX);
}

/* A value, or an array of such. */
static json_t *values_schema(const struct argument *row)
{
    json_t *forms = value_forms(row);
    json_t *items = json_array_size(forms) > 1 ? json_pack("{s:o}", "anyOf", value_forms(row))
                                               : json_incref(json_array_get(forms, 0));

    json_array_append_new(forms, json_pack("{s:s,s:o,s:i,s:i}", "type", "array", "items", items,
                                           "minItems", 1, "maxItems", (int)ARGUMENT_VALUES_MAX));
    return json_pack("{s:o}", "anyOf", forms);
}

static json_t *row_schema(const struct argument *row)
{
    switch (row->kind) {
    case ARGUMENT_TEXT: /* a schema counts characters, of which each has a byte at least */
        return json_pack("{s:s,s:i,s:I}", "type", "string", "minLength", 1, "maxLength",
                         (json_int_t)row->most);
    case ARGUMENT_NUMBER:
        return json_pack("{s:s,s:I,s:I,s:I}", "type", "integer", "minimum", (json_int_t)row->least,
                         "maximum", (json_int_t)row->most, "default", (json_int_t)row->standard);
    case ARGUMENT_ID:
        return json_pack("{s:s,s:s}", "type", "string", "pattern", "^[0-9a-f]{16}$");
    case ARGUMENT_VALUES:
    case ARGUMENT_CHOICES:
    case ARGUMENT_YEARS:
        break;
    }
    return values_schema(row);
}

json_t *argument_schema(const struct argument *rows)
{
    json_t *properties = json_object(), *needed = json_array();
    json_t *schema;

    for (const struct argument *row = rows; row->name; row++) {
        json_t *property = row_schema(row);

        json_object_set_new(property, "description", json_string(row->description));
        json_object_set_new(properties, row->name, property);
        if (row->is_needed)
            json_array_append_new(needed, json_string(row->name));
    }
    schema = json_pack("{s:s,s:o,s:b}", "type", "object", "properties", properties,
                       "additionalProperties", 0);
    if (json_array_size(needed) > 0)
        json_object_set(schema, "required", needed);
    json_decref(needed);
    return schema;
}

/* ---- the check ---- */

/* Code points; -1: it holds a NUL, which no request can carry. */
static long count_characters(const json_t *text)
{
    const char *bytes = json_string_value(text);
    long count = 0;

    if (strlen(bytes) != json_string_length(text))
        return -1;
    for (; *bytes; bytes++)
        count += ((unsigned char)*bytes & 0xC0) != 0x80;
    return count;
}

static bool is_value_text(const json_t *value, long most)
{
    long count = json_is_string(value) ? count_characters(value) : 0;

    return count >= 1 && count <= most;
}

static bool is_text(const json_t *value, long most)
{
    return json_is_string(value) && count_characters(value) >= 1 &&
           json_string_length(value) <= (size_t)most;
}

/* A whole number may be written as 5.0, which JSON Schema calls an integer. */
static bool is_number(const json_t *value, long least, long most)
{
    double number = json_number_value(value);

    return json_is_number(value) && number >= (double)least && number <= (double)most &&
           (double)(long)number == number;
}

static bool is_id(const json_t *value)
{
    const char *text = json_string_value(value);

    return text && json_string_length(value) == 16 && strspn(text, "0123456789abcdef") == 16;
}

static bool is_year(const char *text)
{
    return strspn(text, "0123456789") >= 4;
}

/* "2021", "2021..", "..2021", "2021..2023" */
static bool is_range(const json_t *value)
{
    const char *text = json_string_value(value);
    size_t length = text ? json_string_length(value) : 0;

    if (!text || strlen(text) != length || strspn(text, "0123456789.") != length)
        return false;
    if (length == 4)
        return is_year(text);
    if (length == 6)
        return (is_year(text) && strcmp(text + 4, "..") == 0) ||
               (strncmp(text, "..", 2) == 0 && is_year(text + 2));
    return length == 10 && is_year(text) && strncmp(text + 4, "..", 2) == 0 && is_year(text + 6);
}

static bool is_choice(const struct argument *row, const json_t *value)
{
    const char *text = json_string_value(value);

    for (const char *const *choice = row->choices; text && *choice; choice++)
        if (strcmp(text, *choice) == 0)
            return strlen(text) == json_string_length(value);
    return false;
}

static bool is_value(const struct argument *row, const json_t *value)
{
    if (row->kind == ARGUMENT_CHOICES)
        return is_choice(row, value);
    if (row->kind == ARGUMENT_YEARS)
        return is_range(value) || is_number(value, YEAR_LEAST, YEAR_MOST);
    return is_value_text(value, VALUE_MAX);
}

static bool are_values(const struct argument *row, const json_t *value)
{
    size_t count = json_array_size(value);

    if (!json_is_array(value))
        return is_value(row, value);
    for (size_t i = 0; i < count; i++)
        if (!is_value(row, json_array_get(value, i)))
            return false;
    return count >= 1 && count <= ARGUMENT_VALUES_MAX;
}

static bool is_right(const struct argument *row, const json_t *value)
{
    switch (row->kind) {
    case ARGUMENT_TEXT:
        return is_text(value, row->most);
    case ARGUMENT_NUMBER:
        return is_number(value, row->least, row->most);
    case ARGUMENT_ID:
        return is_id(value);
    case ARGUMENT_VALUES:
    case ARGUMENT_CHOICES:
    case ARGUMENT_YEARS:
        break;
    }
    return are_values(row, value);
}

static void describe(const struct argument *row, FILE *out)
{
    switch (row->kind) {
    case ARGUMENT_TEXT:
        fprintf(out, "a text of 1 to %ld bytes in UTF-8, without NUL", row->most);
        return;
    case ARGUMENT_NUMBER:
        fprintf(out, "a whole number from %ld to %ld", row->least, row->most);
        return;
    case ARGUMENT_ID:
        fputs("a passage's id, 16 digits of 0-9 and a-f, as results have it", out);
        return;
    case ARGUMENT_VALUES:
        fprintf(out, "a text of 1 to %d characters", VALUE_MAX);
        break;
    case ARGUMENT_YEARS:
        fputs("a year such as 2023 or a range such as \"2021..2023\"", out);
        break;
    case ARGUMENT_CHOICES:
        fputs("one of", out);
        for (const char *const *choice = row->choices; *choice; choice++)
            fprintf(out, "%s %s", choice == row->choices ? "" : ",", *choice);
        break;
    }
    fprintf(out, ", or an array of 1 to %d such", ARGUMENT_VALUES_MAX);
}

static const struct argument *find(const struct argument *rows, const char *name)
{
    while (rows->name && strcmp(rows->name, name) != 0)
        rows++;
    return rows->name ? rows : NULL;
}

static void name_all(const struct argument *rows, FILE *out)
{
    for (const struct argument *row = rows; row->name; row++)
        fprintf(out, "%s%s", row == rows ? "" : ", ", row->name);
}

/* Writes the first fault; nothing when there is none. */
static void write_fault(const struct argument *rows, const char *tool, const json_t *arguments,
                        FILE *out)
{
    const char *name;
    json_t *value;

    if (arguments && !json_is_object(arguments)) {
        fputs("arguments is an object", out);
        return;
    }
    json_object_foreach((json_t *)arguments, name, value)
    {
        const struct argument *row = find(rows, name);

        if (!row) {
            fprintf(out, "%s has no argument \"%.*s\": it takes ", tool, SHOWN_MAX, name);
            name_all(rows, out);
            return;
        }
        if (!is_right(row, value)) {
            fprintf(out, "%s: the argument \"%s\" takes ", tool, name);
            describe(row, out);
            return;
        }
    }
    for (const struct argument *row = rows; row->name; row++) {
        if (!row->is_needed || json_object_get(arguments, row->name))
            continue;
        fprintf(out, "%s needs the argument \"%s\": ", tool, row->name);
        describe(row, out);
        return;
    }
}

bool argument_check(const struct argument *rows, const char *tool, const json_t *arguments,
                    char *fault)
{
    FILE *out = fmemopen(fault, ARGUMENT_FAULT_SIZE, "w");

    fault[0] = '\0';
    if (!out)
        return snprintf(fault, ARGUMENT_FAULT_SIZE, "there is not enough memory") < 0;
    write_fault(rows, tool, arguments, out);
    fclose(out);
    fault[ARGUMENT_FAULT_SIZE - 1] = '\0';
    return fault[0] == '\0';
}

/* ---- what was given ---- */

long argument_number(const struct argument *rows, const json_t *arguments, const char *name)
{
    const json_t *value = json_object_get(arguments, name);

    return value ? (long)json_number_value(value) : find(rows, name)->standard;
}

const char *argument_text(const json_t *arguments, const char *name)
{
    return json_string_value(json_object_get(arguments, name));
}
