/* An entry: a passage that can be read, cited and found again. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "feed/atom.h"
#include "feed/line.h"
#include "feed/urn.h"
#include "search/date.h"
#include "web/html.h"

enum {
    ID_SIZE = 17,  /* 16 hex digits and the NUL */
    DATE_SIZE = 32 /* RFC 3339 */
};

struct entry {
    struct tip_xml *xml;
    const struct tip_feed *feed;
    const struct tip_hit *hit;
    const struct tip_view *view;
    char id[ID_SIZE];
};

/* Writes an element whose text was put together, and frees that. */
static void write_made(struct tip_xml *xml, const char *name, const char *type,
                       struct tip_string *text)
{
    xml->out->failed |= text->failed;
    tip_xml_open(xml, name);
    if (type != NULL)
        tip_xml_attribute(xml, "type", type);
    tip_xml_text(xml, text->failed || text->data == NULL ? "" : text->data);
    tip_xml_close(xml);
    tip_string_free(text);
}

static void write_line(struct tip_xml *xml, const char *name, const char *text)
{
    struct tip_string line = {0};

    tip_feed_line(&line, text);
    write_made(xml, name, NULL, &line);
}

static void write_urn(struct tip_xml *xml, const char *kind, const char *name)
{
    char urn[TIP_URN_SIZE];

    if (tip_urn_make(urn, kind, name))
        tip_xml_element(xml, "id", urn);
    else
        xml->out->failed = true;
}

/* ---- dates ---- */

/* The first day of what a report's date says, else of its year; false when neither is known. */
static bool find_published(char out[DATE_SIZE], const struct tip_report *report)
{
    struct tip_date_span span = {0};
    int year, month, day;

    if ((report->date == NULL || !tip_date_read(&span, report->date, strlen(report->date))) &&
        (report->year < 1 || report->year > 9999))
        return false;
    if (span.from == 0)
        span.from = report->year * 10000 + 101;
    year = span.from / 10000;
    month = span.from / 100 % 100;
    day = span.from % 100;
    snprintf(out, DATE_SIZE, "%04d-%02d-%02dT00:00:00Z", year, month == 0 ? 1 : month,
             day == 0 ? 1 : day);
    return true;
}

