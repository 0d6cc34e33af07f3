/* The quotations in a memo. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/memo.h"

static const struct {
    const char *text, *found; /* "LINE:text|…", then " short LINE" and " open LINE" */
} cases[] = {
    {"", ""},
    {"No quotation at all.", ""},
    {"It says \"one two three\" here.", "1:one two three|"},
    {"It says “one two three” here.\nAnd „vier fünf sechs“ there.",
     "1:one two three|2:vier fünf sechs|"},
    {"« un deux trois » and »vier fünf sechs«", "1: un deux trois |1:vier fünf sechs|"},
    {"„one two three” is Polish", "1:one two three|"},
    {"“one ‘two’ three” and “a “b c” d”", "1:one ‘two’ three|1:a “b c” d|"},
    {"\"one two\nthree\" goes on", "1:one two\nthree|"},
    {"“debt bondage” is short, “” is empty", " short 1 short 1"},
    {"“never closed here\n\nand another “one two three”", "3:one two three| open 1"},
    {"“one two\n\n“three four” ends", "1:one two\n\n“three four|"},
    {"a 5\" pipe and \"one two three\"", "1:one two three|"},
    {"> one two\n> three\n\nafter", "1:one two\nthree|"},
    {"> one two three\n>\n> — Somebody\n", "1:one two three|"},
    {"> > nested one two\nlazy line\n\n\"one two three\"",
     "1:nested one two\nlazy line|4:one two three|"},
    {"a > b is no block quote", ""},
};

static void show(char *out, size_t size, const struct memo *memo)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < memo->count; i++)
        used += (size_t)snprintf(out + used, size - used, "%zu:%s|", memo->items[i].line,
                                 memo->items[i].text);
    for (size_t i = 0; i < memo->short_count; i++)
        used += (size_t)snprintf(out + used, size - used, " short %zu", memo->short_lines[i]);
    for (size_t i = 0; i < memo->open_count; i++)
        used += (size_t)snprintf(out + used, size - used, " open %zu", memo->open_lines[i]);
}

Test(memo, quotations_are_found_with_their_lines, .timeout = 20)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct memo memo;
        char found[512];
        cr_assert(memo_find_quotations(&memo, cases[i].text, strlen(cases[i].text)));
        show(found, sizeof found, &memo);
        cr_expect_str_eq(found, cases[i].found, "[%s] has %s", cases[i].text, found);
        memo_free(&memo);
    }
}

Test(memo, sentences_end_where_they_end, .timeout = 20)
{
    static const char text[] =
        "# A heading of words\n\n- The U.S. embassy paid No. 5 twice. He said "
        "“stop it now.” They left at noon!\nYes.\n\nA last one without end";
    struct memo memo;
    char found[512];
    cr_assert(memo_find_sentences(&memo, text, strlen(text)));
    show(found, sizeof found, &memo);
    cr_expect_str_eq(found,
                     "1:A heading of words|3:The U.S. embassy paid No. 5 twice.|"
                     "3:He said “stop it now.”|3:They left at noon!|"
                     "6:A last one without end| short 4",
                     "%s", found);
    memo_free(&memo);
}

/* Time grows with the length alone. */
Test(memo, long_memos_are_read, .timeout = 20)
{
    static const char *const units[] = {"“", "\"", "> ", "\n", "“a b c” ", ". A", ">\n"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t length = 0, step = strlen(units[i]);
        char *text = malloc(200000 + step + 1);
        struct memo memo;
        for (; length < 200000; length += step)
            memcpy(text + length, units[i], step + 1);
        cr_expect(memo_find_quotations(&memo, text, length));
        memo_free(&memo);
        cr_expect(memo_find_sentences(&memo, text, length));
        memo_free(&memo);
        free(text);
    }
}
