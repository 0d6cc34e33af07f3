/* Cuts a query at white space, parentheses and quotes. It decides by characters alone, so that
 * what people paste never surprises: a sign counts only where a word begins, a field's name only
 * when a value follows it at once. */
#include "search/lexer.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static bool is_blank(uint32_t character)
{
    return character <= ' ' || character == '(' || character == ')' || character == 0x85 ||
           character == 0xA0 || character == 0x1680 ||
           (character >= 0x2000 && character <= 0x200B) || character == 0x2028 ||
           character == 0x2029 || character == 0x202F || character == 0x205F ||
           character == 0x3000 || character == 0xFEFF;
}

static bool is_quote(uint32_t character)
{
    return character == '"' || (character >= 0x201C && character <= 0x201F) || character == 0xAB ||
           character == 0xBB;
}

/* What a sign or a field's colon must stand directly before. */
static bool begins_word(uint32_t character)
{
    if (character >= 0x80) {
        return !is_blank(character) && !is_quote(character);
    }
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z');
}

/* The character at `cursor` without moving; 0 at the end. */
static uint32_t peek(const char *cursor, const char *end)
{
    return cursor < end ? tip_utf8_next(&cursor, end) : 0;
}

static const char *skip(const char *cursor, const char *end)
{
    tip_utf8_next(&cursor, end);
    return cursor;
}

static const char *find_quote(const char *cursor, const char *end)
{
    while (cursor < end && !is_quote(peek(cursor, end))) {
        cursor = skip(cursor, end);
    }
    return cursor < end ? cursor : NULL;
}

static const char *word_end(const char *cursor, const char *end)
{
    while (cursor < end && !is_blank(peek(cursor, end)) && !is_quote(peek(cursor, end))) {
        cursor = skip(cursor, end);
    }
    return cursor;
}

void tip_lexer_begin(struct tip_lexer *lexer, const char *text, size_t length)
{
    *lexer = (struct tip_lexer){.text = text, .cursor = text, .end = text + length};
}

/* A quote at the cursor: the phrase up to its partner. Without one, the rest is plain. */
static bool take_phrase(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    const char *inside = skip(lexer->cursor, lexer->end);
    const char *close = lexer->is_plain ? NULL : find_quote(inside, lexer->end);
    lexer->cursor = inside;
    if (close == NULL) {
        lexer->is_plain = true;
        return false;
    }
    lexeme->text = inside;
    lexeme->length = (size_t)(close - inside);
    lexer->cursor = skip(close, lexer->end);
    return true;
}

/* The field whose name and colon stand at the cursor. */
static enum tip_filter_field field_at(const struct tip_lexer *lexer)
{
    for (int field = 0; field < TIP_FILTER_FIELD_COUNT; field++) {
        const char *name = tip_filter_name((enum tip_filter_field)field);
        size_t length = strlen(name);
        if ((size_t)(lexer->end - lexer->cursor) > length && lexer->cursor[length] == ':' &&
            strncasecmp(lexer->cursor, name, length) == 0) {
            return (enum tip_filter_field)field;
        }
    }
    return TIP_FILTER_NONE;
}

/* Punctuation that ends a pasted sentence is no part of a filter's value. */
static size_t value_length(const char *text, size_t length)
{
    while (length > 0 && strchr(",;:!?", text[length - 1]) != NULL) {
        length--;
    }
    bool one_full_stop = length > 1 && text[length - 1] == '.' && text[length - 2] != '.';
    return one_full_stop ? length - 1 : length;
}

static bool take_filter(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    enum tip_filter_field field = field_at(lexer);
    if (field == TIP_FILTER_NONE) {
        return false;
    }
    const char *name = lexer->cursor;
    const char *value = name + strlen(tip_filter_name(field)) + 1;
    uint32_t next = peek(value, lexer->end);
    if (is_quote(next)) {
        lexer->cursor = value;
        if (!take_phrase(lexer, lexeme)) {
            lexer->cursor = name;
            return false;
        }
    } else {
        const char *stop = word_end(value, lexer->end);
        size_t length = value_length(value, (size_t)(stop - value));
        if (length == 0) {
            return false;
        }
        lexeme->text = value;
        lexeme->length = length;
        lexer->cursor = stop;
    }
    lexeme->kind = TIP_LEXEME_FILTER;
    lexeme->field = field;
    lexeme->name = name;
    return true;
}

static bool is_stars(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '*') {
            return false;
        }
    }
    return true;
}

static enum tip_lexeme_kind word_kind(const struct tip_lexer *lexer,
                                      const struct tip_lexeme *lexeme)
{
    if (is_stars(lexeme->text, lexeme->length)) {
        return TIP_LEXEME_ALL;
    }
    if (lexer->is_plain || lexeme->role != TIP_ROLE_ANY) {
        return TIP_LEXEME_WORD;
    }
    if (lexeme->length == 3 && memcmp(lexeme->text, "AND", 3) == 0) {
        return TIP_LEXEME_AND;
    }
    if (lexeme->length == 3 && memcmp(lexeme->text, "NOT", 3) == 0) {
        return TIP_LEXEME_NOT;
    }
    bool is_or = lexeme->length == 2 && memcmp(lexeme->text, "OR", 2) == 0;
    return is_or ? TIP_LEXEME_OR : TIP_LEXEME_WORD;
}

static void take_word(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    lexeme->text = lexer->cursor;
    lexer->cursor = word_end(lexer->cursor, lexer->end);
    lexeme->length = (size_t)(lexer->cursor - lexeme->text);
    lexeme->kind = word_kind(lexer, lexeme);
}

/* Takes the sign before a word, phrase or filter. A sign before anything else is punctuation. */
static void take_sign(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    char sign = *lexer->cursor;
    if (lexer->is_plain || (sign != '+' && sign != '-')) {
        return;
    }
    uint32_t next = peek(lexer->cursor + 1, lexer->end);
    if (next == '(') {
        lexeme->kind = TIP_LEXEME_SIGNED_GROUP;
        lexeme->text = lexer->cursor++;
        lexeme->length = 1;
        return;
    }
    if (begins_word(next) || is_quote(next)) {
        lexeme->role = sign == '+' ? TIP_ROLE_MUST : TIP_ROLE_MUST_NOT;
        lexer->cursor++;
    }
}

static void skip_blanks(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    while (lexer->cursor < lexer->end && is_blank(peek(lexer->cursor, lexer->end))) {
        if (*lexer->cursor == '(' || *lexer->cursor == ')') {
            lexeme->after_parenthesis = *lexer->cursor == '(';
        }
        lexer->cursor = skip(lexer->cursor, lexer->end);
    }
}

struct tip_lexeme tip_lexer_next(struct tip_lexer *lexer)
{
    struct tip_lexeme lexeme;
    for (;;) {
        lexeme = (struct tip_lexeme){.kind = TIP_LEXEME_END, .text = lexer->end};
        skip_blanks(lexer, &lexeme);
        if (lexer->cursor == lexer->end) {
            return lexeme;
        }
        take_sign(lexer, &lexeme);
        if (lexeme.kind == TIP_LEXEME_SIGNED_GROUP) {
            return lexeme;
        }
        if (!is_quote(peek(lexer->cursor, lexer->end))) {
            break;
        }
        if (take_phrase(lexer, &lexeme)) {
            lexeme.kind = TIP_LEXEME_PHRASE;
            return lexeme;
        }
    }
    if (lexer->is_plain || !take_filter(lexer, &lexeme)) {
        take_word(lexer, &lexeme);
    }
    return lexeme;
}
