/* The file `suggestions`: which words, phrases and titles of an index it holds, how they are
 * written, and what is left of a report that was removed. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/string_builder.h"
#include "damaged_file.h"
#include "index/suggestions.h"
#include "small_index.h"

static const char *folder;

static void set_up(void)
{
    folder = small_folder();
}

static void tear_down(void)
{
    cr_assert_eq(tip_folder_remove(folder, NULL), TIP_OK);
}

TestSuite(suggestions, .init = set_up, .fini = tear_down);

/* "[kind text found]…" of all suggestions, for free(3). */
static char *list_all(void)
{
    struct tip_generation *generation = small_index_open(folder);
    struct tip_string list = {0};
    tip_string_append_text(&list, "");
    for (uint32_t i = 0; i < tip_suggestions_count(generation->suggestions); i++) {
        struct tip_suggestion suggestion;
        tip_suggestions_get(generation->suggestions, i, &suggestion);
        tip_string_printf(&list, "[%s %.*s %u]", tip_suggestion_kind_name(suggestion.kind),
                          (int)suggestion.text_length, suggestion.text, suggestion.found);
    }
    tip_generation_close(generation);
    return tip_string_release(&list);
}

static void expect(const char *const *wanted, const char *const *unwanted)
{
    char *list = list_all();
    for (; *wanted != NULL; wanted++) {
        cr_expect_not_null(strstr(list, *wanted), "no %s in %s", *wanted, list);
    }
    for (; *unwanted != NULL; unwanted++) {
        cr_expect_null(strstr(list, *unwanted), "%s in %s", *unwanted, list);
    }
    free(list);
}

#define TEXTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void make(const char *const *texts)
{
    struct small_build build;
    small_build_begin(&build, folder, false);
    small_build_must_add(&build, "a", "Work at Sea", texts);
    small_build_publish(&build);
}

Test(suggestions, phrases_stand_together_in_several_passages)
{
    make(TEXTS("Families live in debt bondage for years.",
               "Whoever is in debt bondage owes more each year.",
               "Recruiters keep passports. Bondage has many forms."));
    expect(TEXTS("[phrase debt bondage 2]", "[word passports 1]", "[section Work at Sea 0]"),
           TEXTS("[phrase in", "bondage owes", "passports. Bondage"));
}

Test(suggestions, punctuation_parts_phrases_but_for_hyphens_and_possessives)
{
    make(TEXTS("They take long-term care, health and workers’ rights into account.",
               "It asks for long-term care (health comes next) with workers’ rights.",
               "A long-term plan."));
    expect(TEXTS("[phrase long-term care 2]", "[phrase workers’ rights 2]"),
           TEXTS("care health", "care, health", "account It"));
}

Test(suggestions, words_are_written_as_within_sentences)
{
    make(TEXTS("Inspectors and NGOs meet. The U.S. office opens.",
               "It is known that inspectors ask the U.S. office.",
               "INSPECTORS OF FISHING VESSELS MEET. Here inspectors wait."));
    expect(TEXTS("[word inspectors ", "[word NGOs ", "[word U.S. ", "[phrase U.S. office 2]"),
           TEXTS("[word Inspectors", "[word INSPECTORS", "[word the ", "[word The "));
}

Test(suggestions, a_name_that_stands_nowhere_else_is_no_phrase)
{
    make(TEXTS("Here Zofia Zaleska speaks about debt bondage.",
               "Later Zofia Zaleska writes about debt bondage."));
    expect(TEXTS("[phrase debt bondage 2]"), TEXTS("Zofia Zaleska"));
}

/* Whether the file of the live generation has these bytes anywhere. */
static bool file_holds(const char *text)
{
    struct tip_generation *generation = small_index_open(folder);
    char *path = tip_path_join(generation->folder, "suggestions");
    char *bytes = NULL;
    size_t size = 0;
    cr_assert_eq(tip_file_read(&bytes, &size, path, 1 << 20, NULL), TIP_OK);
    bool holds = memmem(bytes, size, text, strlen(text)) != NULL;
    free(bytes);
    free(path);
    tip_generation_close(generation);
    return holds;
}

Test(suggestions, nothing_of_a_removed_report_is_left)
{
    struct small_build build;
    struct tip_error error;
    make(TEXTS("Workers live in debt bondage.", "Others leave debt bondage."));
    small_build_begin(&build, folder, true);
    SMALL_ADD(&build, "b", "Zymurgy", "They mend zeppelin moorings.",
              "All zeppelin moorings rust.");
    small_build_publish(&build);
    expect(TEXTS("[phrase zeppelin moorings 2]", "[section Zymurgy 0]"), TEXTS("xylophone"));
    cr_expect(file_holds("zeppelin"));

    small_build_begin(&build, folder, true);
    cr_assert_eq(tip_builder_remove(build.builder, "b", &error), TIP_OK, "%s", error.message);
    small_build_publish(&build);
    expect(TEXTS("[phrase debt bondage 2]"), TEXTS("zeppelin", "Zymurgy"));
    cr_expect_not(file_holds("zeppelin"));
    cr_expect_not(file_holds("Zymurgy"));
}

