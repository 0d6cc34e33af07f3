/* tipsearch starts a server of its own for the index that is meant. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/harness.h"
#include "mcp_fixture.h"

enum { END_LIMIT_MS = 20000, LOOK_EVERY_MS = 20 };

static char *folder;  /* holds everything of a test: $HOME, $XDG_RUNTIME_DIR, the index */
static char *index_;  /* the default one */
static char *another; /* an index elsewhere */

static char *make_folder(const char *name)
{
    char *path = tip_test_path(folder, name);

    cr_assert_eq(mkdir(path, 0700), 0);
    return path;
}

static void build(const char *index, const char *text)
{
    struct tip_run run;
    char *source = tip_test_path(folder, "sample.md");

    tip_test_write(source, text, strlen(text));
    TIP_RUN(&run, "tipindex", "build", "-i", index, source);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    cr_assert_eq(unlink(source), 0);
    free(source);
}

static void set_up(void)
{
    char *data, *runtime;

    folder = tip_test_folder();
    data = make_folder("data");
    runtime = make_folder("runtime");
    setenv("HOME", folder, 1);
    setenv("XDG_DATA_HOME", data, 1);
    setenv("XDG_RUNTIME_DIR", runtime, 1);
    unsetenv("TIPSEARCH_SERVER");
    unsetenv("TIPSEARCH_INDEX");
    index_ = tip_test_path(data, "tipsearch/index");
    another = tip_test_path(folder, "another");
    free(data);
    free(runtime);
}

/* Whether the process has `part` in its command line. */
static bool is_run_with(const char *pid, const char *part)
{
    char path[300], line[4096];
    size_t length;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%s/cmdline", pid);
    file = fopen(path, "r");
    if (!file)
        return false;
    length = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    return memmem(line, length, part, strlen(part)) != NULL;
}

/* The servers of this test: they have its folder in their arguments. Sends each `signal` (0: none)
 * and returns how many there are. */
static int signal_servers(int signal)
{
    DIR *processes = opendir("/proc");
    const struct dirent *entry;
    int count = 0;

    cr_assert_not_null(processes);
    while ((entry = readdir(processes))) {
        if (!isdigit((unsigned char)entry->d_name[0]) || atoi(entry->d_name) == getpid())
            continue;
        if (!is_run_with(entry->d_name, folder))
            continue;
        count++;
        if (signal)
            kill(atoi(entry->d_name), signal);
    }
    closedir(processes);
    return count;
}

static void tear_down(void)
{
    int waited = 0;

    signal_servers(SIGTERM);
    while (signal_servers(0) > 0 && waited < END_LIMIT_MS) {
        poll(NULL, 0, LOOK_EVERY_MS);
        waited += LOOK_EVERY_MS;
    }
    cr_expect(waited < END_LIMIT_MS, "a server did not end");
    free(index_);
    free(another);
    tip_test_folder_remove(folder);
}

TestSuite(tipsearch_start, .init = set_up, .fini = tear_down, .timeout = 90);

static void expect_found(const char *const *arguments, const char *part)
{
    struct tip_run run;

    tip_test_run(&run, NULL, 0, arguments);
    cr_expect_eq(run.status, 0, "%s%s", run.out, run.err);
    cr_expect_not_null(strstr(run.out, part), "%s", run.out);
    cr_expect_str_eq(run.err, "");
    tip_run_free(&run);
}

#define EXPECT_FOUND(part, ...)                                                                    \
    expect_found((const char *const[]){"tipsearch", __VA_ARGS__, NULL}, part)

Test(tipsearch_start, a_server_is_started_once_and_answers_again)
{
    build(index_, "# First\n\nA passport was taken.\n");
    EXPECT_FOUND("A passport was taken.", "passport");
    EXPECT_FOUND("A passport was taken.", "passport");
    cr_expect_eq(signal_servers(0), 1);
}

Test(tipsearch_start, a_started_server_has_the_knowledge_that_came_along)
{
    build(index_, "# First\n\nDebt bondage held an NGO's clients.\n");
    EXPECT_FOUND("1 passage\n", "pattern:debt-bondage");
    EXPECT_FOUND("     1  Debt bondage (debt-bondage)\n", "--patterns");
    EXPECT_FOUND("nongovernmental organization", "NGO");
}

Test(tipsearch_start, two_at_once_both_get_answers_from_one_server)
{
    enum { CLIENTS = 4 };
    static const char *const ARGUMENTS[] = {"tipsearch", "passport", NULL};
    pid_t clients[CLIENTS];

    build(index_, "# First\n\nA passport was taken.\n");
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = tip_test_spawn(ARGUMENTS);
    for (int i = 0; i < CLIENTS; i++) {
        int status;

        cr_assert_eq(waitpid(clients[i], &status, 0), clients[i]);
        cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x", (unsigned)status);
    }
    cr_expect_eq(signal_servers(0), 1);
}

