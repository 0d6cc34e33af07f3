/* A file of queries.
 *
 * What has been read stands in one block of memory, which holds at least the record that comes next
 * and at most RECORD_LIMIT bytes of one that does not end: so a file of any length is read in
 * bounded memory, and a quote that is not closed costs its own line and no other.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/queries.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#include "command/desk/csv_record.h"
#include "command/desk/name_order.h"
#include "command/failure.h"

enum {
    CHUNK = 65536,
    RECORD_LIMIT = 1 << 20,
    /* In JSON a query grows at most sixfold, and a request has 65,536 bytes (VERSION's limits); a
     * server takes 4,096 bytes of query. */
    TEXT_LIMIT = 10000
};

static const char BYTE_ORDER_MARK[] = "\xef\xbb\xbf";

enum tipsearch_code queries_open(struct queries *queries, const char *file, const char *column,
                                 struct tipsearch_error *error)
{
    bool is_input = strcmp(file, "-") == 0;

    *queries = (struct queries){.name = is_input ? "standard input" : file,
                                .column = column,
                                .is_csv = column != NULL,
                                .separator = ',',
                                .file = -1,
                                .line = 1};
    queries->file = is_input ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    if (queries->file < 0)
        return failure_set(error, TIPSEARCH_INVALID, "%s cannot be read: %s", file,
                           strerror(errno));
    return TIPSEARCH_OK;
}

void queries_close(struct queries *queries)
{
    if (queries->file > STDIN_FILENO)
        close(queries->file);
    free(queries->bytes);
    *queries = (struct queries){.file = -1};
}

long long queries_count_lines(const struct queries *queries)
{
    char bytes[CHUNK];
    long long count = 0;
    off_t at = 0;
    char before = '\0';
    struct stat facts;

    if (fstat(queries->file, &facts) != 0 || !S_ISREG(facts.st_mode))
        return 0;
    for (ssize_t got; (got = pread(queries->file, bytes, sizeof bytes, at)) > 0; at += got)
        for (ssize_t i = 0; i < got; before = bytes[i++]) {
            count += bytes[i] == '\n' || at + i + 1 == facts.st_size;
            count += before == '\r' && bytes[i] != '\n';
        }
    return count;
}

enum tipsearch_code queries_read(struct queries *queries, struct tipsearch_error *error)
{
    ssize_t got;

    if (queries->start > 0) {
        memmove(queries->bytes, queries->bytes + queries->start, queries->length);
        queries->start = 0;
    }
    if (queries->room - queries->length < CHUNK) {
        size_t room = queries->room * 2 > CHUNK ? queries->room * 2 : 2 * CHUNK;
        char *bytes = realloc(queries->bytes, room);

        if (!bytes)
            return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
        queries->bytes = bytes;
        queries->room = room;
    }
    got = read(queries->file, queries->bytes + queries->length, CHUNK);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return TIPSEARCH_OK;
    if (got < 0)
        return failure_set(error, TIPSEARCH_INVALID, "%s cannot be read: %s", queries->name,
                           strerror(errno));
    queries->is_at_end = got == 0;
    queries->length += (size_t)got;
    return TIPSEARCH_OK;
}

static const char *at_start(const struct queries *queries)
{
    return queries->bytes + queries->start;
}

/* Where a line ends, by an LF, a CR, or both; `end` when it does not. */
static const char *find_line_end(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    return at;
}

/* Passes over so many bytes, and counts the lines that end in them. */
static void consume(struct queries *queries, size_t count)
{
    const char *at = at_start(queries), *end = at + count;

    while ((at = find_line_end(at, end)) < end) {
        queries->line++;
        at += end - at >= 2 && at[0] == '\r' && at[1] == '\n' ? 2 : 1;
    }
    queries->start += count;
    queries->length -= count;
}

/* Passes over a line or record of so many bytes and its end. */
static void consume_line(struct queries *queries, size_t length)
{
    const char *end = at_start(queries) + length;
    size_t left = queries->length - length;
    bool is_pair = left >= 2 && end[0] == '\r' && end[1] == '\n';

    consume(queries, length + (is_pair ? 2 : left > 0));
}

/* ---- records ---- */

/* Whether a CR is the last that was read: an LF that belongs to it may come. */
static bool may_go_on(const struct queries *queries, size_t length)
{
    return !queries->is_at_end && length + 1 == queries->length &&
           at_start(queries)[length] == '\r';
}

/* The bytes up to the end of the line, without it; all of them when the file ends. -1: not known.
 */
static long line_length(const struct queries *queries)
{
    const char *at = at_start(queries);
    size_t length = (size_t)(find_line_end(at, at + queries->length) - at);

    if (length == queries->length ? !queries->is_at_end : may_go_on(queries, length))
        return -1;
    return (long)length;
}

