/* The configuration file, and the values that the command line shares with it. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "harness/harness.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static char *folder;
static char *path;
static struct tip_config config;
static struct tip_error error;

static void set_up(void)
{
    folder = tip_test_folder();
    path = tip_test_path(folder, "tipsearchd.ini");
    tip_config_init(&config);
    error = (struct tip_error){0};
}

static void tear_down(void)
{
    tip_config_free(&config);
    free(path);
    tip_test_folder_remove(folder);
}

TestSuite(config, .init = set_up, .fini = tear_down);

static tip_status read_text(const char *text)
{
    tip_test_write(path, text, strlen(text));
    return tip_config_read(&config, path, &error);
}

/* The message is "FILE:" and `rest`. */
static void refuse_text(const char *text, const char *rest)
{
    char expected[512];

    snprintf(expected, sizeof expected, "%s:%s", path, rest);
    cr_expect_eq(read_text(text), TIP_INVALID, "accepted: %.80s", text);
    cr_expect_str_eq(error.message, expected);
}

Test(config, without_a_file_there_are_defaults)
{
    cr_expect_geq(config.workers, 1);
    cr_expect_null(config.index_path);
    cr_expect_eq(config.address_count, 0);
    cr_expect_eq(config.query_timeout_ms, 2000);
    cr_expect_eq(config.idle_s, 300);
    cr_expect_eq(config.idle_exit_s, 0);
    cr_expect_not(config.log_queries);
}

Test(config, every_key_of_the_file_is_taken)
{
    cr_assert_eq(read_text("; a remark\n"
                           "[server]\n"
                           "listen = unix:/run/one\n"
                           "  listen = tcp:localhost:7700 ; the second\n"
                           "index = /srv/reports\r\n"
                           "workers = 3\n"
                           "query_timeout_ms = 4\n"
                           "queue_timeout_ms = 5\n"
                           "idle_s = 6\nwrite_s = 7\ndrain_s = 8\nlinger_s = 9\n"
                           "idle_exit_s = 10\n"
                           "log_queries = yes"),
                 TIP_OK, "%s", error.message);
    cr_assert_eq(config.address_count, 2);
    cr_expect_str_eq(config.addresses[0], "unix:/run/one");
    cr_expect_str_eq(config.addresses[1], "tcp:localhost:7700");
    cr_expect_str_eq(config.index_path, "/srv/reports");
    cr_expect_eq(config.workers, 3);
    cr_expect_eq(config.query_timeout_ms, 4);
    cr_expect_eq(config.queue_timeout_ms, 5);
    cr_expect_eq(config.idle_s, 6);
    cr_expect_eq(config.write_s, 7);
    cr_expect_eq(config.drain_s, 8);
    cr_expect_eq(config.linger_s, 9);
    cr_expect_eq(config.idle_exit_s, 10);
    cr_expect(config.log_queries);
}

Test(config, a_file_without_a_value_changes_nothing)
{
    cr_expect_eq(read_text(""), TIP_OK);
    cr_expect_eq(read_text("\n# nothing\n\n[server]\n"), TIP_OK);
    cr_expect_eq(config.query_timeout_ms, 2000);
}

Test(config, an_error_names_file_and_line)
{
    refuse_text("[server]\nworkers = 2\nworker = 2\n", "3: unknown key “worker”");
    refuse_text("[server]\nworkers = 0\n",
                "2: workers takes a whole number from 1 to 256, not “0”");
    refuse_text("[server]\n\n\nlog_queries = maybe\n",
                "4: log_queries takes yes or no, not “maybe”");
    refuse_text("[server]\nindex =\n", "2: index needs a folder");
    refuse_text("[daemon]\nworkers = 2\n",
                "2: “workers” stands in [daemon]; the section is [server]");
    refuse_text("workers = 2\n", "1: “workers” stands in []; the section is [server]");
    refuse_text("[server]\nworkers\n", "2: neither [section] nor key = value");
    refuse_text("[server\nworkers = 2\n", "1: neither [section] nor key = value");
}

