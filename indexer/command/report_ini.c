/* report.ini through inih, a folder's at a time. */
#include "command/report_ini.h"

#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

/* What one section says. */
struct section {
    char *name;
    struct tip_facts facts; /* their texts are in `texts` */
    char *texts[8];
    size_t text_count;
    int id_line; /* 0: it gives no id */
};

struct tip_report_ini {
    char *folder;
    char *path; /* of the file */
    struct section *sections;
    size_t count;
    struct tip_error error; /* status TIP_OK: it could be read, or is not there */

    /* While it is read. */
    FILE *stream;
    int line;
};

/* ---- reading one ---- */

/* Only the first fault is kept. */
static void refuse(struct tip_report_ini *ini, const char *message)
{
    if (ini->error.status == TIP_OK) {
        message += strncmp(message, "--", 2) == 0 ? 2 : 0; /* the option of that name said it */
        tip_error_set(&ini->error, TIP_INVALID, "%s:%d: %.300s", ini->path, ini->line, message);
    }
}

/* The next line without its indent, as inih takes an indented line for a value's continuation; one
 * that inih would cut in two is refused. */
static char *read_line(char *line, int size, void *context)
{
    struct tip_report_ini *ini = context;
    bool is_bad = false;
    int byte, length = 0;

    ini->line++;
    while ((byte = getc(ini->stream)) != EOF && byte != '\n') {
        if (byte == '\0' || length == size - 1) {
            is_bad = true;
        } else if (length > 0 || (byte != ' ' && byte != '\t')) {
            line[length++] = (char)byte;
        }
    }
    if (is_bad) {
        refuse(ini, "the line is longer than 190 bytes, or holds a NUL");
        length = 0;
    }
    line[length] = '\0';
    return byte == EOF && length == 0 ? NULL : line;
}

/* A section begins with its first key: a file that is not there would be a slip in its name. */
static bool names_file(const struct tip_report_ini *ini, const char *name)
{
    struct stat info;
    char *path = tip_path_join(ini->folder, name);
    bool is_there = path && strchr(name, '/') == NULL && stat(path, &info) == 0;
    free(path);
    return is_there;
}

static struct section *find_section(struct tip_report_ini *ini, const char *name)
{
    for (size_t i = 0; i < ini->count; i++) {
        if (strcmp(ini->sections[i].name, name) == 0) {
            return &ini->sections[i];
        }
    }
    return NULL;
}

static struct section *need_section(struct tip_report_ini *ini, const char *name)
{
    struct section *known = find_section(ini, name);
    if (known) {
        return known;
    }
    struct section *sections = realloc(ini->sections, (ini->count + 1) * sizeof *sections);
    char *copy = strdup(name);
    if (!sections || !copy) {
        free(copy);
        ini->sections = sections ? sections : ini->sections;
        tip_error_memory(&ini->error, "reading a report.ini");
        return NULL;
    }
    ini->sections = sections;
    sections[ini->count] = (struct section){.name = copy};
    return &sections[ini->count++];
}

