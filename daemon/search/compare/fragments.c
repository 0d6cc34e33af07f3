/* Finding the parts of sentences that went from one hunk to another. */
#include "search/compare/fragments.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_WORDS = 2 };

/* What a hunk has more at its beginning or end, or less. */
struct fragment {
    uint64_t key; /* of its words */
    size_t hunk;
    bool is_new;
};

struct joining {
    struct tip_changes *changes;
    const struct tip_alignment *alignment;
    struct fragment *fragments;
    size_t count;
    struct tip_string before, after; /* scratch: normalised */
};

static void take_text(struct tip_string *out, const struct tip_edition *edition, uint32_t first,
                      uint32_t count)
{
    tip_string_clear(out);
    tip_string_append_text(out, "");
    if (count == 1) {
        const struct tip_statement *statement = &edition->statements[first];
        size_t marker = tip_statement_marker(statement->text, statement->length);
        tip_statement_normalise(out, statement->text + marker, statement->length - marker,
                                statement->is_row);
    }
}

static bool has_words(const char *text, size_t length)
{
    size_t words = 1;
    for (size_t i = 0; i < length; i++) {
        words += text[i] == ' ' ? 1 : 0;
    }
    return words >= LEAST_WORDS;
}

/* What `more` has before or behind all of `less`, without the blank between; length 0: it is not
 * so.
 */
static const char *rest_of(const struct tip_string *more, const struct tip_string *less,
                           size_t *length)
{
    size_t rest = more->length > less->length ? more->length - less->length : 0;
    *length = 0;
    if (rest < 2 || less->length == 0) {
        return "";
    }
    if (memcmp(more->data, less->data, less->length) == 0 && more->data[less->length] == ' ') {
        *length = rest - 1;
        return more->data + less->length + 1;
    }
    if (memcmp(more->data + rest, less->data, less->length) == 0 && more->data[rest - 1] == ' ') {
        *length = rest - 1;
        return more->data;
    }
    return "";
}

static void add_fragment(struct joining *joining, size_t hunk, const char *text, size_t length,
                         bool is_new)
{
    if (length > 0 && has_words(text, length)) {
        joining->fragments[joining->count++] =
            (struct fragment){tip_statement_hash(text, length), hunk, is_new};
    }
}

static void look_at(struct joining *joining, size_t place)
{
    const struct tip_hunk *hunk = &joining->changes->hunks[place];
    size_t length;
    const char *rest;
    take_text(&joining->before, joining->alignment->before, hunk->before_first, hunk->before_count);
    take_text(&joining->after, joining->alignment->after, hunk->after_first, hunk->after_count);
    switch (hunk->is) {
    case TIP_CHANGE_NEW:
        add_fragment(joining, place, joining->after.data, joining->after.length, true);
        break;
    case TIP_CHANGE_GONE:
        add_fragment(joining, place, joining->before.data, joining->before.length, false);
        break;
    case TIP_CHANGE_CHANGED:
        rest = rest_of(&joining->after, &joining->before, &length);
        add_fragment(joining, place, rest, length, true);
        rest = rest_of(&joining->before, &joining->after, &length);
        add_fragment(joining, place, rest, length, false);
        break;
    case TIP_CHANGE_MOVED:
    case TIP_CHANGE_COUNT:
        break;
    }
}

static int compare_fragments(const void *one, const void *two)
{
    const struct fragment *first = one, *second = two;
    if (first->key != second->key) {
        return first->key > second->key ? 1 : -1;
    }
    if (first->is_new != second->is_new) {
        return first->is_new ? 1 : -1;
    }
    return (first->hunk > second->hunk) - (first->hunk < second->hunk);
}

/* Of equal fragments each that is gone goes with one that is new. */
static void mark_joined(const struct joining *joining, bool *is_joined)
{
    const struct fragment *fragments = joining->fragments;
    for (size_t start = 0, end; start < joining->count; start = end) {
        size_t middle = start;
        for (end = start; end < joining->count && fragments[end].key == fragments[start].key;
             end++) {
            middle += fragments[end].is_new ? 0 : 1;
        }
        for (size_t i = 0; start + i < middle && middle + i < end; i++) {
            is_joined[fragments[start + i].hunk] = true;
            is_joined[fragments[middle + i].hunk] = true;
        }
    }
}

tip_status tip_fragments_join(struct tip_changes *changes, const struct tip_alignment *alignment,
                              struct tip_error *error)
{
    struct joining joining = {.changes = changes, .alignment = alignment};
    bool *is_joined = calloc(changes->hunk_count + 1, sizeof *is_joined);
    size_t kept = 0;
    joining.fragments = calloc(changes->hunk_count + 1, sizeof *joining.fragments);
    bool failed = is_joined == NULL || joining.fragments == NULL;
    for (size_t i = 0; i < changes->hunk_count && !failed; i++) {
        look_at(&joining, i);
        failed = joining.before.failed || joining.after.failed;
    }
    if (!failed && joining.count > 0) {
        qsort(joining.fragments, joining.count, sizeof *joining.fragments, compare_fragments);
        mark_joined(&joining, is_joined);
    }
    for (size_t i = 0; i < changes->hunk_count && !failed; i++) {
        if (!is_joined[i]) {
            changes->hunks[kept++] = changes->hunks[i];
        }
    }
    changes->hunk_count = failed ? changes->hunk_count : kept;
    free(is_joined);
    free(joining.fragments);
    tip_string_free(&joining.before);
    tip_string_free(&joining.after);
    return failed ? tip_error_memory(error, "comparing reports") : TIP_OK;
}
