/* Every example of the manual pages runs. Between .EX and .EE, lines that begin with `$ ` are
 * commands of a shell: each page's are run in one, in a folder of its own with the sample corpus as
 * reports/ and an index of it, and each must succeed. Lines that begin with `> ` are requests of
 * the protocol, what follows behind `< ` the reply, where … stands for anything. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "example_match.h"
#include "server_fixture.h"

static char *read_page(const char *name)
{
    const char *source = getenv("TIP_SOURCE");
    char *path, *page;

    cr_assert_not_null(source, "TIP_SOURCE is not set");
    path = tip_test_path(source, name);
    page = tip_test_read(path, NULL);
    free(path);
    return page;
}

/* What a line of roff shows, in its place. */
static char *unescape(char *line)
{
    static const struct {
        const char *escape, *shown;
    } escapes[] = {{"\\(dq", "\""}, {"\\-", "-"}, {"\\e", "\\"}, {"\\&", ""}, {"\\(aq", "'"}};
    char *out = line;

    for (const char *at = line; *at != '\0';) {
        size_t i = 0;

        while (i < sizeof escapes / sizeof *escapes &&
               strncmp(at, escapes[i].escape, strlen(escapes[i].escape)) != 0)
            i++;
        if (i == sizeof escapes / sizeof *escapes) {
            *out++ = *at++;
            continue;
        }
        memcpy(out, escapes[i].shown, strlen(escapes[i].shown));
        out += strlen(escapes[i].shown);
        at += strlen(escapes[i].escape);
    }
    *out = '\0';
    return line;
}

/* The next line of an example, or NULL. *place and *is_example keep where it is. */
static char *next_example(char *page, char **place, bool *is_example)
{
    for (char *line = strtok_r(page, "\n", place); line != NULL;
         line = strtok_r(NULL, "\n", place)) {
        if (strcmp(line, ".EX") == 0)
            *is_example = true;
        else if (strcmp(line, ".EE") == 0)
            *is_example = false;
        else if (*is_example)
            return unescape(line);
    }
    return NULL;
}

/* A script of a page's commands; *count is how many there are. */
static char *make_script(const char *name, int *count)
{
    char *page = read_page(name), *rest = page, *place = NULL, *script = NULL;
    bool is_example = false;
    size_t length;
    FILE *out = open_memstream(&script, &length);

    *count = 0;
    /* A server that goes to the background would hold what the test runner has open. */
    fputs("set -eu\nfor open in 3 4 5 6 7 8 9; do eval \"exec $open>&-\"; done\n", out);
    for (char *line = next_example(rest, &place, &is_example); line != NULL;
         line = next_example(NULL, &place, &is_example)) {
        if (strncmp(line, "$ ", 2) == 0) {
            fprintf(out, "printf '%%s\\n' '%d' >> lines\n%s\n", ++*count, line + 2);
        }
    }
    cr_assert_eq(fclose(out), 0);
    free(page);
    return script;
}

/* Runs the commands of a page and returns how many there were. */
static int run_page(const char *name)
{
    char *folder = tip_test_folder(), *path = tip_test_path(folder, "script");
    char *index = tip_test_path(folder, "index"), *reports = tip_test_path(folder, "reports");
    char *corpus = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    char command[4096];
    struct tip_daemon daemon;
    struct tip_run run;
    int count, status;
    char *script = make_script(name, &count);

    cr_assert_eq(symlink(corpus, reports), 0);
    TIP_RUN(&run, "tipindex", "build", "-q", "-i", index, corpus);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    tip_daemon_start(&daemon, index, NULL);
    tip_test_write(path, script, strlen(script));
    snprintf(command, sizeof command,
             "cd %s && TIPSEARCH_INDEX=%s/own TIPSEARCH_SERVER=unix:%s PATH=\"%s:$PATH\" "
             "sh script >out 2>err",
             folder, folder, daemon.socket, getenv("TIP_BIN"));
    status = system(command);
    if (status != 0) {
        char *said = tip_test_path(folder, "err"), *lines = tip_test_path(folder, "lines");
        char *error = tip_test_read(said, NULL), *begun = tip_test_read(lines, NULL);

        cr_assert_fail("%s: one of the commands\n%s\nfailed: %s (begun: %s)", name, script, error,
                       begun);
    }
    tip_daemon_stop(&daemon);
    tip_test_folder_remove(folder);
    free(path);
    free(index);
    free(reports);
    free(corpus);
    free(script);
    return count;
}

Test(manual, commands_of_tipsearch_run, .timeout = 240)
{
    cr_expect_geq(run_page("client/tipsearch.1"), 6);
}

Test(manual, commands_of_tipindex_run, .timeout = 240)
{
    cr_expect_geq(run_page("indexer/tipindex.1"), 6);
}

Test(manual, commands_of_tipsearchd_run, .timeout = 240)
{
    cr_expect_geq(run_page("daemon/tipsearchd.8.in"), 6);
}

Test(manual, commands_of_operation_run, .timeout = 240)
{
    cr_expect_geq(run_page("daemon/tipsearch-operation.7"), 12);
}

Test(manual, commands_of_http_run, .timeout = 240)
{
    cr_expect_geq(run_page("daemon/tipsearch-http.7"), 6);
}

Test(manual, queries_of_the_language_find_something, .timeout = 240)
{
    cr_expect_geq(run_page("client/tipsearch-query.7"), 10);
}

Test(manual, commands_of_dossier_run, .timeout = 240)
{
    cr_expect_geq(run_page("client/tipsearch-dossier.7"), 4);
}

Test(manual, a_command_that_fails_is_noticed, .timeout = 240)
{
    cr_expect_neq(system("cd / && printf 'set -eu\nfalse\ntrue\n' | sh >/dev/null 2>&1"), 0);
}

Test(manual, requests_of_the_protocol_are_answered_as_it_says, .timeout = 240)
{
    struct server_fixture fixture;
    char *page = read_page("daemon/tipsearch-protocol.7"), *place = NULL;
    struct example_talk talk = {0};
    bool is_example = false;
    int fd;

    server_fixture_start(&fixture, NULL);
    fd = tip_daemon_connect(&fixture.daemon);
    for (char *line = next_example(page, &place, &is_example); line != NULL;
         line = next_example(NULL, &place, &is_example)) {
        example_line(&talk, fd, line);
    }
    example_end(&talk, 9);
    close(fd);
    free(page);
    server_fixture_stop(&fixture);
}
