/* Mentions of countries: the longest form that stands at a word is what it says. */
#include <stdlib.h>

#include "knowledge/parts.h"

/* The text under examination. */
struct search {
    const struct tip_knowledge *knowledge;
    struct tip_text_words words;
    uint32_t *numbers; /* what `words` points to */
    struct tip_string key;
    struct tip_mention *mentions;
    size_t count;
};

static bool list_words(struct search *search, const char *text, const struct tip_tokens *tokens)
{
    search->numbers = reallocarray(NULL, tokens->count + 1, sizeof *search->numbers);
    if (search->numbers == NULL)
        return false;
    search->words =
        (struct tip_text_words){.text = text, .tokens = tokens->items, .items = search->numbers};
    for (size_t i = 0; i < tokens->count; i++) {
        if (!tokens->items[i].is_compound)
            search->numbers[search->words.count++] = (uint32_t)i;
    }
    return true;
}

static bool add(struct search *search, const struct tip_name_form *form, size_t at)
{
    if (!tip_list_grow(&search->mentions, search->count, sizeof *search->mentions))
        return false;
    size_t first = search->numbers[at], last = search->numbers[at + form->words - 1];
    search->mentions[search->count++] = (struct tip_mention){
        .country = form->country, .first_token = first, .token_count = last + 1 - first};
    return true;
}

static bool is_mention(const struct tip_name_form *form)
{
    return form->kind != TIP_FORM_NOT && form->kind != TIP_FORM_PLACE && !form->is_unsure;
}

/* Looks at word *at and moves past what stands there. */
static bool look(struct search *search, size_t *at)
{
    const struct tip_name_forms *forms = &search->knowledge->forms;
    size_t here = *at;
    uint32_t found = tip_name_forms_find(forms, &search->words, here, &search->key);
    *at += found != TIP_NO_PLACE ? forms->items[found].words : 1;
    while (found != TIP_NO_PLACE) {
        if (is_mention(&forms->items[found]) && !add(search, &forms->items[found], here))
            return false;
        found = tip_name_forms_next(forms, &search->words, here, found);
    }
    return true;
}

tip_status tip_mentions_find(const struct tip_knowledge *knowledge, const char *text,
                             const struct tip_tokens *tokens, struct tip_mention **mentions,
                             size_t *count, struct tip_error *error)
{
    struct search search = {.knowledge = knowledge};
    bool is_good = list_words(&search, text, tokens);
    for (size_t at = 0; is_good && at < search.words.count;)
        is_good = look(&search, &at) && !search.key.failed;
    free(search.numbers);
    tip_string_free(&search.key);
    if (!is_good) {
        free(search.mentions);
        return tip_error_memory(error, "looking for countries");
    }
    *mentions = search.mentions;
    *count = search.count;
    return TIP_OK;
}
