/* Feeds, descriptions and suggestions as they are written, with all that text can hold. */
#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feed/atom.h"
#include "feed/opensearch.h"
#include "feed/urn.h"
#include "feed/xml.h"
#include "integration/feed_check.h"

TestSuite(feed, .timeout = 60);

/* ---- XML ---- */

static const struct {
    const char *text, *between_tags, *in_attribute;
} escapes[] = {
    {"plain", "plain", "plain"},
    {"", "", ""},
    {"a<b>&\"'", "a&lt;b&gt;&amp;&quot;'", "a&lt;b&gt;&amp;&quot;'"},
    {"]]>", "]]&gt;", "]]&gt;"},
    {"one\ntwo\tthree\rfour", "one\ntwo\tthree&#13;four", "one&#10;two&#9;three&#13;four"},
    {"\x01\x08\x0B\x0C\x0E\x1F", "������", "������"},
    {"\x7F\xC2\x85", "\x7F\xC2\x85", "\x7F\xC2\x85"}, /* allowed */
    {"\xEF\xBF\xBE\xEF\xBF\xBF", "��", "��"},         /* U+FFFE, U+FFFF */
    {"\xEF\xBF\xBD", "�", "�"},                       /* U+FFFD as it came */
    {"\xED\xA0\x80", "���", "���"},                   /* a surrogate */
    {"a\xC3(", "a�(", "a�("},                         /* cut short */
    {"ភ្នំពេញ العربية 𠜎", "ភ្នំពេញ العربية 𠜎", "ភ្នំពេញ العربية 𠜎"},
};

Test(feed, any_text_makes_well_formed_xml)
{
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        struct tip_string out = {0};
        char expected[512];
        struct tip_xml xml;

        tip_xml_begin(&xml, &out);
        tip_xml_open(&xml, "a");
        tip_xml_attribute(&xml, "b", escapes[i].text);
        tip_xml_text(&xml, escapes[i].text);
        tip_xml_close(&xml);
        snprintf(expected, sizeof expected,
                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"%s\">%s</a>\n",
                 escapes[i].in_attribute, escapes[i].between_tags);
        cr_expect_str_eq(out.data, expected, "%zu: %s", i, out.data);
        tip_string_free(&out);
    }
}

Test(feed, elements_close_in_turn)
{
    struct tip_string out = {0};
    struct tip_xml xml;

    tip_xml_begin(&xml, &out);
    tip_xml_open(&xml, "a");
    tip_xml_open(&xml, "b");
    tip_xml_attribute(&xml, "c", "d");
    tip_xml_close(&xml);
    tip_xml_element(&xml, "e", "f");
    tip_xml_close(&xml);
    cr_expect_str_eq(out.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<a><b c=\"d\"/><e>f</e></a>\n");
    tip_string_free(&out);
}

/* What feed readers have stored must be found again by every later version. */
Test(feed, a_name_stays_the_same)
{
    char urn[TIP_URN_SIZE], other[TIP_URN_SIZE];

    cr_assert(tip_urn_make(urn, "passage", "98edc6016fedf84f"));
    cr_expect_str_eq(urn, "urn:uuid:2be322e7-2dd0-8efd-a354-265a8c8d9276");
    cr_assert(tip_urn_make(other, "report", "98edc6016fedf84f"));
    cr_expect_str_neq(urn, other);
}

/* ---- a feed ---- */

static struct tip_snippet_piece pieces[] = {
    {.text = "before <b>no markup</b> "},
    {.text = "\x01match & co", .is_hit = true},
    {.text = " \xEF\xBF\xBE after"},
};

static const char *headings[] = {"Topics", "Scams <script>alert(1)</script> & \"more\"\n\x02"};

static struct tip_fact countries[] = {{.value = "KH", .label = "Cambodia"},
                                      {.value = "CI", .label = "Côte d'Ivoire & \"more\""}};

