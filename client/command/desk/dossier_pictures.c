/* What a dossier may take with it into a file that holds its pictures.
 *
 * A dossier may be somebody else's, and what is made of it goes to others. So pandoc, which reads
 * any file that is named as a picture, is given the names of those that were looked at, and
 * nothing of what it or weasyprint would follow to other files.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/dossier_pictures.h"

#include <ctype.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/failure.h"
#include "command/printable.h"

enum {
    HEAD_SIZE = 512,            /* of a file, in which its kind is looked for */
    SVG_SIZE_MAX = 4 << 20,     /* bytes; what is longer is not read for what it names */
    PATH_ENCODED = 3 * PATH_MAX /* a path with every byte as %XX */
};

struct check {
    const char *source;    /* for messages */
    char folder[PATH_MAX]; /* the real one */
    bool is_whole;
};

char *dossier_folder(const char *source)
{
    const char *slash = strrchr(source, '/');

    if (!slash)
        return strdup(".");
    return slash == source ? strdup("/") : strndup(source, (size_t)(slash - source));
}

/* ---- kinds of pictures ---- */

/* By the signatures of PNG (W3C, 5.2), JPEG (ITU-T T.81, B.1.1.3), GIF (89a, 17) and WebP (RFC
 * 9649, 2.4). */
static bool is_bitmap(const char *head, size_t length)
{
    return (length >= 8 && memcmp(head, "\x89PNG\r\n\x1a\n", 8) == 0) ||
           (length >= 3 && memcmp(head, "\xff\xd8\xff", 3) == 0) ||
           (length >= 6 && (memcmp(head, "GIF87a", 6) == 0 || memcmp(head, "GIF89a", 6) == 0)) ||
           (length >= 12 && memcmp(head, "RIFF", 4) == 0 && memcmp(head + 8, "WEBP", 4) == 0);
}

/* Whether each place where an SVG's text has `word` goes on with a name within the SVG itself. */
static bool names_itself_only(const char *text, const char *word, const char *between)
{
    for (const char *at = text; (at = strcasestr(at, word)) != NULL;) {
        at += strlen(word);
        at += strspn(at, between);
        if (*at != '#')
            return false;
    }
    return true;
}

/* An SVG that leads to no other file. */
static bool is_lone_svg(const char *text)
{
    const char *root = strcasestr(text, "<svg");

    return root && root - text < HEAD_SIZE && text[strspn(text, "\xef\xbb\xbf \t\r\n")] == '<' &&
           names_itself_only(text, "href", "= \t\r\n\"'") &&
           names_itself_only(text, "url(", " \t\r\n\"'") && !strcasestr(text, "@import") &&
           !strcasestr(text, "<!ENTITY") && !strcasestr(text, "xml-stylesheet") &&
           !strcasestr(text, "xml:base") && !strchr(text, '\\');
}

static bool is_picture(int fd)
{
    char head[HEAD_SIZE], *text;
    ssize_t length = pread(fd, head, sizeof head, 0);
    struct stat info;
    bool is_svg = false;

    if (length <= 0 || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return false;
    if (is_bitmap(head, (size_t)length))
        return true;
    if (info.st_size > SVG_SIZE_MAX)
        return false;
    text = malloc((size_t)info.st_size + 1);
    length = text ? pread(fd, text, (size_t)info.st_size, 0) : -1;
    if (length > 0) {
        text[length] = '\0';
        is_svg = strlen(text) == (size_t)length && is_lone_svg(text);
    }
    free(text);
    return is_svg;
}

/* ---- where they are ---- */

static int hex_value(char digit)
{
    return isdigit((unsigned char)digit) ? digit - '0' : tolower((unsigned char)digit) - 'a' + 10;
}

/* The path that a reference names, with %XX as bytes; false when it is too long. */
static bool decode(char path[PATH_MAX], const char *reference)
{
    size_t length = 0;

    for (const char *at = reference; *at; at++) {
        if (length + 1 >= PATH_MAX)
            return false;
        path[length] = *at;
        if (*at == '%' && isxdigit((unsigned char)at[1]) && isxdigit((unsigned char)at[2])) {
            path[length] = (char)(16 * hex_value(at[1]) + hex_value(at[2]));
            at += 2;
        }
        if (path[length++] == '\0')
            return false;
    }
    path[length] = '\0';
    return true;
}

static void encode(char encoded[PATH_ENCODED + 1], const char *path)
{
    for (; *path; path++) {
        if (isalnum((unsigned char)*path) || strchr("/._-", *path))
            *encoded++ = *path;
        else
            encoded += sprintf(encoded, "%%%02X", (unsigned)(unsigned char)*path);
    }
    *encoded = '\0';
}

static bool is_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);

    return strncmp(path, folder, length) == 0 &&
           (path[length] == '/' || (length > 0 && folder[length - 1] == '/'));
}

