/* The facts of passages: what is put is read; what is not used any more is gone. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "damaged_file.h"
#include "harness/harness.h"
#include "index/columns.h"

static char *folder;
static char *path;
static struct tip_error error;

static void make_folder(void)
{
    folder = tip_test_folder();
    path = tip_test_path(folder, "columns");
}

static void remove_folder(void)
{
    free(path);
    tip_test_folder_remove(folder);
}

TestSuite(columns, .init = make_folder, .fini = remove_folder);

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

static const struct tip_report report_2023 = {
    .id = "tip-2023",
    .title = "Trafficking in Persons Report",
    .publisher = "U.S. Department of State",
    .date = "June 2023",
    .year = 2023,
    .language = "en",
    .file = "reports/2023.txt",
    .sha256 = "aa",
};
static const struct tip_report notes = {.id = "notes", .year = -44};

static const char *const scam[] = {"Topics", "Cyber Scam Operations"};

static uint32_t add_report(struct tip_columns_builder *builder, const struct tip_report *report)
{
    uint32_t number = 99;
    OK(tip_columns_builder_report(builder, report, &number, &error));
    return number;
}

static uint32_t add_section(struct tip_columns_builder *builder, size_t depth)
{
    uint32_t number = 99;
    OK(tip_columns_builder_section(builder, scam, depth, &number, &error));
    return number;
}

static void put(struct tip_columns_builder *builder, uint32_t number, uint64_t id, uint32_t report,
                uint32_t section, uint32_t ordinal)
{
    const struct tip_row row = {
        .id = id, .report = report, .section = section, .ordinal = ordinal, .countries = ""};
    OK(tip_columns_builder_put(builder, number, &row, &error));
}

static const struct tip_row full_row = {
    .id = 0xfedcba9876543210,
    .text_key = 0x0123456789abcdef,
    .report = 1,
    .section = 1,
    .ordinal = 7,
    .since = 3,
    .words = 120,
    .kind = TIP_KIND_QUOTE,
    .page_is = TIP_PAGE_EXACT,
    .page_number = 12,
    .page = "xii",
    .by = "A. Person, Office",
    .countries = "KH PH",
};

/* Reports: 0 notes, 1 tip-2023. Sections: 0 none, 1 scam, 2 its first heading. Passages: 1 (notes,
 * place 1), 2 (tip-2023, full_row), 4 (notes, place 0). */
static struct tip_columns_builder *three_passages(void)
{
    struct tip_columns_builder *builder;
    OK(tip_columns_builder_create(&builder, &error));
    cr_assert_eq(add_report(builder, &notes), 0);
    cr_assert_eq(add_report(builder, &report_2023), 1);
    cr_assert_eq(add_section(builder, 0), 0);
    cr_assert_eq(add_section(builder, 2), 1);
    cr_assert_eq(add_section(builder, 1), 2);
    put(builder, 1, 50, 0, 0, 1);
    OK(tip_columns_builder_put(builder, 2, &full_row, &error));
    put(builder, 4, 40, 0, 2, 0);
    return builder;
}

static struct tip_columns *written(struct tip_columns_builder *builder)
{
    OK(tip_columns_builder_write(builder, NULL, path, &error));
    tip_columns_builder_free(builder);
    struct tip_columns *columns;
    OK(tip_columns_open(&columns, path, &error));
    return columns;
}

Test(columns, a_row_comes_back)
{
    struct tip_columns *columns = written(three_passages());
    struct tip_row row;
    tip_columns_get(columns, 2, &row);
    cr_expect_eq(row.id, 0xfedcba9876543210);
    cr_expect_eq(row.text_key, 0x0123456789abcdef);
    cr_expect_eq(row.report, 1);
    cr_expect_eq(row.section, 1);
    cr_expect_eq(row.ordinal, 7);
    cr_expect_eq(row.since, 3);
    cr_expect_eq(row.words, 120);
    cr_expect_eq(row.kind, TIP_KIND_QUOTE);
    cr_expect_eq(row.page_is, TIP_PAGE_EXACT);
    cr_expect_eq(row.page_number, 12);
    cr_expect_str_eq(row.page, "xii");
    cr_expect_str_eq(row.by, "A. Person, Office");
    cr_expect_str_eq(row.countries, "KH PH");
    tip_columns_close(columns);
}

Test(columns, what_is_not_known_stays_so)
{
    struct tip_columns *columns = written(three_passages());
    struct tip_row row;
    tip_columns_get(columns, 1, &row);
    cr_expect_null(row.page);
    cr_expect_null(row.by);
    cr_expect_str_eq(row.countries, "");
    struct tip_report report;
    tip_columns_report(columns, 0, &report);
    cr_expect_str_eq(report.id, "notes");
    cr_expect_null(report.title);
    cr_expect_eq(report.year, -44);
    tip_columns_close(columns);
}

