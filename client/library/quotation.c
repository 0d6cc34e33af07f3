/* What is found of a quotation as a struct.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "library/error.h"
#include "library/members.h"
#include "library/passage.h"

/* What the caller gets a pointer to, with what it consists of behind it. */
struct stored_quotation {
    struct tipsearch_quotation quotation; /* first, so that one pointer is both */
    struct tipsearch_store store;
};

static enum tipsearch_verdict read_verdict(struct tipsearch_reader *reader)
{
    static const char *const NAMES[] = {"exact", "altered", "absent", "unknown"};
    const char *name = tipsearch_read_needed_text(reader, reader->store->root, "verdict");

    for (size_t i = 0; name && i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp(name, NAMES[i]) == 0)
            return (enum tipsearch_verdict)i;
    return TIPSEARCH_VERDICT_UNKNOWN;
}

static void read_diff(struct tipsearch_reader *reader, struct tipsearch_quotation *quotation)
{
    const json_t *array = tipsearch_read_array(reader, reader->store->root, "diff");
    size_t count = json_array_size(array);
    struct tipsearch_diff_piece *pieces = tipsearch_reader_array(reader, count, sizeof *pieces);

    for (size_t i = 0; pieces && i < count; i++) {
        const json_t *piece = json_array_get(array, i);
        const char *is = tipsearch_read_needed_text(reader, piece, "is");

        pieces[i].text = tipsearch_read_needed_text(reader, piece, "text");
        pieces[i].is_gone = is && strcmp(is, "gone") == 0;
        pieces[i].is_new = is && strcmp(is, "new") == 0;
    }
    quotation->diff = pieces;
    quotation->diff_count = pieces ? count : 0;
}

static void read_passage(struct tipsearch_reader *reader, struct tipsearch_quotation *quotation)
{
    const json_t *object = tipsearch_read_object(reader, reader->store->root, "passage");
    struct tipsearch_passage *passage;

    if (!object)
        return;
    passage = tipsearch_reader_array(reader, 1, sizeof *passage);
    if (passage)
        tipsearch_read_passage(reader, object, passage);
    quotation->passage = passage;
}

static void read_quotation(struct tipsearch_reader *reader, struct tipsearch_quotation *quotation)
{
    const json_t *root = reader->store->root;
    const char *total_is = tipsearch_read_text(reader, root, "others_total_is");

    quotation->verdict = read_verdict(reader);
    quotation->alike = tipsearch_read_number(reader, root, "alike");
    quotation->changes = (long)tipsearch_read_integer(reader, root, "changes");
    quotation->is_partial = tipsearch_read_boolean(reader, root, "partial");
    quotation->source_text = tipsearch_read_text(reader, root, "source_text");
    quotation->through = tipsearch_read_texts(reader, root, "through", &quotation->through_count);
    quotation->others = tipsearch_read_twins(reader, root, "others", &quotation->other_count);
    quotation->others_total = tipsearch_read_integer(reader, root, "others_total");
    quotation->is_others_at_least = total_is && strcmp(total_is, "exact") != 0;
    read_passage(reader, quotation);
    read_diff(reader, quotation);
}

enum tipsearch_code tipsearch_quotation_parse(struct tipsearch_quotation **out, const char *reply,
                                              size_t length, struct tipsearch_error *error)
{
    struct stored_quotation *stored = calloc(1, sizeof *stored);
    struct tipsearch_reader reader;

    if (!stored)
        return tipsearch_error_memory(error, "a quotation");
    tipsearch_reader_begin(&reader, &stored->store, reply, length, error);
    if (reader.code == TIPSEARCH_OK)
        read_quotation(&reader, &stored->quotation);
    if (reader.code == TIPSEARCH_OK)
        *out = &stored->quotation;
    else
        tipsearch_quotation_free(&stored->quotation);
    return reader.code;
}

void tipsearch_quotation_free(struct tipsearch_quotation *quotation)
{
    struct stored_quotation *stored = (struct stored_quotation *)quotation;

    if (!stored)
        return;
    tipsearch_store_free(&stored->store);
    free(stored);
}
