/* A field judges each report, section or whatever its filters ask about once, when the first
 * passage of it comes by, and remembers the verdict: a passage costs a look-up a field. */
#include "search/filters.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "search/date.h"
#include "search/language.h"
#include "search/patterns.h"

enum verdict { VERDICT_OPEN, VERDICT_YES, VERDICT_NO };

enum { CLOCK_INTERVAL = 64 }; /* the clock is read once for so many verdicts */

struct judging {
    struct tip_searcher *searcher;
    const struct tip_plan *plan;
    const struct tip_columns *columns;
    struct tip_error *error;
    size_t owner;    /* whose filters */
    uint32_t judged; /* verdicts so far */
    bool is_cut;
    /* The last report's language and its code, "" for none: finding one takes microseconds, and
     * reports of one language have one text for it. */
    const char *language;
    char language_code[TIP_LANGUAGE_SIZE];
};

/* Whether the filter matches passage `number`. */
typedef tip_status judge(struct judging *judging, const struct tip_filter *filter, uint32_t number,
                         bool *matches);

/* What passages are judged by: those with the same key share a verdict. */
struct subject {
    uint32_t (*count)(const struct tip_columns *columns); /* keys are below it */
    uint32_t (*key_of)(const struct tip_columns *columns, uint32_t number);
};

/* ---- reports ---- */

static const struct subject by_report = {tip_columns_report_count, tip_columns_report_of};

static struct tip_report report_of(const struct judging *judging, uint32_t number)
{
    struct tip_report report;
    tip_columns_report(judging->columns, tip_columns_report_of(judging->columns, number), &report);
    return report;
}

static tip_status judge_report(struct judging *judging, const struct tip_filter *filter,
                               uint32_t number, bool *matches)
{
    struct tip_report report = report_of(judging, number);
    const char *id = judging->plan->query->pool.data + filter->value_offset;
    *matches = strlen(report.id) == filter->value_length &&
               strncasecmp(report.id, id, filter->value_length) == 0;
    return TIP_OK;
}

static tip_status judge_year(struct judging *judging, const struct tip_filter *filter,
                             uint32_t number, bool *matches)
{
    int year = report_of(judging, number).year;
    *matches = year != 0 && year >= filter->from && year <= filter->to;
    return TIP_OK;
}

/* A report of which only a year is known may be of any day of it. */
static tip_status judge_date(struct judging *judging, const struct tip_filter *filter,
                             uint32_t number, bool *matches)
{
    struct tip_report report = report_of(judging, number);
    struct tip_date_span span;
    bool has_date = report.date != NULL && tip_date_read(&span, report.date, strlen(report.date));
    if (!has_date) {
        span.from = report.year * 10000 + 101;
        span.to = report.year * 10000 + 1231;
    }
    *matches = (has_date || report.year > 0) && span.from <= filter->to && span.to >= filter->from;
    return TIP_OK;
}

static tip_status judge_language(struct judging *judging, const struct tip_filter *filter,
                                 uint32_t number, bool *matches)
{
    struct tip_report report = report_of(judging, number);
    const char *language = tip_report_language(&report);
    if (language != judging->language) {
        judging->language = language;
        if (!tip_language_code(judging->language_code, language, strlen(language))) {
            judging->language_code[0] = '\0';
        }
    }
    *matches = strcmp(judging->language_code, filter->language) == 0;
    return TIP_OK;
}

/* ---- countries ---- */

static const struct subject by_countries = {tip_columns_country_set_count,
                                            tip_columns_country_set_of};

static tip_status judge_country(struct judging *judging, const struct tip_filter *filter,
                                uint32_t number, bool *matches)
{
    const char *codes = tip_columns_country_set(
        judging->columns, tip_columns_country_set_of(judging->columns, number));
    *matches = false;
    while (codes[0] != '\0' && !*matches) {
        size_t length = strcspn(codes, " ");
        *matches = length == strlen(filter->code) && memcmp(codes, filter->code, length) == 0;
        codes += length + strspn(codes + length, " ");
    }
    return TIP_OK;
}

static tip_status judge_region(struct judging *judging, const struct tip_filter *filter,
                               uint32_t number, bool *matches)
{
    struct tip_places *places;
    tip_status status = tip_searcher_places(judging->searcher, &places, judging->error);
    *matches = status == TIP_OK && filter->region < TIP_PLACES_REGIONS &&
               (tip_places_regions(places, tip_columns_country_set_of(judging->columns, number)) >>
                    filter->region &
                1) != 0;
    return status;
}

