/* A passage to be read: its text, where it stands, what stands around it and what is like it. */
#include <string.h>

#include "web/html.h"
#include "web/link.h"
#include "web/parts.h"

/* ---- the passage ---- */

static void write_text(struct tip_string *out, const struct tip_view *view)
{
    tip_html_markup(out, "<blockquote");
    tip_web_language(out, view, view->text);
    tip_html_markup(out, ">");
    tip_web_text(out, view);
    tip_html_markup(out, "</blockquote>\n");
}

/* A search for everything with a value of a field. */
static void write_search(struct tip_string *out, enum tip_filter_field field, const char *value,
                         const char *label)
{
    static const struct tip_request everything;
    struct tip_web_content content = {.request = &everything, .is_blank = true};
    struct tip_web_link link = tip_web_link_same(&content);

    link.field = field;
    link.value = value;
    tip_html_markup(out, "<a");
    tip_web_link_write(out, &link);
    tip_html_markup(out, ">");
    tip_html_isolated(out, label);
    tip_html_markup(out, "</a>");
}

static void write_fact_list(struct tip_string *out, const char *title, enum tip_filter_field field,
                            const struct tip_fact_list *facts)
{
    if (facts->count == 0)
        return;
    tip_string_printf(out, "<div><dt>%s</dt>\n", title);
    for (size_t i = 0; i < facts->count; i++) {
        tip_html_markup(out, "<dd>");
        write_search(out, field, facts->items[i].value, facts->items[i].label);
        tip_html_markup(out, "</dd>\n");
    }
    tip_html_markup(out, "</div>\n");
}

/* Where the report can be read as it was published; nobody there is told where a reader comes from.
 */
static void write_source(struct tip_string *out, const struct tip_report *report)
{
    if (!tip_url_is_of_web(report->url) || strlen(report->url) > TIP_WEB_SHOWN)
        return;
    tip_html_markup(out, "<div><dt>Source</dt><dd><a rel=\"noreferrer\"");
    tip_html_attribute(out, "href", report->url);
    tip_html_markup(out, ">");
    tip_html_isolated(out, report->url);
    tip_html_markup(out, "</a></dd></div>\n");
}

static void write_facts(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_view *view = &content->reply->passage;

    tip_html_markup(out, "<dl class=\"facts\">\n");
    write_fact_list(out, "Countries", TIP_FILTER_COUNTRY, &view->countries);
    write_fact_list(out, "Patterns", TIP_FILTER_PATTERN, &view->patterns);
    tip_html_markup(out, "<div><dt>Report</dt><dd>");
    write_search(out, TIP_FILTER_REPORT, view->report.id, tip_web_report_title(&view->report));
    tip_html_markup(out, "</dd></div>\n");
    write_source(out, &view->report);
    tip_html_markup(out, "<div><dt>Kind</dt><dd>");
    write_search(out, TIP_FILTER_KIND, tip_kind_name(view->row.kind),
                 tip_web_kind_label(tip_kind_name(view->row.kind)));
    tip_html_markup(out, "</dd></div>\n</dl>\n");
}

/* What was asked for is a passage of old, and this holds most of its words. */
static void write_moved(struct tip_string *out, const struct tip_reply *reply)
{
    if (reply->moved.count == 0)
        return;
    tip_string_printf(out,
                      "<p class=\"notice\">The passage that was asked for is no longer in the "
                      "report as it was; this one has most of its words (%u %%).</p>\n",
                      reply->moved.successors[0].share * 100 / TIP_SHARE_WHOLE);
}

static void write_passage(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_view *view = &content->reply->passage;
    char id[TIP_WEB_ID_SIZE];

    tip_web_id(id, view);
    tip_html_markup(out, "<article class=\"passage\"");
    tip_html_attribute(out, "data-id", id);
    tip_html_markup(out, ">\n<h1");
    tip_web_language(out, view, tip_web_heading(view));
    tip_html_markup(out, ">");
    tip_html_bounded(out, tip_web_heading(view), TIP_WEB_SHOWN);
    tip_html_markup(out, "</h1>\n");
    write_moved(out, content->reply);
    tip_web_where(out, view);
    write_text(out, view);
    tip_web_citation(out, view);
    tip_web_also_in(out, view);
    tip_html_markup(out, "<p class=\"permanent\"><a");
    tip_web_read_link(out, view);
    tip_html_markup(out, " rel=\"bookmark\">Permanent link</a></p>\n"
                         "<div class=\"actions\"></div>\n");
    write_facts(out, content);
    tip_html_markup(out, "</article>\n");
}