Test(columns, counts_and_single_facts)
{
    struct tip_columns *columns = written(three_passages());
    cr_expect_eq(tip_columns_passages(columns), 3);
    cr_expect_eq(tip_columns_size(columns), 5);
    static const bool has[] = {false, true, true, false, true, false, false};
    for (uint32_t number = 0; number < 7; number++)
        cr_expect_eq(tip_columns_has(columns, number), has[number], "%u", number);
    cr_expect_eq(tip_columns_report_of(columns, 2), 1);
    cr_expect_eq(tip_columns_section_of(columns, 4), 2);
    cr_expect_str_eq(tip_columns_page_of(columns, 2), "xii");
    cr_expect_null(tip_columns_page_of(columns, 1));
    cr_expect_eq(tip_columns_country_set_count(columns), 2);
    cr_expect_str_eq(tip_columns_country_set(columns, 0), "");
    cr_expect_str_eq(tip_columns_country_set(columns, 1), "KH PH");
    cr_expect_eq(tip_columns_country_set_of(columns, 1), 0);
    cr_expect_eq(tip_columns_country_set_of(columns, 2), 1);
    cr_expect_eq(tip_columns_kind_of(columns, 2), TIP_KIND_QUOTE);
    tip_columns_close(columns);
}

Test(columns, reports_and_sections_come_back)
{
    struct tip_columns *columns = written(three_passages());
    cr_expect_eq(tip_columns_report_count(columns), 2);
    struct tip_report report;
    tip_columns_report(columns, 1, &report);
    cr_expect_str_eq(report.id, "tip-2023");
    cr_expect_str_eq(report.title, "Trafficking in Persons Report");
    cr_expect_str_eq(report.publisher, "U.S. Department of State");
    cr_expect_str_eq(report.date, "June 2023");
    cr_expect_eq(report.year, 2023);
    cr_expect_str_eq(report.language, "en");
    cr_expect_str_eq(report.file, "reports/2023.txt");
    cr_expect_str_eq(report.sha256, "aa");
    cr_expect_eq(tip_columns_section_count(columns), 3);
    cr_expect_eq(tip_columns_section_depth(columns, 0), 0);
    cr_expect_eq(tip_columns_section_depth(columns, 1), 2);
    cr_expect_str_eq(tip_columns_heading(columns, 1, 0), "Topics");
    cr_expect_str_eq(tip_columns_heading(columns, 1, 1), "Cyber Scam Operations");
    cr_expect_str_eq(tip_columns_heading(columns, 2, 0), "Topics");
    tip_columns_close(columns);
}

Test(columns, passages_are_found_by_id_and_by_place)
{
    struct tip_columns *columns = written(three_passages());
    cr_expect_eq(tip_columns_find_id(columns, 40), 4);
    cr_expect_eq(tip_columns_find_id(columns, 50), 1);
    cr_expect_eq(tip_columns_find_id(columns, 0xfedcba9876543210), 2);
    cr_expect_eq(tip_columns_find_id(columns, 45), 0);
    cr_expect_eq(tip_columns_find_id(columns, 0), 0);
    cr_expect_eq(tip_columns_find_id(columns, UINT64_MAX), 0);
    cr_expect_eq(tip_columns_find_ordinal(columns, 0, 0), 4);
    cr_expect_eq(tip_columns_find_ordinal(columns, 0, 1), 1);
    cr_expect_eq(tip_columns_find_ordinal(columns, 1, 7), 2);
    cr_expect_eq(tip_columns_find_ordinal(columns, 1, 0), 0);
    cr_expect_eq(tip_columns_find_ordinal(columns, 2, 0), 0);
    tip_columns_close(columns);
}

Test(columns, equal_reports_and_sections_share_a_number)
{
    struct tip_columns_builder *builder = three_passages();
    struct tip_report renamed = report_2023;
    renamed.title = "A new title";
    cr_expect_eq(add_report(builder, &renamed), 1);
    cr_expect_eq(add_section(builder, 2), 1);
    struct tip_columns *columns = written(builder);
    struct tip_report report;
    tip_columns_report(columns, 1, &report);
    cr_expect_str_eq(report.title, "A new title");
    tip_columns_close(columns);
}

