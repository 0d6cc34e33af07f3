/* The list of patterns as a struct.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "library/error.h"
#include "library/members.h"

/* What the caller gets a pointer to, with what it consists of behind it. */
struct stored_patterns {
    struct tipsearch_patterns patterns; /* first, so that one pointer is both */
    struct tipsearch_store store;
};

static void read_pattern(struct tipsearch_reader *reader, const json_t *object,
                         struct tipsearch_pattern *pattern)
{
    pattern->id = tipsearch_read_needed_text(reader, object, "id");
    pattern->title = tipsearch_read_text(reader, object, "title");
    pattern->group = tipsearch_read_text(reader, object, "group");
    pattern->source = tipsearch_read_text(reader, object, "source");
    pattern->queries = tipsearch_read_texts(reader, object, "queries", &pattern->query_count);
    pattern->count = tipsearch_read_integer(reader, object, "count");
}

static void read_patterns(struct tipsearch_reader *reader, struct tipsearch_patterns *patterns)
{
    const json_t *root = reader->store->root;
    const json_t *array = tipsearch_read_array(reader, root, "patterns");
    size_t count = json_array_size(array);
    struct tipsearch_pattern *items = tipsearch_reader_array(reader, count, sizeof *items);

    if (!array)
        tipsearch_reader_fail(reader, "patterns", "there");
    for (size_t i = 0; items && i < count; i++)
        read_pattern(reader, json_array_get(array, i), &items[i]);
    patterns->items = items;
    patterns->count = items ? count : 0;
    patterns->is_partial = tipsearch_read_boolean(reader, root, "partial");
}

enum tipsearch_code tipsearch_patterns_parse(struct tipsearch_patterns **out, const char *reply,
                                             size_t length, struct tipsearch_error *error)
{
    struct stored_patterns *stored = calloc(1, sizeof *stored);
    struct tipsearch_reader reader;

    if (!stored)
        return tipsearch_error_memory(error, "the list of patterns");
    tipsearch_reader_begin(&reader, &stored->store, reply, length, error);
    if (reader.code == TIPSEARCH_OK)
        read_patterns(&reader, &stored->patterns);
    if (reader.code == TIPSEARCH_OK)
        *out = &stored->patterns;
    else
        tipsearch_patterns_free(&stored->patterns);
    return reader.code;
}

void tipsearch_patterns_free(struct tipsearch_patterns *patterns)
{
    struct stored_patterns *stored = (struct stored_patterns *)patterns;

    if (!stored)
        return;
    tipsearch_store_free(&stored->store);
    free(stored);
}
