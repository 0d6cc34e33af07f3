/* Countries in queries: typed in any case, with few words around. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "harness/harness.h"
#include "knowledge/knowledge.h"

static struct tip_knowledge *knowledge;
static struct tip_analyser *analyser;
static struct tip_tokens tokens;
static struct tip_error error;

static void set_up(void)
{
    const char *source = getenv("TIP_SOURCE");
    cr_assert_not_null(source);
    char *folder = tip_test_path(source, "corpus");
    cr_assert_eq(tip_knowledge_read(&knowledge, folder, NULL, NULL, &error), TIP_OK, "%s",
                 error.message);
    cr_assert_eq(tip_analyser_create(&analyser, &error), TIP_OK);
    free(folder);
}

static void tear_down(void)
{
    tip_tokens_free(&tokens);
    tip_analyser_free(analyser);
    tip_knowledge_free(knowledge);
}

TestSuite(mentions_typed, .init = set_up, .fini = tear_down);

/* "MM:Myanmar" for each mention, joined by bars; for free(3). */
static char *mentions_of(const char *query)
{
    struct tip_mention *mentions = NULL;
    struct tip_string out = {0};
    size_t count = 0;
    cr_assert_eq(tip_analyse(analyser, query, strlen(query), &tokens, &error), TIP_OK);
    cr_assert_eq(tip_mentions_find_typed(knowledge, query, &tokens, &mentions, &count, &error),
                 TIP_OK);
    for (size_t i = 0; i < count; i++) {
        const struct tip_token *first = &tokens.items[mentions[i].first_token];
        const struct tip_token *last = first + mentions[i].token_count - 1;
        tip_string_printf(&out, "%s%s:%.*s", i == 0 ? "" : "|",
                          tip_country_at(knowledge, mentions[i].country)->code,
                          (int)(last->end - first->start), query + first->start);
    }
    free(mentions);
    return tip_string_release(&out);
}

Test(mentions_typed, names_are_found_in_any_case)
{
    static const char *const table[][2] = {
        {"Myanmar", "MM:Myanmar"},
        {"burmese scam compounds", "MM:burmese"},
        {"workers in jordan and turkey", "JO:jordan|TR:turkey"},
        {"chad", "TD:chad"},
        {"north korea vs South Korea", "KP:north korea|KR:South Korea"},
        {"dprk, drc, uk", "KP:dprk|CD:drc|GB:uk"},
        {"D.P.R.K. labor", "KP:D.P.R.K."},
        {"US visas", "US:US"},
        {"tell us", ""},
        {"car wash", ""},
        {"trade union", ""},
        {"Ivory Coast cocoa", "CI:Ivory Coast"},
        {"côte d’ivoire", "CI:côte d’ivoire"},
        {"cote d'ivoire", "CI:cote d'ivoire"},
        {"equatorial guinea", "GQ:equatorial guinea"},
        {"papua new guinea", "PG:papua new guinea"},
        {"new jersey diner", ""},
        {"university of georgia", ""},
        {"georgia", "GE:georgia"},
        {"trinidad and tobago", "TT:trinidad and tobago"},
        {"niger nigeria nigerien nigerian", "NE:niger|NG:nigeria|NE:nigerien|NG:nigerian"},
        {"congolese miners", "CD:congolese"},
        {"it is in me", ""}, /* codes are no names */
        {"", ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char *found = mentions_of(table[i][0]);
        cr_expect_str_eq(found, table[i][1], "[%s] names %s", table[i][0], found);
        free(found);
    }
}
