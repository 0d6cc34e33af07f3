/* QUOTE's reply. */
#include "protocol/reply_json.h"

#include <inttypes.h>
#include <stdio.h>

#include "search/quote/quoted.h"

static void write_through(struct tip_json *json, const struct tip_quoted *quoted)
{
    tip_json_key(json, "through");
    tip_json_array(json);
    for (size_t i = 0; i < quoted->through_count; i++) {
        char id[17];

        snprintf(id, sizeof id, "%016" PRIx64, quoted->through[i]);
        tip_json_text(json, id);
    }
    tip_json_end_array(json);
}

static void write_diff(struct tip_json *json, const struct tip_quoted *quoted)
{
    tip_json_key(json, "diff");
    tip_json_array(json);
    for (size_t i = 0; i < quoted->piece_count; i++) {
        tip_json_object(json);
        tip_json_member_text(json, "is", tip_diff_is_name(quoted->pieces[i].is));
        tip_json_member_text(json, "text", quoted->pieces[i].text);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

static void write_others(struct tip_json *json, const struct tip_quoted *quoted)
{
    if (quoted->verdict != TIP_VERDICT_EXACT)
        return;
    tip_json_key(json, "others");
    tip_json_array(json);
    for (size_t i = 0; i < quoted->other_count; i++)
        tip_brief_passage_write(json, &quoted->others[i]);
    tip_json_end_array(json);
    tip_json_member_integer(json, "others_total", quoted->other_total);
    tip_json_member_text(json, "others_total_is", tip_total_is_name(quoted->other_total_is));
}

void tip_quoted_write(struct tip_json *json, const struct tip_reply *reply)
{
    const struct tip_quoted *quoted = reply->quoted;

    tip_json_member_text(json, "verdict", tip_verdict_name(quoted->verdict));
    tip_json_key(json, "alike");
    tip_json_number(json, quoted->likeness);
    if (quoted->has_passage)
        tip_json_member_integer(json, "changes", quoted->changes);
    tip_which_index_write(json, reply);
    tip_json_member_boolean(json, "partial", reply->is_partial);
    tip_json_key(json, "took_ms");
    tip_json_number(json, reply->took_ms);
    tip_json_key(json, "passage");
    if (!quoted->has_passage) {
        tip_json_null(json);
        return;
    }
    tip_quoted_passage_write(json, &quoted->passage);
    write_through(json, quoted);
    tip_json_member_text(json, "source_text", quoted->source);
    write_diff(json, quoted);
    write_others(json, quoted);
}
