/* tipsearch --batch: a file of queries, each answered as a single search is, whatever else is in
 * the file. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/harness.h"
#include "integration/index_fixture.h"
#include "unit/fake_server.h"

static const char REPORT[] =
    "# Field notes\n\n## Kilns\n\nWorkers in brick kilns owe debts to the owner, and children "
    "carry bricks.\n\n"
    "## Boats\n\nCrews of fishing boats are not paid, and the captain keeps their passports.\n\n"
    "## Sums\n\n=SUM(A1:A9) is what the ledger of one recruiter said of debts.\n";

enum { LINES = 50, MANY = 3000 };

/* Of the token in rate_of_a_token: printf %s 'a token of the tests' | sha256sum */
#define TOKEN_SHA256 "864c519db7f7a71adf8cd1ad238d9c3fc57e7e1f9fd6463afe1bd39e5617489f"

static struct index_fixture fixture;
static struct tip_daemon daemon_;
static char address[256];
static bool is_running;

static void start_daemon(void)
{
    tip_daemon_start(&daemon_, fixture.index, NULL);
    is_running = true;
}

static void stop_daemon(void)
{
    if (is_running)
        tip_daemon_stop(&daemon_);
    is_running = false;
}

static void start(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "kilns.md", REPORT);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    start_daemon();
    snprintf(address, sizeof address, "unix:%s", daemon_.socket);
}

static void stop(void)
{
    stop_daemon();
    index_fixture_free(&fixture);
}

TestSuite(batch, .init = start, .fini = stop, .timeout = 120);

/* Asks what stands in `text`, with further arguments. */
#define ASK(run, text, ...)                                                                        \
    tip_test_run(                                                                                  \
        run, text, strlen(text),                                                                   \
        (const char *const[]){"tipsearch", "-s", address, "--batch", "-", __VA_ARGS__, NULL})

static const char *text_of(const json_t *row, const char *key)
{
    const char *text = json_string_value(json_object_get(row, key));

    return text ? text : "(nothing)";
}

static long long number_of(const json_t *row, const char *key)
{
    const json_t *number = json_object_get(row, key);

    return json_is_integer(number) ? json_integer_value(number) : -1;
}

/* The lines of a text as objects. */
static json_t *read_lines(const char *text)
{
    json_t *rows = json_array();

    for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
        json_error_t error;
        json_t *row = json_loadb(text, (size_t)(end - text), 0, &error);

        cr_assert_not_null(row, "%s: %.200s", error.text, text);
        json_array_append_new(rows, row);
    }
    cr_assert_eq(*text, '\0', "a row without its end: %s", text);
    return rows;
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;

    while ((text = strstr(text, part))) {
        text += strlen(part);
        count++;
    }
    return count;
}

/* 47 of 50 lines are answered, each in its place; the three others are told with theirs. */
Test(batch, bad_lines_cost_nothing_but_themselves)
{
    char text[4096] = "";
    struct tip_run run;
    json_t *rows;
    size_t at = 0;

    for (int line = 1; line <= LINES; line++)
        strcat(text, line == 7    ? "kilns year:last\n"
                     : line == 20 ? "kilns \xff\xfe\n"
                     : line == 41 ? "kind:poem\n"
                     : line % 2   ? "kilns\n"
                                  : "passports\r\n");
    ASK(&run, text, "--format", "jsonl", "-n", "1");
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "tipsearch: standard input:7:12: year:"), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "tipsearch: standard input:20:7: the query is not valid "
                                       "UTF-8"),
                       "%s", run.err);
    cr_expect_not_null(strstr(run.err, "tipsearch: standard input:41:6: kind:"), "%s", run.err);
    cr_expect_eq(count_of(run.err, "\n"), 3, "%s", run.err);
    rows = read_lines(run.out);
    cr_assert_eq(json_array_size(rows), LINES - 3);
    for (int line = 1; line <= LINES; line++) {
        const json_t *row = json_array_get(rows, at);

        if (line == 7 || line == 20 || line == 41)
            continue;
        at++;
        cr_expect_eq(number_of(row, "line"), line);
        cr_expect_str_eq(text_of(row, "query"), line % 2 ? "kilns" : "passports");
        cr_expect_eq(number_of(row, "total"), 1);
    }
    json_decref(rows);
    tip_run_free(&run);
}

