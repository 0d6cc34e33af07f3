/* The inverted index: what is put and committed is read and ranked, and nothing else is. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/harness.h"
#include "index/index.h"

/* Xapian 1.4 deletes a table in Database::check by the name of its base. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}

static char *folder;
static char *path;
static struct tip_error error;

static void make_folder(void)
{
    folder = tip_test_folder();
    path = tip_test_path(folder, "postings");
}

static void remove_folder(void)
{
    free(path);
    tip_test_folder_remove(folder);
}

TestSuite(index, .init = make_folder, .fini = remove_folder);

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

static struct tip_index_writer *new_writer(void)
{
    struct tip_index_writer *writer;
    OK(tip_index_create(&writer, path, &error));
    return writer;
}

/* Puts a passage with one term, whose record is the term. */
static void put(struct tip_index_writer *writer, uint32_t number, const char *term,
                uint32_t frequency)
{
    const struct tip_index_term terms[] = {{term, strlen(term), frequency}};
    OK(tip_index_put(writer, number, terms, 1, term, strlen(term), &error));
}

static void commit_and_close(struct tip_index_writer *writer)
{
    OK(tip_index_commit(writer, &error));
    tip_index_close_writer(writer);
}

static struct tip_index *opened(void)
{
    struct tip_index *index;
    OK(tip_index_open(&index, path, &error));
    return index;
}

/* Passages 1 camp (16), 3 camp (48), 5 camp (16), 7 scam (16). */
static struct tip_index *four_passages(void)
{
    struct tip_index_writer *writer = new_writer();
    put(writer, 1, "camp", 16);
    put(writer, 3, "camp", 48);
    put(writer, 5, "camp", 16);
    put(writer, 7, "scam", 16);
    commit_and_close(writer);
    return opened();
}

static uint32_t frequency(struct tip_index *index, const char *term, size_t length)
{
    uint32_t passages = 99;
    OK(tip_index_frequency(index, term, length, &passages, &error));
    return passages;
}

static void expect_size(struct tip_index *index, uint32_t passages, uint32_t last)
{
    uint32_t count = 99, number = 99;
    OK(tip_index_size(index, &count, &number, &error));
    cr_expect_eq(count, passages);
    cr_expect_eq(number, last);
}

static void expect_record(struct tip_index *index, uint32_t number, const char *bytes,
                          size_t expected)
{
    char *record;
    size_t length;
    OK(tip_index_record(index, number, &record, &length, &error));
    cr_expect_eq(length, expected);
    cr_expect_eq(memcmp(record, bytes, expected + 1), 0);
    free(record);
}

/* ---- storing and reading ---- */

Test(index, records_and_counts_come_back)
{
    struct tip_index *index = four_passages();
    expect_size(index, 4, 7);
    expect_record(index, 7, "scam", 4);
    cr_expect_eq(frequency(index, "camp", 4), 3);
    cr_expect_eq(frequency(index, "scam", 4), 1);
    cr_expect_eq(frequency(index, "zoo", 3), 0);
    tip_index_close(index);
}

Test(index, an_empty_index_is_one)
{
    commit_and_close(new_writer());
    struct tip_index *index = opened();
    expect_size(index, 0, 0);
    cr_expect_eq(frequency(index, "camp", 4), 0);
    tip_index_close(index);
}

Test(index, a_record_is_any_bytes)
{
    struct tip_index_writer *writer = new_writer();
    OK(tip_index_put(writer, 1, NULL, 0, "a\0b\xff", 4, &error));
    OK(tip_index_put(writer, UINT32_MAX - 1, NULL, 0, "", 0, &error));
    commit_and_close(writer);
    struct tip_index *index = opened();
    expect_record(index, 1, "a\0b\xff", 4);
    expect_record(index, UINT32_MAX - 1, "", 0);
    expect_size(index, 2, UINT32_MAX - 1);
    tip_index_close(index);
}

