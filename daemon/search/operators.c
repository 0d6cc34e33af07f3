/* Each pass looks at the lexemes in their order, and at their neighbours. */
#include "search/operators.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

enum { HEADING_WORDS = 3, HEADING_STRETCH = 2 };

void tip_lexemes_remove(struct tip_lexeme_list *list, size_t first, size_t count)
{
    /* with the lexeme of the end, which stands behind the last one */
    memmove(list->items + first, list->items + first + count,
            (list->count + 1 - first - count) * sizeof *list->items);
    list->count -= count;
}

/* ---- capitals ---- */

static bool has_letter(const char *text, size_t length, bool is_small)
{
    const char *end = text + length;
    while (text < end) {
        UChar32 character = (UChar32)tip_utf8_next(&text, end);
        if (is_small ? u_islower(character) : u_isupper(character)) {
            return true;
        }
    }
    return false;
}

static bool has_capitals(const struct tip_lexeme_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct tip_lexeme *lexeme = &list->items[i];
        if (lexeme->kind == TIP_LEXEME_WORD && has_letter(lexeme->text, lexeme->length, false)) {
            return true;
        }
    }
    return false;
}

/* The most words in a row. */
static size_t longest_stretch(const struct tip_lexeme_list *list)
{
    size_t longest = 0, words = 0;
    for (size_t i = 0; i < list->count; i++) {
        words = list->items[i].kind == TIP_LEXEME_WORD ? words + 1 : 0;
        longest = words > longest ? words : longest;
    }
    return longest;
}

static size_t count_words(const struct tip_lexeme_list *list)
{
    size_t words = 0;
    for (size_t i = 0; i < list->count; i++) {
        words += list->items[i].kind == TIP_LEXEME_WORD ? 1 : 0;
    }
    return words;
}

void tip_operators_lower(struct tip_lexeme_list *list, const char *text, size_t length)
{
    if (has_letter(text, length, true) || longest_stretch(list) < HEADING_STRETCH ||
        !has_capitals(list) || count_words(list) < HEADING_WORDS) {
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (tip_lexeme_is_operator(&list->items[i])) {
            list->items[i].kind = TIP_LEXEME_WORD;
        }
    }
}

/* ---- parentheses ---- */

/* Sets is_partner[i] for each parenthesis that has one. */
static void find_partners(const struct tip_lexeme_list *list, bool *is_partner, size_t *open)
{
    size_t depth = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == TIP_LEXEME_OPEN) {
            open[depth++] = i;
        } else if (list->items[i].kind == TIP_LEXEME_CLOSE && depth > 0) {
            is_partner[open[--depth]] = is_partner[i] = true;
        }
    }
}

static tip_status check_partners(const struct tip_lexeme_list *list, const bool *is_partner,
                                 const char **place, struct tip_error *error)
{
    size_t depth = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct tip_lexeme *lexeme = &list->items[i];
        bool is_open = lexeme->kind == TIP_LEXEME_OPEN;
        bool has_not = i > 0 && list->items[i - 1].kind == TIP_LEXEME_NOT;
        *place = has_not ? list->items[i - 1].begin : lexeme->begin;
        if (is_open && !is_partner[i] && (has_not || lexeme->role != TIP_ROLE_ANY)) {
            return tip_error_set(error, TIP_INVALID,
                                 "the parenthesis behind a sign or NOT is not closed: close it, or "
                                 "write the sign before each word");
        }
        if (is_open && is_partner[i] && ++depth > TIP_QUERY_DEPTH) {
            *place = lexeme->text;
            return tip_error_set(error, TIP_INVALID,
                                 "parentheses are at most %d deep in each other", TIP_QUERY_DEPTH);
        }
        depth -= lexeme->kind == TIP_LEXEME_CLOSE && is_partner[i] ? 1 : 0;
    }
    return TIP_OK;
}

/* Drops groups with nothing in them, and NOT before one. */
static void drop_empty(struct tip_lexeme_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool closes_empty = list->items[i].kind == TIP_LEXEME_CLOSE && kept > 0 &&
                            list->items[kept - 1].kind == TIP_LEXEME_OPEN;
        if (!closes_empty) {
            list->items[kept++] = list->items[i];
            continue;
        }
        kept--;
        kept -= kept > 0 && list->items[kept - 1].kind == TIP_LEXEME_NOT ? 1 : 0;
    }
    list->items[kept] = list->items[list->count];
    list->count = kept;
}

