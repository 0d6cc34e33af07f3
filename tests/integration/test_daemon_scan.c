/* Scans through the daemon while the index is updated, removed, erased, or the daemon started anew:
 * each passage comes once and as many as the first page said, or the scan is told that it is gone.
 *
 * TIP_SCAN_HITS=100000 in the environment makes the first scan so long, for which the build should
 * be one without sanitizers. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server_fixture.h"

enum { HITS = 1200, PAGES = 40, PAGE_MAX = 1000, CURSOR_SIZE = 257 };

static struct server_fixture fixture;
static char *notes; /* a file of records beside the sample */

static void start(void)
{
    server_fixture_start(&fixture, "workers = 2\n");
    notes = tip_test_path(fixture.folder, "notes.jsonl");
}

static void stop(void)
{
    server_fixture_stop(&fixture);
    free(notes);
}

TestSuite(daemon_scan, .init = start, .fini = stop, .timeout = 200);

/* ---- the index ---- */

/* Appends records from number `from` on, of which each has the word ledger. */
static void write_notes(unsigned from, unsigned count)
{
    FILE *file = fopen(notes, "a");

    cr_assert_not_null(file);
    for (unsigned i = from; i < from + count; i++)
        fprintf(file,
                "{\"id\":\"note-%06u\",\"year\":%u,\"text\":\"The ledger of house %u names crew %u "
                "and what they owe.\"}\n",
                i, 2015 + i % 9, i, i * 7919 % 100003);
    cr_assert_eq(fclose(file), 0);
}

static void run_tipindex(const char *command, const char *argument)
{
    pid_t pid = tip_test_spawn(
        (const char *const[]){"tipindex", command, "-i", fixture.index, argument, NULL});
    int status;

    cr_assert_eq(waitpid(pid, &status, 0), pid);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "tipindex %s: status %x", command,
              (unsigned)status);
}

static void await_generation(unsigned generation)
{
    char part[32];

    snprintf(part, sizeof part, "\"generation\":%u,", generation);
    server_await_stats(&fixture, part);
}

/* The next generation, `number`, has more of them. */
static void add_notes(unsigned from, unsigned count, unsigned number)
{
    write_notes(from, count);
    run_tipindex("update", notes);
    await_generation(number);
}

/* ---- scans ---- */

struct scan {
    const char *options; /* further members of the request, with a comma before them */
    unsigned page;
    char cursor[CURSOR_SIZE]; /* "" before the first page and behind the last */
    char last_id[17];
    long long total, count; /* total is that of the first page */
    unsigned generation;    /* likewise; of a scan that is gone the one in service */
    bool is_over, is_gone;
};

static void take_hits(struct scan *scan, const json_t *reply)
{
    size_t i;
    const json_t *hit;

    json_array_foreach(json_object_get(reply, "hits"), i, hit)
    {
        const char *id = json_string_value(json_object_get(hit, "id"));

        cr_assert_str_lt(scan->last_id, id, "ids do not ascend");
        snprintf(scan->last_id, sizeof scan->last_id, "%s", id);
        scan->count++;
    }
}

static void take_page(struct scan *scan, const json_t *reply)
{
    const char *next = json_string_value(json_object_get(reply, "next"));
    long long total = json_integer_value(json_object_get(reply, "total"));
    unsigned generation = (unsigned)json_integer_value(
        json_object_get(json_object_get(reply, "index"), "generation"));

    if (scan->cursor[0] == '\0') {
        scan->total = total;
        scan->generation = generation;
    }
    cr_assert_eq(total, scan->total, "another total than the first page's");
    cr_assert_eq(generation, scan->generation, "another generation than the first page's");
    take_hits(scan, reply);
    snprintf(scan->cursor, sizeof scan->cursor, "%s", next == NULL ? "" : next);
    scan->is_over = next == NULL;
}

static void take_reply(struct scan *scan, const char *line)
{
    json_t *reply = json_loads(line, 0, NULL);
    const json_t *error = json_object_get(reply, "error");

    cr_assert_not_null(reply);
    if (error == NULL) {
        take_page(scan, reply);
    } else {
        cr_assert_str_eq(json_string_value(json_object_get(error, "code")), "gone", "%s", line);
        scan->is_gone = true;
        scan->generation = (unsigned)json_integer_value(json_object_get(error, "generation"));
    }
    json_decref(reply);
}

