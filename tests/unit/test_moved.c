/* Ids that vanish: the file `moved`, and how a build fills it from the generation before. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "index/moved.h"
#include "unit/damaged_file.h"
#include "unit/small_index.h"

#define COMPOUNDS "Guards held workers in compounds near the border until each debt was paid."
#define FISHING   "Crews on distant vessels were beaten and never paid for eleven months at sea."
#define MINES     "Children dug cobalt in narrow shafts and washed it in the river by hand."

static const char *folder;
static struct tip_error error;

static void begin(void)
{
    folder = small_folder();
}

static void end(void)
{
    cr_assert_eq(tip_folder_remove(folder, &error), TIP_OK);
}

TestSuite(moved, .init = begin, .fini = end, .timeout = 60);

static uint64_t id_of(const char *report, const char *text)
{
    uint64_t id;
    cr_assert_eq(tip_passage_id(&id, report, text, 0, &error), TIP_OK);
    return id;
}

/* Builds anew from one report "r". */
#define BUILD(...)                                                                                 \
    do {                                                                                           \
        struct small_build build;                                                                  \
        small_build_begin(&build, folder, false);                                                  \
        SMALL_ADD(&build, "r", "Cases", __VA_ARGS__);                                              \
        small_build_publish(&build);                                                               \
    } while (0)

/* What became of an id: "gone", "unknown", or its successors' shares in per cent with their places
 * in the report: "0:60 1:40". */
static const char *fate(uint64_t id)
{
    static char text[256];
    struct tip_generation *generation = small_index_open(folder);
    struct tip_moved_entry entry;
    text[0] = '\0';
    if (!tip_moved_find(generation->moved, id, &entry))
        strcpy(text, "unknown");
    else if (entry.count == 0)
        strcpy(text, "gone");
    for (size_t i = 0; text[0] != 'u' && i < entry.count; i++) {
        struct tip_row row;
        uint32_t number = tip_columns_find_id(generation->columns, entry.successors[i].id);
        cr_assert_neq(number, 0);
        tip_columns_get(generation->columns, number, &row);
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%u:%u", i == 0 ? "" : " ",
                 row.ordinal, (entry.successors[i].share + 50) / 100);
    }
    cr_expect_eq(tip_generation_check(folder, generation->number, &error), TIP_OK, "%s",
                 error.message);
    tip_generation_close(generation);
    return text;
}

/* ---- one step ---- */

Test(moved, a_passage_that_stays_has_no_entry)
{
    BUILD(COMPOUNDS, FISHING);
    BUILD(COMPOUNDS, FISHING);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "unknown");
}

Test(moved, a_passage_that_was_merged_is_whole_in_one)
{
    BUILD(COMPOUNDS, FISHING, MINES);
    BUILD(COMPOUNDS " " FISHING, MINES);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "0:100");
    cr_expect_str_eq(fate(id_of("r", FISHING)), "0:100");
    cr_expect_str_eq(fate(id_of("r", MINES)), "unknown");
}

/* 13 words and 14. */
Test(moved, a_passage_that_was_split_is_shared_by_its_parts)
{
    BUILD(COMPOUNDS " " FISHING);
    BUILD(COMPOUNDS, FISHING);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS " " FISHING)), "1:52 0:48");
}

Test(moved, a_passage_that_was_edited_keeps_the_words_that_stayed)
{
    BUILD(COMPOUNDS, FISHING);
    BUILD("Guards held men in compounds near the border until each debt was paid.", FISHING);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "0:77"); /* ten of thirteen words */
}

Test(moved, text_that_is_nowhere_is_gone)
{
    BUILD(COMPOUNDS, FISHING);
    BUILD(FISHING);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "gone");
}

/* Four words of thirteen are a third; four of a longer passage under a quarter. */
Test(moved, a_few_words_in_common_are_no_successor)
{
    BUILD(COMPOUNDS " " FISHING, MINES);
    BUILD("Workers in compounds near the border owed nothing.", MINES);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS " " FISHING)), "gone");
}

/* ---- chains ---- */

Test(moved, a_chain_of_builds_is_one_step)
{
    BUILD(COMPOUNDS, FISHING, MINES);
    BUILD(COMPOUNDS " " FISHING, MINES);
    BUILD(COMPOUNDS " " FISHING " " MINES);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "0:100");
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS " " FISHING)), "0:100");
    cr_expect_str_eq(fate(id_of("r", MINES)), "0:100");
}

