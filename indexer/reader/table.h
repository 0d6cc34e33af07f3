/* Tables in plain text: lines with tabs, perhaps a rule under the column names. */
#ifndef TIP_READER_TABLE_H
#define TIP_READER_TABLE_H

#include "base/status.h"
#include "reader/document.h"
#include "reader/lines.h"

/* Appends the rows that stand at lines [first, end) to the document.
 *
 * With column names each row becomes "NAME: cell" for every cell that holds something. Without, two
 * columns are a term and what it means ("GRETA: …"); more are a list set in columns (countries by
 * tier, names), which becomes one block a column, names that wrap over lines put together. */
tip_status tip_table_read(struct tip_document *document, const struct tip_lines *lines,
                          size_t first, size_t end, struct tip_error *error) TIP_MUST_CHECK;

#endif
