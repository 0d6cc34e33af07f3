/* What --check-config does: a configuration judged as a whole, and written as a file. */
#include <ini.h>
#include <string.h>

#include "config.h"
#include "server/access.h"
#include "server/address.h"
#include "server/knowledge_load.h"
#include "server/listener.h"
#include "server/peers.h"
#include "server/tls.h"

/* The longest line that inih reads: its buffer has room for a NUL as well. */
enum { FILE_LINE_MOST = INI_MAX_LINE - 1 };

struct verdict {
    const struct tip_config *config;
    tip_config_fault *fault;
    void *context;
    struct tip_error *error;
    unsigned faults;
};

void tip_config_place(const struct tip_config *config, struct tip_config_source source,
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

static void tell_fault(struct verdict *verdict, struct tip_config_source source,
                       const char *message)
{
    char place[TIP_PLACE_SIZE];

    tip_config_place(verdict->config, source, place);
    if (verdict->faults++ == 0)
        tip_error_set(verdict->error, TIP_INVALID, "%s: %s", place, message);
    if (verdict->fault != NULL)
        verdict->fault(verdict->context, place, message);
}

typedef tip_status parse_address(struct tip_address *address, const char *text,
                                 struct tip_error *error);

/* Half of a certificate and its key is a fault that is told by itself. */
static void verify_addresses(struct verdict *verdict, const struct tip_list *list,
                             parse_address *parse)
{
    const struct tip_config *config = verdict->config;
    struct tip_listener_rules rules = {.has_tokens = config->tokens_path != NULL,
                                       .has_certificate = config->tls_certificate_path != NULL ||
                                                          config->tls_key_path != NULL,
                                       .is_insecure = config->is_insecure};
    struct tip_address address;
    struct tip_error error = {0};

    for (size_t i = 0; i < list->count; i++)
        if (parse(&address, list->values[i], &error) != TIP_OK ||
            tip_listener_check(&address, &rules, &error) != TIP_OK)
            tell_fault(verdict, list->sources[i], error.message);
}

/* An origin is what a browser sends: SCHEME://HOST, and :PORT, without a path. */
static bool is_origin(const char *text)
{
    const char *host = strstr(text, "://");

    return host != NULL && host > text && host[3] != '\0' &&
           host[3 + strcspn(host + 3, "/?# \t\r\n")] == '\0';
}

static void verify_origins(struct verdict *verdict, const struct tip_list *list)
{
    char message[TIP_ERROR_MESSAGE_SIZE];

    for (size_t i = 0; i < list->count; i++) {
        const char *text = list->values[i];

        if (strcmp(text, "*") == 0 || is_origin(text))
            continue;
        snprintf(message, sizeof message,
                 "cors: “%.200s” is no origin: expected one like https://cases.example.org", text);
        tell_fault(verdict, list->sources[i], message);
    }
}

static struct tip_config_source source_of(const struct tip_config *config, const char *key)
{
    return config->sources[tip_option_number(tip_option_find(key))];
}

/* A certificate and its key go together. */
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
}

/* Addresses are made of it, which browsers and readers of feeds follow. */
static void verify_http_base(struct verdict *verdict)
{
    const char *text = verdict->config->http_base;
    char message[TIP_ERROR_MESSAGE_SIZE];

    if (text == NULL || ((strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0) &&
                         is_origin(text) && strpbrk(text, "@{}\"<>\\^`|") == NULL))
        return;
    snprintf(message, sizeof message,
             "http_base: “%.200s” is not scheme and host: expected one like "
             "https://search.example.org, without a path",
             text);
    tell_fault(verdict, source_of(verdict->config, "http_base"), message);
}

tip_status tip_config_verify(const struct tip_config *config, tip_config_fault *fault,
                             void *context, struct tip_error *error)
{
    struct verdict verdict = {.config = config, .fault = fault, .context = context, .error = error};

    verify_addresses(&verdict, &config->listen, tip_address_parse);
    verify_addresses(&verdict, &config->http, tip_address_parse_http);
    verify_tls(&verdict);
    verify_origins(&verdict, &config->cors);
    verify_http_base(&verdict);
    return verdict.faults == 0 ? TIP_OK : TIP_INVALID;
}

/* ---- what it names ---- */

static void try_tokens(struct verdict *verdict, const struct tip_log *log)
{
    const struct tip_config *config = verdict->config;
    struct tip_access *access = NULL;
    struct tip_error error = {0};

    if (config->tokens_path == NULL)
        return;
    if (tip_access_create(&access, config->tokens_path, log, &error) != TIP_OK)
        tell_fault(verdict, source_of(config, "tokens"), error.message);
    tip_access_free(access);
}

/* The key is judged beside a good certificate, else alone. */
static void try_certificate(struct verdict *verdict)
{
    const struct tip_config *config = verdict->config;
    const char *certificate = config->tls_certificate_path;
    struct tip_error error = {0};

    if (certificate != NULL && tip_tls_check(certificate, NULL, &error) != TIP_OK) {
        tell_fault(verdict, source_of(config, "tls_certificate"), error.message);
        certificate = NULL;
    }
    if (config->tls_key_path != NULL &&
        tip_tls_check(certificate, config->tls_key_path, &error) != TIP_OK)
        tell_fault(verdict, source_of(config, "tls_key"), error.message);
}

static void try_users(struct verdict *verdict)
{
    const struct tip_list *list = &verdict->config->socket_users;

    for (size_t i = 0; i < list->count; i++) {
        const char *user = list->values[i];
        struct tip_peers *peers = NULL;
        struct tip_error error = {0};

        if (tip_peers_create(&peers, &user, 1, &error) != TIP_OK)
            tell_fault(verdict, list->sources[i], error.message);
        tip_peers_free(peers);
    }
}

static void try_knowledge(struct verdict *verdict)
{
    const struct tip_config *config = verdict->config;
    struct tip_knowledge *knowledge = NULL;
    struct tip_error error = {0};

    if (tip_knowledge_load(&knowledge, config->knowledge_path, NULL, NULL, &error) != TIP_OK)
        tell_fault(verdict, source_of(config, "knowledge"), error.message);
    tip_knowledge_free(knowledge);
}

tip_status tip_config_try_files(const struct tip_config *config, const struct tip_log *log,
                                tip_config_fault *fault, void *context, struct tip_error *error)
{
    struct verdict verdict = {.config = config, .fault = fault, .context = context, .error = error};

    try_tokens(&verdict, log);
    try_certificate(&verdict);
    try_users(&verdict);
    try_knowledge(&verdict);
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
                        const char *value, struct tip_config_source source, FILE *out)
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
    struct tip_config_source source = config->sources[tip_option_number(option)];
    char number[16];
    const struct tip_list *list;
    const char *text = NULL;

    switch (option->type) {
    case TIP_OPTION_NUMBER:
    case TIP_OPTION_OCTAL:
        snprintf(number, sizeof number, option->type == TIP_OPTION_OCTAL ? "%04o" : "%u",
                 *(const unsigned *)field);
        text = number;
        print_value(config, option, text, source, out);
        break;
    case TIP_OPTION_TRUTH:
        text = *(const bool *)field ? "yes" : "no";
        print_value(config, option, text, source, out);
        break;
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
