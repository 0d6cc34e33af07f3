/* Each passage's words in order, the file `tokens`: word numbers whose place is their position.
 * They serve phrases, nearness, SIMILAR and the counts of words. The layout is in tokens.c. */
#ifndef TIP_TOKENS_H
#define TIP_TOKENS_H

#include <stddef.h>
#include <stdint.h>

#include "base/file.h"
#include "base/status.h"

/* The word streams of a passage: its own text, then its section headings (outermost first, parted
 * by a 0). */
enum tip_stream { TIP_STREAM_BODY, TIP_STREAM_SECTION, TIP_STREAM_COUNT };

/* The word numbers of one passage, reused from passage to passage; zero-initialised is empty. */
struct tip_token_list {
    uint32_t *words; /* body first, then section */
    size_t count[TIP_STREAM_COUNT];
    size_t capacity;
};

void tip_token_list_free(struct tip_token_list *list);
tip_status tip_token_list_append(struct tip_token_list *list, enum tip_stream stream, uint32_t word,
                                 struct tip_error *error) TIP_MUST_CHECK;
void tip_token_list_clear(struct tip_token_list *list);

/* ---- the builder ---- */

struct tip_tokens_builder;

tip_status tip_tokens_builder_create(struct tip_tokens_builder **out,
                                     struct tip_error *error) TIP_MUST_CHECK;
void tip_tokens_builder_free(struct tip_tokens_builder *builder);
/* Sets the words of passage `number`; an empty list for one that was removed. */
tip_status tip_tokens_builder_put(struct tip_tokens_builder *builder, uint32_t number,
                                  const struct tip_token_list *list,
                                  struct tip_error *error) TIP_MUST_CHECK;
/* Reads what was put for passage `number`; an empty list when nothing was. */
tip_status tip_tokens_builder_get(const struct tip_tokens_builder *builder, uint32_t number,
                                  struct tip_token_list *list,
                                  struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_tokens_builder_write(const struct tip_tokens_builder *builder, const char *path,
                                    struct tip_error *error) TIP_MUST_CHECK;

/* ---- the reader: mapped, may be shared between threads ---- */

struct tip_token_file;

/* TIP_FORMAT, TIP_CORRUPT: the structure is checked, so that no later call reads outside. */
tip_status tip_token_file_open(struct tip_token_file **out, const char *path,
                               struct tip_error *error) TIP_MUST_CHECK;
void tip_token_file_close(struct tip_token_file *file);
/* Passages it has room for: numbers 1 to this. */
uint32_t tip_token_file_count(const struct tip_token_file *file);
/* Reads a passage's words; empty for a number that is not in use. TIP_CORRUPT when its bytes end
 * too soon. */
tip_status tip_token_file_get(const struct tip_token_file *file, uint32_t number,
                              struct tip_token_list *list, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_tokens_builder_load(struct tip_tokens_builder **out,
                                   const struct tip_token_file *file,
                                   struct tip_error *error) TIP_MUST_CHECK;

#endif
