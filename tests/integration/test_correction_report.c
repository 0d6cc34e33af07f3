/* Misspelt words on real text: how many of them lead to the word that was meant, and that no word
 * of the index and hardly a name is bent. Prints its figures:
 *
 *   ctest --preset dev -R test_correction_report -V */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "integration/slips.h"
#include "search/correction/correct_word.h"
#include "search/correction/word_hits.h"

enum { WORD_ROOM = 64, SLIPS = 1000, SLIPS_LETTERS = 5 };

struct fixture {
    char *folder, *index;
    struct tip_generation *generation;
    struct tip_searcher *searcher;
    struct tip_knowledge *knowledge;
    unsigned signs; /* what speaks against corrections: 0, or TIP_IS_IN_COMPANY */
};

static char *source_path(const char *name)
{
    const char *root = getenv("TIP_SOURCE");
    return tip_test_path(root == NULL ? "." : root, name);
}

static void open_fixture(struct fixture *fixture, const char *source)
{
    char warning[TIP_ERROR_MESSAGE_SIZE];
    struct tip_error error;
    struct tip_run run;
    fixture->folder = tip_test_folder();
    fixture->index = tip_test_path(fixture->folder, "index");
    TIP_RUN(&run, "tipindex", "build", "-q", "-i", fixture->index, source);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    cr_assert_eq(tip_generation_open_current(&fixture->generation, fixture->index, warning, &error),
                 TIP_OK);
    cr_assert_eq(tip_searcher_create(&fixture->searcher, &error), TIP_OK);
    cr_assert_eq(tip_searcher_use(fixture->searcher, fixture->generation, &error), TIP_OK);
    char *corpus = source_path("corpus");
    cr_assert_eq(tip_knowledge_read(&fixture->knowledge, corpus, NULL, NULL, &error), TIP_OK);
    tip_searcher_know(fixture->searcher, fixture->knowledge);
    free(corpus);
}

static void close_fixture(struct fixture *fixture)
{
    tip_searcher_free(fixture->searcher);
    tip_generation_close(fixture->generation);
    tip_knowledge_free(fixture->knowledge);
    free(fixture->index);
    tip_test_folder_remove(fixture->folder);
}

/* ---- asking ---- */

static bool is_known(struct fixture *fixture, const char *word)
{
    struct tip_error error;
    bool known;
    cr_assert_eq(tip_word_is_known(fixture->searcher, word, strlen(word), &known, &error), TIP_OK);
    return known;
}

/* What a word that is not known becomes; "" when it stays. */
static void correct(struct fixture *fixture, const char *typed, char out[2 * TIP_WORD_LIMIT + 2])
{
    char folded[WORD_ROOM];
    struct tip_correction correction;
    struct tip_error error;
    size_t length = strlen(typed);
    unsigned signs = fixture->signs;
    signs |= isupper((unsigned char)typed[0]) != 0 ? TIP_MAY_BE_NAME : 0u;
    cr_assert_lt(length, sizeof folded);
    for (size_t i = 0; i <= length; i++) {
        folded[i] = (char)tolower((unsigned char)typed[i]);
    }
    cr_assert_eq(tip_correct_word(fixture->searcher, folded, length, signs, &correction, &error),
                 TIP_OK);
    strcpy(out, correction.text);
}

struct figure {
    const char *name;
    unsigned asked, right;
};

static void judge(struct fixture *fixture, struct figure *figure, const char *typed,
                  const char *meant)
{
    char found[2 * TIP_WORD_LIMIT + 2];
    correct(fixture, typed, found);
    figure->asked++;
    figure->right += strcmp(found, meant) == 0;
    if (strcmp(found, meant) != 0 && getenv("TIP_VERBOSE") != NULL) {
        fprintf(stderr, "  %s: %s instead of %s\n", typed, found[0] == '\0' ? "none" : found,
                meant);
    }
}

static void expect_percent(const struct figure *figure, unsigned percent)
{
    fprintf(stderr, "%s: right word first for %u of %u, %.1f %%\n", figure->name, figure->right,
            figure->asked, 100.0 * figure->right / figure->asked);
    cr_expect_gt(figure->asked, 0);
    cr_expect_geq(figure->right * 100, figure->asked * percent, "%s: %u of %u, not %u %%",
                  figure->name, figure->right, figure->asked, percent);
}

/* ---- slips made of the index's words ---- */

