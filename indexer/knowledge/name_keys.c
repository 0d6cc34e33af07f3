/* The analyser behind a lock. */
#include "knowledge/name_keys.h"

#include <string.h>

tip_status tip_name_keys_init(struct tip_name_keys *keys, struct tip_error *error)
{
    *keys = (struct tip_name_keys){0};
    pthread_mutex_init(&keys->lock, NULL);
    return tip_analyser_create(&keys->analyser, error);
}

void tip_name_keys_free(struct tip_name_keys *keys)
{
    tip_analyser_free(keys->analyser);
    tip_tokens_free(&keys->tokens);
    pthread_mutex_destroy(&keys->lock);
}

static bool make_key(struct tip_name_keys *keys, const char *name, size_t length, bool by_stem,
                     struct tip_string *key)
{
    tip_string_clear(key);
    pthread_mutex_lock(&keys->lock);
    bool is_good = tip_analyse(keys->analyser, name, length, &keys->tokens, NULL) == TIP_OK;
    for (size_t i = 0; is_good && i < keys->tokens.count; i++) {
        const struct tip_token *token = &keys->tokens.items[i];
        if (token->is_compound)
            continue;
        if (key->length > 0)
            tip_string_append_char(key, ' ');
        const char *word = token->word;
        size_t word_length = token->word_length;
        if (by_stem)
            word = tip_analyser_stem(keys->analyser, "en", word, word_length, &word_length);
        tip_string_append(key, word, word_length);
    }
    pthread_mutex_unlock(&keys->lock);
    return is_good && key->length > 0 && !key->failed;
}

bool tip_name_key(struct tip_name_keys *keys, const char *name, size_t length,
                  struct tip_string *key)
{
    return make_key(keys, name, length, false, key);
}

bool tip_stem_key(struct tip_name_keys *keys, const char *name, size_t length,
                  struct tip_string *key)
{
    return make_key(keys, name, length, true, key);
}

const struct tip_tokens *tip_name_tokens(struct tip_name_keys *keys, const char *name)
{
    if (tip_analyse(keys->analyser, name, strlen(name), &keys->tokens, NULL) != TIP_OK)
        return NULL;
    return &keys->tokens;
}
