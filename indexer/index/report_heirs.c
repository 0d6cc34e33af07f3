/* Which reports may hold the text of an older one. */
#include "index/report_heirs.h"

#include <stdlib.h>
#include <string.h>

/* A report and what it is looked up by; the text is the columns'. */
struct keyed_report {
    const char *key;
    uint32_t report;
};

struct report_order {
    struct keyed_report *items; /* ordered by key, then by number */
    size_t count;
};

/* Groups are numbered: a report that is its own heir by its new number, from `files` on the place
 * of the first report from a file, from `digests` on the place of the first with these bytes. */
struct tip_report_heirs {
    const struct tip_columns *before, *now;
    struct report_order ids;       /* of all new reports */
    struct report_order old_ids;   /* of all old ones */
    struct report_order by_file;   /* reports whose id was not there before */
    struct report_order by_digest; /* the same ones */
};

enum key { KEY_ID, KEY_FILE, KEY_DIGEST };

/* NULL for a report that is not to be known again by this: standard input is no file, and the
 * records of a collection have one in common. */
static const char *key_of(const struct tip_columns *columns, uint32_t report, enum key key)
{
    struct tip_report facts;
    tip_columns_report(columns, report, &facts);
    if (key == KEY_ID)
        return facts.id;
    if (facts.collection != NULL || facts.file == NULL || facts.sha256 == NULL)
        return NULL;
    if (key == KEY_DIGEST)
        return facts.sha256;
    return strcmp(facts.file, "-") == 0 ? NULL : facts.file;
}

static int by_key(const void *left, const void *right)
{
    const struct keyed_report *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->report > b->report) - (a->report < b->report);
}

/* The place of the first report with this key or a later one. */
static size_t lower_bound(const struct report_order *order, const char *key)
{
    size_t low = 0, high = order->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(order->items[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_key(const struct report_order *order, size_t place, const char *key)
{
    return place < order->count && strcmp(order->items[place].key, key) == 0;
}

/* Orders the reports that have this key, but not those whose id is in `except` (or NULL). */
static tip_status order_reports(struct report_order *order, const struct tip_columns *columns,
                                enum key key, const struct report_order *except,
                                struct tip_error *error)
{
    uint32_t count = tip_columns_report_count(columns);
    order->items = calloc((size_t)count + 1, sizeof *order->items);
    if (order->items == NULL)
        return tip_error_memory(error, "tracing text");
    for (uint32_t report = 0; report < count; report++) {
        const char *text = key_of(columns, report, key);
        const char *id = key_of(columns, report, KEY_ID);
        if (text == NULL)
            continue;
        if (except != NULL && has_key(except, lower_bound(except, id), id))
            continue;
        order->items[order->count++] = (struct keyed_report){text, report};
    }
    qsort(order->items, order->count, sizeof *order->items, by_key);
    return TIP_OK;
}

tip_status tip_report_heirs_create(struct tip_report_heirs **out, const struct tip_columns *before,
                                   const struct tip_columns *now, struct tip_error *error)
{
    struct tip_report_heirs *heirs = calloc(1, sizeof *heirs);
    if (heirs == NULL)
        return tip_error_memory(error, "tracing text");
    heirs->before = before;
    heirs->now = now;
    tip_status status = order_reports(&heirs->ids, now, KEY_ID, NULL, error);
    if (status == TIP_OK)
        status = order_reports(&heirs->old_ids, before, KEY_ID, NULL, error);
    if (status == TIP_OK)
        status = order_reports(&heirs->by_file, now, KEY_FILE, &heirs->old_ids, error);
    if (status == TIP_OK)
        status = order_reports(&heirs->by_digest, now, KEY_DIGEST, &heirs->old_ids, error);
    if (status != TIP_OK) {
        tip_report_heirs_free(heirs);
        return status;
    }
    *out = heirs;
    return TIP_OK;
}

void tip_report_heirs_free(struct tip_report_heirs *heirs)
{
    if (heirs == NULL)
        return;
    free(heirs->ids.items);
    free(heirs->old_ids.items);
    free(heirs->by_file.items);
    free(heirs->by_digest.items);
    free(heirs);
}

uint32_t tip_report_heirs_of(const struct tip_report_heirs *heirs, uint32_t report)
{
    const char *id = key_of(heirs->before, report, KEY_ID);
    const char *file = key_of(heirs->before, report, KEY_FILE);
    const char *digest = key_of(heirs->before, report, KEY_DIGEST);
    size_t base = tip_columns_report_count(heirs->now);
    size_t place = lower_bound(&heirs->ids, id);
    if (has_key(&heirs->ids, place, id))
        return heirs->ids.items[place].report;
    place = file == NULL ? 0 : lower_bound(&heirs->by_file, file);
    if (file != NULL && has_key(&heirs->by_file, place, file))
        return (uint32_t)(base + place);
    place = digest == NULL ? 0 : lower_bound(&heirs->by_digest, digest);
    if (digest != NULL && has_key(&heirs->by_digest, place, digest))
        return (uint32_t)(base + heirs->by_file.count + place);
    return TIP_NO_HEIRS;
}

/* The order a group of several reports is of, and the place of its first one. */
static const struct report_order *order_of(const struct tip_report_heirs *heirs, uint32_t group,
                                           size_t *place)
{
    *place = group - tip_columns_report_count(heirs->now);
    if (*place < heirs->by_file.count)
        return &heirs->by_file;
    *place -= heirs->by_file.count;
    return &heirs->by_digest;
}

size_t tip_report_heirs_count(const struct tip_report_heirs *heirs, uint32_t group)
{
    size_t first, count = 1;
    if (group < tip_columns_report_count(heirs->now))
        return 1;
    const struct report_order *order = order_of(heirs, group, &first);
    while (has_key(order, first + count, order->items[first].key))
        count++;
    return count;
}

uint32_t tip_report_heirs_get(const struct tip_report_heirs *heirs, uint32_t group, size_t place)
{
    size_t first;
    if (group < tip_columns_report_count(heirs->now))
        return group;
    const struct report_order *order = order_of(heirs, group, &first);
    return order->items[first + place].report;
}