static struct tip_hit make_hit(void)
{
    return (struct tip_hit){
        .rank = 1,
        .view = {.row = {.id = 0x98edc6016fedf84f, .kind = TIP_KIND_QUOTE, .by = "A <survivor>"},
                 .report = {.id = "tip-2023",
                            .title = "Report\u202A\u202E <2023>\u202C\u2066\u2069",
                            .publisher = "Ministry & Co",
                            .date = "15 June 2023",
                            .year = 2023,
                            .language = "en",
                            .url = "https://example.org/a?b=c&d=e"},
                 .headings = headings,
                 .depth = 2,
                 .citation = "Ministry & Co, Report \u202E<2023>\u2069 قصة",
                 .text = "First line.\n</div><script>alert(\"two\")</script>\n\x03ភាសាខ្មែរ",
                 .countries = {countries, 2}},
        .snippet = pieces,
        .snippet_count = 3,
    };
}

static xmlDoc *write_feed(struct tip_request *request, struct tip_reply *reply)
{
    struct tip_string out = {0};
    xmlDoc *document;

    reply->kind = TIP_REPLY_HITS;
    reply->made_at = "2026-11-25T22:30:00Z";
    tip_feed_write(
        &out, &(struct tip_feed){.base = "https://a.example", .request = request, .reply = reply});
    cr_assert_not(out.failed);
    document = feed_read(out.data, out.length, "atom.rng");
    tip_string_free(&out);
    return document;
}

Test(feed, hostile_text_is_text)
{
    char query[] = "\"<scam>\" & 'more' \xE2\x80\xAE";
    struct tip_request request = {.query = query, .limit = 10};
    struct tip_hit hit = make_hit();
    struct tip_reply reply = {.hits = &hit, .hit_count = 1, .total = 1};
    xmlDoc *feed = write_feed(&request, &reply);

    feed_expect(feed, "/a:feed/a:title", "tipsearch: \"<scam>\" & 'more' ");
    feed_expect(feed, "//o:Query[@role='request']/@searchTerms", query);
    feed_expect(feed, "//a:entry/a:title",
                "Scams <script>alert(1)</script> & \"more\" � · Report <2023>, 2023");
    feed_expect(feed, "//a:entry/a:author/a:name", "Ministry & Co");
    feed_expect(feed, "//a:entry/a:contributor/a:name", "A <survivor>");
    feed_expect(feed, "//a:entry/d:bibliographicCitation", "Ministry & Co, Report <2023> قصة");
    feed_expect(feed, "//a:entry/a:source/a:title", "Report <2023>");
    feed_expect(feed, "//a:entry/a:summary",
                "<p dir=\"auto\">before &lt;b&gt;no markup&lt;/b&gt; <b>�match &amp; co</b> � "
                "after</p>");
    feed_expect(feed, "//a:entry/a:content",
                "<p dir=\"auto\">First line.</p>"
                "<p dir=\"auto\">&lt;/div&gt;&lt;script&gt;alert(&quot;two&quot;)&lt;/script&gt;"
                "</p><p dir=\"auto\">�ភាសាខ្មែរ</p>");
    feed_expect(feed, "//a:entry/a:source/a:link/@href", "https://example.org/a?b=c&d=e");
    feed_expect(feed, "//a:category[2]/@label", "Côte d'Ivoire & \"more\"");
    feed_expect(feed, "//a:category[@scheme='urn:x-tipsearch:kind']/@term", "quote");
    xmlFreeDoc(feed);
}

Test(feed, an_entry_can_be_found_again)
{
    char query[] = "scam";
    struct tip_request request = {.query = query, .limit = 10};
    struct tip_hit hit = make_hit();
    struct tip_reply reply = {.hits = &hit, .hit_count = 1, .total = 1};
    xmlDoc *feed = write_feed(&request, &reply);

    feed_expect(feed, "//a:entry/a:id", "urn:uuid:2be322e7-2dd0-8efd-a354-265a8c8d9276");
    feed_expect(feed, "//a:entry/d:identifier", "98edc6016fedf84f");
    feed_expect(feed, "//a:entry/a:link[@rel='alternate']/@href",
                "https://a.example/read/98edc6016fedf84f");
    feed_expect(feed, "//a:entry/a:updated", "2023-06-15T00:00:00Z");
    feed_expect(feed, "//a:entry/a:published", "2023-06-15T00:00:00Z");
    feed_expect(feed, "/a:feed/a:updated", "2026-11-25T22:30:00Z");
    xmlFreeDoc(feed);
}

