/* tipsearch --counts: queries by the values of a facet, all of them; and what the server says of
 * those that it leaves out. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/harness.h"
#include "integration/index_fixture.h"

/* More than the 100 values of a report or section that a reply names. */
enum { FIRST_YEAR = 1900, YEARS = 130, NAMED = 100 };

static struct index_fixture fixture;
static struct tip_daemon daemon_;
static char address[256];

/* A report of countries whose names have accents. */
enum { COASTS_YEAR = 1951 };
#define COASTS ", harbors of Denmark, the Czech Republic, Côte d'Ivoire and Türkiye were shut"

/* A report a year: kilns in each, boats in every third, ports in the last. */
static void write_reports(void)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    for (int year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year++)
        fprintf(out,
                "{\"id\":\"notes-%d\",\"year\":%d,\"title\":\"Notes of %d\","
                "\"text\":\"Kilns burnt for a season%s%s%s in number %d.\"}\n",
                year, year, year, year % 3 == 0 ? ", boats left" : "",
                year == FIRST_YEAR + YEARS - 1 ? ", ports closed" : "",
                year == COASTS_YEAR ? COASTS : "", year);
    fclose(out);
    index_fixture_write(&fixture, "notes.jsonl", text);
    free(text);
}

static void start(void)
{
    index_fixture_init(&fixture);
    write_reports();
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    tip_daemon_start(&daemon_, fixture.index, NULL);
    snprintf(address, sizeof address, "unix:%s", daemon_.socket);
}

static void stop(void)
{
    tip_daemon_stop(&daemon_);
    index_fixture_free(&fixture);
}

TestSuite(counts, .init = start, .fini = stop, .timeout = 120);

/* Runs tipsearch -s ADDRESS with these arguments; `input` goes to its standard input. */
#define ASK(run, input, ...)                                                                       \
    tip_test_run(run, input, strlen(input),                                                        \
                 (const char *const[]){"tipsearch", "-s", address, __VA_ARGS__, NULL})

static json_t *read_line(const char *text)
{
    json_t *object = json_loads(text, JSON_DISABLE_EOF_CHECK, NULL);

    cr_assert_not_null(object, "%s", text);
    return object;
}

static json_int_t count_of(const json_t *row, const char *value)
{
    return json_integer_value(json_object_get(json_object_get(row, "counts"), value));
}

Test(counts, table_of_a_batch)
{
    struct tip_run run;

    ASK(&run, "boats year:1998..2003\n\nports\nzzzz\n", "--batch", "-", "--counts", "year");
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_str_eq(run.out, "line,query,read_as,total,1998,2001,2029\r\n"
                              "1,boats year:1998..2003,boats year:1998..2003,2,1,1,0\r\n"
                              "3,ports,ports,1,0,0,1\r\n"
                              "4,zzzz,zzzz,0,0,0,0\r\n");
    tip_run_free(&run);
    ASK(&run, "ports\nboats year:1998\n", "--batch", "-", "--counts", "year", "--format", "md");
    cr_expect_str_eq(run.out, "| line | query | read_as | total | 1998 | 2029 |\n"
                              "| ---: | --- | --- | ---: | ---: | ---: |\n"
                              "| 1 | ports | ports | 1 | 0 | 1 |\n"
                              "| 2 | boats year:1998 | boats year:1998 | 1 | 1 | 0 |\n");
    tip_run_free(&run);
}

/* Accents do not part a name from those that begin with the same letter. */
Test(counts, names_stand_where_people_look_for_them)
{
    static const char EXPECTED[] = "line,query,read_as,total,Côte d'Ivoire,Czech Republic,Denmark,";
    struct tip_run run;

    ASK(&run, "", "--counts", "country", "harbors");
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_eq(strncmp(run.out, EXPECTED, strlen(EXPECTED)), 0, "%s", run.out);
    tip_run_free(&run);
}

/* All years, in their order, each with what a search of that year finds. */
Test(counts, every_value_is_there_and_right)
{
    char text[64 * 40] = "";
    struct tip_run run;
    json_t *row, *found;
    const char *line;

    ASK(&run, "", "--counts", "year", "--format", "jsonl", "kilns");
    cr_assert_eq(run.status, 0, "%s", run.err);
    row = read_line(run.out);
    cr_expect_eq(json_object_size(json_object_get(row, "counts")), YEARS);
    tip_run_free(&run);
    for (int year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year += 4)
        snprintf(text + strlen(text), sizeof text - strlen(text), "kilns year:%d\n", year);
    ASK(&run, text, "--batch", "-", "--format", "jsonl", "-n", "0");
    cr_assert_eq(run.status, 0, "%s", run.err);
    line = run.out;
    for (int year = FIRST_YEAR; year < FIRST_YEAR + YEARS;
         year += 4, line = strchr(line, '\n') + 1) {
        char value[16];

        snprintf(value, sizeof value, "%d", year);
        found = read_line(line);
        cr_expect_eq(count_of(row, value), json_integer_value(json_object_get(found, "total")),
                     "%d", year);
        json_decref(found);
    }
    json_decref(row);
    tip_run_free(&run);
}

/* Of facets without a natural bound the reply says what it lacks, and so does the table. */
Test(counts, what_is_left_out_is_said)
{
    static const struct {
        const char *request;
        int more;
    } CASES[] = {
        {"SEARCH kilns FACETS report LIMIT 0", YEARS - NAMED},
        {"SEARCH kilns FACETS report,year LIMIT 0", YEARS - NAMED},
        {"SEARCH boats FACETS report LIMIT 0", 0},
        {"SEARCH kilns FACETS year LIMIT 0", 0},
    };
    int fd = tip_daemon_connect(&daemon_);
    struct tip_run run;

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *reply = tip_ask(fd, CASES[i].request);
        json_t *object = read_line(reply);
        const json_t *more = json_object_get(object, "facets_more");

        cr_expect_eq(more != NULL, CASES[i].more > 0, "%s", reply);
        cr_expect_eq(json_integer_value(json_object_get(more, "report")), CASES[i].more);
        cr_expect_leq(json_object_size(more), 1);
        json_decref(object);
        free(reply);
    }
    close(fd);
    ASK(&run, "boats\nkilns\n", "--batch", "-", "--counts", "report");
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "standard input:2: 30 more values of report are left out"),
                       "%s", run.err);
    tip_run_free(&run);
    ASK(&run, "", "--counts", "report", "kilns");
    cr_expect_eq(run.status, 2);
    tip_run_free(&run);
    ASK(&run, "", "--facets", "report", "-n", "1", "kilns");
    cr_expect_not_null(strstr(run.out, "and 30 more\n"), "%s", run.out);
    tip_run_free(&run);
}

Test(counts, what_does_not_go_together)
{
    static const char *const CASES[][2] = {
        {"--counts=colour", "kilns"},      {"--counts=year", NULL},
        {"--counts=year", "--limit=3"},    {"--counts=year", "--json"},
        {"--counts=year", "--format=ris"},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct tip_run run;

        ASK(&run, "", CASES[i][0], CASES[i][1], i > 1 ? "kilns" : NULL);
        cr_expect_eq(run.status, 2, "case %zu: %s", i, run.out);
        cr_expect_str_empty(run.out);
        tip_run_free(&run);
    }
}
