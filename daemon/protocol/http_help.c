/* The page of help. */
#include <string.h>

#include "protocol/command.h"
#include "protocol/http_pages.h"
#include "protocol/http_route.h"

/* Requests that people can copy; {} is not the path's but the shell's business. */
static const struct {
    const char *what, *request;
} examples[] = {
    {"Search", "curl 'http://HOST/search?q=cyber+scam+Cambodia&limit=3'"},
    {"Search by facets, in one year", "curl 'http://HOST/search?q=debt&year=2023&facets=country'"},
    {"Search without a trace in logs",
     "curl -H 'content-type: application/json' -d '{\"query\":\"\\\"debt bondage\\\"\"}' "
     "http://HOST/search"},
    {"A passage with its neighbours", "curl 'http://HOST/passages/ID?context=2'"},
    {"Passages like it", "curl http://HOST/passages/ID/similar"},
    {"Passages like a note about a case, which stays out of logs as well",
     "curl -H 'content-type: application/json' -d '{\"like\":\"She was told that …\",\"limit\":5}' "
     "http://HOST/similar"},
    {"Complete what is typed", "curl 'http://HOST/suggest?q=debt+bo'"},
    {"Watch a question with a reader of feeds",
     "http://HOST/feed.atom?q=debt+bondage&country=KH&limit=100"},
    {"Describe the server to a search box", "curl http://HOST/opensearch.xml"},
};

enum { EXAMPLE_COUNT = sizeof examples / sizeof examples[0] };

/* Text of ours, where only < > and & matter. */
static void append_escaped(struct tip_string *out, const char *text, bool as_html)
{
    for (; *text != '\0'; text++)
        if (as_html && *text == '<')
            tip_string_append_text(out, "&lt;");
        else if (as_html && *text == '>')
            tip_string_append_text(out, "&gt;");
        else if (as_html && *text == '&')
            tip_string_append_text(out, "&amp;");
        else
            tip_string_append_char(out, *text);
}

static void write_paths(struct tip_string *out, bool as_html)
{
    size_t count;
    const struct tip_http_route *routes = tip_http_routes(&count);

    for (size_t i = 0; i < count; i++) {
        const struct tip_http_route *route = &routes[i];
        const char *methods = route->methods == TIP_HTTP_POSTS  ? "POST"
                              : route->methods == TIP_HTTP_GETS ? "GET"
                                                                : "GET POST";
        const char *summary = route->page == TIP_HTTP_PAGE_NONE
                                  ? tip_command_entry(route->command)->summary
                                  : route->summary;

        tip_string_printf(out, "%-8s  %-22s  ", methods, route->path);
        append_escaped(out, summary, as_html);
        tip_string_append_char(out, '\n');
    }
}

static void write_examples(struct tip_string *out, bool as_html)
{
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        tip_string_printf(out, "%s%s:\n    ", i == 0 ? "" : "\n", examples[i].what);
        append_escaped(out, examples[i].request, as_html);
        tip_string_append_char(out, '\n');
    }
}

void tip_http_help_write(struct tip_string *out, bool as_html)
{
    static const char about[] = "Searches reports on human trafficking, passage by passage. "
                                "Replies are JSON; so are errors, with the status that fits.";

    tip_string_append_text(
        out, as_html ? "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                       "<title>For programs – tipsearch</title>"
                       "<link rel=\"icon\" href=\"/assets/icon.svg\" type=\"image/svg+xml\">"
                       "<link rel=\"stylesheet\" href=\"/assets/page.css\">"
                       "<link rel=\"stylesheet\" href=\"/assets/reading.css\">"
                       "<link rel=\"stylesheet\" href=\"/assets/print.css\"></head><body>\n"
                       "<header class=\"top\"><a class=\"home\" href=\"/\">tipsearch</a></header>\n"
                       "<main class=\"prose\">\n<h1>tipsearch " TIP_VERSION "</h1>\n<p>"
                     : "tipsearch " TIP_VERSION "\n\n");
    tip_string_append_text(out, about);
    tip_string_append_text(out, as_html ? "</p>\n<h2>Paths</h2>\n<pre>" : "\n\n");
    write_paths(out, as_html);
    tip_string_append_text(out, as_html ? "</pre>\n<h2>Examples</h2>\n<pre>" : "\n");
    write_examples(out, as_html);
    if (as_html)
        tip_string_append_text(out, "</pre>\n<p><a href=\"/openapi.json\">/openapi.json</a> "
                                    "describes every parameter and reply.</p>\n</main>\n"
                                    "</body></html>\n");
    else
        tip_string_append_text(out, "\n/openapi.json describes every parameter and reply.\n");
}
