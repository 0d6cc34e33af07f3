/* A query and the scores of its hits, explained to people.
 *
 *     any of these, side by side: 21 passages
 *     ├─ cyber: by its stem "cyber": 13 passages
 *     └─ scam: by its stem "scam": 18 passages
 *
 *      1  Human Trafficking and Cyber Scam Operations            score 10.3
 *         3.05  30 %  what the passages around a passage have of the query
 *         1.56  15 %  "cyber" in the headings
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "command/printable.h"
#include "command/show.h"
#include "command/wrap.h"

enum {
    DEPTH_SHOWN = 100, /* levels of the tree; the server nests less deep */
    WORDS_SHOWN = 6,   /* of those that a pattern stands for */
    INDENT = 4
};

/* What stands before the lines of a tree. */
struct branch {
    FILE *out;
    const struct show_style *style;
    const struct tipsearch_explanation *explanation;
    bool is_open[DEPTH_SHOWN + 1]; /* by depth: more of the same parent stands below */
};

static bool is(const char *text, const char *name)
{
    return text && strcmp(text, name) == 0;
}

static void show_strong(const struct branch *branch, const char *text)
{
    fputs(branch->style->has_color ? "\033[1m" : "", branch->out);
    printable_print(branch->out, text);
    fputs(branch->style->has_color ? "\033[0m" : "", branch->out);
}

/* ---- nodes ---- */

/* What a sequence's parts are to it. */
struct part_counts {
    int required, optional, limits; /* limits: filters, and what must not be there */
};

static struct part_counts count_parts(const struct tipsearch_explanation *explanation, size_t node)
{
    struct part_counts counts = {0};
    size_t depth = explanation->nodes[node].depth;

    for (size_t i = node + 1; i < explanation->node_count && explanation->nodes[i].depth > depth;
         i++) {
        const struct tipsearch_node *part = &explanation->nodes[i];

        if (part->depth != depth + 1)
            continue;
        if (is(part->kind, "filter") || is(part->role, "must_not"))
            counts.limits++;
        else if (is(part->role, "must"))
            counts.required++;
        else
            counts.optional++;
    }
    return counts;
}

/* A group in words. */
static const char *group_words(const struct tipsearch_explanation *explanation, size_t node)
{
    const char *kind = explanation->nodes[node].kind;
    struct part_counts counts = count_parts(explanation, node);

    if (is(kind, "and"))
        return "all of these";
    if (is(kind, "or"))
        return "any of these";
    if (is(kind, "near"))
        return "these near each other";
    if (counts.required > 0)
        return counts.optional > 0 ? "what must be there; other words only move passages up"
                                   : "what must be there";
    if (counts.optional == 0)
        return "everything that filters and exclusions leave";
    return counts.limits > 0 ? "any of these words, of what filters and exclusions leave"
                             : "any of these words";
}

static void show_words_for(FILE *out, const struct tipsearch_node_word *word)
{
    if (word->stands_for_count == 0) {
        fputs("no word of the index fits", out);
        return;
    }
    fprintf(out, "%s%lld word%s of the index: ", word->is_cut ? "the most frequent " : "",
            word->count, word->count == 1 ? "" : "s");
    for (size_t i = 0; i < word->stands_for_count && i < WORDS_SHOWN; i++) {
        fputs(i > 0 ? ", " : "", out);
        printable_print(out, word->stands_for[i]);
    }
    fputs(word->count > WORDS_SHOWN ? ", …" : "", out);
}

/* The words of a leaf that are looked for by their stems. */
static void show_stems(FILE *out, const struct tipsearch_node *node)
{
    fputs(node->word_count > 1 ? "by the stems " : "by its stem ", out);
    for (size_t i = 0; i < node->word_count; i++) {
        fputs(i == 0 ? "" : node->words[i].is_compound ? " or " : ", ", out);
        printable_print(out, node->words[i].stem ? node->words[i].stem : node->words[i].word);
    }
}

static void show_how(FILE *out, const struct tipsearch_node *node)
{
    if (is(node->kind, "phrase") || is(node->kind, "name"))
        fputs("these words together", out);
    else if (is(node->kind, "exact"))
        fputs("as it is written", out);
    else if (is(node->kind, "filter"))
        fputs("a filter", out);
    else if (is(node->kind, "all"))
        fputs("everything", out);
    else if (node->word_count > 0 && !node->words[0].stem)
        show_words_for(out, &node->words[0]);
    else
        show_stems(out, node);
}