/* A word of the index in letters a to z, at random; each as likely as the others. */
static void draw_word(struct fixture *fixture, uint32_t *seed, char out[WORD_ROOM])
{
    const struct tip_words *words = fixture->generation->words;
    for (;;) {
        struct tip_word word;
        tip_words_get(words, 1 + slip_random(seed, tip_words_count(words)), &word);
        bool is_plain =
            word.occurrences > 0 && word.length >= SLIPS_LETTERS && word.length < WORD_ROOM - 4;
        for (size_t i = 0; i < word.length && is_plain; i++) {
            is_plain = islower((unsigned char)word.text[i]) != 0;
        }
        if (is_plain) {
            memcpy(out, word.text, word.length);
            out[word.length] = '\0';
            return;
        }
    }
}

static void judge_slips(struct fixture *fixture, struct figure *figure, enum slip_kind kind,
                        unsigned edits)
{
    uint32_t seed = 2023 + edits;
    while (figure->asked < SLIPS) {
        char meant[WORD_ROOM], typed[WORD_ROOM];
        draw_word(fixture, &seed, meant);
        strcpy(typed, meant);
        for (unsigned i = 0; i < edits; i++) {
            slip_make(typed, kind, &seed);
        }
        if (strcmp(typed, meant) != 0 && !is_known(fixture, typed)) {
            judge(fixture, figure, typed, meant);
        }
    }
}

static void expect_slips(struct fixture *fixture)
{
    struct figure figures[] = {{"one likely slip", 0, 0},
                               {"two likely slips", 0, 0},
                               {"any one edit", 0, 0},
                               {"any two edits", 0, 0}};
    judge_slips(fixture, &figures[0], SLIP_LIKELY, 1);
    judge_slips(fixture, &figures[1], SLIP_LIKELY, 2);
    judge_slips(fixture, &figures[2], SLIP_ANY, 1);
    judge_slips(fixture, &figures[3], SLIP_ANY, 2);
    expect_percent(&figures[0], 90);
    expect_percent(&figures[1], 75);
    expect_percent(&figures[2], 90);
    expect_percent(&figures[3], 65);
}

/* ---- lists ---- */

/* Calls `tell` with each line of a file that is no comment. */
static void read_list(struct fixture *fixture, const char *name,
                      void (*tell)(struct fixture *, void *, char *), void *context)
{
    size_t length;
    char *path = source_path(name), *rest = NULL;
    char *text = tip_test_read(path, &length);
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (line[0] != '#') {
            tell(fixture, context, line);
        }
    }
    free(text);
    free(path);
}

/* How many letters were put in, left out or changed, or swapped with a neighbour. */
static unsigned count_edits(const char *one, const char *two)
{
    unsigned cells[WORD_ROOM][WORD_ROOM];
    size_t rows = strlen(one), columns = strlen(two);
    for (size_t i = 0; i <= rows; i++) {
        for (size_t j = 0; j <= columns; j++) {
            if (i == 0 || j == 0) {
                cells[i][j] = (unsigned)(i + j);
                continue;
            }
            unsigned least = cells[i - 1][j - 1] + (one[i - 1] != two[j - 1]);
            unsigned other =
                1 + (cells[i - 1][j] < cells[i][j - 1] ? cells[i - 1][j] : cells[i][j - 1]);
            cells[i][j] = other < least ? other : least;
            bool is_swap = i > 1 && j > 1 && one[i - 1] == two[j - 2] && one[i - 2] == two[j - 1];
            if (is_swap && cells[i - 2][j - 2] + 1 < cells[i][j]) {
                cells[i][j] = cells[i - 2][j - 2] + 1;
            }
        }
    }
    return cells[rows][columns];
}

static void judge_pair(struct fixture *fixture, void *context, char *line)
{
    struct figure *figures = context;
    char *meant = strchr(line, '\t');
    cr_assert_not_null(meant, "%s", line);
    *meant++ = '\0';
    cr_assert(is_known(fixture, meant), "%s", meant);
    if (!is_known(fixture, line)) {
        judge(fixture, &figures[count_edits(line, meant) > 1], line, meant);
    }
}

struct names {
    unsigned asked, bent;
    bool in_capitals; /* at their beginning, as they are written */
};

static void judge_name(struct fixture *fixture, void *context, char *line)
{
    struct names *names = context;
    char found[2 * TIP_WORD_LIMIT + 2];
    line[0] = (char)(names->in_capitals ? line[0] : tolower((unsigned char)line[0]));
    if (is_known(fixture, line)) {
        return;
    }
    correct(fixture, line, found);
    names->asked++;
    names->bent += found[0] != '\0';
    if (found[0] != '\0' && getenv("TIP_VERBOSE") != NULL) {
        fprintf(stderr, "  %s becomes %s\n", line, found);
    }
}

