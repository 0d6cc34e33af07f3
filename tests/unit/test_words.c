/* The dictionary: numbers that stay, look-ups, the order of words, and files that are damaged. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "damaged_file.h"
#include "harness/harness.h"
#include "index/words.h"

static char *folder;
static char *path;
static struct tip_error error;

static void make_folder(void)
{
    folder = tip_test_folder();
    path = tip_test_path(folder, "words");
}

static void remove_folder(void)
{
    free(path);
    tip_test_folder_remove(folder);
}

TestSuite(words, .init = make_folder, .fini = remove_folder);

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

static uint32_t add(struct tip_words_builder *builder, const char *language, const char *word,
                    const char *stem)
{
    uint32_t number = 0;
    OK(tip_words_builder_add(builder, language, word, strlen(word), stem, strlen(stem), &number,
                             &error));
    return number;
}

/* victims 1, victim 2, traffic 3 (all "en"), victim 4 ("fr"), with stems victim 1, traffic 2. */
static struct tip_words_builder *four_words(void)
{
    struct tip_words_builder *builder;
    OK(tip_words_builder_create(&builder, &error));
    cr_assert_eq(add(builder, "en", "victims", "victim"), 1);
    cr_assert_eq(add(builder, "en", "victim", "victim"), 2);
    cr_assert_eq(add(builder, "en", "traffic", "traffic"), 3);
    cr_assert_eq(add(builder, "fr", "victim", "victim"), 4);
    tip_words_builder_count(builder, 1, 7);
    tip_words_builder_count(builder, 1, -2);
    tip_words_builder_count(builder, 3, -1);
    tip_words_builder_count(builder, 4, 2);
    return builder;
}

static struct tip_words *written(struct tip_words_builder *builder)
{
    OK(tip_words_builder_write(builder, path, &error));
    tip_words_builder_free(builder);
    struct tip_words *words;
    OK(tip_words_open(&words, path, &error));
    return words;
}

static void expect_word(const struct tip_word *word, const char *text, uint32_t number,
                        uint32_t stem, uint32_t occurrences)
{
    cr_expect_eq(word->length, strlen(text));
    cr_expect_eq(memcmp(word->text, text, word->length), 0);
    cr_expect_eq(word->number, number);
    cr_expect_eq(word->stem, stem);
    cr_expect_eq(word->occurrences, occurrences);
}

Test(words, a_builder_knows_what_was_added)
{
    struct tip_words_builder *builder = four_words();
    cr_expect_eq(tip_words_builder_find(builder, "en", "victims", 7), 1);
    cr_expect_eq(tip_words_builder_find(builder, "fr", "victim", 6), 4);
    cr_expect_eq(tip_words_builder_find(builder, "fr", "victims", 7), TIP_NO_WORD);
    cr_expect_eq(tip_words_builder_find(builder, "de", "victim", 6), TIP_NO_WORD);
    cr_expect_eq(tip_words_builder_find(builder, "en", "", 0), TIP_NO_WORD);
    size_t length;
    cr_expect_str_eq(tip_words_builder_stem(builder, 1, &length), "victim");
    cr_expect_eq(length, 6);
    cr_expect_eq(tip_words_builder_stem_number(builder, 1), 1);
    cr_expect_eq(tip_words_builder_stem_number(builder, 3), 2);
    cr_expect_eq(tip_words_builder_stem_count(builder), 2);
    tip_words_builder_free(builder);
}

Test(words, what_is_written_is_read)
{
    struct tip_words *words = written(four_words());
    cr_expect_eq(tip_words_count(words), 4);
    cr_expect_eq(tip_words_stem_count(words), 2);
    cr_expect_eq(tip_words_language_count(words), 2);
    cr_expect_str_eq(tip_words_language(words, 0), "en");
    cr_expect_str_eq(tip_words_language(words, 1), "fr");
    struct tip_word word;
    tip_words_get(words, 1, &word);
    expect_word(&word, "victims", 1, 1, 5);
    tip_words_get(words, 3, &word);
    expect_word(&word, "traffic", 3, 2, 0);
    size_t length;
    cr_expect_eq(memcmp(tip_words_stem(words, 2, &length), "traffic", 7), 0);
    cr_expect_eq(length, 7);
    tip_words_close(words);
}

