/* tipsearch --watch, killed at any moment, may print a passage again and never loses one. */
#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "integration/desk_fixture.h"
#include "integration/traced.h"

enum {
    PASSAGES = 90, /* more than one buffer of output */
    NEVER = INT_MAX
};

static struct desk_fixture desk;
static char *watched, *state, *output;

/* A report of passages that each tell of their own ship. */
static char *make_report(void)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    cr_assert_not_null(out);
    for (int i = 0; i < PASSAGES; i++)
        fprintf(out, "# Ship %d\n\nThe crew of ship%dx owes a debt to its captain%s.\n\n", i, i,
                i % 3 == 0 ? " and has no passports" : "");
    fclose(out);
    return text;
}

static void start(void)
{
    static const char SEARCHES[] = "debts: debt\npassports: passports\n";
    char *report = make_report();

    desk_fixture_start(&desk, "ships.md", report);
    free(report);
    watched = tip_test_path(desk.files.folder, "cases.watch");
    state = tip_test_path(desk.files.folder, "cases.watch.state");
    output = tip_test_path(desk.files.folder, "output");
    tip_test_write(watched, SEARCHES, sizeof SEARCHES - 1);
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
}

static void stop(void)
{
    desk_fixture_stop(&desk);
    free(watched);
    free(state);
    free(output);
}

TestSuite(watch_kill, .init = start, .fini = stop, .timeout = 120);

/* Runs the watch on standard output, or with -o where `file` is given. */
static int watch_until(int point, const char *file, int *status)
{
    const char *const arguments[] = {"tipsearch", "-s",    desk.address,       "--watch", watched,
                                     "--format",  "jsonl", file ? "-o" : NULL, file,      NULL};

    return traced_run(arguments, file ? NULL : output, point, status);
}

static void forget_all(void)
{
    unlink(state);
    unlink(output);
}

/* Whether the text holds the line of that ship for that search. */
static bool has_line(const char *text, const char *search, int ship)
{
    char name[40], word[40];

    snprintf(name, sizeof name, "\"search\":\"%s\"", search);
    snprintf(word, sizeof word, "ship%dx", ship);
    while (text && *text) {
        const char *end = strchr(text, '\n');
        const char *found = strstr(text, word);

        if (!end || !found)
            return false;
        while (end && end < found) {
            text = end + 1;
            end = strchr(text, '\n');
        }
        found = strstr(text, name);
        if (end && found && found < end)
            return true;
        text = end ? end + 1 : NULL;
    }
    return false;
}

/* What was printed in whole lines has every passage of each search. */
static void expect_all(int point, const char *text)
{
    for (int ship = 0; ship < PASSAGES; ship++) {
        cr_assert(has_line(text, "debts", ship), "killed at %d: ship %d is lost", point, ship);
        if (ship % 3 == 0)
            cr_assert(has_line(text, "passports", ship), "killed at %d: ship %d is lost", point,
                      ship);
    }
}

/* Ends the line that a killed run may have left in two. */
static void end_line(void)
{
    FILE *out = fopen(output, "a");

    cr_assert_not_null(out);
    fputc('\n', out);
    fclose(out);
}

static int count_points(const char *file)
{
    int status, points = watch_until(NEVER, file, &status);

    if (points < 0)
        cr_skip_test("tracing is not allowed here");
    cr_assert_eq(status, 0);
    cr_assert_gt(points, 4, "only %d calls were seen to change files", points);
    return points;
}

Test(watch_kill, standard_output_never_lacks_a_passage)
{
    int points = count_points(NULL), known = 0;

    for (int point = 1; point <= points; point++) {
        int status;
        char *text;

        forget_all();
        cr_assert_eq(watch_until(point, NULL, &status), point);
        cr_assert_eq(status, TRACED_KILLED);
        known += access(state, F_OK) == 0;
        end_line();
        watch_until(NEVER, NULL, &status);
        cr_assert(status == 0 || status == 1, "after point %d: exit status %d", point, status);
        text = tip_test_read(output, NULL);
        expect_all(point, text);
        free(text);
        watch_until(NEVER, NULL, &status);
        cr_assert_eq(status, 1);
    }
    cr_expect_lt(known, points, "no point came before the state");
}

/* Of each run the file is read, also when it was killed. */
Test(watch_kill, an_output_file_is_whole_or_not_there)
{
    int points = count_points(output);

    for (int point = 1; point <= points; point++) {
        int status;
        char *text;

        forget_all();
        watch_until(point, output, &status);
        if (access(state, F_OK) == 0)
            cr_assert_eq(access(output, F_OK), 0, "point %d: known, and not written", point);
        if (access(output, F_OK) == 0) {
            text = tip_test_read(output, NULL);
            expect_all(point, text);
            free(text);
        }
        if (access(state, F_OK) == 0)
            continue;
        watch_until(NEVER, output, &status);
        cr_assert_eq(status, 0);
        text = tip_test_read(output, NULL);
        expect_all(point, text);
        free(text);
    }
}