/* A record is a line, or of a CSV file one that may hold line ends in quotes. One whose quote is
 * not closed within a megabyte, or before the file ends, is its first line alone, and *is_broken.
 */
static long record_length(const struct queries *queries, bool *is_broken)
{
    long length;

    *is_broken = false;
    if (!queries->is_csv)
        return line_length(queries);
    length = csv_record_length(at_start(queries), queries->length, queries->separator);
    if (length >= 0)
        return may_go_on(queries, (size_t)length) ? -1 : length;
    if (!queries->is_at_end && queries->length < RECORD_LIMIT)
        return -1;
    if (length == CSV_UNFINISHED)
        return line_length(queries);
    *is_broken = true;
    return line_length(queries);
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!strchr(" \t\r\n", text[i]) || text[i] == '\0')
            return false;
    return true;
}

/* ---- the beginning ---- */

/* Whether a cell has the name, whatever the case and the blanks around it. */
static bool is_named(const char *cell, const char *name)
{
    cell += strspn(cell, " \t");
    while (*name != '\0')
        if (name_next(&cell) != name_next(&name))
            return false;
    return cell[strspn(cell, " \t\r\n")] == '\0';
}

/* The place of the column with the name that is wanted, in a record of names. */
static bool find_column(struct queries *queries, const char *record, size_t length, char separator)
{
    size_t count = csv_record_count(record, length, separator), size;

    for (size_t i = 0; i < count; i++) {
        char *name = csv_record_field(record, length, separator, i, &size);
        bool is_it = name && is_named(name, queries->column);

        free(name);
        if (is_it) {
            queries->separator = separator;
            queries->field = i;
            return true;
        }
    }
    return false;
}

/* What is asked for is no name in the first record: the number of one of its columns, then. */
static enum queries_outcome number_column(struct queries *queries, size_t count,
                                          struct tipsearch_error *error)
{
    char *end;
    unsigned long number = strtoul(queries->column, &end, 10);
    bool is_number = queries->column[0] >= '0' && queries->column[0] <= '9' && *end == '\0';

    queries->field = number - 1;
    if (is_number && number >= 1 && number <= count)
        return QUERIES_NEXT;
    if (is_number && number == 0)
        failure_set(error, TIPSEARCH_INVALID, "--column: columns are counted from 1");
    else if (is_number)
        failure_set(error, TIPSEARCH_INVALID,
                    "%s: there is no column %s in the first line, which has %zu: give its name or "
                    "number",
                    queries->name, queries->column, count);
    else
        failure_set(error, TIPSEARCH_INVALID,
                    "%s: no column is named %s in the first line: give its name or number",
                    queries->name, queries->column);
    return QUERIES_FAILED;
}

/* Takes the first record that is not blank for names, unless a number is asked for that is none of
 * them. Spreadsheets of many countries part fields by semicolons, some by tabs. */
static enum queries_outcome read_names(struct queries *queries, struct tipsearch_error *error)
{
    static const char SEPARATORS[] = ",;\t";
    bool is_broken;
    long length = record_length(queries, &is_broken);
    size_t size, count = SIZE_MAX;

    while (length >= 0 && queries->length > 0 && is_blank(at_start(queries), (size_t)length)) {
        consume_line(queries, (size_t)length);
        length = record_length(queries, &is_broken);
    }
    if (length < 0 && queries->length < RECORD_LIMIT)
        return QUERIES_WAIT;
    if (queries->length == 0)
        return QUERIES_NEXT;
    size = length < 0 ? queries->length : (size_t)length;
    for (const char *separator = SEPARATORS; *separator; separator++) {
        if (!find_column(queries, at_start(queries), size, *separator))
            continue;
        consume_line(queries, size);
        return QUERIES_NEXT;
    }
    if (!is_broken && length >= 0) /* else what is wrong with this record is told in its place */
        count = csv_record_count(at_start(queries), size, ',');
    return number_column(queries, count, error);
}

/* Passes over a byte order mark and the names of columns. NEXT: queries can be read. */
static enum queries_outcome begin(struct queries *queries, struct tipsearch_error *error)
{
    size_t mark = sizeof BYTE_ORDER_MARK - 1;
    const unsigned char *first = (const unsigned char *)at_start(queries);
    enum queries_outcome outcome = QUERIES_NEXT;

