/* Reading a year's reports: passages to statements. */
#include "search/compare/edition.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/sentence.h"

enum { CLOCK_INTERVAL = 64, PATH_DEPTH = 16 };

enum statement_place { STATEMENT_IN_TEXT, STATEMENT_BESIDE, STATEMENT_HEADING };

struct reading {
    struct tip_edition *edition;
    struct tip_searcher *searcher;
    const struct tip_columns *columns;
    const struct tip_section_tree *tree;
    uint32_t *heading_of; /* by node of the tree: its last statement, plus 1; 0: not met */
    struct tip_string normal;
    struct tip_error *error;
};

/* The array with room for one more than `count`; NULL without memory, and it stays as it is. */
static void *grown(void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) {
        return items;
    }
    size_t wanted = *capacity == 0 ? 64 : *capacity * 2;
    void *moved = reallocarray(items, wanted, size);
    if (moved != NULL) {
        *capacity = wanted;
    }
    return moved;
}

static int compare_words(const void *one, const void *two)
{
    const uint32_t *first = one, *second = two;
    return (*first > *second) - (*first < *second);
}

static tip_status add_words(struct reading *reading, struct tip_statement *statement)
{
    struct tip_edition *edition = reading->edition;
    uint32_t word;
    statement->first_word = (uint32_t)edition->word_count;
    for (size_t at = 0; tip_statement_word(&reading->normal, &at, &word);) {
        uint32_t *words =
            grown(edition->words, &edition->word_capacity, edition->word_count, sizeof word);
        if (words == NULL) {
            return tip_error_memory(reading->error, "comparing reports");
        }
        edition->words = words;
        edition->words[edition->word_count++] = word;
    }
    statement->word_count = (uint32_t)edition->word_count - statement->first_word;
    if (statement->word_count > 0) {
        qsort(edition->words + statement->first_word, statement->word_count, sizeof word,
              compare_words);
    }
    return TIP_OK;
}

/* What holds no word says nothing. */
static tip_status add_statement(struct reading *reading, const char *text, size_t length,
                                enum statement_place where)
{
    struct tip_edition *edition = reading->edition;
    uint32_t passage = (uint32_t)edition->passage_count - 1;
    struct tip_statement statement = {.text = text,
                                      .length = (uint32_t)length,
                                      .passage = passage,
                                      .is_heading = where == STATEMENT_HEADING,
                                      .is_row = where == STATEMENT_IN_TEXT &&
                                                edition->passages[passage].is_table,
                                      .is_in_text = where == STATEMENT_IN_TEXT,
                                      .is_asked = edition->passages[passage].is_asked};
    size_t marker = where == STATEMENT_HEADING ? 0 : tip_statement_marker(text, length);
    tip_string_clear(&reading->normal);
    tip_statement_normalise(&reading->normal, text + marker, length - marker, statement.is_row);
    tip_status status = add_words(reading, &statement);
    if (status != TIP_OK || statement.word_count == 0) {
        return status;
    }
    struct tip_statement *statements =
        grown(edition->statements, &edition->capacity, edition->count, sizeof statement);
    if (reading->normal.failed || statements == NULL) {
        edition->statements = statements == NULL ? edition->statements : statements;
        return tip_error_memory(reading->error, "comparing reports");
    }
    edition->statements = statements;
    statement.key = tip_statement_hash(reading->normal.data, reading->normal.length);
    edition->statements[edition->count++] = statement;
    return TIP_OK;
}

/* ---- headings ---- */

/* Headings that stand directly behind one another are one in the index, with "; " between them. */
static tip_status cut_heading(struct reading *reading, const char *heading)
{
    tip_status status = TIP_OK;
    for (const char *end; heading != NULL && status == TIP_OK; heading = end) {
        end = strstr(heading, "; ");
        size_t length = end == NULL ? strlen(heading) : (size_t)(end - heading);
        status = add_statement(reading, heading, length, STATEMENT_HEADING);
        end = end == NULL ? NULL : end + 2;
    }
    return status;
}

