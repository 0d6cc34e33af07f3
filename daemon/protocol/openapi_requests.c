/* How requests are described: parameters and bodies, from the tables of commands and members. */
#include "protocol/openapi_requests.h"

#include <string.h>

#include "protocol/command.h"
#include "protocol/limits.h"
#include "protocol/openapi_schemas.h"

/* What is said of members. */
static const char *member_about(enum tip_member member)
{
    switch (member) {
    case TIP_MEMBER_QUERY:
        return "In the query language, tipsearch-query(7).";
    case TIP_MEMBER_PREFIX:
        return "What is being typed.";
    case TIP_MEMBER_QUOTED:
        return "A text that may be of the reports.";
    case TIP_MEMBER_ID:
        return "Of a passage, as hits show it.";
    case TIP_MEMBER_LIKE:
        return "A text that passages should be like; instead of id.";
    case TIP_MEMBER_AFTER:
        return "What the page before has in next; left out for the first page.";
    case TIP_MEMBER_SINCE:
        return "Only passages whose id appeared after this generation of the index.";
    case TIP_MEMBER_COLLAPSE:
        return "Off: passages that are the same, or nearly, in several reports count each.";
    case TIP_MEMBER_LIMIT:
        return "How many at most.";
    case TIP_MEMBER_OFFSET:
        return "How many are passed over; offset + limit is at most 10000.";
    case TIP_MEMBER_CONTEXT:
        return "Neighbours on each side.";
    case TIP_MEMBER_FACETS:
        return "Counts over all that was found.";
    case TIP_MEMBER_FILTER:
        return "A query that hits must match besides, without a part in their rank.";
    case TIP_MEMBER_SORT:
        return "By relevance, or the newest year first.";
    case TIP_MEMBER_TEXT:
        return "Each hit has its whole text.";
    default:
        return "A value of the field, as behind its colon in a query.";
    }
}

/* ---- schemas of members ---- */

static void write_text_schema(struct tip_json *json, enum tip_member member)
{
    tip_json_member_text(json, "type", "string");
    if (member == TIP_MEMBER_ID) {
        tip_json_member_text(json, "pattern", "^[0-9A-Fa-f]{16}$");
        return;
    }
    if (member != TIP_MEMBER_PREFIX)
        tip_json_member_integer(json, "minLength", 1);
    tip_json_member_integer(json, "maxLength", tip_member_entry(member)->maximum);
}

static void write_number_schema(struct tip_json *json, enum tip_command command,
                                enum tip_member member)
{
    tip_json_member_text(json, "type", "integer");
    tip_json_member_integer(json, "minimum", tip_member_minimum(member, command));
    tip_json_member_integer(json, "maximum", tip_member_maximum(member, command));
    tip_json_member_integer(json, "default",
                            member == TIP_MEMBER_LIMIT ? tip_command_default_limit(command) : 0);
}

static void write_facet_names(struct tip_json *json)
{
    tip_json_member_text(json, "type", "array");
    tip_json_key(json, "items");
    tip_json_object(json);
    tip_json_member_text(json, "type", "string");
    tip_json_key(json, "enum");
    tip_json_array(json);
    for (enum tip_facet i = 0; i < TIP_FACET_COUNT; i++)
        tip_json_text(json, tip_facet_name(i));
    tip_json_end_array(json);
    tip_json_end_object(json);
}

/* One of two names. */
static void write_choice(struct tip_json *json, enum tip_member member)
{
    tip_json_member_text(json, "type", "string");
    tip_json_key(json, "enum");
    tip_json_array(json);
    tip_json_text(json, member == TIP_MEMBER_COLLAPSE ? "on" : "relevance");
    tip_json_text(json, member == TIP_MEMBER_COLLAPSE ? "off" : "year");
    tip_json_end_array(json);
}

/* Values of a field: one, or in a body several. */
static void write_values_schema(struct tip_json *json, bool in_body)
{
    if (!in_body) {
        tip_json_member_text(json, "type", "string");
        return;
    }
    tip_json_key(json, "type");
    tip_json_array(json);
    tip_json_text(json, "string");
    tip_json_text(json, "array");
    tip_json_end_array(json);
    tip_json_key(json, "items");
    tip_json_object(json);
    tip_json_member_text(json, "type", "string");
    tip_json_end_object(json);
}

static void write_member_schema(struct tip_json *json, enum tip_command command,
                                enum tip_member member, bool in_body)
{
    tip_json_object(json);
    if (in_body)
        tip_json_member_text(json, "description", member_about(member));
    switch (tip_member_entry(member)->type) {
    case TIP_MEMBER_IS_TEXT:
        write_text_schema(json, member);
        break;
    case TIP_MEMBER_IS_NUMBER:
        write_number_schema(json, command, member);
        break;
    case TIP_MEMBER_IS_NAMES:
        write_facet_names(json);
        break;
    case TIP_MEMBER_IS_VALUES:
        write_values_schema(json, in_body);
        break;
    case TIP_MEMBER_IS_NAME:
        write_choice(json, member);
        break;
    case TIP_MEMBER_IS_FLAG:
        tip_json_member_text(json, "type", "boolean");
        break;
    }
    tip_json_end_object(json);
}

/* ---- parameters ---- */

