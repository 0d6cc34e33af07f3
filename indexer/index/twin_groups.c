/* Groups of passages with the same text, or nearly the same.
 *
 * Passages with one text are a unit, told by the first of them, unless their countries tell them
 * apart: all of a unit, and of a group, that name countries have one in common. Units come in the
 * order of their first passages and join groups of earlier ones or begin their own, so what is
 * decided depends on these passages alone, and not on how they came to the index.
 *
 * Any two units of a group are alike: whatever a filter leaves of it, what is hidden is nearly the
 * same as what is shown. So that a large group costs no comparison with each member, it has a core:
 * the shingles that all of its texts have. A text that has enough of the core is alike to all. */
#include "index/twin_groups.h"

#include <stdlib.h>

#include "index/likeness.h"
#include "index/shingle_table.h"
#include "index/twin_buckets.h"

enum {
    COMPARED_GROUPS = 8, /* whose first texts are compared with a text */
    COMPARED_TEXTS = 32  /* a group with more of them is judged by its core */
};

#define NONE UINT32_MAX

/* The passages of a text whose countries do not tell them apart. */
struct unit {
    const struct tip_twin *first; /* of them, in the order of twins */
    size_t count;
    uint32_t group;                   /* the unit that began it; its own number when it did */
    uint32_t next;                    /* the group's next unit, or NONE */
    uint32_t shingles;                /* how many its text has, once it was placed */
    struct tip_country_set countries; /* that all of it have; of the group, when it began one */
};

/* What is known of a group beside its units; by the unit that began it. */
struct group {
    uint32_t last; /* unit */
    uint32_t count;
    size_t longest;           /* shingles of a text, at most */
    struct tip_shingles core; /* once it has more units than COMPARED_TEXTS */
};

struct grouping {
    const struct tip_twin_source *source;
    struct unit *units;
    size_t unit_count;
    struct group *groups;
    struct tip_twin_buckets buckets;
    struct tip_token_list list;
    struct tip_shingle_table own; /* of the unit at hand */
    struct tip_shingles sorted;   /* likewise, where a core is asked or made */
    struct tip_error *error;
};

/* A group that a unit may join. */
struct candidate {
    uint32_t group;
    uint32_t shared;    /* elements of the signatures */
    size_t common, all; /* shingles that both have, and that either has */
};

/* ---- orders ---- */

/* The newest report's first. */
static int compare_places(const struct tip_twin *a, const struct tip_twin *b)
{
    if (a->year != b->year)
        return a->year > b->year ? -1 : 1;
    if (a->report != b->report)
        return a->report < b->report ? -1 : 1;
    if (a->ordinal != b->ordinal)
        return a->ordinal < b->ordinal ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static int by_text(const void *left, const void *right)
{
    const struct tip_twin *a = left, *b = right;
    if (a->text_key != b->text_key)
        return a->text_key < b->text_key ? -1 : 1;
    return compare_places(a, b);
}

static int by_group(const void *left, const void *right)
{
    const struct tip_twin *a = left, *b = right;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return compare_places(a, b);
}

static int by_first_place(const void *left, const void *right)
{
    const struct unit *a = left, *b = right;
    return compare_places(a->first, b->first);
}

static int by_shared(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->shared != b->shared)
        return a->shared > b->shared ? -1 : 1;
    return (a->group > b->group) - (a->group < b->group);
}

static int by_overlap(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    size_t of_a = a->common * b->all, of_b = b->common * a->all;
    if (of_a != of_b)
        return of_a > of_b ? -1 : 1;
    return (a->group > b->group) - (a->group < b->group);
}

/* ---- shingles ---- */

static tip_status make_shingles(struct grouping *grouping, uint32_t unit,
                                struct tip_shingles *shingles)
{
    const struct tip_twin_source *source = grouping->source;
    tip_status status = source->words(source->context, grouping->units[unit].first->number,
                                      &grouping->list, grouping->error);
    return status == TIP_OK ? tip_shingles_make(shingles, &grouping->list, grouping->error)
                            : status;
}

/* How many shingles the unit at hand has in common with another one. */
static tip_status count_common(struct grouping *grouping, uint32_t other, size_t *common)
{
    const struct tip_twin_source *source = grouping->source;
    tip_status status = source->words(source->context, grouping->units[other].first->number,
                                      &grouping->list, grouping->error);
    if (status == TIP_OK)
        *common = tip_shingle_table_common(&grouping->own, &grouping->list);
    return status;
}

static tip_status take_own(struct grouping *grouping, uint32_t unit)
{
    const struct tip_twin_source *source = grouping->source;
    tip_status status = source->words(source->context, grouping->units[unit].first->number,
                                      &grouping->list, grouping->error);
    if (status == TIP_OK)
        status = tip_shingle_table_fill(&grouping->own, &grouping->list, grouping->error);
    grouping->units[unit].shingles = (uint32_t)grouping->own.count;
    return status;
}

