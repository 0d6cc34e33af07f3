/* Distances of names: Damerau's, in bytes, in three rows of the usual table. */
#include "search/near_names.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

enum { LENGTH_LIMIT = 64 }; /* longer names are never near */

static bool is_letter(char byte)
{
    return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

static bool holds_word(const char *name, const char *word, size_t length)
{
    for (const char *at = name; strlen(at) >= length; at++) {
        bool begins = at == name || !is_letter(at[-1]);
        if (begins && !is_letter(at[length]) && strncasecmp(at, word, length) == 0) {
            return true;
        }
    }
    return false;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* `rows`: the one to fill, the one before it and the one before that. */
static void fill_row(unsigned *const rows[3], const char *one, const char *two, size_t length,
                     size_t place)
{
    rows[0][0] = (unsigned)place + 1;
    for (size_t i = 0; i < length; i++) {
        bool same = tolower((unsigned char)one[place]) == tolower((unsigned char)two[i]);
        bool swapped = place > 0 && i > 0 &&
                       tolower((unsigned char)one[place]) == tolower((unsigned char)two[i - 1]) &&
                       tolower((unsigned char)one[place - 1]) == tolower((unsigned char)two[i]);
        unsigned best =
            least(rows[1][i] + (same ? 0 : 1), least(rows[0][i] + 1, rows[1][i + 1] + 1));
        rows[0][i + 1] = swapped ? least(best, rows[2][i - 1] + 1) : best;
    }
}

unsigned tip_near_names_distance(const struct tip_near_names *near, const char *name)
{
    unsigned table[3][LENGTH_LIMIT + 1];
    size_t length = strlen(name);
    if (near->length == 0 || near->length > LENGTH_LIMIT || length > LENGTH_LIMIT) {
        return UINT_MAX;
    }
    if (near->length > 2 && holds_word(name, near->wanted, near->length)) {
        return 1;
    }
    for (size_t i = 0; i <= length; i++) {
        table[0][i] = (unsigned)i;
    }
    for (size_t i = 0; i < near->length; i++) {
        unsigned *rows[3] = {table[(i + 1) % 3], table[i % 3], table[(i + 2) % 3]};
        fill_row(rows, near->wanted, name, length, i);
    }
    unsigned distance = table[near->length % 3][length];
    return distance <= near->length / 3 ? distance : UINT_MAX;
}

static bool is_offered(const struct tip_near_names *near, const char *name)
{
    for (size_t i = 0; i < near->count; i++) {
        if (strcasecmp(near->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

void tip_near_names_offer(struct tip_near_names *near, const char *name, unsigned distance)
{
    size_t place = near->count;
    while (place > 0 && near->distances[place - 1] > distance) {
        place--;
    }
    if (distance == UINT_MAX || place == TIP_NEAR_NAMES || is_offered(near, name)) {
        return;
    }
    size_t count = near->count < TIP_NEAR_NAMES ? near->count + 1 : TIP_NEAR_NAMES;
    for (size_t i = count - 1; i > place; i--) {
        near->names[i] = near->names[i - 1];
        near->distances[i] = near->distances[i - 1];
    }
    near->names[place] = name;
    near->distances[place] = distance;
    near->count = count;
}

void tip_near_names_write(const struct tip_near_names *near, struct tip_string *out)
{
    for (size_t i = 0; i < near->count; i++) {
        tip_string_printf(out, "%s\"%s\"", i == 0 ? "did you mean " : ", ", near->names[i]);
    }
    tip_string_append_text(out, near->count > 0 ? "?" : "");
}
