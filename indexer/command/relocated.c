/* Files that were moved or renamed.
 *
 * A moved file is known by its SHA-256, so that its report keeps its id, and with it every passage:
 * an archive is put in order without breaking what case files cite. */
#include "command/relocated.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"

static int by_size(const void *a, const void *b)
{
    const struct tip_vanished *vanished = a;
    const struct tip_vanished *other = b;
    uint64_t size = vanished->line->size, other_size = other->line->size;
    return size < other_size ? -1 : size > other_size;
}

/* Equal bytes are taken in the order of their paths, so that the same change gives the same index.
 */
static int by_size_and_path(const void *a, const void *b)
{
    const struct tip_vanished *vanished = a;
    const struct tip_vanished *other = b;
    int order = by_size(a, b);
    return order != 0 ? order : strcmp(vanished->line->file, other->line->file);
}

/* The first of those sorted that has this size; NULL when none has. */
static struct tip_vanished *first_of_size(struct tip_vanished *vanished, size_t count,
                                          uint64_t size)
{
    const struct tip_source line = {.size = size};
    const struct tip_vanished key = {.line = &line};
    struct tip_vanished *found = bsearch(&key, vanished, count, sizeof *vanished, by_size);
    while (found && found > vanished && found[-1].line->size == size) {
        found--;
    }
    return found;
}

static void pair(struct tip_source_file *file, struct tip_vanished *candidate,
                 const struct tip_vanished *end)
{
    char sha256[TIP_DIGEST_HEX_SIZE];
    unsigned long long size;
    if (tip_digest_file(sha256, &size, file->path, NULL) != TIP_OK) {
        return;
    }
    for (; candidate < end && candidate->line->size == file->size; candidate++) {
        if (!candidate->is_moved && strcmp(candidate->line->sha256, sha256) == 0) {
            candidate->is_moved = true;
            file->moved_from = candidate->line;
            return;
        }
    }
}

void tip_relocated_pair(struct tip_indexing *indexing, struct tip_vanished *vanished, size_t count)
{
    if (count == 0) {
        return;
    }
    qsort(vanished, count, sizeof *vanished, by_size_and_path);
    for (size_t i = 0; i < indexing->sources.count; i++) {
        struct tip_source_file *file = indexing->sources.files[i];
        bool is_new = !file->skipped && !file->failed && file->seen_ns != 0 &&
                      !tip_indexing_known(indexing, file->path, TIP_SOURCE_READ);
        struct tip_vanished *candidate = is_new ? first_of_size(vanished, count, file->size) : NULL;
        if (candidate) {
            pair(file, candidate, vanished + count);
        }
    }
}
