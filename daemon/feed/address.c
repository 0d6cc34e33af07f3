/* A request as the parameters of an address, always in one order. */
#include "feed/address.h"

#include <stdio.h>

#include "protocol/limits.h"
#include "web/html.h"

static void add(struct tip_string *out, const char *name, const char *value)
{
    tip_string_printf(out, "&%s=", name);
    tip_url_component(out, value);
}

static void add_number(struct tip_string *out, const char *name, unsigned number, unsigned usual)
{
    if (number != usual)
        tip_string_printf(out, "&%s=%u", name, number);
}

/* What a page of results takes as well. */
static void add_question(struct tip_string *out, const struct tip_request *request)
{
    tip_string_append_text(out, "q=");
    tip_url_component(out, request->query);
    if (request->filter != NULL)
        add(out, "filter", request->filter);
    for (size_t i = 0; i < request->filter_count; i++)
        add(out, tip_filter_name(request->filters[i].field), request->filters[i].value);
    if (request->sort == TIP_SORT_YEAR)
        add(out, "sort", "year");
    if (request->is_uncollapsed)
        add(out, "collapse", "off");
    if (request->keeps_spelling)
        add(out, "spelling", "off");
}

void tip_feed_question(struct tip_string *out, const struct tip_request *request)
{
    add_question(out, request);
    add_number(out, "since", request->since, 0);
}

void tip_feed_address(struct tip_string *out, const char *base, const struct tip_request *request,
                      unsigned offset)
{
    tip_string_printf(out, "%s/feed.atom?", base);
    tip_feed_question(out, request);
    add_number(out, "limit", request->limit, TIP_LIMIT_HITS_DEFAULT);
    add_number(out, "offset", offset, 0);
}

void tip_feed_page_address(struct tip_string *out, const char *base,
                           const struct tip_request *request)
{
    tip_string_printf(out, "%s/?", base);
    add_question(out, request);
    add_number(out, "offset", request->offset, 0);
}
