/* The facts of each passage, collected; columns_writer.c writes them. */
#include <stdlib.h>

#include "index/columns.h"
#include "index/columns_rows.h"

/* ---- the builder's life ---- */

void tip_columns_builder_free(struct tip_columns_builder *builder)
{
    if (builder == NULL)
        return;
    tip_text_pool_free(&builder->texts);
    tip_text_pool_free(&builder->reports);
    tip_text_pool_free(&builder->sections);
    free(builder->report_facts);
    free(builder->rows);
    free(builder->block_counts);
    free(builder);
}

/* Makes room for `capacity` rows and the counts of their blocks. */
static bool reserve_rows(struct tip_columns_builder *builder, uint32_t capacity)
{
    struct tip_stored_row *rows = reallocarray(builder->rows, capacity, sizeof *rows);
    if (rows == NULL)
        return false;
    builder->rows = rows;
    size_t had = ((size_t)builder->capacity + TIP_COLUMNS_BLOCK - 1) / TIP_COLUMNS_BLOCK;
    size_t blocks = ((size_t)capacity + TIP_COLUMNS_BLOCK - 1) / TIP_COLUMNS_BLOCK;
    uint32_t *counts = reallocarray(builder->block_counts, blocks, sizeof *counts);
    if (counts == NULL)
        return false;
    memset(counts + had, 0, (blocks - had) * sizeof *counts);
    builder->block_counts = counts;
    builder->capacity = capacity;
    return true;
}

/* Makes rows below `size`; new ones are free. */
static tip_status reach(struct tip_columns_builder *builder, uint32_t size, struct tip_error *error)
{
    if (size > builder->capacity) {
        uint64_t doubled = (uint64_t)builder->capacity * 2;
        uint64_t capacity = doubled > size ? doubled : size;
        if (!reserve_rows(builder, capacity > UINT32_MAX ? UINT32_MAX : (uint32_t)capacity))
            return tip_error_memory(error, "growing the facts of the passages");
    }
    for (; builder->size < size; builder->size++)
        builder->rows[builder->size] = (struct tip_stored_row){.report = TIP_NO_REPORT};
    return TIP_OK;
}

tip_status tip_columns_builder_create(struct tip_columns_builder **out, struct tip_error *error)
{
    struct tip_columns_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL)
        return tip_error_memory(error, "creating the facts of the passages");
    builder->lowest_free = 1;
    tip_status status = reach(builder, 1, error);
    if (status != TIP_OK) {
        tip_columns_builder_free(builder);
        return status;
    }
    *out = builder;
    return TIP_OK;
}

/* ---- collecting ---- */

/* The number of a text; TIP_NO_TEXT for NULL. */
static tip_status add_text(struct tip_columns_builder *builder, const char *text, uint32_t *number,
                           struct tip_error *error)
{
    *number = TIP_NO_TEXT;
    if (text == NULL)
        return TIP_OK;
    return tip_text_pool_add(&builder->texts, text, strlen(text), number, error);
}

static tip_status store_report(struct tip_columns_builder *builder, const struct tip_report *report,
                               struct tip_stored_report *stored, struct tip_error *error)
{
    const char *const texts[TIP_REPORT_FACTS] = {
        [TIP_FACT_ID] = report->id,
        [TIP_FACT_TITLE] = report->title,
        [TIP_FACT_PUBLISHER] = report->publisher,
        [TIP_FACT_DATE] = report->date,
        [TIP_FACT_LANGUAGE] = report->language,
        [TIP_FACT_FILE] = report->file,
        [TIP_FACT_SHA256] = report->sha256,
        [TIP_FACT_URL] = report->url,
        [TIP_FACT_TAGS] = report->tags,
        [TIP_FACT_META] = report->meta,
        [TIP_FACT_COLLECTION] = report->collection,
    };
    for (int i = 0; i < TIP_REPORT_FACTS; i++) {
        tip_status status = add_text(builder, texts[i], &stored->facts[i], error);
        if (status != TIP_OK)
            return status;
    }
    stored->facts[TIP_FACT_YEAR] = (uint32_t)report->year;
    return TIP_OK;
}

