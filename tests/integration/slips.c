/* The rules are of the test's own: what edits cost to the corrector is not known here. */
#include "integration/slips.h"

#include <stdbool.h>
#include <string.h>

static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};

uint32_t slip_random(uint32_t *seed, uint32_t limit)
{
    *seed = *seed * 1664525 + 1013904223; /* Knuth's */
    return (uint32_t)((uint64_t)*seed * limit >> 32);
}

/* A key beside that of `letter`, in its row. */
static char beside(char letter, uint32_t *seed)
{
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        const char *at = strchr(rows[r], letter);
        if (at == NULL) {
            continue;
        }
        bool is_first = at == rows[r], is_last = at[1] == '\0';
        bool to_right = is_first || (!is_last && slip_random(seed, 2) == 0);
        return to_right ? at[1] : at[-1];
    }
    return letter;
}

static void leave_out(char *word, size_t place)
{
    memmove(word + place, word + place + 1, strlen(word + place));
}

static void put_in(char *word, size_t place, char letter)
{
    memmove(word + place + 1, word + place, strlen(word + place) + 1);
    word[place] = letter;
}

/* The letter at a place and the one behind it, or before it at the word's end. */
static void swap(char *word, size_t place)
{
    size_t first = word[place + 1] == '\0' ? place - 1 : place;
    char letter = word[first];
    word[first] = word[first + 1];
    word[first + 1] = letter;
}

/* Another vowel for the first one from a place on. */
static void change_vowel(char *word, size_t place, uint32_t *seed)
{
    char *vowel = strpbrk(word + place, "aeiou");
    vowel = vowel == NULL ? strpbrk(word, "aeiou") : vowel;
    if (vowel != NULL) {
        *vowel = "aeiou"[slip_random(seed, 5)];
    }
}

static void make_likely(char *word, size_t place, uint32_t *seed)
{
    switch (slip_random(seed, 6)) {
    case 0:
        leave_out(word, place);
        break;
    case 1:
        put_in(word, place, word[place]);
        break;
    case 2:
        put_in(word, place, beside(word[place], seed));
        break;
    case 3:
        word[place] = beside(word[place], seed);
        break;
    case 4:
        swap(word, place);
        break;
    default:
        change_vowel(word, place, seed);
        break;
    }
}

static void make_any(char *word, size_t place, uint32_t *seed)
{
    char letter = (char)('a' + slip_random(seed, 26));
    switch (slip_random(seed, 4)) {
    case 0:
        leave_out(word, place);
        break;
    case 1:
        put_in(word, place, letter);
        break;
    case 2:
        word[place] = letter;
        break;
    default:
        swap(word, place);
        break;
    }
}

void slip_make(char *word, enum slip_kind kind, uint32_t *seed)
{
    size_t place = slip_random(seed, (uint32_t)strlen(word));
    if (kind == SLIP_LIKELY) {
        make_likely(word, place, seed);
    } else {
        make_any(word, place, seed);
    }
}
