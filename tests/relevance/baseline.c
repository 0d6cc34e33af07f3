/* An inverted index in memory: stems in a tree (tsearch(3)), each with its postings. */
#include "relevance/baseline.h"

#include <jansson.h>
#include <math.h>
#include <search.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "relevance/judged.h"
#include "relevance/run.h"

enum { TITLE_WEIGHT = 3 };

static const double k1 = 1.2, b = 0.75;

/* Lucene's EnglishAnalyzer.ENGLISH_STOP_WORDS_SET. */
static const char *const stop_words[] = {
    "a",   "an",    "and",  "are",   "as",    "at",   "be",   "but", "by",  "for",  "if",
    "in",  "into",  "is",   "it",    "no",    "not",  "of",   "on",  "or",  "such", "that",
    "the", "their", "then", "there", "these", "they", "this", "to",  "was", "will", "with"};

struct posting {
    size_t document;
    unsigned frequency; /* weighted */
};

struct stem {
    char *text;
    struct posting *postings; /* in the order of the documents */
    size_t count, capacity;
};

struct document {
    char *id;
    unsigned length; /* words, weighted as their frequencies are */
    double score;    /* of the query at hand */
};

struct baseline {
    struct tip_analyser *analyser;
    struct tip_tokens tokens;
    void *stems; /* a tree of struct stem */
    struct document *documents;
    size_t count, capacity;
    double mean_length;
};

static bool is_stop_word(const char *word)
{
    for (size_t i = 0; i < sizeof stop_words / sizeof *stop_words; i++) {
        if (strcmp(stop_words[i], word) == 0) {
            return true;
        }
    }
    return false;
}

static int compare_stems(const void *one, const void *other)
{
    return strcmp(((const struct stem *)one)->text, ((const struct stem *)other)->text);
}

static void free_stem(void *item)
{
    struct stem *stem = item;
    free(stem->text);
    free(stem->postings);
    free(stem);
}

static struct stem *find_stem(const struct baseline *baseline, char *text)
{
    struct stem wanted = {.text = text};
    void *const *node = tfind(&wanted, &baseline->stems, compare_stems);
    return node == NULL ? NULL : *node;
}

/* The stem of that text, made if there is none; NULL without memory. */
static struct stem *need_stem(struct baseline *baseline, char *text)
{
    struct stem *stem = find_stem(baseline, text);
    if (stem != NULL) {
        return stem;
    }
    stem = calloc(1, sizeof *stem);
    if (stem != NULL) {
        stem->text = strdup(text);
    }
    if (stem == NULL || stem->text == NULL ||
        tsearch(stem, &baseline->stems, compare_stems) == NULL) {
        if (stem != NULL) {
            free_stem(stem);
        }
        return NULL;
    }
    return stem;
}

static bool count_in(struct stem *stem, size_t document, unsigned weight)
{
    if (stem->count > 0 && stem->postings[stem->count - 1].document == document) {
        stem->postings[stem->count - 1].frequency += weight;
        return true;
    }
    if (stem->count == stem->capacity) {
        size_t capacity = stem->capacity == 0 ? 4 : stem->capacity * 2;
        struct posting *grown = reallocarray(stem->postings, capacity, sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        stem->postings = grown;
        stem->capacity = capacity;
    }
    stem->postings[stem->count++] = (struct posting){document, weight};
    return true;
}

/* The stem of a token for `text`, which has room for TIP_WORD_LIMIT bytes and NUL; false for one
 * that is not indexed. */
static bool stem_of(struct baseline *baseline, const struct tip_token *token, char *text)
{
    if (token->is_compound || is_stop_word(token->word)) {
        return false;
    }
    size_t length;
    const char *stem =
        tip_analyser_stem(baseline->analyser, "en", token->word, token->word_length, &length);
    memcpy(text, stem, length);
    text[length] = '\0';
    return true;
}

/* Counts the words of a text in the last document. */
static tip_status add_text(struct baseline *baseline, const char *text, unsigned weight,
                           struct tip_error *error)
{
    if (text == NULL) {
        return TIP_OK;
    }
    tip_status status =
        tip_analyse(baseline->analyser, text, strlen(text), &baseline->tokens, error);
    size_t document = baseline->count - 1;
    for (size_t i = 0; i < baseline->tokens.count && status == TIP_OK; i++) {
        char word[TIP_WORD_LIMIT + 1];
        if (!stem_of(baseline, &baseline->tokens.items[i], word)) {
            continue;
        }
        struct stem *stem = need_stem(baseline, word);
        if (stem == NULL || !count_in(stem, document, weight)) {
            return tip_error_memory(error, "ranking whole documents");
        }
        baseline->documents[document].length += weight;
    }
    return status;
}

static bool new_document(struct baseline *baseline, const char *id)
{
    if (baseline->count == baseline->capacity) {
        size_t capacity = baseline->capacity == 0 ? 1024 : baseline->capacity * 2;
        struct document *grown = reallocarray(baseline->documents, capacity, sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        baseline->documents = grown;
        baseline->capacity = capacity;
    }
    char *copy = strdup(id);
    if (copy == NULL) {
        return false;
    }
    baseline->documents[baseline->count++] = (struct document){.id = copy};
    return true;
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static tip_status add_document(struct baseline *baseline, const json_t *object,
                               struct tip_error *error)
{
    const char *id =
        text_of(object, "_id") != NULL ? text_of(object, "_id") : text_of(object, "id");
    const char *kind = text_of(object, "kind");
    if (id == NULL || (kind != NULL && strcmp(kind, "contents") == 0)) {
        return TIP_OK;
    }
    if (!new_document(baseline, id)) {
        return tip_error_memory(error, "ranking whole documents");
    }
    tip_status status = add_text(baseline, text_of(object, "title"), TITLE_WEIGHT, error);
    return status == TIP_OK ? add_text(baseline, text_of(object, "text"), 1, error) : status;
}

static tip_status read_documents(struct baseline *baseline, const char *path,
                                 struct tip_error *error)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return tip_error_errno(error, "%s: cannot read the documents", path);
    }
    tip_status status = TIP_OK;
    json_error_t trouble;
    json_t *object;
    while (status == TIP_OK &&
           (object = json_loadf(file, JSON_DISABLE_EOF_CHECK, &trouble)) != NULL) {
        status = add_document(baseline, object, error);
        json_decref(object);
    }
    if (status == TIP_OK && !feof(file)) {
        status = tip_error_set(error, TIP_INVALID, "%s: not JSON: %s", path, trouble.text);
    }
    fclose(file);
    for (size_t i = 0; i < baseline->count; i++) {
        baseline->mean_length += baseline->documents[i].length / (double)baseline->count;
    }
    return status;
}

static void score_stem(struct baseline *baseline, const struct stem *stem)
{
    double holders = (double)stem->count, all = (double)baseline->count;
    double idf = log(1 + (all - holders + 0.5) / (holders + 0.5));
    for (size_t i = 0; i < stem->count; i++) {
        struct document *document = &baseline->documents[stem->postings[i].document];
        double frequency = stem->postings[i].frequency;
        double share = document->length / baseline->mean_length;
        document->score += idf * frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * share));
    }
}

