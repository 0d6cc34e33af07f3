/* The file of tokens. */
#include "server/token_file.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "protocol/limits.h"

enum { FIELD_NAME, FIELD_HASH, FIELD_RATE, FIELD_REPORTS, FIELD_COUNT };

/* What fits a message beside a path. */
enum { ECHO_SIZE = 64 };

/* SHA-256 of no bytes (FIPS 180-4): what `printf %s "$TOKEN" | sha256sum` says when TOKEN is unset.
 */
static const char hash_of_nothing[TIP_DIGEST_HEX_SIZE] =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

struct text {
    const char *start;
    size_t length;
};

struct reader {
    const char *path;
    unsigned edition;
    struct tip_asker_list list;
    size_t *lines; /* of each token, as many as the list has */
    size_t line;   /* the one that is read, from 1 */
    struct tip_error *error;
};

void tip_asker_list_free(struct tip_asker_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        tip_asker_release(list->askers[i]);
    free(list->askers);
    *list = (struct tip_asker_list){0};
}

/* Names the line; every refusal goes through here. */
static tip_status refuse(const struct reader *reader, const char *what)
{
    return tip_error_set(reader->error, TIP_INVALID, "%s:%zu: %s", reader->path, reader->line,
                         what);
}

static bool has_control(struct text text)
{
    const char *at = text.start, *end = text.start + text.length;

    while (at < end) {
        uint32_t character = tip_utf8_next(&at, end);

        if (character < 0x20 || (character >= 0x7f && character < 0xa0))
            return true;
    }
    return false;
}

static tip_status read_name(const struct reader *reader, char name[TIP_LIMIT_TOKEN_NAME + 1],
                            struct text field)
{
    if (field.length == 0 || field.length > TIP_LIMIT_TOKEN_NAME)
        return tip_error_set(reader->error, TIP_INVALID,
                             "%s:%zu: the name has %zu bytes; give one of 1 to %d", reader->path,
                             reader->line, field.length, TIP_LIMIT_TOKEN_NAME);
    memcpy(name, field.start, field.length);
    name[field.length] = '\0';
    return TIP_OK;
}

/* The field is not repeated: who took it for the token's place has written a secret there. */
static tip_status read_hash(const struct reader *reader, char hash[TIP_DIGEST_HEX_SIZE],
                            struct text field)
{
    bool is_hex = field.length == TIP_DIGEST_HEX_SIZE - 1;

    for (size_t i = 0; i < field.length && is_hex; i++) {
        is_hex = isxdigit((unsigned char)field.start[i]) != 0;
        hash[i] = (char)tolower((unsigned char)field.start[i]);
    }
    if (!is_hex)
        return refuse(reader, "the second field is no SHA-256: write the 64 hex digits that "
                              "sha256sum prints for the token, not the token itself");
    hash[TIP_DIGEST_HEX_SIZE - 1] = '\0';
    if (strcmp(hash, hash_of_nothing) == 0)
        return refuse(reader, "the second field is the SHA-256 of nothing: hash the token itself");
    return TIP_OK;
}

static tip_status read_rate(const struct reader *reader, unsigned *rate, struct text field)
{
    unsigned number = 0;
    bool is_number = field.length > 0 && field.length <= 7;

    for (size_t i = 0; i < field.length && is_number; i++) {
        is_number = field.start[i] >= '0' && field.start[i] <= '9';
        number = number * 10 + (unsigned)(field.start[i] - '0');
    }
    if (!is_number || number < 1 || number > TIP_LIMIT_TOKEN_RATE)
        return tip_error_set(reader->error, TIP_INVALID,
                             "%s:%zu: requests a second must be a whole number from 1 to %d, not "
                             "“%.*s”",
                             reader->path, reader->line, TIP_LIMIT_TOKEN_RATE,
                             (int)tip_utf8_cut(field.start, field.length, ECHO_SIZE), field.start);
    *rate = number;
    return TIP_OK;
}

static bool is_blank(char byte)
{
    return byte == ' ';
}

static tip_status check_report(const struct reader *reader, struct text id)
{
    if (id.length == 0)
        return refuse(reader, "a report id is empty: write ids parted by single commas, or * for "
                              "all reports");
    if (is_blank(id.start[0]) || is_blank(id.start[id.length - 1]))
        return refuse(reader, "there is a blank beside a report id: part them by commas alone");
    if (id.length == 1 && id.start[0] == '*')
        return refuse(reader, "* stands for all reports and must stand alone");
    return TIP_OK;
}

/* Cuts the field at its commas; `ids` has room for every one, `*copy` is what they point into. */
static tip_status split_reports(const struct reader *reader, const char **ids, size_t *count,
                                char *copy, size_t length)
{
    char *at = copy;
    tip_status status = TIP_OK;

    *count = 0;
    while (status == TIP_OK) {
        char *comma = memchr(at, ',', (size_t)(copy + length - at));
        char *end = comma == NULL ? copy + length : comma;

        status = check_report(reader, (struct text){at, (size_t)(end - at)});
        *end = '\0';
        ids[(*count)++] = at;
        if (comma == NULL)
            break;
        at = comma + 1;
    }
    return status;
}

static size_t count_commas(struct text field)
{
    size_t count = 0;

    for (size_t i = 0; i < field.length; i++)
        count += field.start[i] == ',';
    return count;
}

static tip_status read_reports(const struct reader *reader, struct tip_scope **scope,
                               struct text field)
{
    const char **ids;
    char *copy;
    size_t count = 0;
    tip_status status;

