/* EXPLAIN: the tree of a query, what made a score, and what a passage lacks. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "index/builder.h"
#include "protocol/protocol.h"
#include "search/explanation.h"
#include "search/plan.h"
#include "search/ranking/parts.h"
#include "search/ranking/rank.h"
#include "unit/search_fixture.h"

static const struct fixture_passage passages[] = {
    {"tip-2023", 2023, "Ships", TIP_KIND_NARRATIVE, .text = "Fishing ships kept fishing crews."},
    {"tip-2023", 2023, "Farms", TIP_KIND_STORY, .text = "Farms hide crews from visitors."},
    {"tip-2023", 2023, "Fees", TIP_KIND_NARRATIVE, .text = "Brokers charge fees; debt follows."},
    {"tip-2023", 2023, "Contents", TIP_KIND_CONTENTS, .text = "Ships 1 Farms 2 Fees 3"},
};

enum { PASSAGES = sizeof passages / sizeof *passages, ALL_PARTS = (1 << TIP_PART_COUNT) - 1 };

static struct search_fixture fixture;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, PASSAGES);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
}

TestSuite(explain, .init = set_up, .fini = tear_down);

static void explain(struct tip_reply *reply, const char *query, const char *id, unsigned limit)
{
    struct tip_request request = {
        .command = TIP_COMMAND_EXPLAIN, .query = (char *)query, .id = (char *)id, .limit = limit};
    tip_searcher_run(fixture.searcher, &request, 0, reply);
    cr_assert_eq(reply->kind, TIP_REPLY_HITS, "[%s]: %s", query, reply->error.message);
    cr_assert_not_null(reply->explanation);
    cr_assert_eq(reply->explanation->hit_count, reply->hit_count);
}

/* ---- the tree ---- */

/* "and( word:ships=1 -word:farms=1 )". */
static void write_tree(char *out, const struct tip_explanation *explanation)
{
    size_t depth = 0;
    char *end = out;
    *out = '\0';
    for (size_t i = 0; i < explanation->node_count; i++) {
        const struct tip_explained_node *node = &explanation->nodes[i];
        bool has_parts =
            i + 1 < explanation->node_count && explanation->nodes[i + 1].depth > node->depth;
        for (; depth > node->depth; depth--) {
            end = stpcpy(end, " )");
        }
        end += sprintf(end, "%s%s%s%s%s", i == 0 ? "" : " ",
                       node->role == NULL                ? ""
                       : strcmp(node->role, "must") == 0 ? "+"
                                                         : "-",
                       node->kind, node->text == NULL ? "" : ":",
                       node->text == NULL ? "" : node->text);
        end += node->distance > 0 ? sprintf(end, "@%u", node->distance) : 0;
        end += sprintf(end, "=%u%s", node->passages, has_parts ? "(" : "");
        depth += has_parts ? 1 : 0;
        cr_expect(node->is_counted);
    }
    for (; depth > 0; depth--) {
        end = stpcpy(end, " )");
    }
}

