/* The words that the analyser makes, as the table in analysis.h promises them. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/function_words.h"
#include "base/string_builder.h"
#include "base/utf8.h"

static struct tip_analyser *analyser;
static struct tip_tokens tokens;

static void make_analyser(void)
{
    struct tip_error error;
    cr_assert_eq(tip_analyser_create(&analyser, &error), TIP_OK, "%s", error.message);
}

static void free_analyser(void)
{
    tip_tokens_free(&tokens);
    tip_analyser_free(analyser);
}

TestSuite(analysis, .init = make_analyser, .fini = free_analyser);

static void analyse(const char *text, size_t length)
{
    struct tip_error error;
    cr_assert_eq(tip_analyse(analyser, text, length, &tokens, &error), TIP_OK, "%s", error.message);
}

/* The words of a text as one string: a compound is written with a plus. */
static void expect_words(const char *text, const char *expected)
{
    struct tip_string out = {0};
    analyse(text, strlen(text));
    for (size_t i = 0; i < tokens.count; i++)
        tip_string_printf(&out, "%s%s%s", i > 0 ? " " : "", tokens.items[i].is_compound ? "+" : "",
                          tokens.items[i].word);
    cr_expect_str_eq(out.data != NULL ? out.data : "", expected, "%s: got \"%s\", expected \"%s\"",
                     text, out.data, expected);
    tip_string_free(&out);
}

/* The parts of the text that the tokens cover, compounds included, parted by bars. */
static void expect_covered(const char *text, const char *expected)
{
    struct tip_string out = {0};
    analyse(text, strlen(text));
    for (size_t i = 0; i < tokens.count; i++) {
        if (i > 0)
            tip_string_append_char(&out, '|');
        tip_string_append(&out, text + tokens.items[i].start,
                          tokens.items[i].end - tokens.items[i].start);
    }
    cr_expect_str_eq(out.data != NULL ? out.data : "", expected);
    tip_string_free(&out);
}

Test(analysis, plain_words)
{
    expect_words("Human Trafficking, in 2023.", "human trafficking in 2023");
    expect_words("", "");
    expect_words(" \t\n.,;!?\"()", "");
    expect_words("3P COVID19", "3p covid19");
    expect_words("snake_case and/or a:b", "snake case and or a b");
    expect_words("one\xC2\xA0two\xE2\x80\xA6three\xE2\x80\x94"
                 "four",
                 "one two three four");
}

Test(analysis, a_possessive_ends_the_word_before_it)
{
    expect_words("women's", "women");
    expect_words("women\u2019s", "women");
    expect_words("WOMEN'S traffickers'", "women traffickers");
    expect_words("the 1990's", "the 1990");
    expect_words("O'Brien\u2019s", "o'brien");
    expect_words("U.S.\u2019s", "us");
}

Test(analysis, other_contractions_are_one_word)
{
    expect_words("don't don\u2019t DON\u2018T", "don't don't don't");
    expect_words("O'Brien rock'n'roll I'm", "o'brien rock'n'roll i'm");
    expect_words("'quoted' \u2018text\u2019", "quoted text");
    expect_words("5'10", "5 10");
}

Test(analysis, elisions_part_and_make_a_compound)
{
    expect_words("d'Ivoire", "d ivoire +divoire");
    expect_words("C\u00F4te d\u2019Ivoire", "cote d ivoire +divoire");
    expect_words("N'Djamena", "n djamena +ndjamena");
    expect_words("qu'elle", "qu elle +quelle");
}

Test(analysis, letters_with_full_stops_are_an_abbreviation)
{
    expect_words("U.S.", "us");
    expect_words("U.N. V.C.L. p.m.", "un vcl pm");
    expect_words("U.S and U.S.C.", "us and usc");
    expect_words("U.S.-based", "us based +usbased");
    expect_words("J. Smith", "j smith");
    expect_words("\u0421.\u0428.\u0410.", "\u0441\u0448\u0430");
}

Test(analysis, other_full_stops_part_words)
{
    expect_words("www.state.gov", "www state gov");
    expect_words("end.Next Ph.D.", "end next ph d");
}

Test(analysis, numbers)
{
    expect_words("2,000", "2000");
    expect_words("1,234,567.89", "1234567.89");
    expect_words("8.7", "8.7");
    expect_words("$150 billion", "150 billion");
    expect_words("12,34 1,0000 2020,2021", "12 34 1 0000 2020 2021");
    expect_words("27.6%", "27.6");
}

Test(analysis, hyphens_part_and_make_a_compound)
{
    expect_words("T-visa", "t visa +tvisa");
    expect_words("COVID-19", "covid 19 +covid19");
    expect_words("non-punishment", "non punishment +nonpunishment");
    expect_words("non\u2010punishment", "non punishment +nonpunishment");
    expect_words("non\u2011punishment", "non punishment +nonpunishment");
    expect_words("well--known - what -x", "well known what x");
    expect_words("state-of-the-art", "state of the art +stateoftheart");
    expect_words("a1-b-c-d-e", "a1 b c d e +a1bcde");
    expect_words("a1-b-c-d-e-f", "a1 b c d e f");
}

