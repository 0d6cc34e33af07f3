/* tipsearch --cite and --open. Each form is read back by a program that is not ours: BibTeX and
 * CSL-JSON by pandoc, RIS by bibutils. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "integration/index_fixture.h"

static const char REPORT[] =
    "# Kilns\n\nWorkers in brick kilns owe debts to the owner, and children carry bricks.\n\n"
    "# Boats\n\nCrews of fishing boats are not paid, and the captain keeps their passports.\n";

static const char TITLE[] = "50% of {kilns} & boats ~ O_o \\ #1 $2 ^ <b> D\xe2\x80\x99Ivoire";
static const char PUBLISHER[] = "Brick Watch & Sons, Ltd.";

static struct index_fixture fixture;
static struct tip_daemon daemon_;
static char address[256];

static void start(void)
{
    struct tip_run run;
    char *source;

    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "kilns.md", REPORT);
    source = index_fixture_source(&fixture, "kilns.md");
    TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, "--id", "kiln-2021", "--title", TITLE,
            "--publisher", PUBLISHER, "--date", "20 July 2021", source);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    free(source);
    tip_daemon_start(&daemon_, fixture.index, NULL);
    snprintf(address, sizeof address, "unix:%s", daemon_.socket);
}

static void stop(void)
{
    tip_daemon_stop(&daemon_);
    index_fixture_free(&fixture);
}

TestSuite(cite, .init = start, .fini = stop, .timeout = 120);

#define ASK(run, expected, ...)                                                                    \
    do {                                                                                           \
        TIP_RUN(run, "tipsearch", "-s", address, __VA_ARGS__);                                     \
        cr_assert_eq((run)->status, expected, "exit status %d: %s%s", (run)->status, (run)->out,   \
                     (run)->err);                                                                  \
    } while (0)

/* What `command` makes of `text`, which it reads from standard input; for free(3). */
static char *convert(const char *command, const char *text)
{
    char *path = tip_test_path(fixture.folder, "citations"), *whole, *out = NULL;
    size_t length = 0;
    FILE *pipe, *copy = open_memstream(&out, &length);
    char bytes[4096];

    tip_test_write(path, text, strlen(text));
    cr_assert_gt(asprintf(&whole, "%s < '%s'", command, path), 0);
    pipe = popen(whole, "r");
    cr_assert_not_null(pipe);
    for (size_t count; (count = fread(bytes, 1, sizeof bytes, pipe)) > 0;)
        fwrite(bytes, 1, count, copy);
    cr_assert_eq(pclose(pipe), 0, "%s failed on: %s", command, text);
    fclose(copy);
    free(whole);
    free(path);
    return out;
}

static const char *text_of(const json_t *item, const char *key)
{
    const char *text = json_string_value(json_object_get(item, key));

    return text ? text : "(nothing)";
}

/* The items that `command` reads from the citations of two passages, as CSL-JSON. */
static json_t *read_back(const char *form, const char *command)
{
    struct tip_run run;
    char *csl;
    json_t *items;

    ASK(&run, 0, "--cite", form, "bricks boats");
    csl = convert(command, run.out);
    items = json_loads(csl, 0, NULL);
    cr_assert_eq(json_array_size(items), 2, "%s", csl);
    free(csl);
    tip_run_free(&run);
    return items;
}

static void expect_item(const json_t *item)
{
    const json_t *issued = json_object_get(json_object_get(item, "issued"), "date-parts");
    const json_t *author = json_array_get(json_object_get(item, "author"), 0);
    const json_t *date = json_array_get(issued, 0);

    cr_expect_str_eq(text_of(item, "type"), "report");
    cr_expect_str_eq(text_of(item, "title"), TITLE);
    cr_expect_str_eq(text_of(item, "publisher"), PUBLISHER);
    cr_expect_str_eq(text_of(author, "literal"), PUBLISHER);
    cr_expect_eq(json_integer_value(json_array_get(date, 0)), 2021);
    cr_expect_eq(json_integer_value(json_array_get(date, 1)), 7);
    cr_expect_eq(strncmp(text_of(item, "id"), "kiln-2021-", 10), 0);
    cr_expect_not_null(strstr(text_of(item, "note"), "passage "), "%s", text_of(item, "note"));
}

Test(cite, bibtex_is_what_pandoc_reads)
{
    json_t *items = read_back("bibtex", "pandoc -f bibtex -t csljson");

    expect_item(json_array_get(items, 0));
    expect_item(json_array_get(items, 1));
    json_decref(items);
}