Test(suggestions, a_range_holds_what_begins_with_a_prefix)
{
    uint32_t first, end;
    make(TEXTS("Debtors leave debt bondage.", "Debt bondage ends."));
    struct tip_generation *generation = small_index_open(folder);
    const struct tip_suggestions *all = generation->suggestions;
    tip_suggestions_range(all, 0, tip_suggestions_start_count(all), "debt", 4, &first, &end);
    cr_assert_eq(end - first, 3u); /* debt, debt bondage, debtors */
    for (uint32_t i = first; i < end; i++) {
        size_t length;
        const char *text = tip_suggestions_start_text(all, i, &length);
        cr_expect(length >= 4 && memcmp(text, "debt", 4) == 0);
    }
    tip_suggestions_range(all, 0, tip_suggestions_start_count(all), "zz", 2, &first, &end);
    cr_expect_eq(first, end);
    tip_generation_close(generation);
}

static int read_everything(const char *path)
{
    struct tip_suggestions *all;
    size_t bytes = 0;
    if (tip_suggestions_open(&all, path, NULL) != TIP_OK) {
        return 0;
    }
    for (uint32_t i = 0; i < tip_suggestions_count(all); i++) {
        struct tip_suggestion suggestion;
        tip_suggestions_get(all, i, &suggestion);
        for (size_t b = 0; b < suggestion.text_length; b++) {
            bytes += (unsigned char)suggestion.text[b];
        }
    }
    for (uint32_t i = 0; i < tip_suggestions_start_count(all); i++) {
        size_t length;
        const char *text = tip_suggestions_start_text(all, i, &length);
        bytes += length == 0 ? 0 : (unsigned char)text[length - 1];
    }
    bytes += tip_suggestions_country(all, "KH");
    tip_suggestions_close(all);
    return bytes < SIZE_MAX;
}

Test(suggestions, no_damage_reads_outside_the_file, .timeout = 60)
{
    struct tip_error error;
    struct tip_suggestions_builder *builder;
    char *path = tip_path_join(folder, "suggestions");
    cr_assert_eq(tip_suggestions_builder_create(&builder, &error), TIP_OK);
    const struct tip_suggestion phrase = {
        TIP_SUGGESTION_PHRASE, "debt bondage", 12, "debt bondage", 12, 3, 1, 3};
    const struct tip_suggestion word = {TIP_SUGGESTION_WORD, "ngo", 3, "NGO", 3, 2, 2, 2};
    cr_assert_eq(tip_suggestions_builder_add(builder, &phrase, &error), TIP_OK);
    cr_assert_eq(tip_suggestions_builder_add(builder, &word, &error), TIP_OK);
    cr_assert_eq(tip_suggestions_builder_write(builder, path, &error), TIP_OK);
    tip_suggestions_builder_free(builder);
    tip_test_every_damage(folder, path, read_everything);
    free(path);
}

/* A word that two languages stem differently is two suggestions that look the same: which comes
 * first must not tell which language came to the index first. */
Test(suggestions, equal_ones_stand_in_one_order_however_they_came)
{
    static const uint32_t found[] = {3, 2};
    for (int swap = 0; swap < 2; swap++) {
        struct tip_suggestions_builder *builder;
        struct tip_suggestions *made;
        struct tip_suggestion first;
        struct tip_start start;
        struct tip_error trouble;
        cr_assert_eq(tip_suggestions_builder_create(&builder, &trouble), TIP_OK);
        for (int i = 0; i < 2; i++) {
            uint32_t passages = found[i ^ swap];
            struct tip_suggestion same = {.kind = TIP_SUGGESTION_WORD,
                                          .key = "barques",
                                          .key_length = 7,
                                          .text = "barques",
                                          .text_length = 7,
                                          .passages = 2,
                                          .family = passages,
                                          .found = passages};
            cr_assert_eq(tip_suggestions_builder_add(builder, &same, &trouble), TIP_OK);
        }
        cr_assert_eq(tip_suggestions_builder_take(&made, builder, &trouble), TIP_OK);
        tip_suggestions_start(made, 0, &start);
        tip_suggestions_get(made, start.suggestion, &first);
        cr_expect_eq(first.found, 3, "swap %d", swap);
        tip_suggestions_close(made);
        tip_suggestions_builder_free(builder);
    }
}
