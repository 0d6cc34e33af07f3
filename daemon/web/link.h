/* Addresses of searches: a page links to the search it shows with something changed. */
#ifndef TIP_WEB_LINK_H
#define TIP_WEB_LINK_H

#include <stdint.h>

#include "web/page.h"

#define TIP_WEB_NONE SIZE_MAX

struct tip_web_link {
    const struct tip_web_content *content;
    const char *path;            /* NULL: the search page */
    const char *query;           /* NULL: as it was typed */
    size_t without;              /* the request's filter that is left out; TIP_WEB_NONE: none */
    bool without_filter;         /* the request's `filter` is left out */
    bool without_filters;        /* that and all the others are */
    enum tip_filter_field field; /* a filter that is added, unless it is there: */
    const char *value;           /* NULL: none */
    enum tip_sort sort;
    bool is_uncollapsed, keeps_spelling; /* as in the request */
    unsigned offset;
    const char *all; /* a facet that is listed whole; NULL: none */
};

/* The first page of the very search; without a request, of a search for everything. */
struct tip_web_link tip_web_link_same(const struct tip_web_content *content);

/* How many links that narrow the search fit in so many bytes of a page, at least one: each repeats
 * the search, however long it is. */
size_t tip_web_link_room(const struct tip_web_content *content, size_t bytes);

/* Appends ` href="…"`; nothing where the server would refuse the address for its length. */
void tip_web_link_write(struct tip_string *out, const struct tip_web_link *link);

/* Appends inputs that nobody sees, which keep the search's filters and order when another query is
 * sent by a form. */
void tip_web_link_inputs(struct tip_string *out, const struct tip_web_content *content);

#endif
