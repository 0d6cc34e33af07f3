/* A line -> a request: the tag first, as every reply carries it, then the form. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "protocol/form.h"
#include "protocol/limits.h"
#include "protocol/protocol.h"
#include "protocol/refusal.h"

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static size_t skip_blanks(const char *line, size_t length, size_t at)
{
    while (at < length && is_blank(line[at]))
        at++;
    return at;
}

/* The end of the word that begins at `at`. */
static size_t word_end(const char *line, size_t length, size_t at)
{
    while (at < length && !is_blank(line[at]))
        at++;
    return at;
}

/* Reads `@tag`. False when what follows the @ is no tag. `*rest` is where the command may begin. */
static bool read_word_tag(char *tag, const char *line, size_t length, size_t *rest)
{
    size_t start = skip_blanks(line, length, 0);
    size_t end;

    *rest = start;
    if (start == length || line[start] != '@')
        return true;
    end = word_end(line, length, start);
    *rest = end;
    return tip_tag_copy(tag, line + start + 1, end - start - 1);
}

/* `*rest` is where the form begins; false when a tag was meant and is none. */
static bool read_tag(char *tag, const char *line, size_t length, size_t *rest)
{
    struct tip_json_scan scan;

    tag[0] = '\0';
    if (length == 0 || line[0] != '{')
        return read_word_tag(tag, line, length, rest);
    *rest = 0;
    tip_json_scan(&scan, line, length);
    return scan.tag == NULL || tip_tag_copy(tag, scan.tag, scan.tag_length);
}

void tip_line_tag(char tag[TIP_TAG_SIZE], const char *line, size_t length)
{
    size_t rest;

    if (!read_tag(tag, line, length, &rest))
        tag[0] = '\0';
}

static bool check_bytes(const char *line, size_t length, struct tip_reply_error *error)
{
    const char *nul = memchr(line, '\0', length);
    size_t invalid = tip_utf8_invalid_at(line, length);

    if (invalid < length)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST,
                          "byte %zu of the line is not UTF-8: send UTF-8", invalid);
    if (nul != NULL)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST, "byte %zu of the line is a NUL",
                          (size_t)(nul - line));
    return true;
}

bool tip_line_decode(struct tip_request *request, struct tip_reply_error *error, const char *line,
                     size_t length)
{
    size_t rest;
    bool has_sound_tag;

    *request = (struct tip_request){.limit = TIP_LIMIT_HITS_DEFAULT};
    if (length == 0)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST, "the line is empty: send HELP");
    has_sound_tag = read_tag(request->tag, line, length, &rest);
    if (!check_bytes(line, length, error))
        return false;
    /* In JSON the parser may know better: the scan does not undo escapes. */
    if (line[0] == '{')
        return tip_json_form_read(request, line, length, error);
    if (!has_sound_tag)
        return tip_refuse(error, TIP_CODE_BAD_REQUEST,
                          "what follows @ is no tag: 1 to %d of A-Z a-z 0-9 . _ : -",
                          TIP_LIMIT_TAG);
    return tip_word_form_read(request, line + rest, length - rest, error);
}

bool tip_line_is_http(const char *line, size_t length)
{
    static const char mark[] = " HTTP/1.";
    size_t mark_length = sizeof mark - 1;

    if (length < mark_length + 1)
        return false;
    return memcmp(line + length - mark_length - 1, mark, mark_length) == 0 &&
           line[length - 1] >= '0' && line[length - 1] <= '9';
}
