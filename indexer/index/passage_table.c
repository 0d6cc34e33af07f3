/* What a builder remembers of every passage and report while it works. */
#include "index/passage_table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

/* In by_id: a passage stood here and was taken out; a search goes on behind it. */
#define TAKEN_OUT UINT32_MAX

void tip_passage_table_free(struct tip_passage_table *table)
{
    for (size_t i = 1; i <= table->report_count; i++)
        free(table->reports[i].id);
    free(table->reports);
    free(table->by_report);
    free(table->passages);
    free(table->by_id);
    tip_text_pool_free(&table->collections);
    *table = (struct tip_passage_table){0};
}

/* ---- reports ---- */

/* FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t hash_text(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

/* The slot that holds the report or, when it is not there, the free one it belongs in. */
static size_t report_slot(const struct tip_passage_table *table, const char *report_id)
{
    size_t slot = (size_t)hash_text(report_id) & (table->report_slots - 1);
    while (table->by_report[slot] != 0 &&
           strcmp(table->reports[table->by_report[slot]].id, report_id) != 0)
        slot = (slot + 1) & (table->report_slots - 1);
    return slot;
}

uint32_t tip_passage_table_report(const struct tip_passage_table *table, const char *report_id)
{
    return table->report_slots == 0 ? 0 : table->by_report[report_slot(table, report_id)];
}

/* Keeps at least half of the slots free. */
static bool report_slots_reserve(struct tip_passage_table *table)
{
    if (2 * (table->report_count + 1) <= table->report_slots)
        return true;
    size_t slots = table->report_slots == 0 ? FIRST_SLOTS : 2 * table->report_slots;
    uint32_t *grown = calloc(slots, sizeof *grown);
    if (grown == NULL)
        return false;
    free(table->by_report);
    table->by_report = grown;
    table->report_slots = slots;
    for (uint32_t i = 1; i <= table->report_count; i++)
        grown[report_slot(table, table->reports[i].id)] = i;
    return true;
}

static bool reports_reserve(struct tip_passage_table *table)
{
    if (table->report_count + 1 < table->report_capacity)
        return true;
    size_t capacity = table->report_capacity == 0 ? 16 : 2 * table->report_capacity;
    struct tip_report_entry *grown = reallocarray(table->reports, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    table->reports = grown;
    table->report_capacity = capacity;
    return true;
}

static tip_status find_collection(struct tip_passage_table *table, const char *collection,
                                  uint32_t *number, struct tip_error *error)
{
    *number = TIP_NO_TEXT;
    if (collection == NULL)
        return TIP_OK;
    return tip_text_pool_add(&table->collections, collection, strlen(collection), number, error);
}

tip_status tip_passage_table_add_report(struct tip_passage_table *table, const char *report_id,
                                        const char *collection, uint32_t *report,
                                        struct tip_error *error)
{
    uint32_t place = tip_passage_table_report(table, report_id), number;
    tip_status status = find_collection(table, collection, &number, error);
    if (status != TIP_OK)
        return status;
    if (place == 0) {
        if (!report_slots_reserve(table) || !reports_reserve(table))
            return tip_error_memory(error, "adding a report");
        char *id = strdup(report_id);
        if (id == NULL)
            return tip_error_memory(error, "adding a report");
        size_t slot = report_slot(table, report_id);
        place = (uint32_t)++table->report_count;
        table->reports[place] = (struct tip_report_entry){.id = id};
        table->by_report[slot] = place;
    }
    table->reports[place].collection = number;
    *report = place;
    return TIP_OK;
}

/* ---- passages ---- */

/* An id is a piece of a SHA-256, so its low bits serve as they are. */
static size_t id_slot(const struct tip_passage_table *table, uint64_t id)
{
    size_t slot = (size_t)id & (table->id_slots - 1);
    while (table->by_id[slot] != 0 &&
           (table->by_id[slot] == TAKEN_OUT || table->passages[table->by_id[slot]].id != id))
        slot = (slot + 1) & (table->id_slots - 1);
    return slot;
}

uint32_t tip_passage_table_find(const struct tip_passage_table *table, uint64_t id)
{
    return table->id_slots == 0 ? 0 : table->by_id[id_slot(table, id)];
}

/* Keeps at least half of the slots free; those taken out fall away when it grows. */
static bool id_slots_reserve(struct tip_passage_table *table)
{
    if (2 * (table->id_used + 1) <= table->id_slots)
        return true;
    uint32_t *old = table->by_id;
    size_t old_slots = table->id_slots;
    size_t slots = old_slots == 0 ? FIRST_SLOTS : 2 * old_slots;
    uint32_t *grown = calloc(slots, sizeof *grown);
    if (grown == NULL)
        return false;
    table->by_id = grown;
    table->id_slots = slots;
    table->id_used = 0;
    for (size_t i = 0; i < old_slots; i++) {
        if (old[i] == 0 || old[i] == TAKEN_OUT)
            continue;
        grown[id_slot(table, table->passages[old[i]].id)] = old[i];
        table->id_used++;
    }
    free(old);
    return true;
}

static bool passages_reserve(struct tip_passage_table *table, uint32_t number)
{
    if (number < table->passage_capacity)
        return true;
    size_t capacity = table->passage_capacity == 0 ? 256 : 2 * table->passage_capacity;
    while (capacity <= number)
        capacity *= 2;
    struct tip_passage_entry *grown = reallocarray(table->passages, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    table->passages = grown;
    table->passage_capacity = capacity;
    return true;
}

tip_status tip_passage_table_add(struct tip_passage_table *table, uint32_t number,
                                 const struct tip_passage_entry *entry, struct tip_error *error)
{
    if (!passages_reserve(table, number) || !id_slots_reserve(table))
        return tip_error_memory(error, "adding a passage");
    struct tip_report_entry *report = &table->reports[entry->report];
    table->passages[number] = *entry;
    table->passages[number].next = report->first;
    report->first = number;
    table->by_id[id_slot(table, entry->id)] = number;
    table->id_used++;
    return TIP_OK;
}

void tip_passage_table_remove_report(struct tip_passage_table *table, uint32_t report)
{
    uint32_t number = table->reports[report].first;
    for (; number != 0; number = table->passages[number].next)
        table->by_id[id_slot(table, table->passages[number].id)] = TAKEN_OUT;
    table->reports[report].first = 0;
}
