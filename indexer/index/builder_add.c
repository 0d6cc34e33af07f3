/* Passages of a report -> every part of the index.
 *
 * A report is looked through as a whole before any of it is added, so one that cannot be stored
 * costs its neighbours nothing. After that only the machine can fail (memory, disk), and then the
 * build is given up. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "index/builder_parts.h"
#include "reader/document.h"

enum { WATCHED_PASSAGES = 256 }; /* between two words to the watch: some hundredths of a second */

/* The report that is being added. */
struct adding {
    struct tip_builder *builder;
    const struct tip_report *report;
    const char *language;
    uint32_t table_report;            /* its place in the passage table */
    uint32_t column_report;           /* its number in the columns */
    uint32_t section;                 /* the number of the section at hand, in the columns */
    const struct tip_passage *before; /* the passage added last; NULL at first */
    uint64_t words_indexed;
};

/* ---- looking through ---- */

static tip_status refuse_text(const char *file, size_t line, const char *what, size_t offset,
                              struct tip_error *error)
{
    return tip_error_set(error, TIP_INVALID,
                         "%s:%zu: %s is not UTF-8 at its byte %zu: convert the source to UTF-8",
                         file, line, what, offset);
}

/* NULL is text that is not known. */
static tip_status look_at_text(const char *text, const char *what, const char *file, size_t line,
                               struct tip_error *error)
{
    size_t length = text == NULL ? 0 : strlen(text);
    size_t valid = length == 0 ? 0 : tip_utf8_invalid_at(text, length);
    return valid == length ? TIP_OK : refuse_text(file, line, what, valid, error);
}

static tip_status look_at_passage(const struct tip_builder *builder,
                                  const struct tip_passage *passage,
                                  const struct tip_report *report, const char *file,
                                  struct tip_error *error)
{
    tip_status status = look_at_text(passage->text, "a passage", file, passage->line, error);
    if (status == TIP_OK)
        status =
            look_at_text(passage->by, "the name behind a quotation", file, passage->line, error);
    if (status == TIP_OK)
        status = look_at_text(passage->page, "the label of a page", file, passage->line, error);
    for (size_t i = 0; i < passage->section_depth && status == TIP_OK; i++)
        status = look_at_text(passage->section[i], "a heading", file, passage->line, error);
    if (status == TIP_OK && tip_passage_table_find(&builder->table, passage->id) != 0)
        status = tip_error_set(error, TIP_INVALID,
                               "%s:%zu: the passage %016" PRIx64 " of report %s is in the index "
                               "already: give the report an id of its own",
                               file, passage->line, passage->id, report->id);
    return status;
}

static tip_status look_at_report(const struct tip_builder *builder, const struct tip_report *report,
                                 const char *file, struct tip_error *error)
{
    if (report->id == NULL || report->id[0] == '\0')
        return tip_error_set(error, TIP_INVALID, "%s: its report has no id: give it one", file);
    const char *const texts[] = {report->id,       report->title, report->publisher, report->date,
                                 report->language, report->url,   report->tags,      report->meta};
    tip_status status = TIP_OK;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == TIP_OK; i++)
        status = look_at_text(texts[i], "a fact of the report", file, 0, error);
    if (status != TIP_OK)
        return status;
    if (tip_builder_has_report(builder, report->id))
        return tip_error_set(error, TIP_INVALID,
                             "%s: the report %s is in the index already, from another source: "
                             "give this one another id",
                             file, report->id);
    return TIP_OK;
}

static int by_id(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b ? 1 : 0;
}

static tip_status look_for_twins(const struct tip_passages *passages,
                                 const struct tip_report *report, const char *file,
                                 struct tip_error *error)
{
    if (passages->count < 2)
        return TIP_OK;
    tip_status status = TIP_OK;
    uint64_t *ids = calloc(passages->count, sizeof *ids);
    if (ids == NULL)
        return tip_error_memory(error, "looking through a source");
    for (size_t i = 0; i < passages->count; i++)
        ids[i] = passages->items[i].id;
    qsort(ids, passages->count, sizeof *ids, by_id);
    for (size_t i = 1; i < passages->count && status == TIP_OK; i++)
        if (ids[i] == ids[i - 1])
            status = tip_error_set(error, TIP_INVALID,
                                   "%s: two passages of report %s have the id %016" PRIx64, file,
                                   report->id, ids[i]);
    free(ids);
    return status;
}

static tip_status look_through(const struct tip_builder *builder, const struct tip_report *report,
                               const struct tip_passages *passages, const char *file,
                               struct tip_error *error)
{
    tip_status status = look_at_report(builder, report, file, error);
    if (status == TIP_OK)
        status = look_for_twins(passages, report, file, error);
    for (size_t i = 0; i < passages->count && status == TIP_OK; i++)
        status = look_at_passage(builder, &passages->items[i], report, file, error);
    return status;
}