tip_status tip_parentheses_match(struct tip_lexeme_list *list, const char **place,
                                 struct tip_error *error)
{
    bool *is_partner = calloc(list->count + 1, sizeof *is_partner);
    size_t *open = calloc(list->count + 1, sizeof *open);
    tip_status status = TIP_OK;
    if (is_partner == NULL || open == NULL) {
        status = tip_error_memory(error, "reading a query");
    } else {
        find_partners(list, is_partner, open);
        status = check_partners(list, is_partner, place, error);
    }
    size_t kept = 0;
    for (size_t i = 0; status == TIP_OK && i < list->count; i++) {
        enum tip_lexeme_kind kind = list->items[i].kind;
        bool is_lone = (kind == TIP_LEXEME_OPEN || kind == TIP_LEXEME_CLOSE) && !is_partner[i];
        if (!is_lone) {
            list->items[kept++] = list->items[i];
        }
    }
    if (status == TIP_OK) {
        list->items[kept] = list->items[list->count];
        list->count = kept;
        drop_empty(list);
    }
    free(is_partner);
    free(open);
    return status;
}

/* ---- operands ---- */

static bool ends_operand(const struct tip_lexeme_list *list, size_t place)
{
    return place > 0 && (tip_lexeme_is_operand(&list->items[place - 1]) ||
                         list->items[place - 1].kind == TIP_LEXEME_CLOSE);
}

static bool begins_operand(const struct tip_lexeme_list *list, size_t place)
{
    return place < list->count && (tip_lexeme_is_operand(&list->items[place]) ||
                                   list->items[place].kind == TIP_LEXEME_OPEN);
}

/* ---- stars ---- */

static bool touches_operand(const struct tip_lexeme_list *list, size_t place)
{
    const struct tip_lexeme *items = list->items;
    bool behind = place + 1 < list->count && (tip_lexeme_is_operand(&items[place + 1]) ||
                                              items[place + 1].kind == TIP_LEXEME_OPEN ||
                                              items[place + 1].kind == TIP_LEXEME_NOT);
    bool before = place > 0 && (tip_lexeme_is_operand(&items[place - 1]) ||
                                items[place - 1].kind == TIP_LEXEME_CLOSE);
    return behind || before;
}

/* Whether the * is what NEAR stands beside, which the parser refuses. */
static bool joins_near(const struct tip_lexeme_list *list, size_t place)
{
    const struct tip_lexeme *items = list->items;
    bool behind = place + 1 < list->count && items[place + 1].kind == TIP_LEXEME_NEAR &&
                  begins_operand(list, place + 2);
    bool before =
        place > 1 && items[place - 1].kind == TIP_LEXEME_NEAR && ends_operand(list, place - 1);
    return behind || before;
}

void tip_stars_drop(struct tip_lexeme_list *list)
{
    for (size_t i = 0; i < list->count;) {
        const struct tip_lexeme *lexeme = &list->items[i];
        bool is_bare = lexeme->kind == TIP_LEXEME_ALL && lexeme->role == TIP_ROLE_ANY &&
                       (i == 0 || list->items[i - 1].kind != TIP_LEXEME_NOT);
        if (is_bare && touches_operand(list, i) && !joins_near(list, i)) {
            tip_lexemes_remove(list, i, 1);
        } else {
            i++;
        }
    }
}

/* ---- operators ---- */

static bool has_operands(const struct tip_lexeme_list *list, size_t place)
{
    switch (list->items[place].kind) {
    case TIP_LEXEME_NOT:
        return begins_operand(list, place + 1);
    case TIP_LEXEME_NEAR:
        return ends_operand(list, place) && begins_operand(list, place + 1);
    default: {
        bool has_not = place + 1 < list->count && list->items[place + 1].kind == TIP_LEXEME_NOT;
        return ends_operand(list, place) && begins_operand(list, place + 1 + (has_not ? 1 : 0));
    }
    }
}

void tip_operators_demote(struct tip_lexeme_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (tip_lexeme_is_operator(&list->items[i]) && !has_operands(list, i)) {
            list->items[i].kind = TIP_LEXEME_WORD;
        }
    }
}
