/* Names are looked for in the text as it was typed, since a name may be of several words, and then
 * laid over the clauses that these words made. */
#include "search/query_countries.h"

#include <stdlib.h>
#include <string.h>

/* More words than any name has. */
enum { NAME_WORDS = 8 };

struct finding {
    struct tip_query_reader *reader;
    const char *text;
    size_t typed_count; /* of the query's clauses; synonyms come behind them */
};

/* The clause in which a token stands; NULL when it is an operator's or a filter's. Clauses that
 * were typed are in the order of the text. */
static const struct tip_clause *clause_of(const struct finding *finding,
                                          const struct tip_token *token)
{
    const struct tip_query *query = finding->reader->query;
    const char *from = finding->text + token->start, *to = finding->text + token->end;
    size_t low = 0, high = finding->typed_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (query->clauses[middle].typed + query->clauses[middle].typed_length < to) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_inside = low < finding->typed_count && query->clauses[low].typed <= from;
    return is_inside ? &query->clauses[low] : NULL;
}

static bool is_plain_word(const struct tip_lexeme *lexeme)
{
    return lexeme->kind == TIP_LEXEME_WORD && lexeme->match == TIP_MATCH_STEM &&
           lexeme->weight == 1;
}

/* How many plain words from `place` on may be one name. */
static size_t count_words(const struct tip_lexeme_list *list, size_t place)
{
    size_t count = 1;
    while (count < NAME_WORDS && place + count < list->count) {
        const struct tip_lexeme *lexeme = &list->items[place + count];
        if (!is_plain_word(lexeme) || lexeme->role != TIP_ROLE_ANY) {
            break;
        }
        count++;
    }
    return count;
}

static bool is_beside_operator(const struct tip_lexeme_list *list, size_t place, size_t count)
{
    return list->items[place].role != TIP_ROLE_ANY ||
           (place > 0 && tip_lexeme_is_operator(&list->items[place - 1])) ||
           (place + count < list->count && tip_lexeme_is_operator(&list->items[place + count]));
}

/* The words of the longest name that begins at `place`, 1 when none of several words does. */
static size_t longest_name(const struct tip_lexeme_list *list, size_t place,
                           const struct tip_knowledge *knowledge)
{
    const char *from = list->items[place].text;
    for (size_t count = count_words(list, place); count > 1; count--) {
        const struct tip_lexeme *last = &list->items[place + count - 1];
        size_t country, length = (size_t)(last->text + last->length - from);
        if (is_beside_operator(list, place, count) &&
            tip_country_find(knowledge, from, length, &country)) {
            return count;
        }
    }
    return 1;
}

void tip_query_join_names(struct tip_lexeme_list *list, const struct tip_knowledge *knowledge)
{
    for (size_t i = 0; knowledge != NULL && i < list->count; i++) {
        struct tip_lexeme *first = &list->items[i];
        size_t count = is_plain_word(first) ? longest_name(list, i, knowledge) : 1;
        if (count == 1) {
            continue;
        }
        const struct tip_lexeme *last = &list->items[i + count - 1];
        first->length = (size_t)(last->text + last->length - first->text);
        first->is_name = true;
        tip_lexemes_remove(list, i + 1, count - 1);
    }
}

/* Whether the clause is the name [from, to) and nothing else. */
static bool is_whole(const struct tip_clause *clause, const char *from, const char *to)
{
    return clause->typed == from && clause->typed + clause->typed_length == to;
}

/* Whether a country may stand beside what was typed as `clause`. */
static bool is_plain(const struct tip_clause *clause)
{
    return !clause->is_excluded &&
           (clause->kind == TIP_CLAUSE_WORDS || clause->form == TIP_FORM_NAME);
}

static bool are_items_of_one(const struct tip_query *query, const struct tip_clause *one,
                             const struct tip_clause *other)
{
    return tip_clause_is_item(query, one) && tip_clause_is_item(query, other) &&
           query->nodes[one->node].parent == query->nodes[other->node].parent;
}

/* The clauses [*first, *last] that a name stands in, if the country may stand for them: one that is
 * the name, or some in a row in a sequence. */
