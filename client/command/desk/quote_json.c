/* A quotation that was checked, as one line of JSON.
 *
 * SPDX-License-Identifier: MIT */
#include <jansson.h>

#include "command/desk/quote_show.h"
#include "command/desk/row_json.h"

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *make_diff(const struct tipsearch_quotation *quotation)
{
    static const char *const NAMES[] = {"same", "gone", "new"};
    json_t *array = json_array();

    for (size_t i = 0; i < quotation->diff_count; i++)
        json_array_append_new(array, json_pack("{s:s,s:s}", "is",
                                               NAMES[quote_piece_is(&quotation->diff[i])], "text",
                                               quotation->diff[i].text));
    return array;
}

static json_t *make_others(const struct tipsearch_quotation *quotation)
{
    json_t *array = json_array();

    for (size_t i = 0; i < quotation->other_count; i++)
        json_array_append_new(array, json_string(quotation->others[i].id));
    return array;
}

static void set_passage(json_t *object, const struct tipsearch_passage *passage)
{
    json_t *section = json_array();

    for (size_t i = 0; i < passage->section_count; i++)
        json_array_append_new(section, json_string(passage->section[i]));
    json_object_set_new(object, "id", json_string(passage->id));
    json_object_set_new(object, "report", text_or_null(passage->report.id));
    json_object_set_new(object, "year",
                        passage->report.year != 0 ? json_integer(passage->report.year)
                                                  : json_null());
    json_object_set_new(object, "page", text_or_null(passage->page));
    json_object_set_new(object, "section", section);
    json_object_set_new(object, "citation", text_or_null(passage->citation));
}

static void set_quotation(json_t *object, const struct tipsearch_quotation *quotation)
{
    json_object_set_new(object, "verdict", json_string(verdict_name(quotation->verdict)));
    json_object_set_new(object, "alike", json_real(quotation->alike));
    if (!quotation->passage)
        return;
    json_object_set_new(object, "changes", json_integer(quotation->changes));
    json_object_set_new(object, "source_text", text_or_null(quotation->source_text));
    json_object_set_new(object, "diff", make_diff(quotation));
    set_passage(object, quotation->passage);
    if (quotation->verdict == TIPSEARCH_VERDICT_EXACT) {
        json_object_set_new(object, "others", make_others(quotation));
        json_object_set_new(object, "others_total", json_integer(quotation->others_total));
    }
}

bool quote_write_json(const struct quote_writer *writer, const struct checked *checked)
{
    json_t *object = json_object();
    bool is_written;

    if (!object)
        return false;
    json_object_set_new(object, "line",
                        checked->line > 0 ? json_integer(checked->line) : json_null());
    json_object_set_new(object, "quotation", json_string(checked->text));
    if (checked->quotation)
        set_quotation(object, checked->quotation);
    if (checked->error)
        json_object_set_new(object, "error",
                            json_pack("{s:s,s:s}", "code",
                                      tipsearch_code_name(checked->error->code), "message",
                                      checked->error->message));
    is_written = row_json_put(writer->out, object, writer->is_terminal);
    json_decref(object);
    return is_written;
}
