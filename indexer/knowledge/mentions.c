/* Mentions of countries: matches of their names, less those that name something else. */
#include <stdlib.h>

#include "knowledge/mention_text.h"

static bool is_country(const struct tip_mention_text *text, size_t number)
{
    return tip_match_form(text, &text->matches[number], 1 << TIP_FORM_NOT, TIP_NO_PLACE) == NULL &&
           tip_match_form(text, &text->matches[number], TIP_KINDS_COUNTRY, TIP_NO_PLACE) != NULL &&
           !tip_match_is_person(text, number) && !tip_match_is_elsewhere(text, number) &&
           !tip_match_is_language(text, number);
}

/* Places stay in: they are hints for others. */
static void drop_matches(struct tip_mention_text *text)
{
    for (size_t i = 0; i < text->match_count; i++) {
        struct tip_match *match = &text->matches[i];
        match->is_dropped = !is_country(text, i) &&
                            tip_match_form(text, match, TIP_KINDS_COUNTRY | 1 << TIP_FORM_NOT,
                                           TIP_NO_PLACE) != NULL;
    }
}

static struct tip_mention mention_of(const struct tip_mention_text *text,
                                     const struct tip_match *match, uint32_t country)
{
    size_t first = text->numbers[match->at], last = text->numbers[match->at + match->words - 1];
    return (struct tip_mention){
        .country = country, .first_token = first, .token_count = last + 1 - first};
}

static bool list_mentions(const struct tip_mention_text *text, struct tip_mention **mentions,
                          size_t *count)
{
    struct tip_mention *list = NULL;
    size_t length = 0;
    for (size_t i = 0; i < text->match_count; i++) {
        uint32_t country;
        if (text->matches[i].is_dropped || !tip_match_country(text, i, &country))
            continue;
        if (!tip_list_grow(&list, length, sizeof *list)) {
            free(list);
            return false;
        }
        list[length++] = mention_of(text, &text->matches[i], country);
    }
    *mentions = list;
    *count = length;
    return true;
}

tip_status tip_mentions_find(const struct tip_knowledge *knowledge, const char *text,
                             const struct tip_tokens *tokens, struct tip_mention **mentions,
                             size_t *count, struct tip_error *error)
{
    struct tip_mention_text examined;
    bool is_good = tip_mention_text_make(&examined, knowledge, text, tokens);
    if (is_good) {
        drop_matches(&examined);
        is_good = list_mentions(&examined, mentions, count);
    }
    tip_mention_text_free(&examined);
    return is_good ? TIP_OK : tip_error_memory(error, "looking for countries");
}
