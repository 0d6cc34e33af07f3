/* tipindex update: what is new, changed, gone or untouched among the named sources. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index_fixture.h"

static struct index_fixture fixture;

static void set_up(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were never paid for the third voyage.\n");
    index_fixture_write(&fixture, "b.txt",
                        "Bravo workers surrendered their passports on arrival.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(tipindex_update, .init = set_up, .fini = tear_down, .timeout = 60);

static void expect_update(const char *argument, int status, const char *said)
{
    struct tip_run run;
    index_fixture_run(&fixture, &run, status, "update", argument);
    cr_assert_not_null(strstr(run.out, said), "'%s' is not in: %s%s", said, run.out, run.err);
    tip_run_free(&run);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

static const char *fact(const json_t *passages, size_t place, const char *key)
{
    return json_string_value(json_object_get(json_array_get(passages, place), key));
}

static long long since(const json_t *passages, size_t place)
{
    return json_integer_value(json_object_get(json_array_get(passages, place), "since"));
}

/* What an index built from the sources as they are now would print. */
static void expect_as_built(void)
{
    struct index_fixture other = fixture;
    struct tip_run run;
    other.index = tip_test_path(fixture.folder, "other");
    index_fixture_run(&other, &run, 0, "build", fixture.sources);
    tip_run_free(&run);
    char *built = index_fixture_dump_text(&other, false);
    char *updated = index_fixture_dump_text(&fixture, false);
    cr_expect_str_eq(updated, built);
    free(built);
    free(updated);
    free(other.index);
}

Test(tipindex_update, nothing_changed_publishes_nothing)
{
    expect_update(fixture.sources, 0, "generation 1: nothing changed in 2 sources");
    cr_expect_eq(index_fixture_entries(&fixture, "generation-"), 1);
}

Test(tipindex_update, an_added_source_is_read_and_ids_stay)
{
    json_t *before = index_fixture_dump(&fixture);
    index_fixture_write(&fixture, "c.txt", "Charlie recruiters promised work in restaurants.\n");
    expect_update(fixture.sources, 0,
                  "generation 2: 1 added, 0 changed, 0 removed, 2 unchanged; 3 passages");
    json_t *after = index_fixture_dump(&fixture);
    cr_assert_eq(json_array_size(after), 3);
    cr_expect_str_eq(fact(after, 0, "id"), fact(before, 0, "id"));
    cr_expect_str_eq(fact(after, 1, "id"), fact(before, 1, "id"));
    cr_expect_eq(since(after, 0), 1);
    cr_expect_eq(since(after, 2), 2);
    json_decref(before);
    json_decref(after);
    expect_as_built();
}

/* Two paragraphs of a hundred words each. */
static void write_paragraphs(const char *name)
{
    char text[4096] = "";
    for (int i = 0; i < 20; i++)
        sprintf(text + strlen(text), "%sBrokers number%d took papers from each new crew at sea.",
                i == 0    ? ""
                : i == 10 ? "\n\n"
                          : " ",
                i);
    index_fixture_write(&fixture, name, strcat(text, "\n"));
}

static long long passage_words(unsigned generation)
{
    json_t *manifest = index_fixture_manifest(&fixture, generation);
    long long words = json_integer_value(json_object_get(manifest, "passage_words"));
    json_decref(manifest);
    return words;
}

Test(tipindex_update, passages_keep_the_length_they_were_built_with)
{
    struct tip_run run;
    write_paragraphs("c.txt");
    TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, "--passage-words", "80",
            fixture.sources);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    cr_expect_eq(passage_words(2), 80);
    expect_update(fixture.sources, 0, "generation 2: nothing changed in 3 sources");
    write_paragraphs("d.txt"); /* a new one is cut likewise */
    expect_update(fixture.sources, 0,
                  "generation 3: 1 added, 0 changed, 0 removed, 3 unchanged; 10 passages");
    cr_expect_eq(passage_words(3), 80);
    TIP_RUN(&run, "tipindex", "update", "-i", fixture.index, "--passage-words", "220",
            fixture.sources);
    cr_expect_not_null(strstr(run.out, "0 added, 4 changed, 0 removed, 0 unchanged; 6 passages"),
                       "%s", run.out);
    tip_run_free(&run);
    cr_expect_eq(passage_words(4), 220);
    expect_as_built();
}

