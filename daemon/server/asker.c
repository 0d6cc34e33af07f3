/* Who asks. */
#include "server/asker.h"

#include <openssl/crypto.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define SECOND_NS INT64_C(1000000000)

struct tip_asker {
    atomic_uint references;
    struct tip_asker_facts facts; /* `name` and `scope` are owned */
    /* When a request would be due if they were spread evenly, CLOCK_MONOTONIC: the generic cell
     * rate algorithm (ITU-T I.371), a token bucket that no clock needs to fill. */
    int64_t due_ns;
};

struct tip_asker *tip_asker_create(const struct tip_asker_facts *facts)
{
    struct tip_asker *asker = calloc(1, sizeof *asker);
    char *name = strdup(facts->name);

    if (asker == NULL || name == NULL) {
        free(asker);
        free(name);
        return NULL;
    }
    atomic_init(&asker->references, 1);
    asker->facts = *facts;
    asker->facts.name = name;
    return asker;
}

struct tip_asker *tip_asker_hold(struct tip_asker *asker)
{
    if (asker != NULL)
        atomic_fetch_add_explicit(&asker->references, 1, memory_order_relaxed);
    return asker;
}

void tip_asker_release(struct tip_asker *asker)
{
    if (asker == NULL || atomic_fetch_sub_explicit(&asker->references, 1, memory_order_acq_rel) > 1)
        return;
    tip_scope_free(asker->facts.scope);
    free((char *)(uintptr_t)asker->facts.name);
    free(asker);
}

const char *tip_asker_name(const struct tip_asker *asker)
{
    return asker->facts.name;
}

unsigned tip_asker_rate(const struct tip_asker *asker)
{
    return asker->facts.rate;
}

unsigned tip_asker_edition(const struct tip_asker *asker)
{
    return asker->facts.edition;
}

const struct tip_scope *tip_asker_scope(const struct tip_asker *asker)
{
    return asker == NULL ? NULL : asker->facts.scope;
}

bool tip_asker_has_hash(const struct tip_asker *asker, const char hash[TIP_DIGEST_HEX_SIZE])
{
    return CRYPTO_memcmp(asker->facts.hash, hash, TIP_DIGEST_HEX_SIZE) == 0;
}

bool tip_asker_is_same(const struct tip_asker *asker, const struct tip_asker *other)
{
    return tip_asker_has_hash(asker, other->facts.hash);
}

bool tip_asker_take(struct tip_asker *asker, int64_t now_ns, long *retry_after_ms)
{
    int64_t interval_ns = SECOND_NS / asker->facts.rate;
    int64_t due_ns = asker->due_ns > now_ns ? asker->due_ns : now_ns;
    int64_t early_ns = due_ns - now_ns - (SECOND_NS - interval_ns);

    if (early_ns > 0) {
        *retry_after_ms = (long)((early_ns + 999999) / 1000000);
        return false;
    }
    asker->due_ns = due_ns + interval_ns;
    return true;
}

void tip_asker_continue(struct tip_asker *asker, const struct tip_asker *before)
{
    asker->due_ns = before->due_ns;
}
