/* The clients of client/examples/: each asks a real server, prints what it should, and ends with an
 * error when the server says one. A language whose interpreter is not installed is skipped and says
 * so; what comes with Debian's build tools must be there in CI. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server_fixture.h"

/* How a client is told where the server is. */
enum manner { BY_PATH, BY_URL, BY_HOST, BY_HOST_AND_PORT };

struct example {
    const char *interpreter;
    const char *first; /* its first argument, or NULL */
    const char *script;
    enum manner manner;
    bool is_needed; /* in CI */
};

enum { ARGUMENTS_MAX = 6, PATH_SIZE = 512 };

static struct server_fixture fixture;
static char port[8];
static char host_and_port[32];
static char url[PATH_SIZE];

static void start(void)
{
    const char *name = "tcp:127.0.0.1:";
    char *log;

    server_fixture_build(&fixture);
    tip_daemon_start(&fixture.daemon, fixture.index,
                     (const char *const[]){"-l", "tcp:127.0.0.1:0", NULL});
    server_await_log(&fixture, name);
    log = tip_test_read(fixture.daemon.error_file, NULL);
    snprintf(port, sizeof port, "%lu", strtoul(strstr(log, name) + strlen(name), NULL, 10));
    free(log);
    snprintf(host_and_port, sizeof host_and_port, "127.0.0.1:%s", port);
    snprintf(url, sizeof url, "unix://%s", fixture.daemon.socket);
}

static void stop(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(examples, .init = start, .fini = stop, .timeout = 120);

/* The program of that name in the PATH. */
static bool find_program(char found[PATH_SIZE], const char *name)
{
    char *folders = strdup(getenv("PATH")), *place = NULL;
    bool is_found = false;

    for (char *folder = strtok_r(folders, ":", &place); folder != NULL && !is_found;
         folder = strtok_r(NULL, ":", &place)) {
        snprintf(found, PATH_SIZE, "%s/%s", folder, name);
        is_found = access(found, X_OK) == 0;
    }
    free(folders);
    return is_found;
}

static void run_example(struct tip_run *run, const struct example *example, const char *interpreter,
                        const char *query)
{
    const char *arguments[ARGUMENTS_MAX + 1] = {interpreter};
    size_t count = 1;
    char *script = tip_test_path(getenv("TIP_SOURCE"), example->script);

    if (example->first != NULL)
        arguments[count++] = example->first;
    arguments[count++] = script;
    switch (example->manner) {
    case BY_PATH:
        arguments[count++] = fixture.daemon.socket;
        break;
    case BY_URL:
        arguments[count++] = url;
        break;
    case BY_HOST:
        arguments[count++] = host_and_port;
        break;
    case BY_HOST_AND_PORT:
        arguments[count++] = "127.0.0.1";
        arguments[count++] = port;
        break;
    }
    arguments[count] = query;
    tip_test_run(run, NULL, 0, arguments);
    free(script);
}

/* A query that finds something, whose quotes must arrive; one that the server refuses; one that
 * finds nothing and is of many bytes a character. */
static void expect_asks(const struct example *example, const char *interpreter)
{
    static const char found[] =
        "U.S. Department of State, Trafficking in Persons Report, June 2023, “Forced Labor at "
        "Sea”, passage ba46338155b33f9c\n"
        "    Fishing vessels use forced labor far from any port. Recruitment fees that workers "
        "borrow become debt bondage before the ship has left.\n";
    struct tip_run run;

    run_example(&run, example, interpreter, "\"debt bondage\" +vessels");
    cr_expect_eq(run.status, 0, "%s: %s", example->script, run.err);
    cr_expect_str_eq(run.out, found);
    tip_run_free(&run);
    run_example(&run, example, interpreter, "year:soon");
    cr_expect_eq(run.status, 1, "%s: %d", example->script, run.status);
    cr_expect_str_eq(run.out, "");
    cr_expect_not_null(strstr(run.err, "year: takes a year"), "%s: %s", example->script, run.err);
    tip_run_free(&run);
    run_example(&run, example, interpreter, "=ការជួញដូរមនុស្ស");
    cr_expect_eq(run.status, 0, "%s: %s", example->script, run.err);
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
}

/* What the Python client says on standard error; for free(3). */
static char *python_error(const char *query)
{
    static const struct example python = {.script = "client/examples/ask.py", .manner = BY_PATH};
    char interpreter[PATH_SIZE], *text;
    struct tip_run run;

    cr_assert(find_program(interpreter, "python3"), "python3 is not installed");
    run_example(&run, &python, interpreter, query);
    cr_assert_eq(run.status, 1, "%s: %s", query, run.err);
    text = strdup(run.err);
    tip_run_free(&run);
    return text;
}

/* An error's message is told as it is, whatever JSON had to escape in it: quotes, a backslash. */
static void expect_same_error(const struct example *example, const char *interpreter)
{
    static const char *const QUERIES[] = {"kind:foo", "kind:\\u0041\\\\", "kind:a/b\\/c", "year:é"};

    for (size_t i = 0; i < sizeof QUERIES / sizeof *QUERIES; i++) {
        char *expected = python_error(QUERIES[i]);
        struct tip_run run;

        run_example(&run, example, interpreter, QUERIES[i]);
        cr_expect_eq(strncmp(run.err, expected, strlen(expected)), 0, "%s: %s, not %s",
                     example->script, run.err, expected);
        tip_run_free(&run);
        free(expected);
    }
}

static void expect_example(const struct example *example)
{
    char interpreter[PATH_SIZE];

    if (find_program(interpreter, example->interpreter)) {
        expect_asks(example, interpreter);
        expect_same_error(example, interpreter);
        return;
    }
    cr_assert(!example->is_needed || getenv("CI") == NULL, "%s is not installed",
              example->interpreter);
    fprintf(stderr, "skipped: %s, as %s is not installed\n", example->script, example->interpreter);
}

Test(examples, python)
{
    expect_example(&(struct example){.interpreter = "python3",
                                     .script = "client/examples/ask.py",
                                     .manner = BY_PATH,
                                     .is_needed = true});
}

Test(examples, perl)
{
    expect_example(&(struct example){.interpreter = "perl",
                                     .script = "client/examples/ask.pl",
                                     .manner = BY_HOST,
                                     .is_needed = true});
}

Test(examples, shell)
{
    expect_example(&(struct example){.interpreter = "bash",
                                     .script = "client/examples/ask.sh",
                                     .manner = BY_HOST_AND_PORT,
                                     .is_needed = true});
}

Test(examples, php)
{
    expect_example(&(struct example){.interpreter = "php",
                                     .first = "-n",
                                     .script = "client/examples/ask.php",
                                     .manner = BY_URL});
}

Test(examples, node)
{
    expect_example(&(struct example){.interpreter = "node",
                                     .script = "client/examples/ask.js",
                                     .manner = BY_PATH,
                                     .is_needed = true});
}

Test(examples, go)
{
    expect_example(&(struct example){.interpreter = "go",
                                     .first = "run",
                                     .script = "client/examples/ask.go",
                                     .manner = BY_HOST});
}
