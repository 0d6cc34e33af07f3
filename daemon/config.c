/* What the operator chose. */
#include "config.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "protocol/limits.h"

/* The keys that hold numbers. */
static const struct number_key {
    const char *name;
    size_t field;
    unsigned lowest, highest;
} number_keys[] = {
    {"workers", offsetof(struct tip_config, workers), 1, 256},
    {"query_timeout_ms", offsetof(struct tip_config, query_timeout_ms), 1, 600000},
    {"queue_timeout_ms", offsetof(struct tip_config, queue_timeout_ms), 1, 600000},
    {"idle_s", offsetof(struct tip_config, idle_s), 1, 86400},
    {"write_s", offsetof(struct tip_config, write_s), 1, 3600},
    {"drain_s", offsetof(struct tip_config, drain_s), 1, 3600},
    {"linger_s", offsetof(struct tip_config, linger_s), 1, 60},
    {"idle_exit_s", offsetof(struct tip_config, idle_exit_s), 0, 86400},
};

static unsigned core_count(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return cores < 1 ? 1 : cores > 256 ? 256 : (unsigned)cores;
}

void tip_config_init(struct tip_config *config)
{
    *config = (struct tip_config){
        .workers = core_count(),
        .query_timeout_ms = TIP_TIMEOUT_QUERY_MS,
        .queue_timeout_ms = TIP_TIMEOUT_QUEUE_MS,
        .idle_s = TIP_TIMEOUT_IDLE_S,
        .write_s = TIP_TIMEOUT_WRITE_S,
        .drain_s = TIP_TIMEOUT_DRAIN_S,
        .linger_s = TIP_TIMEOUT_LINGER_S,
    };
}

void tip_config_clear_addresses(struct tip_config *config)
{
    while (config->address_count > 0)
        free(config->addresses[--config->address_count]);
}

void tip_config_free(struct tip_config *config)
{
    tip_config_clear_addresses(config);
    free(config->index_path);
    free(config->knowledge_path);
    config->index_path = config->knowledge_path = NULL;
}

static tip_status set_number(struct tip_config *config, const struct number_key *key,
                             const char *value, struct tip_error *error)
{
    size_t digits = strspn(value, "0123456789");
    unsigned long number = digits > 0 && digits <= 9 ? strtoul(value, NULL, 10) : 0;

    if (digits == 0 || digits > 9 || value[digits] != '\0' || number < key->lowest ||
        number > key->highest)
        return tip_error_set(error, TIP_INVALID, "%s takes a whole number from %u to %u, not “%s”",
                             key->name, key->lowest, key->highest, value);
    *(unsigned *)(void *)((char *)config + key->field) = (unsigned)number;
    return TIP_OK;
}

static tip_status set_truth(bool *truth, const char *key, const char *value,
                            struct tip_error *error)
{
    if (strcmp(value, "yes") == 0 || strcmp(value, "true") == 0)
        *truth = true;
    else if (strcmp(value, "no") == 0 || strcmp(value, "false") == 0)
        *truth = false;
    else
        return tip_error_set(error, TIP_INVALID, "%s takes yes or no, not “%s”", key, value);
    return TIP_OK;
}

static tip_status set_folder(char **folder, const char *key, const char *value,
                             struct tip_error *error)
{
    char *path;

    if (value[0] == '\0')
        return tip_error_set(error, TIP_INVALID, "%s needs a folder", key);
    path = strdup(value);
    if (path == NULL)
        return tip_error_memory(error, "reading the configuration");
    free(*folder);
    *folder = path;
    return TIP_OK;
}

static tip_status add_address(struct tip_config *config, const char *value, struct tip_error *error)
{
    if (config->address_count == TIP_CONFIG_ADDRESSES)
        return tip_error_set(error, TIP_INVALID, "more than %d addresses", TIP_CONFIG_ADDRESSES);
    config->addresses[config->address_count] = strdup(value);
    if (config->addresses[config->address_count] == NULL)
        return tip_error_memory(error, "reading the configuration");
    config->address_count++;
    return TIP_OK;
}

