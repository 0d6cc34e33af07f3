/* Any five words of a passage, pasted as they stand there, find a passage that holds them in that
 * order: first.
 *
 * A sample of the windows is asked for; TIP_WINDOWS=all asks for all of them (some 40,000),
 * TIP_WINDOWS=5000 for so many. Those that fail are printed. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "unit/report_fixture.h"

enum { WINDOW_WORDS = 5, SAMPLE = 400, LEAST_PERCENT = 98 };

static struct report_fixture report;
static struct tip_analyser *analyser;
static struct tip_tokens wanted, held;
static struct tip_error error;

/* ---- windows: five words parted by white space, with all signs on and between them ---- */

struct windows {
    char **items; /* owned */
    size_t count, capacity;
};

static bool is_word(const char *start, const char *end)
{
    for (const char *at = start; at < end; at++) {
        if (isalnum((unsigned char)*at) || (unsigned char)*at >= 0xC3) {
            return true; /* not only signs of typesetting, which begin with C2 and E2 mostly */
        }
    }
    return false;
}

/* The end of the word that begins at or behind `at`, and where it begins; NULL for none. */
static const char *next_word(const char *at, const char **start)
{
    while (*at != '\0') {
        at += strspn(at, " \t\r\n");
        const char *end = at + strcspn(at, " \t\r\n");
        if (is_word(at, end)) {
            *start = at;
            return end;
        }
        at = end;
    }
    return NULL;
}

static void add_window(struct windows *windows, const char *start, const char *end)
{
    if (windows->count == windows->capacity) {
        windows->capacity = windows->capacity == 0 ? 4096 : 2 * windows->capacity;
        windows->items = reallocarray(windows->items, windows->capacity, sizeof *windows->items);
        cr_assert_not_null(windows->items);
    }
    char *text = strndup(start, (size_t)(end - start));
    cr_assert_not_null(text);
    windows->items[windows->count++] = text;
}

static void add_windows(struct windows *windows, const char *text)
{
    const char *start, *at = text;
    for (const char *end; (end = next_word(at, &start)) != NULL; at = end) {
        const char *last = end, *ignored;
        for (int i = 1; i < WINDOW_WORDS && last != NULL; i++) {
            last = next_word(last, &ignored);
        }
        if (last == NULL) {
            return;
        }
        add_window(windows, start, last);
    }
}

static void take_windows(struct windows *windows)
{
    uint32_t passages = tip_columns_passages(report.generation->columns);
    for (uint32_t number = 1; number <= passages; number++) {
        char *text = report_fixture_text(&report, number);
        if (text != NULL) {
            add_windows(windows, text);
        }
        free(text);
    }
}

static void free_windows(struct windows *windows)
{
    for (size_t i = 0; i < windows->count; i++) {
        free(windows->items[i]);
    }
    free(windows->items);
}

/* ---- asking ---- */

static size_t words_of(const char *text, struct tip_tokens *tokens, const char **words)
{
    size_t count = 0;
    cr_assert_eq(tip_analyse(analyser, text, strlen(text), tokens, &error), TIP_OK);
    for (size_t i = 0; i < tokens->count; i++) {
        if (!tokens->items[i].is_compound) {
            words[count++] = tokens->items[i].word;
        }
    }
    return count;
}

static bool stand_at(const char *const *a, const char *const *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(a[i], b[i]) != 0) {
            return false;
        }
    }
    return true;
}

/* Whether `text` has the words of `window` side by side. */
static bool holds(const char *text, const char *window)
{
    const char **needle = calloc(strlen(window) + 1, sizeof *needle);
    const char **words = calloc(strlen(text) + 1, sizeof *words);
    cr_assert(needle != NULL && words != NULL);
    size_t length = words_of(window, &wanted, needle), count = words_of(text, &held, words);
    bool found = false;
    for (size_t i = 0; i + length <= count && !found; i++) {
        found = stand_at(words + i, needle, length);
    }
    free(needle);
    free(words);
    return found;
}

static bool comes_first(const char *window)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SEARCH, .query = (char *)window, .limit = 1, .with_text = true};
    struct tip_reply reply;
    tip_searcher_run(report.searcher, &request, 0, &reply);
    bool is_first = reply.hit_count > 0 && holds(reply.hits[0].view.text, window);
    if (!is_first) {
        printf("not first: %s%s\n", window, reply.hit_count == 0 ? " (nothing found)" : "");
    }
    tip_reply_free(&reply);
    return is_first;
}

static size_t sample_of(size_t windows)
{
    const char *asked = getenv("TIP_WINDOWS");
    size_t sample = asked == NULL               ? SAMPLE
                    : strcmp(asked, "all") == 0 ? windows
                                                : strtoul(asked, NULL, 10);
    return sample > 0 && sample < windows ? sample : windows;
}

Test(pasted_windows, find_the_passage_that_holds_them)
{
    struct windows windows = {0};
    if (!report_fixture_open(&report)) {
        return;
    }
    cr_assert_eq(tip_analyser_create(&analyser, &error), TIP_OK);
    take_windows(&windows);
    cr_assert_gt(windows.count, SAMPLE);
    size_t sample = sample_of(windows.count), first = 0;
    for (size_t i = 0; i < sample; i++) {
        first += comes_first(windows.items[i * windows.count / sample]) ? 1 : 0;
    }
    printf("%zu of %zu pasted windows of %zu words come first: %.2f %%\n", first, sample,
           (size_t)WINDOW_WORDS, 100.0 * (double)first / (double)sample);
    cr_expect_geq(100 * first, LEAST_PERCENT * sample);
    free_windows(&windows);
    tip_tokens_free(&wanted);
    tip_tokens_free(&held);
    tip_analyser_free(analyser);
    report_fixture_close(&report);
}
