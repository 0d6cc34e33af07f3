/* The signatures of all passages.
 *
 * The file is a tip_table ("tipsigns", table_file.h) of one section: for each number, from 0, the
 * elements of its signature, 4 bytes each; zeros for a passage that has none. Signatures are made
 * of the words' texts and not of their numbers, which differ from index to index. */
#include "index/signatures.h"

#include <stdlib.h>
#include <string.h>

#include "index/likeness.h"
#include "index/table_file.h"

enum { SIGNATURE_SIZE = 4 * TIP_MINHASH_BANDS };

static const struct tip_table_format format = {"tipsigns", 1, 1, {SIGNATURE_SIZE}};

struct tip_signatures_builder {
    struct tip_string bytes; /* as in the file */
    uint64_t *hashes;        /* of the words of the passage at hand */
    size_t capacity;
};

struct tip_signatures {
    struct tip_table table;
};

/* ---- the builder ---- */

tip_status tip_signatures_builder_create(struct tip_signatures_builder **out,
                                         struct tip_error *error)
{
    struct tip_signatures_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL)
        return tip_error_memory(error, "creating the signatures");
    *out = builder;
    return TIP_OK;
}

void tip_signatures_builder_free(struct tip_signatures_builder *builder)
{
    if (builder == NULL)
        return;
    tip_string_free(&builder->bytes);
    free(builder->hashes);
    free(builder);
}

/* Makes signatures up to passage `number`; those between are empty. */
static tip_status reach(struct tip_signatures_builder *builder, uint32_t number,
                        struct tip_error *error)
{
    size_t end = ((size_t)number + 1) * SIGNATURE_SIZE, begin = builder->bytes.length;
    if (end <= begin)
        return TIP_OK;
    if (!tip_string_reserve(&builder->bytes, end - begin))
        return tip_error_memory(error, "growing the signatures");
    memset(builder->bytes.data + begin, 0, end - begin);
    builder->bytes.length = end;
    return TIP_OK;
}

static tip_status hash_words(struct tip_signatures_builder *builder,
                             const struct tip_token_list *list, size_t count,
                             const struct tip_words_builder *words, struct tip_error *error)
{
    if (count > builder->capacity) {
        uint64_t *hashes = reallocarray(builder->hashes, count * 2, sizeof *hashes);
        if (hashes == NULL)
            return tip_error_memory(error, "growing the signatures");
        builder->hashes = hashes;
        builder->capacity = count * 2;
    }
    for (size_t i = 0; i < count; i++) {
        size_t length;
        const char *text = tip_words_builder_text(words, list->words[i], &length);
        builder->hashes[i] = tip_word_hash(text, length);
    }
    return TIP_OK;
}

tip_status tip_signatures_builder_put(struct tip_signatures_builder *builder, uint32_t number,
                                      const struct tip_token_list *list,
                                      const struct tip_words_builder *words,
                                      struct tip_error *error)
{
    struct tip_minhash signature = {0};
    size_t count = tip_text_word_count(list);
    tip_status status = reach(builder, number, error);
    if (status == TIP_OK && count >= TIP_ALIKE_WORDS) {
        status = hash_words(builder, list, count, words, error);
        if (status == TIP_OK)
            tip_minhash_make(&signature, builder->hashes, count);
    }
    if (status != TIP_OK)
        return status;
    char *at = builder->bytes.data + (size_t)number * SIGNATURE_SIZE;
    for (int band = 0; band < TIP_MINHASH_BANDS; band++) {
        uint32_t element = htole32(signature.bands[band]);
        memcpy(at + band * (int)sizeof element, &element, sizeof element);
    }
    return TIP_OK;
}

tip_status tip_signatures_builder_write(const struct tip_signatures_builder *builder,
                                        const char *path, struct tip_error *error)
{
    return tip_table_write(path, &format, &builder->bytes, error);
}

/* ---- the reader ---- */

static bool read_signature(const struct tip_section *section, uint32_t number,
                           struct tip_minhash *out)
{
    if (number >= section->count)
        return false;
    for (int band = 0; band < TIP_MINHASH_BANDS; band++)
        out->bands[band] =
            tip_section_u32(section, (size_t)number * TIP_MINHASH_BANDS + (size_t)band);
    return out->bands[0] != 0;
}

bool tip_signatures_builder_get(const struct tip_signatures_builder *builder, uint32_t number,
                                struct tip_minhash *out)
{
    const struct tip_section section = {(const unsigned char *)builder->bytes.data,
                                        builder->bytes.length / SIGNATURE_SIZE};
    return read_signature(&section, number, out);
}

tip_status tip_signatures_open(struct tip_signatures **out, const char *path,
                               struct tip_error *error)
{
    struct tip_signatures *signatures = calloc(1, sizeof *signatures);
    if (signatures == NULL)
        return tip_error_memory(error, "opening the signatures");
    tip_status status = tip_table_open(&signatures->table, path, &format, error);
    if (status != TIP_OK) {
        free(signatures);
        return status;
    }
    *out = signatures;
    return TIP_OK;
}

void tip_signatures_close(struct tip_signatures *signatures)
{
    if (signatures == NULL)
        return;
    tip_table_close(&signatures->table);
    free(signatures);
}

bool tip_signatures_get(const struct tip_signatures *signatures, uint32_t number,
                        struct tip_minhash *out)
{
    return read_signature(&signatures->table.sections[0], number, out);
}

tip_status tip_signatures_builder_load(struct tip_signatures_builder **out,
                                       const struct tip_signatures *signatures,
                                       struct tip_error *error)
{
    const struct tip_section *section = &signatures->table.sections[0];
    struct tip_signatures_builder *builder = NULL;
    tip_status status = tip_signatures_builder_create(&builder, error);
    if (status != TIP_OK)
        return status;
    tip_string_append(&builder->bytes, section->bytes, section->count * SIGNATURE_SIZE);
    if (builder->bytes.failed) {
        tip_signatures_builder_free(builder);
        return tip_error_memory(error, "loading the signatures");
    }
    *out = builder;
    return TIP_OK;
}
