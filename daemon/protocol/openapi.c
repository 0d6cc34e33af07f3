/* What HTTP offers, as OpenAPI 3.1 describes it: from the tables of paths, commands and members. */
#include <stdio.h>
#include <string.h>

#include "base/json_writer.h"
#include "protocol/command.h"
#include "protocol/http_fault.h"
#include "protocol/http_pages.h"
#include "protocol/http_route.h"
#include "protocol/limits.h"
#include "protocol/openapi_schemas.h"

/* What an operation may be answered by, besides success. */
enum { BY_GET = 1, BY_POST = 2, BY_ID = 4, BY_PAGE = 8, BY_METRICS = 16 };

static const struct {
    unsigned status;
    unsigned when; /* any of the bits above */
    const char *about;
} failures[] = {
    {400, BY_GET | BY_POST | BY_PAGE, "The request or its query is wrong; the message says where."},
    {401, BY_GET | BY_POST | BY_METRICS, "The token is not known, or one is needed."},
    {403, BY_METRICS, "The token does not see everything."},
    {404, BY_ID, "No passage has this id."},
    {405, BY_GET | BY_POST | BY_PAGE, "The path is asked by other methods, which Allow names."},
    {406, BY_GET | BY_POST | BY_PAGE, "No coding is acceptable that this server has."},
    {408, BY_GET | BY_POST | BY_PAGE, "The request was not whole in time."},
    {410, BY_ID, "The passage was there and is no more."},
    {411, BY_POST, "Content-Length is missing."},
    {413, BY_GET | BY_POST, "The body or a text in it is over its limit."},
    {414, BY_GET | BY_PAGE, "The path and query are over their limit: use POST."},
    {415, BY_POST, "The body is not application/json."},
    {417, BY_POST, "Expect asks for something else than 100-continue."},
    {421, BY_GET | BY_POST | BY_PAGE, "The host is not this machine's."},
    {429, BY_GET | BY_POST, "More requests than the token may ask; Retry-After tells when."},
    {431, BY_GET | BY_POST | BY_PAGE, "The head of the request is over its limit."},
    {500, BY_GET | BY_POST, "A fault of the server."},
    {501, BY_POST, "A transfer coding other than chunked."},
    {503, BY_GET | BY_POST, "Too many requests wait, or the index cannot be used; Retry-After."},
    {504, BY_GET | BY_POST, "The request waited too long and did not run."},
    {505, BY_GET | BY_POST | BY_PAGE, "Another version than HTTP/1.1 or HTTP/1.0."},
};

/* What is said of members. */
static const char *member_about(enum tip_member member)
{
    switch (member) {
    case TIP_MEMBER_QUERY:
        return "In the query language, tipsearch-query(7).";
    case TIP_MEMBER_PREFIX:
        return "What is being typed.";
    case TIP_MEMBER_ID:
        return "Of a passage, as hits show it.";
    case TIP_MEMBER_LIKE:
        return "A text that passages should be like; instead of id.";
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
    if (member == TIP_MEMBER_QUERY || member == TIP_MEMBER_LIKE)
        tip_json_member_integer(json, "minLength", 1);
    tip_json_member_integer(json, "maxLength", tip_member_entry(member)->maximum);
}

static void write_number_schema(struct tip_json *json, enum tip_command command,
                                enum tip_member member)
{
    tip_json_member_text(json, "type", "integer");
    tip_json_member_integer(json, "minimum", 0);
    tip_json_member_integer(json, "maximum", tip_member_entry(member)->maximum);
    tip_json_member_integer(json, "default",
                            member != TIP_MEMBER_LIMIT       ? 0
                            : command == TIP_COMMAND_EXPLAIN ? TIP_LIMIT_EXPLAINED_DEFAULT
                                                             : TIP_LIMIT_HITS_DEFAULT);
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

static void write_sorts(struct tip_json *json)
{
    tip_json_member_text(json, "type", "string");
    tip_json_key(json, "enum");
    tip_json_array(json);
    tip_json_text(json, "relevance");
    tip_json_text(json, "year");
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
        write_sorts(json);
        break;
    case TIP_MEMBER_IS_FLAG:
        tip_json_member_text(json, "type", "boolean");
        break;
    }
    tip_json_end_object(json);
}

/* ---- requests ---- */

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
    if (in_path || is_argument(route, member))
        tip_json_member_boolean(json, "required", true);
    if (tip_member_entry(member)->type == TIP_MEMBER_IS_NAMES) {
        tip_json_member_text(json, "style", "form");
        tip_json_member_boolean(json, "explode", false);
    }
    tip_json_key(json, "schema");
    write_member_schema(json, route->command, member, false);
    tip_json_end_object(json);
}

