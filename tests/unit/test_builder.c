/* The builder: what goes in is found in every part, and comes out of all of them again. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "passage/passage.h"
#include "unit/small_index.h"

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

TestSuite(builder, .init = begin, .fini = end, .timeout = 60);

/* In how many passages a stem stands. */
static uint32_t frequency(const struct tip_generation *generation, const char *stem)
{
    struct tip_index *index;
    uint32_t passages;
    cr_assert_eq(tip_index_open(&index, generation->postings_path, &error), TIP_OK);
    cr_assert_eq(tip_index_frequency(index, stem, strlen(stem), &passages, &error), TIP_OK);
    tip_index_close(index);
    return passages;
}

/* A word's occurrences; -1 when the dictionary does not know it. */
static int occurrences(const struct tip_generation *generation, const char *text)
{
    struct tip_word word;
    bool is_known = tip_words_find(generation->words, 0, text, strlen(text), &word);
    return is_known ? (int)word.occurrences : -1;
}

/* The words of a stream of passage `number`, joined by blanks, "/" for the 0 between texts. */
static const char *stream(const struct tip_generation *generation, uint32_t number,
                          enum tip_stream which)
{
    static char text[1024];
    size_t used = 0;
    struct tip_token_list list = {0};
    cr_assert_eq(tip_token_file_get(generation->tokens, number, &list, &error), TIP_OK);
    size_t from = which == TIP_STREAM_BODY ? 0 : list.count[TIP_STREAM_BODY];
    text[0] = '\0';
    for (size_t i = from; i < from + list.count[which]; i++) {
        struct tip_word word = {.text = "/", .length = 1};
        if (list.words[i] != TIP_NO_WORD)
            tip_words_get(generation->words, list.words[i], &word);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s", i == from ? "" : " ",
                                 (int)word.length, word.text);
    }
    tip_token_list_free(&list);
    return text;
}

static void assert_checks(uint32_t generation)
{
    cr_assert_eq(tip_generation_check(folder, generation, &error), TIP_OK, "%s", error.message);
}

static char *read_part(const char *name, size_t *length)
{
    char *path = tip_path_join(folder, name), *bytes;
    cr_assert_eq(tip_file_read(&bytes, length, path, 1 << 24, &error), TIP_OK, "%s", error.message);
    free(path);
    return bytes;
}

/* ---- from nothing ---- */

Test(builder, words_stand_in_their_order)
{
    small_index_make(folder, 1);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_str_eq(stream(generation, 1, TIP_STREAM_BODY), "cyber scams are run from compounds");
    cr_assert_str_eq(stream(generation, 1, TIP_STREAM_SECTION), "topics / cyber scams");
    tip_generation_close(generation);
}

Test(builder, a_word_is_found_by_its_stem_in_text_heading_and_title)
{
    small_index_make(folder, 1);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(frequency(generation, "compound"), 1);
    cr_assert_eq(frequency(generation, "scam"), 2);
    cr_assert_eq(frequency(generation, "traffick"), 2);
    cr_assert_eq(frequency(generation, "absent"), 0);
    tip_generation_close(generation);
}

Test(builder, occurrences_count_the_text_alone)
{
    small_index_make(folder, 1);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(occurrences(generation, "scams"), 1);
    cr_assert_eq(occurrences(generation, "topics"), 0);
    cr_assert_eq(occurrences(generation, "absent"), -1);
    tip_generation_close(generation);
}

Test(builder, a_compound_finds_but_takes_no_place)
{
    struct small_build build;
    small_build_begin(&build, folder, false);
    SMALL_ADD(&build, "r", "Heading", "The non-punishment principle.");
    small_build_publish(&build);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_str_eq(stream(generation, 1, TIP_STREAM_BODY), "the non punishment principle");
    cr_assert_eq(occurrences(generation, "nonpunishment"), 0);
    cr_assert_eq(frequency(generation, "nonpunish"), 1);
    tip_generation_close(generation);
    assert_checks(1);
}

