/* Columns of a table that have another name: each of its rows names them, the first one tells it.
 */
#include <string.h>

#include "search/compare/alignment.h"

struct cell {
    const char *name, *value;
    size_t name_length, value_length; /* no name: 0 */
};

/* Reads the cell at *at and goes on behind it; false at the end. */
static bool next_cell(const char **at, const char *end, struct cell *cell)
{
    if (*at >= end) {
        return false;
    }
    const char *stop = *at, *colon = *at;
    while (stop < end && *stop != '\n' && !(stop[0] == ';' && stop + 1 < end && stop[1] == ' ')) {
        stop++;
    }
    while (colon + 1 < stop && !(colon[0] == ':' && colon[1] == ' ')) {
        colon++;
    }
    bool has_name = colon + 1 < stop;
    cell->name = *at;
    cell->name_length = has_name ? (size_t)(colon - *at) : 0;
    cell->value = has_name ? colon + 2 : *at;
    cell->value_length = (size_t)(stop - cell->value);
    *at = stop == end ? end : stop + (*stop == '\n' ? 1 : 2);
    return true;
}

static bool is_equal(const char *one, size_t one_length, const char *two, size_t two_length)
{
    return one_length == two_length && memcmp(one, two, one_length) == 0;
}

/* Which columns have which other names, as a hash; 0 when none has, or a cell changed, too. */
static uint64_t renamed_columns(const struct tip_statement *before,
                                const struct tip_statement *after)
{
    const char *one = before->text, *two = after->text;
    const char *one_end = one + before->length, *two_end = two + after->length;
    struct cell was, now;
    uint64_t renamed = 0;
    while (next_cell(&one, one_end, &was)) {
        if (!next_cell(&two, two_end, &now) ||
            !is_equal(was.value, was.value_length, now.value, now.value_length)) {
            return 0;
        }
        if (!is_equal(was.name, was.name_length, now.name, now.name_length)) {
            renamed = renamed * 31 + tip_statement_hash(was.name, was.name_length);
            renamed = renamed * 31 + tip_statement_hash(now.name, now.name_length);
        }
    }
    return two < two_end ? 0 : renamed;
}

void tip_align_columns(struct tip_alignment *alignment)
{
    const struct tip_edition *before = alignment->before, *after = alignment->after;
    uint64_t told = 0; /* of the table at hand */
    for (uint32_t b = 0; b < after->count; b++) {
        uint32_t place = alignment->counterpart_of_after[b];
        if (!after->statements[b].is_row || !tip_edition_joins(after, b)) {
            told = 0;
        }
        if (place == 0 || !after->statements[b].is_row) {
            continue;
        }
        struct tip_counterpart *pair = &alignment->counterparts[place - 1];
        const struct tip_statement *was = &before->statements[pair->before_first];
        uint64_t renamed = pair->before_count == 1 && pair->after_count == 1 && was->is_row
                               ? renamed_columns(was, &after->statements[b])
                               : 0;
        pair->is_same |= renamed != 0 && renamed == told;
        told = renamed != 0 ? renamed : told;
    }
}