static bool is_key(const char *name)
{
    static const char *const keys[] = {"id",   "title",    "publisher", "date",
                                       "year", "language", "url"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcmp(keys[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void set_fact(struct tip_report_ini *ini, struct section *section, const char *key,
                     const char *value)
{
    struct tip_error error;
    size_t room = sizeof section->texts / sizeof section->texts[0];
    char *text = strdup(value);
    if (!text || section->text_count == room) {
        free(text);
        refuse(ini, text ? "a key is given twice" : "there is not enough memory");
        return;
    }
    section->texts[section->text_count++] = text;
    if (tip_facts_set(&section->facts, key, text, &error) != TIP_OK) {
        refuse(ini, error.message);
    }
    if (strcmp(key, "id") == 0) {
        section->id_line = ini->line;
    }
}

/* inih: 1 for accepted. */
static int take_value(void *context, const char *name, const char *key, const char *value)
{
    struct tip_report_ini *ini = context;
    char message[300];
    if (strcmp(name, "report") != 0 && !names_file(ini, name)) {
        snprintf(message, sizeof message,
                 "there is no file '%.80s' beside it: a section is [report] or a file's name",
                 name);
        refuse(ini, message);
        return 0;
    }
    if (!is_key(key)) {
        snprintf(message, sizeof message,
                 "'%.80s' is no key: there are id, title, publisher, date, year, language and url",
                 key);
        refuse(ini, message);
        return 0;
    }
    struct section *section = need_section(ini, name);
    if (section) {
        set_fact(ini, section, key, value);
    }
    return ini->error.status == TIP_OK;
}

static void read_file(struct tip_report_ini *ini)
{
    struct stat info;
    if (stat(ini->path, &info) != 0) {
        return;
    }
    ini->stream = fopen(ini->path, "re");
    if (!ini->stream) {
        tip_error_errno(&ini->error, "%s: cannot open", ini->path);
        return;
    }
    int bad_line = ini_parse_stream(read_line, ini, take_value, ini);
    if (bad_line > 0 && (ini->error.status == TIP_OK)) {
        ini->line = bad_line;
        refuse(ini, "neither [section] nor key = value");
    }
    if (ferror(ini->stream) != 0) {
        tip_error_set(&ini->error, TIP_IO, "%s: cannot read", ini->path);
    }
    fclose(ini->stream);
    ini->stream = NULL;
}

/* An id is of one report: in a folder with several sources it would be that of the last. */
static void refuse_shared_id(struct tip_report_ini *ini, const struct tip_source_list *sources)
{
    const struct section *all = find_section(ini, "report");
    size_t length = strlen(ini->folder), count = 0;
    if (!all || all->id_line == 0) {
        return;
    }
    for (size_t i = 0; i < sources->count; i++) {
        const struct tip_source_file *file = sources->files[i];
        const char *slash = strrchr(file->path, '/');
        count += !file->skipped && slash && (size_t)(slash - file->path) == length &&
                 strncmp(file->path, ini->folder, length) == 0;
    }
    if (count > 1) {
        ini->line = all->id_line;
        refuse(ini, "id: it is of one report, and several sources stand beside it: give it in a "
                    "section of the file's name, such as [asia.html]");
    }
}

/* ---- all of them ---- */

static void ini_free(struct tip_report_ini *ini)
{
    for (size_t i = 0; i < ini->count; i++) {
        struct section *section = &ini->sections[i];
        free(section->name);
        while (section->text_count > 0) {
            free(section->texts[--section->text_count]);
        }
    }
    free(ini->sections);
    free(ini->folder);
    free(ini->path);
    free(ini);
}

void tip_report_inis_free(struct tip_report_inis *inis)
{
    for (size_t i = 0; i < inis->count; i++) {
        ini_free(inis->items[i]);
    }
    free(inis->items);
    *inis = (struct tip_report_inis){0};
}

static bool has_room(struct tip_report_inis *inis)
{
    if (inis->count < inis->capacity) {
        return true;
    }
    size_t capacity = inis->capacity ? 2 * inis->capacity : 64;
    struct tip_report_ini **items = realloc(inis->items, capacity * sizeof(*items));
    if (!items) {
        return false;
    }
    inis->items = items;
    inis->capacity = capacity;
    return true;
}

/* The one of a folder, read when it is asked for first; NULL without memory. */
static struct tip_report_ini *ini_of(struct tip_report_inis *inis,
                                     const struct tip_source_list *sources, const char *folder,
                                     size_t length)
{
    for (size_t i = inis->count; i-- > 0;) {
        struct tip_report_ini *ini = inis->items[i];
        if (strlen(ini->folder) == length && strncmp(ini->folder, folder, length) == 0) {
            return ini;
        }
    }
    struct tip_report_ini *ini = has_room(inis) ? calloc(1, sizeof *ini) : NULL;
    if (!ini) {
        return NULL;
    }
    ini->folder = strndup(folder, length);
    ini->path = ini->folder ? tip_path_join(ini->folder, TIP_REPORT_INI_NAME) : NULL;
    if (!ini->path) {
        ini_free(ini);
        return NULL;
    }
    read_file(ini);
    refuse_shared_id(ini, sources);
    inis->items[inis->count++] = ini;
    return ini;
}

static void lay_over(struct tip_facts *facts, const struct tip_facts *over)
{
    facts->id = over->id ? over->id : facts->id;
    facts->title = over->title ? over->title : facts->title;
    facts->publisher = over->publisher ? over->publisher : facts->publisher;
    facts->date = over->date ? over->date : facts->date;
    facts->language = over->language ? over->language : facts->language;
    facts->url = over->url ? over->url : facts->url;
    facts->year = over->year != 0 ? over->year : facts->year;
}

tip_status tip_report_ini_find(struct tip_report_inis *inis, struct tip_facts *facts, bool *said,
                               const struct tip_source_list *sources, const char *path,
                               struct tip_error *error)
{
    const char *slash = strrchr(path, '/');
    *facts = (struct tip_facts){0};
    *said = false;
    if (!slash) {
        return TIP_OK; /* standard input */
    }
    struct tip_report_ini *ini = ini_of(inis, sources, path, (size_t)(slash - path));
    if (!ini) {
        return tip_error_memory(error, "reading a report.ini");
    }
    if (ini->error.status != TIP_OK) {
        *error = ini->error;
        return error->status;
    }
    const struct section *all = find_section(ini, "report"), *own = find_section(ini, slash + 1);
    if (all) {
        lay_over(facts, &all->facts);
    }
    if (own) {
        lay_over(facts, &own->facts);
    }
    *said = all || own;
    return TIP_OK;
}
