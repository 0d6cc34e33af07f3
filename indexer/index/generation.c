/* Opening generations.
 *
 * A reader takes a shared flock on the manifest before it looks at anything else, as only an
 * unlocked generation is removed. CURRENT may move on, twice even, between its reading and that
 * lock: what is gone by then is looked up again. The manifest and all files are compared with their
 * hashes before Xapian or our mapped readers see them, since a damaged file can crash them. */
#include "index/generation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "index/generation_name.h"
#include "index/record.h"

enum {
    OPEN_ATTEMPTS = 10, /* each failed one means that two builds were published meanwhile */
    CURRENT_LIMIT = 4096
};

/* ---- CURRENT ---- */

static tip_status no_index(const char *index_path, struct tip_error *error)
{
    return tip_error_set(error, TIP_NOT_FOUND,
                         "%s: there is no index: make one with tipindex build -i %s SOURCE",
                         index_path, index_path);
}

/* A manifest is written last, so a folder without one holds no whole generation. */
static bool has_manifest(const char *index_path, uint32_t number)
{
    char *folder = tip_generation_folder(index_path, number);
    char *manifest = folder == NULL ? NULL : tip_path_join(folder, "manifest.json");
    bool has = manifest == NULL || access(manifest, F_OK) == 0; /* it stays when nobody can tell */
    free(manifest);
    free(folder);
    return has;
}

/* Without CURRENT there is no index, unless generations say that it was lost. */
static tip_status missing_current(const char *index_path, struct tip_error *error)
{
    uint32_t *numbers = NULL;
    size_t count = 0, place = 0;
    tip_status status = tip_generation_list(&numbers, &count, index_path, error);
    if (status == TIP_NOT_FOUND)
        return no_index(index_path, error);
    if (status != TIP_OK)
        return status;
    while (place < count && !has_manifest(index_path, numbers[place]))
        place++;
    if (place == count)
        status = no_index(index_path, error);
    else
        status = tip_error_set(error, TIP_CORRUPT,
                               "%s: CURRENT is missing, though generation %u is there: restore it "
                               "from a backup, or build the index anew",
                               index_path, numbers[place]);
    free(numbers);
    return status;
}

/* The bytes of CURRENT. One that is missing is looked for again once generations were seen: the
 * first of all may have been published meanwhile. */
static tip_status read_line(char **line, size_t *length, const char *path, const char *index_path,
                            struct tip_error *error)
{
    tip_status status = tip_file_read(line, length, path, CURRENT_LIMIT, error);
    if (status != TIP_NOT_FOUND)
        return status;
    tip_status missing = missing_current(index_path, error);
    if (missing != TIP_CORRUPT)
        return missing;
    status = tip_file_read(line, length, path, CURRENT_LIMIT, NULL);
    return status == TIP_OK ? TIP_OK : missing;
}

/* What CURRENT says, whether or not that generation is there. */
static tip_status read_current(uint32_t *number, const char *index_path, struct tip_error *error)
{
    char *name = NULL;
    size_t length = 0;
    char *path = tip_path_join(index_path, "CURRENT");
    if (path == NULL)
        return tip_error_memory(error, "reading which generation is live");
    tip_status status = read_line(&name, &length, path, index_path, error);
    if (status == TIP_OK) {
        if (length > 0 && name[length - 1] == '\n')
            name[--length] = '\0';
        if (strlen(name) != length || !tip_generation_name_parse(number, name))
            status =
                tip_error_set(error, TIP_CORRUPT,
                              "%s: damaged: it names no generation: build the index anew", path);
    }
    free(name);
    free(path);
    return status;
}

static bool folder_exists(const char *index_path, uint32_t number)
{
    struct stat facts;
    char *folder = tip_generation_folder(index_path, number);
    bool exists = folder != NULL && stat(folder, &facts) == 0 && S_ISDIR(facts.st_mode);
    free(folder);
    return exists;
}

tip_status tip_generation_current(uint32_t *number, const char *index_path, struct tip_error *error)
{
    uint32_t named = 0;
    for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
        uint32_t before = named;
        tip_status status = read_current(&named, index_path, error);
        if (status != TIP_OK)
            return status;
        if (folder_exists(index_path, named)) {
            *number = named;
            return TIP_OK;
        }
        if (named == before)
            break;
    }
    return tip_error_set(error, TIP_CORRUPT,
                         "%s/CURRENT: it names generation %u, which is not there: restore it from "
                         "a backup, or build the index anew",
                         index_path, named);
}

/* ---- one generation ---- */

