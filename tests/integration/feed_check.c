/* XML by libxml2. */
#include "feed_check.h"

#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"

static void check_schema(xmlDoc *document, const char *schema)
{
    char *folder = tip_test_path(getenv("TIP_SOURCE"), "tests/integration/feed");
    char *path = tip_test_path(folder, schema);
    xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewParserCtxt(path);
    xmlRelaxNG *rules = xmlRelaxNGParse(parser);
    xmlRelaxNGValidCtxt *validation;

    cr_assert_not_null(rules, "%s cannot be read", path);
    validation = xmlRelaxNGNewValidCtxt(rules);
    cr_expect_eq(xmlRelaxNGValidateDoc(validation, document), 0,
                 "not valid by %s, as standard error says", schema);
    xmlRelaxNGFreeValidCtxt(validation);
    xmlRelaxNGFree(rules);
    xmlRelaxNGFreeParserCtxt(parser);
    free(path);
    free(folder);
}

xmlDoc *feed_read(const char *xml, size_t length, const char *schema)
{
    xmlDoc *document =
        xmlReadMemory(xml, (int)length, "feed.xml", NULL, XML_PARSE_NONET | XML_PARSE_PEDANTIC);

    cr_assert_not_null(document, "not well-formed: %.2000s", xml);
    check_schema(document, schema);
    return document;
}

char *feed_get(xmlDoc *document, const char *path)
{
    xmlXPathContext *context = xmlXPathNewContext(document);
    xmlXPathObject *found;
    char *text;

    xmlXPathRegisterNs(context, BAD_CAST "a", BAD_CAST "http://www.w3.org/2005/Atom");
    xmlXPathRegisterNs(context, BAD_CAST "o", BAD_CAST "http://a9.com/-/spec/opensearch/1.1/");
    xmlXPathRegisterNs(context, BAD_CAST "d", BAD_CAST "http://purl.org/dc/terms/");
    found = xmlXPathEvalExpression(BAD_CAST path, context);
    cr_assert_not_null(found, "no expression: %s", path);
    text = (char *)xmlXPathCastToString(found);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return text;
}

void feed_expect(xmlDoc *document, const char *path, const char *text)
{
    char *found = feed_get(document, path);

    cr_expect_str_eq(found, text, "%s is [%s], not [%s]", path, found, text);
    free(found);
}
