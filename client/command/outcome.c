/* How a run ends.
 *
 * SPDX-License-Identifier: MIT */
#include "command/outcome.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "command/printable.h"
#include "command/show.h"

int fail(const struct tipsearch_error *error, const struct options *options)
{
    show_error(stderr, error, options->query);
    if (error->code == TIPSEARCH_UNAUTHORIZED && !options->token_file)
        fputs("tipsearch: name a file with your token: --token-file FILE\n", stderr);
    return EXIT_ERROR;
}

int say_write_failed(const struct options *options)
{
    int reason = errno;

    fputs("tipsearch: ", stderr);
    printable_print(stderr, options->output ? options->output : "standard output");
    fprintf(stderr, " cannot be written: %s\n", strerror(reason));
    return EXIT_ERROR;
}

void say_kept(const struct options *options)
{
    fputs("tipsearch: ", stderr);
    printable_print(stderr, options->output);
    fputs(" is as it was\n", stderr);
}