static tip_status gone(const struct tip_generation *generation, struct tip_error *error)
{
    return tip_error_set(error, TIP_NOT_FOUND, "%s: this generation is no longer there",
                         generation->folder);
}

/* The shared lock. A remover holds the exclusive one until all is gone, so nothing is waited for:
 * whoever comes second lost. */
static tip_status hold(struct tip_generation *generation, const char *manifest,
                       struct tip_error *error)
{
    struct stat facts;
    generation->lock_fd = open(manifest, O_RDONLY | O_CLOEXEC);
    if (generation->lock_fd < 0 && errno == ENOENT) {
        if (stat(generation->folder, &facts) != 0)
            return gone(generation, error);
        return tip_error_set(error, TIP_CORRUPT,
                             "%s: missing: restore it from a backup, or build the index anew",
                             manifest);
    }
    if (generation->lock_fd < 0)
        return tip_error_errno(error, "%s: cannot be opened", manifest);
    if (flock(generation->lock_fd, LOCK_SH | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return gone(generation, error);
        return tip_error_errno(error, "%s: cannot be locked", manifest);
    }
    if (fstat(generation->lock_fd, &facts) != 0)
        return tip_error_errno(error, "%s: cannot be examined", manifest);
    if (facts.st_nlink == 0 || stat(manifest, &facts) != 0)
        return gone(generation, error);
    generation->bytes_on_disk = (uint64_t)facts.st_size;
    return TIP_OK;
}

/* Manifest and files against their hashes. */
static tip_status prove(struct tip_generation *generation, struct tip_error *error)
{
    tip_status status = tip_manifest_read(&generation->manifest, generation->folder, error);
    if (status != TIP_OK)
        return status;
    if (generation->manifest.generation != generation->number)
        return tip_error_set(error, TIP_CORRUPT,
                             "%s/manifest.json: it belongs to generation %u: restore the folder "
                             "from a backup, or build the index anew",
                             generation->folder, generation->manifest.generation);
    status = tip_manifest_verify(&generation->manifest, generation->folder, error);
    for (size_t i = 0; i < generation->manifest.file_count; i++)
        generation->bytes_on_disk += generation->manifest.files[i].size;
    return status;
}

/* An index without text has no dictionary: the empty one then. */
static tip_status read_dictionary(struct tip_generation *generation, struct tip_error *error)
{
    struct tip_index *index;
    tip_status status = tip_index_open(&index, generation->postings_path, error);
    if (status != TIP_OK)
        return status;
    status = tip_index_value(index, "dictionary", &generation->dictionary,
                             &generation->dictionary_length, error);
    tip_index_close(index);
    return status == TIP_NOT_FOUND ? TIP_OK : status;
}

static tip_status open_parts(struct tip_generation *generation, struct tip_error *error)
{
    char *words = tip_path_join(generation->folder, "words");
    char *tokens = tip_path_join(generation->folder, "tokens");
    char *columns = tip_path_join(generation->folder, "columns");
    char *moved = tip_path_join(generation->folder, "moved");
    char *suggestions = tip_path_join(generation->folder, "suggestions");
    char *signatures = tip_path_join(generation->folder, "signatures");
    tip_status status = TIP_OK;
    generation->postings_path = tip_path_join(generation->folder, "postings");
    if (words == NULL || tokens == NULL || columns == NULL || moved == NULL ||
        suggestions == NULL || signatures == NULL || generation->postings_path == NULL)
        status = tip_error_memory(error, "opening a generation");
    if (status == TIP_OK)
        status = tip_words_open(&generation->words, words, error);
    if (status == TIP_OK)
        status = tip_token_file_open(&generation->tokens, tokens, error);
    if (status == TIP_OK)
        status = tip_columns_open(&generation->columns, columns, error);
    if (status == TIP_OK)
        status = tip_moved_open(&generation->moved, moved, error);
    if (status == TIP_OK)
        status = generation->manifest.format < TIP_FORMAT_WITH_SUGGESTIONS
                     ? tip_suggestions_create_empty(&generation->suggestions, error)
                     : tip_suggestions_open(&generation->suggestions, suggestions, error);
    if (status == TIP_OK && generation->manifest.format >= TIP_FORMAT_WITH_SIGNATURES)
        status = tip_signatures_open(&generation->signatures, signatures, error);
    if (status == TIP_OK)
        status = read_dictionary(generation, error);
    free(words);
    free(tokens);
    free(columns);
    free(moved);
    free(suggestions);
    free(signatures);
    return status;
}

tip_status tip_generation_open(struct tip_generation **out, const char *index_path, uint32_t number,
                               struct tip_error *error)
{
    tip_status status = TIP_NO_MEMORY;
    char *manifest = NULL;
    struct tip_generation *generation = calloc(1, sizeof *generation);
    if (generation == NULL)
        return tip_error_memory(error, "opening a generation");
    generation->number = number;
    generation->lock_fd = -1;
    generation->folder = tip_generation_folder(index_path, number);
    if (generation->folder != NULL)
        manifest = tip_path_join(generation->folder, "manifest.json");
    status = manifest == NULL ? tip_error_memory(error, "opening a generation")
                              : hold(generation, manifest, error);
    if (status == TIP_OK)
        status = prove(generation, error);
    if (status == TIP_OK)
        status = open_parts(generation, error);
    free(manifest);
    if (status != TIP_OK) {
        tip_generation_close(generation);
        return status;
    }
    *out = generation;
    return TIP_OK;
}

void tip_generation_close(struct tip_generation *generation)
{
    if (generation == NULL)
        return;
    tip_words_close(generation->words);
    tip_columns_close(generation->columns);
    tip_suggestions_close(generation->suggestions);
    tip_bitmap_free(&generation->visible);
    if (generation->whole != NULL) { /* the rest is that one's */
        free(generation);
        return;
    }
    tip_token_file_close(generation->tokens);
    tip_moved_close(generation->moved);
    tip_signatures_close(generation->signatures);
    tip_manifest_free(&generation->manifest);
    free(generation->dictionary);
    free(generation->postings_path);
    free(generation->folder);
    if (generation->lock_fd >= 0)
        close(generation->lock_fd);
    free(generation);
}

tip_status tip_generation_text(const struct tip_generation *generation, struct tip_index *index,
                               uint32_t number, char **text, size_t *length,
                               struct tip_error *error)
{
    char *record = NULL;
    size_t record_length = 0;
    tip_status status = tip_index_record(index, number, &record, &record_length, error);
    if (status == TIP_OK)
        status = tip_record_unpack(text, length, record, record_length, generation->dictionary,
                                   generation->dictionary_length, error);
    free(record);
    return status;
}

/* ---- the live one ---- */

/* Trouble that an older generation need not share. Missing memory, another version's format and the
 * like would only be hidden by going back. */
static bool is_damage(const struct tip_error *error)
{
    switch (error->status) {
    case TIP_CORRUPT:
    case TIP_NOT_FOUND:
    case TIP_OPENING:
    case TIP_DATABASE:
        return true;
    default:
        return error->system_errno == EIO;
    }
}

/* Opens what CURRENT names. When it names another by the time that failed, that one. *number is
 * what it named last, 0 when it names none. */
static tip_status open_named(struct tip_generation **out, uint32_t *number, const char *index_path,
                             struct tip_error *error)
{
    tip_status status = TIP_OK;
    uint32_t named = 0;
    *number = 0;
    for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
        struct tip_error trouble = {0};
        status = tip_generation_current(&named, index_path, &trouble);
        if (status != TIP_OK) {
            *error = trouble;
            return status;
        }
        if (named == *number)
            return error->status;
        *number = named;
        status = tip_generation_open(out, index_path, named, error);
        if (status == TIP_OK || !is_damage(error))
            return status;
    }
    return status;
}