static int compare_scores(const void *one, const void *other)
{
    const struct document *a = *(const struct document *const *)one;
    const struct document *c = *(const struct document *const *)other;
    if (a->score != c->score) {
        return a->score > c->score ? -1 : 1;
    }
    return a < c ? -1 : a > c;
}

/* Scores are in the documents: takes the best. */
static tip_status collect(const struct baseline *baseline, struct ranking *ranking, size_t depth,
                          struct tip_error *error)
{
    const struct document **best = calloc(baseline->count + 1, sizeof *best);
    if (best == NULL) {
        return tip_error_memory(error, "ranking whole documents");
    }
    size_t found = 0;
    for (size_t i = 0; i < baseline->count; i++) {
        if (baseline->documents[i].score > 0) {
            best[found++] = &baseline->documents[i];
        }
    }
    qsort(best, found, sizeof *best, compare_scores);
    bool is_whole = true;
    for (size_t i = 0; i < found && i < depth && is_whole; i++) {
        is_whole = ranking_add(ranking, best[i]->id, best[i]->score);
    }
    free(best);
    return is_whole ? TIP_OK : tip_error_memory(error, "ranking whole documents");
}

static tip_status answer(struct baseline *baseline, const struct judged_query *query,
                         struct run *run, size_t depth, struct tip_error *error)
{
    struct ranking *ranking = run_add(run, query->id);
    if (ranking == NULL) {
        return tip_error_memory(error, "ranking whole documents");
    }
    for (size_t i = 0; i < baseline->count; i++) {
        baseline->documents[i].score = 0;
    }
    tip_status status =
        tip_analyse(baseline->analyser, query->text, strlen(query->text), &baseline->tokens, error);
    for (size_t i = 0; i < baseline->tokens.count && status == TIP_OK; i++) {
        char word[TIP_WORD_LIMIT + 1];
        if (stem_of(baseline, &baseline->tokens.items[i], word)) {
            const struct stem *stem = find_stem(baseline, word);
            if (stem != NULL) {
                score_stem(baseline, stem);
            }
        }
    }
    return status == TIP_OK ? collect(baseline, ranking, depth, error) : status;
}

static void forget(struct baseline *baseline)
{
    for (size_t i = 0; i < baseline->count; i++) {
        free(baseline->documents[i].id);
    }
    free(baseline->documents);
    tdestroy(baseline->stems, free_stem);
    tip_tokens_free(&baseline->tokens);
    tip_analyser_free(baseline->analyser);
}

tip_status baseline_rank(struct run *run, const struct judged_queries *queries, const char *path,
                         size_t depth, struct tip_error *error)
{
    struct baseline baseline = {0};
    tip_status status = tip_analyser_create(&baseline.analyser, error);
    if (status == TIP_OK) {
        status = read_documents(&baseline, path, error);
    }
    for (size_t i = 0; i < queries->count && status == TIP_OK; i++) {
        status = answer(&baseline, &queries->items[i], run, depth, error);
    }
    forget(&baseline);
    return status;
}
