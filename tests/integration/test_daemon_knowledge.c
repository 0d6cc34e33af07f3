/* The knowledge under a running server: SIGHUP puts new files in service without a new index and
 * without losing a query; a file with a fault changes nothing. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server_fixture.h"

enum { RELOADS = 20, PIPELINED = 16 };

#define PATTERN(id, query)                                                                         \
    "[" id "]\ntitle = A title\ngroup = A group\nsource = A source\nquery = " query "\n"

static struct server_fixture fixture;
static char *folder; /* of the knowledge */

static void put(const char *name, const char *text)
{
    char *path = tip_test_path(folder, name);

    tip_test_write(path, text, strlen(text));
    free(path);
}

/* Those files beside the patterns, empty. */
static void put_others(void)
{
    static const char *const names[] = {"persons.tsv", "regions.tsv", "countries.tsv", "tiers.tsv",
                                        "synonyms.tsv"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        put(names[i], "");
}

static void start(void)
{
    char config[512];

    folder = tip_test_folder();
    put("patterns.ini", PATTERN("debts", "\"debt bondage\""));
    snprintf(config, sizeof config, "workers = 3\nknowledge = %s\n", folder);
    server_fixture_start(&fixture, config);
}

static void stop(void)
{
    server_fixture_stop(&fixture);
    tip_test_folder_remove(folder);
}

TestSuite(knowledge, .init = start, .fini = stop, .timeout = 60);

static void hang_up(void)
{
    cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
}

Test(knowledge, a_new_pattern_needs_no_new_index)
{
    int fd = tip_daemon_connect(&fixture.daemon);

    server_expect(fd, "PATTERNS", "\"patterns\":[{\"id\":\"debts\",");
    server_expect(fd, "SEARCH pattern:ships", "\"code\":\"bad_query\"");
    put("patterns.ini", PATTERN("ships", "\"fishing vessels\"") PATTERN("debts", "borrow"));
    hang_up();
    server_await_answer(&fixture, "SEARCH pattern:ships", "\"total\":1,");
    server_expect(fd, "SEARCH pattern:debts", "\"total\":1,");
    server_expect(fd, "PATTERNS", "\"patterns\":[{\"id\":\"ships\",");
    close(fd);
}

Test(knowledge, new_synonyms_are_used_at_once)
{
    int fd = tip_daemon_connect(&fixture.daemon);

    server_expect(fd, "SEARCH loans", "\"total\":0,");
    put("synonyms.tsv", "members\nloan; recruitment fee\n");
    hang_up();
    server_await_answer(&fixture, "SEARCH loans", "\"total\":1,");
    server_expect(fd, "SEARCH loans",
                  "\"synonyms\":[{\"typed\":\"loans\",\"also\":[\"recruitment fee\"]}]");
    close(fd);
}

/* What the first page was found by finds the others: pattern:debts has both passages until then. */
Test(knowledge, a_scan_goes_on_with_what_it_began_with)
{
    static const char key[] = "\"next\":\"";
    char line[400];
    char *page, *cursor;
    int fd = tip_daemon_connect(&fixture.daemon);

    put("patterns.ini", PATTERN("debts", "debt"));
    hang_up();
    server_await_answer(&fixture, "SEARCH pattern:debts LIMIT 0", "\"total\":2,");
    page = tip_ask(fd, "SCAN pattern:debts LIMIT 1");
    cursor = strstr(page, key);
    cr_assert_not_null(cursor, "%s", page);
    cursor += strlen(key);
    snprintf(line, sizeof line, "SCAN pattern:debts LIMIT 1 AFTER %.*s", (int)strcspn(cursor, "\""),
             cursor);
    put("patterns.ini", PATTERN("debts", "scam"));
    hang_up();
    server_await_answer(&fixture, "SEARCH pattern:debts LIMIT 0", "\"total\":1,");
    server_expect(fd, line, "\"total\":2,");
    server_expect(fd, line, "\"next\":null}");
    free(page);
    close(fd);
}

Test(knowledge, with_a_fault_the_old_stays_in_service)
{
    int fd = tip_daemon_connect(&fixture.daemon);

    put("patterns.ini", PATTERN("debts", "borrow") PATTERN("ships", "kind:ship"));
    hang_up();
    server_await_log(&fixture, "patterns.ini:10:14: in the pattern 'ships': kind: takes one of");
    server_await_log(&fixture, "the knowledge stays as it was");
    server_expect(fd, "SEARCH pattern:debts", "\"total\":2,");
    put("patterns.ini", PATTERN("ships", "vessels"));
    put("synonyms.tsv", "members\nalone\n");
    hang_up();
    server_await_log(&fixture, "synonyms.tsv:2:1: a group needs two members");
    server_expect(fd, "SEARCH pattern:debts", "\"total\":2,");
    put("synonyms.tsv", "");
    hang_up();
    server_await_answer(&fixture, "SEARCH pattern:ships", "\"total\":1,");
    close(fd);
}

Test(knowledge, no_query_is_lost_while_it_is_read_again)
{
    static const char line[] = "SEARCH workers PATTERN debts FACETS pattern\n";
    int fd = tip_daemon_connect(&fixture.daemon);

    for (int i = 0; i < RELOADS; i++) {
        for (int j = 0; j < PIPELINED; j++)
            tip_send(fd, line, sizeof line - 1);
        hang_up();
        for (int j = 0; j < PIPELINED; j++)
            server_expect_reply(fd, "\"total\":2,");
    }
    close(fd);
}

Test(knowledge, a_server_does_not_start_on_faults)
{
    struct tip_run run;
    char address[256];

    put("patterns.ini", "[debts]\n");
    snprintf(address, sizeof address, "unix:%s/other.sock", fixture.folder);
    TIP_RUN(&run, "tipsearchd", "-f", "-i", fixture.index, "-k", folder, "-l", address);
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "patterns.ini:1:1: the pattern 'debts' has no title"), "%s",
                       run.err);
    tip_run_free(&run);
    TIP_RUN(&run, "tipsearchd", "--check-knowledge", "-k", folder);
    cr_expect_eq(run.status, 1);
    cr_expect_not_null(strstr(run.out, "patterns.ini:1:1: the pattern 'debts' has no title\n"),
                       "%s", run.out);
    tip_run_free(&run);
    put("patterns.ini", "");
    put_others();
    TIP_RUN(&run, "tipsearchd", "--check-knowledge", "-k", folder);
    cr_expect_eq(run.status, 0, "%s", run.out);
    cr_expect_str_eq(run.out, "no faults; 0 countries, 0 patterns, 0 groups of synonyms\n");
    tip_run_free(&run);
}

Test(knowledge, a_file_that_has_gone_is_a_fault_and_the_old_stays_in_service)
{
    struct tip_run run;
    char *patterns = tip_test_path(folder, "patterns.ini");
    int fd = tip_daemon_connect(&fixture.daemon);

    put_others();
    cr_assert_eq(remove(patterns), 0);
    hang_up();
    server_await_log(&fixture, "the knowledge stays as it was: a file of it has gone");
    server_expect(fd, "SEARCH pattern:debts", "\"total\":2,");
    TIP_RUN(&run, "tipsearchd", "--check-knowledge", "-k", folder);
    cr_expect_eq(run.status, 1);
    cr_expect_not_null(strstr(run.out, "patterns.ini: is not there"), "%s", run.out);
    tip_run_free(&run);
    TIP_RUN(&run, "tipindex", "knowledge", "check", folder);
    cr_expect_eq(run.status, 1);
    cr_expect_not_null(strstr(run.out, "patterns.ini: is not there"), "%s", run.out);
    tip_run_free(&run);
    free(patterns);
    close(fd);
}
