/* Pages for browsers: what is foreign stays text, links join, headers keep everything else out. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "http_fixture.h"

static struct server_fixture fixture;

static void stop(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(web_page, .fini = stop, .timeout = 120);

/* A report whose every part holds markup, but its id, which may not. */
static const char hostile[] =
    "# Ledger \\<script>alert(1)\\</script>\n\n"
    "## \"\\>\\<img src=x onerror=alert(2)\\>\n\n"
    "A ledger of fees & \\<b>debts\\</b> that the \\<script>alert(3)\\</script> foreman kept.\n\n"
    "## بيع الديون\n\n"
    "دفتر الديون عند صاحب العمل ledger.\n";

static void add_hostile(void)
{
    char *path = tip_test_path(fixture.folder, "hostile.md");
    struct tip_run run;

    tip_test_write(path, hostile, strlen(hostile));
    TIP_RUN(&run, "tipindex", "update", "-i", fixture.index, "--id", "hostile", "--title",
            "Title </title><script>alert(4)</script>", "--year", "2022", path);
    cr_assert_eq(run.status, 0, "tipindex: %s", run.err);
    tip_run_free(&run);
    free(path);
}

/* Adds a file of records to the index. */
static void add_file(const char *name, const char *text, size_t length)
{
    char *path = tip_test_path(fixture.folder, name);
    struct tip_run run;

    tip_test_write(path, text, length);
    TIP_RUN(&run, "tipindex", "update", "-i", fixture.index, path);
    cr_assert_eq(run.status, 0, "tipindex: %s", run.err);
    tip_run_free(&run);
    free(path);
}

static void start(const char *const *arguments)
{
    http_start(&fixture, arguments);
    add_hostile();
    server_await_stats(&fixture, "\"generation\":2");
}

static void get(const char *target, const char *fields, unsigned status, struct http_answer *answer)
{
    http_request(&fixture, "GET", target, fields, NULL, answer);
    cr_assert_eq(answer->status, status, "%s: %u, not %u: %s", target, answer->status, status,
                 answer->body);
}

/* The same, of a page that has `part`. */
static void get_with(const char *target, const char *fields, unsigned status, const char *part,
                     struct http_answer *answer)
{
    get(target, fields, status, answer);
    cr_expect_not_null(strstr(answer->body, part), "%s lacks %s: %s", target, part, answer->body);
}

/* ---- what is foreign ---- */

/* Markup that is not ours would need one of these as it stands. */
static void expect_harmless(const char *target, const struct http_answer *answer)
{
    static const char *const parts[] = {"<script>",        "<img",   "<b>",     "onerror=alert(2)>",
                                        "</title><script", "style=", "onclick", "javascript:"};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        cr_expect_null(strstr(answer->body, parts[i]), "%s has %s: %s", target, parts[i],
                       answer->body);
}

