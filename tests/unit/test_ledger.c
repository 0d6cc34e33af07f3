/* tipindex and its ledger: sources that vanish or change their kind, names that cannot be written
 * down, and many of one name. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "integration/index_fixture.h"

static struct index_fixture fixture;

static void set_up(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were never paid for the third voyage.\n");
    index_fixture_write(&fixture, "b.txt", "Bravo workers surrendered their passports.\n");
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(ledger, .init = set_up, .fini = tear_down, .timeout = 120);

static void expect_said(const char *command, const char *argument, int status, const char *said)
{
    struct tip_run run;
    index_fixture_run(&fixture, &run, status, command, argument);
    cr_assert_not_null(strstr(run.out, said), "'%s' is not in: %s%s", said, run.out, run.err);
    tip_run_free(&run);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

static void expect_lines(unsigned generation, size_t lines)
{
    json_t *manifest = index_fixture_manifest(&fixture, generation);
    cr_expect_eq(json_array_size(json_object_get(manifest, "sources")), lines);
    json_decref(manifest);
}

static void remove_source(const char *name)
{
    char *path = index_fixture_source(&fixture, name);
    cr_assert_eq(unlink(path), 0);
    free(path);
}

static void make_folder(const char *name)
{
    char *path = index_fixture_source(&fixture, name);
    cr_assert_eq(mkdir(path, 0777), 0);
    free(path);
}

Test(ledger, a_file_whose_name_a_folder_took_is_gone)
{
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    remove_source("a.txt");
    make_folder("a.txt");
    index_fixture_write(&fixture, "a.txt/c.txt", "Charlie recruiters promised work.\n");
    expect_said("update", fixture.sources, 0,
                "1 added, 0 changed, 1 removed, 1 unchanged; 2 passages");
    expect_lines(2, 2);
}

Test(ledger, what_was_not_read_and_is_gone_leaves_it)
{
    index_fixture_write(&fixture, "empty.txt", "");
    index_fixture_write(&fixture, "figures.csv", "1,2\n");
    index_fixture_expect(&fixture, 1, "build", fixture.sources);
    expect_lines(1, 4);
    remove_source("empty.txt");
    remove_source("figures.csv");
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    expect_lines(2, 2);
    expect_said("update", fixture.sources, 0, "generation 2: nothing changed in 2 sources");
}

Test(ledger, a_name_that_is_not_utf8_stands_in_it_once)
{
    index_fixture_write(&fixture, "c\xff.txt", "Charlie recruiters promised work.\n");
    index_fixture_expect(&fixture, 1, "build", fixture.sources);
    expect_lines(1, 3);
    expect_said("update", fixture.sources, 1, "generation 1: nothing changed in 2 sources");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 1, "update", fixture.sources);
    cr_expect_not_null(strstr(run.err, "c\xef\xbf\xbd.txt: the file's name is not UTF-8"), "%s",
                       run.err);
    tip_run_free(&run);
}

Test(ledger, a_vanished_file_whose_name_begins_with_a_dash_is_removed)
{
    index_fixture_write(&fixture, "-c.txt", "Charlie recruiters promised work.\n");
    cr_assert_eq(chdir(fixture.sources), 0);
    index_fixture_expect(&fixture, 0, "build", ".");
    remove_source("-c.txt");
    expect_said("update", ".", 0, "0 added, 0 changed, 1 removed, 2 unchanged");
}

/* As many as make looking through all ids for each take minutes. */
Test(ledger, thousands_of_one_name_have_ids_of_their_own)
{
    enum { SOURCES = 3000 };
    char name[32];
    for (int i = 1; i <= SOURCES; i++) {
        snprintf(name, sizeof name, "%04d", i);
        make_folder(name);
        snprintf(name, sizeof name, "%04d/index.txt", i);
        index_fixture_write(&fixture, name, "Neighbours are told apart by a number.\n");
    }
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    json_t *manifest = index_fixture_manifest(&fixture, 1);
    const json_t *sources = json_object_get(manifest, "sources");
    cr_assert_eq(json_array_size(sources), SOURCES + 2);
    for (int i = 2; i <= SOURCES; i++) {
        const json_t *source = json_array_get(sources, (size_t)i - 1);
        snprintf(name, sizeof name, "index-%d", i);
        cr_assert_str_eq(json_string_value(json_object_get(source, "report")), name);
    }
    json_decref(manifest);
}
