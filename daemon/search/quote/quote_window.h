/* A part of a report that a quotation is compared with: passages in a row, with their headings. */
#ifndef TIP_QUOTE_WINDOW_H
#define TIP_QUOTE_WINDOW_H

#include "search/quote/quote_pattern.h"
#include "search/searcher.h"

/* A text of the window: a heading, a passage, or who said it. */
struct tip_quote_part {
    const char *text;
    char *owned; /* the text of a passage; NULL for a heading or a speaker */
    size_t length;
    uint32_t number; /* of the passage that it is of */
};

/* Zero-initialised is empty and valid; reused from window to window. */
struct tip_quote_window {
    struct tip_quote_part *parts;
    size_t part_count, part_capacity;
    struct tip_quote_words words; /* of all parts */
    uint32_t *numbers;            /* of the words, by tip_quote_pattern_number */
};

/* Reads the passages at places [from, to) (tip_columns_at), which are of one report, with the
 * headings above each that begins a section, and who said a quotation behind it. */
tip_status tip_quote_window_read(struct tip_quote_window *window, struct tip_searcher *searcher,
                                 const struct tip_quote_pattern *pattern, uint32_t from,
                                 uint32_t to, struct tip_error *error) TIP_MUST_CHECK;
void tip_quote_window_free(struct tip_quote_window *window);

#endif
