/* The full check of a generation, for `tipindex check`.
 *
 * The hashes prove that the files are those that were written; this proves that they also were
 * written right: Xapian's own look at its tables, every stored text, and the parts of the index
 * against each other. Xapian's check can crash on a table that is damaged, so it runs in a child
 * whose death is damage too. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/utf8.h"
#include "index/generation.h"

/* What is added up while the passages are looked through. */
struct tally {
    uint64_t words;
    uint64_t text_bytes;
    uint32_t *occurrences; /* by word number */
};

#ifdef __SANITIZE_ADDRESS__
/* Xapian 1.4.22's check deletes a table through a type of another size, within the library, which
 * AddressSanitizer would take for the crash of a damaged database. */
__attribute__((weak, visibility("default"))) const char *__asan_default_options(void);
__attribute__((weak, visibility("default"))) const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}
#endif

/* ---- Xapian's check, in a child ---- */

/* The child's whole life: its message goes to the pipe, its verdict is its exit status. */
static _Noreturn void check_in_child(const char *postings, int pipe_fd, pid_t parent)
{
    struct tip_error error;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(2);
    if (tip_index_check(postings, &error) == TIP_OK)
        _exit(0);
    ssize_t written = write(pipe_fd, error.message, strlen(error.message));
    _exit(written < 0 ? 2 : 1);
}

/* All that the child says, up to the room there is. */
static void read_message(int fd, char *message, size_t room)
{
    size_t length = 0;
    while (length + 1 < room) {
        ssize_t got = read(fd, message + length, room - length - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    message[length] = '\0';
}

static tip_status child_verdict(const char *postings, int wait_status, const char *message,
                                struct tip_error *error)
{
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == 0)
        return TIP_OK;
    if (WIFSIGNALED(wait_status))
        return tip_error_set(error, TIP_CORRUPT,
                             "%s: damaged: Xapian's check crashed on it (signal %d): restore the "
                             "generation from a backup, or build the index anew",
                             postings, WTERMSIG(wait_status));
    return tip_error_set(error, TIP_CORRUPT, "%s: damaged: %.300s", postings,
                         message[0] == '\0' ? "Xapian's check failed" : message);
}

/* Xapian 1.4.22's check opens one table for writing, although it writes nothing: where that is
 * forbidden (a read-only disk, another user's index) it would take the refusal for damage. */
static bool may_be_checked(const char *postings)
{
    char *table = tip_path_join(postings, "docdata.glass");
    bool may_be = table != NULL && (access(table, W_OK) == 0 || errno == ENOENT);
    free(table);
    return may_be;
}

static tip_status check_postings(const char *postings, struct tip_error *error)
{
    if (!may_be_checked(postings))
        return TIP_OK; /* the hashes prove the files; every stored text is read below */
    char message[TIP_ERROR_MESSAGE_SIZE];
    int ends[2], wait_status = 0;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return tip_error_errno(error, "%s: no pipe to the process that checks it", postings);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        check_in_child(postings, ends[1], parent);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return tip_error_errno(error, "%s: no process to check it in", postings);
    }
    read_message(ends[0], message, sizeof message);
    close(ends[0]);
    while (waitpid(child, &wait_status, 0) < 0)
        if (errno != EINTR)
            return tip_error_errno(error, "%s: the process that checks it is lost", postings);
    return child_verdict(postings, wait_status, message, error);
}

/* ---- the parts against each other ---- */

static tip_status disagree(const struct tip_generation *generation, const char *what,
                           unsigned long long found, unsigned long long expected,
                           struct tip_error *error)
{
    return tip_error_set(error, TIP_CORRUPT,
                         "%s: damaged: %s: %llu where %llu are expected: build the index anew",
                         generation->folder, what, found, expected);
}

static tip_status check_counts(const struct tip_generation *generation, struct tip_index *index,
                               struct tip_error *error)
{
    uint32_t passages = 0, last = 0;
    uint32_t expected = generation->manifest.passages;
    tip_status status = tip_index_size(index, &passages, &last, error);
    if (status != TIP_OK)
        return status;
    if (passages != expected)
        return disagree(generation, "passages in postings", passages, expected, error);
    if (tip_columns_passages(generation->columns) != expected)
        return disagree(generation, "passages in columns",
                        tip_columns_passages(generation->columns), expected, error);
    if (tip_columns_report_count(generation->columns) != generation->manifest.reports)
        return disagree(generation, "reports in columns",
                        tip_columns_report_count(generation->columns), generation->manifest.reports,
                        error);
    return TIP_OK;
}