/* An option that the server refuses is no fault of a line: it is told once, and nothing else. */
Test(batch, refused_options_are_told_once)
{
    static const struct {
        const char *option, *value, *err;
    } CASES[] = {
        {"-n", "101", "tipsearch: limit takes a whole number from 0 to 100, not 101\n"},
        {"--offset", "1000000000", "tipsearch: offset takes a whole number from 0 to "},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[LINES * 8] = "";
        struct tip_run run;

        for (int line = 0; line < LINES; line++)
            strcat(text, line % 2 ? "kilns\n" : "boats\n");
        ASK(&run, text, CASES[i].option, CASES[i].value, "--format", "jsonl");
        cr_expect_eq(run.status, 2);
        cr_expect_str_empty(run.out);
        cr_expect_eq(strncmp(run.err, CASES[i].err, strlen(CASES[i].err)), 0, "%s", run.err);
        cr_expect_eq(count_of(run.err, "\n"), 1, "%s", run.err);
        tip_run_free(&run);
    }
}

Test(batch, lines_as_they_come)
{
    static const struct {
        const char *text, *lines; /* of the rows' queries */
        int status;
    } CASES[] = {
        {"", "", 1},
        {"\n\r\n  \n\t\n", "", 1},
        {"kilns", "1", 0},
        {"kilns\r\n", "1", 0},
        {"\xef\xbb\xbf"
         "kilns\n",
         "1", 0},
        {"\nkilns\n\nboats", "2 4", 0},
        {"#1\nqqqq\n", "1 2", 1},
        {"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\nkilns\n", "1 2", 0},
        {"kilns\rboats\r\rcaptain\r", "1 2 4", 0},
        {"\rkilns\r\nboats\n\rcaptain", "2 3 5", 0},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct tip_run run;
        char lines[64] = "";
        json_t *rows;

        ASK(&run, CASES[i].text, "--format", "jsonl");
        cr_expect_eq(run.status, CASES[i].status, "case %zu: %d %s", i, run.status, run.err);
        cr_expect_str_empty(run.err);
        rows = read_lines(run.out);
        for (size_t r = 0; r < json_array_size(rows); r++)
            snprintf(lines + strlen(lines), sizeof lines - strlen(lines), "%s%lld", r ? " " : "",
                     number_of(json_array_get(rows, r), "line"));
        cr_expect_str_eq(lines, CASES[i].lines, "case %zu", i);
        json_decref(rows);
        tip_run_free(&run);
    }
}

