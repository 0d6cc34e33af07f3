/* A field of filters is a row: how a value is read, how it is written, whether a list of values is
 * taken. */
#include "search/filter_text.h"
#include "search/query_tree.h"

#include <limits.h>
#include <string.h>

#include "base/utf8.h"
#include "search/date.h"
#include "search/filter_places.h"
#include "search/language.h"

enum { SHOWN_BYTES = 60 }; /* of a value that is refused */

typedef tip_status read_value(struct tip_query_reader *reader, const char *text, size_t length,
                              struct tip_filter *filter);
typedef void write_value(struct tip_string *out, const struct tip_query *query,
                         const struct tip_filter *filter);

/* Refuses a value: `takes` says what the field takes. */
static tip_status refuse(const struct tip_query_reader *reader, const char *takes, const char *text,
                         size_t length)
{
    return tip_error_set(reader->error, TIP_INVALID, "%s, not \"%.*s\"", takes,
                         (int)tip_utf8_cut(text, length, SHOWN_BYTES), text);
}

static void write_quoted(struct tip_string *out, const char *text, size_t length)
{
    tip_string_append_char(out, '"');
    tip_string_append(out, text, length);
    tip_string_append_char(out, '"');
}

/* ---- kind: ---- */

static tip_status read_kind(struct tip_query_reader *reader, const char *text, size_t length,
                            struct tip_filter *filter)
{
    char name[32];
    if (length < sizeof name) {
        memcpy(name, text, length);
        name[length] = '\0';
        if (tip_kind_parse(&filter->kind, name)) {
            return TIP_OK;
        }
    }
    struct tip_string takes = {0};
    for (unsigned kind = 0; kind < TIP_KIND_COUNT; kind++) {
        tip_string_printf(&takes, "%s%s", kind == 0 ? "kind: takes one of " : ", ",
                          tip_kind_name(kind));
    }
    tip_status status =
        refuse(reader, takes.failed ? "kind: takes a kind" : takes.data, text, length);
    tip_string_free(&takes);
    return status;
}

static void write_kind(struct tip_string *out, const struct tip_query *query,
                       const struct tip_filter *filter)
{
    (void)query;
    tip_string_append_text(out, tip_kind_name(filter->kind));
}

/* ---- year: ---- */

/* A year of one to four digits at *cursor. */
static bool take_year(const char **cursor, const char *end, int *year)
{
    const char *start = *cursor;
    *year = 0;
    while (*cursor < end && **cursor >= '0' && **cursor <= '9' && *cursor - start < 4) {
        *year = *year * 10 + (*(*cursor)++ - '0');
    }
    return *cursor > start && *year > 0;
}

/* "2023", "2021..2023", "2021..", "..2022". */
static bool read_years(struct tip_filter *filter, const char *text, size_t length)
{
    const char *cursor = text, *end = text + length;
    bool has_first = take_year(&cursor, end, &filter->from);
    bool has_dots = end - cursor >= 2 && cursor[0] == '.' && cursor[1] == '.';
    if (!has_first && cursor != text) {
        return false;
    }
    if (!has_dots) {
        filter->to = filter->from;
        return has_first && cursor == end;
    }
    cursor += 2;
    if (!has_first) {
        filter->from = INT_MIN;
    }
    if (cursor == end) {
        filter->to = INT_MAX;
        return has_first;
    }
    return take_year(&cursor, end, &filter->to) && cursor == end;
}

static tip_status read_year(struct tip_query_reader *reader, const char *text, size_t length,
                            struct tip_filter *filter)
{
    if (!read_years(filter, text, length)) {
        return refuse(reader,
                      "year: takes a year such as year:2023 or years such as year:2021..2023, "
                      "year:2021.. and year:..2023",
                      text, length);
    }
    if (filter->from > filter->to) {
        return tip_error_set(reader->error, TIP_INVALID,
                             "year:%d..%d runs backwards: write the earlier year first",
                             filter->from, filter->to);
    }
    return TIP_OK;
}

static void write_year(struct tip_string *out, const struct tip_query *query,
                       const struct tip_filter *filter)
{
    (void)query;
    if (filter->from != INT_MIN) {
        tip_string_printf(out, "%d", filter->from);
    }
    if (filter->to != filter->from) {
        tip_string_append_text(out, "..");
        if (filter->to != INT_MAX) {
            tip_string_printf(out, "%d", filter->to);
        }
    }
}

/* ---- date: ---- */

static tip_status read_date(struct tip_query_reader *reader, const char *text, size_t length,
                            struct tip_filter *filter)
{
    struct tip_date_span span;
    if (!tip_date_read_span(&span, text, length)) {
        return refuse(reader,
                      "date: takes a day, month or year such as date:2023-06-15 or date:2023-06, "
                      "or two, the earlier first, such as date:2022..2023-06 and date:2023-04..",
                      text, length);
    }
    filter->from = span.from;
    filter->to = span.to;
    return TIP_OK;
}

static void write_date(struct tip_string *out, const struct tip_query *query,
                       const struct tip_filter *filter)
{
    (void)query;
    tip_date_write_span(out, &(struct tip_date_span){filter->from, filter->to});
}

