/* What an analyst wants is among five suggestions once four letters are typed: 200 targets on the
 * full report, in two halves. How they were chosen: tests/relevance/README.md. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/harness.h"

enum { FIELDS = 4, TYPED = 4, SHOWN = 5 };

static const char targets_file[] = "tests/relevance/tip-2023-suggest.tsv";

struct half {
    const char *name;
    unsigned wanted; /* of a hundred */
    unsigned targets;
    unsigned found;
};

/* ASCII letters and digits alone, in lower case: capitals, hyphens and quotes are not what is
 * judged. */
static void normalise(char *text)
{
    char *out = text;
    for (const char *in = text; *in != '\0'; in++) {
        if (isalnum((unsigned char)*in)) {
            *out++ = (char)tolower((unsigned char)*in);
        }
    }
    *out = '\0';
}

static bool is_same(const char *one, const char *other)
{
    char *a = strdup(one), *b = strdup(other);
    cr_assert(a != NULL && b != NULL);
    normalise(a);
    normalise(b);
    bool same = strcmp(a, b) == 0;
    free(a);
    free(b);
    return same;
}

/* Whether a suggestion is the target, or one of the others that will do (separated by bars). */
static bool is_wanted(const char *text, const char *target, const char *others)
{
    char *list = strdup(others);
    cr_assert_not_null(list);
    bool wanted = is_same(text, target);
    char *rest = NULL;
    for (char *other = strtok_r(list, "|", &rest); other != NULL && !wanted;
         other = strtok_r(NULL, "|", &rest)) {
        wanted = is_same(text, other);
    }
    free(list);
    return wanted;
}

static bool is_suggested(int connection, const char *target, const char *others)
{
    char typed[TYPED + 1];
    snprintf(typed, sizeof typed, "%s", target);
    json_t *request =
        json_pack("{s:s, s:s, s:i}", "cmd", "suggest", "prefix", typed, "limit", SHOWN);
    char *line = json_dumps(request, JSON_COMPACT);
    cr_assert_not_null(line, "%s: its first bytes are no text", target);
    char *answer = tip_ask(connection, line);
    json_t *reply = json_loads(answer, 0, NULL);
    const json_t *suggestions = json_object_get(reply, "suggestions");
    cr_assert(json_is_array(suggestions) && json_array_size(suggestions) <= SHOWN, "%s: %s", target,
              answer);
    bool found = false;
    size_t at;
    const json_t *suggestion;
    json_array_foreach(suggestions, at, suggestion)
    {
        const char *text = json_string_value(json_object_get(suggestion, "text"));
        cr_assert_not_null(text);
        found |= is_wanted(text, target, others);
    }
    json_decref(reply);
    json_decref(request);
    free(line);
    free(answer);
    return found;
}

/* Cuts a line of the table into its columns. */
static void split_line(char *line, char *fields[FIELDS])
{
    line[strcspn(line, "\r\n")] = '\0';
    size_t count = 0;
    for (char *field; count < FIELDS && (field = strsep(&line, "\t")) != NULL; count++) {
        fields[count] = field;
    }
    cr_assert(count == FIELDS && line == NULL, "a line has not four columns");
}

static void judge_all(int connection, struct half halves[2])
{
    const char *source = getenv("TIP_SOURCE");
    cr_assert_not_null(source, "TIP_SOURCE names the source tree");
    char *path = tip_test_path(source, targets_file);
    FILE *table = fopen(path, "r");
    cr_assert_not_null(table, "%s cannot be read", path);
    char *line = NULL, *fields[FIELDS];
    size_t capacity = 0;
    cr_assert_gt(getline(&line, &capacity, table), 0, "%s is empty", path);
    while (getline(&line, &capacity, table) > 0) {
        split_line(line, fields);
        struct half *half = &halves[strcmp(fields[0], "held") == 0];
        cr_assert_str_eq(fields[0], half->name);
        bool found = is_suggested(connection, fields[2], fields[3]);
        half->targets++;
        half->found += found;
        if (!found) {
            fprintf(stderr, "%s, %s: not suggested: %s\n", half->name, fields[1], fields[2]);
        }
    }
    free(line);
    fclose(table);
    free(path);
}

/* A daemon on an index of the report; false when that is not there. */
struct served_report {
    char *folder, *index;
    struct tip_daemon daemon;
    int connection;
};

static bool serve(struct served_report *served)
{
    const char *report = tip_test_report();
    struct tip_run run;
    if (report == NULL) {
        return false;
    }
    served->folder = tip_test_folder();
    served->index = tip_test_path(served->folder, "index");
    TIP_RUN(&run, "tipindex", "build", "-i", served->index, "--id", "tip-2023", "--title",
            "Trafficking in Persons Report", "--year", "2023", report);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    tip_daemon_start(&served->daemon, served->index, NULL);
    served->connection = tip_daemon_connect(&served->daemon);
    return true;
}

static void end(struct served_report *served)
{
    close(served->connection);
    tip_daemon_stop(&served->daemon);
    free(served->index);
    tip_test_folder_remove(served->folder);
}

/* What the request is answered; the caller frees it. */
static json_t *ask(int connection, json_t *request)
{
    char *line = json_dumps(request, JSON_COMPACT);
    cr_assert_not_null(line);
    char *answer = tip_ask(connection, line);
    json_t *reply = json_loads(answer, 0, NULL);
    cr_assert_not_null(reply, "%s", answer);
    free(answer);
    free(line);
    json_decref(request);
    return reply;
}

/* How many suggestions there are, each of which must find what it says. */
static size_t expect_counts(int connection, const char *typed)
{
    json_t *reply = ask(
        connection, json_pack("{s:s, s:s, s:i}", "cmd", "suggest", "prefix", typed, "limit", 100));
    const json_t *suggestion;
    size_t at, count = json_array_size(json_object_get(reply, "suggestions"));
    json_array_foreach(json_object_get(reply, "suggestions"), at, suggestion)
    {
        const char *query = json_string_value(json_object_get(suggestion, "query"));
        json_t *found = ask(
            connection, json_pack("{s:s, s:s, s:i}", "cmd", "search", "query", query, "limit", 0));
        json_int_t total = json_integer_value(json_object_get(found, "total"));
        cr_expect_gt(total, 0, "%s", query);
        cr_expect_eq(total, json_integer_value(json_object_get(suggestion, "count")), "%s", query);
        json_decref(found);
    }
    json_decref(reply);
    return count;
}

Test(suggest_targets, each_suggestion_finds_as_many_passages_as_it_says, .timeout = 110)
{
    struct served_report served;
    size_t count = 0;
    if (!serve(&served)) {
        return;
    }
    for (char letter = 'a'; letter <= 'z'; letter++) {
        const char typed[] = {letter, '\0'};
        count += expect_counts(served.connection, typed);
    }
    cr_expect_gt(count, 1500, "only %zu suggestions", count);
    end(&served);
}

Test(suggest_targets, are_among_five_after_four_letters, .timeout = 110)
{
    struct half halves[2] = {{.name = "tune", .wanted = 88}, {.name = "held", .wanted = 85}};
    struct served_report served;
    if (!serve(&served)) {
        return;
    }
    judge_all(served.connection, halves);
    end(&served);
    for (int i = 0; i < 2; i++) {
        fprintf(stderr, "%s, %s: %u of %u targets among %d after %d letters\n", targets_file,
                halves[i].name, halves[i].found, halves[i].targets, SHOWN, TYPED);
        cr_expect_eq(halves[i].targets, 100);
        cr_expect_geq(halves[i].found, halves[i].wanted, "%s: %u found", halves[i].name,
                      halves[i].found);
    }
}
