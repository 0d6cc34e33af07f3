/* "Michael Jordan", "Jordan Smith", "Ms. Jordan", "her brother Chad", "Chad, 34, said": persons. */
#include "knowledge/mention_text.h"

#include <stdlib.h>
#include <string.h>

enum { AGE_LEAST = 10, AGE_MOST = 99 };

/* Words that a place has before it, and hardly a person. */
static const char *const toward_places[] = {
    "in", "from", "to", "into", "within", "across", "throughout", "through", "inside", "via", NULL,
};
static const char *const naming[] = {"named", "called", "nicknamed", NULL};

/* Words written one after the other, as the parts of a person's name are; also "Dr. Jordan". */
static bool is_beside(const struct tip_mention_text *text, size_t at)
{
    return tip_gap_is(text, at, " ") || tip_gap_is(text, at, ". ");
}

static bool is_initial(const struct tip_mention_text *text, size_t at)
{
    const struct tip_token *word = tip_text_word(&text->words, at);
    return word->word_length == 1 && tip_text_word_is_capitalised(&text->words, at) &&
           tip_gap_is(text, at, ". ");
}

/* A capitalised word of `bits` right before the word. */
static bool has_before(const struct tip_mention_text *text, size_t at, uint32_t bits)
{
    return at > 0 && (tip_word_person(text, at - 1) & bits) != 0 &&
           tip_text_word_is_capitalised(&text->words, at - 1) && is_beside(text, at - 1);
}

/* "Michael Jordan", "Judge Jordan", "Michael B. Jordan", "B. Jordan". */
static bool has_name_before(const struct tip_mention_text *text, size_t at)
{
    if (at == 0)
        return false;
    if (is_initial(text, at - 1))
        return at == 1 || tip_gap_is(text, at - 2, " ") || is_initial(text, at - 2);
    if (has_before(text, at, TIP_PERSON_TITLE))
        return true;
    return has_before(text, at, TIP_PERSON_GIVEN) && tip_gap_is(text, at - 1, " ") &&
           !tip_word_is_match(text, at - 1); /* "the Kenya Uganda border" */
}

/* "Jordan's": no surname follows. */
static bool is_possessive(const struct tip_mention_text *text, size_t at)
{
    const struct tip_token *word = tip_text_word(&text->words, at);
    const char *written = text->words.text + word->start;
    size_t length = word->end - word->start;
    return memchr(written, '\'', length) != NULL ||
           memmem(written, length, "\xE2\x80\x99", 3) != NULL;
}

/* "Jordan Smith", "Jordan M. Smith". */
static bool has_name_after(const struct tip_mention_text *text, size_t at)
{
    size_t next = at + 1;
    if (is_possessive(text, at))
        return false;
    if (next < text->words.count && tip_gap_is(text, at, " ") && is_initial(text, next))
        next++;
    return next < text->words.count && tip_gap_is(text, at, " ") &&
           tip_text_word_is_capitalised(&text->words, next) &&
           (tip_word_person(text, next) & TIP_PERSON_FAMILY) != 0;
}

/* "Jordan Bannister wrote": a surname that no list has, but that only one capitalised word is. */
static bool has_surname_after(const struct tip_mention_text *text, size_t at)
{
    const struct tip_text_words *words = &text->words;
    size_t next = at + 1;
    if ((tip_word_person(text, at) & TIP_PERSON_FORENAME) == 0 || next + 1 >= words->count ||
        is_possessive(text, at) || (at > 0 && tip_word_is(text, at - 1, toward_places)) ||
        !tip_gap_is(text, at, " ") ||
        (!tip_gap_is(text, next, " ") && !tip_gap_is(text, next, ", ")))
        return false;
    return tip_text_word_is_capitalised(words, next) && !tip_text_word_is_capitals(words, next) &&
           !tip_text_word_is_capitalised(words, next + 1) && !tip_word_is_match(text, next) &&
           (tip_word_person(text, next) & (TIP_PERSON_INSTITUTION | TIP_PERSON_TITLE)) == 0;
}

