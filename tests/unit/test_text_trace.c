/* Where text went: worked examples, a word of a text one letter or more. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "index/text_trace.h"

enum { WORDS = 4096 };

static struct tip_trace *trace;
static struct tip_error error;

static void begin(void)
{
    cr_assert_eq(tip_trace_create(&trace, &error), TIP_OK);
}

static void end(void)
{
    tip_trace_free(trace);
}

TestSuite(text_trace, .init = begin, .fini = end, .timeout = 60);

static size_t words_of(const char *text, uint32_t words[WORDS])
{
    size_t count = 0;
    for (const char *at = text; *at != '\0'; count++) {
        size_t length = strcspn(at, " ");
        words[count] = tip_trace_word(at, length);
        at += length + (at[length] == ' ');
    }
    return count;
}

static void add(uint32_t passage, const char *text)
{
    uint32_t words[WORDS];
    size_t count = words_of(text, words);
    cr_assert_eq(tip_trace_add(trace, passage, words, count, &error), TIP_OK);
}

/* "7:10[0,10) 8:3[2,5)": passage, words held, where they stand in it. */
static void expect_at(const char *text, double place, const char *expected)
{
    uint32_t words[WORDS];
    struct tip_trace_part parts[TIP_TRACE_PARTS];
    char found[512] = "";
    size_t count = words_of(text, words), part_count;
    cr_assert_eq(tip_trace_find(trace, words, count, place, parts, &part_count, &error), TIP_OK);
    for (size_t i = 0; i < part_count; i++)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%u:%u[%u,%u)",
                 i == 0 ? "" : " ", parts[i].passage, parts[i].held, parts[i].from, parts[i].until);
    cr_expect_str_eq(found, expected, "%s: %s", text, found);
}

static void expect(const char *text, const char *expected)
{
    expect_at(text, 0, expected);
}

Test(text_trace, text_that_was_split_is_found_whole)
{
    add(7, "a b c d e f");
    add(8, "g h i j");
    expect("a b c d e f g h i j", "7:6[0,6) 8:4[0,4)");
}

Test(text_trace, text_that_was_merged_is_found_where_it_stands)
{
    add(7, "x y a b c d e z");
    expect("a b c d e", "7:5[2,7)");
}

/* A changed word costs itself, and what stands in no run of four beside it. */
Test(text_trace, an_edit_costs_the_words_it_changed)
{
    static const struct {
        const char *now, *found;
    } rows[] = {
        {"a b c d e f g h i j", "7:10[0,10)"}, /* nothing */
        {"a b c d X f g h i j", "7:9[0,10)"},  /* a word */
        {"a b c X e f g h i j", "7:6[4,10)"},  /* three words before it are no run */
        {"a b c d e f g h i j k", "7:10[0,10)"},
        {"c d e f g h i j", "7:8[0,8)"},
        {"j i h g f e d c b a", ""}, /* the same words in another order are another text */
        {"X a b c d X X X X X", "7:4[1,5)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tip_trace_clear(trace);
        add(7, rows[i].now);
        expect("a b c d e f g h i j", rows[i].found);
    }
}

Test(text_trace, what_two_passages_hold_counts_once)
{
    add(7, "a b c d e f g");
    add(8, "e f g h i j k l");
    expect("a b c d e f g h i j k l", "8:8[0,8) 7:4[0,7)");
}

Test(text_trace, short_text_is_looked_for_as_a_whole)
{
    add(7, "x a b y c");
    add(8, "a c b");
    expect("a b", "7:2[1,3)");
    expect("b a", "");
    expect("c", "7:1[4,5)");
    expect("q", "");
    expect("", "");
}

Test(text_trace, of_equal_passages_the_nearest_is_taken)
{
    for (uint32_t passage = 10; passage <= 20; passage++)
        add(passage, "a b c d e");
    expect_at("a b c d e", 0, "10:5[0,5)");
    expect_at("a b c d e", 0.5, "15:5[0,5)");
    expect_at("a b c d e", 1, "20:5[0,5)");
}

/* What stands in twenty passages does not tell which one the text went to; the one before does. */
Test(text_trace, text_that_is_everywhere_is_found_beside_the_rest)
{
    for (uint32_t passage = 50; passage < 60; passage++)
        add(passage, "p q r s t u");
    add(7, "a b c d e f");
    add(8, "p q r s t u");
    for (uint32_t passage = 60; passage < 70; passage++)
        add(passage, "p q r s t u");
    expect_at("a b c d e f p q r s t u", 1, "8:6[0,6) 7:6[0,6)");
    expect_at("p q r s t u a b c d e f", 0, "59:6[0,6) 7:6[0,6)");
}

Test(text_trace, a_passage_that_holds_hardly_anything_is_left_out)
{
    char text[2048] = "q r s t";
    for (int i = 0; i < 96; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), " w%d", i);
    add(7, strchr(text, 'w'));
    add(8, "q r s t"); /* four of a hundred words */
    expect(text, "7:96[0,96)");
}

Test(text_trace, nothing_is_found_in_nothing)
{
    expect("a b c d", "");
    add(7, "");
    expect("a b c d", "");
}

Test(text_trace, what_was_forgotten_is_not_found)
{
    add(7, "a b c d");
    expect("a b c d", "7:4[0,4)");
    tip_trace_clear(trace);
    add(8, "e f g h");
    expect("a b c d", "");
    expect("e f g h", "8:4[0,4)");
}

/* The same words everywhere: each of 20,000 texts is looked for among as many passages. Compared
 * one with the other that would be 400 million comparisons. */
Test(text_trace, sameness_takes_no_time)
{
    enum { PASSAGES = 20000 };
    uint32_t words[40];
    struct tip_trace_part parts[TIP_TRACE_PARTS];
    size_t part_count;
    for (size_t i = 0; i < 40; i++)
        words[i] = tip_trace_word("same", 4);
    for (uint32_t i = 1; i <= PASSAGES; i++)
        cr_assert_eq(tip_trace_add(trace, i, words, 40, &error), TIP_OK);
    clock_t start = clock();
    for (int i = 0; i < PASSAGES; i++) {
        cr_assert_eq(tip_trace_find(trace, words, 40, 0.5, parts, &part_count, &error), TIP_OK);
        cr_assert_eq(part_count, 1);
        cr_assert_eq(parts[0].held, 40);
    }
    cr_expect_lt((double)(clock() - start) / CLOCKS_PER_SEC, 30);
}
