/* Which index is meant when no server is named, and the socket of its server.
 *
 * The index in the account's home has the socket that tipsearchd takes by itself; any other, also
 * one that HOME or XDG_DATA_HOME name for this run alone, has one with a hash of its path in the
 * name, so that a server of one index never answers for another. Where no index is, whoever serves
 * at the default address is asked: an operator's server, say; and where none does, the machine's,
 * as the packages set it up. The folder is $XDG_RUNTIME_DIR where a socket can be made in it, else
 * one of our own in /tmp: whoever owns it could answer in the server's place, so it must be this
 * user's and closed to others. tipsearchd has the same rule.
 *
 * SPDX-License-Identifier: MIT */
#include "command/place.h"

#include <errno.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "command/failure.h"

/* As the configuration of the service has it (daemon/CMakeLists.txt). Only root makes folders in
 * /run, so nobody else can answer there. */
static const char machine_socket[] = "/run/tipsearch/tipsearch.sock";

static char *format_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* For free(3); NULL when there is no memory. */
static char *format_text(const char *format, ...)
{
    va_list arguments;
    char *text;
    int length;

    va_start(arguments, format);
    length = vasprintf(&text, format, arguments);
    va_end(arguments);
    return length < 0 ? NULL : text;
}

static const char *absolute_variable(const char *name)
{
    const char *value = getenv(name);

    return value && value[0] == '/' ? value : NULL;
}

/* Where tipindex builds when nothing is said; NULL when even the home is not known. */
static char *default_index(void)
{
    const char *data = absolute_variable("XDG_DATA_HOME");
    const char *home = absolute_variable("HOME");

    if (data)
        return format_text("%s/tipsearch/index", data);
    return home ? format_text("%s/.local/share/tipsearch/index", home) : NULL;
}

/* The path without links, or made absolute when nothing is there. */
static char *resolve(const char *path)
{
    char *resolved = realpath(path, NULL);
    char *here;

    if (resolved)
        return resolved;
    if (path[0] == '/')
        return strdup(path);
    here = getcwd(NULL, 0);
    if (here)
        resolved = format_text("%s/%s", here, path);
    free(here);
    return resolved;
}

/* FNV-1a, 64 bits (draft-eastlake-fnv): no secret is needed, only names that differ. */
static uint64_t hash_path(const char *path)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (; *path; path++)
        hash = (hash ^ (unsigned char)*path) * 0x100000001b3u;
    return hash;
}

/* Whether a folder is there that is ours, no link, and closed to everyone else. */
static bool is_private(const char *folder)
{
    struct stat facts;

    return lstat(folder, &facts) == 0 && S_ISDIR(facts.st_mode) && facts.st_uid == geteuid() &&
           (facts.st_mode & 077) == 0;
}

/* Whether a socket called `name` can be made in a folder: one that is there, that we can write to,
 * and whose path leaves room for the name. */
static bool can_hold(const char *folder, const char *name)
{
    struct sockaddr_un address;
    struct stat facts;

    return strlen(folder) + strlen("/") + strlen(name) < sizeof address.sun_path &&
           stat(folder, &facts) == 0 && S_ISDIR(facts.st_mode) &&
           euidaccess(folder, W_OK | X_OK) == 0;
}

/* The folder of the socket called `name` in *out, for free(3), also after an error. */
static enum tipsearch_code find_socket_folder(char **out, const char *name,
                                              struct tipsearch_error *error)
{
    const char *runtime = absolute_variable("XDG_RUNTIME_DIR");
    bool is_runtime = runtime && can_hold(runtime, name);
    char *folder;

    if (is_runtime)
        folder = strdup(runtime);
    else
        folder = format_text("/tmp/tipsearch-%lu", (unsigned long)geteuid());
    if (!folder)
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    *out = folder;
    if (is_runtime)
        return TIPSEARCH_OK;
    if (mkdir(folder, 0700) < 0 && errno != EEXIST)
        return failure_set(error, TIPSEARCH_NO_SERVER, "%s cannot be made: %s", folder,
                           strerror(errno));
    if (!is_private(folder))
        return failure_set(error, TIPSEARCH_NO_SERVER,
                           "%s is not a folder that only you can enter: remove it, or set "
                           "XDG_RUNTIME_DIR to one that is",
                           folder);
    return TIPSEARCH_OK;
}

/* Whether an index is the one in the account's home, whatever the environment says. */
static bool is_of_account(const char *index)
{
    const struct passwd *account = getpwuid(geteuid());
    char *path = account ? format_text("%s/.local/share/tipsearch/index", account->pw_dir) : NULL;
    char *resolved = path ? resolve(path) : NULL;
    bool is_same = !account || (resolved && strcmp(resolved, index) == 0);

    free(path);
    free(resolved);
    return is_same;
}

static enum tipsearch_code find_index(struct place *place, const char *given, bool *is_default,
                                      struct tipsearch_error *error)
{
    const char *variable = getenv("TIPSEARCH_INDEX");
    char *standard = given ? NULL : default_index();

    if (!given && variable && variable[0])
        given = variable;
    place->is_named = given != NULL;
    if (given)
        place->index = resolve(given);
    else
        place->index = standard ? resolve(standard) : NULL;
    free(standard);
    if (!place->index)
        return failure_set(error, TIPSEARCH_INVALID,
                           "no index is known, as HOME is not set: name one with -i DIR");
    *is_default = is_of_account(place->index) || (!given && !place_has_index(place));
    return TIPSEARCH_OK;
}

enum tipsearch_code place_find(struct place *place, const char *given,
                               struct tipsearch_error *error)
{
    enum tipsearch_code code;
    char name[sizeof "tipsearch-01234567.sock"] = "tipsearch.sock";
    char *folder = NULL;
    bool is_default = false;

    *place = (struct place){0};
    code = find_index(place, given, &is_default, error);
    if (code != TIPSEARCH_OK)
        return code;
    if (!is_default)
        snprintf(name, sizeof name, "tipsearch-%08" PRIx32 ".sock",
                 (uint32_t)(hash_path(place->index) >> 32));
    code = find_socket_folder(&folder, name, error);
    if (code != TIPSEARCH_OK)
        goto out;
    place->address = format_text("unix:%s/%s", folder, name);
    if (!place->address)
        code = failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
out:
    free(folder);
    return code;
}

void place_free(struct place *place)
{
    free(place->index);
    free(place->address);
}

bool place_has_index(const struct place *place)
{
    char *current = format_text("%s/CURRENT", place->index);
    bool has_index = current && access(current, F_OK) == 0;

    free(current);
    return has_index;
}

bool place_use_machine(struct place *place)
{
    char *address;

    if (place->is_named || place_has_index(place) || access(machine_socket, F_OK) != 0)
        return false;
    address = format_text("unix:%s", machine_socket);
    if (!address)
        return false;
    free(place->address);
    place->address = address;
    return true;
}
