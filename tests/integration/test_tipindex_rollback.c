/* tipindex rollback: the generation before the live one answers again. */
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
    index_fixture_write(&fixture, "a.txt", "Alpha crews were never paid for the third voyage.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(tipindex_rollback, .init = set_up, .fini = tear_down, .timeout = 120);

static void update_to(const char *text)
{
    index_fixture_write(&fixture, "a.txt", text);
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
}

static void expect_rollback(int status, const char *said)
{
    struct tip_run run;
    index_fixture_run(&fixture, &run, status, "rollback", NULL);
    cr_expect_not_null(strstr(status == 0 ? run.out : run.err, said), "'%s' is not in: %s%s", said,
                       run.out, run.err);
    tip_run_free(&run);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

Test(tipindex_rollback, the_passages_before_the_last_update_are_back)
{
    char *before = index_fixture_dump_text(&fixture, true);
    update_to("Alpha crews were paid after all.\n");
    char *updated = index_fixture_dump_text(&fixture, true);
    expect_rollback(0, "generation 3 answers now: it is generation 1 again (1 passage, made ");
    char *after = index_fixture_dump_text(&fixture, true);
    cr_expect_str_eq(after, before);
    expect_rollback(0, "generation 4 answers now: it is generation 2 again");
    char *again = index_fixture_dump_text(&fixture, true);
    cr_expect_str_eq(again, updated);
    cr_expect_eq(index_fixture_entries(&fixture, "generation-"), 2);
    free(before);
    free(updated);
    free(after);
    free(again);
}

static void expect_id(const char *id, const char *part)
{
    struct tip_daemon daemon;
    char line[64];
    tip_daemon_start(&daemon, fixture.index, NULL);
    int connection = tip_daemon_connect(&daemon);
    snprintf(line, sizeof line, "GET %s", id);
    char *reply = tip_ask(connection, line);
    cr_expect_not_null(strstr(reply, part), "'%s' is not in: %s", part, reply);
    free(reply);
    close(connection);
    tip_daemon_stop(&daemon);
}

Test(tipindex_rollback, ids_of_the_generation_left_behind_lead_to_what_is_back)
{
    update_to("Alpha crews were never paid for the fourth voyage.\n");
    json_t *passages = index_fixture_dump(&fixture);
    const char *id = json_string_value(json_object_get(json_array_get(passages, 0), "id"));
    expect_rollback(0, "generation 3 answers now");
    /* seven of nine words: the one that changed leaves the last one in no run of four */
    expect_id(id, "\"status\":\"moved\",\"overlap\":0.778,");
    expect_rollback(0, "generation 4 answers now");
    expect_id(id, "\"passage\":{\"id\"");
    json_decref(passages);
}

Test(tipindex_rollback, updates_go_on_from_it)
{
    update_to("Alpha crews were paid after all.\n");
    expect_rollback(0, "generation 3 answers now");
    update_to("Alpha crews went home.\n");
    char *dump = index_fixture_dump_text(&fixture, true);
    cr_expect_not_null(strstr(dump, "went home"));
    cr_expect_eq(index_fixture_entries(&fixture, "generation-000004"), 1);
    free(dump);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

Test(tipindex_rollback, one_generation_has_none_before_it)
{
    expect_rollback(2, "there is no generation before 1 to go back to");
}

Test(tipindex_rollback, without_an_index_none_is_made)
{
    struct tip_run run;
    free(fixture.index);
    fixture.index = tip_test_path(fixture.folder, "other");
    index_fixture_run(&fixture, &run, 2, "rollback", NULL);
    cr_expect_not_null(strstr(run.err, "there is no index"));
    cr_expect_neq(access(fixture.index, F_OK), 0);
    tip_run_free(&run);
}

Test(tipindex_rollback, a_damaged_generation_does_not_become_live)
{
    size_t length;
    update_to("Alpha crews were paid after all.\n");
    char *path = tip_test_path(fixture.index, "generation-000001/words");
    char *bytes = tip_test_read(path, &length);
    bytes[length / 2] ^= 1;
    tip_test_write(path, bytes, length);
    expect_rollback(2, "generation-000001/words: damaged");
    cr_expect_eq(index_fixture_entries(&fixture, "generation-"), 2);
    free(bytes);
    free(path);
}

/* The number that a daemon's replies name goes up, so it moves over and no client sees one go
 * back. */
Test(tipindex_rollback, a_running_daemon_moves_over)
{
    struct tip_daemon daemon;
    update_to("Alpha crews were paid after all.\n");
    tip_daemon_start(&daemon, fixture.index, NULL);
    int fd = tip_daemon_connect(&daemon);
    char *reply = tip_ask(fd, "SEARCH paid");
    cr_expect_not_null(strstr(reply, "\"generation\":2"), "%s", reply);
    free(reply);
    index_fixture_expect(&fixture, 0, "rollback", NULL);
    reply = tip_ask(fd, "SEARCH voyage");
    while (!strstr(reply, "\"generation\":3")) { /* the test's limit is this wait's */
        free(reply);
        reply = tip_ask(fd, "SEARCH voyage");
    }
    cr_expect_not_null(strstr(reply, "\"total\":1,"), "%s", reply);
    free(reply);
    close(fd);
    tip_daemon_stop(&daemon);
}
