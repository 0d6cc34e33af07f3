/* An index of a format before this one: it is read as it is, and an update brings it up to date.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "index/columns.h"
#include "index/manifest.h"
#include "index_fixture.h"

static struct index_fixture fixture;

static void take_away(const char *folder, const char *name)
{
    char *path = tip_path_join(folder, name);
    cr_assert_eq(unlink(path), 0);
    free(path);
}

/* Writes the columns again with no groups but those of the same text. */
static void take_groups_away(const char *folder)
{
    struct tip_error error;
    struct tip_columns *columns;
    struct tip_columns_builder *builder;
    char *path = tip_path_join(folder, "columns");
    cr_assert_eq(tip_columns_open(&columns, path, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_columns_builder_load(&builder, columns, &error), TIP_OK, "%s", error.message);
    tip_columns_close(columns);
    cr_assert_eq(unlink(path), 0);
    cr_assert_eq(tip_columns_builder_write(builder, NULL, path, &error), TIP_OK, "%s",
                 error.message);
    tip_columns_builder_free(builder);
    free(path);
}

/* Makes of a generation what a program of an older format would have written: no
 * signatures, and in format 2 no suggestions. */
static void make_older(const char *name, int format)
{
    struct tip_error error;
    struct tip_manifest manifest;
    char *folder = tip_path_join(fixture.index, name);
    cr_assert_eq(tip_manifest_read(&manifest, folder, &error), TIP_OK, "%s", error.message);
    take_away(folder, "signatures");
    take_groups_away(folder);
    if (format < TIP_FORMAT_WITH_SUGGESTIONS)
        take_away(folder, "suggestions");
    manifest.format = format;
    cr_assert_eq(tip_manifest_write(&manifest, folder, &error), TIP_OK, "%s", error.message);
    tip_manifest_free(&manifest);
    free(folder);
}

static void set_up(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were never paid for the third voyage.\n");
    index_fixture_write(&fixture, "b.txt", "Bravo workers surrendered their passports.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    make_older("generation-000001", 2);
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(older_format, .init = set_up, .fini = tear_down, .timeout = 60);

static long long format_of(unsigned number)
{
    json_t *manifest = index_fixture_manifest(&fixture, number);
    long long format = json_integer_value(json_object_get(manifest, "format"));
    json_decref(manifest);
    return format;
}

Test(older_format, is_read_and_passes_the_check)
{
    json_t *passages = index_fixture_dump(&fixture);
    cr_expect_eq(json_array_size(passages), 2);
    json_decref(passages);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

Test(older_format, an_update_without_changes_makes_the_present_format_and_ids_keep_their_age)
{
    char *before = index_fixture_dump_text(&fixture, true);
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    char *after = index_fixture_dump_text(&fixture, true);
    cr_expect_eq(format_of(2), TIP_FORMAT_VERSION);
    cr_expect_str_eq(after, before);
    cr_expect_eq(index_fixture_entries(&fixture, "generation-"), 2);
    index_fixture_expect(&fixture, 0, "check", NULL);
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    cr_expect_eq(index_fixture_entries(&fixture, "generation-"), 2, "nothing is left to update");
    free(before);
    free(after);
}

Test(older_format, an_update_keeps_what_was_not_named)
{
    char *other = index_fixture_source(&fixture, "b.txt");
    index_fixture_expect(&fixture, 0, "update", other);
    json_t *passages = index_fixture_dump(&fixture);
    cr_expect_eq(json_array_size(passages), 2);
    cr_expect_eq(format_of(2), TIP_FORMAT_VERSION);
    json_decref(passages);
    free(other);
}

Test(older_format, a_rollback_to_it_keeps_its_format)
{
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    index_fixture_expect(&fixture, 0, "rollback", NULL);
    cr_expect_eq(format_of(3), 2);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

Test(older_format, a_removal_makes_the_present_format)
{
    index_fixture_expect(&fixture, 0, "remove", "a");
    cr_expect_eq(format_of(2), TIP_FORMAT_VERSION);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

Test(older_format, is_served)
{
    struct tip_daemon daemon;
    tip_daemon_start(&daemon, fixture.index, NULL);
    int fd = tip_daemon_connect(&daemon);
    char *found = tip_ask(fd, "SEARCH passports");
    cr_expect_not_null(strstr(found, "\"total\":1"), "%s", found);
    char *suggested = tip_ask(fd, "SUGGEST pass");
    cr_expect_not_null(strstr(suggested, "\"suggestions\":[]"), "%s", suggested);
    free(found);
    free(suggested);
    close(fd);
    tip_daemon_stop(&daemon);
}

/* ---- format 3 ---- */

#define CREWS                                                                                      \
    "Inspectors boarded eleven trawlers and met crews who had not been paid since they left port "

/* How many hits a search of everything has. */
static void expect_total(const char *expected)
{
    struct tip_daemon daemon;
    tip_daemon_start(&daemon, fixture.index, NULL);
    int fd = tip_daemon_connect(&daemon);
    char *found = tip_ask(fd, "SEARCH trawlers");
    cr_expect_not_null(strstr(found, expected), "%s", found);
    free(found);
    close(fd);
    tip_daemon_stop(&daemon);
}

Test(older_format, without_signatures_nothing_is_nearly_the_same_until_an_update)
{
    index_fixture_write(&fixture, "c.txt", CREWS "in spring.\n");
    index_fixture_write(&fixture, "d.txt", CREWS "in autumn.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    make_older("generation-000002", 3);
    index_fixture_expect(&fixture, 0, "check", NULL);
    expect_total("\"total\":2,");
    char *other = index_fixture_source(&fixture, "b.txt");
    index_fixture_expect(&fixture, 0, "update", other); /* those of other sources are made, too */
    expect_total("\"total\":1,");
    free(other);
}