Test(words, a_word_is_found_in_its_language_only)
{
    struct tip_words *words = written(four_words());
    struct tip_word word;
    cr_assert(tip_words_find(words, 0, "victim", 6, &word));
    expect_word(&word, "victim", 2, 1, 0);
    cr_assert(tip_words_find(words, 1, "victim", 6, &word));
    expect_word(&word, "victim", 4, 1, 2);
    cr_expect_not(tip_words_find(words, 1, "victims", 7, &word));
    cr_expect_not(tip_words_find(words, 0, "victi", 5, &word));
    cr_expect_not(tip_words_find(words, 0, "zoo", 3, &word));
    cr_expect_not(tip_words_find(words, 9, "victim", 6, &word));
    tip_words_close(words);
}

Test(words, a_stem_is_found_by_its_text)
{
    struct tip_words *words = written(four_words());
    cr_expect_eq(tip_words_find_stem(words, "victim", 6), 1);
    cr_expect_eq(tip_words_find_stem(words, "traffic", 7), 2);
    cr_expect_eq(tip_words_find_stem(words, "victims", 7), 0);
    cr_expect_eq(tip_words_find_stem(words, "traff", 5), 0);
    cr_expect_eq(tip_words_find_stem(words, "", 0), 0);
    tip_words_close(words);
}

Test(words, words_stand_in_the_order_of_their_bytes)
{
    struct tip_words *words = written(four_words());
    static const uint32_t order[] = {3, 2, 4, 1};
    for (uint32_t place = 0; place < 4; place++) {
        struct tip_word word;
        tip_words_at(words, place, &word);
        cr_expect_eq(word.number, order[place]);
    }
    cr_expect_eq(tip_words_lower_bound(words, "", 0), 0);
    cr_expect_eq(tip_words_lower_bound(words, "traffic", 7), 0);
    cr_expect_eq(tip_words_lower_bound(words, "traffics", 8), 1);
    cr_expect_eq(tip_words_lower_bound(words, "vic", 3), 1);
    cr_expect_eq(tip_words_lower_bound(words, "victims", 7), 3);
    cr_expect_eq(tip_words_lower_bound(words, "w", 1), 4);
    tip_words_close(words);
}

Test(words, bytes_above_ascii_sort_behind_it)
{
    struct tip_words_builder *builder = four_words();
    add(builder, "en", "\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9");
    struct tip_words *words = written(builder);
    struct tip_word word;
    tip_words_at(words, 4, &word);
    cr_expect_eq(word.number, 5);
    tip_words_close(words);
}

Test(words, a_loaded_builder_keeps_the_numbers_and_the_bytes)
{
    struct tip_words *words = written(four_words());
    size_t length;
    char *before = tip_test_read(path, &length);
    struct tip_words_builder *builder;
    OK(tip_words_builder_load(&builder, words, &error));
    tip_words_close(words);
    cr_expect_eq(tip_words_builder_find(builder, "fr", "victim", 6), 4);

    words = written(builder);
    size_t length_again;
    char *again = tip_test_read(path, &length_again);
    cr_expect_eq(length, length_again);
    cr_expect_eq(memcmp(before, again, length), 0);
    OK(tip_words_builder_load(&builder, words, &error));
    cr_expect_eq(add(builder, "en", "police", "polic"), 5);
    cr_expect_eq(tip_words_builder_stem_number(builder, 5), 3);
    tip_words_builder_free(builder);
    tip_words_close(words);
    free(before);
    free(again);
}

