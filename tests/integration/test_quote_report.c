/* QUOTE on the full report: sentences of it, pasted as from a PDF, are exact and come from the
 * right passage; with one word changed they are altered, in that word and no other. The cases are
 * made here, from a seed. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/harness.h"
#include "integration/index_fixture.h"

enum { EXACT = 200, CHANGED = 100, WORDS_LEAST = 8, WORDS_MOST = 60, SENTENCE_BYTES = 1024 };

static char *sentences[4000];
static size_t sentence_count;
static struct index_fixture fixture;
static struct tip_daemon daemon_;
static int connection = -1;

static uint32_t seed = 20230615;

static uint32_t below(uint32_t limit)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % limit;
}

/* ---- sentences of the report ---- */

static size_t count_words(const char *text)
{
    size_t count = 0;
    for (const char *at = text + strspn(text, " \n"); *at != '\0'; at += strspn(at, " \n")) {
        at += strcspn(at, " \n");
        count++;
    }
    return count;
}

static void take_sentence(const char *from, const char *to)
{
    char *text = strndup(from, (size_t)(to - from));
    size_t words = count_words(text);
    if (words >= WORDS_LEAST && words <= WORDS_MOST && strlen(text) < SENTENCE_BYTES &&
        strchr(text, '\t') == NULL && sentence_count < sizeof sentences / sizeof *sentences)
        sentences[sentence_count++] = text;
    else
        free(text);
}

/* Cut as somebody in a hurry would: at full stops before blanks, list items and stories too. */
static void read_sentences(const char *report)
{
    size_t length;
    char *text = tip_test_read(report, &length), *end;
    for (char *paragraph = text; paragraph != NULL; paragraph = end == NULL ? NULL : end + 2) {
        end = strstr(paragraph, "\n\n");
        const char *stop = end == NULL ? text + length : end, *from = paragraph;
        for (const char *at = paragraph; at < stop; at++) {
            bool is_end =
                strchr(".!?", *at) != NULL && at + 1 < stop && strchr(" \n", at[1]) != NULL;
            if (is_end || at + 1 == stop) {
                take_sentence(from, at + 1);
                from = at + 1 + strspn(at + 1, " \n");
            }
        }
    }
    free(text);
}

/* ---- as a PDF gives them ---- */

static void append(char *out, const char *text)
{
    strcat(out, text);
}

/* A word that does not fit the line is broken, at its own hyphen or with one. */
static bool break_word(char *out, const char *word)
{
    size_t length = strlen(word);
    const char *hyphen = memchr(word + (length > 0), '-', length > 1 ? length - 2 : 0);
    if (hyphen != NULL && isalpha((unsigned char)hyphen[1]) && isalpha((unsigned char)hyphen[-1])) {
        sprintf(out + strlen(out), "%.*s\n%s", (int)(hyphen + 1 - word), word, hyphen + 1);
        return true;
    }
    for (size_t i = 0; i < length; i++)
        if (!isalpha((unsigned char)word[i]))
            return false;
    if (length < 7)
        return false;
    int kept = 2 + (int)below((uint32_t)length - 4);
    sprintf(out + strlen(out), "%.*s%s\n%s", kept, word, below(4) == 0 ? "\xc2\xad" : "-",
            word + kept);
    return true;
}

static void replace_all(char *text, const char *from, const char *to)
{
    char out[4 * SENTENCE_BYTES] = "";
    for (char *at = text, *found; at != NULL; at = found == NULL ? NULL : found + strlen(from)) {
        found = strstr(at, from);
        strncat(out, at, found == NULL ? strlen(at) : (size_t)(found - at));
        if (found != NULL)
            append(out, to);
    }
    strcpy(text, out);
}

static void paste(char *out, const char *sentence)
{
    char words[SENTENCE_BYTES], *rest = words, *word;
    size_t width = 60u + below(31), column = 0;
    strcpy(words, sentence);
    out[0] = '\0';
    while ((word = strsep(&rest, " \n")) != NULL) {
        if (*word == '\0')
            continue;
        if (column + strlen(word) + 1 > width) {
            append(out, below(3) > 0 ? " " : "");
            column = strlen(word) / 2;
            if (out[strlen(out) - 1] == ' ' && break_word(out, word))
                continue;
            append(out, "\n");
        } else if (out[0] != '\0') {
            append(out, below(10) == 0 ? "  " : below(20) == 0 ? "\xc2\xa0" : " ");
        }
        append(out, word);
        column += strlen(word) + 1;
    }
    if (below(2) == 0) {
        replace_all(out, "fi", "\xef\xac\x81");
        replace_all(out, "fl", "\xef\xac\x82");
    }
    replace_all(out, below(2) == 0 ? "'" : "\xe2\x80\x99", below(2) == 0 ? "\xe2\x80\x99" : "'");
    replace_all(out, below(2) == 0 ? "\xe2\x80\x94" : "\xe2\x80\x9c",
                below(2) == 0 ? "\xe2\x80\x93" : "\"");
}

