/* tipindex build, stats, dump and check on small sources, and what the command line refuses. */
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

TestSuite(tipindex_build, .init = set_up, .fini = tear_down, .timeout = 60);

static const char harbour[] =
    "# Harbour Report\n"
    "\n"
    "## Fishing Fleet\n"
    "\n"
    "Inspectors boarded nine vessels in the harbour and spoke with every deckhand about wages.\n";

static const char notes[] = "Two brickmakers owed the kiln owner more each season.\n";

/* Builds harbour.md and notes.txt into one index. */
static void build_two(void)
{
    index_fixture_write(&fixture, "harbour.md", harbour);
    index_fixture_write(&fixture, "notes.txt", notes);
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "build", fixture.sources);
    cr_assert_not_null(strstr(run.out, "generation 1: 2 sources, 2 passages, "), "%s", run.out);
    cr_assert_str_empty(run.err);
    tip_run_free(&run);
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

Test(tipindex_build, dump_shows_every_passage_with_its_facts)
{
    build_two();
    json_t *passages = index_fixture_dump(&fixture);
    cr_assert_eq(json_array_size(passages), 2);
    const json_t *passage = json_array_get(passages, 0);
    const json_t *report = json_object_get(passage, "report");
    const json_t *section = json_object_get(passage, "section");
    cr_expect_eq(strlen(text_of(passage, "id")), 16);
    cr_expect_eq(strspn(text_of(passage, "id"), "0123456789abcdef"), 16);
    cr_expect_str_eq(text_of(report, "id"), "harbour");
    cr_expect_str_eq(text_of(report, "title"), "Harbour Report");
    cr_expect_str_eq(text_of(report, "language"), "en");
    cr_expect_eq(strlen(text_of(report, "sha256")), 64);
    cr_expect(json_is_null(json_object_get(report, "publisher")));
    cr_expect(json_is_null(json_object_get(report, "year")));
    cr_expect_str_eq(json_string_value(json_array_get(section, json_array_size(section) - 1)),
                     "Fishing Fleet");
    cr_expect_str_eq(text_of(passage, "kind"), "narrative");
    cr_expect(json_is_null(json_object_get(passage, "page")));
    cr_expect(json_is_null(json_object_get(passage, "page_number")));
    cr_expect(json_is_null(json_object_get(passage, "page_is")));
    cr_expect_eq(json_integer_value(json_object_get(passage, "ordinal")), 0);
    cr_expect_eq(json_integer_value(json_object_get(passage, "since")), 1);
    cr_expect(json_is_array(json_object_get(passage, "countries")));
    cr_expect_null(json_object_get(passage, "by"));
    cr_expect_str_eq(text_of(passage, "text"),
                     "Inspectors boarded nine vessels in the harbour and spoke with every deckhand "
                     "about wages.");
    cr_expect_str_eq(text_of(json_array_get(passages, 1), "text"),
                     "Two brickmakers owed the kiln owner more each season.");
    json_decref(passages);
}

Test(tipindex_build, options_become_the_facts_of_the_report)
{
    index_fixture_write(&fixture, "notes.txt", notes);
    char *source = index_fixture_source(&fixture, "notes.txt");
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "build", source, "-i", fixture.index, "--id", "kilns-2021", "--title",
            "Kiln Notes", "--publisher", "Brick Watch", "--date", "May 2021", "--language", "en");
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    free(source);
    json_t *passages = index_fixture_dump(&fixture);
    const json_t *passage = json_array_get(passages, 0);
    const json_t *report = json_object_get(passage, "report");
    cr_expect_str_eq(text_of(report, "id"), "kilns-2021");
    cr_expect_str_eq(text_of(report, "title"), "Kiln Notes");
    cr_expect_str_eq(text_of(report, "publisher"), "Brick Watch");
    cr_expect_str_eq(text_of(report, "date"), "May 2021");
    cr_expect_eq(json_integer_value(json_object_get(report, "year")), 2021);
    const char *citation = text_of(passage, "citation");
    cr_expect_eq(strncmp(citation, "Brick Watch, Kiln Notes, May 2021", 33), 0, "%s", citation);
    json_decref(passages);
}