static tip_status check_tokens(const struct tip_generation *generation, uint32_t number,
                               struct tip_token_list *list, struct tally *tally,
                               struct tip_error *error)
{
    tip_status status = tip_token_file_get(generation->tokens, number, list, error);
    if (status != TIP_OK)
        return status;
    size_t body = list->count[TIP_STREAM_BODY];
    size_t all = body + list->count[TIP_STREAM_SECTION];
    uint32_t limit = tip_words_count(generation->words);
    for (size_t i = 0; i < all; i++) {
        if (list->words[i] > limit)
            return disagree(generation, "a word's number in tokens", list->words[i], limit, error);
        if (i < body)
            tally->occurrences[list->words[i]]++;
    }
    if (all > 0 && !tip_columns_has(generation->columns, number))
        return disagree(generation, "words of a passage that is not there", all, 0, error);
    return TIP_OK;
}

static tip_status check_text(const struct tip_generation *generation, struct tip_index *index,
                             uint32_t number, struct tally *tally, struct tip_error *error)
{
    char *text = NULL;
    size_t length = 0;
    struct tip_row row;
    tip_status status = tip_generation_text(generation, index, number, &text, &length, error);
    if (status != TIP_OK)
        return status;
    size_t valid = tip_utf8_invalid_at(text, length);
    free(text);
    if (valid != length)
        return disagree(generation, "bytes of a text that are UTF-8", valid, length, error);
    tip_columns_get(generation->columns, number, &row);
    if (tip_columns_find_id(generation->columns, row.id) != number)
        return disagree(generation, "the passage found by an id",
                        tip_columns_find_id(generation->columns, row.id), number, error);
    tally->text_bytes += length;
    tally->words += row.words;
    return TIP_OK;
}

/* An id that a passage has is none that vanished, and what it is said to have become is there. */
static tip_status check_moved(const struct tip_generation *generation, struct tip_error *error)
{
    for (uint32_t place = 0; place < tip_moved_count(generation->moved); place++) {
        struct tip_moved_entry entry;
        tip_moved_get(generation->moved, place, &entry);
        if (tip_columns_find_id(generation->columns, entry.id) != 0)
            return disagree(generation, "the passage with an id that vanished",
                            tip_columns_find_id(generation->columns, entry.id), 0, error);
        for (size_t i = 0; i < entry.count; i++)
            if (tip_columns_find_id(generation->columns, entry.successors[i].id) == 0)
                return disagree(generation, "passages that a vanished one became", i, entry.count,
                                error);
    }
    return TIP_OK;
}

static tip_status check_tally(const struct tip_generation *generation, const struct tally *tally,
                              struct tip_error *error)
{
    if (tally->words != generation->manifest.words)
        return disagree(generation, "words in columns", tally->words, generation->manifest.words,
                        error);
    if (tally->text_bytes != generation->manifest.text_bytes)
        return disagree(generation, "bytes of text in postings", tally->text_bytes,
                        generation->manifest.text_bytes, error);
    for (uint32_t number = 1; number <= tip_words_count(generation->words); number++) {
        struct tip_word word;
        tip_words_get(generation->words, number, &word);
        if (word.occurrences != tally->occurrences[number])
            return disagree(generation, "occurrences of a word in tokens",
                            tally->occurrences[number], word.occurrences, error);
    }
    return TIP_OK;
}

static tip_status check_passages(const struct tip_generation *generation, struct tip_index *index,
                                 struct tip_error *error)
{
    tip_status status = TIP_OK;
    struct tip_token_list list = {0};
    struct tally tally = {0};
    uint32_t size = tip_columns_size(generation->columns);
    uint32_t tokens = tip_token_file_count(generation->tokens);
    tally.occurrences =
        calloc((size_t)tip_words_count(generation->words) + 1, sizeof *tally.occurrences);
    if (tally.occurrences == NULL)
        return tip_error_memory(error, "checking a generation");
    for (uint32_t number = 1; number <= tokens && status == TIP_OK; number++)
        status = check_tokens(generation, number, &list, &tally, error);
    for (uint32_t number = 1; number < size && status == TIP_OK; number++)
        if (tip_columns_has(generation->columns, number))
            status = check_text(generation, index, number, &tally, error);
    if (status == TIP_OK)
        status = check_tally(generation, &tally, error);
    tip_token_list_free(&list);
    free(tally.occurrences);
    return status;
}

tip_status tip_generation_check(const char *index_path, uint32_t number, struct tip_error *error)
{
    struct tip_generation *generation;
    struct tip_index *index = NULL;
    tip_status status = tip_generation_open(&generation, index_path, number, error);
    if (status != TIP_OK)
        return status;
    status = check_postings(generation->postings_path, error);
    if (status == TIP_OK)
        status = tip_index_open(&index, generation->postings_path, error);
    if (status == TIP_OK)
        status = check_counts(generation, index, error);
    if (status == TIP_OK)
        status = check_passages(generation, index, error);
    if (status == TIP_OK)
        status = check_moved(generation, error);
    tip_index_close(index);
    tip_generation_close(generation);
    return status;
}
