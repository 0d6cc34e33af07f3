/* The tokens in force. */
#include "server/access.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "server/token_file.h"

/* Room for TIP_LIMIT_TOKENS lines of 400 bytes. */
enum { FILE_LIMIT = 4 * 1024 * 1024 };

struct tip_access {
    const char *path;
    const struct tip_log *log;
    struct tip_asker_list tokens;
    unsigned edition; /* counts the times that the file was read */
};

static void warn(const struct tip_access *access, const struct tip_asker_list *tokens)
{
    struct stat facts;

    if (stat(access->path, &facts) == 0 && (facts.st_mode & (S_IROTH | S_IWOTH)) != 0)
        tip_log(access->log, LOG_WARNING, "tokens_readable",
                "%s: every user of this machine can read or change the tokens: chmod o-rw it",
                access->path);
    if (tokens->count == 0)
        tip_log(access->log, LOG_WARNING, "tokens_none",
                "%s: there is no token, so that nobody may ask", access->path);
}

static void continue_counts(const struct tip_asker_list *tokens,
                            const struct tip_asker_list *before)
{
    for (size_t i = 0; i < tokens->count; i++)
        for (size_t j = 0; j < before->count; j++)
            if (tip_asker_is_same(tokens->askers[i], before->askers[j]))
                tip_asker_continue(tokens->askers[i], before->askers[j]);
}

tip_status tip_access_reload(struct tip_access *access, struct tip_error *error)
{
    struct tip_asker_list tokens = {0};
    size_t size;
    char *text;
    tip_status status = tip_file_read(&text, &size, access->path, FILE_LIMIT, error);

    if (status != TIP_OK)
        return status;
    status = tip_asker_list_parse(&tokens, access->path, text, size, access->edition + 1, error);
    free(text);
    if (status != TIP_OK)
        return status;
    warn(access, &tokens);
    continue_counts(&tokens, &access->tokens);
    tip_asker_list_free(&access->tokens);
    access->tokens = tokens;
    access->edition++;
    return TIP_OK;
}

tip_status tip_access_create(struct tip_access **out, const char *path, const struct tip_log *log,
                             struct tip_error *error)
{
    struct tip_access *access = calloc(1, sizeof *access);
    tip_status status;

    if (access == NULL)
        return tip_error_memory(error, "reading the tokens");
    access->path = path;
    access->log = log;
    status = tip_access_reload(access, error);
    if (status != TIP_OK) {
        tip_access_free(access);
        return status;
    }
    *out = access;
    return TIP_OK;
}

void tip_access_free(struct tip_access *access)
{
    if (access == NULL)
        return;
    tip_asker_list_free(&access->tokens);
    free(access);
}

size_t tip_access_count(const struct tip_access *access)
{
    return access->tokens.count;
}

struct tip_asker *tip_access_find(const struct tip_access *access, const char *token, size_t length)
{
    char hash[TIP_DIGEST_HEX_SIZE];
    struct tip_asker *found = NULL;

    if (tip_digest_bytes(hash, token, length, NULL) != TIP_OK)
        return NULL;
    for (size_t i = 0; i < access->tokens.count; i++)
        if (tip_asker_has_hash(access->tokens.askers[i], hash))
            found = access->tokens.askers[i];
    return tip_asker_hold(found);
}

struct tip_asker *tip_access_renew(const struct tip_access *access, struct tip_asker *asker)
{
    struct tip_asker *found = NULL;

    if (asker == NULL || tip_asker_edition(asker) == access->edition)
        return asker;
    for (size_t i = 0; i < access->tokens.count; i++)
        if (tip_asker_is_same(access->tokens.askers[i], asker))
            found = access->tokens.askers[i];
    tip_asker_hold(found);
    tip_asker_release(asker);
    return found;
}
