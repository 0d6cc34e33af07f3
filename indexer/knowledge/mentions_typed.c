/* Countries in queries. Who types a query minds no capitals and gives few surroundings, so names
 * are taken as they are known: what is no name in any text (New Jersey) is none here, and of two
 * countries with one name it is the one whose name the file does not doubt. */
#include <stdlib.h>

#include "knowledge/mention_text.h"

struct typed {
    const struct tip_name_forms *forms;
    struct tip_text_words words;
    uint32_t *numbers; /* what `words` points to */
    struct tip_string key;
    struct tip_mention *mentions;
    size_t count;
};

static bool list_words(struct typed *typed, const char *text, const struct tip_tokens *tokens)
{
    typed->numbers = reallocarray(NULL, tokens->count + 1, sizeof *typed->numbers);
    if (typed->numbers == NULL)
        return false;
    typed->words = (struct tip_text_words){
        .text = text, .tokens = tokens->items, .items = typed->numbers, .is_typed = true};
    for (size_t i = 0; i < tokens->count; i++) {
        if (!tokens->items[i].is_compound)
            typed->numbers[typed->words.count++] = (uint32_t)i;
    }
    return true;
}

/* Whether a form of the words at `at` names a country here: what is a word as well only when it is
 * typed as a name. */
static bool is_name(const struct typed *typed, const struct tip_name_form *form, size_t at)
{
    if ((TIP_KINDS_COUNTRY & 1u << form->kind) == 0)
        return false;
    return !form->is_unsure ||
           (form->kind == TIP_FORM_ABBREVIATION ? tip_text_word_is_capitals(&typed->words, at)
                                                : tip_text_word_is_capitalised(&typed->words, at));
}

/* The country of the forms from `form` on: the only one, or the only one that is sure. */
static uint32_t choose(const struct typed *typed, size_t at, uint32_t form)
{
    uint32_t any = TIP_NO_PLACE, sure = TIP_NO_PLACE;
    bool is_shared = false, is_disputed = false;
    for (; form != TIP_NO_PLACE;
         form = tip_name_forms_next(typed->forms, &typed->words, at, form)) {
        const struct tip_name_form *item = &typed->forms->items[form];
        if (item->kind == TIP_FORM_NOT)
            return TIP_NO_PLACE;
        if (!is_name(typed, item, at))
            continue;
        is_shared = is_shared || (any != TIP_NO_PLACE && any != item->country);
        any = item->country;
        if (!item->is_unsure) {
            is_disputed = is_disputed || (sure != TIP_NO_PLACE && sure != item->country);
            sure = item->country;
        }
    }
    if (sure != TIP_NO_PLACE)
        return is_disputed ? TIP_NO_PLACE : sure;
    return is_shared ? TIP_NO_PLACE : any;
}

/* Looks at word *at and moves past the name that stands there. */
static bool look(struct typed *typed, size_t *at)
{
    uint32_t form = tip_name_forms_find(typed->forms, &typed->words, *at, &typed->key);
    size_t words = form == TIP_NO_PLACE ? 1 : typed->forms->items[form].words;
    uint32_t country = choose(typed, *at, form);
    if (country != TIP_NO_PLACE) {
        if (!tip_list_grow(&typed->mentions, typed->count, sizeof *typed->mentions))
            return false;
        size_t first = typed->numbers[*at], last = typed->numbers[*at + words - 1];
        typed->mentions[typed->count++] = (struct tip_mention){
            .country = country, .first_token = first, .token_count = last + 1 - first};
    }
    *at += words;
    return true;
}

tip_status tip_mentions_find_typed(const struct tip_knowledge *knowledge, const char *text,
                                   const struct tip_tokens *tokens, struct tip_mention **mentions,
                                   size_t *count, struct tip_error *error)
{
    struct typed typed = {.forms = &knowledge->forms};
    bool is_good = list_words(&typed, text, tokens);
    for (size_t at = 0; is_good && at < typed.words.count;)
        is_good = look(&typed, &at) && !typed.key.failed;
    free(typed.numbers);
    tip_string_free(&typed.key);
    if (!is_good) {
        free(typed.mentions);
        return tip_error_memory(error, "looking for countries");
    }
    *mentions = typed.mentions;
    *count = typed.count;
    return TIP_OK;
}
