/* The command tipsearch with a server that means no good, and on a terminal. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/harness.h"
#include "unit/fake_server.h"

static const char HOSTILE[] =
    "{\"total\":1,\"hits\":[{\"rank\":1,\"id\":\"ab\",\"section\":[\"\\u001b[2JGone\"],"
    "\"snippet\":[{\"text\":\"\\u009b31m a\xc2\x9b\xe2\x80\xae "
    "\"},{\"text\":\"hit\",\"hit\":true}]}]}\n";

/* What `tipsearch` with these arguments writes to a terminal of 24 lines and 80 columns, its LF
 * instead of CR LF; for free(3). */
static char *run_on_terminal(const char *const *arguments)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), status;
    char *text = calloc(1, 65536), *program = tip_test_path(getenv("TIP_BIN"), "tipsearch");
    size_t length = 0;
    ssize_t got;
    pid_t pid;

    if (terminal < 0)
        cr_skip_test("skipped: this system gives no pseudo-terminal");
    cr_assert(grantpt(terminal) == 0 && unlockpt(terminal) == 0 && text);
    cr_assert_eq(ioctl(terminal, TIOCSWINSZ, &size), 0);
    pid = fork();
    if (pid == 0) {
        setsid();
        int side = open(ptsname(terminal), O_RDWR);

        dup2(side, STDIN_FILENO);
        dup2(side, STDOUT_FILENO);
        execv(program, (char *const *)arguments);
        _exit(127);
    }
    while ((got = read(terminal, text + length, 65535 - length)) > 0 || length == 0) {
        if (got > 0)
            length += (size_t)got;
        else if (waitpid(pid, &status, WNOHANG) == pid)
            break;
    }
    waitpid(pid, &status, 0);
    close(terminal);
    free(program);
    text[length] = '\0';
    for (char *from = text, *to = text; (*to = *from); from++)
        to += *from != '\r';
    return text;
}

/* Runs tipsearch on a terminal against a server with that reply. */
static char *show_on_terminal(const char *reply, const char *option)
{
    struct fake_server server;
    char *text;

    fake_server_start(&server, FAKE_ANSWERS, reply);
    text = run_on_terminal(
        (const char *const[]){"tipsearch", "-s", server.address, option, "x", NULL});
    fake_server_stop(&server);
    return text;
}

static void prepare(void)
{
    setenv("TERM", "xterm", 1);
    setenv("PAGER", "cat", 1);
    unsetenv("NO_COLOR");
}

TestSuite(tipsearch_hostile, .init = prepare, .timeout = 60);

Test(tipsearch_hostile, a_terminal_gets_colours_and_no_commands_of_the_text)
{
    char *text = show_on_terminal(HOSTILE, "--color=auto");

    cr_expect_str_eq(text, "1 passage\n"
                           "\n"
                           " 1  \033[1m\xef\xbf\xbd[2JGone\033[0m\n"
                           "    \xef\xbf\xbd"
                           "31m a\xef\xbf\xbd \033[1;31mhit\033[0m\n"
                           "    \033[2mab\033[0m\n");
    free(text);
}

Test(tipsearch_hostile, no_color_and_a_dumb_terminal_get_none)
{
    char *text;

    setenv("NO_COLOR", "1", 1);
    text = show_on_terminal(HOSTILE, "--color=auto");
    cr_expect_null(strchr(text, '\033'));
    free(text);
    unsetenv("NO_COLOR");
    setenv("TERM", "dumb", 1);
    text = show_on_terminal(HOSTILE, "--color=auto");
    cr_expect_null(strchr(text, '\033'));
    free(text);
}

Test(tipsearch_hostile, json_on_a_terminal_is_escaped)
{
    char *text = show_on_terminal(HOSTILE, "--json");

    cr_expect_null(strchr(text, '\033'));
    cr_expect_null(strstr(text, "\xc2\x9b"));
    cr_expect_not_null(strstr(text, "a\\u009b\\u202e"));
    free(text);
}

Test(tipsearch_hostile, what_is_longer_than_the_screen_goes_to_the_pager)
{
    char reply[16384] = "{\"total\":20,\"hits\":[";
    char *text;

    for (int i = 1; i <= 20; i++)
        sprintf(reply + strlen(reply), "%s{\"rank\":%d,\"id\":\"ab\"}", i > 1 ? "," : "", i);
    strcat(reply, "]}\n");
    setenv("PAGER", "sed 's/^/| /'", 1);
    text = show_on_terminal(reply, "--color=never");
    cr_expect_eq(strncmp(text, "| 20 passages\n| \n|  1  ab\n", 26), 0, "%s", text);
    free(text);
    setenv("PAGER", "no-such-pager-here", 1);
    text = show_on_terminal(reply, "--color=never");
    cr_expect_not_null(strstr(text, "20 passages\n\n 1  ab\n"), "%s", text);
    free(text);
}

Test(tipsearch_hostile, a_bad_server_is_an_error_and_no_hang)
{
    static const char *const SAYS[] = {"220 mail.example.org ESMTP\n",
                                       "",
                                       "{\"hits\":",
                                       "[]\n",
                                       "{\"total\":1,\"hits\":[7]}\n",
                                       "{\"error\":{\"code\":\"internal\",\"message\":\"\\u001b"
                                       "[2J\"}}\n"};

    for (size_t i = 0; i < sizeof SAYS / sizeof SAYS[0]; i++) {
        struct fake_server server;
        struct tip_run run;

        fake_server_start(&server, FAKE_CLOSES, SAYS[i]);
        TIP_RUN(&run, "tipsearch", "-s", server.address, "x");
        fake_server_stop(&server);
        cr_expect_eq(run.status, 2, "%s: %s", SAYS[i], run.err);
        cr_expect_eq(strncmp(run.err, "tipsearch: ", 11), 0, "%s", run.err);
        cr_expect_null(strchr(run.err, '\033'));
        cr_expect_str_eq(run.out, "");
        tip_run_free(&run);
    }
}

Test(tipsearch_hostile, a_cut_result_is_shown_and_is_an_error)
{
    static const char REPLY[] =
        "{\"total\":3,\"partial\":true,\"hits\":[{\"rank\":1,\"id\":\"ab\"}]}\n";
    struct fake_server server;
    struct tip_run run;

    fake_server_start(&server, FAKE_ANSWERS, REPLY);
    TIP_RUN(&run, "tipsearch", "-s", server.address, "x");
    fake_server_stop(&server);
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.out, " 1  ab\n"));
    cr_expect_not_null(strstr(run.err, "time ran out"));
    tip_run_free(&run);
}

Test(tipsearch_hostile, a_server_that_says_nothing_costs_the_time_that_was_given)
{
    struct fake_server server;
    struct tip_run run;

    fake_server_start(&server, FAKE_ANSWERS, "");
    TIP_RUN(&run, "tipsearch", "-s", server.address, "--timeout", "1", "scam");
    fake_server_stop(&server);
    cr_expect_eq(run.status, 2);
    cr_expect_str_eq(run.err, "tipsearch: the server did not reply within 1000 ms\n");
    tip_run_free(&run);
}
