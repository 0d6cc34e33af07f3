/* The server's sandbox: which files it may touch once it serves. */
#include "server/confine.h"

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

static tip_status allow_files(struct tip_sandbox *sandbox, const struct tip_server_options *options,
                              const struct tip_listener *listeners, size_t listener_count,
                              struct tip_error *error)
{
    tip_status status = tip_sandbox_may_read(sandbox, options->index_path, error);

    if (status == TIP_OK)
        status = allow_reloads(sandbox, options, error);
    for (size_t i = 0; i < listener_count && status == TIP_OK; i++)
        if (listeners[i].lock_fd >= 0) /* a socket whose file is ours */
            status = tip_sandbox_may_remove(sandbox, listeners[i].address.path, error);
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
        status = allow_files(&sandbox, options, listeners, listener_count, error);
    if (status == TIP_OK)
        status = tip_sandbox_enter(&sandbox, &has_calls, error);
    *has_landlock = status == TIP_OK && sandbox.abi > 0;
    if (status == TIP_OK)
        tell_of_missing(log, *has_landlock, has_calls);
    tip_sandbox_end(&sandbox);
    return status;
}
