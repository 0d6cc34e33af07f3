/* Tags of passages. A passage is looked through together with the headings above it, which tell
 * which of two countries of a name is meant; their own mentions count only where they open what is
 * told of a country. */
#include "command/tagging.h"

#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "command/terminal.h"
#include "knowledge/knowledge.h"

enum { CODE_SIZE = 3 };

struct tip_tagger {
    struct tip_knowledge *knowledge;
    struct tip_analyser *analyser;
    struct tip_tokens tokens;
    struct tip_string text;
    bool *is_named; /* by the country's place */
    bool *is_given; /* likewise */
};

/* Words that may stand in a heading beside its country. */
static const char *const heading_words[] = {
    "the", "and", "of", "tier", "1", "2", "3", "watch", "list", "special", "case", NULL,
};

/* ---- the tagger ---- */

static void warn_of_nothing(const char *folder)
{
    tip_terminal_line(
        stderr,
        "tipindex: warning: %s: no countries.tsv is there, so no passage is given its "
        "countries: name the folder in TIPSEARCH_KNOWLEDGE",
        folder);
}

static tip_status read_knowledge(struct tip_tagger *tagger, struct tip_error *error)
{
    char *folder = tip_knowledge_default_folder();
    if (!folder) {
        return tip_error_memory(error, "finding the knowledge files");
    }
    tip_status status = tip_knowledge_read(&tagger->knowledge, folder, NULL, NULL, error);
    if (status == TIP_INVALID) {
        struct tip_error fault = *error;
        tip_error_set(error, status, "%.400s (tipindex knowledge check tells all faults)",
                      fault.message);
    } else if (status == TIP_OK && tip_country_count(tagger->knowledge) == 0) {
        warn_of_nothing(folder);
    }
    free(folder);
    return status;
}

tip_status tip_tagger_create(struct tip_tagger **out, struct tip_error *error)
{
    struct tip_tagger *tagger = calloc(1, sizeof *tagger);
    if (!tagger) {
        return tip_error_memory(error, "preparing to find countries");
    }
    tip_status status = read_knowledge(tagger, error);
    if (status == TIP_OK) {
        status = tip_analyser_create(&tagger->analyser, error);
    }
    if (status == TIP_OK) {
        size_t count = tip_country_count(tagger->knowledge) + 1;
        tagger->is_named = calloc(count, sizeof *tagger->is_named);
        tagger->is_given = calloc(count, sizeof *tagger->is_given);
        if (!tagger->is_named || !tagger->is_given) {
            status = tip_error_memory(error, "preparing to find countries");
        }
    }
    if (status != TIP_OK) {
        tip_tagger_free(tagger);
        return status;
    }
    *out = tagger;
    return TIP_OK;
}

void tip_tagger_free(struct tip_tagger *tagger)
{
    if (!tagger) {
        return;
    }
    tip_knowledge_free(tagger->knowledge);
    tip_analyser_free(tagger->analyser);
    tip_tokens_free(&tagger->tokens);
    tip_string_free(&tagger->text);
    free(tagger->is_named);
    free(tagger->is_given);
    free(tagger);
}

const char *tip_tagger_digest(const struct tip_tagger *tagger)
{
    return tip_knowledge_digest(tagger->knowledge);
}

/* ---- headings ---- */

/* A stretch of the text: its mentions, and its tokens [token, token_end). */
struct stretch {
    const struct tip_mention *mentions;
    size_t count;
    size_t token;
    size_t token_end;
};

static bool is_heading_word(const char *word)
{
    size_t i = 0;
    while (heading_words[i] && strcmp(heading_words[i], word) != 0) {
        i++;
    }
    return heading_words[i] != NULL;
}

static bool is_mentioned(const struct stretch *stretch, size_t token)
{
    for (size_t i = 0; i < stretch->count; i++) {
        const struct tip_mention *mention = &stretch->mentions[i];
        if (token >= mention->first_token && token < mention->first_token + mention->token_count) {
            return true;
        }
    }
    return false;
}

/* "NIGERIA—MALI", "Central African Republic (CAR)". */
static bool is_countries(const struct tip_tagger *tagger, const struct stretch *heading)
{
    for (size_t i = heading->token; i < heading->token_end; i++) {
        const struct tip_token *token = &tagger->tokens.items[i];
        if (!token->is_compound && !is_mentioned(heading, i) && !is_heading_word(token->word)) {
            return false;
        }
    }
    return true;
}

/* "MECH DARA, CAMBODIA". */
static bool ends_with_country(const struct tip_tagger *tagger, const struct stretch *heading)
{
    const struct tip_mention *last = &heading->mentions[heading->count - 1];
    if (last->first_token + last->token_count != heading->token_end ||
        last->first_token == heading->token) {
        return false;
    }
    const struct tip_token *country = &tagger->tokens.items[last->first_token];
    return country->start >= 2 && memcmp(tagger->text.data + country->start - 2, ", ", 2) == 0;
}

/* ---- a passage ---- */

