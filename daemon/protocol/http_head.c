/* The head of an HTTP request, read strictly. */
#include "protocol/http_head.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "protocol/http_target.h"
#include "protocol/limits.h"

enum { LENGTH_DIGITS = 18 }; /* of a Content-Length: what 64 bits surely hold */

static const struct {
    const char *name;
    bool is_list;
} known[TIP_HTTP_FIELD_COUNT] = {
#define XX(code, name, is_list) {name, is_list},
    TIP_HTTP_FIELD_MAP(XX)
#undef XX
};

bool tip_http_is_token(char byte)
{
    return isalnum((unsigned char)byte) || (byte != '\0' && strchr("!#$%&'*+-.^_`|~", byte));
}

/* ---- the first line ---- */

struct first_line {
    const char *method, *target, *version;
    size_t method_length, target_length, version_length;
};

/* METHOD SP target SP version, and single blanks. */
static bool split_first_line(struct first_line *line, const char *text, size_t length,
                             struct tip_http_fault *fault)
{
    const char *end = text + length;
    const char *first = memchr(text, ' ', length);
    const char *second = first == NULL ? NULL : memchr(first + 1, ' ', (size_t)(end - first - 1));

    if (second == NULL)
        return tip_http_refuse(fault, 400, "the first line is not METHOD PATH HTTP/1.1");
    *line = (struct first_line){.method = text,
                                .method_length = (size_t)(first - text),
                                .target = first + 1,
                                .target_length = (size_t)(second - first - 1),
                                .version = second + 1,
                                .version_length = (size_t)(end - second - 1)};
    return true;
}

static bool check_version(const struct first_line *line, struct tip_http_fault *fault)
{
    const char *version = line->version;

    if (line->version_length != strlen("HTTP/1.1") || memcmp(version, "HTTP/", 5) != 0 ||
        !isdigit((unsigned char)version[5]) || version[6] != '.' ||
        !isdigit((unsigned char)version[7]))
        return tip_http_refuse(fault, 400, "the first line does not end in HTTP/1.1");
    if (version[5] != '1' || version[7] > '1')
        return tip_http_refuse(fault, 505, "this server speaks HTTP/1.1 and HTTP/1.0");
    return true;
}

static bool check_method(const struct first_line *line, struct tip_http_fault *fault)
{
    for (size_t i = 0; i < line->method_length; i++)
        if (!tip_http_is_token(line->method[i]))
            return tip_http_refuse(fault, 400, "the method is not a word");
    if (line->method_length == 0)
        return tip_http_refuse(fault, 400, "there is no method");
    return true;
}

/* Its path is not known yet, and not every path takes POST. */
static bool refuse_length(struct tip_http_fault *fault)
{
    return tip_http_refuse(fault, 414,
                           "the path and query have at most %d bytes: where the path takes POST, "
                           "send the query in a body",
                           TIP_LIMIT_HTTP_TARGET);
}

static bool check_first_line(struct first_line *line, const char *text, size_t length,
                             struct tip_http_fault *fault)
{
    return split_first_line(line, text, length, fault) && check_method(line, fault) &&
           check_version(line, fault);
}

static enum tip_http_method find_method(const char *text, size_t length)
{
    static const char *const names[] = {"GET", "HEAD", "POST", "OPTIONS"};

    for (int i = 0; i < TIP_HTTP_OTHER; i++)
        if (strlen(names[i]) == length && memcmp(names[i], text, length) == 0)
            return (enum tip_http_method)i;
    return TIP_HTTP_OTHER;
}

/* ---- scanning ---- */

static enum tip_http_scanned scan_refuse(struct tip_http_fault *fault, unsigned status,
                                         const char *message)
{
    tip_http_refuse(fault, status, "%s", message);
    return TIP_HTTP_SCAN_BAD;
}

/* A line has ended at `lf`. */
static enum tip_http_scanned end_line(struct tip_http_scan *scan, const char *bytes, size_t lf,
                                      struct tip_http_fault *fault)
{
    struct first_line line;
    size_t start = scan->line_start;

    if (lf == start || bytes[lf - 1] != '\r')
        return scan_refuse(fault, 400, "a line of the head ends in LF without CR");
    scan->line_start = lf + 1;
    if (scan->has_first)
        return lf - 1 == start ? TIP_HTTP_SCAN_END : TIP_HTTP_SCAN_MORE;
    scan->has_first = true;
    return check_first_line(&line, bytes, lf - 1, fault) ? TIP_HTTP_SCAN_MORE : TIP_HTTP_SCAN_BAD;
}

