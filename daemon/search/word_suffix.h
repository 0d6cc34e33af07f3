/* What stands directly before or behind a word, phrase or group and changes its meaning: = ~ ^ and
 * the wildcards. */
#ifndef TIP_WORD_SUFFIX_H
#define TIP_WORD_SUFFIX_H

#include "search/lexer.h"

/* Whether [text, end) is a number without sign, which *number becomes; a too great one becomes
 * UINT_MAX. */
bool tip_suffix_number(const char *text, const char *end, unsigned *number);

/* Whether a letter, digit or mark stands at `text`, before `end`. */
bool tip_suffix_is_word_at(const char *text, const char *end);

/* Takes =, ~ and ^ off a word and says how it is to be matched. Punctuation around it does not
 * count. TIP_INVALID: a number is out of range; lexeme->begin is its place. */
tip_status tip_suffix_take(struct tip_lexeme *lexeme, struct tip_error *error) TIP_MUST_CHECK;

/* The same of a value in quotes: where ^number ends that stands at `text`, or `text`. */
const char *tip_suffix_skip_weight(const char *text, const char *end);

/* Takes ^number off the value of a filter, which does not rank. */
void tip_suffix_drop_weight(struct tip_lexeme *lexeme);

/* Takes ~number (of a phrase) and ^number that stand at the cursor and before `end`, and moves the
 * cursor behind them. TIP_INVALID likewise. */
tip_status tip_suffix_behind(struct tip_lexeme *lexeme, const char **cursor, const char *end,
                             struct tip_error *error) TIP_MUST_CHECK;

#endif
