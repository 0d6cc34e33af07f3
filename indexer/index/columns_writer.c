/* The facts of each passage, written; columns.c describes the file.
 *
 * Texts, reports and sections that no passage uses are left out. Reports and sections get new
 * numbers in their old order, and texts stand in the order they are first used: the same calls of
 * the builder give the same bytes. */
#include <stdlib.h>

#include "index/columns.h"
#include "index/columns_rows.h"

#define NOT_USED UINT32_MAX

/* What a write knows: which texts, reports and sections the file has, and under which number. */
struct writer {
    const struct tip_columns_builder *builder;
    const struct tip_twin_source *source; /* or NULL */
    struct tip_string out[TIP_COLUMN_COUNT];
    uint32_t *offsets;  /* of the pool's texts in the file; 0: not yet there */
    uint32_t *reports;  /* new numbers, or NOT_USED */
    uint32_t *sections; /* likewise */
    uint32_t *sets; /* of countries: the place + 1 in the file's list of a pool's text; 0: none */
    uint32_t set_count;
};

/* A passage and what the sorted sections order it by. */
struct sort_key {
    uint64_t key;
    uint32_t number;
};

/* An array of `count` times `value`; never NULL but for want of memory. */
static uint32_t *filled(size_t count, uint32_t value)
{
    uint32_t *array = calloc(count > 0 ? count : 1, sizeof *array);
    for (size_t i = 0; array != NULL && i < count; i++)
        array[i] = value;
    return array;
}

/* The offset of a text in the file, where it is put when it is not there. */
static uint32_t offset_of(struct writer *writer, uint32_t text)
{
    if (text == TIP_NO_TEXT)
        return TIP_TEXT_ABSENT;
    if (writer->offsets[text] == 0) {
        size_t length;
        const char *bytes = tip_text_pool_get(&writer->builder->texts, text, &length);
        writer->offsets[text] = (uint32_t)writer->out[TIP_COLUMN_TEXT].length;
        tip_string_append(&writer->out[TIP_COLUMN_TEXT], bytes, length + 1);
    }
    return writer->offsets[text];
}

static void mark_used(struct writer *writer)
{
    const struct tip_columns_builder *builder = writer->builder;
    for (uint32_t number = 1; number < builder->size; number++) {
        if (tip_columns_is_free(builder, number))
            continue;
        writer->reports[builder->rows[number].report] = 0;
        writer->sections[builder->rows[number].section] = 0;
    }
}

static void write_reports(struct writer *writer)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < writer->builder->reports.count; i++) {
        if (writer->reports[i] == NOT_USED)
            continue;
        writer->reports[i] = next++;
        for (int which = 0; which < TIP_REPORT_FACTS; which++) {
            uint32_t value = writer->builder->report_facts[i].facts[which];
            if (which != TIP_FACT_YEAR)
                value = offset_of(writer, value);
            tip_string_append_u32(&writer->out[TIP_COLUMN_REPORT_FACTS], value);
        }
    }
}

/* The headings of one path of the pool; returns how many. */
static uint32_t write_headings(struct writer *writer, uint32_t section)
{
    size_t length;
    const char *path = tip_text_pool_get(&writer->builder->sections, section, &length);
    for (size_t at = 0; at < length; at += sizeof(uint32_t)) {
        uint32_t heading;
        memcpy(&heading, path + at, sizeof heading);
        tip_string_append_u32(&writer->out[TIP_COLUMN_HEADINGS], offset_of(writer, heading));
    }
    return (uint32_t)(length / sizeof(uint32_t));
}

static void write_sections(struct writer *writer)
{
    uint32_t next = 0;
    uint32_t start = 0;
    for (uint32_t i = 0; i < writer->builder->sections.count; i++) {
        if (writer->sections[i] == NOT_USED)
            continue;
        writer->sections[i] = next++;
        tip_string_append_u32(&writer->out[TIP_COLUMN_SECTION_STARTS], start);
        start += write_headings(writer, i);
    }
    tip_string_append_u32(&writer->out[TIP_COLUMN_SECTION_STARTS], start);
}

/* The place of a set of countries in the file's list, where it is put when it is not there. */
static uint32_t set_of(struct writer *writer, uint32_t text)
{
    if (text == TIP_NO_TEXT)
        return 0;
    if (writer->sets[text] == 0) {
        tip_string_append_u32(&writer->out[TIP_COLUMN_COUNTRY_SETS], offset_of(writer, text));
        writer->sets[text] = ++writer->set_count;
    }
    return writer->sets[text];
}

