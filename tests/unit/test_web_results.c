/* What a page says of a reply that a real index seldom gives. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/limits.h"
#include "web/page.h"

static struct tip_string out;

static void clear(void)
{
    tip_string_free(&out);
}

TestSuite(web_results, .fini = clear, .timeout = 60);

static char query[] = "debt";

static void write_page(const struct tip_request *request, const struct tip_reply *reply)
{
    struct tip_web_content content = {.page = TIP_WEB_SEARCH, .request = request, .reply = reply};

    tip_string_clear(&out);
    tip_web_page_write(&out, &content);
    cr_assert_not(out.failed);
}

static void expect(const char *part)
{
    cr_expect_not_null(strstr(out.data, part), "“%s” lacks “%s”", out.data, part);
}

static void expect_not(const char *part)
{
    cr_expect_null(strstr(out.data, part), "“%s” has “%s”", out.data, part);
}

Test(web_results, a_total_says_how_sure_it_is)
{
    static const struct {
        uint32_t total;
        enum tip_total_is total_is;
        bool is_partial;
        const char *part;
    } table[] = {
        {1, TIP_TOTAL_EXACT, false, ">1 passage<"},
        {2000, TIP_TOTAL_EXACT, false, ">2,000 passages<"},
        {2000, TIP_TOTAL_AT_LEAST, true, ">at least 2,000 passages<"},
        {7, TIP_TOTAL_ESTIMATE, false, ">about 7 passages<"},
        {0, TIP_TOTAL_EXACT, false, ">No passage found<"},
    };
    struct tip_request request = {.query = query, .limit = TIP_WEB_HITS};

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct tip_reply reply = {.kind = TIP_REPLY_HITS,
                                  .index_passages = 3000,
                                  .total = table[i].total,
                                  .total_is = table[i].total_is,
                                  .is_partial = table[i].is_partial};

        write_page(&request, &reply);
        expect(table[i].part);
        cr_expect_eq(strstr(out.data, "class=\"notice\"") != NULL, table[i].is_partial);
    }
}

/* Pages end where an offset would be refused, and say so. */
Test(web_results, links_lead_no_further_than_an_offset_may)
{
    static const struct {
        unsigned offset;
        const char *next; /* NULL: there is none */
    } table[] = {
        {0, "offset=10\" rel=\"next\">"},
        {TIP_LIMIT_WINDOW - 20, "offset=9990\" rel=\"next\">"},
        {TIP_LIMIT_WINDOW - 10, NULL},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct tip_request request = {
            .query = query, .limit = TIP_WEB_HITS, .offset = table[i].offset};
        struct tip_reply reply = {.kind = TIP_REPLY_HITS, .index_passages = 20000, .total = 20000};

        write_page(&request, &reply);
        if (table[i].next != NULL)
            expect(table[i].next);
        else {
            expect_not("rel=\"next\"");
            expect("Pages end here");
        }
    }
}

Test(web_results, the_same_elsewhere_can_be_shown)
{
    struct tip_request request = {.query = query, .limit = TIP_WEB_HITS};
    struct tip_reply reply = {
        .kind = TIP_REPLY_HITS, .index_passages = 9, .total = 2, .collapsed = 3};

    write_page(&request, &reply);
    expect("3 more say the same, or nearly, in other reports. "
           "<a href=\"/?q=debt&amp;collapse=off\">Show each of them</a>");
    request.is_uncollapsed = true;
    reply.collapsed = 0;
    write_page(&request, &reply);
    expect("<a href=\"/?q=debt\">Show what is the same once</a>");
}

/* A heading may be longer than what can be asked for. */
Test(web_results, what_cannot_be_asked_for_is_no_link)
{
    char *value = malloc(TIP_LIMIT_QUERY + 2);
    struct tip_facet_count item = {.value = value, .label = value, .count = 5};
    struct tip_request request = {.query = query, .limit = TIP_WEB_HITS};
    struct tip_reply reply = {.kind = TIP_REPLY_HITS, .index_passages = 9, .total = 5};

    memset(value, 'v', TIP_LIMIT_QUERY + 1);
    value[TIP_LIMIT_QUERY + 1] = '\0';
    reply.facets[TIP_FACET_SECTION] = (struct tip_facet_list){.items = &item, .count = 1};
    write_page(&request, &reply);
    expect("><a><bdi>vvv");
    expect("…</bdi></a> <span class=\"count\">5</span>");
    value[TIP_LIMIT_QUERY] = '\0';
    write_page(&request, &reply);
    expect("><a href=\"/?q=debt&amp;section=vvv");
    free(value);
}

