/* The server's sandbox: which files it may touch once it serves. */
#include "server/confine.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "knowledge/knowledge.h"
#include "server/sandbox.h"

static tip_status allow_knowledge(struct tip_sandbox *sandbox, const char *chosen,
                                  struct tip_error *error)
{
    char *folder = chosen == NULL ? tip_knowledge_default_folder() : strdup(chosen);
    tip_status status;

    if (folder == NULL)
        return tip_error_memory(error, "making the sandbox");
    status = tip_sandbox_may_read(sandbox, folder, error);
    free(folder);
    /* The default one may be missing. */
    return status == TIP_NOT_FOUND && chosen == NULL ? TIP_OK : status;
}

/* What SIGHUP has read again. */
static tip_status allow_reloads(struct tip_sandbox *sandbox,
                                const struct tip_server_options *options, struct tip_error *error)
{
    const char *const files[] = {options->tokens_path, options->certificate_path,
                                 options->key_path};
    tip_status status = allow_knowledge(sandbox, options->knowledge_path, error);

    for (size_t i = 0; i < sizeof files / sizeof files[0] && status == TIP_OK; i++)
        if (files[i] != NULL)
            status = tip_sandbox_may_reread(sandbox, files[i], error);
    return status;
}

/* Whether a path is a folder or below it; both are real paths. */
static bool is_within(const char *path, const char *folder)
{
    size_t length = strcmp(folder, "/") == 0 ? 0 : strlen(folder);

    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* Where the socket can be removed, all files of its folder can be. */
static void warn_of_removals(const struct tip_log *log, const char *socket, const char *index)
{
    char *path = strdup(socket); /* dirname(3) writes to it */
    char *folder = path == NULL ? NULL : realpath(dirname(path), NULL);
    char *real_index = realpath(index, NULL);

    if (folder != NULL && real_index != NULL && is_within(real_index, folder))
        tip_log(log, LOG_WARNING, "socket_beside_index",
                "the sandbox must allow the removal of files in %s, as the socket is there, and so "
                "of those of the index %s: give the socket a folder of its own",
                folder, index);
    free(path);
    free(folder);
    free(real_index);
}

static tip_status allow_removal(struct tip_sandbox *sandbox, const char *socket,
                                const struct tip_server_options *options, const struct tip_log *log,
                                struct tip_error *error)
{
    if (sandbox->abi > 0)
        warn_of_removals(log, socket, options->index_path);
    return tip_sandbox_may_remove(sandbox, socket, error);
}

static tip_status allow_files(struct tip_sandbox *sandbox, const struct tip_server_options *options,
                              const struct tip_listener *listeners, size_t listener_count,
                              const struct tip_log *log, struct tip_error *error)
{
    tip_status status = tip_sandbox_may_read(sandbox, options->index_path, error);

    if (status == TIP_OK)
        status = allow_reloads(sandbox, options, error);
    for (size_t i = 0; i < listener_count && status == TIP_OK; i++)
        if (listeners[i].lock_fd >= 0) /* a socket whose file is ours */
            status = allow_removal(sandbox, listeners[i].address.path, options, log, error);
    return status;
}

static void tell_of_missing(const struct tip_log *log, bool has_landlock, bool has_calls)
{
    if (has_landlock && has_calls)
        return;
    tip_log(log, LOG_WARNING, "sandbox_limited", "the kernel has no %s",
            has_calls      ? "Landlock: files are not limited beyond what their modes say"
            : has_landlock ? "seccomp: calls are not limited"
                           : "Landlock and no seccomp: there is no sandbox");
}

tip_status tip_server_confine(const struct tip_server_options *options,
                              const struct tip_listener *listeners, size_t listener_count,
                              const struct tip_log *log, bool *has_landlock,
                              struct tip_error *error)
{
    struct tip_sandbox sandbox;
    bool has_calls = false;
    tip_status status = tip_sandbox_begin(&sandbox, error);

    if (status == TIP_OK)
        status = allow_files(&sandbox, options, listeners, listener_count, log, error);
    if (status == TIP_OK)
        status = tip_sandbox_enter(&sandbox, &has_calls, error);
    *has_landlock = status == TIP_OK && sandbox.abi > 0;
    if (status == TIP_OK)
        tell_of_missing(log, *has_landlock, has_calls);
    tip_sandbox_end(&sandbox);
    return status;
}

const char *tip_server_confined(const struct tip_error *error, bool is_confined)
{
    return is_confined && error->system_errno == EACCES
               ? "; the sandbox allows the folder that was there at the start: if another has "
                 "taken its place, restart the server"
               : "";
}
