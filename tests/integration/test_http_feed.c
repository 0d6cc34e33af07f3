/* What programs that know OpenSearch and Atom get from a real server. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feed_check.h"
#include "http_fixture.h"

static struct server_fixture fixture;

static void stop(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(http_feed, .fini = stop, .timeout = 60);

static void get(const char *target, const char *fields, struct http_answer *answer)
{
    http_request(&fixture, "GET", target, fields, NULL, answer);
}

/* The feed at a path, which must be there. */
static xmlDoc *get_feed(const char *target)
{
    struct http_answer answer;
    xmlDoc *feed;

    get(target, "", &answer);
    cr_assert_eq(answer.status, 200, "%s: %u %s", target, answer.status, answer.body);
    cr_expect_str_eq(http_field(&answer, "content-type"), "application/atom+xml; charset=utf-8");
    feed = feed_read(answer.body, answer.body_length, "atom.rng");
    http_answer_free(&answer);
    return feed;
}

Test(http_feed, the_description_leads_to_everything)
{
    struct http_answer answer;
    xmlDoc *description;
    char *template;

    http_start(&fixture, NULL);
    get("/opensearch.xml", "", &answer);
    cr_assert_eq(answer.status, 200);
    cr_expect_str_eq(http_field(&answer, "content-type"),
                     "application/opensearchdescription+xml; charset=utf-8");
    description = feed_read(answer.body, answer.body_length, "opensearch.rng");
    template = feed_get(description, "//o:Url[@rel='self']/@template");
    cr_expect_eq(strncmp(template, "http://", 7), 0, "%s", template);
    free(template);
    xmlFreeDoc(description);
    http_answer_free(&answer);
}

/* Addresses are those by which the server was asked. */
Test(http_feed, addresses_have_the_host_of_the_request)
{
    static const struct {
        const char *host, *begin;
    } hosts[] = {
        {"localhost:1234", "http://localhost:1234/"},
        {"127.0.0.1", "http://127.0.0.1/"},
        {"[::1]:80", "http://[::1]:80/"},
    };

    http_start(&fixture, NULL);
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        struct http_answer answer;
        char request[256], expected[256];

        snprintf(request, sizeof request, "GET /opensearch.xml HTTP/1.1\r\nHost: %s\r\n\r\n",
                 hosts[i].host);
        snprintf(expected, sizeof expected, "template=\"%sopensearch.xml\"", hosts[i].begin);
        http_ask(&fixture, request, &answer);
        cr_expect_eq(answer.status, 200);
        cr_expect_not_null(strstr(answer.body, expected), "no %s in %s", expected, answer.body);
        http_answer_free(&answer);
        snprintf(request, sizeof request, "GET /feed.atom?q=* HTTP/1.1\r\nHost: %s\r\n\r\n",
                 hosts[i].host);
        snprintf(expected, sizeof expected, "href=\"%sread/", hosts[i].begin);
        http_ask(&fixture, request, &answer);
        cr_expect_not_null(strstr(answer.body, expected), "no %s in %s", expected, answer.body);
        http_answer_free(&answer);
    }
}

static const struct {
    const char *request, *part;
    unsigned status;
} strangers[] = {
    {"GET /opensearch.xml HTTP/1.1\r\nHost: evil.example\r\n\r\n", "does not name this machine",
     421},
    {"GET /feed.atom?q=* HTTP/1.1\r\nHost: a\"b\r\n\r\n", "does not name a host", 400},
    {"GET /feed.atom?q=* HTTP/1.1\r\nHost: localhost:99999\r\n\r\n", "port from 1 to 65535", 400},
    {"GET /opensearch.xml HTTP/1.0\r\n\r\n", "host is missing", 400},
    {"GET /feed.atom?q=* HTTP/1.0\r\n\r\n", "host is missing", 400},
};

Test(http_feed, no_address_is_made_of_a_foreign_host)
{
    http_start(&fixture, NULL);
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        struct http_answer answer;

        http_ask(&fixture, strangers[i].request, &answer);
        cr_expect_eq(answer.status, strangers[i].status, "%zu: %u", i, answer.status);
        cr_expect_not_null(strstr(answer.body, strangers[i].part), "%zu: %s", i, answer.body);
        http_answer_free(&answer);
    }
}

