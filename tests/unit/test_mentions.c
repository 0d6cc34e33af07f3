/* Countries in texts: sentences with labels, and where in a text a mention stands. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "knowledge/knowledge.h"

enum { CODES_ROOM = 256 };

static struct tip_knowledge *knowledge;
static struct tip_analyser *analyser;
static struct tip_tokens tokens;
static struct tip_error error;

static void set_up(void)
{
    const char *source = getenv("TIP_SOURCE");
    cr_assert_not_null(source);
    char *folder = tip_test_path(source, "corpus");
    cr_assert_eq(tip_knowledge_read(&knowledge, folder, NULL, NULL, &error), TIP_OK, "%s",
                 error.message);
    cr_assert_eq(tip_analyser_create(&analyser, &error), TIP_OK);
    free(folder);
}

static void tear_down(void)
{
    tip_tokens_free(&tokens);
    tip_analyser_free(analyser);
    tip_knowledge_free(knowledge);
}

TestSuite(mentions, .init = set_up, .fini = tear_down);

static void find(const char *text, struct tip_mention **mentions, size_t *count)
{
    cr_assert_eq(tip_analyse(analyser, text, strlen(text), &tokens, &error), TIP_OK);
    cr_assert_eq(tip_mentions_find(knowledge, text, &tokens, mentions, count, &error), TIP_OK);
}

/* The codes in alphabetical order, joined by blanks. */
static void codes_of(const char *text, char codes[CODES_ROOM])
{
    struct tip_mention *mentions = NULL;
    size_t count = 0;
    bool *is_named = calloc(26 * 26, sizeof *is_named);
    size_t length = 0;
    find(text, &mentions, &count);
    for (size_t i = 0; i < count; i++) {
        const char *code = tip_country_at(knowledge, mentions[i].country)->code;
        is_named[(code[0] - 'A') * 26 + code[1] - 'A'] = true;
    }
    codes[0] = '\0';
    for (int i = 0; i < 26 * 26; i++) {
        if (is_named[i])
            length += (size_t)snprintf(codes + length, CODES_ROOM - length, "%s%c%c",
                                       length > 0 ? " " : "", 'A' + i / 26, 'A' + i % 26);
    }
    free(is_named);
    free(mentions);
}

/* ---- the labelled sentences ---- */

struct tally {
    unsigned labelled; /* countries that the label names */
    unsigned found;    /* countries that were found */
    unsigned right;    /* those in both */
};

static unsigned code_count(const char *codes)
{
    return (unsigned)((strlen(codes) + 1) / 3);
}

static void compare(struct tally *tally, const char *label, const char *found, const char *text)
{
    tally->labelled += code_count(label);
    tally->found += code_count(found);
    for (size_t i = 0; i + 1 < strlen(found); i += 3) {
        char code[3] = {found[i], found[i + 1], '\0'};
        tally->right += strstr(label, code) != NULL;
    }
    if (strcmp(label, found) != 0)
        fprintf(stderr, "“%s”: found “%s”, labelled “%s”\n", text, found, label);
}

/* "\n" in the file is a line break in the text. */
static void unescape(char *text)
{
    for (char *at; (at = strstr(text, "\\n")) != NULL;) {
        *at = '\n';
        memmove(at + 1, at + 2, strlen(at + 2) + 1);
    }
}

static void judge_half(char half, struct tally *tally)
{
    char *path = tip_test_path(getenv("TIP_SOURCE"), "tests/mentions/sentences.tsv");
    char *bytes = tip_test_read(path, NULL);
    char *rest = bytes;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        char *text = line;
        const char *own = strsep(&text, "\t");
        const char *label = text != NULL ? strsep(&text, "\t") : NULL;
        if (text == NULL || own[0] != half || own[1] != '\0')
            continue;
        char found[CODES_ROOM];
        unescape(text);
        codes_of(text, found);
        compare(tally, label, found, text);
    }
    free(bytes);
    free(path);
}

/* At least 97 of 100 found, and 97 of 100 of the found right. */
static void expect_good(char half)
{
    struct tally tally = {0};
    judge_half(half, &tally);
    cr_assert_gt(tally.labelled, 100);
    fprintf(stderr, "half %c: %u countries labelled, %u found, %u right\n", half, tally.labelled,
            tally.found, tally.right);
    cr_expect_geq(tally.right * 100, tally.labelled * 97);
    cr_expect_geq(tally.right * 100, tally.found * 97);
}

Test(mentions, sentences_that_the_rules_were_made_with)
{
    expect_good('A');
}

Test(mentions, sentences_that_were_kept_for_the_end)
{
    expect_good('B');
}

/* ---- places ---- */

Test(mentions, a_mention_tells_where_it_stands)
{
    struct tip_mention *mentions = NULL;
    size_t count = 0;
    find("Girls from Guinea-Bissau and the U.S. met.", &mentions, &count);
    cr_assert_eq(count, 2);
    cr_expect_str_eq(tip_country_at(knowledge, mentions[0].country)->code, "GW");
    cr_expect_str_eq(tokens.items[mentions[0].first_token].word, "guinea");
    cr_expect_eq(mentions[0].token_count, 2);
    cr_expect_str_eq(tip_country_at(knowledge, mentions[1].country)->code, "US");
    cr_expect_str_eq(tokens.items[mentions[1].first_token].word, "us");
    free(mentions);
}

Test(mentions, a_text_without_countries_has_none)
{
    static const char *const texts[] = {"", " ", "—", "nobody", "\xFF\xFE", "the the the"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct tip_mention *mentions = NULL;
        size_t count = 0;
        find(texts[i], &mentions, &count);
        cr_expect_eq(count, 0);
        cr_expect_null(mentions);
    }
}

Test(mentions, a_text_without_end_takes_time_in_proportion)
{
    static const char *const parts[] = {"Michael Jordan met Jordan. ", "Georgia, Florida and ",
                                        "Congolese Korean ", "Thai and Lao, ", "Jordan, "};
    enum { TIMES = 5000 }; /* some seconds, were each match compared with each */
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t length = strlen(parts[i]);
        char *text = calloc(TIMES, length + 1);
        for (size_t k = 0; k < TIMES; k++)
            memcpy(text + k * length, parts[i], length);
        struct tip_mention *mentions = NULL;
        size_t count = 0;
        find(text, &mentions, &count);
        cr_expect_leq(count, TIMES * 2);
        free(mentions);
        free(text);
    }
}
