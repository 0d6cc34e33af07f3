/* What the knowledge names: countries by each of their names, and patterns by their titles. */
#include <string.h>

#include "search/suggest.h"

enum {
    PATTERN_PASSAGES = 3, /* what is guessed for a pattern whose title is no phrase of the corpus */
    OTHER_NAME_SHARE = 8 /* a country's other names of several words are typed so much less often */
};

struct naming {
    struct tip_searcher *searcher;
    const struct tip_suggestions *corpus;
    struct tip_suggestions_builder *builder;
    struct tip_string key, text;
    struct tip_error *error;
};

/* The key of a name, in the scratch of naming. */
static tip_status write_key(struct naming *naming, const char *name,
                            struct tip_suggestion *suggestion)
{
    tip_string_clear(&naming->key);
    tip_status status = tip_typed_prefix(&naming->key, naming->searcher, name, naming->error);
    suggestion->key = naming->key.data;
    suggestion->key_length = naming->key.length;
    return status;
}

/* ---- countries ---- */

/* Whether another country's name begins with the same words before its comma. */
static bool is_shared(const struct tip_knowledge *knowledge, const char *name, size_t head)
{
    unsigned count = 0;
    for (size_t i = 0; i < tip_country_count(knowledge); i++) {
        const char *other = tip_country_at(knowledge, i)->name;
        count += strncmp(other, name, head) == 0 && other[head] == ',';
    }
    return count > 1;
}

/* A country's name as it is written in a sentence: lists put "China" before "People's Republic of".
 */
static void write_country(struct tip_string *out, const struct tip_knowledge *knowledge,
                          const char *name)
{
    const char *comma = strstr(name, ", ");
    size_t head = comma == NULL ? strlen(name) : (size_t)(comma - name);
    tip_string_clear(out);
    if (comma != NULL && is_shared(knowledge, name, head)) {
        tip_string_append_text(out, comma + 2);
        tip_string_append_char(out, ' ');
    }
    tip_string_append(out, name, head);
}

/* Whether `key` holds the words of `name` among others: "State of Israel" is found by "Israel". */
static bool holds_name(const struct tip_suggestion *suggestion, const struct tip_string *name)
{
    size_t length = suggestion->key_length;
    for (size_t at = 0; at + name->length <= length; at++) {
        bool begins = at == 0 || suggestion->key[at - 1] == ' ';
        size_t end = at + name->length;
        if (begins && memcmp(suggestion->key + at, name->data, name->length) == 0 &&
            (end == length || suggestion->key[end] == ' ')) {
            return length > name->length;
        }
    }
    return false;
}

/* `shown`: the key of what is shown. */
static tip_status add_other_name(struct naming *naming, struct tip_suggestion suggestion,
                                 const char *name, const struct tip_string *shown)
{
    tip_status status = write_key(naming, name, &suggestion);
    if (status != TIP_OK || suggestion.key_length == 0 || holds_name(&suggestion, shown)) {
        return status;
    }
    if (memchr(suggestion.key, ' ', suggestion.key_length) != NULL) {
        suggestion.passages /= OTHER_NAME_SHARE;
    }
    return tip_suggestions_builder_add(naming->builder, &suggestion, naming->error);
}

static tip_status add_country(struct naming *naming, size_t place, uint32_t passages)
{
    const struct tip_knowledge *knowledge = naming->searcher->knowledge;
    const struct tip_country *country = tip_country_at(knowledge, place);
    struct tip_string shown = {0};
    struct tip_suggestion suggestion = {.kind = TIP_SUGGESTION_COUNTRY,
                                        .passages = passages,
                                        .family = (uint32_t)place + 1,
                                        .found = passages};
    write_country(&naming->text, knowledge, country->name);
    tip_status status = naming->text.failed ? tip_error_memory(naming->error, "suggesting")
                                            : write_key(naming, naming->text.data, &suggestion);
    suggestion.text = naming->text.data;
    suggestion.text_length = naming->text.length;
    if (status == TIP_OK) {
        tip_string_append(&shown, suggestion.key, suggestion.key_length);
        status = tip_suggestions_builder_add(naming->builder, &suggestion, naming->error);
    }
    for (size_t i = 0; i < country->name_count && status == TIP_OK; i++) {
        status = add_other_name(naming, suggestion, tip_country_name(knowledge, place, i), &shown);
    }
    tip_string_free(&shown);
    return status;
}

static tip_status add_countries(struct naming *naming)
{
    const struct tip_knowledge *knowledge = naming->searcher->knowledge;
    const struct tip_suggestions *corpus = naming->corpus;
    tip_status status = TIP_OK;
    for (size_t i = 0; i < tip_country_count(knowledge) && status == TIP_OK; i++) {
        uint32_t count = tip_suggestions_country(corpus, tip_country_at(knowledge, i)->code);
        status = count > 0 ? add_country(naming, i, count) : TIP_OK;
    }
    return status;
}

/* ---- patterns ---- */

/* How many passages it may find: as many as hold its title, where that is a phrase of the corpus.
 */
static uint32_t guess_passages(const struct naming *naming, const struct tip_suggestion *pattern)
{
    const struct tip_suggestions *corpus = naming->corpus;
    uint32_t first, end, most = PATTERN_PASSAGES;
    tip_suggestions_range(corpus, 0, tip_suggestions_start_count(corpus), pattern->key,
                          pattern->key_length, &first, &end);
    for (uint32_t i = first; i < end; i++) {
        struct tip_start start;
        struct tip_suggestion found;
        tip_suggestions_start(corpus, i, &start);
        tip_suggestions_get(corpus, start.suggestion, &found);
        if (start.offset == 0 && found.key_length == pattern->key_length && found.passages > most) {
            most = found.passages;
        }
    }
    return most;
}

static tip_status add_patterns(struct naming *naming)
{
    const struct tip_knowledge *knowledge = naming->searcher->knowledge;
    tip_status status = TIP_OK;
    for (size_t i = 0; i < tip_pattern_count(knowledge) && status == TIP_OK; i++) {
        const struct tip_pattern *pattern = tip_pattern_at(knowledge, i);
        struct tip_suggestion suggestion = {.kind = TIP_SUGGESTION_PATTERN,
                                            .text = pattern->title,
                                            .text_length = strlen(pattern->title),
                                            .family = (uint32_t)i + 1};
        status = write_key(naming, pattern->title, &suggestion);
        if (status == TIP_OK && suggestion.key_length > 0) {
            suggestion.passages = guess_passages(naming, &suggestion);
            status = tip_suggestions_builder_add(naming->builder, &suggestion, naming->error);
        }
    }
    return status;
}

tip_status tip_known_suggestions(struct tip_suggestions **out, struct tip_searcher *searcher,
                                 struct tip_error *error)
{
    struct naming naming = {.searcher = searcher, .error = error};
    tip_status status = tip_searcher_suggestions(searcher, &naming.corpus, error);
    if (status == TIP_OK) {
        status = tip_suggestions_builder_create(&naming.builder, error);
    }
    if (status == TIP_OK && searcher->knowledge != NULL) {
        status = add_countries(&naming);
    }
    if (status == TIP_OK && searcher->knowledge != NULL) {
        status = add_patterns(&naming);
    }
    if (status == TIP_OK) {
        status = tip_suggestions_builder_take(out, naming.builder, error);
    }
    tip_suggestions_builder_free(naming.builder);
    tip_string_free(&naming.key);
    tip_string_free(&naming.text);
    return status;
}
