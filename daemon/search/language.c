/* Languages, as ICU knows them. */
#include "search/language.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unicode/uloc.h>

/* A code that ICU lists, from one that may be longer ("fra" for "fr"). */
static bool find_code(char out[TIP_LANGUAGE_SIZE], const char *text)
{
    UErrorCode trouble = U_ZERO_ERROR;
    char code[TIP_LANGUAGE_SIZE];
    int32_t length = uloc_getLanguage(text, code, sizeof code, &trouble);
    if (U_FAILURE(trouble) || trouble == U_STRING_NOT_TERMINATED_WARNING || length == 0) {
        return false;
    }
    for (const char *const *known = uloc_getISOLanguages(); *known != NULL; known++) {
        if (strcmp(*known, code) == 0) {
            memcpy(out, code, (size_t)length + 1);
            return true;
        }
    }
    return false;
}

void tip_language_name(char out[TIP_LANGUAGE_NAME_SIZE], const char *code)
{
    UErrorCode trouble = U_ZERO_ERROR;
    UChar name[TIP_LANGUAGE_NAME_SIZE];
    int32_t length = uloc_getDisplayLanguage(code, "en", name, TIP_LANGUAGE_NAME_SIZE, &trouble);
    bool is_ascii = U_SUCCESS(trouble) && length < TIP_LANGUAGE_NAME_SIZE;
    for (int32_t i = 0; is_ascii && i < length; i++) {
        is_ascii = name[i] < 0x80;
        out[i] = (char)name[i];
    }
    if (is_ascii) {
        out[length] = '\0';
    } else {
        snprintf(out, TIP_LANGUAGE_NAME_SIZE, "%s", code);
    }
}

bool tip_language_code(char out[TIP_LANGUAGE_SIZE], const char *text, size_t length)
{
    char value[TIP_LANGUAGE_NAME_SIZE], name[TIP_LANGUAGE_NAME_SIZE];
    if (length < 2 || length >= sizeof value) {
        return false;
    }
    memcpy(value, text, length);
    value[length] = '\0';
    size_t letters = strcspn(value, "-_");
    if (letters <= 3) {
        return find_code(out, value);
    }
    for (const char *const *known = uloc_getISOLanguages(); *known != NULL; known++) {
        tip_language_name(name, *known);
        if (strcasecmp(name, value) == 0) {
            return find_code(out, *known);
        }
    }
    return false;
}

const char *tip_report_language(const struct tip_report *report)
{
    return report->language == NULL ? "en" : report->language;
}
