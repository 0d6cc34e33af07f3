/* SCAN: all that a search counts, page by page; SINCE and COLLAPSE of it and of SEARCH. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/answer.h"
#include "search/scan_cursor.h"
#include "search/searcher.h"
#include "unit/search_fixture.h"

#define SAME "The crew worked off a debt for their passage on the ferry."

static const struct fixture_passage passages[] = {
    {"tip-2022", 2022, "Ferries", TIP_KIND_NARRATIVE, .text = SAME},
    {"tip-2022", 2022, "Ports", TIP_KIND_NARRATIVE, .text = "A debt was sold at the port."},
    {"tip-2022", 2022, "Contents", TIP_KIND_CONTENTS, .text = "Debt, ports and ferries"},
    {"tip-2023", 2023, "Ferries", TIP_KIND_NARRATIVE, .text = SAME},
    {"tip-2023", 2023, "Kitchens", TIP_KIND_STORY, .text = "A cook paid a debt for nine years."},
    {"tip-2023", 2023, "Kitchens", TIP_KIND_LIST, .text = "Signs of debt: papers taken, pay kept."},
    {"notes", 0, "Loose", TIP_KIND_NARRATIVE, .text = "Nothing of this kind was seen."},
};

enum { PASSAGES = sizeof passages / sizeof *passages, SEEN_MAX = 32 };

static struct search_fixture fixture;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, PASSAGES);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
}

TestSuite(scan, .init = set_up, .fini = tear_down, .timeout = 60);

static void ask(const struct tip_request *request, struct tip_reply *reply)
{
    tip_searcher_run(fixture.searcher, request, 0, reply);
}

static struct tip_request scan_of(const char *query, unsigned limit, char *after)
{
    return (struct tip_request){
        .command = TIP_COMMAND_SCAN, .query = (char *)query, .limit = limit, .after = after};
}

struct seen {
    uint64_t ids[SEEN_MAX];
    size_t count;
};

/* All pages; each must tell the same total. */
static void scan_all(struct seen *seen, struct tip_request request)
{
    char cursor[TIP_CURSOR_SIZE] = "";
    uint32_t total = UINT32_MAX;
    *seen = (struct seen){0};
    do {
        struct tip_reply reply;
        request.after = cursor[0] == '\0' ? NULL : cursor;
        ask(&request, &reply);
        cr_assert_eq(reply.kind, TIP_REPLY_HITS, "%s", reply.error.message);
        cr_assert(total == UINT32_MAX || total == reply.total);
        total = reply.total;
        cr_assert_leq(reply.hit_count, request.limit);
        for (size_t i = 0; i < reply.hit_count; i++) {
            cr_assert_lt(seen->count, SEEN_MAX);
            seen->ids[seen->count++] = reply.hits[i].view.row.id;
        }
        snprintf(cursor, sizeof cursor, "%s", reply.next == NULL ? "" : reply.next);
        tip_reply_free(&reply);
    } while (cursor[0] != '\0');
    cr_expect_eq(seen->count, total);
}

Test(scan, pages_join_in_the_order_of_ids)
{
    static const char *const queries[] = {"debt",          "*",          "kind:contents debt",
                                          "ferry OR cook", "debt -cook", "dept",
                                          "nowhere",       "kind:story"};
    for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
        for (unsigned limit = 1; limit <= 8; limit++) {
            struct seen seen;
            scan_all(&seen, scan_of(queries[q], limit, NULL));
            cr_expect_eq(seen.count, search_fixture_total(&fixture, queries[q]), "[%s] by %u",
                         queries[q], limit);
            for (size_t i = 1; i < seen.count; i++)
                cr_expect_lt(seen.ids[i - 1], seen.ids[i], "[%s] by %u", queries[q], limit);
        }
    }
}

