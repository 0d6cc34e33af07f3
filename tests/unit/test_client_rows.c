/* Hits as rows: what spreadsheets, programs and people get of one; and the bar of long runs. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/csv.h"
#include "command/desk/markdown.h"
#include "command/desk/row.h"
#include "command/progress.h"

static void use_utf8(void)
{
    cr_assert_not_null(setlocale(LC_CTYPE, "C.UTF-8"));
}

TestSuite(client_rows, .init = use_utf8);

/* ---- csv ---- */

Test(client_rows, csv_cells)
{
    static const struct {
        const char *text, *cell;
    } CASES[] = {
        {"", ""},
        {"kilns", "kilns"},
        {"a, b", "\"a, b\""},
        {"so \"called\"", "\"so \"\"called\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"=1+1", "'=1+1"},
        {"-visa", "'-visa"},
        {"+passport", "'+passport"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\tcell", "'\tcell"},
        {"\rcell", "\"'\rcell\""},
        {"\n=cell", "\"'\n=cell\""},
        {"=HYPERLINK(\"http://a\",\"b\")", "\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\""},
        {"\xef\xbc\x9d"
         "1",
         "'\xef\xbc\x9d"
         "1"}, /* FULLWIDTH EQUALS SIGN */
        {"\xef\xbc\x8b"
         "1",
         "'\xef\xbc\x8b"
         "1"}, /* FULLWIDTH PLUS SIGN */
        {"\xef\xbc\x8d"
         "1",
         "'\xef\xbc\x8d"
         "1"}, /* FULLWIDTH HYPHEN-MINUS */
        {"\xef\xbc\xa0"
         "a",
         "'\xef\xbc\xa0"
         "a"}, /* FULLWIDTH COMMERCIAL AT */
        {"  =1", "'  =1"},
        {"\xef\xbb\xbf=1", "'\xef\xbb\xbf=1"},
        {"a=b", "a=b"},
        {"\xe2\x80\x93 a dash", "\xe2\x80\x93 a dash"},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *text;
        size_t length;
        FILE *out = open_memstream(&text, &length);

        csv_put(out, CASES[i].text);
        fclose(out);
        cr_expect_str_eq(text, CASES[i].cell);
        free(text);
    }
}

/* ---- Markdown ---- */

Test(client_rows, markdown_shows_just_the_words)
{
    static const struct {
        const char *text, *shown;
    } CASES[] = {
        {"plain words, and 3-4 (of them)", "plain words, and 3-4 (of them)"},
        {"# not a heading", "\\# not a heading"},
        {"12. not a list", "12\\. not a list"},
        {"1957) nor this", "1957\\) nor this"},
        {"12.5 per cent", "12.5 per cent"},
        {"- item", "\\- item"},
        {"one\n- two\n\n> three", "one\n> \\- two\n> \n> \\> three"},
        {"*a* _b_ `c` [d](e) <f> $1", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f> \\$1"},
        {"R&D & AT&amp;T", "R\\&D & AT\\&amp;T"},
        {"    no code  \nno break", "no code\n> no break"},
        {"a\\*b", "a\\\\\\*b"},
        {"", ""},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *text;
        size_t length;
        FILE *out = open_memstream(&text, &length);

        markdown_put(out, CASES[i].text, "> ");
        fclose(out);
        cr_expect_str_eq(text, CASES[i].shown);
        free(text);
    }
}

/* ---- rows ---- */

static const char *const HEADINGS[] = {"Kilns", "Debts"};
static const char *const COUNTRIES[] = {"IN", "NP"};

static const struct tipsearch_twin TWINS[] = {
    {.id = "1111111111111111",
     .report = {.id = "kiln-2020"},
     .citation = "Kilns, 2020",
     .is_same = true,
     .overlap = 1},
    {.id = "2222222222222222", .report = {.id = "kiln-2019"}, .overlap = 0.93}};

static const struct tipsearch_passage PASSAGE = {
    .id = "9f3a52c1d07be846",
    .report = {.id = "kiln-2021", .year = 2021},
    .section = HEADINGS,
    .section_count = 2,
    .kind = "narrative",
    .page = "xii",
    .page_is = "exact",
    .countries = COUNTRIES,
    .country_count = 2,
    .citation = "Kilns, 2021, p. xii",
    .also_in = TWINS,
    .also_in_count = 2,
    .text = "Workers \"owe\" debts,\nand their children too.",
};

static const struct row FOUND = {
    .line = 7, .query = "-debts", .read_as = "-debts", .total = 12, .rank = 3, .passage = &PASSAGE};
static const struct tipsearch_error WRONG = {
    .code = TIPSEARCH_BAD_QUERY, .at = 4, .retry_after_ms = -1, .message = "a quote is not closed"};
static const struct row REFUSED = {.line = 8, .query = "a b \"c", .total = -1, .error = &WRONG};
static const struct row NOTHING = {.line = 9, .query = "qqq", .read_as = "qqq"};

/* What the rows become; for free(3). */
static char *write_rows(enum row_form form, bool has_bom)
{
    struct row_writer writer;
    FILE *out = tmpfile();
    char *text;
    size_t length;

    cr_assert_not_null(out);
    row_begin(&writer, out, form, ROW_COLUMNS_QUERIES, has_bom);
    cr_assert(row_write(&writer, &FOUND));
    cr_assert(row_write(&writer, &REFUSED));
    cr_assert(row_write(&writer, &NOTHING));
    length = (size_t)ftell(out);
    rewind(out);
    text = calloc(1, length + 1);
    cr_assert_eq(fread(text, 1, length, out), length);
    fclose(out);
    return text;
}

Test(client_rows, csv)
{
    char *text = write_rows(ROW_CSV, true);

    cr_expect_str_eq(
        text,
        "\xef\xbb\xbf"
        "line,query,read_as,total,rank,id,report,year,page,section,citation,quotation,page_is,by,"
        "kind,"
        "countries,url,also_in,corrected,error\r\n"
        "7,'-debts,'-debts,12,3,9f3a52c1d07be846,kiln-2021,2021,xii,Kilns > Debts,"
        "\"Kilns, 2021, p. xii\",\"Workers \"\"owe\"\" debts,\nand their children too.\",exact,,"
        "narrative,IN NP,,kiln-2020 1111111111111111; kiln-2019 2222222222222222 (nearly),,\r\n"
        "8,\"a b \"\"c\",,,,,,,,,,,,,,,,,,bad_query: a quote is not closed\r\n"
        "9,qqq,qqq,0,,,,,,,,,,,,,,,,\r\n");
    free(text);
}

Test(client_rows, jsonl)
{
    char *text = write_rows(ROW_JSONL, false);

    cr_expect_str_eq(
        text,
        "{\"line\":7,\"query\":\"-debts\",\"read_as\":\"-debts\",\"total\":12,\"rank\":3,"
        "\"id\":\"9f3a52c1d07be846\",\"report\":\"kiln-2021\",\"year\":2021,\"page\":\"xii\","
        "\"section\":[\"Kilns\",\"Debts\"],\"citation\":\"Kilns, 2021, p. xii\","
        "\"quotation\":\"Workers \\\"owe\\\" debts,\\nand their children "
        "too.\",\"page_is\":\"exact\",\"by\":null,"
        "\"kind\":\"narrative\",\"countries\":[\"IN\",\"NP\"],\"url\":null,"
        "\"also_in\":[{\"id\":\"1111111111111111\",\"report\":\"kiln-2020\",\"same\":true,"
        "\"overlap\":1.0},{\"id\":\"2222222222222222\",\"report\":\"kiln-2019\",\"same\":false,"
        "\"overlap\":0.93}],\"corrected\":null,"
        "\"error\":null}\n"
        "{\"line\":8,\"query\":\"a b \\\"c\",\"read_as\":null,\"total\":null,\"rank\":null,"
        "\"id\":null,\"report\":null,\"year\":null,\"page\":null,\"section\":[],"
        "\"citation\":null,\"quotation\":null,\"page_is\":null,\"by\":null,\"kind\":null,"
        "\"countries\":[],"
        "\"url\":null,\"also_in\":[],\"corrected\":null,"
        "\"error\":{\"code\":\"bad_query\",\"message\":\"a quote is not closed\",\"at\":4}}\n"
        "{\"line\":9,\"query\":\"qqq\",\"read_as\":\"qqq\",\"total\":0,\"rank\":null,\"id\":null,"
        "\"report\":null,\"year\":null,\"page\":null,\"section\":[],\"citation\":null,"
        "\"quotation\":null,\"page_is\":null,\"by\":null,\"kind\":null,\"countries\":[],\"url\":"
        "null,"
        "\"also_in\":[],\"corrected\":null,\"error\":null}\n");
    free(text);
}

Test(client_rows, markdown)
{
    char *text = write_rows(ROW_MD, false);

    cr_expect_str_eq(text, "## 7. \\-debts\n\n12 passages\n\n"
                           "> Workers \"owe\" debts,\n> and their children too.\n\n"
                           "[3] Kilns, 2021, p. xii\n\n"
                           "Also in: Kilns, 2020\n\nNearly the same in: 2222222222222222\n\n"
                           "## 8. a b \"c\n\n**bad_query**: a quote is not closed\n\n"
                           "## 9. qqq\n\nNothing was found\n\n");
    free(text);
}

/* Python's splitlines, JavaScript and others cut at more than LF. */
Test(client_rows, jsonl_has_no_other_line_ends)
{
    static const char SEPARATORS[] = "a\xe2\x80\xa8"
                                     "b\xc2\x85"
                                     "c\x7f"
                                     "d\xe2\x80\xa9"
                                     "e";
    struct row_writer writer;
    const struct row row = {.query = SEPARATORS};
    FILE *out = tmpfile();
    char line[400] = "";
    json_t *object;

    row_begin(&writer, out, ROW_JSONL, ROW_BIT(QUERY), false);
    cr_assert(row_write(&writer, &row));
    rewind(out);
    cr_assert_not_null(fgets(line, sizeof line, out));
    cr_expect_str_eq(line, "{\"query\":\"a\\u2028b\\u0085c\\u007fd\\u2029e\"}\n");
    object = json_loads(line, 0, NULL);
    cr_expect_str_eq(json_string_value(json_object_get(object, "query")), SEPARATORS);
    json_decref(object);
    fclose(out);
}

/* ---- the bar ---- */

Test(client_rows, progress)
{
    static const struct {
        int64_t done, total, seconds;
        int columns;
        const char *line;
    } CASES[] = {
        {400, 1000, 2, 79,
         "[############..................] 40 %, 400 of 1000 queries, 200/s, 3 s left"},
        {1000, 1000, 5, 79, "[##############################] 100 %, 1000 of 1000 queries, 200/s"},
        {400, 0, 2, 79, "400 queries, 200/s"},
        {400, 1000, 2, 52, "[##.....] 40 %, 400 of 1000 queries, 200/s, 3 s left"},
        {400, 1000, 2, 20, "40 %, 400 of 1000 qu"},
    };
    const struct progress progress = {.things = "queries"};

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char line[PROGRESS_SIZE];

        progress_line(line, &progress, CASES[i].done, CASES[i].total, CASES[i].seconds * 1000000000,
                      CASES[i].columns);
        cr_expect_str_eq(line, CASES[i].line);
    }
}
