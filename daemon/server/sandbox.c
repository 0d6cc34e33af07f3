/* Landlock: the files that may still be opened.
 *
 * glibc has no functions for it, and the kernel headers of Debian 12 know its first versions only:
 * what came later is written here as the kernel's include/uapi/linux/landlock.h has it. A kernel is
 * asked for what its version knows and no more. */
#include "server/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* struct landlock_ruleset_attr as of version 6. An older kernel takes the part that it knows. */
struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
};

enum {
    FILES_OF_1 = (1 << 13) - 1, /* from EXECUTE to MAKE_SYM */
    FILES_REFER = 1 << 13,      /* version 2 */
    FILES_TRUNCATE = 1 << 14,   /* version 3 */
    FILES_IOCTL_DEV = 1 << 15,  /* version 5 */
    NETWORK_TCP = 1 | 2,        /* version 4: bind(2) and connect(2) */
    SCOPE_SIGNAL = 2,           /* version 6: no signal to other processes */
    READING = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR
};

static size_t ruleset_fill(struct ruleset *ruleset, int abi)
{
    ruleset->files = FILES_OF_1;
    if (abi >= 2)
        ruleset->files |= FILES_REFER;
    if (abi >= 3)
        ruleset->files |= FILES_TRUNCATE;
    if (abi >= 5)
        ruleset->files |= FILES_IOCTL_DEV;
    ruleset->network = abi >= 4 ? NETWORK_TCP : 0;
    ruleset->scopes = abi >= 6 ? SCOPE_SIGNAL : 0;
    return abi >= 6   ? sizeof *ruleset
           : abi >= 4 ? offsetof(struct ruleset, scopes)
                      : offsetof(struct ruleset, network);
}

tip_status tip_sandbox_begin(struct tip_sandbox *sandbox, struct tip_error *error)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    struct ruleset ruleset = {0};
    size_t size;

    *sandbox = (struct tip_sandbox){.ruleset = -1};
    if (abi < 1) /* ENOSYS, EOPNOTSUPP; or EPERM, of a container that hides it */
        return TIP_OK;
    size = ruleset_fill(&ruleset, (int)abi);
    sandbox->ruleset = (int)syscall(SYS_landlock_create_ruleset, &ruleset, size, 0);
    if (sandbox->ruleset < 0)
        return tip_error_errno(error, "sandbox: cannot make Landlock's rules");
    sandbox->abi = (int)abi;
    return TIP_OK;
}

static tip_status allow(struct tip_sandbox *sandbox, const char *folder, uint64_t access,
                        struct tip_error *error)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = access};
    tip_status status = TIP_OK;

    if (sandbox->ruleset < 0)
        return TIP_OK;
    rule.parent_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (rule.parent_fd < 0)
        return tip_error_errno(error, "sandbox: cannot open %s", folder);
    if (syscall(SYS_landlock_add_rule, sandbox->ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        status = tip_error_errno(error, "sandbox: cannot allow %s", folder);
    close(rule.parent_fd);
    return status;
}

/* Allows it in the folder that holds `file`. */
static tip_status allow_beside(struct tip_sandbox *sandbox, const char *file, uint64_t access,
                               struct tip_error *error)
{
    char *path = strdup(file); /* dirname(3) writes to it */
    tip_status status;

    if (path == NULL)
        return tip_error_memory(error, "making the sandbox");
    status = allow(sandbox, dirname(path), access, error);
    free(path);
    return status;
}

tip_status tip_sandbox_may_read(struct tip_sandbox *sandbox, const char *folder,
                                struct tip_error *error)
{
    return allow(sandbox, folder, READING, error);
}

tip_status tip_sandbox_may_reread(struct tip_sandbox *sandbox, const char *file,
                                  struct tip_error *error)
{
    tip_status status = allow_beside(sandbox, file, READING, error);
    char *target = realpath(file, NULL);

    if (status == TIP_OK && target == NULL)
        status = tip_error_errno(error, "sandbox: cannot follow %s", file);
    if (status == TIP_OK)
        status = allow_beside(sandbox, target, READING, error);
    free(target);
    return status;
}

tip_status tip_sandbox_may_remove(struct tip_sandbox *sandbox, const char *file,
                                  struct tip_error *error)
{
    return allow_beside(sandbox, file, LANDLOCK_ACCESS_FS_REMOVE_FILE, error);
}

static tip_status limit_files(struct tip_sandbox *sandbox, struct tip_error *error)
{
    if (sandbox->ruleset < 0)
        return TIP_OK;
    if (syscall(SYS_landlock_restrict_self, sandbox->ruleset, 0) != 0)
        return tip_error_errno(error, "sandbox: cannot put Landlock's rules in force");
    return TIP_OK;
}

tip_status tip_sandbox_enter(struct tip_sandbox *sandbox, bool *has_calls, struct tip_error *error)
{
    tip_status status = TIP_OK;

    tzset(); /* reads /etc/localtime, once */
#ifdef TIP_SANITIZED
    /* LeakSanitizer finds the memory of the process there. */
    status = tip_sandbox_may_read(sandbox, "/proc", error);
#endif
    /* Both ask for it, lest a program with more rights be run under them. */
    if (status == TIP_OK && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        status = tip_error_errno(error, "sandbox: cannot renounce further rights");
    if (status == TIP_OK)
        status = limit_files(sandbox, error);
    if (status == TIP_OK)
        status = tip_sandbox_limit_calls(error);
    *has_calls = status == TIP_OK;
    return status == TIP_UNSUPPORTED ? TIP_OK : status;
}

void tip_sandbox_end(struct tip_sandbox *sandbox)
{
    if (sandbox->ruleset >= 0)
        close(sandbox->ruleset);
    sandbox->ruleset = -1;
}
