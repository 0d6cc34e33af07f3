/* Strings and lists that live as long as the knowledge they belong to. */
#ifndef TIP_KNOWLEDGE_STRINGS_H
#define TIP_KNOWLEDGE_STRINGS_H

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialised is empty and valid. */
struct tip_strings {
    struct tip_string_block *newest;
};

/* A NUL-terminated copy; NULL without memory. */
char *tip_strings_keep(struct tip_strings *strings, const char *text, size_t length);

/* `size` bytes, aligned for pointers, all zero; NULL without memory. */
void *tip_strings_room(struct tip_strings *strings, size_t size);

void tip_strings_free(struct tip_strings *strings);

/* Makes room for one more item of `size` bytes in a list of `count` that was grown by this function
 * alone (its capacity is the power of two at or above `count`). False without memory. */
bool tip_list_grow(void *list, size_t count, size_t size);

#endif
