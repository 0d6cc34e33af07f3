/* Members of a reply, read with their types checked, and the memory that a result is made of.
 *
 * A reply comes from elsewhere: a member of the wrong type makes the reply a bad one, and the
 * message says which. A member that is missing or null is NULL or 0 unless it is said to be needed.
 * The first failure stays; after it every call gives nothing, so callers check once.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MEMBERS_H
#define TIPSEARCH_MEMBERS_H

#include <jansson.h>

#include "tipsearch.h"

/* What a result consists of: the parsed reply, whose texts the result points to, and its arrays. */
struct tipsearch_store {
    json_t *root;
    struct tipsearch_block *blocks;
};

struct tipsearch_reader {
    struct tipsearch_store *store;
    enum tipsearch_code code;
    struct tipsearch_error *error;
};

void tipsearch_store_free(struct tipsearch_store *store);

/* Parses a reply into the reader's store. An error reply gives the server's code and message. */
void tipsearch_reader_begin(struct tipsearch_reader *reader, struct tipsearch_store *store,
                            const char *reply, size_t length, struct tipsearch_error *error);

/* OK when a reply is an object and tells of no error; else as tipsearch_reader_begin. */
enum tipsearch_code tipsearch_reply_check(const char *reply, size_t length,
                                          struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Zeroed memory that lives as long as the store; NULL when count is 0 or after a failure. */
void *tipsearch_reader_array(struct tipsearch_reader *reader, size_t count, size_t size);

const char *tipsearch_read_text(struct tipsearch_reader *reader, const json_t *object,
                                const char *key);
const char *tipsearch_read_needed_text(struct tipsearch_reader *reader, const json_t *object,
                                       const char *key);
long long tipsearch_read_integer(struct tipsearch_reader *reader, const json_t *object,
                                 const char *key);
double tipsearch_read_number(struct tipsearch_reader *reader, const json_t *object,
                             const char *key);
bool tipsearch_read_boolean(struct tipsearch_reader *reader, const json_t *object, const char *key);
/* Objects and arrays are borrowed from the store. */
const json_t *tipsearch_read_object(struct tipsearch_reader *reader, const json_t *object,
                                    const char *key);
const json_t *tipsearch_read_array(struct tipsearch_reader *reader, const json_t *object,
                                   const char *key);
/* An array of texts; *count is how many. */
const char *const *tipsearch_read_texts(struct tipsearch_reader *reader, const json_t *object,
                                        const char *key, size_t *count);

/* Records that `key` is not what it should be. */
void tipsearch_reader_fail(struct tipsearch_reader *reader, const char *key, const char *wanted);

#endif
