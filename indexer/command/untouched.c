/* Whether a file is as it was when it was read.
 *
 * Git calls the trouble "racily clean": a file read in the same tick of the clock in which it was
 * written may be written again in that tick, with the same size and time. Such a file is read again
 * by the next update. The ledger has the time of each reading, so this concerns a few files that
 * were being written while the index was made, and not all that are younger than the index. */
#include "command/untouched.h"

enum {
    /* Kernels give files the time of the last tick, every 10 ms at most (CONFIG_HZ 100); twice
     * that, as a file server's clock ticks by itself. */
    TICK_NS = 20000000,
    /* FAT counts in two seconds, ext3 and HFS+ in one: a time of whole seconds may be one of
     * theirs.
     */
    COARSE_TICK_NS = 2000000000,
    SECOND_NS = 1000000000
};

static bool had_come_to_rest(const struct tip_source *known)
{
    int64_t tick_ns = known->mtime_ns % SECOND_NS == 0 ? COARSE_TICK_NS : TICK_NS;
    return known->mtime_ns < known->seen_ns - tick_ns;
}

bool tip_source_is_untouched(const struct tip_source *known, const struct tip_source_file *file)
{
    return known->seen_ns != 0 && file->seen_ns != 0 && known->size == file->size &&
           known->mtime_ns == file->mtime_ns && had_come_to_rest(known);
}
