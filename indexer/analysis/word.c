/* What stands between two atoms says whether they are one word, two, or two with a compound.
 *
 * Every rule looks at the text's bytes alone and not at how the atoms were found, so the scanner
 * and ICU cannot differ here. The rules are those of the table in analysis.h. */
#include "analysis/word.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum {
    /* A longer chain is the slug of an address or a table's rule, and no compound. */
    COMPOUND_PARTS = 5,
    THOUSANDS = 3,
};

enum gap { GAP_OTHER, GAP_APOSTROPHE, GAP_HYPHEN, GAP_FULL_STOP, GAP_COMMA };

/* One word under construction. */
struct word {
    uint32_t start;
    uint32_t end;
    size_t next; /* the first atom behind it */
    char bytes[TIP_WORD_LIMIT];
    size_t length;
    bool is_cut;
};

/* Words joined by hyphens or an elision: the tokens from `first` on. */
struct chain {
    size_t first;
    size_t parts;
    bool is_cut;
};

static const struct {
    char bytes[4];
    enum gap gap;
} signs[] = {
    {"'", GAP_APOSTROPHE},
    {"-", GAP_HYPHEN},
    {".", GAP_FULL_STOP},
    {",", GAP_COMMA},
    {"\xE2\x80\x99", GAP_APOSTROPHE}, /* ’ */
    {"\xE2\x80\x98", GAP_APOSTROPHE}, /* ‘ */
    {"\xE2\x80\x9B", GAP_APOSTROPHE}, /* ‛ */
    {"\xE2\x80\xB2", GAP_APOSTROPHE}, /* ′ */
    {"\xC2\xB4", GAP_APOSTROPHE},     /* ´ */
    {"\xCA\xBB", GAP_APOSTROPHE},     /* ʻ */
    {"\xCA\xBC", GAP_APOSTROPHE},     /* ʼ */
    {"\xEF\xBC\x87", GAP_APOSTROPHE}, /* ＇ */
    {"\xE2\x80\x90", GAP_HYPHEN},     /* ‐ */
    {"\xE2\x80\x91", GAP_HYPHEN},     /* the non-breaking one */
};

static enum gap gap_of(const char *text, size_t from, size_t to)
{
    size_t length = to - from;
    if (length == 0 || length > 3)
        return GAP_OTHER;
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (memcmp(text + from, signs[i].bytes, length) == 0 && signs[i].bytes[length] == '\0')
            return signs[i].gap;
    }
    return GAP_OTHER;
}

/* What stands between the byte `from` and the atom `next`. */
static enum gap gap_before(const struct tip_chunk *chunk, size_t from, size_t next)
{
    if (next >= chunk->count)
        return GAP_OTHER;
    return gap_of(chunk->text, from, chunk->atoms[next].start);
}