static tip_status judge_tier(struct judging *judging, const struct tip_filter *filter,
                             uint32_t number, bool *matches)
{
    struct tip_places *places;
    tip_status status = tip_searcher_places(judging->searcher, &places, judging->error);
    *matches = status == TIP_OK &&
               (tip_places_tiers(places, tip_columns_country_set_of(judging->columns, number),
                                 tip_columns_report_of(judging->columns, number)) >>
                    filter->tier &
                1) != 0;
    return status;
}

/* ---- kinds and pages ---- */

static uint32_t kind_count(const struct tip_columns *columns)
{
    (void)columns;
    return TIP_KIND_COUNT;
}

static uint32_t kind_of(const struct tip_columns *columns, uint32_t number)
{
    return (uint32_t)tip_columns_kind_of(columns, number);
}

static const struct subject by_kind = {kind_count, kind_of};

static tip_status judge_kind(struct judging *judging, const struct tip_filter *filter,
                             uint32_t number, bool *matches)
{
    *matches = tip_columns_kind_of(judging->columns, number) == filter->kind;
    return TIP_OK;
}

static tip_status judge_page(struct judging *judging, const struct tip_filter *filter,
                             uint32_t number, bool *matches)
{
    const char *label = tip_columns_page_of(judging->columns, number);
    size_t length = label == NULL ? 0 : strlen(label);
    int page;
    *matches = length > 0 && tip_page_label_number(label, length, &page) == filter->numbering;
    if (*matches && filter->numbering != TIP_NUMBERING_NONE) {
        *matches = page >= filter->from && page <= filter->to;
    } else if (*matches) {
        const char *wanted = judging->plan->query->pool.data + filter->value_offset;
        *matches = length == filter->value_length && strncasecmp(label, wanted, length) == 0;
    }
    return TIP_OK;
}

/* ---- sections ---- */

static const struct subject by_section = {tip_columns_section_count, tip_columns_section_of};

/* Whether the heading's words [from, to) hold all words of the filter from place `word` up to those
 * of the next heading, whose place *next becomes. */
static bool heading_matches(const struct judging *judging, const struct tip_filter *filter,
                            size_t word, size_t from, size_t to, size_t *next)
{
    const struct tip_searcher *searcher = judging->searcher;
    const struct tip_query_word *words = judging->plan->query->words;
    do {
        bool found = false;
        for (size_t i = from; i < to && !found; i++) {
            uint32_t stem =
                tip_words_stem_of(searcher->generation->words, searcher->words.words[i]);
            found = tip_plan_word_has_stem(judging->plan, filter->first_word + word, stem);
        }
        if (!found) {
            return false;
        }
        word++;
    } while (word < filter->word_count && !words[filter->first_word + word].begins_heading);
    *next = word;
    return true;
}

/* Whether headings of the passage at hand, in their order, match those of the filter. */
static bool headings_match(const struct judging *judging, const struct tip_filter *filter)
{
    const struct tip_token_list *list = &judging->searcher->words;
    size_t end = list->count[TIP_STREAM_BODY] + list->count[TIP_STREAM_SECTION];
    size_t word = 0;
    for (size_t from = list->count[TIP_STREAM_BODY]; from < end && word < filter->word_count;
         from++) {
        size_t to = from;
        while (to < end && list->words[to] != TIP_NO_WORD) {
            to++;
        }
        if (to > from) {
            heading_matches(judging, filter, word, from, to, &word);
        }
        from = to;
    }
    return word == filter->word_count;
}

static tip_status judge_section(struct judging *judging, const struct tip_filter *filter,
                                uint32_t number, bool *matches)
{
    struct tip_searcher *searcher = judging->searcher;
    tip_status status =
        tip_token_file_get(searcher->generation->tokens, number, &searcher->words, judging->error);
    *matches = status == TIP_OK && headings_match(judging, filter);
    return status;
}

/* ---- the table ---- */

static const struct field {
    judge *judge;
    const struct subject *subject; /* NULL: each passage is judged for itself */
} fields[TIP_FILTER_FIELD_COUNT] = {
    [TIP_FILTER_COUNTRY] = {judge_country, &by_countries},
    [TIP_FILTER_REGION] = {judge_region, &by_countries},
    [TIP_FILTER_TIER] = {judge_tier, NULL},
    [TIP_FILTER_YEAR] = {judge_year, &by_report},
    [TIP_FILTER_DATE] = {judge_date, &by_report},
    [TIP_FILTER_REPORT] = {judge_report, &by_report},
    [TIP_FILTER_SECTION] = {judge_section, &by_section},
    [TIP_FILTER_KIND] = {judge_kind, &by_kind},
    [TIP_FILTER_LANGUAGE] = {judge_language, &by_report},
    [TIP_FILTER_PAGE] = {judge_page, NULL},
};

