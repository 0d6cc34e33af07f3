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
};

/* The first page of the very search; without a request, of a search for everything. */
struct tip_web_link tip_web_link_same(const struct tip_web_content *content);

/* Appends ` href="…"`. */
void tip_web_link_write(struct tip_string *out, const struct tip_web_link *link);

/* Appends inputs that nobody sees, which keep the search's filters and order when another query is
 * sent by a form. */
void tip_web_link_inputs(struct tip_string *out, const struct tip_web_content *content);

#endif
