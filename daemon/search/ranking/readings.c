#include "search/ranking/readings.h"

#include <stdlib.h>
#include <string.h>

enum { FAR = 1000 }; /* from the text to the headings: no two words there are near each other */

void tip_readings_begin(struct tip_readings *readings, struct tip_searcher *searcher,
                        const struct tip_terms *terms)
{
    *readings = (struct tip_readings){.searcher = searcher, .terms = terms};
}

void tip_readings_free(struct tip_readings *readings)
{
    free(readings->sightings);
    free(readings->items);
    free(readings->slots);
}

/* ---- passages by number ---- */

/* The slot that has the passage, or the free one where it belongs. */
static size_t find_slot(const struct tip_readings *readings, uint32_t passage)
{
    size_t mask = readings->slot_count - 1;
    size_t slot = (passage * 2654435769u >> 8) & mask;
    while (readings->slots[slot] != 0 &&
           readings->items[readings->slots[slot] - 1].passage != passage) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

/* Room for one more passage, with half of the slots free. */
static bool reserve(struct tip_readings *readings)
{
    if (readings->count < readings->capacity) {
        return true;
    }
    size_t capacity = readings->capacity == 0 ? 512 : readings->capacity * 2;
    struct tip_reading *items = reallocarray(readings->items, capacity, sizeof *items);
    uint32_t *slots = calloc(capacity * 2, sizeof *slots);
    readings->items = items != NULL ? items : readings->items;
    if (items == NULL || slots == NULL) {
        free(slots);
        return false;
    }
    free(readings->slots);
    readings->slots = slots;
    readings->slot_count = capacity * 2;
    readings->capacity = capacity;
    for (size_t i = 0; i < readings->count; i++) {
        slots[find_slot(readings, readings->items[i].passage)] = (uint32_t)i + 1;
    }
    return true;
}

/* ---- reading ---- */

static bool reserve_sightings(struct tip_readings *readings, size_t more)
{
    if (readings->sighting_count + more <= readings->sighting_capacity) {
        return true;
    }
    size_t capacity = readings->sighting_capacity == 0 ? 4096 : readings->sighting_capacity;
    while (capacity < readings->sighting_count + more) {
        capacity *= 2;
    }
    struct tip_sighting *grown = reallocarray(readings->sightings, capacity, sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    readings->sightings = grown;
    readings->sighting_capacity = capacity;
    return true;
}

/* Adds the terms among some words, whose first one stands at `position`. */
static void see(struct tip_readings *readings, const uint32_t *words, size_t count, size_t position)
{
    const struct tip_words *dictionary = readings->searcher->generation->words;
    for (size_t i = 0; i < count; i++) {
        if (words[i] == TIP_NO_WORD) {
            continue;
        }
        uint32_t term = tip_terms_find(readings->terms, tip_words_stem_of(dictionary, words[i]));
        if (term != TIP_NO_TERM_PLACE) {
            readings->sightings[readings->sighting_count++] =
                (struct tip_sighting){.position = (uint32_t)(position + i), .term = term};
        }
    }
}

static tip_status read(struct tip_readings *readings, uint32_t passage, struct tip_reading *reading,
                       struct tip_error *error)
{
    struct tip_token_list *list = &readings->searcher->words;
    tip_status status =
        tip_token_file_get(readings->searcher->generation->tokens, passage, list, error);
    if (status != TIP_OK) {
        return status;
    }
    size_t text = list->count[TIP_STREAM_BODY], headings = list->count[TIP_STREAM_SECTION];
    if (!reserve_sightings(readings, text + headings)) {
        return tip_error_memory(error, "ranking");
    }
    *reading = (struct tip_reading){
        .passage = passage, .words = (uint32_t)text, .first = readings->sighting_count};
    see(readings, list->words, text, 0);
    reading->in_text = readings->sighting_count - reading->first;
    see(readings, list->words + text, headings, text + FAR);
    reading->count = readings->sighting_count - reading->first;
    return TIP_OK;
}

tip_status tip_readings_get(struct tip_readings *readings, uint32_t passage,
                            struct tip_reading *reading, struct tip_error *error)
{
    if (!reserve(readings)) {
        return tip_error_memory(error, "ranking");
    }
    size_t slot = find_slot(readings, passage);
    if (readings->slots[slot] != 0) {
        *reading = readings->items[readings->slots[slot] - 1];
        return TIP_OK;
    }
    tip_status status = read(readings, passage, reading, error);
    if (status == TIP_OK) {
        readings->items[readings->count++] = *reading;
        readings->slots[slot] = (uint32_t)readings->count;
    }
    return status;
}
