/* Records of JSON Lines through the daemon: found, filtered, cited, and returned with their facts.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server_fixture.h"

static char *folder, *source, *built;
static struct tip_daemon served;
static int fd;

static const char notes[] =
    "{\"id\":\"case/17\",\"title\":\"A call in spring\",\"text\":\"Her passport was kept by the "
    "recruiter.\",\"publisher\":\"Hotline\",\"date\":\"2023-04-01T08:00:00Z\",\"url\":"
    "\"https://notes.example/17\",\"tags\":[\"documents\",\"debt\"],\"worker\":\"A. B.\"}\n"
    "{\"id\":\"case/18\",\"text\":\"The passport came back in winter.\",\"year\":2021,\"long\":\"";

/* An index of two records, the second with further keys that are too long for a hit. */
static void start(void)
{
    char *lines = NULL, filling[601];
    struct tip_run run;
    memset(filling, 'x', sizeof filling - 1);
    filling[sizeof filling - 1] = '\0';
    folder = tip_test_folder();
    source = tip_test_path(folder, "notes.jsonl");
    built = tip_test_path(folder, "index");
    cr_assert_geq(asprintf(&lines, "%s%s\"}\n", notes, filling), 0);
    tip_test_write(source, lines, strlen(lines));
    free(lines);
    TIP_RUN(&run, "tipindex", "build", "-i", built, source);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    tip_daemon_start(&served, built, NULL);
    fd = tip_daemon_connect(&served);
}

static void stop(void)
{
    close(fd);
    tip_daemon_stop(&served);
    free(source);
    free(built);
    tip_test_folder_remove(folder);
}

TestSuite(daemon_jsonl, .init = start, .fini = stop, .timeout = 60);

Test(daemon_jsonl, a_hit_has_the_record_s_facts_and_is_cited_by_them)
{
    server_expect(fd, "SEARCH recruiter",
                  "\"report\":{\"id\":\"case/17\",\"title\":\"A call in spring\",\"publisher\":"
                  "\"Hotline\",\"date\":\"2023-04-01\",\"year\":2023,\"url\":"
                  "\"https://notes.example/17\",\"tags\":[\"documents\",\"debt\"],\"meta\":"
                  "{\"worker\":\"A. B.\"}}");
    server_expect(fd, "SEARCH recruiter", "\"citation\":\"Hotline, A call in spring, 2023-04-01, ");
}

Test(daemon_jsonl, filters_name_a_record_and_its_year)
{
    server_expect(fd, "SEARCH passport", "\"total\":2,");
    server_expect(fd, "SEARCH \"passport report:case/18\"", "\"total\":1,");
    server_expect(fd, "SEARCH \"passport report:\\\"case/18\\\"\"", "\"total\":1,");
    server_expect(fd, "SEARCH \"passport year:2023\"", "\"total\":1,");
}

/* The id of the one hit of a query, static. */
static const char *id_of(const char *query)
{
    static char id[17];
    char *reply = tip_ask(fd, query);
    const char *at = strstr(reply, "\"hits\":[{\"rank\":1,\"id\":\"");
    cr_assert_not_null(at, "%s", reply);
    snprintf(id, sizeof id, "%s", at + strlen("\"hits\":[{\"rank\":1,\"id\":\""));
    free(reply);
    return id;
}

Test(daemon_jsonl, further_keys_too_long_for_a_hit_come_with_the_passage)
{
    char *reply = tip_ask(fd, "SEARCH winter"), get[32];
    cr_expect_null(strstr(reply, "\"meta\""), "%s", reply);
    free(reply);
    snprintf(get, sizeof get, "GET %s", id_of("SEARCH winter"));
    server_expect(fd, get, "\"meta\":{\"long\":\"xxxxxxxx");
}

Test(daemon_jsonl, stats_counts_all_reports)
{
    server_expect(fd, "STATS", "\"report_count\":2,\"reports\":[{\"id\":\"case/17\"");
}
