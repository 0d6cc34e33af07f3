/* What the searches of a watch file have shown, in memory.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/watch_state.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

static int compare_searches(const void *a, const void *b)
{
    return strcmp(((const struct watch_seen *)a)->name, ((const struct watch_seen *)b)->name);
}

static void free_seen(struct watch_seen *seen)
{
    free(seen->name);
    free(seen->ids);
    free(seen->added);
    free(seen);
}

static void leave_to_list(void *seen)
{
    (void)seen;
}

void watch_state_free(struct watch_state *state)
{
    tdestroy(state->by_name, leave_to_list);
    for (size_t i = 0; i < state->count; i++)
        free_seen(state->searches[i]);
    free(state->searches);
    *state = (struct watch_state){0};
}

/* Room for one more in the list, whose places double. */
static bool make_room(struct watch_state *state)
{
    size_t count = state->count;
    struct watch_seen **larger;

    if (count > 0 && (count & (count - 1)) != 0)
        return true;
    larger = realloc(state->searches, (count > 0 ? 2 * count : 1) * sizeof *larger);
    if (larger)
        state->searches = larger;
    return larger != NULL;
}

struct watch_seen *watch_state_find(struct watch_state *state, const char *name)
{
    struct watch_seen *seen = calloc(1, sizeof *seen), **found;

    if (!seen)
        return NULL;
    seen->name = strdup(name);
    found =
        seen->name && make_room(state) ? tsearch(seen, &state->by_name, compare_searches) : NULL;
    if (found && *found == seen) {
        state->searches[state->count++] = seen;
        return seen;
    }
    free_seen(seen);
    return found ? *found : NULL;
}

/* ---- ids ---- */

bool watch_id_read(uint64_t *id, const char *text)
{
    *id = 0;
    if (strspn(text, "0123456789abcdef") != 16 || text[16] != '\0')
        return false;
    *id = strtoull(text, NULL, 16);
    return true;
}

static int compare_ids(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return (left > right) - (left < right);
}

bool watch_seen_has(const struct watch_seen *seen, uint64_t id)
{
    return seen->count > 0 && bsearch(&id, seen->ids, seen->count, sizeof id, compare_ids);
}

bool watch_seen_add(struct watch_seen *seen, uint64_t id)
{
    size_t count = seen->added_count;

    if ((count & (count - 1)) == 0) {
        uint64_t *larger = realloc(seen->added, (count > 0 ? 2 * count : 1) * sizeof id);

        if (!larger)
            return false;
        seen->added = larger;
    }
    seen->added[seen->added_count++] = id;
    return true;
}

bool watch_seen_keep(struct watch_seen *seen)
{
    size_t count = seen->count + seen->added_count, kept = 0;
    uint64_t *ids;

    if (seen->added_count == 0)
        return true;
    ids = realloc(seen->ids, count * sizeof *ids);
    if (!ids)
        return false;
    memcpy(ids + seen->count, seen->added, seen->added_count * sizeof *ids);
    qsort(ids, count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    seen->ids = ids;
    seen->count = kept;
    watch_seen_forget(seen);
    return true;
}

void watch_seen_forget(struct watch_seen *seen)
{
    free(seen->added);
    seen->added = NULL;
    seen->added_count = 0;
}