Test(analysis, a_compound_takes_no_position)
{
    analyse("anti-trafficking law", 20);
    cr_assert_eq(tokens.count, 4);
    cr_expect_eq(tokens.positions, 3);
    static const struct {
        const char *word;
        uint32_t position;
        bool is_compound;
    } rows[] = {{"anti", 0, false},
                {"trafficking", 1, false},
                {"antitrafficking", 0, true},
                {"law", 2, false}};
    for (size_t i = 0; i < 4; i++) {
        cr_expect_str_eq(tokens.items[i].word, rows[i].word);
        cr_expect_eq(tokens.items[i].position, rows[i].position);
        cr_expect_eq(tokens.items[i].is_compound, rows[i].is_compound);
    }
}

Test(analysis, offsets_cover_the_shown_word)
{
    expect_covered("The women's U.S. share", "The|women's|U.S.|share");
    expect_covered("(U.S.\u2019s) T-visa", "U.S.\u2019s|T|visa|T-visa");
    expect_covered("2,000 T\u00FCrkiye\u2019s", "2,000|T\u00FCrkiye\u2019s");
    expect_covered("d\u2019Ivoire.", "d|Ivoire|d\u2019Ivoire");
}

Test(analysis, case_and_accents_are_folded)
{
    expect_words("T\u00FCrkiye turkiye TURKIYE T\u00DCRK\u0130YE",
                 "turkiye turkiye turkiye turkiye");
    expect_words("Tu\u0308rkiye \u0130stanbul \u0131s", "turkiye istanbul is");
    expect_words("stra\u00DFe \u0141\u00F3d\u017A \u00D8re \u00C6r \u0110or\u0111e",
                 "strasse lodz ore aer dorde");
    expect_words("\uFF21\uFF22\uFF23 \uFB01nd", "abc find");
    expect_words("\u0391\u03B8\u03AE\u03BD\u03B1 \u0419\u043E\u0434",
                 "\u03B1\u03B8\u03B7\u03BD\u03B1 \u0438\u043E\u0434");
}

Test(analysis, vowels_of_other_scripts_stay)
{
    expect_words("\u0E17\u0E35\u0E48", "\u0E17\u0E35\u0E48");
    expect_words("\u0939\u093F\u0928\u094D\u0926\u0940", "\u0939\u093F\u0928\u094D\u0926\u0940");
}

Test(analysis, scripts_without_blanks_are_segmented)
{
    static const char *const rows[] = {
        "\u1780\u1798\u17D2\u1796\u17BB\u1787\u17B6\u1787\u17B6\u1794\u17D2\u179A\u1791\u17C1"
        "\u179F",
        "\u0E1B\u0E23\u0E30\u0E40\u0E17\u0E28\u0E44\u0E17\u0E22\u0E40\u0E1B\u0E47\u0E19",
        "\u0E9B\u0EB0\u0EC0\u0E97\u0E94\u0EA5\u0EB2\u0EA7\u0EC0\u0E9B\u0EB1\u0E99",
        "\u1019\u103C\u1014\u103A\u1019\u102C\u1014\u102D\u102F\u1004\u103A\u1004\u1036\u101E\u100A"
        "\u103A",
        "\u4E2D\u56FD\u662F\u4E00\u4E2A\u56FD\u5BB6",
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        analyse(rows[i], strlen(rows[i]));
        cr_expect_gt(tokens.count, 1, "row %zu", i);
        cr_expect_eq(tokens.items[0].start, 0);
        cr_expect_eq(tokens.items[tokens.count - 1].end, strlen(rows[i]));
    }
}

Test(analysis, invisible_characters_part_no_word)
{
    expect_words("traf\u200Bficking hu\u00ADman \uFEFFword a\u200Db\u200Cc",
                 "trafficking human word abc");
    expect_covered("\uFEFFword\u200B x", "word|x");
}

Test(analysis, malformed_bytes_and_nul_separate_words)
{
    expect_words("one\xFFtwo\xC3 three", "one two three");
    analyse("one\0two", 7);
    cr_assert_eq(tokens.count, 2);
    cr_expect_str_eq(tokens.items[1].word, "two");
    cr_expect_eq(tokens.items[1].start, 4);
}

/* A word of `count` copies of `unit` and what the analyser makes of it. */
static void expect_long_word(const char *unit, size_t count)
{
    struct tip_string text = {0};
    for (size_t i = 0; i < count; i++)
        tip_string_append_text(&text, unit);
    tip_string_append_text(&text, " end");
    analyse(text.data, text.length);
    cr_assert_geq(tokens.count, 2);
    for (size_t i = 0; i < tokens.count; i++) {
        cr_expect_leq(tokens.items[i].word_length, TIP_WORD_LIMIT);
        cr_expect_eq(tip_utf8_invalid_at(tokens.items[i].word, tokens.items[i].word_length),
                     tokens.items[i].word_length);
    }
    cr_expect_str_eq(tokens.items[tokens.count - 1].word, "end");
    tip_string_free(&text);
}

