/* The members of a request besides its command: the query, the id and the options. Both forms, the
 * words and JSON, name them by one table and set them by the same functions. */
#ifndef TIP_MEMBER_H
#define TIP_MEMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "search/reply.h"
#include "search/request.h"

/* In the order in which a usage shows them. */
enum tip_member {
    TIP_MEMBER_QUERY,
    TIP_MEMBER_PREFIX,
    TIP_MEMBER_QUOTED,
    TIP_MEMBER_ID,
    TIP_MEMBER_LIKE,
    TIP_MEMBER_TOKEN,
    TIP_MEMBER_AFTER,
    TIP_MEMBER_LIMIT,
    TIP_MEMBER_OFFSET,
    TIP_MEMBER_CONTEXT,
    TIP_MEMBER_FACETS,
    TIP_MEMBER_FILTER,
    TIP_MEMBER_FIELDS, /* so many as there are fields of filters, in their order */
    TIP_MEMBER_SINCE = TIP_MEMBER_FIELDS + TIP_FILTER_FIELD_COUNT,
    TIP_MEMBER_SORT,
    TIP_MEMBER_COLLAPSE,
    TIP_MEMBER_TEXT,
    TIP_MEMBER_COUNT,
    TIP_MEMBER_NONE = TIP_MEMBER_COUNT
};

enum tip_member_type {
    TIP_MEMBER_IS_TEXT,
    TIP_MEMBER_IS_NUMBER,
    TIP_MEMBER_IS_NAMES,  /* words: joined by commas; JSON: an array of strings */
    TIP_MEMBER_IS_VALUES, /* of a field; words: as in a query; JSON: a string or an array of them */
    TIP_MEMBER_IS_NAME,
    TIP_MEMBER_IS_FLAG,
};

struct tip_member_entry {
    const char *key;   /* in JSON; in the word form an option's name, whatever its case */
    const char *value; /* what the usage shows for it; NULL for a flag */
    enum tip_member_type type;
    size_t field;     /* texts and numbers: where struct tip_request keeps it */
    unsigned maximum; /* bytes of a text, or the highest number */
    bool is_json_only;
};

const struct tip_member_entry *tip_member_entry(enum tip_member member);

/* The lowest and the highest value of a number, which of LIMIT are the command's. */
unsigned tip_member_minimum(enum tip_member member, enum tip_command command);
unsigned tip_member_maximum(enum tip_member member, enum tip_command command);

/* The member with a name; TIP_MEMBER_NONE when there is none. */
enum tip_member tip_member_find(const char *name, size_t length, bool ignore_case);

/* Whether a text is no longer than the member's may be, or fills `error`, where the member is
 * called `name`; members that are no text have no length. */
bool tip_member_check_length(enum tip_member member, const char *name, size_t length,
                             struct tip_reply_error *error);

/* These set a member of the request, whose command is known, or fill `error` and return false. Text
 * is copied; it is valid UTF-8 already. */
bool tip_member_set_text(struct tip_request *request, enum tip_member member, const char *text,
                         size_t length, struct tip_reply_error *error);
/* A value that the field has already counts once. */
bool tip_member_add_value(struct tip_request *request, enum tip_member member, const char *value,
                          size_t length, struct tip_reply_error *error);
bool tip_member_set_number(struct tip_request *request, enum tip_member member, long long number,
                           struct tip_reply_error *error);
/* Any member from its value as words and queries write it: a number in digits, names with commas
 * between them, a flag as true or false. */
bool tip_member_set_words(struct tip_request *request, enum tip_member member, const char *text,
                          size_t length, struct tip_reply_error *error);
/* One name, of a list or alone. */
bool tip_member_set_name(struct tip_request *request, enum tip_member member, const char *name,
                         size_t length, struct tip_reply_error *error);

#endif
