/* The commands as a table, and the answers that come from it alone. */
#include "protocol/command.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "protocol/limits.h"
#include "protocol/protocol.h"
#include "protocol/refusal.h"

#define BIT(member) (1u << TIP_MEMBER_##member)
#define FIELD_BITS  (((1u << TIP_FILTER_FIELD_COUNT) - 1) << TIP_MEMBER_FIELDS)

static const struct tip_command_entry commands[TIP_COMMAND_COUNT] = {
    [TIP_COMMAND_SEARCH] = {TIP_MEMBER_QUERY, TIP_MEMBER_NONE,
                            BIT(LIMIT) | BIT(OFFSET) | BIT(FACETS) | BIT(FILTER) | FIELD_BITS |
                                BIT(SINCE) | BIT(SORT) | BIT(COLLAPSE) | BIT(TEXT),
                            "Finds passages, the best first."},
    [TIP_COMMAND_EXPLAIN] = {TIP_MEMBER_QUERY, TIP_MEMBER_NONE,
                             BIT(ID) | BIT(LIMIT) | BIT(OFFSET) | BIT(FILTER) | FIELD_BITS |
                                 BIT(COLLAPSE),
                             "Tells how a query is understood, and what makes the score of hits."},
    [TIP_COMMAND_SCAN] = {TIP_MEMBER_QUERY, TIP_MEMBER_NONE,
                          BIT(AFTER) | BIT(LIMIT) | BIT(SINCE) | BIT(FILTER) | FIELD_BITS |
                              BIT(COLLAPSE) | BIT(TEXT),
                          "Hands out every passage that matches, page by page, by id."},
    [TIP_COMMAND_GET] = {TIP_MEMBER_ID, TIP_MEMBER_NONE, BIT(CONTEXT),
                         "Shows one passage whole, with neighbours if asked for."},
    [TIP_COMMAND_COMPARE] = {TIP_MEMBER_QUERY, TIP_MEMBER_NONE,
                             BIT(LIMIT) | BIT(OFFSET) | BIT(FILTER) | FIELD_BITS,
                             "Tells what changed from one year's reports to the next: YEAR "
                             "2021..2023."},
    [TIP_COMMAND_SIMILAR] = {TIP_MEMBER_ID, TIP_MEMBER_LIKE, BIT(LIMIT) | BIT(TEXT),
                             "Finds passages like one, or (JSON form) like a text: \"like\"."},
    [TIP_COMMAND_QUOTE] = {TIP_MEMBER_QUOTED, TIP_MEMBER_NONE, 0,
                           "Tells whether a text is in the reports, word for word."},
    [TIP_COMMAND_STATS] = {TIP_MEMBER_NONE, TIP_MEMBER_NONE, 0, "Describes the index in service."},
    [TIP_COMMAND_SUGGEST] = {TIP_MEMBER_PREFIX, TIP_MEMBER_NONE, BIT(LIMIT),
                             "Completes what is typed: words, phrases, titles, names."},
    [TIP_COMMAND_PATTERNS] =
        {TIP_MEMBER_NONE, TIP_MEMBER_NONE, 0,
         "Lists the patterns that pattern: finds, with their passages counted."},
    [TIP_COMMAND_PING] = {TIP_MEMBER_NONE, TIP_MEMBER_NONE, 0, "Answers at once."},
    [TIP_COMMAND_VERSION] = {TIP_MEMBER_NONE, TIP_MEMBER_NONE, 0,
                             "Names the version, the protocol's number, limits and commands."},
    [TIP_COMMAND_HELP] = {TIP_MEMBER_NONE, TIP_MEMBER_NONE, 0, "Lists the commands."},
    [TIP_COMMAND_AUTH] = {TIP_MEMBER_TOKEN, TIP_MEMBER_NONE, 0,
                          "Says who asks, for the requests that follow."},
    [TIP_COMMAND_QUIT] = {TIP_MEMBER_NONE, TIP_MEMBER_NONE, 0, "Answers, then closes."},
};

