/* The line protocol: lines -> requests, replies -> lines. README.md in this folder is its page. */
#ifndef TIP_PROTOCOL_H
#define TIP_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string_builder.h"
#include "search/reply.h"
#include "search/request.h"

/* Reads one line, without its LF and the one CR before it. True and a request to be freed, or false
 * and `error` filled (request->tag is set all the same when one could be read). Never fails
 * otherwise, whatever the bytes are. */
bool tip_line_decode(struct tip_request *request, struct tip_reply_error *error, const char *line,
                     size_t length);

/* Reads the tag alone, of a line or of the beginning of one that is too long; "" when it has none.
 */
void tip_line_tag(char tag[TIP_TAG_SIZE], const char *line, size_t length);

/* Appends the reply as one JSON object and LF. `out->failed` tells of missing memory. */
void tip_line_encode(struct tip_string *out, const char *tag, const struct tip_reply *reply);

/* Whether a line is the first of an HTTP request: it ends in " HTTP/1.x". */
bool tip_line_is_http(const char *line, size_t length);

/* Whether a command is answered from the index, and so only to whom may ask. */
bool tip_command_needs_index(enum tip_command command);

/* Answers what needs no index: PING, VERSION, HELP, QUIT. False for the others. */
bool tip_command_answer(const struct tip_request *request, struct tip_reply *reply);

#endif
