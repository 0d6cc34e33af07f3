/* What HTTP adds to an answer: gzip, ETag, CORS, identity. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "http_fixture.h"

static struct server_fixture fixture;

static void stop(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(caching, .fini = stop, .timeout = 60);

static void start(const char *const *arguments)
{
    http_start(&fixture, arguments);
}

/* The body without gzip, for free(3). */
static char *unpack(const struct http_answer *answer)
{
    enum { SIZE = 1 << 20 };
    char *out = calloc(1, SIZE);
    z_stream stream = {.next_in = (Bytef *)answer->body,
                       .avail_in = (uInt)answer->body_length,
                       .next_out = (Bytef *)out,
                       .avail_out = SIZE - 1};

    cr_assert_eq(inflateInit2(&stream, 15 + 16), Z_OK);
    cr_assert_eq(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    return out;
}

/* A field of the reply to GET `target` with `fields`, for free(3); "" when it has none. */
static char *ask_for(const char *target, const char *fields, const char *name, unsigned status)
{
    struct http_answer answer;
    const char *value;
    char *copy;

    http_request(&fixture, "GET", target, fields, NULL, &answer);
    cr_expect_eq(answer.status, status, "%s %s: %u, not %u", target, fields, answer.status, status);
    value = http_field(&answer, name);
    copy = strdup(value == NULL ? "" : value);
    http_answer_free(&answer);
    return copy;
}

Test(caching, gzip_is_sent_to_who_asks_for_it)
{
    static const char target[] = "/search?q=debt&text=true&facets=kind,country,section";
    struct http_answer answer;
    char *text, *coding;

    start(NULL);
    http_request(&fixture, "GET", target, "Accept-Encoding: gzip\r\n", NULL, &answer);
    cr_expect_eq(answer.status, 200);
    cr_expect_str_eq(http_field(&answer, "content-encoding"), "gzip");
    cr_expect_not_null(strstr(http_field(&answer, "vary"), "Accept-Encoding"));
    text = unpack(&answer);
    cr_expect_not_null(strstr(text, "{\"query\":{\"text\":\"debt\""));
    cr_expect_lt(answer.body_length, strlen(text) / 2);
    free(text);
    http_answer_free(&answer);
    coding = ask_for("/healthz", "Accept-Encoding: gzip\r\n", "content-encoding", 200);
    cr_expect_str_eq(coding, "", "what is small is sent as it is");
    free(coding);
    coding = ask_for("/healthz", "Accept-Encoding: gzip, *;q=0\r\n", "content-encoding", 200);
    cr_expect_str_eq(coding, "gzip", "unless that is refused");
    free(coding);
    free(ask_for(target, "Accept-Encoding: br, *;q=0\r\n", "content-type", 406));
}

Test(caching, head_tells_of_the_packed_length)
{
    static const char request[] = "HEAD /search?q=debt&text=true HTTP/1.1\r\nHost: "
                                  "localhost\r\nAccept-Encoding: gzip\r\n\r\n";
    struct http_answer answer;

    start(NULL);
    http_ask(&fixture, request, &answer);
    cr_expect_str_eq(http_field(&answer, "content-encoding"), "gzip");
    cr_expect_gt(strtoul(http_field(&answer, "content-length"), NULL, 10), 100);
    cr_expect_not_null(http_field(&answer, "etag"));
    http_answer_free(&answer);
}

Test(caching, a_tag_stays_as_long_as_its_answer_does)
{
    char *first, *again, *other, *packed, *later, *field;

    start(NULL);
    first = ask_for("/search?q=debt", "", "etag", 200);
    again = ask_for("/search?q=debt", "", "etag", 200);
    other = ask_for("/search?q=debt&limit=1", "", "etag", 200);
    packed = ask_for("/search?q=debt", "Accept-Encoding: gzip\r\n", "etag", 200);
    cr_expect_eq(strncmp(first, "W/\"", 3), 0, "%s", first);
    cr_expect_str_eq(first, again);
    cr_expect_str_neq(first, other);
    cr_expect_str_neq(first, packed);
    cr_assert_gt(asprintf(&field, "If-None-Match: \"x\", %s\r\n", first), 0);
    free(ask_for("/search?q=debt", field, "etag", 304));
    free(ask_for("/search?q=debt&limit=1", field, "etag", 200));
    free(ask_for("/search?q=debt", "If-None-Match: *\r\n", "etag", 304));
    free(ask_for("/search?q=(", "If-None-Match: *\r\n", "etag", 400));

    server_fixture_rebuild(&fixture);
    server_await_stats(&fixture, "\"generation\":2");
    later = ask_for("/search?q=debt", field, "etag", 200);
    cr_expect_str_neq(first, later);
    free(first);
    free(again);
    free(other);
    free(packed);
    free(later);
    free(field);
}

Test(caching, what_is_not_modified_has_no_body)
{
    struct http_answer answer;
    char *tag, *field;

    start(NULL);
    tag = ask_for("/stats", "", "etag", 200);
    cr_assert_gt(asprintf(&field, "If-None-Match: %s\r\n", tag), 0);
    http_request(&fixture, "GET", "/stats", field, NULL, &answer);
    cr_expect_eq(answer.status, 304);
    cr_expect_null(http_field(&answer, "content-length"));
    cr_expect_null(http_field(&answer, "content-type"));
    cr_expect_str_eq(http_field(&answer, "etag"), tag);
    cr_expect_eq(strncmp(http_field(&answer, "cache-control"), "private", 7), 0);
    http_answer_free(&answer);
    free(tag);
    free(field);
}

/* Its fields take the place of those that were kept: a page must not lose its policy. */
Test(caching, what_is_not_modified_keeps_its_policy)
{
    static const char *const TARGETS[] = {"/?q=debt", "/", "/search?q=debt"};

    start(NULL);
    for (size_t i = 0; i < sizeof TARGETS / sizeof *TARGETS; i++) {
        char *whole = ask_for(TARGETS[i], "", "content-security-policy", 200);
        char *same = ask_for(TARGETS[i], "If-None-Match: *\r\n", "content-security-policy", 304);

        cr_expect_str_eq(whole, same, "%s: %s, then %s", TARGETS[i], whole, same);
        free(whole);
        free(same);
    }
}

Test(caching, errors_and_bodies_have_no_tag)
{
    struct http_answer answer;
    char *tag;

    start(NULL);
    tag = ask_for("/search?q=kind:tale", "", "etag", 400);
    cr_expect_str_eq(tag, "");
    free(tag);
    http_request(&fixture, "POST", "/search", "Content-Type: application/json\r\n",
                 "{\"query\":\"debt\"}", &answer);
    cr_expect_null(http_field(&answer, "etag"));
    cr_expect_not_null(strstr(http_field(&answer, "cache-control"), "no-store"));
    http_answer_free(&answer);
}

/* ---- CORS ---- */

#define ALLOWED "Origin: https://cases.example\r\n"

Test(caching, pages_of_configured_origins_may_ask)
{
    struct http_answer answer;
    char *value;

    start((const char *const[]){"--cors", "https://cases.example", "--cors",
                                "https://other.example:8443", NULL});
    value = ask_for("/stats", ALLOWED, "access-control-allow-origin", 200);
    cr_expect_str_eq(value, "https://cases.example");
    free(value);
    value = ask_for("/nowhere", ALLOWED, "access-control-allow-origin", 404);
    cr_expect_str_eq(value, "https://cases.example", "errors are for pages, too");
    free(value);
    value = ask_for("/stats", "Origin: https://cases.example.evil\r\n",
                    "access-control-allow-origin", 200);
    cr_expect_str_eq(value, "");
    free(value);
    value = ask_for("/stats", ALLOWED, "vary", 200);
    cr_expect_not_null(strstr(value, "Origin"));
    free(value);

    http_request(&fixture, "OPTIONS", "/search",
                 ALLOWED "Access-Control-Request-Method: POST\r\n"
                         "Access-Control-Request-Headers: content-type, authorization\r\n",
                 NULL, &answer);
    cr_expect_eq(answer.status, 204);
    cr_expect_not_null(strstr(http_field(&answer, "access-control-allow-methods"), "POST"));
    cr_expect_not_null(
        strstr(http_field(&answer, "access-control-allow-headers"), "Authorization"));
    cr_expect_null(http_field(&answer, "content-length"));
    http_answer_free(&answer);
    http_request(&fixture, "OPTIONS", "/search",
                 "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n", NULL,
                 &answer);
    cr_expect_eq(answer.status, 204);
    cr_expect_null(http_field(&answer, "access-control-allow-methods"));
    cr_expect_str_eq(http_field(&answer, "allow"), "GET, HEAD, POST, OPTIONS");
    http_answer_free(&answer);
}

/* ---- identity ---- */

/* SHA-256 of "one" and "two". */
static const char tokens[] =
    "analyst\t7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed\t1000\t*\n"
    "guest\t3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3\t2\tnothing\n";

static void start_with_tokens(void)
{
    char *folder = tip_test_folder(), *path = tip_test_path(folder, "tokens");

    tip_test_write(path, tokens, strlen(tokens));
    start((const char *const[]){"--tokens", path, NULL});
    free(path);
    tip_test_folder_remove(folder);
}

#define ONE "Authorization: Bearer one\r\n"
#define TWO "Authorization: bearer two\r\n"

Test(caching, who_asks_says_so_with_each_request)
{
    char *value, *tag, *field;

    start_with_tokens();
    value = ask_for("/search?q=debt", "", "www-authenticate", 401);
    cr_expect_str_eq(value, "Bearer realm=\"tipsearch\"");
    free(value);
    value = ask_for("/search?q=debt", "Authorization: Bearer three\r\n", "www-authenticate", 401);
    cr_expect_not_null(strstr(value, "invalid_token"));
    free(value);
    free(ask_for("/search?q=debt", "Authorization: Basic YW55Om9uZQ==\r\n", "date", 200));
    free(ask_for("/search?q=debt", "Authorization: Basic b25lOnRocmVl\r\n", "date", 401));
    free(ask_for("/healthz", "", "date", 200));
    free(ask_for("/openapi.json", "", "date", 200));
    free(ask_for("/metrics", "", "date", 401));
    free(ask_for("/metrics", ONE, "date", 200));
    tag = ask_for("/search?q=debt", ONE, "etag", 200);
    cr_assert_gt(asprintf(&field, TWO "If-None-Match: %s\r\n", tag), 0);
    free(ask_for("/search?q=debt", field, "date", 200));
    free(ask_for("/metrics", TWO, "date", 403));
    free(tag);
    free(field);
}

Test(caching, a_token_sees_its_reports_alone)
{
    struct http_answer answer;

    start_with_tokens();
    http_request(&fixture, "GET", "/search?q=debt", ONE, NULL, &answer);
    cr_expect_not_null(strstr(answer.body, "\"total\":2,"), "%s", answer.body);
    http_answer_free(&answer);
    http_request(&fixture, "GET", "/search?q=debt", TWO, NULL, &answer);
    cr_expect_not_null(strstr(answer.body, "\"total\":0,"), "%s", answer.body);
    http_answer_free(&answer);
}

Test(caching, over_its_rate_a_token_waits)
{
    struct http_answer answer;
    bool was_refused = false;
    int fd;

    start_with_tokens();
    fd = http_connect(&fixture);
    for (int i = 0; i < 20 && !was_refused; i++) {
        static const char request[] = "GET /stats HTTP/1.1\r\nHost: localhost\r\n" TWO "\r\n";

        tip_send(fd, request, sizeof request - 1);
        http_receive(fd, &answer, false);
        was_refused = answer.status == 429;
        if (was_refused) {
            cr_expect_str_eq(http_field(&answer, "retry-after"), "1");
            cr_expect_not_null(strstr(answer.body, "\"code\":\"busy\""));
        }
        http_answer_free(&answer);
    }
    cr_expect(was_refused);
    close(fd);
}

Test(caching, who_guesses_tokens_is_sent_away)
{
    static const char request[] =
        "GET /stats HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer three\r\n\r\n";
    struct http_answer answer;
    int fd;

    start_with_tokens();
    fd = http_connect(&fixture);
    for (int i = 0; i < 8; i++)
        tip_send(fd, request, sizeof request - 1);
    for (int i = 0; i < 3; i++) {
        http_receive(fd, &answer, false);
        cr_expect_eq(answer.status, 401);
        cr_expect_eq(http_field(&answer, "connection") != NULL, i == 2);
        http_answer_free(&answer);
    }
    cr_expect(http_has_ended(fd));
    close(fd);
}