Test(index, postings_are_added_to_a_bitmap)
{
    struct tip_index *index = four_passages();
    struct tip_bitmap bitmap;
    OK(tip_bitmap_init(&bitmap, 5, &error));
    tip_bitmap_set(&bitmap, 2);
    OK(tip_index_postings(index, "camp", 4, &bitmap, &error));
    OK(tip_index_postings(index, "", 0, &bitmap, &error));
    static const bool has[] = {false, true, true, true, false};
    for (uint32_t number = 0; number < 5; number++)
        cr_expect_eq(tip_bitmap_has(&bitmap, number), has[number], "%u", number);
    tip_bitmap_free(&bitmap);
    tip_index_close(index);
}

Test(index, the_last_put_of_a_number_counts)
{
    tip_index_close(four_passages());
    struct tip_index_writer *writer;
    OK(tip_index_open_writer(&writer, path, &error));
    put(writer, 3, "scam", 1);
    commit_and_close(writer);
    struct tip_index *index = opened();
    cr_expect_eq(frequency(index, "camp", 4), 2);
    cr_expect_eq(frequency(index, "scam", 4), 2);
    expect_record(index, 3, "scam", 4);
    tip_index_close(index);
}

Test(index, a_removed_passage_is_gone)
{
    tip_index_close(four_passages());
    struct tip_index_writer *writer;
    OK(tip_index_open_writer(&writer, path, &error));
    OK(tip_index_remove(writer, 7, &error));
    commit_and_close(writer);
    struct tip_index *index = opened();
    expect_size(index, 3, 5);
    char *record;
    size_t length;
    cr_expect_eq(tip_index_record(index, 7, &record, &length, &error), TIP_NOT_FOUND);
    tip_index_close(index);
}

Test(index, values_come_back_empty_ones_too)
{
    struct tip_index_writer *writer = new_writer();
    OK(tip_index_set_value(writer, "dictionary", "a\0b", 3, &error));
    OK(tip_index_set_value(writer, "empty", NULL, 0, &error));
    commit_and_close(writer);
    struct tip_index *index = opened();
    char *bytes;
    size_t length;
    OK(tip_index_value(index, "dictionary", &bytes, &length, &error));
    cr_expect_eq(length, 3);
    cr_expect_eq(memcmp(bytes, "a\0b", 4), 0);
    free(bytes);
    OK(tip_index_value(index, "empty", &bytes, &length, &error));
    cr_expect_eq(length, 0);
    free(bytes);
    cr_expect_eq(tip_index_value(index, "other", &bytes, &length, &error), TIP_NOT_FOUND);
    cr_expect_eq(tip_index_value(index, "", &bytes, &length, &error), TIP_INVALID);
    tip_index_close(index);
}

Test(index, compaction_keeps_numbers_and_content)
{
    tip_index_close(four_passages());
    char *compact = tip_test_path(folder, "compact");
    OK(tip_index_compact(path, compact, &error));
    struct tip_index *index;
    OK(tip_index_open(&index, compact, &error));
    expect_size(index, 4, 7);
    expect_record(index, 7, "scam", 4);
    cr_expect_eq(frequency(index, "camp", 4), 3);
    tip_index_close(index);
    OK(tip_index_check(compact, &error));
    free(compact);
}

/* ---- what is not committed ---- */

Test(index, what_was_not_committed_is_discarded)
{
    struct tip_index_writer *writer = new_writer();
    put(writer, 1, "camp", 16);
    OK(tip_index_commit(writer, &error));
    put(writer, 2, "camp", 16);
    OK(tip_index_set_value(writer, "key", "x", 1, &error));
    tip_index_close_writer(writer);
    struct tip_index *index = opened();
    expect_size(index, 1, 1);
    char *bytes;
    size_t length;
    cr_expect_eq(tip_index_value(index, "key", &bytes, &length, &error), TIP_NOT_FOUND);
    tip_index_close(index);
}

Test(index, ten_thousand_changes_are_not_committed_by_themselves)
{
    struct tip_index_writer *writer = new_writer();
    for (uint32_t number = 1; number <= 10500; number++)
        put(writer, number, "camp", 16);
    struct tip_index *index = opened();
    expect_size(index, 0, 0);
    tip_index_close(index);
    commit_and_close(writer);
    index = opened();
    expect_size(index, 10500, 10500);
    cr_expect_eq(frequency(index, "camp", 4), 10500);
    tip_index_close(index);
}

/* ---- what is refused ---- */

