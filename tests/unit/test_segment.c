/* The scanner for plain chunks and ICU must find the same atoms, or a word would be found in one
 * text and not in another. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/segment.h"
#include "harness/harness.h"

static struct tip_segmenter segmenter;

static void expect_same_atoms(const char *text, size_t length, size_t at)
{
    static struct tip_atom atoms[TIP_ATOM_LIMIT];
    size_t plain_end = tip_segment_plain(&segmenter, text, length, at);
    if (plain_end == at)
        return;
    size_t count = segmenter.atom_count;
    memcpy(atoms, segmenter.atoms, count * sizeof(*atoms));
    size_t unicode_end = tip_segment_unicode(&segmenter, text, length, at);
    int chunk = (int)(plain_end - at);
    cr_assert_eq(unicode_end, plain_end, "%.*s", chunk, text + at);
    cr_assert_eq(segmenter.atom_count, count, "%.*s", chunk, text + at);
    cr_assert_eq(memcmp(atoms, segmenter.atoms, count * sizeof(*atoms)), 0, "%.*s", chunk,
                 text + at);
}

/* Compares the two at every chunk, and returns how many chunks were plain. */
static size_t compare_chunks(const char *text, size_t length)
{
    size_t plain = 0;
    cr_assert_eq(tip_segmenter_open(&segmenter, NULL), TIP_OK);
    for (size_t at = 0; at < length;) {
        while (at < length && strchr(" \t\n\v\f\r", text[at]) != NULL && text[at] != '\0')
            at++;
        if (at == length)
            break;
        plain += tip_segment_plain(&segmenter, text, length, at) != at;
        expect_same_atoms(text, length, at);
        at = tip_segment_next(&segmenter, text, length, at);
    }
    tip_segmenter_close(&segmenter);
    return plain;
}

Test(segment, both_ways_agree_on_random_plain_text)
{
    static const char *const signs[] = {
        "a", "Z", "0",  "9",      ".",      ",",      "'",      "-",      "_",
        ":", ";", "\"", "@",      "#",      "/",      "\\",     "\x01",   " ",
        "$", "%", "~",  "\u2019", "\u201C", "\u2014", "\u2010", "\u2026", "\u00A0"};
    enum { LENGTH = 200 * 1000 };
    unsigned seed = 42;
    char *text = malloc(LENGTH + 4);
    cr_assert_not_null(text);
    size_t length = 0;
    while (length < LENGTH) {
        const char *sign = signs[(size_t)rand_r(&seed) % (sizeof(signs) / sizeof(signs[0]))];
        memcpy(text + length, sign, strlen(sign));
        length += strlen(sign);
    }
    cr_expect_gt(compare_chunks(text, length), 1000);
    free(text);
}

Test(segment, both_ways_agree_on_the_report)
{
    const char *path = tip_test_report();
    if (path == NULL)
        return;
    size_t length;
    char *text = tip_test_read(path, &length);
    cr_expect_gt(compare_chunks(text, length), 10000);
    free(text);
}

Test(segment, a_chunk_above_the_limit_is_taken_in_parts)
{
    enum { COPIES = 10000 };
    static const char unit[] = "\u0E1B\u0E23\u0E30\u0E40\u0E17\u0E28";
    size_t length = (sizeof(unit) - 1) * COPIES;
    char *text = malloc(length);
    cr_assert_not_null(text);
    for (size_t i = 0; i < COPIES; i++)
        memcpy(text + i * (sizeof(unit) - 1), unit, sizeof(unit) - 1);
    cr_assert_eq(tip_segmenter_open(&segmenter, NULL), TIP_OK);
    size_t covered = 0;
    for (size_t at = 0; at < length;) {
        at = tip_segment_next(&segmenter, text, length, at);
        for (size_t i = 0; i < segmenter.atom_count; i++) {
            cr_assert_eq(segmenter.atoms[i].start, covered, "no letter is left out");
            covered = segmenter.atoms[i].end;
        }
    }
    cr_expect_eq(covered, length);
    tip_segmenter_close(&segmenter);
    free(text);
}