/* ---- asking ---- */

static json_t *ask(const char *command, const char *key, const char *text)
{
    json_t *request = json_pack("{s:s,s:s}", "cmd", command, key, text);
    char *line = json_dumps(request, JSON_COMPACT);
    char *reply = tip_ask(connection, line);
    json_t *out = json_loads(reply, 0, NULL);
    cr_assert_not_null(out, "%s", reply);
    json_decref(request);
    free(line);
    free(reply);
    return out;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

/* Letters and digits of ASCII alone, added to `out`. */
static void strip(char *out, const char *text)
{
    out += strlen(out);
    for (; *text != '\0'; text++)
        if (isalnum((unsigned char)*text))
            *out++ = *text;
    *out = '\0';
}

/* What a passage holds, with the headings above it and who said it, stripped; for free(3). */
static char *read_passage(const char *id)
{
    json_t *reply = ask("get", "id", id), *heading;
    const json_t *passage = json_object_get(reply, "passage");
    char *out = calloc(1, 65536);
    size_t i;
    json_array_foreach(json_object_get(passage, "section"), i, heading)
    {
        strip(out, json_string_value(heading));
    }
    strip(out, text_of(passage, "text"));
    strip(out, text_of(passage, "by"));
    json_decref(reply);
    return out;
}

/* Whether the passages that the reply names hold the sentence: the first one its beginning, the
 * last one its end, and one alone all of it. */
static bool is_right_source(const json_t *reply, const char *sentence)
{
    enum { LETTERS = 12 };
    const json_t *through = json_object_get(reply, "through");
    size_t count = json_array_size(through), length;
    char wanted[SENTENCE_BYTES * 4] = "", beginning[LETTERS + 1];
    strip(wanted, sentence);
    length = strlen(wanted);
    snprintf(beginning, sizeof beginning, "%.*s", LETTERS, wanted);
    char *first = read_passage(json_string_value(json_array_get(through, 0)));
    char *last = read_passage(json_string_value(json_array_get(through, count - 1)));
    bool is_right = count == 1 ? strstr(first, wanted) != NULL
                               : strstr(first, beginning) != NULL &&
                                     strstr(last, wanted + length - LETTERS) != NULL;
    free(first);
    free(last);
    return is_right;
}

static void start(void)
{
    const char *report = tip_test_report();
    if (report == NULL)
        return;
    index_fixture_init(&fixture);
    index_fixture_expect(&fixture, 0, "build", report);
    tip_daemon_start(&daemon_, fixture.index, NULL);
    connection = tip_daemon_connect(&daemon_);
    read_sentences(report);
    cr_assert_gt(sentence_count, 600);
}

static void stop(void)
{
    if (connection < 0)
        return;
    close(connection);
    tip_daemon_stop(&daemon_);
    index_fixture_free(&fixture);
    while (sentence_count > 0)
        free(sentences[--sentence_count]);
}

TestSuite(report, .init = start, .fini = stop, .timeout = 200);

Test(report, sentences_pasted_from_a_pdf_are_exact_and_their_source_is_right)
{
    if (connection < 0)
        return;
    for (size_t i = 0; i < EXACT; i++) {
        const char *sentence = sentences[i * sentence_count / EXACT];
        char pasted[4 * SENTENCE_BYTES];
        paste(pasted, sentence);
        json_t *reply = ask("quote", "text", pasted);
        cr_expect_str_eq(text_of(reply, "verdict"), "exact", "%s", pasted);
        if (strcmp(text_of(reply, "verdict"), "exact") == 0)
            cr_expect(is_right_source(reply, sentence), "%s", sentence);
        json_decref(reply);
    }
}

/* ---- one word changed ---- */

static const char *const ways[] = {"replaced", "inflected", "dropped",
                                   "added",    "doubled",   "number"};

/* A word of lower-case letters within the sentence that its neighbours do not equal; from `words`
 * at *count. */
static size_t choose_word(char *const *words, size_t count, bool is_number)
{
    for (int tries = 0; tries < 200; tries++) {
        size_t i = 1u + below((uint32_t)count - 2);
        const char *allowed = is_number ? "0123456789" : "abcdefghijklmnopqrstuvwxyz";
        if (strspn(words[i], allowed) == strlen(words[i]) &&
            strlen(words[i]) > (is_number ? 0 : 3) && strcmp(words[i], words[i - 1]) != 0 &&
            strcmp(words[i], words[i + 1]) != 0)
            return i;
    }
    return 0;
}

/* Makes the change; false when the sentence has no word for it. */
static bool change(char *out, const char *sentence, size_t way, char gone[64], char new[64])
{
    char bytes[SENTENCE_BYTES], *words[WORDS_MOST + 2], *rest = bytes, *word;
    size_t count = 0, which;
    strcpy(bytes, sentence);
    while ((word = strsep(&rest, " \n")) != NULL && count < WORDS_MOST)
        if (*word != '\0')
            words[count++] = word;
    which = choose_word(words, count, way == 5);
    if (which == 0 || strlen(words[which]) > 40)
        return false;
    const char *old = words[which];
    snprintf(gone, 64, "%s", way == 3 || way == 4 ? "" : old);
    snprintf(new, 64, "%s", old);
    switch (way) {
    case 0:
        snprintf(new, 64, "teapot");
        break;
    case 1:
        snprintf(new, 64, "%sing", old);
        break;
    case 2:
        new[0] = '\0';
        break;
    case 3:
        snprintf(new, 64, "notably");
        break;
    case 5:
        new[0] = (char)(old[0] == '9' ? '1' : old[0] + 1);
        break;
    }
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        bool is_kept = i != which || way == 3 || way == 4;
        sprintf(out + strlen(out), "%s%s", out[0] == '\0' ? "" : " ", is_kept ? words[i] : new);
        if (i == which && is_kept)
            sprintf(out + strlen(out), " %s", new);
    }
    return true;
}

