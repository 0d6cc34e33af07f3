/* A passage as one line of JSON. */
#include "command/passage_line.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>

#include "base/json_writer.h"
#include "index/citation.h"
#include "index/stats_json.h"

static void write_key(struct tip_json *json, const char *name, uint64_t key)
{
    char hex[17];
    snprintf(hex, sizeof hex, "%016" PRIx64, key);
    tip_json_member_text(json, name, hex);
}

static void write_countries(struct tip_json *json, const char *countries)
{
    tip_json_key(json, "countries");
    tip_json_array(json);
    while (countries && *countries != '\0') {
        size_t length = strcspn(countries, " ");
        tip_json_bytes(json, countries, length);
        countries += length + (countries[length] == ' ');
    }
    tip_json_end_array(json);
}

/* A number that counts from 1, or null. */
static void write_number(struct tip_json *json, const char *name, int64_t number)
{
    tip_json_key(json, name);
    if (number > 0) {
        tip_json_integer(json, number);
    } else {
        tip_json_null(json);
    }
}

static void write_page(struct tip_json *json, const struct tip_passage_line *passage)
{
    tip_json_member_text(json, "page", passage->page);
    write_number(json, "page_number", passage->page_number);
    tip_json_member_text(json, "page_is", tip_page_is_name(passage->page_is));
}

static void write_citation(struct tip_json *json, const struct tip_passage_line *passage)
{
    tip_json_key(json, "section");
    tip_json_array(json);
    for (size_t level = 0; level < passage->depth; level++) {
        tip_json_text(json, passage->headings[level]);
    }
    tip_json_end_array(json);
    struct tip_string citation = {0};
    tip_citation(&citation,
                 &(struct tip_cited){.report = passage->report,
                                     .headings = passage->headings,
                                     .depth = passage->depth,
                                     .page = passage->page,
                                     .page_is = passage->page_is,
                                     .id = passage->id},
                 NULL);
    tip_json_member_text(json, "citation", citation.data);
    json->out->failed = json->out->failed || citation.failed;
    tip_string_free(&citation);
}

static void write_report(struct tip_json *json, const struct tip_report *report)
{
    tip_json_key(json, "report");
    tip_json_object(json);
    tip_stats_write_report(json, report);
    tip_json_end_object(json);
}

tip_status tip_passage_line_write(struct tip_string *out, const struct tip_passage_line *passage,
                                  struct tip_error *error)
{
    struct tip_json json;
    tip_string_clear(out);
    tip_json_begin(&json, out);
    tip_json_object(&json);
    write_key(&json, "id", passage->id);
    write_report(&json, passage->report);
    write_citation(&json, passage);
    tip_json_member_text(&json, "kind", tip_kind_name(passage->kind));
    write_page(&json, passage);
    tip_json_member_integer(&json, "ordinal", passage->ordinal);
    write_countries(&json, passage->countries);
    tip_json_key(&json, "text");
    tip_json_bytes(&json, passage->text, passage->length);
    if (passage->by) {
        tip_json_member_text(&json, "by", passage->by);
    }
    tip_json_member_integer(&json, "words", passage->words);
    write_number(&json, "since", passage->since);
    write_key(&json, "text_key", passage->text_key);
    if (passage->report->meta) {
        tip_json_key(&json, "meta");
        tip_json_raw(&json, passage->report->meta);
    }
    tip_json_end_object(&json);
    tip_string_append_char(out, '\n');
    return out->failed ? tip_error_memory(error, "writing a passage") : TIP_OK;
}

/* A failure is told by its errno here and now: stdio forgets it. */
tip_status tip_passage_line_print(const struct tip_string *line, bool *is_unread,
                                  struct tip_error *error)
{
    if (fwrite(line->data, 1, line->length, stdout) == line->length) {
        return TIP_OK;
    }
    *is_unread = errno == EPIPE;
    tip_status status = tip_error_errno(error, "standard output: cannot write");
    __fpurge(stdout);
    clearerr(stdout);
    return *is_unread ? TIP_OK : status;
}
