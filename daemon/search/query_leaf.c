#include "search/query_leaf.h"

#include <string.h>

#include "base/utf8.h"
#include "search/word_pattern.h"
#include "search/word_suffix.h"

/* A word without ~ number may differ by so many letters, by its length in characters: as
 * Elasticsearch's fuzziness AUTO has it. */
enum { FUZZY_ONE = 3, FUZZY_TWO = 6 };

static size_t count_characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
}

static unsigned edits_of(const struct tip_lexeme *lexeme, const struct tip_token *token)
{
    if (lexeme->has_number) {
        return lexeme->number;
    }
    size_t characters = count_characters(token->word, token->word_length);
    return characters < FUZZY_ONE ? 0 : characters < FUZZY_TWO ? 1 : 2;
}

/* A clause for `lexeme` without words yet; NULL when there is no memory. */
static struct tip_clause *add_clause(struct tip_query_reader *reader,
                                     const struct tip_lexeme *lexeme)
{
    struct tip_clause *clause = tip_query_add_clause(reader);
    if (clause != NULL) {
        clause->first_word = reader->query->word_count;
        clause->typed = lexeme->text;
        clause->typed_length = lexeme->length;
        clause->weight = 1;
    }
    return clause;
}

static struct tip_query_word *last_word(struct tip_query_reader *reader)
{
    return &reader->query->words[reader->query->word_count - 1];
}

/* Adds the tokens [from, to) that are no compounds as the clause's words. */
static tip_status add_parts(struct tip_query_reader *reader, struct tip_clause *clause, size_t from,
                            size_t to, enum tip_match match)
{
    const struct tip_token *items = reader->tokens->items;
    tip_status status = TIP_OK;
    for (size_t i = from; i < to && status == TIP_OK; i++) {
        if (items[i].is_compound) {
            continue;
        }
        status = tip_query_add_word(reader, &items[i]);
        if (status == TIP_OK) {
            last_word(reader)->match = match;
            clause->word_count++;
        }
    }
    return status;
}

/* Adds compounds of the tokens [from, to); of those that must stand as a whole only the ones that
 * stand for all parts. */
static tip_status add_compounds(struct tip_query_reader *reader, struct tip_clause *clause,
                                size_t from, size_t to, bool is_whole)
{
    const struct tip_token *items = reader->tokens->items;
    uint32_t end = 0;
    for (size_t i = from; i < to; i++) {
        end = items[i].is_compound ? end : items[i].end;
    }
    tip_status status = TIP_OK;
    for (size_t i = from; i < to && status == TIP_OK; i++) {
        bool spans_all = items[i].start == items[from].start && items[i].end >= end;
        if (items[i].is_compound && (!is_whole || spans_all)) {
            status = tip_query_add_word(reader, &items[i]);
            clause->compound_count += status == TIP_OK ? 1 : 0;
        }
    }
    return status;
}

/* ---- words ---- */

/* A word, or the tokens [from, to) of one. */
static tip_status read_word(struct tip_query_reader *reader, const struct tip_lexeme *lexeme,
                            size_t from, size_t to, bool is_whole)
{
    struct tip_clause *clause = add_clause(reader, lexeme);
    if (clause == NULL) {
        return TIP_NO_MEMORY;
    }
    const struct tip_token *items = reader->tokens->items;
    uint32_t end = items[from].end;
    for (size_t i = from; i < to; i++) {
        end = items[i].end > end ? items[i].end : end;
    }
    clause->typed = lexeme->text + items[from].start;
    clause->typed_length = end - items[from].start;
    bool is_run = is_whole && reader->tokens->positions > 1;
    tip_status status =
        add_parts(reader, clause, from, to, is_run ? TIP_MATCH_EXACT : TIP_MATCH_STEM);
    if (status == TIP_OK) {
        status = add_compounds(reader, clause, from, to, is_whole);
    }
    if (is_run) {
        clause->kind = TIP_CLAUSE_RUN;
        clause->form = lexeme->is_name               ? TIP_FORM_NAME
                       : clause->compound_count == 0 ? TIP_FORM_PHRASE
                                                     : TIP_FORM_WORD;
    }
    return status;
}

/* Where the tokens end that compounds hold together with the one at `from`. */
static size_t end_of_group(const struct tip_tokens *tokens, size_t from)
{
    uint32_t end = tokens->items[from].end;
    size_t to = from + 1;
    for (size_t i = from; i < tokens->count && tokens->items[i].start < end; i++) {
        end = tokens->items[i].end > end ? tokens->items[i].end : end;
        to = i + 1;
    }
    for (size_t i = to; i < tokens->count; i++) {
        const struct tip_token *token = &tokens->items[i];
        if (token->is_compound && token->start < end && token->end > end) {
            end = token->end;
            to = i + 1;
        }
    }
    return to;
}

/* A word as typed may be several for the analyser: unless compounds hold them together, each is a
 * clause. */
static tip_status read_words(struct tip_query_reader *reader, const struct tip_lexeme *lexeme,
                             bool is_whole)
{
    const struct tip_tokens *tokens = reader->tokens;
    if (is_whole) {
        return read_word(reader, lexeme, 0, tokens->count, true);
    }
    tip_status status = TIP_OK;
    for (size_t from = 0; from < tokens->count && status == TIP_OK;) {
        size_t to = end_of_group(tokens, from);
        status = read_word(reader, lexeme, from, to, false);
        from = to;
    }
    return status;
}

/* ---- runs ---- */