static void write_row(struct writer *writer, const struct tip_stored_row *row)
{
    struct tip_string *out = writer->out;
    tip_string_append_u64(&out[TIP_COLUMN_ID], row->id);
    tip_string_append_u64(&out[TIP_COLUMN_TEXT_KEY], row->text_key);
    tip_string_append_u32(&out[TIP_COLUMN_REPORT], writer->reports[row->report]);
    tip_string_append_u32(&out[TIP_COLUMN_SECTION], writer->sections[row->section]);
    tip_string_append_u32(&out[TIP_COLUMN_ORDINAL], row->ordinal);
    tip_string_append_u32(&out[TIP_COLUMN_SINCE], row->since);
    tip_string_append_u32(&out[TIP_COLUMN_WORDS], row->words);
    tip_string_append_u32(&out[TIP_COLUMN_PAGE_NUMBER], row->page_number);
    tip_string_append_u32(&out[TIP_COLUMN_PAGE], offset_of(writer, row->page));
    tip_string_append_u32(&out[TIP_COLUMN_BY], offset_of(writer, row->by));
    tip_string_append_u32(&out[TIP_COLUMN_COUNTRIES], set_of(writer, row->countries));
    tip_string_append_char(&out[TIP_COLUMN_KIND], (char)row->kind);
    tip_string_append_char(&out[TIP_COLUMN_PAGE_IS], (char)row->page_is);
}

/* A number that no passage has: zeros, but for its report. */
static void write_free_row(struct writer *writer)
{
    static const char zeros[8];
    for (int i = 0; i < TIP_COLUMN_PER_PASSAGE; i++) {
        if (i == TIP_COLUMN_REPORT)
            tip_string_append_u32(&writer->out[i], TIP_NO_REPORT);
        else
            tip_string_append(&writer->out[i], zeros, tip_columns_format.widths[i]);
    }
}

static void write_rows(struct writer *writer)
{
    const struct tip_columns_builder *builder = writer->builder;
    for (uint32_t number = 0; number < builder->size; number++) {
        if (tip_columns_is_free(builder, number))
            write_free_row(writer);
        else
            write_row(writer, &builder->rows[number]);
    }
}