enum tip_http_scanned tip_http_head_scan(struct tip_http_scan *scan, const char *bytes,
                                         size_t available, size_t *length,
                                         struct tip_http_fault *fault)
{
    size_t seen = available < TIP_LIMIT_HTTP_HEAD ? available : TIP_LIMIT_HTTP_HEAD;

    if (available > 0 && !tip_http_is_token(bytes[0]))
        return scan_refuse(fault, 400, "the first line does not begin with a method");
    while (scan->scanned < seen) {
        const char *lf = memchr(bytes + scan->scanned, '\n', seen - scan->scanned);
        enum tip_http_scanned found;

        if (lf == NULL)
            break;
        scan->scanned = (size_t)(lf - bytes) + 1;
        found = end_line(scan, bytes, scan->scanned - 1, fault);
        *length = scan->scanned;
        if (found != TIP_HTTP_SCAN_MORE)
            return found;
    }
    scan->scanned = seen;
    if (!scan->has_first && seen > TIP_LIMIT_HTTP_TARGET) {
        refuse_length(fault);
        return TIP_HTTP_SCAN_BAD;
    }
    if (available >= TIP_LIMIT_HTTP_HEAD)
        return scan_refuse(fault, 431, "the head of the request is too long");
    return TIP_HTTP_SCAN_MORE;
}

/* ---- fields ---- */

static enum tip_http_field find_field(const char *name, size_t length)
{
    int i = 0;

    while (i < TIP_HTTP_FIELD_COUNT &&
           (strlen(known[i].name) != length || strncasecmp(known[i].name, name, length) != 0))
        i++;
    return (enum tip_http_field)i;
}

/* Keeps a field, a further line of a list behind the earlier ones. */
static bool keep_field(struct tip_http_head *head, enum tip_http_field field, const char *value,
                       size_t length, struct tip_http_fault *fault)
{
    const char *before = head->fields[field];
    size_t kept = before == NULL ? 0 : strlen(before);
    char *joined;

    if (before != NULL && !known[field].is_list)
        return tip_http_refuse(fault, 400, "%s is given twice", known[field].name);
    joined = malloc(kept + length + 3);
    if (joined == NULL)
        return tip_http_refuse(fault, 503, "no memory for the request: try again");
    if (before != NULL) {
        memcpy(joined, before, kept);
        memcpy(joined + kept, ", ", 2);
        kept += 2;
    }
    memcpy(joined + kept, value, length);
    joined[kept + length] = '\0';
    free(head->fields[field]);
    head->fields[field] = joined;
    return true;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool check_value(const char *value, size_t length, struct tip_http_fault *fault)
{
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7f)
            return tip_http_refuse(fault, 400, "a field's value holds a control character");
    return true;
}

static bool read_field(struct tip_http_head *head, const char *line, size_t length,
                       struct tip_http_fault *fault)
{
    size_t name = 0, start, end = length;
    enum tip_http_field field;

    while (name < length && tip_http_is_token(line[name]))
        name++;
    if (name == 0 && is_blank(line[0]))
        return tip_http_refuse(fault, 400, "a field goes on in a second line");
    if (name == 0 || name == length || line[name] != ':')
        return tip_http_refuse(fault, 400, "a line of the head is not NAME: VALUE");
    for (start = name + 1; start < length && is_blank(line[start]); start++)
        continue;
    while (end > start && is_blank(line[end - 1]))
        end--;
    if (!check_value(line + start, end - start, fault))
        return false;
    field = find_field(line, name);
    return field == TIP_HTTP_FIELD_COUNT ||
           keep_field(head, field, line + start, end - start, fault);
}

/* Whether a list of words holds one, whatever its case. */
static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);

    while (list != NULL && *list != '\0') {
        size_t item;

        list += strspn(list, ", \t");
        item = strcspn(list, ", \t");
        if (item == length && strncasecmp(list, word, length) == 0)
            return true;
        list += item;
    }
    return false;
}

/* ---- how long the body is ---- */

