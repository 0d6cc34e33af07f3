/* What --version prints. */
#include "versions.h"

#include <event2/event.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <seccomp.h>
#include <string.h>
#include <unicode/uversion.h>
#include <zlib.h>

#include "index/index.h"

static void print_library(FILE *out, const char *name, const char *running, const char *compiled)
{
    if (compiled == NULL || strcmp(running, compiled) == 0)
        fprintf(out, "%s %s\n", name, running);
    else
        fprintf(out, "%s %s (compiled with %s)\n", name, running, compiled);
}

static void print_seccomp(FILE *out)
{
    const struct scmp_version *version = seccomp_version();
    char running[48], compiled[48];

    snprintf(running, sizeof running, "%u.%u.%u", version->major, version->minor, version->micro);
    snprintf(compiled, sizeof compiled, "%d.%d.%d", SCMP_VER_MAJOR, SCMP_VER_MINOR, SCMP_VER_MICRO);
    print_library(out, "libseccomp", running, compiled);
}

void tip_versions_print(FILE *out)
{
    UVersionInfo numbers;
    char icu[U_MAX_VERSION_STRING_LENGTH];

    u_getVersion(numbers);
    u_versionToString(numbers, icu);
    fprintf(out, "tipsearchd %s\n", TIP_VERSION);
    print_library(out, "Xapian", tip_index_xapian_version(), TIP_XAPIAN_VERSION);
    print_library(out, "libevent", event_get_version(), LIBEVENT_VERSION);
    print_library(out, "ICU", icu, U_ICU_VERSION);
    print_library(out, "OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING), OPENSSL_VERSION_STR);
    print_library(out, "zlib", zlibVersion(), ZLIB_VERSION);
    print_library(out, "jansson", jansson_version_str(), JANSSON_VERSION);
    print_seccomp(out);
    /* These two have no call that tells: what pkg-config or nobody said when it was compiled. */
    print_library(out, "inih", TIP_INIH_VERSION, NULL);
    fputs("libstemmer (tells no version)\n", out);
}
