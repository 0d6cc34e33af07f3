/* Labelled pairs of texts: what the index takes for nearly the same, and what readers do. The pairs
 * are described in tests/likeness/README.md. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "index/generation.h"
#include "index/likeness.h"
#include "index_fixture.h"

enum { BASES = 100, VARIANTS = 8, HALVES = 2 };

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

/* A text that is compared with its base. Texts point into the file. */
struct variant {
    bool is_same;
    const char *kind, *text;
    const char *countries; /* of the heading it stands under, or NULL */
    bool is_together;      /* what the index says */
    double overlap;        /* 0 where countries tell them apart */
};

struct base {
    int half; /* 0: tune; 1: held */
    const char *text, *countries;
    struct variant variants[VARIANTS];
    size_t count;
};

static const char *const half_names[HALVES] = {"tune", "held"};
static struct base bases[BASES];
static size_t base_count;
static char *file;
static struct index_fixture fixture;
static struct tip_error error;

/* ---- the pairs ---- */

enum { FIELDS = 4 };

/* Cuts a line at its tabs; the last field may be missing. */
static void cut(char *line, const char *fields[FIELDS])
{
    for (int i = 0; i < FIELDS; i++) {
        fields[i] = strsep(&line, "\t");
        cr_assert(fields[i] != NULL || i == FIELDS - 1);
    }
}

static void take_line(char *line)
{
    const char *fields[FIELDS];
    cut(line, fields);
    if (strcmp(fields[0], "base") == 0) {
        cr_assert_lt(base_count, BASES);
        bases[base_count++] = (struct base){
            .half = strcmp(fields[1], "held") == 0, .text = fields[2], .countries = fields[3]};
        return;
    }
    struct base *base = &bases[base_count - 1];
    cr_assert_lt(base->count, VARIANTS);
    base->variants[base->count++] = (struct variant){.is_same = strcmp(fields[0], "same") == 0,
                                                     .kind = fields[1],
                                                     .text = fields[2],
                                                     .countries = fields[3]};
}

static void set_up(void)
{
    size_t length;
    char *path = tip_path_join(getenv("TIP_SOURCE"), "tests/likeness/pairs.tsv"), *rest, *line;
    index_fixture_init(&fixture);
    OK(tip_file_read(&file, &length, path, 1 << 20, &error));
    base_count = 0;
    for (rest = file; (line = strsep(&rest, "\n")) != NULL;)
        if (*line != '\0')
            take_line(line);
    free(path);
}

static void tear_down(void)
{
    free(file);
    index_fixture_free(&fixture);
}

TestSuite(likeness_pairs, .init = set_up, .fini = tear_down, .timeout = 120);

/* ---- indexing ---- */

static void add_record(FILE *out, char prefix, size_t base, int year, const char *text,
                       const char *countries)
{
    json_t *record = json_pack("{s:o,s:i,s:s}", "id", json_sprintf("%c%zu", prefix, base), "year",
                               year, "text", text);
    cr_assert_not_null(record);
    for (; countries != NULL && *countries != '\0'; countries += countries[2] == ' ' ? 3 : 2) {
        json_t *list = json_object_get(record, "countries");
        if (list == NULL)
            json_object_set_new(record, "countries", list = json_array());
        json_array_append_new(list, json_stringn(countries, 2));
    }
    json_dumpf(record, out, 0);
    fputc('\n', out);
    json_decref(record);
}

/* Indexes all bases and the variants at a place beside them. */
static struct tip_generation *index_variants(size_t place)
{
    char warning[TIP_ERROR_MESSAGE_SIZE];
    char *path = index_fixture_source(&fixture, "pairs.jsonl");
    FILE *out = fopen(path, "w");
    struct tip_generation *generation;
    cr_assert_not_null(out);
    for (size_t i = 0; i < base_count; i++) {
        add_record(out, 'b', i, 2022, bases[i].text, bases[i].countries);
        if (place < bases[i].count)
            add_record(out, 'v', i, 2023, bases[i].variants[place].text,
                       bases[i].variants[place].countries);
    }
    fclose(out);
    free(path);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    OK(tip_generation_open_current(&generation, fixture.index, warning, &error));
    return generation;
}

