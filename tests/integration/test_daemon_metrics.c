/* /metrics of a daemon that was asked things: its figures, the rules, and who may see them. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "http_fixture.h"
#include "unit/metrics_rules.h"

enum { LONG_LINE = 70000 };

static struct server_fixture fixture;

static void tear_down(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(metrics, .fini = tear_down, .timeout = 60);

/* The exposition, for free(3), which keeps the rules. */
static char *ask_metrics(void)
{
    struct http_answer answer;
    struct metrics_verdict verdict;
    char *text;

    http_request(&fixture, "GET", "/metrics", "", NULL, &answer);
    cr_assert_eq(answer.status, 200);
    cr_expect_str_eq(http_field(&answer, "content-type"),
                     "text/plain; version=0.0.4; charset=utf-8");
    metrics_judge(&verdict, answer.body);
    cr_expect_str_eq(verdict.fault, "");
    text = strdup(answer.body);
    http_answer_free(&answer);
    return text;
}

static void expect_line(const char *text, const char *line)
{
    char wanted[256];

    snprintf(wanted, sizeof wanted, "\n%s\n", line);
    cr_expect_not_null(strstr(text, wanted), "no line “%s” in %s", line, text);
}

Test(metrics, what_was_asked_is_counted)
{
    static const char *const expected[] = {
        "tipsearch_requests_total{command=\"search\",outcome=\"ok\"} 2",
        "tipsearch_requests_total{command=\"search\",outcome=\"bad_query\"} 1",
        "tipsearch_requests_total{command=\"get\",outcome=\"unknown_id\"} 1",
        "tipsearch_requests_total{command=\"none\",outcome=\"bad_request\"} 1",
        "tipsearch_requests_total{command=\"none\",outcome=\"too_long\"} 1",
        "tipsearch_refused_total{reason=\"too_long\"} 1",
        "tipsearch_connections{protocol=\"line\"} 1",
        "tipsearch_connections{protocol=\"http\"} 1",
        "tipsearch_query_duration_seconds_count 4",
        "tipsearch_queue_depth 0",
        "tipsearch_workers 2",
        "tipsearch_index_generation 1",
        "tipsearch_index_passages 2",
        "tipsearch_reloads_total{what=\"knowledge\",outcome=\"done\"} 0",
    };
    char *text, *line = malloc(LONG_LINE);
    int fd;

    http_start(&fixture, (const char *const[]){"--workers", "2", NULL});
    fd = tip_daemon_connect(&fixture.daemon);
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    server_expect(fd, "SEARCH zebra", "\"total\":0,");
    server_expect(fd, "SEARCH year:x", "bad_query");
    server_expect(fd, "GET 0123456789abcdef", "unknown_id");
    server_expect(fd, "FROB", "bad_request");
    memset(line, 'x', LONG_LINE - 1);
    line[LONG_LINE - 1] = '\0';
    server_expect(fd, line, "too_long");
    text = ask_metrics();
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        expect_line(text, expected[i]);
    cr_expect_null(strstr(text, "zebra"));
    cr_expect_null(strstr(text, "process_start_time_seconds 0\n"));
    free(text);
    free(line);
    close(fd);
}

Test(metrics, a_swap_is_counted)
{
    char *text;

    http_start(&fixture, NULL);
    server_fixture_rebuild(&fixture);
    server_await_stats(&fixture, "\"generation\":2,");
    text = ask_metrics();
    expect_line(text, "tipsearch_reloads_total{what=\"index\",outcome=\"done\"} 1");
    expect_line(text, "tipsearch_index_generation 2");
    free(text);
}

/* The status of /metrics to one who sends this field. */
static unsigned status_for(const char *field)
{
    struct http_answer answer;
    unsigned status;

    http_request(&fixture, "GET", "/metrics", field, NULL, &answer);
    status = answer.status;
    http_answer_free(&answer);
    return status;
}

static void write_tokens(const char *path)
{
    static const struct {
        const char *token, *reports;
    } lines[] = {{"everything", "*"}, {"little", "another-report"}};
    char text[512];
    size_t length = 0;

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char hash[TIP_DIGEST_HEX_SIZE];

        cr_assert_eq(tip_digest_bytes(hash, lines[i].token, strlen(lines[i].token), NULL), TIP_OK);
        length += (size_t)snprintf(text + length, sizeof text - length, "%s\t%s\t1000\t%s\n",
                                   lines[i].token, hash, lines[i].reports);
    }
    tip_test_write(path, text, length);
    cr_assert_eq(chmod(path, 0600), 0);
}

Test(metrics, only_who_sees_everything_sees_them)
{
    char *folder = tip_test_folder(), *tokens = tip_test_path(folder, "tokens");

    write_tokens(tokens);
    http_start(&fixture, (const char *const[]){"--tokens", tokens, NULL});
    cr_expect_eq(status_for(""), 401);
    cr_expect_eq(status_for("Authorization: Bearer little\r\n"), 403);
    cr_expect_eq(status_for("Authorization: Bearer everything\r\n"), 200);
    free(tokens);
    tip_test_folder_remove(folder);
}
