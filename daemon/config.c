/* What the operator chose: setting values by their row of the table. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "default_paths.h"

static unsigned core_count(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return cores < 1 ? 1 : cores > 256 ? 256 : (unsigned)cores;
}

/* The member of a row. */
static void *field_of(struct tip_config *config, const struct tip_option *option)
{
    return (char *)config + option->field;
}

static void list_clear(struct tip_list *list)
{
    while (list->count > 0)
        free(list->values[--list->count]);
}

void tip_config_init(struct tip_config *config)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);

    *config = (struct tip_config){0};
    for (size_t i = 0; i < count; i++) {
        const struct tip_option *option = &options[i];

        if (option->type == TIP_OPTION_NUMBER || option->type == TIP_OPTION_OCTAL)
            *(unsigned *)field_of(config, option) = option->initial;
        else if (option->type == TIP_OPTION_TRUTH)
            *(bool *)field_of(config, option) = option->initial != 0;
    }
    config->workers = core_count();
}

void tip_config_free(struct tip_config *config)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);

    for (size_t i = 0; i < count; i++)
        if (options[i].type == TIP_OPTION_LIST)
            list_clear(field_of(config, &options[i]));
        else if (options[i].type == TIP_OPTION_TEXT)
            free(*(char **)field_of(config, &options[i]));
    free(config->file);
    *config = (struct tip_config){0};
}

static tip_status set_number(unsigned *number, const struct tip_option *option, const char *value,
                             struct tip_error *error)
{
    size_t digits = strspn(value, "0123456789");
    unsigned long given = digits > 0 && digits <= 9 ? strtoul(value, NULL, 10) : 0;

    if (digits == 0 || digits > 9 || value[digits] != '\0' || given < option->lowest ||
        given > option->highest)
        return tip_error_set(error, TIP_INVALID, "%s takes a whole number from %u to %u, not “%s”",
                             option->key, option->lowest, option->highest, value);
    *number = (unsigned)given;
    return TIP_OK;
}

static tip_status set_mode(unsigned *mode, const struct tip_option *option, const char *value,
                           struct tip_error *error)
{
    size_t digits = strspn(value, "01234567");
    unsigned long given = digits > 0 && digits <= 5 ? strtoul(value, NULL, 8) : 0;

    if (digits == 0 || digits > 5 || value[digits] != '\0' || given > option->highest)
        return tip_error_set(error, TIP_INVALID, "%s takes octal digits up to %04o, not “%s”",
                             option->key, option->highest, value);
    *mode = (unsigned)given;
    return TIP_OK;
}

static tip_status set_truth(bool *truth, const struct tip_option *option, const char *value,
                            struct tip_error *error)
{
    if (strcmp(value, "yes") == 0 || strcmp(value, "true") == 0)
        *truth = true;
    else if (strcmp(value, "no") == 0 || strcmp(value, "false") == 0)
        *truth = false;
    else
        return tip_error_set(error, TIP_INVALID, "%s takes yes or no, not “%s”", option->key,
                             value);
    return TIP_OK;
}

static tip_status copy_text(char **copy, const struct tip_option *option, const char *value,
                            struct tip_error *error)
{
    if (value[0] == '\0')
        return tip_error_set(error, TIP_INVALID, "%s needs a value: %s", option->key,
                             option->argument);
    *copy = strdup(value);
    return *copy == NULL ? tip_error_memory(error, "reading the configuration") : TIP_OK;
}

static tip_status set_text(char **text, const struct tip_option *option, const char *value,
                           struct tip_error *error)
{
    char *copy;
    tip_status status = copy_text(&copy, option, value, error);

    if (status != TIP_OK)
        return status;
    free(*text);
    *text = copy;
    return TIP_OK;
}

static tip_status add_value(struct tip_list *list, const struct tip_option *option,
                            const char *value, struct tip_config_source source,
                            struct tip_error *error)
{
    tip_status status;

    if (list->count > 0 && list->sources[0].kind != source.kind)
        list_clear(list);
    if (list->count == TIP_LIST_MOST)
        return tip_error_set(error, TIP_INVALID, "%s may be given %d times at most", option->key,
                             TIP_LIST_MOST);
    status = copy_text(&list->values[list->count], option, value, error);
    if (status == TIP_OK)
        list->sources[list->count++] = source;
    return status;
}

/* The file's lines are a list that people edit: the second of two would win unseen. */
static tip_status refuse_double(const struct tip_config *config, const struct tip_option *option,
                                struct tip_config_source source, struct tip_error *error)
{
    const struct tip_config_source *earlier = &config->sources[tip_option_number(option)];

    if (option->type == TIP_OPTION_LIST || source.kind != TIP_FROM_FILE ||
        earlier->kind != TIP_FROM_FILE)
        return TIP_OK;
    return tip_error_set(error, TIP_INVALID, "%s stands in line %u already", option->key,
                         earlier->line);
}

static tip_status set_value(void *field, const struct tip_option *option, const char *value,
                            struct tip_config_source source, struct tip_error *error)
{
    switch (option->type) {
    case TIP_OPTION_NUMBER:
        return set_number(field, option, value, error);
    case TIP_OPTION_OCTAL:
        return set_mode(field, option, value, error);
    case TIP_OPTION_TRUTH:
        return set_truth(field, option, value, error);
    case TIP_OPTION_TEXT:
        return set_text(field, option, value, error);
    case TIP_OPTION_LIST:
        return add_value(field, option, value, source, error);
    }
    return tip_error_set(error, TIP_INTERNAL, "%s: a value of no kind", option->key);
}

tip_status tip_config_set(struct tip_config *config, const char *key, const char *value,
                          struct tip_config_source source, struct tip_error *error)
{
    const struct tip_option *option = tip_option_find(key);
    tip_status status;

    if (option == NULL)
        return tip_error_set(error, TIP_NOT_FOUND, "unknown key “%s”", key);
    status = refuse_double(config, option, source, error);
    if (status == TIP_OK)
        status = set_value(field_of(config, option), option, value, source, error);
    if (status == TIP_OK)
        config->sources[tip_option_number(option)] = source;
    return status;
}

static tip_status complete_index(struct tip_config *config, struct tip_error *error)
{
    struct tip_config_source *source =
        &config->sources[tip_option_number(tip_option_find("index"))];

    if (config->index_path != NULL)
        return TIP_OK;
    source->kind = TIP_FROM_ENVIRONMENT;
    return tip_default_index(&config->index_path, error);
}

tip_status tip_config_complete(struct tip_config *config, bool has_sockets, struct tip_error *error)
{
    tip_status status = complete_index(config, error);

    if (status != TIP_OK || has_sockets || config->listen.count > 0)
        return status;
    status = tip_default_address(&config->listen.values[0], error);
    if (status != TIP_OK)
        return status;
    config->listen.sources[0] = (struct tip_config_source){.kind = TIP_FROM_ENVIRONMENT};
    config->listen.count = 1;
    return TIP_OK;
}
