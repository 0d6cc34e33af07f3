/* Requests that wait for their replies, in their order.
 *
 * SPDX-License-Identifier: MIT */
#include "library/pending.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAG_SIZE = 48 };

void tipsearch_queue_init(struct tipsearch_queue *queue)
{
    *queue = (struct tipsearch_queue){.end = &queue->first};
}

/* The server, too, takes a line for JSON by its first byte alone, and reads its keys' escapes. */
bool tipsearch_line_has_tag(const char *line)
{
    json_t *object;
    bool has_tag;

    if (line[0] != '{')
        return line[strspn(line, " \t")] == '@';
    object = json_loads(line, 0, NULL);
    has_tag = json_object_get(object, "tag") != NULL;
    json_decref(object);
    return has_tag;
}

/* How a request of either form begins when it has the tag; *skipped is what that replaces. */
static void tag_request(char head[static TAG_SIZE], const char *line, unsigned long long ticket,
                        size_t *skipped)
{
    const char *rest = line + 1;

    *skipped = line[0] == '{';
    if (line[0] != '{') {
        snprintf(head, TAG_SIZE, "@t%llu ", ticket);
        return;
    }
    rest += strspn(rest, " \t");
    snprintf(head, TAG_SIZE, "{\"tag\":\"t%llu\"%s", ticket, rest[0] == '}' ? "" : ",");
}

struct tipsearch_pending *tipsearch_pending_create(const char *line, unsigned long long ticket)
{
    struct tipsearch_pending *pending = calloc(1, sizeof *pending);
    char head[TAG_SIZE];
    size_t skipped;

    if (!pending)
        return NULL;
    tag_request(head, line, ticket, &skipped);
    pending->ticket = ticket;
    pending->length = strlen(head) + strlen(line + skipped) + 1;
    pending->line = malloc(pending->length + 1);
    if (!pending->line) {
        free(pending);
        return NULL;
    }
    strcpy(stpcpy(stpcpy(pending->line, head), line + skipped), "\n");
    return pending;
}

void tipsearch_pending_free(struct tipsearch_pending *pending)
{
    if (!pending)
        return;
    free(pending->line);
    free(pending);
}

void tipsearch_queue_append(struct tipsearch_queue *queue, struct tipsearch_pending *pending)
{
    pending->next = NULL;
    *queue->end = pending;
    queue->end = &pending->next;
    queue->count++;
}

void tipsearch_queue_remove(struct tipsearch_queue *queue, struct tipsearch_pending *pending)
{
    struct tipsearch_pending **at = &queue->first;

    while (*at != pending)
        at = &(*at)->next;
    *at = pending->next;
    if (!*at)
        queue->end = at;
    queue->count--;
}

struct tipsearch_pending *tipsearch_queue_find(const struct tipsearch_queue *queue,
                                               unsigned long long ticket)
{
    struct tipsearch_pending *pending = queue->first;

    while (pending && pending->ticket != ticket)
        pending = pending->next;
    return pending;
}

struct tipsearch_pending *tipsearch_queue_unsent(const struct tipsearch_queue *queue)
{
    struct tipsearch_pending *pending = queue->first;

    while (pending && pending->sent == pending->length)
        pending = pending->next;
    return pending;
}

bool tipsearch_pending_is_answered_by(const struct tipsearch_pending *pending, char **line,
                                      size_t *length)
{
    static const char REFUSAL[] = "{\"error\":";
    char head[TAG_SIZE];
    size_t size = (size_t)snprintf(head, sizeof head, "{\"tag\":\"t%llu\"", pending->ticket);

    if (strncmp(*line, REFUSAL, sizeof REFUSAL - 1) == 0)
        return true;
    if (strncmp(*line, head, size) != 0 || ((*line)[size] != ',' && (*line)[size] != '}'))
        return false;
    if ((*line)[size] == '}')
        size--; /* nothing but the tag: the brace stays */
    *line += size;
    **line = '{';
    *length -= size;
    return true;
}
