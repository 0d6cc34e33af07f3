/* SUGGEST: what may be meant by what is typed so far.
 *
 * Each suggestion comes with the query that finds what it names, and its count is what that query
 * finds: so it is run, once for a generation and a state of the knowledge, and what finds nothing
 * is not suggested. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/answer.h"
#include "search/suggest.h"

/* Which tables there are, in the order in which equal suggestions stand. */
enum table_name { TABLE_KNOWN, TABLE_CORPUS, TABLE_COUNT };

enum { ROOT_LETTERS = 6 /* that two words begin with alike: statistics, statistical */ };

struct tip_suggest_cache {
    struct tip_suggestions *known;
    uint32_t *counts[TABLE_COUNT]; /* by place: passages + 1; 0: not known yet */
};

struct suggesting {
    struct tip_searcher *searcher;
    struct tip_reply *reply;
    const struct tip_suggestions *tables[TABLE_COUNT];
    unsigned limit;
    struct tip_suggest_candidates candidates;
    struct tip_suggestion made[TIP_LIMIT_SUGGESTIONS]; /* those of the reply */
    struct tip_error *error;
};

/* ---- what is kept ---- */

void tip_suggest_cache_free(struct tip_suggest_cache *cache)
{
    if (cache == NULL) {
        return;
    }
    tip_suggestions_close(cache->known);
    for (int i = 0; i < TABLE_COUNT; i++) {
        free(cache->counts[i]);
    }
    free(cache);
}

static tip_status open_cache(struct suggesting *suggesting)
{
    struct tip_searcher *searcher = suggesting->searcher;
    tip_status status;
    if (searcher->suggest == NULL) {
        searcher->suggest = calloc(1, sizeof *searcher->suggest);
    }
    struct tip_suggest_cache *cache = searcher->suggest;
    status =
        tip_searcher_suggestions(searcher, &suggesting->tables[TABLE_CORPUS], suggesting->error);
    if (status == TIP_OK && cache != NULL && cache->known == NULL) {
        status = tip_known_suggestions(&cache->known, searcher, suggesting->error);
    }
    if (status != TIP_OK) {
        return status;
    }
    suggesting->tables[TABLE_KNOWN] = cache == NULL ? NULL : cache->known;
    for (int i = 0; i < TABLE_COUNT && cache != NULL; i++) {
        if (cache->counts[i] == NULL) {
            cache->counts[i] = calloc((size_t)tip_suggestions_count(suggesting->tables[i]) + 1,
                                      sizeof *cache->counts[i]);
        }
    }
    bool is_whole =
        cache != NULL && cache->counts[TABLE_KNOWN] != NULL && cache->counts[TABLE_CORPUS] != NULL;
    return is_whole ? TIP_OK : tip_error_memory(suggesting->error, "suggesting");
}

/* ---- the query of a suggestion ---- */

/* In quotes, as a phrase or a field's value stands; quotes within would end it. */
static void write_quoted(struct tip_string *query, const char *text, size_t length)
{
    tip_string_append_char(query, '"');
    for (size_t i = 0; i < length; i++) {
        tip_string_append_char(query, text[i] == '"' ? ' ' : text[i]);
    }
    tip_string_append_char(query, '"');
}

static void write_query(struct tip_string *query, const struct tip_knowledge *knowledge,
                        const struct tip_suggestion *suggestion)
{
    switch (suggestion->kind) {
    case TIP_SUGGESTION_WORD:
        tip_string_append(query, suggestion->text, suggestion->text_length);
        break;
    case TIP_SUGGESTION_PHRASE:
        write_quoted(query, suggestion->text, suggestion->text_length);
        break;
    case TIP_SUGGESTION_SECTION:
        tip_string_append_text(query, "section:");
        write_quoted(query, suggestion->text, suggestion->text_length);
        break;
    case TIP_SUGGESTION_COUNTRY:
        tip_string_printf(query, "country:%s",
                          tip_country_at(knowledge, suggestion->family - 1)->code);
        break;
    case TIP_SUGGESTION_PATTERN:
        tip_string_printf(query, "pattern:%s",
                          tip_pattern_at(knowledge, suggestion->family - 1)->id);
        break;
    case TIP_SUGGESTION_KIND_COUNT:
        break;
    }
}

