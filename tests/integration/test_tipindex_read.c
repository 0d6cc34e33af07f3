/* tipindex read: the passages of sources as an index would have them, and nothing written. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

TestSuite(tipindex_read, .init = set_up, .fini = tear_down, .timeout = 120);

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of what tipindex printed, as objects without `since`, in an order of their own; for
 * free(3). */
static char *sorted(const char *lines)
{
    enum { MOST = 2000 };
    char *copy = strdup(lines), *texts[MOST], *all = NULL;
    size_t count = 0, length = 0;
    for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
        json_t *passage = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        cr_assert_not_null(passage, "%s", line);
        json_object_del(passage, "since");
        cr_assert_lt(count, MOST);
        texts[count++] = json_dumps(passage, JSON_PRESERVE_ORDER);
        json_decref(passage);
    }
    qsort(texts, count, sizeof *texts, by_text);
    FILE *stream = open_memstream(&all, &length);
    for (size_t i = 0; i < count; i++) {
        fprintf(stream, "%s\n", texts[i]);
        free(texts[i]);
    }
    fclose(stream);
    free(copy);
    return all;
}

/* Asserts that reading the sources gives what a build and a dump give. */
static void expect_as_indexed(const char *source)
{
    struct tip_run read, dump;
    TIP_RUN(&read, "tipindex", "read", source);
    cr_assert_eq(read.status, 0, "%s", read.err);
    index_fixture_expect(&fixture, 0, "build", source);
    index_fixture_run(&fixture, &dump, 0, "dump", NULL);
    char *as_read = sorted(read.out), *as_indexed = sorted(dump.out);
    cr_expect_str_eq(as_read, as_indexed);
    cr_expect_gt(strlen(as_read), 0);
    free(as_read);
    free(as_indexed);
    tip_run_free(&read);
    tip_run_free(&dump);
}

Test(tipindex_read, prints_what_an_index_would_hold)
{
    index_fixture_write(&fixture, "report.ini", "[report]\npublisher = The Kiln Desk\n");
    index_fixture_write(&fixture, "a.md", "# Kilns\n\nFamilies in Nepal owed the owner money.\n");
    index_fixture_write(&fixture, "b.html", "<h1>Boats</h1><p>The captain kept passports.</p>");
    index_fixture_write(
        &fixture, "c.jsonl",
        "{\"id\":\"n-1\",\"text\":\"A call came in spring.\",\"countries\":[\"KH\"],"
        "\"worker\":7}\n{\"text\":\"Another call.\"}\n");
    expect_as_indexed(fixture.sources);
}

Test(tipindex_read, prints_the_corpus_as_it_is_indexed)
{
    char *corpus = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    expect_as_indexed(corpus);
    free(corpus);
}

/* Two files of one name are two reports, as in an index. */
Test(tipindex_read, gives_equal_names_the_ids_that_an_index_gives)
{
    struct tip_run run;
    char *folder = index_fixture_source(&fixture, "east");
    char *command = NULL;
    cr_assert_gt(asprintf(&command, "mkdir '%s'", folder), 0);
    cr_assert_eq(system(command), 0);
    index_fixture_write(&fixture, "notes.txt", "The west yard paid nobody.\n");
    index_fixture_write(&fixture, "east/notes.txt", "The east yard paid half.\n");
    expect_as_indexed(fixture.sources);
    TIP_RUN(&run, "tipindex", "read", "-q", fixture.sources);
    cr_expect_not_null(strstr(run.out, "\"id\":\"notes-2\""), "%s", run.out);
    tip_run_free(&run);
    free(folder);
    free(command);
}