Test(columns, what_no_passage_uses_is_left_out)
{
    struct tip_columns_builder *builder = three_passages();
    tip_columns_builder_remove(builder, 1);
    tip_columns_builder_remove(builder, 4);
    struct tip_columns *columns = written(builder);
    cr_expect_eq(tip_columns_passages(columns), 1);
    cr_assert_eq(tip_columns_report_count(columns), 1);
    cr_assert_eq(tip_columns_section_count(columns), 1);
    struct tip_report report;
    tip_columns_report(columns, 0, &report);
    cr_expect_str_eq(report.id, "tip-2023");
    struct tip_row row;
    tip_columns_get(columns, 2, &row);
    cr_expect_eq(row.report, 0);
    cr_expect_eq(row.section, 0);
    cr_expect_eq(tip_columns_find_ordinal(columns, 0, 7), 2);
    cr_expect_eq(tip_columns_find_id(columns, 40), 0);
    tip_columns_close(columns);

    size_t length;
    char *bytes = tip_test_read(path, &length);
    cr_expect_null(memmem(bytes, length, "notes", 5));
    free(bytes);
}

Test(columns, the_lowest_free_number_is_given)
{
    struct tip_columns_builder *builder = three_passages();
    cr_expect_eq(tip_columns_builder_free_number(builder), 3);
    put(builder, 3, 60, 0, 0, 5);
    cr_expect_eq(tip_columns_builder_free_number(builder), 5);
    tip_columns_builder_remove(builder, 4);
    tip_columns_builder_remove(builder, 2);
    tip_columns_builder_remove(builder, 99);
    tip_columns_builder_remove(builder, 0);
    cr_expect_eq(tip_columns_builder_free_number(builder), 2);
    put(builder, 2, 60, 0, 0, 5);
    cr_expect_eq(tip_columns_builder_free_number(builder), 4);
    tip_columns_builder_free(builder);
}

Test(columns, holes_in_a_large_index_are_found_quickly)
{
    enum { PASSAGES = 300000, HOLES = 20000 };
    struct tip_columns_builder *builder = three_passages();
    for (uint32_t number = 1; number <= PASSAGES; number++)
        put(builder, number, number, 0, 0, number);
    cr_expect_eq(tip_columns_builder_free_number(builder), PASSAGES + 1);
    for (uint32_t i = 0; i < HOLES; i++) {
        uint32_t hole = 1 + i * 13;
        tip_columns_builder_remove(builder, hole);
        cr_assert_eq(tip_columns_builder_free_number(builder), hole);
        put(builder, hole, hole, 0, 0, hole);
        cr_assert_eq(tip_columns_builder_free_number(builder), PASSAGES + 1);
    }
    struct tip_columns *columns = written(builder);
    cr_expect_eq(tip_columns_passages(columns), PASSAGES);
    cr_expect_eq(tip_columns_find_id(columns, 123456), 123456);
    cr_expect_eq(tip_columns_find_ordinal(columns, 0, PASSAGES), PASSAGES);
    tip_columns_close(columns);
}

Test(columns, a_loaded_builder_writes_the_same_bytes)
{
    struct tip_columns *columns = written(three_passages());
    size_t length, length_again;
    char *before = tip_test_read(path, &length);
    struct tip_columns_builder *builder;
    OK(tip_columns_builder_load(&builder, columns, &error));
    cr_expect_eq(tip_columns_builder_free_number(builder), 3);
    tip_columns_close(columns);
    tip_columns_close(written(builder));
    char *again = tip_test_read(path, &length_again);
    cr_assert_eq(length, length_again);
    cr_expect_eq(memcmp(before, again, length), 0);
    free(before);
    free(again);
}

Test(columns, no_passages_are_a_file_too)
{
    struct tip_columns_builder *builder;
    OK(tip_columns_builder_create(&builder, &error));
    cr_expect_eq(tip_columns_builder_free_number(builder), 1);
    struct tip_columns *columns = written(builder);
    cr_expect_eq(tip_columns_passages(columns), 0);
    cr_expect_eq(tip_columns_section_count(columns), 0);
    cr_expect_eq(tip_columns_find_id(columns, 1), 0);
    cr_expect_not(tip_columns_has(columns, 1));
    tip_columns_close(columns);
}

Test(columns, rows_that_point_nowhere_are_refused)
{
    struct tip_columns_builder *builder = three_passages();
    struct tip_row row = full_row;
    cr_expect_eq(tip_columns_builder_put(builder, 0, &row, &error), TIP_INVALID);
    cr_expect_eq(tip_columns_builder_put(builder, UINT32_MAX, &row, &error), TIP_INVALID);
    row.report = 2;
    cr_expect_eq(tip_columns_builder_put(builder, 9, &row, &error), TIP_INVALID);
    row = full_row;
    row.section = 3;
    cr_expect_eq(tip_columns_builder_put(builder, 9, &row, &error), TIP_INVALID);
    row = full_row;
    row.kind = TIP_KIND_COUNT;
    cr_expect_eq(tip_columns_builder_put(builder, 9, &row, &error), TIP_INVALID);
    uint32_t number;
    const struct tip_report nameless = {.title = "x"};
    cr_expect_eq(tip_columns_builder_report(builder, &nameless, &number, &error), TIP_INVALID);
    tip_columns_builder_free(builder);
}

