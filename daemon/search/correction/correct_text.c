/* The words that may be corrected are taken from the query's clauses, looked up, and corrected from
 * left to right: each by itself, or with its neighbour where the blank between them is the slip. */
#include "search/correction/correct_text.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "search/correction/correct_word.h"
#include "search/correction/word_hits.h"

/* What joining two words has to beat when one of them has no correction. */
enum { COST_HOPELESS = 200 };

/* A word of the query's text. */
struct spot {
    const char *start, *end; /* in the query's text */
    char word[TIP_WORD_LIMIT + 1];
    size_t length;
    bool is_known;
    bool is_name; /* written with a capital at its beginning alone */
};

struct correcting {
    struct tip_searcher *searcher;
    const struct tip_query *query;
    enum tip_correctable correctable;
    struct spot *spots; /* in the order of the text */
    size_t count, capacity;
    bool is_in_company; /* some words are found */
    const char *copied; /* up to here the text is in `out`, or was replaced */
    struct tip_string out;
    struct tip_reply *reply;
    struct tip_error *error;
};

/* ---- which words ---- */

static bool overlaps(const struct tip_clause *clause, const char *typed, size_t length)
{
    return clause->typed < typed + length && typed < clause->typed + clause->typed_length;
}

/* Whether the words of a clause find something by what the knowledge says of them. */
static bool is_understood(const struct tip_query *query, const struct tip_clause *clause)
{
    for (size_t i = 0; i < query->expansion_count; i++) {
        const struct tip_expansion *expansion = &query->expansions[i];
        if (overlaps(clause, expansion->typed, expansion->typed_length)) {
            return true;
        }
    }
    for (size_t i = 0; i < query->country_count; i++) {
        const struct tip_query_country *country = &query->countries[i];
        if (overlaps(clause, country->typed, country->typed_length)) {
            return true;
        }
    }
    return false;
}

/* Whether a query may find something though it lacks what a node stands for. */
static bool is_dispensable(const struct tip_query *query, size_t node)
{
    for (; node != 0; node = query->nodes[node].parent) {
        enum tip_node_kind above = query->nodes[query->nodes[node].parent].kind;
        bool is_root = query->nodes[node].parent == 0;
        if (query->nodes[node].role != TIP_ROLE_ANY ||
            (!is_root && above != TIP_NODE_SEQUENCE && above != TIP_NODE_OR)) {
            return false;
        }
    }
    return true;
}

/* A plain word, hyphenated ones included: none with =, *, ? or ~. */
static bool is_word(const struct tip_query *query, const struct tip_clause *clause)
{
    return clause->form == TIP_FORM_WORD && !clause->is_literal &&
           query->words[clause->first_word].match == TIP_MATCH_STEM;
}

static bool may_correct(const struct correcting *correcting, const struct tip_clause *clause)
{
    const struct tip_query *query = correcting->query;
    if (clause->is_excluded || is_understood(query, clause)) {
        return false;
    }
    if (correcting->correctable == TIP_CORRECT_PLAIN) {
        return is_word(query, clause) && is_dispensable(query, clause->node);
    }
    return is_word(query, clause) || clause->form == TIP_FORM_PHRASE;
}

/* ---- the words ---- */

static bool is_capitalised(const char *typed, size_t length)
{
    const char *cursor = typed, *end = typed + length;
    uint32_t first = tip_utf8_next(&cursor, end);
    if (!u_isupper((UChar32)first)) {
        return false;
    }
    while (cursor < end) {
        if (u_islower((UChar32)tip_utf8_next(&cursor, end))) {
            return true;
        }
    }
    return false;
}

static tip_status add_spot(struct correcting *correcting, const struct tip_clause *clause,
                           const struct tip_token *token)
{
    if (correcting->count == correcting->capacity) {
        size_t capacity = correcting->capacity == 0 ? 8 : 2 * correcting->capacity;
        struct spot *grown = realloc(correcting->spots, capacity * sizeof *grown);
        if (grown == NULL) {
            return tip_error_memory(correcting->error, "correcting a query");
        }
        correcting->spots = grown;
        correcting->capacity = capacity;
    }
    struct spot *spot = &correcting->spots[correcting->count++];
    *spot = (struct spot){
        .start = clause->typed + token->start,
        .end = clause->typed + token->end,
        .length = token->word_length,
        .is_name = is_capitalised(clause->typed + token->start, token->end - token->start)};
    memcpy(spot->word, token->word, token->word_length);
    return tip_word_is_known(correcting->searcher, spot->word, spot->length, &spot->is_known,
                             correcting->error);
}

