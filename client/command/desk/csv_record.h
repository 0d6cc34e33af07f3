/* Records of a CSV file (RFC 4180), read out of memory.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_CSV_RECORD_H
#define TIPSEARCH_DESK_CSV_RECORD_H

#include <stddef.h>

enum { CSV_UNFINISHED = -1, CSV_OPEN_QUOTE = -2 };

/* The length of the record that `bytes` begin with, up to a CR or LF that is not in quotes, which
 * is not counted. CSV_UNFINISHED: there is none within `length` bytes; CSV_OPEN_QUOTE: nor does the
 * last quote end. */
long csv_record_length(const char *bytes, size_t length, char separator);

/* Field `which`, from 0, of a record, its quotes removed: its length in *size, for free(3). NULL
 * with *size 0: the record has not so many; NULL with *size 1: there is not enough memory. What
 * stands behind a closing quote is kept as it is. */
char *csv_record_field(const char *record, size_t length, char separator, size_t which,
                       size_t *size);

/* How many fields it has. */
size_t csv_record_count(const char *record, size_t length, char separator);

#endif