/* Leaves in `core` what `other` has, too. */
static void intersect(struct tip_shingles *core, const struct tip_shingles *other)
{
    size_t kept = 0;
    for (size_t i = 0, j = 0; i < core->count && j < other->count;) {
        uint64_t left = core->items[i], right = other->items[j];
        if (left == right)
            core->items[kept++] = left;
        i += left <= right;
        j += right <= left;
    }
    core->count = kept;
}

/* ---- whether a unit is alike to a group ---- */

/* Whether the unit at hand is alike to each of a group. */
static tip_status look_at_all(struct grouping *grouping, uint32_t group, bool *is_alike)
{
    tip_status status = TIP_OK;
    *is_alike = true;
    for (uint32_t member = group; member != NONE && *is_alike && status == TIP_OK;
         member = grouping->units[member].next) {
        const struct unit *other = &grouping->units[member];
        size_t common = 0;
        status = count_common(grouping, member, &common);
        *is_alike = tip_overlap_is_enough(grouping->own.count, other->shingles, common);
    }
    return status;
}

/* The same by the core: no text of the group has less of its shingles in common than the core has.
 */
static tip_status look_at_core(struct grouping *grouping, uint32_t unit, uint32_t which,
                               bool *is_alike)
{
    const struct group *group = &grouping->groups[which];
    tip_status status = make_shingles(grouping, unit, &grouping->sorted);
    *is_alike = status == TIP_OK &&
                tip_overlap_is_enough(grouping->sorted.count, group->longest,
                                      tip_shingles_common(&grouping->sorted, &group->core));
    return status;
}

static tip_status is_alike_to_group(struct grouping *grouping, uint32_t unit, uint32_t group,
                                    bool *is_alike)
{
    return grouping->groups[group].count <= COMPARED_TEXTS
               ? look_at_all(grouping, group, is_alike)
               : look_at_core(grouping, unit, group, is_alike);
}

/* ---- groups ---- */

/* Leaves in a group's core what a unit has, too. */
static tip_status reduce_core(struct grouping *grouping, uint32_t group, uint32_t unit)
{
    tip_status status = make_shingles(grouping, unit, &grouping->sorted);
    if (status == TIP_OK)
        intersect(&grouping->groups[group].core, &grouping->sorted);
    return status;
}

static tip_status make_core(struct grouping *grouping, uint32_t group)
{
    tip_status status = make_shingles(grouping, group, &grouping->groups[group].core);
    for (uint32_t member = grouping->units[group].next; member != NONE && status == TIP_OK;
         member = grouping->units[member].next)
        status = reduce_core(grouping, group, member);
    return status;
}

static tip_status join(struct grouping *grouping, uint32_t unit, uint32_t which)
{
    struct group *group = &grouping->groups[which];
    grouping->units[unit].group = which;
    tip_country_set_narrow(&grouping->units[which].countries, &grouping->units[unit].countries);
    grouping->units[group->last].next = unit;
    group->last = unit;
    group->count++;
    if (grouping->own.count > group->longest)
        group->longest = grouping->own.count;
    if (group->count == COMPARED_TEXTS + 1)
        return make_core(grouping, which);
    return group->count > COMPARED_TEXTS ? reduce_core(grouping, which, unit) : TIP_OK;
}

static tip_status begin_group(struct grouping *grouping, uint32_t unit)
{
    grouping->groups[unit] =
        (struct group){.last = unit, .count = 1, .longest = grouping->own.count};
    return tip_twin_buckets_put(&grouping->buckets, unit, grouping->error);
}

/* ---- candidates ---- */

/* The groups that countries do not tell apart from the unit and whose first texts have elements of
 * its signature: those with most of them. */
static size_t find_candidates(struct grouping *grouping, uint32_t unit,
                              struct candidate *candidates)
{
    struct tip_met met[TIP_BUCKETS_TEXTS];
    const struct unit *own = &grouping->units[unit];
    size_t count = 0, met_count = tip_twin_buckets_meet(&grouping->buckets, unit, met);
    for (size_t i = 0; i < met_count; i++) {
        const struct unit *other = &grouping->units[met[i].text];
        if (other->first->report != own->first->report &&
            tip_country_sets_meet(&own->countries, &other->countries))
            candidates[count++] = (struct candidate){.group = met[i].text, .shared = met[i].shared};
    }
    qsort(candidates, count, sizeof *candidates, by_shared);
    return count < COMPARED_GROUPS ? count : COMPARED_GROUPS;
}

/* Leaves those whose first texts are alike to the unit's, the one with the largest overlap first.
 */
static tip_status compare_candidates(struct grouping *grouping, struct candidate *candidates,
                                     size_t *count)
{
    const size_t own = grouping->own.count;
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        const size_t other = grouping->units[candidates[i].group].shingles;
        size_t common = 0;
        tip_status status = count_common(grouping, candidates[i].group, &common);
        if (status != TIP_OK)
            return status;
        if (!tip_overlap_is_enough(own, other, common))
            continue;
        candidates[kept] = candidates[i];
        candidates[kept].common = common;
        candidates[kept++].all = own + other - common;
    }
    *count = kept;
    qsort(candidates, kept, sizeof *candidates, by_overlap);
    return TIP_OK;
}