tip_status tip_config_set(struct tip_config *config, const char *key, const char *value,
                          struct tip_error *error)
{
    for (size_t i = 0; i < sizeof number_keys / sizeof number_keys[0]; i++)
        if (strcmp(key, number_keys[i].name) == 0)
            return set_number(config, &number_keys[i], value, error);
    if (strcmp(key, "log_queries") == 0)
        return set_truth(&config->log_queries, key, value, error);
    if (strcmp(key, "index") == 0)
        return set_folder(&config->index_path, key, value, error);
    if (strcmp(key, "knowledge") == 0)
        return set_folder(&config->knowledge_path, key, value, error);
    if (strcmp(key, "listen") == 0)
        return add_address(config, value, error);
    return tip_error_set(error, TIP_NOT_FOUND, "unknown key “%s”", key);
}

/* ---- the file ---- */

/* inih's handler is not told the line: its reader, which is ours, counts. */
struct file_reader {
    struct tip_config *config;
    FILE *stream;
    int line;
    int bad_line; /* the first one refused by us; 0: none */
    struct tip_error error;
};

/* Only the first refusal is kept. */
static void refuse_line(struct file_reader *reader, const struct tip_error *error)
{
    if (reader->bad_line != 0)
        return;
    reader->bad_line = reader->line;
    reader->error = *error;
}

/* The next line without its indent, as inih takes an indented line for a value's continuation; one
 * that inih would cut in two is refused. */
static char *read_line(char *line, int size, void *context)
{
    struct file_reader *reader = context;
    struct tip_error error = {0};
    bool is_bad = false;
    int byte, length = 0;

    reader->line++;
    while ((byte = getc(reader->stream)) != EOF && byte != '\n') {
        if (byte == '\0' || length == size - 1)
            is_bad = true;
        else if (length > 0 || (byte != ' ' && byte != '\t'))
            line[length++] = (char)byte;
    }
    if (is_bad) {
        tip_error_set(&error, TIP_INVALID,
                      "the line is too long (%d bytes are the most) or holds a NUL", size - 1);
        refuse_line(reader, &error);
        length = 0;
    }
    line[length] = '\0';
    return byte == EOF && length == 0 ? NULL : line;
}

/* inih: 1 for accepted. */
static int take_value(void *context, const char *section, const char *key, const char *value)
{
    struct file_reader *reader = context;
    struct tip_error error = {0};
    tip_status status;

    if (strcmp(section, "server") == 0)
        status = tip_config_set(reader->config, key, value, &error);
    else
        status = tip_error_set(&error, TIP_INVALID, "“%s” stands in [%s]; the section is [server]",
                               key, section);
    if (status == TIP_OK)
        return 1;
    refuse_line(reader, &error);
    return 0;
}

tip_status tip_config_read(struct tip_config *config, const char *path, struct tip_error *error)
{
    struct file_reader reader = {.config = config, .stream = fopen(path, "re")};
    bool was_read;
    int bad_line;

    if (reader.stream == NULL)
        return tip_error_errno(error, "cannot read the configuration %s", path);
    bad_line = ini_parse_stream(read_line, &reader, take_value, &reader);
    was_read = ferror(reader.stream) == 0;
    fclose(reader.stream);
    if (!was_read)
        return tip_error_set(error, TIP_IO, "cannot read the configuration %s", path);
    if (bad_line < 0)
        return tip_error_memory(error, "reading the configuration");
    if (bad_line == 0 && reader.bad_line == 0)
        return TIP_OK;
    if (reader.bad_line == 0 || (bad_line != 0 && bad_line < reader.bad_line))
        return tip_error_set(error, TIP_INVALID, "%s:%d: neither [section] nor key = value", path,
                             bad_line);
    return tip_error_set(error, TIP_INVALID, "%s:%d: %s", path, reader.bad_line,
                         reader.error.message);
}