static int compare_sort_keys(const void *left, const void *right)
{
    const struct sort_key *a = left;
    const struct sort_key *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* Sorts `keys` and writes their numbers. */
static void write_sorted(struct tip_string *out, struct sort_key *keys, size_t count)
{
    qsort(keys, count, sizeof *keys, compare_sort_keys);
    for (size_t i = 0; i < count; i++)
        tip_string_append_u32(out, keys[i].number);
}

/* The sorted sections; the reports have their new numbers. */
static tip_status write_orders(struct writer *writer, struct tip_error *error)
{
    const struct tip_columns_builder *builder = writer->builder;
    struct sort_key *keys = calloc((size_t)builder->size * 2, sizeof *keys);
    if (keys == NULL)
        return tip_error_memory(error, "sorting the passages");
    struct sort_key *ordinals = keys + builder->size;
    size_t count = 0;
    for (uint32_t number = 1; number < builder->size; number++) {
        if (tip_columns_is_free(builder, number))
            continue;
        const struct tip_stored_row *row = &builder->rows[number];
        uint64_t report = writer->reports[row->report];
        keys[count] = (struct sort_key){row->id, number};
        ordinals[count++] = (struct sort_key){report << 32 | row->ordinal, number};
    }
    write_sorted(&writer->out[TIP_COLUMN_BY_ID], keys, count);
    write_sorted(&writer->out[TIP_COLUMN_BY_ORDINAL], ordinals, count);
    free(keys);
    return TIP_OK;
}

/* Every passage whose text is known; returns how many. */
static size_t collect_twins(const struct writer *writer, struct tip_twin *twins)
{
    const struct tip_columns_builder *builder = writer->builder;
    size_t count = 0;
    for (uint32_t number = 1; number < builder->size; number++) {
        const struct tip_stored_row *row = &builder->rows[number];
        if (tip_columns_is_free(builder, number) || row->text_key == 0)
            continue;
        twins[count++] = (struct tip_twin){
            .text_key = row->text_key,
            .year = (int32_t)builder->report_facts[row->report].facts[TIP_FACT_YEAR],
            .report = writer->reports[row->report],
            .ordinal = row->ordinal,
            .number = number,
            .kind = (enum tip_kind)row->kind,
            .countries = row->countries == TIP_NO_TEXT
                             ? ""
                             : tip_text_pool_get(&builder->texts, row->countries, NULL),
        };
    }
    return count;
}

/* Writes a group where its texts are of several reports; `places` says for each number where. */
static void write_group(struct writer *writer, const struct tip_twin *twins, size_t count,
                        uint32_t *places)
{
    struct tip_string *out = &writer->out[TIP_COLUMN_TWINS];
    bool is_one_report = true;
    for (size_t i = 1; i < count; i++)
        is_one_report &= twins[i].report == twins[0].report;
    if (is_one_report)
        return;
    uint32_t place = (uint32_t)(out->length / sizeof place) + 1;
    tip_string_append_u32(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        tip_string_append_u32(out, twins[i].number);
        places[twins[i].number] = place;
    }
}

/* The passages of several reports that have one text, or nearly the same. */
static tip_status write_twins(struct writer *writer, struct tip_error *error)
{
    uint32_t size = writer->builder->size;
    struct tip_twin *twins = calloc((size_t)size + 1, sizeof *twins);
    uint32_t *places = filled(size, 0);
    if (twins == NULL || places == NULL) {
        free(twins);
        free(places);
        return tip_error_memory(error, "finding equal texts");
    }
    size_t count = collect_twins(writer, twins);
    tip_status status = tip_twin_groups_find(twins, count, writer->source, error);
    for (size_t first = 0, behind; first < count && status == TIP_OK; first = behind) {
        for (behind = first; behind < count && twins[behind].group == twins[first].group;)
            behind++;
        write_group(writer, &twins[first], behind - first, places);
    }
    for (uint32_t n = 0; writer->out[TIP_COLUMN_TWINS].length > 0 && n < size; n++)
        tip_string_append_u32(&writer->out[TIP_COLUMN_TWIN], places[n]);
    free(twins);
    free(places);
    return status;
}

/* Fills the sections of the file. */
static tip_status fill(struct writer *writer, struct tip_error *error)
{
    if (writer->builder->texts.bytes.length >= UINT32_MAX)
        return tip_error_set(error, TIP_LIMIT,
                             "the index has more than 4 GiB of headings and labels: split it in "
                             "two");
    mark_used(writer);
    tip_string_append_char(&writer->out[TIP_COLUMN_TEXT], '\0');
    write_reports(writer);
    write_sections(writer);
    tip_string_append_u32(&writer->out[TIP_COLUMN_COUNTRY_SETS], TIP_TEXT_ABSENT);
    write_rows(writer);
    tip_status status = write_orders(writer, error);
    return status == TIP_OK ? write_twins(writer, error) : status;
}

/* The sections of the file; to be freed by free_sections in any case. */
static tip_status make_sections(struct writer *writer, struct tip_columns_builder *builder,
                                const struct tip_twin_source *source, struct tip_error *error)
{
    *writer = (struct writer){
        .builder = builder,
        .source = source,
        .offsets = filled(builder->texts.count, 0),
        .reports = filled(builder->reports.count, NOT_USED),
        .sections = filled(builder->sections.count, NOT_USED),
        .sets = filled(builder->texts.count, 0),
    };
    bool is_there = writer->offsets != NULL && writer->reports != NULL &&
                    writer->sections != NULL && writer->sets != NULL;
    return is_there ? fill(writer, error)
                    : tip_error_memory(error, "writing the facts of the passages");
}

static void free_sections(struct writer *writer)
{
    for (int i = 0; i < TIP_COLUMN_COUNT; i++)
        tip_string_free(&writer->out[i]);
    free(writer->offsets);
    free(writer->reports);
    free(writer->sections);
    free(writer->sets);
}

tip_status tip_columns_builder_write(struct tip_columns_builder *builder,
                                     const struct tip_twin_source *source, const char *path,
                                     struct tip_error *error)
{
    struct writer writer;
    tip_status status = make_sections(&writer, builder, source, error);
    if (status == TIP_OK)
        status = tip_table_write(path, &tip_columns_format, writer.out, error);
    free_sections(&writer);
    return status;
}

tip_status tip_columns_builder_take(struct tip_columns **out, struct tip_columns_builder *builder,
                                    const struct tip_twin_source *source, struct tip_error *error)
{
    struct writer writer;
    struct tip_columns *columns = calloc(1, sizeof *columns);
    if (columns == NULL)
        return tip_error_memory(error, "keeping the facts of the passages");
    tip_status status = make_sections(&writer, builder, source, error);
    if (status == TIP_OK)
        status = tip_table_take(&columns->table, &tip_columns_format, writer.out, error);
    free_sections(&writer);
    if (status != TIP_OK) {
        free(columns);
        return status;
    }
    *out = columns;
    return TIP_OK;
}