/* ---- language: ---- */

static tip_status read_language(struct tip_query_reader *reader, const char *text, size_t length,
                                struct tip_filter *filter)
{
    if (tip_language_code(filter->language, text, length)) {
        return TIP_OK;
    }
    return refuse(reader,
                  "language: takes a code or an English name such as language:fr or "
                  "language:French",
                  text, length);
}

static void write_language(struct tip_string *out, const struct tip_query *query,
                           const struct tip_filter *filter)
{
    (void)query;
    tip_string_append_text(out, filter->language);
}

/* ---- page: ---- */

static bool read_pages(struct tip_filter *filter, const char *text, const char *dots, size_t length)
{
    size_t before = (size_t)(dots - text);
    filter->numbering = tip_page_label_number(text, before, &filter->from);
    return filter->numbering != TIP_NUMBERING_NONE &&
           tip_page_label_number(dots + 2, length - before - 2, &filter->to) == filter->numbering &&
           filter->from <= filter->to;
}

static tip_status read_page(struct tip_query_reader *reader, const char *text, size_t length,
                            struct tip_filter *filter)
{
    static const char takes[] = "page: takes a printed page such as page:64 or page:xii, or pages "
                                "of one numbering such as page:64..70";
    const char *dots = memmem(text, length, "..", 2);
    if (dots != NULL) {
        return read_pages(filter, text, dots, length) ? TIP_OK
                                                      : refuse(reader, takes, text, length);
    }
    filter->numbering = tip_page_label_number(text, length, &filter->from);
    filter->to = filter->from;
    if (filter->numbering != TIP_NUMBERING_NONE) {
        return TIP_OK;
    }
    if (length == 0 || memchr(text, ',', length) != NULL) {
        return refuse(reader, takes, text, length);
    }
    filter->value_length = length;
    return tip_query_keep(reader, text, length, &filter->value_offset);
}

static void write_page(struct tip_string *out, const struct tip_query *query,
                       const struct tip_filter *filter)
{
    char label[TIP_PAGE_LABEL_SIZE];
    if (filter->numbering == TIP_NUMBERING_NONE) {
        write_quoted(out, query->pool.data + filter->value_offset, filter->value_length);
        return;
    }
    tip_page_label_write(label, filter->numbering, filter->from);
    tip_string_append_text(out, label);
    if (filter->to != filter->from) {
        tip_page_label_write(label, filter->numbering, filter->to);
        tip_string_printf(out, "..%s", label);
    }
}

/* ---- section: ---- */

/* The words of one heading. */
static tip_status read_heading(struct tip_query_reader *reader, const char *text, size_t length,
                               struct tip_filter *filter)
{
    size_t first = reader->query->word_count;
    tip_status status = tip_query_analyse(reader, text, length);
    for (size_t i = 0; i < reader->tokens->count && status == TIP_OK; i++) {
        if (!reader->tokens->items[i].is_compound) {
            status = tip_query_add_word(reader, &reader->tokens->items[i]);
            filter->word_count++;
        }
    }
    if (status == TIP_OK && reader->query->word_count > first) {
        reader->query->words[first].begins_heading = true;
    }
    return status;
}

/* One heading, or a path of them with " > " between. */
static tip_status read_section(struct tip_query_reader *reader, const char *text, size_t length,
                               struct tip_filter *filter)
{
    const char *end = text + length;
    tip_status status = TIP_OK;
    filter->first_word = reader->query->word_count;
    while (text < end && status == TIP_OK) {
        const char *mark = memmem(text, (size_t)(end - text), " > ", 3);
        const char *stop = mark == NULL ? end : mark;
        status = read_heading(reader, text, (size_t)(stop - text), filter);
        text = mark == NULL ? end : mark + 3;
    }
    if (status == TIP_OK && filter->word_count == 0) {
        return tip_error_set(reader->error, TIP_INVALID,
                             "section: takes words of a heading, such as section:\"cyber scam\"");
    }
    return status;
}

static void write_section(struct tip_string *out, const struct tip_query *query,
                          const struct tip_filter *filter)
{
    tip_string_append_char(out, '"');
    for (size_t i = 0; i < filter->word_count; i++) {
        size_t word = filter->first_word + i;
        bool begins_heading = query->words[word].begins_heading;
        tip_string_append_text(out, i == 0 ? "" : begins_heading ? " > " : " ");
        tip_string_append(out, tip_query_word_text(query, word), query->words[word].length);
    }
    tip_string_append_char(out, '"');
}

/* ---- report:, pattern: ---- */

static tip_status read_report(struct tip_query_reader *reader, const char *text, size_t length,
                              struct tip_filter *filter)
{
    if (length == 0) {
        return tip_error_set(reader->error, TIP_INVALID,
                             "report: takes a report's id, such as report:tip-2023");
    }
    filter->value_length = length;
    return tip_query_keep(reader, text, length, &filter->value_offset);
}