Test(tipindex_read, needs_no_index_and_writes_nothing)
{
    struct tip_run run;
    char *source = index_fixture_source(&fixture, "a.txt");
    index_fixture_write(&fixture, "a.txt", "The foreman kept their papers.\n");
    cr_assert_eq(setenv("TIPSEARCH_INDEX", fixture.index, 1), 0);
    TIP_RUN(&run, "tipindex", "read", "--id", "notes-7", "--date", "June 2023", source);
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_str_empty(run.err);
    cr_expect_not_null(strstr(run.out, "\"report\":{\"id\":\"notes-7\""), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "\"year\":2023"), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "\"since\":null"), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "\"text\":\"The foreman kept their papers.\""));
    tip_run_free(&run);
    TIP_RUN(&run, "/bin/ls", fixture.folder);
    cr_expect_str_eq(run.out, "sources\n");
    tip_run_free(&run);
    free(source);
}

Test(tipindex_read, standard_input_is_a_source)
{
    static const char text[] = "# Yards\n\nNobody was paid in the first yard.\n";
    struct tip_run run;
    tip_test_run(&run, text, strlen(text), (const char *const[]){"tipindex", "read", "-", NULL});
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_not_null(strstr(run.out, "\"id\":\"stdin\""), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "Nobody was paid in the first yard."), "%s", run.out);
    tip_run_free(&run);
}

struct failing_case {
    const char *name, *text; /* of a file beside a good one; NULL: the only source, and not there */
    int status;
    const char *says;
};

static const struct failing_case failing_cases[] = {
    {"empty.txt", "", 1, "empty.txt: "},
    {"bad.jsonl", "{\"text\":\"A good one.\"}\nnonsense\n", 1, "bad.jsonl:2: not JSON"},
    {"twice.jsonl", "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"a\",\"text\":\"Two.\"}\n", 0,
     "twice.jsonl:2: warning: the id 'a' was given before"},
    {"table.xls", "unread", 0, "table.xls: skipped: its ending"},
    {"missing", NULL, 2, "missing: No such file"},
};

Test(tipindex_read, what_cannot_be_read_is_named)
{
    for (size_t i = 0; i < sizeof failing_cases / sizeof failing_cases[0]; i++) {
        const struct failing_case *row = &failing_cases[i];
        struct tip_run run;
        char *path = index_fixture_source(&fixture, row->name);
        index_fixture_write(&fixture, "good.txt", "A neighbour is read.\n");
        if (row->text) {
            index_fixture_write(&fixture, row->name, row->text);
        }
        TIP_RUN(&run, "tipindex", "read", row->text ? fixture.sources : path);
        cr_expect_eq(run.status, row->status, "%s: %d: %s", row->name, run.status, run.err);
        cr_expect_not_null(strstr(run.err, row->says), "%s: %s", row->name, run.err);
        cr_expect_eq(strstr(run.out, "A neighbour is read.") != NULL, row->text != NULL);
        tip_run_free(&run);
        remove(path);
        free(path);
    }
}

Test(tipindex_read, an_id_is_of_one_source)
{
    struct tip_run run;
    index_fixture_write(&fixture, "a.txt", "One.\n");
    index_fixture_write(&fixture, "b.txt", "Two.\n");
    TIP_RUN(&run, "tipindex", "read", "--id", "x", fixture.sources);
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "--id is of one report, and 2 sources are named"), "%s",
                       run.err);
    cr_expect_str_empty(run.out);
    tip_run_free(&run);
}

/* What cannot be written is an error; a reader that leaves is none. */
Test(tipindex_read, a_full_disk_is_an_error_and_a_reader_that_leaves_is_not)
{
    struct tip_run run;
    char *command = NULL, *corpus = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    cr_assert_gt(asprintf(&command,
                          "'%s/tipindex' read -q '%s' >/dev/full; echo full $?; "
                          "{ '%s/tipindex' read -q '%s'; echo left $? >&2; } | head -1 >/dev/null",
                          getenv("TIP_BIN"), corpus, getenv("TIP_BIN"), corpus),
                 0);
    TIP_RUN(&run, "/bin/sh", "-c", command);
    cr_expect_str_eq(run.out, "full 2\n");
    cr_expect_not_null(strstr(run.err, "standard output: cannot write"), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "left 0"), "%s", run.err);
    tip_run_free(&run);
    free(command);
    free(corpus);
}
