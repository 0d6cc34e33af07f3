/* An optimal string alignment (Damerau's edits, none inside another) with a cost of its own for
 * each edit, in a band around the diagonal of the usual table.
 *
 * What is cheap follows what studies of misspelling agree on (Kukich, "Techniques for automatically
 * correcting words in text", 1992: most slips are one letter; vowels, doubled letters and letters
 * that are not heard lead among those of writers, neighbouring keys and swaps among those of
 * typists). The figures were fitted on slips made by rule over the words of an index and on lists
 * of common misspellings; a fifth more or less of any one changes little. */
#include "search/correction/edit_cost.h"

#include <string.h>

#include "base/utf8.h"

enum {
    COST_DOUBLED = 45, /* a letter twice for once, or once for twice */
    COST_SWAP = 45,    /* two neighbours in each other's place */
    COST_VOWEL = 55,   /* one vowel for another: -able, -ible; -ance, -ence */
    COST_SOUND = 60,   /* consonants that may sound alike */
    COST_KEY = 75,     /* the key beside it */
    COST_SLIPPED = 80, /* a letter too many whose key is beside that of its neighbour */
    COST_SILENT = 60,  /* a letter that is not heard was left out */
    COST_MISSING_VOWEL = 75,
    COST_MISSING = 85,
    COST_EXTRA = 95,
    COST_EXTRA_VOWEL = 85,
    COST_PAIR = 60,  /* ph for f */
    COST_FIRST = 25, /* besides, when the first letter is another: it is seldom the wrong one */
    BAND = 4
};

static const char *const keyboard[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};

/* Letters of a group may sound alike. */
static const char *const sounds[] = {"ckq", "cs", "sz", "gj", "dt", "bp", "fv", "vw", "mn", "xz"};

/* Two letters for one and one for two that may sound alike. */
static const struct {
    const char *typed, *meant;
} pairs[] = {{"f", "ph"}, {"ph", "f"}, {"ks", "x"},  {"cs", "x"}, {"cc", "x"}, {"x", "cc"},
             {"y", "ie"}, {"ie", "y"}, {"kw", "qu"}, {"k", "qu"}, {"au", "o"}, {"o", "au"}};

/* A letter that is often not heard, behind or before the one beside it ('^': the word's end). */
static const struct {
    char silent, before, after; /* 0: whatever */
} silent_letters[] = {
    {'h', 'c', 0}, {'h', 'g', 0},   {'h', 'k', 0}, {'h', 'r', 0}, {'h', 't', 0},   {'h', 'w', 0},
    {'h', '^', 0}, {'e', 0, '^'},   {'c', 0, 'k'}, {'c', 's', 0}, {'k', '^', 'n'}, {'k', 'c', 0},
    {'b', 'm', 0}, {'b', 0, 't'},   {'g', 0, 'n'}, {'g', 0, 'h'}, {'p', '^', 's'}, {'u', 'g', 0},
    {'u', 'q', 0}, {'w', '^', 'r'}, {'t', 0, 'c'}, {'d', 0, 'g'}, {'n', 'm', 0},   {'l', 0, 'k'}};

bool tip_letters_read(struct tip_letters *letters, const char *text, size_t length)
{
    const char *end = text + length;
    letters->count = 0;
    while (text < end) {
        if (letters->count == TIP_LETTERS_LIMIT) {
            return false;
        }
        bool is_ascii = (unsigned char)*text < 0x80;
        letters->at[letters->count++] = is_ascii ? (uint32_t)*text++ : tip_utf8_next(&text, end);
    }
    return true;
}

bool tip_letters_hold_digit(const struct tip_letters *letters)
{
    for (size_t i = 0; i < letters->count; i++) {
        if (letters->at[i] >= '0' && letters->at[i] <= '9') {
            return true;
        }
    }
    return false;
}

uint32_t tip_letters_mask(const struct tip_letters *letters)
{
    uint32_t mask = 0;
    for (size_t i = 0; i < letters->count; i++) {
        uint32_t letter = letters->at[i];
        mask |= UINT32_C(1) << (letter >= 'a' && letter <= 'z' ? letter - 'a' : 26 + letter % 6);
    }
    return mask;
}

static bool is_vowel(uint32_t letter)
{
    return letter < 128 && letter != 0 && strchr("aeiouy", (int)letter) != NULL;
}

/* ---- what one letter costs in the place of another ---- */

