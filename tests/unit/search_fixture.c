/* Small indexes for tests of searching. */
#include "unit/search_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "index/builder.h"

enum { REPORT_LIMIT = 256 }; /* passages of one report of a test */

static void add_report(struct tip_builder *builder, const struct fixture_passage *passages,
                       size_t count)
{
    static struct tip_passage items[REPORT_LIMIT];
    char *sections[REPORT_LIMIT][2];
    struct tip_passages list = {.items = items, .count = count};
    struct tip_error error;
    cr_assert_leq(count, REPORT_LIMIT);
    for (size_t i = 0; i < count; i++) {
        sections[i][0] = (char *)"Topics";
        sections[i][1] = (char *)passages[i].heading;
        items[i] = (struct tip_passage){.section = sections[i],
                                        .section_depth = passages[i].heading == NULL ? 0 : 2,
                                        .kind = passages[i].kind,
                                        .ordinal = (uint32_t)i,
                                        .text = (char *)passages[i].text,
                                        .page = (char *)passages[i].page,
                                        .countries = (char *)passages[i].countries,
                                        .words = 10,
                                        .line = i + 1};
        cr_assert_eq(tip_passage_id(&items[i].id, passages[i].report, passages[i].text, 0, &error),
                     TIP_OK);
        cr_assert_eq(tip_passage_text_key(&items[i].text_key, passages[i].text, &error), TIP_OK);
    }
    struct tip_report report = {.id = passages[0].report,
                                .title = "Trafficking in Persons Report",
                                .year = passages[0].year,
                                .date = passages[0].date,
                                .language =
                                    passages[0].language == NULL ? "en" : passages[0].language,
                                .file = passages[0].report,
                                .sha256 = "ab"};
    struct tip_source source = {
        .file = (char *)passages[0].report, .state = TIP_SOURCE_READ, .reader = (char *)"text"};
    cr_assert_eq(tip_builder_add(builder, &report, &list, &source, &error), TIP_OK, "%s",
                 error.message);
}

static void build(const char *folder, const struct fixture_passage *passages, size_t count)
{
    struct tip_index_lock lock;
    struct tip_draft draft;
    struct tip_builder *builder;
    struct tip_error error;
    cr_assert_eq(tip_index_lock_take(&lock, folder, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_draft_create(&draft, folder, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_builder_create(&builder, &draft, NULL, &error), TIP_OK, "%s", error.message);
    for (size_t from = 0, to = 0; from < count; from = to) {
        while (to < count && strcmp(passages[to].report, passages[from].report) == 0) {
            to++;
        }
        add_report(builder, passages + from, to - from);
    }
    cr_assert_eq(tip_builder_finish(builder, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_draft_publish(&draft, &error), TIP_OK, "%s", error.message);
    tip_builder_free(builder);
    tip_draft_free(&draft);
    tip_index_lock_release(&lock);
}

void search_fixture_open(struct search_fixture *fixture, const struct fixture_passage *passages,
                         size_t count)
{
    char warning[TIP_ERROR_MESSAGE_SIZE];
    struct tip_error error;
    strcpy(fixture->folder, "/tmp/tip-search-XXXXXX");
    cr_assert_not_null(mkdtemp(fixture->folder));
    build(fixture->folder, passages, count);
    cr_assert_eq(
        tip_generation_open_current(&fixture->generation, fixture->folder, warning, &error), TIP_OK,
        "%s", error.message);
    cr_assert_eq(tip_searcher_create(&fixture->searcher, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_searcher_use(fixture->searcher, fixture->generation, &error), TIP_OK, "%s",
                 error.message);
}

void search_fixture_close(struct search_fixture *fixture)
{
    struct tip_error error;
    tip_searcher_free(fixture->searcher);
    tip_generation_close(fixture->generation);
    cr_assert_eq(tip_folder_remove(fixture->folder, &error), TIP_OK, "%s", error.message);
}

void search_fixture_ask(struct search_fixture *fixture, const char *query, unsigned limit,
                        unsigned offset, struct tip_reply *reply)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SEARCH, .query = (char *)query, .limit = limit, .offset = offset};
    tip_searcher_run(fixture->searcher, &request, 0, reply);
}

uint32_t search_fixture_total(struct search_fixture *fixture, const char *query)
{
    struct tip_reply reply;
    search_fixture_ask(fixture, query, 0, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS, "[%s]: %s", query, reply.error.message);
    cr_assert_eq(reply.total_is, TIP_TOTAL_EXACT);
    uint32_t total = reply.total;
    tip_reply_free(&reply);
    return total;
}
