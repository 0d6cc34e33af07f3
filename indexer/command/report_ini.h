/* report.ini: what a folder says of the reports in it.
 *
 *   [report]                   of all files that stand beside it
 *   publisher = U.S. Department of State
 *   year = 2023
 *   [asia.html]                of this one, before what [report] says
 *   id = tip-2023-asia
 *   title = Asia
 *
 * Keys: id, title, publisher, date, year, language, url. An id in [report] is for a folder with one
 * source. Folders further in are not concerned. */
#ifndef TIP_REPORT_INI_H
#define TIP_REPORT_INI_H

#include "command/facts.h"
#include "command/source.h"

#define TIP_REPORT_INI_NAME "report.ini"

/* Those that were looked for; zero-initialised is none. */
struct tip_report_inis {
    struct tip_report_ini **items;
    size_t count;
    size_t capacity;
};

/* What is said of the file at `path`; *said tells whether anything is. Each report.ini is read
 * once, and one that is not there is not opened. `sources` are counted where an id is given. The
 * facts are good until the list is freed. TIP_INVALID names the file and the line at fault, of a
 * section too whose file is not there; TIP_IO, TIP_NO_MEMORY. */
tip_status tip_report_ini_find(struct tip_report_inis *inis, struct tip_facts *facts, bool *said,
                               const struct tip_source_list *sources, const char *path,
                               struct tip_error *error) TIP_MUST_CHECK;
void tip_report_inis_free(struct tip_report_inis *inis);

#endif
