/* A case note is answered by what tells of something alike: judged notes, in two halves, on the
 * full report and on the sample corpus.
 *
 * The notes and what is on their subject: tests/relevance/README.md. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "relevance/judged.h"
#include "unit/report_fixture.h"

enum { CITED = 5 };

/* How much of a half must be right: of all that is cited, and of what is first. */
struct floor {
    const char *half;
    unsigned cited_percent, first_percent;
};

static struct report_fixture fixture;
static struct judged_queries notes;

static void read_notes(void)
{
    struct tip_error error = {0};
    const char *source = getenv("TIP_SOURCE");
    cr_assert_not_null(source, "TIP_SOURCE names the source tree");
    char *path = tip_test_path(source, "tests/relevance/notes.tsv");
    cr_assert_eq(judged_queries_read(&notes, path, &error), TIP_OK, "%s", error.message);
    free(path);
}

static bool has_needle(const char *text, const char *needles)
{
    char *list = strdup(needles), *rest = list;
    bool is_found = false;
    cr_assert_not_null(list);
    for (char *needle; (needle = strsep(&rest, "|")) != NULL && !is_found;) {
        is_found = strcasestr(text, needle) != NULL;
    }
    free(list);
    return is_found;
}

static bool is_on_subject(const struct tip_view *view, const char *needles)
{
    char *text = strdup(view->text);
    cr_assert_not_null(text);
    for (char *at = text; (at = strchr(at, '\n')) != NULL;) {
        *at = ' ';
    }
    bool is_found = has_needle(text, needles);
    for (size_t i = 0; i < view->depth; i++) {
        is_found = is_found || has_needle(view->headings[i], needles);
    }
    free(text);
    return is_found;
}

static unsigned ask(const struct judged_query *note, bool *first_is_right)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SIMILAR, .like = note->text, .limit = CITED, .with_text = true};
    struct tip_reply reply;
    char seen[CITED + 1] = "";
    unsigned right = 0;
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS, "%s", note->id);
    cr_assert_eq(reply.hit_count, CITED, "%s: %zu hits", note->id, reply.hit_count);
    for (size_t i = 0; i < CITED; i++) {
        bool is_right = is_on_subject(&reply.hits[i].view, note->needles);
        right += is_right;
        seen[i] = is_right ? '+' : '-';
    }
    *first_is_right = seen[0] == '+';
    fprintf(stderr, "%s %s %s\n", note->half, note->id, seen);
    tip_reply_free(&reply);
    return right;
}

static void judge(const struct floor *floor)
{
    unsigned asked = 0, right = 0, first = 0;
    for (size_t i = 0; i < notes.count; i++) {
        bool first_is_right;
        if (strcmp(notes.items[i].half, floor->half) == 0) {
            right += ask(&notes.items[i], &first_is_right);
            first += first_is_right;
            asked++;
        }
    }
    cr_assert_eq(asked, 8, "%s: %u notes", floor->half, asked);
    fprintf(stderr, "%s: %u of %u on the subject, %u of %u first\n", floor->half, right,
            asked * CITED, first, asked);
    cr_expect_geq(right * 100, floor->cited_percent * asked * CITED, "%s: %u of %u", floor->half,
                  right, asked * CITED);
    cr_expect_geq(first * 100, floor->first_percent * asked, "%s: %u of %u first", floor->half,
                  first, asked);
}

static void judge_halves(const struct floor floors[2])
{
    read_notes();
    judge(&floors[0]);
    judge(&floors[1]);
    judged_queries_free(&notes);
    report_fixture_close(&fixture);
}

Test(similar_notes, of_the_report_what_tells_of_the_like_is_cited, .timeout = 120)
{
    static const struct floor floors[] = {{"tune", 50, 75}, {"held", 65, 75}};
    if (report_fixture_open(&fixture)) {
        judge_halves(floors);
    }
}

Test(similar_notes, of_the_sample_corpus_what_tells_of_the_like_is_cited, .timeout = 120)
{
    static const struct floor floors[] = {{"tune", 50, 60}, {"held", 50, 60}};
    char *corpus = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    report_fixture_open_source(&fixture, corpus);
    free(corpus);
    judge_halves(floors);
}

/* A list of countries shares nothing but places with a note, however many it names. */
Test(similar_notes, places_alone_make_nothing_alike, .timeout = 120)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SIMILAR,
        .like =
            "From Chad he went to Sudan, Eritrea, Libya and Algeria, where guards tortured him.",
        .limit = CITED,
        .with_text = true};
    struct tip_reply reply;
    if (!report_fixture_open(&fixture)) {
        return;
    }
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS);
    for (size_t i = 0; i < reply.hit_count; i++) {
        cr_expect_null(strstr(reply.hits[i].view.text, "ALGERIA; "), "%zu", i + 1);
    }
    tip_reply_free(&reply);
    report_fixture_close(&fixture);
}
