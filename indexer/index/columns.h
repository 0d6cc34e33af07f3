/* The facts of each passage by number, the file `columns`: report, section, kind, page, countries,
 * id and so on. They serve filters, facets, sorting and the ids. The layout is in columns.c. */
#ifndef TIP_COLUMNS_H
#define TIP_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/kind.h"
#include "base/report.h"
#include "base/status.h"
#include "index/twin_groups.h"

/* One passage's facts. Text belongs to whoever made the row: the mapped file, for a row that was
 * read (valid until it is closed). */
struct tip_row {
    uint64_t id;
    uint64_t text_key;
    uint32_t report;  /* a number of tip_columns_report */
    uint32_t section; /* a number of tip_columns_section */
    uint32_t ordinal;
    uint32_t since; /* the generation in which the id first appeared */
    uint32_t words; /* in its text */
    enum tip_kind kind;
    enum tip_page_is page_is;
    int32_t page_number;   /* 0: not known */
    const char *page;      /* label or NULL */
    const char *by;        /* or NULL */
    const char *countries; /* ISO 3166 alpha-2 codes, upper case, joined by blanks; "" for none */
};

/* ---- the builder ---- */

struct tip_columns_builder;

tip_status tip_columns_builder_create(struct tip_columns_builder **out,
                                      struct tip_error *error) TIP_MUST_CHECK;
void tip_columns_builder_free(struct tip_columns_builder *builder);

/* Numbers (from 0) for a report and for a path of headings; equal ones share a number. A report
 * whose id is there already takes the new facts. */