Test(index, a_bad_term_costs_no_neighbour)
{
    char letters[300];
    memset(letters, 'a', sizeof letters);
    const struct tip_index_term bad[][2] = {
        {{"good", 4, 1}, {"", 0, 1}},
        {{"good", 4, 1}, {letters, 246, 1}},
        {{"good", 4, 1}, {letters, 1, 0}},
        {{"good", 4, 1}, {"good", 4, 2}},
        {{"good", 4, UINT32_MAX}, {"other", 5, 1}},
    };
    struct tip_index_writer *writer = new_writer();
    put(writer, 1, "camp", 16);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect_eq(tip_index_put(writer, 2, bad[i], 2, "", 0, &error), TIP_INVALID, "%zu", i);
        cr_expect_neq(strstr(error.message, "passage 2"), NULL, "%s", error.message);
    }
    put(writer, 3, "camp", 16);
    commit_and_close(writer);
    struct tip_index *index = opened();
    expect_size(index, 2, 3);
    cr_expect_eq(frequency(index, "good", 4), 0);
    tip_index_close(index);
}

Test(index, a_number_out_of_range_costs_no_neighbour)
{
    struct tip_index_writer *writer = new_writer();
    put(writer, 1, "camp", 16);
    cr_expect_eq(tip_index_put(writer, 0, NULL, 0, "", 0, &error), TIP_INVALID);
    cr_expect_eq(tip_index_put(writer, UINT32_MAX, NULL, 0, "", 0, &error), TIP_INVALID);
    commit_and_close(writer);
    struct tip_index *index = opened();
    expect_size(index, 1, 1);
    tip_index_close(index);
}

Test(index, removing_what_is_not_there_costs_no_neighbour)
{
    struct tip_index_writer *writer = new_writer();
    put(writer, 1, "camp", 16);
    cr_expect_eq(tip_index_remove(writer, 2, &error), TIP_NOT_FOUND);
    commit_and_close(writer);
    struct tip_index *index = opened();
    expect_size(index, 1, 1);
    tip_index_close(index);
}

Test(index, a_bad_key_costs_no_neighbour)
{
    char key[300];
    memset(key, 'k', sizeof key);
    key[201] = '\0';
    struct tip_index_writer *writer = new_writer();
    put(writer, 1, "camp", 16);
    cr_expect_eq(tip_index_set_value(writer, "", "x", 1, &error), TIP_INVALID);
    cr_expect_eq(tip_index_set_value(writer, key, "x", 1, &error), TIP_INVALID);
    key[200] = '\0';
    OK(tip_index_set_value(writer, key, "x", 1, &error));
    commit_and_close(writer);
    struct tip_index *index = opened();
    expect_size(index, 1, 1);
    tip_index_close(index);
}

Test(index, terms_up_to_the_limit_are_stored)
{
    static const char nuls[123];
    char letters[245];
    memset(letters, 'a', sizeof letters);
    const struct tip_index_term longest[] = {{letters, 245, 1}, {nuls, 122, 1}};
    const struct tip_index_term too_long[] = {{nuls, 123, 1}};
    struct tip_index_writer *writer = new_writer();
    OK(tip_index_put(writer, 1, longest, 2, "", 0, &error));
    cr_expect_eq(tip_index_put(writer, 2, too_long, 1, "", 0, &error), TIP_INVALID);
    commit_and_close(writer);
    struct tip_index *index = opened();
    cr_expect_eq(frequency(index, letters, 245), 1);
    cr_expect_eq(frequency(index, nuls, 122), 1);
    cr_expect_eq(frequency(index, nuls, 123), 0);
    cr_expect_eq(frequency(index, "", 0), 0);
    tip_index_close(index);
}

/* ---- ranking ---- */

/* Ranks among all numbers below 100 but `without`. */
static struct tip_rank_result rank(struct tip_index *index, const struct tip_rank_term *terms,
                                   size_t count, uint32_t without, uint32_t limit,
                                   int64_t deadline_ns)
{
    struct tip_bitmap among;
    OK(tip_bitmap_init(&among, 100, &error));
    for (uint32_t number = 1; number < 100; number++)
        tip_bitmap_set(&among, number);
    tip_bitmap_unset(&among, without);
    const struct tip_rank_request request = {.terms = terms,
                                             .term_count = count,
                                             .among = &among,
                                             .k1 = 1.4,
                                             .limit = limit,
                                             .deadline_ns = deadline_ns};
    struct tip_rank_result result;
    OK(tip_index_rank(index, &request, &result, &error));
    tip_bitmap_free(&among);
    return result;
}

