/* Where and when: what is found as tables by country and by year, which scripts draw a map and a
 * timeline from. */
#include <stdlib.h>

#include "web/html.h"
#include "web/link.h"
#include "web/parts.h"

enum { TABLE_LINK_BYTES = 65536 /* of a table's addresses: hundreds of rows of a usual search */ };

/* How many rows a table has. */
static size_t count_rows(const struct tip_web_content *content, const struct tip_facet_list *list)
{
    size_t room = tip_web_link_room(content, TABLE_LINK_BYTES);

    return list->count < room ? list->count : room;
}

static void write_row(struct tip_string *out, const struct tip_web_content *content,
                      enum tip_filter_field field, const struct tip_facet_count *item)
{
    struct tip_web_link link = tip_web_link_same(content);

    link.field = field;
    link.value = item->value;
    tip_html_markup(out, "<tr");
    tip_html_attribute(out, "data-value", item->value);
    tip_html_number_attribute(out, "data-count", item->count);
    tip_html_markup(out, "><th scope=\"row\"><a");
    tip_web_link_write(out, &link);
    tip_html_markup(out, ">");
    tip_html_isolated(out, item->label);
    tip_html_markup(out, "</a></th><td>");
    tip_html_number(out, item->count);
    tip_html_markup(out, "</td></tr>\n");
}

static void begin_table(struct tip_string *out, bool is_open, const char *by, const char *heading)
{
    tip_string_printf(
        out,
        "<details%s>\n<summary>By %s</summary>\n<div class=\"table-scroll\"><table id=\"by-%s\">\n"
        "<caption>Passages by %s</caption>\n<thead><tr><th scope=\"col\">%s</th>"
        "<th scope=\"col\">Passages</th></tr></thead>\n<tbody>\n",
        is_open ? " open" : "", by, by, by, heading);
}

static void end_table(struct tip_string *out, size_t more, const char *plural)
{
    tip_html_markup(out, "</tbody>\n</table></div>\n");
    if (more > 0)
        tip_string_printf(out, "<p>and %zu more %s</p>\n", more, plural);
    tip_html_markup(out, "</details>\n");
}

static void write_countries(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_facet_list *list = &content->reply->facets[TIP_FACET_COUNTRY];
    size_t rows = count_rows(content, list);

    if (list->count == 0)
        return;
    begin_table(out, content->request->limit == 0, "country", "Country");
    for (size_t i = 0; i < rows; i++)
        write_row(out, content, TIP_FILTER_COUNTRY, &list->items[i]);
    end_table(out, list->count - rows + list->more, "countries");
}

/* The item with the first year behind `after`; NULL when there is none. */
static const struct tip_facet_count *next_year(const struct tip_facet_list *list, long *after)
{
    const struct tip_facet_count *next = NULL;
    long first = 0;

    for (size_t i = 0; i < list->count; i++) {
        long year = strtol(list->items[i].value, NULL, 10);

        if (year > *after && (next == NULL || year < first)) {
            next = &list->items[i];
            first = year;
        }
    }
    *after = first;
    return next;
}

/* From the first year to the last. */
static void write_years(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_facet_list *list = &content->reply->facets[TIP_FACET_YEAR];
    const struct tip_facet_count *item;
    size_t rows = count_rows(content, list);
    long year = 0;

    if (list->count == 0)
        return;
    begin_table(out, content->request->limit == 0, "year", "Year");
    for (size_t i = 0; i < rows && (item = next_year(list, &year)) != NULL; i++)
        write_row(out, content, TIP_FILTER_YEAR, item);
    end_table(out, list->count - rows + list->more, "years");
}

void tip_overview_write(struct tip_string *out, const struct tip_web_content *content)
{
    if (content->reply->total == 0)
        return;
    tip_html_markup(out,
                    "<section id=\"overview\" class=\"overview\" aria-label=\"Where and when\">\n");
    write_countries(out, content);
    write_years(out, content);
    tip_html_markup(out, "</section>\n");
}
