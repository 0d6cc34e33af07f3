/* Every place of every stretch is tried. */
#include "oracle/spans.h"

#include <criterion/criterion.h>

static void add(struct oracle_spans *spans, size_t stretch, size_t start, size_t end)
{
    cr_assert_lt(spans->count, ORACLE_SPANS);
    spans->items[spans->count++] = (struct oracle_span){stretch, start, end};
}

/* ---- side by side ---- */

static bool stands_at(const struct oracle_stretch *stretch, size_t place,
                      const struct oracle_leaf *leaf)
{
    if (place + leaf->part_count > stretch->place_count) {
        return false;
    }
    for (size_t i = 0; i < leaf->part_count; i++) {
        if (!leaf->parts[i].folded[stretch->places[place + i]]) {
            return false;
        }
    }
    return leaf->part_count > 0;
}

static void find_runs(struct oracle_spans *spans, const struct oracle_passage *passage,
                      const struct oracle_leaf *leaf)
{
    for (size_t s = 0; s < passage->stretch_count; s++) {
        for (size_t i = 0; i < passage->stretches[s].place_count; i++) {
            if (stands_at(&passage->stretches[s], i, leaf)) {
                add(spans, s, i, i + leaf->part_count);
            }
        }
    }
}

/* ---- with gaps ---- */

struct gaps {
    struct oracle_spans *spans;
    const struct oracle_stretch *stretch;
    size_t number; /* of the stretch */
    const struct oracle_leaf *leaf;
    size_t start, last_end; /* the first word, and the farthest that the last may end at */
};

/* The words of the phrase from `part` on, each behind the one before it. */
static void find_rest(const struct gaps *gaps, size_t part, size_t place)
{
    if (part == gaps->leaf->part_count) {
        add(gaps->spans, gaps->number, gaps->start, place);
        return;
    }
    for (; place < gaps->stretch->place_count && place < gaps->last_end; place++) {
        if (gaps->leaf->parts[part].stem[gaps->stretch->places[place]]) {
            find_rest(gaps, part + 1, place + 1);
        }
    }
}

static void find_with_gaps(struct oracle_spans *spans, const struct oracle_passage *passage,
                           const struct oracle_node *node, const struct oracle_leaf *leaf)
{
    for (size_t s = 0; s < passage->stretch_count; s++) {
        const struct oracle_stretch *stretch = &passage->stretches[s];
        for (size_t i = 0; leaf->part_count > 0 && i < stretch->place_count; i++) {
            struct gaps gaps = {spans, stretch, s,
                                leaf,  i,       i + leaf->part_count + (size_t)node->number};
            if (leaf->parts[0].stem[stretch->places[i]]) {
                find_rest(&gaps, 1, i + 1);
            }
        }
    }
}

/* ---- one word ---- */

static void find_word(struct oracle_spans *spans, const struct oracle_passage *passage,
                      const unsigned char *fits)
{
    for (size_t s = 0; s < passage->stretch_count; s++) {
        for (size_t i = 0; i < passage->stretches[s].place_count; i++) {
            if (fits[passage->stretches[s].places[i]]) {
                add(spans, s, i, i + 1);
            }
        }
    }
}

static void find_typed(struct oracle_spans *spans, const struct oracle_passage *passage,
                       const struct oracle_leaf *leaf)
{
    if (leaf->part_count == 1) {
        find_word(spans, passage, leaf->parts[0].stem);
        return;
    }
    find_runs(spans, passage, leaf);
    for (size_t i = 0; i < leaf->compound_count; i++) {
        find_word(spans, passage, leaf->compounds[i].stem);
    }
}

void oracle_spans_find(struct oracle_spans *spans, const struct oracle_passage *passage,
                       const struct oracle_node *node, const struct oracle_leaf *leaf)
{
    if (node->kind == ORACLE_WORD) {
        find_typed(spans, passage, leaf);
    } else if (node->kind == ORACLE_PHRASE && node->number != ORACLE_NOT_WRITTEN) {
        find_with_gaps(spans, passage, node, leaf);
    } else {
        find_runs(spans, passage, leaf);
    }
}
