/* The feed itself: what it is of, how much there is, and where the other pages are. */
#include "feed/atom.h"

#include <stdio.h>
#include <string.h>

#include "feed/address.h"
#include "feed/line.h"
#include "feed/urn.h"
#include "protocol/limits.h"
#include "protocol/protocol.h"

static bool is_of_everything(const struct tip_feed *feed)
{
    return strcmp(feed->request->query, "*") == 0;
}

/* ---- what it is of ---- */

/* Pages of one feed have one id (RFC 5005, section 3): it is that of the question. */
static void write_id(struct tip_xml *xml, const struct tip_feed *feed)
{
    struct tip_string question = {0};
    char urn[TIP_URN_SIZE];

    tip_feed_question(&question, feed->request);
    if (!question.failed && tip_urn_make(urn, "feed", question.data))
        tip_xml_element(xml, "id", urn);
    else
        xml->out->failed = true;
    tip_string_free(&question);
}

static void write_title(struct tip_xml *xml, const struct tip_feed *feed)
{
    struct tip_string title = {0};

    tip_string_append_text(&title, "tipsearch: ");
    tip_feed_line(&title, is_of_everything(feed) ? "every passage" : feed->request->query);
    xml->out->failed |= title.failed;
    tip_xml_element(xml, "title", title.failed ? "" : title.data);
    tip_string_free(&title);
}

static void append_how_many(struct tip_string *out, const struct tip_reply *reply)
{
    tip_string_printf(out, "%s%u passage%s", reply->total_is == TIP_TOTAL_EXACT ? "" : "at least ",
                      reply->total, reply->total == 1 ? "" : "s");
}

/* What a page of results says above them. */
static void write_subtitle(struct tip_xml *xml, const struct tip_reply *reply)
{
    struct tip_string text = {0};

    append_how_many(&text, reply);
    if (reply->corrected != NULL) {
        tip_string_append_text(&text, ", found for ");
        tip_feed_line(&text, reply->corrected);
    }
    if (reply->hint != NULL) {
        tip_string_append_text(&text, ". ");
        tip_feed_line(&text, reply->hint);
    }
    xml->out->failed |= text.failed;
    tip_xml_element(xml, "subtitle", text.failed ? "" : text.data);
    tip_string_free(&text);
}

/* Entries have authors of their own; a feed without entries must have one, too (RFC 4287, section
 * 4.1.1). */
static void write_author(struct tip_xml *xml)
{
    tip_xml_open(xml, "author");
    tip_xml_element(xml, "name", "tipsearch");
    tip_xml_close(xml);
    tip_xml_open(xml, "generator");
    tip_xml_attribute(xml, "version", TIP_VERSION);
    tip_xml_text(xml, "tipsearch");
    tip_xml_close(xml);
}

/* ---- where else to look ---- */

static void write_link(struct tip_xml *xml, const char *relation, const char *type,
                       struct tip_string *address)
{
    tip_xml_open(xml, "link");
    tip_xml_attribute(xml, "rel", relation);
    tip_xml_attribute(xml, "type", type);
    tip_xml_attribute(xml, "href", address->failed || address->data == NULL ? "" : address->data);
    tip_xml_close(xml);
    xml->out->failed |= address->failed;
    tip_string_free(address);
}

static void write_page_link(struct tip_xml *xml, const struct tip_feed *feed, const char *relation,
                            unsigned offset)
{
    struct tip_string address = {0};

    tip_feed_address(&address, feed->base, feed->request, offset);
    write_link(xml, relation, "application/atom+xml", &address);
}

/* The last page that can be asked for begins here. */
static unsigned last_offset(const struct tip_feed *feed)
{
    unsigned limit = feed->request->limit, total = feed->reply->total;
    unsigned reach = TIP_LIMIT_WINDOW - limit;
    unsigned last = total == 0 ? 0 : (total - 1) / limit * limit;

    return last <= reach ? last : reach / limit * limit;
}

/* There is no next page where there is nothing on it, or its offset would be refused. */
static void write_pages(struct tip_xml *xml, const struct tip_feed *feed)
{
    unsigned offset = feed->request->offset, limit = feed->request->limit;
    unsigned last;

    write_page_link(xml, feed, "self", offset);
    if (limit == 0)
        return;
    last = last_offset(feed);
    write_page_link(xml, feed, "first", 0);
    if (offset > 0)
        write_page_link(xml, feed, "previous",
                        offset - 1 > last ? last : (offset > limit ? offset - limit : 0));
    if (offset + limit < feed->reply->total && offset + 2 * limit <= TIP_LIMIT_WINDOW)
        write_page_link(xml, feed, "next", offset + limit);
    write_page_link(xml, feed, "last", last);
}

static void write_links(struct tip_xml *xml, const struct tip_feed *feed)
{
    struct tip_string page = {0}, description = {0};

    write_pages(xml, feed);
    tip_feed_page_address(&page, feed->base, feed->request);
    write_link(xml, "alternate", "text/html", &page);
    tip_string_printf(&description, "%s/opensearch.xml", feed->base);
    write_link(xml, "search", "application/opensearchdescription+xml", &description);
}

/* ---- OpenSearch ---- */

static void write_number(struct tip_xml *xml, const char *name, unsigned number)
{
    char text[16];

    snprintf(text, sizeof text, "%u", number);
    tip_xml_element(xml, name, text);
}

static void set_number(struct tip_xml *xml, const char *name, unsigned number)
{
    char text[16];

    snprintf(text, sizeof text, "%u", number);
    tip_xml_attribute(xml, name, text);
}

/* The first result has the index 0, as the description's indexOffset says. */
static void write_response(struct tip_xml *xml, const struct tip_feed *feed)
{
    const struct tip_reply *reply = feed->reply;

    write_number(xml, "opensearch:totalResults", reply->total);
    write_number(xml, "opensearch:startIndex", feed->request->offset);
    write_number(xml, "opensearch:itemsPerPage", feed->request->limit);
    tip_xml_open(xml, "opensearch:Query");
    tip_xml_attribute(xml, "role", "request");
    tip_xml_attribute(xml, "searchTerms", feed->request->query);
    set_number(xml, "startIndex", feed->request->offset);
    set_number(xml, "count", feed->request->limit);
    tip_xml_close(xml);
    if (reply->corrected == NULL)
        return;
    tip_xml_open(xml, "opensearch:Query");
    tip_xml_attribute(xml, "role", "correction");
    tip_xml_attribute(xml, "searchTerms", reply->corrected);
    set_number(xml, "totalResults", reply->total);
    tip_xml_close(xml);
}

void tip_feed_write(struct tip_string *out, const struct tip_feed *feed)
{
    struct tip_xml xml;

    tip_xml_begin(&xml, out);
    tip_xml_open(&xml, "feed");
    tip_xml_attribute(&xml, "xmlns", "http://www.w3.org/2005/Atom");
    tip_xml_attribute(&xml, "xmlns:opensearch", "http://a9.com/-/spec/opensearch/1.1/");
    tip_xml_attribute(&xml, "xmlns:dcterms", "http://purl.org/dc/terms/");
    write_id(&xml, feed);
    write_title(&xml, feed);
    write_subtitle(&xml, feed->reply);
    tip_xml_element(&xml, "updated", feed->reply->made_at);
    write_author(&xml);
    write_links(&xml, feed);
    write_response(&xml, feed);
    for (size_t i = 0; i < feed->reply->hit_count; i++)
        tip_feed_entry_write(&xml, feed, &feed->reply->hits[i]);
    tip_xml_close(&xml);
}
