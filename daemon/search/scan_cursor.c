/* A cursor as text: 36 bytes in base64url (RFC 4648, section 5), which needs no padding and no
 * quotes: a version, the generation's number, the digests of state, request and scope, the place,
 * and the beginning of the digest of these, so that a slip of the hand is told from another query.
 */
#include "search/scan_cursor.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/string_builder.h"
#include "search/searcher.h"

enum { VERSION = 1, CHECK = 4, BYTES = 36 };

enum {
    AT_GENERATION = 1,
    AT_STATE = AT_GENERATION + 4,
    AT_REQUEST = AT_STATE + TIP_CURSOR_STATE,
    AT_SCOPE = AT_REQUEST + TIP_CURSOR_REQUEST,
    AT_AFTER = AT_SCOPE + TIP_CURSOR_SCOPE,
    AT_CHECK = AT_AFTER + 8
};

_Static_assert(AT_CHECK + CHECK == BYTES && BYTES % 3 == 0 && TIP_CURSOR_SIZE == BYTES / 3 * 4 + 1,
               "the parts fill the cursor, and its text needs no padding");

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* The first bytes of a SHA-256. */
static bool digest(unsigned char *out, size_t size, const void *bytes, size_t length)
{
    unsigned char whole[TIP_DIGEST_SIZE];
    struct tip_digest *digest = tip_digest_begin();
    bool is_made = digest != NULL && tip_digest_add(digest, bytes, length, NULL) == TIP_OK &&
                   tip_digest_end(digest, whole, NULL) == TIP_OK;
    tip_digest_free(digest);
    if (is_made) {
        memcpy(out, whole, size);
    }
    return is_made;
}

/* Frees the text. */
static bool digest_text(unsigned char *out, size_t size, struct tip_string *text)
{
    bool is_made = !text->failed && digest(out, size, text->data, text->length);
    tip_string_free(text);
    return is_made;
}

/* ---- what a scan depends on ---- */

bool tip_scan_state_make(unsigned char state[TIP_CURSOR_STATE],
                         const struct tip_generation *generation,
                         const struct tip_knowledge *knowledge, tip_part_set without)
{
    const struct tip_generation *whole = generation->whole == NULL ? generation : generation->whole;
    const struct tip_manifest *manifest = &whole->manifest;
    struct tip_string text = {0};
    tip_string_printf(&text, "%s\n%u\n%s\n%u\n%s\n", TIP_VERSION, whole->number,
                      manifest->made_at == NULL ? "" : manifest->made_at, without,
                      knowledge == NULL ? "" : tip_knowledge_whole_digest(knowledge));
    for (size_t i = 0; i < manifest->file_count; i++) {
        tip_string_printf(&text, "%s\n", manifest->files[i].sha256);
    }
    return digest_text(state, TIP_CURSOR_STATE, &text);
}

static int compare_filters(const void *one, const void *other)
{
    const struct tip_request_filter *const *a = one, *const *b = other;
    int order = (int)(*a)->field - (int)(*b)->field;
    return order != 0 ? order : strcmp((*a)->value, (*b)->value);
}

/* In an order of their own: a client may write the same options in another. */
static bool append_filters(struct tip_string *text, const struct tip_request *request)
{
    const struct tip_request_filter **sorted = calloc(request->filter_count + 1, sizeof *sorted);
    if (sorted == NULL) {
        return false;
    }
    for (size_t i = 0; i < request->filter_count; i++) {
        sorted[i] = &request->filters[i];
    }
    qsort(sorted, request->filter_count, sizeof *sorted, compare_filters);
    for (size_t i = 0; i < request->filter_count; i++) {
        tip_string_printf(text, "%d:", (int)sorted[i]->field);
        tip_string_append(text, sorted[i]->value, strlen(sorted[i]->value) + 1);
    }
    free(sorted);
    return true;
}

/* What decides which passages match; not how many a page has, nor whether it has their texts. */
static bool make_request_key(unsigned char key[TIP_CURSOR_REQUEST],
                             const struct tip_request *request)
{
    struct tip_string text = {0};
    const char *filter = request->filter == NULL ? "" : request->filter;
    tip_string_printf(&text, "%u %d %d\n", request->since, request->is_uncollapsed ? 1 : 0,
                      request->filter == NULL ? 0 : 1);
    tip_string_append(&text, request->query, strlen(request->query) + 1);
    tip_string_append(&text, filter, strlen(filter) + 1);
    if (!append_filters(&text, request)) {
        tip_string_free(&text);
        return false;
    }
    return digest_text(key, TIP_CURSOR_REQUEST, &text);
}

