/* evaluate, the program that says how good the ranking is, on a collection in plain sight. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/harness.h"
#include "relevance/run.h"

static const char documents[] =
    "{\"_id\": \"d1\", \"title\": \"Fishing vessels\", \"text\": \"Crews of fishing vessels lose "
    "their"
    " passports.\"}\n"
    "{\"_id\": \"d2\", \"title\": \"\", \"text\": \"Passports are kept by recruiters of crews.\"}\n"
    "{\"_id\": \"d3\", \"title\": \"\", \"text\": \"Brick kilns burn coal.\"}\n";

static const char topics[] = "<top>\n<num> Number: 1\n<title> fishing vessels\n</top>\n"
                             "<top>\n<num> Number: 2\n<title> brick kilns\n</top>\n";

static const char judgements[] = "1 0 d1 1\n2 0 d3 1\n2 0 d2 0\n";

/* The first answer of one query is wrong, the second right; the other query's is right. */
static const char saved[] = "1 Q0 d2 1 2.0 by-hand\n1 Q0 d1 2 1.0 by-hand\n"
                            "2 Q0 d3 1 2.0 by-hand\n";

static const char output[] =
    "                       queries nDCG@10     MAP  MRR@10   R@100     S@1     S@3    S@10\n"
    "small                        2  1.0000  1.0000  1.0000  1.0000  1.0000  1.0000  1.0000\n"
    "  saved                         0.8155  0.7500  0.7500  1.0000  0.5000  1.0000  1.0000\n"
    "  change, percent               +22.63  +33.33  +33.33   +0.00 +100.00   +0.00   +0.00\n"
    "  p                             1.0000  1.0000  1.0000  1.0000  1.0000  1.0000  1.0000\n";

static char *small_collection(const char *folder)
{
    static const struct {
        const char *name, *text;
    } files[] = {{"corpus.jsonl", documents}, {"topics", topics}, {"qrels", judgements}};

    char *small = tip_test_path(folder, "small");
    cr_assert_eq(mkdir(small, 0700), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = tip_test_path(small, files[i].name);
        tip_test_write(path, files[i].text, strlen(files[i].text));
        free(path);
    }
    return small;
}

/* Runs in the folder, so that the saved run is called "saved". */
Test(evaluate, a_run_is_measured_and_compared_with_a_saved_one, .timeout = 60)
{
    char *folder = tip_test_folder();
    char *small = small_collection(folder);
    cr_assert_eq(chdir(folder), 0);
    cr_assert_eq(mkdir("saved", 0700), 0);
    tip_test_write("saved/small.run", saved, strlen(saved));
    struct tip_run run;
    TIP_RUN(&run, "evaluate", "--run", "made", "--against", "saved", small);
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_str_eq(run.out, output);
    tip_run_free(&run);

    struct run made = {0};
    struct tip_error error = {0};
    cr_assert_eq(run_read(&made, "made/small.run", &error), TIP_OK, "%s", error.message);
    cr_assert_eq(made.count, 2);
    cr_expect_str_eq(run_find(&made, "1")->items[0].document, "d1");
    cr_expect_str_eq(run_find(&made, "2")->items[0].document, "d3");
    run_free(&made);
    free(small);
    cr_assert_eq(chdir("/"), 0);
    tip_test_folder_remove(folder);
}

Test(evaluate, a_fault_is_told_and_ends_with_two, .timeout = 60)
{
    static const struct {
        const char *option, *value, *message;
    } faults[] = {
        {"--depth", "0", "usage: evaluate"},
        {"--depth", "1001", "usage: evaluate"},
        {"--against", "nowhere", "nowhere/small.run: cannot read the run"},
        {"--daemon-option", "--no-such-option", "tipsearchd has ended"},
    };
    char *folder = tip_test_folder();
    char *small = small_collection(folder);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct tip_run run;
        TIP_RUN(&run, "evaluate", faults[i].option, faults[i].value, small);
        cr_expect_eq(run.status, 2);
        cr_expect(strstr(run.err, faults[i].message) != NULL, "%s", run.err);
        tip_run_free(&run);
    }
    free(small);
    tip_test_folder_remove(folder);
}