/* Passages 1 to 6: one text in both reports (twice in the first), one in the first alone, one that
 * is not known. */
static struct tip_columns_builder *with_twins(void)
{
    static const struct {
        uint64_t text_key;
        uint32_t report;
    } rows[] = {{7, 0}, {8, 0}, {7, 1}, {7, 0}, {0, 0}, {0, 1}};
    struct tip_columns_builder *builder;
    OK(tip_columns_builder_create(&builder, &error));
    add_report(builder, &notes);
    add_report(builder, &report_2023);
    add_section(builder, 0);
    for (uint32_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct tip_row row = {.id = 100 - i,
                                    .text_key = rows[i].text_key,
                                    .report = rows[i].report,
                                    .ordinal = 9 - i,
                                    .countries = ""};
        OK(tip_columns_builder_put(builder, i + 1, &row, &error));
    }
    return builder;
}

Test(columns, equal_texts_of_several_reports_are_a_group_the_newest_first)
{
    static const uint32_t members[] = {3, 4, 1};
    struct tip_columns *columns = written(with_twins());
    struct tip_twins twins;
    for (uint32_t i = 0; i < 3; i++) {
        cr_assert(tip_columns_find_twins(columns, members[i], &twins));
        cr_assert_eq(twins.count, 3);
        for (uint32_t j = 0; j < 3; j++)
            cr_expect_eq(tip_columns_twin(columns, &twins, j), members[j]);
    }
    cr_expect_not(tip_columns_find_twins(columns, 2, &twins));
    cr_expect_not(tip_columns_find_twins(columns, 5, &twins));
    cr_expect_not(tip_columns_find_twins(columns, 6, &twins));
    tip_columns_close(columns);
}

Test(columns, without_equal_texts_nothing_is_stored_for_them)
{
    struct tip_columns *columns = written(three_passages());
    struct tip_twins twins;
    cr_expect_eq(tip_columns_twin_places(columns), 0);
    cr_expect_not(tip_columns_find_twins(columns, 2, &twins));
    tip_columns_close(columns);
}

Test(columns, passages_have_places_in_the_order_of_their_reports)
{
    static const uint32_t order[] = {4, 1, 2};
    struct tip_columns *columns = written(three_passages());
    for (uint32_t place = 0; place < 3; place++)
        cr_expect_eq(tip_columns_at(columns, place), order[place]);
    cr_expect_eq(tip_columns_report_start(columns, 0), 0);
    cr_expect_eq(tip_columns_report_start(columns, 1), 2);
    cr_expect_eq(tip_columns_report_start(columns, 2), 3);
    tip_columns_close(columns);
}

/* Reads every text of a file that opened; the sum keeps the reads from being optimised away. */
static size_t read_texts(const struct tip_columns *columns)
{
    size_t sum = 0;
    for (uint32_t number = 1; number < tip_columns_size(columns); number++) {
        if (!tip_columns_has(columns, number))
            continue;
        struct tip_row row;
        tip_columns_get(columns, number, &row);
        sum += strlen(row.countries) + (row.by == NULL ? 0 : strlen(row.by)) +
               (row.page == NULL ? 0 : strlen(row.page));
        cr_assert_lt(row.report, tip_columns_report_count(columns));
        cr_assert_not_null(tip_kind_name(row.kind));
        for (size_t i = 0; i < tip_columns_section_depth(columns, row.section); i++)
            sum += strlen(tip_columns_heading(columns, row.section, i));
        struct tip_twins twins;
        if (tip_columns_find_twins(columns, number, &twins))
            for (uint32_t i = 0; i < twins.count; i++)
                cr_assert(tip_columns_has(columns, tip_columns_twin(columns, &twins, i)));
        tip_columns_find_id(columns, row.id);
        tip_columns_find_ordinal(columns, row.report, row.ordinal);
    }
    return sum;
}

static int read_all(const char *name)
{
    struct tip_columns *columns;
    if (tip_columns_open(&columns, name, &error) != TIP_OK)
        return 0;
    cr_assert_lt(read_texts(columns), 10000);
    struct tip_columns_builder *builder;
    if (tip_columns_builder_load(&builder, columns, &error) == TIP_OK)
        tip_columns_builder_free(builder);
    tip_columns_close(columns);
    return 1;
}

Test(columns, no_damage_is_read_outside_the_file)
{
    tip_columns_close(written(three_passages()));
    cr_assert(read_all(path));
    tip_test_every_damage(folder, path, read_all);
}

Test(columns, no_damage_of_groups_is_read_outside_the_file)
{
    tip_columns_close(written(with_twins()));
    cr_assert(read_all(path));
    tip_test_every_damage(folder, path, read_all);
}
