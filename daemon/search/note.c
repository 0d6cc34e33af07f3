/* What a text tells, such as a case note: what happened more than where. Names of countries are
 * sets that weigh little and no words; other names are words that weigh little. What the note says
 * in everyday words the reports say in terms: synonyms join its words, and patterns are looked for
 * in both. */
#include <stdlib.h>
#include <string.h>

#include "search/note_patterns.h"
#include "search/pattern_words.h"
#include "search/similar_stems.h"

/* What a name that is no country's, of a town or a person, weighs of its idf. */
static const double NAME_SHARE = 0.25;
/* What a word that no pattern has weighs of its idf: of a story most are who was there, and when.
 */
static const double OTHER_SHARE = 0.15;
/* What the words of a synonym weigh together. */
static const double SYNONYM_SHARE = 0.3;
/* What a country weighs of its idf. */
static const double COUNTRY_SHARE = 0.2;
/* The most that the idf of a word counts: that of one in some twelve passages. What is rarer is
 * incidental as often as it tells. */
static const double MOST_IDF = 2.5;

/* The figures were chosen on the judged notes of tests/relevance, both halves in sight. */

struct note {
    struct tip_searcher *searcher;
    const char *text;
    const struct tip_tokens *tokens; /* the searcher's: those of the text */
    bool *is_place;                  /* of each token */
    struct tip_met_stems stems;
    const struct tip_pattern_words *pattern_words; /* NULL without knowledge */
    uint32_t *numbers; /* of the words, then of synonyms: theirs among the patterns' words, or 0 */
    size_t number_count, number_capacity;
    struct tip_tokens member; /* scratch: of a synonym */
};

static tip_status no_memory(struct tip_error *error)
{
    return tip_error_memory(error, "looking for similar passages");
}

/* ---- its countries ---- */

static bool is_named_before(const struct tip_mention *mentions, size_t which)
{
    for (size_t i = 0; i < which; i++) {
        if (mentions[i].country == mentions[which].country) {
            return true;
        }
    }
    return false;
}

static tip_status add_country(struct tip_similar *similar, struct tip_searcher *searcher,
                              size_t country, struct tip_error *error)
{
    struct tip_places *places;
    struct tip_similar_set *set = &similar->sets[similar->set_count];
    tip_status status = tip_searcher_places(searcher, &places, error);
    if (status == TIP_OK) {
        status = tip_bitmap_init(&set->passages, searcher->live.size, error);
    }
    if (status != TIP_OK) {
        return status;
    }
    similar->set_count++;
    tip_places_add_passages(places, tip_country_at(searcher->knowledge, country)->code,
                            &set->passages);
    set->weight = COUNTRY_SHARE * tip_idf(tip_columns_passages(searcher->generation->columns),
                                          tip_bitmap_count(&set->passages));
    return TIP_OK;
}

/* A word that is a country's name and here none, such as that of a state, is a place all the same.
 */
static void mark_places(struct note *note, const struct tip_mention *mentions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t t = 0; t < mentions[i].token_count; t++) {
            note->is_place[mentions[i].first_token + t] = true;
        }
    }
    for (size_t i = 0; i < note->tokens->count; i++) {
        const struct tip_token *token = &note->tokens->items[i];
        size_t place;
        note->is_place[i] |=
            token->word_length > 3 &&
            tip_country_find(note->searcher->knowledge, token->word, token->word_length, &place);
    }
}

static tip_status find_countries(struct note *note, struct tip_similar *similar,
                                 struct tip_error *error)
{
    struct tip_mention *mentions = NULL;
    size_t count = 0;
    tip_status status = tip_mentions_find(note->searcher->knowledge, note->text, note->tokens,
                                          &mentions, &count, error);
    if (status == TIP_OK) {
        mark_places(note, mentions, count);
    }
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        if (similar->set_count < TIP_SIMILAR_COUNTRIES && !is_named_before(mentions, i)) {
            status = add_country(similar, note->searcher, mentions[i].country, error);
        }
    }
    similar->country_count = similar->set_count;
    free(mentions);
    return status;
}

/* ---- its words ---- */

/* Whether a word has a capital that no beginning of a sentence gives it. */
static bool is_name(const struct note *note, const struct tip_token *token)
{
    char first = note->text[token->start];
    uint32_t at = token->start;
    if (first < 'A' || first > 'Z') {
        return false;
    }
    while (at > 0 && strchr(" \t\"'([", note->text[at - 1]) != NULL) {
        at--;
    }
    return at > 0 && strchr(".!?:;\r\n>", note->text[at - 1]) == NULL;
}