static void expect_hit(const struct tip_rank_result *result, size_t place, uint32_t number,
                       double score)
{
    cr_assert_lt(place, result->count);
    cr_expect_eq(result->hits[place].number, number);
    cr_expect_float_eq(result->hits[place].score, score, 1e-9, "%.12g", result->hits[place].score);
}

static const struct tip_rank_term camp[] = {{"camp", 4, 2.0}};
static const struct tip_rank_term camp_and_scam[] = {{"camp", 4, 2.0}, {"scam", 4, 3.0}};

Test(index, a_score_is_idf_times_f_over_f_plus_k1)
{
    struct tip_index *index = four_passages();
    struct tip_rank_result result = rank(index, camp_and_scam, 2, 0, 10, 0);
    cr_assert_eq(result.count, 4);
    cr_expect_not(result.is_cut);
    expect_hit(&result, 0, 3, 2.0 * 48 / (48 + 1.4 * 16));
    expect_hit(&result, 1, 7, 3.0 * 16 / (16 + 1.4 * 16));
    expect_hit(&result, 2, 1, 2.0 * 16 / (16 + 1.4 * 16));
    expect_hit(&result, 3, 5, 2.0 * 16 / (16 + 1.4 * 16));
    free(result.hits);
    tip_index_close(index);
}

Test(index, a_term_given_twice_counts_twice)
{
    struct tip_index *index = four_passages();
    const struct tip_rank_term twice[] = {{"camp", 4, 2.0}, {"camp", 4, 1.0}};
    struct tip_rank_result result = rank(index, twice, 2, 0, 10, 0);
    cr_assert_eq(result.count, 3);
    expect_hit(&result, 0, 3, 3.0 * 48 / (48 + 1.4 * 16));
    free(result.hits);
    tip_index_close(index);
}

Test(index, only_what_is_in_the_bitmap_is_ranked)
{
    struct tip_index *index = four_passages();
    struct tip_rank_result result = rank(index, camp, 1, 3, 10, 0);
    cr_assert_eq(result.count, 2);
    cr_expect_eq(result.hits[0].number, 1);
    cr_expect_eq(result.hits[1].number, 5);
    free(result.hits);
    tip_index_close(index);
}

Test(index, the_limit_keeps_the_best)
{
    struct tip_index *index = four_passages();
    struct tip_rank_result result = rank(index, camp_and_scam, 2, 0, 2, 0);
    cr_assert_eq(result.count, 2);
    cr_expect_eq(result.hits[0].number, 3);
    cr_expect_eq(result.hits[1].number, 7);
    free(result.hits);
    result = rank(index, camp, 1, 0, 0, 0);
    cr_expect_eq(result.count, 0);
    free(result.hits);
    result = rank(index, camp, 1, 0, UINT32_MAX, 0);
    cr_expect_eq(result.count, 3);
    free(result.hits);
    tip_index_close(index);
}

Test(index, a_set_adds_its_weight_to_its_passages)
{
    struct tip_index *index = four_passages();
    struct tip_bitmap among, quoted;
    OK(tip_bitmap_init(&among, 8, &error));
    OK(tip_bitmap_init(&quoted, 8, &error));
    for (uint32_t number = 1; number < 8; number++)
        tip_bitmap_set(&among, number);
    tip_bitmap_unset(&among, 3);
    tip_bitmap_set(&quoted, 3); /* not ranked, as it is not among the others */
    tip_bitmap_set(&quoted, 5); /* has a term */
    tip_bitmap_set(&quoted, 7); /* has none */
    const struct tip_rank_set set = {&quoted, 0.25};
    const struct tip_rank_request request = {.terms = camp,
                                             .term_count = 1,
                                             .among = &among,
                                             .k1 = 1.4,
                                             .limit = 10,
                                             .sets = &set,
                                             .set_count = 1};
    struct tip_rank_result result;
    OK(tip_index_rank(index, &request, &result, &error));
    cr_assert_eq(result.count, 3);
    expect_hit(&result, 0, 5, 2.0 * 16 / (16 + 1.4 * 16) + 0.25);
    expect_hit(&result, 1, 1, 2.0 * 16 / (16 + 1.4 * 16));
    expect_hit(&result, 2, 7, 0.25);
    free(result.hits);
    tip_bitmap_free(&among);
    tip_bitmap_free(&quoted);
    tip_index_close(index);
}

