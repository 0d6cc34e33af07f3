/* Reading queries: JSON Lines, TREC topics, tables of needles. */
#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "relevance/judged.h"

enum { TABLE_COLUMNS = 4, FILE_LIMIT = 256 * 1024 * 1024 };

/* Adds a query; what is NULL is not known. */
static tip_status add(struct judged_queries *queries, const char *id, const char *text,
                      const char *half, const char *needles, struct tip_error *error)
{
    if (queries->count == queries->capacity) {
        size_t capacity = queries->capacity == 0 ? 64 : queries->capacity * 2;
        struct judged_query *grown = reallocarray(queries->items, capacity, sizeof *grown);
        if (grown == NULL) {
            return tip_error_memory(error, "reading queries");
        }
        queries->items = grown;
        queries->capacity = capacity;
    }
    struct judged_query *query = &queries->items[queries->count++];
    *query = (struct judged_query){.id = strdup(id),
                                   .text = strdup(text),
                                   .half = strdup(half != NULL ? half : ""),
                                   .needles = needles != NULL ? strdup(needles) : NULL};
    if (query->id == NULL || query->text == NULL || query->half == NULL ||
        (needles != NULL && query->needles == NULL)) {
        return tip_error_memory(error, "reading queries");
    }
    return TIP_OK;
}

/* The first of two members that is there. */
static const char *member(const json_t *object, const char *name, const char *other)
{
    const char *value = json_string_value(json_object_get(object, name));
    return value != NULL ? value : json_string_value(json_object_get(object, other));
}

static tip_status add_json(struct judged_queries *queries, const char *line, const char *path,
                           size_t number, struct tip_error *error)
{
    json_error_t trouble;
    json_t *object = json_loads(line, 0, &trouble);
    const char *id = member(object, "_id", "id");
    const char *text = member(object, "text", "query");
    tip_status status;
    if (object == NULL) {
        status = tip_error_set(error, TIP_INVALID, "%s: line %zu: not JSON: %s", path, number,
                               trouble.text);
    } else if (id == NULL || text == NULL) {
        status = tip_error_set(error, TIP_INVALID, "%s: line %zu: lacks the strings _id and text",
                               path, number);
    } else {
        status = add(queries, id, text, NULL, NULL, error);
    }
    json_decref(object);
    return status;
}

static tip_status add_row(struct judged_queries *queries, char *line, const char *path,
                          size_t number, struct tip_error *error)
{
    char *columns[TABLE_COLUMNS];
    size_t count = 0;
    for (char *column; (column = strsep(&line, "\t")) != NULL; count++) {
        if (count < TABLE_COLUMNS) {
            columns[count] = column;
        }
    }
    if (count != TABLE_COLUMNS) {
        return tip_error_set(error, TIP_INVALID,
                             "%s: line %zu: has %zu columns and not id, half, query, needles", path,
                             number, count);
    }
    return number == 1 ? TIP_OK
                       : add(queries, columns[0], columns[2], columns[1], columns[3], error);
}

/* JSON Lines and tables. */
static tip_status add_lines(struct judged_queries *queries, char *bytes, bool is_json,
                            const char *path, struct tip_error *error)
{
    tip_status status = TIP_OK;
    size_t number = 1;
    for (char *line; status == TIP_OK && (line = strsep(&bytes, "\n")) != NULL; number++) {
        line[strcspn(line, "\r")] = '\0';
        if (line[strspn(line, " \t")] == '\0') {
            continue;
        }
        status = is_json ? add_json(queries, line, path, number, error)
                         : add_row(queries, line, path, number, error);
    }
    return status;
}

/* The text behind a tag up to the next tag, its white space single blanks, without `label`; for
 * free(3). NULL where the topic has no such tag or nothing stands there, and without memory. */
static char *topic_part(const char *topic, const char *tag, const char *label)
{
    const char *from = strstr(topic, tag);
    if (from == NULL) {
        return NULL;
    }
    from += strlen(tag);
    from += strspn(from, " \t\r\n");
    if (strncasecmp(from, label, strlen(label)) == 0) {
        from += strlen(label);
    }
    char *part = strndup(from, strcspn(from, "<"));
    if (part == NULL) {
        return NULL;
    }
    char *out = part;
    for (const char *in = part; *in != '\0'; in++) {
        if (!isspace((unsigned char)*in)) {
            *out++ = *in;
        } else if (out > part && out[-1] != ' ') {
            *out++ = ' ';
        }
    }
    while (out > part && out[-1] == ' ') {
        out--;
    }
    *out = '\0';
    if (*part == '\0') {
        free(part);
        return NULL;
    }
    return part;
}

static tip_status add_topic(struct judged_queries *queries, const char *topic, const char *path,
                            size_t number, struct tip_error *error)
{
    char *id = topic_part(topic, "<num>", "Number:");
    char *text = topic_part(topic, "<title>", "Topic:");
    if (text == NULL) {
        text = topic_part(topic, "<desc>", "Description:");
    }
    tip_status status =
        id == NULL || text == NULL
            ? tip_error_set(error, TIP_INVALID,
                            "%s: topic %zu: lacks a number, or both title and description", path,
                            number)
            : add(queries, id, text, NULL, NULL, error);
    free(id);
    free(text);
    return status;
}

static tip_status add_topics(struct judged_queries *queries, char *bytes, const char *path,
                             struct tip_error *error)
{
    tip_status status = TIP_OK;
    char *topic = strstr(bytes, "<top>");
    for (size_t number = 1; status == TIP_OK && topic != NULL; number++) {
        char *next = strstr(topic + 1, "<top>");
        if (next != NULL) {
            next[-1] = '\0';
        }
        status = add_topic(queries, topic, path, number, error);
        topic = next;
    }
    return status;
}

tip_status judged_queries_read(struct judged_queries *queries, const char *path,
                               struct tip_error *error)
{
    char *bytes;
    size_t size;
    tip_status status = tip_file_read(&bytes, &size, path, FILE_LIMIT, error);
    if (status != TIP_OK) {
        return status;
    }
    size_t before = queries->count;
    char first = bytes[strspn(bytes, " \t\r\n")];
    status = first == '<' ? add_topics(queries, bytes, path, error)
                          : add_lines(queries, bytes, first == '{', path, error);
    free(bytes);
    if (status == TIP_OK && queries->count == before) {
        return tip_error_set(error, TIP_INVALID, "%s: holds no query", path);
    }
    return status;
}