/* The real path of the picture that a reference names; else why it is left out. */
static const char *find_picture(const struct check *check, char real[PATH_MAX],
                                const char *reference)
{
    char path[PATH_MAX], joined[2 * PATH_MAX + 2];
    bool is_one;
    int fd;

    if (!decode(path, reference))
        return "no file can have this name";
    snprintf(joined, sizeof joined, "%s/%s", path[0] == '/' ? "" : check->folder, path);
    if (!realpath(joined, real))
        return "there is no such file beside the dossier";
    if (!is_below(real, check->folder))
        return "it is not in the dossier's folder";
    fd = open(real, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return "it cannot be read";
    is_one = is_picture(fd);
    close(fd);
    return is_one ? NULL : "it is no PNG, JPEG, GIF, WebP, or SVG that names no other file";
}

static void warn(struct check *check, const char *reference, const char *why)
{
    check->is_whole = false;
    fputs("tipsearch: ", stderr);
    printable_print(stderr, strcmp(check->source, "-") == 0 ? "standard input" : check->source);
    fputs(": the picture ", stderr);
    printable_print(stderr, reference);
    fprintf(stderr, " is left out: %s\n", why);
}

/* ---- pandoc's JSON (pandoc-types 1.22) ---- */

static bool is_type(const json_t *node, const char *type)
{
    const char *name = json_string_value(json_object_get(node, "t"));

    return name && strcmp(name, type) == 0;
}

/* An image of {"t":"Image","c":[attributes,[words],[reference,title]]} keeps its reference, to the
 * real file, or its words only. */
static void check_image(struct check *check, json_t *image)
{
    json_t *parts = json_object_get(image, "c"), *target = json_array_get(parts, 2);
    const char *reference = json_string_value(json_array_get(target, 0)), *why;
    char real[PATH_MAX], encoded[PATH_ENCODED + 1];

    why = reference ? find_picture(check, real, reference) : "it has no name";
    if (!why) {
        encode(encoded, real);
        json_array_set_new(target, 0, json_string(encoded));
        return;
    }
    warn(check, reference ? reference : "", why);
    json_object_set_new(image, "t", json_string("Span"));
    json_array_remove(parts, 2);
}

/* Of attributes, [id,[classes],[[key,value]…]], those stay that lead nowhere. */
static void check_attributes(json_t *node)
{
    static const char *const kept[] = {"width", "height", "lang", "dir", "custom-style"};
    json_t *pairs = json_array_get(node, 2);

    if (json_array_size(node) != 3 || !json_is_string(json_array_get(node, 0)) ||
        !json_is_array(json_array_get(node, 1)) || !json_is_array(pairs))
        return;
    for (size_t i = json_array_size(pairs); i-- > 0;) {
        const char *key = json_string_value(json_array_get(json_array_get(pairs, i), 0));
        bool is_kept = false;

        for (size_t k = 0; key && k < sizeof kept / sizeof kept[0]; k++)
            is_kept |= strcmp(key, kept[k]) == 0;
        if (!is_kept)
            json_array_remove(pairs, i);
    }
}

static bool is_raw(const json_t *node)
{
    return is_type(node, "RawBlock") || is_type(node, "RawInline");
}

static void check_node(struct check *check, json_t *node)
{
    const char *name;
    json_t *member;

    if (json_is_object(node) && is_type(node, "Image"))
        check_image(check, node);
    json_object_foreach(node, name, member) check_node(check, member);
    if (!json_is_array(node))
        return;
    check_attributes(node);
    for (size_t i = json_array_size(node); i-- > 0;)
        if (is_raw(json_array_get(node, i)))
            json_array_remove(node, i);
    for (size_t i = 0; i < json_array_size(node); i++)
        check_node(check, json_array_get(node, i));
}

/* Front matter that names files, which the writer of EPUB reads. */
static void drop_named_files(json_t *document)
{
    static const char *const names[] = {
        "css", "stylesheet", "cover-image", "epub-cover-image", "epub-stylesheet", "epub-fonts"};
    json_t *front = json_object_get(document, "meta");

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        json_object_del(front, names[i]);
}

enum tipsearch_code dossier_pictures_check(char **checked, const char *json, const char *source,
                                           bool *is_whole, struct tipsearch_error *error)
{
    struct check check = {.source = source, .is_whole = true};
    char *folder = dossier_folder(source);
    json_t *document = json_loads(json, 0, NULL);

    *checked = NULL;
    if (folder && document && realpath(folder, check.folder)) {
        drop_named_files(document);
        check_node(&check, document);
        *checked = json_dumps(document, JSON_COMPACT);
    }
    json_decref(document);
    free(folder);
    *is_whole = check.is_whole;
    if (*checked)
        return TIPSEARCH_OK;
    return failure_set(error, TIPSEARCH_INVALID,
                       "%s: what pandoc reads of it cannot be looked through for pictures", source);
}
