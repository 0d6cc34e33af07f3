/* The forms of a dossier.
 *
 * Pandoc is asked for what it does best, and for nothing it would load: with --sandbox where it can
 * (Debian's 2.17 finds its own templates of docx, odt and epub only without), and with a template
 * of ours for HTML, as its own one names a script on another machine. A form that holds its
 * pictures is made in two steps, and between them only those are left that may be in it. Smart
 * punctuation is off: a quotation's marks stay as they are.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/dossier_form.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "command/desk/dossier_pictures.h"
#include "command/desk/filter.h"
#include "command/failure.h"

static const struct dossier_form FORMS[] = {
    {.name = "md"},
    {.name = "markdown"},
    {.name = "html", .writer = "html5", .is_sandboxed = true, .is_page = true},
    {.name = "htm", .writer = "html5", .is_sandboxed = true, .is_page = true},
    {.name = "docx", .writer = "docx", .is_binary = true},
    {.name = "odt", .writer = "odt", .is_binary = true},
    {.name = "pdf",
     .writer = "html5",
     .is_binary = true,
     .is_sandboxed = true,
     .is_page = true,
     .is_pdf = true},
    {.name = "epub", .writer = "epub", .is_binary = true},
    {.name = "rtf", .writer = "rtf", .is_sandboxed = true},
    {.name = "txt", .writer = "plain", .is_sandboxed = true},
};

enum { FORM_COUNT = sizeof FORMS / sizeof FORMS[0], NOT_INSTALLED = 127 };

/* As pandoc reads a dossier. */
static const char MARKDOWN[] = "markdown-smart";

/* In pandoc's language of templates. Nothing in it is loaded from elsewhere. */
static const char TEMPLATE[] =
    "<!DOCTYPE html>\n"
    "<html$if(lang)$ lang=\"$lang$\"$endif$$if(dir)$ dir=\"$dir$\"$endif$>\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n"
    "$for(author-meta)$<meta name=\"author\" content=\"$author-meta$\">\n$endfor$"
    "<title>$pagetitle$</title>\n"
    "<style>\n"
    "body { max-width: 42em; margin: 2em auto; padding: 0 1em; line-height: 1.45;\n"
    "  font-family: Georgia, 'DejaVu Serif', 'Noto Serif', 'Khmer OS', serif; }\n"
    "blockquote { margin: 1em 0; padding: 0 1em; border-left: 3px solid #999; }\n"
    "p, li { overflow-wrap: anywhere; }\n"
    "table { border-collapse: collapse; } td, th { padding: 0 .5em; text-align: left; }\n"
    "img { max-width: 100%; }\n"
    "@media print { body { margin: 0; max-width: none; } }\n"
    "</style>\n"
    "$for(header-includes)$$header-includes$\n$endfor$"
    "</head>\n<body>\n"
    "$if(title)$<header>\n<h1 class=\"title\">$title$</h1>\n"
    "$if(subtitle)$<p class=\"subtitle\">$subtitle$</p>\n$endif$"
    "$for(author)$<p class=\"author\">$author$</p>\n$endfor$"
    "$if(date)$<p class=\"date\">$date$</p>\n$endif$</header>\n$endif$"
    "$for(include-before)$$include-before$\n$endfor$"
    "$body$\n"
    "$for(include-after)$$include-after$\n$endfor$"
    "</body>\n</html>\n";

/* ---- which ---- */

static const struct dossier_form *find_form(const char *name)
{
    for (size_t i = 0; i < FORM_COUNT; i++)
        if (strcasecmp(FORMS[i].name, name) == 0)
            return &FORMS[i];
    return NULL;
}

/* The ending of a file's name; "" when it has none. */
static const char *ending_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash + 1 : path, '.');

    return dot ? dot + 1 : "";
}

enum tipsearch_code dossier_form_choose(const struct dossier_form **out, const char *name,
                                        const char *output, struct tipsearch_error *error)
{
    bool is_file = output && strcmp(output, "-") != 0;
    const char *wanted = name ? name : is_file ? ending_of(output) : "md";

    *out = find_form(wanted);
    if (*out)
        return TIPSEARCH_OK;
    return failure_set(
        error, TIPSEARCH_INVALID,
        "%s%s%s: no form of a dossier: there are md, html, docx, odt, pdf, epub, rtf "
        "and txt%s",
        name ? "--format " : "", name ? name : output, name ? "" : "",
        name ? "" : ": name the file so, or give --format");
}

/* ---- making ---- */

/* A file with the template, which pandoc wants as one that ends in .html; removed by who made it.
 */
static bool write_template(char **path)
{
    const char *folder = getenv("TMPDIR");
    FILE *file;
    int fd;

    if (asprintf(path, "%s/tipsearch-XXXXXX.html", folder && folder[0] ? folder : "/tmp") < 0) {
        *path = NULL;
        return false;
    }
    fd = mkstemps(*path, (int)strlen(".html"));
    if (fd < 0) {
        free(*path);
        *path = NULL;
        return false;
    }
    file = fdopen(fd, "w");
    if (!file) {
        close(fd);
        return false;
    }
    fputs(TEMPLATE, file);
    return fclose(file) == 0;
}