/* ---- words and terms ---- */

/* Who said a quotation comes behind its text, so that the text's positions stay what they are. */
static tip_status read_body(struct adding *adding, const struct tip_passage *passage,
                            struct tip_error *error)
{
    struct tip_builder *builder = adding->builder;
    struct tip_field_words *body = &builder->fields[TIP_FIELD_BODY];
    tip_field_words_clear(body);
    tip_status status =
        tip_field_words_add(body, &builder->source, adding->language, passage->text, error);
    if (status == TIP_OK)
        status = tip_field_words_add(body, &builder->source, adding->language, passage->by, error);
    return status;
}

/* How many headings, from the outermost, two passages share; the first has none before it. */
static size_t shared_depth(const struct tip_passage *before, const struct tip_passage *passage)
{
    size_t depth = 0;
    while (before != NULL && depth < before->section_depth && depth < passage->section_depth &&
           strcmp(before->section[depth], passage->section[depth]) == 0)
        depth++;
    return depth;
}

/* The section's words are kept from passage to passage while its headings stay. A heading's words
 * are indexed with every passage under it and counted where they first come. */
static tip_status read_section(struct adding *adding, const struct tip_passage *passage,
                               struct tip_error *error)
{
    struct tip_builder *builder = adding->builder;
    struct tip_field_words *section = &builder->fields[TIP_FIELD_SECTION];
    size_t shared = shared_depth(adding->before, passage);
    if (adding->before != NULL && shared == passage->section_depth &&
        shared == adding->before->section_depth)
        return TIP_OK;
    for (size_t i = shared; i < passage->section_depth; i++)
        adding->words_indexed += tip_text_words(passage->section[i], strlen(passage->section[i]));
    tip_field_words_clear(section);
    tip_status status = TIP_OK;
    for (size_t i = 0; i < passage->section_depth && status == TIP_OK; i++)
        status = tip_field_words_add(section, &builder->source, adding->language,
                                     passage->section[i], error);
    if (status == TIP_OK)
        status =
            tip_columns_builder_section(builder->columns, (const char *const *)passage->section,
                                        passage->section_depth, &adding->section, error);
    return status;
}

static tip_status weigh(struct tip_builder *builder, struct tip_error *error)
{
    const struct tip_field_words *fields[TIP_FIELD_COUNT];
    for (int i = 0; i < TIP_FIELD_COUNT; i++)
        fields[i] = &builder->fields[i];
    return tip_weigh(&builder->weighing, builder->words, fields, error);
}

/* ---- the parts ---- */

static tip_status put_tokens(struct tip_builder *builder, uint32_t number, struct tip_error *error)
{
    const struct tip_number_list *body = &builder->fields[TIP_FIELD_BODY].stream;
    const struct tip_number_list *section = &builder->fields[TIP_FIELD_SECTION].stream;
    tip_status status = TIP_OK;
    tip_token_list_clear(&builder->list);
    for (size_t i = 0; i < body->count && status == TIP_OK; i++) {
        status = tip_token_list_append(&builder->list, TIP_STREAM_BODY, body->items[i], error);
        if (body->items[i] != TIP_NO_WORD)
            tip_words_builder_count(builder->words, body->items[i], 1);
    }
    for (size_t i = 0; i < section->count && status == TIP_OK; i++)
        status =
            tip_token_list_append(&builder->list, TIP_STREAM_SECTION, section->items[i], error);
    if (status == TIP_OK)
        status = tip_tokens_builder_put(builder->tokens, number, &builder->list, error);
    if (status == TIP_OK)
        status = tip_signatures_builder_put(builder->signatures, number, &builder->list,
                                            builder->words, error);
    return status;
}

/* An id that the live generation has keeps the generation in which it first appeared. */
static uint32_t since(const struct tip_builder *builder, uint64_t id)
{
    if (builder->previous == NULL)
        return builder->generation;
    struct tip_row row;
    uint32_t number = tip_columns_find_id(builder->previous->columns, id);
    if (number == 0)
        return builder->generation;
    tip_columns_get(builder->previous->columns, number, &row);
    return row.since;
}

static tip_status put_columns(const struct adding *adding, uint32_t number,
                              const struct tip_passage *passage, struct tip_error *error)
{
    struct tip_row row = {
        .id = passage->id,
        .text_key = passage->text_key,
        .report = adding->column_report,
        .section = adding->section,
        .ordinal = passage->ordinal,
        .since = since(adding->builder, passage->id),
        .words = passage->words,
        .kind = passage->kind,
        .page_is = passage->page_is,
        .page_number = passage->page_number,
        .page = passage->page,
        .by = passage->by,
        .countries = passage->countries == NULL ? "" : passage->countries,
    };
    return tip_columns_builder_put(adding->builder->columns, number, &row, error);
}