Test(analysis, very_long_words_are_cut_between_characters)
{
    expect_long_word("a", 100000);
    expect_long_word("\u0436", 30000);
    expect_long_word("a\u20AC", 30000);
    expect_long_word("a-", 30000);
    expect_long_word("a.", 30000);
    expect_long_word("a'", 30000);
    expect_long_word("1,000", 30000);
    expect_long_word("a\u0301", 30000);
    expect_long_word("\u0E01\u0E32", 30000);
    expect_long_word("\U00020000", 30000);
    expect_long_word("\uFDFA", 300);
}

Test(analysis, words_stay_valid_while_more_are_added)
{
    struct tip_string text = {0};
    for (int i = 0; i < 20000; i++)
        tip_string_printf(&text, "word%d ", i);
    analyse(text.data, text.length);
    cr_assert_eq(tokens.count, 20000);
    cr_expect_str_eq(tokens.items[0].word, "word0");
    cr_expect_str_eq(tokens.items[19999].word, "word19999");
    tip_string_free(&text);
    expect_words("again", "again");
}

static void expect_stem(const char *language, const char *word, const char *expected)
{
    size_t length;
    const char *stem = tip_analyser_stem(analyser, language, word, strlen(word), &length);
    cr_expect(length == strlen(expected) && memcmp(stem, expected, length) == 0,
              "%s: got %.*s, expected %s", word, (int)length, stem, expected);
}

Test(analysis, stems)
{
    expect_stem("en", "trafficking", "traffick");
    expect_stem("en", "traffickers", "traffick");
    expect_stem("fr", "exploitations", "exploit");
    expect_stem("en", "covid19s", "covid19s");
    expect_stem("km", "trafficking", "trafficking");
    expect_stem("xx", "trafficking", "trafficking");
    expect_stem(NULL, "trafficking", "trafficking");
    cr_expect(tip_language_has_stemmer("en"));
    cr_expect_not(tip_language_has_stemmer("km"));
    cr_expect_not(tip_language_has_stemmer(NULL));
    cr_expect_not(tip_language_has_stemmer("porter"));
}

/* Pieces that trouble tokenizers, strung together at random. */
static const char *const pieces[] = {
    "a",      "Word",       "9",      "123",    ",",      ".",      "'",
    "\u2019", "-",          "\u2010", " ",      "\n",     "_",      "s",
    "d",      "\xFF",       "\xE2",   "\x80",   "\u00E9", "\u0301", "\u200B",
    "\u00AD", "\U0001F600", "\u0E01", "\u0E35", "\u4E2D", "\u1780", "\u17D2",
    "\u0130", "\uFDFA",     "\u00BD", "\u20E3", "\u0345", "\u02BC", "\U00020000",
};

static void expect_sound_tokens(size_t length)
{
    uint32_t positions = 0;
    for (size_t i = 0; i < tokens.count; i++) {
        const struct tip_token *token = &tokens.items[i];
        cr_assert(token->start < token->end && token->end <= length);
        cr_assert(token->word_length >= 1 && token->word_length <= TIP_WORD_LIMIT);
        cr_assert_eq(strlen(token->word), token->word_length);
        cr_assert_eq(tip_utf8_invalid_at(token->word, token->word_length), token->word_length);
        if (token->is_compound)
            continue;
        cr_assert_eq(token->position, positions);
        positions++;
    }
    cr_assert_eq(tokens.positions, positions);
}

Test(analysis, random_text_gives_sound_tokens)
{
    unsigned seed = 20230615;
    struct tip_string text = {0};
    for (int round = 0; round < 3000; round++) {
        tip_string_clear(&text);
        int count = rand_r(&seed) % 60;
        for (int i = 0; i < count; i++) {
            size_t choice = (size_t)rand_r(&seed) % (sizeof(pieces) / sizeof(pieces[0]));
            tip_string_append_text(&text, pieces[choice]);
        }
        if (text.length == 0)
            continue;
        /* In memory of its exact size, so that a read behind the end is seen. */
        char *exact = malloc(text.length);
        cr_assert_not_null(exact);
        memcpy(exact, text.data, text.length);
        analyse(exact, text.length);
        free(exact);
        expect_sound_tokens(text.length);
    }
    tip_string_free(&text);
}

Test(analysis, random_bytes_give_sound_tokens)
{
    unsigned seed = 7;
    char bytes[200];
    for (int round = 0; round < 3000; round++) {
        for (size_t i = 0; i < sizeof(bytes); i++)
            bytes[i] = (char)rand_r(&seed);
        analyse(bytes, sizeof(bytes));
        expect_sound_tokens(sizeof(bytes));
    }
}

Test(function_words, hold_a_sentence_together)
{
    static const char *const held[] = {"a",       "which", "your",  "how",     "toward",
                                       "towards", "the",   "don't", "they're", "won't"};
    static const char *const telling[] = {"us", "may", "tier", "whic", "th", "", "o'neil", "'"};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        cr_expect(tip_word_is_function(held[i], strlen(held[i])), "%s", held[i]);
    }
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) {
        cr_expect(!tip_word_is_function(telling[i], strlen(telling[i])), "%s", telling[i]);
    }
}
