/* The line that tells of a long build's progress: files, bytes, rate, the time that is left. */
#include <criterion/criterion.h>
#include <string.h>

#include "command/progress.h"

enum { SECOND = 1000000000 };

static void expect(const struct tip_progress *progress, const char *phase, int seconds,
                   size_t columns, const char *line)
{
    char out[TIP_PROGRESS_SIZE];
    tip_progress_line(out, progress, phase, (int64_t)seconds * SECOND, columns);
    cr_expect_str_eq(out, line);
    cr_expect_leq(strlen(out), columns);
}

Test(progress, files_bytes_rate_and_what_is_left)
{
    const struct tip_progress progress = {.total_files = 1000,
                                          .done_files = 250,
                                          .total_bytes = 40000000,
                                          .done_bytes = 9000000,
                                          .part_bytes = 1000000};
    expect(&progress, "indexing", 4, 120,
           "indexing [#######.......................] 25 %, 250 of 1,000 files, 10.0 MB at "
           "2.5 MB/s, 12 s left");
}

Test(progress, the_bar_takes_what_the_text_leaves)
{
    const struct tip_progress progress = {
        .total_files = 1000, .done_files = 250, .total_bytes = 40000000, .done_bytes = 10000000};
    expect(&progress, "reading", 4, 79,
           "reading [###.........] 25 %, 250 of 1,000 files, 10.0 MB at 2.5 MB/s, 12 s left");
    expect(&progress, "reading", 4, 66,
           "reading 25 %, 250 of 1,000 files, 10.0 MB at 2.5 MB/s, 12 s left");
    expect(&progress, "reading", 4, 20, "reading 25 %, 250 of");
}

Test(progress, one_file_of_many_records)
{
    const struct tip_progress progress = {
        .total_files = 1, .total_bytes = 100000000, .part_bytes = 50000000, .records = 50000};
    expect(&progress, "indexing", 600, 70,
           "indexing 50 %, 50,000 records, 50.0 MB at 83.3 kB/s, 10 min left");
}

Test(progress, nothing_is_known_at_first)
{
    const struct tip_progress progress = {.total_files = 3, .total_bytes = 3000};
    expect(&progress, "reading", 1, 40, "reading 0 %, 0 of 3 files, 0.0 kB");
}

Test(progress, when_all_is_read_passages_are_told)
{
    const struct tip_progress progress = {.total_files = 3,
                                          .done_files = 3,
                                          .total_bytes = 3000,
                                          .done_bytes = 3000,
                                          .passages = 9000};
    const struct tip_progress stream = {.total_files = 1, .part_passages = 1};
    expect(&progress, "writing", 5, 80, "writing 9,000 passages");
    expect(&stream, "indexing", 5, 80, "indexing 1 passage");
}
