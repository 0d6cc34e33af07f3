/* What HTTP offers, as OpenAPI 3.1 describes it: from the tables of paths, commands and members. */
#include <stdio.h>
#include <string.h>

#include "base/json_writer.h"
#include "protocol/command.h"
#include "protocol/http_fault.h"
#include "protocol/http_pages.h"
#include "protocol/http_route.h"
#include "protocol/limits.h"
#include "protocol/openapi_requests.h"
#include "protocol/openapi_schemas.h"

/* What an operation may be answered by, besides success. */
enum { BY_GET = 1, BY_POST = 2, BY_ID = 4, BY_PAGE = 8, BY_METRICS = 16, BY_GENERATION = 32 };

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
    {410, BY_ID | BY_GENERATION,
     "The passage, or the generation of the index that after or since names, is no more."},
    {411, BY_POST, "Content-Length is missing."},
    {413, BY_GET | BY_POST, "The body or a text in it is over its limit."},
    {414, BY_GET | BY_PAGE,
     "The path and query are over their limit: where the path takes POST, use that."},
    {415, BY_POST, "The body is not application/json."},
    {417, BY_POST, "Expect asks for something else than 100-continue."},
    {421, BY_GET | BY_POST | BY_PAGE, "The host is not this machine's."},
    {429, BY_GET | BY_POST, "More requests than the token may ask; Retry-After tells when."},
    {431, BY_GET | BY_POST | BY_PAGE, "The head of the request is over its limit."},
    {500, BY_GET | BY_POST, "A fault of the server."},
    {501, BY_POST, "A transfer coding other than chunked."},
    {503, BY_GET | BY_POST, "Too many requests wait, or the index cannot be used; Retry-After."},
    {504, BY_GET | BY_POST,
     "The request waited too long and did not run, or a page of a scan took too long."},
    {505, BY_GET | BY_POST | BY_PAGE, "Another version than HTTP/1.1 or HTTP/1.0."},
};

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
    case TIP_COMMAND_SCAN:
        return "ScanReply";
    case TIP_COMMAND_COMPARE:
        return "CompareReply";
    case TIP_COMMAND_GET:
        return "PassageReply";
    case TIP_COMMAND_SIMILAR:
        return "SimilarReply";
    case TIP_COMMAND_QUOTE:
        return "QuoteReply";
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

/* Whether a command's reply is shown, in whatever form. */
static bool shows_reply(const struct tip_http_route *route)
{
    return route->page == TIP_HTTP_PAGE_NONE || tip_http_page_is_feed(route->page);
}

/* What is sent where there is no JSON of ours. */
static const char *page_type(enum tip_http_page page)
{
    switch (page) {
    case TIP_HTTP_PAGE_API:
    case TIP_HTTP_PAGE_METRICS:
        return "text/plain";
    case TIP_HTTP_PAGE_DESCRIPTION:
        return "application/opensearchdescription+xml";
    case TIP_HTTP_PAGE_FEED:
        return "application/atom+xml";
    case TIP_HTTP_PAGE_COMPLETIONS:
        return "application/x-suggestions+json";
    default:
        return "application/json";
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
                             strcmp(type, "application/json") == 0                 ? "object"
                             : strcmp(type, "application/x-suggestions+json") == 0 ? "array"
                                                                                   : "string");
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
    bool has_tag = is_get && shows_reply(route);

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
    write_content(json, page_type(route->page), reply_schema(route));
    if (route->page == TIP_HTTP_PAGE_API)
        write_content(json, "text/html", NULL);
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
    unsigned when = !shows_reply(route) ? BY_PAGE : is_get ? BY_GET : BY_POST;
    char status[4];

    if (route->page == TIP_HTTP_PAGE_METRICS)
        when |= BY_METRICS;
    if (tip_command_takes(route->command, TIP_MEMBER_ID) && shows_reply(route))
        when |= BY_ID;
    if (tip_command_takes(route->command, TIP_MEMBER_SINCE) &&
        route->page == TIP_HTTP_PAGE_NONE) /* a feed answers 400 */
        when |= BY_GENERATION;
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
    write_content(json, "text/plain", NULL); /* of feeds and suggestions: the message alone */
    tip_json_end_object(json);
    tip_json_end_object(json);
}

/* ---- operations ---- */

static void write_security(struct tip_json *json, const struct tip_http_route *route)
{
    tip_json_key(json, "security");
    tip_json_array(json);
    if (shows_reply(route) || route->page == TIP_HTTP_PAGE_METRICS) {
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
        tip_openapi_parameters_write(json, route);
    else
        tip_openapi_body_write(json, route);
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
        if (routes[i].name == NULL)
            continue;
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
    tip_json_member_text(json, "description",
                         "A token, where the server wants one; also by Basic, as the password.");
    tip_json_end_object(json);
    tip_json_end_object(json);
    tip_json_key(json, "responses");
    tip_json_object(json);
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++)
        write_failure(json, failures[i].status, failures[i].about);
    tip_json_end_object(json);
    tip_json_key(json, "schemas");
    tip_json_object(json);
    tip_openapi_bodies_write(json);
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
