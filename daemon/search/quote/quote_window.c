#include "search/quote/quote_window.h"

#include <stdlib.h>
#include <string.h>

static void clear(struct tip_quote_window *window)
{
    for (size_t i = 0; i < window->part_count; i++) {
        free(window->parts[i].owned);
    }
    window->part_count = 0;
    tip_quote_words_clear(&window->words);
    free(window->numbers);
    window->numbers = NULL;
}

static tip_status add(struct tip_quote_window *window, const struct tip_quote_part *part,
                      struct tip_error *error)
{
    if (window->part_count == window->part_capacity) {
        size_t wanted = window->part_capacity == 0 ? 16 : window->part_capacity * 2;
        struct tip_quote_part *moved = reallocarray(window->parts, wanted, sizeof *moved);
        if (moved == NULL) {
            free(part->owned);
            return tip_error_memory(error, "reading passages");
        }
        window->parts = moved;
        window->part_capacity = wanted;
    }
    window->parts[window->part_count] = *part;
    return tip_quote_words_add(&window->words, part->text, part->length,
                               (uint16_t)window->part_count++,
                               part->owned == NULL ? TIP_WORD_IS_HEADING : 0, false, error);
}

/* The headings above a passage, where the one before it has others: all of them, as a report
 * repeats the outer ones. */
static tip_status add_headings(struct tip_quote_window *window, const struct tip_columns *columns,
                               uint32_t place, struct tip_error *error)
{
    uint32_t number = tip_columns_at(columns, place);
    uint32_t section = tip_columns_section_of(columns, number);
    uint32_t start = tip_columns_report_start(columns, tip_columns_report_of(columns, number));
    tip_status status = TIP_OK;
    if (place > start &&
        tip_columns_section_of(columns, tip_columns_at(columns, place - 1)) == section) {
        return TIP_OK;
    }
    for (size_t level = 0; level < tip_columns_section_depth(columns, section) && status == TIP_OK;
         level++) {
        const char *heading = tip_columns_heading(columns, section, level);
        status =
            add(window, &(struct tip_quote_part){heading, NULL, strlen(heading), number}, error);
    }
    return status;
}

/* A row of a table is "Year: 2016; Convictions: 42": who quotes it may leave out what the columns
 * are called. */
static void mark_columns(struct tip_quote_window *window, uint32_t first, const char *text)
{
    struct tip_quote_word *items = window->words.items;
    uint32_t begin = first;
    for (uint32_t i = first; i + 1 < window->words.count; i++) {
        const char *gap = text + items[i].end;
        size_t length = items[i + 1].start - items[i].end;
        bool is_next = memchr(gap, ';', length) != NULL || memchr(gap, '\n', length) != NULL;
        for (uint32_t k = begin; !is_next && length > 0 && *gap == ':' && k <= i; k++) {
            items[k].flags |= TIP_WORD_IS_HEADING;
        }
        begin = is_next || *gap == ':' ? i + 1 : begin;
    }
}

static tip_status add_passage(struct tip_quote_window *window, struct tip_searcher *searcher,
                              uint32_t number, struct tip_error *error)
{
    struct tip_quote_part part = {.number = number};
    uint32_t first = window->words.count;
    struct tip_row row;
    tip_columns_get(searcher->generation->columns, number, &row);
    tip_status status = tip_generation_text(searcher->generation, searcher->index, number,
                                            &part.owned, &part.length, error);
    if (status == TIP_OK) {
        part.text = part.owned;
        status = add(window, &part, error);
    }
    if (status == TIP_OK && row.kind == TIP_KIND_TABLE) {
        mark_columns(window, first, part.text);
    }
    if (status == TIP_OK && row.by != NULL) {
        status = add(window, &(struct tip_quote_part){row.by, NULL, strlen(row.by), number}, error);
    }
    return status;
}

static tip_status number_words(struct tip_quote_window *window,
                               const struct tip_quote_pattern *pattern, struct tip_error *error)
{
    window->numbers = malloc((window->words.count + 1) * sizeof *window->numbers);
    if (window->numbers == NULL) {
        return tip_error_memory(error, "reading passages");
    }
    for (uint32_t i = 0; i < window->words.count; i++) {
        window->numbers[i] = tip_quote_pattern_number(pattern, &window->words, i);
    }
    return TIP_OK;
}

tip_status tip_quote_window_read(struct tip_quote_window *window, struct tip_searcher *searcher,
                                 const struct tip_quote_pattern *pattern, uint32_t from,
                                 uint32_t to, struct tip_error *error)
{
    const struct tip_columns *columns = searcher->generation->columns;
    tip_status status = TIP_OK;
    clear(window);
    for (uint32_t place = from; place < to && status == TIP_OK; place++) {
        status = add_headings(window, columns, place, error);
        if (status == TIP_OK) {
            status = add_passage(window, searcher, tip_columns_at(columns, place), error);
        }
    }
    return status == TIP_OK ? number_words(window, pattern, error) : status;
}

void tip_quote_window_free(struct tip_quote_window *window)
{
    clear(window);
    free(window->parts);
    tip_quote_words_free(&window->words);
    *window = (struct tip_quote_window){0};
}
