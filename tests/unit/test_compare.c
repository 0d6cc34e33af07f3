/* COMPARE: what changed from one year's reports to the next. A case is two reports, as passages,
 * and what is told of them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/string_builder.h"
#include "search/answer.h"
#include "search/searcher.h"
#include "unit/search_fixture.h"

enum { PARTS = 6 };

TestSuite(compare, .timeout = 60);

/* The edits as text: "changed: was -old- +new+", a line each, in the order of the reply. */
static void write_edits(struct tip_string *out, const struct tip_comparison *comparison)
{
    static const char *const marks[] = {
        [TIP_DIFF_SAME] = "", [TIP_DIFF_GONE] = "-", [TIP_DIFF_NEW] = "+"};
    for (size_t s = 0; s < comparison->step_count; s++) {
        const struct tip_compared_step *step = &comparison->steps[s];
        for (size_t e = 0; e < step->entry_count; e++) {
            const struct tip_shown_entry *entry = &step->entries[e];
            tip_string_printf(out, "%s:", tip_change_name(entry->is));
            for (size_t h = 0; h < entry->hunk_count; h++) {
                tip_string_append_text(out, h == 0 ? " " : " | ");
                for (size_t p = 0; p < entry->hunks[h].piece_count; p++) {
                    const struct tip_shown_piece *piece = &entry->hunks[h].pieces[p];
                    tip_string_printf(out, "%s%s%s", marks[piece->is], piece->text,
                                      marks[piece->is]);
                }
            }
            tip_string_append_char(out, '\n');
        }
    }
}

static void compare(struct search_fixture *fixture, const char *query, const char *years,
                    struct tip_reply *reply)
{
    struct tip_request_filter year = {TIP_FILTER_YEAR, (char *)years};
    struct tip_request request = {.command = TIP_COMMAND_COMPARE,
                                  .query = (char *)query,
                                  .filters = &year,
                                  .filter_count = 1,
                                  .limit = 100};
    tip_searcher_run(fixture->searcher, &request, 0, reply);
}

static const char *told(struct tip_reply *reply, struct tip_string *out)
{
    tip_string_clear(out);
    tip_string_append_text(out, "");
    cr_assert_eq(reply->kind, TIP_REPLY_COMPARISON, "%s", reply->error.message);
    write_edits(out, reply->comparison);
    return out->data == NULL ? "" : out->data;
}

#define ONE   "The harbour master kept the papers of nine deckhands."
#define TWO   "Inspectors boarded the vessel in March and spoke with the crew."
#define THREE "A broker had promised each of them a monthly wage of 400 dollars."
#define FOUR  "Nobody had been paid for half a year when the ship came in."

/* Alike as set phrases are. */
#define ALIKE_ONE "Inspectors freed 14 cooks from a trawler in the delta."
#define ALIKE_TWO "Police freed 31 maids from a villa in the delta."

