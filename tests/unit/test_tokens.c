/* Each passage's words in order: what is put is read, whatever the order of the numbers. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "damaged_file.h"
#include "harness/harness.h"
#include "index/tokens.h"

static char *folder;
static char *path;
static struct tip_error error;

static void make_folder(void)
{
    folder = tip_test_folder();
    path = tip_test_path(folder, "tokens");
}

static void remove_folder(void)
{
    free(path);
    tip_test_folder_remove(folder);
}

TestSuite(tokens, .init = make_folder, .fini = remove_folder);

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

/* Puts `body` words first, first + 1, … and, when `section` is not 0, that word twice with a 0
 * between. */
static void put(struct tip_tokens_builder *builder, uint32_t number, uint32_t first, size_t body,
                uint32_t section)
{
    struct tip_token_list list = {0};
    for (size_t i = 0; i < body; i++)
        OK(tip_token_list_append(&list, TIP_STREAM_BODY, first + (uint32_t)i, &error));
    if (section != 0) {
        OK(tip_token_list_append(&list, TIP_STREAM_SECTION, section, &error));
        OK(tip_token_list_append(&list, TIP_STREAM_SECTION, 0, &error));
        OK(tip_token_list_append(&list, TIP_STREAM_SECTION, section, &error));
    }
    OK(tip_tokens_builder_put(builder, number, &list, &error));
    tip_token_list_free(&list);
}

static void expect(const struct tip_token_file *file, uint32_t number, uint32_t first, size_t body,
                   uint32_t section)
{
    struct tip_token_list list = {0};
    OK(tip_token_file_get(file, number, &list, &error));
    cr_expect_eq(list.count[TIP_STREAM_BODY], body);
    cr_expect_eq(list.count[TIP_STREAM_SECTION], section == 0 ? 0 : 3);
    for (size_t i = 0; i < body; i++)
        cr_expect_eq(list.words[i], first + (uint32_t)i);
    if (section != 0) {
        cr_expect_eq(list.words[body], section);
        cr_expect_eq(list.words[body + 1], 0);
        cr_expect_eq(list.words[body + 2], section);
    }
    tip_token_list_free(&list);
}

static struct tip_token_file *written(struct tip_tokens_builder *builder)
{
    OK(tip_tokens_builder_write(builder, path, &error));
    tip_tokens_builder_free(builder);
    struct tip_token_file *file;
    OK(tip_token_file_open(&file, path, &error));
    return file;
}

static struct tip_tokens_builder *three_passages(void)
{
    struct tip_tokens_builder *builder;
    OK(tip_tokens_builder_create(&builder, &error));
    put(builder, 3, 100, 2, 0);
    put(builder, 1, 5, 3, 70000);
    put(builder, 4, UINT32_MAX - 1, 1, 9);
    return builder;
}

Test(tokens, what_is_put_is_read)
{
    struct tip_token_file *file = written(three_passages());
    cr_expect_eq(tip_token_file_count(file), 4);
    expect(file, 1, 5, 3, 70000);
    expect(file, 3, 100, 2, 0);
    expect(file, 4, UINT32_MAX - 1, 1, 9);
    tip_token_file_close(file);
}

Test(tokens, a_number_not_in_use_has_no_words)
{
    struct tip_token_file *file = written(three_passages());
    expect(file, 0, 0, 0, 0);
    expect(file, 2, 0, 0, 0);
    expect(file, 5, 0, 0, 0);
    expect(file, UINT32_MAX, 0, 0, 0);
    tip_token_file_close(file);
}

Test(tokens, the_last_put_of_a_number_counts)
{
    struct tip_tokens_builder *builder = three_passages();
    put(builder, 1, 8, 1, 0);
    put(builder, 3, 0, 0, 0);
    struct tip_token_file *file = written(builder);
    expect(file, 1, 8, 1, 0);
    expect(file, 3, 0, 0, 0);
    expect(file, 4, UINT32_MAX - 1, 1, 9);
    tip_token_file_close(file);
}

