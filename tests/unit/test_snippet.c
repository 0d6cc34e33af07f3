/* Snippets: pieces of the text as it is, around the words found. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "search/snippet.h"

static const char text[] =
    "Traffickers recruit workers with false offers. Victims of debt bondage owe what they can "
    "never repay. Labour inspectors visit farms in spring and in autumn, and they speak with the "
    "workers alone. Courts convicted nine people. Cyber scams are run from guarded compounds, and "
    "the people who work there are beaten when they do not earn enough. Families pay ransoms for "
    "them.";

/* Every word of `text`; those that equal `terms[i]` are term i, of weight i + 1. */
static size_t mark(struct tip_mark *marks, const char *const *terms)
{
    size_t count = 0;
    for (const char *cursor = text; *cursor != '\0';) {
        size_t length = strcspn(cursor, " .,");
        if (length > 0) {
            struct tip_mark *word = &marks[count++];
            word->start = (uint32_t)(cursor - text);
            word->end = word->start + (uint32_t)length;
            word->term = TIP_NO_TERM;
            for (uint32_t i = 0; terms[i] != NULL; i++) {
                if (strlen(terms[i]) == length && strncmp(cursor, terms[i], length) == 0) {
                    word->term = i;
                    word->weight = i + 1;
                }
            }
        }
        cursor += length + strspn(cursor + length, " .,");
    }
    return count;
}

/* The snippet with its hits in brackets, for free(3). */
static char *snippet(const char *const *terms)
{
    struct tip_mark marks[sizeof text] = {0};
    size_t count = mark(marks, terms);
    struct tip_snippet_piece *pieces = NULL;
    size_t piece_count = 0;
    struct tip_error error;
    cr_assert_eq(tip_snippet_make(&pieces, &piece_count, text, strlen(text), marks, count, &error),
                 TIP_OK);
    struct tip_string out = {0};
    for (size_t i = 0; i < piece_count; i++) {
        tip_string_printf(&out, pieces[i].is_hit ? "[%s]" : "%s", pieces[i].text);
        free(pieces[i].text);
    }
    free(pieces);
    return tip_string_release(&out);
}

static void expect_begin_end(const char *const *terms, const char *begin, const char *part,
                             const char *end)
{
    char *made = snippet(terms);
    cr_expect_eq(strncmp(made, begin, strlen(begin)), 0, "begins: %s", made);
    cr_expect_not_null(strstr(made, part), "holds %s: %s", part, made);
    cr_expect_str_eq(made + strlen(made) - strlen(end), end, "ends: %s", made);
    free(made);
}

Test(snippet, without_hits_is_the_beginning)
{
    static const char *const terms[] = {NULL};
    expect_begin_end(terms, "Traffickers recruit", "owe what", " …");
}

Test(snippet, begins_with_the_first_sentence_when_it_holds_the_hits)
{
    static const char *const terms[] = {"debt", "bondage", NULL};
    expect_begin_end(terms, "Traffickers recruit", "of [debt] [bondage] owe", " …");
}

Test(snippet, begins_with_a_sentence_where_that_shows_all_hits)
{
    static const char *const terms[] = {"Cyber", "compounds", "ransoms", NULL};
    expect_begin_end(terms, "… ", "[Cyber] scams are run from guarded [compounds],", "for them.");
}

Test(snippet, prefers_the_heavier_words)
{
    static const char *const terms[] = {"Traffickers", "ransoms", NULL};
    expect_begin_end(terms, "… ", "[ransoms]", "for them.");
}

