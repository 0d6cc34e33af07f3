/* Where the terms stand in passages: each passage is read once, however many parts of the ranking
 * look at it. */
#ifndef TIP_READINGS_H
#define TIP_READINGS_H

#include "search/ranking/terms.h"
#include "search/searcher.h"

/* A term at a place of a passage. Places count words through the text and then, far behind it,
 * through its headings, with a gap behind each. */
struct tip_sighting {
    uint32_t position;
    uint32_t term; /* its place among the terms */
};

/* What was read of a passage; those in its text come first. */
struct tip_reading {
    uint32_t passage;
    uint32_t words; /* of its text */
    size_t first;   /* among the sightings ... */
    size_t in_text; /* ... so many in its text ... */
    size_t count;   /* ... of so many */
};

struct tip_readings {
    struct tip_searcher *searcher; /* borrowed, as the terms are */
    const struct tip_terms *terms;
    struct tip_sighting *sightings;
    size_t sighting_count, sighting_capacity;
    struct tip_reading *items;
    size_t count, capacity;
    uint32_t *slots; /* by passage: places in `items` plus one */
    size_t slot_count;
};

void tip_readings_begin(struct tip_readings *readings, struct tip_searcher *searcher,
                        const struct tip_terms *terms);
void tip_readings_free(struct tip_readings *readings);

/* What a passage has of the terms. Its sightings are valid until the next call. */
tip_status tip_readings_get(struct tip_readings *readings, uint32_t passage,
                            struct tip_reading *reading, struct tip_error *error) TIP_MUST_CHECK;

#endif
