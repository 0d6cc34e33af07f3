/* What tipindex knows of its sources: files that did not change are not opened, moved ones keep
 * their ids, what was named is remembered, and check --sources compares. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "index_fixture.h"

enum { MANY = 1000 };

static struct index_fixture fixture;

static void set_up(void)
{
    index_fixture_init(&fixture);
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(tipindex_provenance, .init = set_up, .fini = tear_down, .timeout = 120);

/* Gives a source a time: `age_s` seconds ago. */
static void set_age(const char *name, int age_s)
{
    char *path = index_fixture_source(&fixture, name);
    struct timespec times[2];
    cr_assert_eq(clock_gettime(CLOCK_REALTIME, &times[0]), 0);
    times[0].tv_sec -= age_s;
    times[1] = times[0];
    cr_assert_eq(utimensat(AT_FDCWD, path, times, 0), 0);
    free(path);
}

/* A source that came to rest a minute ago. */
static void write_old(const char *name, const char *text)
{
    index_fixture_write(&fixture, name, text);
    set_age(name, 60);
}

static void write_two(void)
{
    write_old("a.txt", "Alpha crews were never paid for the third voyage.\n");
    write_old("b.txt", "Bravo workers surrendered their passports on arrival.\n");
}

/* Runs an update and returns the names of the files in `sources` that were opened, each followed by
 * a blank; for free(3). A file opened twice in a row is one event. */
static char *opened_by_update(const char *option, const char *said)
{
    char events[1 << 16] __attribute__((aligned(__alignof__(struct inotify_event))));
    char *names = calloc(1, sizeof events);
    struct tip_run run;
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    cr_assert_geq(inotify_add_watch(watch, fixture.sources, IN_OPEN), 0);
    TIP_RUN(&run, "tipindex", "update", "-i", fixture.index, fixture.sources, option);
    cr_assert_eq(run.status, 0, "%s", run.err);
    cr_expect_not_null(strstr(run.out, said), "'%s' is not in: %s", said, run.out);
    tip_run_free(&run);
    ssize_t got = read(watch, events, sizeof events);
    for (ssize_t at = 0; at < got;) {
        const struct inotify_event *event = (const struct inotify_event *)(events + at);
        if (event->len > 0 && (event->mask & IN_ISDIR) == 0) {
            strcat(strcat(names, event->name), " ");
        }
        at += (ssize_t)(sizeof *event + event->len);
    }
    close(watch);
    return names;
}

static void expect_opened(const char *option, const char *said, const char *names)
{
    char *opened = opened_by_update(option, said);
    cr_expect_str_eq(opened, names);
    free(opened);
}

Test(tipindex_provenance, an_update_opens_the_one_file_of_a_thousand_that_changed)
{
    char name[32], text[80];
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "%04d.txt", i);
        snprintf(text, sizeof text, "Report %d tells of crews that were never paid.\n", i);
        write_old(name, text);
    }
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    expect_opened(NULL, "nothing changed in 1,000 sources", "");
    index_fixture_write(&fixture, "0500.txt", "This one tells of crews that were paid at last.\n");
    expect_opened(NULL, "0 added, 1 changed, 0 removed, 999 unchanged; 1,000 passages",
                  "0500.txt ");
    index_fixture_expect(&fixture, 0, "check", NULL);
}

Test(tipindex_provenance, a_touched_file_is_opened_until_an_update_publishes)
{
    write_two();
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    set_age("a.txt", 30);
    expect_opened(NULL, "generation 1: nothing changed in 2 sources", "a.txt ");
    write_old("c.txt", "Charlie recruiters promised work in restaurants.\n");
    expect_opened(NULL, "1 added, 0 changed, 0 removed, 2 unchanged", "a.txt c.txt ");
    expect_opened(NULL, "generation 2: nothing changed in 3 sources", "");
}

/* Written again within one tick of the clock, a file has the size and time that it had when it was
 * read: the ledger must not trust a time so near to the reading. */
Test(tipindex_provenance, a_file_that_was_being_written_when_it_was_read_is_read_again)
{
    write_two();
    set_age("a.txt", -3600); /* later than any reading of it */
    char *path = index_fixture_source(&fixture, "a.txt");
    struct stat info;
    cr_assert_eq(stat(path, &info), 0);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    expect_opened(NULL, "nothing changed in 2 sources", "a.txt ");
    index_fixture_write(&fixture, "a.txt", "Alpha crews were always paid for the third voyage.");
    const struct timespec times[2] = {info.st_mtim, info.st_mtim};
    cr_assert_eq(utimensat(AT_FDCWD, path, times, 0), 0);
    expect_opened(NULL, "0 added, 1 changed, 0 removed, 1 unchanged", "a.txt ");
    free(path);
}

