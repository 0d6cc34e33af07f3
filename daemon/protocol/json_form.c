/* The JSON form: one object, every key known, every value of its type. */
#include "protocol/form.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "protocol/command.h"
#include "protocol/limits.h"
#include "protocol/refusal.h"

static bool refuse_type(const char *key, const char *wanted, struct tip_reply_error *error)
{
    return tip_refuse(error, TIP_CODE_BAD_REQUEST, "“%s” must be %s", key, wanted);
}

static bool read_tag(struct tip_request *request, const json_t *object,
                     struct tip_reply_error *error)
{
    const json_t *tag = json_object_get(object, "tag");

    if (tag == NULL)
        return true;
    if (!json_is_string(tag) ||
        !tip_tag_copy(request->tag, json_string_value(tag), json_string_length(tag)))
        return tip_refuse(error, TIP_CODE_BAD_REQUEST,
                          "“tag” must be a string of 1 to %d of A-Z a-z 0-9 . _ : -",
                          TIP_LIMIT_TAG);
    return true;
}

static bool read_command(struct tip_request *request, const json_t *object,
                         struct tip_reply_error *error)
{
    const json_t *command = json_object_get(object, "cmd");

    if (command == NULL)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST,
                          "“cmd” is missing: {\"cmd\":\"search\",\"query\":\"…\"}");
    if (!json_is_string(command))
        return refuse_type("cmd", "a string", error);
    return tip_command_find(&request->command, json_string_value(command),
                            json_string_length(command), error);
}

static bool set_names(struct tip_request *request, enum tip_member member, const char *key,
                      const json_t *value, struct tip_reply_error *error)
{
    size_t index;
    json_t *name;

    if (!json_is_array(value))
        return refuse_type(key, "an array of strings", error);
    json_array_foreach(value, index, name)
    {
        if (!json_is_string(name))
            return refuse_type(key, "an array of strings", error);
        if (!tip_member_set_name(request, member, json_string_value(name), json_string_length(name),
                                 error))
            return false;
    }
    return true;
}

static bool add_value(struct tip_request *request, enum tip_member member, const json_t *value,
                      struct tip_reply_error *error)
{
    if (!json_is_string(value))
        return refuse_type(tip_member_entry(member)->key, "a string or an array of strings", error);
    return tip_member_add_value(request, member, json_string_value(value),
                                json_string_length(value), error);
}

static bool add_values(struct tip_request *request, enum tip_member member, const json_t *value,
                       struct tip_reply_error *error)
{
    size_t index;
    json_t *item;

    if (!json_is_array(value))
        return add_value(request, member, value, error);
    json_array_foreach(value, index, item)
    {
        if (!add_value(request, member, item, error))
            return false;
    }
    return true;
}

/* A whole number, also one that is written with a fraction of nothing, as 5.0: JSON knows one kind
 * of numbers. */
static bool set_number(struct tip_request *request, enum tip_member member, const json_t *value,
                       struct tip_reply_error *error)
{
    double real = json_real_value(value);

    if (json_is_integer(value))
        return tip_member_set_number(request, member, json_integer_value(value), error);
    if (!json_is_real(value) || real != trunc(real) || fabs(real) > 1e9)
        return refuse_type(tip_member_entry(member)->key, "a whole number", error);
    return tip_member_set_number(request, member, (long long)real, error);
}

static bool set_value(struct tip_request *request, enum tip_member member, const json_t *value,
                      struct tip_reply_error *error)
{
    const struct tip_member_entry *entry = tip_member_entry(member);

    switch (entry->type) {
    case TIP_MEMBER_IS_NUMBER:
        return set_number(request, member, value, error);
    case TIP_MEMBER_IS_FLAG:
        if (!json_is_boolean(value))
            return refuse_type(entry->key, "true or false", error);
        request->with_text = json_is_true(value);
        return true;
    case TIP_MEMBER_IS_NAMES:
        return set_names(request, member, entry->key, value, error);
    case TIP_MEMBER_IS_VALUES:
        return add_values(request, member, value, error);
    case TIP_MEMBER_IS_NAME:
    case TIP_MEMBER_IS_TEXT:
        break;
    }
    if (!json_is_string(value))
        return refuse_type(entry->key, "a string", error);
    if (entry->type == TIP_MEMBER_IS_NAME)
        return tip_member_set_name(request, member, json_string_value(value),
                                   json_string_length(value), error);
    return tip_member_set_text(request, member, json_string_value(value), json_string_length(value),
                               error);
}

/* Whether a key stands for the request as a whole: not in a body, where the path does. */
static bool is_frame(const char *key, bool is_body)
{
    return !is_body && (strcmp(key, "cmd") == 0 || strcmp(key, "tag") == 0);
}

/* HTTP has no HELP, and the name of its path is not the command's. */
static bool refuse_key(enum tip_command command, const char *key, bool is_body,
                       struct tip_reply_error *error)
{
    int shown = tip_refusal_echo(key, strlen(key));

    if (is_body)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST,
                          "the body of this path has no member “%.*s”: /openapi.json lists them",
                          shown, key);
    return tip_refuse(error, TIP_CODE_BAD_REQUEST, "%s has no member “%.*s”: see HELP",
                      tip_command_name(command), shown, key);
}

static bool read_members(struct tip_request *request, json_t *object, bool is_body, unsigned *given,
                         struct tip_reply_error *error)
{
    const char *key;
    json_t *value;

    *given = 0;
    json_object_foreach(object, key, value)
    {
        enum tip_member member = tip_command_member(request->command, key, strlen(key), false);

        if (is_frame(key, is_body))
            continue;
        if (!tip_command_takes(request->command, member))
            return refuse_key(request->command, key, is_body, error);
        if (!set_value(request, member, value, error))
            return false;
        *given |= 1u << member;
    }
    return true;
}

/* The text as JSON, to be released; NULL and `error` when it is none. */
static json_t *parse(const char *text, size_t length, struct tip_reply_error *error)
{
    struct tip_json_scan scan;
    json_error_t trouble;
    json_t *object;

    tip_json_scan(&scan, text, length);
    if (scan.depth > TIP_LIMIT_JSON_DEPTH) {
        tip_refuse(error, TIP_CODE_BAD_REQUEST, "JSON nested %u deep; at most %d", scan.depth,
                   TIP_LIMIT_JSON_DEPTH);
        return NULL;
    }
    object = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &trouble);
    if (object == NULL)
        tip_refuse(error, TIP_CODE_BAD_REQUEST, "not valid JSON at byte %d: %s", trouble.position,
                   trouble.text);
    return object;
}

bool tip_json_form_read(struct tip_request *request, const char *text, size_t length,
                        struct tip_reply_error *error)
{
    json_t *object = parse(text, length, error);
    unsigned given;
    bool is_read = object != NULL && read_tag(request, object, error) &&
                   read_command(request, object, error) &&
                   read_members(request, object, false, &given, error) &&
                   tip_command_check(request, given, error);

    json_decref(object);
    return is_read;
}

bool tip_json_body_read(struct tip_request *request, const char *text, size_t length,
                        unsigned *given, struct tip_reply_error *error)
{
    json_t *object = parse(text, length, error);
    bool is_read = object != NULL;

    if (is_read && !json_is_object(object))
        is_read = refuse_type("the body", "an object", error);
    is_read = is_read && read_members(request, object, true, given, error);
    json_decref(object);
    return is_read;
}
