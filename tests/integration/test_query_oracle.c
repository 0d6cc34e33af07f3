/* Each operator of the query language agrees with an exhaustive scan of the dumped passages
 * (tests/oracle/), whatever it is combined with. Orders are nothing to the oracle: it knows sets.
 *
 * TIP_QUERIES is how many queries each test makes, TIP_SEED the number of the first. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "oracle/evaluate.h"
#include "oracle/generate.h"
#include "oracle/knowledge.h"
#include "oracle/shrink.h"
#include "oracle/write.h"
#include "query_fixture.h"

enum { PAGE = 100, TOP = 10, WHOLE_READINGS = 8, FAULTS_SHOWN = 10 };

TestSuite(query_oracle, .fini = query_fixture_close, .timeout = 3600);

static struct oracle_collection *collection(void)
{
    return &query_fixture.collection;
}

/* ---- what the searcher says ---- */

struct found {
    unsigned char *matches; /* as the oracle's */
    size_t total, told;     /* how many hits came, how many the reply says there are */
    size_t unmarked;        /* hits that show nothing of why they are there */
    size_t top[TOP];        /* the first of them */
    char *read_as;
    char refusal[TIP_REPLY_MESSAGE_SIZE + 32];
};

static bool is_marked(const struct tip_hit *hit)
{
    bool is_elsewhere = hit->matched_in == NULL || strcmp(hit->matched_in, "text") != 0;
    for (size_t i = 0; i < hit->snippet_count && !is_elsewhere; i++) {
        is_elsewhere = hit->snippet[i].is_hit;
    }
    return is_elsewhere;
}

static void take_hits(struct found *found, const struct tip_reply *reply)
{
    for (size_t i = 0; i < reply->hit_count; i++) {
        size_t place = oracle_collection_find(collection(), reply->hits[i].view.row.id);
        if (found->total < TOP) {
            found->top[found->total] = place;
        }
        found->total += found->matches[place] == 0;
        found->matches[place] = 1;
        found->unmarked += !is_marked(&reply->hits[i]);
    }
}

/* One page; false when it was the last. */
static bool ask_page(struct found *found, const char *query, unsigned limit, unsigned offset)
{
    struct tip_reply reply;
    query_fixture_ask(&reply, query, limit, offset);
    bool goes_on = false;
    if (reply.kind == TIP_REPLY_ERROR) {
        snprintf(found->refusal, sizeof found->refusal, "%s (at %ld)", reply.error.message,
                 reply.error.at);
    } else {
        cr_expect(offset == 0 || reply.total == found->told, "[%s]: the total changed", query);
        found->told = reply.total;
        take_hits(found, &reply);
        goes_on = reply.hit_count == limit;
        if (offset == 0) {
            found->read_as = strdup(reply.read_as);
        }
    }
    tip_reply_free(&reply);
    return goes_on;
}

/* All pages of `limit`, or the first one. */
static void ask(struct found *found, const char *query, unsigned limit)
{
    *found = (struct found){.matches = calloc(collection()->passage_count + 1, 1)};
    bool is_all = limit != TOP;
    for (unsigned offset = 0; ask_page(found, query, limit, offset) && is_all; offset += limit) {
    }
}

static void free_found(struct found *found)
{
    free(found->matches);
    free(found->read_as);
}

/* ---- what is wrong ---- */

static void tell_differences(struct tip_string *fault, const unsigned char *wanted,
                             const unsigned char *got)
{
    enum { SHOWN = 3 };
    size_t missing = 0, surplus = 0;
    for (size_t i = 0; i < collection()->passage_count; i++) {
        bool lacks = wanted[i] && !got[i], has = !wanted[i] && got[i];
        missing += lacks;
        surplus += has;
        if ((lacks && missing <= SHOWN) || (has && surplus <= SHOWN)) {
            tip_string_printf(fault, " %c%s", lacks ? '-' : '+', collection()->passages[i].id);
        }
    }
    tip_string_printf(fault, " (%zu missing, %zu too many)", missing, surplus);
}

/* Whether every hit is one of the oracle's; where it may leave out words, it may leave out hits. */
static bool agrees(const struct found *found, const struct oracle_answer *answer)
{
    for (size_t i = 0; i < collection()->passage_count; i++) {
        bool is_lacking = answer->matches[i] && !found->matches[i];
        if ((is_lacking && !answer->is_cut) || (!answer->matches[i] && found->matches[i])) {
            return false;
        }
    }
    return found->total == found->told;
}

/* Reading again what was understood gives the same hits, the first ones in the same order. As pages
 * take time, all hits are looked at for some queries only. */