Test(snippet, pieces_are_the_text_as_it_is)
{
    static const char *const terms[] = {"they", "workers", NULL};
    struct tip_mark marks[sizeof text] = {0};
    size_t count = mark(marks, terms), piece_count = 0;
    struct tip_snippet_piece *pieces = NULL;
    struct tip_error error;
    struct tip_string joined = {0};
    cr_assert_eq(tip_snippet_make(&pieces, &piece_count, text, strlen(text), marks, count, &error),
                 TIP_OK);
    for (size_t i = 0; i < piece_count; i++) {
        if (strcmp(pieces[i].text, "… ") != 0 && strcmp(pieces[i].text, " …") != 0) {
            tip_string_append_text(&joined, pieces[i].text);
        }
        free(pieces[i].text);
    }
    free(pieces);
    cr_expect_leq(joined.length, TIP_SNIPPET_BYTES);
    cr_expect_not_null(strstr(text, joined.data));
    tip_string_free(&joined);
}

Test(snippet, a_word_without_end_is_cut_between_characters)
{
    char word[1001];
    for (size_t i = 0; i < 500; i++) {
        memcpy(word + 2 * i, "é", 2);
    }
    word[1000] = '\0';
    struct tip_mark mark_of_all = {.end = 1000, .term = 0, .weight = 1};
    struct tip_snippet_piece *pieces = NULL;
    size_t count = 0;
    struct tip_error error;
    cr_assert_eq(tip_snippet_make(&pieces, &count, word, 1000, &mark_of_all, 1, &error), TIP_OK);
    cr_assert_eq(count, 2);
    cr_expect_eq(strlen(pieces[0].text), TIP_SNIPPET_BYTES);
    cr_expect(pieces[0].is_hit);
    cr_expect_str_eq(pieces[1].text, " …");
    free(pieces[0].text);
    free(pieces[1].text);
    free(pieces);
}

Test(snippet, a_word_is_cut_before_a_letter_and_its_marks)
{
    /* Three Khmer signs a syllable, of which the last two are marks of the first. */
    static const char syllable[] = "\u1780\u17D2\u17B7";
    char word[sizeof syllable * 100] = "";
    for (size_t i = 0; i < 100; i++) {
        strcat(word, syllable);
    }
    struct tip_mark mark_of_all = {.end = (uint32_t)strlen(word), .term = 0, .weight = 1};
    struct tip_snippet_piece *pieces = NULL;
    size_t count = 0;
    struct tip_error error;
    cr_assert_eq(tip_snippet_make(&pieces, &count, word, strlen(word), &mark_of_all, 1, &error),
                 TIP_OK);
    cr_assert_eq(count, 2);
    size_t length = strlen(pieces[0].text), whole = sizeof syllable - 1;
    cr_expect_eq(length, TIP_SNIPPET_BYTES / whole * whole);
    free(pieces[0].text);
    free(pieces[1].text);
    free(pieces);
}

Test(snippet, at_the_end_of_a_text_its_room_is_filled)
{
    char long_sentence[1024] = "Once";
    struct tip_mark marks[101] = {{.end = 4, .term = TIP_NO_TERM}};
    for (uint32_t i = 1; i <= 100; i++) {
        uint32_t start = (uint32_t)strlen(long_sentence) + 1;
        strcat(long_sentence, " word");
        marks[i] = (struct tip_mark){.start = start, .end = start + 4, .term = TIP_NO_TERM};
    }
    marks[100].term = 0;
    marks[100].weight = 1;
    struct tip_snippet_piece *pieces = NULL;
    size_t count = 0;
    struct tip_error error;
    cr_assert_eq(
        tip_snippet_make(&pieces, &count, long_sentence, strlen(long_sentence), marks, 101, &error),
        TIP_OK);
    cr_assert_eq(count, 3);
    cr_expect_eq(strlen(pieces[1].text), 5 * (TIP_SNIPPET_WORDS - 1));
    for (size_t i = 0; i < count; i++) {
        free(pieces[i].text);
    }
    free(pieces);
}

/* ---- against all windows ---- */

enum { RANDOM_WORDS = 150, VOCABULARY = 12 };

/* The first six are terms, of weights 1 to 6. */
static const char *const vocabulary[VOCABULARY] = {
    "debt",
    "ខ្មែរ",
    "שלום",
    "a",
    "trafficking",
    "Türkiye",
    "and",
    "x",
    "العربية",
    "of",
    "a-long-word-that-fills-the-windows-of-a-snippet",
    "the."};

