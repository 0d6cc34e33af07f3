/* Where words stand together: phrases, gaps and NEAR, in words that are letters here; "." parts
 * headings. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/harness.h"
#include "search/spans.h"

enum { TEXT_WORDS = 64, SLOTS = 5, OPERANDS = 4, RUNS = 2 };

static char *folder, *path;
static struct tip_error error;
static struct tip_words *dictionary;
static struct tip_spans spans;

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

/* Words a to z with numbers 1 to 26, then A to Z: words of the same stems, 1 to 26. */
static void make_dictionary(void)
{
    struct tip_words_builder *builder;
    folder = tip_test_folder();
    path = tip_test_path(folder, "words");
    OK(tip_words_builder_create(&builder, &error));
    for (int i = 0; i < 52; i++) {
        char word = (char)(i < 26 ? 'a' + i : 'A' + i - 26), stem = (char)('a' + i % 26);
        uint32_t number;
        OK(tip_words_builder_add(builder, "en", &word, 1, &stem, 1, &number, &error));
        cr_assert_eq(number, (uint32_t)i + 1);
    }
    OK(tip_words_builder_write(builder, path, &error));
    tip_words_builder_free(builder);
    OK(tip_words_open(&dictionary, path, &error));
}

static void remove_folder(void)
{
    tip_words_close(dictionary);
    tip_spans_free(&spans);
    free(path);
    tip_test_folder_remove(folder);
}

TestSuite(spans, .init = make_dictionary, .fini = remove_folder);

static uint32_t number_of(char word)
{
    return word == '.'
               ? TIP_NO_WORD
               : (uint32_t)(islower((unsigned char)word) ? word - 'a' : word - 'A' + 26) + 1;
}

static uint32_t stem_of(char word)
{
    return (uint32_t)(tolower((unsigned char)word) - 'a') + 1;
}

/* ---- what is looked for, from text ---- */

/* "a*" is the stem of a, "a/c" one of the two, "a b 2": a run with 2 gaps. */
struct made_run {
    uint32_t numbers[SLOTS][8], stems[SLOTS][8];
    struct tip_slot slots[SLOTS];
    struct tip_word_run run;
};

static void put_slot(struct made_run *made, const char **text)
{
    struct tip_slot *slot = &made->slots[made->run.slot_count];
    uint32_t *numbers = made->numbers[made->run.slot_count];
    uint32_t *stems = made->stems[made->run.slot_count++];
    do {
        *text += **text == '/' ? 1 : 0;
        char word = *(*text)++;
        if (**text == '*') {
            ++*text;
            stems[slot->stem_count++] = stem_of(word);
        } else {
            numbers[slot->number_count++] = number_of(word);
        }
    } while (**text == '/');
    slot->numbers = numbers;
    slot->stems = stems;
}

static void make_run(struct made_run *made, const char *text)
{
    memset(made, 0, sizeof *made);
    made->run.slots = made->slots;
    while (*text != '\0') {
        if (*text == ' ') {
            text++;
        } else if (isdigit((unsigned char)*text)) {
            made->run.gaps = (unsigned)strtoul(text, (char **)&text, 10);
        } else {
            put_slot(made, &text);
        }
    }
}

struct made_near {
    struct made_run made[OPERANDS][RUNS];
    struct tip_word_run runs[OPERANDS][RUNS];
    struct tip_near_operand operands[OPERANDS];
    struct tip_near near;
};

static struct tip_word_stream stream_of(const char *text, uint32_t words[TEXT_WORDS])
{
    struct tip_word_stream stream = {.words = words, .dictionary = dictionary};
    for (; *text != '\0'; text++) {
        if (*text != ' ') {
            words[stream.count++] = number_of(*text);
        }
    }
    return stream;
}

/* The marked words of a text; the others are "-". */
static const char *marked_text(const char *text, const bool *marked)
{
    static char line[TEXT_WORDS + 1];
    size_t at = 0;
    for (; *text != '\0'; text++) {
        if (*text != ' ') {
            line[at] = marked[at] ? *text : '-';
            at++;
        }
    }
    line[at] = '\0';
    return line;
}