static bool read_length(struct tip_http_head *head, struct tip_http_fault *fault)
{
    const char *text = head->fields[TIP_HTTP_FIELD_CONTENT_LENGTH];
    size_t digits = text == NULL ? 0 : strspn(text, "0123456789");

    if (text == NULL)
        return true;
    if (digits == 0 || text[digits] != '\0')
        return tip_http_refuse(fault, 400, "content-length is not a number");
    if (digits > LENGTH_DIGITS)
        return tip_http_refuse(fault, 413, "a body has at most %d bytes", TIP_LIMIT_LINE);
    head->has_body_length = true;
    head->body_length = strtoull(text, NULL, 10);
    return true;
}

/* Both lengths at once, and a coding under HTTP/1.0, are how one request is made to look like two
 * (RFC 9112, section 6.1). */
static bool read_coding(struct tip_http_head *head, struct tip_http_fault *fault)
{
    const char *coding = head->fields[TIP_HTTP_FIELD_TRANSFER_ENCODING];

    if (coding == NULL)
        return true;
    if (head->fields[TIP_HTTP_FIELD_CONTENT_LENGTH] != NULL)
        return tip_http_refuse(fault, 400, "content-length and transfer-encoding are both given");
    if (head->minor == 0)
        return tip_http_refuse(fault, 400, "HTTP/1.0 has no transfer-encoding");
    if (strcasecmp(coding, "chunked") != 0)
        return tip_http_refuse(fault, 501, "of transfer codings this server knows chunked alone");
    head->is_chunked = true;
    return true;
}

static bool read_framing(struct tip_http_head *head, struct tip_http_fault *fault)
{
    if (!read_length(head, fault) || !read_coding(head, fault))
        return false;
    return head->body_length <= TIP_LIMIT_LINE ||
           tip_http_refuse(fault, 413, "a body has at most %d bytes", TIP_LIMIT_LINE);
}

/* ---- the rest ---- */

static bool read_expectation(struct tip_http_head *head, struct tip_http_fault *fault)
{
    const char *expect = head->fields[TIP_HTTP_FIELD_EXPECT];

    if (expect == NULL || head->minor == 0)
        return true;
    if (strcasecmp(expect, "100-continue") != 0)
        return tip_http_refuse(fault, 417, "of expectations this server knows 100-continue alone");
    head->awaits_continue = head->is_chunked || head->body_length > 0;
    return true;
}

static void read_connection(struct tip_http_head *head)
{
    const char *connection = head->fields[TIP_HTTP_FIELD_CONNECTION];

    head->closes =
        has_word(connection, "close") || (head->minor == 0 && !has_word(connection, "keep-alive"));
}

static bool read_first_line(struct tip_http_head *head, const char *text, size_t length,
                            struct tip_http_fault *fault)
{
    struct first_line line;

    if (!check_first_line(&line, text, length, fault))
        return false;
    if (line.target_length > TIP_LIMIT_HTTP_TARGET)
        return refuse_length(fault);
    head->method = find_method(line.method, line.method_length);
    head->minor = (unsigned)(line.version[7] - '0');
    head->target = strndup(line.target, line.target_length);
    if (head->target == NULL)
        return tip_http_refuse(fault, 503, "no memory for the request: try again");
    if (strlen(head->target) != line.target_length)
        return tip_http_refuse(fault, 400, "the head holds a NUL");
    return true;
}

static bool read_lines(struct tip_http_head *head, const char *bytes, size_t length,
                       struct tip_http_fault *fault)
{
    const char *at = bytes, *end = bytes + length;
    unsigned count = 0;

    while (at < end) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        size_t line = (size_t)(lf - at) - 1;

        if (line == 0)
            return true;
        if (++count > TIP_LIMIT_HTTP_FIELDS + 1)
            return tip_http_refuse(fault, 431, "a head has at most %d fields",
                                   TIP_LIMIT_HTTP_FIELDS);
        if (!(count == 1 ? read_first_line : read_field)(head, at, line, fault))
            return false;
        at = lf + 1;
    }
    return true;
}

bool tip_http_head_read(struct tip_http_head *head, const char *bytes, size_t length,
                        struct tip_http_fault *fault)
{
    *head = (struct tip_http_head){0};
    if (read_lines(head, bytes, length, fault) && tip_http_target_resolve(head, fault) &&
        read_framing(head, fault) && read_expectation(head, fault)) {
        read_connection(head);
        return true;
    }
    tip_http_head_free(head);
    return false;
}

void tip_http_head_free(struct tip_http_head *head)
{
    free(head->target);
    for (int i = 0; i < TIP_HTTP_FIELD_COUNT; i++)
        free(head->fields[i]);
    *head = (struct tip_http_head){0};
}