static unsigned seed = 3;

static unsigned next_random(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

/* A text of words parted by blanks; terms are rare. */
static size_t random_text(char *out, struct tip_mark *marks)
{
    size_t count = 1 + next_random(RANDOM_WORDS), length = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned word = next_random(8) == 0 ? next_random(VOCABULARY / 2)
                                            : VOCABULARY / 2 + next_random(VOCABULARY / 2);
        length += (size_t)sprintf(out + length, "%s%s", i == 0 ? "" : " ", vocabulary[word]);
        bool is_term = word < VOCABULARY / 2;
        marks[i] = (struct tip_mark){.start = (uint32_t)(length - strlen(vocabulary[word])),
                                     .end = (uint32_t)length,
                                     .term = is_term ? word : TIP_NO_TERM,
                                     .weight = is_term ? word + 1 : 0};
    }
    return count;
}

static double best_weight(const struct tip_mark *marks, size_t count)
{
    double best = 0;
    for (size_t first = 0; first < count; first++) {
        double weight = 0;
        bool seen[VOCABULARY] = {false};
        for (size_t i = first; i < count && i - first < TIP_SNIPPET_WORDS &&
                               marks[i].end - marks[first].start <= TIP_SNIPPET_BYTES;
             i++) {
            if (marks[i].term != TIP_NO_TERM && !seen[marks[i].term]) {
                seen[marks[i].term] = true;
                weight += marks[i].weight;
            }
        }
        best = weight > best ? weight : best;
    }
    return best;
}

static unsigned term_of(const char *word, size_t length)
{
    unsigned term = 0;
    while (term < VOCABULARY / 2 &&
           (strlen(vocabulary[term]) != length || strncmp(vocabulary[term], word, length) != 0)) {
        term++;
    }
    return term;
}

/* The weight of the distinct terms that are marked; asserts that hits are terms, whole, and that
 * what is between holds none. */
static double weight_of(const struct tip_snippet_piece *pieces, size_t count, const char *source)
{
    double weight = 0;
    bool seen[VOCABULARY] = {false};
    for (size_t i = 0; i < count; i++) {
        const char *at = pieces[i].text;
        if (pieces[i].is_hit) {
            unsigned term = term_of(at, strlen(at));
            cr_assert_lt(term, VOCABULARY / 2, "[%s] is marked: %s", at, source);
            weight += seen[term] ? 0 : term + 1;
            seen[term] = true;
        }
        for (; !pieces[i].is_hit && *at != '\0'; at += strspn(at, " ")) {
            size_t length = strcspn(at, " ");
            cr_assert_eq(term_of(at, length), VOCABULARY / 2, "[%s] is not marked: %s", at, source);
            at += length;
        }
    }
    return weight;
}

Test(snippet, no_other_window_holds_more)
{
    for (int round = 0; round < 3000; round++) {
        static char source[RANDOM_WORDS * 64];
        struct tip_mark marks[RANDOM_WORDS];
        struct tip_snippet_piece *pieces = NULL;
        size_t piece_count = 0, count = random_text(source, marks);
        struct tip_error error;
        cr_assert_eq(
            tip_snippet_make(&pieces, &piece_count, source, strlen(source), marks, count, &error),
            TIP_OK);
        cr_assert_eq(weight_of(pieces, piece_count, source), best_weight(marks, count), "%s",
                     source);
        for (size_t i = 0; i < piece_count; i++) {
            free(pieces[i].text);
        }
        free(pieces);
    }
}

Test(snippet, a_text_without_words_is_shown_as_it_is)
{
    struct tip_snippet_piece *pieces = NULL;
    size_t count = 0;
    struct tip_error error;
    cr_assert_eq(tip_snippet_make(&pieces, &count, "…", 3, NULL, 0, &error), TIP_OK);
    cr_assert_eq(count, 1);
    cr_expect_str_eq(pieces[0].text, "…");
    free(pieces[0].text);
    free(pieces);
}