Test(batch, column_of_a_csv_file)
{
    static const struct {
        const char *text, *column, *expected, *err;
        int status;
    } CASES[] = {
        {"id,query\r\n1,kilns\r\n2,\"boats\"\r\n", "query", "2:kilns 3:boats", "", 0},
        {"1,kilns\n2,boats", "2", "1:kilns 2:boats", "", 0},
        {"\xef\xbb\xbfquery;note\nkilns;\"a;b\"\n", "query", "2:kilns", "", 0},
        {"Id, Query \n1,kilns\n", "query", "2:kilns", "", 0},
        {"note,query\n\"two\nlines\",kilns\n,\n,boats\n", "query", "2:kilns 5:boats", "", 0},
        {"query\n\"a \"\"brick kilns\"\"\"\n", "query", "2:a \"brick kilns\"", "", 0},
        {"id,query\n1\n2,kilns\n", "query", "3:kilns", ":2: there is no column 2 in this line", 2},
        {"query\n\"kilns\nboats\n", "query", "3:boats", ":2: a quote is opened and not closed", 2},
        {"id,query\n1,kilns\n", "case", "", "no column is named case", 2},
        {"id,query\r1,kilns\r\r2,boats\r", "query", "2:kilns 4:boats", "", 0},
        {"query\r\"\rkilns\r\n\"\rboats\n", "query", "2:\rkilns\r\n 5:boats", "", 0},
        {"1,kilns\r2,boats", "2", "1:kilns 2:boats", "", 0},
        {"2022,2023\nboats,kilns\n", "2023", "2:kilns", "", 0},
        {"\n\r\n \nid,query\n1,kilns\n", "query", "5:kilns", "", 0},
        {"id,\xc3\x89T\xc3\x89\n1,kilns\n", "\xc3\xa9t\xc3\xa9", "2:kilns", "", 0},
        {"\n1,kilns\n2,boats", "3", "", "there is no column 3 in the first line, which has 2", 2},
        {"1,kilns\n", "99999999999999999999", "", "no column 99999999999999999999 in", 2},
        {"1,\"boats\n2,kilns\n", "2", "2:kilns", ":1: a quote is opened and not closed", 2},
        {"1,kilns\n", "0", "", "columns are counted from 1", 2},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct tip_run run;
        char found[256] = "";
        json_t *rows;

        ASK(&run, CASES[i].text, "--column", CASES[i].column, "--format", "jsonl", "-n", "1");
        cr_expect_eq(run.status, CASES[i].status, "case %zu: %s", i, run.err);
        cr_expect_not_null(strstr(run.err, CASES[i].err), "case %zu: %s", i, run.err);
        cr_expect_eq(count_of(run.err, "\n"), CASES[i].err[0] ? 1 : 0, "case %zu: %s", i, run.err);
        rows = read_lines(run.out);
        for (size_t r = 0; r < json_array_size(rows); r++)
            snprintf(found + strlen(found), sizeof found - strlen(found), "%s%lld:%s", r ? " " : "",
                     number_of(json_array_get(rows, r), "line"),
                     text_of(json_array_get(rows, r), "query"));
        cr_expect_str_eq(found, CASES[i].expected, "case %zu", i);
        json_decref(rows);
        tip_run_free(&run);
    }
}

/* Each line is the rows of the single search, but for its number. */
Test(batch, rows_are_those_of_single_searches)
{
    static const char *const QUERIES[] = {"kilns",      "debts",      "\"fishing boats\" -visa",
                                          "traficking", "-passports", "bricks OR boats",
                                          "*",          "zzzz",       "kiln* kind:narrative"};
    static const char *const FORMS[] = {"csv", "jsonl"};

    for (size_t f = 0; f < sizeof FORMS / sizeof *FORMS; f++) {
        char text[1024] = "", *single = NULL;
        size_t length;
        FILE *out = open_memstream(&single, &length);
        struct tip_run run;

        for (size_t i = 0; i < sizeof QUERIES / sizeof *QUERIES; i++) {
            const char *rows;

            strcat(strcat(text, QUERIES[i]), "\n");
            TIP_RUN(&run, "tipsearch", "-s", address, "--format", FORMS[f], "--", QUERIES[i]);
            cr_assert_leq(run.status, 1, "%s", run.err);
            rows = f == 0 && i > 0 ? strchr(run.out, '\n') + 1 : run.out;
            for (const char *end; (end = strchr(rows, '\n')); rows = end + 1) {
                if (f == 0 && rows[0] != '1')
                    fprintf(out, "%.*s\n", (int)(end - rows), rows);
                else if (f == 0)
                    fprintf(out, "%zu%.*s\n", i + 1, (int)(end - rows - 1), rows + 1);
                else
                    fprintf(out, "{\"line\":%zu%.*s\n", i + 1, (int)(end - rows - 9), rows + 9);
            }
            tip_run_free(&run);
        }
        fclose(out);
        ASK(&run, text, "--format", FORMS[f]);
        cr_expect_eq(run.status, 0, "%s", run.err);
        cr_expect_str_eq(run.out, single);
        tip_run_free(&run);
        free(single);
    }
}