Test(builder, the_facts_of_a_passage_and_its_report_survive)
{
    struct tip_row row;
    struct tip_report report;
    small_index_make(folder, 1);
    struct tip_generation *generation = small_index_open(folder);
    tip_columns_get(generation->columns, 2, &row);
    tip_columns_report(generation->columns, row.report, &report);
    cr_assert_eq(row.ordinal, 1);
    cr_assert_eq(row.since, 1);
    cr_assert_eq(row.words, 10);
    cr_assert_eq(row.page_number, 4);
    cr_assert_eq(row.page_is, TIP_PAGE_EXACT);
    cr_assert_str_eq(row.page, "iv");
    cr_assert_str_eq(tip_columns_heading(generation->columns, row.section, 1), "Cyber Scams");
    cr_assert_str_eq(report.id, "first");
    cr_assert_str_eq(report.title, "Trafficking in Persons Report");
    cr_assert_str_eq(report.publisher, "U.S. Department of State");
    cr_assert_str_eq(report.date, "June 2023");
    cr_assert_eq(report.year, 2023);
    cr_assert_str_eq(report.file, "first.txt");
    tip_generation_close(generation);
}

Test(builder, the_ledger_counts)
{
    struct small_build build;
    struct tip_source failed = {
        .file = "empty.txt", .state = TIP_SOURCE_FAILED, .reason = "it is empty"};
    small_build_begin(&build, folder, false);
    SMALL_ADD(&build, "r", "Cyber Scams", "One two three.", "Four five.");
    cr_assert_eq(tip_builder_note(build.builder, &failed, &error), TIP_OK);
    small_build_publish(&build);
    struct tip_generation *generation = small_index_open(folder);
    const struct tip_manifest *manifest = &generation->manifest;
    cr_assert_eq(manifest->passages, 2);
    cr_assert_eq(manifest->reports, 1);
    cr_assert_eq(manifest->words, 5);
    cr_assert_eq(manifest->text_bytes, 24);
    cr_assert_eq(manifest->source_count, 2);
    cr_assert_eq(manifest->sources[0].passages, 2);
    cr_assert_eq(manifest->sources[0].words_indexed, 8, "the text and each heading once");
    cr_assert_str_eq(manifest->sources[1].reason, "it is empty");
    cr_assert_eq(strncmp(manifest->made_by, "tipindex 0.", 11), 0);
    tip_generation_close(generation);
}

Test(builder, who_said_it_comes_behind_the_text)
{
    struct small_build build;
    char *section[] = {"Voices"};
    struct tip_passage quote = {.id = 1,
                                .section = section,
                                .section_depth = 1,
                                .kind = TIP_KIND_QUOTE,
                                .text = "We are not for sale.",
                                .by = "Ana Lopez, Survivor",
                                .words = 5};
    struct tip_passages passages = {.items = &quote, .count = 1};
    struct tip_report report = {.id = "r"};
    struct tip_source source = {.file = "r.txt"};
    small_build_begin(&build, folder, false);
    cr_assert_eq(tip_builder_add(build.builder, &report, &passages, &source, &error), TIP_OK);
    small_build_publish(&build);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_str_eq(stream(generation, 1, TIP_STREAM_BODY),
                     "we are not for sale / ana lopez survivor");
    cr_assert_eq(frequency(generation, "lopez"), 1);
    tip_generation_close(generation);
    assert_checks(1);
}

Test(builder, the_same_input_gives_the_same_bytes)
{
    static const char *const names[] = {"words", "tokens", "columns", "signatures", "suggestions"};
    small_index_make(folder, 1);
    small_index_make(folder, 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char first_name[64], second_name[64];
        size_t first_length, second_length;
        snprintf(first_name, sizeof first_name, "generation-000001/%s", names[i]);
        snprintf(second_name, sizeof second_name, "generation-000002/%s", names[i]);
        char *first = read_part(first_name, &first_length);
        char *second = read_part(second_name, &second_length);
        cr_assert_eq(first_length, second_length, "%s", names[i]);
        cr_assert_eq(memcmp(first, second, first_length), 0, "%s", names[i]);
        free(first);
        free(second);
    }
}

Test(builder, an_index_of_nothing_is_an_index)
{
    struct small_build build;
    small_build_begin(&build, folder, false);
    small_build_publish(&build);
    assert_checks(1);
    small_build_begin(&build, folder, true);
    SMALL_ADD(&build, "r", "Heading", "Text at last.");
    small_build_publish(&build);
    assert_checks(2);
}

