/* PDFs in the order that a reader reads them: columns, paragraphs, headings, tables, running heads.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reader/reader.h"
#include "small_pdf.h"

enum { LEFT = 72, RIGHT = 320, LINE = 12 };

/* A page under construction: y goes down from line to line. */
struct page {
    struct tip_string content;
    double y;
};

static struct page new_page(void)
{
    return (struct page){.y = 720};
}

static void put(struct page *page, double x, const char *text)
{
    small_pdf_text(&page->content, 0, 10, x, page->y, text);
}

/* A line of text and the step to the next. */
static void line(struct page *page, double x, const char *text)
{
    put(page, x, text);
    page->y -= LINE;
}

static void heading(struct page *page, double x, const char *text)
{
    page->y -= LINE;
    small_pdf_text(&page->content, 1, 14, x, page->y, text);
    page->y -= 2 * LINE;
}

static void end_page(struct small_pdf *pdf, struct page *page)
{
    small_pdf_page(pdf, page->content.data == NULL ? "" : page->content.data, "");
    tip_string_free(&page->content);
}

static void read_pdf(struct tip_document *document, struct small_pdf *pdf, const char *catalog)
{
    struct tip_error error = {0};
    small_pdf_end(pdf, catalog, "");
    cr_assert_eq(
        tip_read_bytes(document, "t.pdf", pdf->bytes.data, pdf->bytes.length, NULL, &error), TIP_OK,
        "%s", error.message);
    tip_string_free(&pdf->bytes);
}

/* "kind page text" lines; headings with their level. */
static void expect_blocks(const struct tip_document *document, const char *expected)
{
    struct tip_string out = {0};
    for (size_t i = 0; i < document->count; i++) {
        const struct tip_block *block = &document->blocks[i];
        tip_string_printf(&out, "%s", tip_block_kind_name(block->kind));
        if (block->kind == TIP_BLOCK_HEADING)
            tip_string_printf(&out, " %d", block->level);
        tip_string_printf(&out, " p%d: %s\n", block->page_number, block->text);
    }
    cr_expect_str_eq(out.data == NULL ? "" : out.data, expected);
    tip_string_free(&out);
}

Test(pdf_layout, two_columns_are_read_one_after_the_other_and_a_paragraph_goes_on_in_the_next)
{
    static const char *const left[] = {
        "Inspectors of the ministry visited the", "kilns in the north in the spring of last",
        "year, and what they saw there led to a", "change of the law. Children were at work"};
    static const char *const right[] = {"in most of them, and no one had kept a",
                                        "record of their names or of their pay at",
                                        "any time before the inspectors came to", "see."};
    struct small_pdf pdf;
    struct tip_document document;
    struct page page = new_page();
    small_pdf_begin(&pdf);
    for (int i = 0; i < 4; i++) {
        put(&page, LEFT, left[i]);
        line(&page, RIGHT, right[i]);
    }
    end_page(&pdf, &page);
    read_pdf(&document, &pdf, "");
    expect_blocks(&document,
                  "paragraph p1: Inspectors of the ministry visited the kilns in the north in the "
                  "spring of last year, and what they saw there led to a change of the law. "
                  "Children were at work in most of them, and no one had kept a record of their "
                  "names or of their pay at any time before the inspectors came to see.\n");
    tip_document_free(&document);
}

Test(pdf_layout, a_paragraph_knows_where_in_it_a_page_begins)
{
    static const char full[] =
        "what was seen in one kiln after the other was written down and signed";
    struct small_pdf pdf;
    struct tip_document document;
    struct page page = new_page();
    small_pdf_begin(&pdf);
    line(&page, LEFT, "What was seen in one kiln after the other was written down and signed");
    while (page.y > 60)
        line(&page, LEFT, full);
    end_page(&pdf, &page);
    page = new_page();
    line(&page, LEFT, "by all, and then nothing more was heard of it by anyone in the place.");
    end_page(&pdf, &page);
    read_pdf(&document, &pdf, "/PageLabels << /Nums [0 << /S /r /St 4 >>] >>");
    cr_assert_eq(document.count, 1);
    const struct tip_block *block = &document.blocks[0];
    cr_expect_str_eq(block->page, "iv");
    cr_assert_eq(block->turn_count, 1);
    cr_expect_eq(strncmp(block->text + block->turns[0].offset, "by all, and", 11), 0);
    cr_expect_str_eq(block->turns[0].page, "v");
    cr_expect_eq(block->turns[0].page_number, 2);
    tip_document_free(&document);
}

Test(pdf_layout, words_parted_at_a_lines_end_are_joined_as_the_document_has_them)
{
    struct small_pdf pdf;
    struct tip_document document;
    struct page page = new_page();
    small_pdf_begin(&pdf);
    line(&page, LEFT, "Survivors need protection, and anti-trafficking laws need funds. An in-");
    line(&page, LEFT, "spector wrote that protec-");
    line(&page, LEFT, "tion came late, that the anti-");
    line(&page, LEFT, "trafficking unit was small, and that pre-");
    line(&page, LEFT, "and post-trial care was lacking in the UN-");
    line(&page, LEFT, "led program.");
    end_page(&pdf, &page);
    read_pdf(&document, &pdf, "");
    expect_blocks(
        &document,
        "paragraph p1: Survivors need protection, and anti-trafficking laws need funds. "
        "An inspector wrote that protection came late, that the anti-trafficking unit was "
        "small, and that pre- and post-trial care was lacking in the UN-led program.\n");
    tip_document_free(&document);
}