Test(web_page, markup_is_shown_as_text)
{
    static const struct {
        const char *target, *part;
        unsigned status;
    } table[] = {
        {"/", "Title &lt;/title&gt;&lt;script&gt;alert(4)&lt;/script&gt;", 200},
        {"/?q=ledger", "Title &lt;/title&gt;&lt;script&gt;alert(4)&lt;/script&gt;", 200},
        {"/?q=ledger", "&quot;&gt;&lt;img src=x onerror=alert(2)&gt;", 200},
        {"/?q=ledger", "report=hostile", 200},
        {"/?q=foreman", "&lt;script&gt;alert(3)&lt;/script&gt;", 200},
        {"/?q=%22%3E%3Cscript%3Ealert(9)%3C/script%3E", "value=\"&quot;&gt;&lt;script&gt;", 200},
        {"/?q=%3C/title%3E%3Cscript%3E", "<title>&lt;/title&gt;&lt;script&gt; – tipsearch", 200},
        {"/?q=ledger&report=hostile", "Report: <bdi>Title &lt;/title&gt;", 200},
        {"/?q=ledger&section=%22%3E%3Cscript%3E", "value=\"&quot;&gt;&lt;script&gt;\"", 200},
        {"/?q=ledger&kind=%3Cscript%3E", "&lt;script&gt;", 400},
        {"/?q=ledger&filter=%3Cscript%3Ealert(8)%3C/script%3E", "Filter: <bdi>&lt;script&gt;", 200},
        {"/?q=ledger&%3Cscript%3E=1", "no parameter “<bdi>&lt;script&gt;</bdi>”", 200},
        {"/?q=ledger&offset=%3Cscript%3E", "&lt;script&gt;", 400},
        {"/?q=kind:%3Cscript%3E", "&lt;</mark>script&gt;", 400},
        {"/read/%3Cscript%3E", "an id is 16 hex digits", 400},
        {"/%3Cscript%3E", "there is nothing at this path", 404},
    };
    struct http_answer answer;

    start(NULL);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        get_with(table[i].target, "Accept: text/html\r\n", table[i].status, table[i].part, &answer);
        expect_harmless(table[i].target, &answer);
        http_answer_free(&answer);
    }
}

/* The `which`th link to a passage in a page, for free(3). */
static char *passage_link(const char *body, int which)
{
    static const char mark[] = "<a href=\"/read/";
    const char *link = body;

    for (int i = 0; i <= which && link != NULL; i++)
        link = strstr(link + 1, mark);
    cr_assert_not_null(link, "%s", body);
    link += strlen("<a href=\"");
    return strndup(link, strcspn(link, "\""));
}

Test(web_page, a_passage_is_read_with_what_stands_around_it)
{
    struct http_answer answer;
    char *target;

    start(NULL);
    get("/?q=foreman", "", 200, &answer);
    target = passage_link(answer.body, 0);
    http_answer_free(&answer);
    get(target, "", 200, &answer);
    expect_harmless(target, &answer);
    cr_expect_not_null(strstr(answer.body, "<blockquote dir=\"auto\">A ledger of fees &amp; "));
    cr_expect_not_null(strstr(answer.body, "<section id=\"after\""), "%s", answer.body);
    cr_expect_not_null(strstr(answer.body, "بيع الديون"));
    cr_expect_not_null(strstr(answer.body, "rel=\"next\""));
    cr_expect_not_null(strstr(answer.body, "class=\"citation\""));
    http_answer_free(&answer);
    free(target);
}

Test(web_page, a_filter_in_force_is_not_added_again)
{
    struct http_answer answer;

    start(NULL);
    get("/?q=ledger&year=2022", "", 200, &answer);
    cr_expect_not_null(strstr(answer.body, "<tr data-value=\"2022\""), "%s", answer.body);
    cr_expect_null(strstr(answer.body, "year=2022&amp;year=2022"), "%s", answer.body);
    http_answer_free(&answer);
    get("/?q=ledger&year=2022&year=2022", "", 200, &answer);
    cr_expect_null(strstr(answer.body, "year=2022&amp;year=2022"), "%s", answer.body);
    http_answer_free(&answer);
}

Test(web_page, titles_and_ways_tell_where_one_is)
{
    static const struct {
        const char *target, *part;
    } table[] = {
        {"/", "<title>tipsearch</title>"},
        {"/?q=ledger", "<title>ledger – tipsearch</title>"},
        {"/?q=ledger&offset=10", "<title>ledger, page 2 – tipsearch</title>"},
        {"/?q=ledger&offset=10", "<span aria-current=\"page\">Page 2</span>"},
        {"/help", "<a href=\"/help\" aria-current=\"page\">"},
        {"/dossier", "<a href=\"/dossier\" aria-current=\"page\">"},
    };
    struct http_answer answer;

    start(NULL);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        get(table[i].target, "", 200, &answer);
        cr_expect_not_null(strstr(answer.body, table[i].part), "%s lacks %s", table[i].target,
                           table[i].part);
        http_answer_free(&answer);
    }
}

