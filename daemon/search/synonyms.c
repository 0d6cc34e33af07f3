/* Looks the words of a query up among the synonyms by their English stems, as the knowledge keeps
 * them: NGOs are an NGO. */
#include "search/synonyms.h"

#include <stdlib.h>
#include <string.h>

/* So many words and runs of a query have synonyms; what is longer was pasted. Each synonym of
 * several words costs a search of its own and a bitmap. */
enum { EXPANSIONS = 64 };

/* A word of the query that may begin or go on a run. */
struct link {
    size_t clause, word;
    size_t stem; /* where it begins in `stems` */
};

struct search {
    struct tip_query_reader *reader;
    struct link *links; /* of one stretch of the query that runs may lie in */
    size_t count;
    struct tip_string stems; /* NUL-terminated, one behind the other */
    bool is_full;
};

static const struct tip_clause *clause_at(const struct search *search, size_t place)
{
    return &search->reader->query->clauses[place];
}

/* ---- stretches ---- */

/* Whether the words of a clause have synonyms: not of what is excluded, in quotes, or a pattern,
 * nor beside NEAR, which asks where words stand. */
static bool can_expand(const struct search *search, size_t place)
{
    const struct tip_query *query = search->reader->query;
    const struct tip_clause *clause = clause_at(search, place);
    bool is_words = clause->kind == TIP_CLAUSE_WORDS || clause->compound_count > 0;
    bool in_near = false;
    for (size_t node = clause->node; node != 0; node = query->nodes[node].parent) {
        in_near |= query->nodes[node].kind == TIP_NODE_NEAR;
    }
    return is_words && !in_near && !clause->is_excluded;
}

/* Whether the clause stands or falls by itself: it is no item of a sequence, or has a sign. */
static bool is_alone(const struct search *search, size_t place)
{
    return !tip_clause_is_item(search->reader->query, clause_at(search, place));
}

/* Whether a run may go on from a clause to the next: both are items of one sequence. A filter
 * between them is no hindrance: read_as writes it behind them. */
static bool goes_on(const struct search *search, size_t place)
{
    const struct tip_node *nodes = search->reader->query->nodes;
    const struct tip_clause *one = clause_at(search, place);
    const struct tip_clause *two = clause_at(search, place + 1);
    return !is_alone(search, place) && !is_alone(search, place + 1) &&
           can_expand(search, place + 1) && nodes[one->node].parent == nodes[two->node].parent;
}

/* Appends the stem and returns where it begins. */
static size_t keep_stem(struct search *search, size_t word)
{
    struct tip_query_reader *reader = search->reader;
    size_t length, begin = search->stems.length;
    const char *stem =
        tip_analyser_stem(reader->analyser, "en", tip_query_word_text(reader->query, word),
                          reader->query->words[word].length, &length);
    tip_string_append(&search->stems, stem, length);
    tip_string_append_char(&search->stems, '\0');
    return begin;
}

static void add_links(struct search *search, size_t place)
{
    const struct tip_clause *clause = clause_at(search, place);
    for (size_t w = 0; w < clause->word_count; w++) {
        size_t word = clause->first_word + w;
        search->links[search->count++] =
            (struct link){.clause = place, .word = word, .stem = keep_stem(search, word)};
    }
}

/* ---- what is added ---- */

/* Whether the group's members stand beside the node already. */
static bool is_expanded(const struct tip_query *query, size_t node,
                        const struct tip_synonyms *synonyms)
{
    for (size_t i = query->nodes[node].also; i > 0; i = query->clauses[i - 1].also) {
        const struct tip_clause *clause = &query->clauses[i - 1];
        if (clause->is_synonym &&
            query->expansions[clause->expansion].synonyms.members == synonyms->members) {
            return true;
        }
    }
    return false;
}

/* A clause for a member that stands for the clause `place`. */
static tip_status add_member(struct search *search, const char *member, size_t place)
{
    struct tip_query_reader *reader = search->reader;
    tip_status status = tip_query_analyse(reader, member, strlen(member));
    if (status != TIP_OK) {
        return status;
    }
    search->is_full = reader->query->word_count + reader->tokens->count > TIP_QUERY_TERMS;
    struct tip_clause *clause = search->is_full ? NULL : tip_query_add_clause(reader);
    if (clause == NULL) {
        return search->is_full ? TIP_OK : TIP_NO_MEMORY;
    }
    const struct tip_clause *typed = clause_at(search, place);
    *clause = (struct tip_clause){.first_word = reader->query->word_count,
                                  .weight = typed->weight,
                                  .is_synonym = true,
                                  .expansion = reader->query->expansion_count - 1};
    tip_query_place_beside(reader->query, tip_clause_place_beside(reader->query, typed));
    for (size_t i = 0; i < reader->tokens->count && status == TIP_OK; i++) {
        if (!reader->tokens->items[i].is_compound) {
            status = tip_query_add_word(reader, &reader->tokens->items[i]);
            clause->word_count++;
        }
    }
    if (clause->word_count > 1) {
        clause->kind = TIP_CLAUSE_RUN; /* side by side, each by its stem */
    }
    return status;
}

