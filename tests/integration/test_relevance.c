/* The right passage comes first: 180 judged queries on the full report, each table in two halves.
 *
 * The queries, what answers them and how they were made: tests/relevance/README.md. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/harness.h"

enum { FIELDS = 4 };

/* A table of queries and how much of each of its halves must be right. */
static const struct table {
    const char *file;
    unsigned queries; /* of a half */
    unsigned first_percent, three_percent, ten_percent;
} tables[] = {
    {"tests/relevance/tip-2023-queries.tsv", 60, 78, 85, 95},
    {"tests/relevance/tip-2023-field-terms.tsv", 30, 70, 90, 95},
    {"tests/relevance/tip-2023-countries.tsv", 50, 78, 94, 98},
};

struct half {
    const char *name;
    unsigned queries;
    unsigned first; /* an answer is the first hit */
    unsigned three; /* among the first three */
    unsigned ten;   /* among the ten */
};

/* Lower case, runs of white space as one blank, typographic quotation marks as straight ones: in
 * place, as nothing grows. */
static void normalise(char *text)
{
    static const struct {
        const char *mark;
        char plain;
    } marks[] = {{"\u2018", '\''}, {"\u2019", '\''}, {"\u201C", '"'}, {"\u201D", '"'}};

    char *out = text;
    for (char *in = text; *in != '\0';) {
        size_t mark = 0;
        while (mark < 4 && strncmp(in, marks[mark].mark, 3) != 0) {
            mark++;
        }
        if (mark < 4) {
            *out++ = marks[mark].plain;
            in += 3;
        } else if (isspace((unsigned char)*in)) {
            *out++ = ' ';
            in += strspn(in, " \t\r\n\v\f");
        } else {
            *out++ = (char)tolower((unsigned char)*in++);
        }
    }
    *out = '\0';
}

/* Whether a text holds one of the needles (already normalised, separated by bars). */
static bool holds_needle(const char *text, const char *needles)
{
    char *haystack = strdup(text);
    char *list = strdup(needles);
    cr_assert(haystack != NULL && list != NULL);
    normalise(haystack);
    bool found = false;
    char *rest = NULL;
    for (char *needle = strtok_r(list, "|", &rest); needle != NULL && !found;
         needle = strtok_r(NULL, "|", &rest)) {
        found = strstr(haystack, needle) != NULL;
    }
    free(haystack);
    free(list);
    return found;
}

static bool hit_answers(const json_t *hit, const char *needles)
{
    static const char *const members[] = {"text", "by", "citation"};

    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const char *value = json_string_value(json_object_get(hit, members[i]));
        if (value != NULL && holds_needle(value, needles)) {
            return true;
        }
    }
    size_t at;
    const json_t *heading;
    json_array_foreach(json_object_get(hit, "section"), at, heading)
    {
        if (json_is_string(heading) && holds_needle(json_string_value(heading), needles)) {
            return true;
        }
    }
    return false;
}

/* The rank of the first answer among ten hits, from 1; 0 when there is none. */
static size_t rank_of_answer(int connection, const char *query, const char *needles)
{
    json_t *request =
        json_pack("{s:s, s:s, s:i, s:b}", "cmd", "search", "query", query, "limit", 10, "text", 1);
    char *line = json_dumps(request, JSON_COMPACT);
    cr_assert_not_null(line);
    char *answer = tip_ask(connection, line);
    json_t *reply = json_loads(answer, 0, NULL);
    const json_t *hits = json_object_get(reply, "hits");
    cr_assert(json_is_array(hits), "%s: %s", query, answer);

    size_t rank = 0;
    for (size_t i = 0; i < json_array_size(hits) && rank == 0; i++) {
        if (hit_answers(json_array_get(hits, i), needles)) {
            rank = i + 1;
        }
    }
    json_decref(reply);
    json_decref(request);
    free(line);
    free(answer);
    return rank;
}

/* Cuts a line of the table into its columns; false for one that has not four. */
static bool split_line(char *line, char *fields[FIELDS])
{
    line[strcspn(line, "\r\n")] = '\0';
    size_t count = 0;
    for (char *field; count < FIELDS && (field = strsep(&line, "\t")) != NULL; count++) {
        fields[count] = field;
    }
    return count == FIELDS && line == NULL;
}

static void judge(int connection, struct half *half, char *fields[FIELDS])
{
    normalise(fields[3]);
    size_t rank = rank_of_answer(connection, fields[2], fields[3]);
    half->queries++;
    half->first += rank == 1;
    half->three += rank > 0 && rank <= 3;
    half->ten += rank > 0;
    if (rank != 1) {
        fprintf(stderr, "%s %s: rank %zu: %s\n", half->name, fields[0], rank, fields[2]);
    }
}

static void judge_all(int connection, const char *file, struct half halves[2])
{
    const char *source = getenv("TIP_SOURCE");
    cr_assert_not_null(source, "TIP_SOURCE names the source tree");
    char *path = tip_test_path(source, file);
    FILE *table = fopen(path, "r");
    cr_assert_not_null(table, "%s cannot be read", path);
    char *line = NULL;
    size_t capacity = 0;
    cr_assert_gt(getline(&line, &capacity, table), 0, "%s is empty", path);
    while (getline(&line, &capacity, table) > 0) {
        char *fields[FIELDS];
        cr_assert(split_line(line, fields), "%s: a line has not four columns", path);
        bool is_held = strcmp(fields[1], "held") == 0;
        cr_assert(is_held || strcmp(fields[1], "tune") == 0, "half %s", fields[1]);
        judge(connection, &halves[is_held], fields);
    }
    free(line);
    fclose(table);
    free(path);
}

static void expect_enough(const struct half *half, const struct table *table)
{
    fprintf(stderr, "%s, %s: %u queries, success@1 %u, success@3 %u, success@10 %u\n", table->file,
            half->name, half->queries, half->first, half->three, half->ten);
    cr_assert_eq(half->queries, table->queries);
    cr_expect_geq(half->first * 100, half->queries * table->first_percent, "%s: %u of %u first",
                  half->name, half->first, half->queries);
    cr_expect_geq(half->three * 100, half->queries * table->three_percent,
                  "%s: %u of %u among three", half->name, half->three, half->queries);
    cr_expect_geq(half->ten * 100, half->queries * table->ten_percent, "%s: %u of %u among ten",
                  half->name, half->ten, half->queries);
}

Test(relevance, the_right_passage_comes_first_on_the_full_report, .timeout = 170)
{
    const char *report = tip_test_report();
    if (report == NULL) {
        return;
    }
    char *folder = tip_test_folder();
    char *index = tip_test_path(folder, "index");
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "build", "-i", index, "--id", "tip-2023", "--title",
            "Trafficking in Persons Report", "--year", "2023", report);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);

    struct tip_daemon daemon;
    tip_daemon_start(&daemon, index, NULL);
    int connection = tip_daemon_connect(&daemon);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct half halves[2] = {{.name = "tune"}, {.name = "held"}};
        judge_all(connection, tables[i].file, halves);
        expect_enough(&halves[0], &tables[i]);
        expect_enough(&halves[1], &tables[i]);
    }
    close(connection);
    tip_daemon_stop(&daemon);
    free(index);
    tip_test_folder_remove(folder);
}
