/* The command line. getopt's tables are made of the options' table and of the few flags that are
 * no options of the file. */
#include "command_line.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "flags.h"

/* What getopt_long answers for an option of the table, and for a flag. */
enum { VALUE_OPTION = 1000, VALUE_FLAG = 2000 };

struct getopt_tables {
    struct option longs[TIP_OPTIONS_MOST + TIP_FLAG_COUNT + 1];
    char names[TIP_OPTIONS_MOST][TIP_OPTION_NAME_SIZE];
    char shorts[2 * (TIP_OPTIONS_MOST + TIP_FLAG_COUNT) + 1];
};

/* Letters are found by what they stand for, as long flags are. */
static void add_letter(struct getopt_tables *tables, char letter, bool has_argument)
{
    size_t length = strlen(tables->shorts);

    if (letter == 0)
        return;
    tables->shorts[length++] = letter;
    if (has_argument)
        tables->shorts[length++] = ':';
    tables->shorts[length] = '\0';
}

static void make_tables(struct getopt_tables *tables)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);
    struct option *next = tables->longs;

    memset(tables, 0, sizeof *tables);
    for (size_t i = 0; i < count; i++) {
        bool is_truth = options[i].type == TIP_OPTION_TRUTH;

        tip_option_flag(&options[i], tables->names[i]);
        *next++ = (struct option){.name = tables->names[i],
                                  .has_arg = is_truth ? optional_argument : required_argument,
                                  .val = VALUE_OPTION + (int)i};
        add_letter(tables, options[i].letter, true);
    }
    for (int i = 0; i < TIP_FLAG_COUNT; i++) {
        const struct tip_flag *flag = tip_flag((enum tip_flag_name)i);

        *next++ =
            (struct option){.name = flag->name,
                            .has_arg = flag->argument != NULL ? required_argument : no_argument,
                            .val = VALUE_FLAG + i};
        add_letter(tables, flag->letter, flag->argument != NULL);
    }
}

/* The value of a letter that getopt answered. */
static int value_of_letter(int letter)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);

    for (size_t i = 0; i < count; i++)
        if (options[i].letter == letter)
            return VALUE_OPTION + (int)i;
    for (int i = 0; i < TIP_FLAG_COUNT; i++)
        if (tip_flag((enum tip_flag_name)i)->letter == letter)
            return VALUE_FLAG + i;
    return '?';
}

static tip_status take_without(struct tip_command_line *line, struct tip_error *error)
{
    if (strcmp(optarg, "help") != 0)
        return tip_parts_read(&line->without, optarg, error);
    line->action = TIP_ACTION_LIST_PARTS;
    return TIP_OK;
}

static tip_status take_flag(struct tip_command_line *line, enum tip_flag_name flag,
                            struct tip_error *error)
{
    switch (flag) {
    case TIP_FLAG_CONFIG:
        line->config_path = optarg;
        break;
    case TIP_FLAG_FOREGROUND:
        line->in_foreground = true;
        break;
    case TIP_FLAG_CHECK_CONFIG:
        line->action = TIP_ACTION_CHECK_CONFIG;
        break;
    case TIP_FLAG_CHECK_KNOWLEDGE:
        line->action = TIP_ACTION_CHECK_KNOWLEDGE;
        break;
    case TIP_FLAG_WITHOUT:
        return take_without(line, error);
    case TIP_FLAG_HELP:
        line->action = TIP_ACTION_HELP;
        break;
    case TIP_FLAG_VERSION:
        line->action = TIP_ACTION_VERSION;
        break;
    case TIP_FLAG_COUNT:
        break;
    }
    return TIP_OK;
}

static bool ends_program(enum tip_action action)
{
    return action == TIP_ACTION_HELP || action == TIP_ACTION_VERSION ||
           action == TIP_ACTION_LIST_PARTS;
}

static tip_status take(struct tip_command_line *line, int value, struct tip_error *error)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);

    if (value < VALUE_OPTION && value != '?')
        value = value_of_letter(value);
    if (value == '?')
        return tip_error_set(error, TIP_INVALID, "--help shows the options");
    if (value >= VALUE_FLAG)
        return take_flag(line, (enum tip_flag_name)(value - VALUE_FLAG), error);
    line->settings[line->setting_count++] = (struct tip_setting){
        .key = options[value - VALUE_OPTION].key, .value = optarg != NULL ? optarg : "yes"};
    return TIP_OK;
}

tip_status tip_command_line_read(struct tip_command_line *line, int argc, char **argv,
                                 struct tip_error *error)
{
    struct getopt_tables tables;
    tip_status status = TIP_OK;
    int value;

    /* An argument holds as many settings as it has letters at most, of which only the last can have
     * a value: one each is enough. */
    *line = (struct tip_command_line){.settings = calloc((size_t)argc + 1, sizeof *line->settings)};
    if (line->settings == NULL)
        return tip_error_memory(error, "reading the command line");
    make_tables(&tables);
    while (status == TIP_OK && !ends_program(line->action) &&
           (value = getopt_long(argc, argv, tables.shorts, tables.longs, NULL)) != -1)
        status = take(line, value, error);
    if (status == TIP_OK && !ends_program(line->action) && optind < argc)
        status = tip_error_set(error, TIP_INVALID,
                               "unexpected argument “%s”: --help shows the options", argv[optind]);
    if (status != TIP_OK)
        tip_command_line_free(line);
    return status;
}

void tip_command_line_free(struct tip_command_line *line)
{
    free(line->settings);
    *line = (struct tip_command_line){0};
}

tip_status tip_command_line_apply(const struct tip_command_line *line, struct tip_config *config,
                                  tip_config_fault *fault, void *context, struct tip_error *error)
{
    static const struct tip_config_source source = {.kind = TIP_FROM_COMMAND_LINE};
    tip_status first = TIP_OK;

    for (size_t i = 0; i < line->setting_count && (first == TIP_OK || fault != NULL); i++) {
        struct tip_error reason = {0};
        tip_status status =
            tip_config_set(config, line->settings[i].key, line->settings[i].value, source, &reason);

        if (status == TIP_OK)
            continue;
        if (fault != NULL)
            fault(context, "command line", reason.message);
        if (first == TIP_OK && error != NULL)
            *error = reason;
        first = first == TIP_OK ? status : first;
    }
    return first;
}
