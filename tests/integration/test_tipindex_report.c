/* tipindex report: the ledger for people and programs, and its exit status. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <limits.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "index_fixture.h"

static struct index_fixture fixture;

static void set_up(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were never paid for the third voyage.\n");
    index_fixture_write(&fixture, "b.md", "# Passports\n\nBravo workers surrendered theirs.\n");
    index_fixture_write(&fixture, "figures.csv", "1,2\n");
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(tipindex_report, .init = set_up, .fini = tear_down, .timeout = 60);

static char *report_text(int status, const char *option)
{
    struct tip_run run;
    index_fixture_run(&fixture, &run, status, "report", option);
    char *text = strdup(run.out);
    tip_run_free(&run);
    return text;
}

static json_t *report_json(int status)
{
    char *text = report_text(status, "--json");
    json_error_t error;
    json_t *report = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(report, "%s in %s", error.text, text);
    free(text);
    return report;
}

static void expect_line(const char *text, const char *line)
{
    cr_expect_not_null(strstr(text, line), "'%s' is not in:\n%s", line, text);
}

Test(tipindex_report, says_what_became_of_each_source)
{
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    char *text = report_text(0, NULL);
    expect_line(text, "state    reader     pages    words in     indexed passages  source\n");
    expect_line(text, "read     text                       9           9        1  /");
    expect_line(text, "read     markdown                   5           5        1  /");
    expect_line(text, "figures.csv\n         its ending is none of those");
    expect_line(text, "generation 1: 2 sources read, 1 skipped, 0 failed\n"
                      "14 words in, 14 words indexed, 2 passages\n"
                      "nothing is missing\n");
    free(text);
}

Test(tipindex_report, quiet_leaves_out_what_is_whole)
{
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    char *text = report_text(0, "--quiet");
    cr_expect_str_eq(text, "generation 1: 2 sources read, 1 skipped, 0 failed\n"
                           "14 words in, 14 words indexed, 2 passages\n"
                           "nothing is missing\n");
    free(text);
}

Test(tipindex_report, what_failed_comes_last_with_its_reason_and_exits_1)
{
    index_fixture_write(&fixture, "0-empty.txt", "");
    index_fixture_expect(&fixture, 1, "build", fixture.sources);
    char *text = report_text(1, NULL);
    const char *failed = strstr(text, "\nfailed ");
    cr_assert_not_null(failed, "%s", text);
    cr_expect_null(strstr(failed, "\nread "));
    cr_expect_null(strstr(failed, "\nskipped "));
    expect_line(failed, "0-empty.txt\n         ");
    expect_line(failed, "missing: 1 source failed, 0 read in part\n");
    free(text);
}

Test(tipindex_report, json_has_what_can_be_proved_later)
{
    struct stat info;
    char *path = index_fixture_source(&fixture, "a.txt");
    cr_assert_eq(utimensat(AT_FDCWD, path,
                           (const struct timespec[]){{.tv_sec = 1686787200},
                                                     {.tv_sec = 1686787200, .tv_nsec = 5}},
                           0),
                 0);
    cr_assert_eq(stat(path, &info), 0);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    json_t *report = report_json(0);
    const json_t *source = json_array_get(json_object_get(report, "sources"), 0);
    static const char *const texts[][2] = {
        {"state", "read"},
        {"report", "a"},
        {"reader", "text"},
        {"sha256", "5dc79233e5316f22ba6c2bfb9dbdd228f732a3a1b644e042e2c14a6681f0907c"},
        {"mtime", "2023-06-15T00:00:00.000000005Z"},
    };
    cr_expect_str_eq(json_string_value(json_object_get(source, "file")), path);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cr_expect_str_eq(json_string_value(json_object_get(source, texts[i][0])), texts[i][1]);
    }
    cr_expect_eq(json_integer_value(json_object_get(source, "size")), info.st_size);
    cr_expect_geq(json_integer_value(json_object_get(source, "reader_version")), 1);
    cr_expect_eq(json_integer_value(json_object_get(source, "words_in")), 9);
    cr_expect_eq(json_integer_value(json_object_get(source, "words_indexed")), 9);
    cr_expect(json_is_null(json_object_get(source, "pages")));
    cr_expect(json_is_null(json_object_get(source, "reason")));
    const json_t *totals = json_object_get(report, "totals");
    cr_expect_eq(json_integer_value(json_object_get(totals, "read")), 2);
    cr_expect_eq(json_integer_value(json_object_get(totals, "skipped")), 1);
    cr_expect_eq(json_integer_value(json_object_get(totals, "failed")), 0);
    json_decref(report);
    free(path);
}

Test(tipindex_report, there_must_be_an_index)
{
    struct tip_run run;
    index_fixture_run(&fixture, &run, 2, "report", NULL);
    expect_line(run.err, "there is no index");
    tip_run_free(&run);
}

/* What the program prints on a terminal of `columns`. */
static char *report_on_terminal(unsigned short columns)
{
    int terminal;
    size_t length = 0, capacity = 1 << 16;
    char *text = malloc(capacity);
    const struct winsize size = {.ws_row = 24, .ws_col = columns};
    char program[PATH_MAX];
    snprintf(program, sizeof program, "%s/tipindex", getenv("TIP_BIN"));
    pid_t pid = forkpty(&terminal, NULL, NULL, &size);
    if (pid < 0) {
        free(text);
        cr_skip_test("skipped: this system gives no pseudo-terminal");
    }
    if (pid == 0) {
        execl(program, "tipindex", "report", "-i", fixture.index, (char *)NULL);
        _exit(127);
    }
    for (ssize_t got; (got = read(terminal, text + length, capacity - length - 1)) > 0;) {
        length += (size_t)got;
    }
    text[length] = '\0';
    close(terminal);
    int state;
    cr_assert_eq(waitpid(pid, &state, 0), pid);
    cr_assert(WIFEXITED(state) && WEXITSTATUS(state) == 1, "%s", text);
    return text;
}

