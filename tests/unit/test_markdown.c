/* Markdown -> blocks: every construct becomes the block that a reader of the page would name. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/string_builder.h"
#include "reader/document.h"
#include "reader/markdown.h"

/* Blocks as lines to compare: KIND[LEVEL or * for a table's first row] LINE "text" (by "name"),
 * with a line break in the text as " / ". */
static char *read_as_lines(const char *markdown)
{
    struct tip_document document = {0};
    struct tip_error error = {0};
    tip_status status =
        tip_markdown_read(&document, "note.md", markdown, strlen(markdown), NULL, &error);
    cr_assert_eq(status, TIP_OK, "%s", error.message);

    struct tip_string lines = {0};
    for (size_t i = 0; i < document.count; i++) {
        const struct tip_block *block = &document.blocks[i];
        tip_string_append_text(&lines, tip_block_kind_name(block->kind));
        if (block->level > 0) {
            tip_string_printf(&lines, "%d", block->level);
        }
        if ((block->flags & TIP_BLOCK_TABLE_START) != 0) {
            tip_string_append_text(&lines, "*");
        }
        tip_string_printf(&lines, " %zu \"", block->line);
        for (const char *c = block->text; *c != '\0'; c++) {
            tip_string_append_text(&lines, *c == '\n' ? " / " : (char[]){*c, '\0'});
        }
        tip_string_append_text(&lines, "\"");
        if (block->by != NULL) {
            tip_string_printf(&lines, " by \"%s\"", block->by);
        }
        tip_string_append_text(&lines, "\n");
    }
    tip_document_free(&document);
    return tip_string_release(&lines);
}

static void assert_blocks(const char *markdown, const char *expected)
{
    char *lines = read_as_lines(markdown);
    cr_expect_str_eq(lines, expected);
    free(lines);
}

Test(markdown, headings_carry_their_level_and_paragraphs_become_one_line)
{
    assert_blocks("# Report\n\nFirst line\nsecond line\\\nthird\n\nPart\n----\n\n### Detail\n",
                  "heading1 1 \"Report\"\n"
                  "paragraph 3 \"First line second line / third\"\n"
                  "heading2 7 \"Part\"\n"
                  "heading3 10 \"Detail\"\n");
}

Test(markdown, every_list_item_is_a_block_and_ordered_ones_keep_their_number)
{
    assert_blocks("- pay\n- hours\n  - night\n\n7. first\n8. second\n\n   more of it\n\n1) one\n",
                  "list_item 1 \"pay\"\n"
                  "list_item 2 \"hours\"\n"
                  "list_item 3 \"night\"\n"
                  "list_item 5 \"7. first\"\n"
                  "list_item 6 \"8. second\"\n"
                  "list_item 8 \"more of it\"\n"
                  "list_item 10 \"1) one\"\n");
}

Test(markdown, table_rows_name_their_columns)
{
    assert_blocks("| YEAR | CONVICTIONS |\n|---|--:|\n| 2021 | **5,260** |\n| 2022 |  |\n",
                  "table_row* 3 \"YEAR: 2021 / CONVICTIONS: 5,260\"\n"
                  "table_row 4 \"YEAR: 2022\"\n");
}

Test(markdown, a_table_of_a_header_alone_keeps_its_words)
{
    assert_blocks("| Tier | Countries |\n|---|---|\n", "table_row* 1 \"Tier / Countries\"\n");
}

Test(markdown, cells_beyond_the_header_are_kept)
{
    assert_blocks("---\ntitle: x\n---\n| A | B |\n|---|---|\n| one | t\\|wo | three | four |\n",
                  "table_row* 6 \"A: one / B: t|wo / three   four\"\n");
}

Test(markdown, a_quotation_knows_who_said_it)
{
    assert_blocks(
        "> We need\n> each other.\n> \u2014 Ada Example,\n> Minister\n\n> Short\n>\n> -- B\n",
        "quotation 1 \"We need each other.\" by \"Ada Example, Minister\"\n"
        "quotation 6 \"Short\" by \"B\"\n");
}

Test(markdown, a_quotation_without_a_name_is_whole)
{
    assert_blocks("> One\n>\n> - two\n>\n> | a |\n> |---|\n> | b |\n",
                  "quotation 1 \"One / two / a / b\"\n");
    assert_blocks("> \u2014 alone\n", "quotation 1 \"\u2014 alone\"\n");
}