/* Enough passages that the dictionary is chosen before the end. */
Test(builder, many_passages_share_a_dictionary)
{
    struct small_build build;
    char texts[16][512];
    const char *pointers[17] = {NULL};
    small_build_begin(&build, folder, false);
    for (int report = 0; report < 40; report++) {
        char id[32];
        snprintf(id, sizeof id, "r%d", report);
        for (int i = 0; i < 16; i++) {
            snprintf(texts[i], sizeof texts[i],
                     "The government of country %d increased investigations, prosecutions and "
                     "convictions of traffickers in year %d, but did not identify victims.",
                     report, i);
            pointers[i] = texts[i];
        }
        small_build_must_add(&build, id, "Prosecution", pointers);
    }
    small_build_publish(&build);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(generation->manifest.passages, 640);
    cr_assert_gt(generation->dictionary_length, 1000);
    cr_assert_leq(generation->dictionary_length, TIP_DICTIONARY_SIZE);
    tip_generation_close(generation);
    assert_checks(1);
}

/* ---- refusals ---- */

Test(builder, text_that_is_no_utf8_costs_its_source_alone)
{
    struct small_build build;
    small_build_begin(&build, folder, false);
    SMALL_ADD(&build, "good", "Heading", "A text.");
    cr_assert_eq(small_build_add(&build, "bad", "Heading",
                                 (const char *const[]){"Fine.", "Broken \xff here.", NULL}, &error),
                 TIP_INVALID);
    cr_assert_not_null(strstr(error.message, "bad.txt:2"), "%s", error.message);
    cr_assert_eq(
        small_build_add(&build, "bad", "Head\xc3", (const char *const[]){"Fine.", NULL}, &error),
        TIP_INVALID);
    SMALL_ADD(&build, "also-good", "Heading", "Another text.");
    small_build_publish(&build);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(generation->manifest.passages, 2);
    cr_assert_eq(generation->manifest.source_count, 2);
    cr_assert_eq(occurrences(generation, "fine"), -1);
    tip_generation_close(generation);
    assert_checks(1);
}

Test(builder, a_report_twice_is_refused_by_name)
{
    struct small_build build;
    small_build_begin(&build, folder, false);
    SMALL_ADD(&build, "tip-2023", "Heading", "A text.");
    cr_assert_eq(small_build_add(&build, "tip-2023", "Heading",
                                 (const char *const[]){"Another.", NULL}, &error),
                 TIP_INVALID);
    cr_assert_not_null(strstr(error.message, "tip-2023"));
    small_build_publish(&build);
    assert_checks(1);
}

Test(builder, an_id_twice_is_refused)
{
    struct small_build build;
    small_build_begin(&build, folder, false);
    cr_assert_eq(small_build_add(&build, "r", "Heading",
                                 (const char *const[]){"The same.", "The same.", NULL}, &error),
                 TIP_INVALID);
    small_build_give_up(&build);
}

