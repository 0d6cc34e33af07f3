/* A list, the one that was used last first. What is made is guarded by its own lock, so that nobody
 * waits for what another scope sees. */
#include "search/restricted.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct tip_restricted {
    struct tip_restricted_set *set;
    struct tip_restricted *next;
    char *key;
    unsigned users;                    /* guarded by the set, as `bytes` and `next` are */
    size_t bytes;                      /* 0 while it is made */
    pthread_mutex_t making;            /* guards the generation until it is there */
    pthread_mutex_t suggesting;        /* guards its suggestions */
    struct tip_generation *generation; /* NULL until it is made */
};

struct tip_restricted_set {
    const struct tip_generation *whole;
    pthread_mutex_t mutex;
    struct tip_restricted *first;
};

tip_status tip_restricted_set_create(struct tip_restricted_set **out,
                                     const struct tip_generation *whole, struct tip_error *error)
{
    struct tip_restricted_set *set = calloc(1, sizeof *set);
    if (set == NULL) {
        return tip_error_memory(error, "restricting the index");
    }
    set->whole = whole;
    pthread_mutex_init(&set->mutex, NULL);
    *out = set;
    return TIP_OK;
}

static void restricted_free(struct tip_restricted *restricted)
{
    if (restricted == NULL) {
        return;
    }
    tip_generation_close(restricted->generation);
    pthread_mutex_destroy(&restricted->making);
    pthread_mutex_destroy(&restricted->suggesting);
    free(restricted->key);
    free(restricted);
}

void tip_restricted_set_free(struct tip_restricted_set *set)
{
    if (set == NULL) {
        return;
    }
    while (set->first != NULL) {
        struct tip_restricted *next = set->first->next;
        restricted_free(set->first);
        set->first = next;
    }
    pthread_mutex_destroy(&set->mutex);
    free(set);
}

/* ---- the list, under its lock ---- */

/* Moves one to the front, or puts it there. */
static void put_first(struct tip_restricted_set *set, struct tip_restricted *restricted)
{
    struct tip_restricted **link = &set->first;
    while (*link != NULL && *link != restricted) {
        link = &(*link)->next;
    }
    if (*link != NULL) {
        *link = restricted->next;
    }
    restricted->next = set->first;
    set->first = restricted;
}

static struct tip_restricted *find(const struct tip_restricted_set *set, const char *key)
{
    struct tip_restricted *restricted = set->first;
    while (restricted != NULL && strcmp(restricted->key, key) != 0) {
        restricted = restricted->next;
    }
    return restricted;
}

static struct tip_restricted *create(struct tip_restricted_set *set, const char *key)
{
    struct tip_restricted *restricted = calloc(1, sizeof *restricted);
    if (restricted == NULL) {
        return NULL;
    }
    pthread_mutex_init(&restricted->making, NULL);
    pthread_mutex_init(&restricted->suggesting, NULL);
    restricted->set = set;
    restricted->key = strdup(key);
    if (restricted->key == NULL) {
        restricted_free(restricted);
        return NULL;
    }
    return restricted;
}

/* Takes out what nobody uses and there is no room for, as a list. */
static struct tip_restricted *take_unused(struct tip_restricted_set *set)
{
    struct tip_restricted *taken = NULL;
    struct tip_restricted **link = &set->first;
    size_t bytes = 0;
    while (*link != NULL) {
        struct tip_restricted *here = *link;
        bytes += here->bytes;
        if (here->users > 0 || (here->bytes > 0 && bytes <= TIP_RESTRICTED_BYTES)) {
            link = &here->next;
            continue;
        }
        *link = here->next;
        here->next = taken;
        taken = here;
    }
    return taken;
}

static void free_all(struct tip_restricted *first)
{
    while (first != NULL) {
        struct tip_restricted *next = first->next;
        restricted_free(first);
        first = next;
    }
}

/* ---- making ---- */

static tip_status make(struct tip_restricted *restricted, const struct tip_scope *scope,
                       struct tip_error *error)
{
    const struct tip_columns *columns = restricted->set->whole->columns;
    uint32_t reports = tip_columns_report_count(columns);
    bool *is_visible = calloc((size_t)reports + 1, sizeof *is_visible);
    if (is_visible == NULL) {
        return tip_error_memory(error, "restricting the index");
    }
    for (uint32_t r = 0; r < reports; r++) {
        struct tip_report report;
        tip_columns_report(columns, r, &report);
        is_visible[r] = tip_scope_has(scope, report.id);
    }
    tip_status status =
        tip_generation_restrict(&restricted->generation, restricted->set->whole, is_visible, error);
    free(is_visible);
    return status;
}

static void weigh(struct tip_restricted *restricted)
{
    pthread_mutex_lock(&restricted->set->mutex);
    restricted->bytes = tip_generation_bytes(restricted->generation);
    pthread_mutex_unlock(&restricted->set->mutex);
}

tip_status tip_restricted_acquire(struct tip_restricted **out, struct tip_restricted_set *set,
                                  const struct tip_scope *scope, struct tip_error *error)
{
    pthread_mutex_lock(&set->mutex);
    struct tip_restricted *restricted = find(set, tip_scope_key(scope));
    if (restricted == NULL) {
        restricted = create(set, tip_scope_key(scope));
    }
    if (restricted != NULL) {
        restricted->users++;
        put_first(set, restricted);
    }
    pthread_mutex_unlock(&set->mutex);
    if (restricted == NULL) {
        return tip_error_memory(error, "restricting the index");
    }
    tip_status status = TIP_OK;
    pthread_mutex_lock(&restricted->making);
    if (restricted->generation == NULL) {
        status = make(restricted, scope, error);
        if (status == TIP_OK) {
            weigh(restricted);
        }
    }
    pthread_mutex_unlock(&restricted->making);
    if (status != TIP_OK) {
        tip_restricted_release(restricted);
        return status;
    }
    *out = restricted;
    return TIP_OK;
}

void tip_restricted_release(struct tip_restricted *restricted)
{
    if (restricted == NULL) {
        return;
    }
    struct tip_restricted_set *set = restricted->set;
    pthread_mutex_lock(&set->mutex);
    restricted->users--;
    struct tip_restricted *unused = take_unused(set);
    pthread_mutex_unlock(&set->mutex);
    free_all(unused);
}

const struct tip_generation *tip_restricted_generation(const struct tip_restricted *restricted)
{
    return restricted->generation;
}

bool tip_restricted_has_suggestions(struct tip_restricted *restricted)
{
    bool has = false;
    if (pthread_mutex_trylock(&restricted->suggesting) == 0) {
        has = restricted->generation->suggestions != NULL;
        pthread_mutex_unlock(&restricted->suggesting);
    }
    return has;
}

tip_status tip_restricted_suggestions(const struct tip_suggestions **out,
                                      struct tip_restricted *restricted,
                                      const struct tip_index *whole, struct tip_error *error)
{
    tip_status status = TIP_OK;
    pthread_mutex_lock(&restricted->suggesting);
    if (restricted->generation->suggestions == NULL) {
        status = tip_generation_suggest(restricted->generation, whole, error);
        if (status == TIP_OK) {
            weigh(restricted);
        }
    }
    *out = restricted->generation->suggestions;
    pthread_mutex_unlock(&restricted->suggesting);
    return status;
}
