/* Tokens: who may ask what, and how often, on the real daemon. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/string_builder.h"
#include "protocol/limits.h"
#include "server_fixture.h"

static struct server_fixture fixture;
static char *tokens;
static int fd;

/* Adds a line for a token. */
static void add_token(struct tip_string *text, const char *name, const char *token,
                      const char *rate, const char *reports)
{
    char hash[TIP_DIGEST_HEX_SIZE];

    cr_assert_eq(tip_digest_bytes(hash, token, strlen(token), NULL), TIP_OK);
    tip_string_printf(text, "%s\t%s\t%s\t%s\n", name, hash, rate, reports);
}

static void write_tokens(struct tip_string *text)
{
    tip_test_write(tokens, text->data, text->length);
    tip_string_free(text);
}

static void start(void)
{
    struct tip_string text = {0};

    server_fixture_build(&fixture);
    tokens = tip_test_path(fixture.folder, "tokens");
    tip_string_append_text(&text, "# name\tSHA-256\trequests a second\treports\n\n");
    add_token(&text, "everything", "open sesame", "1000", "*");
    add_token(&text, "little", "little", "1000", "another-report");
    add_token(&text, "slow", "slow", "2", "*");
    write_tokens(&text);
    cr_assert_eq(chmod(tokens, 0600), 0);
    tip_daemon_start(&fixture.daemon, fixture.index,
                     (const char *const[]){"--tokens", tokens, NULL});
    fd = tip_daemon_connect(&fixture.daemon);
}

static void stop(void)
{
    close(fd);
    server_fixture_stop(&fixture);
    free(tokens);
}

TestSuite(tokens, .init = start, .fini = stop, .timeout = 60);

static void send_text(const char *text)
{
    tip_send(fd, text, strlen(text));
}

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void reload(const char *log)
{
    cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
    server_await_log(&fixture, log);
}

Test(tokens, who_is_not_known_may_only_talk_small)
{
    static const char *const refused[] = {"SEARCH scam",
                                          "EXPLAIN scam",
                                          "GET 0000000000000000",
                                          "SIMILAR 0000000000000000",
                                          "SUGGEST deb",
                                          "STATS",
                                          "PATTERNS",
                                          "{\"cmd\":\"similar\",\"like\":\"debt\"}"};
    static const struct {
        const char *line, *part;
    } allowed[] = {{"PING", "{\"pong\":true}"},
                   {"VERSION", "\"protocol\":1"},
                   {"HELP", "\"commands\""},
                   {"FROB", "\"code\":\"bad_request\""},
                   {"QUIT", "{\"bye\":true}"}};

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        server_expect(fd, refused[i],
                      "{\"error\":{\"code\":\"unauthorized\",\"message\":\"say who asks: send AUTH "
                      "<token> on this connection first\"}}");
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
        server_expect(fd, allowed[i].line, allowed[i].part);
}

Test(tokens, a_token_opens_what_its_line_says)
{
    server_expect(fd, "@a AUTH \"open sesame\"",
                  "{\"tag\":\"a\",\"auth\":{\"name\":\"everything\",\"requests_a_second\":1000}}");
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    server_expect(fd, "{\"cmd\":\"auth\",\"token\":\"little\"}", "\"name\":\"little\"");
    server_expect(fd, "SEARCH scam", "\"total\":0,");
    server_expect(fd, "STATS", "\"report_count\":0,");
}

Test(tokens, each_request_runs_as_who_the_connection_was_at_its_place)
{
    send_text("SEARCH scam\nAUTH \"open sesame\"\nSEARCH scam\nSEARCH fishing\nAUTH little\n"
              "SEARCH scam\nAUTH \"open sesame\"\nSEARCH scam\nAUTH wrong\nSEARCH scam\nPING\n");
    server_expect_reply(fd, "\"code\":\"unauthorized\"");
    server_expect_reply(fd, "\"name\":\"everything\"");
    server_expect_reply(fd, "\"total\":1,");
    server_expect_reply(fd, "\"total\":1,");
    server_expect_reply(fd, "\"name\":\"little\"");
    server_expect_reply(fd, "\"total\":0,");
    server_expect_reply(fd, "\"name\":\"everything\"");
    server_expect_reply(fd, "\"total\":1,");
    server_expect_reply(fd, "{\"error\":{\"code\":\"unauthorized\",\"message\":\"this token is not "
                            "known: ask who runs the server for one\"}}");
    server_expect_reply(fd, "{\"error\":{\"code\":\"unauthorized\",\"message\":\"say who asks");
    server_expect_reply(fd, "pong");
}

