/* tipsearch --all: every passage that matches, each once, in every form. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "integration/desk_fixture.h"
#include "unit/fake_server.h"

enum { SHIPS = 2345 /* three pages */ };

static struct desk_fixture desk;

/* Passages whose text spreadsheets and readers of CSV stumble over. */
static char *make_report(void)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    cr_assert_not_null(out);
    for (int i = 0; i < SHIPS; i++)
        fprintf(out,
                "# Ship %d\n\n=HYPERLINK is what the crew of ship%dx, \"unpaid\", is told.\n\n", i,
                i);
    fclose(out);
    return text;
}

static void start(void)
{
    char *report = make_report();

    desk_fixture_start(&desk, "ships.md", report);
    free(report);
}

static void stop(void)
{
    desk_fixture_stop(&desk);
}

TestSuite(all, .init = start, .fini = stop, .timeout = 120);

#define ASK(run, expected, ...)                                                                    \
    do {                                                                                           \
        TIP_RUN(run, "tipsearch", "-s", desk.address, __VA_ARGS__);                                \
        cr_assert_eq((run)->status, expected, "exit status %d: %.300s%s", (run)->status,           \
                     (run)->out, (run)->err);                                                      \
    } while (0)

/* What a shell's `command`, whose %s is a file with `text`, prints; for free(3). */
static char *convert(const char *command, const char *text, size_t length)
{
    char *path = tip_test_path(desk.files.folder, "text"), *whole = NULL;
    char *out = calloc(1, 65536);
    FILE *pipe;

    tip_test_write(path, text, length);
    cr_assert_gt(asprintf(&whole, "TEXT='%s'; %s", path, command), 0);
    pipe = popen(whole, "r");
    cr_assert(pipe && out);
    out[fread(out, 1, 65535, pipe)] = '\0';
    cr_assert_eq(pclose(pipe), 0, "%s", command);
    free(whole);
    free(path);
    return out;
}

static void expect_converted(const struct tip_run *run, const char *command, const char *expected)
{
    char *out = convert(command, run->out, run->out_length);

    cr_expect_str_eq(out, expected);
    free(out);
}

/* How many there are, how many ids, whether they ascend, and what the first cell of text is like.
 */
static const char READ_CSV[] =
    "python3 -c 'import csv, sys\n"
    "rows = list(csv.DictReader(open(sys.argv[1], newline=\"\", encoding=\"utf-8-sig\")))\n"
    "ids = [row[\"id\"] for row in rows]\n"
    "print(len(rows), len(set(ids)), ids == sorted(ids), rows[0][\"total\"], rows[0][\"rank\"],"
    " rows[0][\"quotation\"][:11])' \"$TEXT\"";

Test(all, each_passage_is_a_row_of_csv_once)
{
    struct tip_run run;

    ASK(&run, 0, "--all", "--format", "csv", "crew");
    expect_converted(&run, READ_CSV, "2345 2345 True 2345  '=HYPERLINK\n");
    tip_run_free(&run);
    ASK(&run, 0, "--all", "--format", "csv", "--bom", "*");
    cr_expect_eq(memcmp(run.out, "\xef\xbb\xbfline,", 8), 0);
    expect_converted(&run, READ_CSV, "2345 2345 True 2345  '=HYPERLINK\n");
    tip_run_free(&run);
    ASK(&run, 0, "-n", "0", "*");
    cr_expect_eq(strncmp(run.out, "2345 passages", 13), 0, "%s", run.out);
    tip_run_free(&run);
}

Test(all, each_form_has_them_all)
{
    static const struct {
        const char *form, *command, *expected;
    } FORMS[] = {
        {"jsonl", "wc -l < \"$TEXT\"", "2345\n"},
        {"md", "grep -c '^> ' \"$TEXT\"", "2345\n"},
        {"bibtex", "grep '^@' \"$TEXT\" | sort -u | wc -l", "2345\n"},
        {"bibtex",
         "pandoc -f bibtex -t csljson \"$TEXT\" | python3 -c 'import json, sys\n"
         "print(len({item[\"id\"] for item in json.load(sys.stdin)}))'",
         "2345\n"},
        {"ris", "ris2xml \"$TEXT\" 2>/dev/null | grep -o '<mods ID=[^>]*' | sort -u | wc -l",
         "2345\n"},
        {"csl",
         "pandoc -f csljson -t csljson \"$TEXT\" | python3 -c 'import json, sys\n"
         "print(len({item[\"id\"] for item in json.load(sys.stdin)}))'",
         "2345\n"},
    };

    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        struct tip_run run;

        ASK(&run, 0, "--all", "--format", FORMS[i].form, "crew");
        expect_converted(&run, FORMS[i].command, FORMS[i].expected);
        tip_run_free(&run);
    }
}