static void check_read_as(struct tip_string *fault, const struct found *found)
{
    struct found again;
    bool is_whole = found->total % WHOLE_READINGS == 0;
    ask(&again, found->read_as, is_whole ? PAGE : TOP);
    if (again.refusal[0] != '\0') {
        tip_string_printf(fault, "read as [%s], which is refused: %s", found->read_as,
                          again.refusal);
    } else if (found->told != again.told ||
               (is_whole &&
                memcmp(found->matches, again.matches, collection()->passage_count) != 0)) {
        tip_string_printf(fault, "read as [%s], which finds others:", found->read_as);
        tell_differences(fault, found->matches, again.matches);
    } else if (memcmp(found->top, again.top, sizeof found->top) != 0) {
        tip_string_printf(fault, "read as [%s], which ranks otherwise", found->read_as);
    } else if (strcmp(found->read_as, again.read_as) != 0) {
        tip_string_printf(fault, "read as [%s], which is read as [%s]", found->read_as,
                          again.read_as);
    }
    free_found(&again);
}

/* What is wrong with the answer to a query; empty when nothing is. */
static void judge(struct tip_string *fault, const struct oracle_tree *tree, const char *query)
{
    struct oracle_answer answer;
    struct found found;
    tip_string_clear(fault);
    oracle_evaluate(&answer, collection(), tree);
    ask(&found, query, PAGE);
    if (found.refusal[0] != '\0') {
        tip_string_printf(fault, "refused: %s", found.refusal);
    } else if (!agrees(&found, &answer)) {
        tip_string_printf(fault, "the total is %zu, %zu came, %zu are wanted:", found.told,
                          found.total, answer.total);
        tell_differences(fault, answer.matches, found.matches);
    } else if (found.unmarked > 0) {
        tip_string_printf(fault, "%zu of %zu hits do not show why they are there", found.unmarked,
                          found.total);
    } else {
        check_read_as(fault, &found);
    }
    free_found(&found);
    free(answer.matches);
}

static bool fails(void *context, const struct oracle_tree *tree)
{
    struct tip_string *fault = context, query = {0};
    oracle_write(&query, tree, NULL);
    judge(fault, tree, query.data);
    tip_string_free(&query);
    return fault->length > 0;
}

/* Shows a query that fails, and the smallest that does, written plainly. */
static void tell(const struct oracle_tree *tree, const char *query, const char *fault,
                 uint64_t seed)
{
    struct tip_string plain = {0}, small_fault = {0};
    struct oracle_tree small = *tree;
    if (fails(&small_fault, &small)) {
        oracle_shrink(&small, fails, &small_fault);
        fails(&small_fault, &small);
        oracle_write(&plain, &small, NULL);
    }
    cr_expect_fail("seed %llu [%s]: %s\n  made small: [%s]: %s", (unsigned long long)seed, query,
                   fault, plain.length > 0 ? plain.data : "it is right when written plainly",
                   small_fault.length > 0 ? small_fault.data : "");
    tip_string_free(&plain);
    tip_string_free(&small_fault);
}

/* ---- the queries ---- */

/* A query without any small letter is read as a heading, operators and all. */
static bool has_small_letter(const char *query)
{
    return strpbrk(query, "abcdefghijklmnopqrstuvwxyz") != NULL;
}

/* Each query has a seed of its own. */
static void compare(uint64_t first_seed, size_t queries)
{
    uint64_t seed = query_fixture_number("TIP_SEED", first_seed);
    uint64_t last = seed + query_fixture_number("TIP_QUERIES", queries);
    struct tip_string query = {0}, fault = {0};
    size_t faults = 0;
    for (; seed < last && faults < FAULTS_SHOWN; seed++) {
        struct oracle_random random = {seed};
        struct oracle_tree tree;
        oracle_generate(&tree, collection(), &random, QUERY_FEATURES);
        oracle_write(&query, &tree, &random);
        cr_assert_not(query.failed);
        bool is_skipped = collection()->with_knowledge && oracle_names_a_run(collection(), &tree);
        if (!has_small_letter(query.data) || is_skipped) {
            continue;
        }
        judge(&fault, &tree, query.data);
        if (fault.length > 0) {
            tell(&tree, query.data, fault.data, seed);
            faults++;
        }
    }
    tip_string_free(&query);
    tip_string_free(&fault);
}

Test(query_oracle, agrees_on_the_sample_corpus)
{
    query_fixture_open_samples();
    compare(1000000, 700);
}

Test(query_oracle, agrees_on_few_words)
{
    query_fixture_open_records();
    compare(2000000, 3100);
}

Test(query_oracle, agrees_on_few_words_again)
{
    query_fixture_open_records();
    compare(3000000, 3100);
}

Test(query_oracle, agrees_on_synonyms_and_countries)
{
    query_fixture_open_records();
    query_fixture_know();
    compare(4000000, 3100);
}
