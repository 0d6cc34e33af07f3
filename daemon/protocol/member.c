/* The members of a request: the table and the checks that both forms share. */
#include "protocol/member.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/string_builder.h"
#include "protocol/limits.h"
#include "protocol/refusal.h"

static const struct tip_member_entry members[TIP_MEMBER_COUNT] = {
    [TIP_MEMBER_QUERY] = {"query", "\"<query>\"", TIP_MEMBER_IS_TEXT,
                          offsetof(struct tip_request, query), TIP_LIMIT_QUERY, false},
    [TIP_MEMBER_PREFIX] = {"prefix", "\"<prefix>\"", TIP_MEMBER_IS_TEXT,
                           offsetof(struct tip_request, query), TIP_LIMIT_QUERY, false},
    [TIP_MEMBER_QUOTED] = {"text", "\"<text>\"", TIP_MEMBER_IS_TEXT,
                           offsetof(struct tip_request, quoted), TIP_LIMIT_QUOTED, false},
    [TIP_MEMBER_ID] = {"id", "<id>", TIP_MEMBER_IS_TEXT, offsetof(struct tip_request, id),
                       TIP_LIMIT_LINE, false},
    [TIP_MEMBER_LIKE] = {"like", "<text>", TIP_MEMBER_IS_TEXT, offsetof(struct tip_request, like),
                         TIP_LIMIT_LIKE, true},
    [TIP_MEMBER_TOKEN] = {"token", "<token>", TIP_MEMBER_IS_TEXT,
                          offsetof(struct tip_request, token), TIP_LIMIT_LINE, false},
    [TIP_MEMBER_AFTER] = {"after", "<cursor>", TIP_MEMBER_IS_TEXT,
                          offsetof(struct tip_request, after), TIP_LIMIT_CURSOR, false},
    [TIP_MEMBER_LIMIT] = {"limit", "n", TIP_MEMBER_IS_NUMBER, offsetof(struct tip_request, limit),
                          TIP_LIMIT_HITS, false},
    [TIP_MEMBER_OFFSET] = {"offset", "n", TIP_MEMBER_IS_NUMBER,
                           offsetof(struct tip_request, offset), TIP_LIMIT_WINDOW, false},
    [TIP_MEMBER_SINCE] = {"since", "<generation>", TIP_MEMBER_IS_NUMBER,
                          offsetof(struct tip_request, since), UINT32_MAX, false},
    [TIP_MEMBER_CONTEXT] = {"context", "n", TIP_MEMBER_IS_NUMBER,
                            offsetof(struct tip_request, context), TIP_LIMIT_CONTEXT, false},
    [TIP_MEMBER_FACETS] = {"facets", "country,kind,…", TIP_MEMBER_IS_NAMES, 0, 0, false},
    [TIP_MEMBER_FILTER] = {"filter", "\"<query>\"", TIP_MEMBER_IS_TEXT,
                           offsetof(struct tip_request, filter), TIP_LIMIT_QUERY, false},
#define XX(code, name, example)                                                                    \
    [TIP_MEMBER_FIELDS + TIP_FILTER_##                                                             \
        code] = {name, example, TIP_MEMBER_IS_VALUES, 0, TIP_LIMIT_QUERY, false},
    TIP_FILTER_FIELD_MAP(XX)
#undef XX
        [TIP_MEMBER_SORT] = {"sort", "relevance|year", TIP_MEMBER_IS_NAME, 0, 0, false},
    [TIP_MEMBER_COLLAPSE] = {"collapse", "on|off", TIP_MEMBER_IS_NAME, 0, 0, false},
    [TIP_MEMBER_TEXT] = {"text", NULL, TIP_MEMBER_IS_FLAG, 0, 0, false},
};

const struct tip_member_entry *tip_member_entry(enum tip_member member)
{
    return &members[member];
}

unsigned tip_member_minimum(enum tip_member member, enum tip_command command)
{
    return member == TIP_MEMBER_LIMIT && command == TIP_COMMAND_SCAN ? 1 : 0;
}

unsigned tip_member_maximum(enum tip_member member, enum tip_command command)
{
    if (member == TIP_MEMBER_LIMIT && command == TIP_COMMAND_SCAN)
        return TIP_LIMIT_SCANNED;
    if (member == TIP_MEMBER_LIMIT && command == TIP_COMMAND_COMPARE)
        return TIP_LIMIT_CHANGES;
    return members[member].maximum;
}

static bool is_name(const char *name, const char *text, size_t length, bool ignore_case)
{
    if (strlen(name) != length)
        return false;
    return ignore_case ? strncasecmp(name, text, length) == 0 : memcmp(name, text, length) == 0;
}

enum tip_member tip_member_find(const char *name, size_t length, bool ignore_case)
{
    for (enum tip_member i = 0; i < TIP_MEMBER_COUNT; i++)
        if (is_name(members[i].key, name, length, ignore_case))
            return i;
    return TIP_MEMBER_NONE;
}

bool tip_member_check_length(enum tip_member member, const char *name, size_t length,
                             struct tip_reply_error *error)
{
    const struct tip_member_entry *entry = &members[member];
    const char *advice =
        member == TIP_MEMBER_LIKE ? ": send the part that tells what happened" : "";

