/* The full report as it is understood: every word stands in some passage, sections are the
 * report's, nothing is too short or too long, no caption cuts a sentence. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "harness/harness.h"
#include "passage/passage.h"
#include "reader/markup.h"

enum { WORDS_MOST = 400000, WORD_ROOM = 48 };

/* The report's passages and its text, read once a test. */
struct fixture {
    char *text;
    size_t length;
    struct tip_document document;
    struct tip_passages passages;
};

static bool open_fixture(struct fixture *fixture)
{
    static const struct tip_report report = {.id = "tip-2023"};
    struct tip_error error;
    const char *path = tip_test_report();
    if (path == NULL)
        return false;
    cr_assert_eq(tip_file_read(&fixture->text, &fixture->length, path, TIP_SOURCE_LIMIT, &error),
                 TIP_OK);
    cr_assert_eq(
        tip_read_bytes(&fixture->document, path, fixture->text, fixture->length, NULL, &error),
        TIP_OK, "%s", error.message);
    cr_assert_eq(tip_passages_make(&fixture->passages, &fixture->document, &report, NULL, &error),
                 TIP_OK);
    return true;
}

static void close_fixture(struct fixture *fixture)
{
    tip_passages_free(&fixture->passages);
    tip_document_free(&fixture->document);
    free(fixture->text);
}

/* ---- counting words, in a way of the test's own ---- */

struct words {
    char (*items)[WORD_ROOM];
    size_t count;
};

/* Runs of ASCII letters and digits and of whatever is not ASCII. */
static void count_words(struct words *words, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && isalnum((unsigned char)text[end]))
            end++;
        if (end > at) {
            cr_assert_lt(words->count, WORDS_MOST);
            size_t size = end - at < WORD_ROOM - 1 ? end - at : WORD_ROOM - 1;
            memcpy(words->items[words->count], text + at, size);
            words->items[words->count++][size] = '\0';
        }
        at = end > at ? end : at + 1;
    }
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(a, b);
}

static struct words new_words(void)
{
    struct words words = {.items = calloc(WORDS_MOST, WORD_ROOM)};
    cr_assert_not_null(words.items);
    return words;
}

Test(full_report, every_word_of_the_source_stands_in_some_passage)
{
    struct fixture fixture = {0};
    if (!open_fixture(&fixture))
        return;
    struct words source = new_words(), found = new_words();
    char *shown = tip_markup_strip(fixture.text, fixture.length);
    count_words(&source, shown, strlen(shown));
    for (size_t i = 0; i < fixture.passages.count; i++) {
        const struct tip_passage *passage = &fixture.passages.items[i];
        count_words(&found, passage->text, strlen(passage->text));
        if (passage->by != NULL)
            count_words(&found, passage->by, strlen(passage->by));
        for (size_t level = 0; level < passage->section_depth; level++)
            count_words(&found, passage->section[level], strlen(passage->section[level]));
    }
    qsort(source.items, source.count, WORD_ROOM, compare_words);
    qsort(found.items, found.count, WORD_ROOM, compare_words);
    cr_assert_gt(source.count, 33000);
    size_t missing = 0, at = 0;
    for (size_t i = 0; i < source.count; i++) {
        while (at < found.count && strcmp(found.items[at], source.items[i]) < 0)
            at++;
        bool is_there = at < found.count && strcmp(found.items[at], source.items[i]) == 0;
        if (!is_there && missing++ < 10)
            fprintf(stderr, "missing: %s\n", source.items[i]);
        at += is_there;
    }
    cr_expect_eq(missing, 0, "%zu of %zu words are missing", missing, source.count);
    free(shown);
    free(source.items);
    free(found.items);
    close_fixture(&fixture);
}

static uint32_t section_words(const struct tip_passages *passages, size_t place)
{
    const struct tip_passage *passage = &passages->items[place];
    uint32_t words = 0;
    for (size_t i = 0; i < passages->count; i++) {
        const struct tip_passage *other = &passages->items[i];
        bool is_same = other->section_depth == passage->section_depth;
        for (size_t level = 0; is_same && level < passage->section_depth; level++)
            is_same = strcmp(other->section[level], passage->section[level]) == 0;
        words += is_same ? other->words : 0;
    }
    return words;
}

