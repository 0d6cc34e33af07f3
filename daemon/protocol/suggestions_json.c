/* SUGGEST's reply. */
#include "protocol/reply_json.h"

void tip_suggestions_write(struct tip_json *json, const struct tip_reply *reply)
{
    tip_which_index_write(json, reply);
    tip_json_key(json, "suggestions");
    tip_json_array(json);
    for (size_t i = 0; i < reply->suggestion_count; i++) {
        const struct tip_reply_suggestion *suggestion = &reply->suggestions[i];

        tip_json_object(json);
        tip_json_member_text(json, "text", suggestion->text);
        tip_json_member_text(json, "kind", tip_suggestion_kind_name(suggestion->kind));
        tip_json_member_integer(json, "count", suggestion->count);
        tip_json_member_text(json, "query", suggestion->query);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}
