/* A searcher: opened on a generation, it answers one request after the other. Each command is a
 * function that fills the reply or says what was wrong. */
#include "search/search.h"

#include <stdlib.h>

#include "search/answer.h"
#include "search/facts.h"
#include "search/heading_words.h"
#include "search/pattern_words.h"
#include "search/patterns.h"
#include "search/searcher.h"

tip_status tip_searcher_create(struct tip_searcher **out, struct tip_error *error)
{
    struct tip_searcher *searcher = calloc(1, sizeof *searcher);
    if (searcher == NULL) {
        return tip_error_memory(error, "making a searcher");
    }
    tip_status status = tip_analyser_create(&searcher->analyser, error);
    if (status != TIP_OK) {
        free(searcher);
        return status;
    }
    *out = searcher;
    return TIP_OK;
}

void tip_searcher_free(struct tip_searcher *searcher)
{
    if (searcher == NULL) {
        return;
    }
    tip_searcher_leave(searcher);
    tip_names_free(searcher->names);
    tip_pattern_words_free(searcher->pattern_words);
    tip_analyser_free(searcher->analyser);
    tip_tokens_free(&searcher->tokens);
    tip_token_list_free(&searcher->words);
    free(searcher);
}

void tip_searcher_know(struct tip_searcher *searcher, const struct tip_knowledge *knowledge)
{
    if (searcher->knowledge == knowledge) {
        return;
    }
    tip_searcher_forget_knowledge(searcher);
    tip_names_free(searcher->names);
    tip_pattern_words_free(searcher->pattern_words);
    searcher->names = NULL;
    searcher->pattern_words = NULL;
    searcher->knowledge = knowledge;
}

void tip_searcher_leave_out(struct tip_searcher *searcher, tip_part_set without)
{
    searcher->without = without;
}

tip_status tip_searcher_places(struct tip_searcher *searcher, struct tip_places **places,
                               struct tip_error *error)
{
    tip_status status = TIP_OK;
    if (searcher->places == NULL) {
        status = tip_places_make(&searcher->places, searcher->generation->columns,
                                 searcher->knowledge, error);
    }
    *places = searcher->places;
    return status;
}

tip_status tip_searcher_tree(struct tip_searcher *searcher, const struct tip_section_tree **tree,
                             struct tip_error *error)
{
    tip_status status = TIP_OK;
    if (searcher->tree == NULL) {
        status = tip_section_tree_make(&searcher->tree, searcher->generation->columns, error);
    }
    *tree = searcher->tree;
    return status;
}

tip_status tip_searcher_heading_words(struct tip_searcher *searcher,
                                      const struct tip_bitmap **words, struct tip_error *error)
{
    tip_status status = TIP_OK;
    if (searcher->heading_words.size == 0) {
        struct tip_bitmap found = {0};
        status = tip_heading_words_find(&found, searcher->generation, error);
        if (status == TIP_OK) {
            searcher->heading_words = found;
        } else {
            tip_bitmap_free(&found);
        }
    }
    *words = &searcher->heading_words;
    return status;
}

tip_status tip_searcher_lexicon(struct tip_searcher *searcher, const struct tip_lexicon **lexicon,
                                struct tip_error *error)
{
    const struct tip_bitmap *in_headings;
    tip_status status = tip_searcher_heading_words(searcher, &in_headings, error);
    if (status == TIP_OK && searcher->lexicon == NULL) {
        status = tip_lexicon_make(&searcher->lexicon, searcher->generation, in_headings, error);
    }
    *lexicon = searcher->lexicon;
    return status;
}

tip_status tip_searcher_suggestions(struct tip_searcher *searcher,
                                    const struct tip_suggestions **suggestions,
                                    struct tip_error *error)
{
    if (searcher->restricted == NULL) {
        *suggestions = searcher->generation->suggestions;
        return TIP_OK;
    }
    return tip_restricted_suggestions(suggestions, searcher->restricted, searcher->kept[0].index,
                                      error);
}