/* Adds the words of a clause. A hyphenated one whose compound is known is known in all its parts; a
 * phrase is no more than its words. */
static tip_status add_spots(struct correcting *correcting, const struct tip_clause *clause)
{
    struct tip_searcher *searcher = correcting->searcher;
    size_t first = correcting->count;
    bool is_compound_known = false;
    tip_status status = tip_analyse(searcher->analyser, clause->typed, clause->typed_length,
                                    &searcher->tokens, correcting->error);
    for (size_t i = 0; i < searcher->tokens.count && status == TIP_OK; i++) {
        const struct tip_token *token = &searcher->tokens.items[i];
        if (!token->is_compound) {
            status = add_spot(correcting, clause, token);
        } else if (!is_compound_known && clause->form != TIP_FORM_PHRASE) {
            status = tip_word_is_known(searcher, token->word, token->word_length,
                                       &is_compound_known, correcting->error);
        }
    }
    for (size_t i = first; i < correcting->count && is_compound_known; i++) {
        correcting->spots[i].is_known = true;
    }
    return status;
}

static tip_status find_spots(struct correcting *correcting)
{
    tip_status status = TIP_OK;
    size_t typed = tip_query_count_typed(correcting->query);
    for (size_t i = 0; i < typed && status == TIP_OK; i++) {
        const struct tip_clause *clause = &correcting->query->clauses[i];
        if (may_correct(correcting, clause)) {
            status = add_spots(correcting, clause);
        } else if (is_understood(correcting->query, clause)) {
            correcting->is_in_company = true;
        }
    }
    for (size_t i = 0; i < correcting->count; i++) {
        correcting->is_in_company |= correcting->spots[i].is_known;
    }
    return status;
}

/* ---- what is put in their place ---- */

