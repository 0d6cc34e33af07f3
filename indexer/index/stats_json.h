/* The figures of an index as JSON, for `tipindex stats --json` and the daemon's STATS. */
#ifndef TIP_STATS_JSON_H
#define TIP_STATS_JSON_H

#include "base/json_writer.h"
#include "base/status.h"
#include "index/generation.h"

/* Reports that are listed: an index of records may have a hundred thousand, which is no page for a
 * person and 25 MB for a connection. */
enum { TIP_STATS_REPORTS = 1000 };

/* Writes the members of the object "index", which the caller has opened and will close:
 * generation, passages, words, passage_words, made_by, made_at, report_count, and reports, an array
 * of {id, title, publisher, date, year, language, file, sha256, passages} of the first
 * TIP_STATS_REPORTS of them; what is not known of a report is null. When memory is short
 * json->out->failed is set, as by every append. */
void tip_stats_write(struct tip_json *json, const struct tip_generation *generation);

/* Writes those that only who runs the index may know, as they are of all its reports: text_bytes
 * and bytes_on_disk. */
void tip_stats_write_sizes(struct tip_json *json, const struct tip_generation *generation);

/* How many passages each report has, an array for free(3) by the reports' numbers; NULL when there
 * is no memory. An index without reports gives an array too. */
uint32_t *tip_stats_count_reports(const struct tip_generation *generation);

/* Writes the members that tell of a report: id, title, publisher, date, year, language, file,
 * sha256. What is not known is null; url, and tags as an array, are written where they are known.
 */
void tip_stats_write_report(struct tip_json *json, const struct tip_report *report);

#endif
