/* Cuts a query at white space, parentheses and quotes. It decides by characters alone, so that
 * what people paste never surprises: a sign counts only where a word begins, a field's name only
 * when a value follows it at once, ~ and ^ only at the end and before a number. */
#include "search/lexer.h"
#include "search/word_suffix.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static bool is_blank(uint32_t character)
{
    return character <= ' ' || character == 0x85 || character == 0xA0 || character == 0x1680 ||
           (character >= 0x2000 && character <= 0x200B) || character == 0x2028 ||
           character == 0x2029 || character == 0x202F || character == 0x205F ||
           character == 0x3000 || character == 0xFEFF;
}

static bool is_quote(uint32_t character)
{
    return character == '"' || (character >= 0x201C && character <= 0x201F) || character == 0xAB ||
           character == 0xBB;
}

static bool is_parenthesis(uint32_t character)
{
    return character == '(' || character == ')';
}

static bool ends_word(uint32_t character)
{
    return is_blank(character) || is_quote(character) || is_parenthesis(character);
}

/* What a sign must stand directly before. */
static bool begins_word(uint32_t character)
{
    if (character >= 0x80) {
        return !is_blank(character) && !is_quote(character);
    }
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z') || character == '=' || character == '*' ||
           character == '?';
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
    while (cursor < end && !ends_word(peek(cursor, end))) {
        cursor = skip(cursor, end);
    }
    return cursor;
}

void tip_lexer_begin(struct tip_lexer *lexer, const char *text, size_t length,
                     struct tip_error *error)
{
    *lexer = (struct tip_lexer){.text = text, .cursor = text, .end = text + length, .error = error};
}

bool tip_lexeme_is_operand(const struct tip_lexeme *lexeme)
{
    return lexeme->kind == TIP_LEXEME_WORD || lexeme->kind == TIP_LEXEME_PHRASE ||
           lexeme->kind == TIP_LEXEME_FILTER || lexeme->kind == TIP_LEXEME_ALL;
}

bool tip_lexeme_is_operator(const struct tip_lexeme *lexeme)
{
    return lexeme->kind == TIP_LEXEME_AND || lexeme->kind == TIP_LEXEME_OR ||
           lexeme->kind == TIP_LEXEME_NOT || lexeme->kind == TIP_LEXEME_NEAR;
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

/* A value without quotes, from the cursor on. False when there is none. */
static bool take_value(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    const char *value = lexer->cursor, *stop = word_end(value, lexer->end);
    lexeme->text = value;
    lexeme->length = (size_t)(stop - value);
    tip_suffix_drop_weight(lexeme);
    lexeme->length = value_length(value, lexeme->length);
    lexer->cursor = stop;
    return lexeme->length > 0;
}

/* Whether a filter was taken. TIP_INVALID: a group stands for its value. */
static tip_status take_filter(struct tip_lexer *lexer, struct tip_lexeme *lexeme, bool *is_taken)
{
    enum tip_filter_field field = field_at(lexer);
    *is_taken = false;
    if (field == TIP_FILTER_NONE) {
        return TIP_OK;
    }
    const char *name = lexer->cursor;
    lexer->cursor += strlen(tip_filter_name(field)) + 1;
    uint32_t next = peek(lexer->cursor, lexer->end);
    if (next == '(') {
        lexeme->begin = lexer->cursor;
        return tip_error_set(lexer->error, TIP_INVALID,
                             "a field takes a value or a list of them, no group: %s:A,B",
                             tip_filter_name(field));
    }
    *is_taken = is_quote(next) ? take_phrase(lexer, lexeme) : take_value(lexer, lexeme);
    if (!*is_taken) {
        lexer->cursor = name;
        return TIP_OK;
    }
    lexer->cursor = tip_suffix_skip_weight(lexer->cursor, word_end(lexer->cursor, lexer->end));
    lexeme->kind = TIP_LEXEME_FILTER;
    lexeme->field = field;
    return TIP_OK;
}

static bool is_stars(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '*') {
            return false;
        }
    }
    return length > 0;
}

static bool is_text(const struct tip_lexeme *lexeme, const char *text)
{
    return lexeme->length == strlen(text) && memcmp(lexeme->text, text, lexeme->length) == 0;
}

