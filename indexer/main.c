/* tipindex: documents in, a searchable index out.
 *
 * This file knows the list of commands and nothing of what they do; each is a row in a file of its
 * own below command/. Results go to standard output, everything else to standard error. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include "base/file.h"
#include "base/string_builder.h"
#include "command/command.h"
#include "command/terminal.h"
#include "index/index.h"

static const struct tip_command_entry *const commands[] = {
    &tip_command_build, &tip_command_update,    &tip_command_remove, &tip_command_rollback,
    &tip_command_check, &tip_command_report,    &tip_command_stats,  &tip_command_dump,
    &tip_command_read,  &tip_command_knowledge,
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void print_usage(FILE *out)
{
    fputs("usage: tipindex COMMAND [OPTION]... [SOURCE]...\n\ncommands:\n", out);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(out, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
    }
    fputs("\n  tipindex COMMAND --help   the options of a command\n"
          "  tipindex --version        the versions of it and its libraries\n",
          out);
}

static void print_command_help(const struct tip_command_entry *command)
{
    printf("usage: tipindex %s %s\n\n%s\n\noptions:\n", command->name, command->usage,
           command->help);
    tip_options_print(stdout, command->options);
}

static void print_version(void)
{
    UVersionInfo numbers;
    char icu[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(numbers);
    u_versionToString(numbers, icu);
    printf("tipindex %s (Xapian %s, ICU %s)\n", TIP_VERSION, tip_index_xapian_version(), icu);
}

static const struct tip_command_entry *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    return NULL;
}

static int refuse_command(const char *name)
{
    struct tip_string names = {0};
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        tip_string_printf(&names, "%s %s", i > 0 ? "," : "", commands[i]->name);
    }
    tip_terminal_line(stderr,
                      "tipindex: there is no command '%.80s'; the commands are%s (see tipindex "
                      "--help)",
                      name, names.data ? names.data : "");
    tip_string_free(&names);
    return TIP_EXIT_ERROR;
}

static int run_command(const struct tip_command_entry *command, int argc, char **argv)
{
    struct tip_options options;
    struct tip_error error;
    int status = TIP_EXIT_OK;
    if (tip_options_parse(&options, command->options, argc, argv, &error) != TIP_OK) {
        tip_terminal_line(stderr, "tipindex: %s (see tipindex %s --help)", error.message,
                          command->name);
        status = TIP_EXIT_ERROR;
    } else if (options.wants_help) {
        print_command_help(command);
    } else {
        status = command->exec(&options);
    }
    tip_options_free(&options);
    return status;
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2) {
        print_usage(stderr);
        return TIP_EXIT_ERROR;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_usage(stdout);
        return TIP_EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        print_version();
        return TIP_EXIT_OK;
    }
    const struct tip_command_entry *command = find_command(argv[1]);
    return command ? run_command(command, argc - 1, argv + 1) : refuse_command(argv[1]);
}

/* What was printed may still fail to arrive: a full disk shows only now. A reader that went away
 * (tipindex dump | head) has what it wanted and is no error. */
static int finish_output(int status)
{
    errno = 0;
    bool has_failed = ferror(stdout) != 0;
    has_failed = fflush(stdout) != 0 || has_failed;
    if (!has_failed || errno == EPIPE) {
        return status;
    }
    fprintf(stderr, "tipindex: standard output: cannot write%s%s\n", errno != 0 ? ": " : "",
            errno != 0 ? strerror(errno) : "");
    return TIP_EXIT_ERROR;
}

int main(int argc, char **argv)
{
    tip_file_occupy_standard_streams();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write(2), and no death */
    return finish_output(dispatch(argc, argv));
}