static void show_passages(FILE *out, const struct tipsearch_node *node)
{
    if (node->passages < 0)
        fputs("; not counted, time ran out", out);
    else
        fprintf(out, ": %lld passage%s", node->passages, node->passages == 1 ? "" : "s");
}

static void show_node(const struct branch *branch, size_t place)
{
    const struct tipsearch_node *node = &branch->explanation->nodes[place];

    if (is(node->role, "must"))
        fputs("must: ", branch->out);
    else if (is(node->role, "must_not"))
        fputs("without: ", branch->out);
    if (node->distance > 0)
        fprintf(branch->out, "within %ld word%s: ", node->distance, node->distance == 1 ? "" : "s");
    if (node->text && !is(node->kind, "all")) {
        show_strong(branch, node->text);
        fputs(", ", branch->out);
    }
    if (node->text || is(node->kind, "all"))
        show_how(branch->out, node);
    else
        fputs(group_words(branch->explanation, place), branch->out);
    if (node->weight != 1)
        fprintf(branch->out, ", weighing %g times as much", node->weight);
    show_passages(branch->out, node);
    fputc('\n', branch->out);
}

/* ---- the tree ---- */

/* The lines that lead down to something of this depth, the last or not the last of its parent. */
static void show_lines(struct branch *branch, size_t depth, bool is_last)
{
    for (size_t i = 1; i < depth && i < DEPTH_SHOWN; i++)
        fputs(branch->is_open[i] ? "│  " : "   ", branch->out);
    if (depth > 0)
        fputs(is_last ? "└─ " : "├─ ", branch->out);
    if (depth <= DEPTH_SHOWN)
        branch->is_open[depth] = !is_last;
}

static void show_addition(struct branch *branch, size_t depth, bool is_last,
                          const struct tipsearch_addition *also)
{
    show_lines(branch, depth, is_last);
    fputs("also: ", branch->out);
    show_strong(branch, also->text);
    fputs(is(also->kind, "country") ? ", passages on this country, by whatever name"
                                    : ", which means the same and weighs less",
          branch->out);
    fputs(also->idf > 0 ? "\n" : "; not in this index\n", branch->out);
}

/* The place behind a node and all below it. */
static size_t place_behind(const struct tipsearch_explanation *explanation, size_t place)
{
    size_t depth = explanation->nodes[place++].depth;

    while (place < explanation->node_count && explanation->nodes[place].depth > depth)
        place++;
    return place;
}

/* A node, its parts, and last what nobody typed. */
static void show_tree(struct branch *branch, size_t place, bool is_last)
{
    const struct tipsearch_node *node = &branch->explanation->nodes[place];
    size_t end = place_behind(branch->explanation, place), next;

    show_lines(branch, node->depth, is_last);
    show_node(branch, place);
    for (size_t part = place + 1; part < end; part = next) {
        next = place_behind(branch->explanation, part);
        show_tree(branch, part, next == end && node->also_count == 0);
    }
    for (size_t i = 0; i < node->also_count; i++)
        show_addition(branch, node->depth + 1, i + 1 == node->also_count, &node->also[i]);
}

/* ---- hits ---- */

static const char *field_words(const char *field)
{
    return is(field, "text")      ? "in the text"
           : is(field, "heading") ? "in the headings"
                                  : "in the report's title";
}

static void show_times(FILE *out, long long count)
{
    if (count == 2)
        fputs(", twice", out);
    else if (count > 2)
        fprintf(out, ", %lld times", count);
}

/* A part of the ranking has a text that says what it is. */
static void show_part_words(FILE *out, const struct tipsearch_score_part *part)
{
    bool is_country = is(part->kind, "country");
    bool is_word = part->field || is_country || is(part->kind, "synonym") ||
                   is(part->kind, "exact") || is(part->kind, "wildcard") ||
                   is(part->kind, "fuzzy") || is(part->kind, "phrase");

    fputs(is_country ? "about " : is_word ? "“" : "", out);
    printable_print(out, part->text ? part->text : part->kind);
    fputs(is_word && !is_country ? "”" : "", out);
    if (is(part->kind, "synonym"))
        fputs(", a synonym,", out);
    if (part->field)
        fprintf(out, " %s", field_words(part->field));
    show_times(out, part->count);
}

