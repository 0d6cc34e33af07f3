/* What a record says beyond the keys that are known: kept as JSON, to be returned as it came. */
#include "base/json_writer.h"
#include "reader/jsonl.h"
#include "reader/jsonl_record.h"

static bool is_too_deep(const json_t *value, int depth)
{
    const char *key;
    json_t *member;
    size_t place;
    if (!json_is_object(value) && !json_is_array(value))
        return false;
    if (depth == TIP_RECORD_META_DEPTH)
        return true;
    json_array_foreach(value, place, member)
    {
        if (is_too_deep(member, depth + 1))
            return true;
    }
    json_object_foreach((json_t *)value, key, member)
    {
        if (is_too_deep(member, depth + 1))
            return true;
    }
    return false;
}

/* The shortest of two precisions that is the same number again. */
static void write_real(struct tip_json *json, double value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%.15g", value);
    if (strtod(digits, NULL) != value)
        snprintf(digits, sizeof digits, "%.17g", value);
    tip_json_raw(json, digits);
}

static void write(struct tip_json *json, const json_t *value);

static void write_object(struct tip_json *json, const json_t *value)
{
    const char *key;
    json_t *member;
    tip_json_object(json);
    json_object_foreach((json_t *)value, key, member)
    {
        tip_json_key(json, key);
        write(json, member);
    }
    tip_json_end_object(json);
}

static void write_array(struct tip_json *json, const json_t *value)
{
    json_t *member;
    size_t place;
    tip_json_array(json);
    json_array_foreach(value, place, member)
    {
        write(json, member);
    }
    tip_json_end_array(json);
}

static void write(struct tip_json *json, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        write_object(json, value);
        break;
    case JSON_ARRAY:
        write_array(json, value);
        break;
    case JSON_STRING:
        tip_json_bytes(json, json_string_value(value), json_string_length(value));
        break;
    case JSON_INTEGER:
        tip_json_integer(json, json_integer_value(value));
        break;
    case JSON_REAL:
        write_real(json, json_real_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        tip_json_boolean(json, json_is_true(value));
        break;
    case JSON_NULL:
        tip_json_null(json);
        break;
    }
}

bool tip_record_write(struct tip_string *out, const json_t *value)
{
    struct tip_json json;
    if (is_too_deep(value, 0))
        return false;
    tip_json_begin(&json, out);
    write(&json, value);
    return true;
}