/* Python's reader of CSV gives back what jsonl has; formulas have an apostrophe. */
Test(batch, csv_is_read_by_others)
{
    static const char PROGRAM[] =
        "import csv, json, sys\n"
        "rows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline='')))\n"
        "objects = [json.loads(line) for line in open(sys.argv[2], encoding='utf-8')]\n"
        "def flat(v):\n"
        "    return '' if v is None else ' > '.join(v) if isinstance(v, list) else str(v)\n"
        "def safe(v):\n"
        "    return \"'\" + v if v[:1] in '=+-@' and v else v\n"
        "assert len(rows) == len(objects) > 3, rows\n"
        "for row, object in zip(rows, objects):\n"
        "    assert list(row) == list(object), (row, object)\n"
        "    for key in row:\n"
        "        if key != 'countries':\n"
        "            assert row[key] == safe(flat(object[key])), (key, row[key], object[key])\n"
        "assert any(row['quotation'].startswith(\"'=SUM(\") for row in rows), rows\n"
        "assert any(row['query'] == \"'-kilns\" for row in rows), rows\n";
    static const char QUERIES[] = "ledger\n-kilns\n\"fishing, boats\"\nboats\n";
    char *csv = tip_test_path(fixture.folder, "rows.csv");
    char *jsonl = tip_test_path(fixture.folder, "rows.jsonl");
    struct tip_run run;

    ASK(&run, QUERIES, "--bom", "-o", csv);
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_str_empty(run.out);
    tip_run_free(&run);
    ASK(&run, QUERIES, "--format", "jsonl", "-o", jsonl);
    tip_run_free(&run);
    TIP_RUN(&run, "/usr/bin/python3", "-c", PROGRAM, csv, jsonl);
    cr_expect_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    free(csv);
    free(jsonl);
}

/* Asserts that -o's file is what it was. */
static void expect_kept(const char *path, const struct tip_run *run)
{
    char *text = tip_test_read(path, NULL);

    cr_expect_eq(run->status, 2, "exit status %d: %s", run->status, run->err);
    cr_expect_not_null(strstr(run->err, "rows.csv is as it was"), "%s", run->err);
    cr_expect_str_eq(text, "of yesterday");
    free(text);
}

Test(batch, an_output_file_stays_when_nothing_could_be_asked)
{
    char *path = tip_test_path(fixture.folder, "rows.csv"), *text;
    char *nowhere = tip_test_path(fixture.folder, "nowhere");
    struct tip_run run;

    tip_test_write(path, "of yesterday", strlen("of yesterday"));
    tip_test_run(
        &run, "kilns\n", 6,
        (const char *const[]){"tipsearch", "-i", nowhere, "--batch", "-", "-o", path, NULL});
    expect_kept(path, &run);
    tip_run_free(&run);
    ASK(&run, "id,query\n1,kilns\n", "--column", "case", "-o", path);
    expect_kept(path, &run);
    tip_run_free(&run);
    ASK(&run, "country:nowhere\n", "-o", path);
    expect_kept(path, &run);
    tip_run_free(&run);
    ASK(&run, "country:nowhere\nkilns\n", "-o", path);
    cr_expect_eq(run.status, 2);
    text = tip_test_read(path, NULL);
    cr_expect_not_null(strstr(text, "brick kilns"), "%s", text);
    free(text);
    tip_run_free(&run);
    stop_daemon();
    tip_test_write(path, "of yesterday", strlen("of yesterday"));
    ASK(&run, "kilns\n", "-o", path);
    expect_kept(path, &run);
    tip_run_free(&run);
    ASK(&run, "kilns\n", "--counts", "country", "-o", path);
    expect_kept(path, &run);
    tip_run_free(&run);
    free(nowhere);
    free(path);
}

/* The first line is answered and in the draft; before the second one the server goes. */
Test(batch, an_output_file_stays_when_the_server_goes)
{
    char *path = tip_test_path(fixture.folder, "rows.csv");
    char *draft = tip_test_path(fixture.folder, "rows.csv.new");
    char *errors = tip_test_path(fixture.folder, "errors"), command[1024];
    struct tip_run run = {0};
    FILE *queries;
    int result;

    tip_test_write(path, "of yesterday", strlen("of yesterday"));
    snprintf(command, sizeof command, "exec '%s/tipsearch' -s '%s' --batch - -o '%s' 2>'%s'",
             getenv("TIP_BIN"), address, path, errors);
    queries = popen(command, "w");
    cr_assert_not_null(queries);
    signal(SIGPIPE, SIG_IGN); /* it may end when the server does */
    fputs("kilns\n", queries);
    fflush(queries);
    cr_assert(tip_test_await_file(draft, false), "no row was written");
    stop_daemon();
    fputs("boats\n", queries);
    result = pclose(queries);
    run.status = WEXITSTATUS(result);
    run.err = tip_test_read(errors, NULL);
    expect_kept(path, &run);
    free(run.err);
    free(errors);
    free(draft);
    free(path);
}