/* NEAR, or NEAR/ and a number. */
static tip_status take_near(const struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    enum { NAME = 4 };
    unsigned distance;
    if (lexeme->length < NAME || memcmp(lexeme->text, "NEAR", NAME) != 0 ||
        (lexeme->length > NAME && lexeme->text[NAME] != '/')) {
        return TIP_OK;
    }
    if (lexeme->length == NAME) {
        lexeme->kind = TIP_LEXEME_NEAR;
        return TIP_OK;
    }
    const char *digits = lexeme->text + NAME + 1;
    if (!tip_suffix_number(digits, lexeme->text + lexeme->length, &distance)) {
        return TIP_OK;
    }
    if (distance < 1 || distance > TIP_QUERY_GAPS) {
        lexeme->begin = digits;
        return tip_error_set(lexer->error, TIP_INVALID,
                             "the number behind NEAR/ is in words, 1 to %d", TIP_QUERY_GAPS);
    }
    lexeme->kind = TIP_LEXEME_NEAR;
    lexeme->has_number = true;
    lexeme->number = distance;
    return TIP_OK;
}

static tip_status find_operator(const struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    static const struct {
        const char *name;
        enum tip_lexeme_kind kind;
    } operators[] = {{"AND", TIP_LEXEME_AND}, {"OR", TIP_LEXEME_OR}, {"NOT", TIP_LEXEME_NOT}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (is_text(lexeme, operators[i].name)) {
            lexeme->kind = operators[i].kind;
        }
    }
    return take_near(lexer, lexeme);
}

static tip_status take_word(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    lexeme->text = lexer->cursor;
    lexer->cursor = word_end(lexer->cursor, lexer->end);
    lexeme->length = (size_t)(lexer->cursor - lexeme->text);
    lexeme->kind = is_stars(lexeme->text, lexeme->length) ? TIP_LEXEME_ALL : TIP_LEXEME_WORD;
    if (lexer->is_plain || lexeme->kind == TIP_LEXEME_ALL) {
        return TIP_OK;
    }
    tip_status status = lexeme->role == TIP_ROLE_ANY ? find_operator(lexer, lexeme) : TIP_OK;
    if (status != TIP_OK || lexeme->kind != TIP_LEXEME_WORD) {
        return status;
    }
    status = tip_suffix_take(lexeme, lexer->error);
    if (is_stars(lexeme->text, lexeme->length)) {
        lexeme->kind = TIP_LEXEME_ALL;
    }
    return status;
}

/* Takes the sign before a word, phrase, filter or group. A sign before anything else is
 * punctuation. */
static void take_sign(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    char sign = *lexer->cursor;
    if (lexer->is_plain || (sign != '+' && sign != '-')) {
        return;
    }
    uint32_t next = peek(lexer->cursor + 1, lexer->end);
    if (next == '(' || begins_word(next) || is_quote(next)) {
        lexeme->role = sign == '+' ? TIP_ROLE_MUST : TIP_ROLE_MUST_NOT;
        lexer->cursor++;
    }
}

static bool take_parenthesis(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    char character = *lexer->cursor;
    if (lexer->is_plain || (character != '(' && character != ')')) {
        return false;
    }
    lexeme->kind = character == '(' ? TIP_LEXEME_OPEN : TIP_LEXEME_CLOSE;
    lexeme->text = lexer->cursor++;
    lexeme->length = 1;
    return true;
}

static void skip_blanks(struct tip_lexer *lexer)
{
    while (lexer->cursor < lexer->end) {
        uint32_t next = peek(lexer->cursor, lexer->end);
        if (!is_blank(next) && !(lexer->is_plain && is_parenthesis(next))) {
            break;
        }
        lexer->cursor = skip(lexer->cursor, lexer->end);
    }
}

/* What stands at the cursor behind a parenthesis or phrase, without a blank. */
static tip_status take_suffix(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    if (lexer->is_plain) {
        return TIP_OK;
    }
    return tip_suffix_behind(lexeme, &lexer->cursor, word_end(lexer->cursor, lexer->end),
                             lexer->error);
}

tip_status tip_lexer_next(struct tip_lexer *lexer, struct tip_lexeme *lexeme)
{
    for (;;) {
        skip_blanks(lexer);
        *lexeme = (struct tip_lexeme){.kind = TIP_LEXEME_END,
                                      .begin = lexer->cursor,
                                      .text = lexer->end,
                                      .field = TIP_FILTER_NONE,
                                      .weight = 1};
        if (lexer->cursor == lexer->end) {
            return TIP_OK;
        }
        take_sign(lexer, lexeme);
        if (take_parenthesis(lexer, lexeme)) {
            return lexeme->kind == TIP_LEXEME_CLOSE ? take_suffix(lexer, lexeme) : TIP_OK;
        }
        if (!is_quote(peek(lexer->cursor, lexer->end))) {
            break;
        }
        if (take_phrase(lexer, lexeme)) {
            lexeme->kind = TIP_LEXEME_PHRASE;
            return take_suffix(lexer, lexeme);
        }
    }
    bool is_filter = false;
    tip_status status = lexer->is_plain ? TIP_OK : take_filter(lexer, lexeme, &is_filter);
    return status != TIP_OK || is_filter ? status : take_word(lexer, lexeme);
}
