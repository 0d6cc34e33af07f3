/* Reading a request: the values of fields, the filter and the query are each read and planned,
 * words that the index lacks are corrected, and what matches all is found. */
#include "search/asking.h"

#include <stdlib.h>
#include <string.h>

#include "search/correction/correct_text.h"
#include "search/hint.h"
#include "search/query_countries.h"
#include "search/scan_matches.h"
#include "search/synonyms.h"
#include "search/tell_query.h"
#include "search/which.h"

const char *tip_asking_text(const struct tip_asking *asking)
{
    return asking->request->query == NULL ? "" : asking->request->query;
}

bool tip_asking_is_refused(const struct tip_asking *asking)
{
    return asking->reply->kind == TIP_REPLY_ERROR;
}

/* A text that cannot be read makes the reply an error; `at` is the place in it, -1 for none. */
static tip_status refuse(struct tip_asking *asking, tip_status status, const char *where, long at,
                         const struct tip_error *refusal)
{
    if (status != TIP_INVALID) {
        return tip_error_set(asking->error, status, "%s", refusal->message);
    }
    tip_reply_fail(asking->reply, TIP_CODE_BAD_QUERY, "%s%s", where, refusal->message);
    asking->reply->error.at = at;
    return TIP_OK;
}

static tip_status read_text(struct tip_asking *asking, enum tip_side_name name, const char *text,
                            const char *where)
{
    struct tip_searcher *searcher = asking->searcher;
    struct tip_side *side = &asking->sides[name];
    struct tip_error refusal;
    size_t at;
    if (text == NULL) {
        return TIP_OK;
    }
    side->is_given = true;
    tip_status status = tip_query_parse(&side->query, searcher->analyser, &searcher->tokens,
                                        searcher->knowledge, text, strlen(text), &at, &refusal);
    if (status != TIP_OK) {
        return refuse(asking, status, where, (long)at, &refusal);
    }
    struct tip_query_reader reader = {&side->query, searcher->analyser, &searcher->tokens,
                                      searcher->knowledge, asking->error};
    if (!tip_part_set_has(searcher->without, TIP_PART_SYNONYMS)) {
        status = tip_synonyms_add(&reader);
    }
    if (status == TIP_OK && !tip_part_set_has(searcher->without, TIP_PART_COUNTRIES)) {
        status = tip_query_find_countries(&reader, text, strlen(text));
    }
    return status;
}

/* Reads the query again as `text`, which from then on is the asking's. */
static tip_status read_again(struct tip_asking *asking, char *text)
{
    struct tip_side *side = &asking->sides[TIP_SIDE_QUERY];
    tip_plan_free(&side->plan);
    tip_query_free(&side->query);
    *side = (struct tip_side){0};
    free(asking->text);
    asking->text = text;
    return read_text(asking, TIP_SIDE_QUERY, text, "");
}

/* Reads what was understood of the query, so that what is corrected depends on no more than that
 * and searching for read_as finds the same. */
static tip_status read_as_understood(struct tip_asking *asking)
{
    struct tip_string understood = {0};
    tip_status status =
        tip_query_read_as(&understood, &asking->sides[TIP_SIDE_QUERY].query,
                          asking->searcher->analyser, &asking->searcher->tokens, asking->error);
    char *text = status == TIP_OK ? tip_string_release(&understood) : NULL;
    tip_string_free(&understood);
    if (status == TIP_OK && text == NULL) {
        status = tip_error_memory(asking->error, "correcting a query");
    }
    return status == TIP_OK ? read_again(asking, text) : status;
}

/* Puts what was most likely meant for words that the index lacks, until nothing is left to put. */
static tip_status put_corrections(struct tip_asking *asking, enum tip_correctable correctable)
{
    struct tip_reply *reply = asking->reply;
    tip_status status = TIP_OK;
    char *corrected = asking->text;
    while (status == TIP_OK && corrected != NULL && !tip_asking_is_refused(asking)) {
        status = tip_correct_text(asking->searcher, &asking->sides[TIP_SIDE_QUERY].query,
                                  asking->text, correctable, &corrected, reply, asking->error);
        if (status == TIP_OK && corrected != NULL) {
            status = read_again(asking, corrected);
        }
    }
    if (status == TIP_OK && reply->correction_count > 0) {
        free(reply->corrected);
        reply->corrected = strdup(asking->text);
        status = reply->corrected == NULL ? tip_error_memory(asking->error, "correcting a query")
                                          : TIP_OK;
    }
    return status;
}

/* *is_read_again: the query is another one, or has moved. */
static tip_status correct_query(struct tip_asking *asking, enum tip_correctable correctable,
                                bool *is_read_again)
{
    tip_status status =
        tip_query_lacks_words(asking->searcher, &asking->sides[TIP_SIDE_QUERY].query, correctable,
                              is_read_again, asking->error);
    if (status != TIP_OK || !*is_read_again) {
        return status;
    }
    status = read_as_understood(asking);
    if (status == TIP_OK && !tip_asking_is_refused(asking)) {
        status = put_corrections(asking, correctable);
    }
    asking->corrections_are_cut |= tip_searcher_is_late(asking->searcher);
    return status;
}

static tip_status read_query(struct tip_asking *asking)
{
    bool is_read_again;
    tip_status status = read_text(asking, TIP_SIDE_QUERY, tip_asking_text(asking), "");
    return status == TIP_OK && !tip_asking_is_refused(asking) && !asking->request->keeps_spelling
               ? correct_query(asking, TIP_CORRECT_PLAIN, &is_read_again)
               : status;
}

