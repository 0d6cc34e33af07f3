/* HTTP beside the line protocol: paths, parameters, bodies, statuses. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http_fixture.h"

static struct server_fixture fixture;

static void start(void)
{
    http_start(&fixture, NULL);
}

static void stop(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(http, .init = start, .fini = stop, .timeout = 60);

/* What a reply must be. */
struct expectation {
    const char *method, *target, *fields, *body;
    unsigned status;
    const char *part; /* of the body */
};

#define JSON "Content-Type: application/json\r\n"

static void expect(const struct expectation *wanted)
{
    struct http_answer answer;

    http_request(&fixture, wanted->method, wanted->target, wanted->fields, wanted->body, &answer);
    cr_expect_eq(answer.status, wanted->status, "%s %s: %u, not %u: %s", wanted->method,
                 wanted->target, answer.status, wanted->status, answer.body);
    cr_expect_not_null(strstr(answer.body, wanted->part), "%s %s: “%s” lacks “%s”", wanted->method,
                       wanted->target, answer.body, wanted->part);
    http_answer_free(&answer);
}

#define EXPECT_ALL(table)                                                                          \
    for (size_t i = 0; i < sizeof(table) / sizeof((table)[0]); i++)                                \
    expect(&(table)[i])

Test(http, every_path_answers)
{
    static const struct expectation table[] = {
        {"GET", "/search?q=cyber+scam&limit=1&facets=kind,country", "", NULL, 200,
         "\"facets\":{\"country\":"},
        {"GET", "/search?q=%22debt%20bondage%22&kind=narrative&year=2021..&text=true", "", NULL,
         200, "\"text\":\"Traffickers hold workers"},
        {"GET", "/search?q=*&limit=0", "", NULL, 200, "\"total\":2,\"total_is\":\"exact\""},
        {"GET", "/search?q=debt&sort=year&filter=fishing", "", NULL, 200, "\"total\":1,"},
        {"GET", "/search?q=S%C3%A9a%2B", "", NULL, 200, "\"text\":\"Séa+\""},
        {"POST", "/search", JSON, "{\"query\":\"scam\",\"limit\":1,\"kind\":[\"narrative\"]}", 200,
         "\"total\":1,"},
        {"GET", "/explain?q=scam", "", NULL, 200, "\"tree\":{\"kind\":\"word\""},
        {"POST", "/explain", JSON, "{\"query\":\"scam\"}", 200, "\"tree\":{\"kind\":\"word\""},
        {"GET", "/passages/ba46338155b33f9c?context=1", "", NULL, 200, "\"before\":[{\"id\":"},
        {"GET", "/passages/ba46338155b33f9c/similar?limit=1", "", NULL, 200, "\"hits\":[{\"rank\""},
        {"POST", "/similar", JSON, "{\"like\":\"They borrowed fees.\"}", 200, "\"hits\":["},
        {"POST", "/similar", JSON "Accept: */*\r\n", "{\"id\":\"ba46338155b33f9c\"}", 200,
         "\"hits\":["},
        {"GET", "/suggest?q=deb&limit=2", "", NULL, 200, "\"suggestions\":[{\"text\""},
        {"GET", "/patterns", "", NULL, 200, "\"patterns\":[{\"id\""},
        {"GET", "/stats", "", NULL, 200, "\"index\":{\"generation\":1,\"passages\":2"},
        {"GET", "/healthz", "", NULL, 200, "{\"status\":\"ok\"}"},
        {"GET", "/api", "", NULL, 200, "curl 'http://"},
        {"GET", "/api", "Accept: text/html,*/*;q=0.8\r\n", NULL, 200, "<pre>"},
    };

    EXPECT_ALL(table);
}

