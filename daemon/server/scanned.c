/* Which generation and knowledge a page of a scan is made from. */
#include "server/scanned.h"

#include <string.h>

#include "search/scan_cursor.h"

static void leave(struct tip_scanned *scanned, struct tip_answerer *item)
{
    tip_searcher_free(item->searcher);
    tip_served_release(scanned->served, item->lease);
    *item = (struct tip_answerer){0};
}

void tip_scanned_tidy(struct tip_scanned *scanned)
{
    for (unsigned i = 0; i < TIP_LIMIT_SCANNED_KEPT; i++) {
        struct tip_answerer *item = &scanned->items[i];

        if (item->lease != NULL && !tip_served_is_kept(scanned->served, item->lease))
            leave(scanned, item);
    }
}

void tip_scanned_free(struct tip_scanned *scanned)
{
    for (unsigned i = 0; i < TIP_LIMIT_SCANNED_KEPT; i++)
        leave(scanned, &scanned->items[i]);
}

static bool is_of(const struct tip_scan_cursor *cursor, const struct tip_scanned *scanned,
                  const struct tip_lease *lease)
{
    unsigned char state[TIP_CURSOR_STATE];

    return tip_scan_state_make(state, tip_lease_generation(lease), tip_lease_knowledge(lease),
                               scanned->without) &&
           memcmp(state, cursor->state, sizeof state) == 0;
}

static tip_status open_searcher(struct tip_answerer *item, tip_part_set without)
{
    tip_status status = tip_searcher_create(&item->searcher, NULL);

    if (status != TIP_OK)
        return status;
    tip_searcher_leave_out(item->searcher, without);
    tip_searcher_know(item->searcher, tip_lease_knowledge(item->lease));
    status = tip_searcher_use(item->searcher, tip_lease_generation(item->lease), NULL);
    if (status == TIP_OK)
        tip_searcher_share(item->searcher, tip_lease_restricted(item->lease));
    return status;
}

/* Takes a lease over into a free place: as many are kept as there are places. */
static struct tip_answerer begin(struct tip_scanned *scanned, struct tip_lease *lease)
{
    struct tip_answerer *item = scanned->items;

    tip_scanned_tidy(scanned);
    while (item->lease != NULL && item < &scanned->items[TIP_LIMIT_SCANNED_KEPT - 1])
        item++;
    leave(scanned, item);
    item->lease = lease;
    if (open_searcher(item, scanned->without) != TIP_OK)
        leave(scanned, item);
    return *item;
}

/* Who has a lease that was acquired: the hold on it is the answerer's. */
static struct tip_answerer answerer_of(struct tip_scanned *scanned, struct tip_lease *lease)
{
    for (unsigned i = 0; i < TIP_LIMIT_SCANNED_KEPT; i++) {
        if (scanned->items[i].lease == lease) {
            tip_served_release(scanned->served, lease);
            return scanned->items[i];
        }
    }
    return begin(scanned, lease);
}

static struct tip_answerer find(struct tip_scanned *scanned, const struct tip_scan_cursor *cursor)
{
    for (unsigned i = 0; i < TIP_LIMIT_SCANNED_KEPT; i++) {
        struct tip_lease *lease = tip_served_acquire_kept(scanned->served, i);

        if (lease != NULL && is_of(cursor, scanned, lease))
            return answerer_of(scanned, lease);
        tip_served_release(scanned->served, lease);
    }
    return (struct tip_answerer){0};
}

struct tip_answerer tip_scanned_choose(struct tip_scanned *scanned,
                                       const struct tip_request *request,
                                       struct tip_answerer service)
{
    struct tip_scan_cursor cursor;
    struct tip_answerer chosen = service;

    if (request->command != TIP_COMMAND_SCAN)
        return service;
    if (request->after != NULL && tip_scan_cursor_read(&cursor, request->after) &&
        !is_of(&cursor, scanned, service.lease))
        chosen = find(scanned, &cursor);
    if (chosen.lease == NULL)
        return service;
    tip_served_note_scan(scanned->served, chosen.lease);
    return chosen;
}
