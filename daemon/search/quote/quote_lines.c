#include "search/quote/quote_lines.h"

#include <string.h>

enum {
    HEAD_LETTERS = 8, /* a running head has so many at least, and two words */
    LABEL_BYTES = 6   /* a page's number has so many at most */
};

/* What a line is made of. */
struct line {
    uint32_t words, labels, capitals, letters;
};

static bool is_of(const char *form, uint32_t length, const char *set)
{
    for (uint32_t i = 0; i < length; i++) {
        if (strchr(set, form[i]) == NULL || form[i] == '\0') {
            return false;
        }
    }
    return true;
}

static void look_at(struct line *line, const char *form, uint32_t length)
{
    line->words++;
    if (length <= LABEL_BYTES &&
        (is_of(form, length, "0123456789") || is_of(form, length, "ivxlc"))) {
        line->labels++;
    } else if (is_of(form, length, "ABCDEFGHIJKLMNOPQRSTUVWXYZ'&/.")) {
        line->capitals++;
        line->letters += length;
    }
}

static bool is_of_page(const struct line *line)
{
    bool is_number = line->words == 1 && line->labels == 1;
    bool is_head = line->capitals > 1 && line->letters >= HEAD_LETTERS && line->labels <= 1 &&
                   line->capitals + line->labels == line->words;
    return is_number || is_head;
}

/* Whether the text breaks between two words. */
static bool is_break(const struct tip_quote_words *words, uint32_t before, const char *text)
{
    uint32_t end = words->items[before].end, start = words->items[before + 1].start;
    return start > end && memchr(text + end, '\n', start - end) != NULL;
}

void tip_quote_lines_read(struct tip_quote_words *words, uint32_t first, const char *text)
{
    uint32_t begin = first;
    for (uint32_t i = first; i + 1 < words->count; i++) {
        struct line line = {0};
        if (!is_break(words, i, text)) {
            continue;
        }
        for (uint32_t k = begin; k <= i && begin > first; k++) {
            look_at(&line, words->forms.data + words->items[k].form, words->items[k].length);
        }
        for (uint32_t k = begin; k <= i && is_of_page(&line); k++) {
            words->items[k].flags |= TIP_WORD_OPTIONAL;
        }
        begin = i + 1;
    }
}
