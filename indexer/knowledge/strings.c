/* Blocks of bytes that are released together. */
#include "knowledge/strings.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 16384 };

struct tip_string_block {
    struct tip_string_block *older;
    size_t used;
    size_t capacity;
    max_align_t bytes[];
};

static bool add_block(struct tip_strings *strings, size_t size)
{
    size_t capacity = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct tip_string_block *block = calloc(1, sizeof *block + capacity);
    if (block == NULL)
        return false;
    block->older = strings->newest;
    block->capacity = capacity;
    strings->newest = block;
    return true;
}

void *tip_strings_room(struct tip_strings *strings, size_t size)
{
    size_t aligned = (size + sizeof(void *) - 1) / sizeof(void *) * sizeof(void *);
    struct tip_string_block *block = strings->newest;
    if ((block == NULL || block->capacity - block->used < aligned) && !add_block(strings, aligned))
        return NULL;
    block = strings->newest;
    void *room = (char *)block->bytes + block->used;
    block->used += aligned;
    return room;
}

char *tip_strings_keep(struct tip_strings *strings, const char *text, size_t length)
{
    char *kept = tip_strings_room(strings, length + 1);
    if (kept != NULL)
        memcpy(kept, text, length);
    return kept;
}

void tip_strings_free(struct tip_strings *strings)
{
    while (strings->newest != NULL) {
        struct tip_string_block *older = strings->newest->older;
        free(strings->newest);
        strings->newest = older;
    }
}

bool tip_list_grow(void *list, size_t count, size_t size)
{
    if ((count & (count - 1)) != 0)
        return true;
    void *old;
    memcpy(&old, list, sizeof old);
    void *grown = reallocarray(old, count > 0 ? count * 2 : 1, size);
    if (grown == NULL)
        return false;
    memcpy(list, &grown, sizeof grown);
    return true;
}