static bool find_clauses(const struct finding *finding, const struct tip_mention *mention,
                         const struct tip_clause **first, const struct tip_clause **last)
{
    const struct tip_query *query = finding->reader->query;
    const struct tip_token *tokens = &finding->reader->tokens->items[mention->first_token];
    const char *from = finding->text + tokens[0].start;
    const char *to = finding->text + tokens[mention->token_count - 1].end;
    *first = NULL;
    for (size_t i = 0; i < mention->token_count; i++) {
        *last = clause_of(finding, &tokens[i]);
        if (*last == NULL || !is_plain(*last)) {
            return false;
        }
        *first = *first == NULL ? *last : *first;
        bool is_loose = *last == *first ? (*last)->kind == TIP_CLAUSE_WORDS
                                        : are_items_of_one(query, *first, *last);
        if (!is_loose && !is_whole(*last, from, to)) {
            return false;
        }
    }
    return *first != NULL;
}

/* The country of the query with this place, added when it is not there; TIP_QUERY_COUNTRIES when
 * there are too many. */
static size_t reach_country(const struct finding *finding, const struct tip_mention *mention,
                            const struct tip_clause *first, const struct tip_clause *last)
{
    struct tip_query *query = finding->reader->query;
    const struct tip_token *tokens = &finding->reader->tokens->items[mention->first_token];
    size_t number = 0;
    while (number < query->country_count && query->countries[number].place != mention->country) {
        number++;
    }
    if (number == query->country_count && number < TIP_QUERY_COUNTRIES) {
        query->countries[query->country_count++] = (struct tip_query_country){
            .place = mention->country,
            .typed = finding->text + tokens[0].start,
            .typed_length = tokens[mention->token_count - 1].end - tokens[0].start,
            .first_word = first->first_word,
            .last_word = last->first_word + last->word_count - 1};
    }
    return number;
}

/* Whether a clause for the country stands beside the node already. */
static bool is_there(const struct tip_query *query, size_t country, size_t node)
{
    for (size_t i = query->nodes[node].also; i > 0; i = query->clauses[i - 1].also) {
        const struct tip_clause *clause = &query->clauses[i - 1];
        if (clause->kind == TIP_CLAUSE_COUNTRY && clause->expansion == country) {
            return true;
        }
    }
    return false;
}

/* Adds a clause for the country of a mention. */
static tip_status add_country(const struct finding *finding, const struct tip_mention *mention)
{
    struct tip_query *query = finding->reader->query;
    const struct tip_clause *first, *last;
    if (!find_clauses(finding, mention, &first, &last)) {
        return TIP_OK;
    }
    size_t country = reach_country(finding, mention, first, last);
    size_t node = tip_clause_place_beside(query, first);
    if (country == TIP_QUERY_COUNTRIES || is_there(query, country, node)) {
        return TIP_OK;
    }
    struct tip_clause added = {.kind = TIP_CLAUSE_COUNTRY,
                               .first_word = query->word_count,
                               .weight = first->weight,
                               .expansion = country};
    struct tip_clause *clause = tip_query_add_clause(finding->reader);
    if (clause == NULL) {
        return TIP_NO_MEMORY;
    }
    *clause = added;
    tip_query_place_beside(query, node);
    return TIP_OK;
}

tip_status tip_query_find_countries(struct tip_query_reader *reader, const char *text,
                                    size_t length)
{
    struct finding finding = {reader, text, tip_query_count_typed(reader->query)};
    struct tip_mention *mentions = NULL;
    size_t count = 0;
    if (reader->knowledge == NULL || reader->query->clause_count == 0) {
        return TIP_OK;
    }
    tip_status status = tip_query_analyse(reader, text, length);
    if (status == TIP_OK) {
        status = tip_mentions_find_typed(reader->knowledge, text, reader->tokens, &mentions, &count,
                                         reader->error);
    }
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        status = add_country(&finding, &mentions[i]);
    }
    free(mentions);
    return status;
}

tip_status tip_query_tell_countries(struct tip_reply *reply, const struct tip_query *query,
                                    const struct tip_knowledge *knowledge, struct tip_error *error)
{
    reply->countries = calloc(query->country_count + 1, sizeof *reply->countries);
    bool is_good = reply->countries != NULL;
    for (size_t i = 0; is_good && i < query->country_count; i++) {
        const struct tip_query_country *named = &query->countries[i];
        const struct tip_country *country = tip_country_at(knowledge, named->place);
        struct tip_reply_country *told = &reply->countries[reply->country_count++];
        memcpy(told->code, country->code, sizeof told->code);
        told->name = strdup(country->name);
        told->typed = strndup(named->typed, named->typed_length);
        is_good = told->name != NULL && told->typed != NULL;
    }
    return is_good ? TIP_OK : tip_error_memory(error, "answering a query");
}
