/* Spelling over the words of an index: what edits cost, how far apart words are, what surprises,
 * and which word is proposed. */
#include <criterion/criterion.h>
#include <string.h>

#include "search/correction/correct_word.h"
#include "search/correction/letter_distance.h"
#include "search/correction/names.h"
#include "search/correction/word_hits.h"
#include "unit/search_fixture.h"

static struct tip_letters letters_of(const char *word)
{
    struct tip_letters letters;
    cr_assert(tip_letters_read(&letters, word, strlen(word)));
    return letters;
}

static unsigned cost_of(const char *typed, const char *meant)
{
    struct tip_edit_costs costs;
    struct tip_letters one = letters_of(typed), two = letters_of(meant);
    tip_edit_costs_make(&costs);
    return tip_edit_cost(&costs, &one, &two, 400);
}

/* ---- what edits cost ---- */

static const struct {
    const char *meant, *likely, *unlikely;
} slips[] = {
    {"trafficking", "traficking", "traffcking"}, /* a doubled letter */
    {"trafficking", "traffiking", "trafficing"}, /* c before k, k behind c: no more than others */
    {"recruiter", "recruitar", "recruitxr"},     /* a vowel for a vowel */
    {"border", "bordre", "bxrder"},              /* neighbours swapped */
    {"receive", "recieve", "rexeive"},           /* vowels swapped */
    {"pharmacy", "farmacy", "phxrmacy"},         /* ph as it sounds */
    {"bondage", "bonfage", "bonpage"},           /* the key beside it */
    {"responsible", "responsable", "responskble"},
    {"knowledge", "nowledge", "knowlxedge"},   /* a letter that is not heard */
    {"cambodia", "combodia", "bambodia"},      /* the first letter is seldom wrong */
    {"exploited", "exploitted", "exploikted"}, /* a letter too many */
};

Test(edit_cost, likely_slips_cost_less_than_unlikely_ones)
{
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        unsigned likely = cost_of(slips[i].likely, slips[i].meant);
        unsigned unlikely = cost_of(slips[i].unlikely, slips[i].meant);
        cr_expect_gt(likely, 0, "%s", slips[i].likely);
        cr_expect_leq(likely, unlikely, "%s %u, %s %u", slips[i].likely, likely, slips[i].unlikely,
                      unlikely);
        cr_expect_leq(unlikely, TIP_EDIT + 25, "%s", slips[i].unlikely);
    }
}

Test(edit_cost, a_word_costs_nothing_and_a_far_one_is_above_the_limit)
{
    struct tip_edit_costs costs;
    struct tip_letters one = letters_of("bondage"), two = letters_of("passport");
    struct tip_letters three = letters_of("bandege");
    tip_edit_costs_make(&costs);
    cr_expect_eq(tip_edit_cost(&costs, &one, &one, 0), 0);
    cr_expect_eq(tip_edit_cost(&costs, &one, &two, 400), TIP_NO_COST);
    unsigned cost = tip_edit_cost(&costs, &three, &one, 400);
    cr_expect_eq(tip_edit_cost(&costs, &three, &one, cost), cost);
    cr_expect_eq(tip_edit_cost(&costs, &three, &one, cost - 1), TIP_NO_COST);
}

Test(edit_cost, letters_of_any_script_are_compared)
{
    cr_expect_eq(cost_of("торговля", "торгавля"), TIP_EDIT);
    cr_expect_eq(cost_of("ខ្មែរ", "ខ្មែរ"), 0);
}

/* ---- how many edits ---- */

static const struct {
    const char *one, *two;
    unsigned distance;
} distances[] = {
    {"border", "border", 0},  {"border", "bordre", 1}, {"border", "boder", 1},
    {"border", "borderr", 1}, {"border", "burder", 1}, {"border", "obrdre", 2},
    {"border", "labor", 5},   {"ca", "abc", 3},        {"a", "b", 1},
    {"долг", "долги", 1},     {"долг", "длог", 1},     {"a", "abcdefgh", 7},
};

