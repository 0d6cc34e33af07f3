/* The two forms of a request. Both get a line that is valid UTF-8 and holds no NUL. */
#ifndef TIP_FORM_H
#define TIP_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "search/reply.h"
#include "search/request.h"

/* `SEARCH "cyber scam" LIMIT 5`, its tag already taken off. */
bool tip_word_form_read(struct tip_request *request, const char *text, size_t length,
                        struct tip_reply_error *error);

/* `{"cmd":"search","query":"cyber scam","limit":5}` */
bool tip_json_form_read(struct tip_request *request, const char *text, size_t length,
                        struct tip_reply_error *error);

/* The JSON form without "cmd" and "tag", which is how HTTP's bodies are written: the command is
 * request->command. *given gets a bit 1 << member for each member; tip_command_check is left to the
 * caller. */
bool tip_json_body_read(struct tip_request *request, const char *text, size_t length,
                        unsigned *given, struct tip_reply_error *error);

/* What a scan of the bytes tells of a JSON text that may be broken. */
struct tip_json_scan {
    const char *tag; /* the value of the outermost object's "tag", when a plain string; else NULL */
    size_t tag_length;
    unsigned depth; /* how deep it nests */
};

/* Whatever the bytes are; never parses, so that it holds for text no parser accepts. */
void tip_json_scan(struct tip_json_scan *scan, const char *text, size_t length);

/* Copies a tag into `out` (TIP_TAG_SIZE bytes). False, `out` untouched, when it is not one. */
bool tip_tag_copy(char *out, const char *text, size_t length);

#endif
