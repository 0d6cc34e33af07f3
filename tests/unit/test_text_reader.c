/* Plain text -> blocks: each case is a few lines of text and the blocks that must come of them. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/string_builder.h"
#include "reader/reader.h"

/* The blocks of a text, a line each: "kind[level] text", a quotation's speaker behind " | ". */
static char *blocks_of(const char *name, const char *text, size_t length)
{
    struct tip_document document;
    struct tip_error error;
    tip_status status = tip_read_bytes(&document, name, text, length, NULL, &error);
    cr_assert_eq(status, TIP_OK, "%s", error.message);
    struct tip_string out = {0};
    for (size_t i = 0; i < document.count; i++) {
        const struct tip_block *block = &document.blocks[i];
        tip_string_append_text(&out, tip_block_kind_name(block->kind));
        if (block->kind == TIP_BLOCK_HEADING)
            tip_string_printf(&out, "%s%d", (block->flags & TIP_BLOCK_STORY) != 0 ? "*" : "",
                              block->level);
        tip_string_printf(&out, " %s", block->text);
        if (block->by != NULL)
            tip_string_printf(&out, " | %s", block->by);
        tip_string_append_char(&out, '\n');
    }
    tip_document_free(&document);
    return tip_string_release(&out);
}

static void expect_blocks(const char *text, const char *expected)
{
    char *blocks = blocks_of("x.txt", text, strlen(text));
    cr_assert_str_eq(blocks, expected, "got:\n%s\nexpected:\n%s", blocks, expected);
    free(blocks);
}

#define LONG_STORY                                                                                 \
    "Ana was promised work as a cook abroad and was made to pay for the way. When she came, the "  \
    "man took her passport and made her work without pay for two years until a neighbour helped "  \
    "her to leave."

Test(text_reader, capitals_are_headings_and_lines_are_paragraphs)
{
    expect_blocks("METHODOLOGY\n\nEach year the office reads what it gets.\n",
                  "heading1 METHODOLOGY\nparagraph Each year the office reads what it gets.\n");
}

Test(text_reader, title_case_stands_below_capitals)
{
    expect_blocks("METHODS\n\nA Guide to the Tiers\n\nThere are four of them.\n",
                  "heading1 METHODS\nheading2 A Guide to the Tiers\n"
                  "paragraph There are four of them.\n");
}

Test(text_reader, siblings_with_one_first_word_stay_below_the_heading_without_text)
{
    expect_blocks("METHODS\n\nA Guide to the Tiers\n\nTier 1\n\nThe best of them all.\n\n"
                  "Tier 2\n\nThe second best of them.\n\nFunding for Some\n\nMoney is kept back.\n",
                  "heading1 METHODS\nheading2 A Guide to the Tiers\nheading3 Tier 1\n"
                  "paragraph The best of them all.\nheading3 Tier 2\n"
                  "paragraph The second best of them.\nheading2 Funding for Some\n"
                  "paragraph Money is kept back.\n");
}

Test(text_reader, a_salutation_a_byline_and_an_amount_are_no_headings)
{
    expect_blocks("Dear Reader:\n\nBy: Ana Example, Survivor Leader\n\n"
                  "Military Training \\$159,739.39\n\nThe end of it.\n",
                  "paragraph Dear Reader:\nparagraph By: Ana Example, Survivor Leader\n"
                  "paragraph Military Training $159,739.39\nparagraph The end of it.\n");
}

Test(text_reader, a_heading_that_ends_with_a_colon_takes_the_one_behind_it)
{
    expect_blocks("INSIGHTS:\n\nFROM THOSE WHO KNOW\n\nThey speak of what they know.\n",
                  "heading1 INSIGHTS: FROM THOSE WHO KNOW\n"
                  "paragraph They speak of what they know.\n");
}

Test(text_reader, contents_give_levels_and_pages)
{
    static const char text[] = "Table of Contents\n\nFIRST PART\t10\n--\t--\n\nTOPICS\n\n"
                               "Cyber Scams and Debt\t64\n\n"
                               "FIRST PART\n\nThis is the first part.\n\n"
                               "TOPICS\n\nCyber Scams and Debt\n\nThis is about scams.\n";
    struct tip_document document;
    struct tip_error error;
    cr_assert_eq(tip_read_bytes(&document, "x.txt", text, strlen(text), NULL, &error), TIP_OK);
    const struct tip_block *last = &document.blocks[document.count - 1];
    cr_assert_str_eq(last->text, "This is about scams.");
    cr_assert_str_eq(last->page, "64");
    cr_assert_eq(last->page_is, TIP_PAGE_SECTION_START);
    cr_assert_eq(document.blocks[document.count - 2].level, 2);
    cr_assert_eq(document.blocks[1].kind, TIP_BLOCK_CONTENTS_ENTRY);
    tip_document_free(&document);
}