Test(tipindex_report, no_line_is_wider_than_the_terminal)
{
    static const char name[] =
        "a-report-whose-file-has-quite-a-long-name-of-many-words-é-ü-2023.txt";
    index_fixture_write(&fixture, name, "Charlie recruiters promised work.\n");
    index_fixture_write(&fixture, "blank.txt", " \n");
    index_fixture_expect(&fixture, 1, "build", fixture.sources);
    char *text = report_on_terminal(100);
    for (char *line = strtok(text, "\r\n"); line; line = strtok(NULL, "\r\n")) {
        size_t columns = 0;
        for (const char *byte = line; *byte != '\0'; byte++) {
            columns += ((unsigned char)*byte & 0xc0) != 0x80;
        }
        cr_expect_leq(columns, 100, "%zu columns: %s", columns, line);
        if (strstr(line, "2023.txt")) {
            cr_expect_not_null(strstr(line, "  …"), "%s", line);
            cr_expect_eq(columns, 100, "%zu columns: %s", columns, line);
        }
    }
    free(text);
}

Test(tipindex_report, stats_name_the_largest_of_many_reports)
{
    enum { REPORTS = 60 };
    char name[32];
    for (int i = 0; i < REPORTS; i++) {
        snprintf(name, sizeof name, "r%02d.txt", i);
        index_fixture_write(&fixture, name, "Charlie recruiters promised work.\n");
    }
    index_fixture_write(&fixture, "z.md", "# One\n\nDelta waited.\n\n# Two\n\nEcho left.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "stats", NULL);
    expect_line(run.out, "reports                     63\n");
    expect_line(run.out, "title\n              2  z ");
    expect_line(run.out, "and 13 smaller ones (tipindex dump has all)\n");
    cr_expect_null(strstr(run.out, "  r59 "));
    tip_run_free(&run);
}