static const struct edit_case {
    const char *promise;
    const char *before[PARTS], *after[PARTS]; /* passages, below one heading */
    const char *edits;
} cases[] = {
    {"nothing changed", {ONE " " TWO}, {ONE " " TWO}, ""},
    {"borders moved", {ONE " " TWO, THREE " " FOUR}, {ONE, TWO " " THREE, FOUR}, ""},
    {"a paragraph parted in two", {ONE " " TWO}, {ONE "\n\n" TWO}, ""},
    {"a word replaced",
     {ONE " " TWO " " THREE},
     {ONE " Inspectors boarded the vessel in April and spoke with the crew. " THREE},
     "changed: Inspectors boarded the vessel in -March-+April+ and spoke with the crew.\n"},
    {"a figure changed",
     {TWO " " THREE},
     {TWO " A broker had promised each of them a monthly wage of 450 dollars."},
     "changed: A broker had promised each of them a monthly wage of -400-+450+ dollars.\n"},
    {"a sentence added", {ONE " " THREE}, {ONE " " TWO " " THREE}, "new: +" TWO "+\n"},
    {"a sentence gone", {ONE " " TWO " " THREE}, {ONE " " THREE}, "gone: -" TWO "-\n"},
    {"a paragraph of two sentences in a passage of its own",
     {ONE, FOUR},
     {ONE, TWO " " THREE, FOUR},
     "new: +" TWO " " THREE "+\n"},
    {"a paragraph moved", {ONE, TWO, THREE, FOUR}, {TWO, THREE, FOUR, ONE}, "moved: " ONE "\n"},
    {"two paragraphs swapped", {ONE, TWO}, {TWO, ONE}, "moved: " ONE "\n"},
    {"two edits of one passage are one entry",
     {ONE " " TWO " " THREE " " FOUR},
     {"The harbour master kept the papers of ten deckhands. " TWO " " THREE},
     "changed: The harbour master kept the papers of -nine-+ten+ deckhands. | -" FOUR "-\n"},
    {"sentences joined",
     {"The crew was kept on board. The captain held their papers."},
     {"The crew was kept on board, and the captain held their papers."},
     "changed: The crew was kept on board-. The-+, and the+ captain held their papers.\n"},
    {"a comma",
     {ONE " " TWO},
     {ONE " Inspectors boarded the vessel in March, and spoke with the crew."},
     "changed: Inspectors boarded the vessel in March+,+ and spoke with the crew.\n"},
    {"how it is set",
     {"“Pay the crew’s debt” – they said… at last."},
     {"\"Pay  the crew's debt\"\xE2\x80\x94they said... at\nlast."},
     ""},
    {"forms of Unicode: accents, ligatures, soft hyphens, primes",
     {"The caf\u00E9 of the o\uFB03ce lay at 10\u2033 north of the compound."},
     {"The cafe\u0301 of the office lay at 10\" north of the com\u00ADpound."},
     ""},
    {"a hyphen within a word",
     {"The clerk resigned the contract of the crew."},
     {"The clerk re-signed the contract of the crew."},
     "changed: The clerk -resigned-+re-signed+ the contract of the crew.\n"},
    {"a semicolon in running text counts",
     {"The crew was unpaid; nobody left the ship in March."},
     {"The crew was unpaid nobody left the ship in March."},
     "changed: The crew was unpaid-;- nobody left the ship in March.\n"},
    {"a sentence gone, and one like it elsewhere",
     {ONE " " ALIKE_ONE " " TWO, THREE " " FOUR},
     {ONE " " TWO, THREE " " FOUR " " ALIKE_TWO},
     "new: +" ALIKE_TWO "+\ngone: -" ALIKE_ONE "-\n"},
    {"a sentence changed where it stands",
     {ONE " " ALIKE_ONE " " TWO},
     {ONE " " ALIKE_TWO " " TWO},
     "changed: -Inspectors-+Police+ freed -14 cooks-+31 maids+ from a -trawler-+villa+ in the "
     "delta.\n"},
    {"an item of a numbered list",
     {"The signs are:\n1. Papers are kept.\n2. Wages are withheld."},
     {"The signs are:\n1. Papers are kept.\n2. Doors are locked.\n3. Wages are withheld."},
     "new: +2. Doors are locked.+\n"},
    {"what stands twice, dropped once",
     {ONE " Figures were not given. " TWO " Figures were not given."},
     {ONE " Figures were not given. " TWO},
     "gone: -Figures were not given.-\n"},
    {"markup is text",
     {"They wrote <b>bold</b> & left."},
     {"They wrote <b>bold</b> & stayed."},
     "changed: They wrote <b>bold</b> & -left-+stayed+.\n"},
    {"right to left",
     {"احتجز الوسيط جوازات السفر. لم يدفع أحد."},
     {"احتجز الوسيط جوازات السفر. لم يدفع أحد. وصل المفتش."},
     "new: +وصل المفتش.+\n"},
};

static const struct edit_case tables[] = {
    {"a column with another name",
     {"District: North\nCases: 12\n\nDistrict: South\nCases: 15\n\nDistrict: West\nCases: 18"},
     {"District: North\nFiles: 12\n\nDistrict: South\nFiles: 16\n\nDistrict: West\nFiles: 18"},
     "changed: District: North\n-Cases-+Files+: 12 | District: South\n-Cases: 15-+Files: 16+\n"},
    {"cells parted in another way",
     {"District: North\nCases: 12\n\nDistrict: South\nCases: 15"},
     {"District: North; Cases: 12\n\nDistrict: South; Cases: 15"},
     ""},
    {"a cell, where cells are parted in another way",
     {"District: North\nCases: 12\n\nDistrict: South\nCases: 15"},
     {"District: North; Cases: 13\n\nDistrict: South; Cases: 15"},
     "changed: District: North; Cases: -12-+13+\n"},
};