Test(scan, the_same_text_counts_once_or_in_each_report)
{
    static const enum tip_command commands[] = {TIP_COMMAND_SEARCH, TIP_COMMAND_EXPLAIN,
                                                TIP_COMMAND_SCAN};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        for (int is_off = 0; is_off < 2; is_off++) {
            struct tip_reply reply;
            ask(&(struct tip_request){.command = commands[i],
                                      .query = (char *)"debt",
                                      .limit = 10,
                                      .facets = 1u << TIP_FACET_KIND,
                                      .is_uncollapsed = is_off == 1},
                &reply);
            cr_assert_eq(reply.kind, TIP_REPLY_HITS, "%s", reply.error.message);
            cr_expect_eq(reply.total_all, 5);
            cr_expect_eq(reply.total_distinct, 4);
            cr_expect_eq(reply.total, is_off == 1 ? 5 : 4);
            cr_expect_eq(reply.collapsed, is_off == 1 ? 0 : 1);
            cr_expect_eq(reply.hit_count, reply.total);
            cr_expect_eq(reply.facets[TIP_FACET_KIND].items[0].count, is_off == 1 ? 3 : 2);
            tip_reply_free(&reply);
        }
    }
}

static void expect_error(struct tip_request request, enum tip_error_code code, const char *says)
{
    struct tip_reply reply;
    ask(&request, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_ERROR, "%s is accepted", request.after);
    cr_expect_eq(reply.error.code, code, "%s", reply.error.message);
    cr_expect_not_null(strstr(reply.error.message, says), "%s", reply.error.message);
    tip_reply_free(&reply);
}

static void first_cursor(char cursor[TIP_CURSOR_SIZE])
{
    struct tip_request request = scan_of("debt", 1, NULL);
    struct tip_reply reply;
    ask(&request, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS);
    cr_assert_not_null(reply.next);
    strcpy(cursor, reply.next);
    tip_reply_free(&reply);
}

Test(scan, a_damaged_cursor_is_none)
{
    static const char whole[] = "is no cursor";
    char cursor[TIP_CURSOR_SIZE], damaged[TIP_CURSOR_SIZE + 2];
    first_cursor(cursor);
    for (size_t i = 0; i < strlen(cursor); i++) {
        strcpy(damaged, cursor);
        damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
        expect_error(scan_of("debt", 1, damaged), TIP_CODE_BAD_REQUEST, whole);
        strcpy(damaged, cursor);
        damaged[i] = '\0';
        expect_error(scan_of("debt", 1, damaged), TIP_CODE_BAD_REQUEST, whole);
        damaged[i] = '=';
        expect_error(scan_of("debt", 1, damaged), TIP_CODE_BAD_REQUEST, whole);
    }
    snprintf(damaged, sizeof damaged, "%sA", cursor);
    expect_error(scan_of("debt", 1, damaged), TIP_CODE_BAD_REQUEST, whole);
}

Test(scan, a_cursor_is_of_one_query_and_its_options)
{
    static const char other[] = "another query";
    char cursor[TIP_CURSOR_SIZE];
    first_cursor(cursor);
    struct tip_request_filter year = {TIP_FILTER_YEAR, (char *)"2023"};
    struct tip_request request = scan_of("debts", 1, cursor);
    expect_error(request, TIP_CODE_BAD_REQUEST, other);
    request = scan_of("debt", 1, cursor);
    request.filter = (char *)"";
    expect_error(request, TIP_CODE_BAD_REQUEST, other);
    request = scan_of("debt", 1, cursor);
    request.filters = &year;
    request.filter_count = 1;
    expect_error(request, TIP_CODE_BAD_REQUEST, other);
    request = scan_of("debt", 1, cursor);
    request.is_uncollapsed = true;
    expect_error(request, TIP_CODE_BAD_REQUEST, other);
    request = scan_of("debt", 1, cursor);
    request.since = 1;
    expect_error(request, TIP_CODE_BAD_REQUEST, other);
    struct tip_reply reply;
    request = scan_of("debt", 7, cursor); /* another size is another page of the same scan */
    request.with_text = true;
    ask(&request, &reply);
    cr_expect_eq(reply.kind, TIP_REPLY_HITS);
    cr_expect_eq(reply.hit_count, 3);
    tip_reply_free(&reply);
}

