/* Whoever sees only some reports gets the replies of an index that never held the others, byte for
 * byte but for times and numbers of generations: to requests of every command, made of visible and
 * hidden words, ids and values.
 *
 * TIP_REQUESTS is how many requests each test makes, TIP_SEED the number of the first. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle/knowledge.h"
#include "oracle/synthetic.h"
#include "scope_daemons.h"
#include "scope_pair.h"

enum {
    REQUESTS = 1000,
    DAEMON_REQUESTS = 150, /* by each protocol */
    PAGES = 6,             /* of a scan */
    FAULTS_SHOWN = 5,
    SHOWN_BEFORE = 60,
    SHOWN = 300,
    PARTS = 8
};

static struct scope_pair pair;
static struct scope_daemons daemons;

/* Who is asked: searchers in this process, or daemons by one of their protocols. */
typedef char *ask_side(int side, const json_t *request);

static char *ask_searcher(int side, const json_t *request)
{
    return scope_pair_ask(&pair, side, request);
}

static char *ask_by_line(int side, const json_t *request)
{
    return scope_daemons_ask_line(&daemons, side, request);
}

static char *ask_by_http(int side, const json_t *request)
{
    return scope_daemons_ask_http(&daemons, side, request);
}

static char *ask_for_page(int side, const json_t *request)
{
    return scope_daemons_ask_page(&daemons, side, request);
}

static ask_side *ask = ask_searcher;

static void open_pair(void)
{
    scope_pair_init(&pair);
}

static void close_pair(void)
{
    scope_pair_free(&pair);
}

TestSuite(scope_difference, .init = open_pair, .fini = close_pair, .timeout = 3600);

/* ---- comparing ---- */

/* The cursor that a reply ends with, cut out of it, into a request for the page behind it; NULL
 * when there is none. A cursor is of one index, so that those of both sides differ. */
static json_t *next_page(char *reply, const json_t *request)
{
    static const char key[] = "\"next\":\"";
    char *cursor = strstr(reply, key);
    if (cursor == NULL) {
        return NULL;
    }
    cursor += strlen(key);
    size_t length = strcspn(cursor, "\"");
    json_t *next = json_deep_copy(request);
    json_object_set_new(next, "after", json_stringn(cursor, length));
    memmove(cursor, cursor + length, strlen(cursor + length) + 1);
    return next;
}

/* The reply; of a scan those of its first pages. */
static char *ask_pages(int side, const json_t *request)
{
    struct tip_string replies = {0};
    json_t *page = json_deep_copy(request);
    for (int pages = 0; page != NULL && pages < PAGES; pages++) {
        char *reply = ask(side, page);
        json_t *next = next_page(reply, page);
        tip_string_append_text(&replies, reply);
        free(reply);
        json_decref(page);
        page = next;
    }
    json_decref(page);
    return tip_string_release(&replies);
}

/* Whether both sides give the same reply; what differs is put into `shown`. */
static bool is_same(const json_t *request, struct tip_string *shown)
{
    char *restricted = ask_pages(SCOPE_WHOLE, request);
    char *never = ask_pages(SCOPE_PART, request);
    size_t at = 0;
    while (restricted[at] != '\0' && restricted[at] == never[at]) {
        at++;
    }
    bool same = restricted[at] == never[at];
    if (!same && shown != NULL) {
        size_t from = at > SHOWN_BEFORE ? at - SHOWN_BEFORE : 0;
        tip_string_clear(shown);
        tip_string_printf(shown, "  restricted: …%.*s\n  never held: …%.*s", SHOWN,
                          restricted + from, SHOWN, never + from);
    }
    free(restricted);
    free(never);
    return same;
}

/* The smallest request with less in it that still differs. */
static json_t *shrink(json_t *request)
{
    for (size_t which = 0;;) {
        json_t *small = scope_request_shrink(request, which);
        if (small == NULL) {
            return request;
        }
        if (json_equal(small, request) || is_same(small, NULL)) {
            json_decref(small);
            which++;
        } else {
            json_decref(request);
            request = small;
            which = 0;
        }
    }
}

static void tell(json_t *request, uint64_t seed)
{
    struct tip_string shown = {0};
    char *asked = json_dumps(request, JSON_COMPACT);
    request = shrink(json_incref(request));
    char *small = json_dumps(request, JSON_COMPACT);
    is_same(request, &shown);
    cr_expect_fail("seed %llu %s\n  made small: %s\n%s", (unsigned long long)seed, asked, small,
                   shown.data == NULL ? "  it does not differ any more" : shown.data);
    tip_string_free(&shown);
    json_decref(request);
    free(asked);
    free(small);
}

static uint64_t number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

