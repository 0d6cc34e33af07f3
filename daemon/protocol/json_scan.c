/* A look at JSON that may be broken: how deep it nests, and the tag.
 *
 * jansson recurses as deep as its input says, so the depth must be known before it parses; and a
 * reply carries the tag also when the rest of the request is malformed, where a parser gives
 * nothing. Only strings and brackets are told apart here. */
#include "protocol/form.h"

#include <string.h>

struct scanner {
    const char *cursor, *end;
    unsigned depth;
};

/* The content of the string that begins at the cursor, which moves behind it. False when it does
 * not end. */
static bool scan_string(struct scanner *scanner, const char **text, size_t *length)
{
    const char *start = scanner->cursor + 1;

    for (const char *at = start; at < scanner->end; at++) {
        if (*at == '\\') {
            at++;
        } else if (*at == '"') {
            *text = start;
            *length = (size_t)(at - start);
            scanner->cursor = at + 1;
            return true;
        }
    }
    scanner->cursor = scanner->end;
    return false;
}

static void skip_blanks(struct scanner *scanner)
{
    while (scanner->cursor < scanner->end &&
           (*scanner->cursor == ' ' || *scanner->cursor == '\t' || *scanner->cursor == '\r'))
        scanner->cursor++;
}

/* Behind a string of the outermost object: if it was the key "tag", takes its value. */
static void take_tag(struct scanner *scanner, struct tip_json_scan *scan, const char *key,
                     size_t length)
{
    const char *value;
    size_t value_length;

    if (scan->tag != NULL || length != 3 || memcmp(key, "tag", 3) != 0)
        return;
    skip_blanks(scanner);
    if (scanner->cursor == scanner->end || *scanner->cursor != ':')
        return;
    scanner->cursor++;
    skip_blanks(scanner);
    if (scanner->cursor == scanner->end || *scanner->cursor != '"')
        return;
    if (scan_string(scanner, &value, &value_length)) {
        scan->tag = value;
        scan->tag_length = value_length;
    }
}

void tip_json_scan(struct tip_json_scan *scan, const char *text, size_t length)
{
    struct scanner scanner = {text, text + length, 0};
    const char *string;
    size_t string_length;

    *scan = (struct tip_json_scan){0};
    while (scanner.cursor < scanner.end) {
        char byte = *scanner.cursor;

        if (byte == '"') {
            if (scan_string(&scanner, &string, &string_length) && scanner.depth == 1)
                take_tag(&scanner, scan, string, string_length);
            continue;
        }
        scanner.cursor++;
        if (byte == '{' || byte == '[')
            scanner.depth++;
        else if ((byte == '}' || byte == ']') && scanner.depth > 0)
            scanner.depth--;
        if (scanner.depth > scan->depth)
            scan->depth = scanner.depth;
    }
}