/* *is_whole: the time was enough to count all. */
static tip_status run_query(struct suggesting *suggesting, char *query, uint32_t *passages,
                            bool *is_whole)
{
    struct tip_request request = {.command = TIP_COMMAND_SEARCH, .query = query};
    struct tip_reply reply = {0};
    tip_status status =
        tip_answer_search(suggesting->searcher, &request, &reply, suggesting->error);
    *passages = reply.kind == TIP_REPLY_HITS ? reply.total : 0;
    *is_whole = !reply.is_partial;
    tip_reply_free(&reply);
    return status;
}

/* Whether a name of the knowledge has the same key: one that two countries share, too. */
static bool is_known(const struct tip_suggestions *known, const struct tip_suggestion *suggestion)
{
    uint32_t first, end;
    size_t length = 0;
    tip_suggestions_range(known, 0, tip_suggestions_start_count(known), suggestion->key,
                          suggestion->key_length, &first, &end);
    if (first < end) {
        tip_suggestions_start_text(known, first, &length); /* the shortest comes first */
    }
    return length == suggestion->key_length;
}

/* Whether the knowledge lets a word find more than the index counted: it has synonyms, or names a
 * country. */
static bool finds_more(const struct suggesting *suggesting, const struct tip_suggestion *suggestion)
{
    const struct tip_searcher *searcher = suggesting->searcher;
    char word[TIP_WORD_LIMIT + 1], stem[TIP_WORD_LIMIT + 1];
    const char *words[] = {stem};
    struct tip_synonyms synonyms;
    size_t length = suggestion->key_length, place;
    if (suggestion->kind != TIP_SUGGESTION_WORD || searcher->knowledge == NULL) {
        return false;
    }
    if (length > TIP_WORD_LIMIT) {
        return true;
    }
    snprintf(word, sizeof word, "%.*s", (int)length, suggestion->key);
    const char *found = tip_analyser_stem(searcher->analyser, "en", word, length, &length);
    snprintf(stem, sizeof stem, "%.*s", (int)length, found);
    return tip_synonyms_find(searcher->knowledge, words, 1, &synonyms) ||
           tip_country_find(searcher->knowledge, word, strlen(word), &place) ||
           is_known(suggesting->tables[TABLE_KNOWN], suggestion);
}

static tip_status count_passages(struct suggesting *suggesting,
                                 const struct tip_suggestion *suggestion, char *query,
                                 uint32_t *passages, bool *is_whole)
{
    *passages = suggestion->found;
    *is_whole = true;
    return suggestion->found > 0 && !finds_more(suggesting, suggestion)
               ? TIP_OK
               : run_query(suggesting, query, passages, is_whole);
}

/* ---- choosing ---- */

static bool is_same_key(const struct tip_suggestion *one, const struct tip_suggestion *other)
{
    return one->key_length == other->key_length &&
           memcmp(one->key, other->key, one->key_length) == 0;
}

/* Whether families of the two kinds can be compared: phrases and titles are made of words alike. */
static bool are_alike(enum tip_suggestion_kind one, enum tip_suggestion_kind other)
{
    return one == other || (one == TIP_SUGGESTION_PHRASE && other == TIP_SUGGESTION_SECTION) ||
           (one == TIP_SUGGESTION_SECTION && other == TIP_SUGGESTION_PHRASE);
}

/* Whether one of the suggestions made says the same. */
static bool is_said(const struct suggesting *suggesting, const struct tip_suggestion *suggestion)
{
    for (size_t i = 0; i < suggesting->reply->suggestion_count; i++) {
        const struct tip_suggestion *made = &suggesting->made[i];
        if (is_same_key(made, suggestion) ||
            (suggestion->family != 0 && made->family == suggestion->family &&
             are_alike(made->kind, suggestion->kind))) {
            return true;
        }
    }
    return false;
}

/* Makes a suggestion, unless it finds nothing or the time ended before that was known. */
static tip_status make(struct suggesting *suggesting, const struct tip_suggest_candidate *candidate,
                       const struct tip_suggestion *suggestion)
{
    struct tip_reply *reply = suggesting->reply;
    struct tip_string query = {0};
    int table = candidate->table == suggesting->tables[TABLE_CORPUS] ? TABLE_CORPUS : TABLE_KNOWN;
    uint32_t *count = &suggesting->searcher->suggest->counts[table][candidate->place];
    tip_status status = TIP_OK;
    bool is_whole = true;
    write_query(&query, suggesting->searcher->knowledge, suggestion);
    struct tip_reply_suggestion made = {.text = strndup(suggestion->text, suggestion->text_length),
                                        .kind = suggestion->kind,
                                        .query = tip_string_release(&query)};
    if (made.text == NULL || made.query == NULL) {
        status = tip_error_memory(suggesting->error, "suggesting");
    } else if (*count == 0) {
        status = count_passages(suggesting, suggestion, made.query, &made.count, &is_whole);
        *count = status == TIP_OK && is_whole ? made.count + 1 : 0;
    } else {
        made.count = *count - 1;
    }
    if (status == TIP_OK && is_whole && made.count > 0) {
        suggesting->made[reply->suggestion_count] = *suggestion;
        reply->suggestions[reply->suggestion_count++] = made;
    } else {
        free(made.text);
        free(made.query);
    }
    return status;
}

