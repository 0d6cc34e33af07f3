/* An index of the format before this one: it is read as it is, and an update brings it up to date.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "index/manifest.h"
#include "index_fixture.h"

static struct index_fixture fixture;

/* Makes of a generation what a program of format 2 would have written: all but suggestions. */
static void make_older(const char *name)
{
    struct tip_error error;
    struct tip_manifest manifest;
    char *folder = tip_path_join(fixture.index, name);
    char *suggestions = tip_path_join(folder, "suggestions");
    cr_assert_eq(tip_manifest_read(&manifest, folder, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(unlink(suggestions), 0);
    manifest.format = 2;
    cr_assert_eq(tip_manifest_write(&manifest, folder, &error), TIP_OK, "%s", error.message);
    tip_manifest_free(&manifest);
    free(suggestions);
    free(folder);
}

static void set_up(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were never paid for the third voyage.\n");
    index_fixture_write(&fixture, "b.txt", "Bravo workers surrendered their passports.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    make_older("generation-000001");
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
