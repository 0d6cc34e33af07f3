/* The analyser that indexed the text finds its words again; what these are is compared by numbers,
 * in the ways in which which.c found the passage. */
#include "search/marks.h"

#include <stdlib.h>
#include <string.h>

#include "search/plan_countries.h"
#include "search/plan_words.h"

/* A text at work. */
struct marking {
    struct tip_marks *marks;
    struct tip_marker *marker;
    struct tip_word_stream words; /* the numbers of the marks */
    uint32_t language;            /* in the dictionary; UINT32_MAX: none of its */
};

/* ---- words and their numbers ---- */

static uint32_t language_number(const struct tip_words *words, const char *language)
{
    for (uint32_t i = 0; language != NULL && i < tip_words_language_count(words); i++) {
        if (strcmp(tip_words_language(words, i), language) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* The number of a token's word, or TIP_NO_WORD. */
static uint32_t number_of(const struct marking *marking, const struct tip_token *token)
{
    struct tip_word word;
    return marking->language != UINT32_MAX &&
                   tip_words_find(marking->words.dictionary, marking->language, token->word,
                                  token->word_length, &word)
               ? word.number
               : TIP_NO_WORD;
}

/* Fills the marks with the text's words, none of which is a term yet. */
static tip_status take_words(struct marking *marking, const struct tip_tokens *tokens,
                             struct tip_error *error)
{
    struct tip_marks *marks = marking->marks;
    marks->items = calloc(tokens->count + 1, sizeof *marks->items);
    if (marks->items == NULL) {
        return tip_error_memory(error, "marking words");
    }
    for (size_t i = 0; i < tokens->count; i++) {
        const struct tip_token *token = &tokens->items[i];
        if (!token->is_compound) {
            marks->items[marks->count++] =
                (struct tip_mark){.start = token->start, .end = token->end, .term = TIP_NO_TERM};
        }
    }
    return TIP_OK;
}

/* A word that is no word of the index stands for nothing, as a break does. */
static tip_status number_words(struct marking *marking, const struct tip_tokens *tokens,
                               const struct tip_word_stream *known, struct tip_error *error)
{
    size_t count = marking->marks->count, at = 0;
    tip_status status = tip_marker_reserve(marking->marker, count, error);
    if (status != TIP_OK) {
        return status;
    }
    marking->words.words = marking->marker->numbers;
    marking->words.count = count;
    if (known != NULL && known->count == count) {
        marking->words = *known;
        return TIP_OK;
    }
    for (size_t i = 0; i < tokens->count; i++) {
        if (!tokens->items[i].is_compound) {
            marking->marker->numbers[at++] = number_of(marking, &tokens->items[i]);
        }
    }
    return TIP_OK;
}

/* ---- terms ---- */

/* A word that is two terms stays what it was first. */
static void set_term(struct marking *marking, size_t place, struct tip_term term)
{
    struct tip_mark *mark = &marking->marks->items[place];
    marking->marks->has_any = true;
    if (mark->term == TIP_NO_TERM) {
        mark->term = term.term;
        mark->weight = term.weight;
    }
}

static const struct tip_term *plain_term(const struct marking *marking, uint32_t number)
{
    return number == TIP_NO_WORD
               ? NULL
               : tip_marker_plain(marking->marker,
                                  tip_words_stem_of(marking->words.dictionary, number));
}

static void mark_plain(struct marking *marking)
{
    for (size_t i = 0; i < marking->words.count; i++) {
        const struct tip_term *term = plain_term(marking, marking->words.words[i]);
        if (term != NULL) {
            set_term(marking, i, *term);
        }
    }
}

/* A compound follows its last part: `end` words are before it, and those that it spans are marked
 * when it is a term. */
static void mark_compound(struct marking *marking, const struct tip_token *compound, size_t end)
{
    const struct tip_term *term = plain_term(marking, number_of(marking, compound));
    for (size_t i = end; term != NULL && i > 0; i--) {
        if (marking->marks->items[i - 1].start < compound->start) {
            return;
        }
        set_term(marking, i - 1, *term);
    }
}

static void mark_compounds(struct marking *marking, const struct tip_tokens *tokens)
{
    size_t words = 0;
    for (size_t i = 0; marking->marker->plain_count > 0 && i < tokens->count; i++) {
        if (tokens->items[i].is_compound) {
            mark_compound(marking, &tokens->items[i], words);
        } else {
            words++;
        }
    }
}

/* ---- what stands together ---- */

static tip_status mark_run(struct marking *marking, size_t clause, struct tip_error *error)
{
    struct tip_marker *marker = marking->marker;
    struct tip_word_run run = tip_plan_run(marker->plan, &marker->plan->query->clauses[clause]);
    tip_status status = tip_marker_reserve(marker, marking->words.count, error);
    if (status == TIP_OK) {
        status = tip_word_run_mark(&marker->spans, &marking->words, &run, marker->flags, error);
    }
    for (size_t i = 0; status == TIP_OK && i < marking->words.count; i++) {
        if (marker->flags[i]) {
            set_term(marking, i, tip_marker_term(marker, clause, marking->words.words[i]));
        }
    }
    return status;
}

static tip_status mark_runs(struct marking *marking, struct tip_error *error)
{
    const struct tip_query *query = marking->marker->plan->query;
    tip_status status = TIP_OK;
    for (size_t c = 0; c < query->clause_count && status == TIP_OK; c++) {
        if (marking->marker->is_run[c]) {
            status = mark_run(marking, c, error);
        }
    }
    return status;
}

/* The term that a word is as a part of an operand: by the first of its clauses that has it. */
static struct tip_term term_of_part(const struct tip_marker *marker,
                                    const struct tip_plan_near *chain, size_t part, uint32_t number)
{
    size_t clause = chain->clauses[0].clause;
    for (size_t i = 0; i < chain->clause_count; i++) {
        if (chain->clauses[i].part == part &&
            tip_marker_clause_has(marker, chain->clauses[i].clause, number)) {
            clause = chain->clauses[i].clause;
            break;
        }
    }
    return tip_marker_term(marker, clause, number);
}

static tip_status mark_part(struct marking *marking, const struct tip_plan_near *chain, size_t part,
                            struct tip_error *error)
{
    struct tip_marker *marker = marking->marker;
    tip_status status = tip_marker_reserve(marker, marking->words.count, error);
    if (status == TIP_OK) {
        status = tip_near_mark(&marker->spans, &marking->words, &chain->chain, part, marker->flags,
                               error);
    }
    for (size_t i = 0; status == TIP_OK && i < marking->words.count; i++) {
        if (marker->flags[i]) {
            set_term(marking, i, term_of_part(marker, chain, part, marking->words.words[i]));
        }
    }
    return status;
}

static tip_status mark_chains(struct marking *marking, struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (size_t i = 0; i < marking->marker->chain_count; i++) {
        const struct tip_plan_near *chain = &marking->marker->chains[i];
        for (size_t part = 0; part < chain->chain.operand_count && status == TIP_OK; part++) {
            status = mark_part(marking, chain, part, error);
        }
    }
    return status;
}

/* ---- countries ---- */

/* Marks the names of a country of the plan: the words of a mention. */
static void mark_country(struct marking *marking, const struct tip_tokens *tokens,
                         const struct tip_mention *mention)
{
    const struct tip_plan *plan = marking->marker->plan;
    const struct tip_token *first = &tokens->items[mention->first_token];
    const struct tip_token *last = first + mention->token_count - 1;
    for (size_t c = 0; c < plan->query->country_count; c++) {
        if (!marking->marker->names[c] || plan->query->countries[c].place != mention->country) {
            continue;
        }
        struct tip_term term = {.term = (uint32_t)(plan->stem_count + c),
                                .weight = tip_plan_country_weight(plan, c)};
        for (size_t i = 0; i < marking->marks->count; i++) {
            const struct tip_mark *mark = &marking->marks->items[i];
            if (mark->start >= first->start && mark->end <= last->end) {
                set_term(marking, i, term);
            }
        }
    }
}

/* `text` is what the searcher's tokens were made of. */
static tip_status mark_countries(struct marking *marking, const char *text, struct tip_error *error)
{
    const struct tip_searcher *searcher = marking->marker->searcher;
    struct tip_mention *mentions = NULL;
    size_t count = 0;
    if (marking->marker->plan->query->country_count == 0) {
        return TIP_OK;
    }
    tip_status status =
        tip_mentions_find(searcher->knowledge, text, &searcher->tokens, &mentions, &count, error);
    for (size_t i = 0; i < count; i++) {
        mark_country(marking, &searcher->tokens, &mentions[i]);
    }
    free(mentions);
    return status;
}

/* ---- a text ---- */

/* What was typed comes before what stands for it. */
static tip_status mark_terms(struct marking *marking, const char *text,
                             const struct tip_word_stream *known, struct tip_error *error)
{
    const struct tip_tokens *tokens = &marking->marker->searcher->tokens;
    tip_status status = number_words(marking, tokens, known, error);
    if (status != TIP_OK) {
        return status;
    }
    mark_plain(marking);
    mark_compounds(marking, tokens);
    status = mark_runs(marking, error);
    if (status == TIP_OK) {
        status = mark_chains(marking, error);
    }
    return status == TIP_OK ? mark_countries(marking, text, error) : status;
}

tip_status tip_marks_make(struct tip_marks *marks, struct tip_marker *marker, const char *language,
                          const char *text, size_t length, const struct tip_word_stream *known,
                          struct tip_error *error)
{
    struct tip_searcher *searcher = marker->searcher;
    const struct tip_words *dictionary = searcher->generation->words;
    struct marking marking = {.marks = marks,
                              .marker = marker,
                              .words = {.dictionary = dictionary},
                              .language = language_number(dictionary, language)};
    *marks = (struct tip_marks){0};
    tip_status status = tip_analyse(searcher->analyser, text, length, &searcher->tokens, error);
    if (status == TIP_OK) {
        status = take_words(&marking, &searcher->tokens, error);
    }
    if (status == TIP_OK && marker->plan != NULL) {
        status = mark_terms(&marking, text, known, error);
    }
    return status;
}

void tip_marks_free(struct tip_marks *marks)
{
    free(marks->items);
    *marks = (struct tip_marks){0};
}

/* ---- a hit ---- */

static const char *language_of(const struct tip_view *view)
{
    return view->report.language == NULL ? "en" : view->report.language;
}

/* Whether `text` (or NULL) has one of the query's words; *found stays true when it is. */
static tip_status look_into(const struct tip_view *view, struct tip_marker *marker,
                            const char *text, bool *found, struct tip_error *error)
{
    if (*found || text == NULL) {
        return TIP_OK;
    }
    struct tip_marks marks;
    tip_status status =
        tip_marks_make(&marks, marker, language_of(view), text, strlen(text), NULL, error);
    *found = marks.has_any;
    tip_marks_free(&marks);
    return status;
}

/* Whether a passage has the tag of a country of the query. */
static bool has_country(const struct tip_hit *hit, const struct tip_marker *marker)
{
    const struct tip_query *query = marker->plan->query;
    for (size_t i = 0; i < query->country_count; i++) {
        if (!marker->names[i]) {
            continue;
        }
        const struct tip_country *country =
            tip_country_at(marker->searcher->knowledge, query->countries[i].place);
        if (strstr(hit->view.row.countries, country->code) != NULL) {
            return true;
        }
    }
    return false;
}

/* Where the words stand that the text does not have: the name under a quotation, a heading, the
 * report's title. Countries may also be what the source says of a passage; and some passages match
 * by what they lack, as with NOT behind OR. */
static tip_status find_elsewhere(struct tip_hit *hit, struct tip_marker *marker,
                                 struct tip_error *error)
{
    const struct tip_view *view = &hit->view;
    bool in_section = false, in_name = false;
    tip_status status = look_into(view, marker, view->row.by, &in_name, error);
    for (size_t i = 0; i < view->depth && status == TIP_OK; i++) {
        status = look_into(view, marker, view->headings[i], &in_section, error);
    }
    bool in_title = false, by_country = has_country(hit, marker);
    bool by_lack = tip_plan_matches_without_words(marker->plan);
    if (status == TIP_OK && (by_country || by_lack)) {
        status = look_into(view, marker, view->report.title, &in_title, error);
    }
    hit->matched_in = in_name                   ? "by"
                      : in_section              ? "section"
                      : by_country && !in_title ? "country"
                      : in_title || !by_lack    ? "title"
                                                : NULL;
    return status;
}

/* The marks of a hit's text, whose words are known by their numbers. */
static tip_status mark_text(struct tip_marks *marks, struct tip_marker *marker,
                            const struct tip_view *view, uint32_t number, struct tip_error *error)
{
    struct tip_searcher *searcher = marker->searcher;
    *marks = (struct tip_marks){0};
    tip_status status =
        tip_token_file_get(searcher->generation->tokens, number, &searcher->words, error);
    struct tip_word_stream known = {.words = searcher->words.words,
                                    .count = searcher->words.count[TIP_STREAM_BODY],
                                    .dictionary = searcher->generation->words};
    return status == TIP_OK ? tip_marks_make(marks, marker, language_of(view), view->text,
                                             strlen(view->text), &known, error)
                            : status;
}

tip_status tip_marks_show(struct tip_hit *hit, struct tip_marker *marker, uint32_t number,
                          struct tip_error *error)
{
    struct tip_marks marks;
    tip_status status = mark_text(&marks, marker, &hit->view, number, error);
    if (status == TIP_OK) {
        status = tip_snippet_make(&hit->snippet, &hit->snippet_count, hit->view.text,
                                  strlen(hit->view.text), marks.items, marks.count, error);
    }
    bool in_text = marks.has_any;
    tip_marks_free(&marks);
    if (status != TIP_OK || !tip_marker_has_words(marker)) {
        return status;
    }
    hit->matched_in = "text";
    return in_text ? TIP_OK : find_elsewhere(hit, marker, error);
}