static void write_id(struct tip_string *out, const struct tip_query *query,
                     const struct tip_filter *filter)
{
    write_quoted(out, query->pool.data + filter->value_offset, filter->value_length);
}

/* ---- the table ---- */

static const struct field {
    read_value *read;
    write_value *write;
    bool takes_list; /* a value that holds a comma is none by itself */
} fields[TIP_FILTER_FIELD_COUNT] = {
    [TIP_FILTER_COUNTRY] = {tip_filter_read_country, tip_filter_write_code, true},
    [TIP_FILTER_REGION] = {tip_filter_read_region, tip_filter_write_code, true},
    [TIP_FILTER_TIER] = {tip_filter_read_tier, tip_filter_write_code, true},
    [TIP_FILTER_YEAR] = {read_year, write_year, true},
    [TIP_FILTER_DATE] = {read_date, write_date, true},
    [TIP_FILTER_REPORT] = {read_report, write_id, false},
    [TIP_FILTER_SECTION] = {read_section, write_section, false},
    [TIP_FILTER_KIND] = {read_kind, write_kind, true},
    [TIP_FILTER_PATTERN] = {tip_filter_read_pattern, write_id, true},
    [TIP_FILTER_LANGUAGE] = {read_language, write_language, true},
    [TIP_FILTER_PAGE] = {read_page, write_page, true},
};

/* ---- reading and writing ---- */

static tip_status read_one(struct tip_query_reader *reader, const struct tip_filter *like,
                           const char *text, size_t length)
{
    struct tip_filter filter = *like;
    tip_status status = fields[like->field].read(reader, text, length, &filter);
    if (status != TIP_OK) {
        return status;
    }
    struct tip_filter *added = tip_query_add_filter(reader);
    if (added == NULL) {
        return TIP_NO_MEMORY;
    }
    *added = filter;
    return TIP_OK;
}

/* Takes the blanks off both ends of an item. */
static void trim(const char **text, const char **end)
{
    while (*text < *end && **text == ' ') {
        ++*text;
    }
    while (*text < *end && (*end)[-1] == ' ') {
        --*end;
    }
}

/* Each item a filter. Without any, the refusal of the whole stands. */
static tip_status read_list(struct tip_query_reader *reader, const struct tip_filter *like,
                            const char *text, size_t length, const char **place)
{
    const char *end = text + length;
    bool has_item = false;
    while (text < end) {
        const char *comma = memchr(text, ',', (size_t)(end - text));
        const char *stop = comma == NULL ? end : comma, *item_end = stop;
        trim(&text, &item_end);
        if (text < item_end) {
            has_item = true;
            *place = text;
            tip_status status = read_one(reader, like, text, (size_t)(item_end - text));
            if (status != TIP_OK) {
                return status;
            }
        }
        text = stop + 1;
    }
    return has_item ? TIP_OK : TIP_INVALID;
}

tip_status tip_filter_read(struct tip_query_reader *reader, enum tip_filter_field field,
                           const char *text, size_t length, const char **place)
{
    struct tip_filter like = {.field = field};
    *place = text;
    tip_status status = read_one(reader, &like, text, length);
    if (status == TIP_INVALID && fields[field].takes_list && memchr(text, ',', length) != NULL) {
        status = read_list(reader, &like, text, length, place);
    }
    return status;
}

void tip_filter_write(struct tip_string *out, const struct tip_query *query,
                      const struct tip_filter *filter)
{
    tip_string_printf(out, "%s:", tip_filter_name(filter->field));
    fields[filter->field].write(out, query, filter);
}

/* The filters are items of one sequence, the root. */
/* Where a value's filters belong: those of a sequence are judged together. 0: no memory. */
static size_t group_of_values(struct tip_query *query, bool is_alone)
{
    size_t group = is_alone ? tip_tree_add(query, TIP_NODE_SEQUENCE) : query->root;
    if (is_alone && group != 0) {
        tip_tree_append(query, query->root, group);
    }
    return group;
}

tip_status tip_query_restrict(struct tip_query *query, struct tip_analyser *analyser,
                              struct tip_tokens *tokens, const struct tip_knowledge *knowledge,
                              enum tip_filter_field field, const char *value, size_t length,
                              bool is_alone, struct tip_error *error)
{
    struct tip_query_reader reader = {query, analyser, tokens, knowledge, error};
    const char *place;
    size_t from = query->filter_count;
    query->root = query->root == 0 ? tip_tree_add(query, TIP_NODE_SEQUENCE) : query->root;
    size_t group = query->root == 0 ? 0 : group_of_values(query, is_alone);
    tip_status status = group == 0 ? tip_error_memory(error, "reading a filter")
                                   : tip_filter_read(&reader, field, value, length, &place);
    for (size_t i = from; status == TIP_OK && i < query->filter_count; i++) {
        size_t leaf = tip_tree_add(query, TIP_NODE_FILTER);
        if (leaf == 0) {
            return tip_error_memory(error, "reading a filter");
        }
        query->nodes[leaf].place = i;
        tip_tree_append(query, group, leaf);
    }
    tip_tree_finish(query);
    return status;
}