/* Writes MANY queries to a file, whose path is for free(3). */
static char *write_many(void)
{
    char *file = tip_test_path(fixture.folder, "queries"), *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    for (int i = 0; i < MANY; i++)
        fputs(i % 2 ? "kilns\n" : "boats\n", out);
    fclose(out);
    tip_test_write(file, text, length);
    free(text);
    return file;
}

/* Starts a batch whose rows can be read from *rows; a hit each. */
static pid_t start_batch(const char *file, int *rows)
{
    char program[512];
    int ends[2];
    pid_t pid;

    snprintf(program, sizeof program, "%s/tipsearch", getenv("TIP_BIN"));
    cr_assert_eq(pipe(ends), 0);
    pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(program, "tipsearch", "-s", address, "--timeout", "30", "--batch", file, "--format",
              "jsonl", "-n", "1", NULL);
        _exit(127);
    }
    close(ends[1]);
    *rows = ends[0];
    return pid;
}

/* `first` and what comes behind it; for free(3). */
static char *read_rows(int rows, char first)
{
    char *text = NULL, bytes[4096];
    size_t length;
    FILE *out = open_memstream(&text, &length);

    fputc(first, out);
    for (ssize_t got; (got = read(rows, bytes, sizeof bytes)) > 0;)
        fwrite(bytes, 1, (size_t)got, out);
    fclose(out);
    return text;
}

/* Kills the daemon and starts another one at its address. */
static void replace_daemon(void)
{
    const char *const again[] = {"tipsearchd", "-f", "-l", address, "-i", fixture.index, NULL};

    kill(daemon_.pid, SIGKILL);
    waitpid(daemon_.pid, NULL, 0);
    unlink(daemon_.socket);
    daemon_.pid = tip_test_spawn(again);
}

/* The server ends in the middle, and another one comes in its place: every line once, in order. */
Test(batch, server_that_goes_away)
{
    char *file = write_many(), *text, first;
    json_t *rows;
    int output, status;
    pid_t pid = start_batch(file, &output);

    cr_assert_eq(read(output, &first, 1), 1); /* rows come, and fill the pipe */
    replace_daemon();
    text = read_rows(output, first);
    close(output);
    waitpid(pid, &status, 0);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %d", status);
    rows = read_lines(text);
    cr_assert_eq(json_array_size(rows), MANY);
    for (size_t i = 0; i < MANY; i++)
        cr_expect_eq(number_of(json_array_get(rows, i), "line"), (long long)i + 1);
    json_decref(rows);
    free(text);
    free(file);
}

/* Ctrl-C: what was printed is whole rows, and who started it learns of the signal. */
Test(batch, interrupted)
{
    char *file = write_many(), *text, first;
    json_t *rows;
    int output, status;
    pid_t pid = start_batch(file, &output);

    cr_assert_eq(read(output, &first, 1), 1);
    kill(pid, SIGINT);
    text = read_rows(output, first);
    close(output);
    waitpid(pid, &status, 0);
    cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT, "status %d", status);
    rows = read_lines(text);
    cr_expect_gt(json_array_size(rows), 0);
    cr_expect_lt(json_array_size(rows), MANY);
    json_decref(rows);
    free(text);
    free(file);
}

/* A server that answers so many queries a second is asked again when it says. */
Test(batch, rate_of_a_token)
{
    static const char TOKEN[] = "a token of the tests";
    static const char TOKENS[] = "case\t" TOKEN_SHA256 "\t30\t*\n";
    char *tokens = tip_test_path(fixture.folder, "tokens");
    char *token = tip_test_path(fixture.folder, "token");
    const char *const arguments[] = {"--tokens", tokens, NULL};
    char text[60 * 6 + 1] = "";
    struct tip_run run;

    stop_daemon();
    tip_test_write(tokens, TOKENS, strlen(TOKENS));
    tip_test_write(token, TOKEN, strlen(TOKEN));
    cr_assert_eq(chmod(tokens, 0600), 0);
    cr_assert_eq(chmod(token, 0600), 0);
    tip_daemon_start(&daemon_, fixture.index, arguments);
    is_running = true;
    snprintf(address, sizeof address, "unix:%s", daemon_.socket);
    for (int i = 0; i < 60; i++)
        strcat(text, "kilns\n");
    ASK(&run, text, "--token-file", token, "--format", "jsonl", "-n", "0");
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_str_empty(run.err);
    cr_expect_eq(count_of(run.out, "\n"), 60);
    tip_run_free(&run);
    ASK(&run, text, "-n", "0");
    cr_expect_eq(run.status, 2);
    cr_expect_eq(count_of(run.err, "say who asks"), 1, "%s", run.err);
    tip_run_free(&run);
    free(tokens);
    free(token);
}