static void write_parameters(struct tip_json *json, const struct tip_http_route *route)
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

/* {"required":["KEY"]}, without braces. */
static void write_required(struct tip_json *json, enum tip_member member)
{
    tip_json_key(json, "required");
    tip_json_array(json);
    tip_json_text(json, tip_member_entry(member)->key);
    tip_json_end_array(json);
}

/* Which of its members a body must have. */
static void write_requirements(struct tip_json *json, const struct tip_command_entry *command)
{
    if (command->instead == TIP_MEMBER_NONE) {
        write_required(json, command->argument);
        return;
    }
    tip_json_key(json, "oneOf");
    tip_json_array(json);
    tip_json_object(json);
    write_required(json, command->argument);
    tip_json_end_object(json);
    tip_json_object(json);
    write_required(json, command->instead);
    tip_json_end_object(json);
    tip_json_end_array(json);
}

static void write_body(struct tip_json *json, const struct tip_http_route *route)
{
    tip_json_key(json, "requestBody");
    tip_json_object(json);
    tip_json_member_boolean(json, "required", true);
    tip_json_key(json, "content");
    tip_json_object(json);
    tip_json_key(json, "application/json");
    tip_json_object(json);
    tip_json_key(json, "schema");
    tip_json_object(json);
    tip_json_member_text(json, "type", "object");
    tip_json_key(json, "properties");
    tip_json_object(json);
    for (enum tip_member i = 0; i < TIP_MEMBER_COUNT; i++) {
        if (!tip_http_route_takes(route, i, true))
            continue;
        tip_json_key(json, tip_member_entry(i)->key);
        write_member_schema(json, route->command, i, true);
    }
    tip_json_end_object(json);
    tip_json_member_boolean(json, "additionalProperties", false);
    write_requirements(json, tip_command_entry(route->command));
    tip_json_end_object(json);
    tip_json_end_object(json);
    tip_json_end_object(json);
    tip_json_end_object(json);
}

/* ---- replies ---- */

/* The schema of success; NULL where it is no JSON of ours. */
static const char *reply_schema(const struct tip_http_route *route)
{
    if (route->page == TIP_HTTP_PAGE_HEALTH)
        return "Health";
    if (route->page != TIP_HTTP_PAGE_NONE)
        return NULL;
    switch (route->command) {
    case TIP_COMMAND_SEARCH:
        return "SearchReply";
    case TIP_COMMAND_EXPLAIN:
        return "ExplainReply";
    case TIP_COMMAND_GET:
        return "PassageReply";
    case TIP_COMMAND_SIMILAR:
        return "SimilarReply";
    case TIP_COMMAND_SUGGEST:
        return "SuggestReply";
    case TIP_COMMAND_PATTERNS:
        return "PatternsReply";
    case TIP_COMMAND_STATS:
        return "StatsReply";
    default:
        return NULL;
    }
}

