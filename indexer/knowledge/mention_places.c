/* "Lebanon, Pennsylvania", "Atlanta, Georgia", "Florida and Georgia": places in another country.
 *
 * countries.tsv lists places of a country that tell it from others; a name may be a country's and
 * a place's of another country. */
#include "knowledge/mention_text.h"

#include <string.h>

static const char *const joining[] = {"and", "or", NULL};

/* The country in which the match is a place, and nothing else than one. */
static bool is_place_alone(const struct tip_mention_text *text, const struct tip_match *match,
                           uint32_t *country)
{
    const struct tip_name_form *place = tip_match_form(text, match, TIP_KINDS_PLACE, TIP_NO_PLACE);
    if (place == NULL || tip_match_form(text, match, TIP_KINDS_COUNTRY, TIP_NO_PLACE) != NULL)
        return false;
    *country = place->country;
    return true;
}

/* Whether match `number` + 1 stands behind `number` with a comma between them. */
static bool is_comma_between(const struct tip_mention_text *text, size_t number)
{
    if (number + 1 >= text->match_count)
        return false;
    const struct tip_match *match = &text->matches[number];
    size_t last = match->at + match->words - 1;
    return text->matches[number + 1].at == last + 1 && tip_gap_is(text, last, ", ");
}

/* The same with a comma, "and", "or" or both: members of a list. */
static bool is_list_between(const struct tip_mention_text *text, size_t number)
{
    if (is_comma_between(text, number))
        return true;
    if (number + 1 >= text->match_count)
        return false;
    const struct tip_match *match = &text->matches[number];
    size_t last = match->at + match->words - 1;
    return text->matches[number + 1].at == last + 2 && tip_word_is(text, last + 1, joining);
}

/* "Lebanon, Pennsylvania", but not "China, Thailand, California" nor "In Lebanon, Ohio-based". */
static bool is_before_place(const struct tip_mention_text *text, size_t number, uint32_t own)
{
    uint32_t country;
    if (number > 0 && is_comma_between(text, number - 1) &&
        tip_match_form(text, &text->matches[number - 1], TIP_KINDS_COUNTRY, TIP_NO_PLACE) != NULL)
        return false;
    if (!is_comma_between(text, number))
        return false;
    const struct tip_match *next = &text->matches[number + 1];
    return is_place_alone(text, next, &country) && country != own &&
           tip_match_form(text, next, 1 << TIP_FORM_STATE, country) != NULL &&
           !tip_gap_is(text, next->at + next->words - 1, "-");
}

/* How far the nearest match of other words is that speaks for `country`; one in another sentence is
 * farther than any in the same. SIZE_MAX when there is none. */
static size_t distance_to(const struct tip_mention_text *text, size_t number, uint32_t country,
                          unsigned kinds)
{
    const struct tip_match *match = &text->matches[number];
    size_t nearest = SIZE_MAX, first, end;
    tip_match_neighbours(text, number, &first, &end);
    for (size_t i = first; i < end; i++) {
        const struct tip_match *other = &text->matches[i];
        if (other->form == match->form || tip_match_form(text, other, kinds, country) == NULL)
            continue;
        size_t distance = other->at > match->at ? other->at - match->at : match->at - other->at;
        if (text->sentences[other->at] != text->sentences[match->at])
            distance += text->words.count;
        if (distance < nearest)
            nearest = distance;
    }
    return nearest;
}

/* "Atlanta, Georgia", "Georgia, United States", "Florida and Georgia". */
static bool is_joined_to(const struct tip_mention_text *text, size_t number, uint32_t country)
{
    uint32_t other;
    if (number > 0 && is_list_between(text, number - 1) &&
        is_place_alone(text, &text->matches[number - 1], &other) && other == country)
        return true;
    if (!is_list_between(text, number))
        return false;
    const struct tip_match *next = &text->matches[number + 1];
    return (is_place_alone(text, next, &other) && other == country) ||
           (is_comma_between(text, number) &&
            tip_match_form(text, next, 1 << TIP_FORM_NAME | 1 << TIP_FORM_ABBREVIATION, country) !=
                NULL);
}

/* A name that is `own`'s and that of a place in `other`: the nearest hint decides. */
static bool is_place_of(const struct tip_mention_text *text, size_t number, uint32_t own,
                        uint32_t other)
{
    if (is_joined_to(text, number, other))
        return true;
    size_t to_other = distance_to(text, number, other, TIP_KINDS_PLACE);
    size_t to_own = distance_to(text, number, own, TIP_KINDS_COUNTRY | TIP_KINDS_PLACE);
    return to_other < to_own;
}

bool tip_match_is_elsewhere(const struct tip_mention_text *text, size_t number)
{
    const struct tip_match *match = &text->matches[number];
    const struct tip_name_form *name =
        tip_match_form(text, match, 1 << TIP_FORM_NAME, TIP_NO_PLACE);
    if (name == NULL)
        return false;
    if (is_before_place(text, number, name->country))
        return true;
    const struct tip_name_form *place = tip_match_form(text, match, TIP_KINDS_PLACE, TIP_NO_PLACE);
    return place != NULL && place->country != name->country &&
           is_place_of(text, number, name->country, place->country);
}