Test(all, for_people_it_has_each_text)
{
    struct tip_run run;

    ASK(&run, 0, "--all", "\"ship7x\" OR \"ship8x\"");
    cr_expect_eq(strncmp(run.out, "2 passages\n\n    Ship ", 21), 0, "%s", run.out);
    cr_expect_not_null(strstr(run.out, "ship7x"));
    cr_expect_not_null(strstr(run.out, "ship8x"));
    tip_run_free(&run);
    ASK(&run, 1, "--all", "+crew +nothingofthekind");
    cr_expect_eq(strncmp(run.out, "no passage found", 16), 0, "%s", run.out);
    tip_run_free(&run);
}

Test(all, what_finds_nothing_is_an_empty_list)
{
    static const struct {
        const char *form, *expected;
    } FORMS[] = {{"jsonl", ""}, {"bibtex", ""}, {"ris", ""}, {"csl", "[]\n"}};

    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        struct tip_run run;

        ASK(&run, 1, "--all", "--format", FORMS[i].form, "nothingofthekind");
        cr_expect_str_eq(run.out, FORMS[i].expected);
        tip_run_free(&run);
    }
}

/* As a search does, it shows one of several reports that say the same, unless told otherwise. */
Test(all, what_is_collapsed_is_as_in_a_search)
{
    static const struct {
        const char *collapse;
        int lines;
    } CASES[] = {{"--collapse=on", 1}, {"--collapse=off", 2}};

    desk_fixture_add(&desk, "other.md", "# Ship 7\n\nPorters on the docks carry salt.\n");
    desk_fixture_add(&desk, "again.md", "# Ship 7\n\nPorters on the docks carry salt.\n");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char expected[32];
        struct tip_run run;

        ASK(&run, 0, "--all", CASES[i].collapse, "--format", "jsonl", "porters");
        snprintf(expected, sizeof expected, "%d\n", CASES[i].lines);
        expect_converted(&run, "wc -l < \"$TEXT\"", expected);
        tip_run_free(&run);
        ASK(&run, 0, CASES[i].collapse, "-n", "0", "porters");
        snprintf(expected, sizeof expected, "%d passage", CASES[i].lines);
        cr_expect_eq(strncmp(run.out, expected, 9), 0, "%s", run.out);
        tip_run_free(&run);
    }
}

Test(all, an_output_file_is_whole_or_as_it_was)
{
    char *path = tip_test_path(desk.files.folder, "ships.csv"), *text;
    struct tip_run run;
    size_t length;

    tip_test_write(path, "old\n", 4);
    ASK(&run, 2, "--all", "--format", "csv", "-o", path, "country:nowhere");
    tip_run_free(&run);
    text = tip_test_read(path, NULL);
    cr_expect_str_eq(text, "old\n");
    free(text);
    ASK(&run, 0, "--all", "--format", "csv", "-o", path, "crew");
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
    text = tip_test_read(path, &length);
    cr_expect_gt(length, SHIPS * 100);
    free(text);
    ASK(&run, 2, "--all", "-o", "/dev/full", "crew");
    cr_expect_not_null(strstr(run.err, "/dev/full cannot be written: No space left"), "%s",
                       run.err);
    tip_run_free(&run);
    ASK(&run, 2, "--all", "-o", "/no/such/folder", "crew");
    cr_expect_not_null(strstr(run.err, "/no/such/folder cannot be written"), "%s", run.err);
    tip_run_free(&run);
    free(path);
}

Test(all, options_that_do_not_go_with_it_are_named)
{
    static const struct {
        const char *option, *message;
    } CASES[] = {{"-n3", "--all and --watch print everything"},
                 {"--json", "--all and --watch print everything"},
                 {"--cite=ris", "--all and --watch print everything"},
                 {"--format=text", "--format does not know: text"},
                 {"--bom", "--bom goes with --format csv"},
                 {"--baseline", "--baseline goes with --watch"},
                 {"--collapse=maybe", "--collapse does not know: maybe"}};

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct tip_run run;

        ASK(&run, 2, "--all", CASES[i].option, "crew");
        cr_expect_not_null(strstr(run.err, CASES[i].message), "%s", run.err);
        tip_run_free(&run);
    }
}

/* ---- what a server may do ---- */

static const char FIRST_PAGE[] =
    "{\"query\":{\"text\":\"x\",\"read_as\":\"x\"},\"index\":{\"generation\":7},\"total\":2,"
    "\"hits\":[{\"id\":\"00000000000000a1\",\"text\":\"The first one.\"}],\"next\":\"later\"}\n";

TestSuite(all_cut, .timeout = 120);