static size_t add_passages(struct fixture_passage *out, size_t count, const char *report, int year,
                           const char *const *texts, enum tip_kind kind)
{
    for (size_t i = 0; i < PARTS && texts[i] != NULL; i++) {
        out[count++] = (struct fixture_passage){
            .report = report, .year = year, .heading = "Ports", .kind = kind, .text = texts[i]};
    }
    return count;
}

static void expect_told(const struct edit_case *edit, enum tip_kind kind)
{
    struct fixture_passage passages[2 * PARTS];
    size_t count = add_passages(passages, 0, "tip-2022", 2022, edit->before, kind);
    count = add_passages(passages, count, "tip-2023", 2023, edit->after, kind);
    struct search_fixture fixture;
    struct tip_reply reply;
    struct tip_string edits = {0};
    search_fixture_open(&fixture, passages, count);
    compare(&fixture, "*", "2022..2023", &reply);
    cr_expect_str_eq(told(&reply, &edits), edit->edits, "%s: %s", edit->promise, edits.data);
    tip_reply_free(&reply);
    tip_string_free(&edits);
    search_fixture_close(&fixture);
}

Test(compare, tells_each_edit_and_nothing_else)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_told(&cases[i], TIP_KIND_NARRATIVE);
    }
}

Test(compare, tells_each_edit_of_a_table_and_nothing_else)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        expect_told(&tables[i], TIP_KIND_TABLE);
    }
}

/* ---- what is compared ---- */

static const struct fixture_passage years[] = {
    {"tip-2020", 2020, "Ports", TIP_KIND_NARRATIVE, .text = ONE},
    {"a-2022", 2022, "Ports", TIP_KIND_NARRATIVE, .text = ONE " " TWO},
    {"b-2022", 2022, "Kitchens", TIP_KIND_STORY, .text = FOUR},
    {"tip-2023", 2023, "Harbours", TIP_KIND_NARRATIVE, .text = ONE " " THREE},
    {"tip-2023", 2023, "Kitchens", TIP_KIND_LIST, .text = TWO " " FOUR},
};

enum { YEARS = sizeof years / sizeof *years };

Test(compare, goes_from_year_to_year_and_names_those_without_a_report)
{
    struct search_fixture fixture;
    struct tip_reply reply;
    struct tip_string edits = {0};
    search_fixture_open(&fixture, years, YEARS);
    compare(&fixture, "*", "2020..2023", &reply);
    cr_assert_str_eq(told(&reply, &edits),
                     "new: +" TWO "+\nnew: +Kitchens\n\n" FOUR "+\n"
                     "changed: -Ports-+Harbours+ | +" THREE "+\n",
                     "%s", edits.data);
    const struct tip_comparison *comparison = reply.comparison;
    cr_assert_eq(comparison->year_count, 3);
    cr_assert_eq(comparison->missing_count, 1);
    cr_assert_eq(comparison->missing[0], 2021);
    cr_assert_eq(comparison->steps[0].from, 2020);
    cr_assert_eq(comparison->steps[0].to, 2022);
    cr_assert_eq(comparison->years[1].report_total, 2);
    cr_assert_str_eq(comparison->years[1].reports[0].id, "a-2022");
    cr_assert_eq(comparison->years[1].passages, 2);
    cr_assert_str_eq(comparison->years[1].kinds[0].value, "narrative");
    cr_assert_eq(comparison->steps[1].unchanged_statements, 3);
    cr_assert_eq(comparison->steps[1].unchanged_passages, 1);
    tip_reply_free(&reply);
    tip_string_free(&edits);
    search_fixture_close(&fixture);
}

/* A sentence is not new because the passage that has it was not found last year. */
Test(compare, what_stands_elsewhere_is_not_new)
{
    static const struct {
        const char *query, *edits;
    } rows[] = {
        {"+broker", "changed: -Ports-+Harbours+ | +" THREE "+\n"},
        {"+inspectors", "changed: -Ports-+Harbours+\n"},
        {"+nobody", ""},
        {"report:tip-2023 report:b-2022", "new: +Harbours\n\n" ONE " " THREE "+\nnew: +" TWO "+\n"},
    };
    struct search_fixture fixture;
    search_fixture_open(&fixture, years, YEARS);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tip_reply reply;
        struct tip_string edits = {0};
        compare(&fixture, rows[i].query, "2022..2023", &reply);
        cr_expect_str_eq(told(&reply, &edits), rows[i].edits, "%s: %s", rows[i].query, edits.data);
        tip_reply_free(&reply);
        tip_string_free(&edits);
    }
    search_fixture_close(&fixture);
}

