/* A dossier proved, entry by entry: first by the index, then by the source file itself.
 *
 * A file whose bytes are those that were indexed needs no reading: its passages are those of the
 * index. Of one with other bytes the words are looked for in what tipindex makes of it now.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/dossier_verify.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/reread.h"
#include "command/printable.h"

/* An entry with what is found out of it. */
struct proof {
    const struct dossier *dossier;
    const struct dossier_entry *entry;
    const struct tipsearch_passage *passage; /* NULL: the index has none */
    enum dossier_verdict verdict;
    char *said;       /* why, for people; owned; NULL: nothing is to be said */
    char *difference; /* owned; NULL: there is none */
};

struct verifying {
    const struct dossier *dossier;
    struct rereads rereads;
    FILE *out;
    bool is_json;
    bool has_memory;
    bool is_sound;
    bool has_failed;
};

static const char *name_of(enum dossier_verdict verdict)
{
    switch (verdict) {
#define XX(verdict, name, stands)                                                                  \
    case DOSSIER_##verdict:                                                                        \
        return name;
        DOSSIER_VERDICT_MAP(XX)
#undef XX
    }
    return "";
}

static bool is_standing(enum dossier_verdict verdict)
{
    return verdict == DOSSIER_STANDS;
}

__attribute__((format(printf, 3, 4))) static void
judge(struct proof *proof, enum dossier_verdict verdict, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    proof->verdict = verdict;
    free(proof->said);
    if (vasprintf(&proof->said, format, values) < 0)
        proof->said = NULL;
    va_end(values);
}

/* ---- differences ---- */

static void put_words(FILE *out, const char *text, size_t length)
{
    char *piece = strndup(text, length);

    if (piece)
        printable_print(out, piece);
    free(piece);
}

/* Where `words` differ from a text: "[-…-]" stands around what was in the text that came first. */
static void note_difference(struct proof *proof, const char *text, const char *words, bool is_quote,
                            bool is_text_first)
{
    static const struct wording_marks text_first = {"[-", "-]", "{+", "+}", put_words, false};
    static const struct wording_marks words_first = {"{+", "+}", "[-", "-]", put_words, true};
    struct wording whole, part = {0};
    size_t length = 0;
    FILE *out = open_memstream(&proof->difference, &length);
    bool is_put =
        out && wording_make(&whole, text, WORDING_TEXT) &&
        wording_make(&part, words, is_quote ? WORDING_QUOTE : WORDING_TEXT) &&
        wording_put_difference(out, &whole, &part, is_text_first ? &text_first : &words_first);

    if (!out)
        return;
    wording_free(&whole);
    wording_free(&part);
    fclose(out);
    if (!is_put) {
        free(proof->difference);
        proof->difference = NULL;
    }
}

/* ---- the source ---- */

/* The words that are cited: the user's block quote, else the whole passage. */
static const char *cited_words(const struct proof *proof)
{
    return proof->entry->quote ? proof->entry->quote : proof->passage->text;
}

static void compare_words(struct verifying *verifying, struct proof *proof, struct reread *reread)
{
    const struct tipsearch_passage *passage = proof->passage;
    const char *words = cited_words(proof);
    bool is_quote = proof->entry->quote != NULL;
    const struct reread_passage *alike;

    if (reread_holds(reread, passage->report.id, words, is_quote, &verifying->has_memory)) {
        judge(proof, DOSSIER_STANDS,
              "the source was changed since it was indexed, not these words");
        return;
    }
    alike = reread_most_alike(reread, passage->report.id, words);
    if (!alike) {
        judge(proof, DOSSIER_GONE, "%s was changed since it was indexed: nothing like it is in it",
              reread->file);
        return;
    }
    judge(proof, DOSSIER_CHANGED, "%s was changed since it was indexed: now %s", reread->file,
          alike->citation);
    note_difference(proof, alike->text, words, is_quote, false);
}

static void look_at_source(struct verifying *verifying, struct proof *proof)
{
    struct reread *reread = reread_source(&verifying->rereads, &proof->passage->source);

    if (!reread) {
        verifying->has_memory = false;
        return;
    }
    switch (reread->state) {
    case REREAD_SAME:
        break;
    case REREAD_OTHER:
        compare_words(verifying, proof, reread);
        break;
    case REREAD_UNREADABLE:
        judge(proof, DOSSIER_GONE, "%s was changed since it was indexed: no passage is in it",
              reread->file);
        break;
    case REREAD_MISSING:
        judge(proof, DOSSIER_MISSING,
              "%s is not on this machine: it was moved or removed, or is the "
              "server's",
              reread->file);
        break;
    case REREAD_NO_REGULAR:
        judge(proof, DOSSIER_MISSING, "%s is no file any more: in its place is %s", reread->file,
              reread->kind);
        break;
    case REREAD_NO_FILE:
        judge(proof, DOSSIER_UNPROVED,
              "it stands in the index; its source was no file (standard input), and cannot be read "
              "again");
        break;
    case REREAD_FAILED:
        judge(proof, DOSSIER_ERROR, "%s", reread->error.message);
        verifying->has_failed = true;
        break;
    }
}