Test(http, an_error_has_the_status_that_fits_and_says_what_and_where)
{
    static const struct expectation table[] = {
        {"GET", "/search?q=", "", NULL, 400, "{\"error\":{\"code\":\"bad_query\""},
        {"GET", "/search?q=kind:tale", "", NULL, 400, "\"at\":"},
        {"GET", "/search", "", NULL, 400,
         "“q” is missing: usage: GET /search?q=<query>[&limit=n][&offset=n][&facets=country,kind,…]"
         "[&filter=<query>][&country=KH,…]"},
        {"GET", "/search?limit=5", "", NULL, 400,
         "[&sort=relevance|year][&collapse=on|off][&text=true]\""},
        {"GET", "/explain", "", NULL, 400,
         "“q” is missing: usage: GET /explain?q=<query>[&id=<id>]"},
        {"GET", "/suggest", "", NULL, 400,
         "“q” is missing: usage: GET /suggest?q=<prefix>[&limit=n]\""},
        {"GET", "/search?q=a&limit=101", "", NULL, 400, "limit takes a whole number from 0 to 100"},
        {"GET", "/search?q=a&limit=+1", "", NULL, 400, "limit takes a whole number"},
        {"GET", "/search?q=a&limit=100&offset=9901", "", NULL, 400, "offset + limit"},
        {"GET", "/search?q=a&q=b", "", NULL, 400, "“q” is given twice"},
        {"GET", "/search?q=a&%71=b", "", NULL, 400, "“q” is given twice"},
        {"GET", "/search?q=a&query=b", "", NULL, 400, "no parameter “query”"},
        {"GET", "/search?q=a&like=b", "", NULL, 400, "no parameter “like”"},
        {"GET", "/search?q=a&facets=colour", "", NULL, 400, "unknown facet “colour”"},
        {"GET", "/search?q=a&text=yes", "", NULL, 400, "text takes true or false"},
        {"GET", "/search?q", "", NULL, 400, "“q” has no value"},
        {"GET", "/search?q=%", "", NULL, 400, "write %25"},
        {"GET", "/search?q=%4", "", NULL, 400, "write %25"},
        {"GET", "/search?q=%4g", "", NULL, 400, "write %25"},
        {"GET", "/search?q=%00", "", NULL, 400, "NUL"},
        {"GET", "/search?q=%C3", "", NULL, 400, "not UTF-8"},
        {"GET", "/search?q=%ED%A0%80", "", NULL, 400, "not UTF-8"},
        {"GET", "/search?%FF=a", "", NULL, 400, "not UTF-8"},
        {"GET", "/passages/%zz", "", NULL, 400, "write %25"},
        {"GET", "/passages/ba46338155b33f9c?id=1", "", NULL, 400, "no parameter “id”"},
        {"GET", "/passages/ffffffffffffffff", "", NULL, 404, "\"code\":\"unknown_id\""},
        {"GET", "/passages/x/similar", "", NULL, 400, "16 hex digits"},
        {"GET", "/passages/", "", NULL, 404, "\"code\":\"not_found\""},
        {"GET", "/passages//similar", "", NULL, 404, "\"code\":\"not_found\""},
        {"GET", "/search/", "", NULL, 404, "\"code\":\"not_found\""},
        {"GET", "/Search?q=a", "", NULL, 404, "\"code\":\"not_found\""},
        {"GET", "//search?q=a", "", NULL, 404, "\"code\":\"not_found\""},
        {"GET", "/./search?q=a", "", NULL, 404, "\"code\":\"not_found\""},
        {"GET", "/healthz?a=1", "", NULL, 400, "no parameter “a”"},
        {"POST", "/stats", "", NULL, 405, "GET, HEAD, OPTIONS"},
        {"GET", "/similar", "", NULL, 405, "POST, OPTIONS"},
        {"PUT", "/search", JSON, "{}", 405, "GET, HEAD, POST, OPTIONS"},
        {"get", "/search?q=a", "", NULL, 405, "bad_request"},
        {"TRACE", "/search", "", NULL, 405, "bad_request"},
        {"POST", "/search", "", NULL, 411, "content-length"},
        {"POST", "/search", "", "{\"query\":\"a\"}", 415, "application/json"},
        {"POST", "/search", "Content-Type: text/json\r\n", "{}", 415, "application/json"},
        {"POST", "/search", "Content-Type: application/json; charset=latin1\r\n", "{}", 415, ""},
        {"POST", "/search", JSON "Content-Encoding: gzip\r\n", "{}", 415, "content-encoding"},
        {"POST", "/search?q=a", JSON, "{\"query\":\"a\"}", 400, "in the body"},
        {"POST", "/search", JSON, "", 400, "not valid JSON"},
        {"POST", "/search", JSON, "[]", 400, "“the body” must be an object"},
        {"POST", "/search", JSON, "{\"query\":\"\xff\"}", 400, "not UTF-8"},
        {"POST", "/search", JSON, "{\"query\":\"a\",\"query\":\"b\"}", 400, "not valid JSON"},
        {"POST", "/search", JSON, "{\"query\":\"a\\u0000b\"}", 400, "NUL"},
        {"POST", "/search", JSON, "{\"cmd\":\"search\",\"query\":\"a\"}", 400, "“cmd”"},
        {"POST", "/search", JSON, "{\"tag\":\"a\",\"query\":\"a\"}", 400, "“tag”"},
        {"POST", "/search", JSON, "[[[[[[[[[1]]]]]]]]]", 400, "nested 9 deep"},
        {"POST", "/search", JSON, "{\"query\":1}", 400, "“query” must be a string"},
        {"POST", "/search", JSON, "{\"colour\":1}", 400,
         "the body of this path has no member “colour”: /openapi.json lists them"},
        {"POST", "/suggest", JSON, "{}", 400,
         "“prefix” is missing: usage: POST /suggest {\\\"prefix\\\": …[, \\\"limit\\\": …]}\""},
        {"POST", "/similar", JSON, "{}", 400,
         "“id” or “like” is missing: usage: POST /similar {\\\"id\\\" or \\\"like\\\": …"},
        {"POST", "/similar", JSON, "{\"id\":\"ba46338155b33f9c\",\"like\":\"a\"}", 400,
         "both “id” and “like” are given: usage: POST /similar {"},
        {"POST", "/similar", JSON, "{\"like\":\" \"}", 400, "“like” is empty"},
    };

    EXPECT_ALL(table);
}