Test(tokens, a_body_word_may_follow_a_section_word)
{
    struct tip_token_list list = {0};
    OK(tip_token_list_append(&list, TIP_STREAM_SECTION, 8, &error));
    OK(tip_token_list_append(&list, TIP_STREAM_BODY, 1, &error));
    OK(tip_token_list_append(&list, TIP_STREAM_SECTION, 9, &error));
    OK(tip_token_list_append(&list, TIP_STREAM_BODY, 2, &error));
    static const uint32_t order[] = {1, 2, 8, 9};
    cr_expect_eq(memcmp(list.words, order, sizeof order), 0);
    tip_token_list_clear(&list);
    cr_expect_eq(list.count[TIP_STREAM_BODY] + list.count[TIP_STREAM_SECTION], 0);
    tip_token_list_free(&list);
}

Test(tokens, a_loaded_builder_writes_the_same_bytes)
{
    struct tip_token_file *file = written(three_passages());
    size_t length, length_again;
    char *before = tip_test_read(path, &length);
    struct tip_tokens_builder *builder;
    OK(tip_tokens_builder_load(&builder, file, &error));
    tip_token_file_close(file);
    tip_token_file_close(written(builder));
    char *again = tip_test_read(path, &length_again);
    cr_assert_eq(length, length_again);
    cr_expect_eq(memcmp(before, again, length), 0);
    free(before);
    free(again);
}

Test(tokens, a_loaded_builder_goes_on)
{
    struct tip_token_file *file = written(three_passages());
    struct tip_tokens_builder *builder;
    OK(tip_tokens_builder_load(&builder, file, &error));
    tip_token_file_close(file);
    put(builder, 2, 40, 2, 0);
    put(builder, 6, 41, 1, 3);
    file = written(builder);
    expect(file, 1, 5, 3, 70000);
    expect(file, 2, 40, 2, 0);
    expect(file, 6, 41, 1, 3);
    tip_token_file_close(file);
}

Test(tokens, no_passages_are_a_file_too)
{
    struct tip_tokens_builder *builder;
    OK(tip_tokens_builder_create(&builder, &error));
    struct tip_token_file *file = written(builder);
    cr_expect_eq(tip_token_file_count(file), 0);
    expect(file, 1, 0, 0, 0);
    tip_token_file_close(file);
}

Test(tokens, numbers_out_of_range_are_refused)
{
    struct tip_tokens_builder *builder = three_passages();
    struct tip_token_list list = {0};
    cr_expect_eq(tip_tokens_builder_put(builder, 0, &list, &error), TIP_INVALID);
    cr_expect_eq(tip_tokens_builder_put(builder, UINT32_MAX, &list, &error), TIP_INVALID);
    tip_tokens_builder_free(builder);
}

static int read_all(const char *name)
{
    struct tip_token_file *file;
    if (tip_token_file_open(&file, name, &error) != TIP_OK)
        return 0;
    struct tip_token_list list = {0};
    for (uint32_t number = 0; number <= tip_token_file_count(file); number++) {
        tip_status status = tip_token_file_get(file, number, &list, &error);
        cr_assert(status == TIP_OK || status == TIP_CORRUPT);
    }
    tip_token_list_free(&list);
    struct tip_tokens_builder *builder;
    if (tip_tokens_builder_load(&builder, file, &error) == TIP_OK)
        tip_tokens_builder_free(builder);
    tip_token_file_close(file);
    return 1;
}

Test(tokens, no_damage_is_read_outside_the_file)
{
    tip_token_file_close(written(three_passages()));
    cr_assert(read_all(path));
    tip_test_every_damage(folder, path, read_all);
}

Test(tokens, damaged_words_are_corrupt)
{
    tip_token_file_close(written(three_passages()));
    size_t length;
    char *bytes = tip_test_read(path, &length);
    /* The last passage's body says one word; 100 cannot be. */
    char *start = memmem(bytes, length, "\x01\xfe\xff\xff\xff\x0f", 6);
    cr_assert_not_null(start);
    *start = 100;
    tip_test_write(path, bytes, length);
    free(bytes);
    struct tip_token_file *file;
    struct tip_token_list list = {0};
    OK(tip_token_file_open(&file, path, &error));
    cr_expect_eq(tip_token_file_get(file, 4, &list, &error), TIP_CORRUPT);
    tip_token_list_free(&list);
    tip_token_file_close(file);
}
