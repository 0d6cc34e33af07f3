/* The figures of an index as JSON.
 *
 * They come from the columns, so that a daemon can answer STATS without touching the postings, and
 * of a restricted generation tells of its reports alone. */
#include "index/stats_json.h"

#include <stdlib.h>
#include <string.h>

uint32_t *tip_stats_count_reports(const struct tip_generation *generation)
{
    const struct tip_columns *columns = generation->columns;
    uint32_t *counts = calloc((size_t)tip_columns_report_count(columns) + 1, sizeof *counts);
    if (!counts) {
        return NULL;
    }
    uint32_t size = tip_columns_size(columns);
    for (uint32_t number = 1; number < size; number++) {
        if (tip_columns_has(columns, number)) {
            counts[tip_columns_report_of(columns, number)]++;
        }
    }
    return counts;
}

/* Lines as an array. */
static void write_tags(struct tip_json *json, const char *tags)
{
    tip_json_key(json, "tags");
    tip_json_array(json);
    for (size_t length; *tags != '\0'; tags += length + (tags[length] == '\n')) {
        length = strcspn(tags, "\n");
        tip_json_bytes(json, tags, length);
    }
    tip_json_end_array(json);
}

void tip_stats_write_report(struct tip_json *json, const struct tip_report *report)
{
    tip_json_member_text(json, "id", report->id);
    tip_json_member_text(json, "title", report->title);
    tip_json_member_text(json, "publisher", report->publisher);
    tip_json_member_text(json, "date", report->date);
    tip_json_key(json, "year");
    if (report->year != 0) {
        tip_json_integer(json, report->year);
    } else {
        tip_json_null(json);
    }
    tip_json_member_text(json, "language", report->language);
    tip_json_member_text(json, "file", report->file);
    tip_json_member_text(json, "sha256", report->sha256);
    if (report->url) {
        tip_json_member_text(json, "url", report->url);
    }
    if (report->tags) {
        write_tags(json, report->tags);
    }
}

static void write_reports(struct tip_json *json, const struct tip_generation *generation)
{
    uint32_t *counts = tip_stats_count_reports(generation);
    if (!counts) {
        json->out->failed = true;
    }
    uint32_t reports = counts ? tip_columns_report_count(generation->columns) : 0;
    tip_json_member_integer(json, "report_count", reports);
    tip_json_key(json, "reports");
    tip_json_array(json);
    for (uint32_t number = 0; number < reports && number < TIP_STATS_REPORTS; number++) {
        struct tip_report report;
        tip_columns_report(generation->columns, number, &report);
        tip_json_object(json);
        tip_stats_write_report(json, &report);
        tip_json_member_integer(json, "passages", counts[number]);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
    free(counts);
}

static long long count_words(const struct tip_columns *columns)
{
    long long words = 0;
    for (uint32_t number = 1; number < tip_columns_size(columns); number++) {
        struct tip_row row;
        if (tip_columns_has(columns, number)) {
            tip_columns_get(columns, number, &row);
            words += row.words;
        }
    }
    return words;
}

void tip_stats_write(struct tip_json *json, const struct tip_generation *generation)
{
    const struct tip_manifest *manifest = &generation->manifest;
    tip_json_member_integer(json, "generation", generation->number);
    tip_json_member_integer(json, "passages", tip_columns_passages(generation->columns));
    tip_json_member_integer(json, "words", count_words(generation->columns));
    tip_json_member_integer(json, "passage_words", manifest->passage_words);
    tip_json_member_text(json, "made_by", manifest->made_by);
    tip_json_member_text(json, "made_at", manifest->made_at);
    write_reports(json, generation);
}

void tip_stats_write_sizes(struct tip_json *json, const struct tip_generation *generation)
{
    tip_json_member_integer(json, "text_bytes", (long long)generation->manifest.text_bytes);
    tip_json_member_integer(json, "bytes_on_disk", (long long)generation->bytes_on_disk);
}