Test(http, a_query_that_is_too_long_is_refused_by_its_size)
{
    char *target = malloc(20000);
    struct http_answer answer;

    strcpy(target, "/search?q=");
    memset(target + 10, 'a', 4097);
    target[10 + 4097] = '\0';
    http_request(&fixture, "GET", target, "", NULL, &answer);
    cr_expect_eq(answer.status, 413, "%u", answer.status);
    cr_expect_not_null(strstr(answer.body, "\"code\":\"too_long\",\"message\":\"q has 4097 bytes"),
                       "%s", answer.body);
    http_answer_free(&answer);
    free(target);
}

Test(http, the_fields_of_a_reply_are_there)
{
    struct http_answer answer;

    http_request(&fixture, "GET", "/stats", "Origin: https://a.example\r\n", NULL, &answer);
    cr_expect_str_eq(http_field(&answer, "content-type"), "application/json");
    cr_expect_str_eq(http_field(&answer, "x-content-type-options"), "nosniff");
    cr_expect_eq(strncmp(http_field(&answer, "cache-control"), "private", 7), 0);
    cr_expect_not_null(http_field(&answer, "date"));
    cr_expect_not_null(http_field(&answer, "vary"));
    cr_expect_null(http_field(&answer, "access-control-allow-origin"), "CORS is off");
    http_answer_free(&answer);
    http_request(&fixture, "DELETE", "/suggest", "", NULL, &answer);
    cr_expect_str_eq(http_field(&answer, "allow"), "GET, HEAD, POST, OPTIONS");
    http_answer_free(&answer);
}

