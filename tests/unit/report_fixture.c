/* Builds the index anew for each test that opens it: a fifth of a second without sanitizers. */
#include "unit/report_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/kind.h"
#include "harness/harness.h"
#include "search/searcher.h"

static struct tip_error error;

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

static void build(const char *index, const char *source)
{
    struct tip_run run;
    TIP_RUN(&run, "tipindex", "build", "-i", index, source);
    cr_assert_leq(run.status, 1, "%s", run.err); /* 1: a file of a folder is no source */
    tip_run_free(&run);
}

static void read_knowledge(struct report_fixture *fixture)
{
    const char *source = getenv("TIP_SOURCE");
    char *corpus = tip_test_path(source == NULL ? "." : source, "corpus");
    OK(tip_knowledge_read(&fixture->knowledge, corpus, NULL, NULL, &error));
    free(corpus);
}

bool report_fixture_open(struct report_fixture *fixture)
{
    const char *report = tip_test_report();
    if (report != NULL) {
        report_fixture_open_source(fixture, report);
    }
    return report != NULL;
}

void report_fixture_open_source(struct report_fixture *fixture, const char *source)
{
    char warning[TIP_ERROR_MESSAGE_SIZE];
    fixture->folder = tip_test_folder();
    char *index = tip_test_path(fixture->folder, "index");
    build(index, source);
    OK(tip_generation_open_current(&fixture->generation, index, warning, &error));
    OK(tip_searcher_create(&fixture->searcher, &error));
    OK(tip_searcher_use(fixture->searcher, fixture->generation, &error));
    read_knowledge(fixture);
    tip_searcher_know(fixture->searcher, fixture->knowledge);
    free(index);
}

void report_fixture_close(struct report_fixture *fixture)
{
    tip_searcher_free(fixture->searcher);
    tip_knowledge_free(fixture->knowledge);
    tip_generation_close(fixture->generation);
    tip_test_folder_remove(fixture->folder);
}

char *report_fixture_text(const struct report_fixture *fixture, uint32_t number)
{
    struct tip_row row;
    char *text = NULL;
    size_t length;
    tip_columns_get(fixture->generation->columns, number, &row);
    if (row.kind == TIP_KIND_CONTENTS) {
        return NULL;
    }
    OK(tip_generation_text(fixture->generation, fixture->searcher->index, number, &text, &length,
                           &error));
    return text;
}
