/* The layout of the file `columns`, for its reader (columns.c, where it is described) and its
 * writer (columns_builder.c). */
#ifndef TIP_COLUMNS_FILE_H
#define TIP_COLUMNS_FILE_H

#include "index/table_file.h"

/* The sections of the file, in their order, with the bytes of an element. */
#define TIP_COLUMNS_MAP(XX)                                                                        \
    XX(ID, 8)                                                                                      \
    XX(TEXT_KEY, 8)                                                                                \
    XX(REPORT, 4)                                                                                  \
    XX(SECTION, 4)                                                                                 \
    XX(ORDINAL, 4)                                                                                 \
    XX(SINCE, 4)                                                                                   \
    XX(WORDS, 4)                                                                                   \
    XX(PAGE_NUMBER, 4)                                                                             \
    XX(PAGE, 4)                                                                                    \
    XX(BY, 4)                                                                                      \
    XX(COUNTRIES, 4)                                                                               \
    XX(KIND, 1)                                                                                    \
    XX(PAGE_IS, 1)                                                                                 \
    XX(BY_ID, 4)                                                                                   \
    XX(BY_ORDINAL, 4)                                                                              \
    XX(TWIN, 4)                                                                                    \
    XX(TWINS, 4)                                                                                   \
    XX(REPORT_FACTS, 48)                                                                           \
    XX(SECTION_STARTS, 4)                                                                          \
    XX(HEADINGS, 4)                                                                                \
    XX(COUNTRY_SETS, 4)                                                                            \
    XX(TEXT, 1)

enum tip_column {
#define XX(name, width) TIP_COLUMN_##name,
    TIP_COLUMNS_MAP(XX)
#undef XX
        TIP_COLUMN_COUNT
};

enum {
    /* The sections below this one have an element for each number. */
    TIP_COLUMN_PER_PASSAGE = TIP_COLUMN_BY_ID,
    TIP_REPORT_FACTS = 12 /* 4-byte facts of a report */
};

/* The facts of a report, in the file's order. All but the year are texts. */
enum tip_report_fact {
    TIP_FACT_ID,
    TIP_FACT_TITLE,
    TIP_FACT_PUBLISHER,
    TIP_FACT_DATE,
    TIP_FACT_YEAR,
    TIP_FACT_LANGUAGE,
    TIP_FACT_FILE,
    TIP_FACT_SHA256,
    TIP_FACT_URL,
    TIP_FACT_TAGS,
    TIP_FACT_META,
    TIP_FACT_COLLECTION
};

/* The report of a number that no passage has. */
#define TIP_NO_REPORT UINT32_MAX

/* The page, or whatever text it is, that is not known. */
enum { TIP_TEXT_ABSENT = 0 };

extern const struct tip_table_format tip_columns_format;

struct tip_columns {
    struct tip_table table;
};

#endif
