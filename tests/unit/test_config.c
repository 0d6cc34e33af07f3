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

/* Into a configuration of its own. */
static tip_status read_text(const char *text)
{
    tip_config_free(&config);
    tip_config_init(&config);
    tip_test_write(path, text, strlen(text));
    return tip_config_read(&config, path, NULL, NULL, &error);
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
    cr_expect_eq(config.listen.count, 0);
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
    cr_assert_eq(config.listen.count, 2);
    cr_expect_str_eq(config.listen.values[0], "unix:/run/one");
    cr_expect_str_eq(config.listen.values[1], "tcp:localhost:7700");
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
    refuse_text("[server]\nindex =\n", "2: index needs a value: DIR");
    refuse_text("[daemon]\nworkers = 2\n",
                "2: “workers” stands in [daemon]; the section is [server]");
    refuse_text("workers = 2\n", "1: “workers” stands in []; the section is [server]");
    refuse_text("[server]\nworkers\n", "2: neither [section] nor key = value");
    refuse_text("[server]\nworkers = 2\nlog_queries = no\nworkers = 3\n",
                "4: workers stands in line 2 already");
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
    cr_expect_eq(tip_config_read(&config, path, NULL, NULL, &error), TIP_INVALID);
    cr_expect_not_null(strstr(error.message, ".ini:2: "), "%s", error.message);
}

static tip_status set(const char *key, const char *value, enum tip_config_source_kind kind)
{
    return tip_config_set(&config, key, value, (struct tip_config_source){.kind = kind}, &error);
}

Test(config, numbers_are_whole_and_in_range)
{
    static const char *const refused[] = {
        "", "-1", "+1", "1.5", "0x10", "1 2", "257", "4294967297", "99999999999999999999"};

    for (size_t i = 0; i < COUNT(refused); i++)
        cr_expect_eq(set("workers", refused[i], TIP_FROM_COMMAND_LINE), TIP_INVALID,
                     "accepted “%s”", refused[i]);
    cr_expect_eq(set("workers", "256", TIP_FROM_COMMAND_LINE), TIP_OK);
    cr_expect_eq(config.workers, 256);
}

Test(config, an_unknown_key_is_not_found)
{
    cr_expect_eq(set("Workers", "2", TIP_FROM_COMMAND_LINE), TIP_NOT_FOUND);
    cr_expect_str_eq(error.message, "unknown key “Workers”");
}

Test(config, more_addresses_than_fit_are_refused)
{
    for (int i = 0; i < TIP_LIST_MOST; i++)
        cr_assert_eq(set("listen", "unix:/run/x", TIP_FROM_FILE), TIP_OK);
    cr_expect_eq(set("listen", "unix:/run/x", TIP_FROM_FILE), TIP_INVALID);
}

Test(config, addresses_of_the_command_line_replace_those_of_the_file)
{
    cr_assert_eq(read_text("[server]\nlisten = unix:/one\nlisten = unix:/two\n"), TIP_OK);
    cr_assert_eq(set("listen", "unix:/three", TIP_FROM_COMMAND_LINE), TIP_OK);
    cr_assert_eq(set("listen", "unix:/four", TIP_FROM_COMMAND_LINE), TIP_OK);
    cr_assert_eq(config.listen.count, 2);
    cr_expect_str_eq(config.listen.values[0], "unix:/three");
    cr_expect_str_eq(config.listen.values[1], "unix:/four");
}

/* ---- the table ---- */

Test(config, every_row_is_whole_and_has_a_key_of_its_own)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);

    for (size_t i = 0; i < count; i++) {
        const struct tip_option *option = &options[i];

        cr_expect_eq(tip_option_find(option->key), option, "%s stands twice", option->key);
        cr_expect_not_null(option->help, "%s has no help", option->key);
        cr_expect_neq(option->help[strlen(option->help) - 1], '.', "%s: a period", option->key);
        cr_expect_lt(strlen(option->key), TIP_OPTION_NAME_SIZE);
        cr_expect_eq(option->argument == NULL, option->type == TIP_OPTION_TRUTH, "%s", option->key);
        for (size_t j = 0; j < i; j++)
            cr_expect(option->letter == 0 || options[j].letter != option->letter, "-%c twice",
                      option->letter);
    }
}

/* ---- what is printed ---- */

static char *print(void)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    cr_assert_not_null(out);
    tip_config_print(&config, out);
    cr_assert_eq(fclose(out), 0);
    return text;
}

Test(config, each_value_is_printed_with_its_source)
{
    char expected[512], *text;

    cr_assert_eq(read_text("[server]\n\nindex = /srv/reports ; where they are\nworkers = 3\n"
                           "listen = unix:/run/one\nlisten = tcp:localhost:7700\n"),
                 TIP_OK, "%s", error.message);
    cr_assert_eq(set("workers", "4", TIP_FROM_COMMAND_LINE), TIP_OK);
    text = print();
    snprintf(expected, sizeof expected,
             "[server]\nindex = /srv/reports  ; %s:3\nlisten = unix:/run/one  ; %s:5\n"
             "listen = tcp:localhost:7700  ; %s:6\n",
             path, path, path);
    cr_expect_eq(strncmp(text, expected, strlen(expected)), 0, "%s", text);
    cr_expect_not_null(strstr(text, "\nworkers = 4  ; command line\n"), "%s", text);
    cr_expect_not_null(strstr(text, "\nquery_timeout_ms = 2000  ; default\n"), "%s", text);
    cr_expect_not_null(strstr(text, "\nlog_queries = no  ; default\n"), "%s", text);
    cr_expect_not_null(strstr(text, "\n; knowledge is not set\n"), "%s", text);
    free(text);
}