Test(builder, a_finished_builder_takes_nothing_more)
{
    struct small_build build;
    small_build_begin(&build, folder, false);
    cr_assert_eq(tip_builder_finish(build.builder, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(small_build_add(&build, "r", "H", (const char *const[]){"Text.", NULL}, &error),
                 TIP_INTERNAL);
    cr_assert_eq(tip_builder_finish(build.builder, &error), TIP_INTERNAL);
    small_build_give_up(&build);
}

/* ---- clones ---- */

Test(builder, a_clone_keeps_all_and_adds)
{
    struct small_build build;
    struct tip_row row;
    small_index_make(folder, 1);
    small_build_begin(&build, folder, true);
    SMALL_ADD(&build, "second", "Prevention", "Labour inspectors found scams.");
    small_build_publish(&build);
    assert_checks(2);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(generation->manifest.passages, 3);
    cr_assert_eq(generation->manifest.reports, 2);
    cr_assert_eq(generation->manifest.source_count, 2);
    cr_assert_eq(occurrences(generation, "scams"), 2);
    tip_columns_get(generation->columns, 1, &row);
    cr_assert_eq(row.since, 1);
    tip_columns_get(generation->columns, 3, &row);
    cr_assert_eq(row.since, 2);
    tip_generation_close(generation);
}

Test(builder, a_removed_report_leaves_every_part)
{
    struct small_build build;
    small_index_make(folder, 2);
    small_build_begin(&build, folder, true);
    cr_assert_eq(tip_builder_remove(build.builder, "first", &error), TIP_OK, "%s", error.message);
    small_build_publish(&build);
    assert_checks(3);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(generation->manifest.passages, 1);
    cr_assert_eq(generation->manifest.reports, 1);
    cr_assert_eq(generation->manifest.source_count, 1);
    cr_assert_eq(generation->manifest.text_bytes, strlen("Labour inspectors visit farms."));
    cr_assert_eq(occurrences(generation, "scams"), 0);
    cr_assert_eq(frequency(generation, "scam"), 0);
    cr_assert_eq(tip_columns_report_count(generation->columns), 1);
    cr_assert_str_eq(stream(generation, 1, TIP_STREAM_BODY), "");
    tip_generation_close(generation);
}

Test(builder, a_report_replaced_takes_the_free_numbers_and_keeps_since)
{
    struct small_build build;
    struct tip_row row;
    small_index_make(folder, 1);
    small_build_begin(&build, folder, true);
    cr_assert_eq(tip_builder_remove(build.builder, "first", &error), TIP_OK);
    SMALL_ADD(&build, "first", "Cyber Scams", "A new sentence before it.",
              "Cyber scams are run from compounds.");
    small_build_publish(&build);
    assert_checks(2);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(tip_columns_size(generation->columns), 3);
    tip_columns_get(generation->columns, 1, &row);
    cr_assert_eq(row.since, 2);
    tip_columns_get(generation->columns, 2, &row);
    cr_assert_eq(row.since, 1);
    cr_assert_eq(occurrences(generation, "victims"), 0);
    tip_generation_close(generation);
}

Test(builder, what_was_added_in_this_build_can_be_removed_in_it)
{
    struct small_build build;
    small_build_begin(&build, folder, false);
    SMALL_ADD(&build, "kept", "Heading", "A text.");
    SMALL_ADD(&build, "gone", "Heading", "Another text.", "A third.");
    cr_assert_eq(tip_builder_remove(build.builder, "gone", &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_builder_remove(build.builder, "gone", &error), TIP_NOT_FOUND);
    SMALL_ADD(&build, "gone", "Heading", "Another text.");
    small_build_publish(&build);
    assert_checks(1);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(generation->manifest.passages, 2);
    cr_assert_eq(occurrences(generation, "third"), 0);
    tip_generation_close(generation);
}

Test(builder, a_report_that_is_not_there_is_not_found)
{
    struct small_build build;
    small_index_make(folder, 1);
    small_build_begin(&build, folder, true);
    cr_assert_eq(tip_builder_remove(build.builder, "absent", &error), TIP_NOT_FOUND);
    cr_assert_not_null(strstr(error.message, "absent"));
    small_build_publish(&build);
    assert_checks(2);
}

Test(builder, a_source_read_at_last_replaces_its_line)
{
    struct small_build build;
    struct tip_source failed = {.file = "late.txt", .state = TIP_SOURCE_FAILED, .reason = "empty"};
    small_build_begin(&build, folder, false);
    cr_assert_eq(tip_builder_note(build.builder, &failed, &error), TIP_OK);
    small_build_publish(&build);
    small_build_begin(&build, folder, true);
    SMALL_ADD(&build, "late", "Heading", "A text.");
    small_build_publish(&build);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(generation->manifest.source_count, 1);
    cr_assert_eq(generation->manifest.sources[0].state, TIP_SOURCE_READ);
    tip_generation_close(generation);
}

/* ---- collections ---- */

/* A generation with a collection of two records, and a report beside it. */
static void publish_collection(void)
{
    struct small_build build;
    small_build_begin(&build, folder, false);
    SMALL_ADD(&build, "cases", "Heading", "A report that is called as the collection is.");
    small_build_record(&build, "cases", "a", "The first case.");
    small_build_record(&build, "cases", "b", "The second case.");
    small_build_note(&build, "cases", 2);
    small_build_publish(&build);
}

Test(builder, a_collection_is_one_line_of_the_ledger)
{
    struct tip_report report;
    publish_collection();
    assert_checks(1);
    struct tip_generation *generation = small_index_open(folder);
    const struct tip_manifest *manifest = &generation->manifest;
    cr_assert_eq(manifest->reports, 3);
    cr_assert_eq(manifest->source_count, 2);
    cr_assert_str_eq(manifest->sources[1].collection, "cases");
    cr_assert_null(manifest->sources[1].report);
    cr_assert_eq(manifest->sources[1].reports, 2);
    tip_columns_report(generation->columns, 2, &report);
    cr_assert_str_eq(report.id, "b");
    cr_assert_str_eq(report.collection, "cases");
    tip_generation_close(generation);
}

Test(builder, a_record_removed_leaves_its_share_of_the_line)
{
    struct small_build build;
    publish_collection();
    small_build_begin(&build, folder, true);
    cr_assert_str_eq(tip_builder_report_file(build.builder, "a"), "cases.jsonl");
    cr_assert_eq(tip_builder_remove(build.builder, "a", &error), TIP_OK, "%s", error.message);
    cr_assert_null(tip_builder_report_file(build.builder, "a"));
    small_build_publish(&build);
    assert_checks(2);
    struct tip_generation *generation = small_index_open(folder);
    const struct tip_source *line = &generation->manifest.sources[1];
    cr_assert_eq(generation->manifest.source_count, 2);
    cr_assert_eq(line->reports, 1);
    cr_assert_eq(line->passages, 1);
    cr_assert_eq(line->words_in, 97);
    cr_assert_eq(line->words_indexed, 97);
    tip_generation_close(generation);
}

/* A record that went to another source meanwhile stays with that. */
Test(builder, a_collection_removed_takes_its_records_alone)
{
    struct small_build build;
    publish_collection();
    small_build_begin(&build, folder, true);
    cr_assert_eq(tip_builder_remove(build.builder, "b", &error), TIP_OK, "%s", error.message);
    small_build_record(&build, "others", "b", "The second case, told elsewhere.");
    small_build_note(&build, "others", 1);
    cr_assert_eq(tip_builder_remove_collection(build.builder, "cases", &error), TIP_OK, "%s",
                 error.message);
    cr_assert_eq(tip_builder_remove_collection(build.builder, "cases", &error), TIP_NOT_FOUND);
    small_build_publish(&build);
    assert_checks(2);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(generation->manifest.passages, 2);
    cr_assert_eq(generation->manifest.source_count, 2);
    cr_assert_str_eq(generation->manifest.sources[0].report, "cases");
    cr_assert_str_eq(generation->manifest.sources[1].collection, "others");
    tip_generation_close(generation);
}

Test(builder, the_live_generation_is_not_written_to)
{
    struct small_build build;
    small_index_make(folder, 1);
    small_build_begin(&build, folder, true);
    cr_assert_eq(tip_builder_remove(build.builder, "first", &error), TIP_OK);
    SMALL_ADD(&build, "second", "Heading", "A text.");
    small_build_publish(&build);
    assert_checks(1);
    assert_checks(2);
}

Test(builder, an_id_found_again_by_a_full_build_keeps_its_since)
{
    struct tip_row row;
    small_index_make(folder, 3);
    struct tip_generation *generation = small_index_open(folder);
    tip_columns_get(generation->columns, 1, &row);
    cr_assert_eq(row.since, 1);
    tip_columns_get(generation->columns, 3, &row);
    cr_assert_eq(row.since, 2);
    tip_columns_get(generation->columns, 4, &row);
    cr_assert_eq(row.since, 3);
    tip_generation_close(generation);
}

/* ---- how far it is ---- */

struct watched {
    size_t calls, last, count;
};

static void watch(void *context, size_t added, size_t count)
{
    struct watched *watched = context;
    cr_expect_gt(added, watched->last);
    *watched = (struct watched){watched->calls + 1, added, count};
}

Test(builder, a_large_source_tells_how_far_it_is)
{
    enum { PASSAGES = 1000 };
    static struct tip_passage items[PASSAGES];
    const struct tip_passages passages = {.items = items, .count = PASSAGES};
    const struct tip_report report = {.id = "sites", .title = "Sites", .language = "en"};
    const struct tip_source source = {.file = (char *)"sites.txt", .state = TIP_SOURCE_READ};
    struct watched watched = {0};
    struct small_build build;
    for (uint32_t i = 0; i < PASSAGES; i++)
        items[i] = (struct tip_passage){
            .id = i + 1, .text_key = 1, .text = (char *)"Guards kept every paper.", .words = 4};
    small_build_begin(&build, folder, false);
    tip_builder_set_watch(build.builder, watch, &watched);
    cr_assert_eq(tip_builder_add(build.builder, &report, &passages, &source, &error), TIP_OK, "%s",
                 error.message);
    small_build_give_up(&build);
    cr_expect_eq(watched.calls, 4);
    cr_expect_eq(watched.count, PASSAGES);
    cr_expect_lt(watched.last, PASSAGES);
}