Test(cite, csl_is_what_pandoc_reads)
{
    json_t *items = read_back("csl", "pandoc -f csljson -t csljson");

    expect_item(json_array_get(items, 0));
    expect_item(json_array_get(items, 1));
    json_decref(items);
}

Test(cite, ris_is_what_bibutils_reads)
{
    struct tip_run run;
    char *modsxml;

    ASK(&run, 0, "--cite", "ris", "bricks");
    modsxml = convert("ris2xml 2>/dev/null", run.out);
    cr_expect_not_null(strstr(modsxml, "<mods ID=\"kiln-2021-"), "%s", modsxml);
    cr_expect_not_null(strstr(modsxml, "<title>50% of {kilns} &amp; boats"), "%s", modsxml);
    cr_expect_not_null(strstr(modsxml, "2021-07-20"), "%s", modsxml);
    cr_expect_not_null(strstr(modsxml, "<publisher>Brick Watch &amp; Sons, Ltd.</publisher>"), "%s",
                       modsxml);
    free(modsxml);
    tip_run_free(&run);
}

Test(cite, text_is_a_line_each)
{
    struct tip_run run;
    char *tail;

    ASK(&run, 0, "--cite", "text", "-n", "1", "bricks");
    cr_expect_eq(strncmp(run.out, PUBLISHER, strlen(PUBLISHER)), 0, "%s", run.out);
    tail = strstr(run.out, ", 20 July 2021, \xe2\x80\x9cKilns\xe2\x80\x9d, passage ");
    cr_assert_not_null(tail, "%s", run.out);
    cr_expect_eq(strlen(strstr(tail, "passage ")), strlen("passage ") + 16 + 1);
    tip_run_free(&run);
}

Test(cite, what_is_not_found_has_no_citation)
{
    struct tip_run run;

    ASK(&run, 1, "--cite", "bibtex", "xyzzyplugh");
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
    ASK(&run, 1, "--cite", "csl", "xyzzyplugh");
    cr_expect_str_eq(run.out, "[]\n");
    tip_run_free(&run);
}

Test(cite, a_form_it_does_not_know_is_named)
{
    struct tip_run run;

    ASK(&run, 2, "--cite", "word", "bricks");
    cr_expect_not_null(strstr(run.err, "word: write text, bibtex, csl or ris"), "%s", run.err);
    tip_run_free(&run);
    ASK(&run, 2, "--cite", "ris", "--json", "bricks");
    cr_expect_not_null(strstr(run.err, "--cite does not go with --json"), "%s", run.err);
    tip_run_free(&run);
}

Test(cite, the_viewer_gets_the_file_of_the_hit)
{
    struct tip_run run;

    setenv("TIPSEARCH_VIEWER", "echo viewed %p %f %u", 1);
    ASK(&run, 0, "--open", "2", "bricks boats");
    cr_expect_eq(strncmp(run.out, "viewed 1 /", 10), 0, "%s", run.out);
    cr_expect_not_null(strstr(run.out, "/kilns.md file:///"), "%s", run.out);
    tip_run_free(&run);
    setenv("TIPSEARCH_VIEWER", "echo", 1);
    ASK(&run, 0, "--open", "1", "bricks boats");
    cr_expect_eq(run.out[0], '/', "%s", run.out);
    tip_run_free(&run);
}

Test(cite, what_cannot_be_opened_says_why)
{
    struct tip_run run;
    char *source = index_fixture_source(&fixture, "kilns.md");

    setenv("TIPSEARCH_VIEWER", "echo", 1);
    ASK(&run, 2, "--open", "3", "bricks boats");
    cr_expect_not_null(strstr(run.err, "there is no hit 3: 2 passages were found"), "%s", run.err);
    tip_run_free(&run);
    ASK(&run, 1, "--open", "1", "xyzzyplugh");
    tip_run_free(&run);
    setenv("TIPSEARCH_VIEWER", "no-such-viewer %f", 1);
    ASK(&run, 2, "--open", "1", "bricks");
    cr_expect_not_null(strstr(run.err, "set TIPSEARCH_VIEWER"), "%s", run.err);
    tip_run_free(&run);
    setenv("TIPSEARCH_VIEWER", "false", 1);
    ASK(&run, 2, "--open", "1", "bricks");
    cr_expect_not_null(strstr(run.err, "the viewer false failed"), "%s", run.err);
    tip_run_free(&run);
    cr_assert_eq(remove(source), 0);
    ASK(&run, 2, "--open", "1", "bricks");
    cr_expect_not_null(strstr(run.err, "the source has moved"), "%s", run.err);
    tip_run_free(&run);
    free(source);
}