/* ---- the index ---- */

/* A block quote that stands in the passage which the index has now is proved like any other. */
static void judge_quote_moved(struct verifying *verifying, struct proof *proof,
                              const struct tipsearch_excerpt *excerpt)
{
    look_at_source(verifying, proof);
    if (proof->verdict == DOSSIER_STANDS)
        judge(proof, DOSSIER_STANDS,
              "moved to passage %s, which was changed elsewhere: the block quote stands in it",
              excerpt->passage.id);
}

static void judge_move(struct verifying *verifying, struct proof *proof,
                       const struct tipsearch_excerpt *excerpt)
{
    bool stands = proof->entry->quote && wording_quotes(excerpt->passage.text, proof->entry->quote,
                                                        &verifying->has_memory);

    if (stands) {
        judge_quote_moved(verifying, proof, excerpt);
        return;
    }
    judge(proof, DOSSIER_MOVED,
          "the passage was changed or is cut in another way: %.0f %% of its words stand in %s%s",
          excerpt->moved.overlap * 100, excerpt->passage.id,
          proof->entry->quote ? ", the block quote does not stand there" : "");
    if (proof->entry->quote)
        note_difference(proof, excerpt->passage.text, proof->entry->quote, true, true);
}

static void prove(struct verifying *verifying, struct proof *proof,
                  const struct dossier_answer *answer)
{
    const struct tipsearch_excerpt *excerpt = answer->excerpt;

    if (!excerpt) {
        judge(proof, DOSSIER_UNKNOWN, "%s", answer->error.message);
        return;
    }
    proof->passage = &excerpt->passage;
    if (excerpt->moved.from) {
        judge_move(verifying, proof, excerpt);
        return;
    }
    if (proof->entry->quote &&
        !wording_quotes(proof->passage->text, proof->entry->quote, &verifying->has_memory)) {
        judge(proof, DOSSIER_MISQUOTED, "the block quote does not stand in the passage");
        note_difference(proof, proof->passage->text, proof->entry->quote, true, true);
        return;
    }
    look_at_source(verifying, proof);
}

/* ---- lines ---- */

static void put_for_people(FILE *out, const struct proof *proof)
{
    printable_print(out, proof->dossier->name);
    fprintf(out, ":%zu: %s %s", proof->entry->line, proof->entry->id, name_of(proof->verdict));
    if (proof->passage && proof->passage->citation) {
        fputs(": ", out);
        printable_print(out, proof->passage->citation);
    }
    fputc('\n', out);
    if (proof->said) {
        fputs("    ", out);
        printable_print(out, proof->said);
        fputc('\n', out);
    }
    if (proof->difference)
        fprintf(out, "    %s\n", proof->difference);
}

static bool put_json(FILE *out, const struct proof *proof)
{
    const struct tipsearch_passage *passage = proof->passage;
    json_t *line =
        json_pack("{s:I, s:s, s:s, s:b, s:s?, s:s?, s:s?, s:s?, s:s?}", "line",
                  (json_int_t)proof->entry->line, "id", proof->entry->id, "verdict",
                  name_of(proof->verdict), "stands", is_standing(proof->verdict), "citation",
                  passage ? passage->citation : NULL, "file", passage ? passage->source.file : NULL,
                  "sha256", passage ? passage->source.sha256 : NULL, "why", proof->said,
                  "difference", proof->difference);
    char *text = line ? json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER) : NULL;

    if (text)
        fprintf(out, "%s\n", text);
    json_decref(line);
    free(text);
    return text != NULL;
}

static void verify_entry(struct verifying *verifying, const struct dossier_entry *entry,
                         const struct dossier_answer *answer)
{
    struct proof proof = {.dossier = verifying->dossier, .entry = entry, .verdict = DOSSIER_STANDS};

    prove(verifying, &proof, answer);
    verifying->is_sound &= is_standing(proof.verdict);
    if (!verifying->is_json)
        put_for_people(verifying->out, &proof);
    else if (!put_json(verifying->out, &proof))
        verifying->has_memory = false;
    free(proof.said);
    free(proof.difference);
}

bool dossier_verify(FILE *out, const struct dossier *dossier, const struct dossier_answers *answers,
                    bool is_json, bool *is_sound, bool *has_failed)
{
    struct verifying verifying = {
        .dossier = dossier, .out = out, .is_json = is_json, .has_memory = true, .is_sound = true};

    for (size_t i = 0; verifying.has_memory && i < dossier->count; i++)
        verify_entry(&verifying, &dossier->entries[i], &answers->items[i]);
    *is_sound = verifying.is_sound;
    *has_failed = verifying.has_failed;
    rereads_free(&verifying.rereads);
    return verifying.has_memory;
}