static void lower(struct tip_edit_costs *costs, char one, char two, unsigned char cost)
{
    unsigned char *forth = &costs->replace[one - 'a'][two - 'a'];
    unsigned char *back = &costs->replace[two - 'a'][one - 'a'];
    if (cost < *forth) {
        *forth = *back = cost;
    }
}

static void lower_group(struct tip_edit_costs *costs, const char *group, unsigned char cost)
{
    for (const char *one = group; *one != '\0'; one++) {
        for (const char *two = one + 1; *two != '\0'; two++) {
            lower(costs, *one, *two, cost);
        }
    }
}

/* A key's neighbours: in its row, and the two that are half a key off in the row below. */
static void lower_keys(struct tip_edit_costs *costs)
{
    for (size_t row = 0; row < sizeof keyboard / sizeof *keyboard; row++) {
        for (size_t i = 0; keyboard[row][i] != '\0'; i++) {
            if (keyboard[row][i + 1] != '\0') {
                lower(costs, keyboard[row][i], keyboard[row][i + 1], COST_KEY);
            }
            if (row + 1 == sizeof keyboard / sizeof *keyboard) {
                continue;
            }
            const char *below = keyboard[row + 1];
            if (i < strlen(below)) {
                lower(costs, keyboard[row][i], below[i], COST_KEY);
            }
            if (i > 0 && i - 1 < strlen(below)) {
                lower(costs, keyboard[row][i], below[i - 1], COST_KEY);
            }
        }
    }
}

void tip_edit_costs_make(struct tip_edit_costs *costs)
{
    memset(costs->replace, TIP_EDIT, sizeof costs->replace);
    lower_keys(costs);
    lower_group(costs, "aeiouy", COST_VOWEL);
    for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++) {
        lower_group(costs, sounds[i], COST_SOUND);
    }
}

static unsigned replacing(const struct tip_edit_costs *costs, uint32_t typed, uint32_t meant)
{
    if (typed == meant) {
        return 0;
    }
    bool is_plain = typed >= 'a' && typed <= 'z' && meant >= 'a' && meant <= 'z';
    return is_plain ? costs->replace[typed - 'a'][meant - 'a'] : TIP_EDIT;
}

/* ---- letters too many and too few ---- */

static bool is_beside(const struct tip_letters *letters, size_t place, uint32_t letter)
{
    return (place > 0 && letters->at[place - 1] == letter) ||
           (place + 1 < letters->count && letters->at[place + 1] == letter);
}

static unsigned extra(const struct tip_edit_costs *costs, const struct tip_letters *typed,
                      size_t place)
{
    uint32_t letter = typed->at[place];
    if (is_beside(typed, place, letter)) {
        return COST_DOUBLED;
    }
    if ((place > 0 && replacing(costs, letter, typed->at[place - 1]) == COST_KEY) ||
        (place + 1 < typed->count && replacing(costs, letter, typed->at[place + 1]) == COST_KEY)) {
        return COST_SLIPPED;
    }
    return is_vowel(letter) ? COST_EXTRA_VOWEL : COST_EXTRA;
}

static bool is_silent(const struct tip_letters *meant, size_t place)
{
    uint32_t before = place == 0 ? '^' : meant->at[place - 1];
    uint32_t after = place + 1 == meant->count ? '^' : meant->at[place + 1];
    for (size_t i = 0; i < sizeof silent_letters / sizeof *silent_letters; i++) {
        char wanted_before = silent_letters[i].before, wanted_after = silent_letters[i].after;
        if (meant->at[place] == (uint32_t)silent_letters[i].silent &&
            (wanted_before == 0 || before == (uint32_t)wanted_before) &&
            (wanted_after == 0 || after == (uint32_t)wanted_after)) {
            return true;
        }
    }
    return false;
}

static unsigned missing(const struct tip_letters *meant, size_t place)
{
    if (is_beside(meant, place, meant->at[place])) {
        return COST_DOUBLED;
    }
    if (is_silent(meant, place)) {
        return COST_SILENT;
    }
    return is_vowel(meant->at[place]) ? COST_MISSING_VOWEL : COST_MISSING;
}

/* ---- the table ---- */

struct table {
    const struct tip_edit_costs *costs;
    const struct tip_letters *typed, *meant;
    uint16_t missing[TIP_LETTERS_LIMIT];
    uint16_t cells[TIP_LETTERS_LIMIT + 1][TIP_LETTERS_LIMIT + 1];
};

