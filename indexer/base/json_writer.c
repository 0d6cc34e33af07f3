/* JSON text. Most bytes of a reply are plain and pass in runs, by one table look-up each. */
#include "base/json_writer.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

void tip_json_begin(struct tip_json *json, struct tip_string *out)
{
    *json = (struct tip_json){.out = out};
}

/* Writes the comma that a further member needs, and checks that a value may stand here. */
static void begin_value(struct tip_json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->depth == 0)
        return;
    assert(!json->is_object[json->depth - 1]);
    if (json->has_member[json->depth - 1])
        tip_string_append_char(json->out, ',');
    json->has_member[json->depth - 1] = true;
}

static void open_container(struct tip_json *json, bool is_object)
{
    assert(json->depth < TIP_JSON_DEPTH);
    begin_value(json);
    json->is_object[json->depth] = is_object;
    json->has_member[json->depth] = false;
    json->depth++;
    tip_string_append_char(json->out, is_object ? '{' : '[');
}

static void close_container(struct tip_json *json, bool is_object)
{
    assert(json->depth > 0 && json->is_object[json->depth - 1] == is_object && !json->after_key);
    json->depth--;
    tip_string_append_char(json->out, is_object ? '}' : ']');
}

void tip_json_object(struct tip_json *json)
{
    open_container(json, true);
}

void tip_json_end_object(struct tip_json *json)
{
    close_container(json, true);
}

void tip_json_array(struct tip_json *json)
{
    open_container(json, false);
}

void tip_json_end_array(struct tip_json *json)
{
    close_container(json, false);
}

/* Bytes that stand for themselves inside a JSON string. */
static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

static void append_escape(struct tip_string *out, uint32_t character)
{
    switch (character) {
    case '"':
        tip_string_append(out, "\\\"", 2);
        return;
    case '\\':
        tip_string_append(out, "\\\\", 2);
        return;
    case '\n':
        tip_string_append(out, "\\n", 2);
        return;
    case '\t':
        tip_string_append(out, "\\t", 2);
        return;
    case '\r':
        tip_string_append(out, "\\r", 2);
        return;
    default:
        tip_string_printf(out, "\\u%04x", (unsigned)character);
    }
}

static bool needs_escape(uint32_t character)
{
    return character < 0x20 || character == '"' || character == '\\' ||
           (character >= 0x7F && character < 0xA0) || character == 0x2028 || character == 0x2029;
}

static void append_character(struct tip_string *out, uint32_t character)
{
    if (needs_escape(character)) {
        append_escape(out, character);
        return;
    }
    char bytes[4];
    tip_string_append(out, bytes, tip_utf8_encode(character, bytes));
}

static void append_quoted(struct tip_string *out, const char *text, size_t length)
{
    const char *end = text + length;
    tip_string_append_char(out, '"');
    while (text < end) {
        const char *run = text;
        while (text < end && is_plain((unsigned char)*text))
            text++;
        if (text > run)
            tip_string_append(out, run, (size_t)(text - run));
        if (text < end)
            append_character(out, tip_utf8_next(&text, end));
    }
    tip_string_append_char(out, '"');
}

void tip_json_key(struct tip_json *json, const char *key)
{
    assert(json->depth > 0 && json->is_object[json->depth - 1] && !json->after_key);
    if (json->has_member[json->depth - 1])
        tip_string_append_char(json->out, ',');
    json->has_member[json->depth - 1] = true;
    append_quoted(json->out, key, strlen(key));
    tip_string_append_char(json->out, ':');
    json->after_key = true;
}

void tip_json_bytes(struct tip_json *json, const char *text, size_t length)
{
    begin_value(json);
    append_quoted(json->out, text, length);
}

void tip_json_text(struct tip_json *json, const char *text)
{
    if (text == NULL)
        tip_json_null(json);
    else
        tip_json_bytes(json, text, strlen(text));
}

void tip_json_integer(struct tip_json *json, long long value)
{
    begin_value(json);
    tip_string_printf(json->out, "%lld", value);
}

/* Whole numbers of any printable size without an exponent; otherwise six significant digits. */
void tip_json_number(struct tip_json *json, double value)
{
    begin_value(json);
    if (!isfinite(value) || value == 0)
        tip_string_append_char(json->out, '0');
    else if (fabs(value) >= 1e5 && fabs(value) < 1e15)
        tip_string_printf(json->out, "%.0f", value);
    else
        tip_string_printf(json->out, "%.6g", value);
}

void tip_json_boolean(struct tip_json *json, bool value)
{
    begin_value(json);
    tip_string_append_text(json->out, value ? "true" : "false");
}

void tip_json_null(struct tip_json *json)
{
    begin_value(json);
    tip_string_append_text(json->out, "null");
}

void tip_json_raw(struct tip_json *json, const char *value)
{
    begin_value(json);
    tip_string_append_text(json->out, value);
}

void tip_json_member_text(struct tip_json *json, const char *key, const char *text)
{
    tip_json_key(json, key);
    tip_json_text(json, text);
}

void tip_json_member_integer(struct tip_json *json, const char *key, long long value)
{
    tip_json_key(json, key);
    tip_json_integer(json, value);
}

void tip_json_member_boolean(struct tip_json *json, const char *key, bool value)
{
    tip_json_key(json, key);
    tip_json_boolean(json, value);
}
