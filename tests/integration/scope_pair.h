/* Two indexes: one holds all of some sources, the other never held those that are hidden. They come
 * about in steps: sources are written, tipindex builds or updates. All functions assert that what
 * they do succeeds. */
#ifndef TIP_TEST_SCOPE_PAIR_H
#define TIP_TEST_SCOPE_PAIR_H

#include "index_fixture.h"
#include "knowledge/knowledge.h"
#include "scope_requests.h"
#include "search/search.h"

enum { SCOPE_WHOLE, SCOPE_PART, SCOPE_SIDES };

struct scope_pair {
    struct index_fixture files[SCOPE_SIDES]; /* with everything; without what is hidden */
    char *sources;   /* where the sources of either are while they are indexed: paths are shown */
    json_t *visible; /* the ids of visible reports, as an object's keys */
    struct scope_ground ground;
    struct tip_generation *generations[SCOPE_SIDES];
    struct tip_searcher *searchers[SCOPE_SIDES];
    struct tip_knowledge *knowledge;
    struct tip_scope *scope;
};

void scope_pair_init(struct scope_pair *pair);
void scope_pair_free(struct scope_pair *pair);

/* Writes a source whose report has the id `report`. */
void scope_pair_write(struct scope_pair *pair, const char *name, const char *text,
                      const char *report, bool is_hidden);

/* Writes records (JSON Lines), each a report, of which `is_hidden` tells by their ids: each to a
 * source of its own, as the hash of its source is shown with a passage. */
void scope_pair_write_records(struct scope_pair *pair, const char *name, const char *records,
                              bool (*is_hidden)(const char *id));

/* Removes a source that is not of records. */
void scope_pair_remove(struct scope_pair *pair, const char *name);

/* tipindex `command` (build, update) on the folder of each side's sources. */
void scope_pair_index(struct scope_pair *pair, const char *command);

/* Opens both with the knowledge in the folder `knowledge` (NULL: none), the whole one limited to
 * the visible reports. */
void scope_pair_open(struct scope_pair *pair, const char *knowledge);

/* The reply of a side to a request, without what may differ: times and numbers of generations. For
 * free(3). */
char *scope_pair_ask(struct scope_pair *pair, int side, const json_t *request);

/* Takes these out of a reply's text, in place. */
void scope_reply_normalise(char *reply);

#endif