static tip_status read_fields(struct tip_asking *asking)
{
    struct tip_searcher *searcher = asking->searcher;
    struct tip_side *side = &asking->sides[TIP_SIDE_FIELDS];
    for (size_t i = 0; i < asking->request->filter_count && !tip_asking_is_refused(asking); i++) {
        const struct tip_request_filter *filter = &asking->request->filters[i];
        struct tip_error refusal;
        side->is_given = true;
        tip_status status = tip_query_restrict(
            &side->query, searcher->analyser, &searcher->tokens, searcher->knowledge, filter->field,
            filter->value, strlen(filter->value), asking->request->filters_narrow, &refusal);
        if (status != TIP_OK) {
            status = refuse(asking, status, "in an option: ", -1, &refusal);
        }
        if (status != TIP_OK) {
            return status;
        }
    }
    return TIP_OK;
}

static tip_status prepare_sides(struct tip_asking *asking)
{
    const struct tip_request *request = asking->request;
    tip_status status = read_query(asking);
    if (status == TIP_OK && !tip_asking_is_refused(asking)) {
        status = read_text(asking, TIP_SIDE_FILTER, request->filter, "in the filter: ");
    }
    if (status == TIP_OK && !tip_asking_is_refused(asking)) {
        status = read_fields(asking);
    }
    for (int i = 0; i < TIP_SIDE_COUNT && status == TIP_OK && !tip_asking_is_refused(asking); i++) {
        struct tip_side *side = &asking->sides[i];
        if (side->is_given) {
            status = tip_plan_make(&side->plan, asking->searcher, &side->query, asking->error);
        }
    }
    return status;
}

const struct tip_bitmap *tip_asking_base(const struct tip_asking *asking)
{
    bool with_contents = false;
    for (int i = 0; i < TIP_SIDE_COUNT; i++) {
        with_contents |= tip_query_names_contents(&asking->sides[i].query);
    }
    return with_contents ? &asking->searcher->live : &asking->searcher->ordinary;
}

/* asking->matches, which has the base: what all sides let through. */
static tip_status narrow_matches(struct tip_asking *asking, bool *is_cut)
{
    tip_status status = TIP_OK;
    for (int i = 0; i < TIP_SIDE_COUNT && status == TIP_OK; i++) {
        bool side_is_cut = false;
        if (asking->sides[i].is_given) {
            status = tip_which(asking->searcher, &asking->sides[i].plan, &asking->matches,
                               &asking->matches, &side_is_cut, asking->error);
        }
        *is_cut |= side_is_cut;
    }
    return status;
}

/* asking->matches: found, or kept of the scan's page before. */
static tip_status find_matches(struct tip_asking *asking, bool is_corrected)
{
    const struct tip_bitmap *base = tip_asking_base(asking);
    const struct tip_scan_cursor *scan = asking->scan;
    bool is_cut = asking->corrections_are_cut;
    tip_status status = tip_bitmap_init(&asking->matches, base->size, asking->error);
    if (status == TIP_OK &&
        (scan == NULL ||
         !tip_scan_matches_find(asking->searcher, scan, is_corrected, &asking->matches))) {
        tip_bitmap_copy(&asking->matches, base);
        status = narrow_matches(asking, &is_cut);
        if (status == TIP_OK && scan != NULL && !is_cut) {
            tip_scan_matches_keep(asking->searcher, scan, is_corrected, &asking->matches);
        }
    }
    asking->reply->total_is = is_cut ? TIP_TOTAL_AT_LEAST : TIP_TOTAL_EXACT;
    asking->reply->is_partial = is_cut;
    return status;
}

/* Where nothing matches as typed, words that must be there are corrected, too. */
static tip_status find_corrected(struct tip_asking *asking)
{
    struct tip_side *side = &asking->sides[TIP_SIDE_QUERY];
    bool is_read_again;
    if (tip_bitmap_count(&asking->matches) > 0 || asking->reply->is_partial ||
        asking->request->keeps_spelling) {
        return TIP_OK;
    }
    tip_status status = correct_query(asking, TIP_CORRECT_ALL, &is_read_again);
    if (status != TIP_OK || !is_read_again || tip_asking_is_refused(asking)) {
        return status;
    }
    status = tip_plan_make(&side->plan, asking->searcher, &side->query, asking->error);
    tip_bitmap_free(&asking->matches);
    return status == TIP_OK ? find_matches(asking, true) : status;
}

tip_status tip_asking_find(struct tip_asking *asking)
{
    tip_status status = prepare_sides(asking);
    if (status == TIP_OK && !tip_asking_is_refused(asking)) {
        status = find_matches(asking, false);
    }
    if (status == TIP_OK && !tip_asking_is_refused(asking)) {
        status = find_corrected(asking);
    }
    return status;
}

void tip_asking_free(struct tip_asking *asking)
{
    free(asking->text);
    tip_bitmap_free(&asking->matches);
    for (int i = 0; i < TIP_SIDE_COUNT; i++) {
        tip_plan_free(&asking->sides[i].plan);
        tip_query_free(&asking->sides[i].query);
    }
}

tip_status tip_asking_tell(struct tip_asking *asking)
{
    return tip_query_tell(asking->reply, asking->searcher, &asking->sides[TIP_SIDE_QUERY].plan,
                          tip_asking_text(asking), asking->error);
}

tip_status tip_asking_hint(struct tip_asking *asking)
{
    struct tip_string hint = {0};
    tip_status status = TIP_OK;
    for (int i = 0; i < TIP_SIDE_COUNT && status == TIP_OK; i++) {
        status = tip_hint_write(&hint, asking->searcher, &asking->sides[i].query, asking->error);
    }
    if (hint.length > 0) {
        asking->reply->hint = tip_string_release(&hint);
    }
    tip_string_free(&hint);
    return status;
}
