/* Of a query's language this reads what patterns are made of: words, phrases, groups of them, and
 * signs. Fields, wildcards and other operators are words that stand nowhere. */
#include "search/pattern_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"

/* Between the words of a phrase so many others may stand: "bricks at the kiln". */
enum { PHRASE_GAP = 3 };

/* What somebody tells without the terms is what happened; a term may be in passing. */
enum { TOLD_VALUE = 3 };

struct stem {
    size_t offset; /* in the pool */
    size_t length;
};

struct phrase {
    size_t first; /* in `numbers` */
    size_t count;
    size_t pattern;
    size_t line;    /* counts from 0 over all patterns */
    unsigned group; /* of a line: its phrases are alternatives; 0 for those that stand alone */
    char sign;      /* '+', '-' or 0: of the group or of the phrase */
    bool is_told;   /* of a line that finds no passages */
};

struct tip_pattern_words {
    struct tip_string pool;
    struct stem *met;   /* each word of each phrase; only while they are read */
    struct stem *stems; /* sorted, each once: number n is the one at n - 1 */
    uint32_t *numbers;  /* of the words of phrases */
    struct phrase *phrases;
    size_t met_count, met_capacity, stem_count;
    size_t phrase_count, phrase_capacity;
    size_t line_count;
};

static tip_status no_memory(struct tip_error *error)
{
    return tip_error_memory(error, "reading the words of patterns");
}

/* Room for one more of an array; false without memory. */
static bool make_room(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return true;
    }
    size_t wanted = *capacity == 0 ? 1024 : *capacity * 2;
    void *moved = reallocarray(*items, wanted, size);
    if (moved == NULL) {
        return false;
    }
    *items = moved;
    *capacity = wanted;
    return true;
}

/* ---- reading ---- */

struct reader {
    struct tip_pattern_words *words;
    struct tip_analyser *analyser;
    size_t pattern;
    unsigned group, groups;
    char group_sign;
    bool is_told;
};

static bool add_word(struct reader *reader, const char *bytes, size_t length)
{
    struct tip_pattern_words *words = reader->words;
    char folded[TIP_WORD_LIMIT];
    size_t folded_length = tip_analyser_fold(reader->analyser, bytes, length, folded), stem_length;
    const char *stem =
        tip_analyser_stem(reader->analyser, "en", folded, folded_length, &stem_length);
    if (!make_room((void **)&words->met, words->met_count, &words->met_capacity,
                   sizeof *words->met)) {
        return false;
    }
    words->met[words->met_count++] = (struct stem){words->pool.length, stem_length};
    tip_string_append(&words->pool, stem, stem_length);
    return !words->pool.failed;
}

static bool add_phrase(struct reader *reader, const char *text, size_t length, char sign)
{
    struct tip_pattern_words *words = reader->words;
    struct phrase phrase = {.first = words->met_count,
                            .pattern = reader->pattern,
                            .line = words->line_count,
                            .group = reader->group,
                            .is_told = reader->is_told,
                            .sign = reader->group > 0 ? reader->group_sign : sign};
    bool is_whole = true;
    for (size_t i = 0; i < length && is_whole;) {
        size_t word = 0;
        while (i + word < length && strchr(" -", text[i + word]) == NULL) {
            word++;
        }
        is_whole = word == 0 || add_word(reader, text + i, word);
        i += word + 1;
    }
    phrase.count = words->met_count - phrase.first;
    if (!is_whole || !make_room((void **)&words->phrases, words->phrase_count,
                                &words->phrase_capacity, sizeof phrase)) {
        return false;
    }
    words->phrases[words->phrase_count] = phrase;
    words->phrase_count += phrase.count > 0;
    return true;
}

/* Reads the word or phrase at *at, which moves behind it. */
static bool read_item(struct reader *reader, const char **at, char sign)
{
    bool is_quoted = **at == '"', is_whole = true;
    *at += is_quoted;
    size_t length = strcspn(*at, is_quoted ? "\"" : " )");
    if (is_quoted || length != 2 || memcmp(*at, "OR", 2) != 0) {
        is_whole = add_phrase(reader, *at, length, sign);
    }
    *at += length;
    *at += is_quoted && **at == '"';
    return is_whole;
}

static bool read_line(struct reader *reader, const char *at)
{
    bool is_whole = true;
    reader->group = reader->groups = 0;
    for (at += strspn(at, " "); *at != '\0' && is_whole; at += strspn(at, " ")) {
        char sign = *at == '+' || *at == '-' ? *at++ : '\0';
        if (*at == '(') {
            reader->group = ++reader->groups;
            reader->group_sign = sign;
            at++;
        } else if (*at == ')') {
            reader->group = 0;
            at++;
        } else {
            is_whole = read_item(reader, &at, sign);
        }
    }
    reader->words->line_count++;
    return is_whole;
}

