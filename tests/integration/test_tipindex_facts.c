/* What is said of reports: by options, by front matter, by the report.ini of their folder. */
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

TestSuite(tipindex_facts, .init = set_up, .fini = tear_down, .timeout = 60);

/* The report object of the passage whose text holds `text`, as one line without the file's name and
 * hash, for free(3). */
static char *report_of(const char *text)
{
    json_t *passages = index_fixture_dump(&fixture);
    char *line = NULL;
    for (size_t i = 0; i < json_array_size(passages); i++) {
        const json_t *passage = json_array_get(passages, i);
        if (strstr(json_string_value(json_object_get(passage, "text")), text) == NULL)
            continue;
        json_t *report = json_object_get(passage, "report");
        json_object_del(report, "file");
        json_object_del(report, "sha256");
        free(line);
        line = json_dumps(report, JSON_COMPACT | JSON_SORT_KEYS);
    }
    json_decref(passages);
    cr_assert_not_null(line, "no passage holds '%s'", text);
    return line;
}

static void expect_report(const char *text, const char *const *members)
{
    char *report = report_of(text);
    for (; *members != NULL; members++)
        cr_expect_not_null(strstr(report, *members), "'%s' is not in %s", *members, report);
    free(report);
}

#define EXPECT_REPORT(text, ...) expect_report(text, (const char *const[]){__VA_ARGS__, NULL})

Test(tipindex_facts, front_matter_says_what_a_report_is)
{
    index_fixture_write(
        &fixture, "a.md",
        "---\nid: \"mine-1\"\ntitle: 'It''s \"A\" # title' # not this\n"
        "publisher: An Office\ndate: 2021-03-04\nlanguage: es-MX\n"
        "url: https://example.org/a\ntags:\n  - kilns\n  - debt\nlayout: page\n---\n\n"
        "# Heading\n\nAlpha text.\n");
    index_fixture_write(&fixture, "b.md",
                        "+++\ntitle = \"Toml title\"\nyear = 2019\ntags = [\"x\", \"y\"]\n[extra]\n"
                        "id = \"no\"\n+++\nBravo text.\n");
    index_fixture_write(&fixture, "c.md",
                        "---\n\nCharlie text, below a rule: no metadata.\n\n---\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    EXPECT_REPORT("Alpha", "\"id\":\"mine-1\"", "\"title\":\"It's \\\"A\\\" # title\"",
                  "\"publisher\":\"An Office\"", "\"date\":\"2021-03-04\"", "\"year\":2021",
                  "\"language\":\"es\"");
    EXPECT_REPORT("Bravo", "\"id\":\"b\"", "\"title\":\"Toml title\"", "\"year\":2019");
    EXPECT_REPORT("Charlie", "\"id\":\"c\"");
}

Test(tipindex_facts, a_report_ini_says_it_of_its_folder)
{
    index_fixture_write(&fixture, "report.ini",
                        "[report]\npublisher = The Folder\nyear = 2022\nlanguage = fr\n"
                        "[one.txt]\nid = one-2022\ntitle = The First\n");
    index_fixture_write(&fixture, "one.txt", "A HEADING\n\nAlpha text of one.\n");
    index_fixture_write(&fixture, "two.md", "---\nyear: 2020\n---\n# Its heading\n\nBravo text.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    EXPECT_REPORT("Alpha", "\"id\":\"one-2022\"", "\"title\":\"The First\"",
                  "\"publisher\":\"The Folder\"", "\"year\":2022", "\"language\":\"fr\"");
    EXPECT_REPORT("Bravo", "\"id\":\"two\"", "\"title\":\"Its heading\"",
                  "\"publisher\":\"The Folder\"", "\"year\":2020");
}

Test(tipindex_facts, options_come_first)
{
    char *source = index_fixture_source(&fixture, "a.md");
    index_fixture_write(&fixture, "report.ini",
                        "[report]\nyear=2001\nid=folder\npublisher=Folder\n");
    index_fixture_write(&fixture, "a.md", "---\nyear: 2002\nid: front\n---\nAlpha text.\n");
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, "--year", "2003", "--id", "option",
            source);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    EXPECT_REPORT("Alpha", "\"id\":\"option\"", "\"year\":2003", "\"publisher\":\"Folder\"");
    TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, source);
    tip_run_free(&run);
    EXPECT_REPORT("Alpha", "\"id\":\"front\"", "\"year\":2002");
    free(source);
}

Test(tipindex_facts, an_update_reads_what_a_changed_report_ini_concerns)
{
    struct tip_run run;
    index_fixture_write(&fixture, "report.ini", "[report]\nyear = 2022\n");
    index_fixture_write(&fixture, "one.txt", "Alpha text of one.\n");
    index_fixture_write(&fixture, "two.txt", "Bravo text of two.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    index_fixture_run(&fixture, &run, 0, "update", fixture.sources);
    cr_expect_not_null(strstr(run.out, "nothing changed"), "%s", run.out);
    tip_run_free(&run);

    index_fixture_write(&fixture, "report.ini",
                        "[report]\nyear = 2022\n[two.txt]\ntitle = Second\n");
    index_fixture_run(&fixture, &run, 0, "update", fixture.sources);
    cr_expect_not_null(strstr(run.out, "0 added, 1 changed, 0 removed, 1 unchanged"), "%s",
                       run.out);
    tip_run_free(&run);
    EXPECT_REPORT("Bravo", "\"title\":\"Second\"", "\"year\":2022");

    char *path = index_fixture_source(&fixture, "report.ini");
    cr_assert_eq(unlink(path), 0);
    free(path);
    index_fixture_run(&fixture, &run, 0, "update", fixture.sources);
    cr_expect_not_null(strstr(run.out, "0 added, 2 changed"), "%s", run.out);
    tip_run_free(&run);
}

Test(tipindex_facts, a_slip_is_named_by_its_line)
{
    static const struct {
        const char *ini, *message;
    } cases[] = {
        {"[report]\n\nyear = soon\n", "report.ini:3: year: 'soon' is no year"},
        {"[report]\nyaer = 2023\n", "report.ini:2: 'yaer' is no key"},
        {"[three.txt]\nyear = 2023\n", "report.ini:2: there is no file 'three.txt' beside it"},
        {"[report]\nid = all\n", "report.ini:2: id: it is of one report"},
        {"[report]\nnonsense\n", "report.ini:2: neither [section] nor key = value"},
        {"[one.txt]\nid = a b\n", "report.ini:2: id: 'a b' is no id"},
    };
    index_fixture_write(&fixture, "one.txt", "Alpha text of one.\n");
    index_fixture_write(&fixture, "two.txt", "Bravo text of two.\n");
    index_fixture_write(&fixture, "two-front.md", "---\nid: a b\n---\nCharlie text.\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tip_run run;
        index_fixture_write(&fixture, "report.ini", cases[i].ini);
        index_fixture_run(&fixture, &run, 2, "build", fixture.sources);
        cr_expect_not_null(strstr(run.err, cases[i].message), "'%s' is not in: %s",
                           cases[i].message, run.err);
        tip_run_free(&run);
    }
    struct tip_run run;
    index_fixture_write(&fixture, "report.ini", "");
    index_fixture_run(&fixture, &run, 1, "build", fixture.sources);
    cr_expect_not_null(strstr(run.err, "in its front matter, id: 'a b' is no id"), "%s", run.err);
    tip_run_free(&run);
}