/* When a file was changed; false when that is not known, as of standard input. */
static bool find_modified(char out[DATE_SIZE], const struct tip_view *view)
{
    time_t when = (time_t)view->modified_s;
    struct tm tm;

    return when > 0 && gmtime_r(&when, &tm) != NULL && tm.tm_year < 10000 - 1900 &&
           strftime(out, DATE_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0;
}

/* A passage is as old as what its report says of itself, else as its file, whenever it was indexed:
 * so no update of the index makes old passages new ones. Where neither is known, only the index'
 * own date is. */
static void write_updated(const struct entry *entry)
{
    char date[DATE_SIZE];
    bool is_known = find_published(date, &entry->view->report) || find_modified(date, entry->view);

    tip_xml_element(entry->xml, "updated", is_known ? date : entry->feed->reply->made_at);
}

static void write_published(const struct entry *entry)
{
    char date[DATE_SIZE];

    if (find_published(date, &entry->view->report))
        tip_xml_element(entry->xml, "published", date);
}

/* ---- where it is from ---- */

static bool is_blank(const char *text)
{
    return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

static const char *title_of(const struct tip_report *report)
{
    return is_blank(report->title) ? report->id : report->title;
}

static void write_title(const struct entry *entry)
{
    const struct tip_view *view = entry->view;
    const struct tip_report *report = &view->report;
    struct tip_string title = {0};

    if (view->depth > 0 && !is_blank(view->headings[view->depth - 1])) {
        tip_feed_line(&title, view->headings[view->depth - 1]);
        tip_string_append_text(&title, " · ");
    }
    tip_feed_line(&title, title_of(report));
    if (report->year != 0)
        tip_string_printf(&title, ", %d", report->year);
    write_made(entry->xml, "title", NULL, &title);
}

static void write_person(struct tip_xml *xml, const char *element, const char *name)
{
    tip_xml_open(xml, element);
    write_line(xml, "name", name);
    tip_xml_close(xml);
}

static void write_source(const struct entry *entry)
{
    const struct tip_report *report = &entry->view->report;
    struct tip_xml *xml = entry->xml;

    tip_xml_open(xml, "source");
    write_urn(xml, "report", report->id);
    write_line(xml, "title", title_of(report));
    write_updated(entry);
    if (tip_url_is_of_web(report->url)) {
        tip_xml_open(xml, "link");
        tip_xml_attribute(xml, "rel", "alternate");
        tip_xml_attribute(xml, "href", report->url);
        tip_xml_close(xml);
    }
    tip_xml_close(xml);
}

static void write_links(const struct entry *entry)
{
    struct tip_string address = {0};

    tip_string_printf(&address, "%s/read/%s", entry->feed->base, entry->id);
    tip_xml_open(entry->xml, "link");
    tip_xml_attribute(entry->xml, "rel", "alternate");
    tip_xml_attribute(entry->xml, "type", "text/html");
    tip_xml_attribute(entry->xml, "href", address.failed ? "" : address.data);
    tip_xml_close(entry->xml);
    entry->xml->out->failed |= address.failed;
    tip_string_free(&address);
}

/* ---- what it says ---- */

/* The snippet as HTML, which readers show as they like: what matched is bold. */
static void write_summary(const struct entry *entry)
{
    struct tip_string html = {0};

    tip_html_markup(&html, "<p dir=\"auto\">");
    for (size_t i = 0; i < entry->hit->snippet_count; i++) {
        const struct tip_snippet_piece *piece = &entry->hit->snippet[i];

        tip_html_markup(&html, piece->is_hit ? "<b>" : "");
        tip_html_text(&html, piece->text);
        tip_html_markup(&html, piece->is_hit ? "</b>" : "");
    }
    tip_html_markup(&html, "</p>");
    write_made(entry->xml, "summary", "html", &html);
}

/* The whole passage, a paragraph a line. */
static void write_content(const struct entry *entry)
{
    const char *text = entry->view->text == NULL ? "" : entry->view->text;
    struct tip_string html = {0};

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (length > 0) {
            tip_html_markup(&html, "<p dir=\"auto\">");
            tip_html_bytes(&html, text, length);
            tip_html_markup(&html, "</p>");
        }
        text += length + (text[length] == '\n');
    }
    write_made(entry->xml, "content", "html", &html);
}

/* ---- what it is about ---- */

static void write_category(struct tip_xml *xml, const char *scheme, const char *term,
                           const char *label)
{
    tip_xml_open(xml, "category");
    tip_xml_attribute(xml, "term", term);
    tip_xml_attribute(xml, "scheme", scheme);
    tip_xml_attribute(xml, "label", label);
    tip_xml_close(xml);
}

static void write_categories(const struct entry *entry)
{
    const struct tip_view *view = entry->view;
    const char *kind = tip_kind_name(view->row.kind);

    for (size_t i = 0; i < view->countries.count; i++)
        write_category(entry->xml, "urn:iso:std:iso:3166:-1", view->countries.items[i].value,
                       view->countries.items[i].label);
    write_category(entry->xml, "urn:x-tipsearch:kind", kind, kind);
    for (size_t i = 0; i < view->patterns.count; i++)
        write_category(entry->xml, "urn:x-tipsearch:pattern", view->patterns.items[i].value,
                       view->patterns.items[i].label);
}

/* The language of a report, where it is written as a language tag is (RFC 5646). */
static void set_language(struct tip_xml *xml, const char *language)
{
    size_t letters = language == NULL ? 0 : strspn(language, "abcdefghijklmnopqrstuvwxyz");

    if (letters >= 2 && letters <= 8 && language[letters] == '\0')
        tip_xml_attribute(xml, "xml:lang", language);
}

void tip_feed_entry_write(struct tip_xml *xml, const struct tip_feed *feed,
                          const struct tip_hit *hit)
{
    const struct tip_report *report = &hit->view.report;
    struct entry entry = {.xml = xml, .feed = feed, .hit = hit, .view = &hit->view};

    snprintf(entry.id, sizeof entry.id, "%016" PRIx64, hit->view.row.id);
    tip_xml_open(xml, "entry");
    set_language(xml, report->language);
    write_urn(xml, "passage", entry.id);
    write_title(&entry);
    write_updated(&entry);
    write_published(&entry);
    write_person(xml, "author", is_blank(report->publisher) ? title_of(report) : report->publisher);
    if (!is_blank(hit->view.row.by))
        write_person(xml, "contributor", hit->view.row.by);
    write_links(&entry);
    write_categories(&entry);
    write_source(&entry);
    tip_xml_element(xml, "dcterms:identifier", entry.id);
    write_line(xml, "dcterms:bibliographicCitation", hit->view.citation);
    write_summary(&entry);
    write_content(&entry);
    tip_xml_close(xml);
}