static bool read_patterns(struct tip_pattern_words *words, const struct tip_knowledge *knowledge,
                          struct tip_analyser *analyser)
{
    struct reader reader = {.words = words, .analyser = analyser};
    for (; reader.pattern < tip_pattern_count(knowledge); reader.pattern++) {
        const struct tip_pattern *pattern = tip_pattern_at(knowledge, reader.pattern);
        reader.is_told = false;
        for (size_t i = 0; i < pattern->query_count; i++) {
            if (!read_line(&reader, pattern->queries[i].text)) {
                return false;
            }
        }
        reader.is_told = true;
        for (size_t i = 0; i < pattern->told_count; i++) {
            if (!read_line(&reader, pattern->told[i].text)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- numbers ---- */

static int compare(const void *left, const void *right, void *pool)
{
    const struct stem *a = left, *b = right;
    const char *text = pool;
    int order =
        memcmp(text + a->offset, text + b->offset, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

uint32_t tip_pattern_words_find(const struct tip_pattern_words *words, const char *stem,
                                size_t length)
{
    size_t from = 0, to = words->stem_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct stem *it = &words->stems[middle];
        int order =
            memcmp(words->pool.data + it->offset, stem, it->length < length ? it->length : length);
        if (order == 0 && it->length == length) {
            return (uint32_t)middle + 1;
        }
        if (order < 0 || (order == 0 && it->length < length)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return 0;
}

static bool number_stems(struct tip_pattern_words *words)
{
    words->stems = calloc(words->met_count + 1, sizeof *words->stems);
    words->numbers = calloc(words->met_count + 1, sizeof *words->numbers);
    if (words->stems == NULL || words->numbers == NULL) {
        return false;
    }
    for (size_t i = 0; i < words->met_count; i++) {
        words->stems[i] = words->met[i];
    }
    qsort_r(words->stems, words->met_count, sizeof *words->stems, compare, words->pool.data);
    for (size_t i = 0; i < words->met_count; i++) {
        if (i == 0 || compare(&words->stems[words->stem_count - 1], &words->stems[i],
                              words->pool.data) != 0) {
            words->stems[words->stem_count++] = words->stems[i];
        }
    }
    for (size_t i = 0; i < words->met_count; i++) {
        words->numbers[i] = tip_pattern_words_find(words, words->pool.data + words->met[i].offset,
                                                   words->met[i].length);
    }
    free(words->met);
    words->met = NULL;
    return true;
}

tip_status tip_pattern_words_make(struct tip_pattern_words **out,
                                  const struct tip_knowledge *knowledge,
                                  struct tip_analyser *analyser, struct tip_error *error)
{
    struct tip_pattern_words *words = calloc(1, sizeof *words);
    if (words == NULL || !read_patterns(words, knowledge, analyser) || !number_stems(words)) {
        tip_pattern_words_free(words);
        return no_memory(error);
    }
    *out = words;
    return TIP_OK;
}

void tip_pattern_words_free(struct tip_pattern_words *words)
{
    if (words == NULL) {
        return;
    }
    tip_string_free(&words->pool);
    free(words->met);
    free(words->stems);
    free(words->numbers);
    free(words->phrases);
    free(words);
}

/* ---- looking into a text ---- */

struct text {
    const uint32_t *numbers;
    size_t length;
    const bool *has; /* by number */
};

static bool is_near(const struct text *text, size_t place, size_t reach, uint32_t number)
{
    size_t from = place > reach ? place - reach : 0;
    for (size_t i = from; i < text->length && i <= place + reach; i++) {
        if (text->numbers[i] == number) {
            return true;
        }
    }
    return false;
}

static bool stands(const struct tip_pattern_words *words, const struct phrase *phrase,
                   const struct text *text)
{
    const uint32_t *numbers = &words->numbers[phrase->first];
    bool has_all = true;
    for (size_t i = 0; i < phrase->count && has_all; i++) {
        has_all = text->has[numbers[i]];
    }
    if (!has_all || phrase->count == 1) {
        return has_all;
    }
    for (size_t place = 0; place < text->length; place++) {
        bool all_near = text->numbers[place] == numbers[0];
        for (size_t i = 1; i < phrase->count && all_near; i++) {
            all_near = is_near(text, place, i + PHRASE_GAP, numbers[i]);
        }
        if (all_near) {
            return true;
        }
    }
    return false;
}

/* Counts what stands there of the phrases of one line, which begin at *place; that moves behind
 * them. */
static unsigned count_line(const struct tip_pattern_words *words, size_t *place,
                           const struct text *text)
{
    size_t line = words->phrases[*place].line;
    unsigned found = 0, required = 0, met = 0, group = 0;
    bool is_excluded = false, group_is_met = false;
    for (; *place < words->phrase_count && words->phrases[*place].line == line; ++*place) {
        const struct phrase *phrase = &words->phrases[*place];
        bool is_there = stands(words, phrase, text);
        bool goes_on = phrase->group > 0 && phrase->group == group;
        is_excluded |= phrase->sign == '-' && is_there;
        found += phrase->sign == '\0' && is_there;
        if (phrase->sign == '+') {
            required += !goes_on;
            met += is_there && !(goes_on && group_is_met);
        }
        group_is_met = is_there || (goes_on && group_is_met);
        group = phrase->group;
    }
    if (is_excluded || met < required) {
        return 0;
    }
    return required > 0 ? 1 : found;
}

tip_status tip_pattern_words_count(const struct tip_pattern_words *words, const uint32_t *numbers,
                                   size_t length, unsigned *counts, struct tip_error *error)
{
    bool *has = calloc(words->stem_count + 1, sizeof *has);
    if (has == NULL) {
        return no_memory(error);
    }
    struct text text = {.numbers = numbers, .length = length, .has = has};
    for (size_t i = 0; i < length; i++) {
        has[numbers[i]] = numbers[i] != 0;
    }
    for (size_t place = 0; place < words->phrase_count;) {
        size_t pattern = words->phrases[place].pattern;
        unsigned value = words->phrases[place].is_told ? TOLD_VALUE : 1;
        counts[pattern] += value * count_line(words, &place, &text);
    }
    free(has);
    return TIP_OK;
}
