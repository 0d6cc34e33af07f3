/* Which passages are nearly the same: shingles, signatures, and the groups that they make. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/harness.h"
#include "index/likeness.h"
#include "index/signatures.h"
#include "index/twin_groups.h"

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

enum { MANY = 100000 }; /* passages at most */

/* A passage as a text of words parted by blanks. */
struct given {
    const char *text;
    int32_t year; /* also tells reports apart */
    const char *countries;
    enum tip_kind kind;
};

static struct tip_error error;
static struct tip_words_builder *words;
static struct tip_tokens_builder *tokens;
static struct tip_signatures_builder *signatures;
static struct tip_twin *twins;
static size_t twin_count;

static void set_up(void)
{
    OK(tip_words_builder_create(&words, &error));
    OK(tip_tokens_builder_create(&tokens, &error));
    OK(tip_signatures_builder_create(&signatures, &error));
    twin_count = 0;
    twins = calloc(MANY, sizeof *twins);
    cr_assert_not_null(twins);
}

static void tear_down(void)
{
    tip_words_builder_free(words);
    tip_tokens_builder_free(tokens);
    tip_signatures_builder_free(signatures);
    free(twins);
}

TestSuite(likeness, .init = set_up, .fini = tear_down, .timeout = 120);

/* ---- texts ---- */

static uint32_t number_of(const char *word, size_t length)
{
    uint32_t number = tip_words_builder_find(words, "en", word, length);
    if (number == TIP_NO_WORD)
        OK(tip_words_builder_add(words, "en", word, length, word, length, &number, &error));
    return number;
}

/* A "|" parts the text from who is quoted. */
static void read_words(struct tip_token_list *list, const char *text)
{
    tip_token_list_clear(list);
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        uint32_t number = *text == '|' ? TIP_NO_WORD : number_of(text, length);
        OK(tip_token_list_append(list, TIP_STREAM_BODY, number, &error));
        text += length + (text[length] == ' ');
    }
}

static void shingles_of(struct tip_shingles *shingles, const char *text)
{
    struct tip_token_list list = {0};
    read_words(&list, text);
    OK(tip_shingles_make(shingles, &list, &error));
    tip_token_list_free(&list);
}

static double overlap(const char *a, const char *b)
{
    struct tip_shingles left = {0}, right = {0};
    shingles_of(&left, a);
    shingles_of(&right, b);
    double found = tip_shingles_overlap(&left, &right);
    tip_shingles_free(&left);
    tip_shingles_free(&right);
    return found;
}

static void add(const struct given *given)
{
    struct tip_token_list list = {0};
    uint32_t number = (uint32_t)twin_count + 1;
    read_words(&list, given->text);
    OK(tip_tokens_builder_put(tokens, number, &list, &error));
    OK(tip_signatures_builder_put(signatures, number, &list, words, &error));
    tip_token_list_free(&list);
    twins[twin_count++] = (struct tip_twin){
        .text_key = tip_word_hash(given->text, strlen(given->text)),
        .year = given->year,
        .report = (uint32_t)given->year,
        .ordinal = number,
        .number = number,
        .countries = given->countries == NULL ? "" : given->countries,
        .kind = given->kind,
    };
}

/* ---- groups ---- */

static bool signature_of(const void *context, uint32_t number, struct tip_minhash *out)
{
    return tip_signatures_builder_get(context, number, out);
}

static tip_status words_of(const void *context, uint32_t number, struct tip_token_list *list,
                           struct tip_error *trouble)
{
    (void)context;
    return tip_tokens_builder_get(tokens, number, list, trouble);
}

static void find_groups(bool by_words)
{
    const struct tip_twin_source source = {signature_of, words_of, signatures};
    OK(tip_twin_groups_find(twins, twin_count, by_words ? &source : NULL, &error));
}

/* The groups of passages, by number from 1, as "1 3|2". */
static void expect_groups(const char *expected, bool by_words)
{
    char found[256] = "";
    find_groups(by_words);
    for (size_t i = 0; i < twin_count; i++) {
        const char *gap = i == 0 ? "" : twins[i].group == twins[i - 1].group ? " " : "|";
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%u", gap, twins[i].number);
    }
    cr_expect_str_eq(found, expected, "[%s] where [%s] is expected", found, expected);
}

static void add_all(const struct given *given, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(&given[i]);
}

#define ADD(list) add_all(list, sizeof list / sizeof *list)

#define HARBOUR                                                                                    \
    "inspectors of the harbour found nineteen deckhands who had been held below deck without pay " \
    "for most of the season"

/* ---- shingles ---- */