Test(config, the_first_error_is_told)
{
    refuse_text("[server]\nworkers = no\nnonsense\n",
                "2: workers takes a whole number from 1 to 256, not “no”");
    refuse_text("[server]\nnonsense\nworkers = no\n", "2: neither [section] nor key = value");
}

Test(config, an_indented_line_is_a_line_of_its_own)
{
    cr_expect_eq(read_text("[server]\n\tindex = /srv\n\tworkers = 2\n"), TIP_OK);
    cr_expect_str_eq(config.index_path, "/srv");
    cr_expect_eq(config.workers, 2);
}

/* Writes [server], then `key` = and `length` times x, then another line. */
static tip_status read_long(int length)
{
    char text[1024];
    char filler[512];

    memset(filler, 'x', sizeof filler);
    snprintf(text, sizeof text, "[server]\nindex = %.*s\nworkers = 7\n", length, filler);
    return read_text(text);
}

Test(config, a_line_too_long_is_refused_and_never_cut)
{
    cr_assert_eq(read_long(180), TIP_OK);
    cr_expect_eq(strlen(config.index_path), 180);
    cr_expect_eq(config.workers, 7);
    for (int length = 181; length < 400; length++) {
        tip_status status = read_long(length);

        if (status == TIP_OK) {
            cr_expect_eq(strlen(config.index_path), (size_t)length);
            continue;
        }
        cr_expect_eq(status, TIP_INVALID);
        cr_expect_not_null(strstr(error.message, ".ini:2: the line is too long"), "%s",
                           error.message);
    }
}

Test(config, a_nul_in_a_line_is_refused)
{
    static const char text[] = "[server]\nindex = /srv\0/reports\n";

    tip_test_write(path, text, sizeof text - 1);
    cr_expect_eq(tip_config_read(&config, path, &error), TIP_INVALID);
    cr_expect_not_null(strstr(error.message, ".ini:2: "), "%s", error.message);
}

Test(config, numbers_are_whole_and_in_range)
{
    static const char *const refused[] = {
        "", "-1", "+1", "1.5", "0x10", "1 2", "257", "4294967297", "99999999999999999999"};

    for (size_t i = 0; i < COUNT(refused); i++)
        cr_expect_eq(tip_config_set(&config, "workers", refused[i], &error), TIP_INVALID,
                     "accepted “%s”", refused[i]);
    cr_expect_eq(tip_config_set(&config, "workers", "256", &error), TIP_OK);
    cr_expect_eq(config.workers, 256);
}

Test(config, an_unknown_key_is_not_found)
{
    cr_expect_eq(tip_config_set(&config, "Workers", "2", &error), TIP_NOT_FOUND);
    cr_expect_str_eq(error.message, "unknown key “Workers”");
}

Test(config, more_addresses_than_fit_are_refused)
{
    for (int i = 0; i < TIP_CONFIG_ADDRESSES; i++)
        cr_assert_eq(tip_config_set(&config, "listen", "unix:/run/x", &error), TIP_OK);
    cr_expect_eq(tip_config_set(&config, "listen", "unix:/run/x", &error), TIP_INVALID);
    tip_config_clear_addresses(&config);
    cr_expect_eq(tip_config_set(&config, "listen", "unix:/run/y", &error), TIP_OK);
    cr_expect_str_eq(config.addresses[0], "unix:/run/y");
}

Test(config, a_file_that_cannot_be_read_is_named)
{
    cr_expect_eq(tip_config_read(&config, "/nowhere/tipsearchd.ini", &error), TIP_NOT_FOUND);
    cr_expect_not_null(strstr(error.message, "/nowhere/tipsearchd.ini"), "%s", error.message);
    cr_expect_neq(tip_config_read(&config, folder, &error), TIP_OK);
    cr_expect_not_null(strstr(error.message, folder), "%s", error.message);
}