Test(letter_distance, counts_edits)
{
    for (size_t i = 0; i < sizeof distances / sizeof *distances; i++) {
        struct tip_letter_places places;
        struct tip_letters one = letters_of(distances[i].one), two = letters_of(distances[i].two);
        tip_letter_places_make(&places, &one);
        cr_expect_eq(tip_letter_distance(&places, &two), distances[i].distance, "%s %s: %u",
                     distances[i].one, distances[i].two, tip_letter_distance(&places, &two));
        tip_letter_places_make(&places, &two);
        cr_expect_eq(tip_letter_distance(&places, &one), distances[i].distance, "%s %s",
                     distances[i].two, distances[i].one);
    }
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The same by the usual table. */
static unsigned plain_distance(const struct tip_letters *one, const struct tip_letters *two)
{
    unsigned cells[12][12];
    for (size_t i = 0; i <= one->count; i++) {
        for (size_t j = 0; j <= two->count; j++) {
            if (i == 0 || j == 0) {
                cells[i][j] = (unsigned)(i + j);
                continue;
            }
            bool same = one->at[i - 1] == two->at[j - 1];
            cells[i][j] =
                least(cells[i - 1][j - 1] + !same, least(cells[i - 1][j], cells[i][j - 1]) + 1);
            if (i > 1 && j > 1 && one->at[i - 1] == two->at[j - 2] &&
                one->at[i - 2] == two->at[j - 1]) {
                cells[i][j] = least(cells[i][j], cells[i - 2][j - 2] + 1);
            }
        }
    }
    return cells[one->count][two->count];
}

static struct tip_letters random_word(uint32_t *seed)
{
    struct tip_letters word = {0};
    *seed = *seed * 1664525 + 1013904223;
    word.count = 1 + (*seed >> 24) % 10;
    for (size_t i = 0; i < word.count; i++) {
        *seed = *seed * 1664525 + 1013904223;
        word.at[i] = 'a' + (*seed >> 24) % 3;
    }
    return word;
}

Test(letter_distance, agrees_with_the_usual_table)
{
    uint32_t seed = 7;
    for (int i = 0; i < 20000; i++) {
        struct tip_letters one = random_word(&seed), two = random_word(&seed);
        struct tip_letter_places places;
        tip_letter_places_make(&places, &one);
        cr_assert_eq(tip_letter_distance(&places, &two), plain_distance(&one, &two));
    }
}

/* ---- the words of an index ---- */

static const struct fixture_passage passages[] = {
    {"tip-2022", 2022, "Debt Bondage", TIP_KIND_NARRATIVE,
     "Traffickers exploit migrants in debt bondage and in forced labor near Sihanoukville.",
     .countries = "KH"},
    {"tip-2022", 2022, "Reintegration", TIP_KIND_NARRATIVE,
     "Trafficking victims received shelter and the government prosecuted traffickers.",
     .countries = "KH"},
    {"tip-2022", 2022, "Contents", TIP_KIND_CONTENTS, "Acknowledgements and glossary",
     .countries = ""},
};

static const struct {
    const char *typed;
    bool is_name;
    const char *meant; /* "": no correction */
} corrections[] = {
    {"trafficing", false, "trafficking"},
    {"sihanoukvile", false, "sihanoukville"},
    {"Sihanoukvile", true, "sihanoukville"},
    {"brosecuted", false, "prosecuted"}, /* the first letter */
    {"goverment", false, "government"},
    {"shlter", false, "shelter"},
    {"debtbondage", false, "debt bondage"},
    {"forcdlabor", false, "forced labor"},
    {"reintegraton", false, "reintegration"}, /* of a heading alone */
    {"glossery", false, ""},                  /* what was meant stands in contents alone */
    {"2023x", false, ""},                     /* figures stay */
    {"dbt", false, ""},                       /* too short */
    {"Marlow", true, ""},
    {"okafor", false, ""},
    {"xylophone", false, ""},
};

static struct tip_correction correct(struct search_fixture *fixture, const char *typed,
                                     unsigned signs)
{
    struct tip_correction correction;
    struct tip_error error;
    char folded[64];
    size_t length = strlen(typed);
    for (size_t i = 0; i <= length; i++) {
        folded[i] = (char)(typed[i] >= 'A' && typed[i] <= 'Z' ? typed[i] + 32 : typed[i]);
    }
    cr_assert_eq(tip_correct_word(fixture->searcher, folded, length, signs, &correction, &error),
                 TIP_OK);
    return correction;
}

Test(correct_word, finds_what_was_meant)
{
    struct search_fixture fixture;
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    for (size_t i = 0; i < sizeof corrections / sizeof *corrections; i++) {
        struct tip_correction correction =
            correct(&fixture, corrections[i].typed, corrections[i].is_name ? TIP_MAY_BE_NAME : 0);
        cr_expect_str_eq(correction.text, corrections[i].meant, "%s: [%s] instead of [%s]",
                         corrections[i].typed, correction.text, corrections[i].meant);
        cr_expect_eq(correction.length, strlen(correction.text));
    }
    search_fixture_close(&fixture);
}

static const struct {
    const char *first, *second, *meant;
} joins[] = {
    {"traf", "ficking", "trafficking"},
    {"traf", "fiking", "trafficking"},
    {"bond", "age", "bondage"},
    {"cyber", "scam", ""},
    {"2", "023", ""},
};

Test(correct_word, joins_what_a_blank_parted)
{
    struct search_fixture fixture;
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
        struct tip_correction correction;
        struct tip_error error;
        cr_assert_eq(tip_join_words(fixture.searcher, joins[i].first, strlen(joins[i].first),
                                    joins[i].second, strlen(joins[i].second), &correction, &error),
                     TIP_OK);
        cr_expect_str_eq(correction.text, joins[i].meant, "%s %s: [%s]", joins[i].first,
                         joins[i].second, correction.text);
    }
    search_fixture_close(&fixture);
}

