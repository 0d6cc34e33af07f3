/* JSON Lines through tipindex: one report a record, bad lines named and counted, sources of many
 * reports updated and removed as wholes. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "index_fixture.h"

static struct index_fixture fixture;

static void set_up(void)
{
    index_fixture_init(&fixture);
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(tipindex_jsonl, .init = set_up, .fini = tear_down, .timeout = 120);

/* ---- what is there ---- */

/* The ids of the reports in the order of the dump, joined by blanks; static. */
static const char *report_ids(void)
{
    static char ids[4096];
    json_t *passages = index_fixture_dump(&fixture);
    ids[0] = '\0';
    for (size_t i = 0; i < json_array_size(passages); i++) {
        const json_t *report = json_object_get(json_array_get(passages, i), "report");
        strcat(ids, i > 0 ? " " : "");
        strcat(ids, json_string_value(json_object_get(report, "id")));
    }
    json_decref(passages);
    return ids;
}

/* Line `place` of the ledger, a reference of the caller's. */
static json_t *ledger_line(unsigned generation, size_t place)
{
    json_t *manifest = index_fixture_manifest(&fixture, generation);
    json_t *line = json_incref(json_array_get(json_object_get(manifest, "sources"), place));
    json_decref(manifest);
    cr_assert_not_null(line);
    return line;
}

static void expect_figure(const json_t *line, const char *key, int figure)
{
    cr_expect_eq(json_integer_value(json_object_get(line, key)), figure, "%s: %d instead of %d",
                 key, (int)json_integer_value(json_object_get(line, key)), figure);
}

static void expect_sound(void)
{
    index_fixture_expect(&fixture, 0, "check", NULL);
}

/* ---- records ---- */

Test(tipindex_jsonl, a_record_is_a_report_with_its_facts)
{
    index_fixture_write(&fixture, "cases.jsonl",
                        "{\"id\":\"a/1\",\"title\":\"A night call\",\"text\":\"She was told to "
                        "pay.\\n\\nNobody was paid.\",\"publisher\":\"Hotline\",\"date\":"
                        "\"2023-04-01T08:00:00Z\",\"section\":[\"Calls\",\"Spring\"],\"page\":12}\n"
                        "{\"text\":\"A second note.\"}\n");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "build", fixture.sources);
    cr_expect_not_null(strstr(run.out, "1 source, 2 reports, 2 passages"), "%s", run.out);
    tip_run_free(&run);
    expect_sound();
    cr_assert_str_eq(report_ids(), "a/1 cases-2");
    json_t *passages = index_fixture_dump(&fixture);
    const json_t *first = json_array_get(passages, 0);
    const json_t *report = json_object_get(first, "report");
    cr_expect_str_eq(json_string_value(json_object_get(report, "title")), "A night call");
    cr_expect_str_eq(json_string_value(json_object_get(report, "date")), "2023-04-01");
    cr_expect_eq(json_integer_value(json_object_get(report, "year")), 2023);
    cr_expect_str_eq(json_string_value(json_object_get(first, "page")), "12");
    cr_expect_str_eq(json_string_value(json_object_get(first, "page_is")), "exact");
    cr_expect_eq(json_array_size(json_object_get(first, "section")), 2);
    cr_expect_str_eq(json_string_value(json_object_get(first, "text")),
                     "She was told to pay.\n\nNobody was paid.");
    report = json_object_get(json_array_get(passages, 1), "report");
    cr_expect_str_eq(json_string_value(json_object_get(report, "title")), "cases, line 2");
    json_decref(passages);
    json_t *line = ledger_line(1, 0);
    cr_expect_str_eq(json_string_value(json_object_get(line, "collection")), "cases");
    cr_expect_str_eq(json_string_value(json_object_get(line, "reader")), "jsonl");
    cr_expect_null(json_object_get(line, "report"));
    expect_figure(line, "reports", 2);
    expect_figure(line, "words_in", 13);
    expect_figure(line, "words_indexed", 13);
    json_decref(line);
}