Test(tipindex_update, a_changed_source_is_read_again)
{
    json_t *before = index_fixture_dump(&fixture);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were paid for the third voyage at last.\n");
    expect_update(fixture.sources, 0,
                  "generation 2: 0 added, 1 changed, 0 removed, 1 unchanged; 2 passages");
    json_t *after = index_fixture_dump(&fixture);
    cr_expect_str_neq(fact(after, 0, "id"), fact(before, 0, "id"));
    cr_expect_str_eq(fact(after, 0, "text"), "Alpha crews were paid for the third voyage at last.");
    cr_expect_eq(since(after, 0), 2);
    cr_expect_str_eq(fact(after, 1, "id"), fact(before, 1, "id"));
    cr_expect_eq(since(after, 1), 1);
    json_decref(before);
    json_decref(after);
    expect_as_built();
}

Test(tipindex_update, a_vanished_source_is_removed)
{
    char *path = index_fixture_source(&fixture, "a.txt");
    cr_assert_eq(unlink(path), 0);
    free(path);
    expect_update(fixture.sources, 0,
                  "generation 2: 0 added, 0 changed, 1 removed, 1 unchanged; 1 passage");
    expect_as_built();
}

/* What an update says of a source that it cannot take in. */
static void expect_told(const char *argument, int status, const char *told)
{
    struct tip_run run;
    index_fixture_run(&fixture, &run, status, "update", argument);
    cr_expect_not_null(strstr(run.err, told), "'%s' is not in: %s", told, run.err);
    tip_run_free(&run);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

static void expect_passages(size_t count)
{
    json_t *passages = index_fixture_dump(&fixture);
    cr_expect_eq(json_array_size(passages), count);
    json_decref(passages);
}

static void expect_states(unsigned generation, const char *states)
{
    char found[128] = "";
    json_t *manifest = index_fixture_manifest(&fixture, generation);
    const json_t *sources = json_object_get(manifest, "sources");
    for (size_t i = 0; i < json_array_size(sources); i++) {
        const json_t *state = json_object_get(json_array_get(sources, i), "state");
        cr_assert_lt(strlen(found), sizeof found - 16);
        strcat(strcat(found, i > 0 ? " " : ""), json_string_value(state));
    }
    cr_expect_str_eq(found, states);
    json_decref(manifest);
}

Test(tipindex_update, a_named_file_that_is_not_there_keeps_what_is_indexed_from_it)
{
    char *path = index_fixture_source(&fixture, "a.txt");
    cr_assert_eq(unlink(path), 0);
    expect_told(path, 1, "a.txt: No such file or directory (what was indexed of it before stays)");
    expect_passages(2);
    expect_states(2, "read read failed");
    expect_told(path, 1, "a.txt: No such file or directory");
    cr_expect_eq(index_fixture_entries(&fixture, "generation-000003"), 0);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were never paid for the third voyage.\n");
    index_fixture_expect(&fixture, 0, "update", path);
    expect_states(3, "read read");
    free(path);
}

Test(tipindex_update, a_named_folder_that_is_not_there_keeps_what_is_indexed_from_it)
{
    char *moved = tip_test_path(fixture.folder, "moved");
    cr_assert_eq(rename(fixture.sources, moved), 0);
    expect_told(fixture.sources, 1,
                "sources: No such file or directory (what was indexed of it before stays)");
    expect_passages(2);
    expect_states(2, "read read failed");
    cr_assert_eq(rename(moved, fixture.sources), 0);
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    expect_states(3, "read read");
    free(moved);
}

Test(tipindex_update, a_folder_that_is_empty_now_loses_its_reports_with_a_warning)
{
    char *first = index_fixture_source(&fixture, "a.txt");
    char *second = index_fixture_source(&fixture, "b.txt");
    char *other = tip_test_path(fixture.folder, "other.txt");
    tip_test_write(other, "Others.\n", 8);
    index_fixture_expect(&fixture, 0, "update", other);
    cr_assert_eq(unlink(first), 0);
    cr_assert_eq(unlink(second), 0);
    expect_told(fixture.sources, 0, "(2 reports) is removed: is a disk missing?");
    expect_passages(1);
    free(first);
    free(second);
    free(other);
}

Test(tipindex_update, a_named_source_that_never_was_is_an_error)
{
    char *strange = index_fixture_source(&fixture, "never.txt");
    expect_told(strange, 2, "never.txt: No such file or directory\n");
    expect_told(strange, 2, "the index stays as it was");
    free(strange);
}

Test(tipindex_update, the_current_folder_is_known_by_its_absolute_path)
{
    static const char *const folders[] = {"2022", "2023"};
    static const char *const texts[] = {"The first year's report.\n", "The second year's.\n"};
    for (size_t i = 0; i < 2; i++) {
        char *year = tip_test_path(fixture.folder, folders[i]);
        cr_assert_eq(mkdir(year, 0777), 0);
        cr_assert_eq(chdir(year), 0);
        tip_test_write("report.txt", texts[i], strlen(texts[i]));
        expect_update(".", 0, "1 added, 0 changed, 0 removed, 0 unchanged");
        expect_update("report.txt", 0, "nothing changed in 1 source\n");
        expect_update("./../sources/../2022", 0, "nothing changed in 1 source\n");
        free(year);
    }
    expect_passages(4);
    json_t *manifest = index_fixture_manifest(&fixture, 3);
    const json_t *sources = json_object_get(manifest, "sources");
    for (size_t i = 0; i < json_array_size(sources); i++) {
        const json_t *file = json_object_get(json_array_get(sources, i), "file");
        cr_expect_eq(json_string_value(file)[0], '/', "%s", json_string_value(file));
    }
    json_decref(manifest);
}

Test(tipindex_update, other_sources_are_left_alone)
{
    char *gone = index_fixture_source(&fixture, "b.txt");
    char *named = index_fixture_source(&fixture, "a.txt");
    cr_assert_eq(unlink(gone), 0);
    expect_update(named, 0, "nothing changed in 1 source\n");
    json_t *passages = index_fixture_dump(&fixture);
    cr_expect_eq(json_array_size(passages), 2);
    json_decref(passages);
    free(gone);
    free(named);
}

Test(tipindex_update, facts_stay_unless_others_are_given)
{
    struct tip_run run;
    char *source = index_fixture_source(&fixture, "a.txt");
    TIP_RUN(&run, "tipindex", "update", "-i", fixture.index, source, "--id", "crews-2020",
            "--publisher", "Port Watch", "--year", "2020");
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    index_fixture_write(&fixture, "a.txt", "Alpha crews went home.\n");
    expect_update(source, 0, "1 changed");
    expect_update(source, 0, "nothing changed");
    json_t *passages = index_fixture_dump(&fixture);
    const json_t *report = json_object_get(json_array_get(passages, 1), "report");
    cr_expect_eq(json_array_size(passages), 2);
    cr_expect_str_eq(json_string_value(json_object_get(report, "id")), "crews-2020");
    cr_expect_str_eq(json_string_value(json_object_get(report, "publisher")), "Port Watch");
    cr_expect_eq(json_integer_value(json_object_get(report, "year")), 2020);
    json_decref(passages);
    free(source);
}

Test(tipindex_update, a_source_that_became_unreadable_keeps_what_was_indexed)
{
    index_fixture_write(&fixture, "a.txt", "");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 1, "update", fixture.sources);
    cr_expect_not_null(strstr(run.err, "what was indexed of it before stays"), "%s", run.err);
    tip_run_free(&run);
    json_t *passages = index_fixture_dump(&fixture);
    cr_expect_eq(json_array_size(passages), 2);
    json_decref(passages);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

Test(tipindex_update, a_source_that_failed_once_and_is_mended_leaves_one_line_in_the_ledger)
{
    index_fixture_write(&fixture, "c.txt", "");
    index_fixture_expect(&fixture, 1, "update", fixture.sources);
    index_fixture_write(&fixture, "c.txt", "Charlie recruiters promised work in restaurants.\n");
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    json_t *manifest = index_fixture_manifest(&fixture, 3);
    const json_t *sources = json_object_get(manifest, "sources");
    cr_expect_eq(json_array_size(sources), 3);
    for (size_t i = 0; i < json_array_size(sources); i++) {
        const json_t *state = json_object_get(json_array_get(sources, i), "state");
        cr_expect_str_eq(json_string_value(state), "read");
    }
    json_decref(manifest);
}

Test(tipindex_update, without_an_index_it_makes_one)
{
    free(fixture.index);
    fixture.index = tip_test_path(fixture.folder, "fresh");
    expect_update(fixture.sources, 0, "generation 1: 2 added, 0 changed, 0 removed, 0 unchanged");
    expect_as_built();
}

Test(tipindex_update, the_one_before_the_live_generation_is_kept)
{
    for (int i = 0; i < 3; i++) {
        index_fixture_write(&fixture, "c.txt", &"one two three four five"[i]);
        index_fixture_expect(&fixture, 0, "update", fixture.sources);
    }
    cr_expect_eq(index_fixture_entries(&fixture, "generation-"), 2);
    cr_expect_eq(index_fixture_entries(&fixture, "generation-000004"), 1);
    cr_expect_eq(index_fixture_entries(&fixture, "generation-000003"), 1);
}
