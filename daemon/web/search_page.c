/* The search page: what is found, or, where nothing was asked yet, what there is. */
#include <stdio.h>
#include <string.h>

#include "protocol/limits.h"
#include "web/html.h"
#include "web/link.h"
#include "web/parts.h"

/* Nothing was asked: the page shows what can be found. */
static bool is_start(const struct tip_web_content *content)
{
    return content->request->limit == 0;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* ---- status ---- */

static const char *total_words(enum tip_total_is total_is)
{
    switch (total_is) {
    case TIP_TOTAL_EXACT:
        return "";
    case TIP_TOTAL_AT_LEAST:
        return "at least ";
    case TIP_TOTAL_ESTIMATE:
        break;
    }
    return "about ";
}

static void write_total(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply *reply = content->reply;
    const struct tip_facet_list *list = &reply->facets[TIP_FACET_REPORT];
    size_t reports = list->count + list->more;

    if (reply->index_passages == 0) {
        tip_html_markup(out, "Nothing is indexed yet. Whoever runs this server adds reports by "
                             "<code>tipindex update</code>.");
        return;
    }
    if (reply->total == 0) {
        tip_html_markup(out, "No passage found");
        return;
    }
    tip_html_markup(out, total_words(reply->total_is));
    tip_html_number(out, reply->total);
    tip_string_printf(out, " passage%s", plural(reply->total));
    if (is_start(content)) {
        tip_html_markup(out, " of ");
        tip_html_number(out, reports);
        tip_string_printf(out, " report%s to search", plural(reports));
    }
}

/* Which of them are shown, when not all are. */
static void write_range(struct tip_string *out, const struct tip_web_content *content)
{
    size_t shown = content->reply->hit_count;
    unsigned offset = content->request->offset;

    if (shown == 0 || shown == content->reply->total)
        return;
    tip_html_markup(out, ", ");
    tip_html_number(out, offset + 1);
    tip_html_markup(out, " to ");
    tip_html_number(out, offset + shown);
    tip_html_markup(out, " shown");
}

static void write_status(struct tip_string *out, const struct tip_web_content *content)
{
    tip_html_markup(out, "<p id=\"status\" class=\"status\" role=\"status\">");
    write_total(out, content);
    write_range(out, content);
    tip_html_markup(out, "</p>\n");
}

/* ---- filters in force ---- */

static void write_removal(struct tip_string *out, const struct tip_web_link *link, const char *name,
                          const char *label)
{
    tip_html_markup(out, "<li><a");
    tip_web_link_write(out, link);
    tip_html_markup(out, "><span class=\"visually-hidden\">Remove the filter </span>");
    tip_html_text(out, name);
    tip_html_markup(out, ": <bdi>");
    tip_html_bounded(out, label, TIP_WEB_SHOWN);
    tip_html_markup(out, "</bdi> <span aria-hidden=\"true\">×</span></a></li>\n");
}

static void write_filters(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_request *request = content->request;
    struct tip_web_link link = tip_web_link_same(content);

    if (request->filter == NULL && request->filter_count == 0)
        return;
    tip_html_markup(out, "<ul id=\"filters\" class=\"filters\" aria-label=\"Filters in force\">\n");
    for (size_t i = 0; i < request->filter_count; i++) {
        enum tip_filter_field field = request->filters[i].field;

        link.without = i;
        write_removal(out, &link, tip_facet_title(field),
                      tip_facet_label(content, field, request->filters[i].value));
    }
    link.without = TIP_WEB_NONE;
    link.without_filter = true;
    if (request->filter != NULL)
        write_removal(out, &link, "Filter", request->filter);
    tip_html_markup(out, "</ul>\n");
}

/* ---- order ---- */

static void write_order_link(struct tip_string *out, const struct tip_web_content *content,
                             enum tip_sort sort, const char *label)
{
    struct tip_web_link link = tip_web_link_same(content);

    if (content->request->sort == sort) {
        tip_string_printf(out, "<span aria-current=\"true\">%s</span>", label);
        return;
    }
    link.sort = sort;
    tip_html_markup(out, "<a");
    tip_web_link_write(out, &link);
    tip_string_printf(out, ">%s</a>", label);
}

static void write_order(struct tip_string *out, const struct tip_web_content *content)
{
    if (content->reply->hit_count == 0)
        return;
    tip_html_markup(out, "<p class=\"to-facets\"><a href=\"#facets\">Narrow the results</a></p>\n"
                         "<p class=\"order\">");
    write_order_link(out, content, TIP_SORT_RELEVANCE, "Best first");
    tip_html_markup(out, " · ");
    write_order_link(out, content, TIP_SORT_YEAR, "Newest first");
    tip_html_markup(out, "</p>\n");
}

/* ---- pages ---- */

static void write_turn(struct tip_string *out, const struct tip_web_content *content,
                       unsigned offset, const char *rel, const char *label)
{
    struct tip_web_link link = tip_web_link_same(content);

    link.offset = offset;
    tip_html_markup(out, "<a");
    tip_web_link_write(out, &link);
    tip_html_attribute(out, "rel", rel);
    tip_string_printf(out, ">%s</a> ", label);
}

/* Which page this is, and of how many where all passages are counted. */
static void write_page_number(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply *reply = content->reply;

    tip_html_markup(out, "<span aria-current=\"page\">Page ");
    tip_html_number(out, content->request->offset / TIP_WEB_HITS + 1);
    if (reply->total_is == TIP_TOTAL_EXACT && content->request->offset < reply->total) {
        tip_html_markup(out, " of ");
        tip_html_number(out, (reply->total + TIP_WEB_HITS - 1) / TIP_WEB_HITS);
    }
    tip_html_markup(out, "</span> ");
}

static void write_pages(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_request *request = content->request;
    unsigned offset = request->offset, next = offset + TIP_WEB_HITS;
    unsigned total = content->reply->total;
    bool has_next = next < total && next + TIP_WEB_HITS <= TIP_LIMIT_WINDOW;

    if (is_start(content) || (offset == 0 && !has_next))
        return;
    tip_html_markup(out, "<nav id=\"pages\" class=\"pages\" aria-label=\"Pages of results\">");
    if (offset > 0 && offset < total)
        write_turn(out, content, offset < TIP_WEB_HITS ? 0 : offset - TIP_WEB_HITS, "prev",
                   "Previous page");
    else if (offset > 0)
        write_turn(out, content, 0, "first", "First page");
    write_page_number(out, content);
    if (has_next)
        write_turn(out, content, next, "next", "Next page");
    tip_html_markup(out, "</nav>\n");
    if (next < total && !has_next)
        tip_html_markup(out, "<p class=\"notice\">Pages end here: narrow the search to see what "
                             "comes behind.</p>\n");
}

/* ---- the page ---- */

static void write_heading(struct tip_string *out, const struct tip_web_content *content)
{
    if (is_start(content)) {
        tip_html_markup(out, "<h1>Search reports on human trafficking</h1>\n");
        return;
    }
    tip_html_markup(out, "<h1 class=\"visually-hidden\">Passages found for ");
    if (content->is_blank)
        tip_html_markup(out, "these filters");
    else
        tip_html_isolated(out, content->request->query);
    tip_html_markup(out, "</h1>\n");
}

static void write_results(struct tip_string *out, const struct tip_web_content *content)
{
    tip_html_markup(out, "<div id=\"results\" class=\"results\">\n");
    write_status(out, content);
    tip_notices_write(out, content);
    write_filters(out, content);
    write_order(out, content);
    tip_overview_write(out, content);
    tip_hit_list_write(out, content);
    write_pages(out, content);
    tip_facet_lists_write(out, content);
    tip_html_markup(out, "</div>\n");
}

void tip_search_page_write(struct tip_string *out, const struct tip_web_content *content)
{
    unsigned page = content->request->offset / TIP_WEB_HITS + 1;
    char place[32];

    snprintf(place, sizeof place, "page %u", page);
    tip_frame_begin(out, content, "search", content->is_blank ? NULL : content->request->query,
                    page > 1 ? place : NULL);
    write_heading(out, content);
    write_results(out, content);
    tip_frame_end(out);
}