Test(text_reader, form_feeds_are_pages)
{
    static const char text[] = "First page of it.\n\fSecond page of it.\n";
    struct tip_document document;
    struct tip_error error;
    cr_assert_eq(tip_read_bytes(&document, "x.txt", text, strlen(text), NULL, &error), TIP_OK);
    cr_assert_eq(document.count, 2);
    cr_assert_str_eq(document.blocks[1].page, "2");
    cr_assert_eq(document.blocks[1].page_is, TIP_PAGE_EXACT);
    tip_document_free(&document);
}

Test(text_reader, lines_without_an_empty_one_between_are_one_paragraph)
{
    expect_blocks("The workers were told\nthat they had a debt\nand could not leave.\n",
                  "paragraph The workers were told that they had a debt and could not leave.\n");
}

Test(text_reader, remains_of_markup_go_and_words_stay)
{
    expect_blocks("The **means** element, <p>as it is</p>called, costs \\$3 at "
                  "<https://example.org/a>.\n",
                  "paragraph The means element,\nas it is\ncalled, costs $3 at "
                  "https://example.org/a.\n");
}

Test(text_reader, list_items_lose_bullets_and_keep_numbers)
{
    expect_blocks("These count:\n\n- \xE2\x96\xB6 enactment of laws; and\n- other things.\n\n"
                  "1. The first of all.\nii. The second of all.\n",
                  "paragraph These count:\nlist_item enactment of laws; and\n"
                  "list_item other things.\nlist_item 1. The first of all.\n"
                  "list_item ii. The second of all.\n");
}

Test(text_reader, a_quotation_takes_the_name_and_office_behind_it)
{
    expect_blocks("\xE2\x80\x9CNobody can do this work well without hearing survivors first."
                  "\xE2\x80\x9D\n\nAna Example,\nDirector of Everything\n\nThe text goes on.\n",
                  "quotation \xE2\x80\x9CNobody can do this work well without hearing survivors "
                  "first.\xE2\x80\x9D | Ana Example, Director of Everything\n"
                  "paragraph The text goes on.\n");
}

Test(text_reader, a_route_opens_a_story_and_a_cut_sentence_goes_on_behind_it)
{
    expect_blocks("PARTNERS\n\nOfficials were trained in five provinces on the national\n\n"
                  "TANZANIA\xE2\x80\x94KENYA\n\n" LONG_STORY
                  "\n\n\n\nreferral mechanism, and more.\n",
                  "heading1 PARTNERS\nparagraph Officials were trained in five provinces on the "
                  "national referral mechanism, and more.\n"
                  "heading*2 TANZANIA\xE2\x80\x94KENYA\nparagraph " LONG_STORY "\n");
}

Test(text_reader, one_country_opens_a_story_of_one_paragraph_and_no_chapter)
{
    expect_blocks(
        "PARTNERS\n\nThe text of it.\n\nINDIA\n\n" LONG_STORY "\n\n\n\nPERU\n\n" LONG_STORY
        "\n\nAnd a second paragraph on the same country.\n",
        "heading1 PARTNERS\nparagraph The text of it.\nheading*2 INDIA\nparagraph " LONG_STORY
        "\nheading1 PERU\nparagraph " LONG_STORY
        "\nparagraph And a second paragraph on the same country.\n");
}

Test(text_reader, captions_at_page_breaks_are_no_paragraphs)
{
    expect_blocks("The text before the picture is here.\n\n\n\nA woman catches fish on a coast. "
                  "Such coasts are at risk.\n\n\n\nThe text behind the picture is here.\n",
                  "paragraph The text before the picture is here.\n"
                  "caption A woman catches fish on a coast. Such coasts are at risk.\n"
                  "paragraph The text behind the picture is here.\n");
}