static bool is_part_of(const struct tip_statement *statement, const char *heading)
{
    return statement->is_heading && statement->text >= heading &&
           statement->text <= heading + strlen(heading);
}

/* Reports of a year may share a heading: it is one. */
static tip_status add_heading(struct reading *reading, uint32_t node,
                              const struct tip_edition_passage *passage)
{
    struct tip_edition *edition = reading->edition;
    const char *heading = reading->tree->nodes[node].heading;
    uint32_t place = reading->heading_of[node];
    if (place == 0) {
        tip_status status = cut_heading(reading, heading);
        reading->heading_of[node] = (uint32_t)edition->count;
        return status;
    }
    for (; passage->is_asked && place > 0; place--) {
        struct tip_statement *statement = &edition->statements[place - 1];
        if (statement->is_asked || !is_part_of(statement, heading)) {
            break;
        }
        statement->is_asked = true;
        statement->passage = (uint32_t)edition->passage_count - 1;
    }
    return TIP_OK;
}

/* Those above the passage at hand, the outermost first. */
static tip_status add_headings(struct reading *reading, uint32_t section)
{
    struct tip_edition_passage *passage =
        &reading->edition->passages[reading->edition->passage_count - 1];
    uint32_t path[PATH_DEPTH], depth = 0;
    uint32_t node = reading->tree->node_of[section];
    for (; node != TIP_NO_NODE && depth < PATH_DEPTH; node = reading->tree->nodes[node].parent) {
        path[depth++] = node;
    }
    tip_status status = TIP_OK;
    while (depth > 0 && status == TIP_OK) {
        const char *heading = reading->tree->nodes[path[--depth]].heading;
        passage->section = passage->section * 31 + tip_statement_hash(heading, strlen(heading));
        status = add_heading(reading, path[depth], passage);
    }
    return status;
}

/* ---- passages ---- */

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

/* A row is whole, as its cells mean nothing without each other. */
static size_t statement_end(enum tip_kind kind, const char *text, size_t length, size_t start)
{
    if (kind != TIP_KIND_TABLE) {
        return tip_sentence_end(text, length, start);
    }
    const char *end = strstr(text + start, "\n\n");
    return end == NULL ? length : (size_t)(end - text);
}

static tip_status cut_text(struct reading *reading, enum tip_kind kind, const char *text,
                           size_t length)
{
    tip_status status = TIP_OK;
    for (size_t start = tip_sentence_next(text, length, 0); start < length && status == TIP_OK;) {
        size_t end = statement_end(kind, text, length, start), trimmed = end;
        while (trimmed > start && is_blank(text[trimmed - 1])) {
            trimmed--;
        }
        if (trimmed > start) {
            status = add_statement(reading, text + start, trimmed - start, STATEMENT_IN_TEXT);
        }
        start = tip_sentence_next(text, length, end > start ? end : start + 1);
    }
    return status;
}

/* Appends passage `number` with its text. */
static tip_status take_passage(struct reading *reading, uint32_t report, uint32_t number,
                               bool is_asked)
{
    struct tip_edition *edition = reading->edition;
    enum tip_kind kind = tip_columns_kind_of(reading->columns, number);
    struct tip_edition_passage passage = {
        .number = number,
        .report = report,
        .is_asked = is_asked,
        .is_table = kind == TIP_KIND_TABLE,
        .is_running_text = kind == TIP_KIND_NARRATIVE || kind == TIP_KIND_LIST,
    };
    struct tip_edition_passage *passages = grown(edition->passages, &edition->passage_capacity,
                                                 edition->passage_count, sizeof passage);
    size_t length;
    if (passages == NULL) {
        return tip_error_memory(reading->error, "comparing reports");
    }
    edition->passages = passages;
    tip_status status = tip_generation_text(reading->searcher->generation, reading->searcher->index,
                                            number, &passage.text, &length, reading->error);
    if (status != TIP_OK) {
        return status;
    }
    passages[edition->passage_count++] = passage;
    edition->bytes += length;
    return edition->bytes <= TIP_EDITION_BYTES
               ? TIP_OK
               : tip_error_set(reading->error, TIP_LIMIT,
                               "the reports of %d have more than %d MiB of text: name some of them "
                               "by report:",
                               edition->year, TIP_EDITION_BYTES >> 20);
}

