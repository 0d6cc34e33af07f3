/* Members of a reply, read with their types checked.
 *
 * SPDX-License-Identifier: MIT */
#include "library/members.h"

#include <stdlib.h>

#include "library/error.h"

struct tipsearch_block {
    struct tipsearch_block *next;
    max_align_t bytes[];
};

void tipsearch_store_free(struct tipsearch_store *store)
{
    while (store->blocks) {
        struct tipsearch_block *next = store->blocks->next;

        free(store->blocks);
        store->blocks = next;
    }
    json_decref(store->root);
    store->root = NULL;
}

void tipsearch_reader_fail(struct tipsearch_reader *reader, const char *key, const char *wanted)
{
    if (reader->code == TIPSEARCH_OK)
        reader->code = tipsearch_error_set(reader->error, TIPSEARCH_BAD_REPLY,
                                           "the reply cannot be read: its member \"%s\" is not %s",
                                           key, wanted);
}

/* Turns {"error":{…}} into the reader's error. */
static void read_failure(struct tipsearch_reader *reader, const json_t *failure)
{
    const char *name = tipsearch_read_needed_text(reader, failure, "code");
    const char *message = tipsearch_read_needed_text(reader, failure, "message");
    const json_t *at = json_object_get(failure, "at");
    const json_t *retry = json_object_get(failure, "retry_after_ms");

    if (reader->code != TIPSEARCH_OK)
        return;
    reader->code =
        tipsearch_error_set(reader->error, tipsearch_code_of_server(name), "%s", message);
    if (!reader->error)
        return;
    if (json_is_integer(at) && json_integer_value(at) >= 0)
        reader->error->at = (long)json_integer_value(at);
    if (json_is_integer(retry) && json_integer_value(retry) >= 0)
        reader->error->retry_after_ms = (long)json_integer_value(retry);
}

void tipsearch_reader_begin(struct tipsearch_reader *reader, struct tipsearch_store *store,
                            const char *reply, size_t length, struct tipsearch_error *error)
{
    json_error_t reason;
    const json_t *failure;

    *reader = (struct tipsearch_reader){.store = store, .code = TIPSEARCH_OK, .error = error};
    store->root = json_loadb(reply, length, 0, &reason);
    if (!store->root) {
        reader->code = tipsearch_error_set(error, TIPSEARCH_BAD_REPLY,
                                           "the reply is no JSON: %s at byte %d: is this a "
                                           "tipsearch server?",
                                           reason.text, reason.position);
        return;
    }
    if (!json_is_object(store->root)) {
        reader->code = tipsearch_error_set(error, TIPSEARCH_BAD_REPLY,
                                           "the reply is no JSON object: is this a tipsearch "
                                           "server?");
        return;
    }
    failure = json_object_get(store->root, "error");
    if (failure)
        read_failure(reader, failure);
}

enum tipsearch_code tipsearch_reply_check(const char *reply, size_t length,
                                          struct tipsearch_error *error)
{
    struct tipsearch_store store = {0};
    struct tipsearch_reader reader;

    tipsearch_reader_begin(&reader, &store, reply, length, error);
    tipsearch_store_free(&store);
    return reader.code;
}

void *tipsearch_reader_array(struct tipsearch_reader *reader, size_t count, size_t size)
{
    struct tipsearch_block *block;

    if (reader->code != TIPSEARCH_OK || count == 0)
        return NULL;
    /* count is that of a parsed array, so the product cannot overflow */
    block = calloc(1, sizeof *block + count * size);
    if (!block) {
        reader->code = tipsearch_error_memory(reader->error, "a result");
        return NULL;
    }
    block->next = reader->store->blocks;
    reader->store->blocks = block;
    return block->bytes;
}

/* The member, or NULL when it is missing, null or the reader has failed. */
static const json_t *find(const struct tipsearch_reader *reader, const json_t *object,
                          const char *key)
{
    const json_t *value = reader->code == TIPSEARCH_OK ? json_object_get(object, key) : NULL;

    return json_is_null(value) ? NULL : value;
}

const char *tipsearch_read_text(struct tipsearch_reader *reader, const json_t *object,
                                const char *key)
{
    const json_t *value = find(reader, object, key);

    if (value && !json_is_string(value))
        tipsearch_reader_fail(reader, key, "a text");
    return json_string_value(value);
}

const char *tipsearch_read_needed_text(struct tipsearch_reader *reader, const json_t *object,
                                       const char *key)
{
    const char *text = tipsearch_read_text(reader, object, key);

    if (!text)
        tipsearch_reader_fail(reader, key, "there");
    return text;
}

long long tipsearch_read_integer(struct tipsearch_reader *reader, const json_t *object,
                                 const char *key)
{
    const json_t *value = find(reader, object, key);

    if (value && (!json_is_integer(value) || json_integer_value(value) < 0))
        tipsearch_reader_fail(reader, key, "a whole number from 0");
    return json_integer_value(value);
}

double tipsearch_read_number(struct tipsearch_reader *reader, const json_t *object, const char *key)
{
    const json_t *value = find(reader, object, key);

    if (value && !json_is_number(value))
        tipsearch_reader_fail(reader, key, "a number");
    return json_number_value(value);
}

bool tipsearch_read_boolean(struct tipsearch_reader *reader, const json_t *object, const char *key)
{
    const json_t *value = find(reader, object, key);

    if (value && !json_is_boolean(value))
        tipsearch_reader_fail(reader, key, "true or false");
    return json_is_true(value);
}

const json_t *tipsearch_read_object(struct tipsearch_reader *reader, const json_t *object,
                                    const char *key)
{
    const json_t *value = find(reader, object, key);

    if (value && !json_is_object(value))
        tipsearch_reader_fail(reader, key, "an object");
    return value;
}

const json_t *tipsearch_read_array(struct tipsearch_reader *reader, const json_t *object,
                                   const char *key)
{
    const json_t *value = find(reader, object, key);

    if (value && !json_is_array(value))
        tipsearch_reader_fail(reader, key, "an array");
    return value;
}

const char *const *tipsearch_read_texts(struct tipsearch_reader *reader, const json_t *object,
                                        const char *key, size_t *count)
{
    const json_t *array = tipsearch_read_array(reader, object, key);
    size_t size = json_array_size(array);
    const char **texts = tipsearch_reader_array(reader, size, sizeof *texts);

    *count = 0;
    for (size_t i = 0; texts && i < size; i++) {
        texts[i] = json_string_value(json_array_get(array, i));
        if (!texts[i]) {
            tipsearch_reader_fail(reader, key, "an array of texts");
            return NULL;
        }
        *count = i + 1;
    }
    return texts;
}
