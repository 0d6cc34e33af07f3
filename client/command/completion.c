/* Completions, and the values that stand in the files of the knowledge.
 *
 * SPDX-License-Identifier: MIT */
#include "command/completion.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { NAME_LIMIT = 256 }; /* bytes of a name that is offered */

/* Whether a terminal would obey nothing in it: a value may come from a server. */
static bool is_plain(const char *value)
{
    for (const unsigned char *byte = (const unsigned char *)value; *byte != '\0'; byte++)
        if (*byte < 0x20 || *byte == 0x7F || (byte[0] == 0xC2 && byte[1] < 0xA0))
            return false;
    return true;
}

static bool begins_so(const struct completion *completion, const char *value)
{
    return strncasecmp(value, completion->typed, strlen(completion->typed)) == 0 && is_plain(value);
}

void completion_offer(const struct completion *completion, const char *value)
{
    if (begins_so(completion, value))
        fprintf(completion->out, "%.*s%s\n", (int)completion->kept_length, completion->kept, value);
}

void completion_offer_word(const struct completion *completion, const char *value)
{
    if (begins_so(completion, value))
        fprintf(completion->out, "%.*s%s%s\n", (int)completion->kept_length, completion->kept,
                completion->typed, value + strlen(completion->typed));
}

/* The length of what parts words at `text`: signs of ASCII, and the quotes and dashes of
 * typesetting (U+2010 to U+203F); 0 for a letter. */
static size_t separator(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;

    if (bytes[0] < 0x80)
        return !((bytes[0] | 0x20) >= 'a' && (bytes[0] | 0x20) <= 'z') &&
               !(bytes[0] >= '0' && bytes[0] <= '9');
    return bytes[0] == 0xE2 && bytes[1] == 0x80 && bytes[2] >= 0x90 ? 3 : 0;
}

/* `name` as one word; "" when it is too long or has no letter. */
static void write_as_word(char word[NAME_LIMIT], const char *name)
{
    size_t length = 0;
    bool is_parted = false;

    while (*name != '\0' && length + 2 < NAME_LIMIT) {
        size_t skip = separator(name);

        is_parted |= skip > 0;
        name += skip;
        if (skip > 0)
            continue;
        if (is_parted && length > 0)
            word[length++] = '-';
        is_parted = false;
        word[length++] = *name >= 'A' && *name <= 'Z' ? (char)(*name | 0x20) : *name;
        name++;
    }
    word[*name == '\0' ? length : 0] = '\0';
}

void completion_offer_name(const struct completion *completion, const char *name)
{
    char word[NAME_LIMIT];

    write_as_word(word, name);
    if (word[0] != '\0')
        completion_offer(completion, word);
}

void completion_offer_title(const struct completion *completion, const char *title)
{
    char word[NAME_LIMIT];
    const char *rest = word;

    write_as_word(word, title);
    while (rest && *rest != '\0' && !begins_so(completion, rest)) {
        rest = strchr(rest, '-');
        rest = rest ? rest + 1 : NULL;
    }
    if (rest && *rest != '\0')
        completion_offer(completion, rest);
}

/* ---- the files ---- */

/* A file of the folder that tipsearchd reads, too: $TIPSEARCH_KNOWLEDGE, else the one beside the
 * folder of the running program. */
static FILE *open_known(const char *name)
{
    const char *folder = getenv("TIPSEARCH_KNOWLEDGE");
    char self[PATH_MAX], path[PATH_MAX + 64];
    ssize_t length;
    char *slash;

    if (folder && folder[0]) {
        snprintf(path, sizeof path, "%s/%s", folder, name);
        return fopen(path, "re");
    }
    length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0)
        return NULL;
    self[length] = '\0';
    slash = strrchr(self, '/');
    if (!slash)
        return NULL;
    *slash = '\0';
    snprintf(path, sizeof path, "%s/../share/tipsearch/%s", self, name);
    return fopen(path, "re");
}

/* A country's name; one that is written for lists, "Bahamas, The", in the order of speech. */
static void offer_country(const struct completion *completion, char *name)
{
    char *comma = strstr(name, ", ");
    char spoken[NAME_LIMIT];

    completion_offer_name(completion, name);
    if (!comma)
        return;
    snprintf(spoken, sizeof spoken, "%s %.*s", comma + 2, (int)(comma - name), name);
    completion_offer_name(completion, spoken);
}

/* Column `wanted` (from 0) of each row of a table; its first row names the columns. */
static void offer_column(const struct completion *completion, const char *file, unsigned wanted,
                         bool are_names)
{
    FILE *table = open_known(file);
    char *line = NULL;
    size_t capacity = 0;
    bool is_first = true;

    while (table && getline(&line, &capacity, table) > 0) {
        char *rest = line, *cell = NULL;

        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        for (unsigned i = 0; i <= wanted && rest; i++)
            cell = strsep(&rest, "\t");
        if (!is_first && cell && are_names)
            offer_country(completion, cell);
        else if (!is_first && cell)
            completion_offer(completion, cell);
        is_first = false;
    }
    free(line);
    if (table)
        fclose(table);
}

/* The ids of patterns, which head their sections: [debt-bondage]. */
static void offer_patterns(const struct completion *completion)
{
    FILE *file = open_known("patterns.ini");
    char *line = NULL;
    size_t capacity = 0;

    while (file && getline(&line, &capacity, file) > 0) {
        char *end = strchr(line, ']');

        if (line[0] != '[' || !end)
            continue;
        *end = '\0';
        completion_offer(completion, line + 1);
    }
    free(line);
    if (file)
        fclose(file);
}

void completion_offer_known(const struct completion *completion, const char *field)
{
    if (strcmp(field, "country") == 0)
        offer_column(completion, "countries.tsv", 3, true);
    else if (strcmp(field, "region") == 0)
        offer_column(completion, "regions.tsv", 0, false);
    else if (strcmp(field, "pattern") == 0)
        offer_patterns(completion);
}
