/* A searcher that is limited to some reports, to others and to all again. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "search/searcher.h"
#include "unit/search_fixture.h"

enum { REPORTS = 6 };

static const struct fixture_passage passages[] = {
    {"r0", 2018, "Fees", TIP_KIND_NARRATIVE, "Workers pay fees to a broker.", NULL, "", NULL, NULL},
    {"r1", 2019, "Fees", TIP_KIND_NARRATIVE, "Workers borrow fees.", NULL, "KH", NULL, NULL},
    {"r2", 2020, "Debts", TIP_KIND_NARRATIVE, "Workers owe debts.", NULL, "", NULL, NULL},
    {"r3", 2021, "Debts", TIP_KIND_NARRATIVE, "Workers flee.", NULL, "NP", NULL, NULL},
    {"r4", 2022, NULL, TIP_KIND_NARRATIVE, "Les travailleurs fuient.", NULL, "", NULL, "fr"},
    {"r5", 2023, "Ships", TIP_KIND_NARRATIVE, "Workers sail on ships.", NULL, "TH", NULL, NULL},
};

static struct search_fixture fixture;
static struct tip_error error;

static void open_index(void)
{
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
}

static void close_index(void)
{
    search_fixture_close(&fixture);
}

TestSuite(limit, .init = open_index, .fini = close_index);

static struct tip_scope *scope_of(unsigned reports)
{
    char names[REPORTS][4];
    const char *ids[REPORTS];
    size_t count = 0;
    struct tip_scope *scope;
    for (unsigned r = 0; r < REPORTS; r++) {
        if ((reports >> r & 1) != 0) {
            snprintf(names[count], sizeof names[count], "r%u", r % 10);
            ids[count] = names[count];
            count++;
        }
    }
    cr_assert_eq(tip_scope_create(&scope, ids, count, &error), TIP_OK, "%s", error.message);
    return scope;
}

static void limit(const struct tip_scope *scope)
{
    cr_assert_eq(tip_searcher_limit(fixture.searcher, scope, &error), TIP_OK, "%s", error.message);
    cr_expect_eq(tip_searcher_scope(fixture.searcher), scope);
}

/* Each set of reports in turn, more than a searcher keeps, twice over. */
Test(limit, every_scope_finds_its_own)
{
    for (unsigned reports = 0; reports < 2 << REPORTS; reports++) {
        struct tip_scope *scope = scope_of(reports);
        unsigned english = 0;
        for (unsigned r = 0; r < REPORTS; r++) {
            english += r != 4 && (reports >> r & 1) != 0;
        }
        limit(scope);
        cr_expect_eq(search_fixture_total(&fixture, "worker"), english);
        cr_expect_eq(search_fixture_total(&fixture, "ships"), reports >> 5 & 1);
        cr_expect_eq(search_fixture_total(&fixture, "fu*"), reports >> 4 & 1);
        limit(NULL);
        cr_expect_eq(search_fixture_total(&fixture, "worker"), 5);
        tip_scope_free(scope);
    }
}

Test(limit, what_only_others_say_is_no_word)
{
    struct tip_scope *scope = scope_of(1u << 0 | 1u << 2);
    struct tip_reply reply;
    limit(scope);
    cr_expect_eq(tip_columns_passages(fixture.searcher->generation->columns), 2);
    cr_expect_eq(tip_words_language_count(fixture.searcher->generation->words), 1);
    search_fixture_ask(&fixture, "shisp", 10, 0, &reply);
    cr_expect_null(reply.corrected, "corrected to what is hidden: %s", reply.corrected);
    tip_reply_free(&reply);
    search_fixture_ask(&fixture, "s*", 10, 0, &reply);
    cr_assert_eq(reply.expansion_count, 1);
    cr_expect_eq(reply.expansions[0].word_count, 0);
    tip_reply_free(&reply);
    limit(NULL);
    search_fixture_ask(&fixture, "s*", 10, 0, &reply);
    cr_expect_eq(reply.expansions[0].word_count, 2);
    tip_reply_free(&reply);
    tip_scope_free(scope);
}

/* Two searchers share what a scope sees; the generation is made once. */
Test(limit, searchers_share_what_a_scope_sees)
{
    struct tip_restricted_set *set;
    struct tip_searcher *other;
    struct tip_scope *scope = scope_of(3);
    cr_assert_eq(tip_restricted_set_create(&set, fixture.generation, &error), TIP_OK);
    cr_assert_eq(tip_searcher_create(&other, &error), TIP_OK);
    cr_assert_eq(tip_searcher_use(other, fixture.generation, &error), TIP_OK);
    tip_searcher_share(other, set);
    tip_searcher_share(fixture.searcher, set);
    limit(scope);
    cr_assert_eq(tip_searcher_limit(other, scope, &error), TIP_OK);
    cr_expect_eq(other->generation, fixture.searcher->generation);
    tip_searcher_free(other);
    cr_expect_eq(search_fixture_total(&fixture, "worker"), 2);
    limit(NULL);
    tip_searcher_leave(fixture.searcher);
    tip_restricted_set_free(set);
    tip_scope_free(scope);
}
