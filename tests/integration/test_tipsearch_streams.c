/* Programs that are started with closed standard streams: what they print goes nowhere else. */
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "integration/desk_fixture.h"

enum { AWAIT_LIMIT_MS = 20000, AWAIT_LOOK_MS = 10 };

static struct desk_fixture desk;
static char *watched, *state, *memo;

static void start(void)
{
    desk_fixture_start(&desk, "kilns.md", "# Kilns\n\nFamilies at the kilns owe a debt.\n");
    watched = tip_test_path(desk.files.folder, "cases.watch");
    state = tip_test_path(desk.files.folder, "cases.watch.state");
    memo = tip_test_path(desk.files.folder, "memo.md");
    tip_test_write(watched, "debts: debt\n", strlen("debts: debt\n"));
    tip_test_write(memo, "> families at the kilns\n", strlen("> families at the kilns\n"));
}

static void stop(void)
{
    desk_fixture_stop(&desk);
    free(watched);
    free(state);
    free(memo);
}

TestSuite(streams, .init = start, .fini = stop, .timeout = 120);

/* Runs tipsearch in a shell with these arguments and redirections, in the folder of the test. */
static void run_shell(struct tip_run *run, const char *arguments)
{
    char command[1024];

    snprintf(command, sizeof command, "cd '%s' && exec '%s/tipsearch' -s '%s' %s",
             desk.files.folder, getenv("TIP_BIN"), desk.address, arguments);
    TIP_RUN(run, "/bin/sh", "-c", command);
}

Test(streams, a_closed_output_fails_and_says_so)
{
    static const char *const CASES[] = {
        "--watch cases.watch --format csv >&-",
        "--watch cases.watch >&-",
        "--watch cases.watch -o /dev/stdout >&-",
        "--watch cases.watch --format csv <&- >&-",
        "--all debt --format csv >&-",
        "--all debt >&-",
        "--all debt --format csl >&-",
        "--format csv debt >&-",
        "debt >&-",
        "--json debt >&-",
        "--batch cases.watch --format jsonl >&-",
        "--quote 'families at the kilns' >&-",
        "--memo memo.md >&-",
        "--explain debt >&-",
        "--batch cases.watch --counts country >&-",
        "--help >&-",
        "--version >&-",
        "--all debt -o /dev/stdout >&-",
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct tip_run run;

        run_shell(&run, CASES[i]);
        cr_expect_eq(run.status, 2, "%s: exit status %d: %s", CASES[i], run.status, run.err);
        cr_expect(strstr(run.err, "Bad file descriptor") || strstr(run.err, "/dev/stdout cannot"),
                  "%s: %s", CASES[i], run.err);
        cr_expect_neq(access(state, F_OK), 0, "%s made a state", CASES[i]);
        tip_run_free(&run);
    }
}

static void expect_found(const char *arguments)
{
    struct tip_run run;

    run_shell(&run, arguments);
    cr_expect_eq(run.status, 0, "%s: exit status %d: %s", arguments, run.status, run.err);
    cr_expect_not_null(strstr(run.out, "owe a debt"), "%s: %s", arguments, run.out);
    tip_run_free(&run);
}

/* Also what is told goes nowhere: a line that is no search is. */
Test(streams, a_closed_standard_error_leaves_the_state_whole)
{
    struct tip_run run;
    char *text;

    expect_found("--watch cases.watch --format csv 2>&-");
    tip_test_write(watched, "no search\ndebts: debt\n", strlen("no search\ndebts: debt\n"));
    run_shell(&run, "--watch cases.watch --format csv 2>&-");
    cr_expect_eq(run.status, 2);
    tip_run_free(&run);
    text = tip_test_read(state, NULL);
    cr_expect_eq(strncmp(text, "tipsearch-watch-state 1\nsearch debts\n", 37), 0, "%s", text);
    free(text);
    run_shell(&run, "--watch cases.watch");
    cr_expect_eq(run.status, 2);
    cr_expect_null(strstr(run.err, "damaged"), "%s", run.err);
    tip_run_free(&run);
}

Test(streams, a_closed_input_is_not_read)
{
    struct tip_run run;

    expect_found("--all debt --format csv <&-");
    run_shell(&run, "--batch - <&-");
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "Bad file descriptor"), "%s", run.err);
    tip_run_free(&run);
}

/* Its log is not written into the index or to a client. */
Test(streams, a_server_without_streams_holds_their_places)
{
    char command[1024], name[64], target[64] = "";
    struct tip_run run = {0};
    const char *const arguments[] = {"/bin/sh", "-c", command, NULL};
    pid_t server;

    snprintf(command, sizeof command,
             "exec '%s/tipsearchd' -f -i '%s' -l 'unix:%s/bare' <&- >&- 2>&-", getenv("TIP_BIN"),
             desk.files.index, desk.files.folder);
    server = tip_test_spawn(arguments);
    snprintf(name, sizeof name, "unix:%.50s/bare", desk.files.folder);
    for (int waited = 0; waited < AWAIT_LIMIT_MS; waited += AWAIT_LOOK_MS) {
        TIP_RUN(&run, "tipsearch", "-s", name, "--json", "debt");
        if (run.status == 0)
            break;
        tip_run_free(&run);
        usleep(AWAIT_LOOK_MS * 1000);
    }
    cr_expect_eq(run.status, 0, "it does not answer");
    for (int stream = 0; stream <= 2; stream++) {
        snprintf(name, sizeof name, "/proc/%d/fd/%d", (int)server, stream);
        memset(target, 0, sizeof target);
        cr_expect_gt(readlink(name, target, sizeof target - 1), 0, "%s: %s", name, strerror(errno));
        cr_expect_str_eq(target, "/dev/null");
    }
    tip_run_free(&run);
    kill(server, SIGTERM);
    waitpid(server, NULL, 0);
}