/* The words of one kind in a diff, stripped. */
static void read_pieces(char *out, const json_t *reply, const char *is)
{
    json_t *piece;
    size_t i;
    out[0] = '\0';
    json_array_foreach(json_object_get(reply, "diff"), i, piece)
    {
        if (strcmp(text_of(piece, "is"), is) == 0)
            strip(out, text_of(piece, "text"));
    }
}

Test(report, a_word_that_was_changed_is_all_that_the_diff_shows)
{
    size_t made = 0;
    if (connection < 0)
        return;
    for (size_t i = 0; made < CHANGED && i < 20 * CHANGED; i++) {
        size_t way = i % (sizeof ways / sizeof *ways);
        char changed[2 * SENTENCE_BYTES], pasted[8 * SENTENCE_BYTES], gone[64], new[64];
        const char *sentence = sentences[below((uint32_t)sentence_count)];
        if (!change(changed, sentence, way, gone, new))
            continue;
        made++;
        paste(pasted, changed);
        json_t *reply = ask("quote", "text", pasted);
        char shown[2][4096];
        read_pieces(shown[0], reply, "gone");
        read_pieces(shown[1], reply, "new");
        cr_expect_str_eq(text_of(reply, "verdict"), "altered", "%s: %s", ways[way], pasted);
        cr_expect(strcmp(shown[0], gone) == 0 && strcmp(shown[1], new) == 0,
                  "%s: [%s] -> [%s], shown as [%s] -> [%s] in %s", ways[way], gone, new, shown[0],
                  shown[1], pasted);
        json_decref(reply);
    }
    cr_expect_eq(made, CHANGED);
}

/* ---- altered or absent ---- */

/* Our own sentences on the report's subjects and on others. */
static const char *const strangers[] = {
    "The committee met on Tuesday to discuss the budget and the repair of the old bridge.",
    "Many of the workers were told that they owed money for their journey and could not leave.",
    "Survivors should be asked what they need before any programme for them is designed by "
    "offices.",
    "Labour inspectors rarely visit vessels at sea, where crews may stay for years without a port.",
    "She was promised a job as a waitress in the city but was sold to a man who locked her in.",
    "An audit that is announced in advance gives the factory time to hide what it wants unseen.",
    "Children were recruited by armed groups in several of these countries as cooks and guards.",
    "The weather in the mountains was cold, and the travellers waited for the morning train.",
};

Test(report, five_words_changed_are_altered_and_other_sentences_absent)
{
    size_t absent = 0, made = 0;
    if (connection < 0)
        return;
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        json_t *reply = ask("quote", "text", strangers[i]);
        cr_expect_str_eq(text_of(reply, "verdict"), "absent", "%s", strangers[i]);
        json_decref(reply);
    }
    for (size_t i = 0; i < sentence_count; i += 10) {
        char changed[2 * SENTENCE_BYTES], next[2 * SENTENCE_BYTES], gone[64], new[64];
        size_t words = count_words(sentences[i]), done = 0;
        if (words < 16 || words > 40)
            continue;
        strcpy(changed, sentences[i]);
        for (int k = 0; k < 5; k++)
            if (strlen(changed) < SENTENCE_BYTES - 16 && change(next, changed, 0, gone, new)) {
                strcpy(changed, next);
                done++;
            }
        if (done < 5)
            continue;
        json_t *reply = ask("quote", "text", changed);
        made++;
        absent += strcmp(text_of(reply, "verdict"), "altered") != 0;
        json_decref(reply);
    }
    cr_expect_gt(made, 30);
    cr_expect_eq(absent, 0, "%zu of %zu", absent, made);
}