/* The headings, one a line, then who is quoted, and the passage's words. */
static void join_text(struct tip_tagger *tagger, const struct tip_passage *passage)
{
    struct tip_string *text = &tagger->text;
    tip_string_clear(text);
    for (size_t i = 0; i < passage->section_depth; i++) {
        tip_string_append_text(text, passage->section[i]);
        tip_string_append_text(text, ";\n");
    }
    if (passage->by) {
        tip_string_append_text(text, passage->by);
        tip_string_append_text(text, ";\n");
    }
    tip_string_append_text(text, passage->text);
}

static void name_all(struct tip_tagger *tagger, const struct stretch *stretch)
{
    for (size_t i = 0; i < stretch->count; i++) {
        tagger->is_named[stretch->mentions[i].country] = true;
    }
}

/* The mentions and tokens before byte `end`, which are taken off `rest`. */
static struct stretch take_stretch(const struct tip_tagger *tagger, struct stretch *rest,
                                   size_t end)
{
    struct stretch taken = *rest;
    while (rest->token < rest->token_end && tagger->tokens.items[rest->token].start < end) {
        rest->token++;
    }
    taken.token_end = rest->token;
    taken.count = 0;
    while (taken.count < rest->count && rest->mentions[taken.count].first_token < rest->token) {
        taken.count++;
    }
    rest->mentions += taken.count;
    rest->count -= taken.count;
    return taken;
}

static void name_countries(struct tip_tagger *tagger, const struct tip_passage *passage,
                           const struct tip_mention *mentions, size_t count)
{
    struct stretch rest = {.mentions = mentions, .count = count, .token_end = tagger->tokens.count};
    size_t end = 0;
    for (size_t i = 0; i < passage->section_depth; i++) {
        end += strlen(passage->section[i]) + 2;
        struct stretch heading = take_stretch(tagger, &rest, end);
        if (heading.count > 0 &&
            (is_countries(tagger, &heading) || ends_with_country(tagger, &heading))) {
            name_all(tagger, &heading);
        }
    }
    name_all(tagger, &rest);
}

/* For qsort(3). */
static int compare_codes(const void *a, const void *b)
{
    return memcmp(a, b, CODE_SIZE);
}

/* The codes of the countries named, for free(3); NULL without memory. */
static char *codes_of(const struct tip_tagger *tagger)
{
    size_t countries = tip_country_count(tagger->knowledge), count = 0;
    char *codes = calloc(countries + 1, CODE_SIZE);
    for (size_t i = 0; codes && i < countries; i++) {
        if (tagger->is_named[i]) {
            memcpy(codes + count++ * CODE_SIZE, tip_country_at(tagger->knowledge, i)->code,
                   CODE_SIZE);
        }
    }
    if (!codes || count == 0) {
        return codes;
    }
    qsort(codes, count, CODE_SIZE, compare_codes);
    for (size_t i = 1; i < count; i++) {
        codes[i * CODE_SIZE - 1] = ' ';
    }
    return codes;
}

static tip_status tag(struct tip_tagger *tagger, struct tip_passage *passage,
                      struct tip_error *error)
{
    struct tip_mention *mentions = NULL;
    size_t count = 0;
    memcpy(tagger->is_named, tagger->is_given,
           tip_country_count(tagger->knowledge) * sizeof *tagger->is_named);
    join_text(tagger, passage);
    if (tagger->text.failed) {
        return tip_error_memory(error, "looking for countries");
    }
    tip_status status = tip_analyse(tagger->analyser, tagger->text.data, tagger->text.length,
                                    &tagger->tokens, error);
    if (status == TIP_OK) {
        status = tip_mentions_find(tagger->knowledge, tagger->text.data, &tagger->tokens, &mentions,
                                   &count, error);
    }
    if (status == TIP_OK) {
        name_countries(tagger, passage, mentions, count);
        free(passage->countries);
        passage->countries = codes_of(tagger);
        status = passage->countries ? TIP_OK : tip_error_memory(error, "noting countries");
    }
    free(mentions);
    return status;
}

/* ---- what the source says itself ---- */

/* Marks the countries given; *unknown is the first that is none. */
static bool take_given(struct tip_tagger *tagger, const char *given, char **unknown)
{
    memset(tagger->is_given, 0, tip_country_count(tagger->knowledge) * sizeof *tagger->is_given);
    while (given && *given != '\0') {
        size_t length = strcspn(given, "\n"), place;
        if (tip_country_find(tagger->knowledge, given, length, &place)) {
            tagger->is_given[place] = true;
        } else if (!*unknown) {
            *unknown = strndup(given, length);
            if (!*unknown) {
                return false;
            }
        }
        given += length + (given[length] == '\n');
    }
    return true;
}

tip_status tip_tagger_tag(struct tip_tagger *tagger, struct tip_passages *passages,
                          const char *given, char **unknown, struct tip_error *error)
{
    *unknown = NULL;
    if (!take_given(tagger, given, unknown)) {
        return tip_error_memory(error, "noting countries");
    }
    tip_status status = TIP_OK;
    for (size_t i = 0; status == TIP_OK && i < passages->count; i++) {
        status = tag(tagger, &passages->items[i], error);
    }
    return status;
}