    return entry->type != TIP_MEMBER_IS_TEXT || length <= entry->maximum ||
           tip_refuse(error, TIP_CODE_TOO_LONG, "%s has %zu bytes; at most %u are allowed%s", name,
                      length, entry->maximum, advice);
}

bool tip_member_set_text(struct tip_request *request, enum tip_member member, const char *text,
                         size_t length, struct tip_reply_error *error)
{
    const struct tip_member_entry *entry = &members[member];
    char **field = (char **)((char *)request + entry->field);

    if (memchr(text, '\0', length) != NULL)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST, "%s holds a NUL: leave it out", entry->key);
    if (!tip_member_check_length(member, entry->key, length, error))
        return false;
    *field = strndup(text, length);
    if (*field == NULL)
        return tip_refuse(error, TIP_CODE_UNAVAILABLE, "no memory for the request: try again");
    return true;
}

/* A client that makes filters of a list of its own is stopped where a query would be. */
static bool has_room(const struct tip_request *request, size_t length)
{
    for (size_t i = 0; i < request->filter_count; i++)
        length += strlen(request->filters[i].value) + 1;
    return length <= TIP_LIMIT_QUERY;
}

static bool has_filter(const struct tip_request *request, enum tip_filter_field field,
                       const char *value, size_t length)
{
    for (size_t i = 0; i < request->filter_count; i++)
        if (request->filters[i].field == field && strlen(request->filters[i].value) == length &&
            memcmp(request->filters[i].value, value, length) == 0)
            return true;
    return false;
}

bool tip_member_add_value(struct tip_request *request, enum tip_member member, const char *value,
                          size_t length, struct tip_reply_error *error)
{
    enum tip_filter_field field = (enum tip_filter_field)(member - TIP_MEMBER_FIELDS);
    const char *key = members[member].key;
    struct tip_request_filter *moved;

    if (memchr(value, '\0', length) != NULL)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST, "%s holds a NUL: leave it out", key);
    if (has_filter(request, field, value, length))
        return true;
    if (!has_room(request, length))
        return tip_refuse(error, TIP_CODE_TOO_LONG,
                          "the values of %s and the other fields have more than %d bytes", key,
                          TIP_LIMIT_QUERY);
    moved = reallocarray(request->filters, request->filter_count + 1, sizeof *moved);
    if (moved == NULL)
        return tip_refuse(error, TIP_CODE_UNAVAILABLE, "no memory for the request: try again");
    request->filters = moved;
    moved += request->filter_count;
    moved->field = field;
    moved->value = strndup(value, length);
    if (moved->value == NULL)
        return tip_refuse(error, TIP_CODE_UNAVAILABLE, "no memory for the request: try again");
    request->filter_count++;
    return true;
}

bool tip_member_set_number(struct tip_request *request, enum tip_member member, long long number,
                           struct tip_reply_error *error)
{
    const struct tip_member_entry *entry = &members[member];
    unsigned minimum = tip_member_minimum(member, request->command);
    unsigned maximum = tip_member_maximum(member, request->command);

    if (number < minimum || number > maximum)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST,
                          "%s takes a whole number from %u to %u, not %lld", entry->key, minimum,
                          maximum, number);
    *(unsigned *)(void *)((char *)request + entry->field) = (unsigned)number;
    return true;
}

static bool set_facet(struct tip_request *request, const char *name, size_t length,
                      struct tip_reply_error *error)
{
    struct tip_string known = {0};

    for (enum tip_facet i = 0; i < TIP_FACET_COUNT; i++) {
        if (is_name(tip_facet_name(i), name, length, true)) {
            request->facets |= 1u << i;
            tip_string_free(&known);
            return true;
        }
        tip_string_printf(&known, "%s%s", i == 0 ? "" : ", ", tip_facet_name(i));
    }
    tip_refuse(error, TIP_CODE_BAD_REQUEST, "unknown facet “%.*s”: there are %s",
               tip_refusal_echo(name, length), name, known.failed ? "others" : known.data);
    tip_string_free(&known);
    return false;
}

static bool set_sort(struct tip_request *request, const char *name, size_t length,
                     struct tip_reply_error *error)
{
    if (is_name("relevance", name, length, true))
        request->sort = TIP_SORT_RELEVANCE;
    else if (is_name("year", name, length, true))
        request->sort = TIP_SORT_YEAR;
    else
        return tip_refuse(error, TIP_CODE_BAD_REQUEST, "sort takes relevance or year, not “%.*s”",
                          tip_refusal_echo(name, length), name);
    return true;
}

static bool set_collapse(struct tip_request *request, const char *name, size_t length,
                         struct tip_reply_error *error)
{
    request->is_uncollapsed = is_name("off", name, length, true);
    if (request->is_uncollapsed || is_name("on", name, length, true))
        return true;
    return tip_refuse(error, TIP_CODE_BAD_REQUEST, "collapse takes on or off, not “%.*s”",
                      tip_refusal_echo(name, length), name);
}

bool tip_member_set_name(struct tip_request *request, enum tip_member member, const char *name,
                         size_t length, struct tip_reply_error *error)
{
    if (member == TIP_MEMBER_FACETS)
        return set_facet(request, name, length, error);
    if (member == TIP_MEMBER_COLLAPSE)
        return set_collapse(request, name, length, error);
    return set_sort(request, name, length, error);
}
