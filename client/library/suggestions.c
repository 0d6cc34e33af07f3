/* Suggestions as a struct.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "library/error.h"
#include "library/members.h"

/* What the caller gets a pointer to, with what it consists of behind it. */
struct stored_suggestions {
    struct tipsearch_suggestions suggestions; /* first, so that one pointer is both */
    struct tipsearch_store store;
};

static void read_suggestion(struct tipsearch_reader *reader, const json_t *object,
                            struct tipsearch_suggestion *suggestion)
{
    suggestion->text = tipsearch_read_needed_text(reader, object, "text");
    suggestion->kind = tipsearch_read_text(reader, object, "kind");
    suggestion->query = tipsearch_read_text(reader, object, "query");
    suggestion->count = tipsearch_read_integer(reader, object, "count");
}

static void read_suggestions(struct tipsearch_reader *reader,
                             struct tipsearch_suggestions *suggestions)
{
    const json_t *array = tipsearch_read_array(reader, reader->store->root, "suggestions");
    size_t count = json_array_size(array);
    struct tipsearch_suggestion *items = tipsearch_reader_array(reader, count, sizeof *items);

    if (!array)
        tipsearch_reader_fail(reader, "suggestions", "there");
    for (size_t i = 0; items && i < count; i++)
        read_suggestion(reader, json_array_get(array, i), &items[i]);
    suggestions->items = items;
    suggestions->count = items ? count : 0;
}

enum tipsearch_code tipsearch_suggestions_parse(struct tipsearch_suggestions **out,
                                                const char *reply, size_t length,
                                                struct tipsearch_error *error)
{
    struct stored_suggestions *stored = calloc(1, sizeof *stored);
    struct tipsearch_reader reader;

    if (!stored)
        return tipsearch_error_memory(error, "suggestions");
    tipsearch_reader_begin(&reader, &stored->store, reply, length, error);
    if (reader.code == TIPSEARCH_OK)
        read_suggestions(&reader, &stored->suggestions);
    if (reader.code == TIPSEARCH_OK)
        *out = &stored->suggestions;
    else
        tipsearch_suggestions_free(&stored->suggestions);
    return reader.code;
}

void tipsearch_suggestions_free(struct tipsearch_suggestions *suggestions)
{
    struct stored_suggestions *stored = (struct stored_suggestions *)suggestions;

    if (!stored)
        return;
    tipsearch_store_free(&stored->store);
    free(stored);
}
