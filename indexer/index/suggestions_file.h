/* The layout of the file `suggestions`, for its reader (suggestions.c, where it is described) and
 * its writer (suggestions_builder.c). */
#ifndef TIP_SUGGESTIONS_FILE_H
#define TIP_SUGGESTIONS_FILE_H

#include "index/suggestions.h"
#include "index/table_file.h"

enum tip_suggestions_section {
    TIP_SUGGESTIONS_ENTRIES,
    TIP_SUGGESTIONS_STARTS,
    TIP_SUGGESTIONS_COUNTRIES,
    TIP_SUGGESTIONS_TEXT,
    TIP_SUGGESTIONS_SECTION_COUNT
};

/* The fields of an entry, 4 bytes each. */
enum tip_suggestions_field {
    TIP_SUGGESTIONS_KEY,     /* the offset of its key in the text */
    TIP_SUGGESTIONS_SHOWN,   /* that of what is shown */
    TIP_SUGGESTIONS_LENGTHS, /* of the key, and times 65536 of what is shown */
    TIP_SUGGESTIONS_KIND,
    TIP_SUGGESTIONS_PASSAGES,
    TIP_SUGGESTIONS_FAMILY,
    TIP_SUGGESTIONS_FOUND,
    TIP_SUGGESTIONS_FIELD_COUNT
};

extern const struct tip_table_format tip_suggestions_format;

struct tip_suggestions {
    struct tip_table table;
};

#endif