/* The only passage of a report. */
static uint32_t passage_of(const struct tip_generation *generation, char prefix, size_t base)
{
    char id[16];
    struct tip_report report;
    snprintf(id, sizeof id, "%c%zu", prefix, base);
    for (uint32_t i = 0; i < tip_columns_report_count(generation->columns); i++) {
        tip_columns_report(generation->columns, i, &report);
        if (strcmp(report.id, id) == 0) {
            uint32_t start = tip_columns_report_start(generation->columns, i);
            cr_assert_eq(tip_columns_report_start(generation->columns, i + 1), start + 1, "%s", id);
            return tip_columns_at(generation->columns, start);
        }
    }
    cr_assert_fail("no report %s", id);
    return 0;
}

static bool are_together(const struct tip_generation *generation, uint32_t a, uint32_t b)
{
    struct tip_twins of_a, of_b;
    return tip_columns_find_twins(generation->columns, a, &of_a) &&
           tip_columns_find_twins(generation->columns, b, &of_b) && of_a.first == of_b.first;
}

static double overlap_of(const struct tip_generation *generation, uint32_t a, uint32_t b)
{
    struct tip_token_list list = {0};
    struct tip_shingles left = {0}, right = {0};
    struct tip_row one, two;
    tip_columns_get(generation->columns, a, &one);
    tip_columns_get(generation->columns, b, &two);
    OK(tip_token_file_get(generation->tokens, a, &list, &error));
    OK(tip_shingles_make(&left, &list, &error));
    OK(tip_token_file_get(generation->tokens, b, &list, &error));
    OK(tip_shingles_make(&right, &list, &error));
    double overlap = tip_countries_can_be_alike(one.countries, two.countries)
                         ? tip_shingles_overlap(&left, &right)
                         : 0;
    tip_shingles_free(&left);
    tip_shingles_free(&right);
    tip_token_list_free(&list);
    return overlap;
}

/* Texts of two sets are about different things. */
static void refuse_strangers(const struct tip_generation *generation)
{
    for (size_t i = 0; i < base_count; i++) {
        struct tip_twins twins;
        uint32_t number = passage_of(generation, 'b', i);
        if (tip_columns_find_twins(generation->columns, number, &twins))
            cr_expect_eq(twins.count, 2, "base %zu", i);
    }
}

static void judge_variants(size_t place)
{
    struct tip_generation *generation = index_variants(place);
    for (size_t i = 0; i < base_count; i++) {
        if (place >= bases[i].count)
            continue;
        uint32_t base = passage_of(generation, 'b', i), variant = passage_of(generation, 'v', i);
        bases[i].variants[place].is_together = are_together(generation, base, variant);
        bases[i].variants[place].overlap = overlap_of(generation, base, variant);
    }
    refuse_strangers(generation);
    tip_generation_close(generation);
}

/* ---- figures ---- */

struct figures {
    unsigned right, wrong, missed;
};

static double precision(const struct figures *figures)
{
    return figures->right == 0 ? 1 : (double)figures->right / (figures->right + figures->wrong);
}

static double recall(const struct figures *figures)
{
    return figures->right == 0 ? 0 : (double)figures->right / (figures->right + figures->missed);
}

/* What a threshold would take together; below 0: what the index does. */
static struct figures count(int half, double threshold)
{
    struct figures figures = {0};
    for (size_t i = 0; i < base_count; i++)
        for (size_t j = 0; bases[i].half == half && j < bases[i].count; j++) {
            const struct variant *variant = &bases[i].variants[j];
            bool is_taken =
                threshold < 0 ? variant->is_together : variant->overlap >= threshold - 1e-9;
            figures.right += variant->is_same && is_taken;
            figures.wrong += !variant->is_same && is_taken;
            figures.missed += variant->is_same && !is_taken;
        }
    return figures;
}

static void tell(const char *what, double threshold)
{
    fprintf(stderr, "%s", what);
    for (int half = 0; half < HALVES; half++) {
        struct figures figures = count(half, threshold);
        fprintf(stderr, "   %s: precision %.3f, recall %.3f", half_names[half], precision(&figures),
                recall(&figures));
    }
    fputc('\n', stderr);
}