/* ---- what stands around it ---- */

static void write_neighbour(struct tip_string *out, const struct tip_view *view)
{
    char id[TIP_WEB_ID_SIZE];

    tip_web_id(id, view);
    tip_html_markup(out, "<div class=\"neighbour\"");
    tip_html_attribute(out, "data-id", id);
    tip_html_markup(out, ">\n<h3");
    tip_web_language(out, view, tip_web_heading(view));
    tip_html_markup(out, "><a");
    tip_web_read_link(out, view);
    tip_html_markup(out, ">");
    tip_html_bounded(out, tip_web_heading(view), TIP_WEB_SHOWN);
    tip_html_markup(out, "</a></h3>\n<p class=\"text\"");
    tip_web_language(out, view, view->text);
    tip_html_markup(out, ">");
    tip_html_text(out, view->text);
    tip_html_markup(out, "</p>\n</div>\n");
}

static void write_neighbours(struct tip_string *out, const char *id, const char *title,
                             const struct tip_view *views, size_t count)
{
    if (count == 0)
        return;
    tip_string_printf(out, "<section id=\"%s\" class=\"around\">\n<h2>%s</h2>\n", id, title);
    for (size_t i = 0; i < count; i++)
        write_neighbour(out, &views[i]);
    tip_html_markup(out, "</section>\n");
}

/* Through the report, passage by passage. */
static void write_turns(struct tip_string *out, const struct tip_reply *reply)
{
    if (reply->before_count + reply->after_count == 0)
        return;
    tip_html_markup(out, "<nav id=\"pages\" class=\"pages\" aria-label=\"Through the report\">");
    if (reply->before_count > 0) {
        tip_html_markup(out, "<a rel=\"prev\"");
        tip_web_read_link(out, &reply->before[reply->before_count - 1]);
        tip_html_markup(out, ">Previous passage</a> ");
    }
    if (reply->after_count > 0) {
        tip_html_markup(out, "<a rel=\"next\"");
        tip_web_read_link(out, &reply->after[0]);
        tip_html_markup(out, ">Next passage</a>");
    }
    tip_html_markup(out, "</nav>\n");
}

/* ---- what is like it ---- */

static void write_similar(struct tip_string *out, const struct tip_reply *similar)
{
    if (similar == NULL || similar->kind != TIP_REPLY_HITS || similar->hit_count == 0)
        return;
    tip_html_markup(
        out,
        "<section id=\"similar\" class=\"around similar\">\n<h2>Similar passages</h2>\n<ul>\n");
    for (size_t i = 0; i < similar->hit_count; i++) {
        const struct tip_view *view = &similar->hits[i].view;

        tip_html_markup(out, "<li><a");
        tip_web_read_link(out, view);
        tip_html_markup(out, "><bdi>");
        tip_html_bounded(out, tip_web_heading(view), TIP_WEB_SHOWN);
        tip_html_markup(out, "</bdi></a>\n");
        tip_web_where(out, view);
        tip_web_snippet(out, &similar->hits[i]);
        tip_html_markup(out, "</li>\n");
    }
    tip_html_markup(out, "</ul>\n</section>\n");
}

void tip_passage_page_write(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply *reply = content->reply;

    tip_frame_begin(out, content, "passage", tip_web_heading(&reply->passage),
                    tip_web_report_title(&reply->passage.report));
    write_passage(out, content);
    write_turns(out, reply);
    write_neighbours(out, "before", "Before", reply->before, reply->before_count);
    write_neighbours(out, "after", "After", reply->after, reply->after_count);
    write_similar(out, content->similar);
    tip_frame_end(out);
}