Test(correct_word, a_word_is_known_by_its_stem)
{
    static const char *const words[] = {"exploiting",       "shelters",     "bondage",
                                        "acknowledgements", "reintegrated", "person"};
    struct search_fixture fixture;
    struct tip_error error;
    bool is_known;
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        cr_assert_eq(
            tip_word_is_known(fixture.searcher, words[i], strlen(words[i]), &is_known, &error),
            TIP_OK);
        cr_expect(is_known, "%s", words[i]);
    }
    cr_assert_eq(tip_word_is_known(fixture.searcher, "bondge", 6, &is_known, &error), TIP_OK);
    cr_expect_not(is_known);
    search_fixture_close(&fixture);
}

/* ---- names ---- */

static struct tip_names *make_names(struct tip_analyser **analyser)
{
    struct tip_names *names;
    struct tip_error error;
    cr_assert_eq(tip_analyser_create(analyser, &error), TIP_OK);
    cr_assert_eq(tip_names_make(&names, NULL, *analyser, &error), TIP_OK);
    return names;
}

Test(names, cities_of_time_zones_are_known)
{
    static const char *const known[] = {"lagos", "manila", "buenos", "vincennes"};
    static const char *const unknown[] = {"", "agos", "lago", "trafficking", "etc"};
    struct tip_analyser *analyser;
    struct tip_names *names = make_names(&analyser);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        cr_expect(tip_names_has(names, known[i], strlen(known[i])), "%s", known[i]);
    }
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        cr_expect_not(tip_names_has(names, unknown[i], strlen(unknown[i])), "%s", unknown[i]);
    }
    tip_names_free(names);
    tip_analyser_free(analyser);
}

Test(names, a_slip_surprises_more_than_what_looks_like_a_name)
{
    struct tip_analyser *analyser;
    struct tip_names *names = make_names(&analyser);
    struct tip_letters slip = letters_of("sanhteoxg"), alike = letters_of("santander");
    cr_expect_gt(tip_letter_model_surprise(names->letters, &slip),
                 tip_letter_model_surprise(names->letters, &alike) + 500);
    tip_names_free(names);
    tip_analyser_free(analyser);
}
