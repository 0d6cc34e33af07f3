/* All windows are weighed in one pass, word by word: what comes in is added, what goes out is taken
 * away. Which of the heaviest is shown is a matter of how it reads: it begins with a sentence, or
 * some words before the first marked one. */
#include "search/snippet.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

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

/* The window that begins with a word: its last word, the weight of the distinct terms in it (in
 * millionths, so that sums do not depend on their order), how many words are marked and, of the
 * heaviest, how many of these in a row. */
struct view {
    uint32_t last;
    uint32_t hits;
    uint32_t row;
    int64_t weight;
};

/* What is known of all windows. */
struct windows {
    struct view *views; /* by their first word */
    uint32_t *inside;   /* by term: how many words of it are in the window at hand */
    int64_t most;       /* weight */
    uint32_t most_row;  /* of the heaviest */
    uint32_t most_hits; /* of those that have it: the best ones */
    size_t last;        /* of them */
};

/* Where a window was chosen: words [first, last], bytes [start, end). */
struct window {
    size_t first, last;
    size_t start, end;
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

/* A window cut within a word, as the word fills it alone: before a letter that stands by itself,
 * so that no mark loses the letter it belongs to. */
static size_t cut_inside(const struct source *source, size_t start, size_t end)
{
    const char *text = source->text + start;
    size_t length = tip_utf8_cut(text, end - start, TIP_SNIPPET_BYTES);
    while (length > 0 && length < end - start) {
        const char *next = text + length;
        UChar32 letter = (UChar32)tip_utf8_next(&next, source->text + end);
        if ((U_GET_GC_MASK(letter) & (U_GC_M_MASK | U_GC_CF_MASK)) == 0) {
            break;
        }
        length = tip_utf8_cut(text, length, length - 1);
    }
    return start + length;
}

static struct window window_at(const struct source *source, const struct view *views, size_t first)
{
    struct window window = {
        .first = first, .last = views[first].last, .start = start_of(source, first)};
    window.end = end_of(source, window.last);
    if (window.end - window.start > TIP_SNIPPET_BYTES) {
        window.end = cut_inside(source, window.start, window.end);
    }
    return window;
}

/* ---- weighing ---- */

static int64_t weight_of(const struct tip_mark *mark)
{
    return llround(mark->weight * 1e6);
}

/* A word comes into the window, or goes out of it. */
static void count_word(struct windows *windows, const struct tip_mark *mark, struct view *now,
                       bool comes)
{
    if (mark->term == TIP_NO_TERM) {
        return;
    }
    uint32_t *inside = &windows->inside[mark->term];
    now->hits += comes ? 1 : UINT32_MAX;
    *inside += comes ? 1 : UINT32_MAX;
    if (*inside == (comes ? 1 : 0)) {
        now->weight += comes ? weight_of(mark) : -weight_of(mark);
    }
}

/* The first word is in the window however long it is. */
static bool fits(const struct source *source, size_t first, size_t next)
{
    return next == first || (next - first < TIP_SNIPPET_WORDS &&
                             end_of(source, next) - start_of(source, first) <= TIP_SNIPPET_BYTES);
}

/* The most marked words in a row among [first, last]. */
static uint32_t longest_row(const struct source *source, size_t first, size_t last)
{
    uint32_t longest = 0, row = 0;
    for (size_t i = first; i <= last && i < source->count; i++) {
        row = source->marks[i].term == TIP_NO_TERM ? 0 : row + 1;
        longest = row > longest ? row : longest;
    }
    return longest;
}

/* Whether the window at `first` is one of the heaviest and, of these, of those with the most marked
 * words in a row: what was typed in one piece is shown in one. */
static bool is_best(const struct windows *windows, size_t first)
{
    const struct view *view = &windows->views[first];
    return view->weight == windows->most && view->row == windows->most_row;
}

static void weigh(const struct source *source, struct windows *windows)
{
    struct view now = {0};
    size_t next = 0;
    for (size_t first = 0; first < source->count; first++) {
        for (; next < source->count && fits(source, first, next); next++) {
            count_word(windows, &source->marks[next], &now, true);
        }
        now.last = (uint32_t)(next - 1);
        windows->views[first] = now;
        windows->most = now.weight > windows->most ? now.weight : windows->most;
        count_word(windows, &source->marks[first], &now, false);
    }
    for (size_t first = 0; first < source->count; first++) {
        struct view *view = &windows->views[first];
        view->row = view->weight == windows->most ? longest_row(source, first, view->last) : 0;
        windows->most_row = view->row > windows->most_row ? view->row : windows->most_row;
    }
    for (size_t first = 0; first < source->count; first++) {
        const struct view *view = &windows->views[first];
        if (is_best(windows, first)) {
            windows->most_hits = view->hits > windows->most_hits ? view->hits : windows->most_hits;
            windows->last = first;
        }
    }
}

static tip_status windows_make(struct windows *windows, const struct source *source,
                               struct tip_error *error)
{
    uint32_t terms = 0;
    for (size_t i = 0; i < source->count; i++) {
        uint32_t term = source->marks[i].term;
        terms = term != TIP_NO_TERM && term >= terms ? term + 1 : terms;
    }
    *windows = (struct windows){.views = calloc(source->count + 1, sizeof *windows->views),
                                .inside = calloc(terms + 1, sizeof *windows->inside)};
    if (windows->views == NULL || windows->inside == NULL) {
        return tip_error_memory(error, "making a snippet");
    }
    weigh(source, windows);
    return TIP_OK;
}

static void windows_free(struct windows *windows)
{
    free(windows->views);
    free(windows->inside);
}

/* ---- the best window ---- */

/* Whether the window at `first` is one of the best and has more marked words than the best of its
 * sort so far (SIZE_MAX: none). */
static bool is_better(const struct windows *windows, size_t first, size_t best)
{
    const struct view *view = &windows->views[first];
    return is_best(windows, first) && (best == SIZE_MAX || view->hits > windows->views[best].hits);
}

/* Whether no sentence from here on can have a better window than the best so far. */
static bool is_settled(const struct source *source, const struct windows *windows, size_t at,
                       size_t best)
{
    return at > source->marks[windows->last].start ||
           (best != SIZE_MAX && windows->views[best].hits == windows->most_hits);
}

/* The best of those that begin with a sentence, SIZE_MAX when none is. */
static size_t best_sentence(const struct source *source, const struct windows *windows)
{
    size_t best = is_better(windows, 0, SIZE_MAX) ? 0 : SIZE_MAX;
    size_t word = 0, at = 0;
    while (at < source->length && !is_settled(source, windows, at, best)) {
        size_t end = tip_sentence_end(source->text, source->length, at);
        size_t next = tip_sentence_next(source->text, source->length, end);
        at = next > at ? next : source->length;
        while (word < source->count && source->marks[word].start < at) {
            word++;
        }
        if (at < source->length && word < source->count && is_better(windows, word, best)) {
            best = word;
        }
    }
    return best;
}

/* The best of those that begin at a marked word or a few words before it. One that begins at a
 * marked word is among the heaviest: what stands before the first marked word adds nothing. */
static size_t best_lead(const struct source *source, const struct windows *windows)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < source->count; i++) {
        if (source->marks[i].term == TIP_NO_TERM) {
            continue;
        }
        size_t first = i > LEAD_WORDS ? i - LEAD_WORDS : 0;
        while (first < i && !is_best(windows, first)) {
            first++;
        }
        best = is_better(windows, first, best) ? first : best;
    }
    return best == SIZE_MAX ? 0 : best;
}

/* At the end of a text there is room left before the marked words: an earlier window that reaches
 * the end, too, holds all that this one holds. */
static size_t fill_up(const struct source *source, const struct windows *windows, size_t first)
{
    while (first > 0 && windows->views[first].last == source->count - 1 &&
           windows->views[first - 1].last == source->count - 1) {
        first--;
    }
    return first;
}

static tip_status find_best(const struct source *source, struct window *window,
                            struct tip_error *error)
{
    struct windows windows;
    tip_status status = windows_make(&windows, source, error);
    if (status == TIP_OK) {
        size_t first = best_sentence(source, &windows);
        if (first == SIZE_MAX) {
            first = fill_up(source, &windows, best_lead(source, &windows));
        }
        *window = window_at(source, windows.views, first);
    }
    windows_free(&windows);
    return status;
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
        tip_status status = find_best(&source, &window, error);
        if (status != TIP_OK) {
            return status;
        }
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