Test(explain, the_tree_has_every_part_with_what_it_matches)
{
    static const struct {
        const char *query, *tree;
    } table[] = {
        {"ships", "word:ships=1"},
        {"*", "all:*=3"},
        {"crews debt", "sequence=3( word:crews=2 word:debt=1 )"},
        {"crews -farms", "sequence=1( word:crews=2 -word:farms=1 )"},
        {"+crews kind:story", "sequence=1( +word:crews=2 filter:kind:story=1 )"},
        {"-kind:story", "sequence=2( -filter:kind:story=1 )"},
        {"crews AND (ships OR debt)", "and=1( word:crews=2 or=2( word:ships=1 word:debt=1 ) )"},
        {"\"fishing ships\" debt", "sequence=2( phrase:\"fishing ships\"=1 word:debt=1 )"},
        {"fi* farm~1 =fees", "sequence=3( wildcard:fi*=1 fuzzy:farm~1=1 exact:=fees=1 )"},
        {"(kind:story OR kind:list) crews",
         "sequence=1( +or=1( filter:kind:story=1 filter:kind:list=0 ) word:crews=2 )"},
        {"ships NEAR/2 kept", "near=1( word:ships=1 word:kept@2=1 )"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct tip_reply reply;
        char tree[512];
        explain(&reply, table[i].query, NULL, 0);
        write_tree(tree, reply.explanation);
        cr_expect_str_eq(tree, table[i].tree, "[%s]: %s", table[i].query, tree);
        tip_reply_free(&reply);
    }
}

/* Each group is three nodes, one in the other. */
Test(explain, the_deepest_tree_is_written)
{
    struct tip_string query = {0}, line = {0};
    struct tip_reply reply;
    for (int i = 0; i < TIP_QUERY_DEPTH; i++) {
        tip_string_append_text(&query, "(ships OR farms AND fees debt ");
    }
    for (int i = 0; i < TIP_QUERY_DEPTH; i++) {
        tip_string_append_text(&query, ")");
    }
    explain(&reply, query.data, NULL, 1);
    cr_expect_geq(reply.explanation->node_count, 6 * TIP_QUERY_DEPTH);
    size_t deepest = 0;
    for (size_t i = 0; i < reply.explanation->node_count; i++) {
        size_t depth = reply.explanation->nodes[i].depth;
        deepest = depth > deepest ? depth : deepest;
    }
    cr_expect_geq(deepest, 3 * TIP_QUERY_DEPTH - 3);
    tip_line_encode(&line, "", &reply);
    cr_expect_not_null(strstr(line.data, "\"hits\":["));
    tip_string_free(&line);
    tip_string_free(&query);
    tip_reply_free(&reply);
}

Test(explain, words_tell_what_they_are_looked_for_by)
{
    struct tip_reply reply;
    explain(&reply, "crews", NULL, 0);
    const struct tip_explained_word *word = &reply.explanation->nodes[0].words[0];
    cr_assert_eq(word->stem_count, 1);
    cr_expect_str_eq(word->text, "crews");
    cr_expect_str_eq(word->match, "stem");
    cr_expect_str_eq(word->stems[0].text, "crew");
    cr_expect_eq(word->stems[0].passages, 2);
    cr_expect_float_eq(word->stems[0].idf, log(1 + 2.5 / 2.5), 1e-9);
    tip_reply_free(&reply);

    explain(&reply, "f*", NULL, 0);
    word = &reply.explanation->nodes[0].words[0];
    cr_assert_eq(word->fit_count, 5); /* of those as frequent by their letters */
    cr_expect_str_eq(word->fits[0], "farms");
    cr_expect_str_eq(word->fits[1], "fees");
    cr_expect_str_eq(word->match, "wildcard");
    cr_expect(!word->is_cut);
    tip_reply_free(&reply);
}

/* ---- scores ---- */

static double sum_parts(const struct tip_explained_hit *hit)
{
    double sum = 0;
    for (size_t i = 0; i < hit->part_count; i++) {
        sum += hit->parts[i].score;
    }
    return sum;
}

/* What a term of `count` in a field of `length` words brings to the weighted frequency. */
static double share_of(enum tip_field field, double count, double length)
{
    const struct tip_field_weight *weight = &tip_field_weights[field];
    return weight->weight * count / (1 - weight->b + weight->b * length / weight->pivot);
}

/* "ships" stands once in a text of five words and once in headings of two, "Topics" and "Ships";
 * four passages, of which two have it: the contents count, too. */
Test(explain, a_score_is_shared_by_the_fields)
{
    struct tip_reply reply;
    tip_searcher_leave_out(fixture.searcher, ALL_PARTS);
    explain(&reply, "ships", NULL, 3);
    cr_assert_eq(reply.hit_count, 1);
    const struct tip_explained_hit *hit = &reply.explanation->hits[0];
    cr_assert_eq(hit->part_count, 2);
    double text = share_of(TIP_FIELD_BODY, 1, 5), heading = share_of(TIP_FIELD_SECTION, 1, 2);
    double idf = log(1 + (4 - 2 + 0.5) / (2 + 0.5)), whole = text + heading;
    double score = idf * whole / (whole + tip_rank_k1);
    cr_expect_str_eq(hit->parts[0].field, "text");
    cr_expect_str_eq(hit->parts[0].text, "ships");
    cr_expect_str_eq(hit->parts[0].stem, "ship");
    cr_expect_eq(hit->parts[0].count, 1);
    cr_expect_float_eq(hit->parts[0].score, score * text / whole, 1e-3);
    cr_expect_str_eq(hit->parts[1].field, "heading");
    cr_expect_float_eq(hit->parts[1].score, score * heading / whole, 1e-3);
    cr_expect_float_eq(reply.hits[0].score, score, 1e-3);
    tip_reply_free(&reply);
}

static bool has_part(const struct tip_explained_hit *hit, const char *kind)
{
    for (size_t i = 0; i < hit->part_count; i++) {
        if (strcmp(hit->parts[i].kind, kind) == 0) {
            return true;
        }
    }
    return false;
}

Test(explain, each_kind_of_part_is_named)
{
    static const struct {
        const char *query, *kind;
    } table[] = {
        {"ships", "word"},
        {"fishi*", "wildcard"},
        {"=crews", "exact"},
        {"crewz~1", "fuzzy"},

        {"fishing ships", "nearness"},
        {"NOT debt OR ships", "match"},
        {"fishing ships kept", "runs"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct tip_reply reply;
        explain(&reply, table[i].query, NULL, 1);
        cr_assert_eq(reply.hit_count, 1, "[%s]", table[i].query);
        cr_expect(has_part(&reply.explanation->hits[0], table[i].kind), "[%s] has no %s",
                  table[i].query, table[i].kind);
        tip_reply_free(&reply);
    }
}

Test(explain, parts_add_up_to_the_score_of_a_search)
{
    static const char *const queries[] = {
        "ships",
        "fishing ships crews",
        "crews^3 debt",
        "fi* OR debt",
        "\"fishing ships\" crews",
        "NOT farms",
        "=crews farms",
        "fishing ships kept fishing",
        "trafficking",
        "crews kind:story",
        "*",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        for (unsigned without = 0; without <= ALL_PARTS; without += ALL_PARTS) {
            struct tip_reply explained, found;
            tip_searcher_leave_out(fixture.searcher, without);
            explain(&explained, queries[i], NULL, 3);
            search_fixture_ask(&fixture, queries[i], 3, 0, &found);
            cr_assert_eq(explained.hit_count, found.hit_count, "[%s]", queries[i]);
            cr_assert_gt(found.hit_count, 0, "[%s]", queries[i]);
            for (size_t h = 0; h < found.hit_count; h++) {
                double sum = sum_parts(&explained.explanation->hits[h]);
                cr_expect_eq(explained.hits[h].view.row.id, found.hits[h].view.row.id);
                cr_expect_eq(explained.hits[h].score, found.hits[h].score);
                cr_expect_leq(fabs(sum - found.hits[h].score), 1e-6 * found.hits[h].score,
                              "[%s]: %g of %g", queries[i], sum, found.hits[h].score);
            }
            tip_reply_free(&explained);
            tip_reply_free(&found);
        }
    }
}

/* ---- one passage ---- */

static void id_of(char id[17], const char *query)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, query, 1, 0, &reply);
    cr_assert_eq(reply.hit_count, 1);
    snprintf(id, 17, "%016" PRIx64, reply.hits[0].view.row.id);
    tip_reply_free(&reply);
}