Test(tipindex_jsonl, what_the_command_line_says_stands_where_a_record_says_nothing)
{
    struct tip_run run;
    index_fixture_write(&fixture, "x.jsonl",
                        "{\"id\":\"a\",\"text\":\"One.\",\"publisher\":\"Own\",\"year\":1999}\n"
                        "{\"text\":\"Two.\"}\n");
    char *path = index_fixture_source(&fixture, "x.jsonl");
    TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, "--id", "notes", "--title", "Notes",
            "--publisher", "All", "--date", "June 2023", path);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    free(path);
    cr_expect_str_eq(report_ids(), "a notes-2");
    json_t *passages = index_fixture_dump(&fixture);
    const json_t *own = json_object_get(json_array_get(passages, 0), "report");
    const json_t *other = json_object_get(json_array_get(passages, 1), "report");
    cr_expect_str_eq(json_string_value(json_object_get(own, "publisher")), "Own");
    cr_expect_eq(json_integer_value(json_object_get(own, "year")), 1999);
    cr_expect_str_eq(json_string_value(json_object_get(other, "publisher")), "All");
    cr_expect_str_eq(json_string_value(json_object_get(other, "title")), "Notes");
    cr_expect_eq(json_integer_value(json_object_get(other, "year")), 2023);
    json_decref(passages);
}

Test(tipindex_jsonl, bad_lines_are_named_and_counted_and_the_others_indexed)
{
    struct tip_run run;
    index_fixture_write(&fixture, "x.jsonl",
                        "{\"id\":\"a\",\"text\":\"One.\"}\nnonsense\n{\"id\":\"b\"}\n"
                        "{\"id\":\"e\",\"text\":\"\"}\n{\"id\":\"c\",\"text\":\"Three.\"}\n");
    index_fixture_run(&fixture, &run, 1, "build", fixture.sources);
    cr_expect_not_null(strstr(run.err, "x.jsonl:2: not JSON: "), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "x.jsonl:3: there is no text"), "%s", run.err);
    cr_expect_null(strstr(run.err, "x.jsonl:4"), "%s", run.err);
    tip_run_free(&run);
    cr_expect_str_eq(report_ids(), "a c");
    json_t *line = ledger_line(1, 0);
    cr_expect_str_eq(json_string_value(json_object_get(line, "state")), "read");
    expect_figure(line, "reports", 2);
    expect_figure(line, "records_bad", 2);
    expect_figure(line, "records_empty", 1);
    cr_expect_not_null(strstr(json_string_value(json_object_get(line, "reason")),
                              "2 records were left out: line 2: not JSON"));
    json_decref(line);
    index_fixture_run(&fixture, &run, 1, "update", fixture.sources);
    cr_expect_not_null(strstr(run.err, "2 records were left out"), "%s", run.err);
    tip_run_free(&run);
}

/* A collection may have the same fault in every record. */
Test(tipindex_jsonl, warnings_and_faults_of_many_records_are_not_all_told)
{
    enum { RECORDS = 200 };
    char text[RECORDS * 128] = "";
    struct tip_run run;
    for (int i = 0; i < RECORDS; i++) {
        char line[128];
        snprintf(line, sizeof line,
                 "{\"id\":\"%d\",\"text\":\"A.\",\"d\":[[[[[[[[[0]]]]]]]]]}\n{\"id\":%d}\n", i, i);
        strcat(text, line);
    }
    index_fixture_write(&fixture, "x.jsonl", text);
    index_fixture_run(&fixture, &run, 1, "build", fixture.sources);
    int lines = 0;
    for (const char *at = run.err; (at = strchr(at, '\n')) != NULL; at++) {
        lines++;
    }
    cr_expect_leq(lines, 45, "%s", run.err);
    cr_expect_not_null(strstr(run.err, "200 records were left out"), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "further warnings of this kind are not shown"), "%s",
                       run.err);
    tip_run_free(&run);
}

