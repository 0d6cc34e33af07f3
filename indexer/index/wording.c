/* What stands between two words decides whether they may be of one phrase: a blank, a hyphen, the
 * end of a possessive or the full stop of an abbreviation do not part them, all else does. */
#include "index/wording.h"

#include <stdlib.h>
#include <string.h>

enum { ABBREVIATION = 5 /* letters that an abbreviation has at most: UNODC, ASEAN */ };

/* What stands behind a word. */
struct gap {
    const char *text;
    size_t length;
    size_t kept;  /* bytes of it that belong to how the word is written */
    int break_is; /* 0: the next word goes on */
};

void tip_wording_free(struct tip_wording *wording)
{
    free(wording->items);
    tip_text_pool_free(&wording->forms);
    *wording = (struct tip_wording){0};
}

uint32_t tip_wording_word(const struct tip_wording *wording, int32_t form)
{
    uint32_t word;
    memcpy(&word, tip_text_pool_get(&wording->forms, (uint32_t)form, NULL), sizeof word);
    return word;
}

const char *tip_wording_text(const struct tip_wording *wording, int32_t form, size_t *length)
{
    const char *bytes = tip_text_pool_get(&wording->forms, (uint32_t)form, length);
    *length -= sizeof(uint32_t);
    return bytes + sizeof(uint32_t);
}

/* How many letters it has, when all are capitals; 0 when one is not. */
static size_t capitals(const struct tip_wording *wording, size_t item)
{
    size_t length, count = 0;
    if (item >= wording->count || wording->items[item] < 0)
        return 0;
    const char *text = tip_wording_text(wording, wording->items[item], &length);
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= 'a' && text[i] <= 'z')
            return 0;
        count += text[i] >= 'A' && text[i] <= 'Z';
    }
    return count;
}

bool tip_wording_is_shouted(const struct tip_wording *wording, size_t item)
{
    size_t own = capitals(wording, item);
    size_t before = item == 0 ? 0 : capitals(wording, item - 1);
    size_t behind = capitals(wording, item + 1);
    return own > ABBREVIATION || (own > 1 && (before > ABBREVIATION || behind > ABBREVIATION));
}

static tip_status append(struct tip_wording *wording, int32_t item, struct tip_error *error)
{
    if (wording->count == wording->capacity) {
        size_t capacity = wording->capacity == 0 ? 4096 : 2 * wording->capacity;
        int32_t *grown = reallocarray(wording->items, capacity, sizeof *grown);
        if (grown == NULL)
            return tip_error_memory(error, "looking for phrases");
        wording->items = grown;
        wording->capacity = capacity;
    }
    wording->items[wording->count++] = item;
    return TIP_OK;
}

/* ---- what parts words ---- */

static bool starts_with(const struct gap *gap, size_t at, const char *sign)
{
    size_t length = strlen(sign);
    return gap->length - at >= length && memcmp(gap->text + at, sign, length) == 0;
}

/* The bytes of an apostrophe, with the s of a possessive behind it. */
static size_t possessive(const struct gap *gap)
{
    static const char *const signs[] = {"'", "\u2019"};
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(signs[i]);
        if (starts_with(gap, 0, signs[i]))
            return length + (starts_with(gap, length, "s") || starts_with(gap, length, "S"));
    }
    return 0;
}

static bool is_blank(const struct gap *gap)
{
    size_t at = gap->kept;
    while (at < gap->length && (gap->text[at] == ' ' || starts_with(gap, at, "\u00A0")))
        at += gap->text[at] == ' ' ? 1 : 2;
    return at == gap->length;
}

static bool ends_sentence(const struct gap *gap)
{
    for (size_t i = gap->kept; i < gap->length; i++)
        if (strchr(".!?:\n\f", gap->text[i]) != NULL)
            return true;
    return starts_with(gap, gap->kept, "\u2026");
}

/* `word`: the bytes before the gap. */
static void judge(struct gap *gap, const char *word, size_t length)
{
    bool is_hyphen = gap->length == 1 && gap->text[0] == '-';
    gap->kept = is_hyphen ? 1 : possessive(gap);
    if (gap->kept == 0 && starts_with(gap, 0, ".") && memchr(word, '.', length) != NULL)
        gap->kept = 1;
    gap->break_is = is_hyphen || is_blank(gap) ? 0
                    : ends_sentence(gap)       ? TIP_BREAK_SENTENCE
                                               : TIP_BREAK_INSIDE;
    if (gap->break_is == 0 && gap->length == gap->kept && !is_hyphen)
        gap->break_is = TIP_BREAK_INSIDE; /* nothing between them: a script without blanks */
}

/* ---- passages ---- */

static tip_status add_form(struct tip_wording *wording, uint32_t word, const char *text,
                           size_t length, struct tip_error *error)
{
    char form[sizeof word + TIP_WORD_LIMIT];
    uint32_t number;
    if (length > TIP_WORD_LIMIT)
        return append(wording, TIP_BREAK_INSIDE, error);
    memcpy(form, &word, sizeof word);
    memcpy(form + sizeof word, text, length);
    tip_status status =
        tip_text_pool_add(&wording->forms, form, sizeof word + length, &number, error);
    return status == TIP_OK ? append(wording, (int32_t)number, error) : status;
}

/* The token behind `place` that is no compound; NULL behind the last one. */
static const struct tip_token *next_token(const struct tip_tokens *tokens, size_t place)
{
    while (++place < tokens->count)
        if (!tokens->items[place].is_compound)
            return &tokens->items[place];
    return NULL;
}

tip_status tip_wording_add(struct tip_wording *wording, const char *text, size_t length,
                           const struct tip_tokens *tokens, const struct tip_token_list *words,
                           struct tip_error *error)
{
    tip_status status = append(wording, TIP_BREAK_PASSAGE, error);
    for (size_t i = 0; i < tokens->count && status == TIP_OK; i++) {
        const struct tip_token *token = &tokens->items[i];
        const struct tip_token *next = next_token(tokens, i);
        if (token->is_compound || token->position >= words->count[TIP_STREAM_BODY])
            continue;
        size_t end = next == NULL ? length : next->start;
        struct gap gap = {.text = text + token->end, .length = end - token->end};
        judge(&gap, text + token->start, token->end - token->start);
        status = add_form(wording, words->words[token->position], text + token->start,
                          token->end + gap.kept - token->start, error);
        if (status == TIP_OK && gap.break_is != 0)
            status = append(wording, gap.break_is, error);
    }
    return status;
}