/* The same but for the sources. */
static void expect_same_values(const char *one, const char *other)
{
    while (*one != '\0' && *other != '\0') {
        size_t length = strcspn(one, ";\n");

        cr_expect_eq(length, strcspn(other, ";\n"), "%s\n%s", one, other);
        cr_expect_eq(strncmp(one, other, length), 0, "%s\n%s", one, other);
        one += strcspn(one, "\n") + 1;
        other += strcspn(other, "\n") + 1;
    }
    cr_expect_eq(*one, *other);
}

Test(config, what_is_printed_is_a_file_that_says_the_same)
{
    char *first, *second;

    cr_assert_eq(set("index", "/srv/my reports;2023", TIP_FROM_COMMAND_LINE), TIP_OK);
    cr_assert_eq(set("listen", "unix:/run/one", TIP_FROM_COMMAND_LINE), TIP_OK);
    cr_assert_eq(set("log_queries", "yes", TIP_FROM_COMMAND_LINE), TIP_OK);
    first = print();
    cr_assert_eq(read_text(first), TIP_OK, "%s", error.message);
    cr_expect_str_eq(config.index_path, "/srv/my reports;2023");
    cr_expect(config.log_queries);
    second = print();
    expect_same_values(first, second);
    free(first);
    free(second);
}

Test(config, a_value_that_no_file_can_hold_is_told_as_a_remark)
{
    static const char *const values[] = {"/srv ;x", " /srv", "/srv ", "/srv\nworkers = 1", ";/srv"};
    char *text;

    for (size_t i = 0; i < COUNT(values); i++) {
        cr_assert_eq(set("index", values[i], TIP_FROM_COMMAND_LINE), TIP_OK);
        text = print();
        cr_expect_null(strstr(text, "\nindex ="), "%s", text);
        cr_expect_not_null(strstr(text, "\n; index, command line, cannot stand in a file: "), "%s",
                           text);
        cr_expect_eq(read_text(text), TIP_OK, "%s", error.message);
        free(text);
        tip_config_free(&config);
        tip_config_init(&config);
    }
}

static void note_fault(void *context, const char *place, const char *message)
{
    char *noted = context;
    size_t length = strlen(noted);

    snprintf(noted + length, 1024 - length, "%s: %s\n", strrchr(place, ':'), message);
}

Test(config, every_fault_of_a_file_is_told)
{
    static const char text[] = "[server]\nworker = 2\nnonsense\nlog_queries = maybe\n"
                               "listen = unix:/run/x\n[other\n[other]\nindex = /srv\n";
    char noted[1024] = "";

    tip_test_write(path, text, strlen(text));
    cr_expect_eq(tip_config_read(&config, path, note_fault, noted, &error), TIP_INVALID);
    cr_expect_str_eq(noted, ":2: unknown key “worker”\n"
                            ":3: neither [section] nor key = value\n"
                            ":4: log_queries takes yes or no, not “maybe”\n"
                            ":6: neither [section] nor key = value\n"
                            ":8: “index” stands in [other]; the section is [server]\n");
    cr_expect_str_eq(config.listen.values[0], "unix:/run/x");
}

Test(config, tls_needs_a_certificate_and_its_key)
{
    char noted[1024] = "";

    cr_assert_eq(read_text("[server]\nlisten = unix:/x\nlisten = tls:localhost:1\n"
                           "http = tls:localhost:2\n"),
                 TIP_OK);
    cr_expect_eq(tip_config_verify(&config, note_fault, noted, &error), TIP_INVALID);
    cr_expect_str_eq(noted, ":3: tls:localhost:1: TLS needs a certificate: give --tls-certificate "
                            "and --tls-key\n:4: tls:localhost:2: TLS needs a certificate: give "
                            "--tls-certificate and --tls-key\n");
    noted[0] = '\0';
    cr_assert_eq(read_text("[server]\nlisten = tls:localhost:1\ntls_key = /k\n"), TIP_OK);
    cr_expect_eq(tip_config_verify(&config, note_fault, noted, &error), TIP_INVALID);
    cr_expect_str_eq(noted, ":3: tls_key is given without tls_certificate: TLS needs both\n");
    noted[0] = '\0';
    cr_assert_eq(read_text("[server]\nlisten = tls:localhost:1\ntls_key = /k\n"
                           "tls_certificate = /c\n"),
                 TIP_OK);
    cr_expect_eq(tip_config_verify(&config, note_fault, noted, &error), TIP_OK);
}