/* Adds the synonyms of the links [first, first + count). */
static tip_status expand(struct search *search, size_t first, size_t count,
                         const struct tip_synonyms *synonyms)
{
    const struct link *from = &search->links[first], *to = &search->links[first + count - 1];
    struct tip_query *query = search->reader->query;
    size_t node = tip_clause_place_beside(query, clause_at(search, from->clause));
    if (is_expanded(query, node, synonyms)) {
        return TIP_OK;
    }
    search->is_full = query->expansion_count == EXPANSIONS;
    if (search->is_full) {
        return TIP_OK;
    }
    struct tip_expansion *expansion = tip_query_add_expansion(search->reader);
    if (expansion == NULL) {
        return TIP_NO_MEMORY;
    }
    const char *typed = clause_at(search, from->clause)->typed;
    const struct tip_clause *last = clause_at(search, to->clause);
    *expansion =
        (struct tip_expansion){.typed = typed,
                               .typed_length = (size_t)(last->typed + last->typed_length - typed),
                               .first_word = from->word,
                               .last_word = to->word,
                               .synonyms = *synonyms};
    tip_status status = TIP_OK;
    for (size_t i = 0; i < synonyms->count && status == TIP_OK && !search->is_full; i++) {
        if (i != synonyms->own) {
            status = add_member(search, synonyms->members[i], from->clause);
        }
    }
    return status;
}

/* ---- runs ---- */

static bool find(const struct search *search, size_t first, size_t count,
                 struct tip_synonyms *synonyms)
{
    const char *words[TIP_SYNONYM_WORDS];
    for (size_t i = 0; i < count; i++) {
        words[i] = search->stems.data + search->links[first + i].stem;
    }
    return tip_synonyms_find(search->reader->knowledge, words, count, synonyms);
}

/* The longest run from `first` on that has synonyms; 0 when none has. What has a sign is looked up
 * as a whole. */
static size_t longest_run(const struct search *search, size_t first, struct tip_synonyms *synonyms)
{
    size_t room = search->count - first, longest = tip_synonyms_longest(search->reader->knowledge);
    if (is_alone(search, search->links[first].clause)) {
        return first == 0 && room <= longest && find(search, 0, room, synonyms) ? room : 0;
    }
    for (size_t count = room < longest ? room : longest; count > 0; count--) {
        if (find(search, first, count, synonyms)) {
            return count;
        }
    }
    return 0;
}

static tip_status expand_stretch(struct search *search)
{
    struct tip_synonyms synonyms;
    tip_status status = TIP_OK;
    for (size_t i = 0; i < search->count && status == TIP_OK && !search->is_full;) {
        size_t count = longest_run(search, i, &synonyms);
        if (count > 0) {
            status = expand(search, i, count, &synonyms);
        }
        i += count > 0 ? count : 1;
    }
    return status;
}

static tip_status expand_all(struct search *search)
{
    size_t typed = tip_query_count_typed(search->reader->query);
    tip_status status = TIP_OK;
    for (size_t i = 0; i < typed && status == TIP_OK && !search->is_full; i++) {
        if (!can_expand(search, i)) {
            continue;
        }
        search->count = 0;
        tip_string_clear(&search->stems);
        add_links(search, i);
        while (i + 1 < typed && goes_on(search, i)) {
            add_links(search, ++i);
        }
        status = search->stems.failed
                     ? tip_error_memory(search->reader->error, "looking for synonyms")
                     : expand_stretch(search);
    }
    return status;
}

tip_status tip_synonyms_add(struct tip_query_reader *reader)
{
    if (reader->knowledge == NULL || tip_synonyms_longest(reader->knowledge) == 0) {
        return TIP_OK;
    }
    struct search search = {.reader = reader};
    search.links = calloc(reader->query->word_count + 1, sizeof *search.links);
    if (search.links == NULL) {
        return tip_error_memory(reader->error, "looking for synonyms");
    }
    tip_status status = expand_all(&search);
    free(search.links);
    tip_string_free(&search.stems);
    return status;
}
