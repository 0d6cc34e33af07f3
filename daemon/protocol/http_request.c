/* An HTTP request -> the command model's request. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "protocol/form.h"
#include "protocol/http_credentials.h"
#include "protocol/http_exchange.h"
#include "protocol/http_feed.h"
#include "protocol/http_form.h"
#include "protocol/http_parameters.h"
#include "protocol/http_target.h"
#include "protocol/http_usage.h"
#include "protocol/limits.h"
#include "protocol/refusal.h"

struct tip_http_exchange *tip_http_exchange_create(void)
{
    return calloc(1, sizeof(struct tip_http_exchange));
}

void tip_http_exchange_free(struct tip_http_exchange *exchange)
{
    if (exchange == NULL)
        return;
    free(exchange->target);
    free(exchange->if_none_match);
    free(exchange->origin);
    free(exchange->token);
    free(exchange->base);
    free(exchange->unknown);
    free(exchange);
}

static bool refuse_memory(struct tip_http_fault *fault)
{
    return tip_http_refuse(fault, 503, "no memory for the request: try again");
}

/* ---- what a reply needs ---- */

static bool is_origin_allowed(const struct tip_http_rules *rules, const char *origin)
{
    for (size_t i = 0; i < rules->origin_count; i++)
        if (strcmp(rules->origins[i], "*") == 0 || strcmp(rules->origins[i], origin) == 0)
            return true;
    return false;
}

/* Copies a text that may be NULL. */
static bool copy(char **out, const char *text)
{
    *out = text == NULL ? NULL : strdup(text);
    return text == NULL || *out != NULL;
}

bool tip_http_exchange_begin(struct tip_http_exchange *exchange, const struct tip_http_head *head,
                             const struct tip_http_rules *rules, struct tip_http_fault *fault)
{
    const char *origin = head->fields[TIP_HTTP_FIELD_ORIGIN];
    bool is_allowed = origin != NULL && is_origin_allowed(rules, origin);

    exchange->minor = head->minor;
    exchange->is_head = head->method == TIP_HTTP_HEAD;
    exchange->is_cacheable = exchange->is_head || head->method == TIP_HTTP_GET;
    exchange->closes = head->closes;
    exchange->is_keeping = head->minor == 0 && !head->closes;
    exchange->wants_html = tip_http_wants_html(head->fields[TIP_HTTP_FIELD_ACCEPT]);
    exchange->coding = tip_http_coding_choose(head->fields[TIP_HTTP_FIELD_ACCEPT_ENCODING]);
    exchange->has_credentials = head->fields[TIP_HTTP_FIELD_AUTHORIZATION] != NULL;
    exchange->is_preflight = is_allowed && head->fields[TIP_HTTP_FIELD_REQUEST_METHOD] != NULL;
    if (!copy(&exchange->target, head->target) ||
        !copy(&exchange->if_none_match, head->fields[TIP_HTTP_FIELD_IF_NONE_MATCH]) ||
        !copy(&exchange->origin, is_allowed ? origin : NULL) ||
        !tip_http_token_read(&exchange->token, head->fields[TIP_HTTP_FIELD_AUTHORIZATION]))
        return refuse_memory(fault);
    return true;
}

bool tip_http_begins_with_page(const char *bytes, size_t length)
{
    const char *end = bytes + length, *path = memchr(bytes, ' ', length), *behind, *id;
    const struct tip_http_route *route;
    size_t id_length;

    if (path == NULL)
        return false;
    for (behind = ++path; behind < end && strchr("? \r\n", *behind) == NULL; behind++)
        continue;
    route =
        behind == end ? NULL : tip_http_route_find(path, (size_t)(behind - path), &id, &id_length);
    return route != NULL && tip_http_page_is_web(route->page);
}

/* ---- a query ---- */

struct query_reader {
    const struct tip_http_route *route;
    struct tip_request *request;
    unsigned given; /* bit 1 << enum tip_member */
    struct tip_http_fault *fault;
};

static bool set_parameter(void *context, const struct tip_http_parameter *parameter)
{
    struct query_reader *reader = context;
    const char *name = parameter->name;
    size_t length = parameter->name_length;
    enum tip_member member = tip_http_parameter_find(reader->route, name, length);

    if (!parameter->has_value)
        return tip_http_refuse(reader->fault, 400, "the parameter “%.*s” has no value",
                               tip_refusal_echo(name, length), name);
    if (member == TIP_MEMBER_NONE)
        return tip_http_refuse(reader->fault, 400,
                               "%s has no parameter “%.*s”: /openapi.json lists them",
                               reader->route->path, tip_refusal_echo(name, length), name);
    if ((reader->given >> member & 1u) != 0)
        return tip_http_refuse(reader->fault, 400, "the parameter “%s” is given twice", name);
    reader->given |= 1u << member;
    return tip_http_parameter_set(reader->request, member, parameter, reader->fault);
}

static bool set_id(struct query_reader *reader, const char *id, size_t length)
{
    if (id == NULL)
        return true;
    reader->given |= 1u << TIP_MEMBER_ID;
    return tip_http_id_set(reader->request, id, length, reader->fault);
}

static bool read_query(const struct tip_http_route *route, struct tip_request *request,
                       const char *query, const char *id, size_t id_length,
                       struct tip_http_fault *fault)
{
    struct query_reader reader = {.route = route, .request = request, .fault = fault};
    bool is_read = set_id(&reader, id, id_length) &&
                   tip_http_parameters_read(query, set_parameter, &reader, fault);

    if (!is_read)
        return false;
    return (route->page != TIP_HTTP_PAGE_NONE && !tip_http_page_is_feed(route->page)) ||
           tip_http_check(route, false, request, reader.given, fault);
}