Test(index, terms_that_stand_nowhere_find_nothing)
{
    static const char long_term[300] = "x";
    const struct tip_rank_term nowhere[] = {{"zoo", 3, 1}, {"", 0, 1}, {long_term, 300, 1}};
    struct tip_index *index = four_passages();
    struct tip_rank_result result = rank(index, nowhere, 3, 0, 10, 0);
    cr_expect_eq(result.count, 0);
    free(result.hits);
    result = rank(index, NULL, 0, 0, 10, 0);
    cr_expect_eq(result.count, 0);
    free(result.hits);
    tip_index_close(index);
}

Test(index, weights_that_are_no_numbers_are_refused)
{
    struct tip_index *index = four_passages();
    struct tip_bitmap among;
    OK(tip_bitmap_init(&among, 8, &error));
    static const double bad[] = {0, -1, 1.0 / 0.0, 0.0 / 0.0};
    struct tip_rank_term term = camp[0];
    struct tip_rank_request request = {
        .terms = &term, .term_count = 1, .among = &among, .k1 = 1.4, .limit = 10};
    struct tip_rank_result result;
    for (size_t i = 0; i < 4; i++) {
        term.idf = bad[i];
        cr_expect_eq(tip_index_rank(index, &request, &result, &error), TIP_INVALID);
    }
    term.idf = 1;
    struct tip_rank_set set = {.passages = &among};
    request.sets = &set;
    request.set_count = 1;
    for (size_t i = 0; i < 4; i++) {
        set.weight = bad[i];
        cr_expect_eq(tip_index_rank(index, &request, &result, &error), TIP_INVALID);
    }
    set.weight = 1;
    for (size_t i = 1; i < 4; i++) {
        request.k1 = bad[i];
        cr_expect_eq(tip_index_rank(index, &request, &result, &error), TIP_INVALID);
    }
    tip_bitmap_free(&among);
    tip_index_close(index);
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

Test(index, a_deadline_cuts_and_the_handle_stays_good)
{
    struct tip_index *index = four_passages();
    struct tip_rank_result result = rank(index, camp, 1, 0, 10, now_ns() - 1);
    cr_expect(result.is_cut);
    cr_expect_eq(result.count, 0);
    free(result.hits);
    result = rank(index, camp, 1, 0, 10, now_ns() + (int64_t)60 * 1000000000);
    cr_expect_not(result.is_cut);
    cr_expect_eq(result.count, 3);
    free(result.hits);
    tip_index_close(index);
}

/* Passages 1 to 3000, each with some of thirty terms; returns the frequency of term t in passage
 * n, 0 for none. */
static uint32_t made_up_frequency(uint32_t number, uint32_t term)
{
    uint32_t mixed = (number * 2654435761u) ^ (term * 40503u);
    mixed = (mixed ^ (mixed >> 15)) * 2246822519u;
    return (mixed >> 20) % (term + 2) == 0 ? 1 + (mixed >> 8) % 64 : 0;
}

enum { MANY = 3000, TERMS = 30 };

static void put_made_up(struct tip_index_writer *writer, uint32_t number)
{
    char names[TERMS][4];
    struct tip_index_term terms[TERMS];
    size_t count = 0;
    for (uint32_t term = 0; term < TERMS; term++) {
        uint32_t found = made_up_frequency(number, term);
        int length = snprintf(names[term], sizeof names[term], "t%u", term);
        if (found != 0)
            terms[count++] = (struct tip_index_term){names[term], (size_t)length, found};
    }
    OK(tip_index_put(writer, number, terms, count, "", 0, &error));
}

static double made_up_score(uint32_t number)
{
    double score = 0;
    for (uint32_t term = 0; term < TERMS; term++) {
        double found = made_up_frequency(number, term);
        score += found == 0 ? 0 : (1 + term) * found / (found + 1.4 * 16);
    }
    return score;
}

Test(index, the_best_are_the_best_of_all)
{
    struct tip_index_writer *writer = new_writer();
    for (uint32_t number = 1; number <= MANY; number++)
        put_made_up(writer, number);
    commit_and_close(writer);
    struct tip_bitmap among;
    OK(tip_bitmap_init(&among, MANY + 1, &error));
    for (uint32_t number = 1; number <= MANY; number += 3)
        tip_bitmap_set(&among, number);
    char names[TERMS][4];
    struct tip_rank_term terms[TERMS];
    for (uint32_t term = 0; term < TERMS; term++) {
        int length = snprintf(names[term], sizeof names[term], "t%u", term);
        terms[term] = (struct tip_rank_term){names[term], (size_t)length, 1 + term};
    }
    const struct tip_rank_request request = {
        .terms = terms, .term_count = TERMS, .among = &among, .k1 = 1.4, .limit = 20};
    struct tip_rank_result result;
    struct tip_index *index = opened();
    OK(tip_index_rank(index, &request, &result, &error));

    cr_assert_eq(result.count, 20);
    for (size_t i = 0; i < result.count; i++) {
        cr_expect_eq(result.hits[i].number % 3, 1);
        cr_expect_float_eq(result.hits[i].score, made_up_score(result.hits[i].number), 1e-9);
        tip_bitmap_unset(&among, result.hits[i].number);
    }
    for (uint32_t number = tip_bitmap_next(&among, 1); number <= MANY;
         number = tip_bitmap_next(&among, number + 1))
        cr_expect_leq(made_up_score(number), result.hits[19].score + 1e-9);
    free(result.hits);
    tip_bitmap_free(&among);
    tip_index_close(index);
}

static uint32_t drawn(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u; /* Numerical Recipes */
    return (*state >> 8) % below;
}

/* Each term in half of the passages, dealt out at random. */
static struct tip_index *random_passages(uint32_t count, uint32_t term_count)
{
    struct tip_index_writer *writer = new_writer();
    uint32_t state = 1;
    for (uint32_t number = 1; number <= count; number++) {
        struct tip_index_term terms[26];
        size_t used = 0;
        for (uint32_t t = 0; t < term_count; t++)
            if (drawn(&state, 2) == 0)
                terms[used++] = (struct tip_index_term){&"abcdefghijklmnopqrstuvwxyz"[t], 1,
                                                        16 + drawn(&state, 100)};
        OK(tip_index_put(writer, number, terms, used, "", 0, &error));
    }
    commit_and_close(writer);
    return opened();
}

/* What is left out once the best are known has no better one among it, however the query is made:
 * with as many hits as passages nothing is left out. */
Test(index, no_passage_is_lost_where_the_rest_is_left_out)
{
    enum { COUNT = 60, LETTERS = 26, QUERIES = 1000, USED = 5 };
    struct tip_index *index = random_passages(COUNT, LETTERS);
    struct tip_bitmap among;
    uint32_t state = 2, lost = 0;
    OK(tip_bitmap_init(&among, COUNT + 1, &error));
    for (uint32_t number = 1; number <= COUNT; number++)
        tip_bitmap_set(&among, number);
    for (int i = 0; i < QUERIES; i++) {
        struct tip_rank_term terms[USED];
        struct tip_rank_result best, all;
        for (uint32_t t = 0, letter = drawn(&state, 3); t < USED; t++, letter += 1 + t % 3)
            terms[t] = (struct tip_rank_term){&"abcdefghijklmnopqrstuvwxyz"[letter], 1,
                                              1 + drawn(&state, 100) / 50.0};
        struct tip_rank_request request = {
            .terms = terms, .term_count = USED, .among = &among, .k1 = 1.4, .limit = COUNT};
        OK(tip_index_rank(index, &request, &all, &error));
        request.limit = 1 + drawn(&state, 10);
        OK(tip_index_rank(index, &request, &best, &error));
        for (size_t h = 0; h < best.count; h++)
            lost += best.hits[h].number != all.hits[h].number;
        free(best.hits);
        free(all.hits);
    }
    cr_expect_eq(lost, 0, "%u hits are not the best", lost);
    tip_bitmap_free(&among);
    tip_index_close(index);
}

/* Passages 1 to 6 with one term, as often in each. */
static struct tip_index *equal_passages(void)
{
    struct tip_index_writer *writer = new_writer();
    const struct tip_index_term term = {"t", 1, 16};
    for (uint32_t number = 1; number <= 6; number++)
        OK(tip_index_put(writer, number, &term, 1, "", 0, &error));
    commit_and_close(writer);
    return opened();
}

Test(index, equal_scores_come_in_the_order_asked_for)
{
    static const uint32_t order[] = {0, 50, 40, 60, 10, 30, 20};
    static const uint32_t wanted[] = {4, 6, 5, 2};
    struct tip_index *index = equal_passages();
    struct tip_bitmap among;
    OK(tip_bitmap_init(&among, 7, &error));
    for (uint32_t number = 1; number <= 6; number++)
        tip_bitmap_set(&among, number);
    const struct tip_rank_term term = {"t", 1, 2};
    struct tip_rank_request request = {
        .terms = &term, .term_count = 1, .among = &among, .k1 = 1.4, .limit = 4, .order = order};
    struct tip_rank_result result;
    OK(tip_index_rank(index, &request, &result, &error));
    cr_assert_eq(result.count, 4);
    for (size_t i = 0; i < result.count; i++)
        cr_expect_eq(result.hits[i].number, wanted[i]);
    free(result.hits);
    request.order = NULL;
    OK(tip_index_rank(index, &request, &result, &error));
    for (size_t i = 0; i < result.count; i++)
        cr_expect_eq(result.hits[i].number, i + 1);
    free(result.hits);
    tip_bitmap_free(&among);
    tip_index_close(index);
}

Test(index, a_restricted_handle_knows_the_visible_passages_alone)
{
    struct tip_index *whole = equal_passages(), *index;
    struct tip_bitmap visible, found;
    uint32_t passages;
    OK(tip_bitmap_init(&visible, 6, &error));
    OK(tip_bitmap_init(&found, 7, &error));
    tip_bitmap_set(&visible, 2);
    tip_bitmap_set(&visible, 5);
    OK(tip_index_restrict(&index, whole, &visible, &error));
    for (int i = 0; i < 2; i++) { /* counted, then known */
        OK(tip_index_frequency(index, "t", 1, &passages, &error));
        cr_expect_eq(passages, 2);
    }
    OK(tip_index_frequency(index, "u", 1, &passages, &error));
    cr_expect_eq(passages, 0);
    OK(tip_index_postings(index, "t", 1, &found, &error));
    cr_expect_eq(tip_bitmap_count(&found), 2);
    cr_expect(tip_bitmap_has(&found, 2) && tip_bitmap_has(&found, 5));
    tip_index_close(index);
    OK(tip_index_frequency(whole, "t", 1, &passages, &error));
    cr_expect_eq(passages, 6);
    tip_index_close(whole);
    tip_bitmap_free(&visible);
    tip_bitmap_free(&found);
}

/* ---- what xapian.cc must not use ---- */

Test(index, what_breaks_in_xapian_is_not_used)
{
    /* OP_MAX: use after free; reopen: throws once the files are gone; set_time_limit: a timer
     * thread writes to the matcher's stack; snippet: not tested; OP_WILDCARD: cut silently. */
    static const char *const banned[] = {"OP_MAX", "reopen", "set_time_limit", "snippet",
                                         "OP_WILDCARD"};
    const char *source = getenv("TIP_SOURCE");
    cr_assert_not_null(source, "TIP_SOURCE names the source tree: run this test by ctest");
    char *name = tip_test_path(source, "indexer/index/xapian.cc");
    size_t length;
    char *text = tip_test_read(name, &length);
    cr_assert_neq(strstr(text, "#include <xapian.h>"), NULL);
    for (size_t i = 0; i < sizeof banned / sizeof *banned; i++)
        cr_expect_null(strstr(text, banned[i]), "%s is used", banned[i]);
    free(text);
    free(name);
}