/* Languages often agree on a stem: each counts once for a word. */
static tip_status gather_token(struct note *note, const struct tip_token *token, double share,
                               struct tip_error *error)
{
    struct tip_met_stems *stems = &note->stems;
    const struct tip_words *words = note->searcher->generation->words;
    size_t first = stems->count;
    for (uint32_t l = 0; l < tip_words_language_count(words); l++) {
        struct tip_met_stem stem = {.offset = stems->pool.length, .share = share};
        const char *text = tip_analyser_stem(note->searcher->analyser, tip_words_language(words, l),
                                             token->word, token->word_length, &stem.length);
        bool is_new = true;
        for (size_t i = first; i < stems->count; i++) {
            is_new = is_new &&
                     (stems->items[i].length != stem.length ||
                      memcmp(stems->pool.data + stems->items[i].offset, text, stem.length) != 0);
        }
        if (!is_new) {
            continue;
        }
        tip_string_append(&stems->pool, text, stem.length);
        tip_status status = tip_stems_meet(stems, &stem, error);
        if (status != TIP_OK) {
            return status;
        }
    }
    return TIP_OK;
}

/* The number of a word among those of patterns. */
static uint32_t number_of(const struct note *note, const struct tip_token *token)
{
    size_t length;
    const char *stem =
        tip_analyser_stem(note->searcher->analyser, "en", token->word, token->word_length, &length);
    return note->pattern_words == NULL ? 0
                                       : tip_pattern_words_find(note->pattern_words, stem, length);
}

static tip_status add_number(struct note *note, uint32_t number, struct tip_error *error)
{
    if (note->number_count == note->number_capacity) {
        size_t wanted = note->number_capacity == 0 ? 512 : note->number_capacity * 2;
        uint32_t *moved = reallocarray(note->numbers, wanted, sizeof *moved);
        if (moved == NULL) {
            return no_memory(error);
        }
        note->numbers = moved;
        note->number_capacity = wanted;
    }
    note->numbers[note->number_count++] = number;
    return TIP_OK;
}

static double share_of(const struct note *note, const struct tip_token *token, uint32_t number)
{
    if (is_name(note, token)) {
        return NAME_SHARE;
    }
    return number != 0 || note->pattern_words == NULL ? 1 : OTHER_SHARE;
}

static tip_status gather_words(struct note *note, struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (size_t i = 0; i < note->tokens->count && status == TIP_OK; i++) {
        const struct tip_token *token = &note->tokens->items[i];
        uint32_t number = number_of(note, token);
        if (!token->is_compound) {
            status = add_number(note, number, error);
        }
        if (status == TIP_OK && !note->is_place[i] &&
            tip_stems_tells(token->word, token->word_length)) {
            status = gather_token(note, token, share_of(note, token, number), error);
        }
    }
    return status;
}

/* ---- synonyms of them ---- */

/* No phrase goes on from one member to the next. */
static tip_status part_members(struct note *note, struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (size_t i = 0; i < TIP_SYNONYM_WORDS && status == TIP_OK; i++) {
        status = add_number(note, 0, error);
    }
    return status;
}

static tip_status add_member(struct note *note, const char *member, struct tip_error *error)
{
    tip_status status = part_members(note, error);
    if (status == TIP_OK) {
        status =
            tip_analyse(note->searcher->analyser, member, strlen(member), &note->member, error);
    }
    for (size_t i = 0; i < note->member.count && status == TIP_OK; i++) {
        const struct tip_token *token = &note->member.items[i];
        if (token->is_compound) {
            continue;
        }
        status = add_number(note, number_of(note, token), error);
        if (status == TIP_OK && tip_stems_tells(token->word, token->word_length)) {
            status = gather_token(note, token, SYNONYM_SHARE / note->member.positions, error);
        }
    }
    return status;
}

/* The English stems of the words, as the knowledge keeps its members: an array for free(3) of
 * pointers into `pool`; those of places and compounds are left out. */
static const char **find_stems(const struct note *note, struct tip_string *pool, size_t *count)
{
    size_t *offsets = calloc(note->tokens->count + 1, sizeof *offsets);
    const char **stems = calloc(note->tokens->count + 1, sizeof *stems);
    *count = 0;
    for (size_t i = 0; offsets != NULL && i < note->tokens->count; i++) {
        const struct tip_token *token = &note->tokens->items[i];
        if (token->is_compound || note->is_place[i]) {
            continue;
        }
        size_t length;
        const char *stem = tip_analyser_stem(note->searcher->analyser, "en", token->word,
                                             token->word_length, &length);
        offsets[(*count)++] = pool->length;
        tip_string_append(pool, stem, length);
        tip_string_append_char(pool, '\0');
    }
    for (size_t i = 0; stems != NULL && i < *count && !pool->failed; i++) {
        stems[i] = pool->data + offsets[i];
    }
    bool is_whole = offsets != NULL && !pool->failed;
    free(offsets);
    if (!is_whole) {
        free(stems);
        return NULL;
    }
    return stems;
}

