/* tipindex dump: every passage as one line of JSON.
 *
 * Reports come in the order of their ids and passages in the order of the report, whatever order
 * they were indexed in: so an index that was built and one that was updated to the same sources
 * differ in `since` alone. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_writer.h"
#include "command/command.h"
#include "command/failure.h"
#include "index/citation.h"
#include "index/stats_json.h"

static int exec_dump(const struct tip_options *options);

const struct tip_command_entry tip_command_dump = {
    .name = "dump",
    .options = "ih",
    .usage = "[-i DIR]",
    .summary = "print every passage as a line of JSON",
    .help = "Prints the passages of the live generation, one JSON object a line, in the order of\n"
            "the reports' ids and of the passages in each.",
    .exec = exec_dump,
};

/* A passage's place in the order of lines. */
struct place {
    const char *report_id;
    uint32_t ordinal;
    uint32_t number;
};

struct dump {
    const struct tip_generation *generation;
    struct tip_index *index;
    struct place *places;
    uint32_t count;
    struct tip_string line; /* reused from passage to passage */
    struct tip_json json;
    bool is_unread; /* whoever read the lines went away */
};

static int by_report_and_ordinal(const void *a, const void *b)
{
    const struct place *place = a;
    const struct place *other = b;
    int order = strcmp(place->report_id, other->report_id);
    if (order != 0) {
        return order;
    }
    return (place->ordinal > other->ordinal) - (place->ordinal < other->ordinal);
}

static tip_status list_places(struct dump *dump, struct tip_error *error)
{
    const struct tip_columns *columns = dump->generation->columns;
    uint32_t size = tip_columns_size(columns);
    dump->places = calloc((size_t)tip_columns_passages(columns) + 1, sizeof *dump->places);
    if (!dump->places) {
        return tip_error_memory(error, "listing the passages");
    }
    for (uint32_t number = 1; number < size; number++) {
        if (!tip_columns_has(columns, number)) {
            continue;
        }
        struct tip_row row;
        struct tip_report report;
        tip_columns_get(columns, number, &row);
        tip_columns_report(columns, row.report, &report);
        dump->places[dump->count++] = (struct place){report.id, row.ordinal, number};
    }
    qsort(dump->places, dump->count, sizeof *dump->places, by_report_and_ordinal);
    return TIP_OK;
}

static void write_key(struct tip_json *json, const char *name, uint64_t key)
{
    char hex[17];
    snprintf(hex, sizeof hex, "%016" PRIx64, key);
    tip_json_member_text(json, name, hex);
}

static void write_countries(struct tip_json *json, const char *countries)
{
    tip_json_key(json, "countries");
    tip_json_array(json);
    while (*countries != '\0') {
        size_t length = strcspn(countries, " ");
        tip_json_bytes(json, countries, length);
        countries += length + (countries[length] == ' ');
    }
    tip_json_end_array(json);
}

static void write_page(struct tip_json *json, const struct tip_row *row)
{
    tip_json_member_text(json, "page", row->page);
    tip_json_key(json, "page_number");
    if (row->page_number > 0) {
        tip_json_integer(json, row->page_number);
    } else {
        tip_json_null(json);
    }
    tip_json_member_text(json, "page_is", tip_page_is_name(row->page_is));
}

static tip_status write_citation(struct dump *dump, const struct tip_row *row,
                                 const struct tip_report *report, struct tip_error *error)
{
    const struct tip_columns *columns = dump->generation->columns;
    size_t depth = tip_columns_section_depth(columns, row->section);
    const char **headings = calloc(depth + 1, sizeof *headings);
    if (!headings) {
        return tip_error_memory(error, "writing a citation");
    }
    tip_json_key(&dump->json, "section");
    tip_json_array(&dump->json);
    for (size_t level = 0; level < depth; level++) {
        headings[level] = tip_columns_heading(columns, row->section, level);
        tip_json_text(&dump->json, headings[level]);
    }
    tip_json_end_array(&dump->json);
    struct tip_string citation = {0};
    tip_citation(&citation, &(struct tip_cited){.report = report,
                                                .headings = headings,
                                                .depth = depth,
                                                .page = row->page,
                                                .page_is = row->page_is,
                                                .id = row->id});
    tip_json_member_text(&dump->json, "citation", citation.data);
    dump->line.failed = dump->line.failed || citation.failed;
    tip_string_free(&citation);
    free(headings);
    return TIP_OK;
}