Test(web_results, a_value_in_force_is_the_way_out_of_it)
{
    static char value[] = "KH", label[] = "Cambodia";
    struct tip_facet_count item = {.value = value, .label = label, .count = 5};
    struct tip_request_filter filter = {.field = TIP_FILTER_COUNTRY, .value = value};
    struct tip_request request = {
        .query = query, .limit = TIP_WEB_HITS, .filters = &filter, .filter_count = 1};
    struct tip_reply reply = {.kind = TIP_REPLY_HITS, .index_passages = 9, .total = 5};

    reply.facets[TIP_FACET_COUNTRY] = (struct tip_facet_list){.items = &item, .count = 1};
    write_page(&request, &reply);
    expect("<a href=\"/?q=debt\" data-value=\"KH\" data-count=\"5\" aria-current=\"true\">");
    expect("<a href=\"/?q=debt\"><span class=\"visually-hidden\">Remove the filter </span>"
           "Country: <bdi>Cambodia</bdi>");
    expect("<input type=\"hidden\" name=\"country\" value=\"KH\">");
}

/* Sections are in the order of their tree: the rarest are left out wherever they stand. */
Test(web_results, the_most_frequent_values_are_shown)
{
    enum { VALUES = 30, SHOWN = 20 };
    struct tip_facet_count items[VALUES];
    char names[VALUES][8];
    struct tip_request request = {.query = query, .limit = TIP_WEB_HITS};
    struct tip_reply reply = {.kind = TIP_REPLY_HITS, .index_passages = 9, .total = 5};
    const char *last;

    for (unsigned i = 0; i < VALUES; i++) {
        snprintf(names[i], sizeof names[i], "name%02u", i);
        items[i] = (struct tip_facet_count){
            .value = names[i], .label = names[i], .count = i % 3 == 0 ? 1 : 5};
    }
    reply.facets[TIP_FACET_SECTION] =
        (struct tip_facet_list){.items = items, .count = VALUES, .more = 2};
    write_page(&request, &reply);
    last = strstr(out.data, "data-facet=\"section\"");
    for (unsigned i = 0; i < VALUES; i++) {
        char label[32];

        snprintf(label, sizeof label, "<bdi>%s</bdi>", names[i]);
        if (i % 3 == 0) {
            expect_not(label);
            continue;
        }
        last = strstr(last, label);
        cr_assert_not_null(last, "%s", label);
    }
    expect("<p class=\"rarer\">and 12 that are rarer: "
           "<a href=\"/?q=debt&amp;all=section#facet-section\">show all<");
    expect("<summary>12 more</summary>");
    request.whole_facets = 1u << TIP_FACET_SECTION;
    write_page(&request, &reply);
    for (unsigned i = 0; i < VALUES; i++)
        expect(names[i]);
    expect("<p class=\"rarer\">and 2 that are rarer. <a href=\"/?q=debt\">Show the most frequent<");
    expect_not("<summary>12 more</summary>");
}

Test(web_results, years_are_all_there_in_their_order)
{
    enum { VALUES = 40 };
    struct tip_facet_count items[VALUES];
    char years[VALUES][8];
    struct tip_request request = {.query = query, .limit = TIP_WEB_HITS};
    struct tip_reply reply = {.kind = TIP_REPLY_HITS, .index_passages = 9, .total = 5};
    const char *last;

    for (unsigned i = 0; i < VALUES; i++) {
        snprintf(years[i], sizeof years[i], "%u", 1980 + i * 7 % VALUES);
        items[i] =
            (struct tip_facet_count){.value = years[i], .label = years[i], .count = VALUES - i};
    }
    reply.facets[TIP_FACET_YEAR] = (struct tip_facet_list){.items = items, .count = VALUES};
    write_page(&request, &reply);
    last = strstr(out.data, "data-facet=\"year\"");
    for (unsigned year = 1980 + VALUES - 1; year >= 1980; year--) {
        char label[32];

        snprintf(label, sizeof label, "<bdi>%u</bdi>", year);
        last = strstr(last, label);
        cr_assert_not_null(last, "%u", year);
    }
}