/* The newest good generation below `number` (0: of all). */
static tip_status open_older(struct tip_generation **out, uint32_t number, const char *index_path,
                             struct tip_error *error)
{
    uint32_t *numbers = NULL;
    size_t count = 0;
    tip_status status = tip_generation_list(&numbers, &count, index_path, error);
    if (status != TIP_OK)
        return status;
    status = TIP_NOT_FOUND;
    for (size_t i = 0; i < count && status != TIP_OK; i++)
        if (number == 0 || numbers[i] < number)
            status = tip_generation_open(out, index_path, numbers[i], error);
    free(numbers);
    return status;
}

tip_status tip_generation_open_current(struct tip_generation **out, const char *index_path,
                                       char *warning, struct tip_error *error)
{
    uint32_t number = 0;
    struct tip_error live = {0}, older;
    warning[0] = '\0';
    tip_status status = open_named(out, &number, index_path, &live);
    if (status == TIP_OK)
        return TIP_OK;
    bool has_index = number != 0 || live.status != TIP_NOT_FOUND;
    if (has_index && is_damage(&live) && open_older(out, number, index_path, &older) == TIP_OK) {
        snprintf(warning, TIP_ERROR_MESSAGE_SIZE,
                 "generation %u answers instead of the live one: %.400s", (*out)->number,
                 live.message);
        return TIP_OK;
    }
    if (error != NULL)
        *error = live;
    return status;
}