/* {"TYPE":{"schema":…}} */
static void write_content(struct tip_json *json, const char *type, const char *schema)
{
    tip_json_key(json, type);
    tip_json_object(json);
    tip_json_key(json, "schema");
    if (schema != NULL) {
        tip_openapi_reference_write(json, "schemas", schema);
    } else {
        tip_json_object(json);
        tip_json_member_text(json, "type",
                             strcmp(type, "application/json") == 0 ? "object" : "string");
        tip_json_end_object(json);
    }
    tip_json_end_object(json);
}

static void write_header(struct tip_json *json, const char *name, const char *about)
{
    tip_json_key(json, name);
    tip_json_object(json);
    tip_json_member_text(json, "description", about);
    tip_json_key(json, "schema");
    tip_json_object(json);
    tip_json_member_text(json, "type", "string");
    tip_json_end_object(json);
    tip_json_end_object(json);
}

static void write_success(struct tip_json *json, const struct tip_http_route *route, bool is_get)
{
    bool has_tag = is_get && route->page == TIP_HTTP_PAGE_NONE;

    tip_json_key(json, "200");
    tip_json_object(json);
    tip_json_member_text(json, "description", "The answer.");
    if (has_tag) {
        tip_json_key(json, "headers");
        tip_json_object(json);
        write_header(json, "ETag", "For If-None-Match. A partial answer has none.");
        tip_json_end_object(json);
    }
    tip_json_key(json, "content");
    tip_json_object(json);
    if (route->page == TIP_HTTP_PAGE_HELP || route->page == TIP_HTTP_PAGE_METRICS) {
        write_content(json, "text/plain", NULL);
        if (route->page == TIP_HTTP_PAGE_HELP)
            write_content(json, "text/html", NULL);
    } else {
        write_content(json, "application/json", reply_schema(route));
    }
    tip_json_end_object(json);
    tip_json_end_object(json);
    if (!has_tag)
        return;
    tip_json_key(json, "304");
    tip_json_object(json);
    tip_json_member_text(json, "description", "If-None-Match names what the answer would be.");
    tip_json_end_object(json);
}

static void write_failures(struct tip_json *json, const struct tip_http_route *route, bool is_get)
{
    unsigned when = route->page != TIP_HTTP_PAGE_NONE ? BY_PAGE : is_get ? BY_GET : BY_POST;
    char status[4];

    if (route->page == TIP_HTTP_PAGE_METRICS)
        when |= BY_METRICS;
    if (tip_command_takes(route->command, TIP_MEMBER_ID) && route->page == TIP_HTTP_PAGE_NONE)
        when |= BY_ID;
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        if ((failures[i].when & when) == 0)
            continue;
        snprintf(status, sizeof status, "%u", failures[i].status % 1000);
        tip_json_key(json, status);
        tip_openapi_reference_write(json, "responses", status);
    }
}

static void write_failure(struct tip_json *json, unsigned status, const char *about)
{
    char key[4];

    snprintf(key, sizeof key, "%u", status % 1000);
    tip_json_key(json, key);
    tip_json_object(json);
    tip_json_member_text(json, "description", about);
    if (status == 401 || status == 405 || status == 429 || status == 503) {
        tip_json_key(json, "headers");
        tip_json_object(json);
        write_header(json,
                     status == 401   ? "WWW-Authenticate"
                     : status == 405 ? "Allow"
                                     : "Retry-After",
                     status == 401   ? "Bearer."
                     : status == 405 ? "Methods."
                                     : "Seconds.");
        tip_json_end_object(json);
    }
    tip_json_key(json, "content");
    tip_json_object(json);
    write_content(json, "application/json", "Error");
    tip_json_end_object(json);
    tip_json_end_object(json);
}

/* ---- operations ---- */

