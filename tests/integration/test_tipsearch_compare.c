/* tipsearch compare: two editions of a report that differ in known edits, made here. Each edit is
 * told once, as what it is, and nothing else is.
 *
 * TIP_SEED is the number of the first pair of editions, TIP_EDITIONS how many there are. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "integration/index_fixture.h"

enum { EDITS = 20, APART = 6, WORDS_LEAST = 30, LINES_MAX = 4000, SECTIONS = 40, PARAGRAPHS = 6 };

static struct index_fixture files;

static void begin(void)
{
    index_fixture_init(&files);
    cr_assert_eq(setenv("XDG_RUNTIME_DIR", files.folder, 1), 0);
}

static void end(void)
{
    index_fixture_free(&files);
}

TestSuite(compare, .init = begin, .fini = end, .timeout = 240);

/* ---- editions ---- */

struct edition {
    char *lines[LINES_MAX];
    size_t count;
};

enum edit_kind { EDIT_WORD, EDIT_WORD_MORE, EDIT_SENTENCE, EDIT_PARAGRAPH, EDIT_DROP, EDIT_KINDS };

struct edit {
    enum edit_kind kind;
    char mark[64]; /* words that only this edit has */
};

static unsigned random_below(unsigned long *state, unsigned limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*state >> 33) % limit;
}

static void read_lines(struct edition *edition, const char *text)
{
    edition->count = 0;
    while (*text != '\0' && edition->count < LINES_MAX) {
        size_t length = strcspn(text, "\n");
        edition->lines[edition->count++] = strndup(text, length);
        text += length + (text[length] == '\n' ? 1 : 0);
    }
}

static void free_lines(struct edition *edition)
{
    for (size_t i = 0; i < edition->count; i++) {
        free(edition->lines[i]);
    }
}

static size_t count_words(const char *line)
{
    size_t words = 0;
    for (; *line != '\0'; line++) {
        words += line[0] == ' ' && line[1] != ' ' ? 1 : 0;
    }
    return words + 1;
}

/* Whether a line is a paragraph of some length that stands once and alone. */
static bool is_paragraph(const struct edition *edition, size_t place)
{
    const char *line = edition->lines[place];
    size_t length = strlen(line);
    if (place < 60 || place + 60 > edition->count || length == 0 || line[length - 1] != '.' ||
        count_words(line) < WORDS_LEAST || strpbrk(line, "\t<|\\*_[") != NULL ||
        edition->lines[place + 1][0] != '\0' || edition->lines[place - 1][0] != '\0' ||
        !isupper((unsigned char)line[0])) {
        return false;
    }
    for (size_t i = 0; i < edition->count; i++) {
        if (i != place && strcmp(edition->lines[i], line) == 0) {
            return false;
        }
    }
    return true;
}

/* The start of a plain word around the middle: small letters between small letters. */
static char *middle_word(char *line)
{
    for (char *at = line + strlen(line) / 2; *at != '\0'; at++) {
        size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz");
        if (at[-1] == ' ' && islower((unsigned char)at[-2]) && length > 3 && at[length] == ' ' &&
            islower((unsigned char)at[length + 1])) {
            return at;
        }
    }
    return NULL;
}

/* Makes an edit of a paragraph; false when it cannot be. */
static bool make_edit(char **line, struct edit *edit, unsigned number)
{
    char *changed = NULL, *word = middle_word(*line);
    snprintf(edit->mark, sizeof edit->mark, "quorndale%ux", number);
    if (word == NULL) {
        return false;
    }
    size_t before = (size_t)(word - *line), length = strcspn(word, " ");
    switch (edit->kind) {
    case EDIT_WORD:
        (void)!asprintf(&changed, "%.*s%s%s", (int)before, *line, edit->mark, word + length);
        break;
    case EDIT_WORD_MORE:
        (void)!asprintf(&changed, "%.*s%s %s", (int)before, *line, edit->mark, word);
        break;
    case EDIT_SENTENCE:
        (void)!asprintf(&changed, "%s The %s ledger was read aloud in June.", *line, edit->mark);
        break;
    case EDIT_PARAGRAPH:
        (void)!asprintf(&changed,
                        "%s\n\nTwo clerks brought the %s forms to the quay. Nobody there wanted to "
                        "sign them.",
                        *line, edit->mark);
        break;
    case EDIT_DROP:
        snprintf(edit->mark, sizeof edit->mark, "%.40s", *line);
        changed = strdup("");
        break;
    case EDIT_KINDS:
        break;
    }
    free(*line);
    *line = changed;
    return changed != NULL;
}