static const char LAST_PAGE[] =
    "{\"query\":{\"text\":\"x\",\"read_as\":\"x\"},\"index\":{\"generation\":7},\"total\":2,"
    "\"hits\":[{\"id\":\"00000000000000a2\",\"text\":\"The second one.\"}],\"next\":null}\n";

static const char GONE[] =
    "{\"error\":{\"code\":\"gone\",\"message\":\"generation 7 is no more\"}}\n";

Test(all_cut, what_is_gone_midway_is_never_a_shorter_list)
{
    struct fake_server server;
    struct tip_run run;
    char *folder = tip_test_folder(), *path = tip_test_path(folder, "list"), *text;

    fake_server_start(&server, FAKE_ANSWERS, FIRST_PAGE);
    server.later = GONE;
    TIP_RUN(&run, "tipsearch", "-s", server.address, "--all", "--format", "jsonl", "x");
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.out, "00000000000000a1"), "%s", run.out);
    cr_expect_not_null(strstr(run.err, "generation 7 is no more"), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "1 of 2 passages were written"), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "ask again"), "%s", run.err);
    tip_run_free(&run);
    tip_test_write(path, "old\n", 4);
    TIP_RUN(&run, "tipsearch", "-s", server.address, "--all", "-o", path, "x");
    cr_expect_eq(run.status, 2);
    tip_run_free(&run);
    text = tip_test_read(path, NULL);
    cr_expect_str_eq(text, "old\n");
    free(text);
    free(path);
    fake_server_stop(&server);
    tip_test_folder_remove(folder);
}

/* The connection ends behind the first page: another one goes on with the cursor. */
Test(all_cut, a_connection_that_is_lost_is_made_anew)
{
    struct fake_server server;
    struct tip_run run;

    fake_server_start(&server, FAKE_CLOSES, FIRST_PAGE);
    server.later = LAST_PAGE;
    TIP_RUN(&run, "tipsearch", "-s", server.address, "--all", "--format", "ris", "x");
    fake_server_stop(&server);
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_not_null(strstr(run.out, "passage 00000000000000a1"), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "passage 00000000000000a2"), "%s", run.out);
    cr_expect_geq(server.connections, 2);
    cr_expect_not_null(strstr(server.request, "\"after\":\"later\""), "%s", server.request);
    tip_run_free(&run);
}

static const char NO_TIME[] =
    "{\"error\":{\"code\":\"timeout\",\"message\":\"no time for the page\"}}\n";
static const char IS_BUSY[] =
    "{\"error\":{\"code\":\"busy\",\"message\":\"others ask\",\"retry_after_ms\":10}}\n";

/* Less is asked for, then it is an error. */
Test(all_cut, a_page_for_which_there_is_no_time_is_made_smaller)
{
    struct fake_server server;
    struct tip_run run;

    fake_server_start(&server, FAKE_ANSWERS, FIRST_PAGE);
    server.later = NO_TIME;
    TIP_RUN(&run, "tipsearch", "-s", server.address, "--all", "--format", "jsonl", "x");
    fake_server_stop(&server);
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "no time for the page"), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "1 of 2 passages were written"), "%s", run.err);
    cr_expect_eq(server.requests, 5);
    cr_expect_not_null(strstr(server.request, "\"limit\":15"), "%s", server.request);
    tip_run_free(&run);
}

Test(all_cut, a_busy_server_is_asked_again)
{
    struct fake_server server;
    struct tip_run run;

    fake_server_start(&server, FAKE_ANSWERS, FIRST_PAGE);
    server.later = IS_BUSY;
    TIP_RUN(&run, "tipsearch", "-s", server.address, "--timeout", "1", "--all", "x");
    fake_server_stop(&server);
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "others ask"), "%s", run.err);
    cr_expect_gt(server.requests, 3);
    tip_run_free(&run);
}

/* Its pages never end. */
Test(all_cut, an_interrupted_run_leaves_no_file)
{
    struct fake_server server;
    char *folder = tip_test_folder(), *path = tip_test_path(folder, "list");
    char *draft = tip_test_path(folder, "list.new");
    int ended;
    pid_t pid;

    fake_server_start(&server, FAKE_ANSWERS, FIRST_PAGE);
    pid = tip_test_spawn(
        (const char *const[]){"tipsearch", "-s", server.address, "--all", "-o", path, "x", NULL});
    cr_assert(tip_test_await_file(draft, false), "nothing was written");
    kill(pid, SIGINT);
    cr_assert_eq(waitpid(pid, &ended, 0), pid);
    cr_expect(WIFSIGNALED(ended) && WTERMSIG(ended) == SIGINT);
    cr_expect_neq(access(path, F_OK), 0);
    cr_expect_neq(access(draft, F_OK), 0);
    fake_server_stop(&server);
    free(draft);
    free(path);
    tip_test_folder_remove(folder);
}