tip_status tip_searcher_names(struct tip_searcher *searcher, const struct tip_names **names,
                              struct tip_error *error)
{
    tip_status status = TIP_OK;
    if (searcher->names == NULL) {
        status = tip_names_make(&searcher->names, searcher->knowledge, searcher->analyser, error);
    }
    *names = searcher->names;
    return status;
}

tip_status tip_searcher_pattern_words(struct tip_searcher *searcher,
                                      const struct tip_pattern_words **words,
                                      struct tip_error *error)
{
    tip_status status = TIP_OK;
    if (searcher->pattern_words == NULL) {
        status = tip_pattern_words_make(&searcher->pattern_words, searcher->knowledge,
                                        searcher->analyser, error);
    }
    *words = searcher->pattern_words;
    return status;
}

/* ---- requests ---- */

static tip_status answer(struct tip_searcher *searcher, const struct tip_request *request,
                         struct tip_reply *reply, struct tip_error *error)
{
    switch (request->command) {
    case TIP_COMMAND_SEARCH:
    case TIP_COMMAND_EXPLAIN:
    case TIP_COMMAND_SCAN:
        return tip_answer_search(searcher, request, reply, error);
    case TIP_COMMAND_COMPARE:
        return tip_answer_compare(searcher, request, reply, error);
    case TIP_COMMAND_GET:
        return tip_answer_get(searcher, request, reply, error);
    case TIP_COMMAND_SIMILAR:
        return tip_answer_similar(searcher, request, reply, error);
    case TIP_COMMAND_QUOTE:
        return tip_answer_quote(searcher, request, reply, error);
    case TIP_COMMAND_STATS:
        reply->kind = TIP_REPLY_STATS;
        reply->stats = searcher->generation;
        return TIP_OK;
    case TIP_COMMAND_SUGGEST:
        return tip_answer_suggest(searcher, request, reply, error);
    case TIP_COMMAND_PATTERNS:
        return tip_answer_patterns(searcher, reply, error);
    case TIP_COMMAND_PING:
    case TIP_COMMAND_VERSION:
    case TIP_COMMAND_HELP:
    case TIP_COMMAND_AUTH:
    case TIP_COMMAND_QUIT:
    case TIP_COMMAND_COUNT:
        break;
    }
    tip_reply_fail(reply, TIP_CODE_BAD_REQUEST, "%s is no request to an index",
                   tip_command_name(request->command));
    return TIP_OK;
}

static tip_status answer_with_facts(struct tip_searcher *searcher,
                                    const struct tip_request *request, struct tip_reply *reply,
                                    struct tip_error *error)
{
    tip_status status = answer(searcher, request, reply, error);
    return status == TIP_OK && request->with_facts ? tip_facts_tell(searcher, reply, error)
                                                   : status;
}

void tip_searcher_run(struct tip_searcher *searcher, const struct tip_request *request,
                      unsigned time_limit_ms, struct tip_reply *reply)
{
    int64_t start = tip_clock_ns();
    struct tip_error error = {0};
    *reply = (struct tip_reply){0};
    if (searcher->generation == NULL) {
        tip_reply_fail(reply, TIP_CODE_UNAVAILABLE, "no index is open");
        return;
    }
    searcher->deadline_ns = time_limit_ms == 0 ? 0 : start + (int64_t)time_limit_ms * 1000000;
    reply->generation = searcher->generation->number;
    reply->made_at = searcher->generation->manifest.made_at;
    reply->index_passages = tip_columns_passages(searcher->generation->columns);
    if (answer_with_facts(searcher, request, reply, &error) != TIP_OK) {
        tip_reply_fail(reply, TIP_CODE_INTERNAL, "the index could not be searched: %s",
                       error.message);
    }
    reply->took_ms = (double)(tip_clock_ns() - start) / 1e6;
}