/* It is looked for when something is asked, and once it has gone. */
Test(tipsearch_start, an_assistant_has_the_server_started)
{
    static const char input[] =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
        "\"2025-06-18\"}}\n"
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":"
        "\"search_reports\",\"arguments\":{\"query\":\"passport\"}}}\n";
    static const char *const found[] = {"A passport was taken.", "there is no index at"};
    struct tip_run run;

    for (int i = 0; i < 2; i++) {
        build(index_, "# First\n\nA passport was taken.\n");
        tip_test_run(
            &run, input, strlen(input),
            (const char *const[]){"tipsearch", "--mcp", "-i", i == 0 ? index_ : folder, NULL});
        cr_expect_eq(run.status, 0, "%s", run.err);
        cr_expect_not_null(strstr(run.out, found[i]), "%s", run.out);
        cr_expect_str_eq(run.err, "");
        tip_run_free(&run);
    }
    cr_expect_eq(signal_servers(0), 1);
}

static void expect_passport(struct mcp *mcp)
{
    json_t *result = mcp_call(mcp, "search_reports", "{\"query\":\"passport\"}");

    cr_expect_not_null(strstr(mcp_text(result), "> A passport was taken."), "%s", mcp_text(result));
    json_decref(result);
}

/* As when it was idle for long. */
Test(tipsearch_start, an_assistant_has_it_started_again_once_it_has_gone)
{
    static const int signals[] = {SIGTERM, SIGKILL};
    struct mcp mcp;

    build(index_, "# First\n\nA passport was taken.\n");
    mcp_start(&mcp, (const char *const[]){NULL});
    mcp_begin(&mcp, "2025-06-18");
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        expect_passport(&mcp);
        cr_assert_eq(signal_servers(signals[i]), 1);
        while (signal_servers(0) > 0)
            poll(NULL, 0, LOOK_EVERY_MS);
    }
    expect_passport(&mcp);
    mcp_end(&mcp);
}

Test(tipsearch_start, each_index_has_a_server_of_its_own)
{
    build(index_, "# First\n\nA passport was taken.\n");
    build(another, "# Second\n\nThe passport was given back.\n");
    EXPECT_FOUND("A passport was taken.", "passport");
    EXPECT_FOUND("The passport was given back.", "-i", another, "passport");
    EXPECT_FOUND("A passport was taken.", "passport");
    setenv("TIPSEARCH_INDEX", another, 1);
    EXPECT_FOUND("The passport was given back.", "passport");
    EXPECT_FOUND("A passport was taken.", "-i", index_, "passport");
    cr_expect_eq(signal_servers(0), 2);
}

Test(tipsearch_start, a_socket_that_nobody_serves_is_no_obstacle)
{
    build(index_, "# First\n\nA passport was taken.\n");
    EXPECT_FOUND("A passport was taken.", "passport");
    signal_servers(SIGKILL);
    for (int waited = 0; signal_servers(0) > 0 && waited < END_LIMIT_MS; waited += LOOK_EVERY_MS)
        poll(NULL, 0, LOOK_EVERY_MS);
    EXPECT_FOUND("A passport was taken.", "passport");
}

Test(tipsearch_start, a_runtime_folder_that_no_socket_fits_is_no_obstacle)
{
    char name[101], *runtime;

    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    runtime = make_folder(name);
    setenv("XDG_RUNTIME_DIR", runtime, 1);
    build(index_, "# First\n\nA passport was taken.\n");
    EXPECT_FOUND("A passport was taken.", "passport");
    EXPECT_FOUND("A passport was taken.", "passport");
    cr_expect_eq(signal_servers(0), 1);
    free(runtime);
}

Test(tipsearch_start, without_an_index_the_message_says_how_to_make_one)
{
    struct tip_run run;

    TIP_RUN(&run, "tipsearch", "passport");
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, index_), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "tipindex build"), "%s", run.err);
    cr_expect_eq(signal_servers(0), 0);
    tip_run_free(&run);
}

Test(tipsearch_start, a_server_that_cannot_start_has_its_reason_shown)
{
    struct tip_run run;
    char *manifest;

    build(index_, "# First\n\nA passport was taken.\n");
    manifest = tip_test_path(index_, "generation-000001/manifest.json");
    tip_test_write(manifest, "{}\n", strlen("{}\n"));
    free(manifest);
    TIP_RUN(&run, "tipsearch", "passport");
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "manifest.json"), "%s", run.err);
    tip_run_free(&run);
}
