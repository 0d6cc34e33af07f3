/* The rules of the line protocol, each on the real daemon. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "protocol/limits.h"
#include "server_fixture.h"

static struct server_fixture fixture;
static int fd;

static void start(void)
{
    server_fixture_start(&fixture, "linger_s = 1\n");
    fd = tip_daemon_connect(&fixture.daemon);
}

static void stop(void)
{
    close(fd);
    server_fixture_stop(&fixture);
}

TestSuite(protocol, .init = start, .fini = stop, .timeout = 60);

static void send_text(const char *text)
{
    tip_send(fd, text, strlen(text));
}

Test(protocol, a_line_ends_at_lf_and_one_cr_before_it_is_dropped)
{
    send_text("PING\r\nPING\nPI");
    server_expect_reply(fd, "{\"pong\":true}");
    server_expect_reply(fd, "{\"pong\":true}");
    send_text("NG\n");
    server_expect_reply(fd, "{\"pong\":true}");
    server_expect(fd, "PING\r\r", "bad_request");
    server_expect(fd, "@a PING\x0b", "\"tag\":\"a\",\"error\"");
}

Test(protocol, every_line_gets_one_reply_whatever_it_is)
{
    static const char odd[] = "\n   \n\0\n\xff\xfe\n{\n\"\n@\nPING\n";

    tip_send(fd, odd, sizeof odd - 1);
    for (int i = 0; i < 7; i++)
        server_expect_reply(fd, "{\"error\":{\"code\":\"bad_request\"");
    server_expect_reply(fd, "pong");
}

Test(protocol, both_forms_give_the_same_hits)
{
    static const char *const forms[] = {"SEARCH \"cyber scam\" LIMIT 1 TEXT",
                                        "{\"cmd\":\"search\",\"query\":\"cyber scam\",\"limit\":1,"
                                        "\"text\":true}"};

    for (int i = 0; i < 2; i++) {
        char *reply = tip_ask(fd, forms[i]);

        cr_assert_not_null(strstr(reply, "\"total\":1,\"total_is\":\"exact\""), "%s", reply);
        cr_assert_not_null(strstr(reply, "Human Trafficking and Cyber Scam Operations"));
        cr_assert_not_null(strstr(reply, "\"text\":\"Traffickers hold workers"));
        free(reply);
    }
}

Test(protocol, an_unquoted_query_of_two_words_is_told_to_quote)
{
    server_expect(fd, "SEARCH cyber scam", "SEARCH \\\"cyber scam\\\"");
}

Test(protocol, a_tag_comes_first_in_every_reply)
{
    server_expect(fd, "@a1 SEARCH scam", "{\"tag\":\"a1\",\"query\"");
    server_expect(fd, "@a2 FROB", "{\"tag\":\"a2\",\"error\"");
    server_expect(fd, "{\"tag\":\"a3\",\"cmd\":", "{\"tag\":\"a3\",\"error\"");
    server_expect(fd, "@a4 GET 0000000000000000",
                  "{\"tag\":\"a4\",\"error\":{\"code\":\"unknown_id");
}

Test(protocol, an_empty_query_is_a_bad_query)
{
    server_expect(fd, "SEARCH \"\"", "\"code\":\"bad_query\"");
    server_expect(fd, "SEARCH *", "\"total\":2");
}

/* Sends `length` bytes and LF. */
static void send_line_of(size_t length)
{
    char *line = malloc(length + 1);

    cr_assert_not_null(line);
    memset(line, 'x', length);
    memcpy(line, "@long ", 6);
    line[length] = '\n';
    tip_send(fd, line, length + 1);
    free(line);
}

Test(protocol, a_line_of_65536_bytes_is_read_and_one_more_is_too_long)
{
    send_line_of(TIP_LIMIT_LINE - 1);
    server_expect_reply(fd, "{\"tag\":\"long\",\"error\":{\"code\":\"bad_request\"");
    send_line_of(TIP_LIMIT_LINE);
    server_expect_reply(fd, "{\"tag\":\"long\",\"error\":{\"code\":\"too_long\"");
    server_expect(fd, "PING", "pong");
}

Test(protocol, a_long_line_is_refused_at_once_and_skipped_through_its_lf)
{
    char *bytes = calloc(1, 200000);

    memset(bytes, 'y', 200000);
    tip_send(fd, bytes, 70000);
    server_expect_reply(fd, "too_long"); /* before its LF */
    tip_send(fd, bytes, 200000);
    send_text("\nPING\n");
    server_expect_reply(fd, "pong");
    free(bytes);
}

Test(protocol, any_amount_may_be_pipelined_and_comes_back_in_order)
{
    enum { COUNT = 2000 };
    struct {
        char text[32];
    } line;

    for (int i = 0; i < COUNT; i++) {
        snprintf(line.text, sizeof line.text, i % 3 == 0 ? "@%d PING\n" : "@%d SEARCH scam\n", i);
        send_text(line.text);
        if (i < 100)
            continue;
        snprintf(line.text, sizeof line.text, "{\"tag\":\"%d\",", i - 100);
        server_expect_reply(fd, line.text);
    }
}

Test(protocol, quit_answers_and_closes_and_nothing_after_it_runs)
{
    send_text("SEARCH scam\nQUIT\nPING\n");
    server_expect_reply(fd, "\"total\":1");
    server_expect_reply(fd, "{\"bye\":true}");
    server_expect_end(fd);
}

Test(protocol, a_half_closed_client_gets_every_reply)
{
    send_text("SEARCH scam\nSTATS\nPING\nPING without an end");
    cr_assert_eq(shutdown(fd, SHUT_WR), 0);
    server_expect_reply(fd, "\"total\":1");
    server_expect_reply(fd, "\"made_by\"");
    server_expect_reply(fd, "pong");
    server_expect_end(fd);
}

Test(protocol, the_third_failed_auth_closes)
{
    send_text("AUTH a\nSEARCH scam\n@b AUTH b\nPING\n{\"cmd\":\"auth\",\"token\":\"c\"}\nPING\n");
    server_expect_reply(fd, "\"code\":\"unauthorized\"");
    server_expect_reply(fd, "\"total\":1");
    server_expect_reply(fd, "{\"tag\":\"b\",\"error\":{\"code\":\"unauthorized\"");
    server_expect_reply(fd, "pong");
    server_expect_reply(fd, "\"code\":\"unauthorized\"");
    server_expect_end(fd);
}

Test(protocol, http_on_a_unix_socket_is_a_bad_request_and_no_more)
{
    send_text("GET /search HTTP/1.1\r\nHost: localhost\r\n\r\nPING\r\n");
    for (int i = 0; i < 3; i++)
        server_expect_reply(fd, "bad_request");
    server_expect_reply(fd, "pong");
}

Test(protocol, get_shows_a_hit_of_a_search)
{
    char *reply = tip_ask(fd, "SEARCH fishing");
    const char *id = strstr(reply, "\"id\":\"");
    char line[64];

    cr_assert_not_null(id);
    snprintf(line, sizeof line, "GET %.16s CONTEXT 1", id + 6);
    free(reply);
    reply = tip_ask(fd, line);
    cr_assert_not_null(strstr(reply, "\"passage\":{\"id\":\""), "%s", reply);
    cr_assert_not_null(strstr(reply, "\"text\":\"Fishing vessels"), "%s", reply);
    cr_assert_not_null(strstr(reply, "\"before\":[{\"id\":\""), "%s", reply);
    cr_assert_not_null(strstr(reply, "\"after\":[]}"), "%s", reply);
    free(reply);
}
