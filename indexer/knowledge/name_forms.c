/* Forms of names, and finding them in the words of a text. */
#include "knowledge/name_forms.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/utf8.h"

enum { NONE = UINT32_MAX };

/* What may stand between the words of any name, and what where the file writes a sign there. */
static const char *const joints[] = {
    " ",
    "\n",
    "\r",
    "\t",
    "-",
    "'",
    "\xC2\xA0" /* no-break space */,
    "\xC2\xAD" /* soft hyphen */,
    "\xE2\x80\x90" /* hyphen */,
    "\xE2\x80\x91" /* its non-breaking one */,
    "\xE2\x80\x99" /* ’ */,
    "\xE2\x80\x98" /* ‘ */,
    "\xCA\xBB" /* ʻ */,
};
static const char signs[] = ",.()/&";

static bool is_joint(const char **cursor, const char *end)
{
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
        size_t length = strlen(joints[i]);
        if (length <= (size_t)(end - *cursor) && memcmp(*cursor, joints[i], length) == 0) {
            *cursor += length;
            return true;
        }
    }
    return false;
}

/* Whether only joints stand between two bytes, or signs too; *has_signs tells of signs. */
static bool is_gap(const char *from, const char *to, bool *has_signs)
{
    *has_signs = false;
    while (from < to) {
        if (is_joint(&from, to))
            continue;
        if (strchr(signs, *from) == NULL)
            return false;
        *has_signs = true;
        from++;
    }
    return true;
}

const struct tip_token *tip_text_word(const struct tip_text_words *words, size_t at)
{
    return &words->tokens[words->items[at]];
}

static bool is_capital_at(const char *text, size_t start, size_t end)
{
    const char *cursor = text + start;
    uint32_t first = tip_utf8_next(&cursor, text + end);
    return u_isupper((UChar32)first) || u_istitle((UChar32)first);
}

bool tip_text_word_is_capitalised(const struct tip_text_words *words, size_t at)
{
    const struct tip_token *token = tip_text_word(words, at);
    return is_capital_at(words->text, token->start, token->end);
}

/* An apostrophe ends what is looked at: "UAE's". */
bool tip_text_word_is_capitals(const struct tip_text_words *words, size_t at)
{
    const struct tip_token *token = tip_text_word(words, at);
    const char *cursor = words->text + token->start, *end = words->text + token->end;
    while (cursor < end) {
        uint32_t character = tip_utf8_next(&cursor, end);
        if (character == '\'' || character == 0x2019)
            break;
        if (u_islower((UChar32)character))
            return false;
    }
    return true;
}

/* ---- making them ---- */

static bool describe(struct tip_name_form *form, const char *name, const struct tip_tokens *tokens)
{
    const struct tip_token *last = NULL;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct tip_token *token = &tokens->items[i];
        if (token->is_compound)
            continue;
        bool has_signs = false;
        if (form->words == TIP_FORM_WORDS ||
            (last != NULL && !is_gap(name + last->end, name + token->start, &has_signs)))
            return false;
        if (has_signs)
            form->signs |= 1u << (form->words - 1);
        if (is_capital_at(name, token->start, token->end))
            form->capitals |= 1u << form->words;
        form->words++;
        last = token;
    }
    return form->words > 0;
}

/* Two letters or more, all of them capitals: an abbreviation. */
static bool has_only_capitals(const char *name)
{
    const char *end = name + strlen(name);
    size_t letters = 0;
    while (name < end) {
        uint32_t character = tip_utf8_next(&name, end);
        if (u_islower((UChar32)character))
            return false;
        letters += u_isupper((UChar32)character) ? 1 : 0;
    }
    return letters > 1;
}

/* Notes how long the forms are that begin with the key's first word. */
static bool note_first_word(struct tip_name_forms *forms, const char *key, uint32_t words)
{
    size_t length = strcspn(key, " ");
    uint32_t *most = tip_key_table_find(&forms->first_words, key, length);
    if (most == NULL)
        return tip_key_table_add(&forms->first_words, key, length, words);
    if (*most < words)
        *most = words;
    return true;
}

