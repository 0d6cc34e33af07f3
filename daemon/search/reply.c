/* Replies: releasing them, and turning one into an error. */
#include "search/reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "search/quote/quoted.h"
#include "search/view.h"

const char *tip_error_code_name(enum tip_error_code code)
{
    switch (code) {
#define XX(number, name)                                                                           \
    case TIP_CODE_##number:                                                                        \
        return name;
        TIP_ERROR_CODE_MAP(XX)
#undef XX
    }
    return "internal";
}

static void free_hit(struct tip_hit *hit)
{
    for (size_t i = 0; i < hit->snippet_count; i++) {
        free(hit->snippet[i].text);
    }
    free(hit->snippet);
    tip_view_free(&hit->view);
}

static void free_views(struct tip_view *views, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tip_view_free(&views[i]);
    }
    free(views);
}

static void free_facet(struct tip_facet_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].value);
        free(list->items[i].label);
    }
    free(list->items);
}

static void free_synonyms(struct tip_reply *reply)
{
    for (size_t i = 0; i < reply->synonym_count; i++) {
        for (size_t m = 0; m < reply->synonyms[i].also_count; m++) {
            free(reply->synonyms[i].also[m]);
        }
        free(reply->synonyms[i].also);
        free(reply->synonyms[i].typed);
    }
    free(reply->synonyms);
}

static void free_corrections(struct tip_reply *reply)
{
    for (size_t i = 0; i < reply->correction_count; i++) {
        free(reply->corrections[i].typed);
        free(reply->corrections[i].meant);
    }
    free(reply->corrections);
    free(reply->corrected);
}

void tip_reply_free(struct tip_reply *reply)
{
    tip_quoted_free(reply->quoted);
    free(reply->query_text);
    free(reply->hint);
    free(reply->read_as);
    free_corrections(reply);
    free_synonyms(reply);
    for (size_t i = 0; i < reply->expansion_count; i++) {
        free(reply->expansions[i].typed);
    }
    free(reply->expansions);
    for (size_t i = 0; i < reply->country_count; i++) {
        free(reply->countries[i].name);
        free(reply->countries[i].typed);
    }
    free(reply->countries);
    for (size_t i = 0; i < reply->suggestion_count; i++) {
        free(reply->suggestions[i].text);
        free(reply->suggestions[i].query);
    }
    free(reply->suggestions);
    free(reply->patterns);
    for (size_t i = 0; i < reply->hit_count; i++) {
        free_hit(&reply->hits[i]);
    }
    free(reply->hits);
    free(reply->next);
    tip_explanation_free(reply->explanation);
    tip_comparison_free(reply->comparison);
    for (int facet = 0; facet < TIP_FACET_COUNT; facet++) {
        free_facet(&reply->facets[facet]);
    }
    tip_view_free(&reply->passage);
    free_views(reply->before, reply->before_count);
    free_views(reply->after, reply->after_count);
    *reply = (struct tip_reply){0};
}

void tip_reply_fail(struct tip_reply *reply, enum tip_error_code code, const char *format, ...)
{
    struct tip_reply_error failure = {.code = code, .at = -1, .retry_after_ms = -1};
    va_list arguments;
    va_start(arguments, format);
    int wanted = vsnprintf(failure.message, sizeof failure.message, format, arguments);
    va_end(arguments);
    if (wanted >= (int)sizeof failure.message) {
        size_t length = sizeof failure.message - 1;
        failure.message[tip_utf8_cut(failure.message, length, length)] = '\0';
    }
    tip_reply_free(reply);
    reply->kind = TIP_REPLY_ERROR;
    reply->error = failure;
}