/* ---- a body ---- */

/* application/json, and of its parameters charset=utf-8 at most. */
static bool is_json(const char *type)
{
    static const char json[] = "application/json";
    size_t length = strlen(json);

    if (type == NULL || strncasecmp(type, json, length) != 0)
        return false;
    type += length + strspn(type + length, " \t");
    if (*type == '\0')
        return true;
    if (*type != ';')
        return false;
    type += 1 + strspn(type + 1, " \t");
    return *type == '\0' || strcasecmp(type, "charset=utf-8") == 0 ||
           strcasecmp(type, "charset=\"utf-8\"") == 0;
}

static bool read_body(const struct tip_http_route *route, struct tip_request *request,
                      const struct tip_http_head *head, const char *body, size_t length,
                      struct tip_http_fault *fault)
{
    const char *coding = head->fields[TIP_HTTP_FIELD_CONTENT_ENCODING];
    size_t invalid;
    unsigned given;

    if (!head->is_chunked && !head->has_body_length)
        return tip_http_refuse(fault, 411, "there is no body: content-length is missing");
    if (!is_json(head->fields[TIP_HTTP_FIELD_CONTENT_TYPE]))
        return tip_http_refuse(fault, 415, "a body is JSON: content-type: application/json");
    if (coding != NULL && strcasecmp(coding, "identity") != 0)
        return tip_http_refuse(fault, 415, "a body is sent as it is, without content-encoding");
    invalid = tip_utf8_invalid_at(body, length);
    if (invalid < length)
        return tip_http_refuse(fault, 400, "byte %zu of the body is not UTF-8", invalid);
    if (!tip_json_body_read(request, body, length, &given, &fault->error))
        return tip_http_refuse_by_code(fault);
    return tip_http_check(route, true, request, given, fault);
}

/* ---- routing ---- */

static bool check_method(struct tip_http_exchange *exchange, enum tip_http_method method,
                         struct tip_http_fault *fault)
{
    unsigned needed = method == TIP_HTTP_POST                             ? TIP_HTTP_POSTS
                      : method == TIP_HTTP_GET || method == TIP_HTTP_HEAD ? TIP_HTTP_GETS
                                                                          : 0;

    if ((exchange->methods & needed) != 0)
        return true;
    return tip_http_refuse(fault, 405, "this path is asked by %s",
                           tip_http_route_allow(exchange->methods));
}

static bool check_host(const struct tip_http_head *head, const struct tip_http_rules *rules,
                       struct tip_http_fault *fault)
{
    if (rules->local_name == NULL || tip_http_host_is_local(head, rules->local_name) ||
        (rules->base != NULL && tip_http_host_is_of(head, rules->base)))
        return true;
    return tip_http_refuse(fault, 421, "the field host does not name this machine: ask localhost");
}

/* OPTIONS of any known path, and of the server as a whole. */
static bool answer_options(struct tip_http_exchange *exchange, const struct tip_http_route *route)
{
    exchange->page = TIP_HTTP_PAGE_OPTIONS;
    exchange->methods = route == NULL ? TIP_HTTP_GETS | TIP_HTTP_POSTS : route->methods;
    return true;
}

static bool find_asset(struct tip_http_exchange *exchange, const char *name, size_t length,
                       struct tip_http_fault *fault)
{
    exchange->asset = tip_web_asset_find(name, length);
    return exchange->asset != NULL || tip_http_refuse(fault, 404, "there is no such file");
}

bool tip_http_decode(struct tip_http_exchange *exchange, struct tip_request *request,
                     const struct tip_http_head *head, const char *body, size_t length,
                     const struct tip_http_rules *rules, struct tip_http_fault *fault)
{
    size_t path = strcspn(head->target, "?"), id_length = 0;
    const char *query = head->target + path + (head->target[path] == '?'), *id;
    const struct tip_http_route *route = tip_http_route_find(head->target, path, &id, &id_length);

    *request = (struct tip_request){.limit = TIP_LIMIT_HITS_DEFAULT};
    exchange->shows_page = route == NULL ? exchange->wants_html : tip_http_page_is_web(route->page);
    if (!check_host(head, rules, fault))
        return false;
    if (head->method == TIP_HTTP_OPTIONS && (route != NULL || head->target[0] == '*'))
        return answer_options(exchange, route);
    if (route == NULL)
        return tip_http_refuse(fault, 404,
                               "there is nothing at this path: /api shows what there is");
    exchange->methods = route->methods;
    if (!check_method(exchange, head->method, fault))
        return false;
    if (exchange->coding == TIP_HTTP_NO_CODING)
        return tip_http_refuse(fault, 406, "replies are sent as they are, or by gzip");
    exchange->page = route->page;
    request->command = route->command;
    if (head->method != TIP_HTTP_POST && length > 0)
        return tip_http_refuse(fault, 400, "GET and HEAD have no body: use POST");
    if (route->page == TIP_HTTP_PAGE_ASSET)
        return find_asset(exchange, id, id_length, fault);
    if ((tip_http_page_is_feed(route->page) || route->page == TIP_HTTP_PAGE_DESCRIPTION) &&
        !tip_http_base_set(exchange, head, rules, fault))
        return false;
    if (exchange->shows_page || route->page == TIP_HTTP_PAGE_FEED)
        return tip_http_form_read(exchange, request, query, id, id_length, fault);
    if (head->method != TIP_HTTP_POST)
        return read_query(route, request, query, id, id_length, fault);
    if (*query != '\0')
        return tip_http_refuse(fault, 400, "POST takes its members in the body, not in the URL");
    return read_body(route, request, head, body, length, fault);
}