Test(markdown, images_become_captions)
{
    assert_blocks("![A *brick* kiln](kiln.jpg \"At dusk\")\n\nText ![icon](i.png) goes on.\n",
                  "caption 1 \"A brick kiln (At dusk)\"\n"
                  "paragraph 3 \"Text  goes on.\"\n"
                  "caption 3 \"icon\"\n");
}

Test(markdown, links_keep_their_words_and_autolinks_their_address)
{
    assert_blocks("See [the law](https://example.org/law \"Act 7\") and <https://example.org/x>.\n",
                  "paragraph 1 \"See the law (Act 7) and https://example.org/x.\"\n");
}

Test(markdown, code_keeps_its_words_and_html_loses_its_tags)
{
    assert_blocks(
        "```c\nlong hours\n```\n\n<div>\nheld <b>passports</b>\n</div>\n\nin <i>debt</i>\n",
        "paragraph 1 \"long hours\"\n"
        "paragraph 5 \"held passports\"\n"
        "paragraph 9 \"in debt\"\n");
}

Test(markdown, words_are_left_alone)
{
    assert_blocks(
        "~5 and ~6, snake_case_word, a * b, \\$3,000 \\*, AT&amp;T -- \"x\" ~~old~~\n\n***\n",
        "paragraph 1 \"~5 and ~6, snake_case_word, a * b, $3,000 *, AT&T -- \"x\" old\"\n");
}

Test(markdown, headings_inside_quotes_and_items_open_no_section)
{
    assert_blocks("- # loud\n\n> # said\n", "list_item 1 \"loud\"\nquotation 3 \"said\"\n");
}

Test(markdown, front_matter_is_skipped_and_lines_still_count_from_the_top)
{
    assert_blocks("---\ntitle: hidden\n---\n\n# Seen\n", "heading1 5 \"Seen\"\n");
    assert_blocks("---\n\nno closing line\n", "paragraph 3 \"no closing line\"\n");
    assert_blocks("text\n\n---\nkept: yes\n", "paragraph 1 \"text\"\nparagraph 4 \"kept: yes\"\n");
}

Test(markdown, the_title_is_the_first_heading_of_level_one)
{
    static const char text[] = "## Part\n\n# The *Report*\n\n# Other\n\n> said\n> \u2014 Jo Doe\n";
    struct tip_document document = {0};
    cr_assert_eq(tip_markdown_read(&document, "a.md", text, strlen(text), NULL, NULL), TIP_OK);
    cr_expect_str_eq(document.title, "The Report");
    cr_expect_str_eq(document.reader, "markdown");
    cr_expect_eq(document.words, 7, "%zu words", document.words);
    tip_document_free(&document);
}

Test(markdown, markup_without_a_word_is_refused_by_name)
{
    static const char text[] = "---\n\n***\n\n<div></div>\n";
    struct tip_document document = {0};
    struct tip_error error = {0};
    cr_expect_eq(tip_markdown_read(&document, "a.md", text, strlen(text), NULL, &error),
                 TIP_INVALID);
    cr_expect_str_eq(error.message, "a.md: holds no text, only markup");
    tip_document_free(&document);
}

/* Constructs that recursion or a search back over the text would choke on. */
Test(markdown, deep_and_endless_nesting_is_read, .timeout = 30)
{
    static const char *const openings[] = {"> ",  "- ", "*a ",  "[a",  "![a",
                                           "<a ", "`",  "| a ", "**x*"};

    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        struct tip_string text = {0};
        tip_string_append_text(&text, "word ");
        for (size_t n = 0; n < 5000; n++) {
            tip_string_append_text(&text, openings[i]);
        }
        struct tip_document document = {0};
        struct tip_error error = {0};
        tip_status status =
            tip_markdown_read(&document, "deep.md", text.data, text.length, NULL, &error);
        cr_expect_eq(status, TIP_OK, "%s: %s", openings[i], error.message);
        tip_document_free(&document);
        tip_string_free(&text);
    }
}

/* Half a second at the limit; without one, time would grow with the square of the length. */
Test(markdown, a_paragraph_of_endless_openings_is_refused_with_its_line)
{
    struct tip_string text = {0};
    tip_string_append_text(&text, "one\n\n");
    for (size_t n = 0; n < 10001; n++) {
        tip_string_append_text(&text, "![[]()");
    }
    struct tip_document document = {0};
    struct tip_error error = {0};
    cr_expect_eq(tip_markdown_read(&document, "deep.md", text.data, text.length, NULL, &error),
                 TIP_LIMIT);
    cr_expect(strncmp(error.message, "deep.md:3: ", 11) == 0, "%s", error.message);
    tip_document_free(&document);
    tip_string_free(&text);
}
