/* Reports that were removed on purpose: in the order of their files, then of their records, so that
 * an update finds each of a hundred thousand records at once. */
#include <stdlib.h>
#include <string.h>

#include "index/manifest.h"

void tip_removed_free(struct tip_removed *removed)
{
    free(removed->file);
    free(removed->report);
    free(removed->on);
}

static int compare(const struct tip_removed *removed, const char *file, const char *record)
{
    int order = strcmp(removed->file, file);
    if (order != 0)
        return order;
    return strcmp(removed->is_record ? removed->report : "", record != NULL ? record : "");
}

/* Where an entry stands or belongs; *is_there tells which. */
static size_t place_of(const struct tip_manifest *manifest, const char *file, const char *record,
                       bool *is_there)
{
    size_t low = 0, high = manifest->removed_count;
    *is_there = false;
    while (low < high && !*is_there) {
        size_t middle = low + (high - low) / 2;
        int order = compare(&manifest->removed[middle], file, record);
        *is_there = order == 0;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

const struct tip_removed *tip_manifest_find_removed(const struct tip_manifest *manifest,
                                                    const char *file, const char *record)
{
    bool is_there;
    size_t place = place_of(manifest, file, record, &is_there);
    return is_there ? &manifest->removed[place] : NULL;
}

static void take_out(struct tip_manifest *manifest, size_t place)
{
    tip_removed_free(&manifest->removed[place]);
    memmove(&manifest->removed[place], &manifest->removed[place + 1],
            (manifest->removed_count - place - 1) * sizeof *manifest->removed);
    manifest->removed_count--;
}

/* The array grows at powers of two; its capacity follows from its count. */
static bool reserve(struct tip_manifest *manifest)
{
    size_t count = manifest->removed_count;
    if (count != 0 && (count & (count - 1)) != 0)
        return true;
    struct tip_removed *grown =
        reallocarray(manifest->removed, count == 0 ? 1 : 2 * count, sizeof *grown);
    if (grown == NULL)
        return false;
    manifest->removed = grown;
    return true;
}

tip_status tip_manifest_add_removed(struct tip_manifest *manifest,
                                    const struct tip_removed *removed, struct tip_error *error)
{
    struct tip_removed copy = *removed;
    copy.file = strdup(removed->file);
    copy.report = strdup(removed->report);
    copy.on = strdup(removed->on);
    if (copy.file == NULL || copy.report == NULL || copy.on == NULL) {
        tip_removed_free(&copy);
        return tip_error_memory(error, "noting what was removed");
    }
    bool is_there;
    size_t place = place_of(manifest, copy.file, copy.is_record ? copy.report : NULL, &is_there);
    if (is_there)
        take_out(manifest, place);
    if (!reserve(manifest)) {
        tip_removed_free(&copy);
        return tip_error_memory(error, "noting what was removed");
    }
    memmove(&manifest->removed[place + 1], &manifest->removed[place],
            (manifest->removed_count - place) * sizeof *manifest->removed);
    manifest->removed[place] = copy;
    manifest->removed_count++;
    return TIP_OK;
}

bool tip_manifest_has_removed(const struct tip_manifest *manifest, const char *file)
{
    bool is_there;
    size_t place = place_of(manifest, file, NULL, &is_there);
    return place < manifest->removed_count && strcmp(manifest->removed[place].file, file) == 0;
}

void tip_manifest_drop_removed(struct tip_manifest *manifest, const char *file)
{
    bool is_there;
    size_t place = place_of(manifest, file, NULL, &is_there);
    while (place < manifest->removed_count && strcmp(manifest->removed[place].file, file) == 0)
        take_out(manifest, place);
}