Test(pdf_layout, running_heads_feet_and_page_numbers_are_no_text_and_what_stands_once_is)
{
    struct small_pdf pdf;
    struct tip_document document;
    static const char *const texts[] = {
        "The first page tells of kilns that were shut.", "On the second one there are boats.",
        "The third has farms on which nobody is paid.", "A fourth is about homes."};
    small_pdf_begin(&pdf);
    for (int i = 0; i < 4; i++) {
        struct page page = new_page();
        char number[16];
        page.y = 760;
        line(&page, LEFT, "Report on forced labor");
        page.y = 740;
        line(&page, LEFT, i == 2 ? "Confidential until June." : "");
        page.y = 700;
        line(&page, LEFT, texts[i]);
        page.y = 40;
        snprintf(number, sizeof number, "%d", i + 17);
        line(&page, 300, number);
        end_page(&pdf, &page);
    }
    read_pdf(&document, &pdf, "");
    expect_blocks(&document, "paragraph p1: The first page tells of kilns that were shut.\n"
                             "paragraph p2: On the second one there are boats.\n"
                             "paragraph p3: Confidential until June.\n"
                             "paragraph p3: The third has farms on which nobody is paid.\n"
                             "paragraph p4: A fourth is about homes.\n");
    tip_document_free(&document);
}

Test(pdf_layout, large_type_makes_headings_and_the_outline_their_levels)
{
    static const char outline[] = "/Outlines << /First 20 0 R /Last 20 0 R /Count 1 >>";
    for (int with_outline = 0; with_outline < 2; with_outline++) {
        struct small_pdf pdf;
        struct tip_document document;
        struct page page = new_page();
        small_pdf_begin(&pdf);
        heading(&page, LEFT, "what the inspectors saw");
        line(&page, LEFT, "Bricks are made by hand, by families who owe money to the owner.");
        heading(&page, LEFT, "what they wrote");
        line(&page, LEFT, "They wrote that all of it was known, and had been known for long.");
        end_page(&pdf, &page);
        if (with_outline == 1) {
            while (pdf.objects < 19)
                small_pdf_object(&pdf, "null");
            small_pdf_object(&pdf, "<< /Title (What the inspectors saw) /Dest [6 0 R /Fit] "
                                   "/First 21 0 R /Last 21 0 R /Count 1 >>");
            small_pdf_object(&pdf, "<< /Title (What they wrote) /Dest [6 0 R /Fit] /Parent 20 0 R "
                                   ">>");
        }
        read_pdf(&document, &pdf, with_outline == 1 ? outline : "");
        char expected[512];
        snprintf(expected, sizeof expected,
                 "heading 1 p1: what the inspectors saw\n"
                 "paragraph p1: Bricks are made by hand, by families who owe money to the owner.\n"
                 "heading %d p1: what they wrote\n"
                 "paragraph p1: They wrote that all of it was known, and had been known for "
                 "long.\n",
                 with_outline == 1 ? 2 : 1);
        expect_blocks(&document, expected);
        tip_document_free(&document);
    }
}

Test(pdf_layout, cells_in_columns_are_rows_that_name_their_columns)
{
    static const char *const cells[][3] = {{"YEAR", "PROSECUTIONS", "CONVICTIONS"},
                                           {"2020", "1,212", "310"},
                                           {"2021", "1,390", "402"},
                                           {"2022", "988", "297"}};
    struct small_pdf pdf;
    struct tip_document document;
    struct page page = new_page();
    small_pdf_begin(&pdf);
    line(&page, LEFT,
         "The table that follows was put together from what courts told the ministry.");
    page.y -= LINE;
    for (size_t r = 0; r < 4; r++) {
        for (int c = 0; c < 3; c++)
            put(&page, LEFT + 120 * c, cells[r][c]);
        page.y -= 1.5 * LINE;
    }
    end_page(&pdf, &page);
    read_pdf(&document, &pdf, "");
    expect_blocks(&document, "paragraph p1: The table that follows was put together from what "
                             "courts told the ministry.\n"
                             "table_row p1: YEAR: 2020; PROSECUTIONS: 1,212; CONVICTIONS: 310\n"
                             "table_row p1: YEAR: 2021; PROSECUTIONS: 1,390; CONVICTIONS: 402\n"
                             "table_row p1: YEAR: 2022; PROSECUTIONS: 988; CONVICTIONS: 297\n");
    tip_document_free(&document);
}

Test(pdf_layout, paragraphs_are_parted_by_gaps_by_indents_and_by_markers)
{
    struct small_pdf pdf;
    struct tip_document document;
    struct page page = new_page();
    small_pdf_begin(&pdf);
    line(&page, LEFT, "The first paragraph fills its line up to the margin, as far as it");
    line(&page, LEFT, "goes, and ends.");
    page.y -= LINE;
    line(&page, LEFT, "The second one stands below a gap and introduces a list of things:");
    page.y -= LINE;
    line(&page, LEFT, "\225 one that is long enough to go on in another line, which is set");
    line(&page, LEFT + 9, "in as its text is,");
    line(&page, LEFT, "\225 and another.");
    end_page(&pdf, &page);
    read_pdf(&document, &pdf, "");
    expect_blocks(&document,
                  "paragraph p1: The first paragraph fills its line up to the margin, as far as it "
                  "goes, and ends.\n"
                  "paragraph p1: The second one stands below a gap and introduces a list of "
                  "things:\n"
                  "list_item p1: one that is long enough to go on in another line, which is set in "
                  "as its text is,\n"
                  "list_item p1: and another.\n");
    tip_document_free(&document);
}
