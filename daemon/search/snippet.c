/* Windows are tried at each sentence's start and a few words before each marked word: one of them
 * is the best, and a passage has few of both. */
#include "search/snippet.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/sentence.h"
#include "base/utf8.h"

enum {
    LEAD_WORDS = 6,        /* shown before a marked word in the midst of a sentence */
    PUNCTUATION_BYTES = 16 /* before and behind a word that belong to it: quotes, brackets, marks */
};

struct source {
    const char *text;
    size_t length;
    const struct tip_mark *marks;
    size_t count;
};

/* Words [first, last], bytes [start, end). */
struct window {
    size_t first, last;
    size_t start, end;
    double weight; /* of the distinct terms in it */
    size_t hits;   /* marked words */
    bool is_sentence;
};

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* ---- a window's bounds ---- */

/* Where the word's own punctuation begins. */
static size_t start_of(const struct source *source, size_t word)
{
    size_t before = word == 0 ? 0 : source->marks[word - 1].end;
    size_t start = source->marks[word].start, at = start;
    while (at > before && !is_space(source->text[at - 1])) {
        at--;
    }
    return start - at <= PUNCTUATION_BYTES && (at == 0 || is_space(source->text[at - 1])) ? at
                                                                                          : start;
}

/* Where the word's own punctuation ends. */
static size_t end_of(const struct source *source, size_t word)
{
    size_t limit = word + 1 < source->count ? source->marks[word + 1].start : source->length;
    size_t end = source->marks[word].end, at = end;
    while (at < limit && !is_space(source->text[at])) {
        at++;
    }
    bool is_whole = at == source->length || is_space(source->text[at]);
    return is_whole && at - end <= PUNCTUATION_BYTES ? at : end;
}

/* A word so long that it fills the window alone is cut. */
static struct window open_window(const struct source *source, size_t first, bool is_sentence)
{
    struct window window = {.first = first,
                            .last = first,
                            .start = start_of(source, first),
                            .is_sentence = is_sentence};
    window.end = end_of(source, first);
    for (size_t next = first + 1; next < source->count && next - first < TIP_SNIPPET_WORDS;
         next++) {
        size_t end = end_of(source, next);
        if (end - window.start > TIP_SNIPPET_BYTES) {
            break;
        }
        window.last = next;
        window.end = end;
    }
    window.end = window.start + tip_utf8_cut(source->text + window.start, window.end - window.start,
                                             TIP_SNIPPET_BYTES);
    return window;
}

/* ---- the best window ---- */

static bool is_first_of_term(const struct source *source, size_t from, size_t word)
{
    for (size_t i = from; i < word; i++) {
        if (source->marks[i].term == source->marks[word].term) {
            return false;
        }
    }
    return true;
}

static void weigh(const struct source *source, struct window *window)
{
    for (size_t i = window->first; i <= window->last; i++) {
        if (source->marks[i].term == TIP_NO_TERM) {
            continue;
        }
        window->hits++;
        if (is_first_of_term(source, window->first, i)) {
            window->weight += source->marks[i].weight;
        }
    }
}

/* Sums of the same weights in another order may differ in the last bits. */
static bool is_better(const struct window *window, const struct window *best)
{
    const double same = 1e-9;
    if (window->weight > best->weight + same || window->weight < best->weight - same) {
        return window->weight > best->weight;
    }
    if (window->is_sentence != best->is_sentence) {
        return window->is_sentence;
    }
    if (window->hits != best->hits) {
        return window->hits > best->hits;
    }
    return window->first < best->first;
}

static void try_window(const struct source *source, size_t first, bool is_sentence,
                       struct window *best)
{
    struct window window = open_window(source, first, is_sentence);
    weigh(source, &window);
    if (is_better(&window, best)) {
        *best = window;
    }
}

static void try_sentences(const struct source *source, struct window *best)
{
    size_t word = 0, at = 0;
    while (at < source->length) {
        size_t end = tip_sentence_end(source->text, source->length, at);
        size_t next = tip_sentence_next(source->text, source->length, end);
        at = next > at ? next : source->length;
        while (word < source->count && source->marks[word].start < at) {
            word++;
        }
        if (at < source->length && word < source->count) {
            try_window(source, word, true, best);
        }
    }
}

static struct window find_best(const struct source *source)
{
    struct window best = open_window(source, 0, true);
    weigh(source, &best);
    try_sentences(source, &best);
    for (size_t i = 0; i < source->count; i++) {
        if (source->marks[i].term != TIP_NO_TERM) {
            try_window(source, i > LEAD_WORDS ? i - LEAD_WORDS : 0, false, &best);
        }
    }
    return best;
}

/* ---- pieces ---- */

struct pieces {
    struct tip_snippet_piece *items;
    size_t count;
    bool failed;
};

static void add_piece(struct pieces *pieces, const char *text, size_t length, bool is_hit)
{
    if (length == 0 || pieces->failed) {
        return;
    }
    char *copy = strndup(text, length);
    if (copy == NULL) {
        pieces->failed = true;
        return;
    }
    pieces->items[pieces->count++] = (struct tip_snippet_piece){.text = copy, .is_hit = is_hit};
}

static bool has_more(const struct source *source, size_t from, size_t to)
{
    while (from < to && is_space(source->text[from])) {
        from++;
    }
    return from < to;
}

static void add_window(struct pieces *pieces, const struct source *source,
                       const struct window *window)
{
    size_t at = window->start;
    for (size_t i = window->first; i < source->count && i <= window->last; i++) {
        const struct tip_mark *mark = &source->marks[i];
        size_t end = mark->end < window->end ? mark->end : window->end;
        if (mark->term != TIP_NO_TERM && mark->start >= at && end > mark->start) {
            add_piece(pieces, source->text + at, mark->start - at, false);
            add_piece(pieces, source->text + mark->start, end - mark->start, true);
            at = end;
        }
    }
    add_piece(pieces, source->text + at, window->end - at, false);
}

tip_status tip_snippet_make(struct tip_snippet_piece **pieces, size_t *piece_count,
                            const char *text, size_t length, const struct tip_mark *marks,
                            size_t mark_count, struct tip_error *error)
{
    static const char before[] = "… ", behind[] = " …";
    struct source source = {.text = text, .length = length, .marks = marks, .count = mark_count};
    struct window window = {.end = tip_utf8_cut(text, length, TIP_SNIPPET_BYTES)};
    if (mark_count > 0) {
        window = find_best(&source);
    }
    /* Each word of the window gives two pieces at most; the rest and the two cuts three. */
    struct pieces made = {.items = calloc(2 * TIP_SNIPPET_WORDS + 3, sizeof *made.items)};
    if (made.items == NULL) {
        return tip_error_memory(error, "making a snippet");
    }
    if (has_more(&source, 0, window.start)) {
        add_piece(&made, before, sizeof before - 1, false);
    }
    add_window(&made, &source, &window);
    if (has_more(&source, window.end, length)) {
        add_piece(&made, behind, sizeof behind - 1, false);
    }
    *pieces = made.items;
    *piece_count = made.count;
    return made.failed ? tip_error_memory(error, "making a snippet") : TIP_OK;
}