static const char *run_marks(const char *run, const char *text)
{
    uint32_t words[TEXT_WORDS];
    bool marked[TEXT_WORDS] = {false}, stands;
    struct made_run made;
    struct tip_word_stream stream = stream_of(text, words);
    make_run(&made, run);
    OK(tip_word_run_stands(&spans, &stream, &made.run, &stands, &error));
    OK(tip_word_run_mark(&spans, &stream, &made.run, marked, &error));
    cr_expect_eq(stands, memchr(marked, true, sizeof marked) != NULL, "[%s] in [%s]", run, text);
    return marked_text(text, marked);
}

Test(spans, a_run_stands_in_order_within_its_gaps)
{
    static const struct {
        const char *run, *text, *marks;
    } rows[] = {
        {"a b", "x a b a c b", "-ab---"},
        {"a b", "a . b", "---"},
        {"a b", "b a", "--"},
        {"a a", "a a a", "aaa"},
        {"a", "b a B A", "-a--"},
        {"a*", "b a B A", "-a-A"},
        {"a* b/c", "A c a b", "Acab"},
        {"a b 1", "a x b", "a-b"},
        {"a b 1", "a x x b", "----"},
        {"a b 2", "a a x b x b", "aa-b--"}, /* the other b is too far */
        {"a b 3", "a a x b x b", "aa-b-b"},
        {"a b c 1", "a x b c", "a-bc"},
        {"a b c 1", "a x b x c", "-----"},
        {"a b c 2", "a x b x c", "a-b-c"},
        {"a b a 0", "a b a b a", "ababa"},
        {"a b 5", "a x . x b", "-----"},
        {"", "a b", "--"},
        {"a b c d e", "a b", "--"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *marks = run_marks(rows[i].run, rows[i].text);
        cr_expect_str_eq(marks, rows[i].marks, "[%s] in [%s]: [%s]", rows[i].run, rows[i].text,
                         marks);
    }
}

/* ---- NEAR, from rows like "a b|2 c,d": the run "a b" near one of "c" and "d" ---- */

static void make_near(struct made_near *made, const char *text)
{
    char copy[128], *rest = copy, *part;
    memset(made, 0, sizeof *made);
    made->near.operands = made->operands;
    cr_assert_lt(strlen(text), sizeof copy);
    strcpy(copy, text);
    while ((part = strsep(&rest, "|")) != NULL) {
        size_t o = made->near.operand_count++;
        struct tip_near_operand *operand = &made->operands[o];
        operand->runs = made->runs[o];
        operand->distance = o > 0 ? (unsigned)strtoul(part, &part, 10) : 0;
        char *run;
        while ((run = strsep(&part, ",")) != NULL) {
            make_run(&made->made[o][operand->run_count], run);
            made->runs[o][operand->run_count] = made->made[o][operand->run_count].run;
            operand->run_count++;
        }
    }
}

/* The marks of all operands together. */
static void mark_all(const struct made_near *made, const struct tip_word_stream *stream,
                     bool *marked)
{
    for (size_t o = 0; o < made->near.operand_count; o++) {
        OK(tip_near_mark(&spans, stream, &made->near, o, marked, &error));
    }
}

Test(spans, operands_stand_near_each_other_on_either_side)
{
    static const struct {
        const char *near, *text, *marks;
    } rows[] = {
        {"a|1 b", "a b x b a", "ab-ba"},
        {"a|1 b", "a x b", "---"},
        {"a|2 b", "a x b", "a-b"},
        {"a|2 b", "b x a", "b-a"},
        {"a|9 a", "a", "-"}, /* not itself */
        {"a|9 a", "a x a", "a-a"},
        {"a|9 b", "a . b", "---"},
        {"a|2 b|2 c", "a x b x c", "a-b-c"},
        {"a|2 b|2 c", "b a x x c", "-----"}, /* c is near a, not near b */
        {"a|2 b|2 c", "a x b c a", "a-bca"},
        {"a|1 b|1 a", "x a b", "-ab"}, /* the chain may come back to where it began */
        {"a b|1 c", "a b c", "abc"},
        {"a b|1 c", "c a b", "cab"},
        {"a b|1 c", "b a c", "---"},
        {"a b|1 b c", "a b c", "---"}, /* they would overlap */
        {"a b|1 b c", "a b b c", "abbc"},
        {"a,b|1 c,d", "a d x b c", "ad-bc"},
        {"a,b|1 c,d", "a b x c d", "-----"},
        {"x|1 a b 2|1 y", "x a a b y", "xa-by"},
        {"x|2 a b 2|1 y", "x y a b", "xyab"},
        {"a|3 b", "a a x x b", "-a--b"},
        {"a", "a b a", "a-a"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t words[TEXT_WORDS];
        bool marked[TEXT_WORDS] = {false}, stands;
        struct made_near made;
        struct tip_word_stream stream = stream_of(rows[i].text, words);
        make_near(&made, rows[i].near);
        OK(tip_near_stands(&spans, &stream, &made.near, &stands, &error));
        mark_all(&made, &stream, marked);
        cr_expect_eq(stands, memchr(marked, true, sizeof marked) != NULL);
        cr_expect_str_eq(marked_text(rows[i].text, marked), rows[i].marks, "[%s] in [%s]: [%s]",
                         rows[i].near, rows[i].text, marked_text(rows[i].text, marked));
    }
}

/* ---- against trying every combination ---- */

/* One way a run stands: a place for each slot. */
struct way {
    uint32_t places[SLOTS];
    size_t count;
};

struct ways {
    struct way items[20000];
    size_t count;
};

static bool slot_has(const struct tip_slot *slot, uint32_t word)
{
    for (size_t i = 0; i < slot->number_count; i++) {
        if (slot->numbers[i] == word) {
            return true;
        }
    }
    for (size_t i = 0; i < slot->stem_count; i++) {
        if (slot->stems[i] == (word - 1) % 26 + 1) {
            return true;
        }
    }
    return false;
}

static void try_ways(const struct tip_word_stream *stream, const struct tip_word_run *run,
                     struct way *way, struct ways *ways)
{
    if (way->count == run->slot_count) {
        cr_assert_lt(ways->count, sizeof ways->items / sizeof *ways->items);
        ways->items[ways->count++] = *way;
        return;
    }
    uint32_t from = way->count == 0 ? 0 : way->places[way->count - 1] + 1;
    for (uint32_t p = from; p < stream->count; p++) {
        if (way->count > 0 && (stream->words[p] == TIP_NO_WORD ||
                               p - way->places[0] >= run->slot_count + run->gaps)) {
            return;
        }
        if (stream->words[p] != TIP_NO_WORD &&
            slot_has(&run->slots[way->count], stream->words[p])) {
            way->places[way->count++] = p;
            try_ways(stream, run, way, ways);
            way->count--;
        }
    }
}

static void mark_way(const struct way *way, bool *marked)
{
    for (size_t i = 0; i < way->count; i++) {
        marked[way->places[i]] = true;
    }
}

static bool are_near(const struct tip_word_stream *stream, const struct way *a, const struct way *b,
                     unsigned distance)
{
    if (b->places[0] < a->places[0]) {
        const struct way *first = b;
        b = a;
        a = first;
    }
    uint32_t end = a->places[a->count - 1], start = b->places[0];
    if (start <= end || start - end > distance) {
        return false;
    }
    for (uint32_t p = end; p < start; p++) {
        if (stream->words[p] == TIP_NO_WORD) {
            return false;
        }
    }
    return true;
}

/* Marks the ways of operands from `operand` on that continue the chain behind `before`. */
static bool try_chain(const struct tip_word_stream *stream, const struct made_near *made,
                      size_t operand, const struct way *before, const struct ways *ways,
                      bool *marked)
{
    bool stands = false;
    if (operand == made->near.operand_count) {
        return true;
    }
    for (size_t i = 0; i < ways[operand].count; i++) {
        const struct way *way = &ways[operand].items[i];
        if ((before == NULL || are_near(stream, before, way, made->operands[operand].distance)) &&
            try_chain(stream, made, operand + 1, way, ways, marked)) {
            mark_way(way, marked);
            stands = true;
        }
    }
    return stands;
}

static unsigned seed = 11;

static unsigned next_random(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

static void random_run(char *out)
{
    static const char *const slots[] = {"a", "b", "c", "a*", "b*", "a/c", "b/a*"};
    unsigned count = 1 + next_random(3);
    out[0] = '\0';
    for (unsigned i = 0; i < count; i++) {
        strcat(out, slots[next_random(7)]);
        strcat(out, " ");
    }
    sprintf(out + strlen(out), "%u", next_random(2) == 0 ? 0 : next_random(4));
}

static void random_near(char *out)
{
    unsigned operands = 1 + next_random(OPERANDS);
    out[0] = '\0';
    for (unsigned o = 0; o < operands; o++) {
        if (o > 0) {
            sprintf(out + strlen(out), "|%u ", 1 + next_random(4));
        }
        for (unsigned r = next_random(4) == 0 ? 0 : 1; r < RUNS; r++) {
            random_run(out + strlen(out));
            strcat(out, r + 1 < RUNS ? "," : "");
        }
    }
}

static void random_words(char *out)
{
    unsigned count = next_random(16);
    for (unsigned i = 0; i < count; i++) {
        out[i] = "aabbccABx."[next_random(10)];
    }
    out[count] = '\0';
}

Test(spans, agree_with_trying_every_combination)
{
    static struct ways ways[OPERANDS];
    unsigned standing = 0;
    for (int round = 0; round < 30000; round++) {
        char query[128], text[TEXT_WORDS];
        uint32_t words[TEXT_WORDS];
        bool expected[TEXT_WORDS] = {false}, marked[TEXT_WORDS] = {false}, stands;
        struct made_near made;
        random_near(query);
        random_words(text);
        struct tip_word_stream stream = stream_of(text, words);
        make_near(&made, query);
        for (size_t o = 0; o < made.near.operand_count; o++) {
            ways[o].count = 0;
            for (size_t r = 0; r < made.operands[o].run_count; r++) {
                try_ways(&stream, &made.runs[o][r], &(struct way){.count = 0}, &ways[o]);
            }
        }
        bool expected_stands = try_chain(&stream, &made, 0, NULL, ways, expected);
        OK(tip_near_stands(&spans, &stream, &made.near, &stands, &error));
        mark_all(&made, &stream, marked);
        cr_assert_eq(stands, expected_stands, "[%s] in [%s]", query, text);
        cr_assert_eq(memcmp(marked, expected, sizeof marked), 0, "[%s] in [%s]: [%s]", query, text,
                     marked_text(text, marked));
        standing += stands;
        if (made.near.operand_count == 1 && made.operands[0].run_count == 1) {
            OK(tip_word_run_stands(&spans, &stream, &made.runs[0][0], &stands, &error));
            cr_assert_eq(stands, expected_stands, "[%s] in [%s]", query, text);
        }
    }
    cr_expect_gt(standing, 3000u);
}

/* ---- time ---- */

Test(spans, a_long_text_of_one_word_is_no_trap)
{
    enum { WORDS = 30000, LONG_RUN = 40 };
    uint32_t *words = calloc(WORDS, sizeof *words);
    bool *marked = calloc(WORDS, sizeof *marked);
    cr_assert(words != NULL && marked != NULL);
    for (size_t i = 0; i < WORDS; i++) {
        words[i] = 1;
    }
    struct tip_word_stream stream = {words, WORDS, dictionary};
    static const uint32_t one = 1, two = 2;
    struct tip_slot slots[LONG_RUN];
    for (size_t i = 0; i < LONG_RUN; i++) {
        slots[i] = (struct tip_slot){.numbers = i + 1 < LONG_RUN ? &one : &two, .number_count = 1};
    }
    bool stands;
    clock_t start = clock();
    struct tip_word_run runs[] = {{slots, LONG_RUN, 100}, {slots, LONG_RUN - 1, 100}};
    struct tip_near_operand operands[8];
    for (size_t i = 0; i < 8; i++) {
        operands[i] = (struct tip_near_operand){runs, i == 7 ? 1 : 2, 100};
    }
    struct tip_near near = {operands, 8};
    OK(tip_word_run_stands(&spans, &stream, &runs[0], &stands, &error));
    cr_expect_not(stands);
    OK(tip_near_stands(&spans, &stream, &near, &stands, &error));
    cr_expect_not(stands);
    OK(tip_word_run_mark(&spans, &stream, &runs[1], marked, &error));
    cr_expect(marked[0] && marked[WORDS / 2] && marked[WORDS - 1]);
    /* A pass is a million steps here, and there are some twenty; combinations would be endless. */
    cr_expect_lt((double)(clock() - start) / CLOCKS_PER_SEC, 20.0);
    free(words);
    free(marked);
}
