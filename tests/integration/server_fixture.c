/* A small index and a daemon on it. */
#include "server_fixture.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { AWAIT_LIMIT_MS = 20000, AWAIT_LOOK_MS = 10 };

const char server_sample[] =
    "# Topics of Special Interest\n\n"
    "## Human Trafficking and Cyber Scam Operations\n\n"
    "Traffickers hold workers in compounds in Cambodia and force them into cyber scam operations. "
    "Those who refuse are beaten, and debt bondage keeps them there.\n\n"
    "## Forced Labor at Sea\n\n"
    "Fishing vessels use forced labor far from any port. Recruitment fees that workers borrow "
    "become debt bondage before the ship has left.\n";

void server_fixture_rebuild(const struct server_fixture *fixture)
{
    struct tip_run run;

    TIP_RUN(&run, "tipindex", "build", "-i", fixture->index, "--id", "tip-2023", "--title",
            "Trafficking in Persons Report", "--publisher", "U.S. Department of State", "--date",
            "June 2023", "--year", "2023", fixture->source);
    cr_assert_eq(run.status, 0, "tipindex: %s", run.err);
    tip_run_free(&run);
}

void server_fixture_build(struct server_fixture *fixture)
{
    *fixture = (struct server_fixture){.folder = tip_test_folder()};
    fixture->source = tip_test_path(fixture->folder, "sample.md");
    fixture->index = tip_test_path(fixture->folder, "index");
    tip_test_write(fixture->source, server_sample, strlen(server_sample));
    server_fixture_rebuild(fixture);
}

void server_fixture_start(struct server_fixture *fixture, const char *config)
{
    char text[1024];
    char *path;

    server_fixture_build(fixture);
    path = tip_test_path(fixture->folder, "config.ini");
    snprintf(text, sizeof text, "[server]\n%s", config == NULL ? "" : config);
    tip_test_write(path, text, strlen(text));
    tip_daemon_start(&fixture->daemon, fixture->index, (const char *const[]){"-c", path, NULL});
    free(path);
}

void server_fixture_stop(struct server_fixture *fixture)
{
    if (fixture->daemon.pid != 0)
        tip_daemon_stop(&fixture->daemon);
    free(fixture->source);
    free(fixture->index);
    tip_test_folder_remove(fixture->folder);
}

void server_expect_reply(int fd, const char *part)
{
    char *reply = tip_receive_line(fd);

    cr_assert_not_null(reply, "the stream ended; expected “%s”", part);
    cr_assert_not_null(strstr(reply, part), "“%.300s” lacks “%s”", reply, part);
    free(reply);
}

void server_expect(int fd, const char *line, const char *part)
{
    tip_send(fd, line, strlen(line));
    tip_send(fd, "\n", 1);
    server_expect_reply(fd, part);
}

void server_expect_end(int fd)
{
    char *reply = tip_receive_line(fd);

    cr_assert_null(reply, "expected the end, not “%.300s”", reply == NULL ? "" : reply);
}

unsigned server_generation(const char *reply)
{
    const char *at = strstr(reply, "\"generation\":");

    cr_assert_not_null(at, "no generation in “%.300s”", reply);
    return (unsigned)strtoul(at + strlen("\"generation\":"), NULL, 10);
}

static void wait_a_little(void)
{
    poll(NULL, 0, AWAIT_LOOK_MS);
}

void server_await_answer(const struct server_fixture *fixture, const char *line, const char *part)
{
    int fd = tip_daemon_connect(&fixture->daemon);
    bool is_there = false;

    for (int waited = 0; waited < AWAIT_LIMIT_MS && !is_there; waited += AWAIT_LOOK_MS) {
        char *reply = tip_ask(fd, line);

        is_there = strstr(reply, part) != NULL;
        free(reply);
        if (!is_there)
            wait_a_little();
    }
    close(fd);
    cr_assert(is_there, "%s was never answered by “%s”", line, part);
}

void server_await_stats(const struct server_fixture *fixture, const char *part)
{
    server_await_answer(fixture, "STATS", part);
}

void server_await_log(const struct server_fixture *fixture, const char *part)
{
    bool is_there = false;

    for (int waited = 0; waited < AWAIT_LIMIT_MS && !is_there; waited += AWAIT_LOOK_MS) {
        char *log = tip_test_read(fixture->daemon.error_file, NULL);

        is_there = strstr(log, part) != NULL;
        free(log);
        if (!is_there)
            wait_a_little();
    }
    cr_assert(is_there, "the log never said “%s”", part);
}

long server_memory(const struct server_fixture *fixture)
{
    char path[64];
    char *status;
    const char *line;
    long size;

    snprintf(path, sizeof path, "/proc/%d/status", (int)fixture->daemon.pid);
    status = tip_test_read(path, NULL);
    line = strstr(status, "VmRSS:");
    cr_assert_not_null(line);
    size = strtol(line + 6, NULL, 10);
    free(status);
    return size;
}
