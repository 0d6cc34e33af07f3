/* What --check-config does: a configuration judged as a whole, and written as a file. */
#include <ini.h>
#include <string.h>

#include "config.h"
#include "server/address.h"

/* The longest line that inih reads: its buffer has room for a NUL as well. */
enum { FILE_LINE_MOST = INI_MAX_LINE - 1 };

struct verdict {
    const struct tip_config *config;
    tip_config_fault *fault;
    void *context;
    struct tip_error *error;
    unsigned faults;
};

void tip_config_place(const struct tip_config *config, struct tip_source source,
                      char place[TIP_PLACE_SIZE])
{
    switch (source.kind) {
    case TIP_FROM_DEFAULT:
        strcpy(place, "default");
        break;
    case TIP_FROM_ENVIRONMENT:
        strcpy(place, "environment");
        break;
    case TIP_FROM_FILE:
        snprintf(place, TIP_PLACE_SIZE, "%s:%u", config->file, source.line);
        break;
    case TIP_FROM_COMMAND_LINE:
        strcpy(place, "command line");
        break;
    }
}

static void tell_fault(struct verdict *verdict, struct tip_source source, const char *message)
{
    char place[TIP_PLACE_SIZE];

    tip_config_place(verdict->config, source, place);
    if (verdict->faults++ == 0)
        tip_error_set(verdict->error, TIP_INVALID, "%s: %s", place, message);
    if (verdict->fault != NULL)
        verdict->fault(verdict->context, place, message);
}

static void verify_addresses(struct verdict *verdict, const struct tip_list *list, bool is_http)
{
    char full[TIP_ADDRESS_TEXT_SIZE];
    struct tip_address address;
    struct tip_error error = {0};

    for (size_t i = 0; i < list->count; i++) {
        const char *text = list->values[i];

        if (is_http && tip_address_of_http(full, text, &error) == TIP_OK)
            text = full;
        if (tip_address_parse(&address, text, &error) != TIP_OK)
            tell_fault(verdict, list->sources[i], error.message);
    }
}

/* An origin is what a browser sends: SCHEME://HOST, and :PORT, without a path. */
static void verify_origins(struct verdict *verdict, const struct tip_list *list)
{
    char message[TIP_ERROR_MESSAGE_SIZE];

    for (size_t i = 0; i < list->count; i++) {
        const char *text = list->values[i], *host = strstr(text, "://");

        if (strcmp(text, "*") == 0 || (host != NULL && host > text && host[3] != '\0' &&
                                       host[3 + strcspn(host + 3, "/?# \t\r\n")] == '\0'))
            continue;
        snprintf(message, sizeof message,
                 "cors: “%.200s” is no origin: expected one like https://cases.example.org", text);
        tell_fault(verdict, list->sources[i], message);
    }
}

/* Addresses of TLS, where there is no certificate. */
static void refuse_tls(struct verdict *verdict, const struct tip_list *list)
{
    char message[TIP_ERROR_MESSAGE_SIZE];

    for (size_t i = 0; i < list->count; i++) {
        if (strncmp(list->values[i], "tls:", 4) != 0)
            continue;
        snprintf(message, sizeof message,
                 "%.200s: TLS needs a certificate: give --tls-certificate and --tls-key",
                 list->values[i]);
        tell_fault(verdict, list->sources[i], message);
    }
}

static struct tip_source source_of(const struct tip_config *config, const char *key)
{
    return config->sources[tip_option_number(tip_option_find(key))];
}

/* A certificate and its key go together, and TLS needs them. */
static void verify_tls(struct verdict *verdict)
{
    const struct tip_config *config = verdict->config;
    bool has_certificate = config->tls_certificate_path != NULL;
    bool has_key = config->tls_key_path != NULL;

    if (has_certificate && !has_key)
        tell_fault(verdict, source_of(config, "tls_certificate"),
                   "tls_certificate is given without tls_key: TLS needs both");
    if (has_key && !has_certificate)
        tell_fault(verdict, source_of(config, "tls_key"),
                   "tls_key is given without tls_certificate: TLS needs both");
    if (has_certificate || has_key)
        return;
    refuse_tls(verdict, &config->listen);
    refuse_tls(verdict, &config->http);
}

tip_status tip_config_verify(const struct tip_config *config, tip_config_fault *fault,
                             void *context, struct tip_error *error)
{
    struct verdict verdict = {.config = config, .fault = fault, .context = context, .error = error};

    verify_addresses(&verdict, &config->listen, false);
    verify_addresses(&verdict, &config->http, true);
    verify_tls(&verdict);
    verify_origins(&verdict, &config->cors);
    return verdict.faults == 0 ? TIP_OK : TIP_INVALID;
}

/* ---- printing ---- */

/* Whether a file that says so gives the value back. */
static bool is_fit_for_file(const char *key, const char *value)
{
    size_t length = strlen(value);

    return strlen(key) + strlen(" = ") + length <= FILE_LINE_MOST && strchr(value, '\n') == NULL &&
           value[0] != ' ' && value[0] != '\t' && value[0] != ';' &&
           strchr(" \t\r", value[length - 1]) == NULL && strstr(value, " ;") == NULL &&
           strstr(value, "\t;") == NULL;
}

static void print_value(const struct tip_config *config, const struct tip_option *option,
                        const char *value, struct tip_source source, FILE *out)
{
    char place[TIP_PLACE_SIZE];

    tip_config_place(config, source, place);
    if (is_fit_for_file(option->key, value)) {
        fprintf(out, "%s = %s  ; %s\n", option->key, value, place);
        return;
    }
    fprintf(out, "; %s, %s, cannot stand in a file: ", option->key, place);
    for (; *value != '\0'; value++)
        putc(*value == '\n' ? ' ' : *value, out);
    putc('\n', out);
}

static void print_option(const struct tip_config *config, const struct tip_option *option,
                         FILE *out)
{
    const void *field = (const char *)config + option->field;
    struct tip_source source = config->sources[tip_option_number(option)];
    char number[16];
    const struct tip_list *list;
    const char *text;

    switch (option->type) {
    case TIP_OPTION_NUMBER:
    case TIP_OPTION_OCTAL:
        snprintf(number, sizeof number, option->type == TIP_OPTION_OCTAL ? "%04o" : "%u",
                 *(const unsigned *)field);
        print_value(config, option, number, source, out);
        return;
    case TIP_OPTION_TRUTH:
        print_value(config, option, *(const bool *)field ? "yes" : "no", source, out);
        return;
    case TIP_OPTION_TEXT:
        text = *(char *const *)field;
        if (text != NULL)
            print_value(config, option, text, source, out);
        break;
    case TIP_OPTION_LIST:
        list = field;
        text = list->count > 0 ? list->values[0] : NULL;
        for (size_t i = 0; i < list->count; i++)
            print_value(config, option, list->values[i], list->sources[i], out);
        break;
    }
    if (text == NULL)
        fprintf(out, "; %s is not set\n", option->key);
}

void tip_config_print(const struct tip_config *config, FILE *out)
{
    size_t count;
    const struct tip_option *options = tip_options(&count);

    fputs("[server]\n", out);
    for (size_t i = 0; i < count; i++)
        print_option(config, &options[i], out);
}