static void step(struct scan *scan, int fd)
{
    char line[CURSOR_SIZE + 200], *reply;
    int length =
        snprintf(line, sizeof line, "{\"cmd\":\"scan\",\"query\":\"ledger\",\"limit\":%u%s",
                 scan->page, scan->options == NULL ? "" : scan->options);

    if (scan->cursor[0] != '\0')
        length += snprintf(line + length, sizeof line - (size_t)length, ",\"after\":\"%s\"",
                           scan->cursor);
    snprintf(line + length, sizeof line - (size_t)length, "}");
    reply = tip_ask(fd, line);
    take_reply(scan, reply);
    free(reply);
}

static void finish(struct scan *scan, int fd)
{
    while (!scan->is_over && !scan->is_gone)
        step(scan, fd);
}

static void expect_whole(const struct scan *scan, long long total)
{
    cr_expect(scan->is_over && !scan->is_gone);
    cr_expect_eq(scan->total, total, "%lld", scan->total);
    cr_expect_eq(scan->count, total, "%lld", scan->count);
}

static void expect_gone(struct scan *scan, int fd, unsigned served)
{
    step(scan, fd);
    cr_expect(scan->is_gone);
    cr_expect_eq(scan->generation, served, "%u", scan->generation);
}

/* ---- swaps ---- */

static unsigned hits_wanted(void)
{
    const char *text = getenv("TIP_SCAN_HITS");

    return text == NULL ? HITS : (unsigned)strtoul(text, NULL, 10);
}

Test(daemon_scan, goes_on_while_two_generations_follow)
{
    unsigned hits = hits_wanted();
    unsigned page = hits / PAGES < PAGE_MAX ? hits / PAGES : PAGE_MAX;
    struct scan scan = {.page = page}, fresh = {.page = PAGE_MAX};
    int fd = tip_daemon_connect(&fixture.daemon);

    add_notes(0, hits, 2);
    for (int pages = 0; pages < PAGES / 3; pages++)
        step(&scan, fd);
    add_notes(hits, 50, 3);
    for (int pages = 0; pages < PAGES / 3; pages++) {
        step(&scan, fd);
        server_expect(fd, "SEARCH ledger LIMIT 0",
                      "\"generation\":3,"); /* others have the new one */
    }
    add_notes(hits + 50, 50, 4);
    finish(&scan, fd);
    expect_whole(&scan, hits);
    finish(&fresh, fd);
    expect_whole(&fresh, hits + 100);
    cr_expect_eq(fresh.generation, 4);
    close(fd);
}

/* Of three that are out of service the one that was asked last is gone, and it says so. */
Test(daemon_scan, of_too_many_generations_one_is_gone)
{
    struct scan scans[4] = {{.page = 7}, {.page = 7}, {.page = 7}, {.page = 7}};
    int fd = tip_daemon_connect(&fixture.daemon);

    for (unsigned i = 0; i < 4; i++) {
        add_notes(i * 20, 20, i + 2);
        step(&scans[i], fd);
    }
    expect_gone(&scans[0], fd, 5);
    for (unsigned i = 1; i < 4; i++) {
        finish(&scans[i], fd);
        expect_whole(&scans[i], i * 20 + 20);
    }
    close(fd);
}

/* A generation that no scan has asked is not kept: the swap after the next removes it. */
Test(daemon_scan, what_is_not_scanned_is_not_kept)
{
    struct scan scan = {.page = 5};
    char *kept = tip_test_path(fixture.index, "generation-000002");
    char *left = tip_test_path(fixture.index, "generation-000003");
    int fd = tip_daemon_connect(&fixture.daemon);

    add_notes(0, 20, 2);
    step(&scan, fd);
    add_notes(20, 20, 3);
    add_notes(40, 20, 4);
    add_notes(60, 20, 5);
    cr_expect_eq(access(kept, F_OK), 0);
    cr_expect_neq(access(left, F_OK), 0);
    finish(&scan, fd);
    expect_whole(&scan, 20);
    close(fd);
    free(kept);
    free(left);
}

/* ---- what ends a scan, and what does not ---- */