Test(http, head_is_get_without_the_body)
{
    static const char *const targets[] = {"/search?q=scam&limit=1", "/stats", "/healthz", "/api",
                                          "/nowhere"};

    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct http_answer get, head;
        int fd = http_connect(&fixture);
        char request[256];

        http_request(&fixture, "GET", targets[i], "", NULL, &get);
        snprintf(request, sizeof request,
                 "HEAD %s HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTTP/1.1\r\nHost: "
                 "localhost\r\nConnection: close\r\n\r\n",
                 targets[i]);
        tip_send(fd, request, strlen(request));
        http_receive(fd, &head, true);
        cr_expect_eq(head.status, get.status);
        cr_expect_not_null(http_field(&head, "content-length"));
        http_answer_free(&head);
        http_answer_free(&get);
        http_receive(fd, &get, false);
        cr_expect_str_eq(get.body, "{\"status\":\"ok\"}\n", "what follows HEAD's reply");
        http_answer_free(&get);
        close(fd);
    }
}

Test(http, answers_are_those_of_the_line_protocol)
{
    struct http_answer answer;
    int fd = tip_daemon_connect(&fixture.daemon);
    char *line = tip_ask(fd, "SEARCH \"debt bondage\" FACETS kind TEXT");
    json_t *by_line = json_loads(line, 0, NULL), *by_http;

    http_request(&fixture, "GET", "/search?q=debt+bondage&facets=kind&text=true", "", NULL,
                 &answer);
    by_http = json_loads(answer.body, 0, NULL);
    cr_assert_not_null(by_line);
    cr_assert_not_null(by_http);
    json_object_del(by_line, "took_ms");
    json_object_del(by_http, "took_ms");
    cr_expect(json_equal(by_line, by_http), "%s\n%s", line, answer.body);
    json_decref(by_line);
    json_decref(by_http);
    http_answer_free(&answer);
    free(line);
    close(fd);
}

Test(http, a_host_that_is_not_this_machine_is_misdirected)
{
    static const struct {
        const char *host;
        unsigned status;
    } hosts[] = {
        {"localhost", 200},     {"LOCALHOST:80", 200},  {"127.0.0.1", 200}, {"127.1.2.3:8080", 200},
        {"[::1]:99", 200},      {"evil.example", 421},  {"10.0.0.1", 421},  {"localhost.evil", 421},
        {"127.0.0.1.nip", 421}, {"[2001:db8::1]", 421},
    };

    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        struct http_answer answer;
        char request[256];

        snprintf(request, sizeof request, "GET /stats HTTP/1.1\r\nHost: %s\r\n\r\n", hosts[i].host);
        http_ask(&fixture, request, &answer);
        cr_expect_eq(answer.status, hosts[i].status, "%s: %u", hosts[i].host, answer.status);
        http_answer_free(&answer);
    }
}

Test(http, a_client_that_goes_away_leaves_the_server_as_it_is)
{
    static const char request[] = "GET /search?q=*&limit=100&text=true HTTP/1.1\r\n"
                                  "Host: localhost\r\n\r\n";

    for (int i = 0; i < 200; i++) {
        int fd = http_connect(&fixture);

        tip_send(fd, request, sizeof request - 1);
        close(fd);
    }
    expect(&(struct expectation){"GET", "/healthz", "", NULL, 200, "ok"});
}

Test(http, sigterm_lets_what_was_received_be_answered)
{
    static const char request[] = "GET /search?q=scam HTTP/1.1\r\nHost: localhost\r\n\r\n";
    struct http_answer answer;
    int fd = http_connect(&fixture), idle = http_connect(&fixture);

    for (int i = 0; i < 20; i++)
        tip_send(fd, request, sizeof request - 1);
    http_receive(fd, &answer, false);
    http_answer_free(&answer);
    tip_daemon_stop(&fixture.daemon);
    for (int i = 1; i < 20; i++) {
        http_receive(fd, &answer, false);
        cr_expect_eq(answer.status, 200);
        http_answer_free(&answer);
    }
    cr_expect(http_has_ended(fd));
    cr_expect(http_has_ended(idle));
    close(fd);
    close(idle);
}