/* Behind a proxy that ends TLS the operator says what the world calls the server. */
Test(http_feed, a_proxy_has_the_address_that_the_operator_names)
{
    struct http_answer answer;

    http_start(&fixture, (const char *const[]){"--http-base", "https://search.example.org", NULL});
    http_ask(&fixture, "GET /opensearch.xml HTTP/1.1\r\nHost: search.example.org\r\n\r\n", &answer);
    cr_expect_eq(answer.status, 200, "%s", answer.body);
    cr_expect_not_null(strstr(answer.body, "\"https://search.example.org/opensearch.xml\""));
    http_answer_free(&answer);
    http_ask(&fixture, "GET /feed.atom?q=scam HTTP/1.1\r\nHost: 127.0.0.1:99\r\n\r\n", &answer);
    cr_expect_eq(answer.status, 200);
    cr_expect_not_null(strstr(answer.body, "\"https://search.example.org/read/"));
    http_answer_free(&answer);
    http_ask(&fixture, "GET /stats HTTP/1.1\r\nHost: evil.example\r\n\r\n", &answer);
    cr_expect_eq(answer.status, 421);
    http_answer_free(&answer);
}

Test(http_feed, a_feed_holds_what_is_found)
{
    xmlDoc *feed;

    http_start(&fixture, NULL);
    feed = get_feed("/feed.atom?q=debt+bondage+vessels&limit=1");
    feed_expect(feed, "count(//a:entry)", "1");
    feed_expect(feed, "//o:totalResults", "2");
    feed_expect(feed, "//o:startIndex", "0");
    feed_expect(feed, "//o:itemsPerPage", "1");
    feed_expect(feed, "//a:entry/d:identifier", "ba46338155b33f9c");
    feed_expect(feed, "//a:entry/a:title",
                "Forced Labor at Sea · Trafficking in Persons Report, 2023");
    feed_expect(feed, "//a:entry/a:author/a:name", "U.S. Department of State");
    feed_expect(feed, "//a:entry/a:updated", "2023-06-01T00:00:00Z");
    feed_expect(feed, "contains(//a:entry/a:summary, '<b>debt</b>')", "true");
    feed_expect(feed, "contains(//a:entry/a:content, 'before the ship has left.</p>')", "true");
    feed_expect(feed,
                "//a:category[@scheme='urn:x-tipsearch:pattern'][@term='debt-bondage']/@label",
                "Debt bondage");
    xmlFreeDoc(feed);
}

/* The pages of a feed, by their own links, are all that is found. */
Test(http_feed, next_leads_through_all_of_it)
{
    char *next = strdup("http://x/feed.atom?q=*&limit=1"), *seen[3] = {0};
    size_t count = 0;

    http_start(&fixture, NULL);
    for (; next[0] != '\0' && count < 3; count++) {
        xmlDoc *feed = get_feed(strstr(next, "/feed.atom"));

        free(next);
        seen[count] = feed_get(feed, "//a:entry/a:id");
        next = feed_get(feed, "/a:feed/a:link[@rel='next']/@href");
        xmlFreeDoc(feed);
    }
    cr_expect_eq(count, 2);
    cr_expect_str_neq(seen[0], seen[1]);
    for (size_t i = 0; i < count; i++)
        free(seen[i]);
    free(next);
}

/* The same parameters as the page takes; what has no value is as if it were not there. */
static const struct {
    const char *target, *total, *entries;
} asked[] = {
    {"/feed.atom", "2", "2"},
    {"/feed.atom?q=", "2", "2"},
    {"/feed.atom?q=vessels&offset=&limit=&sort=&country=", "1", "1"},
    {"/feed.atom?q=*&offset=1", "2", "1"},
    {"/feed.atom?q=*&offset=7", "2", "0"},
    {"/feed.atom?q=*&limit=0", "2", "0"},
    {"/feed.atom?q=*&country=KH", "1", "1"},
    {"/feed.atom?q=*&country=KH&country=FR", "0", "0"},
    {"/feed.atom?q=*&filter=vessels", "1", "1"},
    {"/feed.atom?q=*&kind=narrative&year=2023&report=tip-2023", "2", "2"},
    {"/feed.atom?q=*&sort=year", "2", "2"},
    {"/feed.atom?q=*&since=1", "0", "0"},
    {"/feed.atom?q=vesels", "1", "1"},
    {"/feed.atom?q=vesels&spelling=off", "0", "0"},
    {"/feed.atom?q=xylophone", "0", "0"},
    {"/feed.atom?q=%3Cscript%3E%22%27%26%01%EF%BF%BE", "0", "0"},
    {"/feed.atom?q=%E1%9E%97%E1%9F%92%E1%9E%93%E1%9F%86", "0", "0"},
};

Test(http_feed, it_is_asked_as_the_page_is)
{
    http_start(&fixture, NULL);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        xmlDoc *feed = get_feed(asked[i].target);
        char *total = feed_get(feed, "//o:totalResults"),
             *count = feed_get(feed, "count(//a:entry)");

        cr_expect_str_eq(total, asked[i].total, "%s: %s", asked[i].target, total);
        cr_expect_str_eq(count, asked[i].entries, "%s: %s entries", asked[i].target, count);
        free(total);
        free(count);
        xmlFreeDoc(feed);
    }
}

