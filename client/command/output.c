/* Where results go.
 *
 * SPDX-License-Identifier: MIT */
#include "command/output.h"

#include <errno.h>

FILE *output_open(const struct options *options)
{
    return options->output ? fopen(options->output, "we") : stdout;
}

bool output_close(FILE *out)
{
    bool is_whole = fflush(out) == 0 && !ferror(out);
    int reason = errno;

    if (out != stdout && fclose(out) != 0 && is_whole)
        return false;
    errno = reason;
    return is_whole;
}
