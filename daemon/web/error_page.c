/* Errors as people read them: what it is, and what can be done. */
#include <string.h>

#include "base/utf8.h"
#include "web/html.h"
#include "web/link.h"
#include "web/parts.h"

/* What a code means, and what to do about it. */
static const struct {
    const char *title, *advice;
} errors[] = {
    [TIP_CODE_BAD_REQUEST] = {"This address cannot be read", "Begin a new search above."},
    [TIP_CODE_BAD_QUERY] = {"This cannot be searched for",
                            "Change the search above; <a href=\"/help\">how to ask</a>."},
    [TIP_CODE_UNKNOWN_ID] = {"No such passage", "Search for its words above."},
    [TIP_CODE_NOT_FOUND] = {"There is nothing here", "Begin a new search above."},
    [TIP_CODE_GONE] = {"This passage is gone", "Search for its words above."},
    [TIP_CODE_TOO_LONG] = {"This is too long", "Search for the words that matter."},
    [TIP_CODE_UNAUTHORIZED] = {"Please sign in",
                               "The password is the token that you were given by whoever runs this "
                               "server; the name may be any."},
    [TIP_CODE_BUSY] = {"The server is busy", "Wait a moment, then load the page again."},
    [TIP_CODE_TIMEOUT] = {"The server is busy", "Wait a moment, then load the page again."},
    [TIP_CODE_UNAVAILABLE] = {"The reports cannot be searched now",
                              "Load the page again later, or tell whoever runs this server."},
    [TIP_CODE_INTERNAL] = {"Something went wrong", "Please tell whoever runs this server."},
};

/* The part of `text` from its character `from` on. */
static const char *skip_characters(const char *text, long count)
{
    const char *end = text + strlen(text);

    while (count-- > 0 && text < end)
        tip_utf8_next(&text, end);
    return text;
}

/* The text with the place that an error points at. */
static void write_place(struct tip_string *out, const char *text, long at)
{
    const char *place = skip_characters(text, at), *behind = skip_characters(place, 1);

    tip_html_markup(out, "<p class=\"query\" dir=\"auto\">");
    tip_html_bytes(out, text, (size_t)(place - text));
    tip_html_markup(out, "<mark class=\"error\">");
    if (*place == '\0')
        tip_html_markup(out, "…");
    tip_html_bytes(out, place, (size_t)(behind - place));
    tip_html_markup(out, "</mark>");
    tip_html_text(out, behind);
    tip_html_markup(out, "</p>\n");
}

/* Of an error of the query; the message says when it is of the filter. */
static void write_query(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply_error *error = &content->reply->error;
    bool is_of_filter = strncmp(error->message, "in the filter", strlen("in the filter")) == 0;
    const char *text = is_of_filter ? content->request->filter : content->request->query;

    if (error->code == TIP_CODE_BAD_QUERY && error->at >= 0 && text != NULL && text[0] != '\0')
        write_place(out, text, error->at);
}

void tip_error_page_write(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply_error *error = &content->reply->error;

    tip_frame_begin(out, content, "error", errors[error->code].title, NULL);
    tip_string_printf(out, "<h1>%s</h1>\n", errors[error->code].title);
    write_query(out, content);
    tip_html_markup(out, "<p class=\"error\" dir=\"auto\">");
    tip_html_text(out, error->message);
    tip_string_printf(out, "</p>\n<p>%s</p>\n", errors[error->code].advice);
    tip_frame_end(out);
}
