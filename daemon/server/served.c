/* The generation and the knowledge in service, counted by who uses them. A lease is the pair of
 * them: when one of the two is replaced, a new lease takes over the other. */
#include "server/served.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "protocol/limits.h"
#include "server/turn.h"

struct held_generation {
    struct tip_generation *generation;
    struct tip_restricted_set *restricted;
    unsigned leases;
};

struct held_knowledge {
    struct tip_knowledge *knowledge; /* or NULL */
    unsigned leases;
};

struct tip_lease {
    struct held_generation *generation;
    struct held_knowledge *knowledge;
    unsigned users; /* being in service counts as one, as does being kept for scans */
    uint64_t serial;
    int64_t scanned_ns; /* when a page of a scan was last asked of it; 0: never */
};

struct tip_served {
    pthread_mutex_t mutex; /* guards all below, the counts included */
    struct tip_lease *current;
    struct tip_lease *kept[TIP_LIMIT_SCANNED_KEPT]; /* for scans; NULL where there is none */
    char damage[TIP_ERROR_MESSAGE_SIZE];
};

/* A lease in the hands of one user. */
static struct tip_lease *lease_create(struct held_generation *generation,
                                      struct held_knowledge *knowledge)
{
    struct tip_lease *lease = calloc(1, sizeof *lease);

    if (lease == NULL)
        return NULL;
    lease->generation = generation;
    lease->knowledge = knowledge;
    lease->users = 1;
    generation->leases++;
    knowledge->leases++;
    return lease;
}

static struct held_generation *hold_generation(struct tip_generation *generation)
{
    struct held_generation *held = calloc(1, sizeof *held);

    if (held == NULL)
        return NULL;
    held->generation = generation;
    if (tip_restricted_set_create(&held->restricted, generation, NULL) == TIP_OK)
        return held;
    free(held);
    return NULL;
}

/* Leaves the generation to the caller. NULL is allowed. */
static void let_go(struct held_generation *held)
{
    if (held == NULL)
        return;
    tip_restricted_set_free(held->restricted);
    free(held);
}

static struct held_knowledge *hold_knowledge(struct tip_knowledge *knowledge)
{
    struct held_knowledge *held = calloc(1, sizeof *held);

    if (held != NULL)
        held->knowledge = knowledge;
    return held;
}

struct tip_served *tip_served_create(struct tip_generation *generation,
                                     struct tip_knowledge *knowledge)
{
    struct tip_served *served = calloc(1, sizeof *served);
    struct held_generation *held = hold_generation(generation);
    struct held_knowledge *known = hold_knowledge(knowledge);

    if (served != NULL && held != NULL && known != NULL)
        served->current = lease_create(held, known);
    if (served == NULL || served->current == NULL) {
        free(served);
        let_go(held);
        free(known);
        return NULL;
    }
    pthread_mutex_init(&served->mutex, NULL);
    return served;
}

struct tip_lease *tip_served_acquire(struct tip_served *served)
{
    struct tip_lease *lease;

    pthread_mutex_lock(&served->mutex);
    lease = served->current;
    lease->users++;
    pthread_mutex_unlock(&served->mutex);
    return lease;
}

void tip_served_release(struct tip_served *served, struct tip_lease *lease)
{
    struct held_generation *generation = NULL;
    struct held_knowledge *knowledge = NULL;
    bool is_last;

    if (lease == NULL)
        return;
    pthread_mutex_lock(&served->mutex);
    is_last = --lease->users == 0;
    if (is_last && --lease->generation->leases == 0)
        generation = lease->generation;
    if (is_last && --lease->knowledge->leases == 0)
        knowledge = lease->knowledge;
    pthread_mutex_unlock(&served->mutex);
    if (is_last)
        free(lease);
    if (generation != NULL) {
        struct tip_generation *closing = generation->generation;

        let_go(generation);
        tip_generation_close(closing);
    }
    if (knowledge != NULL)
        tip_knowledge_free(knowledge->knowledge);
    free(knowledge);
}

const struct tip_generation *tip_lease_generation(const struct tip_lease *lease)
{
    return lease->generation->generation;
}

struct tip_restricted_set *tip_lease_restricted(const struct tip_lease *lease)
{
    return lease->generation->restricted;
}

const struct tip_knowledge *tip_lease_knowledge(const struct tip_lease *lease)
{
    return lease->knowledge->knowledge;
}

uint64_t tip_lease_serial(const struct tip_lease *lease)
{
    return lease->serial;
}

/* The lock is held on the manifest, which names every other file. */
static bool is_at_its_path(const struct tip_generation *generation)
{
    char *manifest = tip_path_join(generation->folder, "manifest.json");
    struct stat of_fd, of_path;
    bool is_there = manifest != NULL && fstat(generation->lock_fd, &of_fd) == 0 &&
                    stat(manifest, &of_path) == 0 && of_fd.st_dev == of_path.st_dev &&
                    of_fd.st_ino == of_path.st_ino;

    free(manifest);
    return is_there;
}

/* ---- kept for scans ---- */

static bool is_scanned(const struct tip_lease *lease, int64_t now_ns)
{
    return lease->scanned_ns != 0 &&
           now_ns - lease->scanned_ns < TIP_TIMEOUT_SCANNED_KEPT_S * INT64_C(1000000000);
}

/* Keeps a lease that leaves service, if a scan uses it; returns the one that is to be released in
 * its stead: another, itself, or NULL. The mutex is held. */
static struct tip_lease *keep_scanned(struct tip_served *served, struct tip_lease *lease)
{
    unsigned place = 0;