Test(text_reader, a_box_in_a_sentence_closes_and_its_section_is_open_again)
{
    expect_blocks("PART ONE\n\nHistory of It\n\nThe plan of the assembly highlighted the\n\n"
                  "A BOX IN CAPITALS\n\nThe box has a text of its own.\n\n\n\n"
                  "wide range of partners that were needed.\n\nMore history.\n",
                  "heading1 PART ONE\nheading2 History of It\n"
                  "paragraph The plan of the assembly highlighted the\n"
                  "heading1 A BOX IN CAPITALS\nparagraph The box has a text of its own.\n"
                  "paragraph wide range of partners that were needed.\nparagraph More history.\n");
    /* The table of contents tells that the box is no part of its own. */
    expect_blocks("Contents\n\nPART ONE\t3\n\nPART ONE\n\nHistory of It\n\n"
                  "The plan that the assembly then made highlighted the\n\nA BOX IN CAPITALS\n\n"
                  "The box has a text of its own.\n\n\n\nwide range of partners needed.\n\n"
                  "More history.\n",
                  "heading1 Contents\ncontents_entry PART ONE 3\nheading1 PART ONE\n"
                  "heading2 History of It\nparagraph The plan that the assembly then made "
                  "highlighted the wide range of partners needed.\n"
                  "heading2 A BOX IN CAPITALS\nparagraph The box has a text of its own.\n"
                  "heading2 History of It\nparagraph More history.\n");
}

Test(text_reader, rows_carry_the_names_of_their_columns)
{
    expect_blocks("YEAR\tPROSECUTIONS\n2021\t10\n2022\t\n",
                  "table_row YEAR: 2021; PROSECUTIONS: 10\ntable_row YEAR: 2022\n");
    expect_blocks("Country\tSigned\n---\t---\nBhutan\tyes\n",
                  "table_row Country: Bhutan; Signed: yes\n");
    expect_blocks(
        "IOM\tOrganization for Migration\nILO\tLabour Organization\n",
        "table_row IOM: Organization for Migration\ntable_row ILO: Labour Organization\n");
}

Test(text_reader, names_that_wrap_in_columns_are_put_together)
{
    expect_blocks("BENIN\tCHINA,\tUNITED STATES\nBOSNIA\tPEOPLE'S REPUBLIC OF\tOF AMERICA\n"
                  "AND HERZEGOVINA\tCUBA\t\n",
                  "table_row BENIN; BOSNIA AND HERZEGOVINA\n"
                  "table_row CHINA, PEOPLE'S REPUBLIC OF; CUBA\n"
                  "table_row UNITED STATES OF AMERICA\n");
}

