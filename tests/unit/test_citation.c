/* The line that is pasted into a memo. */
#include <criterion/criterion.h>
#include <string.h>

#include "index/citation.h"

static const struct tip_report full = {
    .id = "tip-2023",
    .title = "Trafficking in Persons Report",
    .publisher = "U.S. Department of State",
    .date = "June 2023",
    .year = 2023,
};

static const char *const headings[] = {"Topics of Special Interest", "Cyber Scam Operations"};

static void expect(const char *line, const struct tip_report *report, size_t depth,
                   const char *page, enum tip_page_is page_is)
{
    struct tip_string out = {0};
    tip_citation(&out,
                 &(struct tip_cited){.report = report,
                                     .headings = headings,
                                     .depth = depth,
                                     .page = page,
                                     .page_is = page_is},
                 NULL);
    cr_expect_str_eq(out.data == NULL ? "" : out.data, line);
    tip_string_free(&out);
}

Test(citation, everything_is_known)
{
    expect("U.S. Department of State, Trafficking in Persons Report, June 2023, “Cyber Scam "
           "Operations”, p. 64",
           &full, 2, "64", TIP_PAGE_EXACT);
}

Test(citation, a_page_that_is_only_the_section_s_first_says_so)
{
    expect("U.S. Department of State, Trafficking in Persons Report, June 2023, “Cyber Scam "
           "Operations”, section beginning p. 64",
           &full, 2, "64", TIP_PAGE_SECTION_START);
}

Test(citation, the_year_stands_in_for_a_date)
{
    const struct tip_report report = {.title = "Notes", .year = 2021};
    expect("Notes, 2021, p. xii", &report, 0, "xii", TIP_PAGE_EXACT);
}

Test(citation, what_is_not_known_is_left_out)
{
    const struct tip_report report = {.title = "Notes", .publisher = "", .date = " "};
    expect("Notes", &report, 0, NULL, TIP_PAGE_UNKNOWN);
    expect("Notes", &report, 0, "", TIP_PAGE_EXACT);
    expect("Notes", &report, 0, "3", TIP_PAGE_UNKNOWN);
    expect("Notes, “Topics of Special Interest”", &report, 1, NULL, TIP_PAGE_UNKNOWN);
}

Test(citation, nothing_known_is_nothing)
{
    const struct tip_report report = {.id = "x"};
    expect("", &report, 0, NULL, TIP_PAGE_UNKNOWN);
    expect("p. 3", &report, 0, "3", TIP_PAGE_EXACT);
    expect("“Topics of Special Interest”", &report, 1, NULL, TIP_PAGE_UNKNOWN);
}

Test(citation, it_is_one_line)
{
    const struct tip_report report = {.title = " Trafficking\r\nin  Persons "};
    const char *const broken[] = {"Cyber\nScam"};
    struct tip_string out = {0};
    tip_citation(&out, &(struct tip_cited){.report = &report, .headings = broken, .depth = 1},
                 NULL);
    cr_expect_str_eq(out.data, "Trafficking in Persons, “Cyber Scam”");
    tip_string_free(&out);
}

Test(citation, it_is_appended)
{
    struct tip_string out = {0};
    tip_string_append_text(&out, "see: ");
    const struct tip_report report = {.title = "Notes"};
    tip_citation(&out, &(struct tip_cited){.report = &report}, NULL);
    cr_expect_str_eq(out.data, "see: Notes");
    tip_string_free(&out);
}

Test(citation, it_ends_in_the_passages_id)
{
    const struct tip_report report = {.title = "Notes"};
    struct tip_string out = {0};
    tip_citation(&out, &(struct tip_cited){.report = &report, .id = 0x98edc6016fedf84f}, NULL);
    cr_expect_str_eq(out.data, "Notes, passage 98edc6016fedf84f");
    tip_string_free(&out);
}

/* Embeddings, overrides and isolates: an unclosed one would turn round the rest of the line. */
Test(citation, nothing_turns_it_round)
{
    static const char *const headings_with[] = {"\u202Eyrevals\u202C"};
    static const struct tip_report report = {
        .publisher = "\u2067\u2069", .title = "No\u202Dtes \u202A on\u2066 debt", .year = 2021};
    struct tip_string out = {0};

    tip_citation(
        &out, &(struct tip_cited){.report = &report, .headings = headings_with, .depth = 1}, NULL);
    cr_expect_str_eq(out.data, "Notes on debt, 2021, “yrevals”");
    tip_string_free(&out);
}

Test(citation, its_parts_are_told)
{
    static const char *const shown[] = {"U.S. Department of State",
                                        "Trafficking in Persons Report",
                                        "June 2023",
                                        "Cyber Scam Operations",
                                        "p. 64",
                                        "passage 98edc6016fedf84f"};
    struct tip_citation_part parts[TIP_CITATION_PARTS];
    struct tip_string out = {0};
    size_t count;

    tip_string_append_text(&out, "see: ");
    count = tip_citation(&out,
                         &(struct tip_cited){.report = &full,
                                             .headings = headings,
                                             .depth = 2,
                                             .page = "64",
                                             .page_is = TIP_PAGE_EXACT,
                                             .id = 0x98edc6016fedf84f},
                         parts);
    cr_assert_eq(count, sizeof shown / sizeof shown[0]);
    for (size_t i = 0; i < count; i++) {
        cr_expect_eq(parts[i].end - parts[i].begin, strlen(shown[i]), "%s", shown[i]);
        cr_expect_eq(
            memcmp(out.data + strlen("see: ") + parts[i].begin, shown[i], strlen(shown[i])), 0,
            "%s", shown[i]);
    }
    tip_string_free(&out);
}

static void expect_address(const char *address, const char *file, int page_number)
{
    struct tip_string out = {0};
    tip_source_address(&out, file, page_number);
    cr_expect_str_eq(out.data == NULL ? "" : out.data, address);
    tip_string_free(&out);
}

Test(citation, a_source_has_an_address)
{
    expect_address("file:///srv/tip-2023.pdf#page=81", "/srv/tip-2023.pdf", 81);
    expect_address("file:///srv/tip-2023.txt", "/srv/tip-2023.txt", 0);
    expect_address("file:///srv/a%20b%23c%25/T%C3%BCrkiye.pdf", "/srv/a b#c%/Türkiye.pdf", 0);
    expect_address("", "-", 3);
    expect_address("", NULL, 3);
}
