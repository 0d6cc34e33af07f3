/* What proxies and those who deceive them send: the right status or a close, never a reading that
 * another server could not share.
 *
 * Each request of the table is sent with a second one behind it, GET /stats, and the stream's end.
 * Where a request is refused because its end cannot be told, that must not be answered; where it
 * can, it must. */
#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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

TestSuite(strict, .init = start, .fini = stop, .timeout = 120);

static const char follow_up[] = "GET /stats HTTP/1.1\r\nHost: localhost\r\n\r\n";

enum then { GOES_ON, CLOSES };

/* A request as bytes, so that NULs count. */
#define BYTES(text) text, sizeof(text) - 1
#define GET         "GET /healthz HTTP/1.1\r\n"
#define HOST        "Host: localhost\r\n"
#define POST        "POST /search HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
#define QUERY       "{\"query\":\"x\"}" /* 13 bytes */
#define CHUNKED     POST "Transfer-Encoding: chunked\r\n\r\n"
#define LAST_CHUNK  "0\r\n\r\n"

static const struct {
    const char *what;
    const char *bytes;
    size_t length;
    unsigned status; /* of the first reply; 0: the stream ends without one */
    enum then then;
} table[] = {
    /* as it should be */
    {"plain", BYTES(GET HOST "\r\n"), 200, GOES_ON},
    {"blanks around a value", BYTES(GET "Host:\t localhost \t\r\n\r\n"), 200, GOES_ON},
    {"no blank before a value", BYTES(GET "Host:localhost\r\n\r\n"), 200, GOES_ON},
    {"names in any case", BYTES(GET "hOsT: localhost\r\n\r\n"), 200, GOES_ON},
    {"fields nobody knows", BYTES(GET HOST "X-A: b\r\nX-A: c\r\n\r\n"), 200, GOES_ON},
    {"bytes above ASCII in a value", BYTES(GET HOST "X-A: \xe9\xff\r\n\r\n"), 200, GOES_ON},
    {"an empty value", BYTES(GET HOST "X-A:\r\n\r\n"), 200, GOES_ON},
    {"an empty line before", BYTES("\r\n" GET HOST "\r\n"), 200, GOES_ON},
    {"length 0 with GET", BYTES(GET HOST "Content-Length: 0\r\n\r\n"), 200, GOES_ON},
    {"a body", BYTES(POST "Content-Length: 13\r\n\r\n" QUERY), 200, GOES_ON},
    {"zeros before a length", BYTES(POST "Content-Length: 0013\r\n\r\n" QUERY), 200, GOES_ON},
    {"asked to close", BYTES(GET HOST "Connection: close\r\n\r\n"), 200, CLOSES},
    {"asked to close among others", BYTES(GET HOST "Connection: x, Close\r\n\r\n"), 200, CLOSES},
    {"upgrade is not taken up",
     BYTES(GET HOST "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"),
     200, GOES_ON},
    {"websocket is not taken up",
     BYTES(GET HOST "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"), 200, GOES_ON},
    {"OPTIONS *", BYTES("OPTIONS * HTTP/1.1\r\n" HOST "\r\n"), 204, GOES_ON},
    {"another method", BYTES("PATCH /search HTTP/1.1\r\n" HOST "\r\n"), 405, GOES_ON},
    {"a body that its path does not take",
     BYTES("PUT /search HTTP/1.1\r\n" HOST "Content-Length: 13\r\n\r\n" QUERY), 405, GOES_ON},

    /* chunks */
    {"chunks", BYTES(CHUNKED "5\r\n{\"que\r\n8\r\nry\":\"x\"}\r\n" LAST_CHUNK), 200, GOES_ON},
    {"sizes in any case and with zeros", BYTES(CHUNKED "00D\r\n" QUERY "\r\n000\r\n\r\n"), 200,
     GOES_ON},
    {"coding in any case",
     BYTES(POST "Transfer-Encoding: Chunked\r\n\r\nd\r\n" QUERY "\r\n" LAST_CHUNK), 200, GOES_ON},
    {"extensions", BYTES(CHUNKED "d;a=b;c=\"d\"\r\n" QUERY "\r\n0;e\r\n\r\n"), 200, GOES_ON},
    {"trailer", BYTES(CHUNKED "d\r\n" QUERY "\r\n0\r\nX-Sum: 1\r\n\r\n"), 200, GOES_ON},
    {"a trailer that would change the length",
     BYTES(CHUNKED "d\r\n" QUERY "\r\n0\r\nContent-Length: 5\r\n\r\n"), 200, GOES_ON},
    {"no chunks", BYTES(CHUNKED LAST_CHUNK), 400, GOES_ON},
    {"a size that is none", BYTES(CHUNKED "x\r\n" QUERY), 400, CLOSES},
    {"an empty size", BYTES(CHUNKED "\r\n" QUERY), 400, CLOSES},
    {"a size with 0x", BYTES(CHUNKED "0xd\r\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"a size with a sign", BYTES(CHUNKED "+d\r\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"a negative size", BYTES(CHUNKED "-1\r\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"a blank before a size", BYTES(CHUNKED " d\r\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"a blank behind a size", BYTES(CHUNKED "d \r\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"a size of 64 bits and more", BYTES(CHUNKED "1000000000000000d\r\n" QUERY "\r\n" LAST_CHUNK),
     413, CLOSES},
    {"a size of 32 bits and more", BYTES(CHUNKED "10000000d\r\n" QUERY "\r\n" LAST_CHUNK), 413,
     CLOSES},
    {"a chunk above the limit", BYTES(CHUNKED "10001\r\n"), 413, CLOSES},
    {"a chunk longer than its size", BYTES(CHUNKED "c\r\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"a chunk shorter than its size", BYTES(CHUNKED "e\r\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"bare LF behind a size", BYTES(CHUNKED "d\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"bare LF behind a chunk", BYTES(CHUNKED "d\r\n" QUERY "\n" LAST_CHUNK), 400, CLOSES},
    {"bare LF at the end", BYTES(CHUNKED "d\r\n" QUERY "\r\n0\n\n"), 400, CLOSES},
    {"bare CR in an extension", BYTES(CHUNKED "d;a\rb\r\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"LF in an extension", BYTES(CHUNKED "d;a\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"NUL in an extension", BYTES(CHUNKED "d;a\0\r\n" QUERY "\r\n" LAST_CHUNK), 400, CLOSES},
    {"a trailer line that is none", BYTES(CHUNKED "d\r\n" QUERY "\r\n0\r\nGET / HTTP/1.1\r\n\r\n"),
     400, CLOSES},
    {"a folded trailer", BYTES(CHUNKED "d\r\n" QUERY "\r\n0\r\nX: a\r\n b\r\n\r\n"), 400, CLOSES},

    /* two lengths */
    {"length and chunks",
     BYTES(POST "Content-Length: 13\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n" QUERY
                "\r\n" LAST_CHUNK),
     400, CLOSES},
    {"chunks and length",
     BYTES(POST "Transfer-Encoding: chunked\r\nContent-Length: 13\r\n\r\nd\r\n" QUERY
                "\r\n" LAST_CHUNK),
     400, CLOSES},
    {"two lengths that differ", BYTES(POST "Content-Length: 13\r\nContent-Length: 0\r\n\r\n" QUERY),
     400, CLOSES},
    {"two lengths that are equal",
     BYTES(POST "Content-Length: 13\r\nContent-Length: 13\r\n\r\n" QUERY), 400, CLOSES},
    {"a list of lengths", BYTES(POST "Content-Length: 13, 13\r\n\r\n" QUERY), 400, CLOSES},
    {"a length with a plus", BYTES(POST "Content-Length: +13\r\n\r\n" QUERY), 400, CLOSES},
    {"a negative length", BYTES(POST "Content-Length: -13\r\n\r\n" QUERY), 400, CLOSES},
    {"a length with blanks in it", BYTES(POST "Content-Length: 1 3\r\n\r\n" QUERY), 400, CLOSES},
    {"a length in hex", BYTES(POST "Content-Length: 0xd\r\n\r\n" QUERY), 400, CLOSES},
    {"a length with a fraction", BYTES(POST "Content-Length: 13.0\r\n\r\n" QUERY), 400, CLOSES},
    {"an empty length", BYTES(POST "Content-Length:\r\n\r\n" QUERY), 400, CLOSES},
    {"a length of 64 bits and more",
     BYTES(POST "Content-Length: 18446744073709551629\r\n\r\n" QUERY), 413, CLOSES},
    {"a length above the limit", BYTES(POST "Content-Length: 65537\r\n\r\n" QUERY), 413, CLOSES},
    {"a body with GET", BYTES(GET HOST "Content-Length: 5\r\n\r\nabcde"), 400, GOES_ON},
    {"chunks with GET", BYTES(GET HOST "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n" LAST_CHUNK),
     400, GOES_ON},

    /* codings that one of two servers overlooks */
    {"an unknown coding", BYTES(POST "Transfer-Encoding: xchunked\r\n\r\n" LAST_CHUNK), 501,
     CLOSES},
    {"chunked among others", BYTES(POST "Transfer-Encoding: gzip, chunked\r\n\r\n" LAST_CHUNK), 501,
     CLOSES},
    {"chunked not last", BYTES(POST "Transfer-Encoding: chunked, identity\r\n\r\n" LAST_CHUNK), 501,
     CLOSES},
    {"chunked in quotes", BYTES(POST "Transfer-Encoding: \"chunked\"\r\n\r\n" LAST_CHUNK), 501,
     CLOSES},
    {"identity", BYTES(POST "Transfer-Encoding: identity\r\nContent-Length: 13\r\n\r\n" QUERY), 400,
     CLOSES},
    {"an empty coding", BYTES(POST "Transfer-Encoding:\r\n\r\n" LAST_CHUNK), 501, CLOSES},
    {"the coding twice",
     BYTES(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" LAST_CHUNK), 400,
     CLOSES},
    {"the coding twice, one hidden",
     BYTES(POST "Transfer-Encoding: chunked\r\nTransfer-encoding: x\r\n\r\n" LAST_CHUNK), 400,
     CLOSES},
    {"a vertical tab before the coding", BYTES(POST "Transfer-Encoding: \vchunked\r\n\r\n"), 400,
     CLOSES},
    {"a blank before the colon", BYTES(POST "Transfer-Encoding : chunked\r\n\r\n" LAST_CHUNK), 400,
     CLOSES},
    {"a tab before the colon", BYTES(POST "Content-Length\t: 13\r\n\r\n" QUERY), 400, CLOSES},
    {"a blank before the name", BYTES(POST " Transfer-Encoding: chunked\r\n\r\n" LAST_CHUNK), 400,
     CLOSES},
    {"LF before the coding", BYTES(POST "X: y\nTransfer-Encoding: chunked\r\n\r\n" LAST_CHUNK), 400,
     CLOSES},
    {"CR before the coding", BYTES(POST "X: y\rTransfer-Encoding: chunked\r\n\r\n" LAST_CHUNK), 400,
     CLOSES},
    {"NUL in the coding", BYTES(POST "Transfer-Encoding: chunked\0\r\n\r\n" LAST_CHUNK), 400,
     CLOSES},
    {"chunks under HTTP/1.0",
     BYTES("POST /search HTTP/1.0\r\nContent-Type: application/json\r\nTransfer-Encoding: "
           "chunked\r\n\r\nd\r\n" QUERY "\r\n" LAST_CHUNK),
     400, CLOSES},

    /* lines */
    {"bare LF everywhere", BYTES("GET /healthz HTTP/1.1\nHost: localhost\n\n"), 400, CLOSES},
    {"bare LF behind the fields", BYTES(GET HOST "\n"), 400, CLOSES},
    {"bare CR in a value", BYTES(GET HOST "X: a\rb\r\n\r\n"), 400, CLOSES},
    {"CR CR LF", BYTES(GET "Host: localhost\r\r\n\r\n"), 400, CLOSES},
    {"a folded field", BYTES(GET HOST "X: a\r\n b\r\n\r\n"), 400, CLOSES},
    {"a folded field by a tab", BYTES(GET HOST "X: a\r\n\tb\r\n\r\n"), 400, CLOSES},
    {"a line without a colon", BYTES(GET HOST "nonsense\r\n\r\n"), 400, CLOSES},
    {"an empty name", BYTES(GET HOST ": value\r\n\r\n"), 400, CLOSES},
    {"a name in two words", BYTES(GET HOST "X Y: value\r\n\r\n"), 400, CLOSES},
    {"NUL in a name", BYTES(GET HOST "X\0Y: value\r\n\r\n"), 400, CLOSES},
    {"NUL in a value", BYTES(GET HOST "X: a\0b\r\n\r\n"), 400, CLOSES},
    {"DEL in a value", BYTES(GET HOST "X: a\x7f\r\n\r\n"), 400, CLOSES},
    {"a name above ASCII", BYTES(GET HOST "X\xe9: a\r\n\r\n"), 400, CLOSES},
    {"two empty lines before", BYTES("\r\n\r\n" GET HOST "\r\n"), 400, CLOSES},

    /* the first line */
    {"HTTP/0.9", BYTES("GET /healthz\r\n"), 400, CLOSES},
    {"HTTP/0.9 with fields", BYTES("GET /healthz\r\n" HOST "\r\n"), 400, CLOSES},
    {"HTTP/0.9 by name", BYTES("GET /healthz HTTP/0.9\r\n" HOST "\r\n"), 505, CLOSES},
    {"HTTP/1.2", BYTES("GET /healthz HTTP/1.2\r\n" HOST "\r\n"), 505, CLOSES},
    {"HTTP/2.0", BYTES("GET /healthz HTTP/2.0\r\n" HOST "\r\n"), 505, CLOSES},
    {"HTTP/2's preface", BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505, CLOSES},
    {"HTTP/1.10", BYTES("GET /healthz HTTP/1.10\r\n" HOST "\r\n"), 400, CLOSES},
    {"HTTP/01.1", BYTES("GET /healthz HTTP/01.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"HTTP/1,1", BYTES("GET /healthz HTTP/1,1\r\n" HOST "\r\n"), 400, CLOSES},
    {"http/1.1", BYTES("GET /healthz http/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"HTTP/1.1 and a blank", BYTES("GET /healthz HTTP/1.1 \r\n" HOST "\r\n"), 400, CLOSES},
    {"two blanks", BYTES("GET  /healthz HTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"a tab for a blank", BYTES("GET\t/healthz\tHTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"a blank first", BYTES(" GET /healthz HTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"a blank in the path", BYTES("GET /heal thz HTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"NUL in the path", BYTES("GET /healthz\0 HTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"a method with a colon", BYTES("G:T /healthz HTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"TLS's first bytes", BYTES("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), 400, CLOSES},
    {"a line of the other protocol", BYTES("SEARCH scam\n"), 400, CLOSES},

    /* targets */
    {"absolute form", BYTES("GET http://localhost/healthz HTTP/1.1\r\n" HOST "\r\n"), 200, GOES_ON},
    {"absolute form with a query",
     BYTES("GET http://localhost/search?q=x HTTP/1.1\r\n" HOST "\r\n"), 200, GOES_ON},
    {"absolute form of another host",
     BYTES("GET http://evil.example/healthz HTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"absolute form without a path", BYTES("GET http://localhost HTTP/1.1\r\n" HOST "\r\n"), 200,
     GOES_ON},
    {"absolute form with a query alone", BYTES("GET http://localhost?x=1 HTTP/1.1\r\n" HOST "\r\n"),
     200, GOES_ON},
    {"OPTIONS of a host", BYTES("OPTIONS http://localhost HTTP/1.1\r\n" HOST "\r\n"), 204, GOES_ON},
    {"absolute form without a host", BYTES("GET http:///healthz HTTP/1.0\r\n\r\n"), 400, CLOSES},
    {"an escaped path", BYTES("GET /%73earch?q=x HTTP/1.1\r\n" HOST "\r\n"), 200, GOES_ON},
    {"a path that is all escapes", BYTES("GET /%68%65%61%6C%74%68%7a HTTP/1.1\r\n" HOST "\r\n"),
     200, GOES_ON},
    {"an escaped slash in front", BYTES("GET /%2Fhealthz HTTP/1.1\r\n" HOST "\r\n"), 404, GOES_ON},
    {"an escaped slash separates nothing",
     BYTES("GET /passages%2F0123456789abcdef HTTP/1.1\r\n" HOST "\r\n"), 404, GOES_ON},
    {"an escaped ?", BYTES("GET /healthz%3F HTTP/1.1\r\n" HOST "\r\n"), 404, GOES_ON},
    {"an escape twice", BYTES("GET /%2573earch?q=x HTTP/1.1\r\n" HOST "\r\n"), 404, GOES_ON},
    {"an escape that is none", BYTES("GET /healthz% HTTP/1.1\r\n" HOST "\r\n"), 404, GOES_ON},
    {"an escaped NUL behind a path", BYTES("GET /healthz%00 HTTP/1.1\r\n" HOST "\r\n"), 404,
     GOES_ON},
    {"another scheme", BYTES("GET ftp://localhost/healthz HTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"authority form", BYTES("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n"), 400,
     CLOSES},
    {"GET *", BYTES("GET * HTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"a path without a slash", BYTES("GET healthz HTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"a fragment", BYTES("GET /healthz#top HTTP/1.1\r\n" HOST "\r\n"), 400, CLOSES},
    {"bytes above ASCII", BYTES("GET /search?q=T\xc3\xbcrkiye HTTP/1.1\r\n" HOST "\r\n"), 400,
     CLOSES},
    {"dots", BYTES("GET /../healthz HTTP/1.1\r\n" HOST "\r\n"), 404, GOES_ON},

    /* hosts */
    {"no host", BYTES(GET "\r\n"), 400, CLOSES},
    {"two hosts", BYTES(GET HOST HOST "\r\n"), 400, CLOSES},
    {"two hosts that differ", BYTES(GET HOST "Host: evil.example\r\n\r\n"), 400, CLOSES},
    {"an empty host", BYTES(GET "Host:\r\n\r\n"), 400, CLOSES},
    {"a list of hosts", BYTES(GET "Host: localhost, evil.example\r\n\r\n"), 400, CLOSES},
    {"a host with a path", BYTES(GET "Host: localhost/x\r\n\r\n"), 400, CLOSES},
    {"a host with a user", BYTES(GET "Host: evil@localhost\r\n\r\n"), 400, CLOSES},
    {"a port that is none", BYTES(GET "Host: localhost:8o\r\n\r\n"), 400, CLOSES},
    {"no port", BYTES(GET "Host: localhost:\r\n\r\n"), 200, GOES_ON},
    {"the last port", BYTES(GET "Host: localhost:65535\r\n\r\n"), 200, GOES_ON},
    {"a port above the last", BYTES(GET "Host: localhost:65536\r\n\r\n"), 400, CLOSES},
    {"port 0", BYTES(GET "Host: localhost:00\r\n\r\n"), 400, CLOSES},
    {"a port of 22 digits", BYTES(GET "Host: [::1]:1844674407370955161680\r\n\r\n"), 400, CLOSES},
    {"an address that is none", BYTES(GET "Host: [::1\r\n\r\n"), 400, CLOSES},
    {"another host", BYTES(GET "Host: evil.example\r\n\r\n"), 421, GOES_ON},

    /* HTTP/1.0 */
    {"HTTP/1.0 ends", BYTES("GET /healthz HTTP/1.0\r\n\r\n"), 200, CLOSES},
    {"HTTP/1.0 with a host", BYTES("GET /healthz HTTP/1.0\r\n" HOST "\r\n"), 200, CLOSES},
    {"HTTP/1.0 goes on when asked to",
     BYTES("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), 200, GOES_ON},
    {"HTTP/1.0 knows no expectations",
     BYTES("POST /search HTTP/1.0\r\nContent-Type: application/json\r\nExpect: "
           "100-continue\r\nContent-Length: 13\r\n\r\n" QUERY),
     200, CLOSES},

    /* expectations */
    {"an expectation with its body",
     BYTES(POST "Expect: 100-continue\r\nContent-Length: 13\r\n\r\n" QUERY), 200, GOES_ON},
    {"another expectation", BYTES(POST "Expect: magic\r\nContent-Length: 13\r\n\r\n" QUERY), 417,
     CLOSES},

    /* what is in a list cannot be joined from two lines for all fields */
    {"two types", BYTES(POST "Content-Type: text/plain\r\nContent-Length: 13\r\n\r\n" QUERY), 400,
     CLOSES},
    {"two credentials",
     BYTES(GET HOST "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n"), 400, CLOSES},
};

/* A follow-up has been answered when its reply tells of the index. */
static void expect_follow_up(int fd, size_t i)
{
    struct http_answer answer;

    if (table[i].then == CLOSES) {
        cr_expect(http_has_ended(fd), "%s: something came behind it", table[i].what);
        return;
    }
    http_receive(fd, &answer, false);
    cr_expect_eq(answer.status, 200, "%s: what follows gets %u", table[i].what, answer.status);
    cr_expect_not_null(strstr(answer.body, "\"generation\":1"), "%s: what follows gets %s",
                       table[i].what, answer.body);
    http_answer_free(&answer);
    cr_expect(http_has_ended(fd), "%s: a third reply", table[i].what);
}

static void expect_reading(size_t i)
{
    struct http_answer answer;
    int fd = http_connect(&fixture);

    /* A server that closes early may reset the rest of what is sent: one send leaves no rest. */
    char *all = malloc(table[i].length + sizeof follow_up);

    memcpy(all, table[i].bytes, table[i].length);
    memcpy(all + table[i].length, follow_up, sizeof follow_up);
    tip_send(fd, all, table[i].length + sizeof follow_up - 1);
    shutdown(fd, SHUT_WR);
    free(all);
    http_receive(fd, &answer, false);
    cr_expect_eq(answer.status, table[i].status, "%s: %u, not %u: %s", table[i].what, answer.status,
                 table[i].status, answer.body);
    if (answer.status >= 400) {
        const char *connection = http_field(&answer, "connection");

        cr_expect_not_null(strstr(answer.body, "{\"error\":{\"code\":\""), "%s", table[i].what);
        cr_expect_eq(connection != NULL && strcmp(connection, "close") == 0,
                     table[i].then == CLOSES, "%s: connection: %s", table[i].what,
                     connection == NULL ? "" : connection);
    }
    http_answer_free(&answer);
    expect_follow_up(fd, i);
    close(fd);
}

Test(strict, each_request_is_read_in_one_way_or_refused)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        expect_reading(i);
}

/* The same bytes one by one: where a read ends must not matter. */
Test(strict, bytes_may_come_one_by_one)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i += 7) {
        struct http_answer answer;
        int fd = http_connect(&fixture);

        for (size_t at = 0; at < table[i].length; at++)
            if (send(fd, table[i].bytes + at, 1, MSG_NOSIGNAL) != 1)
                break; /* it was refused before its end */
        http_receive(fd, &answer, false);
        cr_expect_eq(answer.status, table[i].status, "%s: %u, not %u: %s", table[i].what,
                     answer.status, table[i].status, answer.body);
        http_answer_free(&answer);
        close(fd);
    }
}

/* ---- HEAD ---- */

/* A reply to HEAD has no body (RFC 9110, section 9.3.2): what would come behind its head would be
 * read as the next reply. `length` bytes to be sent, then the stream's end. */
static void expect_bare_reply(const char *bytes, size_t length, unsigned status)
{
    struct http_answer answer;
    int fd = http_connect(&fixture);

    tip_send(fd, bytes, length);
    shutdown(fd, SHUT_WR);
    http_receive(fd, &answer, true);
    cr_expect_eq(answer.status, status, "%.60s: %u, not %u", bytes, answer.status, status);
    cr_expect(http_has_ended(fd), "%.60s: something came behind the head", bytes);
    http_answer_free(&answer);
    close(fd);
}

Test(strict, what_refuses_head_has_no_body)
{
    static const struct {
        const char *bytes;
        unsigned status;
    } heads[] = {
        {"HEAD /healthz HTTP/1.1\r\n\r\n", 400},
        {"\r\nHEAD /healthz HTTP/1.1\r\n\r\n", 400},
        {"HEAD /healthz HTTP/1.1\n\n", 400},
        {"HEAD /healthz\r\n\r\n", 400},
        {"HEAD /healthz HTTP/2.0\r\n" HOST "\r\n", 505},
        {"HEAD /healthz HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n", 400},
        {"HEAD /healthz HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400},
        {"HEAD /healthz HTTP/1.1\r\n" HOST "Content-Length: 65537\r\n\r\n", 413},
        {"HEAD /healthz HTTP/1.1\r\n" HOST "Transfer-Encoding: x\r\n\r\n", 501},
        {"HEAD /healthz HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nx\r\n", 400},
        {"HEAD /healthz HTTP/1.1\r\n" HOST "Expect: magic\r\n\r\n", 417},
        {"HEAD /healthz HTTP/1.1\r\n" HOST
         "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
         400},
        {"HEAD http://evil.example/ HTTP/1.1\r\n" HOST "\r\n", 400},
        {"HEAD /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
        {"HEAD /nothing HTTP/1.1\r\n" HOST "\r\n", 404},
        {"HEAD /similar HTTP/1.1\r\n" HOST "\r\n", 405},
        {"HEAD /search HTTP/1.1\r\n" HOST "\r\n", 400},
    };

    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        expect_bare_reply(heads[i].bytes, strlen(heads[i].bytes), heads[i].status);
}

Test(strict, what_refuses_a_long_head_by_head_has_no_body)
{
    enum { LENGTH = 40000 };
    static const struct {
        const char *begin;
        unsigned status;
    } heads[] = {{"HEAD /", 414}, {"HEAD /healthz HTTP/1.1\r\n" HOST "X: ", 431}};
    char *bytes = malloc(LENGTH);

    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        memset(bytes, 'a', LENGTH);
        memcpy(bytes, heads[i].begin, strlen(heads[i].begin));
        expect_bare_reply(bytes, LENGTH, heads[i].status);
    }
    free(bytes);
}

/* ---- sizes ---- */

/* "GET " + `before` + `count` times `filling` + `after`. */
static void expect_status_of(const char *before, const char *filling, size_t count,
                             const char *after, unsigned status)
{
    size_t unit = strlen(filling), length = strlen(before);
    char *request = malloc(length + unit * count + strlen(after) + 1);
    struct http_answer answer;

    strcpy(request, before);
    for (size_t i = 0; i < count; i++, length += unit)
        strcpy(request + length, filling);
    strcpy(request + length, after);
    http_ask(&fixture, request, &answer);
    cr_expect_eq(answer.status, status, "%zu times %s: %u, not %u", count, filling, answer.status,
                 status);
    http_answer_free(&answer);
    free(request);
}

Test(strict, heads_have_a_size)
{
    static const char end[] = " HTTP/1.1\r\n" HOST "\r\n";

    expect_status_of("GET /search?q=a&filter=", "%61", 4096, end, 200);
    expect_status_of("GET /", "a", 16383, end, 404);
    expect_status_of("GET /", "a", 16384, end, 414);
    expect_status_of("GET /", "a", 40000, end, 414);
    expect_status_of(GET HOST, "X: y\r\n", 99, "\r\n", 200);
    expect_status_of(GET HOST, "X: y\r\n", 100, "\r\n", 431);
    expect_status_of(GET HOST "X: ", "a", 30000, "\r\n\r\n", 200);
    expect_status_of(GET HOST "X: ", "a", 32768, "\r\n\r\n", 431);
    expect_status_of(GET HOST "X: ", "a", 200000, "\r\n\r\n", 431);
}

Test(strict, bodies_have_a_size)
{
    static const char before[] = POST "Content-Length: 65536\r\n\r\n{\"query\":\"x\"";

    expect_status_of(before, " ", 65536 - 13, "}", 200);
    expect_status_of(CHUNKED, "1\r\n \r\n", 65536, LAST_CHUNK, 400);
    expect_status_of(CHUNKED, "1\r\n \r\n", 65537, LAST_CHUNK, 413);
    expect_status_of(CHUNKED "d;", "a", 300, "\r\n" QUERY "\r\n" LAST_CHUNK, 431);
    expect_status_of(CHUNKED "d\r\n" QUERY "\r\n0\r\n", "X: y\r\n", 1000, "\r\n", 431);
}

/* ---- in time ---- */

Test(strict, an_expectation_is_met_before_the_body_comes)
{
    static const char head[] = POST "Expect: 100-continue\r\nContent-Length: 13\r\n\r\n";
    struct http_answer answer;
    int fd = http_connect(&fixture);

    tip_send(fd, head, sizeof head - 1);
    http_receive(fd, &answer, false);
    cr_expect_eq(answer.status, 100);
    http_answer_free(&answer);
    tip_send(fd, QUERY, sizeof QUERY - 1);
    http_receive(fd, &answer, false);
    cr_expect_eq(answer.status, 200);
    http_answer_free(&answer);
    close(fd);
}

Test(strict, an_expectation_waits_for_the_replies_before_it)
{
    static const char requests[] = "GET /search?q=scam HTTP/1.1\r\n" HOST "\r\n" POST
                                   "Expect: 100-continue\r\nContent-Length: 13\r\n\r\n";
    static const unsigned statuses[] = {200, 100, 200};
    struct http_answer answer;
    int fd = http_connect(&fixture);

    tip_send(fd, requests, sizeof requests - 1);
    for (int i = 0; i < 3; i++) {
        http_receive(fd, &answer, false);
        cr_expect_eq(answer.status, statuses[i], "reply %d: %u", i, answer.status);
        http_answer_free(&answer);
        if (i == 1)
            tip_send(fd, QUERY, sizeof QUERY - 1);
    }
    close(fd);
}

Test(strict, an_expectation_that_cannot_be_met_gets_its_error_first)
{
    static const char head[] = POST "Expect: 100-continue\r\nContent-Length: 70000\r\n\r\n";
    struct http_answer answer;

    http_ask(&fixture, head, &answer);
    cr_expect_eq(answer.status, 413);
    http_answer_free(&answer);
}

Test(strict, pipelined_requests_are_answered_in_order)
{
    enum { COUNT = 300 };
    struct http_answer answer;
    int fd = http_connect(&fixture);
    char request[256];

    for (int i = 0; i < COUNT; i++) {
        snprintf(request, sizeof request,
                 i % 3 == 0   ? "GET /search?q=scam%d&limit=0 HTTP/1.1\r\n" HOST "\r\n"
                 : i % 3 == 1 ? "GET /suggest?q=no%d&q=twice HTTP/1.1\r\n" HOST "\r\n"
                              : "GET /nothing%d HTTP/1.1\r\n" HOST "\r\n",
                 i);
        tip_send(fd, request, strlen(request));
    }
    for (int i = 0; i < COUNT; i++) {
        char part[32];

        http_receive(fd, &answer, false);
        snprintf(part, sizeof part, "\"text\":\"scam%d\"", i);
        cr_expect_eq(answer.status, i % 3 == 0 ? 200 : i % 3 == 1 ? 400 : 404);
        cr_expect(i % 3 != 0 || strstr(answer.body, part) != NULL, "%d: %s", i, answer.body);
        http_answer_free(&answer);
    }
    close(fd);
}

Test(strict, a_connection_has_a_thousand_requests)
{
    static const char request[] = GET HOST "\r\n";
    struct http_answer answer;
    int fd = http_connect(&fixture);

    for (int i = 1; i <= 1000; i++) {
        tip_send(fd, request, sizeof request - 1);
        http_receive(fd, &answer, false);
        cr_assert_eq(answer.status, 200);
        cr_expect_eq(http_field(&answer, "connection") != NULL, i == 1000, "request %d", i);
        http_answer_free(&answer);
    }
    cr_expect(http_has_ended(fd));
    close(fd);
}

static void start_impatient(void)
{
    http_start(&fixture, (const char *const[]){"--idle-s", "2", NULL});
}

TestSuite(impatient, .init = start_impatient, .fini = stop, .timeout = 120);

Test(impatient, a_request_that_does_not_end_is_given_up)
{
    static const char *const beginnings[] = {"G", GET "Hos", POST "Content-Length: 1300\r\n\r\n{",
                                             CHUNKED "fff\r\n{"};
    enum { COUNT = sizeof beginnings / sizeof beginnings[0], STEP_MS = 100, STEPS = 200 };
    struct pollfd fds[COUNT];

    for (int i = 0; i < COUNT; i++) {
        fds[i] = (struct pollfd){.fd = http_connect(&fixture), .events = POLLIN};
        tip_send(fds[i].fd, beginnings[i], strlen(beginnings[i]));
    }
    /* They go on dripping, which must not help. */
    for (int step = 0; step < STEPS && poll(fds, 1, STEP_MS) == 0; step++)
        for (int i = 0; i < COUNT; i++)
            (void)!send(fds[i].fd, "a", 1, MSG_NOSIGNAL);
    for (int i = 0; i < COUNT; i++) {
        struct http_answer answer;

        http_receive(fds[i].fd, &answer, false);
        cr_expect_eq(answer.status, 408, "%s: %u", beginnings[i], answer.status);
        http_answer_free(&answer);
        cr_expect(http_has_ended(fds[i].fd));
        close(fds[i].fd);
    }
}

Test(impatient, a_connection_without_a_request_ends)
{
    struct http_answer answer;
    int fd = http_connect(&fixture);

    http_receive(fd, &answer, false);
    cr_expect_eq(answer.status, 0, "%u", answer.status);
    http_answer_free(&answer);
    close(fd);
}
