/* A reply -> its line. Each kind of reply has one function that writes its members. */
#include "protocol/reply_json.h"

#include "index/index.h"
#include "index/stats_json.h"
#include "protocol/command.h"
#include "protocol/limits.h"
#include "protocol/protocol.h"

static void write_error(struct tip_json *json, const struct tip_reply *reply)
{
    const struct tip_reply_error *error = &reply->error;

    tip_json_key(json, "error");
    tip_json_object(json);
    tip_json_member_text(json, "code", tip_error_code_name(error->code));
    tip_json_member_text(json, "message", error->message);
    if (error->code == TIP_CODE_BAD_QUERY && error->at >= 0)
        tip_json_member_integer(json, "at", error->at);
    if (error->code == TIP_CODE_BUSY && error->retry_after_ms >= 0)
        tip_json_member_integer(json, "retry_after_ms", error->retry_after_ms);
    if (error->code == TIP_CODE_GONE && error->generation > 0)
        tip_json_member_integer(json, "generation", error->generation);
    tip_json_end_object(json);
}

static void write_stats(struct tip_json *json, const struct tip_reply *reply)
{
    tip_json_key(json, "index");
    tip_json_object(json);
    tip_stats_write(json, reply->stats);
    if (reply->damage != NULL)
        tip_json_member_text(json, "damage", reply->damage);
    tip_json_end_object(json);
}

static void write_limits(struct tip_json *json)
{
    static const struct {
        const char *name;
        int value;
    } limits[] = {
        {"line_bytes", TIP_LIMIT_LINE},
        {"unended_bytes", TIP_LIMIT_UNENDED},
        {"query_bytes", TIP_LIMIT_QUERY},
        {"query_terms", TIP_LIMIT_QUERY_TERMS},
        {"like_bytes", TIP_LIMIT_LIKE},
        {"quote_bytes", TIP_LIMIT_QUOTED},
        {"limit", TIP_LIMIT_HITS},
        {"limit_default", TIP_LIMIT_HITS_DEFAULT},
        {"scan_limit", TIP_LIMIT_SCANNED},
        {"scan_limit_default", TIP_LIMIT_SCANNED_DEFAULT},
        {"compare_limit", TIP_LIMIT_CHANGES},
        {"compare_limit_default", TIP_LIMIT_CHANGES_DEFAULT},
        {"cursor_bytes", TIP_LIMIT_CURSOR},
        {"offset_plus_limit", TIP_LIMIT_WINDOW},
        {"context", TIP_LIMIT_CONTEXT},
        {"json_depth", TIP_LIMIT_JSON_DEPTH},
        {"tag_bytes", TIP_LIMIT_TAG},
        {"in_flight", TIP_LIMIT_IN_FLIGHT},
        {"unsent_bytes", TIP_LIMIT_UNSENT},
        {"auth_failures", TIP_LIMIT_AUTH_FAILURES},
    };

    tip_json_key(json, "limits");
    tip_json_object(json);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        tip_json_member_integer(json, limits[i].name, limits[i].value);
    tip_json_end_object(json);
}

static void write_version(struct tip_json *json)
{
    tip_json_member_text(json, "version", TIP_VERSION);
    tip_json_member_integer(json, "protocol", TIP_PROTOCOL_VERSION);
    tip_json_member_text(json, "xapian", tip_index_xapian_version());
    write_limits(json);
    tip_json_key(json, "commands");
    tip_json_array(json);
    for (enum tip_command i = 0; i < TIP_COMMAND_COUNT; i++)
        tip_json_text(json, tip_command_name(i));
    tip_json_end_array(json);
}

static void write_help(struct tip_json *json)
{
    struct tip_string usage = {0};

    tip_json_key(json, "commands");
    tip_json_array(json);
    for (enum tip_command i = 0; i < TIP_COMMAND_COUNT; i++) {
        tip_string_clear(&usage);
        tip_command_usage(&usage, i);
        tip_json_object(json);
        tip_json_member_text(json, "name", tip_command_name(i));
        tip_json_member_text(json, "usage", usage.data);
        tip_json_member_text(json, "summary", tip_command_entry(i)->summary);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
    tip_string_free(&usage);
}

static void write_auth(struct tip_json *json, const struct tip_reply *reply)
{
    tip_json_key(json, "auth");
    tip_json_object(json);
    tip_json_member_text(json, "name", reply->asker_name);
    tip_json_member_integer(json, "requests_a_second", reply->asker_rate);
    tip_json_end_object(json);
}

static void write_members(struct tip_json *json, const struct tip_reply *reply)
{
    switch (reply->kind) {
    case TIP_REPLY_ERROR:
        write_error(json, reply);
        break;
    case TIP_REPLY_HITS:
        tip_hits_write(json, reply);
        break;
    case TIP_REPLY_COMPARISON:
        tip_comparison_write(json, reply);
        break;
    case TIP_REPLY_PASSAGE:
        tip_passage_write(json, reply);
        break;
    case TIP_REPLY_STATS:
        write_stats(json, reply);
        break;
    case TIP_REPLY_SUGGESTIONS:
        tip_suggestions_write(json, reply);
        break;
    case TIP_REPLY_PATTERNS:
        tip_patterns_write(json, reply);
        break;
    case TIP_REPLY_QUOTED:
        tip_quoted_write(json, reply);
        break;
    case TIP_REPLY_PONG:
        tip_json_member_boolean(json, "pong", true);
        break;
    case TIP_REPLY_VERSION:
        write_version(json);
        break;
    case TIP_REPLY_HELP:
        write_help(json);
        break;
    case TIP_REPLY_AUTH:
        write_auth(json, reply);
        break;
    case TIP_REPLY_BYE:
        tip_json_member_boolean(json, "bye", true);
        break;
    }
}

void tip_line_encode(struct tip_string *out, const char *tag, const struct tip_reply *reply)
{
    struct tip_json json;

    tip_json_begin(&json, out);
    tip_json_object(&json);
    if (tag[0] != '\0')
        tip_json_member_text(&json, "tag", tag);
    write_members(&json, reply);
    tip_json_end_object(&json);
    tip_string_append_char(out, '\n');
}
