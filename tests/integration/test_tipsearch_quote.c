/* tipsearch --quote and --memo: quotations checked, shown, and told by the exit status. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "integration/index_fixture.h"

static const char REPORT[] =
    "# Field notes\n\n## Kilns\n\nWorkers in brick kilns owe debts to the owner, and children "
    "carry bricks until late at night.\n\n"
    "## Boats\n\nCrews of fishing boats are not paid, and the captain keeps their passports.\n";

static const char MEMO[] =
    "\xef\xbb\xbf# Memo\r\n\r\nThey write that “workers in brick kilns owe "
    "debts”, and\r\n\"crews of fishing boat are not paid\". A “debt” too.\r\n"
    "\r\n> the captain keeps their pass-\r\n> ports\r\n\r\n"
    "„kein Mensch hat das geschrieben“\r\n";

static struct index_fixture fixture;
static struct tip_daemon daemon_;
static char address[256];

static void start(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "kilns.md", REPORT);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    tip_daemon_start(&daemon_, fixture.index, NULL);
    snprintf(address, sizeof address, "unix:%s", daemon_.socket);
}

static void stop(void)
{
    tip_daemon_stop(&daemon_);
    index_fixture_free(&fixture);
}

TestSuite(quote, .init = start, .fini = stop, .timeout = 100);

#define ASK(run, text, length, ...)                                                                \
    tip_test_run(run, text, length,                                                                \
                 (const char *const[]){"tipsearch", "-s", address, __VA_ARGS__, NULL})

/* By another name, too. */
Test(quote, a_memo_is_not_written_over)
{
    static const char *const NAMES[] = {"memo.md", "./memo.md", "link", "hard", "memo"};
    char *memo = tip_test_path(fixture.folder, "memo.md"), *folder = fixture.folder, *text;
    char command[1024];

    tip_test_write(memo, MEMO, strlen(MEMO));
    snprintf(command, sizeof command,
             "cd '%s' && ln -s memo.md link && ln memo.md hard && "
             "ln memo.md memo.new",
             folder);
    cr_assert_eq(system(command), 0);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        char *path = tip_test_path(folder, NAMES[i]);
        struct tip_run run;

        ASK(&run, NULL, 0, "--memo", memo, "-o", path);
        cr_expect_eq(run.status, 2, "%s", NAMES[i]);
        cr_expect_not_null(strstr(run.err, "is the memo itself"), "%s: %s", NAMES[i], run.err);
        text = tip_test_read(memo, NULL);
        cr_expect_str_eq(text, MEMO);
        tip_run_free(&run);
        free(text);
        free(path);
    }
    free(memo);
}

static void expect(int status, const char *out, const char *err, const char *quoted)
{
    struct tip_run run;
    ASK(&run, NULL, 0, "--quote", quoted);
    cr_expect_eq(run.status, status, "[%s]: %d %s", quoted, run.status, run.err);
    cr_expect_not_null(strstr(run.out, out), "[%s]: %s", quoted, run.out);
    cr_expect_not_null(strstr(run.err, err), "[%s]: %s", quoted, run.err);
    tip_run_free(&run);
}

Test(quote, one_text_is_judged)
{
    expect(0, "exact\n  “Children carry bricks”\n  Field notes", "", "Children carry bricks");
    expect(1,
           "altered (1 word changed, 75 % the same)\n  children carry [-bricks-]{+stones+} until",
           "", "children carry stones until");
    expect(1, "absent\n", "", "nobody ever wrote this");
    expect(2, "", "no word", "!!");
}

Test(quote, a_memo_is_checked_line_by_line)
{
    struct tip_run run;
    ASK(&run, MEMO, strlen(MEMO), "--quote", "-");
    cr_expect_eq(run.status, 1, "%s", run.err);
    const char *first = strstr(run.out, "Line 3: exact\n"),
               *second = strstr(run.out, "Line 4: alt");
    const char *third = strstr(run.out, "Line 6: exact\n"),
               *last = strstr(run.out, "Line 9: absent");
    cr_assert(first != NULL && second > first && third > second && last > third, "%s", run.out);
    cr_expect_not_null(strstr(second, "of fishing [-boats-]{+boat+} are"), "%s", run.out);
    cr_expect_not_null(strstr(last, "4 quotations: 2 exact, 1 altered, 1 absent\n"
                                    "Passed over, as shorter than 3 words: line 4\n"),
                       "%s", run.out);
    tip_run_free(&run);
    ASK(&run, MEMO, strlen(MEMO), "--quote", "-", "--color", "always");
    cr_expect_not_null(strstr(run.out, "\033[9;31mboats\033[0m\033[32mboat\033[0m"), "%s", run.out);
    tip_run_free(&run);
}

