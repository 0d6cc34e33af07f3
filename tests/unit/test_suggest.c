/* Suggestions: what is typed -> what may be meant, each with a query that finds it. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "unit/knowledge_fixture.h"
#include "unit/search_fixture.h"

static const struct fixture_passage passages[] = {
    {"a", 2023, "Cyber Scam Operations", TIP_KIND_NARRATIVE,
     .text = "NGOs say that debt bondage holds families in Kampuchea. T visa holders agree.",
     .countries = "KH"},
    {"a", 2023, "Cyber Scam Operations", TIP_KIND_NARRATIVE,
     .text =
         "In debt bondage, workers owe money. Traffickers ask an NGO for papers of the workers.",
     .countries = "KH"},
    {"a", 2023, "Work at Sea", TIP_KIND_NARRATIVE,
     .text = "A trafficker uses debt bondage. Trafficking of workers ends in debt. Bondage ends."},
    {"a", 2023, "Work at Sea", TIP_KIND_NARRATIVE,
     .text = "The Türkiye office trains trafficked workers, and T visa holders."},
    {"a", 2023, "Work at Sea", TIP_KIND_STORY,
     .text = "Zofia Zaleska owed money. Zofia Zaleska went home."},
    {"a", 2023, "Contents", TIP_KIND_CONTENTS, .text = "Zymurgy 64"},
};

static const struct knowledge_file files[] = {
    {"countries.tsv", "code\tcode3\tregion\tname\tnames\tpeople\tabbreviations\tnot\tplaces\n"
                      "KH\tKHM\t\tCambodia\tKampuchea\tCambodian\t\t\t\n"
                      "KE\tKEN\t\tKenya\t\tKenyan\t\t\t\n"},
    {"patterns.ini", "[debt-bondage]\ntitle = Debt bondage\ngroup = Indicators\nsource = a treaty\n"
                     "query = \"debt bondage\"\n"
                     "[zeal]\ntitle = Zeal\ngroup = Indicators\nsource = a treaty\n"
                     "query = \"excess of zeal\"\n"},
};

static struct search_fixture fixture;
static struct tip_knowledge *knowledge;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    knowledge = knowledge_fixture_read(files, 2);
    tip_searcher_know(fixture.searcher, knowledge);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
    tip_knowledge_free(knowledge);
}

TestSuite(suggest, .init = set_up, .fini = tear_down);

/* "text (kind count); …" of at most `limit`, for free(3). */
static char *suggest(const char *prefix, unsigned limit)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SUGGEST, .query = (char *)prefix, .limit = limit};
    struct tip_reply reply;
    struct tip_string list = {0};
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_SUGGESTIONS, "[%s]: %s", prefix, reply.error.message);
    cr_assert_leq(reply.suggestion_count, limit);
    tip_string_append_text(&list, "");
    for (size_t i = 0; i < reply.suggestion_count; i++) {
        const struct tip_reply_suggestion *made = &reply.suggestions[i];
        cr_expect_eq(search_fixture_total(&fixture, made->query), made->count, "[%s]", made->query);
        tip_string_printf(&list, "%s%s (%s %u)", i == 0 ? "" : "; ", made->text,
                          tip_suggestion_kind_name(made->kind), made->count);
    }
    tip_reply_free(&reply);
    return tip_string_release(&list);
}

/* What is suggested begins so. */
static void expect(const char *prefix, const char *wanted)
{
    char *list = suggest(prefix, 10);
    cr_expect(strncmp(list, wanted, strlen(wanted)) == 0, "[%s]: [%s]", prefix, list);
    free(list);
}

static void expect_all(const char *prefix, const char *wanted)
{
    char *list = suggest(prefix, 10);
    cr_expect_str_eq(list, wanted, "[%s]: [%s]", prefix, list);
    free(list);
}

static void expect_absent(const char *prefix, const char *unwanted)
{
    char *list = suggest(prefix, 100);
    cr_expect_null(strstr(list, unwanted), "[%s]: [%s]", prefix, list);
    free(list);
}

Test(suggest, words_phrases_titles_countries_and_patterns)
{
    expect("camb", "Cambodia (country 2)");
    expect("debt", "Debt bondage (pattern 3)");
    expect("worker", "workers (word 3)");
    expect("cyb", "Cyber Scam Operations (section 2)");
}

Test(suggest, a_country_is_found_by_any_name_and_shown_by_one)
{
    expect("kamp", "Cambodia (country 2)");
    expect_absent("keny", "Kenya"); /* no passage is about it */
}

Test(suggest, case_and_accents_do_not_matter)
{
    expect_all("TURKI", "Türkiye (word 1)");
    expect("CaMb", "Cambodia");
}

Test(suggest, texts_are_written_as_the_corpus_writes_them)
{
    expect("ng", "NGO");
    expect("t vi", "T visa");
}

Test(suggest, of_several_words_the_last_is_being_typed)
{
    expect("debt bon", "Debt bondage (pattern 3)");
    expect_all("bondage de", "");
    expect_all("cyber scam op", "Cyber Scam Operations (section 2)");
    expect_all("t ", "T visa holders (phrase 2)");
}

Test(suggest, any_word_of_a_title_may_be_the_first)
{
    expect("scam", "Cyber Scam Operations (section 2)");
    expect("operations", "Cyber Scam Operations (section 2)");
}

Test(suggest, one_slip_from_the_fifth_letter)
{
    static const char *const slips[] = {"cabmodia", "camodia", "cambbodia", "cambotia",
                                        "zambodia", "ambodia", "camboida"};
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        expect(slips[i], "Cambodia (country 2)");
    }
    expect("debtbond", "Debt bondage");
    expect("debt bnod", "Debt bondage");
    expect_all("cabm", "");
    expect_all("acbmo", ""); /* two slips */
}

Test(suggest, forms_of_one_word_take_one_place)
{
    char *list = suggest("traffick", 10);
    cr_expect_eq(strstr(list, "word") == NULL ? 0 : 1, 1);
    cr_expect_null(strstr(strstr(list, "word") + 1, "(word"), "[%s]", list);
    free(list);
    expect("traffickers", "Traffickers (word");
}

Test(suggest, what_finds_nothing_is_not_suggested)
{
    expect_absent("zea", "Zeal");
    expect_all("zymur", "");
}

Test(suggest, names_in_stories_are_not_suggested)
{
    expect_absent("zof", "Zofia");
    expect_absent("zale", "Zaleska");
}

Test(suggest, a_phrase_does_not_reach_across_punctuation)
{
    expect_absent("debt", "debt. Bondage");
    expect_absent("money", "money Traffickers");
}

Test(suggest, without_a_word_nothing_is_suggested)
{
    expect_all("", "");
    expect_all(" ?! ", "");
}

Test(suggest, the_limit_is_kept)
{
    char *list = suggest("t", 1);
    cr_expect_null(strchr(list, ';'), "[%s]", list);
    free(list);
    list = suggest("t", 0);
    cr_expect_str_eq(list, "");
    free(list);
}

Test(suggest, new_knowledge_takes_effect)
{
    expect("kamp", "Cambodia");
    tip_searcher_know(fixture.searcher, NULL);
    expect("kamp", "Kampuchea (word 1)");
}