static bool is_argument(const struct tip_http_route *route, enum tip_member member)
{
    const struct tip_command_entry *command = tip_command_entry(route->command);

    return command->argument == member && command->instead == TIP_MEMBER_NONE;
}

static void write_parameter(struct tip_json *json, const struct tip_http_route *route,
                            enum tip_member member, bool in_path)
{
    tip_json_object(json);
    tip_json_member_text(json, "name", tip_http_parameter_name(member));
    tip_json_member_text(json, "in", in_path ? "path" : "query");
    tip_json_member_text(json, "description", member_about(member));
    if (in_path || (is_argument(route, member) && route->page != TIP_HTTP_PAGE_FEED))
        tip_json_member_boolean(json, "required", true);
    if (tip_member_entry(member)->type == TIP_MEMBER_IS_NAMES) {
        tip_json_member_text(json, "style", "form");
        tip_json_member_boolean(json, "explode", false);
    }
    tip_json_key(json, "schema");
    write_member_schema(json, route->command, member, false);
    tip_json_end_object(json);
}

void tip_openapi_parameters_write(struct tip_json *json, const struct tip_http_route *route)
{
    tip_json_key(json, "parameters");
    tip_json_array(json);
    if (strchr(route->path, '{') != NULL)
        write_parameter(json, route, TIP_MEMBER_ID, true);
    for (enum tip_member i = 0; i < TIP_MEMBER_COUNT; i++)
        if (tip_http_route_takes(route, i, false))
            write_parameter(json, route, i, false);
    tip_json_end_array(json);
}

/* ---- bodies ---- */

/* The objects that bodies are: one where the command's argument is given and, where something may
 * stand for it, one where that is. */
static const struct body {
    enum tip_command command;
    enum tip_member must; /* have */
    const char *name;
} bodies[] = {
    {TIP_COMMAND_SEARCH, TIP_MEMBER_QUERY, "SearchRequest"},
    {TIP_COMMAND_EXPLAIN, TIP_MEMBER_QUERY, "ExplainRequest"},
    {TIP_COMMAND_SCAN, TIP_MEMBER_QUERY, "ScanRequest"},
    {TIP_COMMAND_COMPARE, TIP_MEMBER_QUERY, "CompareRequest"},
    {TIP_COMMAND_QUOTE, TIP_MEMBER_QUOTED, "QuoteRequest"},
    {TIP_COMMAND_SUGGEST, TIP_MEMBER_PREFIX, "SuggestRequest"},
    {TIP_COMMAND_SIMILAR, TIP_MEMBER_ID, "SimilarToPassageRequest"},
    {TIP_COMMAND_SIMILAR, TIP_MEMBER_LIKE, "SimilarToTextRequest"},
};

enum { BODY_COUNT = sizeof bodies / sizeof bodies[0] };

/* Whether a member stands for the one that this body must have. */
static bool is_other_argument(const struct body *body, enum tip_member member)
{
    const struct tip_command_entry *command = tip_command_entry(body->command);

    return member != body->must && (member == command->argument || member == command->instead);
}

static void write_body_schema(struct tip_json *json, const struct body *body)
{
    tip_json_object(json);
    tip_json_member_text(json, "type", "object");
    tip_json_key(json, "properties");
    tip_json_object(json);
    for (enum tip_member i = 0; i < TIP_MEMBER_COUNT; i++) {
        if (!tip_command_takes(body->command, i) || is_other_argument(body, i))
            continue;
        tip_json_key(json, tip_member_entry(i)->key);
        write_member_schema(json, body->command, i, true);
    }
    tip_json_end_object(json);
    tip_json_member_boolean(json, "additionalProperties", false);
    tip_json_key(json, "required");
    tip_json_array(json);
    tip_json_text(json, tip_member_entry(body->must)->key);
    tip_json_end_array(json);
    tip_json_end_object(json);
}

void tip_openapi_bodies_write(struct tip_json *json)
{
    for (size_t i = 0; i < BODY_COUNT; i++) {
        tip_json_key(json, bodies[i].name);
        write_body_schema(json, &bodies[i]);
    }
}

/* The schema of a command's body: its object, or one of several. */
static void write_body_choice(struct tip_json *json, enum tip_command command)
{
    bool has_choice = tip_command_entry(command)->instead != TIP_MEMBER_NONE;

    if (has_choice) {
        tip_json_object(json);
        tip_json_key(json, "oneOf");
        tip_json_array(json);
    }
    for (size_t i = 0; i < BODY_COUNT; i++)
        if (bodies[i].command == command)
            tip_openapi_reference_write(json, "schemas", bodies[i].name);
    if (has_choice) {
        tip_json_end_array(json);
        tip_json_end_object(json);
    }
}

void tip_openapi_body_write(struct tip_json *json, const struct tip_http_route *route)
{
    tip_json_key(json, "requestBody");
    tip_json_object(json);
    tip_json_member_boolean(json, "required", true);
    tip_json_key(json, "content");
    tip_json_object(json);
    tip_json_key(json, "application/json");
    tip_json_object(json);
    tip_json_key(json, "schema");
    write_body_choice(json, route->command);
    tip_json_end_object(json);
    tip_json_end_object(json);
    tip_json_end_object(json);
}