Test(web_page, a_report_leads_to_its_source_on_the_web_alone)
{
    static const char records[] =
        "{\"id\":\"good\",\"text\":\"A barge of the "
        "canal.\",\"url\":\"https://example.org/a?b&c\"}\n"
        "{\"id\":\"bad\",\"text\":\"A tugboat of the canal.\",\"url\":\"javascript:alert(5)\"}\n";
    static const char *const queries[] = {"/?q=barge", "/?q=tugboat"};
    struct http_answer answer;

    http_start(&fixture, NULL);
    add_file("records.jsonl", records, strlen(records));
    server_await_stats(&fixture, "\"generation\":2");
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        char *target;

        get(queries[i], "", 200, &answer);
        target = passage_link(answer.body, 0);
        http_answer_free(&answer);
        get(target, "", 200, &answer);
        expect_harmless(target, &answer);
        cr_expect_eq(strstr(answer.body,
                            "<a rel=\"noreferrer\" href=\"https://example.org/a?b&amp;c"
                            "\">") != NULL,
                     i == 0, "%s", answer.body);
        http_answer_free(&answer);
        free(target);
    }
}

/* ---- what goes with a page ---- */

Test(web_page, no_page_may_bring_anything_from_elsewhere)
{
    static const struct {
        const char *target;
        unsigned status;
    } table[] = {{"/", 200},
                 {"/?q=debt", 200},
                 {"/read/ba46338155b33f9c", 200},
                 {"/dossier", 200},
                 {"/help", 200},
                 {"/?q=%22", 400},
                 {"/nothing", 404},
                 {"/read/0000000000000000", 404},
                 {"/assets/page.css", 200}};
    static const char policy[] =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
        "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'";
    struct http_answer answer;

    start(NULL);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        get(table[i].target, "Accept: text/html\r\n", table[i].status, &answer);
        cr_expect_str_eq(http_field(&answer, "content-security-policy"), policy);
        cr_expect_str_eq(http_field(&answer, "x-content-type-options"), "nosniff");
        cr_expect_str_eq(http_field(&answer, "referrer-policy"), "no-referrer");
        cr_expect_str_eq(http_field(&answer, "cross-origin-opener-policy"), "same-origin");
        cr_expect_null(strstr(answer.body, "://"), "%s names an address: %s", table[i].target,
                       strstr(answer.body, "://"));
        http_answer_free(&answer);
    }
}

/* What a program asks for is told as JSON. */
Test(web_page, an_unknown_path_is_html_for_who_asks_for_that)
{
    static const struct {
        const char *accept, *begin;
    } table[] = {
        {"", "{\"error\":"},
        {"Accept: */*\r\n", "{\"error\":"},
        {"Accept: application/json\r\n", "{\"error\":"},
        {"Accept: text/html;q=0\r\n", "{\"error\":"},
        {"Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n", "<!DOCTYPE html>"},
        {"Accept: ,,;;q=,text/html;q=x\r\n", "<!DOCTYPE html>"},
    };
    struct http_answer answer;

    start(NULL);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        get("/nothing", table[i].accept, 404, &answer);
        cr_expect_eq(strncmp(answer.body, table[i].begin, strlen(table[i].begin)), 0, "%s: %s",
                     table[i].accept, answer.body);
        http_answer_free(&answer);
    }
}

Test(web_page, what_is_known_is_not_sent_again)
{
    static const char *const targets[] = {"/", "/?q=debt", "/read/ba46338155b33f9c",
                                          "/assets/page.css", "/assets/page.js"};
    struct http_answer answer;
    char field[128];

    start(NULL);
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        get(targets[i], "", 200, &answer);
        snprintf(field, sizeof field, "If-None-Match: %s\r\n", http_field(&answer, "etag"));
        cr_expect_not_null(strstr(http_field(&answer, "cache-control"), "no-cache"));
        http_answer_free(&answer);
        get(targets[i], field, 304, &answer);
        cr_expect_eq(answer.body_length, 0);
        /* These fields take the place of those of the page that is kept. */
        cr_expect_not_null(strstr(http_field(&answer, "content-security-policy"), "script-src"));
        http_answer_free(&answer);
    }
}

