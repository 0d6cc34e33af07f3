/* A query whose words the index lacks: which of them are corrected, and what the reply says. */
#include <criterion/criterion.h>
#include <string.h>

#include "unit/search_fixture.h"
#include "unit/small_knowledge.h"

static const struct fixture_passage passages[] = {
    {"tip-2022", 2022, "Debt Bondage", TIP_KIND_NARRATIVE,
     "Traffickers exploit migrants in debt bondage and in forced labor near Sihanoukville.",
     .countries = "KH"},
    {"tip-2022", 2022, "Reintegration", TIP_KIND_NARRATIVE,
     "Trafficking victims received shelter and the government prosecuted traffickers.",
     .countries = "KH"},
    {"tip-2022", 2022, "Passports", TIP_KIND_NARRATIVE,
     "Employers confiscated the passports of migrants from Thailand.", .countries = "TH"},
};

static const struct {
    const char *query, *corrected; /* NULL: it stays */
} queries[] = {
    /* Plain words, whatever else is found; all else stays as it was understood. */
    {"traficking", "trafficking"},
    {"Debt bonddage, in CAMBODIA", "Debt bondage in CAMBODIA"},
    {"debt bonddage kind:narrative year:2022", "debt bondage kind:narrative year:2022"},
    {"pasports^2 (goverment OR shelter)", "passports^2 (government OR shelter)"},
    {"non-traficking", "non-trafficking"},
    /* Capitals follow what was typed, and make no operator. */
    {"Governmment", "Government"},
    {"GOVERMENT", "GOVERNMENT"},
    /* One word and two. */
    {"traf ficking victims", "trafficking victims"},
    {"debtbondage", "debt bondage"},
    /* Where something is found, words that must be there are no slip, */
    {"\"debt bondge\" victims", NULL},
    {"victims OR (bondge AND debt)", NULL},
    /* else they are. */
    {"\"debt bondge\"", "\"debt bondage\""},
    {"+bondge", "+bondage"},
    {"+bondge +migrants -victims", "+bondage +migrants -victims"},
    {"bondge AND debt", "bondage AND debt"},
    {"debt NEAR/3 bondge", "debt NEAR/3 bondage"},
    /* Never: what was typed to be that word, patterns, what is excluded, filters. */
    {"=bondge", NULL},
    {"bondg?d", NULL},
    {"bondgx~1", NULL},
    {"victims -bondge", NULL},
    {"section:bondge", NULL},
    /* Words that the index knows, or the knowledge; names, figures, short words. */
    {"traffickers exploiting shelters", NULL},
    {"Kampuchea", NULL},
    {"Okafor victims", NULL},
    {"2022x", NULL},
    {"dbt", NULL},
    {"*", NULL},
    {"", NULL},
};

static void expect_corrected(struct search_fixture *fixture, const char *query,
                             const char *corrected)
{
    struct tip_reply reply;
    search_fixture_ask(fixture, query, 10, 0, &reply);
    if (query[0] != '\0') {
        cr_assert_eq(reply.kind, TIP_REPLY_HITS, "[%s]: %s", query, reply.error.message);
        cr_expect_str_eq(reply.query_text, query);
    }
    cr_expect_eq(corrected == NULL, reply.corrected == NULL, "[%s]: [%s]", query,
                 reply.corrected == NULL ? "" : reply.corrected);
    if (corrected != NULL && reply.corrected != NULL) {
        cr_expect_str_eq(reply.corrected, corrected);
        cr_expect_gt(reply.total, 0, "[%s] finds nothing", reply.corrected);
        cr_expect_gt(reply.correction_count, 0);
    }
    tip_reply_free(&reply);
}

Test(corrected_query, words_that_the_index_lacks_become_words_that_it_has)
{
    struct search_fixture fixture;
    struct tip_knowledge *knowledge = small_knowledge_read();
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    tip_searcher_know(fixture.searcher, knowledge);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        expect_corrected(&fixture, queries[i].query, queries[i].corrected);
    }
    search_fixture_close(&fixture);
    tip_knowledge_free(knowledge);
}

Test(corrected_query, the_reply_tells_what_was_put_for_what)
{
    struct search_fixture fixture;
    struct tip_reply reply;
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    search_fixture_ask(&fixture, "traf ficking Governmment +pasports", 10, 0, &reply);
    cr_assert_eq(reply.correction_count, 3);
    cr_expect_str_eq(reply.corrections[0].typed, "traf ficking");
    cr_expect_str_eq(reply.corrections[0].meant, "trafficking");
    cr_expect_str_eq(reply.corrections[1].typed, "Governmment");
    cr_expect_str_eq(reply.corrections[1].meant, "Government");
    cr_expect_str_eq(reply.corrections[2].typed, "pasports");
    cr_expect_str_eq(reply.corrections[2].meant, "passports");
    cr_expect_str_eq(reply.corrected, "trafficking Government +passports");
    cr_expect_str_eq(reply.query_text, "traf ficking Governmment +pasports");
    cr_expect_str_eq(reply.read_as, "trafficking Government +passports");
    tip_reply_free(&reply);
    search_fixture_close(&fixture);
}

/* Every word that is found by itself. */
Test(corrected_query, what_is_found_is_never_corrected)
{
    struct search_fixture fixture;
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    const struct tip_words *words = fixture.generation->words;
    for (uint32_t number = 1; number <= tip_words_count(words); number++) {
        struct tip_word word;
        char query[256];
        tip_words_get(words, number, &word);
        cr_assert_lt(word.length, sizeof query);
        memcpy(query, word.text, word.length);
        query[word.length] = '\0';
        expect_corrected(&fixture, query, NULL);
    }
    search_fixture_close(&fixture);
}