Test(full_report, no_passage_is_too_short_or_too_long)
{
    struct fixture fixture = {0};
    if (!open_fixture(&fixture))
        return;
    for (size_t i = 0; i < fixture.passages.count; i++) {
        const struct tip_passage *passage = &fixture.passages.items[i];
        cr_expect_leq(passage->words, 300, "%.60s", passage->text);
        bool may_be_short = passage->kind == TIP_KIND_CAPTION || passage->kind == TIP_KIND_QUOTE ||
                            passage->kind == TIP_KIND_TABLE;
        cr_expect(passage->words >= 15 || may_be_short || section_words(&fixture.passages, i) < 15,
                  "line %zu: %s", passage->line, passage->text);
    }
    close_fixture(&fixture);
}

static const struct tip_passage *find_text(const struct fixture *fixture, const char *needle)
{
    for (size_t i = 0; i < fixture->passages.count; i++)
        if (strstr(fixture->passages.items[i].text, needle) != NULL)
            return &fixture->passages.items[i];
    return NULL;
}

Test(full_report, stories_stand_alone)
{
    static const char *const routes[] = {"TANZANIA\xE2\x80\x94KENYA",
                                         "CAMBODIA\xE2\x80\x94PHILIPPINES",
                                         "BOLIVIA\xE2\x80\x94"
                                         "CHILE",
                                         "COLOMBIA\xE2\x80\x94"
                                         "FRANCE",
                                         "NEPAL\xE2\x80\x94KUWAIT",
                                         "NIGERIA\xE2\x80\x94MALI",
                                         "GHANA\xE2\x80\x94LEBANON",
                                         "INDIA",
                                         "BRAZIL",
                                         "SYRIA",
                                         "VENEZUELA\xE2\x80\x94"
                                         "EGYPT"};
    struct fixture fixture = {0};
    if (!open_fixture(&fixture))
        return;
    for (size_t r = 0; r < sizeof routes / sizeof routes[0]; r++) {
        size_t found = 0;
        for (size_t i = 0; i < fixture.passages.count; i++) {
            const struct tip_passage *passage = &fixture.passages.items[i];
            if (passage->section_depth == 0 ||
                strcmp(passage->section[passage->section_depth - 1], routes[r]) != 0)
                continue;
            found++;
            cr_expect_eq(passage->kind, TIP_KIND_STORY, "%s", routes[r]);
        }
        cr_expect_eq(found, 1, "%s: %zu passages", routes[r], found);
    }
    close_fixture(&fixture);
}

Test(full_report, sentences_that_pictures_and_boxes_cut_are_whole)
{
    static const char *const joins[] = {
        "highlighted the wide range", "following a trafficking situation",
        "on the national referral mechanism", "regulated labor recruiter are crucial",
        "into military service"};
    struct fixture fixture = {0};
    if (!open_fixture(&fixture))
        return;
    for (size_t i = 0; i < sizeof joins / sizeof joins[0]; i++)
        cr_expect_not_null(find_text(&fixture, joins[i]), "%s", joins[i]);
    close_fixture(&fixture);
}

Test(full_report, sections_pages_and_speakers_are_known)
{
    struct fixture fixture = {0};
    if (!open_fixture(&fixture))
        return;
    const struct tip_passage *scam = find_text(&fixture, "10,000 estimated victims");
    cr_assert_not_null(scam);
    cr_assert_eq(scam->section_depth, 2);
    cr_expect_str_eq(scam->section[0], "TOPICS OF SPECIAL INTEREST");
    cr_expect_str_eq(scam->section[1], "Human Trafficking and Cyber Scam Operations");
    cr_expect_str_eq(scam->page, "64");
    const struct tip_passage *quote = find_text(&fixture, "front and center");
    cr_assert_not_null(quote);
    cr_expect_eq(quote->kind, TIP_KIND_QUOTE);
    cr_expect_str_eq(quote->by, "Antony Blinken, Secretary of State");
    const struct tip_passage *tier = find_text(&fixture, "CHINA, PEOPLE'S REPUBLIC OF; CUBA");
    cr_assert_not_null(tier);
    cr_expect_eq(tier->kind, TIP_KIND_TABLE);
    cr_expect_str_eq(tier->section[tier->section_depth - 1], "TIER 3");
    close_fixture(&fixture);
}