/* What the passage at hand says, and who said it, which stands beside the text. */
static tip_status cut_passage(struct reading *reading, uint32_t number)
{
    struct tip_edition *edition = reading->edition;
    size_t place = edition->passage_count - 1, first = edition->count;
    const char *text = edition->passages[place].text;
    struct tip_row row;
    tip_columns_get(reading->columns, number, &row);
    tip_status status = cut_text(reading, row.kind, text, strlen(text));
    if (status == TIP_OK && row.by != NULL) {
        status = add_statement(reading, row.by, strlen(row.by), STATEMENT_BESIDE);
    }
    edition->passages[place].first_statement = (uint32_t)first;
    edition->passages[place].statement_count = (uint32_t)(edition->count - first);
    return status;
}

static tip_status add_passage(struct reading *reading, uint32_t report, uint32_t number,
                              bool is_asked)
{
    tip_status status = take_passage(reading, report, number, is_asked);
    if (status == TIP_OK) {
        status = add_headings(reading, tip_columns_section_of(reading->columns, number));
    }
    return status == TIP_OK ? cut_passage(reading, number) : status;
}

static tip_status read_report(struct reading *reading, uint32_t which,
                              const struct tip_bitmap *among, const struct tip_bitmap *asked)
{
    uint32_t report = reading->edition->reports[which];
    uint32_t end = tip_columns_report_start(reading->columns, report + 1);
    tip_status status = TIP_OK;
    for (uint32_t place = tip_columns_report_start(reading->columns, report);
         place < end && status == TIP_OK; place++) {
        uint32_t number = tip_columns_at(reading->columns, place);
        if (tip_bitmap_has(among, number)) {
            status = add_passage(reading, which, number, tip_bitmap_has(asked, number));
        }
        if (place % CLOCK_INTERVAL == 0 && tip_searcher_is_late(reading->searcher)) {
            return tip_error_set(reading->error, TIP_TIMEOUT, "time ran out");
        }
    }
    return status;
}

tip_status tip_edition_read(struct tip_edition *edition, struct tip_searcher *searcher,
                            const struct tip_bitmap *among, const struct tip_bitmap *asked,
                            struct tip_error *error)
{
    struct reading reading = {.edition = edition,
                              .searcher = searcher,
                              .columns = searcher->generation->columns,
                              .error = error};
    tip_status status = tip_searcher_tree(searcher, &reading.tree, error);
    if (status != TIP_OK) {
        return status;
    }
    reading.heading_of = calloc((size_t)reading.tree->count + 1, sizeof *reading.heading_of);
    if (reading.heading_of == NULL) {
        status = tip_error_memory(error, "comparing reports");
    }
    edition->starts = calloc(edition->report_count + 1, sizeof *edition->starts);
    if (edition->starts == NULL) {
        status = tip_error_memory(error, "comparing reports");
    }
    for (uint32_t i = 0; i < edition->report_count && status == TIP_OK; i++) {
        status = read_report(&reading, i, among, asked);
        edition->starts[i + 1] = (uint32_t)edition->count;
    }
    free(reading.heading_of);
    tip_string_free(&reading.normal);
    return status;
}

void tip_edition_free(struct tip_edition *edition)
{
    for (size_t i = 0; i < edition->passage_count; i++) {
        free(edition->passages[i].text);
    }
    free(edition->reports);
    free(edition->starts);
    free(edition->passages);
    free(edition->statements);
    free(edition->words);
    *edition = (struct tip_edition){0};
}
