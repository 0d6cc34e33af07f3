/* A purge that is not finished. */
#include "index/erasure.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/string_builder.h"
#include "index/generation_name.h"

/* Ids of some thousand reports. */
enum { FILE_LIMIT = 1 << 20 };

static const char file_name[] = "erasing";

void tip_erasure_free(struct tip_erasure *erasure)
{
    free(erasure->reports);
    *erasure = (struct tip_erasure){0};
}

/* The two lines of the file. */
static bool parse(struct tip_erasure *erasure, const char *text)
{
    char *end;
    errno = 0;
    unsigned long number = strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != '\n' || number > UINT32_MAX)
        return false;
    erasure->clean_from = (uint32_t)number;
    erasure->reports = strndup(end + 1, strcspn(end + 1, "\n"));
    return erasure->reports != NULL;
}

bool tip_erasure_is_owed(const char *index_path)
{
    char *path = tip_path_join(index_path, file_name);
    bool is_there = path != NULL && access(path, F_OK) == 0;
    free(path);
    return is_there;
}

tip_status tip_erasure_read(struct tip_erasure *erasure, const char *index_path,
                            struct tip_error *error)
{
    *erasure = (struct tip_erasure){0};
    char *path = tip_path_join(index_path, file_name), *text = NULL;
    size_t size;
    if (path == NULL)
        return tip_error_memory(error, "looking for an unfinished purge");
    tip_status status = tip_file_read(&text, &size, path, FILE_LIMIT, error);
    if (status == TIP_NOT_FOUND)
        status = TIP_OK;
    else if (status == TIP_OK && !parse(erasure, text))
        status = tip_error_set(error, TIP_CORRUPT,
                               "%s: cannot be read: run tipindex remove --purge again with the "
                               "reports that are to be erased",
                               path);
    free(text);
    free(path);
    return status;
}

tip_status tip_erasure_note(const char *index_path, uint32_t clean_from, const char *reports,
                            struct tip_error *error)
{
    struct tip_string text = {0};
    tip_string_printf(&text, "%u\n%s\n", (unsigned)clean_from, reports);
    char *path = tip_path_join(index_path, file_name);
    tip_status status = text.failed || path == NULL
                            ? tip_error_memory(error, "noting a purge")
                            : tip_file_replace(path, text.data, text.length, error);
    free(path);
    tip_string_free(&text);
    return status;
}

/* The file goes when its work is done. */
static tip_status forget(const char *index_path, struct tip_error *error)
{
    char *path = tip_path_join(index_path, file_name);
    if (path == NULL)
        return tip_error_memory(error, "ending a purge");
    tip_status status = TIP_OK;
    if (unlink(path) != 0 && errno != ENOENT)
        status = tip_error_errno(error, "%s: cannot be removed", path);
    free(path);
    return status == TIP_OK ? tip_file_sync(index_path, error) : status;
}

/* Removes what is older than the clean generation; *held is one that stays. */
static tip_status remove_older(struct tip_erasure *erasure, const char *index_path,
                               struct tip_error *error)
{
    uint32_t *numbers = NULL;
    size_t count = 0;
    tip_status status = tip_generation_list(&numbers, &count, index_path, error);
    for (size_t i = 0; i < count && status == TIP_OK; i++)
        if (numbers[i] < erasure->clean_from)
            status = tip_generation_remove(index_path, numbers[i], error);
    free(numbers);
    if (status == TIP_OK)
        status = tip_generation_list(&numbers, &count, index_path, error);
    erasure->held = 0;
    for (size_t i = 0; status == TIP_OK && i < count; i++)
        if (numbers[i] < erasure->clean_from)
            erasure->held = numbers[i];
    if (status == TIP_OK)
        free(numbers);
    return status;
}

tip_status tip_erasure_finish(struct tip_erasure *erasure, const char *index_path,
                              struct tip_error *error)
{
    tip_status status = tip_erasure_read(erasure, index_path, error);
    if (status != TIP_OK || erasure->reports == NULL || erasure->clean_from == 0)
        return status;
    status = remove_older(erasure, index_path, error);
    if (status != TIP_OK || erasure->held != 0)
        return status;
    tip_erasure_free(erasure);
    return forget(index_path, error);
}

tip_status tip_erasure_tell(const struct tip_erasure *erasure, struct tip_error *error)
{
    if (erasure->held != 0)
        return tip_error_set(error, TIP_LOCKED,
                             "the purge of '%.80s' is not finished: generation %u has it still, as "
                             "a program is reading it: end that, and run tipindex update",
                             erasure->reports, (unsigned)erasure->held);
    return tip_error_set(error, TIP_LOCKED, "the purge of '%.80s' is not finished: run tipindex %s",
                         erasure->reports,
                         erasure->clean_from == 0 ? "remove --purge with it again" : "update");
}