Test(text_reader, encodings_meet)
{
    static const char utf16le[] = "\xFF\xFE"
                                  "C\0u\0r\0a\0\xE7\0"
                                  "a\0o\0.\0\n\0";
    static const char utf16be[] = "\xFE\xFF\0C\0u\0r\0a\0\xE7\0a\0o\0.\0\n";
    static const char windows[] = "Cura\xE7"
                                  "ao.\r\n";
    static const char marked[] = "\xEF\xBB\xBF"
                                 "Cura\xC3\xA7"
                                 "ao.\r";
    static const struct {
        const char *bytes;
        size_t length;
    } cases[] = {{utf16le, sizeof utf16le - 1},
                 {utf16be, sizeof utf16be - 1},
                 {windows, sizeof windows - 1},
                 {marked, sizeof marked - 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *blocks = blocks_of("x.txt", cases[i].bytes, cases[i].length);
        cr_expect_str_eq(blocks,
                         "paragraph Cura\xC3\xA7"
                         "ao.\n",
                         "case %zu: %s", i, blocks);
        free(blocks);
    }
}

Test(text_reader, what_is_no_text_is_refused_by_name)
{
    static const char nuls[64] = {0};
    static const struct {
        const char *bytes;
        size_t length;
        const char *message;
    } cases[] = {
        {"", 0, "f: the file is empty"},
        {" \n\t\r\n ", 6, "f: blank, there is no text in it"},
        {"... -- !\n", 9, "f: there is no word in it"},
        {nuls, sizeof nuls, "f: binary data, no text (64 control characters, the first at byte 0)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tip_document document;
        struct tip_error error;
        tip_status status =
            tip_read_bytes(&document, "f", cases[i].bytes, cases[i].length, NULL, &error);
        cr_expect_eq(status, TIP_INVALID);
        cr_expect_str_eq(error.message, cases[i].message);
        tip_document_free(&document);
    }
}

/* A generator of Park and Miller: the same bytes in every run. */
static unsigned next_random(unsigned *state)
{
    *state = (unsigned)((unsigned long long)*state * 48271 % 2147483647);
    return *state;
}

Test(text_reader, no_bytes_make_it_fail_badly)
{
    static const char alphabet[] = "ABab .,:;-\t\n\n\n\n\r\f*<p>\\$\xE2\x80\x94\x9C\"'1(2)of\x01";
    unsigned state = 7;
    for (int round = 0; round < 3000; round++) {
        char bytes[256];
        size_t length = next_random(&state) % sizeof bytes;
        for (size_t i = 0; i < length; i++)
            bytes[i] = alphabet[next_random(&state) % (sizeof alphabet - 1)];
        struct tip_document document;
        struct tip_error error;
        tip_status status = tip_read_bytes(&document, round % 2 == 0 ? "x.txt" : "x.md", bytes,
                                           length, NULL, &error);
        cr_assert(status == TIP_OK || status == TIP_INVALID, "%s", error.message);
        tip_document_free(&document);
    }
}

Test(text_reader, items_within_an_item_stay_with_it)
{
    expect_blocks("1. Agreements of the government with -\n - a. civil society; or\n"
                  " - b. other states.\n2. The next one.\n",
                  "list_item 1. Agreements of the government with -\n  a. civil society; or\n"
                  "  b. other states.\nlist_item 2. The next one.\n");
    expect_blocks("  - one of them\n  - the other\n",
                  "list_item one of them\nlist_item the other\n");
}

Test(text_reader, two_people_honored_together_share_a_heading)
{
    expect_blocks(
        "Contents\n\nHEROES\t80\n\nHEROES\n\nMR. BASIM\nIRAQ\n\n\n\nMRS. IMAN\nIRAQ\n\n\n\n"
        "They have worked together for many years.\n",
        "heading1 Contents\ncontents_entry HEROES 80\nheading1 HEROES\n"
        "heading2 MR. BASIM, IRAQ; MRS. IMAN, IRAQ\n"
        "paragraph They have worked together for many years.\n");
}

Test(text_reader, a_legend_is_one_paragraph)
{
    expect_blocks("\xE2\x96\xA0 TIER 1\n \xE2\x96\xA0 TIER 2\n", "paragraph TIER 1; TIER 2\n");
    expect_blocks("TIER 1 TIER 2 TIER 3\n", "paragraph TIER 1 TIER 2 TIER 3\n");
}

Test(text_reader, a_country_with_sections_is_a_chapter)
{
    expect_blocks("GEORGIA\n\n" LONG_STORY "\n\nPrevention\n\nThe plan was renewed.\n",
                  "heading1 GEORGIA\nparagraph " LONG_STORY
                  "\nheading2 Prevention\nparagraph The plan was renewed.\n");
}

#define SAID "\xE2\x80\x9CNobody ever told us that we were allowed to leave.\xE2\x80\x9D"

Test(text_reader, only_a_person_is_the_speaker_of_a_quotation)
{
    expect_blocks(SAID "\n\nLegal Remedies\n\nA court may order that wages are paid.\n",
                  "quotation " SAID "\nheading1 Legal Remedies\n"
                  "paragraph A court may order that wages are paid.\n");
    expect_blocks(SAID "\n\nNone could leave.\n",
                  "quotation " SAID "\nparagraph None could leave.\n");
    expect_blocks(SAID "\n\n\xE2\x80\x94 Amina Diallo, survivor\n\nThe text goes on.\n",
                  "quotation " SAID " | Amina Diallo, survivor\nparagraph The text goes on.\n");
    expect_blocks(SAID "\n\nPresident Ann B. Lee Jr.\n\nThe text goes on.\n",
                  "quotation " SAID " | President Ann B. Lee Jr.\nparagraph The text goes on.\n");
}

Test(text_reader, numbered_headings_are_headings_and_numbered_items_are_not)
{
    expect_blocks("1. Introduction\n\nThis is what the whole report is about, in short.\n\n"
                  "2.1 Work at Sea\n\nThe crews were told that they owed a debt.\n",
                  "heading1 1. Introduction\n"
                  "paragraph This is what the whole report is about, in short.\n"
                  "heading1 2.1 Work at Sea\n"
                  "paragraph The crews were told that they owed a debt.\n");
    expect_blocks("1. Passports\n\n2. Wages\n", "list_item 1. Passports\nlist_item 2. Wages\n");
}

Test(text_reader, a_word_parted_at_its_hyphen_is_one_and_comments_are_none)
{
    expect_blocks("The inter-\nnational law<!-- not shown --> holds.\n\n* * *\n\nIt does.\n",
                  "paragraph The inter-national law holds.\nparagraph It does.\n");
}
