/* Values of members as words: in lines, and in the queries of HTTP. */
#include <string.h>

#include "protocol/member.h"
#include "protocol/refusal.h"

enum { NUMBER_DIGITS = 18 }; /* what a long long surely holds */

/* Digits alone. */
static bool set_number(struct tip_request *request, enum tip_member member, const char *text,
                       size_t length, struct tip_reply_error *error)
{
    const struct tip_member_entry *entry = tip_member_entry(member);
    size_t zeros = strspn(text, "0");
    size_t digits = strspn(text, "0123456789");
    long long number = 0;

    if (digits == 0 || digits != length)
        return tip_refuse(
            error, TIP_CODE_BAD_REQUEST, "%s takes a whole number from %u to %u, not “%.*s”",
            entry->key, tip_member_minimum(member, request->command),
            tip_member_maximum(member, request->command), tip_refusal_echo(text, length), text);
    if (digits - zeros > NUMBER_DIGITS)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST,
                          "%s takes a whole number from %u to %u, this one is too large",
                          entry->key, tip_member_minimum(member, request->command),
                          tip_member_maximum(member, request->command));
    for (size_t i = zeros; i < digits; i++)
        number = number * 10 + (text[i] - '0');
    return tip_member_set_number(request, member, number, error);
}

static bool set_names(struct tip_request *request, enum tip_member member, const char *text,
                      size_t length, struct tip_reply_error *error)
{
    const char *name = text, *end = text + length;

    for (;;) {
        const char *comma = memchr(name, ',', (size_t)(end - name));
        size_t name_length = (size_t)((comma == NULL ? end : comma) - name);

        if (!tip_member_set_name(request, member, name, name_length, error))
            return false;
        if (comma == NULL)
            return true;
        name = comma + 1;
    }
}

static bool set_flag(struct tip_request *request, enum tip_member member, const char *text,
                     struct tip_reply_error *error)
{
    request->with_text = strcmp(text, "true") == 0;
    if (request->with_text || strcmp(text, "false") == 0)
        return true;
    return tip_refuse(error, TIP_CODE_BAD_REQUEST, "%s takes true or false",
                      tip_member_entry(member)->key);
}

bool tip_member_set_words(struct tip_request *request, enum tip_member member, const char *text,
                          size_t length, struct tip_reply_error *error)
{
    switch (tip_member_entry(member)->type) {
    case TIP_MEMBER_IS_NUMBER:
        return set_number(request, member, text, length, error);
    case TIP_MEMBER_IS_NAMES:
        return set_names(request, member, text, length, error);
    case TIP_MEMBER_IS_VALUES:
        return tip_member_add_value(request, member, text, length, error);
    case TIP_MEMBER_IS_NAME:
        return tip_member_set_name(request, member, text, length, error);
    case TIP_MEMBER_IS_FLAG:
        return set_flag(request, member, text, error);
    case TIP_MEMBER_IS_TEXT:
        break;
    }
    return tip_member_set_text(request, member, text, length, error);
}
