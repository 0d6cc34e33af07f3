/* JSON written straight into a string: one line, no spaces, keys in the order they are given.
 *
 * Control characters, U+007F-009F, U+2028 and U+2029 are escaped (several languages' line readers
 * cut there); text that is not UTF-8 has each bad byte replaced by U+FFFD; numbers are finite and
 * short (a NaN or an infinity is written as 0). Commas and nesting are the writer's business; a
 * call that does not fit where it stands (a value without a key in an object) is an assertion. */
#ifndef TIP_BASE_JSON_WRITER_H
#define TIP_BASE_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/string_builder.h"

/* Containers in containers. The deepest text is the tree of a query, whose 64 groups are three
 * nodes each at most, and a node two containers. */
enum { TIP_JSON_DEPTH = 512 };

struct tip_json {
    struct tip_string *out; /* borrowed; its `failed` tells of missing memory */
    int depth;
    bool has_member[TIP_JSON_DEPTH];
    bool is_object[TIP_JSON_DEPTH];
    bool after_key;
};

void tip_json_begin(struct tip_json *json, struct tip_string *out);

void tip_json_object(struct tip_json *json);
void tip_json_end_object(struct tip_json *json);
void tip_json_array(struct tip_json *json);
void tip_json_end_array(struct tip_json *json);
void tip_json_key(struct tip_json *json, const char *key);

void tip_json_text(struct tip_json *json, const char *text); /* NUL-terminated; NULL gives null */
void tip_json_bytes(struct tip_json *json, const char *text, size_t length);
void tip_json_integer(struct tip_json *json, long long value);
void tip_json_number(struct tip_json *json, double value); /* six significant digits */
void tip_json_boolean(struct tip_json *json, bool value);
void tip_json_null(struct tip_json *json);
void tip_json_raw(struct tip_json *json, const char *value); /* JSON that a writer made before */

/* A key and its value in one call. */
void tip_json_member_text(struct tip_json *json, const char *key, const char *text);
void tip_json_member_integer(struct tip_json *json, const char *key, long long value);
void tip_json_member_boolean(struct tip_json *json, const char *key, bool value);

#endif
