/* "Congolese", "Korean", "US": names that two countries share, or that are words as well. */
#include "knowledge/mention_text.h"

#include <stdint.h>

enum { NEIGHBOURS = 3 }; /* words on each side that tell whether a text is set in capitals */

/* The countries that the forms of a match name. */
struct claims {
    size_t count;
    size_t sure_count;
    uint32_t sure; /* the last that is sure */
    const struct tip_name_form *any;
};

static bool is_sure(const struct tip_mention_text *text, const struct tip_match *match,
                    uint32_t country)
{
    const struct tip_name_forms *forms = &text->knowledge->forms;
    for (uint32_t i = match->form; i != TIP_NO_PLACE;
         i = tip_name_forms_next(forms, &text->words, match->at, i)) {
        const struct tip_name_form *form = &forms->items[i];
        if (form->country == country && (TIP_KINDS_COUNTRY & 1u << form->kind) != 0 &&
            !form->is_unsure)
            return true;
    }
    return false;
}

/* Forms of one country (in a row: they come from one row of the file) count once. */
static struct claims claims_of(const struct tip_mention_text *text, const struct tip_match *match)
{
    const struct tip_name_forms *forms = &text->knowledge->forms;
    struct claims claims = {0};
    for (uint32_t i = match->form; i != TIP_NO_PLACE;
         i = tip_name_forms_next(forms, &text->words, match->at, i)) {
        const struct tip_name_form *form = &forms->items[i];
        if ((TIP_KINDS_COUNTRY & 1u << form->kind) == 0 ||
            (claims.any != NULL && claims.any->country == form->country))
            continue;
        claims.count++;
        claims.any = form;
        if (is_sure(text, match, form->country)) {
            claims.sure_count++;
            claims.sure = form->country;
        }
    }
    return claims;
}

/* How far the nearest match is that names `country` and no other, or a place of it. */
static size_t support(const struct tip_mention_text *text, size_t number, uint32_t country)
{
    const struct tip_match *match = &text->matches[number];
    size_t nearest = SIZE_MAX, first, end;
    tip_match_neighbours(text, number, &first, &end);
    for (size_t i = first; i < end; i++) {
        const struct tip_match *other = &text->matches[i];
        if (other->is_dropped ||
            tip_match_form(text, other, TIP_KINDS_COUNTRY | TIP_KINDS_PLACE, country) == NULL)
            continue;
        struct claims claims = claims_of(text, other);
        if (claims.count > 1 || (claims.count == 1 && claims.sure_count == 0))
            continue;
        size_t distance = other->at > match->at ? other->at - match->at : match->at - other->at;
        if (distance < nearest)
            nearest = distance;
    }
    return nearest;
}

/* The claimant that the rest of the text speaks for most nearly. */
static bool is_supported(const struct tip_mention_text *text, size_t number, uint32_t *country)
{
    const struct tip_match *match = &text->matches[number];
    const struct tip_name_forms *forms = &text->knowledge->forms;
    size_t nearest = SIZE_MAX;
    for (uint32_t i = match->form; i != TIP_NO_PLACE;
         i = tip_name_forms_next(forms, &text->words, match->at, i)) {
        const struct tip_name_form *form = &forms->items[i];
        if ((TIP_KINDS_COUNTRY & 1u << form->kind) == 0)
            continue;
        size_t distance = support(text, number, form->country);
        if (distance < nearest) {
            nearest = distance;
            *country = form->country;
        }
    }
    return nearest != SIZE_MAX;
}

/* Whether the words around are set in capitals: those of more than one letter that are no names. */
static bool is_in_capitals(const struct tip_mention_text *text, const struct tip_match *match)
{
    size_t from = match->at > NEIGHBOURS ? match->at - NEIGHBOURS : 0;
    size_t seen = 0;
    for (size_t i = from; i < text->words.count && i <= match->at + NEIGHBOURS; i++) {
        if (i == match->at || tip_text_word(&text->words, i)->word_length < 2)
            continue;
        if (!tip_text_word_is_capitals(&text->words, i))
            return false;
        seen++;
    }
    return seen > 0;
}

bool tip_match_country(const struct tip_mention_text *text, size_t number, uint32_t *country)
{
    const struct tip_match *match = &text->matches[number];
    struct claims claims = claims_of(text, match);
    if (claims.count == 0)
        return false;
    *country = claims.any->country;
    if (claims.count == 1 && claims.sure_count == 1)
        return true;
    if (claims.count == 1 && claims.any->kind == TIP_FORM_ABBREVIATION &&
        !is_in_capitals(text, match))
        return true;
    if (is_supported(text, number, country))
        return true;
    *country = claims.sure;
    return claims.sure_count == 1;
}
