/* Facts of a page: its title, its meta and link elements, its language. */
#include "reader/html_facts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "reader/document.h"

enum { FACT_BYTES = 300, YEAR_FIRST = 1900, YEAR_LAST = 2100 };

/* The names of meta elements that tell a fact, best first (Dublin Core, Open Graph, HTML). */
static const char *const title_names[] = {"og:title", "dc.title", "dcterms.title", "citation_title",
                                          NULL};
static const char *const publisher_names[] = {
    "dc.publisher", "dcterms.publisher", "publisher", "og:site_name", "dc.creator",
    "author",       "citation_author",   NULL};
static const char *const date_names[] = {"dcterms.date",           "dc.date", "dcterms.issued",
                                         "article:published_time", "date",    "citation_date",
                                         "publication_date",       NULL};

/* What is in a text node run, white space collapsed; for free(3), NULL without memory. */
static char *collapsed(const char *text, size_t length)
{
    char *out = malloc(length + 1);
    size_t size = 0;
    if (out == NULL)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        bool is_blank = isspace((unsigned char)text[i]) != 0;
        if (!is_blank)
            out[size++] = text[i];
        else if (size > 0 && out[size - 1] != ' ')
            out[size++] = ' ';
    }
    while (size > 0 && out[size - 1] == ' ')
        size--;
    out[size] = '\0';
    return out;
}

/* All text in an element, dropped or not; "" for no element. */
static char *text_of(const struct tip_html_tree *tree, tip_html_place place)
{
    struct tip_string text = {0};
    for (tip_html_place at = place; place != 0 && at < tree->nodes[place].end; at++)
        if (tree->nodes[at].tag == TIP_HTML_TEXT)
            tip_string_append(&text, tree->text.data + tree->nodes[at].text,
                              tree->nodes[at].length);
    char *out = text.failed ? NULL : collapsed(text.data == NULL ? "" : text.data, text.length);
    tip_string_free(&text);
    return out;
}

/* The content of the meta element with the first of the names that has any; NULL. */
static const char *find_meta(const struct tip_html_tree *tree, const char *const *names)
{
    for (; *names != NULL; names++)
        for (tip_html_place at = 1; at < tree->count; at++) {
            if (tree->nodes[at].tag != TIP_HTML_META)
                continue;
            const char *name = tip_html_attribute(tree, at, TIP_HTML_AT_NAME);
            if (name == NULL)
                name = tip_html_attribute(tree, at, TIP_HTML_AT_PROPERTY);
            const char *content = tip_html_attribute(tree, at, TIP_HTML_AT_CONTENT);
            if (name != NULL && content != NULL && strcasecmp(name, *names) == 0 &&
                content[strspn(content, " \t\r\n")] != '\0')
                return content;
        }
    return NULL;
}

static tip_status set_text(char **fact, const char *value, struct tip_error *error)
{
    char *text = collapsed(value, strlen(value));
    if (text == NULL)
        return tip_error_memory(error, "reading a page");
    free(*fact);
    *fact = text;
    if (*text != '\0' && strlen(text) <= FACT_BYTES)
        return TIP_OK;
    free(text);
    *fact = NULL;
    return TIP_OK;
}

static tip_html_place find_tag(const struct tip_html_tree *tree, enum tip_html_tag tag)
{
    for (tip_html_place at = 1; at < tree->count; at++)
        if (tree->nodes[at].tag == tag)
            return at;
    return 0;
}

/* The only h1 of the main content; 0 when there are none or several. */
static tip_html_place only_h1(const struct tip_html_tree *tree, tip_html_place root)
{
    tip_html_place first = tip_html_within(tree, root, TIP_HTML_H1);
    for (tip_html_place at = first + 1; first != 0 && at < tree->nodes[root].end; at++)
        if (tree->nodes[at].tag == TIP_HTML_H1 && !tree->nodes[at].is_dropped)
            return 0;
    return first;
}