/* pattern: has no row, as its passages are known as a whole. */
static bool is_by_passage(enum tip_filter_field field)
{
    return field != TIP_FILTER_PATTERN;
}

/* ---- one field over all passages ---- */

/* Filters of one field are alternatives, unless they exclude. */
static tip_status judge_passage(struct judging *judging, enum tip_filter_field which,
                                uint32_t number, enum verdict *verdict)
{
    const struct tip_query *query = judging->plan->query;
    bool has_wanted = false, is_wanted = false, is_excluded = false;
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct tip_filter *filter = &query->filters[i];
        bool matches;
        if (filter->field != which || filter->owner != judging->owner) {
            continue;
        }
        tip_status status = fields[which].judge(judging, filter, number, &matches);
        if (status != TIP_OK) {
            return status;
        }
        has_wanted |= !filter->is_excluded;
        is_wanted |= !filter->is_excluded && matches;
        is_excluded |= filter->is_excluded && matches;
    }
    *verdict = !is_excluded && (is_wanted || !has_wanted) ? VERDICT_YES : VERDICT_NO;
    return TIP_OK;
}

static bool is_late(struct judging *judging)
{
    judging->is_cut |= judging->judged++ % CLOCK_INTERVAL == CLOCK_INTERVAL - 1 &&
                       tip_searcher_is_late(judging->searcher);
    return judging->is_cut;
}

static void drop_from(struct tip_bitmap *bitmap, uint32_t number)
{
    for (; number < bitmap->size; number = tip_bitmap_next(bitmap, number + 1)) {
        tip_bitmap_unset(bitmap, number);
    }
}

/* `verdicts` has one for each key of the field's subject; NULL when it has none. When the time is
 * over, what was not judged is left out. */
static tip_status sift(struct judging *judging, enum tip_filter_field which,
                       unsigned char *verdicts, struct tip_bitmap *bitmap)
{
    for (uint32_t n = tip_bitmap_next(bitmap, 1); n < bitmap->size;
         n = tip_bitmap_next(bitmap, n + 1)) {
        unsigned char *known =
            verdicts == NULL ? NULL : &verdicts[fields[which].subject->key_of(judging->columns, n)];
        enum verdict verdict = known == NULL ? VERDICT_OPEN : (enum verdict) * known;
        if (verdict == VERDICT_OPEN && is_late(judging)) {
            drop_from(bitmap, n);
            return TIP_OK;
        }
        if (verdict == VERDICT_OPEN) {
            tip_status status = judge_passage(judging, which, n, &verdict);
            if (status != TIP_OK) {
                return status;
            }
        }
        if (known != NULL) {
            *known = (unsigned char)verdict;
        }
        if (verdict == VERDICT_NO) {
            tip_bitmap_unset(bitmap, n);
        }
    }
    return TIP_OK;
}

static tip_status apply_field(struct judging *judging, enum tip_filter_field which,
                              struct tip_bitmap *bitmap)
{
    const struct subject *subject = fields[which].subject;
    unsigned char *verdicts = NULL;
    if (subject != NULL) {
        verdicts = calloc((size_t)subject->count(judging->columns) + 1, 1);
        if (verdicts == NULL) {
            return tip_error_memory(judging->error, "filtering");
        }
    }
    tip_status status = sift(judging, which, verdicts, bitmap);
    free(verdicts);
    return status;
}

static bool owner_has_field(const struct judging *judging, enum tip_filter_field field)
{
    const struct tip_query *query = judging->plan->query;
    for (size_t i = 0; i < query->filter_count; i++) {
        if (query->filters[i].field == field && query->filters[i].owner == judging->owner) {
            return true;
        }
    }
    return false;
}

tip_status tip_filters_apply(struct tip_searcher *searcher, const struct tip_plan *plan,
                             size_t owner, struct tip_bitmap *bitmap, bool *is_cut,
                             struct tip_error *error)
{
    struct judging judging = {.searcher = searcher,
                              .plan = plan,
                              .columns = searcher->generation->columns,
                              .owner = owner,
                              .error = error};
    tip_status status = TIP_OK;
    for (int field = 0; field < TIP_FILTER_FIELD_COUNT && status == TIP_OK; field++) {
        enum tip_filter_field which = (enum tip_filter_field)field;
        if (!owner_has_field(&judging, which)) {
            continue;
        }
        status = is_by_passage(which)
                     ? apply_field(&judging, which, bitmap)
                     : tip_patterns_apply(searcher, plan->query, owner, bitmap, is_cut, error);
    }
    *is_cut |= judging.is_cut;
    return status;
}
