/* The generation and the knowledge in service, counted by who uses them, so that new ones can take
 * their place while queries run on the old; and those before them that scans go on with. */
#ifndef TIP_SERVED_H
#define TIP_SERVED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "index/generation.h"
#include "knowledge/knowledge.h"
#include "search/restricted.h"

struct tip_served;

/* Takes both over and says "" of the generation's damage; `knowledge` may be NULL. NULL when there
 * is no memory: both stay the caller's. */
struct tip_served *tip_served_create(struct tip_generation *generation,
                                     struct tip_knowledge *knowledge);

/* The caller's references are returned by now. NULL is allowed. */
void tip_served_free(struct tip_served *served);

/* One user's hold on a generation and the knowledge that goes with it: there until it is released.
 */
struct tip_lease;

struct tip_lease *tip_served_acquire(struct tip_served *served);
void tip_served_release(struct tip_served *served, struct tip_lease *lease);
const struct tip_generation *tip_lease_generation(const struct tip_lease *lease);
/* What scopes see of it, which all users share. */
struct tip_restricted_set *tip_lease_restricted(const struct tip_lease *lease);
const struct tip_knowledge *tip_lease_knowledge(const struct tip_lease *lease);

/* Notes that a page of a scan is answered by the lease: when it is no longer in service it is kept
 * for the scan's next pages, TIP_TIMEOUT_SCANNED_KEPT_S from the last of them. */
void tip_served_note_scan(struct tip_served *served, struct tip_lease *lease);

/* A lease that is out of service and kept for scans, `which` from 0 to TIP_LIMIT_SCANNED_KEPT, for
 * tip_served_release; NULL where there is none. What is no longer at its path was removed on
 * purpose and is not handed out. */
struct tip_lease *tip_served_acquire_kept(struct tip_served *served, unsigned which);

/* Whether a lease is still kept for scans: who has it for them returns it otherwise. */
bool tip_served_is_kept(struct tip_served *served, const struct tip_lease *lease);

/* Keeps no longer what no scan has asked for of late, as of now_ns (tip_now_ns), what is no longer
 * at its path, or `all`. True when there was such a one. */
bool tip_served_drop_kept(struct tip_served *served, int64_t now_ns, bool all);

/* Another number for each pair of a generation and knowledge that this process has served. */
uint64_t tip_lease_serial(const struct tip_lease *lease);

/* Puts a new generation in service and clears the damage. The old one closes when its last user
 * releases it. False when there is no memory: `generation` stays the caller's. */
bool tip_served_swap(struct tip_served *served, struct tip_generation *generation);

/* Puts new knowledge in service, in the same way. */
bool tip_served_know(struct tip_served *served, struct tip_knowledge *knowledge);

/* The number and passages in service. */
void tip_served_describe(struct tip_served *served, uint32_t *number, uint32_t *passages);

/* Whether the files of the generation in service are still those at its path: not when the whole
 * index was removed and built anew. */
bool tip_served_is_at_its_path(struct tip_served *served);

/* Why a newer generation is not the one in service; "" when all is well. */
void tip_served_set_damage(struct tip_served *served, const char *damage);
void tip_served_damage(struct tip_served *served, char out[TIP_ERROR_MESSAGE_SIZE]);

#endif