/* EDITS edits, none near another one. */
static size_t make_edits(struct edition *edition, struct edit edits[EDITS], unsigned long seed)
{
    bool *is_taken = calloc(edition->count + APART + 1, sizeof *is_taken);
    size_t made = 0;
    for (int tries = 0; tries < 20000 && made < EDITS; tries++) {
        size_t place = random_below(&seed, (unsigned)edition->count);
        bool is_free = is_paragraph(edition, place);
        for (size_t i = place < APART ? 0 : place - APART; i <= place + APART; i++) {
            is_free = is_free && !is_taken[i];
        }
        edits[made].kind = (enum edit_kind)random_below(&seed, EDIT_KINDS);
        if (is_free && make_edit(&edition->lines[place], &edits[made], (unsigned)made)) {
            is_taken[place] = true;
            made++;
        }
    }
    free(is_taken);
    return made;
}

/* ---- what is told ---- */

static void index_edition(const char *id, const char *year, const char *name, const char *text)
{
    struct tip_run run;
    char *path = index_fixture_source(&files, name);
    index_fixture_write(&files, name, text);
    TIP_RUN(&run, "tipindex", "update", "-i", files.index, "--id", id, "--year", year, path);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    free(path);
}

static json_t *compare(const char *query, int status)
{
    struct tip_run run;
    TIP_RUN(&run, "tipsearch", "compare", "-i", files.index, "--json", query, "2022..2023");
    cr_assert_eq(run.status, status, "%s%s", run.out, run.err);
    json_t *reply = json_loads(run.out, 0, NULL);
    cr_assert_not_null(reply, "%s", run.out);
    tip_run_free(&run);
    return reply;
}

/* How many hunks of `kind` hold the words in a piece of this kind; `*all` counts hunks. */
static size_t count_hunks(const json_t *step, const char *kind, const char *words, size_t *all)
{
    static const char *const lists[] = {"changed", "new", "gone"};
    size_t found = 0, e, h, p;
    json_t *entry, *hunk, *piece;
    *all = 0;
    for (size_t i = 0; i < 3; i++) {
        json_array_foreach(json_object_get(step, lists[i]), e, entry)
        {
            json_array_foreach(json_object_get(entry, "hunks"), h, hunk)
            {
                bool has_words = false;
                (*all)++;
                json_array_foreach(json_object_get(hunk, "diff"), p, piece)
                {
                    const char *is = json_string_value(json_object_get(piece, "is"));
                    const char *text = json_string_value(json_object_get(piece, "text"));
                    has_words |= strcmp(is, "same") != 0 && strstr(text, words) != NULL;
                }
                const char *is = json_string_value(json_object_get(hunk, "is"));
                found += has_words && strcmp(is, kind) == 0 ? 1 : 0;
            }
        }
    }
    return found;
}

static const char *const told_as[EDIT_KINDS] = {"changed", "changed", "new", "new", "gone"};

static char *joined(const struct edition *edition)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    for (size_t i = 0; i < edition->count; i++) {
        fprintf(out, "%s\n", edition->lines[i]);
    }
    fclose(out);
    return text;
}