tip_status tip_columns_builder_report(struct tip_columns_builder *builder,
                                      const struct tip_report *report, uint32_t *number,
                                      struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_columns_builder_section(struct tip_columns_builder *builder,
                                       const char *const *headings, size_t depth, uint32_t *number,
                                       struct tip_error *error) TIP_MUST_CHECK;

/* The file of a report that was added; NULL when none was, or it has none. Valid until the next
 * text is added. */
const char *tip_columns_builder_file(const struct tip_columns_builder *builder,
                                     const char *report_id);

/* Sets the facts of passage `number` (text is copied). */
tip_status tip_columns_builder_put(struct tip_columns_builder *builder, uint32_t number,
                                   const struct tip_row *row,
                                   struct tip_error *error) TIP_MUST_CHECK;
/* Takes a passage out: its number is free again. */
void tip_columns_builder_remove(struct tip_columns_builder *builder, uint32_t number);
/* The lowest number that no passage has (from 1). */
uint32_t tip_columns_builder_free_number(struct tip_columns_builder *builder);
/* Reports without passages and sections that no passage uses are left out of the file, and the
 * others numbered anew. `source` tells which passages are nearly the same; NULL: only those with
 * the same text are taken together. */
tip_status tip_columns_builder_write(struct tip_columns_builder *builder,
                                     const struct tip_twin_source *source, const char *path,
                                     struct tip_error *error) TIP_MUST_CHECK;

struct tip_columns;

/* The same in memory. */
tip_status tip_columns_builder_take(struct tip_columns **out, struct tip_columns_builder *builder,
                                    const struct tip_twin_source *source,
                                    struct tip_error *error) TIP_MUST_CHECK;

/* ---- the reader: mapped, may be shared between threads ---- */

tip_status tip_columns_open(struct tip_columns **out, const char *path,
                            struct tip_error *error) TIP_MUST_CHECK;
void tip_columns_close(struct tip_columns *columns);
tip_status tip_columns_builder_load(struct tip_columns_builder **out,
                                    const struct tip_columns *columns,
                                    struct tip_error *error) TIP_MUST_CHECK;

/* The columns, in memory, of an index that has only the reports that `is_visible` tells, by number.
 * Passages keep their numbers; reports and sections are numbered anew, in their old order. `source`
 * as for tip_columns_builder_write. */
tip_status tip_columns_restrict(struct tip_columns **out, const struct tip_columns *whole,
                                const bool *is_visible, const struct tip_twin_source *source,
                                struct tip_error *error) TIP_MUST_CHECK;
/* The memory that such columns take. */
size_t tip_columns_bytes(const struct tip_columns *columns);

uint32_t tip_columns_passages(const struct tip_columns *columns); /* how many live */
uint32_t tip_columns_size(const struct tip_columns *columns);     /* numbers are below this */
bool tip_columns_has(const struct tip_columns *columns, uint32_t number);
/* `number` must be one that lives. */
void tip_columns_get(const struct tip_columns *columns, uint32_t number, struct tip_row *row);

/* Single facts, for loops over many passages. */
uint32_t tip_columns_report_of(const struct tip_columns *columns, uint32_t number);
uint32_t tip_columns_section_of(const struct tip_columns *columns, uint32_t number);
enum tip_kind tip_columns_kind_of(const struct tip_columns *columns, uint32_t number);
/* Which set of countries; passages with the same ones share its number. Set 0 is the empty one. */
uint32_t tip_columns_country_set_of(const struct tip_columns *columns, uint32_t number);
/* The generation in which its id first appeared. */
uint32_t tip_columns_since_of(const struct tip_columns *columns, uint32_t number);
/* The printed label or NULL, as in the row. */
const char *tip_columns_page_of(const struct tip_columns *columns, uint32_t number);

uint32_t tip_columns_country_set_count(const struct tip_columns *columns);
/* Its codes, joined by blanks: "KH PH". */
const char *tip_columns_country_set(const struct tip_columns *columns, uint32_t set);

uint32_t tip_columns_report_count(const struct tip_columns *columns);
void tip_columns_report(const struct tip_columns *columns, uint32_t report, struct tip_report *out);

uint32_t tip_columns_section_count(const struct tip_columns *columns);
size_t tip_columns_section_depth(const struct tip_columns *columns, uint32_t section);
/* Heading `level` (0 the outermost), NUL-terminated. */
const char *tip_columns_heading(const struct tip_columns *columns, uint32_t section, size_t level);

/* The passages of several reports that have one text, or nearly the same (twin_groups.h). */
struct tip_twins {
    uint32_t first; /* a place, for tip_columns_twin; tells groups apart */
    uint32_t count;
};

/* The group that a passage is of; false when no other report has its text or one that is alike. */
bool tip_columns_find_twins(const struct tip_columns *columns, uint32_t number,
                            struct tip_twins *twins);
/* A passage of a group, `which` from 0 to its count: the newest year's report first, of one year
 * the report with the lower number, and each report's in its order. */
uint32_t tip_columns_twin(const struct tip_columns *columns, const struct tip_twins *twins,
                          uint32_t which);
/* Places are below this; 0 when there are no groups. */
uint32_t tip_columns_twin_places(const struct tip_columns *columns);

/* The passage with an id; 0 when there is none. */
uint32_t tip_columns_find_id(const struct tip_columns *columns, uint64_t id);
/* The passages in the order of their ids: the one at a place (below the count of passages), and the
 * place of the first one whose id is not below `id`. */
uint32_t tip_columns_by_id(const struct tip_columns *columns, uint32_t place);
uint32_t tip_columns_id_place(const struct tip_columns *columns, uint64_t id);
/* The passages in the order of their reports' numbers and, within each, of their ordinals: the one
 * at a place (below the count of passages), and the place of a report's first one; of the count of
 * reports, where the last one's end. */
uint32_t tip_columns_at(const struct tip_columns *columns, uint32_t place);
uint32_t tip_columns_report_start(const struct tip_columns *columns, uint32_t report);
/* The place of a passage that lives. */
uint32_t tip_columns_place_of(const struct tip_columns *columns, uint32_t number);
/* The passage at a place of a report; 0 when there is none. */
uint32_t tip_columns_find_ordinal(const struct tip_columns *columns, uint32_t report,
                                  uint32_t ordinal);

#endif
