/* The standard streams of a process that came without some of them.
 *
 * SPDX-License-Identifier: MIT */
#include "command/streams.h"

#include <fcntl.h>
#include <unistd.h>

/* A folder is never written, also by who opens it again as /dev/stdout. */
static int open_refusing(int stream)
{
    return stream == STDIN_FILENO ? open("/dev/null", O_WRONLY) : open("/", O_RDONLY | O_DIRECTORY);
}

bool streams_hold(void)
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) < 0 && open_refusing(stream) != stream)
            return false;
    return true;
}
