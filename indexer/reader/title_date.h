/* The date that stands on a title page. */
#ifndef TIP_READER_TITLE_DATE_H
#define TIP_READER_TITLE_DATE_H

#include "base/status.h"
#include "reader/reader.h"

/* Gives a document that has no date and no year those of the first line of its own before the text
 * begins that is a date and nothing else: "JUNE 2023", "June 15, 2023", "15 June 2023". Nothing
 * where there is none. */
tip_status tip_title_date_find(struct tip_document *document,
                               struct tip_error *error) TIP_MUST_CHECK;

/* The English name of a month, 0 to 11. */
const char *tip_month_name(int month);

#endif
