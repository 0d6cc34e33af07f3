/* Old ids: what a memo cited stays findable when a report is cut in another way or edited. On the
 * full report through the real programs; every id that an index ever had is asked for. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "index_fixture.h"

enum { ID_SIZE = 17, IDS_MOST = 8192 };

static struct index_fixture fixture;

/* Every id that an index has had. */
static struct {
    char ids[IDS_MOST][ID_SIZE];
    size_t count;
} seen;

static void set_up(void)
{
    index_fixture_init(&fixture);
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(tipindex_moved, .init = set_up, .fini = tear_down, .timeout = 240);

static void build(const char *command, const char *words, const char *source)
{
    struct tip_run run;
    TIP_RUN(&run, "tipindex", command, "-i", fixture.index, "-q", "--id", "tip-2023", "--title",
            "Trafficking in Persons Report", "--passage-words", words, source);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
}

/* The text of each passage, by id; its ids are added to those seen. */
static json_t *texts_of_index(void)
{
    json_t *passages = index_fixture_dump(&fixture), *texts = json_object();
    size_t i;
    json_t *passage;
    json_array_foreach(passages, i, passage)
    {
        const char *id = json_string_value(json_object_get(passage, "id"));
        json_object_set(texts, id, json_object_get(passage, "text"));
        cr_assert_lt(seen.count, (size_t)IDS_MOST);
        strcpy(seen.ids[seen.count++], id);
    }
    json_decref(passages);
    return texts;
}

static json_t *get(int connection, const char *id)
{
    char line[64];
    snprintf(line, sizeof line, "GET %s", id);
    char *reply = tip_ask(connection, line);
    json_t *object = json_loads(reply, 0, NULL);
    cr_assert_not_null(object, "%s", reply);
    free(reply);
    return object;
}

/* How many of a text's words stand in one of the successors' texts. */
static double words_held(const char *text, const json_t *moved, const json_t *texts)
{
    size_t words = 0, held = 0, i;
    char *copy = strdup(text), *rest = copy;
    for (char *word; (word = strsep(&rest, " \n")) != NULL;) {
        bool is_held = *word == '\0' || strcmp(word, "-") == 0; /* a list's mark is no word */
        const json_t *successor;
        words += !is_held;
        json_array_foreach(json_object_get(moved, "successors"), i, successor)
        {
            const char *id = json_string_value(json_object_get(successor, "id"));
            const char *now = json_string_value(json_object_get(texts, id));
            cr_assert_not_null(now, "%s", id);
            if (!is_held && strstr(now, word) != NULL) {
                is_held = true;
                held++;
            }
        }
    }
    free(copy);
    return words == 0 ? 1 : (double)held / (double)words;
}

/* Asks for each id of `before` and for all seen; how many of `before` are held by eight tenths. */
static void expect_all_found(const json_t *before, const json_t *now)
{
    struct tip_daemon daemon;
    tip_daemon_start(&daemon, fixture.index, NULL);
    int connection = tip_daemon_connect(&daemon);
    size_t moved_ids = 0, held = 0;
    const char *id;
    json_t *text;
    json_object_foreach((json_t *)before, id, text)
    {
        json_t *reply = get(connection, id);
        const json_t *moved = json_object_get(reply, "moved");
        cr_expect_not_null(json_object_get(reply, "passage"), "%s", id);
        cr_expect_eq(moved == NULL, json_object_get(now, id) != NULL, "%s", id);
        if (moved != NULL) {
            double overlap = json_number_value(json_object_get(reply, "overlap"));
            double truth = words_held(json_string_value(text), moved, now);
            moved_ids++;
            held += overlap >= 0.8;
            cr_expect_str_eq(json_string_value(json_object_get(reply, "status")), "moved");
            cr_expect_str_eq(json_string_value(json_object_get(moved, "from")), id);
            cr_expect_geq(truth, overlap - 0.02, "%s: %g of %g", id, truth, overlap);
        }
        json_decref(reply);
    }
    printf("%zu of %zu ids that moved have an overlap of 0.8\n", held, moved_ids);
    cr_expect_gt(moved_ids, 50);
    cr_expect_geq(100 * held, 95 * moved_ids, "%zu of %zu", held, moved_ids);
    for (size_t i = 0; i < seen.count; i++) {
        json_t *reply = get(connection, seen.ids[i]);
        cr_expect_not_null(json_object_get(reply, "passage"), "%s", seen.ids[i]);
        json_decref(reply);
    }
    close(connection);
    tip_daemon_stop(&daemon);
}

Test(tipindex_moved, every_id_is_found_after_builds_with_other_lengths)
{
    static const char *const lengths[] = {"100", "220", "150", "300", "120", "220"};
    const char *report = tip_test_report();
    if (report == NULL)
        return;
    build("build", "220", report);
    json_t *before = texts_of_index();
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        build("build", lengths[i], report);
        json_t *now = texts_of_index();
        expect_all_found(before, now);
        json_decref(before);
        before = now;
    }
    json_decref(before);
    index_fixture_expect(&fixture, 0, "check", NULL);
}

/* The report with a word more in the middle of the paragraph that begins at or behind `at`, in
 * sources/report.txt. */