static void expect_spared(struct fixture *fixture, const char *list, bool in_capitals,
                          unsigned percent)
{
    struct names names = {.in_capitals = in_capitals};
    read_list(fixture, list, judge_name, &names);
    fprintf(stderr, "%s, %s%s: %u of %u bent, %.1f %%\n", list,
            in_capitals ? "with their capital" : "in small letters",
            fixture->signs != 0 ? ", beside words that are found" : "", names.bent, names.asked,
            100.0 * names.bent / names.asked);
    cr_expect_geq(names.asked, 100);
    cr_expect_leq(names.bent * 100, names.asked * percent);
}

/* ---- the promises ---- */

Test(correction_report, slips_of_the_report_lead_to_its_words, .timeout = 120)
{
    struct fixture fixture = {0};
    const char *report = tip_test_report();
    if (report == NULL) {
        return;
    }
    open_fixture(&fixture, report);
    expect_slips(&fixture);
    close_fixture(&fixture);
}

Test(correction_report, common_misspellings_lead_to_the_words_meant, .timeout = 120)
{
    struct fixture fixture = {0};
    struct figure figures[] = {{"common misspellings, one edit", 0, 0},
                               {"common misspellings, two edits", 0, 0}};
    const char *report = tip_test_report();
    if (report == NULL) {
        return;
    }
    open_fixture(&fixture, report);
    read_list(&fixture, "tests/correction/misspellings.tsv", judge_pair, figures);
    expect_percent(&figures[0], 90);
    expect_percent(&figures[1], 75);
    struct figure beside[] = {{"the same beside words that are found, one edit", 0, 0},
                              {"the same beside words that are found, two edits", 0, 0}};
    fixture.signs = TIP_IS_IN_COMPANY;
    read_list(&fixture, "tests/correction/misspellings.tsv", judge_pair, beside);
    expect_percent(&beside[0], 85);
    expect_percent(&beside[1], 65);
    close_fixture(&fixture);
}

/* As a query of its own: every word of the dictionary that is found. */
Test(correction_report, no_word_of_the_report_is_corrected, .timeout = 120)
{
    struct fixture fixture = {0};
    const char *report = tip_test_report();
    if (report == NULL) {
        return;
    }
    open_fixture(&fixture, report);
    unsigned asked = 0;
    const struct tip_words *words = fixture.generation->words;
    for (uint32_t number = 1; number <= tip_words_count(words); number++) {
        char query[TIP_WORD_LIMIT + 1] = "";
        struct tip_reply reply;
        struct tip_word word;
        tip_words_get(words, number, &word);
        memcpy(query, word.text, word.length);
        struct tip_request request = {.command = TIP_COMMAND_SEARCH, .query = query};
        tip_searcher_run(fixture.searcher, &request, 0, &reply);
        cr_assert_eq(reply.kind, TIP_REPLY_HITS, "%s: %s", query, reply.error.message);
        cr_expect_null(reply.corrected, "%s becomes %s", query, reply.corrected);
        asked++;
        tip_reply_free(&reply);
    }
    fprintf(stderr, "words of the report: none of %u corrected\n", asked);
    close_fixture(&fixture);
}

Test(correction_report, hardly_a_name_or_another_word_is_bent, .timeout = 120)
{
    struct fixture fixture = {0};
    const char *report = tip_test_report();
    if (report == NULL) {
        return;
    }
    open_fixture(&fixture, report);
    expect_spared(&fixture, "tests/correction/names.txt", true, 3);
    expect_spared(&fixture, "tests/correction/names.txt", false, 8);
    expect_spared(&fixture, "tests/correction/words.txt", false, 15);
    fixture.signs = TIP_IS_IN_COMPANY;
    expect_spared(&fixture, "tests/correction/names.txt", false, 6);
    expect_spared(&fixture, "tests/correction/words.txt", false, 9);
    close_fixture(&fixture);
}

Test(correction_report, slips_of_the_sample_lead_to_its_words, .timeout = 120)
{
    struct fixture fixture = {0};
    char *sample = source_path("corpus");
    open_fixture(&fixture, sample);
    expect_slips(&fixture);
    close_fixture(&fixture);
    free(sample);
}