/* Each request has a seed of its own. */
static void compare(uint64_t first_seed, size_t requests)
{
    uint64_t seed = number("TIP_SEED", first_seed);
    uint64_t last = seed + number("TIP_REQUESTS", requests);
    size_t faults = 0;
    for (; seed < last && faults < FAULTS_SHOWN; seed++) {
        struct oracle_random random = {seed};
        json_t *request = scope_request_make(&pair.ground, &random);
        if (!is_same(request, NULL)) {
            tell(request, seed);
            faults++;
        }
        json_decref(request);
    }
}

/* ---- what is hidden ---- */

static bool nothing(const char *id)
{
    (void)id;
    return false;
}

static bool everything(const char *id)
{
    (void)id;
    return true;
}

static bool every_other(const char *id)
{
    unsigned sum = 0;
    for (; *id != '\0'; id++) {
        sum = sum * 31 + (unsigned char)*id;
    }
    return sum % 2 == 0;
}

/* The lines of `records` for which `wanted` is true of the language. */
static char *in_language(const char *records, const char *language, bool wanted)
{
    struct tip_string out = {0};
    char mark[32];
    snprintf(mark, sizeof mark, "\"language\":\"%s\"", language);
    for (size_t length; *records != '\0'; records += length) {
        length = strcspn(records, "\n") + 1;
        char *line = strndup(records, length);
        if ((strstr(line, mark) != NULL) == wanted) {
            tip_string_append_text(&out, line);
        }
        free(line);
    }
    return tip_string_release(&out);
}

static char *synthetic(void)
{
    struct tip_string text = {0};
    oracle_synthetic_write(&text);
    return tip_string_release(&text);
}

/* The same records under other ids, so that each has a twin. */
static char *renamed(const char *records, const char *prefix)
{
    struct tip_string out = {0};
    for (size_t length; *records != '\0'; records += length) {
        length = strcspn(records, "\n") + 1;
        tip_string_printf(&out, "{\"id\":\"%s", prefix);
        tip_string_append(&out, records + strlen("{\"id\":\""), length - strlen("{\"id\":\""));
    }
    return tip_string_release(&out);
}

/* Another edition of the same records, under other ids: each text begins with some words more. */
static char *edition(const char *records, const char *prefix, const char *words)
{
    static const char mark[] = "\"text\":\"";
    struct tip_string out = {0};
    char *copies = renamed(records, prefix);
    const char *from = copies;
    for (const char *text; (text = strstr(from, mark)) != NULL; from = text) {
        text += strlen(mark);
        tip_string_append(&out, from, (size_t)(text - from));
        tip_string_append_text(&out, words);
    }
    tip_string_append_text(&out, from);
    free(copies);
    return tip_string_release(&out);
}

static char *knowledge_of_the_oracle(void)
{
    char *folder = strdup(pair.files[SCOPE_WHOLE].folder);
    char *synonyms = tip_test_path(folder, "synonyms.tsv");
    char *countries = tip_test_path(folder, "countries.tsv");
    tip_test_write(synonyms, oracle_synonyms_tsv, strlen(oracle_synonyms_tsv));
    tip_test_write(countries, oracle_countries_tsv, strlen(oracle_countries_tsv));
    free(synonyms);
    free(countries);
    return folder;
}

/* ---- the tests ---- */

Test(scope_difference, every_other_record_is_hidden)
{
    char *records = synthetic(), *folder = knowledge_of_the_oracle();
    scope_pair_write_records(&pair, "records", records, every_other);
    scope_pair_index(&pair, "build");
    scope_pair_open(&pair, folder);
    compare(1000000, REQUESTS);
    free(records);
    free(folder);
}

Test(scope_difference, a_language_and_twins_are_hidden_and_come_first)
{
    char *records = synthetic(), *copies = renamed(records, "a-");
    char *french = in_language(records, "fr", true), *english = in_language(records, "fr", false);
    scope_pair_write_records(&pair, "1", french, everything);
    scope_pair_write_records(&pair, "2", copies, every_other);
    scope_pair_write_records(&pair, "3", english, nothing);
    scope_pair_index(&pair, "build");
    scope_pair_open(&pair, NULL);
    compare(2000000, REQUESTS);
    free(records);
    free(copies);
    free(french);
    free(english);
}

/* Editions that are nearly the same; of each some records are hidden, in the middle of chains, too.
 */
Test(scope_difference, editions_are_hidden_in_parts)
{
    char *records = synthetic();
    char *second = edition(records, "b-", "lately the inspectors of the port wrote that ");
    char *third = edition(records, "c-", "once more lately the inspectors of the port wrote that ");
    scope_pair_write_records(&pair, "1", second, every_other);
    scope_pair_write_records(&pair, "2", records, every_other);
    scope_pair_write_records(&pair, "3", third, every_other);
    scope_pair_index(&pair, "build");
    scope_pair_open(&pair, NULL);
    compare(4000000, REQUESTS);
    free(records);
    free(second);
    free(third);
}

