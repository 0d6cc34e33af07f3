/* The paths of HTTP as a table: what answers each, by which methods, and what the description
 * (openapi.json) says of it come from a row. */
#ifndef TIP_HTTP_ROUTE_H
#define TIP_HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/http_head.h"
#include "protocol/member.h"
#include "search/request.h"

/* What is no reply of the protocol as JSON. */
enum tip_http_page {
    TIP_HTTP_PAGE_NONE, /* it is one */
    TIP_HTTP_PAGE_API,  /* help for programs */
    TIP_HTTP_PAGE_HEALTH,
    TIP_HTTP_PAGE_METRICS, /* whose text is the server's business */
    TIP_HTTP_PAGE_OPENAPI,
    TIP_HTTP_PAGE_OPTIONS,     /* of any path: what OPTIONS is answered by */
    TIP_HTTP_PAGE_DESCRIPTION, /* of OpenSearch */
    TIP_HTTP_PAGE_FEED,        /* these two show a command's reply (feed/) */
    TIP_HTTP_PAGE_COMPLETIONS,
    TIP_HTTP_PAGE_ASSET,  /* a file that pages bring along */
    TIP_HTTP_PAGE_GUIDE,  /* from here on they are pages for people (web/page.h) */
    TIP_HTTP_PAGE_SEARCH, /* these show a command's reply */
    TIP_HTTP_PAGE_PASSAGE,
    TIP_HTTP_PAGE_DOSSIER,
};

enum { TIP_HTTP_GETS = 1, TIP_HTTP_POSTS = 2 }; /* bits; GET stands for HEAD, too */

struct tip_http_route {
    const char *path; /* "{id}" stands for one part of a path: the member id; "{name*}" for all that
                         follows */
    enum tip_http_page page;
    enum tip_command command; /* of TIP_HTTP_PAGE_NONE, and what shows a reply */
    unsigned methods;
    const char *name;    /* of the operation in the description; NULL: it is not described */
    const char *summary; /* of a page; a command has its own */
};

/* The rows, *count of them. */
const struct tip_http_route *tip_http_routes(size_t *count);

/* The row of a path, `length` bytes as they came; escaped and not it is the same path. *id and
 * *id_length are what stands for {id}, with its escapes; NULL where there is none. NULL for an
 * unknown path. */
const struct tip_http_route *tip_http_route_find(const char *path, size_t length, const char **id,
                                                 size_t *id_length);

/* Whether it shows a command's reply as feeds and suggestions are. */
bool tip_http_page_is_feed(enum tip_http_page page);

/* Whether it is for people: HTML, whatever is asked for, and errors likewise. */
bool tip_http_page_is_web(enum tip_http_page page);

/* "GET, HEAD, POST, OPTIONS": what stands in the field allow. */
const char *tip_http_route_allow(unsigned methods);

/* What a member is called in a query: q for query and prefix, else as in JSON. */
const char *tip_http_parameter_name(enum tip_member member);

/* The member of a route's query with this name; TIP_MEMBER_NONE when it takes none such. */
enum tip_member tip_http_parameter_find(const struct tip_http_route *route, const char *name,
                                        size_t length);

/* Whether a route's command takes the member in its query (POST false) or its body (true). */
bool tip_http_route_takes(const struct tip_http_route *route, enum tip_member member, bool is_post);

#endif
