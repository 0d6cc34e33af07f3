/* Blocks -> passages: sizes, sections, kinds, ids. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#include "base/string_builder.h"
#include "passage/passage.h"
#include "reader/document.h"

/* What is left at the end goes to the last piece: 270 words of 3,000 bytes. */
enum { MERGED_BYTES = 270 * 3001 + 8192 };

static const struct tip_report report = {.id = "r"};

static struct tip_passages passages_of(const char *text)
{
    struct tip_document document;
    struct tip_passages passages;
    struct tip_error error;
    cr_assert_eq(tip_read_bytes(&document, "x.txt", text, strlen(text), NULL, &error), TIP_OK, "%s",
                 error.message);
    cr_assert_eq(tip_passages_make(&passages, &document, &report, NULL, &error), TIP_OK, "%s",
                 error.message);
    tip_document_free(&document);
    return passages;
}

/* A paragraph of `words` words in sentences of ten. */
static void append_paragraph(struct tip_string *text, int words, const char *word)
{
    for (int i = 0; i < words; i++)
        tip_string_printf(text, "%s%s%d%s", i == 0 ? "" : " ", i % 10 == 0 ? "The" : word, i,
                          i % 10 == 9 || i == words - 1 ? "." : "");
    tip_string_append_text(text, "\n\n");
}

Test(passages, a_piece_is_on_the_page_on_which_it_begins)
{
    struct tip_string text = {0};
    append_paragraph(&text, 100, "a");
    text.length -= 3; /* without its end, so that it goes on behind the form feed */
    tip_string_append_text(&text, "\n\fand ");
    append_paragraph(&text, 310, "b");
    struct tip_passages passages = passages_of(text.data);
    cr_assert_eq(passages.count, 2);
    cr_expect_eq(passages.items[0].page_number, 1);
    cr_expect_eq(passages.items[1].page_number, 2);
    cr_expect_str_eq(passages.items[1].page, "2");
    cr_expect_null(strchr(passages.items[0].text, '\f'));
    tip_passages_free(&passages);
    tip_string_free(&text);
}

Test(passages, short_neighbours_merge_and_long_paragraphs_split_at_sentences)
{
    struct tip_string text = {0};
    append_paragraph(&text, 20, "a");
    append_paragraph(&text, 25, "b");
    append_paragraph(&text, 500, "c");
    struct tip_passages passages = passages_of(text.data);
    cr_assert_geq(passages.count, 3);
    uint32_t words = 0;
    for (size_t i = 0; i < passages.count; i++) {
        const struct tip_passage *passage = &passages.items[i];
        cr_expect_geq(passage->words, TIP_PASSAGE_WORDS_LOW);
        cr_expect_leq(passage->words, TIP_PASSAGE_WORDS_HIGH);
        cr_expect_eq(passage->text[strlen(passage->text) - 1], '.');
        cr_expect_eq(passage->ordinal, i);
        words += passage->words;
    }
    cr_expect_eq(words, 545, "every word is in one passage, got %u", words);
    tip_passages_free(&passages);
    tip_string_free(&text);
}

Test(passages, none_crosses_a_section)
{
    struct tip_string text = {0};
    tip_string_append_text(&text, "ONE PART\n\n");
    append_paragraph(&text, 20, "a");
    tip_string_append_text(&text, "OTHER PART\n\n");
    append_paragraph(&text, 20, "b");
    struct tip_passages passages = passages_of(text.data);
    cr_assert_eq(passages.count, 2);
    cr_expect_str_eq(passages.items[0].section[0], "ONE PART");
    cr_expect_str_eq(passages.items[1].section[0], "OTHER PART");
    tip_passages_free(&passages);
    tip_string_free(&text);
}