static void keep_least(unsigned *least, unsigned cost)
{
    *least = cost < *least ? cost : *least;
}

/* Whether the letters before `end` are `text`. */
static bool ends_in(const struct tip_letters *letters, size_t end, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (end < length || letters->at[end - length + i] != (uint32_t)text[i]) {
            return false;
        }
    }
    return true;
}

static void try_pairs(const struct table *table, size_t i, size_t j, unsigned *least)
{
    for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
        size_t typed = strlen(pairs[p].typed), meant = strlen(pairs[p].meant);
        if (ends_in(table->typed, i, pairs[p].typed, typed) &&
            ends_in(table->meant, j, pairs[p].meant, meant)) {
            keep_least(least, table->cells[i - typed][j - meant] + COST_PAIR);
        }
    }
}

static void try_swap(const struct table *table, size_t i, size_t j, unsigned *least)
{
    const uint32_t *typed = table->typed->at, *meant = table->meant->at;
    if (i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1]) {
        keep_least(least, table->cells[i - 2][j - 2] + (unsigned)COST_SWAP);
    }
}

/* The cell of the first `i` letters typed and the first `j` meant, both above 0; `taken_out` is
 * what the letter typed costs as one too many. */
static unsigned fill_cell(struct table *table, size_t i, size_t j, unsigned taken_out)
{
    uint32_t typed = table->typed->at[i - 1], meant = table->meant->at[j - 1];
    unsigned least = table->cells[i - 1][j - 1] + replacing(table->costs, typed, meant);
    if (typed != meant) {
        try_swap(table, i, j, &least);
        try_pairs(table, i, j, &least);
    }
    keep_least(&least, table->cells[i - 1][j] + taken_out);
    keep_least(&least, (unsigned)table->cells[i][j - 1] + table->missing[j - 1]);
    table->cells[i][j] = (uint16_t)least;
    return least;
}

/* Fills row `i` inside the band, with a wall on both sides; returns the least of it. */
static unsigned fill_row(struct table *table, size_t i)
{
    size_t first = i > BAND ? i - BAND : 0;
    size_t last = i + BAND < table->meant->count ? i + BAND : table->meant->count;
    unsigned taken_out = extra(table->costs, table->typed, i - 1);
    unsigned least = TIP_NO_COST;
    for (size_t j = first; j <= last; j++) {
        if (j == 0) {
            table->cells[i][0] = (uint16_t)(table->cells[i - 1][0] + taken_out);
            keep_least(&least, table->cells[i][0]);
        } else {
            if (j == first) {
                table->cells[i][j - 1] = TIP_NO_COST / 2;
            }
            keep_least(&least, fill_cell(table, i, j, taken_out));
        }
    }
    if (last < table->meant->count) {
        table->cells[i][last + 1] = TIP_NO_COST / 2;
    }
    return least;
}

static void begin(struct table *table)
{
    size_t last = BAND < table->meant->count ? BAND : table->meant->count;
    table->cells[0][0] = 0;
    for (size_t j = 0; j < table->meant->count; j++) {
        table->missing[j] = (uint16_t)missing(table->meant, j);
    }
    for (size_t j = 1; j <= last; j++) {
        table->cells[0][j] = (uint16_t)(table->cells[0][j - 1] + table->missing[j - 1]);
    }
    if (last < table->meant->count) {
        table->cells[0][last + 1] = TIP_NO_COST / 2;
    }
}

unsigned tip_edit_cost(const struct tip_edit_costs *costs, const struct tip_letters *typed,
                       const struct tip_letters *meant, unsigned limit)
{
    struct table table;
    size_t apart =
        typed->count > meant->count ? typed->count - meant->count : meant->count - typed->count;
    if (typed->count == 0 || meant->count == 0 || apart > BAND) {
        return TIP_NO_COST;
    }
    table.costs = costs;
    table.typed = typed;
    table.meant = meant;
    begin(&table);
    unsigned before = 0;
    for (size_t i = 1; i <= typed->count; i++) {
        unsigned least = fill_row(&table, i);
        if (least > limit && before > limit) {
            return TIP_NO_COST; /* no edit reaches over more than two rows */
        }
        before = least;
    }
    unsigned cost = table.cells[typed->count][meant->count];
    cost += typed->at[0] != meant->at[0] ? COST_FIRST : 0;
    return cost <= limit ? cost : TIP_NO_COST;
}
