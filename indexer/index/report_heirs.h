/* Which reports of a new generation may hold the text of a report of the one before.
 *
 * The report with the same id, if it is there. Else the id may have changed: then the reports that
 * are new and come from the same file, else those that are new and whose file has the same bytes. A
 * record of a collection is known by its id alone, as the records beside it are other cases. No
 * other report inherits: one that was removed is gone, however much of it another one says, too. */
#ifndef TIP_REPORT_HEIRS_H
#define TIP_REPORT_HEIRS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "index/columns.h"

#define TIP_NO_HEIRS UINT32_MAX

struct tip_report_heirs;

/* Both columns are borrowed. TIP_NO_MEMORY. */
tip_status tip_report_heirs_create(struct tip_report_heirs **out, const struct tip_columns *before,
                                   const struct tip_columns *now,
                                   struct tip_error *error) TIP_MUST_CHECK;
void tip_report_heirs_free(struct tip_report_heirs *heirs);

/* The heirs of a report of the generation before, as a number: reports with the same heirs have the
 * same one, so that these need be read only once. TIP_NO_HEIRS when there is none. */
uint32_t tip_report_heirs_of(const struct tip_report_heirs *heirs, uint32_t report);

/* How many reports these heirs are, and the one at a place, a number of the new columns. */
size_t tip_report_heirs_count(const struct tip_report_heirs *heirs, uint32_t group);
uint32_t tip_report_heirs_get(const struct tip_report_heirs *heirs, uint32_t group, size_t place);

#endif