Test(likeness, overlap_is_of_pairs_of_words_each_counted_once)
{
    cr_expect_float_eq(overlap("a b c d", "a b c d"), 1, 1e-9);
    cr_expect_float_eq(overlap("a b c d", "a b c e"), 2.0 / 4, 1e-9);
    cr_expect_float_eq(overlap("a b a b a b", "a b a"), 1, 1e-9);
    cr_expect_float_eq(overlap("a b", "b a"), 0, 1e-9);
    cr_expect_float_eq(overlap("a", "a"), 0, 1e-9);
    cr_expect_float_eq(overlap("a b c | x y", "a b c | v w"), 1, 1e-9, "who is quoted is no text");
}

Test(likeness, countries_in_common_are_enough)
{
    static const struct {
        const char *a, *b;
        bool can_be;
    } pairs[] = {
        {"", "", true},
        {"KH", "KH", true},
        {"", "KH", true},
        {"KH", "KH PH", true},
        {"PH", "KH PH", true},
        {"KH", "PH", false},
        {"KH PH", "KH TH", true},
        {"KH PH", "MM TH", false},
        {"KH MM PH", "KH PH", true},
        {"KH MM PH", "PH TH", true},
        {"KH VN", "HK VA", false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        cr_expect_eq(tip_countries_can_be_alike(pairs[i].a, pairs[i].b), pairs[i].can_be, "%s, %s",
                     pairs[i].a, pairs[i].b);
        cr_expect_eq(tip_countries_can_be_alike(pairs[i].b, pairs[i].a), pairs[i].can_be, "%s, %s",
                     pairs[i].b, pairs[i].a);
    }
}

/* ---- signatures ---- */

/* Numbers differ from index to index, signatures must not. */
Test(likeness, a_signature_depends_on_the_words_alone)
{
    struct tip_minhash first, second;
    const struct given harbour = {.text = HARBOUR, .year = 2023};
    add(&harbour);
    cr_assert(tip_signatures_builder_get(signatures, 1, &first));
    tear_down();
    set_up();
    number_of("season", 6);
    number_of("other", 5);
    add(&harbour);
    cr_assert(tip_signatures_builder_get(signatures, 1, &second));
    cr_expect_arr_eq(first.bands, second.bands, sizeof first.bands);
}

Test(likeness, signatures_are_read_as_they_were_written)
{
    char *folder = tip_test_folder();
    char *path = tip_test_path(folder, "signatures");
    struct tip_minhash written, read;
    struct tip_signatures *file;
    struct tip_signatures_builder *loaded;
    add(&(struct given){.text = "too few words", .year = 2023});
    add(&(struct given){.text = HARBOUR, .year = 2023});
    OK(tip_signatures_builder_write(signatures, path, &error));
    OK(tip_signatures_open(&file, path, &error));
    OK(tip_signatures_builder_load(&loaded, file, &error));
    cr_assert(tip_signatures_builder_get(signatures, 2, &written));
    cr_expect_not(tip_signatures_get(file, 0, &read));
    cr_expect_not(tip_signatures_get(file, 1, &read));
    cr_expect_not(tip_signatures_get(file, 3, &read));
    cr_assert(tip_signatures_get(file, 2, &read));
    cr_expect_arr_eq(read.bands, written.bands, sizeof read.bands);
    cr_assert(tip_signatures_builder_get(loaded, 2, &read));
    cr_expect_arr_eq(read.bands, written.bands, sizeof read.bands);
    tip_signatures_builder_free(loaded);
    tip_signatures_close(file);
    free(path);
    tip_test_folder_remove(folder);
}

/* ---- groups ---- */

Test(likeness, nearly_the_same_is_one_the_newest_first)
{
    static const struct given given[] = {
        {HARBOUR, 2021, NULL, TIP_KIND_NARRATIVE},
        {"a mill in the north hired children who said that they were of age and paid them by the "
         "sack",
         2023, NULL, TIP_KIND_NARRATIVE},
        {HARBOUR " of 2022", 2022, NULL, TIP_KIND_NARRATIVE},
        {HARBOUR " of 2023", 2023, NULL, TIP_KIND_LIST},
    };
    ADD(given);
    expect_groups("2|4 3 1", true);
    expect_groups("2|4|3|1", false);
}

/* What is told of two countries in the same words, and what figures alone tell apart. */
Test(likeness, other_countries_tables_and_short_texts_are_not_one)
{
    static const struct given given[] = {
        {HARBOUR " again", 2023, "KH", TIP_KIND_NARRATIVE},
        {HARBOUR " before", 2022, "TH", TIP_KIND_NARRATIVE},
        {HARBOUR " row", 2023, NULL, TIP_KIND_TABLE},
        {HARBOUR " line", 2022, NULL, TIP_KIND_TABLE},
        {"the government did not report how many victims it found", 2023, NULL, TIP_KIND_LIST},
        {"the government did not report how many children it found", 2022, NULL, TIP_KIND_LIST},
        {HARBOUR " same", 2023, "PH", TIP_KIND_CONTENTS},
        {HARBOUR " same", 2022, "PH", TIP_KIND_CONTENTS},
    };
    ADD(given);
    expect_groups("1|3|5|7 8|2|4|6", true);
}

/* Boilerplate under headings of several countries; who names none is with the newest. */
Test(likeness, the_same_text_of_other_countries_is_not_one)
{
    static const struct given given[] = {
        {HARBOUR, 2023, "KE", TIP_KIND_NARRATIVE},    {HARBOUR, 2022, "GH", TIP_KIND_NARRATIVE},
        {HARBOUR, 2021, "KE UG", TIP_KIND_NARRATIVE}, {HARBOUR, 2020, NULL, TIP_KIND_NARRATIVE},
        {HARBOUR, 2019, "GH TG", TIP_KIND_NARRATIVE}, {"few words", 2022, "KE", TIP_KIND_TABLE},
        {"few words", 2021, "GH", TIP_KIND_TABLE},    {"few words", 2020, "KE", TIP_KIND_TABLE},
    };
    ADD(given);
    expect_groups("1 3 4|2 5|6 8|7", true);
    expect_groups("1 3 4|2 5|6 8|7", false);
}

/* People come from another country than last year; what all of a group tell of stays the same. */
Test(likeness, a_country_that_is_exchanged_beside_another_one_is_the_same)
{
    static const struct given given[] = {
        {HARBOUR " in all", 2023, "KH VN", TIP_KIND_NARRATIVE},
        {HARBOUR " at last", 2022, "ID KH", TIP_KIND_NARRATIVE},
        {HARBOUR " by then", 2021, "ID VN", TIP_KIND_NARRATIVE},
        {HARBOUR " too", 2020, "KH MM", TIP_KIND_NARRATIVE},
    };
    ADD(given);
    expect_groups("1 2 4|3", true);
}

Test(likeness, passages_of_a_report_are_not_one)
{
    static const struct given given[] = {
        {HARBOUR " again", 2023, NULL, TIP_KIND_NARRATIVE},
        {HARBOUR " too", 2023, NULL, TIP_KIND_NARRATIVE},
        {HARBOUR " too now", 2022, NULL, TIP_KIND_NARRATIVE},
    };
    ADD(given);
    expect_groups("1|2 3", true);
}

/* Each is like the next one, the first and the last are not. */
Test(likeness, a_chain_is_not_followed)
{
    static const struct given given[] = {
        {"a b c d e f g h i j k l m n o p q r s t", 2023, NULL, TIP_KIND_NARRATIVE},
        {"e f g h i j k l m n o p q r s t u v w x", 2022, NULL, TIP_KIND_NARRATIVE},
        {"i j k l m n o p q r s t u v w x y z 1 2", 2021, NULL, TIP_KIND_NARRATIVE},
    };
    ADD(given);
    expect_groups("1 2|3", true);
    twins[0].year = 2020; /* both ends are like what is newest, and not like each other */
    for (size_t i = 0; i < twin_count; i++)
        twins[i].year = twins[i].number == 2 ? 2024 : twins[i].year;
    expect_groups("2 3|1", true);
}

Test(likeness, of_several_the_most_similar_is_joined)
{
    static const struct given given[] = {
        {HARBOUR " and longer than they had agreed to", 2023, NULL, TIP_KIND_NARRATIVE},
        {HARBOUR " and more", 2023, NULL, TIP_KIND_NARRATIVE},
        {HARBOUR " and more than", 2022, NULL, TIP_KIND_NARRATIVE},
    };
    ADD(given);
    expect_groups("1|2 3", true);
}

/* ---- what is bounded ---- */

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* As many reports, or two, say the same but for a number. */
static double time_of_many(const char *form, int32_t reports)
{
    char text[256];
    for (int32_t i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, form, i, i, i, i, i);
        add(&(struct given){.text = text, .year = i % reports, .kind = TIP_KIND_NARRATIVE});
    }
    double start = seconds();
    find_groups(true);
    return seconds() - start;
}

Test(likeness, many_that_differ_in_a_number_are_one)
{
    double took = time_of_many(HARBOUR " %d", MANY);
    cr_expect_eq(twins[0].group, twins[MANY - 1].group);
    cr_expect_lt(took, 20, "%.1f s", took);
}

Test(likeness, many_of_two_reports_take_bounded_time)
{
    double took = time_of_many(HARBOUR " %d", 2);
    cr_expect_lt(took, 20, "%.1f s", took);
}

/* A form whose facts all differ: too much to be one, and enough to meet in buckets. */
Test(likeness, a_form_filled_in_many_times_takes_bounded_time)
{
    double took =
        time_of_many("in all %d cases were opened and %d persons were charged of whom the "
                     "courts convicted %d and let go %d",
                     MANY);
    cr_expect_neq(twins[0].group, twins[MANY - 1].group);
    cr_expect_lt(took, 20, "%.1f s", took);
}