/* The middle of a merged passage leads to the part that has it when that is split again. */
Test(moved, what_was_merged_and_split_again_leads_to_its_part)
{
    BUILD(COMPOUNDS, FISHING, MINES);
    BUILD(COMPOUNDS " " FISHING " " MINES);
    BUILD(COMPOUNDS, FISHING " " MINES);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "unknown"); /* it is back */
    cr_expect_str_eq(fate(id_of("r", FISHING)), "1:100");
    cr_expect_str_eq(fate(id_of("r", MINES)), "1:100");
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS " " FISHING " " MINES)), "1:68 0:32");
}

Test(moved, parts_that_are_merged_again_are_one)
{
    BUILD(COMPOUNDS " " FISHING, MINES);
    BUILD(COMPOUNDS, FISHING, MINES);
    BUILD(COMPOUNDS " " FISHING " " MINES);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS " " FISHING)), "0:100");
}

Test(moved, an_id_that_is_back_has_no_entry_and_its_stand_ins_have)
{
    BUILD(COMPOUNDS " " FISHING);
    BUILD(COMPOUNDS, FISHING);
    BUILD(COMPOUNDS " " FISHING);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS " " FISHING)), "unknown");
    cr_expect_str_eq(fate(id_of("r", FISHING)), "0:100");
}

Test(moved, edits_one_after_the_other_add_up)
{
    BUILD(COMPOUNDS);
    BUILD("Guards held men in compounds near the border until each debt was paid.");
    BUILD("Guards held men in compounds near the border until each debt was settled.");
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "0:69"); /* nine of thirteen words */
}

Test(moved, what_is_gone_stays_gone)
{
    BUILD(COMPOUNDS, FISHING);
    BUILD(FISHING);
    BUILD(FISHING " " MINES);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "gone");
    struct tip_generation *generation = small_index_open(folder);
    struct tip_moved_entry entry;
    cr_assert(tip_moved_find(generation->moved, id_of("r", COMPOUNDS), &entry));
    cr_expect_eq(entry.last, 1);
    cr_expect_str_eq(entry.report, "r");
    tip_generation_close(generation);
}

/* ---- reports ---- */

static void build_report(const char *report, bool is_clone, const char *removed, const char *text)
{
    struct small_build build;
    small_build_begin(&build, folder, is_clone);
    if (removed != NULL)
        cr_assert_eq(tip_builder_remove(build.builder, removed, &error), TIP_OK);
    if (report != NULL)
        small_build_must_add(&build, report, "Cases", (const char *const[]){text, NULL});
    small_build_publish(&build);
}

Test(moved, an_update_follows_only_what_it_changed)
{
    build_report("r", false, NULL, COMPOUNDS);
    build_report("s", true, NULL, FISHING);
    build_report("r", true, "r", COMPOUNDS " " MINES);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "0:100");
    cr_expect_str_eq(fate(id_of("s", FISHING)), "unknown");
}

/* The other report was there before: it is not what the first one became. */
Test(moved, a_report_that_was_removed_is_gone_though_another_says_the_same)
{
    build_report("r", false, NULL, COMPOUNDS);
    build_report("s", true, NULL, COMPOUNDS);
    build_report(NULL, true, "r", NULL);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "gone");
}

/* All files of a small index have the same digest: "t" stands for "r", whose file was renamed. */
Test(moved, a_report_that_is_known_by_its_bytes_takes_the_place_of_the_old_one)
{
    build_report("r", false, NULL, COMPOUNDS);
    build_report("t", false, NULL, COMPOUNDS);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "0:100");
}

Test(moved, a_record_is_known_by_its_id_alone)
{
    struct small_build build;
    small_build_begin(&build, folder, false);
    small_build_record(&build, "cases", "case-1", COMPOUNDS);
    small_build_note(&build, "cases", 1);
    small_build_publish(&build);
    small_build_begin(&build, folder, false);
    small_build_record(&build, "cases", "case-2", COMPOUNDS);
    small_build_note(&build, "cases", 1);
    small_build_publish(&build);
    cr_expect_str_eq(fate(id_of("case-1", COMPOUNDS)), "gone");
}

Test(moved, what_is_purged_leaves_no_id)
{
    BUILD(COMPOUNDS, FISHING);
    BUILD(FISHING);
    struct small_build build;
    small_build_begin(&build, folder, true);
    SMALL_ADD(&build, "s", "Cases", MINES);
    cr_assert_eq(tip_builder_remove(build.builder, "r", &error), TIP_OK);
    cr_assert_eq(tip_builder_purge(build.builder, "r", &error), TIP_OK);
    small_build_publish(&build);
    cr_expect_str_eq(fate(id_of("r", FISHING)), "unknown");
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "unknown");
}

