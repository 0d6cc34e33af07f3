/* Names -> the keys they are looked up by: their folded words, joined by blanks. */
#ifndef TIP_KNOWLEDGE_NAME_KEYS_H
#define TIP_KNOWLEDGE_NAME_KEYS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "analysis/analysis.h"
#include "base/status.h"
#include "base/string_builder.h"

/* One analyser for all threads: keys are made of a query's few words, not of texts. */
struct tip_name_keys {
    pthread_mutex_t lock;
    struct tip_analyser *analyser;
    struct tip_tokens tokens;
};

tip_status tip_name_keys_init(struct tip_name_keys *keys, struct tip_error *error) TIP_MUST_CHECK;
void tip_name_keys_free(struct tip_name_keys *keys);

/* Writes the key of `name` to `key`; false without memory or when the name holds no word. */
bool tip_name_key(struct tip_name_keys *keys, const char *name, size_t length,
                  struct tip_string *key);

/* Likewise of the words' English stems: one key for all inflections and spellings. */
bool tip_stem_key(struct tip_name_keys *keys, const char *name, size_t length,
                  struct tip_string *key);

/* The tokens of a name, for whoever reads the files: valid until the next key is made. */
const struct tip_tokens *tip_name_tokens(struct tip_name_keys *keys, const char *name);

#endif
