/* The layout of the file `moved`, for its reader (moved.c, where it is described) and its writer
 * (moved_builder.c). */
#ifndef TIP_MOVED_FILE_H
#define TIP_MOVED_FILE_H

#include "index/table_file.h"

enum tip_moved_section {
    TIP_MOVED_IDS,
    TIP_MOVED_LAST,
    TIP_MOVED_REPORTS,
    TIP_MOVED_STARTS,
    TIP_MOVED_SUCCESSOR_IDS,
    TIP_MOVED_SHARES,
    TIP_MOVED_FROM,
    TIP_MOVED_UNTIL,
    TIP_MOVED_TEXT,
    TIP_MOVED_SECTION_COUNT
};

extern const struct tip_table_format tip_moved_format;

#endif
