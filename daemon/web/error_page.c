/* Errors as people read them: what it is, and what can be done. */
#include <ctype.h>
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

/* The message says when it is not of the query. */
static bool is_of_filter(const struct tip_reply_error *error)
{
    return strncmp(error->message, "in the filter", strlen("in the filter")) == 0;
}

/* Of an error of the query or the filter. */
static void write_query(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply_error *error = &content->reply->error;
    const char *text = is_of_filter(error) ? content->request->filter : content->request->query;

    if (error->code == TIP_CODE_BAD_QUERY && error->at >= 0 && text != NULL && text[0] != '\0')
        write_place(out, text, error->at);
}

/* Whether a name may stand in a query without quotation marks. */
static bool is_bare(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)name[i]))
            return false;
    return true;
}

static bool is_within_quotes(const char *text, const char *place)
{
    bool is_open = false;

    for (; text < place; text++)
        is_open ^= *text == '"';
    return is_open;
}

/* Appends the text with the nearest name that the message offers in the place of the one that is at
 * the error: … not "cambod": did you mean "Cambodia"? False: it offers none that fits. */
static bool write_corrected(struct tip_string *out, const char *text,
                            const struct tip_reply_error *error)
{
    static const char not [] = ", not \"", meant[] = "\": did you mean \"";
    const char *typed = strstr(error->message, not ), *name = strstr(error->message, meant);
    const char *place = skip_characters(text, error->at), *mark;
    size_t typed_length, name_length;

    if (typed == NULL || name == NULL || name < typed + strlen(not ))
        return false;
    typed += strlen(not );
    typed_length = (size_t)(name - typed);
    name += strlen(meant);
    name_length = strcspn(name, "\"");
    mark = is_bare(name, name_length) || is_within_quotes(text, place) ? "" : "\"";
    if (strncmp(place, typed, typed_length) != 0 || !is_bare(typed, typed_length) ||
        isalnum((unsigned char)place[typed_length]) || (*mark != '\0' && place[-1] == ','))
        return false;
    tip_string_append(out, text, (size_t)(place - text));
    tip_string_append_text(out, mark);
    tip_string_append(out, name, name_length);
    tip_string_append_text(out, mark);
    tip_string_append_text(out, place + typed_length);
    return true;
}

/* A way on, where it is known what was meant. */
static void write_offer(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply_error *error = &content->reply->error;
    struct tip_web_link link = tip_web_link_same(content);
    struct tip_string query = {0};

    if (content->page == TIP_WEB_SEARCH && error->code == TIP_CODE_BAD_QUERY && error->at > 0 &&
        !is_of_filter(error) && content->request->query != NULL &&
        write_corrected(&query, content->request->query, error) && !query.failed) {
        link.query = query.data;
        tip_html_markup(out, "<p class=\"corrected\">Search instead for <a");
        tip_web_link_write(out, &link);
        tip_html_markup(out, "><bdi>");
        tip_html_bounded(out, query.data, TIP_WEB_SHOWN);
        tip_html_markup(out, "</bdi></a>.</p>\n");
    }
    tip_string_free(&query);
}

void tip_error_page_write(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply_error *error = &content->reply->error;

    tip_frame_begin(out, content, "error", errors[error->code].title, NULL);
    tip_string_printf(out, "<h1>%s</h1>\n", errors[error->code].title);
    write_query(out, content);
    tip_html_markup(out, "<p class=\"error\" dir=\"auto\">");
    tip_html_text(out, error->message);
    tip_html_markup(out, "</p>\n");
    write_offer(out, content);
    tip_string_printf(out, "<p>%s</p>\n", errors[error->code].advice);
    tip_frame_end(out);
}
