/* Where sentences end. */
#include <criterion/criterion.h>
#include <string.h>

#include "analysis/sentence.h"
#include "base/string_builder.h"

/* The sentences of a text, each in brackets. */
static void expect_sentences(const char *text, const char *expected)
{
    struct tip_string out = {0};
    size_t length = strlen(text);
    size_t at = tip_sentence_next(text, length, 0);
    while (at < length) {
        size_t end = tip_sentence_end(text, length, at);
        cr_assert_gt(end, at, "a sentence has an end behind its start: %s", text);
        tip_string_append_char(&out, '[');
        tip_string_append(&out, text + at, end - at);
        tip_string_append_char(&out, ']');
        at = tip_sentence_next(text, length, end);
    }
    cr_expect_str_eq(out.data != NULL ? out.data : "", expected);
    tip_string_free(&out);
}

Test(sentence, marks_before_a_blank_end_one)
{
    expect_sentences("One. Two! Three? Four", "[One.][Two!][Three?][Four]");
    expect_sentences("  One.  Two.  ", "[One.][Two.]");
    expect_sentences("", "");
    expect_sentences(" \n ", "");
    expect_sentences("Wait... Now.", "[Wait...][Now.]");
}

Test(sentence, line_breaks_end_one)
{
    expect_sentences("A heading\nA text", "[A heading][A text]");
    expect_sentences("A\r\n\r\nB", "[A][B]");
}

Test(sentence, abbreviations_end_none)
{
    static const char *const rows[] = {
        "The U.S. Department of State funds it.",
        "In the U.N. Security Council it passed.",
        "Dr. Smith and Mrs. Jones met Gen. Lee.",
        "Pub. L. No. 106-386, Div. A, was passed.",
        "Roe v. Wade and Doe vs. Roe are cases.",
        "See p. 12, pp. 14-16 and No. 5 of Art. IV.",
        "Farms, mines, etc. Many employ children",
        "Acme Inc. Managers knew it.",
        "J. K. Rowling wrote it.",
        "It opened at 5 p.m. Friday.",
        "He came on Dec. 5 and left.",
        "She holds a Ph.D. Her work is known.",
        "In St. Lucia and St. Kitts it rose.",
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t length = strlen(rows[i]);
        cr_expect_eq(tip_sentence_end(rows[i], length, 0), length, "%s", rows[i]);
    }
}

Test(sentence, words_that_only_look_like_abbreviations_end_one)
{
    expect_sentences("They said no. Many left.", "[They said no.][Many left.]");
    expect_sentences("It was art. People came.", "[It was art.][People came.]");
    expect_sentences("Montr\u00E9al. Puis Paris.", "[Montr\u00E9al.][Puis Paris.]");
    expect_sentences("In World War I. Then came peace.", "[In World War I.][Then came peace.]");
}

Test(sentence, numbers_and_small_letters_end_none)
{
    expect_sentences("It rose 8.7 percent. Then it fell.", "[It rose 8.7 percent.][Then it fell.]");
    expect_sentences("See www.state.gov for more.", "[See www.state.gov for more.]");
    expect_sentences("Stop! he said.", "[Stop! he said.]");
}

Test(sentence, enumerators_at_a_line_start_end_none)
{
    expect_sentences("1. Recruit. 2 more.\na. First.\nii. Second.\n(12. Third.",
                     "[1. Recruit.][2 more.][a. First.][ii. Second.][(12. Third.]");
    expect_sentences("It was in 2023. Then it rose.", "[It was in 2023.][Then it rose.]");
}

Test(sentence, closing_marks_belong_to_it)
{
    expect_sentences("\xE2\x80\x9CGo.\xE2\x80\x9D He went. (So.) [Yes.] \"No.\" Then.",
                     "[\xE2\x80\x9CGo.\xE2\x80\x9D][He went.][(So.)][[Yes.]][\"No.\"][Then.]");
}

Test(sentence, scripts_without_blanks)
{
    expect_sentences("\u4F60\u597D\u3002\u518D\u89C1\uFF01",
                     "[\u4F60\u597D\u3002][\u518D\u89C1\uFF01]");
    expect_sentences("\u1780\u17D4\u1781\u17D4", "[\u1780\u17D4][\u1781\u17D4]");
}

Test(sentence, any_start_and_any_bytes_are_safe)
{
    static const char text[] = "A.\0B. \xFF\xC3 (C. \xE2\x80\x9D U.S. 1. x";
    for (size_t start = 0; start < sizeof(text); start++) {
        for (size_t length = start; length < sizeof(text); length++) {
            size_t end = tip_sentence_end(text, length, start);
            cr_assert(end >= start && end <= length);
        }
    }
}
