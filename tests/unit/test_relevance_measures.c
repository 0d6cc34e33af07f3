/* The measures of rankings on examples worked by hand, and what reads and writes their files.
 *
 * The first table's values were also had from trec_eval (through pytrec_eval-terrier 0.5.11). */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "relevance/judged.h"
#include "relevance/measures.h"
#include "relevance/run.h"
#include "relevance/scores.h"
#include "relevance/significance.h"

#define expect_near(value, wanted)                                                                 \
    cr_expect_float_eq(value, wanted, 1e-9, "%.12f and not %.12f", (double)(value),                \
                       (double)(wanted))

enum { JUDGED = 5 };

/* a is a complete answer, e was judged to be none. */
static const struct {
    const char *document;
    int gain;
} judged[JUDGED] = {{"a", 4}, {"b", 2}, {"c", 1}, {"d", 1}, {"e", 0}};

static struct judged_query judged_query(void)
{
    struct judged_query query = {0};
    for (size_t i = 0; i < JUDGED; i++)
        cr_assert_eq(judged_query_judge(&query, judged[i].document, judged[i].gain, NULL), TIP_OK);
    return query;
}

static void forget(struct judged_query *query)
{
    for (size_t i = 0; i < query->judgement_count; i++)
        free(query->judgements[i].document);
    free(query->judgements);
}

/* The ideal: 4/log2(2) + 2/log2(3) + 1/log2(4) + 1/log2(5). */
static double ideal(void)
{
    return 4.0 + 2.0 / log2(3) + 0.5 + 1.0 / log2(5);
}

Test(relevance_measures, gains_are_discounted_by_the_logarithm_of_the_rank)
{
    struct judged_query query = judged_query();
    const char *const ranking[] = {"x", "b", "e", "a", "y", "c"};
    struct measures measures = measures_of(&query, ranking, 6);
    expect_near(measures.values[MEASURE_NDCG_10],
                (2.0 / log2(3) + 4.0 / log2(5) + 1.0 / log2(7)) / ideal());
    expect_near(measures.values[MEASURE_AVERAGE_PRECISION], (1.0 / 2 + 2.0 / 4 + 3.0 / 6) / 4);
    expect_near(measures.values[MEASURE_RECIPROCAL_RANK_10], 1.0 / 2);
    expect_near(measures.values[MEASURE_RECALL_100], 3.0 / 4);
    expect_near(measures.values[MEASURE_SUCCESS_1], 0);
    expect_near(measures.values[MEASURE_SUCCESS_3], 1);
    expect_near(measures.values[MEASURE_SUCCESS_10], 1);
    forget(&query);
}

Test(relevance_measures, the_best_order_has_one_everywhere)
{
    struct judged_query query = judged_query();
    const char *const ranking[] = {"a", "b", "d", "c", "e"};
    struct measures measures = measures_of(&query, ranking, 5);
    for (int m = 0; m < MEASURE_COUNT; m++)
        expect_near(measures.values[m], 1);
    forget(&query);
}

Test(relevance_measures, what_stands_below_the_tenth_place_is_in_the_deep_measures_only)
{
    struct judged_query query = judged_query();
    const char *ranking[120];
    for (size_t i = 0; i < 120; i++)
        ranking[i] = "x";
    ranking[10] = "a";  /* rank 11 */
    ranking[99] = "b";  /* rank 100 */
    ranking[100] = "c"; /* rank 101 */
    struct measures measures = measures_of(&query, ranking, 120);
    expect_near(measures.values[MEASURE_NDCG_10], 0);
    expect_near(measures.values[MEASURE_RECIPROCAL_RANK_10], 0);
    expect_near(measures.values[MEASURE_SUCCESS_10], 0);
    expect_near(measures.values[MEASURE_RECALL_100], 2.0 / 4);
    expect_near(measures.values[MEASURE_AVERAGE_PRECISION], (1.0 / 11 + 2.0 / 100 + 3.0 / 101) / 4);
    forget(&query);
}

Test(relevance_measures, the_ideal_has_ten_places)
{
    struct judged_query query = {0};
    char names[12][4];
    const char *ranking[12];
    for (size_t i = 0; i < 12; i++) {
        snprintf(names[i], sizeof names[i], "%zu", i);
        ranking[i] = names[i];
        cr_assert_eq(judged_query_judge(&query, names[i], i < 11 ? 1 : 3, NULL), TIP_OK);
    }
    double all = 0;
    for (int rank = 2; rank <= 10; rank++)
        all += 1.0 / log2(rank + 1);
    struct measures measures = measures_of(&query, ranking, 12);
    expect_near(measures.values[MEASURE_NDCG_10], (all + 1.0) / (all + 3.0));
    forget(&query);
}

Test(relevance_measures, nothing_relevant_is_nought)
{
    struct judged_query query = {0};
    cr_assert_eq(judged_query_judge(&query, "e", 0, NULL), TIP_OK);
    cr_assert_eq(judged_query_judge(&query, "f", -1, NULL), TIP_OK);
    const char *const ranking[] = {"e", "f"};
    struct measures measures = measures_of(&query, ranking, 2);
    for (int m = 0; m < MEASURE_COUNT; m++)
        expect_near(measures.values[m], 0);
    forget(&query);
}

