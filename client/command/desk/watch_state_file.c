/* What the searches of a watch file have shown, as a file.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/watch_state.h"
#include "command/failure.h"

#define FIRST_LINE "tipsearch-watch-state 1\n"

static const char FIRST_WORD[] = "tipsearch-watch-state ";
static const char SEARCH[] = "search ";
static const char END[] = "end ";

/* The constants of FNV-1a for 64 bits, from draft-eastlake-fnv. */
#define HASH_START 0xcbf29ce484222325u
#define HASH_PRIME 0x100000001b3u

static uint64_t hash_on(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * HASH_PRIME;
    return hash;
}

/* ---- writing ---- */

static void put(FILE *out, uint64_t *hash, const char *text)
{
    *hash = hash_on(*hash, text, strlen(text));
    fputs(text, out);
}

void watch_state_write(const struct watch_state *state, FILE *out)
{
    uint64_t hash = HASH_START;

    put(out, &hash, FIRST_LINE);
    for (size_t i = 0; i < state->count; i++) {
        const struct watch_seen *seen = state->searches[i];

        put(out, &hash, SEARCH);
        put(out, &hash, seen->name);
        put(out, &hash, "\n");
        for (size_t k = 0; k < seen->count; k++) {
            char line[20];

            snprintf(line, sizeof line, "%016" PRIx64 "\n", seen->ids[k]);
            put(out, &hash, line);
        }
    }
    fprintf(out, "%s%016" PRIx64 "\n", END, hash);
}

/* ---- reading ---- */

struct reading {
    struct watch_state *state;
    struct watch_seen *seen; /* whose ids are read */
    uint64_t hash;           /* of all lines before */
    bool is_at_end;
};

enum outcome { READ, DAMAGED, NO_MEMORY };

static enum outcome read_id(struct reading *reading, const char *line)
{
    struct watch_seen *seen = reading->seen;
    uint64_t id;

    if (!seen || !watch_id_read(&id, line) ||
        (seen->added_count > 0 && seen->added[seen->added_count - 1] >= id))
        return DAMAGED;
    return watch_seen_add(seen, id) ? READ : NO_MEMORY;
}

static enum outcome read_search(struct reading *reading, const char *name)
{
    size_t before = reading->state->count;

    reading->seen = watch_state_find(reading->state, name);
    if (!reading->seen)
        return NO_MEMORY;
    return reading->state->count > before ? READ : DAMAGED;
}

/* `line` is without its LF. */
static enum outcome read_line(struct reading *reading, const char *line)
{
    uint64_t hash;

    if (reading->is_at_end)
        return DAMAGED;
    if (strncmp(line, SEARCH, strlen(SEARCH)) == 0)
        return read_search(reading, line + strlen(SEARCH));
    if (strncmp(line, END, strlen(END)) != 0)
        return read_id(reading, line);
    reading->is_at_end = true;
    return watch_id_read(&hash, line + strlen(END)) && hash == reading->hash ? READ : DAMAGED;
}

static enum outcome read_lines(struct reading *reading, FILE *in)
{
    enum outcome outcome = READ;
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    while (outcome == READ && (length = getline(&line, &size, in)) > 0) {
        uint64_t hash = hash_on(reading->hash, line, (size_t)length);

        if (line[length - 1] != '\n' || memchr(line, '\0', (size_t)length)) {
            outcome = DAMAGED;
            break;
        }
        line[length - 1] = '\0';
        outcome = read_line(reading, line);
        reading->hash = hash;
    }
    free(line);
    return outcome == READ && !reading->is_at_end ? DAMAGED : outcome;
}

/* Ids are read as added, which grows as they come. */
static enum outcome keep_all(struct watch_state *state)
{
    for (size_t i = 0; i < state->count; i++)
        if (!watch_seen_keep(state->searches[i]))
            return NO_MEMORY;
    return READ;
}

static enum tipsearch_code refuse(struct tipsearch_error *error, const char *path, const char *what)
{
    return failure_set(error, TIPSEARCH_INVALID,
                       "%s %s: put a copy of it back, or move it away: then everything is new",
                       path, what);
}

static enum tipsearch_code read_file(struct watch_state *state, FILE *in, const char *path,
                                     struct tipsearch_error *error)
{
    struct reading reading = {.state = state,
                              .hash = hash_on(HASH_START, FIRST_LINE, strlen(FIRST_LINE))};
    char first[sizeof FIRST_LINE] = "";
    enum outcome outcome;

    if (!fgets(first, sizeof first, in) && !ferror(in))
        return refuse(error, path, "is empty, which no state of --watch is");
    if (!ferror(in) && strncmp(first, FIRST_WORD, strlen(FIRST_WORD)) != 0)
        return refuse(error, path, "is no state of tipsearch --watch");
    if (!ferror(in) && strcmp(first, FIRST_LINE) != 0)
        return refuse(error, path, "was written by a newer tipsearch, or is damaged");
    outcome = ferror(in) ? DAMAGED : read_lines(&reading, in);
    if (ferror(in))
        return failure_set(error, TIPSEARCH_INVALID, "%s cannot be read: %s", path,
                           strerror(errno));
    if (outcome == READ)
        outcome = keep_all(state);
    if (outcome == DAMAGED)
        return refuse(error, path, "is damaged");
    return outcome == READ ? TIPSEARCH_OK
                           : failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
}

enum tipsearch_code watch_state_read(struct watch_state *state, const char *path,
                                     struct tipsearch_error *error)
{
    FILE *in = fopen(path, "re");
    enum tipsearch_code code;

    *state = (struct watch_state){0};
    if (!in && errno == ENOENT)
        return TIPSEARCH_OK;
    if (!in)
        return failure_set(error, TIPSEARCH_INVALID, "%s cannot be read: %s", path,
                           strerror(errno));
    code = read_file(state, in, path, error);
    fclose(in);
    return code;
}