Test(tipindex_provenance, rehash_reads_all)
{
    write_two();
    char *path = index_fixture_source(&fixture, "a.txt");
    struct stat info;
    cr_assert_eq(stat(path, &info), 0);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were always paid for the third voyage.");
    const struct timespec times[2] = {info.st_mtim, info.st_mtim};
    cr_assert_eq(utimensat(AT_FDCWD, path, times, 0), 0);
    expect_opened(NULL, "nothing changed in 2 sources", "");
    expect_opened("--rehash", "1 changed, 0 removed, 1 unchanged", "a.txt b.txt ");
    free(path);
}

/* ---- moved files ---- */

static const char *text_of(const json_t *passages, size_t place, const char *object,
                           const char *key)
{
    const json_t *passage = json_array_get(passages, place);
    return json_string_value(
        json_object_get(object ? json_object_get(passage, object) : passage, key));
}

Test(tipindex_provenance, a_moved_file_keeps_its_report_and_ids)
{
    write_two();
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    json_t *before = index_fixture_dump(&fixture);
    char *from = index_fixture_source(&fixture, "a.txt");
    char *folder = index_fixture_source(&fixture, "2023");
    char *to = index_fixture_source(&fixture, "2023/renamed.txt");
    cr_assert_eq(mkdir(folder, 0777), 0);
    cr_assert_eq(rename(from, to), 0);
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "update", fixture.sources);
    cr_expect_not_null(strstr(run.out, "0 added, 1 changed, 0 removed, 1 unchanged"), "%s",
                       run.out);
    cr_expect_not_null(strstr(run.err, "2023/renamed.txt: it was "), "%s", run.err);
    tip_run_free(&run);
    json_t *after = index_fixture_dump(&fixture);
    cr_assert_eq(json_array_size(after), 2);
    cr_expect_str_eq(text_of(after, 0, NULL, "id"), text_of(before, 0, NULL, "id"));
    cr_expect_str_eq(text_of(after, 0, "report", "id"), "a");
    cr_expect_str_eq(text_of(after, 0, "report", "file"), to);
    cr_expect_eq(json_integer_value(json_object_get(json_array_get(after, 0), "since")), 1);
    index_fixture_expect(&fixture, 0, "check", NULL);
    expect_opened(NULL, "nothing changed in 2 sources", "");
    json_decref(before);
    json_decref(after);
    free(from);
    free(folder);
    free(to);
}

Test(tipindex_provenance, a_moved_file_that_changed_too_is_another_report)
{
    write_two();
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    char *path = index_fixture_source(&fixture, "a.txt");
    cr_assert_eq(unlink(path), 0);
    free(path);
    write_old("c.txt", "Alpha crews were never paid for the third voyage!\n");
    expect_opened(NULL, "1 added, 0 changed, 1 removed, 1 unchanged", "c.txt ");
}

Test(tipindex_provenance, of_two_copies_of_what_vanished_one_keeps_its_report)
{
    write_two();
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    char *path = index_fixture_source(&fixture, "a.txt");
    cr_assert_eq(unlink(path), 0);
    free(path);
    write_old("c.txt", "Alpha crews were never paid for the third voyage.\n");
    write_old("d.txt", "Alpha crews were never paid for the third voyage.\n");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "update", fixture.sources);
    cr_expect_not_null(strstr(run.out, "1 added, 1 changed, 0 removed, 1 unchanged"), "%s",
                       run.out);
    tip_run_free(&run);
    json_t *passages = index_fixture_dump(&fixture);
    cr_expect_str_eq(text_of(passages, 0, "report", "id"), "a");
    cr_expect_not_null(strstr(text_of(passages, 0, "report", "file"), "/c.txt"));
    cr_expect_str_eq(text_of(passages, 2, "report", "id"), "d");
    json_decref(passages);
}

/* ---- what was named ---- */

static void expect_update(int status, const char *said)
{
    struct tip_run run;
    index_fixture_run(&fixture, &run, status, "update", NULL);
    const char *text = status == 2 ? run.err : run.out;
    cr_expect_not_null(strstr(text, said), "'%s' is not in: %s%s", said, run.out, run.err);
    tip_run_free(&run);
}

Test(tipindex_provenance, an_update_of_nothing_looks_at_all_that_was_named)
{
    write_two();
    char *other = tip_test_path(fixture.folder, "other.txt");
    tip_test_write(other, "Delta brokers kept the papers.\n", 31);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    index_fixture_expect(&fixture, 0, "update", other);
    write_old("c.txt", "Charlie recruiters promised work in restaurants.\n");
    expect_update(0, "1 added, 0 changed, 0 removed, 3 unchanged; 4 passages");
    tip_test_write(other, "Delta brokers gave them back.\n", 30);
    expect_update(0, "0 added, 1 changed, 0 removed, 3 unchanged; 4 passages");
    json_t *manifest = index_fixture_manifest(&fixture, 4);
    const json_t *roots = json_object_get(manifest, "roots");
    cr_assert_eq(json_array_size(roots), 2);
    cr_expect_str_eq(json_string_value(json_array_get(roots, 0)), fixture.sources);
    cr_expect_str_eq(json_string_value(json_array_get(roots, 1)), other);
    json_decref(manifest);
    free(other);
}