static enum gap gap_after(const struct tip_chunk *chunk, size_t i)
{
    return gap_before(chunk, chunk->atoms[i].end, i + 1);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t atom_length(const struct tip_chunk *chunk, size_t i)
{
    return chunk->atoms[i].end - chunk->atoms[i].start;
}

static const char *atom_bytes(const struct tip_chunk *chunk, size_t i)
{
    return chunk->text + chunk->atoms[i].start;
}

static bool starts_with_digit(const struct tip_chunk *chunk, size_t i)
{
    return is_digit(chunk->text[chunk->atoms[i].start]);
}

static bool ends_with_digit(const struct tip_chunk *chunk, size_t i)
{
    return is_digit(chunk->text[chunk->atoms[i].end - 1]);
}

static bool is_all_digits(const struct tip_chunk *chunk, size_t i)
{
    for (size_t k = chunk->atoms[i].start; k < chunk->atoms[i].end; k++) {
        if (!is_digit(chunk->text[k]))
            return false;
    }
    return true;
}

static bool is_single_letter(const struct tip_chunk *chunk, size_t i)
{
    size_t length = atom_length(chunk, i);
    return length <= 4 && tip_utf8_count(atom_bytes(chunk, i), length) == 1 &&
           !starts_with_digit(chunk, i);
}

static bool atom_is(const struct tip_chunk *chunk, size_t i, const char *lower_case)
{
    return atom_length(chunk, i) == strlen(lower_case) &&
           strncasecmp(atom_bytes(chunk, i), lower_case, strlen(lower_case)) == 0;
}

/* The "s" of a possessive that begins behind `from`; "rock's'n" is none. */
static bool is_possessive(const struct tip_chunk *chunk, size_t from, size_t i)
{
    return gap_before(chunk, from, i) == GAP_APOSTROPHE && atom_is(chunk, i, "s") &&
           gap_after(chunk, i) != GAP_APOSTROPHE;
}

/* The words that French and others shorten before a vowel: "d'Ivoire", "l'exploitation". The rest
 * of a name is searched for by itself, so these part. */
static bool is_elision(const struct tip_chunk *chunk, size_t i)
{
    if (gap_after(chunk, i) != GAP_APOSTROPHE || starts_with_digit(chunk, i + 1) ||
        atom_length(chunk, i + 1) < 2)
        return false;
    if (atom_length(chunk, i) != 1)
        return atom_is(chunk, i, "qu");
    return strchr("cdjlmnstCDJLMNST", *atom_bytes(chunk, i)) != NULL;
}

static void append_bytes(struct word *word, const char *bytes, size_t length)
{
    size_t room = TIP_WORD_LIMIT - word->length;
    size_t taken = tip_utf8_cut(bytes, length, room);
    memcpy(word->bytes + word->length, bytes, taken);
    word->length += taken;
    word->is_cut = word->is_cut || taken < length;
}

/* Takes the next atom into the word, folded. */
static void take_atom(struct word *word, struct tip_fold *fold, const struct tip_chunk *chunk)
{
    size_t length = atom_length(chunk, word->next);
    word->end = chunk->atoms[word->next].end;
    if (word->length == 0) {
        word->length =
            tip_fold_bytes(fold, atom_bytes(chunk, word->next), length, word->bytes, &word->is_cut);
    } else {
        char folded[TIP_WORD_LIMIT];
        size_t count =
            tip_fold_bytes(fold, atom_bytes(chunk, word->next), length, folded, &word->is_cut);
        append_bytes(word, folded, count);
    }
    word->next++;
}

/* "U.S." -> us, its last full stop included where it has one. */
static void take_abbreviation(struct word *word, struct tip_fold *fold,
                              const struct tip_chunk *chunk)
{
    while (gap_after(chunk, word->next - 1) == GAP_FULL_STOP && is_single_letter(chunk, word->next))
        take_atom(word, fold, chunk);
    if (word->end < chunk->length && chunk->text[word->end] == '.')
        word->end++;
}

/* "2,000" -> 2000; "8.7" stays, and so do the numbers of sections. */
static void take_number(struct word *word, struct tip_fold *fold, const struct tip_chunk *chunk)
{
    size_t first = word->next - 1;
    bool may_have_thousands = is_all_digits(chunk, first) && atom_length(chunk, first) <= THOUSANDS;
    while (may_have_thousands && gap_after(chunk, word->next - 1) == GAP_COMMA &&
           atom_length(chunk, word->next) == THOUSANDS && is_all_digits(chunk, word->next))
        take_atom(word, fold, chunk);
    while (gap_after(chunk, word->next - 1) == GAP_FULL_STOP &&
           ends_with_digit(chunk, word->next - 1) && starts_with_digit(chunk, word->next)) {
        append_bytes(word, ".", 1);
        take_atom(word, fold, chunk);
    }
}

/* "don't", "O'Brien": one word, with a straight apostrophe whatever stood there. */
static void take_contraction(struct word *word, struct tip_fold *fold,
                             const struct tip_chunk *chunk)
{
    while (gap_after(chunk, word->next - 1) == GAP_APOSTROPHE &&
           !ends_with_digit(chunk, word->next - 1) && !starts_with_digit(chunk, word->next) &&
           !is_possessive(chunk, word->end, word->next)) {
        append_bytes(word, "'", 1);
        take_atom(word, fold, chunk);
    }
}

/* The word that begins with atom `i`. True when the next one is joined to it. */
static bool take_word(struct word *word, struct tip_fold *fold, const struct tip_chunk *chunk,
                      size_t i)
{
    word->start = chunk->atoms[i].start;
    word->next = i;
    word->length = 0;
    word->is_cut = false;
    take_atom(word, fold, chunk);
    enum gap gap = gap_after(chunk, i);
    bool is_elided = gap == GAP_APOSTROPHE && is_elision(chunk, i);
    if (gap == GAP_FULL_STOP && is_single_letter(chunk, i) && is_single_letter(chunk, i + 1))
        take_abbreviation(word, fold, chunk);
    else if (ends_with_digit(chunk, i))
        take_number(word, fold, chunk);
    else if (gap == GAP_APOSTROPHE && !is_elided)
        take_contraction(word, fold, chunk);
    if (is_elided)
        return true;
    if (is_possessive(chunk, word->end, word->next)) {
        word->end = chunk->atoms[word->next].end;
        word->next++;
    }
    return gap_before(chunk, word->end, word->next) == GAP_HYPHEN;
}

static bool add_word(struct tip_tokens *tokens, const struct word *word)
{
    struct tip_token token = {
        .start = word->start,
        .end = word->end,
        .position = tokens->positions,
    };
    if (!tip_tokens_add(tokens, &token, word->bytes, word->length))
        return false;
    tokens->positions++;
    return true;
}

/* Adds the compound of a chain that has ended, when it makes one that fits whole. */
static bool add_compound(struct tip_tokens *tokens, const struct chain *chain)
{
    if (chain->parts < 2 || chain->parts > COMPOUND_PARTS || chain->is_cut)
        return true;
    char bytes[TIP_WORD_LIMIT];
    size_t length = 0;
    for (size_t i = chain->first; i < chain->first + chain->parts; i++) {
        const struct tip_token *part = &tokens->items[i];
        if (length + part->word_length > sizeof(bytes))
            return true;
        memcpy(bytes + length, part->word, part->word_length);
        length += part->word_length;
    }
    struct tip_token token = {
        .start = tokens->items[chain->first].start,
        .end = tokens->items[chain->first + chain->parts - 1].end,
        .position = tokens->items[chain->first].position,
        .is_compound = true,
    };
    return tip_tokens_add(tokens, &token, bytes, length);
}

bool tip_words_of_chunk(struct tip_fold *fold, const struct tip_chunk *chunk,
                        struct tip_tokens *tokens)
{
    struct chain chain = {.first = tokens->count};
    struct word word;
    for (size_t i = 0; i < chunk->count; i = word.next) {
        bool is_joined = take_word(&word, fold, chunk, i);
        if (word.length > 0) {
            if (!add_word(tokens, &word))
                return false;
            chain.parts++;
            chain.is_cut = chain.is_cut || word.is_cut;
        }
        if (is_joined)
            continue;
        if (!add_compound(tokens, &chain))
            return false;
        chain = (struct chain){.first = tokens->count};
    }
    return true;
}
