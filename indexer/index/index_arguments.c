/* The checks before Xapian. They matter beyond good manners: a change that Xapian refuses by an
 * exception takes every uncommitted change with it. */
#include "index/index_arguments.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

enum {
    KEY_LIMIT = 200, /* of the 255 bytes of a key in a table, less Xapian's own prefix */
    SHOWN_LIMIT = 60 /* bytes of a term or key that a message shows */
};

bool tip_term_is_storable(const char *text, size_t length)
{
    size_t stored = length;
    for (size_t i = 0; i < length && stored <= TIP_TERM_LIMIT; i++)
        stored += text[i] == '\0';
    return length > 0 && stored <= TIP_TERM_LIMIT;
}

static tip_status check_term(uint32_t number, const struct tip_index_term *term,
                             struct tip_error *error)
{
    int shown = term->length < SHOWN_LIMIT ? (int)term->length : SHOWN_LIMIT;
    if (!tip_term_is_storable(term->text, term->length))
        return tip_error_set(error, TIP_INVALID,
                             "passage %u: the term \"%.*s\" has %zu bytes: 1 to %d can be stored, "
                             "a NUL counts twice",
                             number, shown, shown == 0 ? "" : term->text, term->length,
                             TIP_TERM_LIMIT);
    if (term->frequency == 0)
        return tip_error_set(error, TIP_INVALID,
                             "passage %u: the term \"%.*s\" has frequency 0: leave it out", number,
                             shown, term->text);
    return TIP_OK;
}

tip_status tip_index_check_put(uint32_t number, const struct tip_index_term *terms,
                               size_t term_count, struct tip_error *error)
{
    if (number == 0 || number == UINT32_MAX)
        return tip_error_set(error, TIP_INVALID, "%u is no number of a passage", number);
    uint64_t sum = 0;
    for (size_t i = 0; i < term_count; i++) {
        tip_status status = check_term(number, &terms[i], error);
        if (status != TIP_OK)
            return status;
        sum += terms[i].frequency;
        if (sum > UINT32_MAX)
            return tip_error_set(error, TIP_INVALID,
                                 "passage %u: the frequencies of its terms add up to more than %u",
                                 number, UINT32_MAX);
    }
    return TIP_OK;
}

tip_status tip_index_check_key(const char *key, struct tip_error *error)
{
    size_t length = strlen(key);
    if (length == 0 || length > KEY_LIMIT)
        return tip_error_set(error, TIP_INVALID,
                             "the key \"%.*s\" of a value has %zu bytes: 1 to %d can be stored",
                             SHOWN_LIMIT, key, length, KEY_LIMIT);
    return TIP_OK;
}

tip_status tip_index_check_rank(const struct tip_rank_request *request, struct tip_error *error)
{
    if (!isfinite(request->k1) || request->k1 < 0)
        return tip_error_set(error, TIP_INVALID, "ranking: k1 is %g: it must be 0 or more",
                             request->k1);
    for (size_t i = 0; i < request->term_count; i++) {
        double idf = request->terms[i].idf;
        if (!isfinite(idf) || idf <= 0)
            return tip_error_set(error, TIP_INVALID,
                                 "ranking: the idf of term %zu is %g: it must be above 0", i + 1,
                                 idf);
    }
    for (size_t i = 0; i < request->set_count; i++) {
        double weight = request->sets[i].weight;
        if (!isfinite(weight) || weight <= 0)
            return tip_error_set(error, TIP_INVALID,
                                 "ranking: the weight of set %zu is %g: it must be above 0", i + 1,
                                 weight);
    }
    return TIP_OK;
}

tip_status tip_index_check_path(const char *path, struct tip_error *error)
{
    struct stat facts;
    if (stat(path, &facts) == 0 && !S_ISDIR(facts.st_mode))
        return tip_error_set(error, TIP_OPENING,
                             "%s: this is a file: the database of an index is a folder", path);
    return TIP_OK;
}

static const char *advice(tip_status status)
{
    if (status == TIP_NOT_FOUND)
        return ": is this the right index?";
    if (status == TIP_LOCKED)
        return ": wait until the other writer has ended";
    if (status == TIP_FORMAT || status == TIP_CORRUPT)
        return ": build the index again or restore a backup";
    if (status == TIP_NO_SPACE)
        return ": make room and try again";
    return "";
}

tip_status tip_index_fail(struct tip_error *error, tip_status status, const char *path,
                          const char *doing, const char *what, const char *system)
{
    return tip_error_set(error, status, "%s: %s: %s%s%s%s", path, doing, what,
                         system == NULL ? "" : ": ", system == NULL ? "" : system, advice(status));
}