    if (queries->length < mark && !queries->is_at_end)
        return QUERIES_WAIT;
    if (queries->length >= 2 &&
        ((first[0] == 0xff && first[1] == 0xfe) || (first[0] == 0xfe && first[1] == 0xff))) {
        failure_set(error, TIPSEARCH_INVALID, "%s is UTF-16 text: save it as UTF-8", queries->name);
        return QUERIES_FAILED;
    }
    if (queries->length >= mark && memcmp(at_start(queries), BYTE_ORDER_MARK, mark) == 0)
        consume(queries, mark);
    if (queries->column && (queries->length > 0 || !queries->is_at_end))
        outcome = read_names(queries, error);
    queries->has_begun = outcome == QUERIES_NEXT;
    return outcome;
}

/* ---- queries ---- */

/* Says where a text is not UTF-8; true when it is. */
static bool check_characters(const char *text, size_t length, struct tipsearch_error *error)
{
    mbstate_t state = {0};
    long at = 0;

    for (size_t i = 0; i < length; at++) {
        size_t size = mbrtowc(NULL, text + i, length - i, &state);

        if (size == 0 || size > length) {
            failure_set(error, TIPSEARCH_BAD_REQUEST,
                        size == 0 ? "a NUL byte stands in the query"
                                  : "the query is not valid UTF-8 from its byte %zu on",
                        i + 1);
            error->at = at;
            return false;
        }
        i += size;
    }
    return true;
}

/* Takes over `text`, of `length` bytes. False: it is blank. */
static bool take_text(struct query_line *out, char *text, size_t length)
{
    out->error.code = TIPSEARCH_OK;
    if (is_blank(text, length)) {
        free(text);
        return false;
    }
    if (length > TEXT_LIMIT)
        failure_set(&out->error, TIPSEARCH_TOO_LONG, "the query has %zu bytes: write a shorter one",
                    length);
    else if (check_characters(text, length, &out->error))
        out->text = text;
    if (!out->text)
        free(text);
    return true;
}

static char *copy(const char *bytes, size_t length)
{
    char *text = malloc(length + 1);

    if (text) {
        memcpy(text, bytes, length);
        text[length] = '\0';
    }
    return text;
}

/* Reads the query of a record. False: it is blank, and so is a record that has nothing but one
 * blank field. */
static bool read_record(const struct queries *queries, const char *record, size_t length,
                        struct query_line *out)
{
    size_t size = length;
    char *text = queries->is_csv
                     ? csv_record_field(record, length, queries->separator, queries->field, &size)
                     : copy(record, length);

    if (text)
        return take_text(out, text, size);
    if (queries->is_csv && size == 0 && is_blank(record, length))
        return false;
    if (queries->is_csv && size == 0)
        failure_set(&out->error, TIPSEARCH_BAD_REQUEST, "there is no column %zu in this line",
                    queries->field + 1);
    else
        failure_set(&out->error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    return true;
}

/* Passes over what is left of a line. False: more bytes are needed. */
static bool skip_line(struct queries *queries)
{
    const char *at = at_start(queries);
    size_t length = (size_t)(find_line_end(at, at + queries->length) - at);

    queries->is_skipping = length == queries->length || may_go_on(queries, length);
    if (queries->is_skipping)
        consume(queries, length);
    else
        consume_line(queries, length);
    return !queries->is_skipping;
}

/* What `length` bytes of a record say; they are passed over. False: nothing. */
static bool take_record(struct queries *queries, size_t length, bool is_broken,
                        struct query_line *out)
{
    const char *record = at_start(queries);
    bool has_query = true;

    *out = (struct query_line){.line = queries->line};
    if (is_broken)
        failure_set(&out->error, TIPSEARCH_BAD_REQUEST, "a quote is opened and not closed");
    else
        has_query = read_record(queries, record, length, out);
    consume_line(queries, length);
    return has_query;
}

enum queries_outcome queries_next(struct queries *queries, struct query_line *out,
                                  struct tipsearch_error *error)
{
    enum queries_outcome outcome = QUERIES_NEXT;

    if (!queries->bytes)
        return QUERIES_WAIT;
    if (!queries->has_begun)
        outcome = begin(queries, error);
    while (outcome == QUERIES_NEXT) {
        bool is_broken;
        long length;

        if ((queries->is_skipping && !skip_line(queries)) || queries->length == 0)
            return queries->is_at_end ? QUERIES_END : QUERIES_WAIT;
        length = record_length(queries, &is_broken);
        if (length >= 0 && take_record(queries, (size_t)length, is_broken, out))
            return QUERIES_NEXT;
        if (length < 0 && queries->length < RECORD_LIMIT)
            return QUERIES_WAIT;
        if (length < 0) {
            *out = (struct query_line){.line = queries->line};
            failure_set(&out->error, TIPSEARCH_TOO_LONG, "the line has over a million bytes");
            queries->is_skipping = true;
            return QUERIES_NEXT;
        }
    }
    return outcome;
}

void query_line_free(struct query_line *line)
{
    free(line->text);
    line->text = NULL;
}
