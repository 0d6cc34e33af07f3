/* XML text. */
#include "feed/xml.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* A byte that stands for itself wherever it is. */
static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '&' && byte != '<' && byte != '>' && byte != '"';
}

static bool is_allowed(uint32_t character)
{
    return (character >= 0x20 && character != 0xFFFE && character != 0xFFFF) || character == '\t' ||
           character == '\n' || character == '\r';
}

/* What stands for a character that cannot be written as it is; NULL: it can. */
static const char *reference_of(uint32_t character, bool is_attribute)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\r':
        return "&#13;";
    case '\n':
        return is_attribute ? "&#10;" : NULL;
    case '\t':
        return is_attribute ? "&#9;" : NULL;
    default:
        return is_allowed(character) ? NULL : replacement;
    }
}

static void escape(struct tip_string *out, const char *text, size_t length, bool is_attribute)
{
    const char *end = text + length;

    while (text < end) {
        const char *start = text, *reference;
        uint32_t character;

        while (text < end && is_plain((unsigned char)*text))
            text++;
        tip_string_append(out, start, (size_t)(text - start));
        if (text == end)
            return;
        start = text;
        character = tip_utf8_next(&text, end);
        reference = reference_of(character, is_attribute);
        /* A malformed byte gives U+FFFD as well, of one byte where the character has three. */
        if (reference == NULL && character == 0xFFFD)
            reference = replacement;
        if (reference != NULL)
            tip_string_append_text(out, reference);
        else
            tip_string_append(out, start, (size_t)(text - start));
    }
}

static void end_tag(struct tip_xml *xml)
{
    if (xml->in_tag)
        tip_string_append_char(xml->out, '>');
    xml->in_tag = false;
}

void tip_xml_begin(struct tip_xml *xml, struct tip_string *out)
{
    *xml = (struct tip_xml){.out = out};
    tip_string_append_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

void tip_xml_open(struct tip_xml *xml, const char *name)
{
    assert(xml->depth < TIP_XML_DEPTH);
    end_tag(xml);
    tip_string_printf(xml->out, "<%s", name);
    xml->open[xml->depth++] = name;
    xml->in_tag = true;
}

void tip_xml_attribute(struct tip_xml *xml, const char *name, const char *value)
{
    assert(xml->in_tag);
    tip_string_printf(xml->out, " %s=\"", name);
    escape(xml->out, value, strlen(value), true);
    tip_string_append_char(xml->out, '"');
}

void tip_xml_text(struct tip_xml *xml, const char *text)
{
    end_tag(xml);
    escape(xml->out, text, strlen(text), false);
}

void tip_xml_close(struct tip_xml *xml)
{
    const char *name;

    assert(xml->depth > 0);
    name = xml->open[--xml->depth];
    if (xml->in_tag)
        tip_string_append_text(xml->out, "/>");
    else
        tip_string_printf(xml->out, "</%s>", name);
    xml->in_tag = false;
    if (xml->depth == 0)
        tip_string_append_char(xml->out, '\n');
}

void tip_xml_element(struct tip_xml *xml, const char *name, const char *text)
{
    tip_xml_open(xml, name);
    tip_xml_text(xml, text);
    tip_xml_close(xml);
}
