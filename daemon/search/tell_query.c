/* All is copied, as the reply may outlive the request. */
#include "search/tell_query.h"

#include <stdlib.h>
#include <string.h>

#include "search/query_countries.h"

/* False without memory. */
static bool write_synonym(struct tip_reply_synonym *out, const struct tip_expansion *expansion)
{
    const struct tip_synonyms *synonyms = &expansion->synonyms;
    out->typed = strndup(expansion->typed, expansion->typed_length);
    out->also = calloc(synonyms->count + 1, sizeof *out->also);
    for (size_t i = 0; out->also != NULL && i < synonyms->count; i++) {
        if (i == synonyms->own) {
            continue;
        }
        out->also[out->also_count] = strdup(synonyms->members[i]);
        if (out->also[out->also_count] == NULL) {
            return false;
        }
        out->also_count++;
    }
    return out->typed != NULL && out->also != NULL;
}

static tip_status write_synonyms(struct tip_reply *reply, const struct tip_query *query,
                                 struct tip_error *error)
{
    reply->synonyms = calloc(query->expansion_count + 1, sizeof *reply->synonyms);
    bool is_good = reply->synonyms != NULL;
    for (size_t i = 0; is_good && i < query->expansion_count; i++) {
        is_good = write_synonym(&reply->synonyms[reply->synonym_count++], &query->expansions[i]);
    }
    return is_good ? TIP_OK : tip_error_memory(error, "answering a query");
}

/* How a wildcard or fuzzy word is written. */
static bool write_pattern(struct tip_string *out, const struct tip_query *query, size_t word)
{
    tip_string_append(out, tip_query_word_text(query, word), query->words[word].length);
    if (query->words[word].match == TIP_MATCH_FUZZY) {
        tip_string_printf(out, "~%u", query->words[word].edits);
    }
    return !out->failed;
}

static tip_status write_expansions(struct tip_reply *reply, const struct tip_plan *plan,
                                   struct tip_error *error)
{
    reply->expansions = calloc(plan->query->word_count + 1, sizeof *reply->expansions);
    bool is_good = reply->expansions != NULL;
    for (size_t word = 0; is_good && word < plan->query->word_count; word++) {
        enum tip_match match = plan->query->words[word].match;
        struct tip_string typed = {0};
        if (match != TIP_MATCH_WILDCARD && match != TIP_MATCH_FUZZY) {
            continue;
        }
        is_good = write_pattern(&typed, plan->query, word);
        reply->expansions[reply->expansion_count++] =
            (struct tip_reply_expansion){.typed = tip_string_release(&typed),
                                         .word_count = plan->fits[word].word_count,
                                         .is_cut = plan->fits[word].is_cut};
    }
    return is_good ? TIP_OK : tip_error_memory(error, "answering a query");
}

tip_status tip_query_tell(struct tip_reply *reply, struct tip_searcher *searcher,
                          const struct tip_plan *plan, const char *text, struct tip_error *error)
{
    struct tip_string read_as = {0};
    tip_status status =
        tip_query_read_as(&read_as, plan->query, searcher->analyser, &searcher->tokens, error);
    reply->read_as = tip_string_release(&read_as);
    reply->query_text = strdup(text);
    if (reply->read_as == NULL || reply->query_text == NULL) {
        return tip_error_memory(error, "answering a query");
    }
    if (status == TIP_OK) {
        status = write_synonyms(reply, plan->query, error);
    }
    if (status == TIP_OK) {
        status = write_expansions(reply, plan, error);
    }
    return status == TIP_OK
               ? tip_query_tell_countries(reply, plan->query, searcher->knowledge, error)
               : status;
}