    *scope = NULL;
    if (field.length == 1 && field.start[0] == '*')
        return TIP_OK;
    ids = calloc(count_commas(field) + 1, sizeof *ids);
    copy = strndup(field.start, field.length);
    if (ids == NULL || copy == NULL)
        status = tip_error_memory(reader->error, "reading the tokens");
    else
        status = split_reports(reader, ids, &count, copy, field.length);
    if (status == TIP_OK)
        status = tip_scope_create(scope, ids, count, reader->error);
    free(copy);
    free(ids);
    return status;
}

/* False when there are not exactly four fields. */
static bool split_fields(struct text fields[FIELD_COUNT], struct text line)
{
    const char *at = line.start, *end = line.start + line.length;
    int field = 0;

    for (;;) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab == NULL ? end : tab;

        fields[field++] = (struct text){at, (size_t)(stop - at)};
        if (tab == NULL || field == FIELD_COUNT)
            return tab == NULL && field == FIELD_COUNT;
        at = tab + 1;
    }
}

static tip_status check_text(const struct reader *reader, const struct text fields[FIELD_COUNT],
                             struct text line)
{
    if (tip_utf8_invalid_at(line.start, line.length) < line.length)
        return refuse(reader, "this is not UTF-8: write the line anew");
    for (int i = 0; i < FIELD_COUNT; i++)
        if (has_control(fields[i]))
            return refuse(reader, "there is a control character: write the line anew");
    return TIP_OK;
}

static tip_status check_double(const struct reader *reader, const char hash[TIP_DIGEST_HEX_SIZE])
{
    for (size_t i = 0; i < reader->list.count; i++)
        if (tip_asker_has_hash(reader->list.askers[i], hash))
            return tip_error_set(reader->error, TIP_INVALID,
                                 "%s:%zu: the token is that of line %zu: give each its own",
                                 reader->path, reader->line, reader->lines[i]);
    return TIP_OK;
}

static tip_status make_room(struct reader *reader)
{
    size_t count = reader->list.count + 1;
    struct tip_asker **askers;
    size_t *lines;

    if (count > TIP_LIMIT_TOKENS)
        return tip_error_set(reader->error, TIP_INVALID,
                             "%s:%zu: more than %d tokens: take out those that nobody uses",
                             reader->path, reader->line, TIP_LIMIT_TOKENS);
    askers = reallocarray(reader->list.askers, count, sizeof *askers);
    if (askers != NULL)
        reader->list.askers = askers;
    lines = reallocarray(reader->lines, count, sizeof *lines);
    if (lines != NULL)
        reader->lines = lines;
    if (askers == NULL || lines == NULL)
        return tip_error_memory(reader->error, "reading the tokens");
    return TIP_OK;
}

static tip_status add_token(struct reader *reader, const struct tip_asker_facts *facts)
{
    struct tip_asker *asker = tip_asker_create(facts);

    if (asker == NULL)
        return tip_error_memory(reader->error, "reading the tokens");
    reader->lines[reader->list.count] = reader->line;
    reader->list.askers[reader->list.count++] = asker;
    return TIP_OK;
}

static tip_status read_token(struct reader *reader, struct text line)
{
    struct text fields[FIELD_COUNT];
    char name[TIP_LIMIT_TOKEN_NAME + 1];
    struct tip_asker_facts facts = {.name = name, .edition = reader->edition};
    tip_status status;

    if (!split_fields(fields, line))
        return refuse(reader, "a line has four fields parted by tabs: name, SHA-256 of the token, "
                              "requests a second, report ids (a,b or *)");
    status = check_text(reader, fields, line);
    if (status == TIP_OK)
        status = read_name(reader, name, fields[FIELD_NAME]);
    if (status == TIP_OK)
        status = read_hash(reader, facts.hash, fields[FIELD_HASH]);
    if (status == TIP_OK)
        status = check_double(reader, facts.hash);
    if (status == TIP_OK)
        status = read_rate(reader, &facts.rate, fields[FIELD_RATE]);
    if (status == TIP_OK)
        status = make_room(reader);
    if (status == TIP_OK)
        status = read_reports(reader, &facts.scope, fields[FIELD_REPORTS]);
    if (status != TIP_OK)
        return status;
    status = add_token(reader, &facts);
    if (status != TIP_OK)
        tip_scope_free(facts.scope);
    return status;
}

static bool says_nothing(struct text line)
{
    size_t at = 0;

    while (at < line.length && (is_blank(line.start[at]) || line.start[at] == '\t'))
        at++;
    return at == line.length || line.start[0] == '#';
}

static tip_status read_lines(struct reader *reader, const char *text, size_t size)
{
    const char *end = text + size;
    tip_status status = TIP_OK;

    for (const char *at = text; at < end && status == TIP_OK;) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        struct text line = {at, (size_t)((lf == NULL ? end : lf) - at)};

        reader->line++;
        at = lf == NULL ? end : lf + 1;
        if (line.length > 0 && line.start[line.length - 1] == '\r')
            line.length--;
        if (!says_nothing(line))
            status = read_token(reader, line);
    }
    return status;
}

tip_status tip_asker_list_parse(struct tip_asker_list *list, const char *path, const char *text,
                                size_t size, unsigned edition, struct tip_error *error)
{
    struct reader reader = {.path = path, .edition = edition, .error = error};
    tip_status status = read_lines(&reader, text, size);

    free(reader.lines);
    if (status != TIP_OK) {
        tip_asker_list_free(&reader.list);
        return status;
    }
    *list = reader.list;
    return TIP_OK;
}