static tip_status reserve_report(struct tip_columns_builder *builder, struct tip_error *error)
{
    if (builder->reports.count < builder->report_capacity)
        return TIP_OK;
    size_t capacity = builder->report_capacity == 0 ? 16 : builder->report_capacity * 2;
    struct tip_stored_report *facts = reallocarray(builder->report_facts, capacity, sizeof *facts);
    if (facts == NULL)
        return tip_error_memory(error, "growing the list of reports");
    builder->report_facts = facts;
    builder->report_capacity = capacity;
    return TIP_OK;
}

tip_status tip_columns_builder_report(struct tip_columns_builder *builder,
                                      const struct tip_report *report, uint32_t *number,
                                      struct tip_error *error)
{
    if (report->id == NULL || report->id[0] == '\0')
        return tip_error_set(error, TIP_INVALID, "a report needs an id: give one with --id");
    struct tip_stored_report stored;
    tip_status status = store_report(builder, report, &stored, error);
    if (status != TIP_OK)
        return status;
    status = reserve_report(builder, error);
    if (status != TIP_OK)
        return status;
    uint32_t place;
    status = tip_text_pool_add(&builder->reports, report->id, strlen(report->id), &place, error);
    if (status != TIP_OK)
        return status;
    builder->report_facts[place] = stored;
    *number = place;
    return TIP_OK;
}

const char *tip_columns_builder_file(const struct tip_columns_builder *builder,
                                     const char *report_id)
{
    uint32_t report = tip_text_pool_find(&builder->reports, report_id, strlen(report_id));
    if (report == TIP_NO_TEXT || builder->report_facts[report].facts[TIP_FACT_FILE] == TIP_NO_TEXT)
        return NULL;
    uint32_t file = builder->report_facts[report].facts[TIP_FACT_FILE];
    return tip_text_pool_get(&builder->texts, file, NULL);
}

tip_status tip_columns_builder_section(struct tip_columns_builder *builder,
                                       const char *const *headings, size_t depth, uint32_t *number,
                                       struct tip_error *error)
{
    struct tip_string path = {0};
    tip_status status = TIP_OK;
    for (size_t i = 0; i < depth && status == TIP_OK; i++) {
        uint32_t heading;
        status = add_text(builder, headings[i], &heading, error);
        tip_string_append(&path, &heading, sizeof heading);
    }
    if (status == TIP_OK && path.failed)
        status = tip_error_memory(error, "adding a section");
    if (status == TIP_OK)
        status = tip_text_pool_add(&builder->sections, path.data, path.length, number, error);
    tip_string_free(&path);
    return status;
}

static tip_status check_row(const struct tip_columns_builder *builder, uint32_t number,
                            const struct tip_row *row, struct tip_error *error)
{
    if (number == 0 || number == UINT32_MAX)
        return tip_error_set(error, TIP_INVALID, "%u is no number of a passage", number);
    if (row->report >= builder->reports.count || row->section >= builder->sections.count)
        return tip_error_set(error, TIP_INVALID,
                             "passage %u names a report (%u) or section (%u) that was not added",
                             number, row->report, row->section);
    if ((unsigned)row->kind >= TIP_KIND_COUNT || (unsigned)row->page_is > TIP_PAGE_SECTION_START)
        return tip_error_set(error, TIP_INVALID, "passage %u is of no known kind", number);
    return TIP_OK;
}

tip_status tip_columns_builder_put(struct tip_columns_builder *builder, uint32_t number,
                                   const struct tip_row *row, struct tip_error *error)
{
    tip_status status = check_row(builder, number, row, error);
    if (status != TIP_OK)
        return status;
    struct tip_stored_row stored = {
        .id = row->id,
        .text_key = row->text_key,
        .report = row->report,
        .section = row->section,
        .ordinal = row->ordinal,
        .since = row->since,
        .words = row->words,
        .page_number = (uint32_t)row->page_number,
        .kind = (unsigned char)row->kind,
        .page_is = (unsigned char)row->page_is,
    };
    const bool has_countries = row->countries != NULL && row->countries[0] != '\0';
    status = add_text(builder, row->page, &stored.page, error);
    if (status == TIP_OK)
        status = add_text(builder, row->by, &stored.by, error);
    if (status == TIP_OK)
        status = add_text(builder, has_countries ? row->countries : NULL, &stored.countries, error);
    if (status == TIP_OK)
        status = reach(builder, number + 1, error);
    if (status != TIP_OK)
        return status;
    if (tip_columns_is_free(builder, number))
        builder->block_counts[number / TIP_COLUMNS_BLOCK]++;
    builder->rows[number] = stored;
    return TIP_OK;
}