static void write_edited(const char *text, size_t at)
{
    const char *line = strchr(text + at, '\n');
    while (line != NULL && strcspn(line + 1, "\n") < 400)
        line = strchr(line + 1, '\n');
    cr_assert_not_null(line);
    size_t place = (size_t)(strchr(line + 200, ' ') - text);
    char *edited = malloc(strlen(text) + 32);
    sprintf(edited, "%.*s emendation%s", (int)place, text, text + place);
    index_fixture_write(&fixture, "report.txt", edited);
    free(edited);
}

Test(tipindex_moved, an_edit_of_one_paragraph_changes_one_id)
{
    const char *report = tip_test_report();
    if (report == NULL)
        return;
    size_t length;
    char *text = tip_test_read(report, &length);
    char *source = index_fixture_source(&fixture, "report.txt");
    index_fixture_write(&fixture, "report.txt", text);
    build("build", "220", source);
    json_t *before = texts_of_index();
    for (size_t part = 1; part <= 4; part++) {
        write_edited(text, part * length / 5);
        build("update", "220", source);
        json_t *now = texts_of_index();
        size_t changed = 0;
        const char *id;
        json_t *value;
        struct tip_daemon daemon;
        tip_daemon_start(&daemon, fixture.index, NULL);
        int connection = tip_daemon_connect(&daemon);
        json_object_foreach(before, id, value)
        {
            if (json_object_get(now, id) != NULL)
                continue;
            json_t *reply = get(connection, id);
            cr_expect_geq(json_number_value(json_object_get(reply, "overlap")), 0.98);
            json_decref(reply);
            changed++;
        }
        close(connection);
        tip_daemon_stop(&daemon);
        cr_expect_eq(changed, part == 1 ? 1 : 2); /* the one before is as it was again */
        json_decref(before);
        before = now;
    }
    json_decref(before);
    free(source);
    free(text);
}

Test(tipindex_moved, an_id_whose_text_is_gone_says_so_and_one_never_seen_too)
{
    struct tip_run run;
    index_fixture_write(&fixture, "a.txt", "Alpha crews were never paid for the third voyage.\n");
    index_fixture_write(&fixture, "b.txt", "Bravo workers surrendered their passports.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    json_t *passages = index_fixture_dump(&fixture);
    const char *id = json_string_value(json_object_get(json_array_get(passages, 0), "id"));
    index_fixture_write(&fixture, "a.txt", "Nobody remembers what had stood here.\n");
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    struct tip_daemon daemon;
    tip_daemon_start(&daemon, fixture.index, NULL);
    char address[256];
    snprintf(address, sizeof address, "unix:%s", daemon.socket);
    TIP_RUN(&run, "tipsearch", "-s", address, "--get", id);
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "was in the index until generation 1"), "%s", run.err);
    tip_run_free(&run);
    int connection = tip_daemon_connect(&daemon);
    static const char *const commands[] = {"GET", "SIMILAR"};
    for (size_t i = 0; i < 2; i++) {
        char line[64];
        snprintf(line, sizeof line, "%s %s", commands[i], id);
        char *reply = tip_ask(connection, line);
        cr_expect_not_null(strstr(reply, "\"code\":\"gone\""), "%s", reply);
        free(reply);
        snprintf(line, sizeof line, "%s 0123456789abcdef", commands[i]);
        reply = tip_ask(connection, line);
        cr_expect_not_null(strstr(reply, "\"code\":\"unknown_id\""), "%s", reply);
        free(reply);
    }
    close(connection);
    tip_daemon_stop(&daemon);
    json_decref(passages);
}

Test(tipindex_moved, tipsearch_shows_what_an_old_id_became_and_where_the_rest_is)
{
    struct tip_run run;
    index_fixture_write(
        &fixture, "a.txt",
        "Alpha crews were never paid for the third voyage and lost their papers at sea.\n");
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    json_t *passages = index_fixture_dump(&fixture);
    const char *id = json_string_value(json_object_get(json_array_get(passages, 0), "id"));
    index_fixture_write(
        &fixture, "a.txt",
        "Alpha crews were never paid for the fourth voyage and lost their papers at sea.\n");
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    struct tip_daemon daemon;
    tip_daemon_start(&daemon, fixture.index, NULL);
    char address[256], said[128];
    snprintf(address, sizeof address, "unix:%s", daemon.socket);
    TIP_RUN(&run, "tipsearch", "-s", address, "--get", id);
    cr_expect_eq(run.status, 0, "%s", run.err);
    snprintf(said, sizeof said, "%s is no more: 93%% of its words are in this passage", id);
    cr_expect_not_null(strstr(run.out, said), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "fourth voyage"), "%s", run.out);
    tip_run_free(&run);
    TIP_RUN(&run, "tipsearch", "-s", address, "--similar", id);
    cr_expect_eq(run.status, 1, "%s", run.err); /* the only passage is the example itself */
    cr_expect_not_null(strstr(run.out, "is no more: 93% of its words are in "), "%s", run.out);
    tip_run_free(&run);
    TIP_RUN(&run, "tipsearch", "-s", address, "--cite", "text", "--get", id);
    cr_expect_null(strstr(run.out, "is no more"), "%s", run.out);
    cr_expect_not_null(strstr(run.err, "is no more"), "%s", run.err);
    tip_run_free(&run);
    tip_daemon_stop(&daemon);
    json_decref(passages);
}