Test(tipindex_build, stats_are_json_and_text)
{
    build_two();
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "stats", "--json");
    json_t *stats = json_loads(run.out, JSON_REJECT_DUPLICATES, NULL);
    tip_run_free(&run);
    const json_t *index = json_object_get(stats, "index");
    const json_t *reports = json_object_get(index, "reports");
    cr_expect_eq(json_integer_value(json_object_get(index, "generation")), 1);
    cr_expect_eq(json_integer_value(json_object_get(index, "passages")), 2);
    cr_expect_gt(json_integer_value(json_object_get(index, "words")), 20);
    cr_expect_gt(json_integer_value(json_object_get(index, "text_bytes")), 100);
    cr_expect_gt(json_integer_value(json_object_get(index, "bytes_on_disk")), 100);
    cr_expect_eq(strncmp(text_of(index, "made_by"), "tipindex ", 9), 0);
    cr_expect_eq(strlen(text_of(index, "made_at")), strlen("2023-06-15T12:00:00Z"));
    cr_assert_eq(json_array_size(reports), 2);
    cr_expect_eq(json_integer_value(json_object_get(json_array_get(reports, 0), "passages")), 1);
    json_decref(stats);

    index_fixture_run(&fixture, &run, 0, "stats", NULL);
    cr_expect_not_null(strstr(run.out, "harbour"), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "Harbour Report"), "%s", run.out);
    tip_run_free(&run);
}

Test(tipindex_build, check_says_what_is_sound)
{
    build_two();
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "check", NULL);
    cr_expect_eq(strncmp(run.out, "generation 1: sound, 2 passages, ", 33), 0, "%s", run.out);
    tip_run_free(&run);
}

Test(tipindex_build, standard_input_is_a_source)
{
    struct tip_run run;
    const char *arguments[] = {"tipindex", "build", "-i", fixture.index, "-", NULL};
    tip_test_run(&run, notes, strlen(notes), arguments);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    json_t *passages = index_fixture_dump(&fixture);
    const json_t *report = json_object_get(json_array_get(passages, 0), "report");
    cr_expect_str_eq(text_of(report, "id"), "stdin");
    json_decref(passages);
}

Test(tipindex_build, equal_file_names_get_ids_of_their_own)
{
    char *first = tip_test_path(fixture.folder, "notes.txt");
    char *second = index_fixture_source(&fixture, "notes.txt");
    tip_test_write(first, harbour, strlen(harbour));
    tip_test_write(second, notes, strlen(notes));
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, first, second);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    json_t *passages = index_fixture_dump(&fixture);
    cr_expect_str_eq(text_of(json_object_get(json_array_get(passages, 0), "report"), "id"),
                     "notes");
    cr_expect_str_eq(text_of(json_object_get(json_array_get(passages, 1), "report"), "id"),
                     "notes-2");
    json_decref(passages);
    free(first);
    free(second);
}

Test(tipindex_build, builds_twice_give_the_same_passages_and_keep_since)
{
    build_two();
    char *first = index_fixture_dump_text(&fixture, true);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    char *second = index_fixture_dump_text(&fixture, true);
    cr_expect_str_eq(first, second);
    free(first);
    free(second);
}

/* An index whose dump is larger than any pipe or buffer. */
static void build_large(void)
{
    enum { PARAGRAPHS = 400 };
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    cr_assert_not_null(stream);
    for (int i = 0; i < PARAGRAPHS; i++) {
        fprintf(stream, "# Site %d\n\nAt site %d the guards kept every worker's papers.\n\n", i, i);
    }
    fclose(stream);
    index_fixture_write(&fixture, "sites.md", text);
    free(text);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
}