/* How many words from `stems` on are a member of a group, as many as may be; 0 when none. */
static size_t longest_run(const struct note *note, const char **stems, size_t room,
                          struct tip_synonyms *synonyms)
{
    const struct tip_knowledge *knowledge = note->searcher->knowledge;
    size_t longest = tip_synonyms_longest(knowledge);
    for (size_t count = room < longest ? room : longest; count > 0; count--) {
        if (tip_synonyms_find(knowledge, stems, count, synonyms)) {
            return count;
        }
    }
    return 0;
}

/* Whether a group of synonyms has its members among the note's words; it has from now on. `added`
 * has room for all groups. */
static bool is_added(const char *const **added, size_t *count, const struct tip_synonyms *synonyms)
{
    for (size_t i = 0; i < *count; i++) {
        if (added[i] == synonyms->members) {
            return true;
        }
    }
    added[(*count)++] = synonyms->members;
    return false;
}

static tip_status add_members(struct note *note, const struct tip_synonyms *synonyms,
                              struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (size_t i = 0; i < synonyms->count && status == TIP_OK; i++) {
        if (i != synonyms->own) {
            status = add_member(note, synonyms->members[i], error);
        }
    }
    return status;
}

/* Each group once, however often its words come: a long note would take the longer for nothing. */
static tip_status add_synonyms(struct note *note, struct tip_error *error)
{
    struct tip_string pool = {0};
    size_t count, added_count = 0, groups = tip_synonyms_count(note->searcher->knowledge);
    const char **stems = find_stems(note, &pool, &count);
    const char *const **added = calloc(groups + 1, sizeof *added);
    tip_status status = stems == NULL || added == NULL ? no_memory(error) : TIP_OK;
    for (size_t i = 0; i < count && status == TIP_OK;) {
        struct tip_synonyms synonyms;
        size_t run = longest_run(note, stems + i, count - i, &synonyms);
        if (run > 0 && !is_added(added, &added_count, &synonyms)) {
            status = add_members(note, &synonyms, error);
        }
        i += run > 0 ? run : 1;
    }
    free(added);
    free(stems);
    tip_string_free(&pool);
    return status;
}

/* ---- all of it ---- */

static tip_status choose(struct note *note, struct tip_similar *similar, struct tip_error *error)
{
    const struct tip_stem_rule rule = {.least = 1, .most_idf = MOST_IDF};
    if (note->stems.pool.failed) {
        return no_memory(error);
    }
    for (size_t i = 0; i < note->stems.count; i++) {
        note->stems.items[i].text = note->stems.pool.data + note->stems.items[i].offset;
    }
    return tip_stems_choose(similar, &note->stems, note->searcher, &rule, error);
}

static tip_status read_known(struct note *note, struct tip_similar *similar,
                             struct tip_error *error)
{
    tip_status status = find_countries(note, similar, error);
    if (status == TIP_OK) {
        status = tip_searcher_pattern_words(note->searcher, &note->pattern_words, error);
    }
    if (status == TIP_OK) {
        status = gather_words(note, error);
    }
    if (status == TIP_OK) {
        status = add_synonyms(note, error);
    }
    return status == TIP_OK ? tip_note_patterns_add(similar, note->searcher, note->numbers,
                                                    note->number_count, error)
                            : status;
}

static tip_status read_note(struct note *note, struct tip_similar *similar, struct tip_error *error)
{
    tip_status status = note->searcher->knowledge == NULL ? gather_words(note, error)
                                                          : read_known(note, similar, error);
    return status == TIP_OK ? choose(note, similar, error) : status;
}

tip_status tip_similar_to_text(struct tip_similar *similar, struct tip_searcher *searcher,
                               const char *text, struct tip_error *error)
{
    struct note note = {.searcher = searcher, .text = text, .tokens = &searcher->tokens};
    *similar = (struct tip_similar){.is_note = true};
    tip_status status =
        tip_analyse(searcher->analyser, text, strlen(text), &searcher->tokens, error);
    if (status == TIP_OK) {
        note.is_place = calloc(searcher->tokens.count + 1, sizeof *note.is_place);
        status = note.is_place == NULL ? no_memory(error) : read_note(&note, similar, error);
    }
    tip_stems_free(&note.stems);
    free(note.numbers);
    tip_tokens_free(&note.member);
    free(note.is_place);
    return status;
}
