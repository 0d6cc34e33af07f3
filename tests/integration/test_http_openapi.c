/* /openapi.json and every kind of reply, held against JSON Schema by a validator that is not ours
 * (openapi/validate.py, python3-jsonschema). */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_fixture.h"

static struct server_fixture fixture;
static FILE *replies;

#define JSON "Content-Type: application/json\r\n"

static void stop(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(openapi, .fini = stop, .timeout = 120);

/* Writes a reply as a line for the validator. */
static void keep(const char *method, const char *path, const struct http_answer *answer)
{
    const char *type = http_field(answer, "content-type");
    json_t *line = json_pack("{s:s,s:s,s:i,s:s?,s:s}", "method", method, "path", path, "status",
                             (int)answer->status, "type", type, "body", answer->body);

    cr_assert_not_null(line, "%s %s: not UTF-8", method, path);
    cr_assert_eq(json_dumpf(line, replies, JSON_COMPACT), 0);
    fputc('\n', replies);
    json_decref(line);
}

static void ask(const char *method, const char *path, const char *fields, const char *body)
{
    struct http_answer answer;

    http_request(&fixture, method, path, fields, body, &answer);
    cr_assert_neq(answer.status, 0, "%s %s", method, path);
    keep(method, path, &answer);
    http_answer_free(&answer);
}

/* A request as it is, kept as one of `path`. */
static void ask_raw(const char *method, const char *path, const char *request)
{
    struct http_answer answer;

    http_ask(&fixture, request, &answer);
    keep(method, path, &answer);
    http_answer_free(&answer);
}

static const struct {
    const char *method, *path, *fields, *body;
} requests[] = {
    {"GET", "/api", "", NULL},
    {"GET", "/api", "Accept: text/html\r\n", NULL},
    {"GET", "/healthz", "", NULL},
    {"GET", "/metrics", "", NULL},
    {"GET", "/openapi.json", "", NULL},
    {"GET", "/opensearch.xml", "", NULL},
    {"GET", "/opensearch/suggest?q=camb", "", NULL},
    {"GET", "/opensearch/suggest", "", NULL},
    {"GET", "/feed.atom?q=debt&limit=1&country=KH&since=1", "", NULL},
    {"GET", "/feed.atom?q=debt&text=true", "", NULL},
    {"GET", "/feed.atom?q=debt&since=9", "", NULL},
    {"GET", "/stats", "", NULL},
    {"GET", "/patterns", "", NULL},
    {"GET", "/suggest?q=d", "", NULL},
    {"GET", "/suggest?q=camb", "", NULL},
    {"GET", "/suggest?q=hum&limit=100", "", NULL},
    {"GET", "/suggest?q=", "", NULL},
    {"POST", "/suggest", JSON, "{\"prefix\":\"debt\"}"},
    {"GET",
     "/search?q=debt&text=true&facets=country,region,tier,year,report,section,kind,pattern,"
     "language",
     "", NULL},
    {"GET", "/search?q=*", "", NULL},
    {"GET", "/search?q=Kampuchea", "", NULL},
    {"GET", "/search?q=cyber+scam", "", NULL},
    {"GET", "/search?q=Cambodai", "", NULL},
    {"GET", "/search?q=traffick*+labour~", "", NULL},
    {"GET", "/search?q=report:tip-2032+scam", "", NULL},
    {"GET", "/search?q=shelter+NOT+debt&sort=year", "", NULL},
    {"POST", "/search", JSON, "{\"query\":\"debt\",\"facets\":[\"kind\"],\"year\":[\"2023\"]}"},
    {"GET", "/explain?q=cyber+scam+Cambodia+%22debt+bondage%22+traffick*", "", NULL},
    {"GET", "/explain?q=scam+AND+fishing&id=ba46338155b33f9c", "", NULL},
    {"GET", "/explain?q=debt+NEAR/5+bondage+%2Blabor+-ship^2", "", NULL},
    {"GET", "/explain?q=*", "", NULL},
    {"GET", "/explain?q=fees&id=0123456789abcdef", "", NULL},
    {"POST", "/explain", JSON, "{\"query\":\"labour OR (forced NOT debt)\"}"},
    {"GET", "/compare?q=*&year=2022..2023", "", NULL},
    {"GET", "/compare?q=*&year=2023", "", NULL},
    {"POST", "/compare", JSON, "{\"query\":\"country:KH\",\"year\":\"2021..2023\",\"limit\":5}"},
    {"GET", "/scan?q=labor+OR+scam&limit=1", "", NULL},
    {"GET", "/scan?q=labor+OR+scam&limit=1000&text=true&collapse=off", "", NULL},
    {"GET", "/scan?q=labor&after=AQAAAAE", "", NULL},
    {"GET", "/scan?q=labor&limit=0", "", NULL},
    {"POST", "/scan", JSON, "{\"query\":\"labor\",\"since\":1,\"kind\":\"story\"}"},
    {"POST", "/scan", JSON, "{\"query\":\"labor\",\"since\":9}"},
    {"GET", "/search?q=labor&since=9", "", NULL},
    {"GET", "/search?q=labor&collapse=off&since=0", "", NULL},
    {"GET", "/passages/ba46338155b33f9c?context=2", "", NULL},
    {"GET", "/passages/0123456789abcdef", "", NULL},
    {"GET", "/passages/x", "", NULL},
    {"GET", "/passages/ba46338155b33f9c/similar", "", NULL},
    {"GET", "/passages/0123456789abcdef/similar", "", NULL},
    {"POST", "/similar", JSON, "{\"like\":\"debt bondage of workers\"}"},
    {"POST", "/similar", JSON, "{\"id\":\"ba46338155b33f9c\",\"limit\":0}"},
    {"POST", "/similar", JSON, "{\"id\":\"0123456789abcdef\"}"},
    {"POST", "/similar", JSON, "{\"like\":\"  \"}"},
    {"GET", "/quote?text=workers+borrow+become+debt", "", NULL},
    {"GET", "/quote?text=workers+borrow+and+become+debt", "", NULL},
    {"GET", "/quote?text=nobody+wrote+this", "", NULL},
    {"GET", "/quote?text=%21%21", "", NULL},
    {"POST", "/quote", JSON, "{\"text\":\"Fishing vessels\\nuse forced la-\\nbor\"}"},
    {"POST", "/quote", JSON, "{\"text\":\"\"}"},
    {"GET", "/search", "", NULL},
    {"GET", "/search?q=(", "", NULL},
    {"GET", "/search?q=kind:tale", "", NULL},
    {"GET", "/search?q=a&limit=1000", "", NULL},
    {"GET", "/search?q=a", "Accept-Encoding: identity;q=0\r\n", NULL},
    {"GET", "/nowhere", "", NULL},
    {"PUT", "/search", "", NULL},
    {"POST", "/stats", "", NULL},
    {"POST", "/search", "", "{}"},
    {"POST", "/search", JSON, "{"},
    {"POST", "/search", "", NULL},
    {"POST", "/search", "Expect: magic\r\n", "{}"},
    {"POST", "/search", "Transfer-Encoding: gzip\r\n", NULL},
    {"POST", "/search", "Content-Length: 99999\r\n", NULL},
    {"HEAD", "/search?q=debt", "", NULL},
    {"HEAD", "/nowhere", "", NULL},
    {"GET", "/search?q=a", "Transfer-Encoding: chunked\r\n", NULL},
};

static void ask_for_long_things(void)
{
    enum { SIZE = 40000 };
    char *text = calloc(1, SIZE + 64);

    snprintf(text, SIZE, "GET /search?q=a HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    ask_raw("GET", "/search", text);
    snprintf(text, SIZE, "GET /search?q=a HTTP/2.0\r\n\r\n");
    ask_raw("GET", "/search", text);
    strcpy(text, "/search?q=");
    memset(text + 10, 'a', 5000);
    ask("GET", text, "", NULL);
    memset(text + 10, 'a', 20000);
    ask("GET", text, "", NULL);
    memset(text, 'a', SIZE);
    strcpy(text, "X: ");
    text[3] = 'a';
    strcpy(text + SIZE, "\r\n");
    ask("GET", "/search?q=a", text, NULL);
    free(text);
}

/* Asks /openapi.json for the validator; the path is for free(3). */
static char *fetch_description(void)
{
    char *path = tip_test_path(fixture.folder, "openapi.json");
    struct http_answer answer;

    http_request(&fixture, "GET", "/openapi.json", "", NULL, &answer);
    cr_assert_eq(answer.status, 200);
    tip_test_write(path, answer.body, answer.body_length);
    http_answer_free(&answer);
    return path;
}

static void validate(const char *description, const char *kept)
{
    char *report = tip_test_path(fixture.folder, "report");
    char *command, *told;
    int status;

    cr_assert_gt(asprintf(&command,
                          "/usr/bin/python3 '%s/tests/integration/openapi/validate.py' '%s' '%s' "
                          "> '%s' 2>&1",
                          getenv("TIP_SOURCE"), description, kept, report),
                 0);
    status = system(command);
    told = tip_test_read(report, NULL);
    cr_assert_eq(status, 0, "%s", told);
    printf("%s", told);
    free(told);
    free(command);
    free(report);
}

Test(openapi, every_kind_of_reply_is_as_it_is_described)
{
    char *kept, *description;

    http_start(&fixture, NULL);
    kept = tip_test_path(fixture.folder, "replies");
    replies = fopen(kept, "w");
    cr_assert_not_null(replies);
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
        ask(requests[i].method, requests[i].path, requests[i].fields, requests[i].body);
    ask_for_long_things();
    cr_assert_eq(fclose(replies), 0);
    description = fetch_description();
    validate(description, kept);
    free(description);
    free(kept);
}