/* Every link repeats the search, so that a long one would make a page of its square. */
Test(web_results, a_page_is_bounded_whatever_is_asked)
{
    enum { VALUES = 100, FILTERS = TIP_LIMIT_PAGE_FILTERS, MOST_BYTES = 1 << 20 };
    struct tip_facet_count items[VALUES];
    struct tip_request_filter filters[FILTERS];
    char names[VALUES][8], value[120], *long_query = malloc(TIP_LIMIT_QUERY + 1);
    struct tip_request request = {
        .query = long_query, .limit = TIP_WEB_HITS, .filters = filters, .filter_count = FILTERS};
    struct tip_reply reply = {.kind = TIP_REPLY_HITS, .index_passages = 9, .total = 5};

    memset(value, '%', sizeof value);
    value[sizeof value - 1] = '\0';
    for (size_t i = 0; i < FILTERS; i++)
        filters[i] = (struct tip_request_filter){.field = TIP_FILTER_SECTION, .value = value};
    for (unsigned i = 0; i < VALUES; i++) {
        snprintf(names[i], sizeof names[i], "%u", 1900 + i);
        items[i] = (struct tip_facet_count){.value = names[i], .label = names[i], .count = 5};
    }
    for (enum tip_facet i = 0; i < TIP_FACET_COUNT; i++)
        reply.facets[i] = (struct tip_facet_list){.items = items, .count = VALUES};
    for (size_t length = 16; length <= TIP_LIMIT_QUERY; length *= 2) {
        memset(long_query, '%', length);
        long_query[length] = '\0';
        write_page(&request, &reply);
        cr_expect_lt(out.length, MOST_BYTES, "%zu bytes of a query: %zu", length, out.length);
        request.filter = request.filter == NULL ? long_query : NULL;
        write_page(&request, &reply);
        cr_expect_lt(out.length, MOST_BYTES, "%zu bytes of a filter: %zu", length, out.length);
    }
    free(long_query);
}

/* A section titled by a line of dashes has no word that a filter could find. */
Test(web_results, what_has_no_word_is_no_link)
{
    static char dashes[] = "---", word[] = "--- a", khmer[] = "ខ្មែរ";
    struct tip_facet_count items[] = {{.value = dashes, .label = dashes, .count = 5},
                                      {.value = word, .label = word, .count = 4},
                                      {.value = khmer, .label = khmer, .count = 3}};
    struct tip_request request = {.query = query, .limit = TIP_WEB_HITS};
    struct tip_reply reply = {.kind = TIP_REPLY_HITS, .index_passages = 9, .total = 5};

    reply.facets[TIP_FACET_SECTION] = (struct tip_facet_list){.items = items, .count = 3};
    write_page(&request, &reply);
    expect("><a><bdi>---</bdi></a>");
    expect("><a href=\"/?q=debt&amp;section=---%20a\"");
    expect("data-value=\"ខ្មែរ\"");
}

static char publisher[] = "ناشر", title[] = "تق\u202Eرير",
            citation[] = "ناشر, 2020-03-01, passage 0a";

/* A date beside Arabic letters would be shown from behind if it were not apart from them. */
Test(web_results, parts_of_a_citation_keep_their_direction)
{
    struct tip_snippet_piece piece = {.text = title};
    struct tip_hit hit = {.view = {.report = {.id = publisher, .title = title},
                                   .citation = citation,
                                   .cited = {{0, 8}, {10, 20}, {22, 32}},
                                   .cited_count = 3},
                          .snippet = &piece,
                          .snippet_count = 1};
    struct tip_request request = {.query = query, .limit = TIP_WEB_HITS};
    struct tip_reply reply = {
        .kind = TIP_REPLY_HITS, .index_passages = 9, .total = 1, .hits = &hit, .hit_count = 1};

    write_page(&request, &reply);
    expect("<p class=\"citation\"><bdi>ناشر</bdi>, <bdi>2020-03-01</bdi>, "
           "<bdi>passage 0a</bdi></p>");
    expect("<li class=\"hit\" data-id=\"0000000000000000\" dir=\"rtl\">");
    expect("تقرير</a></h2>");
    piece.text = query;
    write_page(&request, &reply);
    expect("<li class=\"hit\" data-id=\"0000000000000000\">");
}