const struct tip_command_entry *tip_command_entry(enum tip_command command)
{
    return &commands[command];
}

bool tip_command_find(enum tip_command *command, const char *name, size_t length,
                      struct tip_reply_error *error)
{
    struct tip_string known = {0};

    for (enum tip_command i = 0; i < TIP_COMMAND_COUNT; i++) {
        const char *candidate = tip_command_name(i);

        if (strlen(candidate) == length && strncasecmp(candidate, name, length) == 0) {
            *command = i;
            tip_string_free(&known);
            return true;
        }
        tip_string_printf(&known, "%s%s", i == 0 ? "" : ", ", candidate);
    }
    tip_refuse(error, TIP_CODE_BAD_REQUEST, "unknown command “%.*s”: the commands are %s",
               tip_refusal_echo(name, length), name, known.failed ? "listed by HELP" : known.data);
    tip_string_free(&known);
    return false;
}

static void append_capitals(struct tip_string *out, const char *text)
{
    for (; *text != '\0'; text++)
        tip_string_append_char(out, (char)toupper((unsigned char)*text));
}

void tip_command_usage(struct tip_string *out, enum tip_command command)
{
    const struct tip_command_entry *row = &commands[command];

    tip_string_append_text(out, tip_command_name(command));
    if (row->argument != TIP_MEMBER_NONE)
        tip_string_printf(out, " %s", tip_member_entry(row->argument)->value);
    for (enum tip_member i = 0; i < TIP_MEMBER_COUNT; i++) {
        const struct tip_member_entry *option = tip_member_entry(i);

        if ((row->options >> i & 1u) == 0)
            continue;
        tip_string_append_text(out, " [");
        append_capitals(out, option->key);
        if (option->value != NULL)
            tip_string_printf(out, " %s", option->value);
        tip_string_append_char(out, ']');
    }
}

bool tip_command_takes(enum tip_command command, enum tip_member member)
{
    const struct tip_command_entry *row = &commands[command];

    return member != TIP_MEMBER_NONE && (row->argument == member || row->instead == member ||
                                         (row->options >> member & 1u) != 0);
}

enum tip_member tip_command_member(enum tip_command command, const char *name, size_t length,
                                   bool ignore_case)
{
    enum tip_member member = tip_member_find(name, length, ignore_case);

    /* QUOTE's argument is called as the flag of the commands that show hits. */
    if (member == TIP_MEMBER_QUOTED && !tip_command_takes(command, member))
        return TIP_MEMBER_TEXT;
    return member;
}

bool tip_command_refuse(enum tip_command command, struct tip_reply_error *error,
                        const char *message)
{
    struct tip_string usage = {0};

    tip_command_usage(&usage, command);
    tip_refuse(error, TIP_CODE_BAD_REQUEST, "%s: usage: %s", message,
               usage.failed ? "see HELP" : usage.data);
    tip_string_free(&usage);
    return false;
}

/* Names what stands behind the command, or may stand for it. */
static bool refuse_missing(enum tip_command command, struct tip_reply_error *error)
{
    const struct tip_command_entry *row = &commands[command];
    char message[64];

    if (row->instead == TIP_MEMBER_NONE)
        snprintf(message, sizeof message, "“%s” is missing", tip_member_entry(row->argument)->key);
    else
        snprintf(message, sizeof message, "“%s” (in JSON, or “%s”) is missing",
                 tip_member_entry(row->argument)->key, tip_member_entry(row->instead)->key);
    return tip_command_refuse(command, error, message);
}

/* A text without a word would be like nothing: that is the client's mistake, as an empty query. */
static bool refuse_blank_like(struct tip_reply_error *error)
{
    tip_refuse(error, TIP_CODE_BAD_QUERY, "“like” is empty: give the text that is to be matched");
    error->at = 0;
    return false;
}