Test(tipindex_provenance, a_folder_above_stands_for_those_below)
{
    write_two();
    char *named = index_fixture_source(&fixture, "a.txt");
    index_fixture_expect(&fixture, 0, "build", named);
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    index_fixture_expect(&fixture, 0, "update", named);
    json_t *manifest = index_fixture_manifest(&fixture, 2);
    const json_t *roots = json_object_get(manifest, "roots");
    cr_assert_eq(json_array_size(roots), 1);
    cr_expect_str_eq(json_string_value(json_array_get(roots, 0)), fixture.sources);
    json_decref(manifest);
    free(named);
}

Test(tipindex_provenance, an_update_of_nothing_needs_something_to_look_at)
{
    struct tip_run run;
    expect_update(2, "there is no index");
    cr_expect_neq(access(fixture.index, F_OK), 0);
    static const char text[] = "Echo agents withheld wages.\n";
    tip_test_run(&run, text, strlen(text),
                 (const char *const[]){"tipindex", "build", "-i", fixture.index, "-", NULL});
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    expect_update(2, "remembers no files or folders: name what is to be looked at");
}

/* ---- check --sources ---- */

static char *check_sources(int status, const char *option)
{
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "check", "-i", fixture.index, "--sources", option);
    cr_assert_eq(run.status, status, "%s%s", run.out, run.err);
    char *text = strdup(run.out);
    tip_run_free(&run);
    return text;
}

Test(tipindex_provenance, check_says_which_sources_are_not_as_indexed)
{
    write_two();
    write_old("c.txt", "Charlie recruiters promised work in restaurants.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    char *text = check_sources(0, NULL);
    cr_expect_str_eq(text, "generation 1: 3 sources as indexed, 0 changed, 0 vanished, 0 new\n");
    free(text);

    char *gone = index_fixture_source(&fixture, "b.txt");
    cr_assert_eq(unlink(gone), 0);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were paid at last.\n");
    index_fixture_write(&fixture, "d.txt", "Delta brokers kept the papers.\n");
    set_age("c.txt", 5); /* to touch a file is no change */
    text = check_sources(1, NULL);
    char expected[1024];
    snprintf(expected, sizeof expected,
             "changed     %s/a.txt\nvanished    %s/b.txt\nnew         %s/d.txt\n"
             "generation 1: 1 source as indexed, 1 changed, 1 vanished, 1 new\n",
             fixture.sources, fixture.sources, fixture.sources);
    cr_expect_str_eq(text, expected);
    free(text);

    text = check_sources(1, "--json");
    json_error_t error;
    json_t *check = json_loads(text, 0, &error);
    cr_assert_not_null(check, "%s: %s", error.text, text);
    const json_t *sources = json_object_get(check, "sources");
    cr_assert_eq(json_array_size(sources), 3);
    cr_expect_str_eq(json_string_value(json_object_get(json_array_get(sources, 1), "file")), gone);
    cr_expect_str_eq(json_string_value(json_object_get(json_array_get(sources, 1), "state")),
                     "vanished");
    cr_expect_eq(json_integer_value(json_object_get(check, "as_indexed")), 1);
    cr_expect_eq(json_integer_value(json_object_get(check, "new")), 1);
    json_decref(check);
    free(text);

    index_fixture_expect(&fixture, 0, "update", NULL);
    text = check_sources(0, NULL);
    cr_expect_str_eq(text, "generation 2: 3 sources as indexed, 0 changed, 0 vanished, 0 new\n");
    free(text);
    free(gone);
}

Test(tipindex_provenance, check_names_what_failed)
{
    write_two();
    write_old("blank.txt", " \n");
    index_fixture_expect(&fixture, 1, "build", fixture.sources);
    char *text = check_sources(1, NULL);
    cr_expect_not_null(strstr(text, "unreadable  "), "%s", text);
    cr_expect_not_null(strstr(text, "2 sources as indexed"), "%s", text);
    cr_expect_not_null(strstr(text, "0 new, 1 unreadable\n"), "%s", text);
    free(text);
}

Test(tipindex_provenance, check_opens_nothing_but_with_rehash)
{
    write_two();
    char *path = index_fixture_source(&fixture, "a.txt");
    struct stat info;
    cr_assert_eq(stat(path, &info), 0);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were always paid for the third voyage.");
    const struct timespec times[2] = {info.st_mtim, info.st_mtim};
    cr_assert_eq(utimensat(AT_FDCWD, path, times, 0), 0);
    free(check_sources(0, NULL));
    free(check_sources(1, "--rehash"));
    free(path);
}
