/* The generation in service, counted by who uses it. */
#include "server/served.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"

struct tip_lease {
    struct tip_generation *generation;
    unsigned users; /* being in service counts as one */
};

struct tip_served {
    pthread_mutex_t mutex; /* guards all below, the leases' counts included */
    struct tip_lease *current;
    char damage[TIP_ERROR_MESSAGE_SIZE];
};

static struct tip_lease *lease_create(struct tip_generation *generation)
{
    struct tip_lease *lease = calloc(1, sizeof *lease);

    if (lease == NULL)
        return NULL;
    lease->generation = generation;
    lease->users = 1;
    return lease;
}

struct tip_served *tip_served_create(struct tip_generation *generation)
{
    struct tip_served *served = calloc(1, sizeof *served);

    if (served == NULL)
        return NULL;
    served->current = lease_create(generation);
    if (served->current == NULL) {
        free(served);
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
    bool is_last;

    if (lease == NULL)
        return;
    pthread_mutex_lock(&served->mutex);
    is_last = --lease->users == 0;
    pthread_mutex_unlock(&served->mutex);
    if (!is_last)
        return;
    tip_generation_close(lease->generation);
    free(lease);
}

const struct tip_generation *tip_lease_generation(const struct tip_lease *lease)
{
    return lease->generation;
}

bool tip_served_swap(struct tip_served *served, struct tip_generation *generation)
{
    struct tip_lease *lease = lease_create(generation);
    struct tip_lease *old;

    if (lease == NULL)
        return false;
    pthread_mutex_lock(&served->mutex);
    old = served->current;
    served->current = lease;
    served->damage[0] = '\0';
    pthread_mutex_unlock(&served->mutex);
    tip_served_release(served, old);
    return true;
}

void tip_served_describe(struct tip_served *served, uint32_t *number, uint32_t *passages)
{
    pthread_mutex_lock(&served->mutex);
    *number = served->current->generation->number;
    *passages = served->current->generation->manifest.passages;
    pthread_mutex_unlock(&served->mutex);
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

bool tip_served_is_at_its_path(struct tip_served *served)
{
    struct tip_lease *lease = tip_served_acquire(served);
    bool is_there = is_at_its_path(lease->generation);

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
    tip_served_release(served, served->current);
    pthread_mutex_destroy(&served->mutex);
    free(served);
}
