/* COMPARE's reply. */
#include "protocol/reply_json.h"

static void write_report(struct tip_json *json, const struct tip_report *report)
{
    tip_json_object(json);
    tip_json_member_text(json, "id", report->id);
    tip_bounded_member_write(json, "title", report->title);
    tip_bounded_member_write(json, "publisher", report->publisher);
    tip_bounded_member_write(json, "date", report->date);
    tip_json_end_object(json);
}

static void write_tiers(struct tip_json *json, const struct tip_compared_year *year)
{
    tip_json_key(json, "tiers");
    tip_json_array(json);
    for (size_t i = 0; i < year->tier_count; i++) {
        enum tip_tier tier = year->tiers[i].tier;

        tip_json_object(json);
        tip_json_member_text(json, "code", year->tiers[i].code);
        tip_json_member_text(json, "name", year->tiers[i].name);
        tip_json_member_text(json, "tier", tip_tier_name(tier));
        tip_json_member_text(json, "label", tier == TIP_TIER_NONE ? NULL : tip_tier_label(tier));
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

static void write_counts(struct tip_json *json, const char *key,
                         const struct tip_facet_count *counts, size_t count)
{
    tip_json_key(json, key);
    tip_json_array(json);
    for (size_t i = 0; i < count; i++) {
        tip_json_object(json);
        tip_json_member_text(json, "value", counts[i].value);
        tip_json_member_text(json, "label", counts[i].label);
        tip_json_member_integer(json, "count", counts[i].count);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

static void write_year(struct tip_json *json, const struct tip_compared_year *year)
{
    tip_json_object(json);
    tip_json_member_integer(json, "year", year->year);
    tip_json_key(json, "reports");
    tip_json_array(json);
    for (size_t i = 0; i < year->report_count; i++)
        write_report(json, &year->reports[i]);
    tip_json_end_array(json);
    tip_json_member_integer(json, "report_total", year->report_total);
    tip_json_member_integer(json, "passages", year->passages);
    write_tiers(json, year);
    write_counts(json, "kinds", year->kinds, year->kind_count);
    write_counts(json, "patterns", year->patterns, year->pattern_count);
    tip_json_end_object(json);
}

static void write_hunk(struct tip_json *json, const struct tip_shown_hunk *hunk)
{
    tip_json_object(json);
    tip_json_member_text(json, "is", tip_change_name(hunk->is));
    if (hunk->is_heading)
        tip_json_member_boolean(json, "heading", true);
    tip_json_key(json, "diff");
    tip_json_array(json);
    for (size_t i = 0; i < hunk->piece_count; i++) {
        tip_json_object(json);
        tip_json_member_text(json, "is", tip_diff_is_name(hunk->pieces[i].is));
        tip_json_member_text(json, "text", hunk->pieces[i].text);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
    tip_json_end_object(json);
}

static void write_passages(struct tip_json *json, const char *key, const struct tip_view *views,
                           size_t count)
{
    tip_json_key(json, key);
    tip_json_array(json);
    for (size_t i = 0; i < count; i++)
        tip_cited_passage_write(json, &views[i]);
    tip_json_end_array(json);
}

static void write_entries(struct tip_json *json, const struct tip_compared_step *step,
                          enum tip_change_is is)
{
    tip_json_key(json, tip_change_name(is));
    tip_json_array(json);
    for (size_t i = 0; i < step->entry_count; i++) {
        const struct tip_shown_entry *entry = &step->entries[i];

        if (entry->is != is)
            continue;
        tip_json_object(json);
        write_passages(json, "was", entry->was, entry->was_count);
        write_passages(json, "now", entry->now, entry->now_count);
        tip_json_key(json, "hunks");
        tip_json_array(json);
        for (size_t h = 0; h < entry->hunk_count; h++)
            write_hunk(json, &entry->hunks[h]);
        tip_json_end_array(json);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

static void write_step(struct tip_json *json, const struct tip_compared_step *step)
{
    tip_json_object(json);
    tip_json_member_integer(json, "from", step->from);
    tip_json_member_integer(json, "to", step->to);
    tip_json_member_integer(json, "edits", step->edits);
    tip_json_key(json, "counts");
    tip_json_object(json);
    for (enum tip_change_is is = 0; is < TIP_CHANGE_COUNT; is++)
        tip_json_member_integer(json, tip_change_name(is), step->counts[is]);
    tip_json_end_object(json);
    tip_json_key(json, "unchanged");
    tip_json_object(json);
    tip_json_member_integer(json, "passages", step->unchanged_passages);
    tip_json_member_integer(json, "sentences", step->unchanged_statements);
    tip_json_end_object(json);
    for (enum tip_change_is is = 0; is < TIP_CHANGE_COUNT; is++)
        write_entries(json, step, is);
    tip_json_end_object(json);
}

void tip_comparison_write(struct tip_json *json, const struct tip_reply *reply)
{
    const struct tip_comparison *comparison = reply->comparison;

    tip_query_write(json, reply);
    tip_which_index_write(json, reply);
    tip_json_member_integer(json, "from", comparison->from);
    tip_json_member_integer(json, "to", comparison->to);
    tip_json_key(json, "took_ms");
    tip_json_number(json, reply->took_ms);
    if (reply->hint != NULL)
        tip_json_member_text(json, "hint", reply->hint);
    tip_json_key(json, "years");
    tip_json_array(json);
    for (size_t i = 0; i < comparison->year_count; i++)
        write_year(json, &comparison->years[i]);
    tip_json_end_array(json);
    tip_json_key(json, "missing");
    tip_json_array(json);
    for (size_t i = 0; i < comparison->missing_count; i++)
        tip_json_integer(json, comparison->missing[i]);
    tip_json_end_array(json);
    tip_json_member_integer(json, "total", comparison->total);
    tip_json_member_integer(json, "more", comparison->more);
    tip_json_key(json, "steps");
    tip_json_array(json);
    for (size_t i = 0; i < comparison->step_count; i++)
        write_step(json, &comparison->steps[i]);
    tip_json_end_array(json);
}