/* What led to the report that is purged was the same text under an earlier id. */
Test(moved, what_led_to_a_purged_report_goes_with_it)
{
    build_report("r", false, NULL, COMPOUNDS);
    build_report("t", false, NULL, COMPOUNDS);
    struct small_build build;
    small_build_begin(&build, folder, true);
    SMALL_ADD(&build, "s", "Cases", MINES);
    cr_assert_eq(tip_builder_remove(build.builder, "t", &error), TIP_OK);
    cr_assert_eq(tip_builder_purge(build.builder, "t", &error), TIP_OK);
    small_build_publish(&build);
    cr_expect_str_eq(fate(id_of("r", COMPOUNDS)), "unknown");
    cr_expect_str_eq(fate(id_of("t", COMPOUNDS)), "unknown");
}

/* ---- the file ---- */

static const struct tip_moved_entry entries[] = {
    {.id = 9,
     .last = 3,
     .report = "tip-2023",
     .successors = {{5, 6000, 0, 60}, {4, 3900, 10, 49}},
     .count = 2},
    {.id = 2, .last = 1, .report = "cases", .count = 0},
    {.id = 7, .last = 2, .report = "tip-2023", .successors = {{5, 10000, 3, 9}}, .count = 1},
};

static char *written(void)
{
    struct tip_moved_builder *builder;
    char *path = tip_path_join(folder, "moved");
    cr_assert_eq(tip_moved_builder_create(&builder, &error), TIP_OK);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        cr_assert_eq(tip_moved_builder_add(builder, &entries[i], &error), TIP_OK);
    cr_assert_eq(tip_moved_builder_write(builder, path, &error), TIP_OK, "%s", error.message);
    tip_moved_builder_free(builder);
    return path;
}

Test(moved, a_file_holds_what_was_added)
{
    struct tip_moved *moved;
    struct tip_moved_entry entry;
    char *path = written();
    cr_assert_eq(tip_moved_open(&moved, path, &error), TIP_OK, "%s", error.message);
    cr_expect_eq(tip_moved_count(moved), 3);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        cr_assert(tip_moved_find(moved, entries[i].id, &entry));
        cr_expect_eq(entry.last, entries[i].last);
        cr_expect_str_eq(entry.report, entries[i].report);
        cr_assert_eq(entry.count, entries[i].count);
        cr_expect_eq(memcmp(entry.successors, entries[i].successors, sizeof entry.successors), 0);
    }
    cr_expect_not(tip_moved_find(moved, 8, &entry));
    cr_assert(tip_moved_find(moved, 9, &entry));
    cr_expect_eq(tip_moved_overlap(&entry), 9900);
    tip_moved_close(moved);
    free(path);
}

static int read_all(const char *path)
{
    struct tip_moved *moved;
    if (tip_moved_open(&moved, path, &error) != TIP_OK)
        return 0;
    for (uint32_t place = 0; place < tip_moved_count(moved); place++) {
        struct tip_moved_entry entry;
        tip_moved_get(moved, place, &entry);
        cr_assert_leq(entry.count, TIP_MOVED_SUCCESSORS);
        cr_assert_lt(strlen(entry.report), 100);
        cr_assert_leq(tip_moved_overlap(&entry), TIP_SHARE_WHOLE);
    }
    tip_moved_close(moved);
    return 1;
}

Test(moved, no_damage_is_read_outside_the_file)
{
    char *path = written();
    cr_assert(read_all(path));
    tip_test_every_damage(folder, path, read_all);
    free(path);
}

Test(moved, a_generation_whose_table_is_damaged_is_refused)
{
    BUILD(COMPOUNDS, FISHING);
    char *path = tip_path_join(folder, "generation-000001/moved");
    char *bytes;
    size_t length;
    cr_assert_eq(tip_file_read(&bytes, &length, path, 1 << 20, &error), TIP_OK);
    bytes[length / 2] ^= 1;
    cr_assert_eq(tip_file_write(path, bytes, length, &error), TIP_OK);
    struct tip_generation *generation;
    cr_expect_eq(tip_generation_open(&generation, folder, 1, &error), TIP_CORRUPT);
    cr_expect_not_null(strstr(error.message, "generation-000001/moved"), "%s", error.message);
    free(bytes);
    free(path);
}