/* Eight queries, all better by different amounts: of 256 ways only all signs kept and all swapped
 * are as far off. */
Test(relevance_significance, few_queries_are_tried_in_all_ways)
{
    double all_better[] = {0.1, 0.2, 0.3, 0.1, 0.5, 0.25, 0.7, 0.05};
    expect_near(significance_of(all_better, 8), 2.0 / 256);
    double balanced[] = {0.1, -0.1, 0.0, 0.0};
    expect_near(significance_of(balanced, 4), 1);
    /* Sums of ±1 ±2 ±4: 7 5 3 1 and their negatives; observed 3, at least as far are 6 of 8. */
    double mixed[] = {1, -2, 4};
    expect_near(significance_of(mixed, 3), 6.0 / 8);
    expect_near(significance_of(NULL, 0), 1);
}

/* With n differences of the same size of which k are negative, the share is a binomial tail: here
 * n = 40, k = 13, twice the sum of C(40, 0..13) / 2^40 = 0.0385 (scipy.stats.binomtest(13, 40)). */
Test(relevance_significance, many_queries_are_drawn)
{
    double differences[40];
    for (int i = 0; i < 40; i++)
        differences[i] = i < 13 ? -0.5 : 0.5;
    cr_expect_float_eq(significance_of(differences, 40), 0.0385, 0.003);
}

static const char qrels_trec[] = "1 0 d1 2\n1 0 d2 0\n2 0 d1 1\n9 0 d1 1\n";
static const char qrels_beir[] = "query-id\tcorpus-id\tscore\n1\td1\t2\n1\td2\t0\n2\td1\t1\n";
static const char queries_json[] = "{\"_id\": \"1\", \"text\": \"cyber scam\"}\n"
                                   "\n"
                                   "{\"id\": \"2\", \"query\": \"debt\"}\n";
static const char queries_trec[] = "<top>\n<num> Number: 1\n<title> cyber\n scam\n\n<desc> "
                                   "Description:\nmore words\n</top>\n\n<top>\n<num> Number: 2\n"
                                   "<title>\n<desc> Description:\n debt \n<narr> none\n</top>\n";
static const char queries_table[] = "id\thalf\tquery\tneedles\n"
                                    "1\ttune\tcyber scam\tpig butchering|Scam\n"
                                    "2\theld\tdebt\tworker's debt\n";

static char *file_with(const char *folder, const char *name, const char *text)
{
    char *path = tip_test_path(folder, name);
    tip_test_write(path, text, strlen(text));
    return path;
}

Test(relevance_files, queries_have_three_forms_and_judgements_two)
{
    static const char *const forms[] = {queries_json, queries_trec, queries_table};
    char *folder = tip_test_folder();
    char *judgements[] = {file_with(folder, "trec", qrels_trec),
                          file_with(folder, "beir", qrels_beir)};
    struct tip_error error = {0};
    for (size_t i = 0; i < 6; i++) {
        struct judged_queries queries = {0};
        char *path = file_with(folder, "queries", forms[i / 2]);
        cr_assert_eq(judged_queries_read(&queries, path, &error), TIP_OK, "%s", error.message);
        cr_assert_eq(judged_queries_read_judgements(&queries, judgements[i % 2], &error), TIP_OK,
                     "%s", error.message);
        cr_assert_eq(queries.count, 2);
        cr_expect_str_eq(queries.items[0].text, "cyber scam");
        cr_expect_str_eq(queries.items[1].text, "debt");
        cr_expect_eq(queries.items[0].judgement_count, 2);
        cr_expect_eq(judged_query_gain(&queries.items[0], "d1"), 2);
        cr_expect_eq(judged_query_gain(judged_queries_find(&queries, "2"), "d1"), 1);
        cr_expect_eq(judged_query_gain(&queries.items[1], "d2"), 0);
        cr_expect_str_eq(queries.items[1].half, i / 2 == 2 ? "held" : "");
        judged_queries_free(&queries);
        free(path);
    }
    free(judgements[0]);
    free(judgements[1]);
    tip_test_folder_remove(folder);
}

Test(relevance_files, faults_are_told_with_file_and_line)
{
    static const struct {
        const char *text, *message;
        bool is_judgements;
    } faults[] = {
        {"{\"_id\": \"1\", \"text\": \"a\"}\n{\"_id\": \"2\"}\n", "line 2: lacks", false},
        {"{\"_id\": \n", "line 1: not JSON", false},
        {"id\thalf\tquery\tneedles\n1\ttune\tcyber\n", "line 2: has 3 columns", false},
        {"<top>\n<title> cyber\n</top>\n", "topic 1: lacks", false},
        {"", "holds no query", false},
        {"1 0 d1 2\n1 0 d2 good\n", "line 2: good is no score", true},
        {"1 0 d1 2\n1 2\n", "line 2: has 2 columns", true},
    };
    char *folder = tip_test_folder();
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct judged_queries queries = {0};
        struct tip_error error = {0};
        char *path = file_with(folder, "file", faults[i].text);
        tip_status status = faults[i].is_judgements
                                ? judged_queries_read_judgements(&queries, path, &error)
                                : judged_queries_read(&queries, path, &error);
        cr_expect_eq(status, TIP_INVALID);
        cr_expect(strstr(error.message, faults[i].message) != NULL, "%s", error.message);
        judged_queries_free(&queries);
        free(path);
    }
    tip_test_folder_remove(folder);
}

