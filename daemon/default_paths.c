/* Where things are when nobody says. */
#include "default_paths.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { PRIVATE_SIZE = 64 };

static const char socket_name[] = "/tipsearch.sock";

/* The value of an environment variable; NULL when it is unset or empty. */
static const char *setting(const char *name)
{
    const char *value = getenv(name);

    return value == NULL || value[0] == '\0' ? NULL : value;
}

/* Joins `before`, `middle` and `after`. */
static tip_status join(char **out, const char *before, const char *middle, const char *after,
                       struct tip_error *error)
{
    if (asprintf(out, "%s%s%s", before, middle, after) < 0)
        return tip_error_memory(error, "finding the default paths");
    return TIP_OK;
}

tip_status tip_default_index(char **path, struct tip_error *error)
{
    const char *index = setting("TIPSEARCH_INDEX");
    const char *data = setting("XDG_DATA_HOME");
    const char *home = setting("HOME");

    if (index != NULL)
        return join(path, index, "", "", error);
    if (data != NULL)
        return join(path, data, "/tipsearch/index", "", error);
    if (home != NULL)
        return join(path, home, "/.local/share/tipsearch/index", "", error);
    return tip_error_set(error, TIP_INVALID,
                         "neither TIPSEARCH_INDEX nor HOME is set: name the index by -i DIR");
}

static void name_private_folder(char folder[PRIVATE_SIZE])
{
    snprintf(folder, PRIVATE_SIZE, "/tmp/tipsearch-%lu", (unsigned long)geteuid());
}

/* Others can write to the temporary folder: a link or a folder of theirs would give them the
 * socket. */
static tip_status make_private_folder(const char *folder, struct tip_error *error)
{
    struct stat facts;

    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return tip_error_errno(error, "cannot make %s", folder);
    if (lstat(folder, &facts) != 0)
        return tip_error_errno(error, "cannot look at %s", folder);
    if (!S_ISDIR(facts.st_mode) || facts.st_uid != geteuid() || (facts.st_mode & 077) != 0)
        return tip_error_set(error, TIP_INVALID,
                             "%s is not a folder of this user alone (mode 0700): remove it, or "
                             "give an address by -l",
                             folder);
    return TIP_OK;
}

/* Whether the socket can be made in a folder: one that is there, that we can write to, and whose
 * path leaves room for the name. */
static bool can_hold_socket(const char *folder)
{
    struct sockaddr_un address;
    struct stat facts;

    return folder[0] == '/' && strlen(folder) + strlen(socket_name) < sizeof address.sun_path &&
           stat(folder, &facts) == 0 && S_ISDIR(facts.st_mode) &&
           euidaccess(folder, W_OK | X_OK) == 0;
}

tip_status tip_default_address(char **address, struct tip_error *error)
{
    const char *runtime = setting("XDG_RUNTIME_DIR");
    char folder[PRIVATE_SIZE];

    if (runtime != NULL && can_hold_socket(runtime))
        return join(address, "unix:", runtime, socket_name, error);
    name_private_folder(folder);
    return join(address, "unix:", folder, socket_name, error);
}

tip_status tip_default_address_prepare(const char *address, struct tip_error *error)
{
    char folder[PRIVATE_SIZE], private_address[PRIVATE_SIZE + 32];

    name_private_folder(folder);
    snprintf(private_address, sizeof private_address, "unix:%s%s", folder, socket_name);
    return strcmp(address, private_address) == 0 ? make_private_folder(folder, error) : TIP_OK;
}