Test(web_page, head_is_get_without_the_page)
{
    static const char *const targets[] = {
        "/",     "/?q=debt", "/?q=%22",         "/read/ba46338155b33f9c",
        "/help", "/dossier", "/assets/page.js", "/nothing"};
    struct http_answer whole, head;

    start(NULL);
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        http_request(&fixture, "GET", targets[i], "", NULL, &whole);
        http_request(&fixture, "HEAD", targets[i], "", NULL, &head);
        cr_expect_eq(head.status, whole.status, "%s", targets[i]);
        cr_expect_eq(head.body_length, 0);
        cr_expect_eq(strtoul(http_field(&head, "content-length"), NULL, 10), whole.body_length);
        http_answer_free(&whole);
        http_answer_free(&head);
    }
}

/* ---- addresses ---- */

Test(web_page, an_address_is_read_or_refused_on_a_page)
{
    static const struct {
        const char *target, *part;
        unsigned status;
    } table[] = {
        {"/?q=", "of 2 reports to search", 200},
        {"/?q=+%09", "of 2 reports to search", 200},
        {"/?q=&country=&offset=", "of 2 reports to search", 200},
        {"/?country=KH", "1 passage<", 200},
        {"/?q=foreman&country=LA", "Country: <bdi>Laos</bdi>", 200},
        {"/?q=persons", "Found by its report’s title", 200},
        {"/?q=debt&country=KH&country=LA", "No passage found", 200},
        {"/?q=debt&country=KH&year=2022&country=KH", "country=KH&amp;year=2022\"", 200},
        {"/?q=debt&all=report", "id=\"facet-report\"", 200},
        {"/?q=debt&all=page", "all takes the name of a list", 400},
        {"/?q=debt&page=1&page=2&page=3&page=4&page=5&page=6&page=7&page=8&page=9&page=10&page=11"
         "&page=12&page=13&page=14&page=15&page=16&page=17&page=18&page=19&page=20&page=21&page=22"
         "&page=23&page=24&page=25&page=26&page=27&page=28&page=29&page=30&page=31&page=32&page=33",
         "more than 32 filters", 400},
        {"/?q=debt&utm=x", "no parameter “<bdi>utm</bdi>”", 200},
        {"/?q=debt&limit=100", "no parameter “<bdi>limit</bdi>”", 200},
        {"/?q=debt&q=scam", "“q” is given twice", 400},
        {"/?q=debt&sort=colour", "sort takes relevance or year", 400},
        {"/?q=debt&offset=-1", "offset takes a whole number", 400},
        {"/?q=debt&offset=9999", "offset + limit", 400},
        {"/?q=debt&offset=500", "<a href=\"/?q=debt\" rel=\"first\">", 200},
        {"/?q=%", "%25", 400},
        {"/?q=%zz", "%25", 400},
        {"/?q=%00", "NUL", 400},
        {"/?q=%C3", "UTF-8", 400},
        {"/?q=%E2%80%A8debt", "value=\" debt\"", 200},
        {"/?q=debt+year:x", "<mark class=\"error\">", 400},
        {"/?q=debt+country:cambod+-fee&year=2022",
         "<a href=\"/?q=debt%20country%3ACambodia%20-fee&amp;year=2022\"><bdi>", 400},
        {"/?q=debt&filter=kind:x", "kind:<mark class=\"error\">x</mark>", 400},
        {"/read/x", "an id is 16 hex digits", 400},
        {"/read/0000000000000000", "there is no passage", 404},
        {"/assets/../page.css", "no such file", 404},
        {"/assets/", "there is nothing at this path", 404},
    };
    struct http_answer answer;

    start(NULL);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        get_with(table[i].target, "Accept: text/html\r\n", table[i].status, table[i].part, &answer);
        http_answer_free(&answer);
    }
}