/* A file of the sample corpus, for free(3). */
static char *sample(const char *name)
{
    char *corpus = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    char *path = tip_test_path(corpus, name);
    size_t length;
    char *text = tip_test_read(path, &length);
    free(path);
    free(corpus);
    return text;
}

static void write_sample(const char *name, const char *report, bool is_hidden)
{
    char *text = sample(name);
    scope_pair_write(&pair, name, text, report, is_hidden);
    free(text);
}

static void open_with_the_corpus(void)
{
    char *corpus = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    scope_pair_open(&pair, corpus);
    free(corpus);
}

static void write_samples(void)
{
    char *cases = sample("sample-cases-2021.jsonl");
    scope_pair_write_records(&pair, "sample-cases-2021", cases, every_other);
    write_sample("sample-handbook-2022.html", "sample-handbook-2022", true);
    write_sample("sample-reference-2023.md", "sample-reference-2023", false);
    write_sample("sample-report-2023.md", "sample-report-2023", false);
    free(cases);
}

Test(scope_difference, the_sample_corpus_is_hidden_in_parts)
{
    write_samples();
    scope_pair_index(&pair, "build");
    open_with_the_corpus();
    compare(3000000, REQUESTS);
}

/* A token that sees the visible reports, beside one that sees all of the other index. */
Test(scope_difference, both_protocols_and_pages_hide_it)
{
    char *corpus = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    write_samples();
    scope_pair_index(&pair, "build");
    open_with_the_corpus();
    scope_daemons_start(&daemons, &pair, corpus);
    ask = ask_by_line;
    compare(6000000, DAEMON_REQUESTS);
    ask = ask_by_http;
    compare(7000000, DAEMON_REQUESTS);
    ask = ask_for_page;
    compare(8000000, DAEMON_REQUESTS);
    scope_daemons_stop(&daemons);
    free(corpus);
}

/* Part `which` of the full report, cut between two paragraphs; for free(3). */
static char *part_of(const char *text, size_t length, size_t which)
{
    size_t ends[2] = {length / PARTS * which, length / PARTS * (which + 1)};
    for (int i = 0; i < 2; i++) {
        const char *cut =
            ends[i] == 0 || which + (size_t)i == PARTS ? NULL : strstr(text + ends[i], "\n\n");
        ends[i] = cut != NULL ? (size_t)(cut - text) + 1 : i == 0 ? 0 : length;
    }
    return strndup(text + ends[0], ends[1] - ends[0]);
}

static void write_part(const char *report, size_t which, const char *id, bool is_hidden)
{
    char name[64];
    size_t length;
    char *text = tip_test_read(report, &length);
    char *part = part_of(text, length, which);
    snprintf(name, sizeof name, "%s.txt", id);
    scope_pair_write(&pair, name, part, id, is_hidden);
    free(part);
    free(text);
}

Test(scope_difference, the_full_report_is_hidden_in_parts)
{
    static const struct {
        size_t part;
        const char *id;
        bool is_hidden;
    } rows[] = {{3, "a-2019", true}, {0, "b-2023", false}, {1, "c-2022", true},
                {2, "d-2023", true}, {3, "e-2021", false}, {4, "f-2023", false},
                {5, "g-2023", true}, {6, "h-2020", false}, {7, "i-2023", true},
                {6, "j-2023", true}};
    const char *report = tip_test_report();
    if (report == NULL) {
        return;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_part(report, rows[i].part, rows[i].id, rows[i].is_hidden);
    }
    scope_pair_index(&pair, "build");
    open_with_the_corpus();
    compare(4000000, REQUESTS);
}

/* Numbers of passages are filled anew by updates: what was hidden and is gone leaves room for what
 * is seen. */
Test(scope_difference, updates_come_in_another_order)
{
    char *records = synthetic(), *copies = renamed(records, "z-");
    scope_pair_write_records(&pair, "1", records, every_other);
    write_sample("sample-handbook-2022.html", "sample-handbook-2022", true);
    scope_pair_index(&pair, "build");
    scope_pair_write_records(&pair, "1", copies, every_other);
    write_sample("sample-report-2023.md", "sample-report-2023", false);
    scope_pair_index(&pair, "update");
    scope_pair_remove(&pair, "sample-handbook-2022.html");
    write_sample("sample-reference-2023.md", "sample-reference-2023", false);
    scope_pair_write_records(&pair, "2", records, every_other);
    scope_pair_index(&pair, "update");
    open_with_the_corpus();
    compare(5000000, REQUESTS);
    free(records);
    free(copies);
}