Test(tokens, an_auth_that_cannot_be_read_fails_too)
{
    server_expect(fd, "AUTH \"open sesame\"", "\"auth\"");
    server_expect(fd, "AUTH open sesame", "\"code\":\"bad_request\"");
    server_expect(fd, "SEARCH scam", "\"code\":\"unauthorized\"");
    server_expect(fd, "{\"cmd\":\"auth\",\"token\":7}", "\"code\":\"bad_request\"");
    server_expect(fd, "PING", "pong");
    server_expect(fd, "AUTH", "\"code\":\"bad_request\"");
    server_expect_end(fd);
}

Test(tokens, the_third_failure_answers_and_closes)
{
    send_text("AUTH a\nAUTH \"open sesame\"\nAUTH b\nPING\nAUTH c\nPING\nSEARCH scam\n");
    server_expect_reply(fd, "unauthorized");
    server_expect_reply(fd, "\"auth\"");
    server_expect_reply(fd, "unauthorized");
    server_expect_reply(fd, "pong");
    server_expect_reply(fd, "unauthorized");
    server_expect_end(fd);
    server_await_log(&fixture, "3 times AUTH failed");
}

/* Sends `count` searches at once; how many of the replies are no `busy`. */
static unsigned ask_often(int socket, unsigned count)
{
    unsigned answered = 0;

    for (unsigned i = 0; i < count; i++)
        tip_send(socket, "SEARCH scam LIMIT 0\n", strlen("SEARCH scam LIMIT 0\n"));
    for (unsigned i = 0; i < count; i++) {
        char *reply = tip_receive_line(socket);

        cr_assert_not_null(reply);
        if (strstr(reply, "\"total\":1,") != NULL)
            answered++;
        else
            cr_assert_not_null(
                strstr(reply, "{\"error\":{\"code\":\"busy\",\"message\":\"the token may ask 2 "
                              "times a second: wait, or ask who runs the server for more\","
                              "\"retry_after_ms\":"),
                "%s", reply);
        free(reply);
    }
    return answered;
}

/* Two a second, and two at once at first, however many ask by it. */
Test(tokens, over_its_rate_a_token_is_busy_on_whatever_connection)
{
    enum { CONNECTIONS = 4, REQUESTS = 30 };

    int64_t started_ns = now_ns();
    unsigned answered = 0, allowed;

    for (int i = 0; i < CONNECTIONS; i++) {
        int other = tip_daemon_connect(&fixture.daemon);

        server_expect(other, "AUTH slow", "\"requests_a_second\":2");
        answered += ask_often(other, REQUESTS);
        server_expect(other, "PING", "pong");
        server_expect(other, "FROB", "bad_request");
        server_expect(other, "AUTH little", "\"name\":\"little\"");
        server_expect(other, "SEARCH scam", "\"total\":0,");
        close(other);
    }
    allowed = 3 + (unsigned)((now_ns() - started_ns) / 500000000);
    cr_expect(answered >= 2 && answered <= allowed, "%u answered, %u allowed", answered, allowed);
}

/* What is told to wait may ask when it has. */
Test(tokens, who_waits_as_told_is_answered)
{
    server_expect(fd, "AUTH slow", "\"auth\"");
    for (int answered = 0; answered < 4;) {
        char *reply = tip_ask(fd, "SEARCH scam");
        const char *wait = strstr(reply, "\"retry_after_ms\":");

        if (wait == NULL) {
            cr_assert_not_null(strstr(reply, "\"total\":1,"), "%s", reply);
            answered++;
        } else {
            long wait_ms = strtol(wait + strlen("\"retry_after_ms\":"), NULL, 10);

            cr_assert(wait_ms >= 1 && wait_ms <= 500, "%s", reply);
            usleep((useconds_t)wait_ms * 1000);
            free(reply);
            reply = tip_ask(fd, "SEARCH scam");
            cr_assert_not_null(strstr(reply, "\"total\":1,"), "told to wait %ld ms: %s", wait_ms,
                               reply);
            answered++;
        }
        free(reply);
    }
}