static const struct {
    const char *target;
    unsigned status;
    const char *part;
} refused[] = {
    {"/feed.atom?q=%22debt+AND", 200, NULL},
    {"/feed.atom?q=kind%3Atale", 400, "kind: takes one of"},
    {"/feed.atom?q=debt&limit=101", 400, "limit takes a whole number from 0 to 100"},
    {"/feed.atom?q=debt&limit=many", 400, "limit takes a whole number"},
    {"/feed.atom?q=debt&offset=10000", 400, "10000"},
    {"/feed.atom?q=debt&q=bondage", 400, "given twice"},
    {"/feed.atom?q=debt&unknown=1", 400, "no parameter “unknown”"},
    {"/feed.atom?q=debt%00", 400, "NUL"},
    {"/feed.atom?q=debt&since=7", 400, "generation 7"},
    {"/opensearch/suggest?q=de%FF", 400, "UTF-8"},
    {"/opensearch/suggest?limit=3", 400, "missing"},
};

/* A person reads them: sentences, not JSON. */
Test(http_feed, what_is_refused_is_told_in_a_sentence)
{
    http_start(&fixture, NULL);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct http_answer answer;

        get(refused[i].target, "", &answer);
        cr_expect_eq(answer.status, refused[i].status, "%s: %u", refused[i].target, answer.status);
        if (refused[i].part != NULL) {
            cr_expect_str_eq(http_field(&answer, "content-type"), "text/plain; charset=utf-8");
            cr_expect_neq(answer.body[0], '{', "%s", answer.body);
            cr_expect_not_null(strstr(answer.body, refused[i].part), "%s: %s", refused[i].target,
                               answer.body);
        }
        http_answer_free(&answer);
    }
}

/* One that is too long is of no path yet, as the manual says; and a feed has no POST to promise. */
Test(http_feed, an_address_that_is_too_long_is_told_as_anywhere)
{
    static const size_t lengths[] = {17000, 40000}; /* read whole, and not */
    char target[40000 + 1];

    http_start(&fixture, NULL);
    for (size_t i = 0; i < 2; i++) {
        struct http_answer answer;

        memset(target, 'a', sizeof target);
        memcpy(target, "/feed.atom?q=", 13);
        target[lengths[i]] = '\0';
        get(target, "", &answer);
        cr_expect_eq(answer.status, 414, "%u", answer.status);
        cr_expect_str_eq(http_field(&answer, "content-type"), "application/json");
        cr_expect_not_null(strstr(answer.body, "at most 16384 bytes: where the path takes POST"),
                           "%s", answer.body);
        http_answer_free(&answer);
    }
}

Test(http_feed, polling_costs_nothing_until_something_is_new)
{
    struct http_answer answer;
    char fields[128];

    http_start(&fixture, NULL);
    get("/feed.atom?q=debt", "", &answer);
    snprintf(fields, sizeof fields, "If-None-Match: %s\r\n", http_field(&answer, "etag"));
    http_answer_free(&answer);
    get("/feed.atom?q=debt", fields, &answer);
    cr_expect_eq(answer.status, 304);
    cr_expect_eq(answer.body_length, 0);
    http_answer_free(&answer);
    get("/feed.atom?q=debt&limit=1", fields, &answer);
    cr_expect_eq(answer.status, 200);
    http_answer_free(&answer);
    server_fixture_rebuild(&fixture);
    server_await_stats(&fixture, "\"generation\":2");
    get("/feed.atom?q=debt", fields, &answer);
    cr_expect_eq(answer.status, 200);
    http_answer_free(&answer);
}

/* Its addresses are another host's. */
Test(http_feed, a_tag_is_of_the_host_that_was_asked)
{
    struct http_answer answer;
    char request[256];

    http_start(&fixture, NULL);
    http_ask(&fixture, "GET /feed.atom?q=debt HTTP/1.1\r\nHost: localhost:1\r\n\r\n", &answer);
    snprintf(request, sizeof request,
             "GET /feed.atom?q=debt HTTP/1.1\r\nHost: localhost:2\r\nIf-None-Match: %s\r\n\r\n",
             http_field(&answer, "etag"));
    http_answer_free(&answer);
    http_ask(&fixture, request, &answer);
    cr_expect_eq(answer.status, 200);
    http_answer_free(&answer);
}

