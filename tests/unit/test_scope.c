/* What a scope sees, and what stands for it in keys. */
#include <criterion/criterion.h>
#include <string.h>

#include "search/scope.h"

static struct tip_scope *scope_of(const char *const *reports, size_t count)
{
    struct tip_scope *scope = NULL;
    struct tip_error error = {0};
    cr_assert_eq(tip_scope_create(&scope, reports, count, &error), TIP_OK, "%s", error.message);
    return scope;
}

Test(scope, it_sees_its_reports_and_no_other)
{
    struct tip_scope *scope = scope_of((const char *const[]){"tip-2023", "a b", "tip-2022"}, 3);
    cr_expect(tip_scope_has(scope, "tip-2022"));
    cr_expect(tip_scope_has(scope, "tip-2023"));
    cr_expect(tip_scope_has(scope, "a b"));
    cr_expect_not(tip_scope_has(scope, "tip-202"));
    cr_expect_not(tip_scope_has(scope, "TIP-2022"));
    cr_expect_not(tip_scope_has(scope, ""));
    tip_scope_free(scope);
}

Test(scope, none_is_everything)
{
    cr_expect(tip_scope_has(NULL, "tip-2023"));
    cr_expect_str_eq(tip_scope_key(NULL), "*");
}

Test(scope, an_empty_one_sees_nothing)
{
    struct tip_scope *scope = scope_of(NULL, 0);
    cr_expect_not(tip_scope_has(scope, "tip-2023"));
    cr_expect_str_neq(tip_scope_key(scope), "*");
    tip_scope_free(scope);
}

Test(scope, keys_are_equal_for_the_same_reports)
{
    static const struct {
        const char *one[3], *other[3];
        size_t one_count, other_count;
        bool is_same;
    } rows[] = {
        {{"a", "b"}, {"b", "a"}, 2, 2, true}, {{"a", "b", "a"}, {"b", "a"}, 3, 2, true},
        {{"a", "b"}, {"a"}, 2, 1, false},     {{"ab"}, {"a", "b"}, 1, 2, false},
        {{""}, {NULL}, 1, 0, false},          {{NULL}, {NULL}, 0, 0, true},
        {{"*"}, {NULL}, 1, 0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tip_scope *one = scope_of(rows[i].one, rows[i].one_count);
        struct tip_scope *other = scope_of(rows[i].other, rows[i].other_count);
        bool is_same = strcmp(tip_scope_key(one), tip_scope_key(other)) == 0;
        cr_expect_eq(is_same, rows[i].is_same, "row %zu", i);
        tip_scope_free(one);
        tip_scope_free(other);
    }
}
