/* Ids of earlier generations, read.
 *
 * The file is a tip_table ("tipmoved", table_file.h) of nine sections:
 *
 *   ids            8 bytes each: the ids that vanished, ascending
 *   last           4 bytes each: the last generation that had the id
 *   reports        4 bytes each: where the id of its report stands in `text`
 *   starts         4 bytes each: the first of its successors; one more element says how many there
 *                  are in all. An id without successors is one whose text is gone
 *   successor ids  8 bytes each: passages of this generation, per id the largest share first
 *   shares         4 bytes each: of the old passage's words, in ten-thousandths
 *   from, until    4 bytes each: between which words of the successor they stand
 *   text           ids of reports, each ended by a NUL and there once
 *
 * Every build makes it anew from the one before: an id that is back is dropped, a successor that
 * vanished is replaced by what its part of the text became (moved_trace.c). */
#include "index/moved.h"

#include <stdlib.h>

#include "index/moved_file.h"

const struct tip_table_format tip_moved_format = {
    "tipmoved", 1, TIP_MOVED_SECTION_COUNT, {8, 4, 4, 4, 8, 4, 4, 4, 1}};

struct tip_moved {
    struct tip_table table;
};

static const struct tip_section *section(const struct tip_moved *moved,
                                         enum tip_moved_section which)
{
    return &moved->table.sections[which];
}

static uint32_t number(const struct tip_moved *moved, enum tip_moved_section which, size_t place)
{
    return tip_section_u32(section(moved, which), place);
}

uint32_t tip_moved_overlap(const struct tip_moved_entry *entry)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < entry->count; i++)
        sum += entry->successors[i].share;
    return sum < TIP_SHARE_WHOLE ? sum : TIP_SHARE_WHOLE;
}

uint32_t tip_moved_count(const struct tip_moved *moved)
{
    return (uint32_t)section(moved, TIP_MOVED_IDS)->count;
}

void tip_moved_get(const struct tip_moved *moved, uint32_t place, struct tip_moved_entry *entry)
{
    uint32_t first = number(moved, TIP_MOVED_STARTS, place);
    *entry = (struct tip_moved_entry){
        .id = tip_section_u64(section(moved, TIP_MOVED_IDS), place),
        .last = number(moved, TIP_MOVED_LAST, place),
        .report = (const char *)section(moved, TIP_MOVED_TEXT)->bytes +
                  number(moved, TIP_MOVED_REPORTS, place),
        .count = number(moved, TIP_MOVED_STARTS, place + 1u) - first,
    };
    for (size_t i = 0; i < entry->count; i++)
        entry->successors[i] = (struct tip_successor){
            .id = tip_section_u64(section(moved, TIP_MOVED_SUCCESSOR_IDS), first + i),
            .share = number(moved, TIP_MOVED_SHARES, first + i),
            .from = number(moved, TIP_MOVED_FROM, first + i),
            .until = number(moved, TIP_MOVED_UNTIL, first + i),
        };
}

bool tip_moved_find(const struct tip_moved *moved, uint64_t id, struct tip_moved_entry *entry)
{
    const struct tip_section *ids = section(moved, TIP_MOVED_IDS);
    uint32_t low = 0, high = tip_moved_count(moved);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tip_section_u64(ids, middle) < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == tip_moved_count(moved) || tip_section_u64(ids, low) != id)
        return false;
    tip_moved_get(moved, low, entry);
    return true;
}

/* ---- opening ---- */

static bool counts_are_sound(const struct tip_moved *moved)
{
    size_t count = section(moved, TIP_MOVED_IDS)->count;
    size_t successors = section(moved, TIP_MOVED_SUCCESSOR_IDS)->count;
    const struct tip_section *text = section(moved, TIP_MOVED_TEXT);
    return count < UINT32_MAX && successors < UINT32_MAX &&
           section(moved, TIP_MOVED_LAST)->count == count &&
           section(moved, TIP_MOVED_REPORTS)->count == count &&
           section(moved, TIP_MOVED_STARTS)->count == count + 1 &&
           section(moved, TIP_MOVED_SHARES)->count == successors &&
           section(moved, TIP_MOVED_FROM)->count == successors &&
           section(moved, TIP_MOVED_UNTIL)->count == successors &&
           (text->count == 0 || text->bytes[text->count - 1] == '\0') &&
           number(moved, TIP_MOVED_STARTS, 0) == 0 &&
           number(moved, TIP_MOVED_STARTS, count) == successors;
}

static bool entries_are_sound(const struct tip_moved *moved)
{
    const struct tip_section *ids = section(moved, TIP_MOVED_IDS);
    for (size_t i = 0; i < ids->count; i++) {
        uint32_t first = number(moved, TIP_MOVED_STARTS, i);
        uint32_t behind = number(moved, TIP_MOVED_STARTS, i + 1);
        if (first > behind || behind - first > TIP_MOVED_SUCCESSORS ||
            number(moved, TIP_MOVED_REPORTS, i) >= section(moved, TIP_MOVED_TEXT)->count ||
            (i > 0 && tip_section_u64(ids, i - 1) >= tip_section_u64(ids, i)))
            return false;
    }
    return true;
}

tip_status tip_moved_open(struct tip_moved **out, const char *path, struct tip_error *error)
{
    struct tip_moved *moved = calloc(1, sizeof *moved);
    if (moved == NULL)
        return tip_error_memory(error, "opening the ids of earlier generations");
    tip_status status = tip_table_open(&moved->table, path, &tip_moved_format, error);
    if (status == TIP_OK && !counts_are_sound(moved))
        status = tip_table_damaged(error, path, "its counts do not agree");
    if (status == TIP_OK && !entries_are_sound(moved))
        status = tip_table_damaged(error, path, "its ids or successors are out of order");
    if (status != TIP_OK) {
        tip_moved_close(moved);
        return status;
    }
    *out = moved;
    return TIP_OK;
}

void tip_moved_close(struct tip_moved *moved)
{
    if (moved == NULL)
        return;
    tip_table_close(&moved->table);
    free(moved);
}
