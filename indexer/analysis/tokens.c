/* Tokens and the memory of their words.
 *
 * Words live in blocks that never move, so that a token's pointer stays valid while more are added.
 * Each block is twice as large as the one before; a reset keeps the newest, so after a few texts of
 * a kind one block serves them all and nothing is allocated any more. */
#include "analysis/tokens.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, FIRST_TOKENS = 256, LARGEST_BLOCK = 1 << 20 };

struct tip_arena_block {
    struct tip_arena_block *older;
    size_t used;
    size_t capacity;
    char bytes[];
};

static void free_blocks(struct tip_arena_block *block)
{
    while (block != NULL) {
        struct tip_arena_block *older = block->older;
        free(block);
        block = older;
    }
}

void tip_tokens_reset(struct tip_tokens *tokens)
{
    tokens->count = 0;
    tokens->positions = 0;
    if (tokens->arena == NULL)
        return;
    free_blocks(tokens->arena->older);
    tokens->arena->older = NULL;
    tokens->arena->used = 0;
}

void tip_tokens_free(struct tip_tokens *tokens)
{
    free(tokens->items);
    free_blocks(tokens->arena);
    *tokens = (struct tip_tokens){0};
}

static bool add_block(struct tip_tokens *tokens)
{
    size_t capacity = FIRST_BLOCK;
    if (tokens->arena != NULL && tokens->arena->capacity < LARGEST_BLOCK)
        capacity = tokens->arena->capacity * 2;
    else if (tokens->arena != NULL)
        capacity = LARGEST_BLOCK;
    struct tip_arena_block *block = malloc(sizeof(*block) + capacity);
    if (block == NULL)
        return false;
    block->older = tokens->arena;
    block->used = 0;
    block->capacity = capacity;
    tokens->arena = block;
    return true;
}

/* A NUL-terminated copy in the arena; a word is far smaller than any block. */
static const char *keep_word(struct tip_tokens *tokens, const char *word, size_t length)
{
    if (tokens->arena == NULL || tokens->arena->capacity - tokens->arena->used <= length) {
        if (!add_block(tokens))
            return NULL;
    }
    char *kept = tokens->arena->bytes + tokens->arena->used;
    memcpy(kept, word, length);
    kept[length] = '\0';
    tokens->arena->used += length + 1;
    return kept;
}

static bool grow_list(struct tip_tokens *tokens)
{
    size_t capacity = tokens->capacity != 0 ? tokens->capacity * 2 : FIRST_TOKENS;
    struct tip_token *items = reallocarray(tokens->items, capacity, sizeof(*items));
    if (items == NULL)
        return false;
    tokens->items = items;
    tokens->capacity = capacity;
    return true;
}

bool tip_tokens_add(struct tip_tokens *tokens, const struct tip_token *token, const char *word,
                    size_t word_length)
{
    if (tokens->count == tokens->capacity && !grow_list(tokens))
        return false;
    const char *kept = keep_word(tokens, word, word_length);
    if (kept == NULL)
        return false;
    struct tip_token *added = &tokens->items[tokens->count++];
    *added = *token;
    added->word = kept;
    added->word_length = (uint32_t)word_length;
    return true;
}
