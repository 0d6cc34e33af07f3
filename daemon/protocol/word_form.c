/* The word form: words split at blanks and tabs, as people type them.
 *
 * A quote counts only at a word's start, and what closes it stands before a blank or the end; so
 * `don't` and `5"` are plain words. Inside quotes there are two escapes, \" and \\. */
#include "protocol/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "protocol/command.h"
#include "protocol/refusal.h"

struct reader {
    const char *text;
    size_t length, at;
    struct tip_string word; /* the last one read, quotes undone */
    bool was_quoted;
    struct tip_reply_error *error;
};

enum word_is { WORD_NONE, WORD_READ, WORD_BAD };

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool unescape(struct reader *reader)
{
    char next = reader->at + 1 < reader->length ? reader->text[reader->at + 1] : '\0';

    if (next != '"' && next != '\\')
        return tip_refuse(reader->error, TIP_CODE_BAD_REQUEST,
                          "inside quotes a backslash stands only before \" or \\: write \\\\");
    tip_string_append_char(&reader->word, next);
    reader->at += 2;
    return true;
}

static enum word_is read_quoted(struct reader *reader)
{
    reader->at++;
    while (reader->at < reader->length && reader->text[reader->at] != '"') {
        if (reader->text[reader->at] == '\\') {
            if (!unescape(reader))
                return WORD_BAD;
        } else {
            tip_string_append_char(&reader->word, reader->text[reader->at++]);
        }
    }
    if (reader->at == reader->length) {
        tip_refuse(reader->error, TIP_CODE_BAD_REQUEST, "a quote is not closed");
        return WORD_BAD;
    }
    reader->at++;
    if (reader->at < reader->length && !is_blank(reader->text[reader->at])) {
        tip_refuse(reader->error, TIP_CODE_BAD_REQUEST,
                   "a closing quote must be followed by a blank: write \\\" for one inside");
        return WORD_BAD;
    }
    reader->was_quoted = true;
    return WORD_READ;
}

static enum word_is next_word(struct reader *reader)
{
    size_t start;

    tip_string_clear(&reader->word);
    reader->was_quoted = false;
    while (reader->at < reader->length && is_blank(reader->text[reader->at]))
        reader->at++;
    if (reader->at == reader->length)
        return WORD_NONE;
    if (reader->text[reader->at] == '"')
        return read_quoted(reader);
    start = reader->at;
    while (reader->at < reader->length && !is_blank(reader->text[reader->at]))
        reader->at++;
    tip_string_append(&reader->word, reader->text + start, reader->at - start);
    return WORD_READ;
}

static const char *word_text(const struct reader *reader)
{
    return reader->word.data == NULL ? "" : reader->word.data;
}

/* Sets a member from the word that was read. */
static bool set_value(struct reader *reader, struct tip_request *request, enum tip_member member)
{
    if (reader->word.failed)
        return tip_refuse(reader->error, TIP_CODE_UNAVAILABLE, "no memory for the request");
    return tip_member_set_words(request, member, word_text(reader), reader->word.length,
                                reader->error);
}

static bool read_argument(struct reader *reader, struct tip_request *request, unsigned *given)
{
    enum tip_member member = tip_command_entry(request->command)->argument;
    enum word_is word;

    if (member == TIP_MEMBER_NONE)
        return true;
    word = next_word(reader);
    if (word != WORD_READ)
        return word == WORD_NONE;
    *given |= 1u << member;
    return set_value(reader, request, member);
}

static bool refuse_option(struct reader *reader, const struct tip_request *request)
{
    const char *hint = request->command == TIP_COMMAND_SEARCH
                           ? ": a query of several words stands in quotes, SEARCH \"cyber scam\""
                           : "";
    int shown = tip_refusal_echo(word_text(reader), reader->word.length);
    char message[256];
    struct tip_string text = {0};

    tip_string_printf(&text, "%s has no option “%.*s”%s", tip_command_name(request->command), shown,
                      word_text(reader), hint);
    strncpy(message, text.failed ? "unknown option" : text.data, sizeof message - 1);
    message[sizeof message - 1] = '\0';
    tip_string_free(&text);
    return tip_command_refuse(request->command, reader->error, message);
}

/* The option whose name was read, and its value. */
static bool read_option(struct reader *reader, struct tip_request *request, unsigned *given)
{
    enum tip_member member =
        tip_command_member(request->command, word_text(reader), reader->word.length, true);
    const struct tip_command_entry *command = tip_command_entry(request->command);
    enum word_is word;

    if (reader->was_quoted || member == TIP_MEMBER_NONE || (command->options >> member & 1u) == 0)
        return refuse_option(reader, request);
    if ((*given >> member & 1u) != 0)
        return tip_refuse(reader->error, TIP_CODE_BAD_REQUEST, "%s is given twice",
                          tip_member_entry(member)->key);
    *given |= 1u << member;
    if (tip_member_entry(member)->type == TIP_MEMBER_IS_FLAG) {
        request->with_text = true;
        return true;
    }
    word = next_word(reader);
    if (word == WORD_NONE)
        return tip_refuse(reader->error, TIP_CODE_BAD_REQUEST, "%s has no value",
                          tip_member_entry(member)->key);
    return word == WORD_READ && set_value(reader, request, member);
}

static bool read_words(struct reader *reader, struct tip_request *request)
{
    unsigned given = 0;
    enum word_is word = next_word(reader);

    if (word == WORD_NONE)
        return tip_refuse(reader->error, TIP_CODE_BAD_REQUEST, "there is no command: send HELP");
    if (word == WORD_BAD)
        return false;
    if (word_text(reader)[0] == '{')
        return tip_refuse(reader->error, TIP_CODE_BAD_REQUEST,
                          "JSON begins at the line's first byte, and its tag is a member “tag”");
    if (!tip_command_find(&request->command, word_text(reader), reader->word.length,
                          reader->error) ||
        !read_argument(reader, request, &given))
        return false;
    while ((word = next_word(reader)) == WORD_READ)
        if (!read_option(reader, request, &given))
            return false;
    return word == WORD_NONE && tip_command_check(request, given, reader->error);
}

bool tip_word_form_read(struct tip_request *request, const char *text, size_t length,
                        struct tip_reply_error *error)
{
    struct reader reader = {.text = text, .length = length, .error = error};
    bool is_read = read_words(&reader, request);

    tip_string_free(&reader.word);
    return is_read;
}