static const char dump[] =
    "{\"id\":\"p1\",\"kind\":\"narrative\",\"section\":[\"Topics\"],\"text\":\"An online  "
    "\\nSCAM.\"}\n"
    "{\"id\":\"p2\",\"kind\":\"contents\",\"section\":[],\"text\":\"scam\"}\n"
    "{\"id\":\"p3\",\"kind\":\"list\",\"section\":[\"A worker\u2019s debt\"],\"text\":\"pig\"}\n";

Test(relevance_files, passages_are_judged_by_their_needles)
{
    char *folder = tip_test_folder();
    char *table = file_with(folder, "table.tsv", queries_table);
    char *passages = file_with(folder, "dump", dump);
    struct judged_queries queries = {0};
    struct tip_error error = {0};
    cr_assert_eq(judged_queries_read(&queries, table, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(judged_queries_judge_dump(&queries, passages, &error), TIP_OK, "%s",
                 error.message);
    cr_assert_eq(queries.items[0].judgement_count, 1);
    cr_expect_str_eq(queries.items[0].judgements[0].document, "p1");
    cr_assert_eq(queries.items[1].judgement_count, 1);
    cr_expect_str_eq(queries.items[1].judgements[0].document, "p3");
    judged_queries_free(&queries);
    free(table);
    free(passages);
    tip_test_folder_remove(folder);
}

/* Scores decide, as in trec_eval; a document that comes twice counts once, at its best place. */
Test(relevance_files, a_run_is_the_same_after_writing_and_reading)
{
    char *folder = tip_test_folder();
    char *path = tip_test_path(folder, "a.run");
    struct run written = {0}, back = {0};
    struct tip_error error = {0};
    struct ranking *ranking = run_add(&written, "q1");
    cr_assert(ranking_add(ranking, "d1", 2.5) && ranking_add(ranking, "d2", 2.5) &&
              ranking_add(ranking, "d1", 2.5) && ranking_add(ranking, "d3", 2.5));
    cr_assert_not_null(run_add(&written, "q2"));
    cr_assert_eq(run_write(&written, path, "test", &error), TIP_OK, "%s", error.message);
    char *text = tip_test_read(path, NULL);
    cr_expect_str_eq(text, "q1 Q0 d1 1 2.500000 test\nq1 Q0 d2 2 2.499999 test\n"
                           "q1 Q0 d3 3 2.499998 test\n");
    cr_assert_eq(run_read(&back, path, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(back.count, 1);
    cr_assert_eq(run_find(&back, "q1")->count, 3);
    cr_expect_str_eq(run_find(&back, "q1")->items[2].document, "d3");
    free(text);
    run_free(&written);
    run_free(&back);
    free(path);
    tip_test_folder_remove(folder);
}

Test(relevance_files, the_score_orders_a_run_and_not_the_rank)
{
    char *folder = tip_test_folder();
    char *path = file_with(folder, "a.run",
                           "q Q0 low 1 1.0 t\nq Q0 high 2 3.0 t\n"
                           "q Q0 same 3 1.0 t\n");
    struct run run = {0};
    struct tip_error error = {0};
    cr_assert_eq(run_read(&run, path, &error), TIP_OK, "%s", error.message);
    static const char *const order[] = {"high", "low", "same"};
    for (size_t i = 0; i < 3; i++)
        cr_expect_str_eq(run.rankings[0].items[i].document, order[i]);
    run_free(&run);
    free(path);
    tip_test_folder_remove(folder);
}

Test(relevance_scores, queries_without_judgements_are_left_out_and_those_without_hits_count)
{
    char *folder = tip_test_folder();
    char *path = file_with(folder, "queries",
                           "{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\"}\n"
                           "{\"id\":\"3\",\"text\":\"c\"}\n");
    char *judgements = file_with(folder, "qrels", "1 0 d1 1\n2 0 d1 1\n");
    struct judged_queries queries = {0};
    struct run run = {0};
    struct measures *scores = NULL;
    struct tip_error error = {0};
    cr_assert_eq(judged_queries_read(&queries, path, &error), TIP_OK);
    cr_assert_eq(judged_queries_read_judgements(&queries, judgements, &error), TIP_OK);
    cr_assert(ranking_add(run_add(&run, "1"), "d1", 1));
    cr_assert_eq(scores_make(&scores, &queries, &run, &error), TIP_OK);
    cr_expect_eq(scores_count(&queries, NULL), 2);
    expect_near(scores_mean(&queries, scores, NULL).values[MEASURE_SUCCESS_1], 0.5);
    free(scores);
    run_free(&run);
    judged_queries_free(&queries);
    free(path);
    free(judgements);
    tip_test_folder_remove(folder);
}