/* An explanation is long: a few hits are enough where nobody says how many. Who scans wants all. */
unsigned tip_command_default_limit(enum tip_command command)
{
    if (command == TIP_COMMAND_EXPLAIN)
        return TIP_LIMIT_EXPLAINED_DEFAULT;
    if (command == TIP_COMMAND_COMPARE)
        return TIP_LIMIT_CHANGES_DEFAULT;
    return command == TIP_COMMAND_SCAN ? TIP_LIMIT_SCANNED_DEFAULT : TIP_LIMIT_HITS_DEFAULT;
}

enum tip_argument_is tip_command_argument(enum tip_command command, unsigned given)
{
    const struct tip_command_entry *row = &commands[command];
    bool has_argument = row->argument != TIP_MEMBER_NONE && (given >> row->argument & 1u) != 0;
    bool has_instead = row->instead != TIP_MEMBER_NONE && (given >> row->instead & 1u) != 0;

    if (has_argument && has_instead)
        return TIP_ARGUMENT_TWICE;
    return row->argument == TIP_MEMBER_NONE || has_argument || has_instead ? TIP_ARGUMENT_GIVEN
                                                                           : TIP_ARGUMENT_MISSING;
}

bool tip_command_check(struct tip_request *request, unsigned given, struct tip_reply_error *error)
{
    enum tip_argument_is argument = tip_command_argument(request->command, given);

    if (argument == TIP_ARGUMENT_TWICE)
        return tip_command_refuse(request->command, error, "both “id” and “like” are given");
    if (argument == TIP_ARGUMENT_MISSING)
        return refuse_missing(request->command, error);
    if ((given & BIT(LIKE)) != 0 && request->like[strspn(request->like, " \t\n\r\v\f")] == '\0')
        return refuse_blank_like(error);
    if ((given & BIT(LIMIT)) == 0)
        request->limit = tip_command_default_limit(request->command);
    if (request->offset + request->limit > TIP_LIMIT_WINDOW)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST,
                          "offset + limit is %u; at most %d: narrow the query instead",
                          request->offset + request->limit, TIP_LIMIT_WINDOW);
    return true;
}

bool tip_command_needs_index(enum tip_command command)
{
    switch (command) {
    case TIP_COMMAND_SEARCH:
    case TIP_COMMAND_EXPLAIN:
    case TIP_COMMAND_SCAN:
    case TIP_COMMAND_COMPARE:
    case TIP_COMMAND_GET:
    case TIP_COMMAND_SIMILAR:
    case TIP_COMMAND_QUOTE:
    case TIP_COMMAND_STATS:
    case TIP_COMMAND_SUGGEST:
    case TIP_COMMAND_PATTERNS:
        return true;
    case TIP_COMMAND_PING:
    case TIP_COMMAND_VERSION:
    case TIP_COMMAND_HELP:
    case TIP_COMMAND_AUTH:
    case TIP_COMMAND_QUIT:
    case TIP_COMMAND_COUNT:
        break;
    }
    return false;
}

bool tip_command_answer(const struct tip_request *request, struct tip_reply *reply)
{
    switch (request->command) {
    case TIP_COMMAND_PING:
        reply->kind = TIP_REPLY_PONG;
        return true;
    case TIP_COMMAND_VERSION:
        reply->kind = TIP_REPLY_VERSION;
        return true;
    case TIP_COMMAND_HELP:
        reply->kind = TIP_REPLY_HELP;
        return true;
    case TIP_COMMAND_QUIT:
        reply->kind = TIP_REPLY_BYE;
        return true;
    case TIP_COMMAND_SEARCH:
    case TIP_COMMAND_EXPLAIN:
    case TIP_COMMAND_SCAN:
    case TIP_COMMAND_COMPARE:
    case TIP_COMMAND_GET:
    case TIP_COMMAND_SIMILAR:
    case TIP_COMMAND_QUOTE:
    case TIP_COMMAND_STATS:
    case TIP_COMMAND_SUGGEST:
    case TIP_COMMAND_PATTERNS:
    case TIP_COMMAND_AUTH:
    case TIP_COMMAND_COUNT:
        break;
    }
    return false;
}
