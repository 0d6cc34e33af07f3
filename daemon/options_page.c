/* Made for the build: what is written of the options elsewhere, from their table.
 *
 *   options_page manual TEMPLATE   the manual page: the template's lines `.\" FLAGS` and
 *                                  `.\" OPTIONS` become their lists
 *   options_page example           a configuration file with every default, commented out */
#include <stdio.h>
#include <string.h>

#include "command_line.h"

static int write_manual(const char *path)
{
    FILE *template = fopen(path, "re");
    char line[4096];

    if (template == NULL) {
        perror(path);
        return 1;
    }
    while (fgets(line, sizeof line, template) != NULL)
        if (strcmp(line, ".\\\" FLAGS\n") == 0)
            tip_usage_print_manual_flags(stdout);
        else if (strcmp(line, ".\\\" OPTIONS\n") == 0)
            tip_usage_print_manual_options(stdout);
        else
            fputs(line, stdout);
    return fclose(template) != 0 || fflush(stdout) != 0;
}

/* A value for people to change: the default, or what the value is. */
static void write_value(const struct tip_option *option)
{
    if (option->type == TIP_OPTION_TRUTH)
        printf("%s", option->initial > 0 ? "yes" : "no");
    else if (option->type == TIP_OPTION_OCTAL)
        printf("%04o", option->initial);
    else if (option->type == TIP_OPTION_NUMBER && (option->initial > 0 || option->lowest == 0))
        printf("%u", option->initial);
    else
        printf("%s", option->argument);
}

static int write_example(void)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);

    fputs("; tipsearchd reads this file with -c; tipsearchd(8) says more of each key.\n"
          "; tipsearchd --check-config -c FILE proves it. A change takes a restart.\n"
          "[server]\n",
          stdout);
    for (size_t i = 0; i < count; i++) {
        printf("\n; %s\n; %s = ", options[i].help, options[i].key);
        write_value(&options[i]);
        putchar('\n');
    }
    return fflush(stdout) != 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "manual") == 0)
        return write_manual(argv[2]);
    if (argc == 2 && strcmp(argv[1], "example") == 0)
        return write_example();
    fputs("usage: options_page manual TEMPLATE | options_page example\n", stderr);
    return 2;
}
