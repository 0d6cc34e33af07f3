/* Words, sentences and matches of a text. */
#include "knowledge/mention_text.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/sentence.h"

enum { NEIGHBOURS = 120 }; /* on each side: the longest table of a report's tiers has 105 */

static bool list_words(struct tip_mention_text *text, const struct tip_tokens *tokens)
{
    text->numbers = reallocarray(NULL, tokens->count + 1, sizeof *text->numbers);
    text->sentences = reallocarray(NULL, tokens->count + 1, sizeof *text->sentences);
    if (text->numbers == NULL || text->sentences == NULL)
        return false;
    for (size_t i = 0; i < tokens->count; i++) {
        if (!tokens->items[i].is_compound)
            text->numbers[text->words.count++] = (uint32_t)i;
    }
    text->words.items = text->numbers;
    return true;
}

static void number_sentences(struct tip_mention_text *text)
{
    const struct tip_text_words *words = &text->words;
    size_t length = words->count > 0 ? tip_text_word(words, words->count - 1)->end : 0;
    size_t end = 0;
    uint32_t sentence = 0;
    for (size_t i = 0; i < words->count; i++) {
        while (end < length && tip_text_word(words, i)->start >= end) {
            end =
                tip_sentence_end(words->text, length, tip_sentence_next(words->text, length, end));
            sentence++;
        }
        text->sentences[i] = sentence;
    }
}

static bool add_match(struct tip_mention_text *text, uint32_t form, size_t at, uint32_t words)
{
    if (!tip_list_grow(&text->matches, text->match_count, sizeof *text->matches))
        return false;
    text->matches[text->match_count++] =
        (struct tip_match){.form = form, .at = (uint32_t)at, .words = words};
    return true;
}

/* "North" in "North and South Korea": the form that the first word makes with the last one. */
static uint32_t shared_form(const struct tip_mention_text *text, size_t at, struct tip_string *key)
{
    static const char *const joining[] = {"and", "or", NULL};
    const struct tip_name_forms *forms = &text->knowledge->forms;
    if (at + 3 >= text->words.count || !tip_word_is(text, at + 1, joining) ||
        !tip_gap_is(text, at, " ") || !tip_gap_is(text, at + 1, " ") ||
        !tip_text_word_is_capitalised(&text->words, at))
        return TIP_NO_PLACE;
    uint32_t other = tip_name_forms_find(forms, &text->words, at + 2, key);
    if (other == TIP_NO_PLACE || forms->items[other].words != 2)
        return TIP_NO_PLACE;
    tip_string_clear(key);
    tip_string_append_text(key, tip_text_word(&text->words, at)->word);
    tip_string_append_char(key, ' ');
    tip_string_append_text(key, tip_text_word(&text->words, at + 3)->word);
    const uint32_t *form =
        key->failed ? NULL : tip_key_table_find(&forms->keys, key->data, key->length);
    return form != NULL ? *form : TIP_NO_PLACE;
}

static bool list_matches(struct tip_mention_text *text)
{
    const struct tip_name_forms *forms = &text->knowledge->forms;
    struct tip_string key = {0};
    bool is_good = true;
    for (size_t at = 0; is_good && at < text->words.count;) {
        uint32_t form = tip_name_forms_find(forms, &text->words, at, &key);
        uint32_t count = form != TIP_NO_PLACE ? forms->items[form].words : 1;
        if (form == TIP_NO_PLACE)
            form = shared_form(text, at, &key);
        is_good = !key.failed;
        if (is_good && form != TIP_NO_PLACE)
            is_good = add_match(text, form, at, count);
        at += count;
    }
    tip_string_free(&key);
    return is_good;
}

bool tip_mention_text_make(struct tip_mention_text *out, const struct tip_knowledge *knowledge,
                           const char *text, const struct tip_tokens *tokens)
{
    *out = (struct tip_mention_text){.knowledge = knowledge,
                                     .words = {.text = text, .tokens = tokens->items}};
    if (!list_words(out, tokens) || !list_matches(out))
        return false;
    if (out->match_count > 0)
        number_sentences(out);
    return true;
}

void tip_mention_text_free(struct tip_mention_text *text)
{
    free(text->numbers);
    free(text->sentences);
    free(text->matches);
}

void tip_match_neighbours(const struct tip_mention_text *text, size_t number, size_t *first,
                          size_t *end)
{
    *first = number > NEIGHBOURS ? number - NEIGHBOURS : 0;
    *end = text->match_count - number > NEIGHBOURS ? number + NEIGHBOURS : text->match_count;
}

const struct tip_name_form *tip_match_form(const struct tip_mention_text *text,
                                           const struct tip_match *match, unsigned kinds,
                                           uint32_t country)
{
    const struct tip_name_forms *forms = &text->knowledge->forms;
    for (uint32_t i = match->form; i != TIP_NO_PLACE;
         i = tip_name_forms_next(forms, &text->words, match->at, i)) {
        const struct tip_name_form *form = &forms->items[i];
        if ((kinds & 1u << form->kind) != 0 &&
            (country == TIP_NO_PLACE || country == form->country))
            return form;
    }
    return NULL;
}

bool tip_gap_is(const struct tip_mention_text *text, size_t at, const char *sign)
{
    if (at + 1 >= text->words.count)
        return false;
    size_t from = tip_text_word(&text->words, at)->end;
    size_t to = tip_text_word(&text->words, at + 1)->start;
    return to - from == strlen(sign) && memcmp(text->words.text + from, sign, to - from) == 0;
}

bool tip_word_is(const struct tip_mention_text *text, size_t at, const char *const *list)
{
    if (at >= text->words.count)
        return false;
    const char *word = tip_text_word(&text->words, at)->word;
    while (*list != NULL && strcmp(*list, word) != 0)
        list++;
    return *list != NULL;
}

bool tip_word_is_match(const struct tip_mention_text *text, size_t at)
{
    size_t low = 0, high = text->match_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text->matches[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < text->match_count && text->matches[low].at == at;
}

uint32_t tip_word_person(const struct tip_mention_text *text, size_t at)
{
    if (at >= text->words.count)
        return 0;
    const struct tip_token *word = tip_text_word(&text->words, at);
    const uint32_t *bits =
        tip_key_table_find(&text->knowledge->person_words, word->word, word->word_length);
    return bits != NULL ? *bits : 0;
}
