/* Questions: what holds what is asked for comes first, and nothing else moves. Each expectation has
 * the order without that part beside it. */
#include <criterion/criterion.h>
#include <string.h>

#include "search/ranking/parts.h"
#include "unit/search_fixture.h"

static const struct fixture_passage passages[] = {
    {"tip-2023", 2023, "Guide", TIP_KIND_NARRATIVE,
     .text = "The third tier: what the third tier means for countries, and why a country of the "
             "third tier is one."},
    {"tip-2023", 2023, "Third tier", TIP_KIND_TABLE,
     .text = "Cuba; Eritrea; Iran; Russia; Syria, of the third tier",
     .countries = "CU ER IR RU SY"},
    {"tip-2023", 2023, "Courts", TIP_KIND_NARRATIVE,
     .text =
         "Convictions of traffickers are what courts are for; convictions of traffickers deter, "
         "as all courts of all countries say."},
    {"tip-2023", 2023, "Courts", TIP_KIND_TABLE,
     .text = "Traffickers and what became of them in courts. Convictions: 5,577; prosecutions: "
             "15,159; released: 71"},
    {"tip-2023", 2023, "Courts", TIP_KIND_NARRATIVE,
     .text = "The law on traffickers was passed in 2003 and then again amended, as the courts "
             "asked for, in 2008."},
    {"tip-2023", 2023, "Courts", TIP_KIND_NARRATIVE,
     .text = "Was the law on traffickers passed? No law on traffickers was passed."},
    {"tip-2023", 2023, "Girls", TIP_KIND_NARRATIVE,
     .text = "Every girl is told: no girl goes with a driver, and a driver sells girls."},
    {"tip-2023", 2023, "Girls", TIP_KIND_STORY,
     .text = "Ana was a girl of nine when the driver of a bus, whom her mother had known for long, "
             "took her away from home."},
};

enum { GUIDE, LIST, WORDS, FIGURES, YEARS, LAW, GIRLS, STORY };

static struct search_fixture fixture;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
}

TestSuite(answers, .init = set_up, .fini = tear_down);

static void expect_first(const char *query, tip_part_set without, size_t expected)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SEARCH, .query = (char *)query, .limit = 5, .with_text = true};
    struct tip_reply reply;
    tip_searcher_leave_out(fixture.searcher, without);
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS);
    cr_assert_gt(reply.hit_count, 0, "[%s] finds nothing", query);
    cr_expect_str_eq(reply.hits[0].view.text, passages[expected].text, "[%s] without %x", query,
                     without);
    tip_reply_free(&reply);
}

Test(answers, what_is_asked_for_comes_first)
{
    static const struct {
        const char *query;
        size_t with, without;
    } cases[] = {
        {"which countries are of the third tier?", LIST, GUIDE},
        {"what small countries are of the third tier?", LIST, GUIDE},
        {"list of countries of the third tier", LIST, GUIDE},
        {"countries of the third tier", LIST, GUIDE},
        {"third tier country list", LIST, GUIDE},
        {"who is on the list of the third tier?", LIST, GUIDE},
        {"how many convictions of traffickers", FIGURES, WORDS},
        {"number of convictions of traffickers in courts", FIGURES, WORDS},
        {"when was the law on traffickers passed?", YEARS, LAW},
        {"girl taken by a driver", STORY, GIRLS},
        {"a girl and a driver", STORY, GIRLS},
        /* these ask for an explanation */
        {"can a girl go with a driver?", GIRLS, GIRLS},
        {"what does the third tier mean for countries?", GUIDE, GUIDE},
        {"what should countries of the third tier do?", GUIDE, GUIDE},
        {"convictions of traffickers", WORDS, WORDS},
        {"how do convictions of traffickers deter?", WORDS, WORDS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_first(cases[i].query, 0, cases[i].with);
        expect_first(cases[i].query, 1u << TIP_PART_ANSWERS, cases[i].without);
    }
}
