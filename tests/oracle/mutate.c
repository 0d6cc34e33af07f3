/* Every change is one of pieces between characters, so that what is UTF-8 stays so. */
#include "oracle/mutate.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static const char *const pieces[] = {
    "\"",
    "\"",
    "(",
    "(",
    ")",
    ")",
    "+",
    "-",
    "-(",
    "NOT (",
    "~",
    "~2",
    "~101",
    "^",
    "^2",
    "^0",
    "^1e9",
    "*",
    "?",
    "=",
    "/",
    ":",
    ",",
    ".",
    "..",
    " ",
    " ",
    " ",
    "\n",
    "\xC2\xA0",
    " OR ",
    " AND ",
    " NOT ",
    " NEAR ",
    " NEAR/3 ",
    " NEAR/0 ",
    "NEAR",
    "OR",
    "kind:",
    "kind:story",
    "year:",
    "country:",
    "KH",
    "section:",
    "report:",
    "2021..2023",
    "debt",
    "Labor",
    "visa",
    "T-visa",
    "U.S.",
    "«",
    "»",
    "“",
    "”",
    "’",
    "ê",
    "e\xCC\x81",
    "ខ្មែរ",
    "…",
    "\xEF\xBB\xBF",
    "\xF0\x9F\x92\xB8",
    "trafick~",
    "wom?n",
};

enum { PIECES = sizeof pieces / sizeof *pieces, LONGEST_NOISE = 24, MOST_CHANGES = 5 };

/* Whether what stands at `place` belongs to the character before it: the rest of its bytes, or a
 * mark of the scripts that the pieces have. A mark torn from its letter is another one behind a
 * blank. */
static bool goes_on(const struct tip_string *query, size_t place)
{
    const char *cursor = query->data + place, *end = query->data + query->length;
    if (cursor == end || ((unsigned char)*cursor & 0xC0) == 0x80) {
        return cursor < end;
    }
    uint32_t character = tip_utf8_next(&cursor, end);
    return (character >= 0x300 && character < 0x370) || (character >= 0x17B4 && character < 0x17D4);
}

/* The place of some character, or the end. */
static size_t some_place(const struct tip_string *query, struct oracle_random *random)
{
    size_t place = oracle_random_below(random, query->length + 1);
    while (goes_on(query, place)) {
        place++;
    }
    return place;
}

static size_t behind(const struct tip_string *query, size_t place)
{
    do {
        place += place < query->length ? 1 : 0;
    } while (goes_on(query, place));
    return place;
}

/* [from, to) becomes `text`. */
static void replace(struct tip_string *query, size_t from, size_t to, const char *text,
                    size_t length)
{
    struct tip_string changed = {0};
    tip_string_append(&changed, query->data, from);
    tip_string_append(&changed, text, length);
    tip_string_append(&changed, query->data + to, query->length - to);
    tip_string_free(query);
    *query = changed;
}

static void double_piece(struct tip_string *query, size_t place, struct oracle_random *random)
{
    size_t other = some_place(query, random);
    size_t from = place < other ? place : other, to = place < other ? other : place;
    char *piece = strndup(query->data + from, to - from);
    if (piece != NULL) {
        replace(query, place, place, piece, to - from);
    }
    free(piece);
}

static void change(struct tip_string *query, struct oracle_random *random)
{
    size_t place = some_place(query, random);
    const char *piece = pieces[oracle_random_below(random, PIECES)];
    switch (oracle_random_below(random, 6)) {
    case 0:
        replace(query, place, behind(query, place), "", 0);
        break;
    case 1:
        replace(query, place, behind(query, place), piece, strlen(piece));
        break;
    case 2:
        double_piece(query, place, random);
        break;
    case 3:
        if (oracle_random_chance(random, 30)) {
            replace(query, place, query->length, "", 0);
            break;
        }
        /* fall through */
    default:
        replace(query, place, place, piece, strlen(piece));
    }
}

void oracle_mutate(struct tip_string *query, struct oracle_random *random)
{
    size_t changes = 1 + oracle_random_below(random, MOST_CHANGES);
    for (size_t i = 0; i < changes; i++) {
        change(query, random);
    }
}

void oracle_noise(struct tip_string *query, struct oracle_random *random)
{
    size_t count = oracle_random_below(random, LONGEST_NOISE);
    tip_string_clear(query);
    tip_string_append_text(query, "");
    for (size_t i = 0; i < count; i++) {
        tip_string_append_text(query, pieces[oracle_random_below(random, PIECES)]);
    }
}
