/* Candidates: the best of a range of starts, for what is typed and for what one slip makes of it.
 */
#include "search/suggest.h"

#include <string.h>

#include "base/utf8.h"

enum { EXACT = 1 << 16 /* above every weight of a start */ };

tip_status tip_typed_prefix(struct tip_string *prefix, struct tip_searcher *searcher,
                            const char *typed, struct tip_error *error)
{
    size_t length = strlen(typed);
    tip_status status = tip_analyse(searcher->analyser, typed, length, &searcher->tokens, error);
    for (size_t i = 0; i < searcher->tokens.count && status == TIP_OK; i++) {
        const struct tip_token *token = &searcher->tokens.items[i];
        if (token->is_compound) {
            continue;
        }
        if (prefix->length > 0) {
            tip_string_append_char(prefix, ' ');
        }
        tip_string_append(prefix, token->word, token->word_length);
    }
    if (prefix->length > 0 && strchr(" \t\n\r", typed[length - 1]) != NULL) {
        tip_string_append_char(prefix, ' ');
    }
    return status == TIP_OK && prefix->failed ? tip_error_memory(error, "suggesting") : status;
}

static void insert(struct tip_suggest_candidates *candidates,
                   const struct tip_suggest_candidate *candidate)
{
    struct tip_suggest_candidate *items = candidates->items;
    size_t at = candidates->count < TIP_SUGGEST_CANDIDATES ? candidates->count++
                                                           : TIP_SUGGEST_CANDIDATES - 1;
    if (at == TIP_SUGGEST_CANDIDATES - 1 && items[at].weight >= candidate->weight &&
        items[at].table != NULL) {
        return;
    }
    for (; at > 0 && items[at - 1].weight < candidate->weight; at--) {
        items[at] = items[at - 1];
    }
    items[at] = *candidate;
}

static void add_range(struct tip_suggest_candidates *candidates,
                      const struct tip_suggestions *table, uint32_t first, uint32_t end,
                      uint32_t bonus)
{
    for (uint32_t i = first; i < end; i++) {
        struct tip_start start;
        tip_suggestions_start(table, i, &start);
        struct tip_suggest_candidate candidate = {table, start.suggestion, start.weight + bonus};
        insert(candidates, &candidate);
    }
}

void tip_suggest_candidates_add(struct tip_suggest_candidates *candidates,
                                const struct tip_suggestions *table,
                                const struct tip_string *prefix)
{
    uint32_t first, end;
    tip_suggestions_range(table, 0, tip_suggestions_start_count(table), prefix->data,
                          prefix->length, &first, &end);
    add_range(candidates, table, first, end, EXACT);
}

/* ---- slips ---- */

/* A slip at one place: `head` bytes are right, what is behind them is read anew. */
struct slip {
    struct tip_suggest_candidates *candidates;
    const struct tip_suggestions *table;
    const char *typed;
    size_t length;
    size_t head;
    uint32_t first, end; /* the starts that begin with the head */
};

/* The bytes of the character at `at`; 0 at the end. */
static size_t character(const char *text, size_t length, size_t at)
{
    const char *cursor = text + at;
    if (at >= length) {
        return 0;
    }
    tip_utf8_next(&cursor, text + length);
    return (size_t)(cursor - text) - at;
}

/* Adds what begins with the head, then `middle`, then what was typed from `tail` on. */
static void try_reading(const struct slip *slip, uint32_t from, uint32_t to, const char *middle,
                        size_t middle_length, size_t tail)
{
    char reading[TIP_SUGGESTION_KEY_LIMIT + 8];
    size_t length = slip->head + middle_length + slip->length - tail;
    uint32_t first, end;
    if (length == 0 || length > TIP_SUGGESTION_KEY_LIMIT) {
        return;
    }
    memcpy(reading, slip->typed, slip->head);
    memcpy(reading + slip->head, middle, middle_length);
    memcpy(reading + slip->head + middle_length, slip->typed + tail, slip->length - tail);
    tip_suggestions_range(slip->table, from, to, reading, length, &first, &end);
    add_range(slip->candidates, slip->table, first, end, 0);
}

/* One letter too many, or two in each other's place. */
static void try_typed_letters(const struct slip *slip)
{
    size_t one = character(slip->typed, slip->length, slip->head);
    size_t two = character(slip->typed, slip->length, slip->head + one);
    char swapped[8];
    if (one == 0) {
        return;
    }
    try_reading(slip, slip->first, slip->end, "", 0, slip->head + one);
    if (two > 0) {
        memcpy(swapped, slip->typed + slip->head + one, two);
        memcpy(swapped + two, slip->typed + slip->head, one);
        try_reading(slip, slip->first, slip->end, swapped, one + two, slip->head + one + two);
    }
}

/* One letter missing, or another in the place of one: each letter that stands there. */
static void try_other_letters(const struct slip *slip)
{
    size_t one = character(slip->typed, slip->length, slip->head);
    for (uint32_t at = slip->first; at < slip->end;) {
        uint32_t first = at, end = at + 1;
        size_t length;
        const char *text = tip_suggestions_start_text(slip->table, at, &length);
        size_t other = character(text, length, slip->head);
        if (other > 0) {
            tip_suggestions_range(slip->table, at, slip->end, text, slip->head + other, &first,
                                  &end);
            try_reading(slip, first, end, text + slip->head, other, slip->head);
            try_reading(slip, first, end, text + slip->head, other, slip->head + one);
        }
        at = end;
    }
}

void tip_suggest_candidates_add_slips(struct tip_suggest_candidates *candidates,
                                      const struct tip_suggestions *table,
                                      const struct tip_string *prefix)
{
    struct slip slip = {.candidates = candidates,
                        .table = table,
                        .typed = prefix->data,
                        .length = prefix->length,
                        .end = tip_suggestions_start_count(table)};
    if (tip_utf8_count(prefix->data, prefix->length) < TIP_SLIP_LETTERS ||
        prefix->length > TIP_SUGGESTION_KEY_LIMIT) {
        return;
    }
    while (slip.head < slip.length && slip.first < slip.end) {
        try_typed_letters(&slip);
        try_other_letters(&slip);
        slip.head += character(slip.typed, slip.length, slip.head);
        tip_suggestions_range(table, slip.first, slip.end, slip.typed, slip.head, &slip.first,
                              &slip.end);
    }
}
