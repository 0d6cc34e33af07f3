/* What tells a reader where a passage stands: the line under a hit that can be pasted into a memo,
 * and the address of its source. */
#ifndef TIP_CITATION_H
#define TIP_CITATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/kind.h"
#include "base/report.h"
#include "base/string_builder.h"

/* A passage as it is cited. NULL, 0 or TIP_PAGE_UNKNOWN where something is not known. */
struct tip_cited {
    const struct tip_report *report;
    const char *const *headings; /* outermost first */
    size_t depth;
    const char *page; /* the printed label */
    enum tip_page_is page_is;
    uint64_t id; /* the passage's */
};

/* Where a part of a citation stands in it, in bytes: what was told of the report or the passage,
 * without the commas and quotation marks around it. Each may have a writing direction of its own.
 */
struct tip_citation_part {
    size_t begin, end;
};

enum { TIP_CITATION_PARTS = 6 };

/* Appends "Publisher, Title, Date, “Innermost heading”, p. 64, passage 9f3a52c1d07be846" on one
 * line: what is not known is left out. A page of which only a table of contents tells, that its
 * section begins on it, reads "section beginning p. 64". The date is the report's, else its year.
 * Controls of the writing direction are left out of all parts (tip_utf8_turns_direction). `parts`,
 * in their order, may be NULL; returns how many there are. */
size_t tip_citation(struct tip_string *out, const struct tip_cited *cited,
                    struct tip_citation_part parts[TIP_CITATION_PARTS]);

/* Appends the address of a source's file, "file:///srv/reports/a%20b.pdf#page=81": the page counts
 * from 1 as viewers count, and is left out when it is 0. Nothing for a source that has no file
 * (standard input) or no absolute path. */
void tip_source_address(struct tip_string *out, const char *file, int page_number);

#endif
