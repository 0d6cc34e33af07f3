/* Countries of passages, and the knowledge files they come from. */
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
    unsetenv("TIPSEARCH_KNOWLEDGE");
    index_fixture_free(&fixture);
}

TestSuite(tipindex_countries, .init = set_up, .fini = tear_down, .timeout = 120);

/* The codes of the first passage whose text begins with `text`, joined by blanks. */
static void expect_countries(const char *text, const char *codes)
{
    json_t *passages = index_fixture_dump(&fixture);
    char found[200] = "";
    size_t i;
    const json_t *passage, *code;
    json_array_foreach(passages, i, passage)
    {
        const char *own = json_string_value(json_object_get(passage, "text"));
        if (strncmp(own, text, strlen(text)) != 0)
            continue;
        size_t k;
        json_array_foreach(json_object_get(passage, "countries"), k, code)
        {
            size_t length = strlen(found);
            snprintf(found + length, sizeof found - length, "%s%s", k > 0 ? " " : "",
                     json_string_value(code));
        }
        break;
    }
    cr_expect_lt(i, json_array_size(passages), "no passage begins with “%s”", text);
    cr_expect_str_eq(found, codes, "“%s”: %s, not %s", text, found, codes);
    json_decref(passages);
}

Test(tipindex_countries, a_passage_has_those_of_its_text_and_of_headings_that_are_countries)
{
    index_fixture_write(
        &fixture, "report.md",
        "# A report of our own\n\n"
        "Officials from Thailand, Laos and the U.S. met twice; Laos presided over both "
        "meetings.\n\n"
        "## CAMBODIA (Tier 3)\n\n### Prosecution\n\n"
        "The government closed nine compounds and charged their owners under the law of 2008.\n\n"
        "## Labour migration to Qatar and beyond\n\n"
        "Agencies asked for four months' wages before anybody had seen a contract of any kind.\n\n"
        "## REPUBLIC OF THE CONGO\n\n"
        "Congolese inspectors were trained for a fortnight and then sent to the markets.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    expect_countries("Officials from Thailand", "LA TH US");
    expect_countries("The government closed", "KH");
    expect_countries("Agencies asked", "");
    expect_countries("Congolese inspectors", "CG");
}

Test(tipindex_countries, a_record_says_which_it_is_about)
{
    index_fixture_write(&fixture, "cases.jsonl",
                        "{\"id\":\"a\",\"text\":\"She was sold near the border with Nepal.\","
                        "\"countries\":[\"India\",\"bgd\"]}\n"
                        "{\"id\":\"b\",\"text\":\"He left the boat by night.\","
                        "\"countries\":\"Atlantis\"}\n");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "build", fixture.sources);
    cr_expect_not_null(
        strstr(run.err, "cases.jsonl:2: 'Atlantis' is no country that countries.tsv knows"), "%s",
        run.err);
    tip_run_free(&run);
    expect_countries("She was sold", "BD IN NP");
    expect_countries("He left", "");
}

/* A folder with these countries, named in the environment. */
static char *put_knowledge(const char *countries)
{
    char *path = tip_test_path(fixture.folder, "countries.tsv");
    tip_test_write(path, countries, strlen(countries));
    setenv("TIPSEARCH_KNOWLEDGE", fixture.folder, 1);
    return path;
}

Test(tipindex_countries, an_update_reads_again_what_other_knowledge_tagged)
{
    char *path = put_knowledge("code\tcode3\tname\nKH\tKHM\tCambodia\n");
    index_fixture_write(&fixture, "a.txt", "Women from Cambodia and Laos were hired online.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    expect_countries("Women", "KH");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "update", fixture.sources);
    cr_expect_not_null(strstr(run.out, "nothing changed"), "%s", run.out);
    tip_run_free(&run);
    free(path);
    path = put_knowledge("code\tcode3\tname\nKH\tKHM\tCambodia\nLA\tLAO\tLaos\n");
    index_fixture_run(&fixture, &run, 0, "update", fixture.sources);
    cr_expect_not_null(strstr(run.out, "1 changed"), "%s", run.out);
    tip_run_free(&run);
    expect_countries("Women", "KH LA");
    free(path);
}

Test(tipindex_countries, knowledge_at_fault_stops_before_anything_is_changed)
{
    index_fixture_write(&fixture, "a.txt", "Women from Cambodia and Laos were hired online.\n");
    char *path = put_knowledge("code\tcode3\tname\nKH\tKHM\n");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 2, "build", fixture.sources);
    cr_expect_not_null(strstr(run.err, "countries.tsv:2:"), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "tipindex knowledge check"), "%s", run.err);
    tip_run_free(&run);
    free(path);
}

Test(tipindex_countries, without_files_a_warning_says_so)
{
    index_fixture_write(&fixture, "a.txt", "Women from Cambodia and Laos were hired online.\n");
    setenv("TIPSEARCH_KNOWLEDGE", fixture.sources, 1);
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "build", fixture.sources);
    cr_expect_not_null(strstr(run.err, "no countries.tsv is there"), "%s", run.err);
    tip_run_free(&run);
}

Test(tipindex_countries, check_tells_every_fault_and_counts_what_is_sound)
{
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "knowledge", "check");
    cr_expect_eq(run.status, 0, "%s%s", run.out, run.err);
    cr_expect_not_null(strstr(run.out, "no faults; 250 countries and areas"), "%s", run.out);
    tip_run_free(&run);

    char *path = put_knowledge("code\tcode3\tname\nKH\tKHM\n\nLA\tLao\tLaos\n");
    TIP_RUN(&run, "tipindex", "knowledge", "check");
    cr_expect_eq(run.status, 1);
    cr_expect_not_null(strstr(run.out, "countries.tsv:2:"), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "countries.tsv:4:4: 'Lao' is no code"), "%s", run.out);
    cr_expect_not_null(strstr(run.err, "2 faults in"), "%s", run.err);
    tip_run_free(&run);
    free(path);

    TIP_RUN(&run, "tipindex", "knowledge", "check", "/nowhere/at/all");
    cr_expect_eq(run.status, 2);
    tip_run_free(&run);
    TIP_RUN(&run, "tipindex", "knowledge");
    cr_expect_eq(run.status, 2);
    tip_run_free(&run);
}

/* How many countries the tables below a heading name. */
static size_t count_countries(const json_t *passages, const char *heading)
{
    size_t i, count = 0;
    const json_t *passage;
    json_array_foreach(passages, i, passage)
    {
        const json_t *section = json_object_get(passage, "section");
        size_t depth = json_array_size(section);
        const char *own = depth > 0 ? json_string_value(json_array_get(section, depth - 1)) : "";
        if (strcmp(own, heading) == 0 &&
            strcmp(json_string_value(json_object_get(passage, "kind")), "table") == 0)
            count += json_array_size(json_object_get(passage, "countries"));
    }
    return count;
}

Test(tipindex_countries, the_reports_tables_of_placements_name_all_their_countries)
{
    static const struct {
        const char *heading;
        size_t count; /* as tiers.tsv has them; test_tiers compares each */
    } cases[] = {
        {"TIER 1", 30}, {"TIER 2", 105},     {"TIER 2 WATCH LIST", 26},
        {"TIER 3", 24}, {"SPECIAL CASE", 3},
    };
    const char *path = tip_test_report();
    if (path == NULL)
        return;
    index_fixture_expect(&fixture, 0, "build", path);
    json_t *passages = index_fixture_dump(&fixture);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_expect_eq(count_countries(passages, cases[i].heading), cases[i].count, "%s",
                     cases[i].heading);
    json_decref(passages);
}
