/* Pages for browsers: a reply as HTML, beside its encoder as JSON (protocol/reply_json.h).
 *
 * README.md in this folder has the elements that scripts and style sheets rely on. */
#ifndef TIP_WEB_PAGE_H
#define TIP_WEB_PAGE_H

#include <stdbool.h>

#include "base/string_builder.h"
#include "knowledge/knowledge.h"
#include "search/reply.h"
#include "search/request.h"

enum tip_web_page {
    TIP_WEB_SEARCH,  /* a reply to SEARCH: what is found, or of all passages what there is */
    TIP_WEB_PASSAGE, /* a reply to GET */
    TIP_WEB_DOSSIER, /* any reply: what it holds is kept in the browser */
    TIP_WEB_HELP,    /* none */
};

/* What a page is made of. All of it is borrowed. */
struct tip_web_content {
    enum tip_web_page page;
    const struct tip_request *request;     /* what was asked, as far as it could be read */
    const struct tip_reply *reply;         /* the answer, or an error, whatever the page */
    const struct tip_reply *similar;       /* of a passage: what is like it; NULL: not known */
    const struct tip_knowledge *knowledge; /* names of values; NULL: those that facets have */
    bool is_blank;       /* nothing was typed: the request's query stands for everything */
    const char *unknown; /* the name of a parameter that means nothing here; NULL: none */
};

/* How many passages a page of hits has, how many neighbours a passage is shown with on each side,
 * and how many that are like it. */
enum { TIP_WEB_HITS = 10, TIP_WEB_CONTEXT = 2, TIP_WEB_SIMILAR = 5 };

/* The facets that pages show: bits 1 << enum tip_facet. */
unsigned tip_web_facets(void);

/* Appends the whole page. */
void tip_web_page_write(struct tip_string *out, const struct tip_web_content *content);

#endif
