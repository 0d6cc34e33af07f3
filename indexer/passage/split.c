/* Cutting text that is too long for one passage. */
#include "passage/split.h"

#include <stdint.h>
#include <string.h>

#include "analysis/sentence.h"
#include "base/utf8.h"
#include "reader/document.h"

/* Bytes of a piece: some four times a passage of 300 English words, so that only text without
 * blanks meets it. */
enum { PIECE_BYTES = 8192 };

/* Behind as many words of text[start, length) as a passage may have, or behind PIECE_BYTES. */
static size_t words_end(const struct tip_passage_sizes *sizes, const char *text, size_t length,
                        size_t start)
{
    size_t at = start, limit = length;
    if (length - start > PIECE_BYTES)
        limit = start + tip_utf8_cut(text + start, length - start, PIECE_BYTES);
    for (size_t count = 0; at < limit && count < sizes->high; count++) {
        while (at < limit && strchr(" \n\t", text[at]) != NULL)
            at++;
        while (at < limit && strchr(" \n\t", text[at]) == NULL)
            at++;
    }
    /* In a script without blanks there are more words than runs: half as much, until they fit. */
    while (at - start > 8 && tip_text_words(text + start, at - start) > sizes->limit)
        at = start + tip_utf8_cut(text + start, at - start, (at - start) / 2);
    return at;
}

/* FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/ . Ids depend on it. */
bool tip_split_is_landmark(const char *text, size_t length)
{
    uint64_t hash = 14695981039346656037u;
    while (length > 0 && strchr(" \n\t", text[length - 1]) != NULL)
        length--;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return ((hash ^ hash >> 32) & 3) == 0;
}

/* Whether a piece of `words` words ends before the sentence at `at`, which has `more`. */
static bool ends_before(const struct tip_passage_sizes *sizes, size_t words, size_t more,
                        size_t target, const char *at, size_t length)
{
    if (words + more > sizes->high)
        return true;
    if (target == TIP_SPLIT_AT_LANDMARKS)
        return words >= sizes->low && tip_split_is_landmark(at, length);
    /* Nearer to the target with this sentence than without it? */
    bool is_nearer = words < target && (words + more) - target < target - words;
    return words + more > target && !is_nearer;
}

size_t tip_split_end(const struct tip_passage_sizes *sizes, const char *text, size_t length,
                     size_t start, size_t target)
{
    size_t end = start, words = 0;
    while (end < length) {
        /* No sentence that counts ends behind the horizon; without it a text that has no sentence
         * ends at all would be read to its end for every piece. */
        size_t horizon = length - end > 2 * PIECE_BYTES ? end + 2 * PIECE_BYTES : length;
        size_t next = tip_sentence_next(text, horizon, tip_sentence_end(text, horizon, end));
        size_t more = tip_text_words(text + end, next - end);
        if (end > start && (next - start > PIECE_BYTES ||
                            ends_before(sizes, words, more, target, text + end, next - end)))
            return end;
        words += more;
        end = next;
        if (words > sizes->high + sizes->overshoot || end - start > PIECE_BYTES)
            return words_end(sizes, text, length, start);
    }
    return end;
}