/* What a shell prints for `dump` of the index and what follows it. */
static char *shell_output(const char *behind)
{
    char command[1024];
    char *text = calloc(1, 4096);
    cr_assert_not_null(text);
    snprintf(command, sizeof command,
             "exec 3>&1; { '%s/tipindex' dump -i '%s'; echo status $? >&2; } %s", getenv("TIP_BIN"),
             fixture.index, behind);
    FILE *shell = popen(command, "r");
    cr_assert_not_null(shell);
    cr_assert_lt(fread(text, 1, 4095, shell), 4095);
    pclose(shell);
    return text;
}

Test(tipindex_build, a_reader_that_leaves_ends_dump_quietly)
{
    build_large();
    char *text = shell_output("2>&3 | head -c 1 >/dev/null");
    cr_expect_str_eq(text, "status 0\n");
    free(text);
}

Test(tipindex_build, a_full_standard_output_is_an_error)
{
    build_large();
    char *text = shell_output("2>&1 >/dev/full");
    cr_expect_eq(strncmp(text, "tipindex: standard output: cannot write: No space left", 54), 0,
                 "%s", text);
    cr_expect_not_null(strstr(text, "status 2\n"), "%s", text);
    free(text);
}

/* ---- the command line ---- */

struct refusal {
    const char *arguments[8];
    const char *message; /* what standard error must hold */
};

static const struct refusal refusals[] = {
    {{"tipindex"}, "usage: tipindex COMMAND"},
    {{"tipindex", "bild"},
     "the commands are build, update, remove, rollback, check, report, stats, dump"},
    {{"tipindex", "build"}, "name the files or folders to index"},
    {{"tipindex", "build", "--yeer", "2020", "x"}, "build has no option --yeer"},
    {{"tipindex", "stats", "-q"}, "stats has no option -q"},
    {{"tipindex", "build", "x", "--title"}, "--title: its value (TITLE) is missing"},
    {{"tipindex", "stats", "--json=1"}, "--json: takes no value"},
    {{"tipindex", "build", "--year", "1899", "x"}, "--year: '1899' is no year from 1900 to 2100"},
    {{"tipindex", "build", "--year", "2101", "x"}, "--year: '2101' is no year from 1900 to 2100"},
    {{"tipindex", "build", "--year", "20x3", "x"}, "--year: '20x3' is no year from 1900 to 2100"},
    {{"tipindex", "build", "--language", "eng", "x"}, "--language: 'eng' is no code of two"},
    {{"tipindex", "build", "--id", "a b", "x"}, "--id: 'a b' is no id"},
    {{"tipindex", "build", "--id", "", "x"}, "--id: '' is no id"},
    {{"tipindex", "build", "--title", "  ", "x"}, "--title: the value is blank"},
    {{"tipindex", "build", "--title", "\xff", "x"}, "--title: byte 1 is not UTF-8"},
    {{"tipindex", "build", "--title", "a\nb", "x"}, "--title: byte 2 is a control character"},
    {{"tipindex", "build", "--date", "a\x1b", "x"}, "--date: byte 2 is a control character"},
    {{"tipindex", "build", "--publisher", "a\xc2\x9b", "x"},
     "--publisher: byte 2 is a control character"},
    {{"tipindex", "build", "--id", "a\x1b", "x"}, "--id: 'a\\x1b' is no id"},
    {{"tipindex", "build", "--id", "a", "x", "y"}, "--id is of one report, and 2 sources"},
    {{"tipindex", "build", "--title", "a", "x", "y"}, "--title is of one report, and 2 sources"},
    {{"tipindex", "build", "-i", "", "x"}, "--index: the folder's name is empty"},
    {{"tipindex", "check", "x"}, "check takes no sources"},
    {{"tipindex", "stats", "x"}, "'x' is one argument too many"},
};

Test(tipindex_build, a_wrong_command_line_is_refused_and_named)
{
    setenv("TIPSEARCH_INDEX", fixture.index, 1);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        struct tip_run run;
        tip_test_run(&run, NULL, 0, refusals[i].arguments);
        cr_expect_eq(run.status, 2, "row %zu: exit status %d", i, run.status);
        cr_expect_not_null(strstr(run.err, refusals[i].message), "row %zu: %s", i, run.err);
        cr_expect_str_empty(run.out);
        tip_run_free(&run);
    }
    cr_expect_neq(access(fixture.index, F_OK), 0, "a refused command line made an index");
}

