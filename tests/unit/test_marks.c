/* A snippet marks what matched, and nothing else. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "unit/knowledge_fixture.h"
#include "unit/search_fixture.h"

static const struct fixture_passage passages[] = {
    {"a", 2023, "One", TIP_KIND_NARRATIVE,
     .text = "Debt bondage is a debt that bondage enforces. Debts grow."},
    {"a", 2023, "Two", TIP_KIND_NARRATIVE,
     .text = "The non-punishment principle; nonpunishment of victims, and punishment."},
    {"a", 2023, "Three", TIP_KIND_NARRATIVE,
     .text = "Nongovernmental organizations met an organization that is not nongovernmental."},
    {"a", 2023, "Four", TIP_KIND_NARRATIVE, .countries = "MM",
     .text = "Scam compounds in Burma. Far from any of them, judges spoke of Myanmar and scams."},
    {"a", 2023, "Five", TIP_KIND_NARRATIVE,
     .text = "Women and a woman labour; the labor of laborers."},
    {"a", 2023, "Visa fraud", TIP_KIND_NARRATIVE, .text = "What the courts said of it."},
    {"b", 2023, "Seven", TIP_KIND_NARRATIVE, .text = "Les victimes et la victime d'un réseau.",
     .language = "fr"},
    {"c", 2023, "Eight", TIP_KIND_NARRATIVE, .text = "ពលកម្មដោយបង្ខំ និងការជួញដូរមនុស្ស", .language = "km"},
    {"d", 2023, "Nine", TIP_KIND_NARRATIVE, .text = "الاتجار بالأشخاص جريمة خطيرة",
     .language = "ar"},
};

static const struct knowledge_file files[] = {
    {"regions.tsv", "code\tname\tnames\nEAP\tEast Asia and Pacific\t\n"},
    {"countries.tsv", "code\tcode3\tregion\tname\tnames\tpeople\tabbreviations\tnot\tplaces\n"
                      "MM\tMMR\tEAP\tBurma\tMyanmar\tBurmese\t\t\t\n"},
    {"synonyms.tsv", "members\n"
                     "NGO; nongovernmental organization\n"
                     "peonage; debt bondage\n"},
};

static struct search_fixture fixture;
static struct tip_knowledge *knowledge;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    knowledge = knowledge_fixture_read(files, sizeof files / sizeof *files);
    tip_searcher_know(fixture.searcher, knowledge);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
    tip_knowledge_free(knowledge);
}

TestSuite(marks, .init = set_up, .fini = tear_down);

struct row {
    const char *query, *heading, *snippet, *matched_in;
};

static char *snippet_of(const struct tip_hit *hit)
{
    struct tip_string out = {0};
    for (size_t i = 0; i < hit->snippet_count; i++) {
        tip_string_printf(&out, hit->snippet[i].is_hit ? "[%s]" : "%s", hit->snippet[i].text);
    }
    return tip_string_release(&out);
}

static void expect_row(const struct row *row)
{
    struct tip_reply reply;
    bool is_found = false;
    search_fixture_ask(&fixture, row->query, 20, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS, "[%s]: %s", row->query, reply.error.message);
    for (size_t i = 0; i < reply.hit_count; i++) {
        const struct tip_hit *hit = &reply.hits[i];
        if (strcmp(hit->view.headings[1], row->heading) != 0) {
            continue;
        }
        char *snippet = snippet_of(hit);
        is_found = true;
        cr_expect_str_eq(snippet, row->snippet, "[%s]: %s", row->query, snippet);
        const char *matched_in = hit->matched_in == NULL ? "nothing" : hit->matched_in;
        cr_expect_str_eq(matched_in, row->matched_in, "[%s]: %s", row->query, matched_in);
        free(snippet);
    }
    cr_expect(is_found, "[%s] does not find %s", row->query, row->heading);
    tip_reply_free(&reply);
}

static void expect_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        expect_row(&rows[i]);
    }
}

#define EXPECT(...)                                                                                \
    static const struct row rows[] = {__VA_ARGS__};                                                \
    expect_rows(rows, sizeof rows / sizeof *rows)

Test(marks, words_by_their_stems)
{
    EXPECT(
        {"debt", "One", "[Debt] bondage is a [debt] that bondage enforces. [Debts] grow.", "text"},
        {"debts enforced", "One",
         "[Debt] bondage is a [debt] that bondage [enforces]. [Debts] grow.", "text"},
        {"=debts", "One", "Debt bondage is a debt that bondage enforces. [Debts] grow.", "text"},
        {"=labour", "Five", "Women and a woman [labour]; the labor of laborers.", "text"},
        {"labour", "Five", "Women and a woman [labour]; the [labor] of [laborers].", "text"},
        {"victime", "Seven", "Les [victimes] et la [victime] d'un réseau.", "text"},
        {"reseau", "Seven", "Les victimes et la victime d'un [réseau].", "text"});
}

Test(marks, phrases_only_where_they_stand)
{
    EXPECT({"\"debt bondage\"", "One",
            "[Debt] [bondage] is a debt that bondage enforces. Debts grow.", "text"},
           {"\"debt bondage\"~1", "One",
            "[Debt] [bondage] is a [debt] that [bondage] enforces. Debts grow.", "text"},
           {"\"debt bondage\" grow", "One",
            "[Debt] [bondage] is a debt that bondage enforces. Debts [grow].", "text"},
           {"grow NEAR/1 debt", "One",
            "Debt bondage is a debt that bondage enforces. [Debts] [grow].", "text"},
           {"enforces NEAR/2 (debt OR bondage)", "One",
            "Debt bondage is a debt that [bondage] [enforces]. [Debts] grow.", "text"});
}

Test(marks, compounds_and_their_parts)
{
    EXPECT(
        {"nonpunishment", "Two",
         "The [non]-[punishment] principle; [nonpunishment] of victims, and punishment.", "text"},
        {"+non-punishment", "Two",
         "The [non]-[punishment] principle; [nonpunishment] of victims, and punishment.", "text"},
        {"\"non punishment\"", "Two",
         "The [non]-[punishment] principle; nonpunishment of victims, and punishment.", "text"});
}

Test(marks, words_that_fit)
{
    EXPECT({"wom?n", "Five", "[Women] and a [woman] labour; the labor of laborers.", "text"},
           {"labor*", "Five", "Women and a woman labour; the [labor] of [laborers].", "text"},
           {"labuor~", "Five", "Women and a woman [labour]; the [labor] of laborers.", "text"});
}

Test(marks, what_stands_for_the_words)
{
    EXPECT(
        {"NGO", "Three",
         "[Nongovernmental] [organizations] met an organization that is not nongovernmental.",
         "text"},
        {"peonage", "One", "[Debt] [bondage] is a debt that bondage enforces. Debts grow.", "text"},
        {"Burmese", "Four",
         "Scam compounds in [Burma]. Far from any of them, judges spoke of [Myanmar] and scams.",
         "text"},
        {"scam NEAR/3 Burma", "Four",
         "[Scam] compounds in [Burma]. Far from any of them, judges spoke of Myanmar and scams.",
         "text"});
}

Test(marks, nothing_of_what_is_excluded)
{
    EXPECT({"debt -grown", "One", "[Debt] bondage is a [debt] that bondage enforces. [Debts] grow.",
            "text"},
           {"debt -\"bondage debt\"", "One",
            "[Debt] bondage is a [debt] that bondage enforces. [Debts] grow.", "text"},
           {"grow NOT (debt NEAR/1 grown)", "One",
            "Debt bondage is a debt that bondage enforces. Debts [grow].", "text"},
           {"debt NOT \"debt grows\"", "One",
            "[Debt] bondage is a [debt] that bondage enforces. [Debts] grow.", "text"});
}

Test(marks, say_where_else_the_words_stand)
{
    EXPECT({"visa", "Visa fraud", "What the courts said of it.", "section"},
           {"\"visa fraud\"", "Visa fraud", "What the courts said of it.", "section"},
           {"persons", "Visa fraud", "What the courts said of it.", "title"},
           {"reseau OR NOT debt", "Visa fraud", "What the courts said of it.", "nothing"},
           {"persons OR NOT debt", "Visa fraud", "What the courts said of it.", "title"},
           {"visa AND courts", "Visa fraud", "What the [courts] said of it.", "text"});
}

Test(marks, words_of_scripts_without_blanks_and_from_right_to_left_are_whole)
{
    EXPECT({"មនុស្ស", "Eight", "ពលកម្មដោយបង្ខំ និងការជួញដូរ[មនុស្ស]", "text"},
           {"جريمة", "Nine", "الاتجار بالأشخاص [جريمة] خطيرة", "text"});
}
