/* The analyser that indexed the text finds the query's words in it again. */
#include "search/marks.h"

#include <stdlib.h>
#include <string.h>

/* The place of the scored stem that a token has, or TIP_NO_STEM. */
static uint32_t stem_of(struct tip_searcher *searcher, const struct tip_plan *plan,
                        const char *language, const struct tip_token *token)
{
    if (plan == NULL) {
        return TIP_NO_STEM;
    }
    size_t length;
    const char *text =
        tip_analyser_stem(searcher->analyser, language, token->word, token->word_length, &length);
    uint32_t stem = tip_plan_find_stem(plan, text, length);
    return stem != TIP_NO_STEM && plan->stems[stem].uses > 0 ? stem : TIP_NO_STEM;
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
    if (marks->items == NULL) {
        return tip_error_memory(error, "marking words");
    }
    for (size_t i = 0; i < tokens->count; i++) {
        const struct tip_token *token = &tokens->items[i];
        uint32_t stem = stem_of(searcher, plan, language, token);
        double weight = stem == TIP_NO_STEM ? 0.0 : plan->stems[stem].idf;
        marks->has_any |= stem != TIP_NO_STEM;
        if (!token->is_compound) {
            marks->items[marks->count++] = (struct tip_mark){
                .start = token->start, .end = token->end, .term = stem, .weight = weight};
        } else if (stem != TIP_NO_STEM) {
            mark_parts(marks, token, stem, weight);
        }
    }
    return TIP_OK;
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

/* Where the words stand that the text does not have: the name under a quotation, a heading, the
 * report's title. */
static tip_status find_elsewhere(struct tip_hit *hit, struct tip_searcher *searcher,
                                 const struct tip_plan *plan, struct tip_error *error)
{
    const struct tip_view *view = &hit->view;
    bool in_section = false, in_name = false;
    tip_status status = look_into(view, searcher, plan, view->row.by, &in_name, error);
    for (size_t i = 0; i < view->depth && status == TIP_OK; i++) {
        status = look_into(view, searcher, plan, view->headings[i], &in_section, error);
    }
    hit->matched_in = in_name ? "by" : in_section ? "section" : "title";
    return status;
}

static bool has_scored_word(const struct tip_plan *plan)
{
    for (size_t i = 0; plan != NULL && i < plan->stem_count; i++) {
        if (plan->stems[i].uses > 0) {
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