Test(web_page, an_address_that_is_too_long_is_told_on_a_page)
{
    static const size_t lengths[] = {17000, 40000}; /* read whole, and not */
    char target[40000 + 1];
    struct http_answer answer;

    start(NULL);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        memset(target, 'a', sizeof target);
        memcpy(target, "/?q=", 4);
        target[lengths[i]] = '\0';
        get(target, "", 414, &answer);
        cr_expect_str_eq(http_field(&answer, "content-type"), "text/html; charset=utf-8");
        cr_expect_not_null(strstr(answer.body, "<h1>This is too long</h1>"), "%s", answer.body);
        http_answer_free(&answer);
    }
}

Test(web_page, a_page_is_asked_for_by_get)
{
    struct http_answer answer;

    start(NULL);
    http_request(&fixture, "POST", "/", "Content-Type: application/json\r\n", "{}", &answer);
    cr_expect_eq(answer.status, 405);
    cr_expect_str_eq(http_field(&answer, "allow"), "GET, HEAD, OPTIONS");
    cr_expect_not_null(strstr(answer.body, "<h1>"));
    http_answer_free(&answer);
}

Test(web_page, what_was_corrected_can_be_insisted_on)
{
    struct http_answer answer;

    start(NULL);
    get("/?q=Cambodai", "", 200, &answer);
    cr_expect_not_null(strstr(answer.body, "Shown: <a href=\"/?q=Cambodia\">"), "%s", answer.body);
    cr_expect_not_null(strstr(answer.body, "<a href=\"/?q=Cambodai&amp;spelling=off\">"));
    http_answer_free(&answer);
    get("/?q=Cambodai&spelling=off", "", 200, &answer);
    cr_expect_not_null(strstr(answer.body, "No passage found"), "%s", answer.body);
    http_answer_free(&answer);
}

/* ---- pages of results ---- */

enum { RECORDS = 37, BYTES_OF_RECORD = 128 };

static void add_records(void)
{
    char text[RECORDS * BYTES_OF_RECORD];
    size_t length = 0;

    for (int i = 0; i < RECORDS; i++)
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "{\"id\":\"r%d\",\"text\":\"A ferry was held, entry %d%s.\"}\n",
                                   i, i * 31, i % 3 == 0 ? " with a ferry crew" : "");
    add_file("records.jsonl", text, length);
}

/* Where the page's link to the next one leads, for free(3); NULL on the last. */
static char *next_page(const char *body)
{
    const char *end = strstr(body, "\" rel=\"next\">"), *start = end, *from;
    char *target, *amp;

    if (end == NULL)
        return NULL;
    while (strncmp(start, "href=\"", 6) != 0)
        start--;
    from = start + 6;
    target = strndup(from, (size_t)(end - from));
    while ((amp = strstr(target, "&amp;")) != NULL)
        memmove(amp + 1, amp + 5, strlen(amp + 5) + 1);
    return target;
}

/* Notes the ids of a page's hits behind those seen; none may be there twice. */
static size_t note_hits(const char *body, char ids[RECORDS][17], size_t count)
{
    static const char mark[] = "<li class=\"hit\" data-id=\"";

    for (const char *hit = strstr(body, mark); hit != NULL; hit = strstr(hit + 1, mark)) {
        cr_assert_lt(count, RECORDS);
        snprintf(ids[count], sizeof ids[count], "%.16s", hit + strlen(mark));
        for (size_t i = 0; i < count; i++)
            cr_expect_str_neq(ids[i], ids[count]);
        count++;
    }
    return count;
}

