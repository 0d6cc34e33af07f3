/* Made for the build: what is written of the options elsewhere, from their table.
 *
 *   options_page manual TEMPLATE   the manual page: the template's lines `.\" FLAGS` and
 *                                  `.\" OPTIONS` become their lists
 *   options_page example [KEY=VALUE]...
 *                                  a configuration file with these values and every other default,
 *                                  commented out */
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

/* What `settings` say of a key, NULL-terminated; NULL when nothing. */
static const char *find_setting(const char *key, char *const *settings)
{
    size_t length = strlen(key);

    for (; *settings != NULL; settings++)
        if (strncmp(*settings, key, length) == 0 && (*settings)[length] == '=')
            return *settings + length + 1;
    return NULL;
}

static void write_option(const struct tip_option *option, char *const *settings)
{
    const char *setting = find_setting(option->key, settings);

    printf("\n; %s\n", option->help);
    if (setting != NULL) {
        printf("%s = %s\n", option->key, setting);
        return;
    }
    printf("; %s = ", option->key);
    write_value(option);
    putchar('\n');
}

static int write_example(char *const *settings)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);

    fputs("; tipsearchd reads this file with -c; tipsearchd(8) says more of each key.\n"
          "; tipsearchd --check-config -c FILE proves it. A change takes a restart.\n"
          "[server]\n",
          stdout);
    for (size_t i = 0; i < count; i++)
        write_option(&options[i], settings);
    return fflush(stdout) != 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "manual") == 0)
        return write_manual(argv[2]);
    if (argc >= 2 && strcmp(argv[1], "example") == 0)
        return write_example(argv + 2);
    fputs("usage: options_page manual TEMPLATE | options_page example [KEY=VALUE]...\n", stderr);
    return 2;
}
