/* The parameters of a query. */
#include "protocol/http_parameters.h"

#include <string.h>

#include "protocol/http_target.h"

static const char *text_of(const struct tip_string *string)
{
    return string->data == NULL ? "" : string->data;
}

/* `name` and `value` are scratch memory. */
static bool read_one(const char *text, size_t length, struct tip_string *name,
                     struct tip_string *value, tip_http_parameter_take *take, void *context,
                     struct tip_http_fault *fault)
{
    const char *equals = memchr(text, '=', length);
    size_t end = equals == NULL ? length : (size_t)(equals - text);
    struct tip_http_parameter parameter;

    tip_string_clear(name);
    tip_string_clear(value);
    if (!tip_http_unescape(name, text, end, true, "the name of a parameter", fault) ||
        (equals != NULL && !tip_http_unescape(value, equals + 1, length - end - 1, true,
                                              "the value of a parameter", fault)))
        return false;
    parameter = (struct tip_http_parameter){.name = text_of(name),
                                            .value = text_of(value),
                                            .name_length = name->length,
                                            .value_length = value->length,
                                            .has_value = equals != NULL};
    return take(context, &parameter);
}

bool tip_http_parameters_read(const char *query, tip_http_parameter_take *take, void *context,
                              struct tip_http_fault *fault)
{
    struct tip_string name = {0}, value = {0};
    bool is_read = true;

    while (*query != '\0' && is_read) {
        size_t length = strcspn(query, "&");

        if (length > 0)
            is_read = read_one(query, length, &name, &value, take, context, fault);
        query += length + (query[length] == '&');
    }
    tip_string_free(&name);
    tip_string_free(&value);
    return is_read;
}

bool tip_http_parameter_set(struct tip_request *request, enum tip_member member,
                            const struct tip_http_parameter *parameter,
                            struct tip_http_fault *fault)
{
    return (tip_member_check_length(member, parameter->name, parameter->value_length,
                                    &fault->error) &&
            tip_member_set_words(request, member, parameter->value, parameter->value_length,
                                 &fault->error)) ||
           tip_http_refuse_by_code(fault);
}

bool tip_http_id_set(struct tip_request *request, const char *id, size_t length,
                     struct tip_http_fault *fault)
{
    struct tip_string text = {0};
    bool is_set =
        tip_http_unescape(&text, id, length, false, "the id in the path", fault) &&
        (tip_member_set_text(request, TIP_MEMBER_ID, text_of(&text), text.length, &fault->error) ||
         tip_http_refuse_by_code(fault));

    tip_string_free(&text);
    return is_set;
}
