/* The analyser that indexed the text finds the query's words in it again. */
#include "search/marks.h"

#include <stdlib.h>
#include <string.h>

#include "search/plan_countries.h"

/* The place of the query's stem that a token has, or TIP_NO_STEM. */
static uint32_t stem_of(struct tip_searcher *searcher, const struct tip_plan *plan,
                        const char *language, const struct tip_token *token)
{
    if (plan == NULL) {
        return TIP_NO_STEM;
    }
    size_t length;
    const char *text =
        tip_analyser_stem(searcher->analyser, language, token->word, token->word_length, &length);
    return tip_plan_find_stem(plan, text, length);
}

static bool is_scored(const struct tip_plan *plan, uint32_t stem)
{
    return stem != TIP_NO_STEM && tip_plan_stem_weight(&plan->stems[stem]) > 0;
}

/* Whether the words of a clause stand side by side from `stems` on, each by a stem of its own. */
static bool stands_at(const struct tip_plan *plan, const struct tip_clause *clause,
                      const uint32_t *stems)
{
    for (size_t w = 0; w < clause->word_count; w++) {
        const uint32_t *own = &plan->stem_of[(clause->first_word + w) * plan->languages];
        bool is_one = false;
        for (size_t l = 0; l < plan->languages; l++) {
            is_one = is_one || (own[l] == stems[w] && own[l] != TIP_NO_STEM);
        }
        if (!is_one) {
            return false;
        }
    }
    return true;
}

/* Marks the synonyms of several words; `stems` are the places of the marks' stems. */
static void mark_near(struct tip_marks *marks, const struct tip_plan *plan, const uint32_t *stems)
{
    const struct tip_query *query = plan->query;
    for (size_t c = 0; c < query->clause_count; c++) {
        const struct tip_clause *clause = &query->clauses[c];
        if (!clause->is_synonym || clause->kind != TIP_CLAUSE_RUN || !plan->sets[c].is_found) {
            continue;
        }
        double weight = tip_plan_synonym_weight(plan, clause) / (double)clause->word_count;
        for (size_t i = 0; i + clause->word_count <= marks->count; i++) {
            if (!stands_at(plan, clause, stems + i)) {
                continue;
            }
            marks->has_any = true;
            for (size_t w = 0; w < clause->word_count; w++) {
                struct tip_mark *mark = &marks->items[i + w];
                mark->weight = mark->term == TIP_NO_TERM ? weight : mark->weight;
                mark->term = mark->term == TIP_NO_TERM ? stems[i + w] : mark->term;
            }
        }
    }
}

/* Marks the names of a country of the plan: the words of a mention that no stem of the query has.
 */
static void mark_country(struct tip_marks *marks, const struct tip_plan *plan,
                         const struct tip_tokens *tokens, const struct tip_mention *mention)
{
    const struct tip_query *query = plan->query;
    const struct tip_token *first = &tokens->items[mention->first_token];
    const struct tip_token *last = first + mention->token_count - 1;
    for (size_t c = 0; c < query->country_count; c++) {
        if (query->countries[c].place != mention->country) {
            continue;
        }
        marks->has_any = true;
        for (size_t i = 0; i < marks->count; i++) {
            struct tip_mark *mark = &marks->items[i];
            if (mark->term == TIP_NO_TERM && mark->start >= first->start &&
                mark->end <= last->end) {
                mark->term = (uint32_t)(plan->stem_count + c);
                mark->weight = tip_plan_country_weight(plan, c);
            }
        }
    }
}

/* `text` is what the searcher's tokens were made of. */
static tip_status mark_countries(struct tip_marks *marks, const struct tip_searcher *searcher,
                                 const struct tip_plan *plan, const char *text,
                                 struct tip_error *error)
{
    struct tip_mention *mentions = NULL;
    size_t count = 0;
    if (plan->query->country_count == 0) {
        return TIP_OK;
    }
    tip_status status =
        tip_mentions_find(searcher->knowledge, text, &searcher->tokens, &mentions, &count, error);
    for (size_t i = 0; i < count; i++) {
        mark_country(marks, plan, &searcher->tokens, &mentions[i]);
    }
    free(mentions);
    return status;
}

/* A compound follows its last part: those before it that it spans are marked. */
static void mark_parts(struct tip_marks *marks, const struct tip_token *compound, uint32_t stem,
                       double weight)
{
    for (size_t i = marks->count; i > 0 && marks->items[i - 1].start >= compound->start; i--) {
        if (marks->items[i - 1].term == TIP_NO_TERM) {
            marks->items[i - 1].term = stem;
            marks->items[i - 1].weight = weight;
        }
    }
}

