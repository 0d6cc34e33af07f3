/* The job for OpenFn of client/examples/, run by node on a real server as its page says to:
 * openfn/adaptor.mjs stands for OpenFn's adaptor. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/string_builder.h"
#include "http_fixture.h"

static struct server_fixture fixture;
static char *address;

static void start(void)
{
    static const struct {
        const char *name, *token, *rate;
    } askers[] = {{"cases", "open sesame", "1000"}, {"slow", "slow", "1"}};
    char *folder = tip_test_folder(), *path = tip_test_path(folder, "tokens");
    char text[512] = "", hash[TIP_DIGEST_HEX_SIZE];

    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(text);

        cr_assert_eq(tip_digest_bytes(hash, askers[i].token, strlen(askers[i].token), NULL),
                     TIP_OK);
        snprintf(text + length, sizeof text - length, "%s\t%s\t%s\t*\n", askers[i].name, hash,
                 askers[i].rate);
    }
    tip_test_write(path, text, strlen(text));
    cr_assert_eq(chmod(path, 0600), 0);
    http_start(&fixture, (const char *const[]){"--tokens", path, NULL});
    address = http_address(&fixture);
    free(path);
    tip_test_folder_remove(folder);
}

static void stop(void)
{
    free(address);
    server_fixture_stop(&fixture);
}

TestSuite(openfn, .init = start, .fini = stop, .timeout = 110);

/* Without node the test is skipped; where it runs for good it must be there. */
static bool has_node(void)
{
    static const char *const places[] = {"/usr/bin/node", "/usr/local/bin/node"};

    for (size_t i = 0; i < 2; i++)
        if (access(places[i], X_OK) == 0)
            return true;
    cr_assert_null(getenv("CI"), "node is not installed");
    fprintf(stderr, "skipped: node is not installed\n");
    return false;
}

/* Runs the job with such data, an object in JSON. */
static void run_job_text(struct tip_run *run, const char *server, const char *token,
                         const char *data)
{
    char *runner = tip_test_path(getenv("TIP_SOURCE"), "client/examples/openfn/run.mjs");
    char *adaptor = tip_test_path(getenv("TIP_SOURCE"), "tests/integration/openfn/adaptor.mjs");
    struct tip_string input = {0};

    tip_string_printf(
        &input, "{\"configuration\":{\"baseUrl\":\"%s\",\"access_token\":\"%s\"},\"data\":%s}",
        server, token, data);
    cr_assert_not(input.failed);
    tip_test_run(
        run, input.data, input.length,
        (const char *const[]){"/usr/bin/env", "node", "--no-warnings", runner, adaptor, NULL});
    tip_string_free(&input);
    free(adaptor);
    free(runner);
}

/* The same of data that is taken. */
static void run_job(struct tip_run *run, const char *server, const char *token, json_t *data)
{
    char *text = json_dumps(data, 0);

    run_job_text(run, server, token, text);
    json_decref(data);
    free(text);
}

static json_t *note_of(const char *note)
{
    return json_pack("{s:s,s:s}", "case", "K-17", "note", note);
}

Test(openfn, a_note_becomes_citations)
{
    static const char note[] = "He went to sea on a fishing vessel and never saw a port; the fees "
                               "that his recruiter lent him had become a debt.";
    struct tip_run run;
    json_t *state, *data, *first;
    char url[256];

    if (!has_node())
        return;
    run_job(&run, address, "open sesame", note_of(note));
    cr_assert_eq(run.status, 0, "%s", run.err);
    cr_expect_null(strstr(run.out, "He went"), "the note is still there: %s", run.out);
    cr_expect_str_eq(run.err, "");
    state = json_loads(run.out, 0, NULL);
    data = json_object_get(state, "data");
    cr_expect_str_eq(json_string_value(json_object_get(data, "case")), "K-17");
    first = json_array_get(json_object_get(data, "citations"), 0);
    cr_assert_not_null(first, "%s", run.out);
    cr_expect_str_eq(json_string_value(json_object_get(first, "id")), "ba46338155b33f9c");
    snprintf(url, sizeof url, "%s/read/ba46338155b33f9c", address);
    cr_expect_str_eq(json_string_value(json_object_get(first, "url")), url);
    cr_expect_gt(json_number_value(json_object_get(first, "score")), 0);
    cr_expect_not_null(
        strstr(json_string_value(json_object_get(first, "citation")), "“Forced Labor at Sea”"));
    json_decref(state);
    tip_run_free(&run);
}

