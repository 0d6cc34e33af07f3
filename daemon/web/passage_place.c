/* Where a passage stands, as people read it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "web/html.h"
#include "web/parts.h"

void tip_web_id(char out[TIP_WEB_ID_SIZE], const struct tip_view *view)
{
    snprintf(out, TIP_WEB_ID_SIZE, "%016" PRIx64, view->row.id);
}

void tip_web_read_link(struct tip_string *out, const struct tip_view *view)
{
    char id[TIP_WEB_ID_SIZE];

    tip_web_id(id, view);
    tip_string_printf(out, " href=\"/read/%s\"", id);
}

const char *tip_web_report_title(const struct tip_report *report)
{
    return report->title != NULL && report->title[0] != '\0' ? report->title : report->id;
}

const char *tip_web_heading(const struct tip_view *view)
{
    return view->depth > 0 ? view->headings[view->depth - 1] : tip_web_report_title(&view->report);
}

/* How many of the outermost headings only repeat the report's title. */
static size_t count_titles(const struct tip_view *view)
{
    return view->depth > 1 && strcmp(view->headings[0], tip_web_report_title(&view->report)) == 0;
}

static void write_isolated(struct tip_string *out, const char *text)
{
    tip_html_markup(out, "<bdi>");
    tip_html_bounded(out, text, TIP_WEB_SHOWN);
    tip_html_markup(out, "</bdi>");
}

static void write_page(struct tip_string *out, const struct tip_row *row)
{
    if (row->page == NULL || row->page_is == TIP_PAGE_UNKNOWN)
        return;
    tip_html_markup(out,
                    row->page_is == TIP_PAGE_EXACT ? ", <bdi>p. " : ", <bdi>section beginning p. ");
    tip_html_bounded(out, row->page, TIP_WEB_SHOWN);
    tip_html_markup(out, "</bdi>");
}

void tip_web_where(struct tip_string *out, const struct tip_view *view)
{
    tip_html_markup(out, "<p class=\"where\">");
    for (size_t i = count_titles(view); i + 1 < view->depth; i++) {
        write_isolated(out, view->headings[i]);
        tip_html_markup(out, i + 2 < view->depth ? " › " : " · ");
    }
    write_isolated(out, tip_web_report_title(&view->report));
    if (view->report.year != 0)
        tip_string_printf(out, ", %d", view->report.year);
    write_page(out, &view->row);
    if (view->row.by != NULL) {
        tip_html_markup(out, " · said by ");
        write_isolated(out, view->row.by);
    }
    tip_html_markup(out, "</p>\n");
}

/* Each part has its own direction, so that a date or an id keeps its place and its order beside
 * letters of any script; the text of all together is the citation. */
void tip_web_citation(struct tip_string *out, const struct tip_view *view)
{
    size_t length = strlen(view->citation), at = 0;
    size_t shown = tip_utf8_cut(view->citation, length, TIP_WEB_SHOWN);

    tip_html_markup(out, "<p class=\"citation\">");
    for (size_t i = 0; i < view->cited_count && view->cited[i].begin < shown; i++) {
        size_t begin = view->cited[i].begin;
        size_t end = view->cited[i].end < shown ? view->cited[i].end : shown;

        tip_html_bytes(out, view->citation + at, begin - at);
        tip_html_markup(out, "<bdi>");
        tip_html_bytes(out, view->citation + begin, end - begin);
        tip_html_markup(out, "</bdi>");
        at = end;
    }
    tip_html_bytes(out, view->citation + at, shown - at);
    tip_html_markup(out, shown < length ? "…</p>\n" : "</p>\n");
}

static void write_other(struct tip_string *out, const struct tip_view *other)
{
    tip_html_markup(out, "<a");
    tip_web_read_link(out, other);
    tip_html_markup(out, ">");
    write_isolated(out, tip_web_report_title(&other->report));
    if (other->report.year != 0)
        tip_string_printf(out, ", %d", other->report.year);
    tip_html_markup(out, "</a>");
    if (other->likeness.is_same)
        tip_html_markup(out, " (the same)");
    else
        tip_string_printf(out, " (%d %% the same)", (int)(other->likeness.overlap * 100));
}

void tip_web_also_in(struct tip_string *out, const struct tip_view *view)
{
    if (view->also_in_total == 0)
        return;
    tip_html_markup(out, "<p class=\"also-in\">Also in ");
    for (size_t i = 0; i < view->also_in_count; i++) {
        tip_html_markup(out, i > 0 ? ", " : "");
        write_other(out, &view->also_in[i]);
    }
    if (view->also_in_total > view->also_in_count)
        tip_string_printf(out, " and %zu more", view->also_in_total - view->also_in_count);
    tip_html_markup(out, "</p>\n");
}

const char *tip_web_kind_label(const char *kind)
{
    static const struct {
        const char *name, *label;
    } labels[] = {{"narrative", "Narrative"}, {"story", "Story"},     {"list", "List"},
                  {"table", "Table"},         {"quote", "Quotation"}, {"caption", "Caption"},
                  {"contents", "Contents"}};

    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (strcmp(labels[i].name, kind) == 0)
            return labels[i].label;
    return kind;
}
