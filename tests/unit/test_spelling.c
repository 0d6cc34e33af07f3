/* English in two spellings has one stem; words that only look alike keep theirs. */
#include <criterion/criterion.h>
#include <string.h>

#include "analysis/analysis.h"

static struct tip_analyser *analyser;

static void open_analyser(void)
{
    struct tip_error error;
    cr_assert_eq(tip_analyser_create(&analyser, &error), TIP_OK);
}

static void close_analyser(void)
{
    tip_analyser_free(analyser);
}

TestSuite(spelling, .init = open_analyser, .fini = close_analyser);

static bool is_one_stem(const char *language, const char *a, const char *b)
{
    size_t length_a, length_b;
    const char *stem = tip_analyser_stem(analyser, language, a, strlen(a), &length_a);
    char copy[TIP_WORD_LIMIT];
    memcpy(copy, stem, length_a);
    stem = tip_analyser_stem(analyser, language, b, strlen(b), &length_b);
    return length_a == length_b && memcmp(copy, stem, length_a) == 0;
}

Test(spelling, both_spellings_have_one_stem)
{
    static const char *const pairs[][2] = {
        {"labour", "labor"},
        {"labourers", "laborers"},
        {"organisation", "organization"},
        {"organised", "organized"},
        {"criminalise", "criminalize"},
        {"victimisation", "victimization"},
        {"prioritising", "prioritizing"},
        {"analyse", "analyze"},
        {"centres", "centers"},
        {"centred", "centered"},
        {"defence", "defense"},
        {"counselling", "counseling"},
        {"programme", "program"},
        {"programmes", "programs"},
        {"behavioural", "behavioral"},
        {"recognises", "recognizes"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        cr_expect(is_one_stem("en", pairs[i][0], pairs[i][1]), "%s %s", pairs[i][0], pairs[i][1]);
}

Test(spelling, kin_is_not_parted)
{
    static const char *const pairs[][2] = {{"supervise", "supervision"},
                                           {"advertise", "advertisement"},
                                           {"exercise", "exercises"},
                                           {"promise", "promised"},
                                           {"enterprise", "enterprises"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        cr_expect(is_one_stem("en", pairs[i][0], pairs[i][1]), "%s %s", pairs[i][0], pairs[i][1]);
}

Test(spelling, other_languages_are_left_alone)
{
    cr_expect_not(is_one_stem("fr", "labour", "labor"));
}