Test(web_page, links_lead_through_all_that_is_found)
{
    static const char *const first[] = {"/?q=ferry", "/?q=ferry&sort=year",
                                        "/?kind=narrative&q=ferry"};

    http_start(&fixture, NULL);
    add_records();
    server_await_stats(&fixture, "\"generation\":2");
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
        char ids[RECORDS][17], *target = strdup(first[i]);
        size_t count = 0;

        for (int page = 0; target != NULL; page++) {
            struct http_answer answer;

            get(target, "", 200, &answer);
            cr_expect_not_null(strstr(answer.body, "37 passages"), "%s", answer.body);
            count = note_hits(answer.body, ids, count);
            free(target);
            target = next_page(answer.body);
            http_answer_free(&answer);
            cr_assert_lt(page, RECORDS);
        }
        cr_expect_eq(count, RECORDS, "%s: %zu", first[i], count);
    }
}

/* ---- who asks ---- */

/* SHA-256 of "one" and of "two", who may see one report that is not there. */
static void start_with_tokens(void)
{
    static const char tokens[] =
        "all\t7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed\t1000\t*\n"
        "few\t3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3\t1000\tother\n";
    char *folder = tip_test_folder(), *path = tip_test_path(folder, "tokens");

    tip_test_write(path, tokens, strlen(tokens));
    cr_assert_eq(chmod(path, 0600), 0);
    http_start(&fixture, (const char *const[]){"--tokens", path, NULL});
    free(path);
    tip_test_folder_remove(folder);
}

Test(web_page, who_has_a_token_signs_in_by_it)
{
    static const struct {
        const char *target, *fields;
        unsigned status;
        const char *part;
    } table[] = {
        {"/", "", 401, "<h1>Please sign in</h1>"},
        {"/?q=debt", "", 401, "<h1>Please sign in</h1>"},
        {"/read/ba46338155b33f9c", "", 401, "<h1>Please sign in</h1>"},
        {"/dossier", "", 401, "<h1>Please sign in</h1>"},
        {"/?q=debt", "Authorization: Basic !!!\r\n", 401, "<h1>Please sign in</h1>"},
        {"/?q=debt", "Authorization: Basic YW55\r\n", 401, "<h1>Please sign in</h1>"},
        {"/?q=debt", "Authorization: Basic eDp0aHJlZQ==\r\n", 401, "this token is not known"},
        {"/?q=debt", "Authorization: Basic eDpvbmU=\r\n", 200, "2 passages"},
        {"/?q=debt", "Authorization: basic eDpvbmU\r\n", 200, "2 passages"},
        {"/?q=debt", "Authorization: Bearer one\r\n", 200, "2 passages"},
        {"/dossier", "Authorization: Basic OnR3bw==\r\n", 200, "<h1>Dossier</h1>"},
        {"/?q=debt", "Authorization: Basic OnR3bw==\r\n", 200, "Nothing is indexed yet"},
        {"/", "Authorization: Basic OnR3bw==\r\n", 200, "Nothing is indexed yet"},
        {"/read/ba46338155b33f9c", "Authorization: Basic OnR3bw==\r\n", 404, "there is no passage"},
        {"/help", "", 200, "<h1>"},
        {"/assets/page.css", "", 200, "{"},
    };
    struct http_answer answer;

    start_with_tokens();
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        get_with(table[i].target, table[i].fields, table[i].status, table[i].part, &answer);
        if (table[i].status == 401)
            cr_expect_str_eq(http_field(&answer, "www-authenticate"),
                             "Basic realm=\"tipsearch\", charset=\"UTF-8\"");
        http_answer_free(&answer);
    }
}

Test(web_page, nothing_of_a_page_is_logged)
{
    struct http_answer answer;
    char *log;

    start(NULL);
    get("/?q=ledger&country=KH&filter=debtor", "", 200, &answer);
    http_answer_free(&answer);
    log = tip_test_read(fixture.daemon.error_file, NULL);
    cr_expect_null(strstr(log, "ledger"), "%s", log);
    cr_expect_null(strstr(log, "debtor"), "%s", log);
    free(log);
}
