/* A passage and its neighbours are scored as one text by BM25: the gain is a share of that. So
 * records of a few passages rank by the whole of them, too: on cranfield and time, nDCG@10 0.40 and
 * 0.67 instead of 0.39 and 0.66. Passages below headings, which say what they are about, gain
 * nothing: with four tenths of it, on the report two fewer of 140 queries are answered among the
 * first three. */
#include "search/ranking/context.h"

#include <stdlib.h>
#include <string.h>

/* Of the whole text's score. All of it gains a hundredth more on time, and loses two on long texts
 * that are looked for by one sentence (250 descriptions of man pages); 0.4 is like 0.6. */
static const double SHARE = 0.6;
/* So many passages on either side; 8 to 24 are alike, 1 and 2 lose half of the gain on time. */
static const uint32_t REACH = 12;
/* As in BM25, but with a constant pivot instead of an average, so that scores do not move when
 * other reports come. From 150 to 600 words and from 1 to 3 for K1 all is alike within 0.005. */
static const double K1 = 2.0;
static const double B = 0.75;
static const double PIVOT = 300;
/* A title's word counts as so many in the text; 1 to 5 are alike. */
static const double TITLE_WEIGHT = 2.0;

struct context {
    struct tip_window *window;
    double *counts; /* by place of the terms */
    double *title;  /* the same for the title of `report` */
    uint32_t report;
    struct tip_error *error;
};

bool tip_context_matters(const struct tip_columns *columns, uint32_t passage)
{
    return tip_columns_section_depth(columns, tip_columns_section_of(columns, passage)) == 0;
}

double tip_context_score(const struct tip_terms *terms, const double *counts, double words)
{
    double sum = 0, normal = 1 - B + B * words / PIVOT;
    for (size_t i = 0; i < terms->count; i++) {
        if (counts[i] > 0) {
            double frequency = counts[i] / normal;
            sum += terms->weights[i] * frequency / (frequency + K1);
        }
    }
    return sum;
}

/* From `*first` to below `*end`, in the order of reports: the passage's section, as far as it
 * reaches. */
static void find_neighbours(const struct tip_columns *columns, uint32_t passage, uint32_t *first,
                            uint32_t *end)
{
    uint32_t report = tip_columns_report_of(columns, passage);
    uint32_t section = tip_columns_section_of(columns, passage);
    uint32_t place = tip_columns_place_of(columns, passage);
    uint32_t start = tip_columns_report_start(columns, report);
    uint32_t stop = tip_columns_report_start(columns, report + 1);
    *first = place;
    *end = place + 1;
    while (*first > start && place - *first < REACH &&
           tip_columns_section_of(columns, tip_columns_at(columns, *first - 1)) == section) {
        (*first)--;
    }
    while (*end < stop && *end - place <= REACH &&
           tip_columns_section_of(columns, tip_columns_at(columns, *end)) == section) {
        (*end)++;
    }
}

tip_status tip_context_count(struct tip_readings *readings, uint32_t passage, double *counts,
                             double *words, struct tip_error *error)
{
    const struct tip_columns *columns = readings->searcher->generation->columns;
    uint32_t first, end;
    *words = 0;
    find_neighbours(columns, passage, &first, &end);
    for (uint32_t place = first; place < end; place++) {
        struct tip_reading reading;
        tip_status status =
            tip_readings_get(readings, tip_columns_at(columns, place), &reading, error);
        if (status != TIP_OK) {
            return status;
        }
        *words += reading.words;
        for (size_t i = 0; i < reading.in_text; i++) {
            counts[readings->sightings[reading.first + i].term] += 1;
        }
    }
    return TIP_OK;
}

/* context->title: how often the terms stand in the report's title. */
static tip_status count_title(struct context *context, uint32_t report)
{
    struct tip_searcher *searcher = context->window->searcher;
    struct tip_report facts;
    if (context->report == report) {
        return TIP_OK;
    }
    context->report = report;
    memset(context->title, 0, context->window->terms.count * sizeof *context->title);
    tip_columns_report(searcher->generation->columns, report, &facts);
    if (facts.title == NULL) {
        return TIP_OK;
    }
    tip_status status = tip_analyse(searcher->analyser, facts.title, strlen(facts.title),
                                    &searcher->tokens, context->error);
    for (size_t i = 0; status == TIP_OK && i < searcher->tokens.count; i++) {
        const struct tip_token *token = &searcher->tokens.items[i];
        size_t length;
        const char *stem =
            tip_analyser_stem(searcher->analyser, facts.language != NULL ? facts.language : "en",
                              token->word, token->word_length, &length);
        uint32_t number = tip_words_find_stem(searcher->generation->words, stem, length);
        uint32_t term = tip_terms_find(&context->window->terms, number);
        if (number != 0 && term != TIP_NO_TERM_PLACE) {
            context->title[term] += TITLE_WEIGHT;
        }
    }
    return status;
}

static tip_status add(struct context *context, struct tip_candidate *candidate)
{
    struct tip_window *window = context->window;
    const struct tip_columns *columns = window->searcher->generation->columns;
    double words;
    tip_status status = count_title(context, tip_columns_report_of(columns, candidate->number));
    if (status != TIP_OK) {
        return status;
    }
    memcpy(context->counts, context->title, window->terms.count * sizeof *context->counts);
    status = tip_context_count(&window->readings, candidate->number, context->counts, &words,
                               context->error);
    if (status == TIP_OK) {
        tip_candidate_gain(candidate, TIP_PART_CONTEXT,
                           SHARE * tip_context_score(&window->terms, context->counts, words));
    }
    return status;
}

tip_status tip_context_add(struct tip_window *window, struct tip_error *error)
{
    struct context context = {.window = window,
                              .counts = calloc(window->terms.count + 1, sizeof(double)),
                              .title = calloc(window->terms.count + 1, sizeof(double)),
                              .report = UINT32_MAX,
                              .error = error};
    tip_status status = context.counts == NULL || context.title == NULL
                            ? tip_error_memory(error, "ranking")
                            : TIP_OK;
    const struct tip_columns *columns = window->searcher->generation->columns;
    for (size_t i = 0; i < window->count && status == TIP_OK; i++) {
        if (tip_context_matters(columns, window->items[i].number)) {
            status = add(&context, &window->items[i]);
        }
    }
    free(context.counts);
    free(context.title);
    return status;
}
