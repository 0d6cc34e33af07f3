/* The ledger added up, and its lines as JSON. */
#include "command/ledger.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { NS_IN_S = 1000000000 };

bool tip_ledger_is_complete(const struct tip_source *source)
{
    return source->pages_without_text == 0 && source->records_bad == 0 &&
           source->words_indexed >= source->words_in;
}

struct tip_ledger_totals tip_ledger_add_up(const struct tip_manifest *manifest)
{
    struct tip_ledger_totals totals = {0};
    for (size_t i = 0; i < manifest->source_count; i++) {
        const struct tip_source *source = &manifest->sources[i];
        totals.read += source->state == TIP_SOURCE_READ;
        totals.skipped += source->state == TIP_SOURCE_SKIPPED;
        totals.failed += source->state == TIP_SOURCE_FAILED;
        if (source->state != TIP_SOURCE_READ) {
            continue;
        }
        totals.incomplete += !tip_ledger_is_complete(source);
        totals.pages += source->pages;
        totals.pages_without_text += source->pages_without_text;
        totals.words_in += source->words_in;
        totals.words_indexed += source->words_indexed;
        totals.passages += source->passages;
        totals.reports += source->reports;
        totals.records_bad += source->records_bad;
        totals.bytes += source->size;
    }
    return totals;
}

static void write_time(struct tip_json *json, const char *key, int64_t ns)
{
    char text[sizeof "-2147483647-06-15T00:00:00.000000000Z"];
    struct tm calendar;
    time_t seconds = (time_t)(ns / NS_IN_S);
    char *end = text;
    if (ns > 0 && gmtime_r(&seconds, &calendar)) {
        end += strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &calendar);
    }
    snprintf(end, sizeof text - (size_t)(end - text), ".%09dZ", (int)(ns % NS_IN_S));
    tip_json_member_text(json, key, end > text ? text : NULL);
}

static void write_pages(struct tip_json *json, const char *key, uint32_t number, bool is_known)
{
    tip_json_key(json, key);
    if (is_known) {
        tip_json_integer(json, number);
    } else {
        tip_json_null(json);
    }
}

void tip_ledger_write(struct tip_json *json, const struct tip_source *source)
{
    bool has_pages = source->pages > 0;
    tip_json_object(json);
    tip_json_member_text(json, "file", source->file);
    tip_json_member_text(json, "state", tip_source_state_name(source->state));
    tip_json_member_text(json, "reason", source->reason);
    tip_json_member_text(json, "report", source->report);
    tip_json_member_text(json, "collection", source->collection);
    tip_json_member_text(json, "reader", source->reader);
    write_pages(json, "reader_version", source->reader_version, source->reader != NULL);
    tip_json_member_text(json, "sha256", source->sha256[0] != '\0' ? source->sha256 : NULL);
    tip_json_member_integer(json, "size", (long long)source->size);
    write_time(json, "mtime", source->mtime_ns);
    write_pages(json, "pages", source->pages, has_pages);
    write_pages(json, "pages_without_text", source->pages_without_text, has_pages);
    tip_json_member_integer(json, "words_in", (long long)source->words_in);
    tip_json_member_integer(json, "words_indexed", (long long)source->words_indexed);
    tip_json_member_integer(json, "passages", source->passages);
    tip_json_member_integer(json, "reports", source->reports);
    tip_json_member_integer(json, "records_bad", source->records_bad);
    tip_json_member_integer(json, "records_empty", source->records_empty);
    tip_json_end_object(json);
}

void tip_ledger_write_removed(struct tip_json *json, const struct tip_removed *removed)
{
    tip_json_object(json);
    tip_json_member_text(json, "report", removed->report);
    tip_json_member_text(json, "file", removed->file);
    tip_json_member_boolean(json, "is_record", removed->is_record);
    tip_json_member_text(json, "on", removed->on);
    tip_json_end_object(json);
}

void tip_ledger_write_totals(struct tip_json *json, const struct tip_ledger_totals *totals)
{
    tip_json_object(json);
    tip_json_member_integer(json, "read", (long long)totals->read);
    tip_json_member_integer(json, "skipped", (long long)totals->skipped);
    tip_json_member_integer(json, "failed", (long long)totals->failed);
    tip_json_member_integer(json, "incomplete", (long long)totals->incomplete);
    tip_json_member_integer(json, "pages", (long long)totals->pages);
    tip_json_member_integer(json, "pages_without_text", (long long)totals->pages_without_text);
    tip_json_member_integer(json, "words_in", (long long)totals->words_in);
    tip_json_member_integer(json, "words_indexed", (long long)totals->words_indexed);
    tip_json_member_integer(json, "passages", (long long)totals->passages);
    tip_json_member_integer(json, "reports", (long long)totals->reports);
    tip_json_member_integer(json, "records_bad", (long long)totals->records_bad);
    tip_json_member_integer(json, "bytes", (long long)totals->bytes);
    tip_json_end_object(json);
}
