/* A generation written anew from the passages of another one.
 *
 * What was removed from a clone leaves traces: its words in `words`, pieces of its text in the
 * dictionary that records are deflated with and in free blocks of the database. Here every part is
 * made from what lives alone, by the same way as from sources, which are not needed. */
#include <stdlib.h>
#include <string.h>

#include "index/builder_parts.h"

/* The passages of one report at a time; headings and facts are borrowed from the columns. */
struct rewriting {
    struct tip_builder *builder;
    const struct tip_generation *from;
    struct tip_index *postings;
    uint32_t *numbers; /* of all passages, in the order of their reports, then of ordinals */
    uint32_t count;
    struct tip_passages passages;
    struct tip_error *error;
};

/* ---- the order ---- */

static int by_report_and_ordinal(const void *left, const void *right, void *context)
{
    const struct tip_columns *columns = context;
    struct tip_row a, b;
    tip_columns_get(columns, *(const uint32_t *)left, &a);
    tip_columns_get(columns, *(const uint32_t *)right, &b);
    if (a.report != b.report)
        return a.report < b.report ? -1 : 1;
    return a.ordinal < b.ordinal ? -1 : a.ordinal > b.ordinal;
}

static tip_status arrange(struct rewriting *rewriting)
{
    const struct tip_columns *columns = rewriting->from->columns;
    rewriting->numbers = calloc(tip_columns_size(columns) + 1u, sizeof *rewriting->numbers);
    if (rewriting->numbers == NULL)
        return tip_error_memory(rewriting->error, "writing an index anew");
    for (uint32_t number = 1; number < tip_columns_size(columns); number++)
        if (tip_columns_has(columns, number))
            rewriting->numbers[rewriting->count++] = number;
    qsort_r(rewriting->numbers, rewriting->count, sizeof *rewriting->numbers, by_report_and_ordinal,
            (void *)(uintptr_t)columns);
    return TIP_OK;
}

/* ---- a report ---- */

/* What is borrowed is let go first, so that only texts and arrays are freed. */
static void passages_clear(struct tip_passages *passages)
{
    for (size_t i = 0; i < passages->count; i++) {
        free(passages->items[i].text);
        free(passages->items[i].section);
    }
    free(passages->items);
    *passages = (struct tip_passages){0};
}

static tip_status borrow_section(struct rewriting *rewriting, struct tip_passage *passage,
                                 uint32_t section)
{
    const struct tip_columns *columns = rewriting->from->columns;
    size_t depth = tip_columns_section_depth(columns, section);
    passage->section = calloc(depth + 1, sizeof *passage->section);
    if (passage->section == NULL)
        return tip_error_memory(rewriting->error, "writing an index anew");
    for (size_t level = 0; level < depth; level++)
        passage->section[level] = (char *)tip_columns_heading(columns, section, level);
    passage->section_depth = depth;
    return TIP_OK;
}

static tip_status read_passage(struct rewriting *rewriting, struct tip_passage *passage,
                               uint32_t number)
{
    struct tip_row row;
    size_t length;
    tip_columns_get(rewriting->from->columns, number, &row);
    *passage = (struct tip_passage){
        .id = row.id,
        .text_key = row.text_key,
        .kind = row.kind,
        .page = (char *)row.page,
        .page_number = row.page_number,
        .page_is = row.page_is,
        .ordinal = row.ordinal,
        .by = (char *)row.by,
        .countries = (char *)row.countries,
        .words = row.words,
    };
    tip_status status = borrow_section(rewriting, passage, row.section);
    return status == TIP_OK ? tip_generation_text(rewriting->from, rewriting->postings, number,
                                                  &passage->text, &length, rewriting->error)
                            : status;
}

/* The `count` passages of a report whose numbers begin at `numbers`. */
static tip_status rewrite_report(struct rewriting *rewriting, const uint32_t *numbers,
                                 uint32_t count)
{
    struct tip_passages *passages = &rewriting->passages;
    struct tip_report report;
    uint64_t words_indexed;
    tip_status status = TIP_OK;
    passages->items = calloc(count, sizeof *passages->items);
    if (passages->items == NULL)
        return tip_error_memory(rewriting->error, "writing an index anew");
    for (uint32_t i = 0; i < count && status == TIP_OK; i++) {
        passages->count++;
        status = read_passage(rewriting, &passages->items[i], numbers[i]);
    }
    tip_columns_report(rewriting->from->columns,
                       tip_columns_report_of(rewriting->from->columns, numbers[0]), &report);
    if (status == TIP_OK)
        status = tip_builder_add_report(rewriting->builder, &report, passages, &words_indexed,
                                        rewriting->error);
    passages_clear(passages);
    return status;
}

static tip_status rewrite_reports(struct rewriting *rewriting)
{
    const struct tip_columns *columns = rewriting->from->columns;
    tip_status status = TIP_OK;
    for (uint32_t first = 0, next; first < rewriting->count && status == TIP_OK; first = next) {
        uint32_t report = tip_columns_report_of(columns, rewriting->numbers[first]);
        next = first + 1;
        while (next < rewriting->count &&
               tip_columns_report_of(columns, rewriting->numbers[next]) == report)
            next++;
        status = rewrite_report(rewriting, rewriting->numbers + first, next - first);
    }
    return status;
}

tip_status tip_builder_rewrite(struct tip_builder *builder, struct tip_error *error)
{
    struct rewriting rewriting = {.builder = builder, .from = builder->previous, .error = error};
    tip_status status = tip_builder_clone_ledger(builder, error);
    if (status == TIP_OK)
        status = tip_index_open(&rewriting.postings, builder->previous->postings_path, error);
    if (status == TIP_OK)
        status = arrange(&rewriting);
    if (status == TIP_OK) { /* counted again as they are added */
        builder->manifest.passages = 0;
        builder->manifest.words = 0;
        builder->manifest.text_bytes = 0;
        builder->manifest.changes = 0;
        status = rewrite_reports(&rewriting);
    }
    tip_index_close(rewriting.postings);
    free(rewriting.numbers);
    return status;
}