/* The date of an entry, by what its report says of itself. */
static const struct {
    const char *date;
    int year;
    int64_t modified_s;
    const char *updated, *published;
} dates[] = {
    {"June 2023", 2023, 1, "2023-06-01T00:00:00Z", "2023-06-01T00:00:00Z"},
    {"2023-06-15", 0, 1, "2023-06-15T00:00:00Z", "2023-06-15T00:00:00Z"},
    {NULL, 2021, 1, "2021-01-01T00:00:00Z", "2021-01-01T00:00:00Z"},
    {"some day", 1999, 1, "1999-01-01T00:00:00Z", "1999-01-01T00:00:00Z"},
    {"2019", 2020, 1, "2019-01-01T00:00:00Z", "2019-01-01T00:00:00Z"},
    {NULL, 0, 1700000000, "2023-11-14T22:13:20Z", ""},
    {NULL, 0, 0, "2026-11-25T22:30:00Z", ""},
    {"", -5, INT64_MAX, "2026-11-25T22:30:00Z", ""},
};

Test(feed, an_entry_is_as_old_as_its_report)
{
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        char query[] = "scam";
        struct tip_request request = {.query = query, .limit = 10};
        struct tip_hit hit = make_hit();
        struct tip_reply reply = {.hits = &hit, .hit_count = 1, .total = 1};
        xmlDoc *feed;

        hit.view.report.date = dates[i].date;
        hit.view.report.year = dates[i].year;
        hit.view.modified_s = dates[i].modified_s;
        feed = write_feed(&request, &reply);
        feed_expect(feed, "//a:entry/a:updated", dates[i].updated);
        feed_expect(feed, "//a:entry/a:source/a:updated", dates[i].updated);
        feed_expect(feed, "//a:entry/a:published", dates[i].published);
        xmlFreeDoc(feed);
    }
}

/* Where the other pages begin; "" where there is no such link. */
static const struct {
    unsigned total, limit, offset;
    const char *previous, *next, *last;
} pages[] = {
    {0, 10, 0, "", "", "q=x"},
    {10, 10, 0, "", "", "q=x"},
    {11, 10, 0, "", "q=x&offset=10", "q=x&offset=10"},
    {25, 10, 10, "q=x", "q=x&offset=20", "q=x&offset=20"},
    {25, 10, 5, "q=x", "q=x&offset=15", "q=x&offset=20"},
    {25, 10, 900, "q=x&offset=20", "", "q=x&offset=20"},
    {25, 7, 7, "q=x&limit=7", "q=x&limit=7&offset=14", "q=x&limit=7&offset=21"},
    {50000, 100, 9800, "q=x&limit=100&offset=9700", "q=x&limit=100&offset=9900",
     "q=x&limit=100&offset=9900"},
    {50000, 100, 9900, "q=x&limit=100&offset=9800", "", "q=x&limit=100&offset=9900"},
};

static void expect_link(xmlDoc *feed, const char *relation, const char *parameters)
{
    char path[128], expected[128];

    snprintf(path, sizeof path, "/a:feed/a:link[@rel='%s']/@href", relation);
    snprintf(expected, sizeof expected, "%s%s",
             parameters[0] == '\0' ? "" : "https://a.example/feed.atom?", parameters);
    feed_expect(feed, path, expected);
}

Test(feed, pages_lead_to_each_other)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char query[] = "x";
        struct tip_request request = {
            .query = query, .limit = pages[i].limit, .offset = pages[i].offset};
        struct tip_reply reply = {.total = pages[i].total};
        xmlDoc *feed = write_feed(&request, &reply);

        expect_link(feed, "previous", pages[i].previous);
        expect_link(feed, "next", pages[i].next);
        expect_link(feed, "last", pages[i].last);
        xmlFreeDoc(feed);
    }
}