void tip_columns_builder_remove(struct tip_columns_builder *builder, uint32_t number)
{
    if (number == 0 || tip_columns_is_free(builder, number))
        return;
    builder->rows[number].report = TIP_NO_REPORT;
    builder->block_counts[number / TIP_COLUMNS_BLOCK]--;
    if (number < builder->lowest_free)
        builder->lowest_free = number;
}

/* How far it is from a number that has a passage to the next that may be free: to the next block
 * when this one is full, so that a hole filled in a large index does not cost a look at all. */
static uint32_t step_from(const struct tip_columns_builder *builder, uint32_t number)
{
    bool is_full = number % TIP_COLUMNS_BLOCK == 0 &&
                   builder->block_counts[number / TIP_COLUMNS_BLOCK] == TIP_COLUMNS_BLOCK;
    return is_full ? TIP_COLUMNS_BLOCK : 1;
}

uint32_t tip_columns_builder_free_number(struct tip_columns_builder *builder)
{
    while (!tip_columns_is_free(builder, builder->lowest_free))
        builder->lowest_free += step_from(builder, builder->lowest_free);
    return builder->lowest_free;
}

/* ---- a builder that continues a file ---- */

static tip_status load_reports(struct tip_columns_builder *builder,
                               const struct tip_columns *columns, struct tip_error *error)
{
    for (uint32_t i = 0; i < tip_columns_report_count(columns); i++) {
        struct tip_report report;
        tip_columns_report(columns, i, &report);
        uint32_t number;
        tip_status status = tip_columns_builder_report(builder, &report, &number, error);
        if (status != TIP_OK)
            return status;
        if (number != i)
            return tip_error_set(error, TIP_CORRUPT,
                                 "the index holds report %s twice: build it again", report.id);
    }
    return TIP_OK;
}

static tip_status load_section(struct tip_columns_builder *builder,
                               const struct tip_columns *columns, uint32_t section,
                               uint32_t *number, struct tip_error *error)
{
    size_t depth = tip_columns_section_depth(columns, section);
    const char **headings = calloc(depth > 0 ? depth : 1, sizeof *headings);
    if (headings == NULL)
        return tip_error_memory(error, "loading the sections");
    for (size_t level = 0; level < depth; level++)
        headings[level] = tip_columns_heading(columns, section, level);
    tip_status status = tip_columns_builder_section(builder, headings, depth, number, error);
    free(headings);
    return status;
}

static tip_status load_sections(struct tip_columns_builder *builder,
                                const struct tip_columns *columns, struct tip_error *error)
{
    for (uint32_t i = 0; i < tip_columns_section_count(columns); i++) {
        uint32_t number;
        tip_status status = load_section(builder, columns, i, &number, error);
        if (status != TIP_OK)
            return status;
        if (number != i)
            return tip_error_set(error, TIP_CORRUPT,
                                 "the index holds a section twice: build it again");
    }
    return TIP_OK;
}

static tip_status load(struct tip_columns_builder *builder, const struct tip_columns *columns,
                       struct tip_error *error)
{
    tip_status status = load_reports(builder, columns, error);
    if (status == TIP_OK)
        status = load_sections(builder, columns, error);
    if (status == TIP_OK)
        status = reach(builder, tip_columns_size(columns), error);
    for (uint32_t number = 1; number < tip_columns_size(columns) && status == TIP_OK; number++) {
        if (!tip_columns_has(columns, number))
            continue;
        struct tip_row row;
        tip_columns_get(columns, number, &row);
        status = tip_columns_builder_put(builder, number, &row, error);
    }
    return status;
}

tip_status tip_columns_builder_load(struct tip_columns_builder **out,
                                    const struct tip_columns *columns, struct tip_error *error)
{
    struct tip_columns_builder *builder = NULL;
    tip_status status = tip_columns_builder_create(&builder, error);
    if (status != TIP_OK)
        return status;
    status = load(builder, columns, error);
    if (status != TIP_OK) {
        tip_columns_builder_free(builder);
        return status;
    }
    *out = builder;
    return TIP_OK;
}
