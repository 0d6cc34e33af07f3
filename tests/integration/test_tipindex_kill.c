/* Killed at any moment, a build, update, rollback or removal leaves the old index or the new one,
 * whole.
 *
 * The program is traced, and killed with SIGKILL before its n-th system call that changes a file:
 * what lies on the disk differs only between those, so the points cover the whole run, and the same
 * ones each time. */
#include <criterion/criterion.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "index_fixture.h"
#include "traced.h"

enum {
    POINTS = 100, /* of each command */
    NEVER = INT_MAX
};

static struct index_fixture fixture;
static bool has_records; /* the sources are one file of JSON Lines */

/* What the command is given; NULL: nothing but the index. */
static const char *argument;
static const char *second_argument;

static void set_up(void)
{
    index_fixture_init(&fixture);
    argument = fixture.sources;
    /* LeakSanitizer traces the process itself, and cannot when somebody else does. */
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(tipindex_kill, .init = set_up, .fini = tear_down, .timeout = 240);

/* Runs `command` and kills it before the `point`-th call (from 1) that changes a file. Returns how
 * many such calls it came to, or -1 where tracing is not allowed. */
static int run_until(const char *command, int point)
{
    const char *const arguments[] = {"tipindex", command,         "-i", fixture.index,
                                     argument,   second_argument, NULL};
    int status, calls = traced_run(arguments, NULL, point, &status);

    cr_assert(status == TRACED_KILLED || status == 0, "tipindex %s failed", command);
    return calls;
}

/* The passages of the live generation, which `check` must find sound; of a purge that was killed it
 * says besides that it is to be finished. */
static int live_passages(const char *command, int point)
{
    struct tip_run run;
    int generation = 0, passages = 0;
    TIP_RUN(&run, "tipindex", "check", "-i", fixture.index);
    bool owes = run.status == 1 && strstr(run.err, "the purge of 'second' is not finished");
    cr_assert(run.status == 0 || owes, "%s killed at point %d: check says: %s", command, point,
              run.err);
    cr_assert_eq(sscanf(run.out, "generation %d: sound, %d passage", &generation, &passages), 2,
                 "%s", run.out);
    tip_run_free(&run);
    return passages;
}

/* A source of many reports: each record is one. */
static void set_records(int passages)
{
    index_fixture_write(&fixture, "cases.jsonl",
                        passages == 1 ? "{\"id\":\"a\",\"text\":\"One trawler anchored.\"}\n"
                                      : "{\"id\":\"a\",\"text\":\"Two trawlers anchored.\"}\n"
                                        "{\"id\":\"b\",\"text\":\"Nobody was paid.\"}\n");
}

/* Makes the sources those of an index of `passages` passages, 1 or 2. */
static void set_sources(int passages)
{
    if (has_records) {
        set_records(passages);
        return;
    }
    char *second = index_fixture_source(&fixture, "second.txt");
    index_fixture_write(&fixture, "first.txt",
                        passages == 1 ? "One trawler anchored.\n" : "Two trawlers anchored.\n");
    if (passages == 2) {
        index_fixture_write(&fixture, "second.txt", "Their crews had not been paid.\n");
    } else {
        unlink(second);
    }
    free(second);
}

static void build_of(int passages)
{
    set_sources(passages);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
}

static void expect_no_remains(void)
{
    cr_expect_eq(index_fixture_entries(&fixture, ".building"), 0);
    cr_expect_eq(index_fixture_entries(&fixture, ".removed"), 0);
    cr_expect_eq(index_fixture_entries(&fixture, ".new"), 0);
    cr_expect_leq(index_fixture_entries(&fixture, "generation-"), 2);
}

/* How many calls that change files a run makes at most: one that clears away the remains of a
 * killed one, and then a generation that is too many. */
static int count_calls(const char *command)
{
    set_sources(2);
    int calls = run_until(command, NEVER);
    if (calls < 0) {
        cr_skip_test("tracing is not allowed here");
    }
    cr_assert_gt(calls, 20, "only %d calls were seen to change files", calls);
    set_sources(1);
    run_until(command, calls * 3 / 4);
    return run_until(command, NEVER);
}

/* Kills `command` at points from the first changing call to the last. Each run would turn the live
 * index into the other one, so that old and new can be told apart. */
static void kill_everywhere(const char *command)
{
    int calls = count_calls(command);
    int most = has_records ? POINTS / 5 : POINTS;
    int points = calls < most ? calls : most;
    int live = live_passages(command, 0);
    int published = 0;
    cr_assert_eq(live, 1);
    for (int i = 0; i < points; i++) {
        int point = points == 1 ? 1 : 1 + i * (calls - 1) / (points - 1);
        set_sources(3 - live);
        run_until(command, point);
        int now = live_passages(command, point);
        cr_assert(now == 1 || now == 2, "point %d: %d passages", point, now);
        published += now != live;
        live = now;
    }
    cr_expect_gt(published, 0, "no point came after the renaming of CURRENT");
    cr_expect_lt(published, points, "no point came before the renaming of CURRENT");
    set_sources(3 - live);
    index_fixture_expect(&fixture, 0, command, argument);
    cr_expect_eq(live_passages(command, 0), 3 - live);
    expect_no_remains();
}

Test(tipindex_kill, a_killed_build_leaves_the_old_index_or_the_new)
{
    build_of(1);
    kill_everywhere("build");
}

Test(tipindex_kill, a_killed_update_leaves_the_old_index_or_the_new)
{
    build_of(1);
    kill_everywhere("update");
}

/* Two generations take turns. */
Test(tipindex_kill, a_killed_rollback_leaves_the_old_index_or_the_new)
{
    build_of(2);
    build_of(1);
    argument = NULL;
    kill_everywhere("rollback");
}

/* Kills a removal of the second of two reports at points from the first changing call to the last,
 * each time in a new index. Afterwards it must do its work as if nothing had been. */
static void kill_removals(void)
{
    build_of(2);
    int calls = run_until("remove", NEVER), published = 0;
    if (calls < 0) {
        cr_skip_test("tracing is not allowed here");
    }
    int points = calls < POINTS / 4 ? calls : POINTS / 4;
    cr_assert_eq(live_passages("remove", 0), 1);
    for (int i = 0; i < points; i++) {
        int point = 1 + i * (calls - 1) / (points - 1);
        tip_test_folder_remove(strdup(fixture.index));
        build_of(2);
        run_until("remove", point);
        int now = live_passages("remove", point);
        cr_assert(now == 1 || now == 2, "point %d: %d passages", point, now);
        published += now == 1;
        struct tip_run run;
        TIP_RUN(&run, "tipindex", "remove", "-i", fixture.index, "--purge", "second");
        cr_assert_eq(run.status, 0, "point %d: %s", point, run.err);
        tip_run_free(&run);
        index_fixture_expect(&fixture, 0, "check", NULL);
        cr_assert_eq(live_passages("remove", point), 1);
        cr_assert_eq(index_fixture_entries(&fixture, "generation-"), 1);
        expect_no_remains();
    }
    cr_expect_gt(published, 0, "no point came after the renaming of CURRENT");
    cr_expect_lt(published, points, "no point came before the renaming of CURRENT");
}

Test(tipindex_kill, a_killed_removal_leaves_the_old_index_or_the_new)
{
    argument = "second";
    kill_removals();
}

Test(tipindex_kill, a_killed_purge_is_finished_by_the_next)
{
    argument = "--purge";
    second_argument = "second";
    kill_removals();
}

Test(tipindex_kill, a_killed_build_of_records_leaves_the_old_index_or_the_new)
{
    has_records = true;
    build_of(1);
    kill_everywhere("build");
}

Test(tipindex_kill, a_killed_update_of_records_leaves_the_old_index_or_the_new)
{
    has_records = true;
    build_of(1);
    kill_everywhere("update");
}

static void remove_index(void)
{
    tip_test_folder_remove(strdup(fixture.index));
}

/* Killed before CURRENT was renamed, the first build leaves no index or one whose CURRENT is
 * missing; a build then goes on as if nothing had been. */
Test(tipindex_kill, a_killed_first_build_is_made_good_by_a_second)
{
    set_sources(2);
    int calls = run_until("build", NEVER);
    if (calls < 0) {
        cr_skip_test("tracing is not allowed here");
    }
    cr_assert_gt(calls, 20);
    int points = calls < POINTS / 2 ? calls : POINTS / 2, lost = 0;
    for (int i = 0; i < points; i++) {
        int point = 1 + i * (calls - 1) / (points - 1);
        struct tip_run run;
        remove_index();
        run_until("build", point);
        TIP_RUN(&run, "tipindex", "check", "-i", fixture.index);
        cr_expect(run.status == 0 || strstr(run.err, "there is no index") ||
                      strstr(run.err, "CURRENT is missing"),
                  "point %d: %s", point, run.err);
        lost += strstr(run.err, "CURRENT is missing") != NULL;
        tip_run_free(&run);
        index_fixture_expect(&fixture, 0, "build", fixture.sources);
        cr_assert_eq(live_passages("build", point), 2);
        expect_no_remains();
    }
    cr_expect_gt(lost, 0, "no point came between the generation's renaming and that of CURRENT");
}