Test(words, an_empty_dictionary_is_one)
{
    struct tip_words_builder *builder;
    OK(tip_words_builder_create(&builder, &error));
    struct tip_words *words = written(builder);
    struct tip_word word;
    cr_expect_eq(tip_words_count(words), 0);
    cr_expect_eq(tip_words_lower_bound(words, "a", 1), 0);
    cr_expect_not(tip_words_find(words, 0, "a", 1, &word));
    tip_words_close(words);
}

Test(words, what_cannot_be_a_word_is_refused)
{
    static const char letters[300] = "";
    struct tip_words_builder *builder = four_words();
    uint32_t number = 77;
    cr_expect_eq(tip_words_builder_add(builder, "en", "", 0, "", 0, &number, &error), TIP_INVALID);
    cr_expect_eq(tip_words_builder_add(builder, "en", letters, 256, "a", 1, &number, &error),
                 TIP_INVALID);
    cr_expect_eq(tip_words_builder_add(builder, "en", "victim", 6, "v", 1, &number, &error),
                 TIP_INVALID);
    cr_expect_eq(tip_words_builder_add(builder, "english!", "a", 1, "a", 1, &number, &error),
                 TIP_INVALID);
    cr_expect_neq(strstr(error.message, "ISO 639-1"), NULL);
    cr_expect_eq(number, 77);
    cr_expect_eq(add(builder, "en", "next", "next"), 5);
    tip_words_builder_free(builder);
}

Test(words, a_hundred_thousand_words_are_all_found)
{
    struct tip_words_builder *builder;
    OK(tip_words_builder_create(&builder, &error));
    char word[16];
    for (int i = 1; i <= 100000; i++) {
        snprintf(word, sizeof word, "w%d", i * 7919 % 1000003);
        cr_assert_eq(add(builder, "en", word, word), (uint32_t)i);
    }
    struct tip_words *words = written(builder);
    for (int i = 1; i <= 100000; i++) {
        struct tip_word found;
        int length = snprintf(word, sizeof word, "w%d", i * 7919 % 1000003);
        cr_assert(tip_words_find(words, 0, word, (size_t)length, &found));
        cr_assert_eq(found.number, (uint32_t)i);
        cr_assert_eq(tip_words_find_stem(words, word, (size_t)length), found.stem);
    }
    tip_words_close(words);
}

Test(words, another_version_is_named)
{
    tip_words_close(written(four_words()));
    size_t length;
    char *bytes = tip_test_read(path, &length);
    bytes[8] = 9;
    tip_test_write(path, bytes, length);
    struct tip_words *words;
    cr_expect_eq(tip_words_open(&words, path, &error), TIP_FORMAT);
    cr_expect_neq(strstr(error.message, "version 9"), NULL, "%s", error.message);
    cr_expect_neq(strstr(error.message, path), NULL, "%s", error.message);
    free(bytes);
}

Test(words, a_missing_file_is_not_found)
{
    struct tip_words *words;
    cr_expect_eq(tip_words_open(&words, path, &error), TIP_NOT_FOUND);
}

static int read_all(const char *name)
{
    struct tip_words *words;
    if (tip_words_open(&words, name, &error) != TIP_OK)
        return 0;
    struct tip_word word;
    for (uint32_t place = 0; place < tip_words_count(words); place++) {
        tip_words_at(words, place, &word);
        char text[300];
        memcpy(text, word.text, word.length);
        tip_words_find(words, word.language, text, word.length, &word);
        size_t length;
        const char *stem = tip_words_stem(words, word.stem, &length);
        cr_assert_leq(length, 300);
        memcpy(text, stem, length);
        tip_words_find_stem(words, text, length);
        cr_assert_leq(strlen(tip_words_language(words, word.language)), 7);
    }
    struct tip_words_builder *builder;
    if (tip_words_builder_load(&builder, words, &error) == TIP_OK)
        tip_words_builder_free(builder);
    tip_words_close(words);
    return 1;
}

Test(words, no_damage_is_read_outside_the_file)
{
    tip_words_close(written(four_words()));
    cr_assert(read_all(path));
    tip_test_every_damage(folder, path, read_all);
}