Test(tipindex_build, a_fact_is_refused_above_a_thousand_bytes)
{
    static const char *const names[] = {"--title", "--publisher", "--date"};
    char value[1002];
    index_fixture_write(&fixture, "notes.txt", notes);
    memset(value, 'v', sizeof value);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct tip_run run;
        value[1000] = 'v';
        value[1001] = '\0';
        TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, names[i], value, fixture.sources);
        cr_expect_eq(run.status, 2);
        cr_expect_not_null(strstr(run.err, "longer than 1000 bytes"), "%s", run.err);
        tip_run_free(&run);
        value[1000] = '\0';
        TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, names[i], value, fixture.sources);
        cr_expect_eq(run.status, 0, "%s", run.err);
        tip_run_free(&run);
    }
}

Test(tipindex_build, a_long_title_of_its_own_is_cut_between_characters)
{
    char text[1024] = "# ", expected[320] = "";
    for (int i = 0; i < 200; i++) {
        strcat(text, "\u00e9");
    }
    strcat(text, "\n\nThe text below a long title.\n");
    for (int i = 0; i < 148; i++) {
        strcat(expected, "\u00e9");
    }
    strcat(expected, "\u2026");
    index_fixture_write(&fixture, "long.md", text);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    json_t *passages = index_fixture_dump(&fixture);
    const json_t *report = json_object_get(json_array_get(passages, 0), "report");
    cr_expect_str_eq(text_of(report, "title"), expected);
    json_decref(passages);
}

Test(tipindex_build, help_and_version_come_from_the_table)
{
    static const char *const commands[] = {"build", "update", "check", "stats", "dump"};
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "--help");
    cr_assert_eq(run.status, 0);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char usage[40];
        struct tip_run help;
        cr_expect_not_null(strstr(run.out, commands[i]), "%s is not in --help", commands[i]);
        TIP_RUN(&help, "tipindex", commands[i], "--help");
        snprintf(usage, sizeof usage, "usage: tipindex %s [-i DIR]", commands[i]);
        cr_expect_eq(help.status, 0);
        cr_expect_eq(strncmp(help.out, usage, strlen(usage)), 0, "%s", help.out);
        tip_run_free(&help);
    }
    tip_run_free(&run);
    TIP_RUN(&run, "tipindex", "--version");
    cr_expect_eq(strncmp(run.out, "tipindex 0.1.0 (Xapian 1.4.", 27), 0, "%s", run.out);
    cr_expect_not_null(strstr(run.out, ", ICU "), "%s", run.out);
    tip_run_free(&run);
}

Test(tipindex_build, the_default_folder_is_the_environments)
{
    index_fixture_write(&fixture, "notes.txt", notes);
    struct tip_run run;
    char *there = tip_test_path(fixture.folder, "tipsearch/index/CURRENT");
    unsetenv("TIPSEARCH_INDEX");
    setenv("XDG_DATA_HOME", fixture.folder, 1);
    TIP_RUN(&run, "tipindex", "build", fixture.sources);
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_eq(access(there, F_OK), 0, "no index at %s", there);
    tip_run_free(&run);
    setenv("TIPSEARCH_INDEX", fixture.index, 1);
    TIP_RUN(&run, "tipindex", "build", fixture.sources);
    cr_expect_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    index_fixture_expect(&fixture, 0, "check", NULL);
    free(there);
}

Test(tipindex_build, without_an_index_the_message_says_how_to_make_one)
{
    static const char *const commands[] = {"check", "stats", "dump"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct tip_run run;
        index_fixture_run(&fixture, &run, 2, commands[i], NULL);
        cr_expect_not_null(strstr(run.err, "tipindex build"), "%s", run.err);
        tip_run_free(&run);
    }
}