static void expect_edits_of(const char *text, const char *suffix, unsigned long seed)
{
    struct edition edition;
    struct edit edits[EDITS];
    char before[32], after[32];
    snprintf(before, sizeof before, "before%s", suffix);
    snprintf(after, sizeof after, "after%s", suffix);
    read_lines(&edition, text);
    size_t made = make_edits(&edition, edits, seed), all = 0;
    cr_assert_eq(made, EDITS, "%zu edits", made);
    char *edited = joined(&edition);
    index_edition("edition-2022", "2022", before, text);
    index_edition("edition-2023", "2023", after, edited);
    json_t *reply = compare("*", 0), *step = json_array_get(json_object_get(reply, "steps"), 0);
    for (size_t i = 0; i < EDITS; i++) {
        size_t found = count_hunks(step, told_as[edits[i].kind], edits[i].mark, &all);
        cr_expect_eq(found, 1, "seed %lu: %s \"%s\" is told %zu times", seed,
                     told_as[edits[i].kind], edits[i].mark, found);
    }
    cr_expect_eq(all, EDITS, "seed %lu: %zu hunks", seed, all);
    cr_expect_eq(json_integer_value(json_object_get(step, "edits")), EDITS);
    char *moved = json_dumps(json_object_get(step, "moved"), 0);
    cr_expect_str_eq(moved, "[]", "seed %lu: %s", seed, moved);
    free(moved);
    json_decref(reply);
    free(edited);
    free_lines(&edition);
}

static unsigned long number_of(const char *name, unsigned long otherwise)
{
    const char *value = getenv(name);
    return value == NULL ? otherwise : strtoul(value, NULL, 10);
}

/* Sections of paragraphs of some forty words, which no two share. */
static char *made_up_report(void)
{
    static const char *const whose[] = {"the harbour office", "a broker of crews",
                                        "the night inspector", "a cook from the islands"};
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    for (int s = 0; s < SECTIONS; s++) {
        fprintf(out, "# Quay %d\n\n", s);
        for (int p = 0; p < PARAGRAPHS; p++) {
            fprintf(out,
                    "In week %d of that year %s wrote down what had been seen on board number %d. "
                    "Of those who worked there %d had no papers and %d could not leave the "
                    "ship.\n\n",
                    s * 7 + p, whose[(s + p) % 4], s * 100 + p, s + p * 3 + 2, s * 2 + p + 5);
            fprintf(out,
                    "The sum of %d dollars was owed by each to agents who never came to the water "
                    "themselves, and who were said to live %d streets away from the customs "
                    "house in the old town.\n\n",
                    s * 1000 + p * 10 + 300, s * 11 + p + 2);
        }
        fprintf(out, "- item %d of the list\n- another item, %d\n\n", s, s * 3);
    }
    fclose(out);
    return text;
}

Test(compare, twenty_edits_are_told_and_nothing_else)
{
    static const char *const suffixes[] = {".md", ".txt"};
    char *text = made_up_report();
    unsigned long seed = number_of("TIP_SEED", 1), count = number_of("TIP_EDITIONS", 2);
    for (unsigned long i = 0; i < count; i++) {
        expect_edits_of(text, suffixes[i % 2], seed + i);
    }
    free(text);
}

Test(compare, twenty_edits_of_the_full_report_are_told_and_nothing_else)
{
    const char *path = tip_test_report();
    unsigned long seed = number_of("TIP_SEED", 1), count = number_of("TIP_EDITIONS", 2);
    size_t length;
    if (path == NULL) {
        return;
    }
    char *text = tip_test_read(path, &length);
    for (unsigned long i = 0; i < count; i++) {
        expect_edits_of(text, ".txt", seed + i);
    }
    free(text);
}

/* ---- forms ---- */

static const char first_edition[] =
    "# Cambodia\n\nInspectors boarded the vessel in March and spoke with <b>all</b> of the "
    "crew.\n\n"
    "The cook had no papers, and nobody asked him why that was so in all these years at sea.\n\n"
    "# Quays\n\nNothing is said here of the country, and nothing changes in these few words.\n";
static const char second_edition[] =
    "# Cambodia\n\nInspectors boarded the vessel in April and spoke with <b>all</b> of the "
    "crew.\n\n"
    "The cook had no papers, and nobody asked him why that was so in all these years at sea.\n\n"
    "# Quays\n\nNothing is said here of the country, and nothing changes in these few words.\n\n"
    "A new quay was built by <script>alert(1)</script> & sons, and opened on the first of May.\n";

#define COMPARE(run, expected, ...)                                                                \
    do {                                                                                           \
        TIP_RUN(run, "tipsearch", "compare", "-i", files.index, __VA_ARGS__);                      \
        cr_assert_eq((run)->status, expected, "exit status %d: %s%s", (run)->status, (run)->out,   \
                     (run)->err);                                                                  \
    } while (0)