/* Words side by side that are each looked for as `match` says; the last may be fuzzy. */
static tip_status read_run(struct tip_query_reader *reader, const struct tip_lexeme *lexeme)
{
    struct tip_clause *clause = add_clause(reader, lexeme);
    if (clause == NULL) {
        return TIP_NO_MEMORY;
    }
    clause->kind = TIP_CLAUSE_RUN;
    clause->form = lexeme->kind == TIP_LEXEME_PHRASE ? TIP_FORM_PHRASE : TIP_FORM_WORD;
    clause->is_literal = lexeme->kind == TIP_LEXEME_WORD && lexeme->match == TIP_MATCH_EXACT;
    clause->has_gaps = lexeme->has_tilde;
    clause->gaps = lexeme->has_tilde ? lexeme->number : 0;
    tip_status status = add_parts(reader, clause, 0, reader->tokens->count,
                                  lexeme->has_tilde ? TIP_MATCH_STEM : TIP_MATCH_EXACT);
    if (status == TIP_OK && lexeme->match == TIP_MATCH_FUZZY) {
        size_t last = reader->tokens->count - 1;
        while (reader->tokens->items[last].is_compound) {
            last--;
        }
        unsigned edits = edits_of(lexeme, &reader->tokens->items[last]);
        last_word(reader)->match = edits == 0 ? TIP_MATCH_EXACT : TIP_MATCH_FUZZY;
        last_word(reader)->edits = edits;
        clause->is_literal = edits == 0;
    }
    return status;
}

/* ---- wildcards ---- */

/* Where the piece of a pattern ends that begins at `text`; there is none when that is there.
 * "non-gov*" is "non" and "gov*" side by side. */
static const char *piece_end(const char *text, const char *end)
{
    while (text < end && (*text == '*' || *text == '?' || tip_suffix_is_word_at(text, end))) {
        tip_utf8_next(&text, end);
    }
    return text;
}

static bool has_wildcard(const char *text, size_t length)
{
    return memchr(text, '*', length) != NULL || memchr(text, '?', length) != NULL;
}

/* Adds a piece that is no pattern: it may be several words to the analyser. */
static tip_status add_plain_piece(struct tip_query_reader *reader, struct tip_clause *clause,
                                  const char *text, size_t length)
{
    tip_status status = tip_query_analyse(reader, text, length);
    return status == TIP_OK ? add_parts(reader, clause, 0, reader->tokens->count, TIP_MATCH_EXACT)
                            : status;
}

/* Adds one piece, folded; nothing when there is no letter in it. A ? at its end, or behind what
 * parts it from another, is punctuation. */
static tip_status add_piece(struct tip_query_reader *reader, struct tip_clause *clause,
                            const char *text, size_t length)
{
    struct tip_string folded = {0};
    tip_word_pattern_fold(reader->analyser, text, length, &folded);
    if (folded.failed) {
        return tip_error_memory(reader->error, "reading a query");
    }
    struct tip_token piece = {.word = folded.data, .word_length = (uint32_t)folded.length};
    for (; clause->word_count > 0 && piece.word_length > 0 && *piece.word == '?';
         piece.word_length--) {
        piece.word++;
    }
    while (piece.word_length > 0 && piece.word[piece.word_length - 1] == '?') {
        piece.word_length--;
    }
    bool has_letter = folded.length > 0 && strspn(folded.data, "*?") < folded.length;
    tip_status status = TIP_OK;
    if (has_letter && !has_wildcard(piece.word, piece.word_length)) {
        status = add_plain_piece(reader, clause, piece.word, piece.word_length);
    } else if (has_letter) {
        status = tip_query_add_word(reader, &piece);
        clause->is_literal = false;
        if (status == TIP_OK) {
            last_word(reader)->match = TIP_MATCH_WILDCARD;
            clause->word_count++;
        }
    }
    tip_string_free(&folded);
    return status;
}

static tip_status read_wildcard(struct tip_query_reader *reader, const struct tip_lexeme *lexeme)
{
    struct tip_clause *clause = add_clause(reader, lexeme);
    if (clause == NULL) {
        return TIP_NO_MEMORY;
    }
    clause->kind = TIP_CLAUSE_RUN;
    clause->form = TIP_FORM_WORD;
    clause->is_literal = true; /* unless a piece is a pattern */
    const char *text = lexeme->text, *end = text + lexeme->length;
    tip_status status = TIP_OK;
    while (text < end && status == TIP_OK) {
        const char *stop = piece_end(text, end);
        if (stop == text) {
            tip_utf8_next(&text, end);
            continue;
        }
        status = add_piece(reader, clause, text, (size_t)(stop - text));
        text = stop;
    }
    return status;
}

/* ---- the whole ---- */

tip_status tip_leaf_has_word(struct tip_query_reader *reader, const struct tip_lexeme *lexeme,
                             bool *has_word)
{
    tip_status status = tip_query_analyse(reader, lexeme->text, lexeme->length);
    *has_word = reader->tokens->positions > 0;
    return status;
}

tip_status tip_leaf_read(struct tip_query_reader *reader, const struct tip_lexeme *lexeme,
                         bool is_whole)
{
    if (lexeme->kind == TIP_LEXEME_WORD && lexeme->match == TIP_MATCH_WILDCARD) {
        return read_wildcard(reader, lexeme);
    }
    tip_status status = tip_query_analyse(reader, lexeme->text, lexeme->length);
    if (status != TIP_OK) {
        return status;
    }
    bool is_plain = lexeme->kind == TIP_LEXEME_WORD && lexeme->match == TIP_MATCH_STEM;
    return is_plain ? read_words(reader, lexeme, is_whole || lexeme->is_name)
                    : read_run(reader, lexeme);
}
