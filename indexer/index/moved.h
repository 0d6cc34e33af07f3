/* Ids that passages had in earlier generations, the file `moved`: where the text of each stands
 * now, or that it is gone. The layout is in moved.c. */
#ifndef TIP_MOVED_H
#define TIP_MOVED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum {
    TIP_MOVED_SUCCESSORS = 8, /* of one passage at most: one of 300 words, cut to 80, makes five */
    TIP_SHARE_WHOLE = 10000   /* shares are in ten-thousandths */
};

/* A passage that holds text of one that vanished. */
struct tip_successor {
    uint64_t id;          /* of a passage that lives */
    uint32_t share;       /* of the old passage's words: those it holds and no better one does */
    uint32_t from, until; /* where they stand in it: from word `from` to before word `until` */
};

/* An id that no passage has any more. */
struct tip_moved_entry {
    uint64_t id;
    uint32_t last;                                         /* the last generation that had it */
    const char *report;                                    /* the id of its report then */
    struct tip_successor successors[TIP_MOVED_SUCCESSORS]; /* the largest share first */
    size_t count;                                          /* 0: its text is gone */
};

/* How much of its words the successors together hold, up to TIP_SHARE_WHOLE. */
uint32_t tip_moved_overlap(const struct tip_moved_entry *entry);

/* ---- the builder ---- */

struct tip_moved_builder;

tip_status tip_moved_builder_create(struct tip_moved_builder **out,
                                    struct tip_error *error) TIP_MUST_CHECK;
void tip_moved_builder_free(struct tip_moved_builder *builder);

/* Adds an entry (copied), each id once. TIP_NO_MEMORY. */
tip_status tip_moved_builder_add(struct tip_moved_builder *builder,
                                 const struct tip_moved_entry *entry,
                                 struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_moved_builder_write(struct tip_moved_builder *builder, const char *path,
                                   struct tip_error *error) TIP_MUST_CHECK;

/* ---- the reader: mapped, may be shared between threads ---- */

struct tip_moved;

/* TIP_FORMAT, TIP_CORRUPT: the structure is checked, so that no later call reads outside. */
tip_status tip_moved_open(struct tip_moved **out, const char *path,
                          struct tip_error *error) TIP_MUST_CHECK;
void tip_moved_close(struct tip_moved *moved); /* NULL is allowed */

uint32_t tip_moved_count(const struct tip_moved *moved);
/* The entry at a place (below the count), in the order of ids; its text is the mapped file's. */
void tip_moved_get(const struct tip_moved *moved, uint32_t place, struct tip_moved_entry *entry);
/* False when there is no entry for this id. */
bool tip_moved_find(const struct tip_moved *moved, uint64_t id, struct tip_moved_entry *entry);

#endif
