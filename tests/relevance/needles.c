/* Which passages answer, by the needles that they hold. */
#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "relevance/judged.h"

/* Lower case, runs of white space as one blank, typographic quotation marks as straight ones: in
 * place, as nothing grows. */
static void normalise(char *text)
{
    static const struct {
        const char *mark;
        char plain;
    } marks[] = {{"\u2018", '\''}, {"\u2019", '\''}, {"\u201C", '"'}, {"\u201D", '"'}};

    char *out = text;
    for (char *in = text; *in != '\0';) {
        size_t mark = 0;
        while (mark < 4 && strncmp(in, marks[mark].mark, 3) != 0) {
            mark++;
        }
        if (mark < 4) {
            *out++ = marks[mark].plain;
            in += 3;
        } else if (isspace((unsigned char)*in)) {
            *out++ = ' ';
            in += strspn(in, " \t\r\n\v\f");
        } else {
            *out++ = (char)tolower((unsigned char)*in++);
        }
    }
    *out = '\0';
}

/* Parts members, so that no needle spans two: a control character that is no white space. */
enum { MEMBER_END = '\x1f' };

static void append_member(struct tip_string *all, const json_t *value)
{
    if (json_is_string(value)) {
        tip_string_append_text(all, json_string_value(value));
        tip_string_append_char(all, MEMBER_END);
    }
}

/* What a needle is looked for in: text, speaker, citation and headings, as normalised; for free(3).
 * NULL without memory. */
static char *searched_text(const json_t *passage)
{
    static const char *const members[] = {"text", "by", "citation"};
    struct tip_string all = {0};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        append_member(&all, json_object_get(passage, members[i]));
    }
    size_t at;
    const json_t *heading;
    json_array_foreach(json_object_get(passage, "section"), at, heading)
    {
        append_member(&all, heading);
    }
    char *text = tip_string_release(&all);
    if (text != NULL) {
        normalise(text);
    }
    return text;
}

/* Whether a text holds one of the needles, which are parted by bars. */
static bool holds_needle(const char *text, const char *needles)
{
    while (*needles != '\0') {
        size_t length = strcspn(needles, "|");
        if (length > 0 && memmem(text, strlen(text), needles, length) != NULL) {
            return true;
        }
        needles += length + (needles[length] == '|');
    }
    return false;
}

static tip_status judge_passage(struct judged_queries *queries, const json_t *passage,
                                struct tip_error *error)
{
    const char *id = json_string_value(json_object_get(passage, "id"));
    const char *kind = json_string_value(json_object_get(passage, "kind"));
    if (id == NULL || (kind != NULL && strcmp(kind, "contents") == 0)) {
        return TIP_OK;
    }
    char *text = searched_text(passage);
    tip_status status = text == NULL ? tip_error_memory(error, "judging passages") : TIP_OK;
    for (size_t i = 0; i < queries->count && status == TIP_OK; i++) {
        struct judged_query *query = &queries->items[i];
        if (query->needles != NULL && holds_needle(text, query->needles)) {
            status = judged_query_judge(query, id, 1, error);
        }
    }
    free(text);
    return status;
}

tip_status judged_queries_judge_dump(struct judged_queries *queries, const char *path,
                                     struct tip_error *error)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return tip_error_errno(error, "%s: cannot read the passages", path);
    }
    for (size_t i = 0; i < queries->count; i++) {
        if (queries->items[i].needles != NULL) {
            normalise(queries->items[i].needles);
        }
    }
    json_t *passage;
    json_error_t trouble;
    tip_status status = TIP_OK;
    while (status == TIP_OK &&
           (passage = json_loadf(file, JSON_DISABLE_EOF_CHECK, &trouble)) != NULL) {
        status = judge_passage(queries, passage, error);
        json_decref(passage);
    }
    if (status == TIP_OK && !feof(file)) {
        status = tip_error_set(error, TIP_INVALID, "%s: not JSON: %s", path, trouble.text);
    }
    fclose(file);
    return status;
}
