#include "search/quote/quote_pattern.h"

#include <stdlib.h>
#include <string.h>

struct tip_quote_name {
    const char *text;
    uint32_t length;
    uint32_t number; /* 0: the place is free */
};

/* FNV-1a, 32 bits (Fowler, Noll, Vo). */
static uint32_t hash(const char *text, uint32_t length)
{
    uint32_t value = 2166136261u;
    for (uint32_t i = 0; i < length; i++) {
        value = (value ^ (unsigned char)text[i]) * 16777619u;
    }
    return value;
}

static struct tip_quote_name *find(const struct tip_quote_pattern *pattern, const char *text,
                                   uint32_t length)
{
    uint32_t mask = pattern->name_places - 1;
    for (uint32_t place = hash(text, length) & mask;; place = (place + 1) & mask) {
        struct tip_quote_name *name = &pattern->names[place];
        if (name->number == 0 ||
            (name->length == length && memcmp(name->text, text, length) == 0)) {
            return name;
        }
    }
}

/* The number of a form, a new one if need be. `text` must live as long as the pattern. */
static uint32_t name(struct tip_quote_pattern *pattern, const char *text, uint32_t length)
{
    struct tip_quote_name *found = find(pattern, text, length);
    if (found->number == 0) {
        *found = (struct tip_quote_name){text, length, ++pattern->name_count};
    }
    return found->number;
}

/* ---- readings ---- */

static bool is_either_case(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

/* There is room for all of them: see tip_quote_pattern_make. */
static const char *keep(struct tip_quote_pattern *pattern, const char *text, size_t length)
{
    size_t at = pattern->forms.length;
    tip_string_append(&pattern->forms, text, length);
    return pattern->forms.data + at;
}

static void read_word(struct tip_quote_pattern *pattern, uint32_t i)
{
    const struct tip_quote_word *word = &pattern->words->items[i];
    const char *form = pattern->words->forms.data + word->form;
    uint32_t *readings = pattern->readings[i];
    readings[0] = name(pattern, form, word->length);
    if (word->inner_length > 0 && word->inner_length < word->length) {
        const char *kept = keep(pattern, form, word->inner);
        keep(pattern, form + word->inner + word->inner_length,
             word->length - word->inner - word->inner_length);
        readings[1] = name(pattern, kept, word->length - word->inner_length);
    }
    if (word->bare > 0) {
        readings[2] = name(pattern, form, word->bare);
    }
    if ((i == 0 || (word->flags & TIP_WORD_ANY_CASE) != 0) && is_either_case(form[0])) {
        char *kept = pattern->forms.data + pattern->forms.length;
        keep(pattern, form, word->length);
        *kept ^= 0x20;
        readings[3] = name(pattern, kept, word->length);
    }
}

/* "traf-" at the end of a line and "ficking", whatever of the page stands between. */
static void read_broken(struct tip_quote_pattern *pattern, uint32_t i)
{
    const struct tip_quote_word *items = pattern->words->items;
    const char *forms = pattern->words->forms.data;
    uint32_t next = i + 1;
    while (next < pattern->count && (items[next].flags & TIP_WORD_OPTIONAL) != 0) {
        next++;
    }
    if (items[i].glue != TIP_GLUE_BROKEN || next == pattern->count) {
        return;
    }
    const char *kept = keep(pattern, forms + items[i].form, items[i].length);
    keep(pattern, forms + items[next].form, items[next].length);
    pattern->joined_from[next] = i;
    pattern->joined[next] = name(pattern, kept, items[i].length + items[next].length);
}

tip_status tip_quote_pattern_make(struct tip_quote_pattern *pattern,
                                  const struct tip_quote_words *words, struct tip_error *error)
{
    uint32_t count = words->count;
    *pattern = (struct tip_quote_pattern){.words = words, .count = count, .name_places = 16};
    while (pattern->name_places < 10 * count) {
        pattern->name_places *= 2;
    }
    pattern->readings = calloc(count + 1, sizeof *pattern->readings);
    pattern->joined_from = malloc((count + 1) * sizeof *pattern->joined_from);
    pattern->joined = calloc(count + 1, sizeof *pattern->joined);
    pattern->names = calloc(pattern->name_places, sizeof *pattern->names);
    if (pattern->readings == NULL || pattern->joined_from == NULL || pattern->joined == NULL ||
        pattern->names == NULL ||
        !tip_string_reserve(&pattern->forms, 4 * words->forms.length + 1)) {
        return tip_error_memory(error, "reading a quotation");
    }
    for (uint32_t i = 0; i < count; i++) {
        pattern->joined_from[i] = TIP_QUOTE_NO_WORD;
    }
    for (uint32_t i = 0; i < count; i++) {
        read_word(pattern, i);
        read_broken(pattern, i);
    }
    return TIP_OK;
}

void tip_quote_pattern_free(struct tip_quote_pattern *pattern)
{
    free(pattern->readings);
    free(pattern->joined_from);
    free(pattern->joined);
    free(pattern->names);
    tip_string_free(&pattern->forms);
    *pattern = (struct tip_quote_pattern){0};
}

uint32_t tip_quote_pattern_number(const struct tip_quote_pattern *pattern,
                                  const struct tip_quote_words *source, uint32_t word)
{
    const struct tip_quote_word *found = &source->items[word];
    const char *form = source->forms.data + found->form;
    uint32_t number = find(pattern, form, found->length)->number;
    return number == 0 && found->bare > 0 ? find(pattern, form, found->bare)->number : number;
}
