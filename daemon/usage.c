/* What --help and the manual page say of the options: the same words. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "command_line.h"
#include "flags.h"

static const struct tip_flag flags[] = {
    [TIP_FLAG_CONFIG] = {"config", 'c', "FILE",
                         "read FILE first; the command line overrides it (default: no file)", NULL},
    [TIP_FLAG_FOREGROUND] =
        {"foreground", 'f', NULL, "stay in the foreground, log to standard error",
         "Without it the process goes to the background and logs to syslog(3)."},
    [TIP_FLAG_CHECK_CONFIG] =
        {"check-config", 0, NULL, "print the configuration with the source of each value, and end",
         "What is printed is itself a file that -c takes. A fault is printed as FILE:LINE: WHAT, "
         "and the exit status is 1 if there is one."},
    [TIP_FLAG_CHECK_KNOWLEDGE] =
        {"check-knowledge", 0, NULL,
         "prove the files about countries and so on, print each fault with its place, and end",
         "The queries of the patterns are proved, too, which only the daemon can read. A fault is "
         "printed as FILE:LINE:COLUMN: WHAT, and the exit status is 1 if there is one."},
    [TIP_FLAG_WITHOUT] = {"without", 0, "PART,PART",
                          "leave parts of the ranking out, to measure what they bring; --without "
                          "help lists them",
                          NULL},
    [TIP_FLAG_HELP] = {"help", 'h', NULL, "show this", NULL},
    [TIP_FLAG_VERSION] = {"version", 0, NULL, "show the versions of the program and its libraries",
                          NULL},
};

static const char head[] = "usage: tipsearchd [-i DIR] [-l ADDRESS]... [-c FILE] [-f] [OPTION]...\n"
                           "       tipsearchd --check-config [-c FILE] [OPTION]...\n"
                           "       tipsearchd --check-knowledge [-k DIR]\n"
                           "\n"
                           "Answers ranked queries on an index that tipindex made.\n"
                           "\n";

static const char middle[] =
    "\n"
    "Options that are keys of the configuration file as well, with _ for - (yes and no may follow\n"
    "those without a value: --log-queries=no):\n"
    "\n";

static const char foot[] = "\n"
                           "Exit status: 0 ended as told, 1 --check-config or --check-knowledge "
                           "found faults, 2 an\n"
                           "error, 3 another server listens there.\n";

const struct tip_flag *tip_flag(enum tip_flag_name name)
{
    return &flags[name];
}

/* What both tables know of a flag, as text. */
struct shown {
    char flag[TIP_OPTION_NAME_SIZE];
    char letter;
    const char *argument, *help, *more;
    char initial[24]; /* "(2000)"; "" where no default is told */
};

static struct shown show_option(const struct tip_option *option)
{
    struct shown shown = {.letter = option->letter,
                          .argument = option->argument,
                          .help = option->help,
                          .more = option->more};

    tip_option_flag(option, shown.flag);
    if (option->type == TIP_OPTION_OCTAL)
        snprintf(shown.initial, sizeof shown.initial, " (%04o)", option->initial);
    else if (option->type == TIP_OPTION_NUMBER && option->initial > 0)
        snprintf(shown.initial, sizeof shown.initial, " (%u)", option->initial);
    else if (option->type == TIP_OPTION_TRUTH)
        snprintf(shown.initial, sizeof shown.initial, option->initial > 0 ? " (yes)" : " (no)");
    return shown;
}

static struct shown show_flag(const struct tip_flag *flag)
{
    struct shown shown = {
        .letter = flag->letter, .argument = flag->argument, .help = flag->help, .more = flag->more};

    snprintf(shown.flag, sizeof shown.flag, "%s", flag->name);
    return shown;
}

/* ---- --help ---- */

enum { HELP_COLUMN = 32, HELP_WIDTH = 100 };

/* Characters of UTF-8. */
static int width_of(const char *text, size_t bytes)
{
    int width = 0;

    for (size_t i = 0; i < bytes; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            width++;
    return width;
}

/* Fills lines behind the help's column with words. */
static void print_words(FILE *out, const char *text, int *column)
{
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        int width = width_of(text, length);

        if (*column > HELP_COLUMN && *column + 1 + width > HELP_WIDTH) {
            fprintf(out, "\n%*s", HELP_COLUMN, "");
            *column = HELP_COLUMN;
        }
        *column += fprintf(out, "%s", *column > HELP_COLUMN ? " " : "");
        fwrite(text, 1, length, out);
        *column += width;
        text += length + strspn(text + length, " ");
    }
}

static void print_help(FILE *out, const struct shown *shown)
{
    char flag[TIP_OPTION_NAME_SIZE + 32];
    char letter[8] = "    ";
    int column;

    if (shown->letter != 0)
        snprintf(letter, sizeof letter, "-%c, ", shown->letter);
    snprintf(flag, sizeof flag, "  %s--%s%s%s", letter, shown->flag,
             shown->argument != NULL ? " " : "", shown->argument != NULL ? shown->argument : "");
    column = fprintf(out, "%-*s", HELP_COLUMN, flag);
    if (column > HELP_COLUMN) {
        fprintf(out, "\n%*s", HELP_COLUMN, "");
        column = HELP_COLUMN;
    }
    print_words(out, shown->help, &column);
    print_words(out, shown->initial + (shown->initial[0] == ' '), &column);
    putc('\n', out);
}

void tip_usage_print(FILE *out)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);

    fputs(head, out);
    for (int i = 0; i < TIP_FLAG_COUNT; i++) {
        struct shown shown = show_flag(&flags[i]);

        print_help(out, &shown);
    }
    fputs(middle, out);
    for (size_t i = 0; i < count; i++) {
        struct shown shown = show_option(&options[i]);

        print_help(out, &shown);
    }
    fputs(foot, out);
}

/* ---- the manual ---- */

/* A hyphen of roff is no minus, a backslash begins an escape, and there is nothing but ASCII. */
static void print_roff(FILE *out, const char *text)
{
    const char *end = text + strlen(text);

    while (text < end) {
        uint32_t character = tip_utf8_next(&text, end);

        if (character == '-')
            fputs("\\-", out);
        else if (character == '\\')
            fputs("\\e", out);
        else if (character < 0x80)
            putc((int)character, out);
        else
            fprintf(out, "\\[u%04X]", (unsigned)character);
    }
}

static void print_manual(FILE *out, const struct shown *shown)
{
    fputs(".TP\n.BR ", out);
    if (shown->letter != 0)
        fprintf(out, "\\-%c \", \" ", shown->letter);
    fputs("\\-\\-", out);
    print_roff(out, shown->flag);
    if (shown->argument != NULL)
        fprintf(out, " \" \\fI%s\\fR\"", shown->argument);
    fputs("\n", out);
    putc(shown->help[0] >= 'a' && shown->help[0] <= 'z' ? shown->help[0] - 'a' + 'A'
                                                        : shown->help[0],
         out);
    print_roff(out, shown->help + 1);
    print_roff(out, shown->initial);
    fputs(".\n", out);
    if (shown->more != NULL) {
        print_roff(out, shown->more);
        putc('\n', out);
    }
}

void tip_usage_print_manual_flags(FILE *out)
{
    for (int i = 0; i < TIP_FLAG_COUNT; i++) {
        struct shown shown = show_flag(&flags[i]);

        print_manual(out, &shown);
    }
}

void tip_usage_print_manual_options(FILE *out)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);

    for (size_t i = 0; i < count; i++) {
        struct shown shown = show_option(&options[i]);

        print_manual(out, &shown);
    }
}
