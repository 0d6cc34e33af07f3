/* The commands as a table: parsing of both forms, usage, HELP and VERSION's list come from a row.
 */
#ifndef TIP_COMMAND_H
#define TIP_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string_builder.h"
#include "protocol/member.h"
#include "search/reply.h"
#include "search/request.h"

struct tip_command_entry {
    enum tip_member argument; /* what stands behind the command's name; TIP_MEMBER_NONE */
    enum tip_member instead;  /* JSON: what may stand for it; TIP_MEMBER_NONE */
    unsigned options;         /* bit 1 << enum tip_member */
    const char *summary;      /* one sentence */
};

const struct tip_command_entry *tip_command_entry(enum tip_command command);

/* Finds a command by its name, whatever its case. An unknown one is refused, naming the known. */
bool tip_command_find(enum tip_command *command, const char *name, size_t length,
                      struct tip_reply_error *error);

/* Appends `SEARCH "<query>" [LIMIT n] …`. */
void tip_command_usage(struct tip_string *out, enum tip_command command);

/* Whether a command takes a member, as its argument or an option. */
bool tip_command_takes(enum tip_command command, enum tip_member member);

/* The member that a command calls by a name; TIP_MEMBER_NONE when there is none of that name. */
enum tip_member tip_command_member(enum tip_command command, const char *name, size_t length,
                                   bool ignore_case);

/* Fills `error` with `message` and the command's usage; returns false. */
bool tip_command_refuse(enum tip_command command, struct tip_reply_error *error,
                        const char *message);

/* Of a command's argument: it, or what may stand for it, is given, or there is none to give; none
 * of the two is; both are. */
enum tip_argument_is { TIP_ARGUMENT_GIVEN, TIP_ARGUMENT_MISSING, TIP_ARGUMENT_TWICE };

/* How many hits a command shows where nobody says how many. */
unsigned tip_command_default_limit(enum tip_command command);

/* `given` as below. */
enum tip_argument_is tip_command_argument(enum tip_command command, unsigned given);

/* What can only be said of the whole: the argument is there, the page is within the window; a limit
 * that was not given is the command's. `given` has a bit 1 << member for each that was set. */
bool tip_command_check(struct tip_request *request, unsigned given, struct tip_reply_error *error);

#endif
