/* Each filter on a small index: which passages it leaves. */
#include <criterion/criterion.h>

#include "unit/search_fixture.h"

static const struct fixture_passage passages[] = {
    {"tip-2023", 2023, "Letter", TIP_KIND_NARRATIVE, "A letter opens the report.", .page = "iii",
     .date = "June 2023"},
    {"tip-2023", 2023, "Cyber Scams", TIP_KIND_NARRATIVE, "Scam compounds stand at a border.",
     .page = "64", .countries = "KH MM"},
    {"tip-2023", 2023, "Cyber Scams", TIP_KIND_STORY, "A recruiter promised Ana a job.",
     .page = "66", .countries = "KH"},
    {"tip-2023", 2023, "Annex", TIP_KIND_TABLE, "A table of laws.", .page = "A-3"},
    {"tip-2021", 2021, "Prevention", TIP_KIND_LIST, "Inspectors visit farms.", .page = "64",
     .countries = "MM", .date = "2021-07-01"},
    {"rapport", 2022, "Cas", TIP_KIND_QUOTE, "Le passeport de Ana.", .language = "fr"},
    {"notes", 0, "Cases", TIP_KIND_QUOTE, .text = "A note without a year."},
};

enum { PASSAGES = sizeof passages / sizeof *passages };

static struct search_fixture fixture;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, PASSAGES);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
}

TestSuite(filters, .init = set_up, .fini = tear_down);

struct count {
    const char *query;
    uint32_t total;
};

static void expect_totals(const struct count *counts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t total = search_fixture_total(&fixture, counts[i].query);
        cr_expect_eq(total, counts[i].total, "[%s] finds %u", counts[i].query, total);
    }
}

#define EXPECT_TOTALS(table) expect_totals(table, sizeof table / sizeof *table)

Test(filters, years_may_be_open)
{
    static const struct count table[] = {
        {"year:2023", 4},  {"year:2022..", 5},  {"year:..2022", 2},     {"year:2021,2022", 2},
        {"-year:2023", 3}, {"year:1..9999", 6}, {"Ana year:..2022", 1},
    };
    EXPECT_TOTALS(table);
}

Test(filters, dates_are_compared_as_far_as_they_are_known)
{
    static const struct count table[] = {
        {"date:2023-06-15", 4}, /* June 2023 may be that day */
        {"date:2023-07..", 0},  {"date:2023-04..", 4},
        {"date:2021-07-01", 1}, {"date:2021-07-02..2021-12", 0},
        {"date:..2021", 1},     {"date:2022-03", 1}, /* a report that has only a year */
        {"date:2000..2100", 6},
    };
    EXPECT_TOTALS(table);
}

Test(filters, languages_are_of_the_report)
{
    static const struct count table[] = {
        {"language:fr", 1},
        {"language:French Ana", 1},
        {"language:eng", 6},
        {"language:km", 0},
    };
    EXPECT_TOTALS(table);
}

Test(filters, pages_are_the_printed_ones)
{
    static const struct count table[] = {
        {"page:64", 2},   {"page:64..66", 3}, {"page:iii", 1}, {"page:III", 1},
        {"page:i..x", 1}, {"page:3", 0},      {"page:a-3", 1}, {"page:64 report:tip-2021", 1},
        {"-page:64", 5},
    };
    EXPECT_TOTALS(table);
}

Test(filters, lists_are_alternatives)
{
    static const struct count table[] = {
        {"kind:story,quote", 3},
        {"-kind:story,quote", 4},
        {"kind:quote,story Ana", 2},
    };
    EXPECT_TOTALS(table);
}