static void write_security(struct tip_json *json, const struct tip_http_route *route)
{
    tip_json_key(json, "security");
    tip_json_array(json);
    if (route->page == TIP_HTTP_PAGE_NONE || route->page == TIP_HTTP_PAGE_METRICS) {
        tip_json_object(json);
        tip_json_end_object(json);
        tip_json_object(json);
        tip_json_key(json, "bearer");
        tip_json_array(json);
        tip_json_end_array(json);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

static void write_operation(struct tip_json *json, const struct tip_http_route *route, bool is_get)
{
    bool is_both = route->methods == (TIP_HTTP_GETS | TIP_HTTP_POSTS);
    struct tip_string name = {0};

    tip_string_printf(&name, "%s%s", route->name, is_both && !is_get ? "ByBody" : "");
    tip_json_key(json, is_get ? "get" : "post");
    tip_json_object(json);
    tip_json_member_text(json, "operationId", name.failed ? "" : name.data);
    tip_json_member_text(json, "summary",
                         route->page == TIP_HTTP_PAGE_NONE
                             ? tip_command_entry(route->command)->summary
                             : route->summary);
    if (is_get)
        write_parameters(json, route);
    else
        write_body(json, route);
    write_security(json, route);
    tip_json_key(json, "responses");
    tip_json_object(json);
    write_success(json, route, is_get);
    write_failures(json, route, is_get);
    tip_json_end_object(json);
    tip_json_end_object(json);
    tip_string_free(&name);
}

static void write_paths(struct tip_json *json)
{
    size_t count;
    const struct tip_http_route *routes = tip_http_routes(&count);

    tip_json_key(json, "paths");
    tip_json_object(json);
    for (size_t i = 0; i < count; i++) {
        tip_json_key(json, routes[i].path);
        tip_json_object(json);
        if ((routes[i].methods & TIP_HTTP_GETS) != 0)
            write_operation(json, &routes[i], true);
        if ((routes[i].methods & TIP_HTTP_POSTS) != 0)
            write_operation(json, &routes[i], false);
        tip_json_end_object(json);
    }
    tip_json_end_object(json);
}

static void write_info(struct tip_json *json)
{
    tip_json_key(json, "info");
    tip_json_object(json);
    tip_json_member_text(json, "title", "tipsearch");
    tip_json_member_text(json, "version", TIP_VERSION);
    tip_json_member_text(json, "description",
                         "Full-text search over reports on human trafficking, passage by passage. "
                         "HEAD is answered wherever GET is. Replies may get further members.");
    tip_json_key(json, "license");
    tip_json_object(json);
    tip_json_member_text(json, "name", "GPL-3.0-or-later");
    tip_json_member_text(json, "identifier", "GPL-3.0-or-later");
    tip_json_end_object(json);
    tip_json_end_object(json);
}

static void write_components(struct tip_json *json)
{
    tip_json_key(json, "components");
    tip_json_object(json);
    tip_json_key(json, "securitySchemes");
    tip_json_object(json);
    tip_json_key(json, "bearer");
    tip_json_object(json);
    tip_json_member_text(json, "type", "http");
    tip_json_member_text(json, "scheme", "bearer");
    tip_json_member_text(json, "description", "A token, where the server wants one.");
    tip_json_end_object(json);
    tip_json_end_object(json);
    tip_json_key(json, "responses");
    tip_json_object(json);
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++)
        write_failure(json, failures[i].status, failures[i].about);
    tip_json_end_object(json);
    tip_json_key(json, "schemas");
    tip_json_object(json);
    tip_openapi_schemas_write(json);
    tip_json_end_object(json);
    tip_json_end_object(json);
}

void tip_openapi_write(struct tip_string *out)
{
    struct tip_json json;

    tip_json_begin(&json, out);
    tip_json_object(&json);
    tip_json_member_text(&json, "openapi", "3.1.0");
    write_info(&json);
    tip_json_key(&json, "servers");
    tip_json_array(&json);
    tip_json_object(&json);
    tip_json_member_text(&json, "url", "/");
    tip_json_end_object(&json);
    tip_json_end_array(&json);
    write_paths(&json);
    write_components(&json);
    tip_json_end_object(&json);
    tip_string_append_char(out, '\n');
}
