/* Replies as HTTP: the status and fields of each error, in any version, with and without a body. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "protocol/http_exchange.h"

static struct tip_string out;

static void clear(void)
{
    tip_string_free(&out);
}

TestSuite(http_reply, .fini = clear);

static void encode_error(const struct tip_http_exchange *exchange, enum tip_error_code code,
                         long retry_after_ms)
{
    struct tip_reply reply = {
        .kind = TIP_REPLY_ERROR,
        .error = {.code = code, .message = "why", .at = -1, .retry_after_ms = retry_after_ms}};

    tip_string_clear(&out);
    tip_http_encode(&out, exchange, NULL, &reply, "W/\"0\"");
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

Test(http_reply, each_code_has_its_status)
{
    static const struct {
        enum tip_error_code code;
        const char *line;
    } table[] = {
        {TIP_CODE_BAD_REQUEST, "HTTP/1.1 400 Bad Request\r\n"},
        {TIP_CODE_BAD_QUERY, "HTTP/1.1 400 Bad Request\r\n"},
        {TIP_CODE_UNKNOWN_ID, "HTTP/1.1 404 Not Found\r\n"},
        {TIP_CODE_NOT_FOUND, "HTTP/1.1 404 Not Found\r\n"},
        {TIP_CODE_GONE, "HTTP/1.1 410 Gone\r\n"},
        {TIP_CODE_TOO_LONG, "HTTP/1.1 413 Content Too Large\r\n"},
        {TIP_CODE_UNAUTHORIZED, "HTTP/1.1 401 Unauthorized\r\n"},
        {TIP_CODE_BUSY, "HTTP/1.1 503 Service Unavailable\r\n"},
        {TIP_CODE_TIMEOUT, "HTTP/1.1 504 Gateway Timeout\r\n"},
        {TIP_CODE_UNAVAILABLE, "HTTP/1.1 503 Service Unavailable\r\n"},
        {TIP_CODE_INTERNAL, "HTTP/1.1 500 Internal Server Error\r\n"},
    };
    struct tip_http_exchange exchange = {.minor = 1};
    char code[64];

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        encode_error(&exchange, table[i].code, -1);
        cr_expect_eq(strncmp(out.data, table[i].line, strlen(table[i].line)), 0, "%s", out.data);
        snprintf(code, sizeof code, "{\"error\":{\"code\":\"%s\",\"message\":\"why\"}}\n",
                 tip_error_code_name(table[i].code));
        expect(code);
        expect_not("ETag");
    }
}

Test(http_reply, busy_tells_when_to_come_again)
{
    struct tip_http_exchange exchange = {.minor = 1};

    encode_error(&exchange, TIP_CODE_BUSY, 500);
    expect("Retry-After: 1\r\n");
    expect("\"retry_after_ms\":500");
    encode_error(&exchange, TIP_CODE_BUSY, 2001);
    expect("Retry-After: 3\r\n");
    exchange.status = 429;
    encode_error(&exchange, TIP_CODE_BUSY, 10);
    expect("HTTP/1.1 429 Too Many Requests\r\n");
    expect("Retry-After: 1\r\n");
}

Test(http_reply, versions_and_ends)
{
    struct tip_http_exchange exchange = {.minor = 0, .closes = true};

    encode_error(&exchange, TIP_CODE_TIMEOUT, -1);
    expect("HTTP/1.0 504 ");
    expect("Connection: close\r\n");
    exchange = (struct tip_http_exchange){.minor = 0, .is_keeping = true};
    encode_error(&exchange, TIP_CODE_TIMEOUT, -1);
    expect("Connection: keep-alive\r\n");
    exchange = (struct tip_http_exchange){.minor = 1, .is_head = true};
    encode_error(&exchange, TIP_CODE_TIMEOUT, -1);
    expect_not("Connection: ");
    expect("Content-Length: 45\r\n");
    cr_expect_str_eq(out.data + out.length - 4, "\r\n\r\n");
}

Test(http_reply, what_was_cut_by_time_has_no_tag)
{
    struct tip_http_exchange exchange = {.minor = 1, .is_cacheable = true};
    struct tip_reply reply = {.kind = TIP_REPLY_PATTERNS};

    tip_http_encode(&out, &exchange, NULL, &reply, "W/\"0\"");
    expect("ETag: W/\"0\"\r\n");
    expect("Cache-Control: private\r\n");
    tip_string_clear(&out);
    reply.is_partial = true;
    tip_http_encode(&out, &exchange, NULL, &reply, "W/\"0\"");
    expect_not("ETag");
    expect("Cache-Control: private, no-store\r\n");
}

Test(http_reply, a_tag_is_of_all_that_the_answer_depends_on)
{
    char first[TIP_HTTP_ETAG_SIZE], other[TIP_HTTP_ETAG_SIZE], a[] = "/search?q=a",
                                                               b[] = "/search?q=b";
    struct tip_http_exchange exchange = {.is_cacheable = true, .target = a};

    cr_assert(tip_http_etag(first, &exchange, "1.1.7", "*"));
    cr_assert(tip_http_etag(other, &exchange, "1.1.7", "*"));
    cr_expect_str_eq(first, other);
    cr_assert(tip_http_etag(other, &exchange, "1.1.8", "*"));
    cr_expect_str_neq(first, other);
    cr_assert(tip_http_etag(other, &exchange, "1.1.7", "abc"));
    cr_expect_str_neq(first, other);
    exchange.coding = TIP_HTTP_GZIP;
    cr_assert(tip_http_etag(other, &exchange, "1.1.7", "*"));
    cr_expect_str_neq(first, other);
    exchange = (struct tip_http_exchange){.is_cacheable = true, .target = b};
    cr_assert(tip_http_etag(other, &exchange, "1.1.7", "*"));
    cr_expect_str_neq(first, other);
    exchange.is_cacheable = false;
    cr_expect_not(tip_http_etag(other, &exchange, "1.1.7", "*"));
}

/* ---- pages ---- */