tip_status tip_marks_make(struct tip_marks *marks, struct tip_searcher *searcher,
                          const struct tip_plan *plan, const char *language, const char *text,
                          size_t length, struct tip_error *error)
{
    const struct tip_tokens *tokens = &searcher->tokens;
    *marks = (struct tip_marks){0};
    tip_status status = tip_analyse(searcher->analyser, text, length, &searcher->tokens, error);
    if (status != TIP_OK) {
        return status;
    }
    marks->items = calloc(tokens->count + 1, sizeof *marks->items);
    uint32_t *stems = calloc(tokens->count + 1, sizeof *stems);
    if (marks->items == NULL || stems == NULL) {
        free(stems);
        return tip_error_memory(error, "marking words");
    }
    for (size_t i = 0; i < tokens->count; i++) {
        const struct tip_token *token = &tokens->items[i];
        uint32_t stem = stem_of(searcher, plan, language, token);
        uint32_t term = plan != NULL && is_scored(plan, stem) ? stem : TIP_NO_TERM;
        double weight = term == TIP_NO_TERM ? 0.0 : tip_plan_stem_weight(&plan->stems[stem]);
        marks->has_any |= term != TIP_NO_TERM;
        if (!token->is_compound) {
            stems[marks->count] = stem;
            marks->items[marks->count++] = (struct tip_mark){
                .start = token->start, .end = token->end, .term = term, .weight = weight};
        } else if (term != TIP_NO_TERM) {
            mark_parts(marks, token, term, weight);
        }
    }
    if (plan != NULL) {
        mark_near(marks, plan, stems);
        status = mark_countries(marks, searcher, plan, text, error);
    }
    free(stems);
    return status;
}

void tip_marks_free(struct tip_marks *marks)
{
    free(marks->items);
    *marks = (struct tip_marks){0};
}

static const char *language_of(const struct tip_view *view)
{
    return view->report.language == NULL ? "en" : view->report.language;
}

/* Whether `text` (or NULL) has one of the plan's words; *found stays true when it is. */
static tip_status look_into(const struct tip_view *view, struct tip_searcher *searcher,
                            const struct tip_plan *plan, const char *text, bool *found,
                            struct tip_error *error)
{
    if (*found || text == NULL) {
        return TIP_OK;
    }
    struct tip_marks marks;
    tip_status status =
        tip_marks_make(&marks, searcher, plan, language_of(view), text, strlen(text), error);
    *found = marks.has_any;
    tip_marks_free(&marks);
    return status;
}

/* Whether a passage has the tag of a country of the plan. */
static bool has_country(const struct tip_hit *hit, const struct tip_searcher *searcher,
                        const struct tip_plan *plan)
{
    const struct tip_query *query = plan->query;
    for (size_t i = 0; i < query->country_count; i++) {
        const struct tip_country *country =
            tip_country_at(searcher->knowledge, query->countries[i].place);
        if (strstr(hit->view.row.countries, country->code) != NULL) {
            return true;
        }
    }
    return false;
}

/* Where the words stand that the text does not have: the name under a quotation, a heading, the
 * report's title. Countries may also be what the source says of a passage. */
static tip_status find_elsewhere(struct tip_hit *hit, struct tip_searcher *searcher,
                                 const struct tip_plan *plan, struct tip_error *error)
{
    const struct tip_view *view = &hit->view;
    bool in_section = false, in_name = false;
    tip_status status = look_into(view, searcher, plan, view->row.by, &in_name, error);
    for (size_t i = 0; i < view->depth && status == TIP_OK; i++) {
        status = look_into(view, searcher, plan, view->headings[i], &in_section, error);
    }
    bool in_title = false, by_country = has_country(hit, searcher, plan);
    if (status == TIP_OK && by_country) {
        status = look_into(view, searcher, plan, view->report.title, &in_title, error);
    }
    hit->matched_in = in_name                   ? "by"
                      : in_section              ? "section"
                      : by_country && !in_title ? "country"
                                                : "title";
    return status;
}

static bool has_scored_word(const struct tip_plan *plan)
{
    if (plan != NULL && plan->query->country_count > 0) {
        return true;
    }
    for (size_t i = 0; plan != NULL && i < plan->stem_count; i++) {
        if (tip_plan_stem_weight(&plan->stems[i]) > 0) {
            return true;
        }
    }
    return false;
}

tip_status tip_marks_show(struct tip_hit *hit, struct tip_searcher *searcher,
                          const struct tip_plan *plan, struct tip_error *error)
{
    const struct tip_view *view = &hit->view;
    size_t length = strlen(view->text);
    struct tip_marks marks;
    tip_status status =
        tip_marks_make(&marks, searcher, plan, language_of(view), view->text, length, error);
    if (status == TIP_OK) {
        status = tip_snippet_make(&hit->snippet, &hit->snippet_count, view->text, length,
                                  marks.items, marks.count, error);
    }
    bool in_text = marks.has_any;
    tip_marks_free(&marks);
    if (status != TIP_OK || !has_scored_word(plan)) {
        return status;
    }
    hit->matched_in = "text";
    return in_text ? TIP_OK : find_elsewhere(hit, searcher, plan, error);
}
