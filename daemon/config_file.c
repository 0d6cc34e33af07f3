/* Reading the configuration file with inih. */
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

/* inih's handler is not told the line, and of lines that are no `key = value` inih tells only the
 * first: its reader, which is ours, counts, and sees which lines came to nothing. */
struct file_reader {
    struct tip_config *config;
    const char *path;
    FILE *stream;
    unsigned line;
    bool is_open; /* the line should have come to a value, and has not yet */
    tip_config_fault *fault;
    void *context;
    struct tip_error first; /* with its place */
    unsigned faults;
};

static void refuse_line(struct file_reader *reader, const char *message)
{
    char place[TIP_PLACE_SIZE];

    tip_config_place(reader->config,
                     (struct tip_config_source){.kind = TIP_FROM_FILE, .line = reader->line},
                     place);
    if (reader->faults++ == 0)
        tip_error_set(&reader->first, TIP_INVALID, "%s: %s", place, message);
    if (reader->fault != NULL)
        reader->fault(reader->context, place, message);
}

/* What inih would do with comments, done here: their length is no matter, then. */
static bool begins_comment(int byte, const char *line, int length)
{
    if (length == 0)
        return byte == ';' || byte == '#';
    return byte == ';' && (line[length - 1] == ' ' || line[length - 1] == '\t');
}

/* Reads one line into `line` without its indent, as inih takes an indented line for a value's
 * continuation, and without a comment. False when it does not fit or holds a NUL. */
static bool take_line(FILE *stream, char *line, int size, int *length, int *last)
{
    bool is_fit = true, is_comment = false;
    int byte;

    *length = 0;
    while ((byte = getc(stream)) != EOF && byte != '\n') {
        is_comment = is_comment || begins_comment(byte, line, *length);
        if (is_comment || (*length == 0 && (byte == ' ' || byte == '\t')))
            continue;
        if (byte == '\0' || *length == size - 1)
            is_fit = false;
        else
            line[(*length)++] = (char)byte;
    }
    while (*length > 0 && strchr(" \t\r", line[*length - 1]) != NULL)
        --*length;
    line[*length] = '\0';
    *last = byte;
    return is_fit;
}

static void close_line(struct file_reader *reader)
{
    if (reader->is_open)
        refuse_line(reader, "neither [section] nor key = value");
    reader->is_open = false;
}

static void skip_mark(struct file_reader *reader, char *line, int *length)
{
    static const char mark[] = "\xEF\xBB\xBF";

    if (reader->line != 1 || strncmp(line, mark, 3) != 0)
        return;
    *length -= 3;
    memmove(line, line + 3, (size_t)*length + 1);
}

static char *read_line(char *line, int size, void *context)
{
    struct file_reader *reader = context;
    char message[128];
    int length, last;
    bool is_fit;

    close_line(reader);
    reader->line++;
    is_fit = take_line(reader->stream, line, size, &length, &last);
    skip_mark(reader, line, &length);
    if (!is_fit) {
        snprintf(message, sizeof message,
                 "the line is too long (%d bytes are the most) or holds a NUL", size - 1);
        refuse_line(reader, message);
        line[length = 0] = '\0';
    }
    reader->is_open = length > 0 && !(line[0] == '[' && strchr(line, ']') != NULL);
    return last == EOF && length == 0 ? NULL : line;
}

/* inih: 1 for accepted. */
static int take_value(void *context, const char *section, const char *key, const char *value)
{
    struct file_reader *reader = context;
    struct tip_config_source source = {.kind = TIP_FROM_FILE, .line = reader->line};
    struct tip_error error = {0};
    tip_status status;

    reader->is_open = false;
    if (strcmp(section, "server") == 0)
        status = tip_config_set(reader->config, key, value, source, &error);
    else
        status = tip_error_set(&error, TIP_INVALID, "“%s” stands in [%s]; the section is [server]",
                               key, section);
    if (status != TIP_OK)
        refuse_line(reader, error.message);
    return status == TIP_OK;
}

static tip_status read_stream(struct file_reader *reader, struct tip_error *error)
{
    /* What inih could not parse was told by close_line; memory is what else it may lack. */
    bool has_memory = ini_parse_stream(read_line, reader, take_value, reader) != -2;

    if (ferror(reader->stream))
        return tip_error_set(error, TIP_IO, "cannot read the configuration %s", reader->path);
    if (!has_memory)
        return tip_error_memory(error, "reading the configuration");
    if (reader->faults == 0)
        return TIP_OK;
    if (error != NULL)
        *error = reader->first;
    return TIP_INVALID;
}

tip_status tip_config_read(struct tip_config *config, const char *path, tip_config_fault *fault,
                           void *context, struct tip_error *error)
{
    struct file_reader reader = {.config = config,
                                 .path = path,
                                 .stream = fopen(path, "re"),
                                 .fault = fault,
                                 .context = context};
    tip_status status;

    if (reader.stream == NULL)
        return tip_error_errno(error, "cannot read the configuration %s", path);
    free(config->file);
    config->file = strdup(path);
    status = config->file == NULL ? tip_error_memory(error, "reading the configuration")
                                  : read_stream(&reader, error);
    fclose(reader.stream);
    return status;
}
