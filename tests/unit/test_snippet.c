/* Snippets: pieces of the text as it is, around the words found. */
#include <criterion/criterion.h>
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