/* What was found before the time ran out is printed, and does not pass for the whole. */
Test(batch, answers_that_time_cut_short)
{
    static const char REPLY[] = "{\"total\":1,\"total_is\":\"at_least\",\"partial\":true,"
                                "\"hits\":[{\"rank\":1,\"id\":\"0000000000000001\"}]}\n";
    struct fake_server server = {0};
    struct tip_run run;

    fake_server_start(&server, FAKE_ANSWERS, REPLY);
    snprintf(address, sizeof address, "%s", server.address);
    ASK(&run, "kilns\nboats\n", "-n", "2");
    cr_expect_eq(run.status, 2);
    cr_expect_eq(count_of(run.out, ",0000000000000001,"), 2, "%s", run.out);
    cr_expect_eq(count_of(run.out, "timeout: time ran out"), 2, "%s", run.out);
    cr_expect_not_null(strstr(run.err, "standard input:2: time ran out"), "%s", run.err);
    tip_run_free(&run);
    ASK(&run, "kilns\n", "--counts", "kind"); /* counts that may be too low are none */
    cr_expect_eq(run.status, 2);
    cr_expect_str_eq(run.out, "line,query,read_as,total\r\n");
    tip_run_free(&run);
    fake_server_stop(&server);
    cr_expect_eq(server.requests, 2 + 4); /* counts are asked for again */
}

/* One that answers something else is given up after some connections. */
Test(batch, server_of_another_kind)
{
    struct fake_server server = {0};
    struct tip_run run;

    fake_server_start(&server, FAKE_ANSWERS, "220 mail.example.org\n");
    snprintf(address, sizeof address, "%s", server.address);
    ASK(&run, "kilns\nboats\n", "--timeout", "1", "--format", "jsonl");
    cr_expect_eq(run.status, 2);
    cr_expect_str_empty(run.out);
    cr_expect_not_null(strstr(run.err, "nothing was answered from line 1 on"), "%s", run.err);
    tip_run_free(&run);
    fake_server_stop(&server);
}

/* None comes: an error, and what was printed stays whole rows. */
Test(batch, server_that_is_not_there)
{
    struct tip_run run;

    stop_daemon();
    ASK(&run, "kilns\nboats\n", "--format", "jsonl");
    cr_expect_eq(run.status, 2);
    cr_expect_str_empty(run.out);
    cr_expect_not_null(strstr(run.err, "nothing was answered from line 1 on"), "%s", run.err);
    tip_run_free(&run);
}

Test(batch, what_does_not_go_together)
{
    static const char *const CASES[][4] = {
        {"--batch", "/nonexistent", NULL}, {"--batch", "-", "kilns", NULL},
        {"--batch", "-", "--json", NULL},  {"--batch", "-", "--output=/dev/full", NULL},
        {"--column", "2", "kilns", NULL},  {"--format", "pdf", "kilns", NULL},
        {"--bom", "kilns", NULL},          {"--output", "/dev/full", "--format=csv", "kilns"},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *arguments[] = {"tipsearch", "-s",        address, CASES[i][0],
                                   CASES[i][1], CASES[i][2], NULL,    NULL};
        struct tip_run run;

        arguments[6] = CASES[i][2] ? CASES[i][3] : NULL;
        tip_test_run(&run, "", 0, arguments);
        cr_expect_eq(run.status, 2, "case %zu: %s", i, run.out);
        cr_expect_str_empty(run.out);
        cr_expect_eq(count_of(run.err, "\n"), 1, "%s", run.err);
        tip_run_free(&run);
    }
}