/* "his name was Chad". */
static bool has_name_verb_before(const struct tip_mention_text *text, size_t at)
{
    static const char *const verbs[] = {"is", "was", NULL}, *const names[] = {"name", NULL};
    return at > 1 && tip_word_is(text, at - 1, verbs) && tip_word_is(text, at - 2, names);
}

/* "her brother Chad", "her brother, Chad,", "a man named Chad". */
static bool has_kin_before(const struct tip_mention_text *text, size_t at)
{
    if (at > 0 && (tip_word_person(text, at - 1) & TIP_PERSON_KIN) != 0)
        return tip_gap_is(text, at - 1, " ") || tip_gap_is(text, at - 1, ", ");
    return at > 1 && tip_gap_is(text, at - 1, " ") && tip_word_is(text, at - 1, naming) &&
           (tip_word_person(text, at - 2) & TIP_PERSON_ANYONE) != 0;
}

/* "Chad, 34, said". */
static bool has_age_after(const struct tip_mention_text *text, size_t at)
{
    if (at + 2 >= text->words.count || !tip_gap_is(text, at, ", ") ||
        !tip_gap_is(text, at + 1, ", "))
        return false;
    const struct tip_token *age = tip_text_word(&text->words, at + 1);
    long years = age->word_length == 2 ? strtol(age->word, NULL, 10) : 0;
    /* A row of figures goes on with one. */
    const char next = tip_text_word(&text->words, at + 2)->word[0];
    return years >= AGE_LEAST && years <= AGE_MOST && (next < '0' || next > '9');
}

static bool is_named_so(const struct tip_mention_text *text, const struct tip_match *match)
{
    if (match->words != 1 || tip_match_form(text, match, 1 << TIP_FORM_NAME, TIP_NO_PLACE) == NULL)
        return false;
    size_t at = match->at;
    if (has_name_before(text, at) || has_name_after(text, at) || has_surname_after(text, at))
        return true;
    return (tip_word_person(text, at) & TIP_PERSON_GIVEN) != 0 &&
           (has_kin_before(text, at) || has_name_verb_before(text, at) || has_age_after(text, at));
}

static bool is_toward(const struct tip_mention_text *text, const struct tip_match *match)
{
    return match->at > 0 && tip_word_is(text, match->at - 1, toward_places);
}

/* Whether a person is called by the match's name nearby. */
static bool has_person_nearby(const struct tip_mention_text *text, size_t number)
{
    uint32_t form = text->matches[number].form;
    size_t first, end;
    tip_match_neighbours(text, number, &first, &end);
    for (size_t i = first; i < end; i++) {
        if (text->matches[i].form == form && is_named_so(text, &text->matches[i]))
            return true;
    }
    return false;
}

/* Whether the country of that name is mentioned nearby for certain. */
static bool has_country_nearby(const struct tip_mention_text *text, size_t number, uint32_t country)
{
    uint32_t form = text->matches[number].form;
    size_t first, end;
    tip_match_neighbours(text, number, &first, &end);
    for (size_t i = first; i < end; i++) {
        const struct tip_match *other = &text->matches[i];
        if (tip_match_form(text, other, TIP_KINDS_COUNTRY, country) != NULL &&
            (other->form != form || is_toward(text, other)))
            return true;
    }
    return false;
}

/* Whether the text speaks of a person by this name and nowhere of the country. */
static bool is_known_person(const struct tip_mention_text *text, size_t number)
{
    const struct tip_match *match = &text->matches[number];
    const struct tip_name_form *name =
        tip_match_form(text, match, 1 << TIP_FORM_NAME, TIP_NO_PLACE);
    return name != NULL && match->words == 1 && has_person_nearby(text, number) &&
           !has_country_nearby(text, number, name->country);
}

bool tip_match_is_person(const struct tip_mention_text *text, size_t number)
{
    return is_named_so(text, &text->matches[number]) || is_known_person(text, number);
}