/* What fails says why, with the server's words, and nothing of the note. */
static void expect_failure(const char *server, const char *token, json_t *data, const char *part)
{
    struct tip_run run;

    run_job(&run, server, token, data);
    cr_expect_eq(run.status, 1, "%s: %d", part, run.status);
    cr_expect_not_null(strstr(run.err, part), "no “%s” in: %s", part, run.err);
    cr_expect_null(strstr(run.err, "recruiter"), "the note is told: %s", run.err);
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
}

Test(openfn, what_is_refused_fails_the_step)
{
    static const char note[] = "Her recruiter kept her passport.";
    char *longer;

    if (!has_node())
        return;
    expect_failure(address, "guessed", note_of(note), "401 unauthorized");
    expect_failure(address, "open sesame", note_of(" \n"), "state.data.note holds no text");
    expect_failure(address, "open sesame", json_pack("{s:i}", "note", 7), "holds no text");
    longer = calloc(1, 32768 + 2);
    memset(longer, 'a', 32768 + 1);
    memcpy(longer, "recruiter ", 10);
    expect_failure(address, "open sesame", note_of(longer),
                   "413 too_long: like has 32769 bytes; at most 32768 are allowed: send the part "
                   "that tells what happened");
    free(longer);
}

/* The name of no other host may get the note, however it is written: none of these leads anywhere.
 */
static const struct {
    const char *address, *part;
} addresses[] = {
    {"", "is missing"},
    {"http://cases.invalid", "unencrypted"},
    {"http://localhost.cases.invalid", "unencrypted"},
    {"http://127.0.0.1.cases.invalid", "unencrypted"},
    {"http://127.0.0.1@cases.invalid", "has an @"},
    {"http://localhost:x@cases.invalid", "has an @"},
    {"https://user:word@cases.invalid", "has an @"},
    {"http://localhost/../cases.invalid", "is no address"},
    {"http://localhost\\\\.cases.invalid", "is no address"},
    {"http://localhost#.cases.invalid", "is no address"},
    {"http://localhost:80:80", "is no address"},
    {"https://cases.invalid/?to=", "is no address"},
    {"ftp://localhost", "is no address"},
    {" http://localhost", "is no address"},
    /* Those that are right are asked. */
    {"http://localhost:1", "fetch failed"},
    {"HTTP://LocalHost:1/", "fetch failed"},
    {"http://127.1.2.3:1/search/v1", "fetch failed"},
    {"http://[::1]:1", "fetch failed"},
    {"HTTPS://127.0.0.1:1", "fetch failed"},
    {"https://cases.invalid", "fetch failed"},
};

Test(openfn, the_note_goes_to_no_address_but_a_safe_one)
{
    if (!has_node())
        return;
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
        expect_failure(addresses[i].address, "open sesame",
                       note_of("Her recruiter kept her passport."), addresses[i].part);
}

/* JSON of other programs may hold half of a character; jansson writes none. */
Test(openfn, a_note_that_was_cut_within_a_character_is_asked)
{
    static const char note[] =
        "{\"note\":\"Family at a \\ud83d brick kiln; the debt grew \\ude00\"}";
    struct tip_run run;

    if (!has_node())
        return;
    run_job_text(&run, address, "open sesame", note);
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_not_null(strstr(run.out, "citation"), "%s", run.out);
    tip_run_free(&run);
}

/* Asks as somebody who may ask once a second, until that is too often. */
static void ask_too_often(void)
{
    static const char fields[] = "Authorization: Bearer slow\r\nContent-Type: application/json\r\n";
    unsigned status = 0;

    while (status != 429) {
        struct http_answer answer;

        http_request(&fixture, "POST", "/similar", fields, "{\"like\":\"debt\"}", &answer);
        status = answer.status;
        http_answer_free(&answer);
    }
}

/* Where node takes longer to start than the server is busy, that is tried again. */
Test(openfn, a_busy_server_says_when_to_come_again)
{
    struct tip_run run = {0};

    if (!has_node())
        return;
    for (int i = 0; i < 20 && run.status == 0; i++) {
        tip_run_free(&run);
        ask_too_often();
        run_job(&run, address, "slow", note_of("Her recruiter kept her passport."));
    }
    cr_expect_eq(run.status, 1);
    cr_expect_not_null(strstr(run.err, "429 busy"), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "try again in 1 s"), "%s", run.err);
    tip_run_free(&run);
}

Test(openfn, a_server_that_is_gone_fails_the_step)
{
    if (!has_node())
        return;
    tip_daemon_stop(&fixture.daemon);
    expect_failure(address, "open sesame", note_of("Her recruiter kept her passport."), "failed");
}