Test(quote, rows_have_what_was_found)
{
    struct tip_run run;
    ASK(&run, MEMO, strlen(MEMO), "--quote", "-", "--format", "jsonl");
    cr_expect_eq(run.status, 1);
    json_t *row = json_loads(strstr(run.out, "\n") + 1, JSON_DISABLE_EOF_CHECK, NULL);
    cr_expect_eq(json_integer_value(json_object_get(row, "line")), 4);
    cr_expect_str_eq(json_string_value(json_object_get(row, "verdict")), "altered");
    cr_expect_eq(json_array_size(json_object_get(row, "diff")), 4);
    cr_expect_not_null(strstr(run.err, "4 quotations: 2 exact"), "%s", run.err);
    json_decref(row);
    tip_run_free(&run);
    ASK(&run, MEMO, strlen(MEMO), "--quote", "-", "--format", "csv", "--bom");
    cr_expect_eq(strncmp(run.out, "\xef\xbb\xbfline,verdict,alike,", 20), 0, "%s", run.out);
    cr_expect_not_null(strstr(run.out, "\r\n4,altered,0.857,1,crews of fishing boat are not paid,"),
                       "%s", run.out);
    tip_run_free(&run);
    ASK(&run, MEMO, strlen(MEMO), "--quote", "-", "--format", "md");
    cr_expect_not_null(
        strstr(run.out, "## Line 4: altered\n\n> Crews of fishing ~~boats~~**boat** "), "%s",
        run.out);
    tip_run_free(&run);
}

Test(quote, a_memo_without_quotations_is_checked_sentence_by_sentence)
{
    static const char text[] = "Children carry bricks until late at night. Nobody saw any of it.\n";
    struct tip_run run;
    ASK(&run, text, strlen(text), "--quote", "-");
    cr_expect_eq(run.status, 1);
    cr_expect_not_null(strstr(run.out, "2 sentences: 1 exact, 0 altered, 1 absent"), "%s", run.out);
    tip_run_free(&run);
    ASK(&run, MEMO, strlen(MEMO), "--quote", "-", "--sentences");
    cr_expect_not_null(strstr(run.out, " sentences: "), "%s", run.out);
    tip_run_free(&run);
}

Test(quote, what_cannot_be_checked_is_an_error)
{
    static const struct {
        const char *text;
        size_t length;
        const char *says;
    } memos[] = {
        {"", 0, "nothing to check"},
        {"“one two”\n", 14, "no quotation of 3 words"},
        {"a\nb \xff c\n", 8, "standard input:2: it is not UTF-8"},
        {"a\n\0b\n", 5, "standard input:2: a NUL"},
    };
    for (size_t i = 0; i < sizeof memos / sizeof *memos; i++) {
        struct tip_run run;
        ASK(&run, memos[i].text, memos[i].length, "--quote", "-");
        cr_expect_eq(run.status, 2);
        cr_expect_not_null(strstr(run.err, memos[i].says), "%s", run.err);
        tip_run_free(&run);
    }
    struct tip_run run;
    ASK(&run, NULL, 0, "--memo", "/nowhere/memo.md");
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "/nowhere/memo.md"), "%s", run.err);
    tip_run_free(&run);
}

/* They are under way together. */
Test(quote, hundreds_are_checked_at_once)
{
    enum { COUNT = 600 };
    char *text = malloc(COUNT * 64), *at = text;
    struct tip_run run;
    for (int i = 0; i < COUNT; i++)
        at += sprintf(at, "“children carry bricks until %s at night”\n\n", i % 6 ? "late" : "dawn");
    ASK(&run, text, strlen(text), "--quote", "-");
    cr_expect_eq(run.status, 1);
    cr_expect_not_null(strstr(run.out, "600 quotations: 500 exact, 100 altered, 0 absent"), "%s",
                       run.err);
    tip_run_free(&run);
    free(text);
}