Test(http_feed, head_has_no_body_and_post_is_no_way)
{
    static const char *const targets[] = {"/feed.atom?q=debt", "/opensearch.xml",
                                          "/opensearch/suggest?q=de"};

    http_start(&fixture, NULL);
    for (size_t i = 0; i < 3; i++) {
        struct http_answer answer;

        http_request(&fixture, "HEAD", targets[i], "", NULL, &answer);
        cr_expect_eq(answer.status, 200, "%s", targets[i]);
        cr_expect_eq(answer.body_length, 0);
        http_answer_free(&answer);
        http_request(&fixture, "POST", targets[i], "Content-Type: application/json\r\n", "{}",
                     &answer);
        cr_expect_eq(answer.status, 405, "%s: %u", targets[i], answer.status);
        http_answer_free(&answer);
    }
}

Test(http_feed, a_browser_gets_its_suggestions)
{
    struct http_answer answer;
    json_t *reply;

    http_start(&fixture, NULL);
    get("/opensearch/suggest?q=camb", "", &answer);
    cr_assert_eq(answer.status, 200, "%s", answer.body);
    cr_expect_str_eq(http_field(&answer, "content-type"), "application/x-suggestions+json");
    reply = json_loads(answer.body, 0, NULL);
    cr_assert(json_is_array(reply), "%s", answer.body);
    cr_expect_eq(json_array_size(reply), 4);
    cr_expect_str_eq(json_string_value(json_array_get(reply, 0)), "camb");
    cr_expect_str_eq(json_string_value(json_array_get(json_array_get(reply, 1), 0)), "Cambodia");
    cr_expect_str_eq(json_string_value(json_array_get(json_array_get(reply, 2), 0)),
                     "country, 1 passage");
    cr_expect_not_null(
        strstr(json_string_value(json_array_get(json_array_get(reply, 3), 0)), "/?q=country%3AKH"));
    json_decref(reply);
    http_answer_free(&answer);
    get("/opensearch/suggest?q=", "", &answer);
    cr_expect_eq(answer.status, 200);
    cr_expect_str_eq(answer.body, "[\"\",[],[],[]]\n");
    http_answer_free(&answer);
}

/* Pages lead readers of feeds and browsers to both. */
Test(http_feed, pages_name_the_feed_and_the_description)
{
    struct http_answer answer;

    http_start(&fixture, NULL);
    get("/?q=debt+bondage&country=KH&offset=10", "", &answer);
    cr_expect_not_null(
        strstr(answer.body, "<link rel=\"alternate\" type=\"application/atom+xml\""));
    cr_expect_not_null(strstr(answer.body, " href=\"/feed.atom?q=debt%20bondage&amp;country=KH\""),
                       "%s", answer.body);
    cr_expect_not_null(strstr(answer.body, " href=\"/opensearch.xml\""));
    http_answer_free(&answer);
    get("/help", "", &answer);
    cr_expect_not_null(strstr(answer.body, " href=\"/opensearch.xml\""));
    cr_expect_null(strstr(answer.body, "/feed.atom"));
    http_answer_free(&answer);
    get("/?q=debt&offset=&country=", "", &answer); /* as browsers fill the description's template */
    cr_expect_eq(answer.status, 200);
    http_answer_free(&answer);
}

/* SHA-256 of "one" and "two". */
static const char tokens[] =
    "analyst\t7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed\t1000\t*\n"
    "guest\t3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3\t1000\tnothing\n";

/* Readers of feeds know Basic. */
Test(http_feed, a_token_opens_what_it_may_see)
{
    char *folder = tip_test_folder(), *path = tip_test_path(folder, "tokens");
    struct http_answer answer;

    tip_test_write(path, tokens, strlen(tokens));
    http_start(&fixture, (const char *const[]){"--tokens", path, NULL});
    free(path);
    tip_test_folder_remove(folder);
    get("/feed.atom?q=debt", "", &answer);
    cr_expect_eq(answer.status, 401);
    cr_expect_eq(strncmp(http_field(&answer, "www-authenticate"), "Basic ", 6), 0);
    http_answer_free(&answer);
    get("/opensearch.xml", "", &answer); /* it tells nothing of the index */
    cr_expect_eq(answer.status, 200);
    http_answer_free(&answer);
    get("/feed.atom?q=debt", "Authorization: Bearer one\r\n", &answer);
    cr_expect_not_null(strstr(answer.body, "<opensearch:totalResults>2<"), "%s", answer.body);
    http_answer_free(&answer);
    get("/feed.atom?q=debt", "Authorization: Basic eDpvbmU=\r\n", &answer); /* x:one */
    cr_expect_not_null(strstr(answer.body, "<opensearch:totalResults>2<"), "%s", answer.body);
    http_answer_free(&answer);
    get("/feed.atom?q=debt", "Authorization: Bearer two\r\n", &answer);
    cr_expect_not_null(strstr(answer.body, "<opensearch:totalResults>0<"), "%s", answer.body);
    http_answer_free(&answer);
}