static void encode_page_error(const struct tip_http_exchange *exchange, enum tip_error_code code,
                              const char *message, long at)
{
    static char query[] = "debt <b>kind:x";
    struct tip_request request = {.query = query};
    struct tip_reply reply = {.kind = TIP_REPLY_ERROR,
                              .error = {.code = code, .at = at, .retry_after_ms = 1200}};
    struct tip_web_content content = {.request = &request, .reply = &reply};

    snprintf(reply.error.message, sizeof reply.error.message, "%s", message);
    tip_string_clear(&out);
    tip_http_encode_web(&out, exchange, &content, "W/\"0\"");
    cr_assert_not(out.failed);
}

Test(http_reply, an_error_is_a_page_for_people)
{
    static const struct {
        enum tip_error_code code;
        const char *line, *title;
    } table[] = {
        {TIP_CODE_BAD_REQUEST, "HTTP/1.1 400 ", "<h1>This address cannot be read</h1>"},
        {TIP_CODE_BAD_QUERY, "HTTP/1.1 400 ", "<h1>This cannot be searched for</h1>"},
        {TIP_CODE_UNKNOWN_ID, "HTTP/1.1 404 ", "<h1>No such passage</h1>"},
        {TIP_CODE_NOT_FOUND, "HTTP/1.1 404 ", "<h1>There is nothing here</h1>"},
        {TIP_CODE_GONE, "HTTP/1.1 410 ", "<h1>This passage is gone</h1>"},
        {TIP_CODE_TOO_LONG, "HTTP/1.1 413 ", "<h1>This is too long</h1>"},
        {TIP_CODE_UNAUTHORIZED, "HTTP/1.1 401 ", "<h1>Please sign in</h1>"},
        {TIP_CODE_BUSY, "HTTP/1.1 503 ", "<h1>The server is busy</h1>"},
        {TIP_CODE_TIMEOUT, "HTTP/1.1 504 ", "<h1>The server is busy</h1>"},
        {TIP_CODE_UNAVAILABLE, "HTTP/1.1 503 ", "<h1>The reports cannot be searched now</h1>"},
        {TIP_CODE_INTERNAL, "HTTP/1.1 500 ", "<h1>Something went wrong</h1>"},
    };
    struct tip_http_exchange exchange = {.minor = 1, .shows_page = true};

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        encode_page_error(&exchange, table[i].code, "because of <i>&", -1);
        cr_expect_eq(strncmp(out.data, table[i].line, strlen(table[i].line)), 0, "%s", out.data);
        expect("Content-Type: text/html; charset=utf-8\r\n");
        expect("Cache-Control: private, no-store\r\n");
        expect("data-page=\"error\"");
        expect(table[i].title);
        expect("because of &lt;i&gt;&amp;");
        expect_not("ETag");
        expect_not("class=\"query\"");
    }
}

Test(http_reply, a_page_tells_when_to_come_again_and_how_to_sign_in)
{
    struct tip_http_exchange exchange = {.minor = 1, .shows_page = true};

    encode_page_error(&exchange, TIP_CODE_BUSY, "why", -1);
    expect("Retry-After: 2\r\n");
    encode_page_error(&exchange, TIP_CODE_UNAUTHORIZED, "why", -1);
    expect("WWW-Authenticate: Basic realm=\"tipsearch\", charset=\"UTF-8\"\r\n");
    exchange.status = 429;
    encode_page_error(&exchange, TIP_CODE_BUSY, "why", -1);
    expect("HTTP/1.1 429 Too Many Requests\r\n");
}

Test(http_reply, a_page_marks_the_place_in_a_query)
{
    static const struct {
        long at;
        const char *expected;
    } table[] = {
        {0, "dir=\"auto\"><mark class=\"error\">d</mark>ebt &lt;b&gt;kind:x</p>"},
        {5, ">debt <mark class=\"error\">&lt;</mark>b&gt;kind:x</p>"},
        {14, ">debt &lt;b&gt;kind:x<mark class=\"error\">…</mark></p>"},
        {99, ">debt &lt;b&gt;kind:x<mark class=\"error\">…</mark></p>"},
    };
    struct tip_http_exchange exchange = {.minor = 1, .shows_page = true};

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        encode_page_error(&exchange, TIP_CODE_BAD_QUERY, "why", table[i].at);
        expect(table[i].expected);
    }
}
