/* tipindex check finds every kind of damage and names the file; a build mends it. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "index_fixture.h"

static struct index_fixture fixture;
static json_t *manifest; /* of generation 1 */

static void set_up(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "a.md",
                        "# Quarry\n\nWorkers said the quarry's owner held their wages.\n\n"
                        "# Kiln\n\nFamilies at the kiln repaid the same advance for years.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    manifest = index_fixture_manifest(&fixture, 1);
}

static void tear_down(void)
{
    json_decref(manifest);
    index_fixture_free(&fixture);
}

TestSuite(tipindex_damage, .init = set_up, .fini = tear_down, .timeout = 120);

/* The files of generation 1; behind the last one of the manifest comes the manifest itself. */
static const char *file_name(size_t i)
{
    const json_t *files = json_object_get(manifest, "files");
    if (i == json_array_size(files)) {
        return "manifest.json";
    }
    return json_string_value(json_object_get(json_array_get(files, i), "path"));
}

static char *file_path(const char *name)
{
    char *folder = tip_test_path(fixture.index, "generation-000001");
    char *path = tip_test_path(folder, name);
    free(folder);
    return path;
}

static void expect_damage(const char *name, const char *what)
{
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "check", "-i", fixture.index);
    cr_expect_eq(run.status, 2, "%s %s: exit status %d", name, what, run.status);
    cr_expect_not_null(strstr(run.err, name), "%s %s: not named in: %s", name, what, run.err);
    cr_expect_not_null(strstr(run.err, "tipindex build"), "%s %s: %s", name, what, run.err);
    cr_expect_str_empty(run.out);
    tip_run_free(&run);
}

static void flip(const char *name, const char *path, char *bytes, size_t length, size_t offset)
{
    char what[64];
    snprintf(what, sizeof what, "with byte %zu of %zu flipped", offset, length);
    bytes[offset] ^= 0x10;
    tip_test_write(path, bytes, length);
    expect_damage(name, what);
    bytes[offset] ^= 0x10;
}

static void damage_file(const char *name)
{
    size_t length = 0;
    char *path = file_path(name);
    char *bytes = tip_test_read(path, &length);
    if (length > 0) {
        flip(name, path, bytes, length, 0);
        flip(name, path, bytes, length, length / 3);
        flip(name, path, bytes, length, length / 2);
        flip(name, path, bytes, length, length - 1);
        tip_test_write(path, bytes, length - 1);
        expect_damage(name, "shorter by a byte");
        tip_test_write(path, bytes, 0);
        expect_damage(name, "empty");
    }
    cr_assert_eq(unlink(path), 0);
    expect_damage(name, "removed");
    tip_test_write(path, bytes, length);
    free(bytes);
    free(path);
}

Test(tipindex_damage, every_file_is_proved)
{
    size_t files = json_array_size(json_object_get(manifest, "files"));
    cr_assert_geq(files, 4);
    for (size_t i = 0; i <= files; i++) {
        damage_file(file_name(i));
    }
    index_fixture_expect(&fixture, 0, "check", NULL);
}

Test(tipindex_damage, a_file_too_many_is_damage)
{
    char *path = file_path("stray");
    tip_test_write(path, "x", 1);
    expect_damage("stray", "added");
    free(path);
}

Test(tipindex_damage, a_current_that_names_nothing_is_damage)
{
    static const char *const contents[] = {"", "generation-000009\n", "rubbish\n"};
    char *path = tip_test_path(fixture.index, "CURRENT");
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        tip_test_write(path, contents[i], strlen(contents[i]));
        expect_damage("CURRENT", "changed");
    }
    free(path);
}

Test(tipindex_damage, the_older_generation_is_shown_and_a_build_mends)
{
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    char *path = tip_test_path(fixture.index, "generation-000002/columns");
    tip_test_write(path, "x", 1);
    free(path);
    struct tip_run run;
    index_fixture_run(&fixture, &run, 2, "check", NULL);
    cr_expect_not_null(strstr(run.err, "generation 1 is whole"), "%s", run.err);
    tip_run_free(&run);
    index_fixture_run(&fixture, &run, 1, "stats", "--json");
    cr_expect_not_null(strstr(run.out, "\"generation\":1,"), "%s", run.out);
    tip_run_free(&run);
    index_fixture_expect(&fixture, 2, "update", fixture.sources);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

Test(tipindex_damage, a_lost_current_is_told_and_costs_nothing)
{
    char *current = tip_test_path(fixture.index, "CURRENT");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    cr_assert_eq(unlink(current), 0);
    expect_damage("CURRENT is missing", "removed");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 2, "update", fixture.sources);
    cr_expect_not_null(strstr(run.err, "CURRENT is missing"), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "run tipindex build with all sources"), "%s", run.err);
    tip_run_free(&run);
    index_fixture_run(&fixture, &run, 1, "stats", "--json");
    cr_expect_not_null(strstr(run.out, "\"generation\":2,"), "%s", run.out);
    tip_run_free(&run);
    index_fixture_expect(&fixture, 2, "build", "/nowhere/at/all.txt");
    cr_expect_eq(index_fixture_entries(&fixture, "generation-"), 2);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    index_fixture_expect(&fixture, 0, "check", NULL);
    cr_expect_eq(index_fixture_entries(&fixture, "generation-000003"), 1);
    free(current);
}

Test(tipindex_damage, a_lost_current_leaves_the_daemon_the_newest_generation)
{
    char *current = tip_test_path(fixture.index, "CURRENT");
    cr_assert_eq(unlink(current), 0);
    struct tip_daemon daemon;
    tip_daemon_start(&daemon, fixture.index, NULL);
    int fd = tip_daemon_connect(&daemon);
    char *reply = tip_ask(fd, "SEARCH wages");
    cr_expect_not_null(strstr(reply, "\"total\":1"), "%s", reply);
    free(reply);
    close(fd);
    tip_daemon_stop(&daemon);
    free(current);
}