/* With the state, so that nobody can try out which reports another one's cursor is of. */
static bool make_scope_key(unsigned char key[TIP_CURSOR_SCOPE], const struct tip_scope *scope,
                           const unsigned char state[TIP_CURSOR_STATE])
{
    struct tip_string text = {0};
    tip_string_append(&text, (const char *)state, TIP_CURSOR_STATE);
    tip_string_append_text(&text, tip_scope_key(scope));
    return digest_text(key, TIP_CURSOR_SCOPE, &text);
}

bool tip_scan_cursor_make(struct tip_scan_cursor *cursor, const struct tip_searcher *searcher,
                          const struct tip_request *request)
{
    *cursor = (struct tip_scan_cursor){.generation = searcher->generation->number};
    return tip_scan_state_make(cursor->state, searcher->generation, searcher->knowledge,
                               searcher->without) &&
           make_request_key(cursor->request, request) &&
           make_scope_key(cursor->scope, searcher->scope, cursor->state);
}

/* ---- as text ---- */

static void put_number(unsigned char *out, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        out[i] = (unsigned char)(number >> 8 * (size - 1 - i));
    }
}

static uint64_t get_number(const unsigned char *bytes, size_t size)
{
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++) {
        number = number << 8 | bytes[i];
    }
    return number;
}

bool tip_scan_cursor_write(char text[TIP_CURSOR_SIZE], const struct tip_scan_cursor *cursor)
{
    unsigned char bytes[BYTES] = {VERSION};
    put_number(bytes + AT_GENERATION, cursor->generation, 4);
    memcpy(bytes + AT_STATE, cursor->state, TIP_CURSOR_STATE);
    memcpy(bytes + AT_REQUEST, cursor->request, TIP_CURSOR_REQUEST);
    memcpy(bytes + AT_SCOPE, cursor->scope, TIP_CURSOR_SCOPE);
    put_number(bytes + AT_AFTER, cursor->after, 8);
    if (!digest(bytes + AT_CHECK, CHECK, bytes, AT_CHECK)) {
        return false;
    }
    for (size_t i = 0; i < BYTES / 3; i++) {
        uint64_t three = get_number(bytes + 3 * i, 3);
        for (size_t n = 0; n < 4; n++) {
            text[4 * i + n] = letters[three >> 6 * (3 - n) & 63];
        }
    }
    text[TIP_CURSOR_SIZE - 1] = '\0';
    return true;
}

/* False when one of the characters is none of the alphabet. */
static bool decode(unsigned char bytes[BYTES], const char *text)
{
    for (size_t i = 0; i < BYTES / 3; i++) {
        uint64_t three = 0;
        for (size_t n = 0; n < 4; n++) {
            const char *letter = strchr(letters, text[4 * i + n]);
            if (letter == NULL) {
                return false;
            }
            three = three << 6 | (uint64_t)(letter - letters);
        }
        put_number(bytes + 3 * i, three, 3);
    }
    return true;
}

bool tip_scan_cursor_read(struct tip_scan_cursor *cursor, const char *text)
{
    unsigned char bytes[BYTES], check[CHECK];
    if (strlen(text) != TIP_CURSOR_SIZE - 1 || !decode(bytes, text) || bytes[0] != VERSION ||
        !digest(check, CHECK, bytes, AT_CHECK) || memcmp(check, bytes + AT_CHECK, CHECK) != 0) {
        return false;
    }
    cursor->generation = (uint32_t)get_number(bytes + AT_GENERATION, 4);
    memcpy(cursor->state, bytes + AT_STATE, TIP_CURSOR_STATE);
    memcpy(cursor->request, bytes + AT_REQUEST, TIP_CURSOR_REQUEST);
    memcpy(cursor->scope, bytes + AT_SCOPE, TIP_CURSOR_SCOPE);
    cursor->after = get_number(bytes + AT_AFTER, 8);
    return true;
}