Test(daemon_scan, goes_on_after_a_restart)
{
    struct scan scan = {.page = 7};
    int fd = tip_daemon_connect(&fixture.daemon);

    add_notes(0, 30, 2);
    step(&scan, fd);
    close(fd);
    tip_daemon_stop(&fixture.daemon);
    tip_daemon_start(&fixture.daemon, fixture.index, NULL);
    fd = tip_daemon_connect(&fixture.daemon);
    finish(&scan, fd);
    expect_whole(&scan, 30);
    close(fd);
}

Test(daemon_scan, an_older_generation_is_gone_after_a_restart)
{
    struct scan scan = {.page = 7};
    int fd = tip_daemon_connect(&fixture.daemon);

    add_notes(0, 30, 2);
    step(&scan, fd);
    close(fd);
    tip_daemon_stop(&fixture.daemon);
    write_notes(30, 1);
    run_tipindex("update", notes);
    tip_daemon_start(&fixture.daemon, fixture.index, NULL);
    fd = tip_daemon_connect(&fixture.daemon);
    expect_gone(&scan, fd, 3);
    close(fd);
}

/* Whoever erases a report waits for those who read it: a scan must not make that long. */
Test(daemon_scan, an_erased_report_is_gone_at_once)
{
    struct scan scan = {.page = 7};
    struct tip_run run;
    char *stats;
    int fd = tip_daemon_connect(&fixture.daemon);

    add_notes(0, 30, 2);
    step(&scan, fd);
    TIP_RUN(&run, "tipindex", "remove", "--purge", "-i", fixture.index, "note-000003");
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    server_await_answer(&fixture, "SEARCH ledger LIMIT 0", "\"total\":29,");
    stats = tip_ask(fd, "STATS");
    expect_gone(&scan, fd, server_generation(stats));
    free(stats);
    close(fd);
}

/* Its generations have the numbers of those that were scanned, and other passages. */
Test(daemon_scan, an_index_built_anew_is_another)
{
    struct scan scan = {.page = 7};
    char *command;
    int fd = tip_daemon_connect(&fixture.daemon);

    add_notes(0, 30, 2);
    step(&scan, fd);
    cr_assert_gt(
        asprintf(&command, "rm -r '%s'/generation-* '%s'/CURRENT", fixture.index, fixture.index),
        0);
    cr_assert_eq(system(command), 0);
    free(command);
    run_tipindex("build", notes);
    write_notes(30, 5);
    run_tipindex("update", notes);
    server_await_answer(&fixture, "SEARCH ledger LIMIT 0", "\"total\":35,");
    expect_gone(&scan, fd, 2);
    close(fd);
}

/* ---- what is new ---- */

/* How many passages, and those of which ids, appeared after a generation. */
static void expect_new(int fd, unsigned since, long long count)
{
    char options[32];
    struct scan scan = {.page = PAGE_MAX, .options = options};

    snprintf(options, sizeof options, ",\"since\":%u", since);
    finish(&scan, fd);
    expect_whole(&scan, count);
}

Test(daemon_scan, since_finds_what_came_and_nothing_else)
{
    int fd = tip_daemon_connect(&fixture.daemon);

    add_notes(0, 10, 2);
    expect_new(fd, 0, 10);
    expect_new(fd, 1, 10);
    expect_new(fd, 2, 0);
    add_notes(10, 3, 3); /* three more records: the others keep their ids */
    expect_new(fd, 2, 3);
    expect_new(fd, 3, 0);
    run_tipindex("build", notes); /* the same sources anew */
    await_generation(4);
    expect_new(fd, 3, 0);
    expect_new(fd, 2, 3);
    run_tipindex("remove", "note-000011");
    await_generation(5);
    expect_new(fd, 4, 0);
    expect_new(fd, 2, 2);
    close(fd);
}

/* What a rollback brings back was there before. */
Test(daemon_scan, since_finds_nothing_of_a_rollback)
{
    struct tip_run run;
    int fd = tip_daemon_connect(&fixture.daemon);

    add_notes(0, 10, 2);
    add_notes(10, 5, 3);
    TIP_RUN(&run, "tipindex", "rollback", "-i", fixture.index);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    await_generation(4);
    expect_new(fd, 3, 0);
    expect_new(fd, 1, 10);
    server_expect(fd, "SEARCH ledger SINCE 5", "\"code\":\"gone\"");
    server_expect(fd, "SCAN ledger SINCE 5", "\"generation\":4");
    close(fd);
}