Test(compare, pages_go_through_all_entries)
{
    struct search_fixture fixture;
    struct tip_request_filter year = {TIP_FILTER_YEAR, (char *)"2020..2023"};
    struct tip_string whole = {0}, pages = {0};
    struct tip_reply reply;
    search_fixture_open(&fixture, years, YEARS);
    compare(&fixture, "*", "2020..2023", &reply);
    told(&reply, &whole);
    uint32_t total = reply.comparison->total;
    tip_reply_free(&reply);
    for (unsigned offset = 0; offset < total + 1; offset++) {
        struct tip_request request = {.command = TIP_COMMAND_COMPARE,
                                      .query = (char *)"*",
                                      .filters = &year,
                                      .filter_count = 1,
                                      .limit = 1,
                                      .offset = offset};
        tip_searcher_run(fixture.searcher, &request, 0, &reply);
        cr_assert_eq(reply.comparison->total, total);
        cr_assert_eq(reply.comparison->more, offset + 1 < total ? total - offset - 1 : 0);
        write_edits(&pages, reply.comparison);
        tip_reply_free(&reply);
    }
    cr_assert_eq(total, 3);
    cr_assert_str_eq(pages.data, whole.data);
    tip_string_free(&whole);
    tip_string_free(&pages);
    search_fixture_close(&fixture);
}

Test(compare, refuses_what_is_no_range_of_years)
{
    static const char *const rows[][2] = {
        {"2023", "alone cannot be compared"},    {"2023..2021", "write the earlier year first"},
        {"last year", "is no range of years"},   {"", "is no range of years"},
        {"..", "is no range of years"},          {"1990..2023", "at most 20"},
        {"2021..2023x", "is no range of years"}, {"2021-2023", "is no range of years"},
    };
    struct search_fixture fixture;
    search_fixture_open(&fixture, years, YEARS);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tip_reply reply;
        compare(&fixture, "*", rows[i][0], &reply);
        cr_expect_eq(reply.kind, TIP_REPLY_ERROR, "%s", rows[i][0]);
        cr_expect_eq(reply.error.code, TIP_CODE_BAD_REQUEST, "%s", rows[i][0]);
        cr_expect_not_null(strstr(reply.error.message, rows[i][1]), "%s", reply.error.message);
        tip_reply_free(&reply);
    }
    search_fixture_close(&fixture);
}

Test(compare, open_ranges_end_with_the_reports)
{
    struct search_fixture fixture;
    struct tip_reply reply;
    search_fixture_open(&fixture, years, YEARS);
    compare(&fixture, "*", "2022..", &reply);
    cr_assert_eq(reply.comparison->to, 2023);
    tip_reply_free(&reply);
    compare(&fixture, "*", "..2022", &reply);
    cr_assert_eq(reply.comparison->from, 2020);
    tip_reply_free(&reply);
    search_fixture_close(&fixture);
}

Test(compare, what_takes_too_long_is_no_comparison)
{
    struct search_fixture fixture;
    struct tip_request_filter year = {TIP_FILTER_YEAR, (char *)"2020..2023"};
    struct tip_request request = {.command = TIP_COMMAND_COMPARE,
                                  .query = (char *)"*",
                                  .filters = &year,
                                  .filter_count = 1,
                                  .limit = 100};
    struct tip_reply reply = {0};
    struct tip_error error;
    search_fixture_open(&fixture, years, YEARS);
    fixture.searcher->deadline_ns = 1; /* long over */
    cr_assert_eq(tip_answer_compare(fixture.searcher, &request, &reply, &error), TIP_OK);
    cr_assert_eq(reply.kind, TIP_REPLY_ERROR);
    cr_assert_eq(reply.error.code, TIP_CODE_TIMEOUT, "%s", reply.error.message);
    tip_reply_free(&reply);
    search_fixture_close(&fixture);
}