static void expect_output(const char *part, int status, const char *const *words)
{
    const char *arguments[16] = {"tipsearch", "compare", "-i", files.index};
    struct tip_run run;
    for (size_t i = 0; words[i] != NULL; i++) {
        arguments[4 + i] = words[i];
    }
    tip_test_run(&run, NULL, 0, arguments);
    cr_expect_eq(run.status, status, "exit status %d: %s%s", run.status, run.out, run.err);
    cr_expect(strstr(run.out, part) != NULL || strstr(run.err, part) != NULL, "no %s in %s%s", part,
              run.out, run.err);
    tip_run_free(&run);
}

Test(compare, is_shown_in_three_forms)
{
    static const struct {
        const char *part;
        int status;
        const char *words[6];
    } rows[] = {
        {"vessel in ~~March~~**April** and spoke", 0, {"country:KH", "2022..2023"}},
        {"| tier: Cambodia | not known | Tier 3 |", 0, {"2022..2023", "Cambodia"}},
        {"built by \\<script>", 0, {"*", "2022..2023"}},
        {"No report of 2021.", 0, {"*", "2021..2023", "--format", "md"}},
        {"<del>March</del><ins>April</ins>", 0, {"--format", "html", "2022.."}},
        {"&lt;script&gt;alert(1)&lt;/script&gt; &amp; sons", 0, {"--format=html", "2022.."}},
        {"\"edits\":2,", 0, {"--format=json", "2022.."}},
        {"Edits: 0.", 1, {"2022..2023", "zzzzz"}},
        {"one year alone has a report", 1, {"2023..2024"}},
        {"compare wants years", 2, {"country:KH", "2023"}},
        {"write the earlier year first", 2, {"2023..2022", "cook"}},
        {"one range of years", 2, {"2022..2023", "2021..2022"}},
        {"write md, html or json", 2, {"--format", "csv", "2022..2023"}},
        {"No space left", 2, {"-o", "/dev/full", "2022..2023"}},
    };
    index_edition("edition-2022", "2022", "before.md", first_edition);
    index_edition("edition-2023", "2023", "after.md", second_edition);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_output(rows[i].part, rows[i].status, rows[i].words);
    }
}

Test(compare, a_file_takes_the_place_of_the_output)
{
    struct tip_run run;
    size_t length;
    char *path = tip_test_path(files.folder, "changes.html");
    index_edition("edition-2022", "2022", "before.md", first_edition);
    index_edition("edition-2023", "2023", "after.md", second_edition);
    COMPARE(&run, 0, "--format", "html", "-o", path, "2022..2023");
    cr_assert_str_empty(run.out);
    char *page = tip_test_read(path, &length);
    cr_assert_not_null(strstr(page, "<ins>April</ins>"));
    cr_assert_not_null(strstr(page, "</html>\n"));
    free(page);
    free(path);
    tip_run_free(&run);
}

Test(compare, the_ending_of_the_file_tells_the_form)
{
    static const struct {
        const char *name, *format, *part;
    } rows[] = {
        {"changes.html", NULL, "<ins>April</ins>"}, {"changes.htm", NULL, "<ins>April</ins>"},
        {"changes.json", NULL, "\"edits\":2,"},     {"changes.md", NULL, "~~March~~**April**"},
        {"changes", NULL, "~~March~~**April**"},    {"changes.html", "md", "~~March~~**April**"},
    };
    index_edition("edition-2022", "2022", "before.md", first_edition);
    index_edition("edition-2023", "2023", "after.md", second_edition);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *path = tip_test_path(files.folder, rows[i].name);
        struct tip_run run;
        size_t length;
        COMPARE(&run, 0, "2022..2023", "-o", path, rows[i].format ? "--format" : NULL,
                rows[i].format);
        char *page = tip_test_read(path, &length);
        cr_expect_not_null(strstr(page, rows[i].part), "%s: %s", rows[i].name, page);
        free(page);
        free(path);
        tip_run_free(&run);
    }
}
