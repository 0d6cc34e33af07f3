/* What stands around every page: the head, the search field, the ways to the other pages. */
#include <string.h>

#include "web/html.h"
#include "web/link.h"
#include "web/parts.h"

/* What finds the same for a reader of feeds. */
static void write_feed_link(struct tip_string *out, const struct tip_web_content *content)
{
    struct tip_web_link link = tip_web_link_same(content);

    link.path = "/feed.atom";
    tip_html_markup(out, "<link rel=\"alternate\" type=\"application/atom+xml\" "
                         "title=\"These passages as a feed\"");
    tip_web_link_write(out, &link);
    tip_html_markup(out, ">\n");
}

static void write_head(struct tip_string *out, const struct tip_web_content *content,
                       const char *title, const char *place)
{
    tip_html_markup(out,
                    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<title>");
    if (title != NULL) {
        tip_html_bounded(out, title, TIP_WEB_SHOWN);
        tip_html_markup(out, place != NULL ? ", " : "");
        tip_html_bounded(out, place != NULL ? place : "", TIP_WEB_SHOWN);
        tip_html_markup(out, " – ");
    }
    tip_html_markup(out, "tipsearch</title>\n"
                         "<link rel=\"icon\" href=\"/assets/icon.svg\" type=\"image/svg+xml\">\n"
                         "<link rel=\"stylesheet\" href=\"/assets/page.css\">\n"
                         "<link rel=\"stylesheet\" href=\"/assets/results.css\">\n"
                         "<link rel=\"stylesheet\" href=\"/assets/reading.css\">\n"
                         "<link rel=\"stylesheet\" href=\"/assets/print.css\">\n"
                         "<link rel=\"stylesheet\" href=\"/assets/desk.css\">\n"
                         "<link rel=\"search\" type=\"application/opensearchdescription+xml\" "
                         "href=\"/opensearch.xml\" title=\"tipsearch\">\n"
                         "<script type=\"module\" src=\"/assets/page.js\"></script>\n");
    if (content->page == TIP_WEB_SEARCH && content->request->query != NULL)
        write_feed_link(out, content);
    tip_html_markup(out, "</head>\n");
}

/* The query as it was typed; "" for none. */
static const char *typed(const struct tip_web_content *content)
{
    const struct tip_request *request = content->request;
    bool has_query =
        content->page == TIP_WEB_SEARCH && !content->is_blank && request->query != NULL;

    return has_query ? request->query : "";
}

static void write_form(struct tip_string *out, const struct tip_web_content *content)
{
    tip_html_markup(out, "<form id=\"search\" class=\"search\" role=\"search\" action=\"/\">"
                         "<label class=\"visually-hidden\" for=\"q\">Search the reports</label>"
                         "<input id=\"q\" class=\"field\" name=\"q\" type=\"search\" dir=\"auto\" "
                         "maxlength=\"4096\" "
                         "autocomplete=\"off\" placeholder=\"Search the reports\"");
    tip_html_attribute(out, "value", typed(content));
    tip_html_markup(out, ">");
    if (content->page == TIP_WEB_SEARCH)
        tip_web_link_inputs(out, content);
    tip_html_markup(out, "<button type=\"submit\">Search</button></form>\n");
}

void tip_frame_begin(struct tip_string *out, const struct tip_web_content *content,
                     const char *name, const char *title, const char *place)
{
    static const char here[] = " aria-current=\"page\"";

    write_head(out, content, title, place);
    tip_html_markup(out, "<body");
    tip_html_attribute(out, "data-page", name);
    tip_html_markup(out, ">\n");
    if (strcmp(name, "dossier") == 0)
        tip_html_markup(out, "<script type=\"module\" src=\"/assets/dossier_page.js\"></script>\n");
    tip_html_markup(out, "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
                         "<header class=\"top\">\n<a class=\"home\" href=\"/\">tipsearch</a>\n");
    write_form(out, content);
    tip_html_markup(out, "<nav aria-label=\"Pages of this site\"><a href=\"/help\"");
    tip_html_markup(out, strcmp(name, "help") == 0 ? here : "");
    tip_html_markup(out, ">Help</a> <a href=\"/dossier\"");
    tip_html_markup(out, strcmp(name, "dossier") == 0 ? here : "");
    tip_html_markup(
        out,
        ">Dossier<span id=\"dossier-count\" class=\"number\" hidden></span></a></nav>\n</header>\n"
        "<main id=\"main\" tabindex=\"-1\">\n");
}

void tip_frame_end(struct tip_string *out)
{
    tip_html_markup(out, "</main>\n<footer class=\"bottom\"><p>tipsearch " TIP_VERSION
                         " · <a href=\"/api\">For programs</a></p></footer>\n</body>\n</html>\n");
}