/* A page's title often has the site's name behind it: the heading that it repeats has not. */
static tip_status take_title(struct tip_document *document, const struct tip_html_tree *tree,
                             tip_html_place root, struct tip_error *error)
{
    tip_html_place element = find_tag(tree, TIP_HTML_TITLE), h1 = only_h1(tree, root);
    char *title = text_of(tree, element), *heading = text_of(tree, h1);
    tip_status status = TIP_OK;
    if (title == NULL || heading == NULL)
        status = tip_error_memory(error, "reading a page");
    const char *meta = find_meta(tree, title_names);
    if (status == TIP_OK) {
        const char *best = meta != NULL ? meta : element != 0 ? title : "";
        if (h1 != 0 && *heading != '\0' && (*best == '\0' || strcasestr(best, heading) != NULL))
            best = heading;
        status = set_text(&document->title, best, error);
    }
    free(title);
    free(heading);
    return status;
}

/* Of a time stamp only the day is shown; the year is the first number that can be one. */
static tip_status take_date(struct tip_document *document, const struct tip_html_tree *tree,
                            struct tip_error *error)
{
    const char *value = find_meta(tree, date_names);
    if (value == NULL)
        return TIP_OK;
    tip_status status = set_text(&document->date, value, error);
    if (status != TIP_OK || document->date == NULL)
        return status;
    char *date = document->date;
    if (strspn(date, "0123456789-") >= 10 && date[4] == '-' && (date[10] == 'T' || date[10] == ' '))
        date[10] = '\0';
    for (const char *at = date; *at != '\0' && document->year == 0;) {
        size_t digits = strspn(at, "0123456789");
        long year = digits == 4 ? strtol(at, NULL, 10) : 0;
        if (year >= YEAR_FIRST && year <= YEAR_LAST)
            document->year = (int)year;
        at += digits > 0 ? digits : 1;
    }
    return TIP_OK;
}

/* "en-GB" is en; three letters and more name no language of ISO 639-1. */
static tip_status take_language(struct tip_document *document, const struct tip_html_tree *tree,
                                struct tip_error *error)
{
    static const enum tip_html_tag elements[] = {TIP_HTML_HTML, TIP_HTML_BODY};
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        tip_html_place place = find_tag(tree, elements[i]);
        const char *value = tip_html_attribute(tree, place, TIP_HTML_AT_LANG);
        if (value == NULL)
            value = tip_html_attribute(tree, place, TIP_HTML_AT_XML_LANG);
        if (value == NULL || !isalpha((unsigned char)value[0]) ||
            !isalpha((unsigned char)value[1]) || isalnum((unsigned char)value[2]))
            continue;
        const char code[3] = {(char)tolower((unsigned char)value[0]),
                              (char)tolower((unsigned char)value[1]), '\0'};
        return set_text(&document->language, code, error);
    }
    return TIP_OK;
}

static tip_status take_url(struct tip_document *document, const struct tip_html_tree *tree,
                           struct tip_error *error)
{
    static const char *const names[] = {"og:url", NULL};
    const char *url = find_meta(tree, names);
    for (tip_html_place at = 1; at < tree->count; at++) {
        const char *rel = tree->nodes[at].tag == TIP_HTML_LINK
                              ? tip_html_attribute(tree, at, TIP_HTML_AT_REL)
                              : NULL;
        const char *href = tip_html_attribute(tree, at, TIP_HTML_AT_HREF);
        if (rel != NULL && href != NULL && strcasecmp(rel, "canonical") == 0)
            url = href;
    }
    bool is_full = url != NULL &&
                   (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0);
    return is_full ? set_text(&document->url, url, error) : TIP_OK;
}

tip_status tip_html_take_facts(struct tip_document *document, const struct tip_html_tree *tree,
                               tip_html_place root, struct tip_error *error)
{
    tip_status status = take_title(document, tree, root, error);
    const char *publisher = find_meta(tree, publisher_names);
    if (status == TIP_OK && publisher != NULL)
        status = set_text(&document->publisher, publisher, error);
    if (status == TIP_OK)
        status = take_date(document, tree, error);
    if (status == TIP_OK)
        status = take_language(document, tree, error);
    return status == TIP_OK ? take_url(document, tree, error) : status;
}
