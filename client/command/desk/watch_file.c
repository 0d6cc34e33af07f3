/* The file of tipsearch --watch: searches with names.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/watch_file.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "command/failure.h"

static const char BLANKS[] = " \t";

/* Room for one more in a list whose places double; false when there is not enough memory. */
static bool make_room(void **list, size_t count, size_t size)
{
    void *larger;

    if (count > 0 && (count & (count - 1)) != 0)
        return true;
    larger = realloc(*list, (count > 0 ? 2 * count : 1) * size);
    if (!larger)
        return false;
    *list = larger;
    return true;
}

static bool add_fault(struct watch_file *file, long line, const char *message)
{
    if (!make_room((void **)&file->faults, file->fault_count, sizeof *file->faults))
        return false;
    file->faults[file->fault_count++] = (struct watch_fault){line, message};
    return true;
}

static bool add_search(struct watch_file *file, const struct watch_search *search)
{
    struct watch_search copy = {strdup(search->name), strdup(search->query), search->line};

    if (!copy.name || !copy.query ||
        !make_room((void **)&file->searches, file->count, sizeof *file->searches)) {
        free(copy.name);
        free(copy.query);
        return false;
    }
    file->searches[file->count++] = copy;
    return true;
}

/* ---- a line ---- */

static bool is_utf8(const char *text, size_t length)
{
    json_t *string = json_stringn(text, length);

    json_decref(string);
    return string != NULL;
}

static bool has_controls(const char *text)
{
    for (; *text; text++)
        if (((unsigned char)*text < ' ' && *text != '\t') || *text == 0x7f)
            return true;
    return false;
}

/* The text without the blanks around it; cut in place. */
static char *trim(char *text)
{
    size_t length;

    text += strspn(text, BLANKS);
    length = strlen(text);
    while (length > 0 && strchr(BLANKS, text[length - 1]))
        length--;
    text[length] = '\0';
    return text;
}

/* The colon that ends the name; NULL when there is none. */
static char *find_end_of_name(char *text)
{
    for (char *colon = strchr(text, ':'); colon; colon = strchr(colon + 1, ':'))
        if (colon[1] == '\0' || strchr(BLANKS, colon[1]))
            return colon;
    return NULL;
}

/* Cuts `text` into a search. What is wrong with it, or NULL. */
static const char *cut_search(struct watch_search *search, char *text)
{
    char *colon = find_end_of_name(text);

    if (!colon)
        return "a search is \"name: query\", with a blank behind the colon";
    *colon = '\0';
    search->name = trim(text);
    search->query = trim(colon + 1);
    if (search->name[0] == '\0')
        return "the name is missing: a search is \"name: query\"";
    if (search->query[0] == '\0')
        return "the query is missing: a search is \"name: query\"";
    if (strlen(search->name) > WATCH_NAME_MAX)
        return "the name is longer than 200 bytes: give it a shorter one";
    return NULL;
}

static bool read_line(struct watch_file *file, char *text, size_t length, long line)
{
    struct watch_search search = {.line = line};
    const char *fault;

    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
        text[--length] = '\0';
    if (memchr(text, '\0', length))
        return add_fault(file, line,
                         "a NUL byte stands in the line: save the file as plain UTF-8 text");
    if (!is_utf8(text, length))
        return add_fault(file, line, "this is not UTF-8 text: save the file as UTF-8");
    text = trim(text);
    if (text[0] == '\0' || text[0] == '#')
        return true;
    fault = has_controls(text) ? "the line holds a control character: take it out"
                               : cut_search(&search, text);
    return fault ? add_fault(file, line, fault) : add_search(file, &search);
}

/* ---- names ---- */

static int compare_names(const void *a, const void *b)
{
    const struct watch_search *left = *(const struct watch_search *const *)a;
    const struct watch_search *right = *(const struct watch_search *const *)b;
    int order = strcmp(left->name, right->name);

    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

static void free_search(struct watch_search *search)
{
    free(search->name);
    free(search->query);
    *search = (struct watch_search){0};
}

/* Takes out the searches whose line was set to 0. */
static void close_gaps(struct watch_file *file)
{
    size_t kept = 0;

    for (size_t i = 0; i < file->count; i++) {
        if (file->searches[i].name)
            file->searches[kept++] = file->searches[i];
    }
    file->count = kept;
}

/* Of several searches with one name the first one stays. */
static bool refuse_equal_names(struct watch_file *file)
{
    struct watch_search **sorted = calloc(file->count + 1, sizeof *sorted);
    bool is_done = sorted != NULL;

    for (size_t i = 0; is_done && i < file->count; i++)
        sorted[i] = &file->searches[i];
    if (is_done)
        qsort(sorted, file->count, sizeof(struct watch_search *), compare_names);
    for (size_t i = 1, first = 0; is_done && i < file->count; i++) {
        if (strcmp(sorted[i]->name, sorted[first]->name) != 0) {
            first = i;
            continue;
        }
        is_done = add_fault(file, sorted[i]->line,
                            "another search above has this name: give it one of its own");
        free_search(sorted[i]);
    }
    free(sorted);
    close_gaps(file);
    return is_done;
}

static int compare_faults(const void *a, const void *b)
{
    const struct watch_fault *left = a, *right = b;

    return (left->line > right->line) - (left->line < right->line);
}

/* ---- the whole ---- */

static bool read_lines(struct watch_file *file, FILE *in)
{
    static const char MARK[] = "\xef\xbb\xbf"; /* the byte-order mark in UTF-8 */
    char *text = NULL;
    size_t size = 0;
    bool is_done = true;
    ssize_t length;

    for (long line = 1; is_done && (length = getline(&text, &size, in)) >= 0; line++) {
        size_t skipped = line == 1 && strncmp(text, MARK, 3) == 0 ? 3 : 0;

        is_done = read_line(file, text + skipped, (size_t)length - skipped, line);
    }
    free(text);
    return is_done && !(ferror(in) && errno == ENOMEM);
}

enum tipsearch_code watch_file_read(struct watch_file *file, FILE *in, const char *name,
                                    struct tipsearch_error *error)
{
    *file = (struct watch_file){0};
    if (!read_lines(file, in) || !refuse_equal_names(file))
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    if (ferror(in))
        return failure_set(error, TIPSEARCH_INVALID, "%s cannot be read: %s", name,
                           strerror(errno));
    if (file->fault_count > 0)
        qsort(file->faults, file->fault_count, sizeof *file->faults, compare_faults);
    return TIPSEARCH_OK;
}

void watch_file_free(struct watch_file *file)
{
    for (size_t i = 0; i < file->count; i++)
        free_search(&file->searches[i]);
    free(file->searches);
    free(file->faults);
    *file = (struct watch_file){0};
}