Test(tokens, a_hidden_id_and_an_absent_one_are_the_same)
{
    char *reply, *hidden, *absent;
    const char *id;
    char line[64];

    server_expect(fd, "AUTH \"open sesame\"", "\"auth\"");
    reply = tip_ask(fd, "SEARCH scam");
    id = strstr(reply, "\"id\":\"");
    cr_assert_not_null(id, "%s", reply);
    snprintf(line, sizeof line, "GET %.16s", id + strlen("\"id\":\""));
    server_expect(fd, line, "\"passage\"");
    server_expect(fd, "AUTH little", "\"auth\"");
    hidden = tip_ask(fd, line);
    absent = tip_ask(fd, "GET 0123456789abcdef");
    /* The id that was asked for is all that differs. */
    cr_assert_eq(strlen(hidden), strlen(absent));
    memcpy(strstr(hidden, line + 4), "0123456789abcdef", 16);
    cr_assert_str_eq(hidden, absent);
    free(reply);
    free(hidden);
    free(absent);
}

Test(tokens, after_sighup_a_token_is_what_the_file_says_now)
{
    struct tip_string text = {0};
    int removed = tip_daemon_connect(&fixture.daemon);
    int narrowed = tip_daemon_connect(&fixture.daemon);

    server_expect(fd, "AUTH little", "\"auth\"");
    server_expect(fd, "SEARCH scam", "\"total\":0,");
    server_expect(narrowed, "AUTH \"open sesame\"", "\"auth\"");
    server_expect(narrowed, "SEARCH scam", "\"total\":1,");
    server_expect(removed, "AUTH slow", "\"auth\"");
    add_token(&text, "everything", "open sesame", "1000", "another-report");
    add_token(&text, "little", "little", "1000", "another-report,tip-2023");
    write_tokens(&text);
    reload("new tokens: 2");
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    server_expect(narrowed, "SEARCH scam", "\"total\":0,");
    server_expect(removed, "SEARCH scam", "\"code\":\"unauthorized\"");
    server_expect(removed, "AUTH slow", "\"code\":\"unauthorized\"");
    server_expect(removed, "AUTH little", "\"auth\"");
    server_expect(removed, "SEARCH scam", "\"total\":1,");
    close(removed);
    close(narrowed);
}

Test(tokens, a_bad_line_is_named_and_the_old_tokens_stay)
{
    struct tip_string text = {0};

    server_expect(fd, "AUTH \"open sesame\"", "\"auth\"");
    add_token(&text, "new", "new", "1000", "*");
    tip_string_append_text(&text, "somebody\tsecret\t1\t*\n");
    write_tokens(&text);
    reload("the tokens stay as they were: ");
    server_await_log(&fixture, "tokens:2: the second field is no SHA-256");
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    server_expect(fd, "AUTH new", "unauthorized");
    cr_assert_eq(unlink(tokens), 0);
    cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
    server_await_log(&fixture, "No such file");
    server_expect(fd, "AUTH slow", "\"auth\"");
}

Test(tokens, a_file_that_others_can_read_is_warned_of)
{
    cr_assert_eq(chmod(tokens, 0604), 0);
    reload("every user of this machine can read or change the tokens: chmod o-rw it");
}

Test(tokens, a_bad_file_at_the_start_ends_it)
{
    static const struct {
        const char *text, *message;
    } bad[] = {{"a b c\n", "tokens:1: a line has four fields"}, {NULL, "No such file"}};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char *path = tip_test_path(fixture.folder, "sock");
        char address[256];
        struct tip_run run;

        snprintf(address, sizeof address, "unix:%s", path);
        if (bad[i].text != NULL)
            tip_test_write(tokens, bad[i].text, strlen(bad[i].text));
        else
            cr_assert_eq(unlink(tokens), 0);
        TIP_RUN(&run, "tipsearchd", "-f", "-i", fixture.index, "-l", address, "--tokens", tokens);
        cr_expect_eq(run.status, 2);
        cr_expect_not_null(strstr(run.err, bad[i].message), "%s", run.err);
        tip_run_free(&run);
        free(path);
    }
}