Test(scan, a_cursor_goes_by_what_options_say_not_by_their_order)
{
    struct tip_request_filter one[] = {{TIP_FILTER_YEAR, (char *)"2023"},
                                       {TIP_FILTER_KIND, (char *)"story,list"}};
    struct tip_request_filter other[] = {one[1], one[0]};
    struct tip_request request = scan_of("debt", 1, NULL);
    struct tip_reply first, second;
    request.filters = one;
    request.filter_count = 2;
    ask(&request, &first);
    cr_assert_not_null(first.next);
    request.filters = other;
    request.after = first.next;
    ask(&request, &second);
    cr_expect_eq(second.kind, TIP_REPLY_HITS, "%s", second.error.message);
    tip_reply_free(&first);
    tip_reply_free(&second);
}

Test(scan, who_sees_other_reports_does_not_go_on)
{
    static const char *const visible[] = {"tip-2022"};
    char cursor[TIP_CURSOR_SIZE];
    struct tip_scope *scope;
    struct tip_error error;
    first_cursor(cursor);
    cr_assert_eq(tip_scope_create(&scope, visible, 1, &error), TIP_OK);
    cr_assert_eq(tip_searcher_limit(fixture.searcher, scope, &error), TIP_OK, "%s", error.message);
    expect_error(scan_of("debt", 1, cursor), TIP_CODE_BAD_REQUEST, "sees other reports");
    first_cursor(cursor);
    cr_assert_eq(tip_searcher_limit(fixture.searcher, NULL, &error), TIP_OK);
    expect_error(scan_of("debt", 1, cursor), TIP_CODE_BAD_REQUEST, "sees other reports");
    tip_scope_free(scope);
}

/* A part of the ranking that is left out is as good as another generation: what matches differs. */
Test(scan, what_is_not_kept_is_gone_and_the_one_in_service_told)
{
    char cursor[TIP_CURSOR_SIZE];
    struct tip_reply reply;
    struct tip_request request = scan_of("debt", 1, cursor);
    first_cursor(cursor);
    tip_searcher_leave_out(fixture.searcher, 1u << TIP_PART_SYNONYMS);
    ask(&request, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_ERROR);
    cr_expect_eq(reply.error.code, TIP_CODE_GONE, "%s", reply.error.message);
    cr_expect_eq(reply.error.generation, fixture.generation->number);
    tip_reply_free(&reply);
}

Test(scan, since_is_no_generation_to_come)
{
    uint32_t served = fixture.generation->number;
    for (int i = 0; i < 2; i++) {
        struct tip_request request = {.command = i == 0 ? TIP_COMMAND_SEARCH : TIP_COMMAND_SCAN,
                                      .query = (char *)"debt",
                                      .limit = 10,
                                      .since = served};
        struct tip_reply reply;
        ask(&request, &reply);
        cr_assert_eq(reply.kind, TIP_REPLY_HITS, "%s", reply.error.message);
        cr_expect_eq(reply.total, 0);
        tip_reply_free(&reply);
        request.since = served + 1;
        ask(&request, &reply);
        cr_assert_eq(reply.kind, TIP_REPLY_ERROR);
        cr_expect_eq(reply.error.code, TIP_CODE_GONE);
        cr_expect_eq(reply.error.generation, served);
        tip_reply_free(&reply);
    }
}

/* A page that is short of passages for want of time is never shown. */
Test(scan, what_takes_too_long_is_no_page)
{
    static const char *const queries[] = {"debt", "\"a debt\"", "nowhere", "*"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct tip_request request = scan_of(queries[i], 10, NULL);
        struct tip_reply reply = {0};
        struct tip_error error;
        fixture.searcher->deadline_ns = 1; /* long over */
        cr_assert_eq(tip_answer_search(fixture.searcher, &request, &reply, &error), TIP_OK);
        cr_assert_eq(reply.kind, TIP_REPLY_ERROR, "[%s]", queries[i]);
        cr_expect_eq(reply.error.code, TIP_CODE_TIMEOUT, "[%s]", queries[i]);
        tip_reply_free(&reply);
    }
}
