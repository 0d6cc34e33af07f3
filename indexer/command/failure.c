/* How tipindex says that something failed. */
#include "command/failure.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "command/terminal.h"

/* Xapian passes on the words of a failed write and no errno. */
static bool is_disk_full(const struct tip_error *error)
{
    return error->status == TIP_NO_SPACE || strstr(error->message, strerror(ENOSPC)) != NULL;
}

int tip_failure_print(const struct tip_error *error)
{
    tip_terminal_line(stderr, "tipindex: %s%s", error->message,
                      is_disk_full(error) ? " (the disk is full; nothing was changed)" : "");
    return TIP_EXIT_ERROR;
}

const char *tip_failure_reason(const struct tip_error *error, const char *name)
{
    size_t length = strlen(name);
    const char *message = error->message;
    if (strncmp(message, name, length) == 0 && strncmp(message + length, ": ", 2) == 0) {
        return message + length + 2;
    }
    return message;
}
