/* Small indexes for tests of what reads and writes them. */
#include "unit/small_index.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "passage/passage.h"

const char *small_folder(void)
{
    static char folder[64];
    strcpy(folder, "/tmp/tip-index-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    return folder;
}

void small_build_begin(struct small_build *build, const char *index_path, bool is_clone)
{
    struct tip_error error;
    *build = (struct small_build){0};
    cr_assert_eq(tip_index_lock_take(&build->lock, index_path, &error), TIP_OK, "%s",
                 error.message);
    cr_assert_eq(tip_draft_create(&build->draft, index_path, &error), TIP_OK, "%s", error.message);
    if (build->draft.previous != 0)
        build->previous = small_index_open(index_path);
    tip_status status =
        is_clone ? tip_builder_clone(&build->builder, &build->draft, build->previous, &error)
                 : tip_builder_create(&build->builder, &build->draft, build->previous, &error);
    cr_assert_eq(status, TIP_OK, "%s", error.message);
}

static void fill(struct tip_passages *passages, const char *report_id, char **section,
                 const char *const *texts)
{
    struct tip_error error;
    for (size_t i = 0; texts[i] != NULL; i++) {
        struct tip_passage *passage = &passages->items[passages->count++];
        *passage = (struct tip_passage){.section = section,
                                        .section_depth = 2,
                                        .text = (char *)texts[i],
                                        .ordinal = (uint32_t)i,
                                        .page = "iv",
                                        .page_number = 4,
                                        .page_is = TIP_PAGE_EXACT,
                                        .line = i + 1};
        for (const char *c = texts[i]; *c != '\0'; c++)
            passage->words += *c == ' ' || c[1] == '\0';
        cr_assert_eq(tip_passage_id(&passage->id, report_id, texts[i], 0, &error), TIP_OK);
        cr_assert_eq(tip_passage_text_key(&passage->text_key, texts[i], &error), TIP_OK);
    }
}

tip_status small_build_add(struct small_build *build, const char *report_id, const char *heading,
                           const char *const *texts, struct tip_error *error)
{
    struct tip_passage items[16] = {0};
    struct tip_passages passages = {.items = items};
    char *section[] = {"Topics", (char *)heading};
    char file[64];
    snprintf(file, sizeof file, "%s.txt", report_id);
    fill(&passages, report_id, section, texts);
    struct tip_report report = {.id = report_id,
                                .title = "Trafficking in Persons Report",
                                .publisher = "U.S. Department of State",
                                .date = "June 2023",
                                .year = 2023,
                                .language = "en",
                                .file = file,
                                .sha256 = "ab"};
    struct tip_source source = {.file = file,
                                .state = TIP_SOURCE_READ,
                                .reader = "text",
                                .sha256 = "ab",
                                .size = 10,
                                .words_in = 20};
    return tip_builder_add(build->builder, &report, &passages, &source, error);
}

void small_build_must_add(struct small_build *build, const char *report_id, const char *heading,
                          const char *const *texts)
{
    struct tip_error error;
    cr_assert_eq(small_build_add(build, report_id, heading, texts, &error), TIP_OK, "%s",
                 error.message);
}

void small_build_record(struct small_build *build, const char *collection, const char *report_id,
                        const char *text)
{
    struct tip_error error;
    struct tip_passage item[1] = {0};
    struct tip_passages passages = {.items = item};
    char *section[] = {"Cases", "Asia"};
    uint64_t words = 0;
    struct tip_report report = {
        .id = report_id, .title = "A case", .file = "cases.jsonl", .collection = collection};
    fill(&passages, report_id, section, (const char *const[]){text, NULL});
    cr_assert_eq(tip_builder_add_report(build->builder, &report, &passages, &words, &error), TIP_OK,
                 "%s", error.message);
    cr_assert_gt(words, 0);
}

void small_build_note(struct small_build *build, const char *collection, uint32_t records)
{
    struct tip_error error;
    const struct tip_source line = {.file = "cases.jsonl",
                                    .collection = (char *)collection,
                                    .state = TIP_SOURCE_READ,
                                    .reports = records,
                                    .passages = records,
                                    .words_in = 100,
                                    .words_indexed = 100};
    cr_assert_eq(tip_builder_note(build->builder, &line, &error), TIP_OK, "%s", error.message);
}

void small_build_give_up(struct small_build *build)
{
    tip_builder_free(build->builder);
    tip_generation_close(build->previous);
    tip_draft_free(&build->draft);
    tip_index_lock_release(&build->lock);
}

void small_build_publish(struct small_build *build)
{
    struct tip_error error;
    cr_assert_eq(tip_builder_finish(build->builder, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_draft_publish(&build->draft, &error), TIP_OK, "%s", error.message);
    small_build_give_up(build);
}

void small_index_make(const char *index_path, int generations)
{
    for (int i = 1; i <= generations; i++) {
        struct small_build build;
        small_build_begin(&build, index_path, false);
        SMALL_ADD(&build, "first", "Cyber Scams", "Cyber scams are run from compounds.",
                  "Victims of debt bondage owe what they can never repay.");
        for (int more = 2; more <= i; more++) {
            char id[32];
            snprintf(id, sizeof id, "report-%d", more);
            SMALL_ADD(&build, id, "Prevention", "Labour inspectors visit farms.");
        }
        small_build_publish(&build);
    }
}

struct tip_generation *small_index_open(const char *index_path)
{
    struct tip_generation *generation;
    struct tip_error error;
    char warning[TIP_ERROR_MESSAGE_SIZE];
    cr_assert_eq(tip_generation_open_current(&generation, index_path, warning, &error), TIP_OK,
                 "%s", error.message);
    cr_assert_str_eq(warning, "");
    return generation;
}
