/* Dates as reports give them, as spans of days that can be compared. */
#ifndef TIP_DATE_H
#define TIP_DATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string_builder.h"

/* A day is the number YYYYMMDD. Of what is only known to the month or the year the span reaches
 * from the first day to day 31, whatever the month: 20230601 to 20230631 for June 2023. So months
 * and years need no calendar, and can be told from days when they are written. */
struct tip_date_span {
    int from, to; /* both included */
};

enum { TIP_DATE_FIRST = 0, TIP_DATE_LAST = 99999999 }; /* the ends of an open span */

/* Reads "2023-06-15" (also with a time behind a T or a blank), "2023-06", "2023", "June 2023",
 * "15 June 2023", "June 15, 2023"; a month's English name may be cut to three letters or more.
 * False for anything else and for days that no calendar has. */
bool tip_date_read(struct tip_date_span *span, const char *text, size_t length);

/* One such date, or two with ".." between; a missing one leaves the span open. False also when the
 * first is later than the second. */
bool tip_date_read_span(struct tip_date_span *span, const char *text, size_t length);

/* Appends a span so that tip_date_read_span reads it again: "2023-04..", "2023". */
void tip_date_write_span(struct tip_string *out, const struct tip_date_span *span);

#endif
