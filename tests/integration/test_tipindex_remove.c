/* tipindex remove: reports are taken out, stay out, and with --purge leave nothing behind. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "index_fixture.h"

static struct index_fixture fixture;

/* No other text has this word or this sentence. */
static const char secret_word[] = "quillonbrandt";
static const char secret_sentence[] = "Quillonbrandt kept her papers in a locked drawer";

static void set_up(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were never paid for the third voyage.\n");
    index_fixture_write(&fixture, "b.txt",
                        "Bravo workers surrendered their passports on arrival.\n");
    index_fixture_write(&fixture, "cases.jsonl",
                        "{\"id\":\"case-1\",\"text\":\"Charlie paid a fee to an agent.\"}\n"
                        "{\"id\":\"case-2\",\"text\":\"Delta was promised a restaurant.\"}\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(tipindex_remove, .init = set_up, .fini = tear_down, .timeout = 120);

/* Runs tipindex with up to three further arguments, asserts its status and what it says. */
static void expect(int status, const char *said, const char *command, const char *first,
                   const char *second)
{
    struct tip_run run;
    TIP_RUN(&run, "tipindex", command, "-i", fixture.index, first, second);
    cr_assert_eq(run.status, status, "%s %s: %s%s", command, first ? first : "", run.out, run.err);
    cr_assert(strstr(run.out, said) || strstr(run.err, said), "'%s' is not in: %s%s", said, run.out,
              run.err);
    tip_run_free(&run);
}

/* The ids of the reports that have passages, each followed by a blank; checks the index as well. */
static void expect_reports(const char *ids)
{
    char found[256] = "";
    json_t *passages = index_fixture_dump(&fixture);
    for (size_t i = 0; i < json_array_size(passages); i++) {
        const json_t *report = json_object_get(json_array_get(passages, i), "report");
        strcat(strcat(found, json_string_value(json_object_get(report, "id"))), " ");
    }
    cr_expect_str_eq(found, ids);
    json_decref(passages);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

Test(tipindex_remove, a_report_is_gone_and_the_others_stay)
{
    expect(0, "generation 2: 1 report removed, 3 passages left", "remove", "a", NULL);
    expect_reports("b case-1 case-2 ");
    expect(0, "it is generation 1 again", "rollback", NULL, NULL);
    expect_reports("a b case-1 case-2 ");
}

Test(tipindex_remove, several_at_once_and_one_named_twice)
{
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "remove", "-i", fixture.index, "a", "b", "a");
    cr_assert_eq(run.status, 0, "%s", run.err);
    cr_expect_not_null(strstr(run.out, "generation 2: 2 reports removed"), "%s", run.out);
    tip_run_free(&run);
    expect_reports("case-1 case-2 ");
}

Test(tipindex_remove, an_unknown_report_is_named_with_its_neighbours_and_nothing_is_removed)
{
    expect(2,
           "there is no report 'case-3' in the index: did you mean 'case-1', 'case-2' and 'cases'",
           "remove", "a", "case-3");
    expect(2, "there is no report 'zzzzzz' in the index (tipindex stats names all)", "remove",
           "zzzzzz", NULL);
    expect(2, "name the reports by their ids", "remove", NULL, NULL);
    expect_reports("a b case-1 case-2 ");
    cr_expect_eq(index_fixture_entries(&fixture, "generation-"), 1);
}

Test(tipindex_remove, what_was_removed_does_not_come_back_by_itself)
{
    char *path = index_fixture_source(&fixture, "a.txt");
    expect(0, "1 report removed", "remove", "a", NULL);
    expect(0, "nothing changed", "update", NULL, NULL);
    index_fixture_write(&fixture, "a.txt", "Alpha crews were paid after all.\n");
    expect(0, "nothing changed", "update", fixture.sources, NULL);
    expect(0, "a.txt: skipped: its report 'a' was removed on 20", "update", path, NULL);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    expect_reports("b case-1 case-2 ");
    expect(0, "its report 'a' was removed on 20", "report", NULL, NULL);
    expect(0, "2 sources as indexed, 0 changed, 0 vanished, 0 new", "check", "--sources", NULL);
    expect(2, "--restore needs the files", "update", "--restore", NULL);
    expect(0, "1 added", "update", "--restore", path);
    expect_reports("a b case-1 case-2 ");
    expect(0, "nothing changed in 3 sources", "update", NULL, NULL);
    free(path);
}

Test(tipindex_remove, a_removed_file_that_is_moved_stays_out)
{
    char *from = index_fixture_source(&fixture, "a.txt");
    char *to = index_fixture_source(&fixture, "z.txt");
    expect(0, "1 report removed", "remove", "a", NULL);
    cr_assert_eq(rename(from, to), 0);
    expect(0, "file was skipped", "update", NULL, NULL);
    expect(0, "nothing changed", "update", NULL, NULL);
    expect_reports("b case-1 case-2 ");
    free(from);
    free(to);
}

Test(tipindex_remove, a_record_stays_out_when_its_file_is_read_again)
{
    char *path = index_fixture_source(&fixture, "cases.jsonl");
    expect(0, "1 report removed, 3 passages left", "remove", "case-1", NULL);
    expect_reports("a b case-2 ");
    index_fixture_write(&fixture, "cases.jsonl",
                        "{\"id\":\"case-1\",\"text\":\"Charlie paid two fees to an agent.\"}\n"
                        "{\"id\":\"case-2\",\"text\":\"Delta was promised a restaurant.\"}\n"
                        "{\"id\":\"case-3\",\"text\":\"Echo was told to wait.\"}\n");
    expect(0, "1 record is left out, removed on purpose", "update", NULL, NULL);
    expect_reports("a b case-2 case-3 ");
    expect(0, "record 'case-1', on 20", "report", NULL, NULL);
    expect(0, "1 changed", "update", "--restore", path);
    expect_reports("a b case-1 case-2 case-3 ");
    free(path);
}

Test(tipindex_remove, a_file_of_which_all_records_were_removed_is_no_failure)
{
    expect(0, "2 reports removed", "remove", "case-1", "case-2");
    index_fixture_write(&fixture, "cases.jsonl",
                        "{\"id\":\"case-1\",\"text\":\"Charlie paid two fees to an agent.\"}\n");
    index_fixture_expect(&fixture, 0, "update", NULL);
    expect_reports("a b ");
}

Test(tipindex_remove, a_collection_goes_as_a_whole)
{
    expect(0, "2 reports removed, 2 passages left", "remove", "cases", NULL);
    expect_reports("a b ");
    expect(0, "nothing changed", "update", NULL, NULL);
    expect_reports("a b ");
}

Test(tipindex_remove, the_last_report_may_go)
{
    expect(0, "3 reports removed, 1 passage left", "remove", "a", "cases");
    expect(0, "1 report removed, 0 passages left", "remove", "b", NULL);
    expect_reports("");
    index_fixture_write(&fixture, "d.txt", "Foxtrot crews were paid.\n");
    expect(0, "1 added", "update", NULL, NULL);
    expect_reports("d ");
}

/* ---- purging ---- */

/* Whether a file's bytes hold `text`, in whatever case its ASCII letters are. */
static bool holds(const char *path, const char *text)
{
    size_t length, wanted = strlen(text);
    bool is_there = false;
    char *bytes = tip_test_read(path, &length);
    for (size_t at = 0; !is_there && at + wanted <= length; at++) {
        is_there = strncasecmp(bytes + at, text, wanted) == 0;
    }
    free(bytes);
    return is_there;
}

/* In how many files of the index a text stands. */
static int count_files_with(const char *text)
{
    char *const roots[] = {fixture.index, NULL};
    FTS *walk = fts_open(roots, FTS_PHYSICAL, NULL);
    int count = 0;
    for (FTSENT *entry; (entry = fts_read(walk)) != NULL;) {
        count += entry->fts_info == FTS_F && holds(entry->fts_accpath, text);
    }
    fts_close(walk);
    return count;
}

/* Long enough that pieces of it are in the dictionary which texts are deflated with. */
static void write_secret(void)
{
    char text[32768] = "";
    for (int i = 0; i < 300; i++) {
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s, number %d.\n\n",
                 secret_sentence, i);
    }
    index_fixture_write(&fixture, "secret.txt", text);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    cr_assert_gt(count_files_with(secret_sentence), 0, "the dictionary has nothing of it");
    cr_assert_gt(count_files_with(secret_word), 0);
}

Test(tipindex_remove, purge_leaves_no_word_in_any_file)
{
    write_secret();
    char *before = index_fixture_dump_text(&fixture, true);
    expect(0, "generation 4: 1 report purged, 4 passages left", "remove", "--purge", "secret");
    cr_expect_eq(count_files_with(secret_word), 0);
    cr_expect_eq(count_files_with(secret_sentence), 0);
    cr_expect_eq(index_fixture_entries(&fixture, "generation-"), 1);
    expect_reports("a b case-1 case-2 ");
    char *after = index_fixture_dump_text(&fixture, true);
    after[strlen(after) - 2] = '\0'; /* without the bracket that ends the list */
    cr_expect_eq(strncmp(before, after, strlen(after)), 0, "ids, facts or `since` moved");
    expect(0, "nothing changed in 3 sources", "update", NULL, NULL);
    free(before);
    free(after);
}

Test(tipindex_remove, what_was_removed_before_can_be_purged)
{
    write_secret();
    expect(0, "1 report removed", "remove", "secret", NULL);
    index_fixture_write(&fixture, "c.txt", "Golf agents withheld wages.\n");
    expect(0, "1 added", "update", NULL, NULL);
    cr_assert_gt(count_files_with(secret_word), 0);
    expect(2, "was removed before: --purge removes what is left of it", "remove", "secret", NULL);
    expect(0, "1 report purged, 5 passages left", "remove", "--purge", "secret");
    cr_expect_eq(count_files_with(secret_word), 0);
    cr_expect_eq(count_files_with(secret_sentence), 0);
    expect_reports("a b c case-1 case-2 ");
}

/* The table of old ids: an edit leaves one, which must go with its report. */
Test(tipindex_remove, purge_forgets_old_ids)
{
    json_t *passages = index_fixture_dump(&fixture);
    char id[32];
    snprintf(id, sizeof id, "%s",
             json_string_value(json_object_get(json_array_get(passages, 0), "id")));
    json_decref(passages);
    index_fixture_write(&fixture, "a.txt",
                        "Alpha crews were never paid for the third voyage, they said.\n");
    expect(0, "1 changed", "update", NULL, NULL);
    expect(0, "1 report purged", "remove", "--purge", "a");
    struct tip_daemon daemon;
    tip_daemon_start(&daemon, fixture.index, NULL);
    int fd = tip_daemon_connect(&daemon);
    char request[64];
    snprintf(request, sizeof request, "GET %s", id);
    char *reply = tip_ask(fd, request);
    cr_expect_not_null(strstr(reply, "unknown_id"), "%s", reply);
    free(reply);
    close(fd);
    tip_daemon_stop(&daemon);
}

Test(tipindex_remove, a_running_daemon_lets_go_of_what_is_purged)
{
    struct tip_daemon daemon;
    tip_daemon_start(&daemon, fixture.index, NULL);
    int fd = tip_daemon_connect(&daemon);
    char *reply = tip_ask(fd, "SEARCH voyage");
    cr_expect_not_null(strstr(reply, "\"total\":1,"), "%s", reply);
    free(reply);
    expect(0, "1 report purged, 3 passages left", "remove", "--purge", "a");
    cr_expect_eq(index_fixture_entries(&fixture, "generation-"), 1);
    reply = tip_ask(fd, "SEARCH voyage");
    cr_expect_not_null(strstr(reply, "\"total\":0,"), "%s", reply);
    free(reply);
    close(fd);
    tip_daemon_stop(&daemon);
}

/* A reader that does not let go: the purge waits for it, says so, and whoever writes next finishes
 * it. */
Test(tipindex_remove, a_purge_that_is_not_finished_is_not_forgotten)
{
    char path[512];
    write_secret();
    snprintf(path, sizeof path, "%s/generation-000002/manifest.json", fixture.index);
    int reader = open(path, O_RDONLY | O_CLOEXEC);
    cr_assert_geq(reader, 0);
    cr_assert_eq(flock(reader, LOCK_SH), 0);
    expect(1, "is reading it", "remove", "--purge", "secret");
    expect(1, "the purge of 'secret' is not finished", "check", NULL, NULL);
    expect(1, "the purge of 'secret' is not finished", "report", NULL, NULL);
    expect(2, "the purge of 'secret' is not finished", "rollback", NULL, NULL);
    expect(1, "the purge of 'secret' is not finished", "update", NULL, NULL);
    cr_assert_gt(count_files_with(secret_word), 0);
    close(reader);
    expect(0, "nothing changed", "update", NULL, NULL);
    cr_expect_eq(count_files_with(secret_word), 0);
    expect(0, "sound", "check", NULL, NULL);
    expect(2, "no generation before", "rollback", NULL, NULL);
}