Test(feed, pages_of_one_question_are_one_feed)
{
    char query[] = "x", country[] = "KH";
    struct tip_request_filter filter = {.field = TIP_FILTER_COUNTRY, .value = country};
    struct tip_request request = {.query = query, .limit = 10};
    struct tip_reply reply = {.total = 100};
    char *ids[3];

    for (int i = 0; i < 3; i++) {
        xmlDoc *feed;

        request.offset = i == 1 ? 20 : 0;
        request.filters = i == 2 ? &filter : NULL;
        request.filter_count = i == 2;
        feed = write_feed(&request, &reply);
        ids[i] = feed_get(feed, "/a:feed/a:id");
        xmlFreeDoc(feed);
    }
    cr_expect_str_eq(ids[0], ids[1]);
    cr_expect_str_neq(ids[0], ids[2]);
    for (int i = 0; i < 3; i++)
        free(ids[i]);
}

Test(feed, a_correction_is_told)
{
    char query[] = "Cambodai", corrected[] = "Cambodia";
    struct tip_request request = {.query = query, .limit = 10};
    struct tip_reply reply = {.total = 3, .corrected = corrected};
    xmlDoc *feed = write_feed(&request, &reply);

    feed_expect(feed, "//o:Query[@role='correction']/@searchTerms", "Cambodia");
    feed_expect(feed, "/a:feed/a:subtitle", "3 passages, found for Cambodia");
    xmlFreeDoc(feed);
}

/* An address that a reader would run, or that is none, leads nowhere. */
Test(feed, only_web_addresses_are_links)
{
    static const char *const urls[] = {
        "javascript:alert(1)", "file:///etc/passwd", "https://a b", "http://\"x\"", "", NULL};
    char query[] = "x";
    struct tip_request request = {.query = query, .limit = 10};

    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct tip_hit hit = make_hit();
        struct tip_reply reply = {.hits = &hit, .hit_count = 1, .total = 1};
        xmlDoc *feed;

        hit.view.report.url = urls[i];
        feed = write_feed(&request, &reply);
        feed_expect(feed, "count(//a:source/a:link)", "0");
        xmlFreeDoc(feed);
    }
}

/* ---- OpenSearch ---- */

Test(feed, the_description_names_what_is_served)
{
    struct tip_string out = {0};
    xmlDoc *description;

    tip_opensearch_describe(&out, "http://h&ost.example:7180");
    description = feed_read(out.data, out.length, "opensearch.rng");
    feed_expect(description, "//o:Url[@type='text/html']/@template",
                "http://h&ost.example:7180/?q={searchTerms}&offset={startIndex?}");
    feed_expect(description, "//o:Url[@type='text/html']/@indexOffset", "0");
    feed_expect(description, "//o:Url[@rel='suggestions']/@type", "application/x-suggestions+json");
    feed_expect(description, "//o:Url[@rel='self']/@template",
                "http://h&ost.example:7180/opensearch.xml");
    xmlFreeDoc(description);
    tip_string_free(&out);
}

Test(feed, suggestions_are_as_browsers_take_them)
{
    char text[] = "Debt \"bondage\"", find[] = "pattern:debt-bondage", word[] = "debts";
    struct tip_reply_suggestion suggestions[] = {
        {.text = text, .kind = TIP_SUGGESTION_PATTERN, .query = find, .count = 1},
        {.text = word, .kind = TIP_SUGGESTION_WORD, .query = word, .count = 12},
    };
    struct tip_reply reply = {.suggestions = suggestions, .suggestion_count = 2};
    struct tip_string out = {0};

    tip_opensearch_suggest(&out, "http://a.example", "de\"\xE2\x80\xA8", &reply);
    cr_expect_str_eq(out.data, "[\"de\\\"\\u2028\",[\"Debt \\\"bondage\\\"\",\"debts\"],"
                               "[\"pattern, 1 passage\",\"word, 12 passages\"],"
                               "[\"http://a.example/?q=pattern%3Adebt-bondage\","
                               "\"http://a.example/?q=debts\"]]\n");
    tip_string_free(&out);
}