/* What the page is called where the dossier has no title: the name of its file. */
static char *page_title(const char *source)
{
    const char *slash = strrchr(source, '/'), *name = slash ? slash + 1 : source;
    const char *dot = strrchr(name, '.');
    size_t length = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    char *title;

    if (strcmp(source, "-") == 0) {
        length = strlen("Dossier");
        name = "Dossier";
    }
    return asprintf(&title, "pagetitle=%.*s", (int)length, name) < 0 ? NULL : title;
}

static enum tipsearch_code tell_status(const char *program, int status,
                                       struct tipsearch_error *error)
{
    if (status == 0)
        return TIPSEARCH_OK;
    if (status == NOT_INSTALLED)
        return failure_set(error, TIPSEARCH_INVALID,
                           "%s is not installed, which makes this form: apt-get install %s, or "
                           "write Markdown (-o FILE.md)",
                           program, program);
    return failure_set(error, TIPSEARCH_INVALID, "%s could not make it: it ended with status %d",
                       program, status);
}

static enum tipsearch_code run_pandoc(char **out, size_t *length, const struct dossier_form *form,
                                      const char *reader, const char *input, size_t input_length,
                                      const char *const *more, struct tipsearch_error *error)
{
    const char *arguments[16] = {"pandoc", "--quiet",    "--standalone", "-f", reader,
                                 "-t",     form->writer, "-o",           "-"};
    size_t count = 9;
    int status = 0;
    enum tipsearch_code code;

    if (form->is_sandboxed)
        arguments[count++] = "--sandbox";
    while (*more)
        arguments[count++] = *more++;
    code = filter_run(arguments, input, input_length, out, length, &status, error);
    return code == TIPSEARCH_OK ? tell_status("pandoc", status, error) : code;
}

/* Of a page, a template is made for as long as pandoc runs. */
static enum tipsearch_code make_with_pandoc(char **out, size_t *length,
                                            const struct dossier_form *form, const char *reader,
                                            const char *input, size_t input_length,
                                            const char *source, struct tipsearch_error *error)
{
    char *template = NULL, *title = page_title(source);
    bool is_ready = title && (!form->is_page || write_template(&template));
    enum tipsearch_code code;
    const char *page[] = {"-M", title, "--mathml", "--template", template, NULL};
    const char *other[] = {NULL};

    if (is_ready)
        code = run_pandoc(out, length, form, reader, input, input_length,
                          form->is_page ? page : other, error);
    else
        code = failure_set(error, TIPSEARCH_INVALID, "a file for pandoc cannot be made: %s",
                           strerror(errno));
    if (template)
        unlink(template);
    free(template);
    free(title);
    return code;
}

/* A form that holds its pictures: what is read is looked through before it is written. */
static enum tipsearch_code make_with_pictures(char **out, size_t *length,
                                              const struct dossier_form *form, const char *markdown,
                                              size_t markdown_length, const char *source,
                                              bool *is_whole, struct tipsearch_error *error)
{
    static const struct dossier_form read = {.writer = "json", .is_sandboxed = true};
    static const char *const none[] = {NULL};
    char *json = NULL, *checked = NULL;
    size_t json_length = 0;
    enum tipsearch_code code =
        run_pandoc(&json, &json_length, &read, MARKDOWN, markdown, markdown_length, none, error);

    if (code == TIPSEARCH_OK)
        code = dossier_pictures_check(&checked, json, source, is_whole, error);
    if (code == TIPSEARCH_OK)
        code = make_with_pandoc(out, length, form, "json", checked, strlen(checked), source, error);
    free(json);
    free(checked);
    return code;
}

static enum tipsearch_code make_pdf(char **out, size_t *length, const char *source,
                                    struct tipsearch_error *error)
{
    char *page = *out, *folder = dossier_folder(source);
    size_t page_length = *length;
    const char *const arguments[] = {"weasyprint", "-q", "-u", folder, "-", "-", NULL};
    int status = 0;
    enum tipsearch_code code;

    *out = NULL;
    if (!folder)
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    code = filter_run(arguments, page, page_length, out, length, &status, error);
    free(page);
    free(folder);
    return code == TIPSEARCH_OK ? tell_status("weasyprint", status, error) : code;
}

enum tipsearch_code dossier_form_make(char **out, size_t *length, const struct dossier_form *form,
                                      const char *markdown, size_t markdown_length,
                                      const char *source, bool *is_whole,
                                      struct tipsearch_error *error)
{
    enum tipsearch_code code;

    *is_whole = true;
    *out = NULL;
    *length = markdown_length;
    if (!form->writer) {
        *out = strndup(markdown, markdown_length);
        return *out ? TIPSEARCH_OK
                    : failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    }
    code = form->is_binary ? make_with_pictures(out, length, form, markdown, markdown_length,
                                                source, is_whole, error)
                           : make_with_pandoc(out, length, form, MARKDOWN, markdown,
                                              markdown_length, source, error);
    if (code == TIPSEARCH_OK && form->is_pdf)
        code = make_pdf(out, length, source, error);
    return code;
}