/* Finds the unit's group; a unit that nothing is like begins one. */
static tip_status place_unit(struct grouping *grouping, uint32_t unit)
{
    struct candidate candidates[TIP_BUCKETS_TEXTS];
    size_t count = find_candidates(grouping, unit, candidates);
    tip_status status = take_own(grouping, unit);
    if (status == TIP_OK)
        status = compare_candidates(grouping, candidates, &count);
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        bool is_alike = false;
        status = is_alike_to_group(grouping, unit, candidates[i].group, &is_alike);
        if (status == TIP_OK && is_alike)
            return join(grouping, unit, candidates[i].group);
    }
    return status == TIP_OK ? begin_group(grouping, unit) : status;
}

/* ---- all of them ---- */

static bool is_in_a_bucket(const struct grouping *grouping, uint32_t unit)
{
    for (int band = 0; band < TIP_MINHASH_BANDS; band++)
        if (grouping->buckets.of[unit].bands[band] != 0)
            return true;
    return false;
}

static tip_status prepare(struct grouping *grouping)
{
    const struct tip_twin_source *source = grouping->source;
    struct tip_minhash *signatures = calloc(grouping->unit_count + 1, sizeof *signatures);
    grouping->groups = calloc(grouping->unit_count + 1, sizeof *grouping->groups);
    if (signatures == NULL || grouping->groups == NULL) {
        free(signatures);
        return tip_error_memory(grouping->error, "finding passages that are alike");
    }
    for (size_t unit = 0; unit < grouping->unit_count; unit++) {
        const struct tip_twin *first = grouping->units[unit].first;
        if (!tip_kind_can_be_alike(first->kind) ||
            !source->signature(source->context, first->number, &signatures[unit]))
            signatures[unit] = (struct tip_minhash){0};
    }
    return tip_twin_buckets_init(&grouping->buckets, signatures, grouping->unit_count,
                                 grouping->error);
}

static void grouping_free(struct grouping *grouping)
{
    for (size_t unit = 0; grouping->groups != NULL && unit < grouping->unit_count; unit++)
        tip_shingles_free(&grouping->groups[unit].core);
    free(grouping->groups);
    tip_twin_buckets_free(&grouping->buckets);
    tip_token_list_free(&grouping->list);
    tip_shingle_table_free(&grouping->own);
    tip_shingles_free(&grouping->sorted);
}

static tip_status join_units(struct unit *units, size_t count, const struct tip_twin_source *source,
                             struct tip_error *error)
{
    struct grouping grouping = {
        .source = source, .units = units, .unit_count = count, .error = error};
    tip_status status = prepare(&grouping);
    for (uint32_t unit = 0; unit < count && status == TIP_OK; unit++)
        if (is_in_a_bucket(&grouping, unit))
            status = place_unit(&grouping, unit);
    grouping_free(&grouping);
    return status;
}

/* Makes units of passages with one text, in the order of their places: each joins the first unit
 * with which it has a country in common, or begins one. What the units have is disjoint, so there
 * are no more of them than countries. */
static size_t part_run(struct unit *units, struct tip_twin *run, size_t count)
{
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        struct tip_country_set countries;
        uint32_t which = 0;
        tip_country_set_read(&countries, run[i].countries);
        while (which < made && !tip_country_sets_meet(&units[which].countries, &countries))
            which++;
        if (which == made)
            units[made++] = (struct unit){.next = NONE};
        tip_country_set_narrow(&units[which].countries, &countries);
        units[which].count++;
        run[i].group = which;
    }
    if (made > 1)
        qsort(run, count, sizeof *run, by_group);
    for (size_t unit = 0; unit < made; run += units[unit++].count)
        units[unit].first = run;
    return made;
}

/* The units of passages that are ordered by text. */
static size_t make_units(struct unit *units, struct tip_twin *twins, size_t count)
{
    size_t made = 0;
    for (size_t first = 0, behind; first < count; first = behind) {
        behind = first + 1;
        while (behind < count && twins[behind].text_key == twins[first].text_key)
            behind++;
        made += part_run(&units[made], &twins[first], behind - first);
    }
    qsort(units, made, sizeof *units, by_first_place);
    for (uint32_t unit = 0; unit < made; unit++)
        units[unit].group = unit;
    return made;
}

tip_status tip_twin_groups_find(struct tip_twin *twins, size_t count,
                                const struct tip_twin_source *source, struct tip_error *error)
{
    struct unit *units = calloc(count + 1, sizeof *units);
    if (units == NULL)
        return tip_error_memory(error, "finding passages that are alike");
    qsort(twins, count, sizeof *twins, by_text);
    size_t unit_count = make_units(units, twins, count);
    tip_status status = source == NULL ? TIP_OK : join_units(units, unit_count, source, error);
    for (size_t unit = 0; unit < unit_count && status == TIP_OK; unit++) {
        struct tip_twin *first = twins + (units[unit].first - twins);
        for (size_t i = 0; i < units[unit].count; i++)
            first[i].group = units[unit].group;
    }
    free(units);
    if (status == TIP_OK)
        qsort(twins, count, sizeof *twins, by_group);
    return status;
}