Test(passages, a_list_stays_with_the_sentence_that_introduces_it)
{
    struct tip_string text = {0}, list = {0};
    append_paragraph(&text, 90, "a");
    tip_string_append_text(&list, "Recommended practices include the following ones:\n");
    for (int i = 0; i < 6; i++)
        tip_string_append_text(&list, "\n- talks with the workers of a plant away from those who "
                                      "manage it");
    tip_string_append_text(&text, list.data);
    struct tip_passages passages = passages_of(text.data);
    cr_assert_eq(passages.count, 2);
    cr_expect_eq(passages.items[1].kind, TIP_KIND_LIST);
    static const char start[] = "Recommended practices include the following ones:\n- talks";
    cr_expect_eq(strncmp(passages.items[1].text, start, sizeof start - 1), 0);
    cr_expect_eq(passages.items[1].words, 6 + 6 * 13);
    tip_passages_free(&passages);
    tip_string_free(&text);
    tip_string_free(&list);
}

Test(passages, headings_without_text_lose_no_word)
{
    struct tip_passages passages =
        passages_of("THE WHOLE REPORT\n\nJUNE 2023\n\nMETHODS\n\nThis is how it was done here.\n");
    cr_assert_eq(passages.count, 2);
    cr_expect_eq(passages.items[0].kind, TIP_KIND_CAPTION);
    cr_expect_str_eq(passages.items[0].text, "THE WHOLE REPORT\nJUNE 2023");
    tip_passages_free(&passages);
}

/* The limit is to the length aimed at as 300 to 220. */
Test(passages, another_length_may_be_asked_for)
{
    static const struct {
        unsigned words, count;
    } rows[] = {{80, 9}, {100, 6}, {120, 5}, {220, 3}, {300, 2}};
    struct tip_string text = {0};
    append_paragraph(&text, 600, "c");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tip_document document;
        struct tip_passages passages;
        struct tip_passage_options options = {.words = rows[i].words};
        struct tip_error error;
        cr_assert_eq(tip_read_bytes(&document, "x.txt", text.data, text.length, NULL, &error),
                     TIP_OK);
        cr_assert_eq(tip_passages_make(&passages, &document, &report, &options, &error), TIP_OK);
        cr_expect_eq(passages.count, rows[i].count, "%u words: %zu passages", rows[i].words,
                     passages.count);
        for (size_t p = 0; p < passages.count; p++)
            cr_expect_leq(passages.items[p].words, rows[i].words);
        tip_passages_free(&passages);
        tip_document_free(&document);
    }
    tip_string_free(&text);
}

/* How many passages of `now` are not in `before`. */
static size_t count_new(const struct tip_passages *before, const struct tip_passages *now)
{
    size_t count = 0;
    for (size_t i = 0; i < now->count; i++) {
        bool is_there = false;
        for (size_t j = 0; j < before->count && !is_there; j++)
            is_there = before->items[j].id == now->items[i].id;
        count += !is_there;
    }
    return count;
}

/* Three hundred parts of one section: paragraphs, items of a list, sentences of one paragraph. Each
 * has words of its own, as all have in a report. */
static char *long_section(const char *begin, const char *end, int words, bool has_one_more)
{
    struct tip_string text = {0};
    tip_string_append_text(&text, "A Heading\n\n");
    for (int part = has_one_more ? -1 : 0; part < 300; part++) {
        tip_string_printf(&text, "%sThe", begin);
        for (int i = 1; i < words; i++)
            tip_string_printf(&text, " case%dword%d", part + 1, i);
        tip_string_printf(&text, ".%s", end);
    }
    tip_string_append_text(&text, "\n\n");
    return tip_string_release(&text);
}

/* Merged or cut from the beginning on, nearly all would be others behind a part that is added. */
Test(passages, an_edit_of_a_long_section_changes_passages_near_it_alone)
{
    static const struct {
        const char *begin, *end;
        int words;
    } rows[] = {{"", "\n\n", 40}, {"- ", "\n", 15}, {"- ", "\n", 50}, {"", " ", 20}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *first = long_section(rows[i].begin, rows[i].end, rows[i].words, false);
        char *second = long_section(rows[i].begin, rows[i].end, rows[i].words, true);
        struct tip_passages before = passages_of(first), now = passages_of(second);
        cr_expect_gt(before.count, 25, "row %zu: %zu passages", i, before.count);
        size_t changed = count_new(&before, &now);
        cr_expect(changed > 0 && changed <= 12, "row %zu: %zu of %zu passages are new", i, changed,
                  now.count);
        tip_passages_free(&before);
        tip_passages_free(&now);
        free(first);
        free(second);
    }
}