Test(explain, a_passage_has_its_rank_wherever_it_stands)
{
    struct tip_reply reply, found;
    search_fixture_ask(&fixture, "crews ships debt", 10, 0, &found);
    cr_assert_eq(found.hit_count, 3);
    for (size_t i = 0; i < found.hit_count; i++) {
        char id[17];
        snprintf(id, sizeof id, "%016" PRIx64, found.hits[i].view.row.id);
        explain(&reply, "crews ships debt", id, 1);
        cr_assert_eq(reply.hit_count, 1);
        cr_expect_eq(reply.hits[0].rank, i + 1);
        cr_expect_eq(reply.hits[0].score, found.hits[i].score);
        cr_expect(reply.explanation->hits[0].is_match);
        tip_reply_free(&reply);
    }
    tip_reply_free(&found);
}

Test(explain, what_does_not_match_lacks_something)
{
    static const struct {
        const char *query, *lacks;
    } table[] = {
        {"debt", " absent:debt"},
        {"debt brokers", " absent:debt absent:brokers"},
        {"ships -crews", " excluded:crews"},
        {"crews AND debt", " absent:debt"},
        {"(debt OR fees) AND ships", " absent:debt absent:fees"},
        {"fishing kind:story", " filter:kind:story"},
        {"+ships +debt", " absent:debt"},
        {"ships NEAR/1 crews", " far:ships NEAR/1 crews"},
        {"\"crews ships\"", " absent:\"crews ships\""},
        {"debt^2", " absent:debt^2"},
        {"debt kind:story", " filter:kind:story"},
    };
    char id[17];
    id_of(id, "ships");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct tip_reply reply;
        char lacks[256], *end = lacks;
        explain(&reply, table[i].query, id, 1);
        cr_assert_eq(reply.hit_count, 1, "[%s]", table[i].query);
        const struct tip_explained_hit *hit = &reply.explanation->hits[0];
        cr_expect(!hit->is_match);
        cr_expect_eq(reply.hits[0].rank, 0);
        *lacks = '\0';
        for (size_t l = 0; l < hit->lack_count; l++) {
            end += sprintf(end, " %s:%s", hit->lacks[l].why, hit->lacks[l].text);
        }
        cr_expect_str_eq(lacks, table[i].lacks, "[%s]:%s", table[i].query, lacks);
        tip_reply_free(&reply);
    }
}

Test(explain, contents_lack_their_kind_in_the_query)
{
    struct tip_reply reply;
    char id[17];
    id_of(id, "kind:contents");
    explain(&reply, "ships", id, 1);
    cr_assert_eq(reply.explanation->hits[0].lack_count, 1);
    cr_expect_str_eq(reply.explanation->hits[0].lacks[0].why, "contents");
    tip_reply_free(&reply);
}

Test(explain, an_unknown_passage_is_refused)
{
    struct tip_request request = {
        .command = TIP_COMMAND_EXPLAIN, .query = (char *)"ships", .id = (char *)"0000000000000000"};
    struct tip_reply reply;
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_ERROR);
    cr_expect_eq(reply.error.code, TIP_CODE_UNKNOWN_ID);
    tip_reply_free(&reply);
}
