/* The passages of a page of results. */
#include <string.h>

#include "web/html.h"
#include "web/parts.h"

/* The piece that tells most of the language. */
static const char *longest_piece(const struct tip_hit *hit)
{
    const char *longest = "";

    for (size_t i = 0; i < hit->snippet_count; i++)
        if (strlen(hit->snippet[i].text) > strlen(longest))
            longest = hit->snippet[i].text;
    return longest;
}

void tip_web_snippet(struct tip_string *out, const struct tip_hit *hit)
{
    if (hit->snippet_count == 0)
        return;
    tip_html_markup(out, "<p class=\"snippet\"");
    tip_web_language(out, &hit->view, longest_piece(hit));
    tip_html_markup(out, ">");
    for (size_t i = 0; i < hit->snippet_count; i++) {
        tip_html_markup(out, hit->snippet[i].is_hit ? "<mark>" : "");
        tip_html_text(out, hit->snippet[i].text);
        tip_html_markup(out, hit->snippet[i].is_hit ? "</mark>" : "");
    }
    tip_html_markup(out, "</p>\n");
}

/* Why it is here, where no word of its text is marked. */
static void write_reason(struct tip_string *out, const struct tip_hit *hit)
{
    static const struct {
        const char *matched_in, *reason;
    } reasons[] = {
        {"by", "Found by who said it"},
        {"section", "Found by its heading"},
        {"title", "Found by its report’s title"},
        {"country", "Found by the country it is about"},
    };

    for (size_t i = 0; hit->matched_in != NULL && i < sizeof reasons / sizeof reasons[0]; i++)
        if (strcmp(hit->matched_in, reasons[i].matched_in) == 0)
            tip_string_printf(out, "<p class=\"reason\">%s</p>\n", reasons[i].reason);
}

/* All of a hit has the direction of its text, so that it stands at one side. */
static void write_direction(struct tip_string *out, const struct tip_hit *hit)
{
    const char *text = longest_piece(hit);

    if (tip_web_is_right_to_left(text[0] != '\0' ? text : tip_web_heading(&hit->view)))
        tip_html_attribute(out, "dir", "rtl");
}

static void write_hit(struct tip_string *out, const struct tip_hit *hit)
{
    char id[TIP_WEB_ID_SIZE];

    tip_web_id(id, &hit->view);
    tip_html_markup(out, "<li class=\"hit\"");
    tip_html_attribute(out, "data-id", id);
    write_direction(out, hit);
    tip_html_markup(out, ">\n<h2");
    tip_web_language(out, &hit->view, tip_web_heading(&hit->view));
    tip_html_markup(out, "><a");
    tip_web_read_link(out, &hit->view);
    tip_html_markup(out, ">");
    tip_html_bounded(out, tip_web_heading(&hit->view), TIP_WEB_SHOWN);
    tip_html_markup(out, "</a></h2>\n");
    tip_web_where(out, &hit->view);
    tip_web_snippet(out, hit);
    write_reason(out, hit);
    tip_web_citation(out, &hit->view);
    tip_web_also_in(out, &hit->view);
    tip_html_markup(out, "<div class=\"actions\"></div>\n</li>\n");
}

void tip_hit_list_write(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply *reply = content->reply;

    if (reply->hit_count == 0)
        return;
    tip_string_printf(out, "<ol id=\"hits\" class=\"hits\" start=\"%u\">\n",
                      content->request->offset + 1);
    for (size_t i = 0; i < reply->hit_count; i++)
        write_hit(out, &reply->hits[i]);
    tip_html_markup(out, "</ol>\n");
}