    if (!is_scanned(lease, tip_now_ns()))
        return lease;
    for (unsigned i = 1; i < TIP_LIMIT_SCANNED_KEPT && served->kept[place] != NULL; i++)
        if (served->kept[i] == NULL ||
            served->kept[i]->scanned_ns < served->kept[place]->scanned_ns)
            place = i;
    if (served->kept[place] != NULL && served->kept[place]->scanned_ns > lease->scanned_ns)
        return lease;
    struct tip_lease *dropped = served->kept[place];
    served->kept[place] = lease;
    return dropped;
}

static bool is_kept(const struct tip_served *served, const struct tip_lease *lease)
{
    bool is_there = false;

    for (unsigned i = 0; i < TIP_LIMIT_SCANNED_KEPT; i++)
        is_there |= served->kept[i] == lease;
    return is_there;
}

/* The lease may have left service while the page was waiting to be made. */
void tip_served_note_scan(struct tip_served *served, struct tip_lease *lease)
{
    struct tip_lease *dropped = NULL;

    pthread_mutex_lock(&served->mutex);
    lease->scanned_ns = tip_now_ns();
    if (lease != served->current && !is_kept(served, lease)) {
        lease->users++;
        dropped = keep_scanned(served, lease);
    }
    pthread_mutex_unlock(&served->mutex);
    tip_served_release(served, dropped);
}

struct tip_lease *tip_served_acquire_kept(struct tip_served *served, unsigned which)
{
    struct tip_lease *lease;

    pthread_mutex_lock(&served->mutex);
    lease = served->kept[which];
    if (lease != NULL && is_at_its_path(lease->generation->generation))
        lease->users++;
    else
        lease = NULL;
    pthread_mutex_unlock(&served->mutex);
    return lease;
}

bool tip_served_is_kept(struct tip_served *served, const struct tip_lease *lease)
{
    bool is_there;

    pthread_mutex_lock(&served->mutex);
    is_there = is_kept(served, lease);
    pthread_mutex_unlock(&served->mutex);
    return is_there;
}

bool tip_served_drop_kept(struct tip_served *served, int64_t now_ns, bool all)
{
    struct tip_lease *dropped[TIP_LIMIT_SCANNED_KEPT];
    unsigned count = 0;

    pthread_mutex_lock(&served->mutex);
    for (unsigned i = 0; i < TIP_LIMIT_SCANNED_KEPT; i++) {
        struct tip_lease *lease = served->kept[i];

        if (lease == NULL ||
            (!all && is_scanned(lease, now_ns) && is_at_its_path(lease->generation->generation)))
            continue;
        dropped[count++] = lease;
        served->kept[i] = NULL;
    }
    pthread_mutex_unlock(&served->mutex);
    for (unsigned i = 0; i < count; i++)
        tip_served_release(served, dropped[i]);
    return count > 0;
}

/* ---- what takes the place of what is in service ---- */

/* Puts a lease in service on what is given and, where that is NULL, on what is in service. False
 * without memory. */
static bool replace(struct tip_served *served, struct held_generation *generation,
                    struct held_knowledge *knowledge)
{
    struct tip_lease *lease, *old;

    pthread_mutex_lock(&served->mutex);
    old = served->current;
    lease = lease_create(generation != NULL ? generation : old->generation,
                         knowledge != NULL ? knowledge : old->knowledge);
    if (lease != NULL) {
        lease->serial = old->serial + 1;
        served->current = lease;
        old = keep_scanned(served, old);
    }
    if (lease != NULL && generation != NULL)
        served->damage[0] = '\0';
    pthread_mutex_unlock(&served->mutex);
    if (lease != NULL)
        tip_served_release(served, old);
    return lease != NULL;
}

bool tip_served_swap(struct tip_served *served, struct tip_generation *generation)
{
    struct held_generation *held = hold_generation(generation);

    if (held == NULL || !replace(served, held, NULL)) {
        let_go(held);
        return false;
    }
    return true;
}

bool tip_served_know(struct tip_served *served, struct tip_knowledge *knowledge)
{
    struct held_knowledge *held = hold_knowledge(knowledge);

    if (held == NULL || !replace(served, NULL, held)) {
        free(held);
        return false;
    }
    return true;
}

void tip_served_describe(struct tip_served *served, uint32_t *number, uint32_t *passages)
{
    pthread_mutex_lock(&served->mutex);
    *number = served->current->generation->generation->number;
    *passages = served->current->generation->generation->manifest.passages;
    pthread_mutex_unlock(&served->mutex);
}

bool tip_served_is_at_its_path(struct tip_served *served)
{
    struct tip_lease *lease = tip_served_acquire(served);
    bool is_there = is_at_its_path(tip_lease_generation(lease));

    tip_served_release(served, lease);
    return is_there;
}

void tip_served_set_damage(struct tip_served *served, const char *damage)
{
    pthread_mutex_lock(&served->mutex);
    snprintf(served->damage, sizeof served->damage, "%s", damage);
    pthread_mutex_unlock(&served->mutex);
}

void tip_served_damage(struct tip_served *served, char out[TIP_ERROR_MESSAGE_SIZE])
{
    pthread_mutex_lock(&served->mutex);
    snprintf(out, TIP_ERROR_MESSAGE_SIZE, "%s", served->damage);
    pthread_mutex_unlock(&served->mutex);
}

void tip_served_free(struct tip_served *served)
{
    if (served == NULL)
        return;
    tip_served_drop_kept(served, 0, true);
    tip_served_release(served, served->current);
    pthread_mutex_destroy(&served->mutex);
    free(served);
}
