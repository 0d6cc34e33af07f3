/* Tokens in the field authorization. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "protocol/http_credentials.h"

Test(http_credentials, a_token_is_bearer_or_the_password_of_basic)
{
    static const struct {
        const char *field, *token; /* NULL: none */
    } table[] = {
        {NULL, NULL},
        {"", NULL},
        {"Bearer", NULL},
        {"Bearer a b", "a b"},
        {"bEARER   x=", "x="},
        {"Bearerx", NULL},
        {"Digest a", NULL},
        {"Basic", NULL},
        {"Basic ", NULL},
        {"Basic eDpvbmU=", "one"}, /* x:one */
        {"basic   eDpvbmU=", "one"},
        {"Basic eDpvbmU", "one"},
        {"Basic OnR3bw==", "two"},       /* :two */
        {"Basic eDphOmI=", "a:b"},       /* x:a:b */
        {"Basic eDrDqeKCrA==", "é€"},    /* x:é€ */
        {"Basic eDo/Pj8+Pw==", "?>?>?"}, /* x:?>?>? */
        {"Basic eDo=", NULL},            /* x: */
        {"Basic eHg=", NULL},            /* xx */
        {"Basic eDoAYQ==", NULL},        /* x:, NUL, a */
        {"Basic eDpvbmU= x", NULL},
        {"Basic e", NULL},
        {"Basic eDpvb_U=", NULL},
        {"Basic =eDpvbmU", NULL},
        {"Basic eDpvbmU===", NULL},
        {"Basic \xff\xfe", NULL},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char *token;

        cr_assert(tip_http_token_read(&token, table[i].field));
        if (table[i].token == NULL)
            cr_expect_null(token, "%s: %s", table[i].field, token);
        else
            cr_expect_str_eq(token == NULL ? "" : token, table[i].token, "%s", table[i].field);
        free(token);
    }
}