static tip_status write_passage(struct dump *dump, uint32_t number, const char *text, size_t length,
                                struct tip_error *error)
{
    struct tip_json *json = &dump->json;
    struct tip_row row;
    struct tip_report report;
    tip_columns_get(dump->generation->columns, number, &row);
    tip_columns_report(dump->generation->columns, row.report, &report);
    tip_json_begin(json, &dump->line);
    tip_json_object(json);
    write_key(json, "id", row.id);
    tip_json_key(json, "report");
    tip_json_object(json);
    tip_stats_write_report(json, &report);
    tip_json_end_object(json);
    tip_status status = write_citation(dump, &row, &report, error);
    tip_json_member_text(json, "kind", tip_kind_name(row.kind));
    write_page(json, &row);
    tip_json_member_integer(json, "ordinal", row.ordinal);
    write_countries(json, row.countries);
    tip_json_key(json, "text");
    tip_json_bytes(json, text, length);
    if (row.by) {
        tip_json_member_text(json, "by", row.by);
    }
    tip_json_member_integer(json, "words", row.words);
    tip_json_member_integer(json, "since", row.since);
    write_key(json, "text_key", row.text_key);
    if (report.meta) {
        tip_json_key(json, "meta");
        tip_json_raw(json, report.meta);
    }
    tip_json_end_object(json);
    return status;
}

/* A failure is told by its errno here and now: stdio forgets it. A reader that went away has what
 * it wanted. */
static tip_status print_line(struct dump *dump, struct tip_error *error)
{
    if (fwrite(dump->line.data, 1, dump->line.length, stdout) == dump->line.length) {
        return TIP_OK;
    }
    dump->is_unread = errno == EPIPE;
    tip_status status = tip_error_errno(error, "standard output: cannot write");
    __fpurge(stdout);
    clearerr(stdout);
    return dump->is_unread ? TIP_OK : status;
}

static tip_status dump_passage(struct dump *dump, uint32_t number, struct tip_error *error)
{
    char *text = NULL;
    size_t length = 0;
    tip_status status =
        tip_generation_text(dump->generation, dump->index, number, &text, &length, error);
    if (status != TIP_OK) {
        return status;
    }
    tip_string_clear(&dump->line);
    status = write_passage(dump, number, text, length, error);
    free(text);
    tip_string_append_char(&dump->line, '\n');
    if (status == TIP_OK && dump->line.failed) {
        status = tip_error_memory(error, "writing a passage");
    }
    return status == TIP_OK ? print_line(dump, error) : status;
}

static tip_status dump_all(struct dump *dump, struct tip_error *error)
{
    tip_status status = tip_index_open(&dump->index, dump->generation->postings_path, error);
    if (status == TIP_OK) {
        status = list_places(dump, error);
    }
    for (uint32_t i = 0; status == TIP_OK && i < dump->count && !dump->is_unread; i++) {
        status = dump_passage(dump, dump->places[i].number, error);
    }
    return status;
}

static int exec_dump(const struct tip_options *options)
{
    struct tip_error error;
    struct tip_generation *generation = NULL;
    int status = tip_command_open(&generation, options, &error);
    if (status == TIP_EXIT_ERROR) {
        return tip_failure_print(&error);
    }
    struct dump dump = {.generation = generation};
    tip_status dumped = dump_all(&dump, &error);
    tip_string_free(&dump.line);
    free(dump.places);
    tip_index_close(dump.index);
    tip_generation_close(generation);
    return dumped == TIP_OK ? status : tip_failure_print(&error);
}