static bool is_operator(const char *word)
{
    static const char *const operators[] = {"AND", "OR", "NOT", "NEAR"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (strcmp(word, operators[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Gives a correction the capitals of what was typed, as far as it has letters of ASCII. A word in
 * capitals must not become an operator. */
static void follow_capitals(char *meant, const char *typed, size_t length, bool is_name)
{
    bool has_lower = false;
    for (size_t i = 0; i < length; i++) {
        has_lower |= (unsigned char)typed[i] >= 0x80 || (typed[i] >= 'a' && typed[i] <= 'z');
    }
    for (size_t i = 0; meant[i] != '\0' && (!has_lower || (is_name && i == 0)); i++) {
        meant[i] = (char)(meant[i] >= 'a' && meant[i] <= 'z' ? meant[i] - 'a' + 'A' : meant[i]);
    }
    if (is_operator(meant)) {
        for (size_t i = 0; meant[i] != '\0'; i++) {
            meant[i] = (char)(meant[i] - 'A' + 'a');
        }
    }
}

/* Notes for the reply what was put for what; false without memory. */
static bool note(struct tip_reply *reply, const char *typed, size_t length, const char *meant)
{
    struct tip_reply_correction *grown =
        realloc(reply->corrections, (reply->correction_count + 1) * sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    reply->corrections = grown;
    struct tip_reply_correction *last = &grown[reply->correction_count++];
    *last = (struct tip_reply_correction){strndup(typed, length), strdup(meant)};
    return last->typed != NULL && last->meant != NULL;
}

/* Puts a correction for the text from `first` to the end of `last`. */
static tip_status replace(struct correcting *correcting, const struct spot *first,
                          const struct spot *last, struct tip_correction *correction)
{
    const char *typed = first->start;
    size_t length = (size_t)(last->end - typed);
    follow_capitals(correction->text, typed, length, first->is_name);
    tip_string_append(&correcting->out, correcting->copied, (size_t)(typed - correcting->copied));
    tip_string_append_text(&correcting->out, correction->text);
    correcting->copied = last->end;
    return note(correcting->reply, typed, length, correction->text)
               ? TIP_OK
               : tip_error_memory(correcting->error, "correcting a query");
}

/* ---- each word, or two ---- */

static tip_status correct_alone(struct correcting *correcting, const struct spot *spot,
                                struct tip_correction *correction)
{
    *correction = (struct tip_correction){0};
    unsigned signs = (spot->is_name ? TIP_MAY_BE_NAME : 0u) |
                     (correcting->is_in_company ? TIP_IS_IN_COMPANY : 0u);
    return spot->is_known ? TIP_OK
                          : tip_correct_word(correcting->searcher, spot->word, spot->length, signs,
                                             correction, correcting->error);
}

/* Whether nothing but blanks stands between two words. */
static bool are_side_by_side(const struct spot *first, const struct spot *second)
{
    for (const char *at = first->end; at < second->start; at++) {
        if (strchr(" \t\r\n", *at) == NULL) {
            return false;
        }
    }
    return second->start > first->end;
}

/* What the corrections of a word alone cost: nothing when it needs none. */
static unsigned cost_alone(const struct spot *spot, const struct tip_correction *correction)
{
    unsigned cost = correction->length > 0 ? correction->cost : COST_HOPELESS;
    return spot->is_known ? 0 : cost;
}

/* Tries a word and the one behind it as one; *joined is of length 0 when they are better apart. */
static tip_status try_joining(struct correcting *correcting, const struct spot *spot,
                              const struct tip_correction *alone, struct tip_correction *joined)
{
    const struct spot *next = spot + 1;
    struct tip_correction next_alone;
    joined->length = 0;
    if ((spot->is_known && next->is_known) || !are_side_by_side(spot, next)) {
        return TIP_OK;
    }
    tip_status status = correct_alone(correcting, next, &next_alone);
    if (status == TIP_OK) {
        status = tip_join_words(correcting->searcher, spot->word, spot->length, next->word,
                                next->length, joined, correcting->error);
    }
    if (joined->cost > cost_alone(spot, alone) + cost_alone(next, &next_alone)) {
        joined->length = 0;
    }
    return status;
}

static tip_status correct_spots(struct correcting *correcting)
{
    tip_status status = TIP_OK;
    for (size_t i = 0; i < correcting->count && status == TIP_OK; i++) {
        const struct spot *spot = &correcting->spots[i];
        struct tip_correction alone, joined = {0};
        status = correct_alone(correcting, spot, &alone);
        if (status == TIP_OK && i + 1 < correcting->count) {
            status = try_joining(correcting, spot, &alone, &joined);
        }
        if (status == TIP_OK && joined.length > 0) {
            status = replace(correcting, spot, spot + 1, &joined);
            i++;
        } else if (status == TIP_OK && alone.length > 0) {
            status = replace(correcting, spot, spot, &alone);
        }
    }
    return status;
}

tip_status tip_query_lacks_words(struct tip_searcher *searcher, const struct tip_query *query,
                                 enum tip_correctable correctable, bool *lacks,
                                 struct tip_error *error)
{
    struct correcting correcting = {
        .searcher = searcher, .query = query, .correctable = correctable, .error = error};
    tip_status status = find_spots(&correcting);
    *lacks = false;
    for (size_t i = 0; i < correcting.count; i++) {
        *lacks |= !correcting.spots[i].is_known;
    }
    free(correcting.spots);
    return status;
}

tip_status tip_correct_text(struct tip_searcher *searcher, const struct tip_query *query,
                            const char *text, enum tip_correctable correctable, char **corrected,
                            struct tip_reply *reply, struct tip_error *error)
{
    struct correcting correcting = {.searcher = searcher,
                                    .query = query,
                                    .copied = text,
                                    .correctable = correctable,
                                    .reply = reply,
                                    .error = error};
    *corrected = NULL;
    tip_status status = find_spots(&correcting);
    if (status == TIP_OK) {
        correcting.is_in_company &= correctable == TIP_CORRECT_PLAIN;
        status = correct_spots(&correcting);
    }
    if (status == TIP_OK && correcting.copied > text) {
        tip_string_append_text(&correcting.out, correcting.copied);
        *corrected = tip_string_release(&correcting.out);
        status = *corrected == NULL ? tip_error_memory(error, "correcting a query") : TIP_OK;
    }
    tip_string_free(&correcting.out);
    free(correcting.spots);
    return status;
}