Test(config, a_wrong_address_is_a_fault_with_its_place)
{
    char noted[1024] = "";

    cr_assert_eq(read_text("[server]\nlisten = unix:/run/x\nlisten = tcp:7700\n"), TIP_OK);
    cr_expect_eq(tip_config_verify(&config, note_fault, noted, &error), TIP_INVALID);
    cr_expect_eq(strncmp(noted, ":3: tcp:7700: expected tcp:HOST:PORT", 36), 0, "%s", noted);
}

Test(config, what_the_rules_for_other_machines_forbid_is_a_fault_with_its_place)
{
    static const char lack[] = "not a loopback address, and there is a lack of TLS (tls:, "
                               "--tls-certificate and --tls-key) and tokens (--tokens): give that, "
                               "listen at localhost, or say --insecure\n";
    static const char *const addresses[] = {"listen = tcp:0.0.0.0:7399", "listen = tcp:[::]:7399",
                                            "listen = tcp:192.0.2.1:7", "http = 0.0.0.0:7399",
                                            "http = [2001:db8::1]:80"};
    char noted[1024], text[128], expected[512];

    for (size_t i = 0; i < COUNT(addresses); i++) {
        noted[0] = '\0';
        snprintf(text, sizeof text, "[server]\n%s\n", addresses[i]);
        cr_assert_eq(read_text(text), TIP_OK);
        cr_expect_eq(tip_config_verify(&config, note_fault, noted, &error), TIP_INVALID, "%s",
                     text);
        snprintf(expected, sizeof expected, ":2: %s: %s", strstr(addresses[i], " = ") + 3, lack);
        cr_expect_str_eq(noted, expected);
        snprintf(text, sizeof text, "[server]\n%s\ninsecure = yes\n", addresses[i]);
        cr_assert_eq(read_text(text), TIP_OK);
        cr_expect_eq(tip_config_verify(&config, NULL, NULL, &error), TIP_OK, "%s", error.message);
    }
    cr_assert_eq(read_text("[server]\nlisten = tcp:127.1.2.3:7\nhttp = [::1]:7\n"), TIP_OK);
    cr_expect_eq(tip_config_verify(&config, NULL, NULL, &error), TIP_OK, "%s", error.message);
}

/* ---- what it names ---- */

/* The faults of what `text` names, each as :LINE: MESSAGE. */
static void try_text(char noted[1024], const char *text)
{
    static const struct tip_log log;

    noted[0] = '\0';
    cr_assert_eq(read_text(text), TIP_OK, "%s", error.message);
    cr_expect_eq(tip_config_try_files(&config, &log, note_fault, noted, &error), TIP_INVALID, "%s",
                 text);
}

Test(config, what_it_names_and_is_not_there_is_a_fault_with_its_place)
{
    static const struct {
        const char *line, *part;
    } faults[] = {
        {"tokens = /nonexist/tokens", "/nonexist/tokens"},
        {"tls_certificate = /nonexist/c", "cannot read the certificate /nonexist/c"},
        {"tls_key = /nonexist/k", "cannot read the key /nonexist/k"},
        {"socket_users = nosuchuser", "socket_users: there is no user “nosuchuser”"},
        {"knowledge = /nonexist", "cannot read the knowledge in /nonexist"},
    };
    char noted[1024], text[128];

    for (size_t i = 0; i < COUNT(faults); i++) {
        snprintf(text, sizeof text, "[server]\n\n%s\n", faults[i].line);
        try_text(noted, text);
        cr_expect_eq(strncmp(noted, ":3: ", 4), 0, "%s", noted);
        cr_expect_not_null(strstr(noted, faults[i].part), "%s: %s", text, noted);
    }
}

Test(config, tokens_and_certificates_are_judged_as_at_the_start)
{
    char *file = tip_test_path(folder, "bad");
    char noted[1024], text[512], part[512];

    tip_test_write(file, "# a remark\nname only\n", 21);
    snprintf(text, sizeof text, "[server]\ntokens = %s\ntls_certificate = %s\ntls_key = %s\n", file,
             file, file);
    try_text(noted, text);
    snprintf(part, sizeof part, ":2: %s:2: ", file);
    cr_expect_eq(strncmp(noted, part, strlen(part)), 0, "%s", noted);
    snprintf(part, sizeof part, "\n:3: %s holds no certificate", file);
    cr_expect_not_null(strstr(noted, part), "%s", noted);
    snprintf(part, sizeof part, "\n:4: %s holds no key", file);
    cr_expect_not_null(strstr(noted, part), "%s", noted);
    free(file);
}

Test(config, a_file_that_cannot_be_read_is_named)
{
    cr_expect_eq(tip_config_read(&config, "/nowhere/tipsearchd.ini", NULL, NULL, &error),
                 TIP_NOT_FOUND);
    cr_expect_not_null(strstr(error.message, "/nowhere/tipsearchd.ini"), "%s", error.message);
    cr_expect_neq(tip_config_read(&config, folder, NULL, NULL, &error), TIP_OK);
    cr_expect_not_null(strstr(error.message, folder), "%s", error.message);
}