static void tell_mistakes(void)
{
    for (size_t i = 0; i < base_count; i++)
        for (size_t j = 0; j < bases[i].count; j++) {
            const struct variant *variant = &bases[i].variants[j];
            if (variant->is_same != variant->is_together)
                fprintf(stderr, "   %s, %s, %.2f: %.60s\n", variant->is_same ? "missed" : "wrong",
                        variant->kind, variant->overlap, variant->text);
        }
}

Test(likeness_pairs, the_index_takes_together_what_readers_do)
{
    unsigned pairs = 0;
    for (size_t place = 0; place < VARIANTS; place++)
        judge_variants(place);
    for (size_t i = 0; i < base_count; i++)
        pairs += (unsigned)bases[i].count;
    cr_expect_geq(pairs, 200);
    fprintf(stderr, "%u pairs\n", pairs);
    for (int percent = 30; percent <= 80; percent += 5) {
        char name[16];
        snprintf(name, sizeof name, "0.%02d     ", percent);
        tell(name, percent / 100.0);
    }
    tell("the index", -1);
    tell_mistakes();
    for (int half = 0; half < HALVES; half++) {
        struct figures figures = count(half, -1);
        cr_expect_geq(precision(&figures), 0.99, "%s", half_names[half]);
        cr_expect_geq(recall(&figures), 0.9, "%s", half_names[half]);
    }
}

/* ---- the full report against an edited copy ---- */

enum { LINE_LEAST = 200, EDITED_WORDS = 60 };

/* Appends a line of which each so-maniest word is another one. */
static void edit_line(FILE *out, const char *line, size_t length, unsigned each)
{
    unsigned word = 0;
    for (size_t at = 0, end; at < length; at = end) {
        end = at;
        while (end < length && line[end] != ' ')
            end++;
        if (length >= LINE_LEAST && ++word % each == 0)
            fprintf(out, "edited%u", word);
        else
            fwrite(line + at, 1, end - at, out);
        for (; end < length && line[end] == ' '; end++)
            fputc(' ', out);
    }
}

static void write_edited(const char *name, const char *text, unsigned each)
{
    char *path = index_fixture_source(&fixture, name);
    FILE *out = fopen(path, "w");
    cr_assert_not_null(out);
    for (size_t length; *text != '\0'; text += length + (text[length] == '\n')) {
        length = strcspn(text, "\n");
        edit_line(out, text, length, each);
        fputc('\n', out);
    }
    fclose(out);
    free(path);
}

/* The share of the second report's passages that are taken together with one of the first. */
static double share_together(void)
{
    char warning[TIP_ERROR_MESSAGE_SIZE];
    struct tip_generation *generation;
    unsigned all = 0, together = 0;
    OK(tip_generation_open_current(&generation, fixture.index, warning, &error));
    const struct tip_columns *columns = generation->columns;
    cr_assert_eq(tip_columns_report_count(columns), 2);
    for (uint32_t n = 1; n < tip_columns_size(columns); n++) {
        struct tip_row row;
        struct tip_twins twins;
        if (!tip_columns_has(columns, n) || tip_columns_report_of(columns, n) == 0)
            continue;
        tip_columns_get(columns, n, &row);
        if (!tip_kind_can_be_alike(row.kind) || row.words < EDITED_WORDS)
            continue;
        all++;
        together += tip_columns_find_twins(columns, n, &twins);
    }
    tip_generation_close(generation);
    return (double)together / all;
}

Test(likeness_pairs, the_edited_report_is_known_again)
{
    static const struct {
        unsigned each; /* so-maniest word is another one */
        double least, most;
    } rows[] = {{60, 0.97, 1},
                {15, 0.95, 1},
                {8, 0.5, 1},
                {4, 0, 0.1}}; /* short lines, which stay, make up some passages */
    const char *path = tip_test_report();
    char *text;
    size_t length;
    if (path == NULL)
        return;
    OK(tip_file_read(&text, &length, path, 1 << 24, &error));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_edited("a.txt", text, UINT32_MAX);
        write_edited("b.txt", text, rows[i].each);
        index_fixture_expect(&fixture, 0, "build", fixture.sources);
        double share = share_together();
        fprintf(stderr, "each %u. word another: %.3f of the passages are taken together\n",
                rows[i].each, share);
        cr_expect(share >= rows[i].least && share <= rows[i].most, "each %u.: %.3f", rows[i].each,
                  share);
    }
    free(text);
}