static int highest_first(const void *left, const void *right)
{
    const struct tipsearch_score_part *a = *(const struct tipsearch_score_part *const *)left;
    const struct tipsearch_score_part *b = *(const struct tipsearch_score_part *const *)right;

    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return (a > b) - (a < b);
}

static void show_parts(FILE *out, const struct tipsearch_explained *hit, double score)
{
    const struct tipsearch_score_part **order = calloc(hit->part_count + 1, sizeof *order);

    for (size_t i = 0; order && i < hit->part_count; i++)
        order[i] = &hit->parts[i];
    if (order)
        qsort(order, hit->part_count, sizeof *order, highest_first);
    for (size_t i = 0; order && i < hit->part_count; i++) {
        fprintf(out, "%*s%7.3f  %3.0f %%  ", INDENT, "", order[i]->score,
                score > 0 ? 100 * order[i]->score / score : 0);
        show_part_words(out, order[i]);
        fputc('\n', out);
    }
    free(order);
}

static const char *lack_words(const char *why)
{
    return is(why, "excluded") ? "it has, which must not be there: "
           : is(why, "far")    ? "it has these too far from each other: "
           : is(why, "filter") ? "it is not of "
                               : "it lacks ";
}

static void show_lacks(FILE *out, const struct tipsearch_explained *hit)
{
    for (size_t i = 0; i < hit->lack_count; i++) {
        const struct tipsearch_lack *lack = &hit->lacks[i];

        fprintf(out, "%*s", INDENT, "");
        if (is(lack->why, "contents"))
            fputs("it is of a table of contents, which only kind:contents finds", out);
        else if (is(lack->why, "twin"))
            fputs("another report says the same and is shown in its place", out);
        else
            fputs(lack_words(lack->why), out);
        printable_print(out, lack->text ? lack->text : "");
        fputc('\n', out);
    }
}

static void show_hit(FILE *out, const struct show_style *style, const struct tipsearch_hit *hit,
                     const struct tipsearch_explained *explained)
{
    const struct tipsearch_passage *passage = &hit->passage;
    const char *heading = passage->section_count > 0 ? passage->section[passage->section_count - 1]
                                                     : passage->report.title;
    char label[16] = "";
    struct wrap wrap;

    if (explained->is_match)
        snprintf(label, sizeof label, "%2ld  ", hit->rank);
    fputc('\n', out);
    wrap_begin(&wrap, out, style->has_color, style->width, INDENT, label);
    wrap_text(&wrap, heading ? heading : passage->id, EMPHASIS_BOLD);
    wrap_end(&wrap);
    wrap_begin(&wrap, out, style->has_color, style->width, INDENT, "");
    wrap_text(&wrap, passage->citation ? passage->citation : passage->id, EMPHASIS_DIM);
    wrap_end(&wrap);
    if (!explained->is_match) {
        fprintf(out, "%*sdoes not match:\n", INDENT, "");
        show_lacks(out, explained);
        return;
    }
    fprintf(out, "%*s%7.3f  score, of which\n", INDENT, "", hit->score);
    show_parts(out, explained, hit->score);
}

void show_explanation(FILE *out, const struct show_style *style,
                      const struct tipsearch_explanation *explanation)
{
    const struct tipsearch_result *result = explanation->result;
    struct branch branch = {.out = out, .style = style, .explanation = explanation};

    if (result->read_as) {
        fputs("read as: ", out);
        printable_print(out, result->read_as);
        fputc('\n', out);
    }
    if (result->corrected) {
        fputs("corrected: searched for ", out);
        printable_print(out, result->corrected);
        fputc('\n', out);
    }
    fputc('\n', out);
    if (explanation->node_count > 0)
        show_tree(&branch, 0, true);
    for (size_t i = 0; i < result->hit_count; i++)
        show_hit(out, style, &result->hits[i], &explanation->hits[i]);
    if (result->total == 0)
        fputs("\nno passage found\n", out);
}
