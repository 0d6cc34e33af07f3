/* Whether words stand in a source that was read again. It may be cut into other passages now, so
 * they are looked for in all of its text.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "command/desk/reread.h"

enum { SHARE_LEAST = 4 /* one in so many words makes a passage alike */ };

/* Whether the file still has the report; a file of one report has it by whatever name. */
static bool has_report(const struct reread *reread, const char *report)
{
    for (size_t i = 0; report && i < reread->count; i++)
        if (strcmp(reread->passages[i].report, report) == 0)
            return true;
    return false;
}

static bool is_meant(const struct reread *reread, size_t which, const char *report)
{
    return !report || strcmp(reread->passages[which].report, report) == 0;
}

/* The texts of a report's passages (NULL: of all), for free(3). */
static char *join(const struct reread *reread, const char *report)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    if (!out)
        return NULL;
    for (size_t i = 0; i < reread->count; i++)
        if (is_meant(reread, i, report))
            fprintf(out, "%s\n", reread->passages[i].text);
    return fclose(out) == 0 ? text : NULL;
}

static bool holds(const struct wording *whole, const char *words, bool is_quote, bool *has_memory)
{
    static const enum wording_kind kinds[] = {WORDING_TEXT, WORDING_QUOTE, WORDING_QUOTE_JOINED};
    bool stands = false;

    for (size_t i = is_quote ? 1 : 0; *has_memory && !stands && i < (is_quote ? 3 : 1); i++) {
        struct wording part;

        *has_memory = wording_make(&part, words, kinds[i]);
        stands = *has_memory && wording_holds(whole, &part);
        wording_free(&part);
    }
    return stands;
}

/* The words of a file of one report are kept, as a dossier cites it more than once. */
static bool keep_joined(struct reread *reread)
{
    char *text;

    if (reread->joined)
        return true;
    reread->joined = calloc(1, sizeof *reread->joined);
    text = reread->joined ? join(reread, NULL) : NULL;
    return text && wording_make(reread->joined, text, WORDING_TEXT);
}

bool reread_holds(struct reread *reread, const char *report, const char *words, bool is_quote,
                  bool *has_memory)
{
    struct wording record;
    char *text;
    bool stands;

    *has_memory = true;
    if (!reread->has_records || !has_report(reread, report)) {
        *has_memory = keep_joined(reread);
        return *has_memory && !reread->has_records &&
               holds(reread->joined, words, is_quote, has_memory);
    }
    text = join(reread, report);
    *has_memory = text && wording_make(&record, text, WORDING_TEXT);
    stands = *has_memory && holds(&record, words, is_quote, has_memory);
    if (text)
        wording_free(&record);
    free(text);
    return stands;
}

/* ---- the most alike ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The words, each for free(3), in order; NULL when memory is short. */
static char **sort_words(const struct wording *wording)
{
    char **words = calloc(wording->count + 1, sizeof *words);

    for (size_t i = 0; words && i < wording->count; i++) {
        words[i] = strndup(wording->norm + wording->words[i].at, wording->words[i].length);
        if (!words[i]) {
            for (size_t j = 0; j < i; j++)
                free(words[j]);
            free(words);
            return NULL;
        }
    }
    if (words)
        qsort(words, wording->count, sizeof *words, by_text);
    return words;
}

static void free_words(char **words, size_t count)
{
    for (size_t i = 0; words && i < count; i++)
        free(words[i]);
    free(words);
}

/* How many words two sorted lists share, each as often as both have it. */
static size_t count_shared(char *const *a, size_t a_count, char *const *b, size_t b_count)
{
    size_t shared = 0;

    for (size_t i = 0, j = 0; i < a_count && j < b_count;) {
        int order = strcmp(a[i], b[j]);

        shared += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    return shared;
}

static size_t compare(char *const *words, size_t count, const char *text)
{
    struct wording wording;
    char **others = NULL;
    size_t shared = 0;

    if (wording_make(&wording, text, WORDING_TEXT))
        others = sort_words(&wording);
    if (others)
        shared = count_shared(words, count, others, wording.count);
    free_words(others, wording.count);
    wording_free(&wording);
    return shared;
}

const struct reread_passage *reread_most_alike(const struct reread *reread, const char *report,
                                               const char *words)
{
    const char *only = reread->has_records && has_report(reread, report) ? report : NULL;
    const struct reread_passage *best = NULL;
    struct wording wording;
    char **sorted = NULL;
    size_t most = 0;

    if (wording_make(&wording, words, WORDING_TEXT))
        sorted = sort_words(&wording);
    for (size_t i = 0; sorted && i < reread->count; i++) {
        size_t shared = is_meant(reread, i, only)
                            ? compare(sorted, wording.count, reread->passages[i].text)
                            : 0;

        if (shared > most) {
            most = shared;
            best = &reread->passages[i];
        }
    }
    if (most * SHARE_LEAST < wording.count)
        best = NULL;
    free_words(sorted, wording.count);
    wording_free(&wording);
    return best;
}
