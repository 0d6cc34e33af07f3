/* What a client takes: codings by weight, tags, HTML. */
#include <criterion/criterion.h>

#include "protocol/http_accept.h"

Test(accept, codings_are_chosen_by_weight)
{
    static const struct {
        const char *field;
        enum tip_http_coding coding;
    } table[] = {
        {NULL, TIP_HTTP_IDENTITY},
        {"", TIP_HTTP_IDENTITY},
        {"gzip", TIP_HTTP_GZIP},
        {"GZip", TIP_HTTP_GZIP},
        {"x-gzip", TIP_HTTP_GZIP},
        {"gzip, deflate, br", TIP_HTTP_GZIP},
        {"br;q=1.0,gzip;q=0.8,*;q=0.1", TIP_HTTP_GZIP},
        {"deflate, br", TIP_HTTP_IDENTITY},
        {"gzip;q=0", TIP_HTTP_IDENTITY},
        {"gzip;q=0.000", TIP_HTTP_IDENTITY},
        {"gzip ; q=0.001", TIP_HTTP_GZIP},
        {"gzip;q=0.5, identity;q=0.6", TIP_HTTP_IDENTITY},
        {"gzip;q=0.5, identity;q=0.5", TIP_HTTP_GZIP},
        {"identity", TIP_HTTP_IDENTITY},
        {"*", TIP_HTTP_GZIP},
        {"*;q=0.5, gzip;q=0", TIP_HTTP_IDENTITY},
        {"gzip, identity;q=0", TIP_HTTP_GZIP_ALONE},
        {"gzip, *;q=0", TIP_HTTP_GZIP_ALONE},
        {"identity;q=0", TIP_HTTP_NO_CODING},
        {"*;q=0", TIP_HTTP_NO_CODING},
        {"br, identity;q=0", TIP_HTTP_NO_CODING},
        {"identity;q=0.5, *;q=0", TIP_HTTP_IDENTITY},
        {"gzipped", TIP_HTTP_IDENTITY},
        {"gzip;x=y;q=0", TIP_HTTP_IDENTITY},
        {",,gzip,,", TIP_HTTP_GZIP},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        enum tip_http_coding coding = tip_http_coding_choose(table[i].field);

        cr_expect_eq(coding, table[i].coding, "%s: %d, not %d",
                     table[i].field == NULL ? "(none)" : table[i].field, (int)coding,
                     (int)table[i].coding);
    }
}

Test(accept, tags_are_compared_weakly)
{
    static const char etag[] = "W/\"0123456789abcdef\"";

    cr_expect(tip_http_has_tag("W/\"0123456789abcdef\"", etag));
    cr_expect(tip_http_has_tag("\"0123456789abcdef\"", etag));
    cr_expect(tip_http_has_tag("\"a\", W/\"b\" ,W/\"0123456789abcdef\"", etag));
    cr_expect_not(tip_http_has_tag("\"0123456789abcde\"", etag));
    cr_expect_not(tip_http_has_tag("0123456789abcdef", etag));
    cr_expect_not(tip_http_has_tag("*", etag));
    cr_expect_not(tip_http_has_tag("", etag));
    cr_expect_not(tip_http_has_tag(NULL, etag));
    cr_expect(tip_http_has_any("*"));
    cr_expect_not(tip_http_has_any("\"*\""));
    cr_expect_not(tip_http_has_any(NULL));
}

Test(accept, html_is_for_those_who_would_rather_have_it)
{
    cr_expect(tip_http_wants_html("text/html,application/xhtml+xml,*/*;q=0.8"));
    cr_expect(tip_http_wants_html("text/plain;q=0.5, text/html"));
    cr_expect_not(tip_http_wants_html("*/*"));
    cr_expect_not(tip_http_wants_html("text/plain, text/html;q=0.9"));
    cr_expect_not(tip_http_wants_html(NULL));
}