static bool keep(struct tip_name_forms *forms, const char *key, const struct tip_name_form *form)
{
    uint32_t number = (uint32_t)forms->count;
    if (!tip_list_grow(&forms->items, forms->count, sizeof *form) ||
        !note_first_word(forms, key, form->words))
        return false;
    forms->items[forms->count++] = *form;
    uint32_t *first = tip_key_table_find(&forms->keys, key, strlen(key));
    if (first == NULL)
        return tip_key_table_add(&forms->keys, key, strlen(key), number);
    forms->items[number].next = *first;
    *first = number;
    return true;
}

bool tip_name_forms_add(struct tip_name_forms *forms, struct tip_name_keys *keys,
                        struct tip_strings *strings, const char *name, const char *ending,
                        struct tip_name_form form, bool *is_good)
{
    form.next = NONE;
    form.words = 0;
    form.capitals = form.signs = 0;
    const struct tip_tokens *tokens = tip_name_tokens(keys, name);
    if (tokens == NULL)
        return false;
    *is_good = describe(&form, name, tokens);
    form.is_plural = *ending != '\0';
    form.is_capitals = has_only_capitals(name);
    form.has_stops = form.is_capitals && strchr(name, '.') != NULL;
    if (!*is_good)
        return true;
    struct tip_string key = {0};
    tip_name_key(keys, name, strlen(name), &key);
    tip_string_append_text(&key, ending);
    const char *kept = key.failed ? NULL : tip_strings_keep(strings, key.data, key.length);
    tip_string_free(&key);
    return kept != NULL && keep(forms, kept, &form);
}

void tip_name_forms_free(struct tip_name_forms *forms)
{
    free(forms->items);
    tip_key_table_free(&forms->keys);
    tip_key_table_free(&forms->first_words);
}

/* ---- finding them ---- */

/* In capitals, and with full stops where the form has some. */
static bool is_abbreviation(const struct tip_name_form *form, const struct tip_text_words *words,
                            size_t at)
{
    const struct tip_token *token = tip_text_word(words, at);
    return (words->is_typed || tip_text_word_is_capitals(words, at)) &&
           (!form->has_stops ||
            memchr(words->text + token->start, '.', token->end - token->start) != NULL);
}

/* Whether the form's words stand at `at` with its capitals and signs. */
static bool is_written_so(const struct tip_name_form *form, const struct tip_text_words *words,
                          size_t at)
{
    for (size_t i = 0; i < form->words; i++) {
        bool has_signs = false;
        const struct tip_token *token = tip_text_word(words, at + i);
        if (!words->is_typed && (form->capitals & 1u << i) != 0 &&
            !tip_text_word_is_capitalised(words, at + i))
            return false;
        if (form->is_capitals && !is_abbreviation(form, words, at + i))
            return false;
        if (i + 1 < form->words &&
            (!is_gap(words->text + token->end,
                     words->text + tip_text_word(words, at + i + 1)->start, &has_signs) ||
             (has_signs && (form->signs & 1u << i) == 0)))
            return false;
    }
    return true;
}

/* The first form from `form` on along the chain that is written so. */
static uint32_t choose(const struct tip_name_forms *forms, const struct tip_text_words *words,
                       size_t at, uint32_t form)
{
    while (form != NONE && !is_written_so(&forms->items[form], words, at))
        form = forms->items[form].next;
    return form;
}

uint32_t tip_name_forms_find(const struct tip_name_forms *forms, const struct tip_text_words *words,
                             size_t at, struct tip_string *key)
{
    const struct tip_token *first = tip_text_word(words, at);
    const uint32_t *most = tip_key_table_find(&forms->first_words, first->word, first->word_length);
    if (most == NULL)
        return NONE;
    size_t ends[TIP_FORM_WORDS];
    size_t count = 0;
    tip_string_clear(key);
    for (; count < *most && at + count < words->count; count++) {
        const struct tip_token *token = tip_text_word(words, at + count);
        if (count > 0)
            tip_string_append_char(key, ' ');
        tip_string_append(key, token->word, token->word_length);
        ends[count] = key->length;
    }
    uint32_t found = NONE;
    while (found == NONE && count > 0 && !key->failed) {
        const uint32_t *form = tip_key_table_find(&forms->keys, key->data, ends[--count]);
        if (form != NULL)
            found = choose(forms, words, at, *form);
    }
    return found;
}

uint32_t tip_name_forms_next(const struct tip_name_forms *forms, const struct tip_text_words *words,
                             size_t at, uint32_t form)
{
    return choose(forms, words, at, forms->items[form].next);
}