Test(passages, a_length_that_makes_no_passages_is_refused)
{
    static const unsigned lengths[] = {1, 79, 301};
    const struct tip_document document = {0};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct tip_passages passages;
        struct tip_passage_options options = {.words = lengths[i]};
        struct tip_error error;
        cr_expect_eq(tip_passages_make(&passages, &document, &report, &options, &error),
                     TIP_INVALID);
    }
}

Test(passages, text_without_blanks_or_sentences_is_cut_all_the_same)
{
    struct tip_string text = {0};
    for (int i = 0; i < 40000; i++)
        tip_string_append_text(&text, "x\xC3\xA9");
    tip_string_append_char(&text, '\n');
    for (int i = 0; i < 4000; i++)
        tip_string_append_text(&text, "\xE1\x9E\x80\xE1\x9E\xB6"); /* Khmer, no blanks */
    struct tip_passages passages = passages_of(text.data);
    size_t bytes = 0;
    for (size_t i = 0; i < passages.count; i++) {
        bytes += strlen(passages.items[i].text);
        cr_expect_leq(passages.items[i].words, TIP_PASSAGE_WORDS_LIMIT);
    }
    cr_expect_geq(bytes, 40000 * 3 + 4000 * 6);
    cr_expect_gt(passages.count, 10);
    tip_passages_free(&passages);
    tip_string_free(&text);
}

/* The vectors are frozen: case files cite ids. printf 'r\0text\0000' | sha256sum */
/* Reading the rest anew for every piece would take minutes. */
Test(passages, endless_words_are_cut_in_time, .timeout = 30)
{
    struct tip_string text = {0};
    for (int word = 0; word < 2000; word++) {
        for (int i = 0; i < 300; i++)
            tip_string_append_text(&text, "0123456789");
        tip_string_append_char(&text, ' ');
    }
    struct tip_passages passages = passages_of(text.data);
    cr_assert_gt(passages.count, 600);
    for (size_t i = 0; i < passages.count; i++)
        cr_expect_leq(strlen(passages.items[i].text), MERGED_BYTES);
    tip_passages_free(&passages);
    tip_string_free(&text);
}

Test(passages, ids_are_frozen)
{
    static const struct {
        const char *text;
        unsigned occurrence;
        uint64_t id;
    } vectors[] = {
        {"text", 0, 0x21a0470b777ce5d0},
        {"text", 1, 0x6633aae5d0c30b73},
        {"\xE2\x80\x9CIt\xE2\x80\x99s \xE2\x80\x94 here\xE2\x80\x9D\n\n\tand\xC2\xA0there ", 0,
         0x9b5b9980acc44a43},
    };
    struct tip_error error;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        uint64_t id = 0;
        cr_assert_eq(tip_passage_id(&id, "r", vectors[i].text, vectors[i].occurrence, &error),
                     TIP_OK);
        cr_expect_eq(id, vectors[i].id, "%016" PRIx64 " instead of %016" PRIx64, id, vectors[i].id);
    }
}

Test(passages, equal_texts_of_a_report_have_ids_of_their_own)
{
    struct tip_passages passages =
        passages_of("ONE PART\n\nThe above figures are estimates.\n\nOTHER PART\n\n"
                    "The above figures are estimates.\n");
    cr_assert_eq(passages.count, 2);
    cr_expect_neq(passages.items[0].id, passages.items[1].id);
    cr_expect_eq(passages.items[0].text_key, passages.items[1].text_key);
    tip_passages_free(&passages);
}

Test(passages, slugs_of_file_names)
{
    static const char *const names[][2] = {{"/a/TIP Report 2023.txt", "tip-report-2023"},
                                           {"x.tar.md", "x-tar"},
                                           {"Asia 2024.HTML.GZ", "asia-2024"},
                                           {"asia.gz", "asia"},
                                           {"---.txt", "report"},
                                           {".hidden", "hidden"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *slug = tip_report_slug(names[i][0]);
        cr_expect_str_eq(slug, names[i][1]);
        free(slug);
    }
}