static tip_status remember(struct adding *adding, uint32_t number,
                           const struct tip_passage *passage, struct tip_error *error)
{
    struct tip_builder *builder = adding->builder;
    struct tip_passage_entry entry = {
        .id = passage->id,
        .words = passage->words,
        .text_bytes = (uint32_t)strlen(passage->text),
        .report = adding->table_report,
        .is_new = true,
    };
    tip_status status = tip_passage_table_add(&builder->table, number, &entry, error);
    if (status != TIP_OK)
        return status;
    builder->manifest.passages++;
    builder->manifest.changes++;
    builder->manifest.words += entry.words;
    builder->manifest.text_bytes += entry.text_bytes;
    adding->words_indexed += passage->words;
    if (passage->by != NULL)
        adding->words_indexed += tip_text_words(passage->by, strlen(passage->by));
    return TIP_OK;
}

static tip_status add_passage(struct adding *adding, const struct tip_passage *passage,
                              struct tip_error *error)
{
    struct tip_builder *builder = adding->builder;
    tip_status status = read_body(adding, passage, error);
    if (status == TIP_OK)
        status = read_section(adding, passage, error);
    if (status == TIP_OK)
        status = weigh(builder, error);
    if (status != TIP_OK)
        return status;
    uint32_t number = tip_columns_builder_free_number(builder->columns);
    status = put_columns(adding, number, passage, error);
    if (status == TIP_OK)
        status = put_tokens(builder, number, error);
    if (status == TIP_OK)
        status = tip_record_store_put(&builder->store, number, passage->text,
                                      builder->weighing.terms, builder->weighing.count, error);
    if (status == TIP_OK)
        status = remember(adding, number, passage, error);
    adding->before = passage;
    return status;
}

/* ---- the report ---- */

static tip_status begin_report(struct adding *adding, struct tip_error *error)
{
    struct tip_builder *builder = adding->builder;
    struct tip_field_words *title = &builder->fields[TIP_FIELD_TITLE];
    const struct tip_report *report = adding->report;
    tip_field_words_clear(title);
    tip_status status = tip_passage_table_add_report(
        &builder->table, report->id, report->collection, &adding->table_report, error);
    if (status == TIP_OK)
        status =
            tip_columns_builder_report(builder->columns, report, &adding->column_report, error);
    if (status == TIP_OK)
        status =
            tip_field_words_add(title, &builder->source, adding->language, report->title, error);
    return status;
}

static void tell(const struct tip_builder *builder, size_t added, size_t count)
{
    if (builder->watch != NULL)
        builder->watch(builder->watch_context, added, count);
}

static tip_status add_passages(struct adding *adding, const struct tip_passages *passages,
                               struct tip_error *error)
{
    tip_status status = begin_report(adding, error);
    tip_field_words_clear(&adding->builder->fields[TIP_FIELD_SECTION]);
    for (size_t i = 0; i < passages->count && status == TIP_OK; i++) {
        status = add_passage(adding, &passages->items[i], error);
        if (i % WATCHED_PASSAGES == 0)
            tell(adding->builder, i + 1, passages->count);
    }
    return status;
}

tip_status tip_builder_add_report(struct tip_builder *builder, const struct tip_report *report,
                                  const struct tip_passages *passages, uint64_t *words_indexed,
                                  struct tip_error *error)
{
    struct adding adding = {.builder = builder, .report = report};
    tip_status status = tip_builder_is_open(builder, error);
    if (status == TIP_OK)
        status = look_through(builder, report, passages, report->file, error);
    if (status != TIP_OK)
        return status;
    adding.language = report->language == NULL ? "en" : report->language;
    status = add_passages(&adding, passages, error);
    if (status != TIP_OK) {
        builder->is_closed = true;
        return status;
    }
    *words_indexed = adding.words_indexed;
    return TIP_OK;
}

tip_status tip_builder_add(struct tip_builder *builder, const struct tip_report *report,
                           const struct tip_passages *passages, const struct tip_source *source,
                           struct tip_error *error)
{
    struct tip_source line = *source;
    tip_status status =
        tip_builder_add_report(builder, report, passages, &line.words_indexed, error);
    if (status != TIP_OK)
        return status;
    line.report = (char *)report->id; /* copied there, never written to */
    line.reports = 1;
    line.passages = (uint32_t)passages->count;
    return tip_builder_note(builder, &line, error);
}

void tip_builder_set_watch(struct tip_builder *builder, tip_builder_watch *watch, void *context)
{
    builder->watch = watch;
    builder->watch_context = context;
}

bool tip_builder_has_report(const struct tip_builder *builder, const char *report_id)
{
    uint32_t there = tip_passage_table_report(&builder->table, report_id);
    return there != 0 && builder->table.reports[there].first != 0;
}

const char *tip_builder_report_file(const struct tip_builder *builder, const char *report_id)
{
    return tip_builder_has_report(builder, report_id)
               ? tip_columns_builder_file(builder->columns, report_id)
               : NULL;
}
