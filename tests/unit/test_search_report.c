/* The full report, searched as an analyst would. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "search/search.h"

static void expect_scam_section(struct tip_searcher *searcher)
{
    static const char section[] = "Human Trafficking and Cyber Scam Operations";
    struct tip_request request = {.command = TIP_COMMAND_SEARCH,
                                  .query = (char *)"cyber scam Cambodia",
                                  .limit = 5,
                                  .with_text = true};
    struct tip_reply reply;
    tip_searcher_run(searcher, &request, 0, &reply);
    cr_assert_eq(reply.hit_count, 5);
    int about_scams = 0;
    for (size_t i = 0; i < reply.hit_count; i++) {
        about_scams +=
            strcasestr(reply.hits[i].view.text, "scam") != NULL ||
            strcmp(reply.hits[i].view.headings[reply.hits[i].view.depth - 1], section) == 0;
    }
    cr_expect_geq(about_scams, 4);
    const struct tip_view *first = &reply.hits[0].view;
    cr_expect_str_eq(first->headings[first->depth - 1], section);
    tip_reply_free(&reply);
}

Test(search_report, cyber_scam_cambodia_is_answered_first)
{
    const char *report = tip_test_report();
    if (report == NULL) {
        return;
    }
    char *folder = tip_test_folder();
    char *index = tip_test_path(folder, "index");
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "build", "-i", index, report);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    char warning[TIP_ERROR_MESSAGE_SIZE];
    struct tip_error error;
    struct tip_generation *generation;
    struct tip_searcher *searcher;
    cr_assert_eq(tip_generation_open_current(&generation, index, warning, &error), TIP_OK);
    cr_assert_eq(tip_searcher_create(&searcher, &error), TIP_OK);
    cr_assert_eq(tip_searcher_use(searcher, generation, &error), TIP_OK);
    expect_scam_section(searcher);
    tip_searcher_free(searcher);
    tip_generation_close(generation);
    free(index);
    tip_test_folder_remove(folder);
}
