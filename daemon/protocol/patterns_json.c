/* PATTERNS' reply. */
#include "protocol/reply_json.h"

static void write_pattern(struct tip_json *json, const struct tip_pattern_count *count)
{
    const struct tip_pattern *pattern = count->pattern;

    tip_json_object(json);
    tip_json_member_text(json, "id", pattern->id);
    tip_json_member_text(json, "title", pattern->title);
    tip_json_member_text(json, "group", pattern->group);
    tip_json_member_text(json, "source", pattern->source);
    tip_json_key(json, "queries");
    tip_json_array(json);
    for (size_t i = 0; i < pattern->query_count; i++)
        tip_json_text(json, pattern->queries[i].text);
    tip_json_end_array(json);
    tip_json_member_integer(json, "count", count->count);
    tip_json_end_object(json);
}

void tip_patterns_write(struct tip_json *json, const struct tip_reply *reply)
{
    tip_which_index_write(json, reply);
    tip_json_member_boolean(json, "partial", reply->is_partial);
    tip_json_key(json, "patterns");
    tip_json_array(json);
    for (size_t i = 0; i < reply->pattern_count; i++)
        write_pattern(json, &reply->patterns[i]);
    tip_json_end_array(json);
}
