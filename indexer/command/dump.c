/* tipindex dump: every passage as one line of JSON.
 *
 * Reports come in the order of their ids and passages in the order of the report, whatever order
 * they were indexed in: so an index that was built and one that was updated to the same sources
 * differ in `since` alone. */
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/failure.h"
#include "command/passage_line.h"

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
    bool is_unread;         /* whoever read the lines went away */
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

/* The headings above a passage, outermost first, for free(3); NULL without memory. */
static const char **list_headings(const struct tip_columns *columns, uint32_t section,
                                  size_t *depth)
{
    *depth = tip_columns_section_depth(columns, section);
    const char **headings = calloc(*depth + 1, sizeof *headings);
    for (size_t level = 0; headings && level < *depth; level++) {
        headings[level] = tip_columns_heading(columns, section, level);
    }
    return headings;
}

static tip_status write_passage(struct dump *dump, uint32_t number, const char *text, size_t length,
                                struct tip_error *error)
{
    const struct tip_columns *columns = dump->generation->columns;
    struct tip_row row;
    struct tip_report report;
    size_t depth;
    tip_columns_get(columns, number, &row);
    tip_columns_report(columns, row.report, &report);
    const char **headings = list_headings(columns, row.section, &depth);
    if (!headings) {
        return tip_error_memory(error, "writing a citation");
    }
    const struct tip_passage_line line = {.id = row.id,
                                          .text_key = row.text_key,
                                          .report = &report,
                                          .headings = headings,
                                          .depth = depth,
                                          .kind = row.kind,
                                          .page_is = row.page_is,
                                          .page = row.page,
                                          .page_number = row.page_number,
                                          .ordinal = row.ordinal,
                                          .countries = row.countries,
                                          .text = text,
                                          .length = length,
                                          .by = row.by,
                                          .words = row.words,
                                          .since = row.since};
    tip_status status = tip_passage_line_write(&dump->line, &line, error);
    free(headings);
    return status;
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
    status = write_passage(dump, number, text, length, error);
    free(text);
    return status == TIP_OK ? tip_passage_line_print(&dump->line, &dump->is_unread, error) : status;
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