static size_t shared_beginning(const struct tip_suggestion *one, const struct tip_suggestion *other)
{
    size_t length = 0;
    while (length < one->key_length && length < other->key_length &&
           one->key[length] == other->key[length]) {
        length++;
    }
    return length;
}

/* Whether it only goes on where one of those made ends, or is a word that is built on the same
 * root: whoever wants it can type on. */
static bool goes_on(const struct suggesting *suggesting, const struct tip_suggestion *suggestion)
{
    for (size_t i = 0; i < suggesting->reply->suggestion_count; i++) {
        const struct tip_suggestion *made = &suggesting->made[i];
        size_t shared = shared_beginning(made, suggestion);
        bool are_words =
            made->kind == TIP_SUGGESTION_WORD && suggestion->kind == TIP_SUGGESTION_WORD;
        if (are_words ? shared >= ROOT_LETTERS
                      : made->kind != TIP_SUGGESTION_WORD && shared == made->key_length) {
            return true;
        }
    }
    return false;
}

/* Makes the best candidates that are not made. */
static tip_status choose(struct suggesting *suggesting, bool may_go_on)
{
    const struct tip_suggest_candidates *candidates = &suggesting->candidates;
    tip_status status = TIP_OK;
    for (size_t i = 0; i < candidates->count && status == TIP_OK &&
                       suggesting->reply->suggestion_count < suggesting->limit;
         i++) {
        struct tip_suggestion suggestion;
        tip_suggestions_get(candidates->items[i].table, candidates->items[i].place, &suggestion);
        if (!is_said(suggesting, &suggestion) && (may_go_on || !goes_on(suggesting, &suggestion))) {
            status = make(suggesting, &candidates->items[i], &suggestion);
        }
    }
    return status;
}

static tip_status choose_all(struct suggesting *suggesting)
{
    tip_status status = choose(suggesting, false);
    return status == TIP_OK ? choose(suggesting, true) : status;
}

/* What begins with the prefix; where that is too little, what a slip away does, too. */
static tip_status suggest(struct suggesting *suggesting, const struct tip_string *prefix)
{
    for (int i = 0; i < TABLE_COUNT; i++) {
        tip_suggest_candidates_add(&suggesting->candidates, suggesting->tables[i], prefix);
    }
    tip_status status = choose_all(suggesting);
    if (status != TIP_OK || suggesting->reply->suggestion_count == suggesting->limit) {
        return status;
    }
    suggesting->candidates.count = 0;
    for (int i = 0; i < TABLE_COUNT; i++) {
        tip_suggest_candidates_add_slips(&suggesting->candidates, suggesting->tables[i], prefix);
    }
    return choose_all(suggesting);
}

tip_status tip_answer_suggest(struct tip_searcher *searcher, const struct tip_request *request,
                              struct tip_reply *reply, struct tip_error *error)
{
    struct tip_string prefix = {0};
    struct suggesting *suggesting = calloc(1, sizeof *suggesting);
    reply->kind = TIP_REPLY_SUGGESTIONS;
    reply->suggestions = calloc((size_t)request->limit + 1, sizeof *reply->suggestions);
    if (suggesting == NULL || reply->suggestions == NULL) {
        free(suggesting);
        return tip_error_memory(error, "suggesting");
    }
    suggesting->searcher = searcher;
    suggesting->reply = reply;
    suggesting->limit = request->limit;
    suggesting->error = error;
    tip_status status = open_cache(suggesting);
    if (status == TIP_OK) {
        status = tip_typed_prefix(&prefix, searcher, request->query, error);
    }
    if (status == TIP_OK && prefix.length > 0) {
        status = suggest(suggesting, &prefix);
    }
    tip_string_free(&prefix);
    free(suggesting);
    return status;
}
