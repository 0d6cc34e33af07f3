/* The statuses and errors that every folder of the indexer and the daemon speaks. */
#ifndef TIP_BASE_STATUS_H
#define TIP_BASE_STATUS_H

#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Code, name as printed, text. One list: the enum, the names and the texts come from it. */
#define TIP_STATUS_MAP(XX)                                                                         \
    XX(OK, "ok", "success")                                                                        \
    XX(INVALID, "invalid", "an argument or an input is not valid")                                 \
    XX(NOT_FOUND, "not_found", "what was asked for does not exist")                                \
    XX(LOCKED, "locked", "another process is writing")                                             \
    XX(IO, "io", "the operating system refused a read or a write")                                 \
    XX(NO_SPACE, "no_space", "the disk is full")                                                   \
    XX(NO_MEMORY, "no_memory", "there is not enough memory")                                       \
    XX(CORRUPT, "corrupt", "a file of the index is damaged")                                       \
    XX(FORMAT, "format", "the index was made by another version")                                  \
    XX(OPENING, "opening", "a database could not be opened")                                       \
    XX(DATABASE, "database", "the database reported an error")                                     \
    XX(UNSUPPORTED, "unsupported", "this is not supported")                                        \
    XX(LIMIT, "limit", "a limit was exceeded")                                                     \
    XX(TIMEOUT, "timeout", "time ran out")                                                         \
    XX(INTERNAL, "internal", "a bug: this should not happen")                                      \
    XX(UNKNOWN, "unknown", "an error of unknown kind")

typedef enum tip_status {
#define XX(code, name, text) TIP_##code,
    TIP_STATUS_MAP(XX)
#undef XX
} tip_status;

/* The result must be looked at. */
#define TIP_MUST_CHECK __attribute__((warn_unused_result))

enum { TIP_ERROR_MESSAGE_SIZE = 512 };

/* An error in the caller's hands: what, where and what to do, in one sentence. A function that
 * takes one fills it when it returns anything but TIP_OK; NULL is allowed and is then ignored. */
struct tip_error {
    tip_status status;
    int system_errno; /* errno of the failed call, 0 when none failed */
    char message[TIP_ERROR_MESSAGE_SIZE];
};

/* "no_space" and the like; "unknown" for a number that is no status. Never NULL. */
const char *tip_status_name(tip_status status);

/* The status in words. Never NULL. */
const char *tip_status_text(tip_status status);

/* Fills `error` (if not NULL) and returns `status`, so that a function can
 * `return tip_error_set(error, TIP_INVALID, "%s: line %zu: …", path, line);`. */
tip_status tip_error_set(struct tip_error *error, tip_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a failed system call: appends ": " and strerror(errno), and picks the status from
 * errno: ENOSPC and EDQUOT are TIP_NO_SPACE, ENOENT TIP_NOT_FOUND, ENOMEM TIP_NO_MEMORY, the rest
 * TIP_IO. */
tip_status tip_error_errno(struct tip_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* TIP_NO_MEMORY with a message that names what was being done. */
tip_status tip_error_memory(struct tip_error *error, const char *doing);

#ifdef __cplusplus
}
#endif

#endif
