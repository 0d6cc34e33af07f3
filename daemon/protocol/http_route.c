/* The paths of HTTP. */
#include "protocol/http_route.h"

#include <string.h>

#include "protocol/command.h"
#include "protocol/http_target.h"

#define COMMAND(code) .page = TIP_HTTP_PAGE_NONE, .command = TIP_COMMAND_##code
#define PAGE(code)    .page = TIP_HTTP_PAGE_##code, .methods = TIP_HTTP_GETS
#define WEB(code, answered_by)                                                                     \
    .page = TIP_HTTP_PAGE_##code, .command = TIP_COMMAND_##answered_by, .methods = TIP_HTTP_GETS

static const struct tip_http_route routes[] = {
    {"/search", COMMAND(SEARCH), TIP_HTTP_GETS | TIP_HTTP_POSTS, "search", NULL},
    {"/explain", COMMAND(EXPLAIN), TIP_HTTP_GETS | TIP_HTTP_POSTS, "explain", NULL},
    {"/scan", COMMAND(SCAN), TIP_HTTP_GETS | TIP_HTTP_POSTS, "scan", NULL},
    {"/compare", COMMAND(COMPARE), TIP_HTTP_GETS | TIP_HTTP_POSTS, "compare", NULL},
    {"/passages/{id}", COMMAND(GET), TIP_HTTP_GETS, "getPassage", NULL},
    {"/passages/{id}/similar", COMMAND(SIMILAR), TIP_HTTP_GETS, "getSimilar", NULL},
    {"/similar", COMMAND(SIMILAR), TIP_HTTP_POSTS, "findSimilar", NULL},
    {"/quote", COMMAND(QUOTE), TIP_HTTP_GETS | TIP_HTTP_POSTS, "findQuotation", NULL},
    {"/suggest", COMMAND(SUGGEST), TIP_HTTP_GETS | TIP_HTTP_POSTS, "suggest", NULL},
    {"/patterns", COMMAND(PATTERNS), TIP_HTTP_GETS, "listPatterns", NULL},
    {"/stats", COMMAND(STATS), TIP_HTTP_GETS, "getStats", NULL},
    {"/healthz", PAGE(HEALTH), .name = "getHealth", .summary = "Answers while the server runs."},
    {"/metrics", PAGE(METRICS), .name = "getMetrics", .summary = "Figures for Prometheus."},
    {"/openapi.json", PAGE(OPENAPI), .name = "getDescription", .summary = "This description."},
    {"/api", PAGE(API), .name = "getHelp", .summary = "The paths for programs, with examples."},
    {"/opensearch.xml", PAGE(DESCRIPTION), .name = "getOpenSearch",
     .summary = "What clients of OpenSearch ask by."},
    {"/opensearch/suggest", WEB(COMPLETIONS, SUGGEST), "completeInBrowser",
     "Completes what is typed, as browsers take it."},
    {"/feed.atom", WEB(FEED, SEARCH), "getFeed", "What is found as an Atom feed."},
    {"/", WEB(SEARCH, SEARCH), .summary = "A page to search by."},
    {"/read/{id}", WEB(PASSAGE, GET), .summary = "A page with a passage."},
    {"/dossier", WEB(DOSSIER, STATS), .summary = "A page for the browser's own dossier."},
    {"/help", PAGE(GUIDE), .summary = "A page on how to ask."},
    {"/assets/{name*}", PAGE(ASSET), .summary = "What pages bring along."},
};

enum { ROUTE_COUNT = sizeof routes / sizeof routes[0] };

const struct tip_http_route *tip_http_routes(size_t *count)
{
    *count = ROUTE_COUNT;
    return routes;
}

/* Takes a text without escapes off the front of a path. An escape is the same as the byte it stands
 * for (RFC 3986, section 6.2.2.2), but for a slash: an escaped one separates nothing. */
static bool take_text(const char **path, const char *end, const char *text, size_t length)
{
    const char *at = *path;

    for (size_t i = 0; i < length; i++) {
        size_t used;

        if (at == end || tip_http_byte(at, (size_t)(end - at), &used) != text[i] ||
            (text[i] == '/' && used > 1))
            return false;
        at += used;
    }
    *path = at;
    return true;
}

/* Whether the path is of the template; *id is then what stands for {id} or {name*}, or NULL. */
static bool is_path(const char *template, const char *path, size_t length, const char **id,
                    size_t *id_length)
{
    const char *end = path + length, *slash, *rest;
    size_t before = strcspn(template, "{");

    *id = NULL;
    if (!take_text(&path, end, template, before))
        return false;
    if (template[before] == '\0')
        return path == end;
    rest = strchr(template, '}') + 1;
    slash = rest[-2] == '*' ? NULL : memchr(path, '/', (size_t)(end - path));
    *id = path;
    *id_length = (size_t)((slash == NULL ? end : slash) - path);
    path += *id_length;
    return *id_length > 0 && take_text(&path, end, rest, strlen(rest)) && path == end;
}

const struct tip_http_route *tip_http_route_find(const char *path, size_t length, const char **id,
                                                 size_t *id_length)
{
    for (size_t i = 0; i < ROUTE_COUNT; i++)
        if (is_path(routes[i].path, path, length, id, id_length))
            return &routes[i];
    return NULL;
}

bool tip_http_page_is_feed(enum tip_http_page page)
{
    return page == TIP_HTTP_PAGE_FEED || page == TIP_HTTP_PAGE_COMPLETIONS;
}

bool tip_http_page_is_web(enum tip_http_page page)
{
    return page >= TIP_HTTP_PAGE_GUIDE;
}

const char *tip_http_route_allow(unsigned methods)
{
    if (methods == TIP_HTTP_POSTS)
        return "POST, OPTIONS";
    return methods == TIP_HTTP_GETS ? "GET, HEAD, OPTIONS" : "GET, HEAD, POST, OPTIONS";
}

const char *tip_http_parameter_name(enum tip_member member)
{
    return member == TIP_MEMBER_QUERY || member == TIP_MEMBER_PREFIX
               ? "q"
               : tip_member_entry(member)->key;
}

enum tip_member tip_http_parameter_find(const struct tip_http_route *route, const char *name,
                                        size_t length)
{
    for (enum tip_member i = 0; i < TIP_MEMBER_COUNT; i++) {
        const char *candidate = tip_http_parameter_name(i);

        if (tip_http_route_takes(route, i, false) && strlen(candidate) == length &&
            memcmp(candidate, name, length) == 0)
            return i;
    }
    return TIP_MEMBER_NONE;
}

bool tip_http_route_takes(const struct tip_http_route *route, enum tip_member member, bool is_post)
{
    bool is_feed = route->page == TIP_HTTP_PAGE_FEED;

    if ((route->page != TIP_HTTP_PAGE_NONE && !tip_http_page_is_feed(route->page)) ||
        !tip_command_takes(route->command, member))
        return false;
    /* A feed has texts always, and no counts. */
    if (is_feed && (member == TIP_MEMBER_TEXT || member == TIP_MEMBER_FACETS))
        return false;
    if (is_post)
        return true;
    /* In a query, what the path names is not named again. */
    return !tip_member_entry(member)->is_json_only &&
           (member != TIP_MEMBER_ID || strchr(route->path, '{') == NULL);
}
