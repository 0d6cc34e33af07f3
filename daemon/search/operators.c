/* Operators work on roles and groups of the lexemes beside them, in passes over the list: none
 * looks further than two lexemes, so nothing nests. */
#include "search/operators.h"

/* The operand at `place`, or NULL. */
static struct tip_lexeme *operand_at(struct tip_lexeme_list *list, size_t place)
{
    if (place >= list->count) {
        return NULL;
    }
    struct tip_lexeme *lexeme = &list->items[place];
    bool is_operand = lexeme->kind == TIP_LEXEME_WORD || lexeme->kind == TIP_LEXEME_PHRASE ||
                      lexeme->kind == TIP_LEXEME_FILTER || lexeme->kind == TIP_LEXEME_ALL;
    return is_operand ? lexeme : NULL;
}

/* What follows the operator at `place`, behind a NOT of its own. */
static struct tip_lexeme *operand_behind(struct tip_lexeme_list *list, size_t place)
{
    size_t next = place + 1;
    if (list->items[place].kind != TIP_LEXEME_NOT && next < list->count &&
        list->items[next].kind == TIP_LEXEME_NOT) {
        next++;
    }
    return operand_at(list, next);
}

static struct tip_lexeme *operand_before(struct tip_lexeme_list *list, size_t place)
{
    return place == 0 ? NULL : operand_at(list, place - 1);
}

bool tip_lexeme_is_operator(const struct tip_lexeme *lexeme)
{
    return lexeme->kind == TIP_LEXEME_AND || lexeme->kind == TIP_LEXEME_OR ||
           lexeme->kind == TIP_LEXEME_NOT;
}

void tip_operators_demote(struct tip_lexeme_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct tip_lexeme *lexeme = &list->items[i];
        if (!tip_lexeme_is_operator(lexeme)) {
            continue;
        }
        bool needs_left = lexeme->kind != TIP_LEXEME_NOT;
        if (operand_behind(list, i) == NULL || (needs_left && operand_before(list, i) == NULL)) {
            lexeme->kind = TIP_LEXEME_WORD;
        }
    }
}

static void apply_not(struct tip_lexeme_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == TIP_LEXEME_NOT) {
            operand_behind(list, i)->role = TIP_ROLE_MUST_NOT;
        }
    }
}

static void require(struct tip_lexeme *operand)
{
    if (operand->role == TIP_ROLE_ANY) {
        operand->role = TIP_ROLE_MUST;
    }
}

static bool can_join(const struct tip_lexeme *operand)
{
    return operand->kind != TIP_LEXEME_FILTER && operand->role != TIP_ROLE_MUST_NOT;
}

static void apply_and_or(struct tip_lexeme_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        list->items[i].group = (unsigned)i;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct tip_lexeme *left = operand_before(list, i), *right = operand_behind(list, i);
        if (list->items[i].kind == TIP_LEXEME_AND) {
            require(left);
            require(right);
        } else if (list->items[i].kind == TIP_LEXEME_OR && can_join(left) && can_join(right)) {
            right->group = left->group;
        }
    }
}

/* One member that must be there makes the whole group one of which something must be there. A
 * group's number is the place of its first member. */
static void spread_roles(struct tip_lexeme_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].role == TIP_ROLE_MUST) {
            list->items[list->items[i].group].is_required = true;
        }
    }
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[list->items[i].group].is_required) {
            require(&list->items[i]);
        }
    }
}

void tip_operators_apply(struct tip_lexeme_list *list)
{
    apply_not(list);
    apply_and_or(list);
    spread_roles(list);
}
