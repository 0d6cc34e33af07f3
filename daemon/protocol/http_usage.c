/* How a path is asked: `GET /search?q=<query>[&limit=n]…`, `POST /similar {"id" or "like": …}`. */
#include "protocol/http_usage.h"

#include <stdio.h>

#include "base/string_builder.h"
#include "protocol/command.h"

/* What the usage of lines shows for a value, without the quotes that only lines need. */
static void append_value(struct tip_string *out, enum tip_member member)
{
    const char *value = tip_member_entry(member)->value;

    if (value == NULL)
        value = "true";
    for (; *value != '\0'; value++)
        if (*value != '"')
            tip_string_append_char(out, *value);
}

static void append_query(struct tip_string *out, const struct tip_http_route *route)
{
    enum tip_member argument = tip_command_entry(route->command)->argument;
    char before = '?';

    for (enum tip_member i = 0; i < TIP_MEMBER_COUNT; i++) {
        if (!tip_http_route_takes(route, i, false))
            continue;
        tip_string_printf(out, "%s%c%s=", i == argument ? "" : "[", before,
                          tip_http_parameter_name(i));
        append_value(out, i);
        tip_string_append_text(out, i == argument ? "" : "]");
        before = '&';
    }
}

static void append_body(struct tip_string *out, enum tip_command command)
{
    const struct tip_command_entry *row = tip_command_entry(command);

    tip_string_printf(out, " {\"%s\"", tip_member_entry(row->argument)->key);
    if (row->instead != TIP_MEMBER_NONE)
        tip_string_printf(out, " or \"%s\"", tip_member_entry(row->instead)->key);
    tip_string_append_text(out, ": …");
    for (enum tip_member i = 0; i < TIP_MEMBER_COUNT; i++)
        if ((row->options >> i & 1u) != 0)
            tip_string_printf(out, "[, \"%s\": …]", tip_member_entry(i)->key);
    tip_string_append_char(out, '}');
}

static bool refuse(const struct tip_http_route *route, bool is_post, const char *message,
                   struct tip_http_fault *fault)
{
    struct tip_string usage = {0};

    tip_string_printf(&usage, "%s %s", is_post ? "POST" : "GET", route->path);
    if (is_post)
        append_body(&usage, route->command);
    else
        append_query(&usage, route);
    tip_http_refuse(fault, 400, "%s: usage: %s", message,
                    usage.failed ? "see /openapi.json" : usage.data);
    tip_string_free(&usage);
    return false;
}

static bool refuse_missing(const struct tip_http_route *route, bool is_post,
                           struct tip_http_fault *fault)
{
    const struct tip_command_entry *row = tip_command_entry(route->command);
    char message[64];

    if (!is_post)
        snprintf(message, sizeof message, "“%s” is missing",
                 tip_http_parameter_name(row->argument));
    else if (row->instead == TIP_MEMBER_NONE)
        snprintf(message, sizeof message, "“%s” is missing", tip_member_entry(row->argument)->key);
    else
        snprintf(message, sizeof message, "“%s” or “%s” is missing",
                 tip_member_entry(row->argument)->key, tip_member_entry(row->instead)->key);
    return refuse(route, is_post, message, fault);
}

bool tip_http_check(const struct tip_http_route *route, bool is_post, struct tip_request *request,
                    unsigned given, struct tip_http_fault *fault)
{
    switch (tip_command_argument(route->command, given)) {
    case TIP_ARGUMENT_MISSING:
        return refuse_missing(route, is_post, fault);
    case TIP_ARGUMENT_TWICE:
        return refuse(route, is_post, "both “id” and “like” are given", fault);
    case TIP_ARGUMENT_GIVEN:
        break;
    }
    if (tip_command_check(request, given, &fault->error))
        return true;
    fault->status = tip_http_status(fault->error.code);
    return false;
}
