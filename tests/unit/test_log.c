/* Lines of the log: one event a line, whatever is in its values. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <fcntl.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/harness.h"
#include "server/log.h"

static char *folder, *path;
static int kept;

/* Standard error goes to a file. */
static void set_up(void)
{
    int file;

    folder = tip_test_folder();
    path = tip_test_path(folder, "log");
    file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    kept = dup(STDERR_FILENO);
    cr_assert(file >= 0 && kept >= 0);
    cr_assert_geq(dup2(file, STDERR_FILENO), 0);
    close(file);
}

static void tear_down(void)
{
    dup2(kept, STDERR_FILENO);
    close(kept);
    free(path);
    tip_test_folder_remove(folder);
}

TestSuite(log, .init = set_up, .fini = tear_down);

static void expect_log(const char *expected)
{
    char *text = tip_test_read(path, NULL);
    regex_t pattern;

    cr_assert_eq(regcomp(&pattern, expected, REG_EXTENDED | REG_NOSUB), 0);
    cr_expect_eq(regexec(&pattern, text, 0, NULL, 0), 0, "not as expected: %s", text);
    regfree(&pattern);
    free(text);
}

Test(log, a_line_has_time_level_event_and_message)
{
    struct tip_log log;

    tip_log_init(&log);
    tip_log(&log, LOG_WARNING, "tea_time", "%d o'clock", 5);
    expect_log("^time=20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z level=warning "
               "event=tea_time msg=\"5 o'clock\"\n$");
}

Test(log, plain_values_are_not_quoted)
{
    struct tip_log_line line;

    tip_log_begin(&line, &(struct tip_log){0}, LOG_INFO, "serving");
    tip_log_number(&line, "generation", 18446744073709551615ull);
    tip_log_text(&line, "address", "tcp:127.0.0.1:7700");
    tip_log_text(&line, "nothing", "");
    tip_log_end(&line, "ready");
    expect_log(" event=serving generation=18446744073709551615 address=tcp:127.0.0.1:7700 "
               "nothing=\"\" msg=ready\n$");
}

/* In the journal the text before `expected` is the priority. */
static const struct {
    const char *value, *expected;
} escapes[] = {
    {"two words", "\"two words\""},
    {"a=b", "\"a=b\""},
    {"say \"no\"", "\"say \\\"no\\\"\""},
    {"back\\slash", "\"back\\\\slash\""},
    {"one\ntwo\ttabs\r", "\"one\\ntwo\\ttabs\\x0d\""},
    {"\x1b[31m", "\"\\x1b[31m\""},
    {"\x7f", "\"\\x7f\""},
    {"T\xc3\xbcrkiye", "\"T\xc3\xbcrkiye\""},
    {"\xc2\x9b", "\"\\xc2\\x9b\""},                     /* C1: CSI */
    {"\xe2\x80\xa8", "\"\\xe2\\x80\\xa8\""},            /* line separator */
    {"\xff\xc3(\xe2\x82", "\"\\xff\\xc3(\\xe2\\x82\""}, /* no UTF-8 */
};

Test(log, nothing_in_a_value_ends_it_or_the_line)
{
    struct tip_log log = {.to_journal = true};
    char *text, expected[128];

    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        cr_assert_eq(ftruncate(STDERR_FILENO, 0), 0);
        lseek(STDERR_FILENO, 0, SEEK_SET);
        tip_log(&log, LOG_ERR, "value", "%s", escapes[i].value);
        snprintf(expected, sizeof expected, "<3>level=error event=value msg=%s\n",
                 escapes[i].expected);
        text = tip_test_read(path, NULL);
        cr_expect_str_eq(text, expected);
        free(text);
    }
}

Test(log, a_long_value_is_cut_and_the_line_is_whole)
{
    struct tip_log log = {.to_journal = true};
    struct tip_log_line line;
    char *value = malloc(3 * TIP_LOG_LINE_SIZE), *text;
    size_t length;

    memset(value, '\n', 3 * TIP_LOG_LINE_SIZE - 1);
    value[3 * TIP_LOG_LINE_SIZE - 1] = '\0';
    tip_log_begin(&line, &log, LOG_INFO, "long");
    tip_log_text(&line, "value", value);
    tip_log_text(&line, "behind", value);
    tip_log_end(&line, "%s", value);
    text = tip_test_read(path, &length);
    cr_expect_leq(length, TIP_LOG_LINE_SIZE);
    cr_expect_eq(strchr(text, '\n'), text + length - 1);
    cr_expect_eq(text[length - 2], '"');
    free(text);
    free(value);
}

Test(log, the_journal_is_known_by_its_stream)
{
    struct tip_log log;
    struct stat facts;
    char name[64];

    cr_assert_eq(fstat(STDERR_FILENO, &facts), 0);
    snprintf(name, sizeof name, "%llu:%llu", (unsigned long long)facts.st_dev,
             (unsigned long long)facts.st_ino);
    cr_assert_eq(setenv("JOURNAL_STREAM", name, 1), 0);
    tip_log_init(&log);
    cr_expect(log.to_journal);
    cr_assert_eq(setenv("JOURNAL_STREAM", "1:2", 1), 0);
    tip_log_init(&log);
    cr_expect_not(log.to_journal, "another's stream was taken for ours");
}

Test(log, what_may_come_often_is_written_once_a_second_with_a_count)
{
    enum { SECOND_NS = 1000000000 };
    struct tip_log_limit limit = {0};
    unsigned long long held = 7;

    cr_expect(tip_log_limit_admits(&limit, 5, &held));
    cr_expect_eq(held, 0);
    for (int i = 0; i < 3; i++)
        cr_expect_not(tip_log_limit_admits(&limit, 4 + SECOND_NS, &held));
    cr_expect(tip_log_limit_admits(&limit, 5 + SECOND_NS, &held));
    cr_expect_eq(held, 3);
    cr_expect_not(tip_log_limit_admits(&limit, 4 + 2 * (int64_t)SECOND_NS, &held));
}