Test(tipindex_jsonl, an_empty_record_is_no_failure)
{
    index_fixture_write(&fixture, "x.jsonl",
                        "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"e\",\"text\":\" \"}\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    cr_expect_str_eq(report_ids(), "a");
}

Test(tipindex_jsonl, of_a_repeated_id_the_later_record_wins)
{
    struct tip_run run;
    index_fixture_write(&fixture, "x.jsonl",
                        "{\"id\":\"a\",\"text\":\"The first words.\"}\n"
                        "{\"id\":\"b\",\"text\":\"Others.\"}\n"
                        "{\"id\":\"a\",\"text\":\"The later ones.\"}\n");
    index_fixture_run(&fixture, &run, 0, "build", fixture.sources);
    cr_expect_not_null(strstr(run.err, "x.jsonl:3: warning: the id 'a' was given before"), "%s",
                       run.err);
    tip_run_free(&run);
    expect_sound();
    cr_expect_str_eq(report_ids(), "a b");
    char *dump = index_fixture_dump_text(&fixture, true);
    cr_expect_not_null(strstr(dump, "The later ones."));
    cr_expect_null(strstr(dump, "The first words."));
    free(dump);
    json_t *line = ledger_line(1, 0);
    expect_figure(line, "reports", 2);
    expect_figure(line, "words_in", 4);
    expect_figure(line, "words_indexed", 4);
    json_decref(line);
}

Test(tipindex_jsonl, a_source_without_a_good_record_fails)
{
    struct tip_run run;
    index_fixture_write(&fixture, "good.txt", "A neighbour is indexed.\n");
    index_fixture_write(&fixture, "x.jsonl", "nonsense\n");
    index_fixture_write(&fixture, "y.jsonl", "");
    index_fixture_run(&fixture, &run, 1, "build", fixture.sources);
    cr_expect_not_null(strstr(run.err, "x.jsonl: no record with a text is in it: 1 record was left"
                                       " out: line 1: not JSON"),
                       "%s", run.err);
    cr_expect_not_null(strstr(run.err, "y.jsonl: no record with a text is in it"), "%s", run.err);
    tip_run_free(&run);
    cr_expect_str_eq(report_ids(), "good");
}

/* ---- where it comes from ---- */

Test(tipindex_jsonl, standard_input_is_known_by_its_first_line)
{
    static const char lines[] = "{\"id\":\"a\",\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n";
    static const char changed[] = "{\"id\":\"b\",\"text\":\"Three.\"}\n";
    struct tip_run run;
    tip_test_run(&run, lines, strlen(lines),
                 (const char *const[]){"tipindex", "build", "-i", fixture.index, "-", NULL});
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    cr_expect_str_eq(report_ids(), "a stdin-2");
    tip_test_run(&run, lines, strlen(lines),
                 (const char *const[]){"tipindex", "update", "-i", fixture.index, "-", NULL});
    cr_expect_not_null(strstr(run.out, "nothing changed"), "%s%s", run.out, run.err);
    tip_run_free(&run);
    tip_test_run(&run, changed, strlen(changed),
                 (const char *const[]){"tipindex", "update", "-i", fixture.index, "-", NULL});
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    cr_expect_str_eq(report_ids(), "b");
    expect_sound();
}

/* ---- updates ---- */

Test(tipindex_jsonl, an_update_gives_what_a_build_would)
{
    index_fixture_write(&fixture, "other.txt", "Something else beside it.\n");
    index_fixture_write(&fixture, "x.jsonl",
                        "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\"Two.\"}\n"
                        "{\"id\":\"c\",\"text\":\"Three.\"}\n{\"text\":\"Four.\"}\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    index_fixture_write(&fixture, "x.jsonl",
                        "{\"id\":\"b\",\"text\":\"Two.\"}\n{\"id\":\"c\",\"text\":\"Changed.\"}\n"
                        "{\"text\":\"Four.\"}\n");
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    expect_sound();
    cr_expect_str_eq(report_ids(), "b c other x-3");
    char *updated = index_fixture_dump_text(&fixture, false);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    char *built = index_fixture_dump_text(&fixture, false);
    cr_expect_str_eq(updated, built);
    free(updated);
    free(built);
}

Test(tipindex_jsonl, a_source_that_is_gone_takes_its_records_along)
{
    struct tip_run run;
    index_fixture_write(&fixture, "other.txt", "Something else beside it.\n");
    index_fixture_write(&fixture, "x.jsonl",
                        "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\"Two.\"}\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    char *path = index_fixture_source(&fixture, "x.jsonl");
    unlink(path);
    free(path);
    index_fixture_run(&fixture, &run, 0, "update", fixture.sources);
    cr_expect_not_null(strstr(run.err, "its collection 'x' is removed"), "%s", run.err);
    tip_run_free(&run);
    expect_sound();
    cr_expect_str_eq(report_ids(), "other");
}

Test(tipindex_jsonl, a_source_that_becomes_unreadable_keeps_what_was_indexed)
{
    struct tip_run run;
    index_fixture_write(&fixture, "x.jsonl", "{\"id\":\"a\",\"text\":\"One.\"}\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    index_fixture_write(&fixture, "x.jsonl", "nonsense\n");
    index_fixture_run(&fixture, &run, 1, "update", fixture.sources);
    cr_expect_not_null(strstr(run.err, "what was indexed of it before stays"), "%s", run.err);
    tip_run_free(&run);
    cr_expect_str_eq(report_ids(), "a");
}

Test(tipindex_jsonl, a_file_may_change_from_a_text_to_records_and_back)
{
    char *path = index_fixture_source(&fixture, "x.json");
    index_fixture_write(&fixture, "x.json", "Plain words.\n");
    index_fixture_expect(&fixture, 0, "build", path);
    cr_expect_str_eq(report_ids(), "x");
    index_fixture_write(&fixture, "x.json", "{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n");
    index_fixture_expect(&fixture, 0, "update", path);
    cr_expect_str_eq(report_ids(), "x-1 x-2");
    index_fixture_write(&fixture, "x.json", "Plain words.\n");
    index_fixture_expect(&fixture, 0, "update", path);
    cr_expect_str_eq(report_ids(), "x");
    expect_sound();
    free(path);
}

Test(tipindex_jsonl, a_record_may_be_called_as_its_source_is)
{
    index_fixture_write(
        &fixture, "x.jsonl",
        "{\"id\":\"x\",\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n"
        "{\"id\":\"x-2\",\"text\":\"Three.\"}\n{\"id\":\"x-5\",\"text\":\"Four.\"}\n"
        "{\"text\":\"Five.\"}\n");
    index_fixture_write(&fixture, "x.txt", "A text of the same name.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    expect_sound();
    cr_expect_str_eq(report_ids(), "x x-2 x-3 x-5 x-5-2");
}

/* ---- test collections ---- */

static void expect_every_record(const char *path)
{
    json_error_t error;
    char line[1 << 16];
    FILE *file = fopen(path, "r");
    json_t *passages = index_fixture_dump(&fixture), *ids = json_object();
    for (size_t i = 0; i < json_array_size(passages); i++) {
        const json_t *report = json_object_get(json_array_get(passages, i), "report");
        json_object_set(ids, json_string_value(json_object_get(report, "id")), json_true());
    }
    while (fgets(line, sizeof line, file)) {
        json_t *record = json_loads(line, 0, &error);
        const char *id = json_string_value(json_object_get(record, "_id"));
        bool has_text = json_string_length(json_object_get(record, "text")) > 0;
        cr_expect_eq(json_object_get(ids, id) != NULL, has_text, "%s: record %s", path, id);
        json_decref(record);
    }
    fclose(file);
    json_decref(ids);
    json_decref(passages);
}

Test(tipindex_jsonl, test_collections_are_indexed_record_by_record)
{
    static const char *const names[] = {"cranfield", "med", "time"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/../shared/collections/%s/corpus.jsonl",
                 getenv("TIP_SOURCE"), names[i]);
        if (access(path, R_OK) != 0) {
            cr_assert_null(getenv("CI"), "%s is not there", path);
            cr_skip_test("the collections are not beside the source tree");
        }
        index_fixture_expect(&fixture, 0, "build", path);
        expect_sound();
        expect_every_record(path);
    }
}
