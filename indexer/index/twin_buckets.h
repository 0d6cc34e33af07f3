/* Which texts have an element of their signatures in common: those are compared. */
#ifndef TIP_TWIN_BUCKETS_H
#define TIP_TWIN_BUCKETS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "index/minhash.h"

/* So many texts of a bucket are remembered, the first ones: of a form that thousands of texts fill
 * in differently no more are looked at. */
enum { TIP_BUCKET_TEXTS = 32, TIP_BUCKETS_TEXTS = TIP_BUCKET_TEXTS * TIP_MINHASH_BANDS };

struct tip_bucket_place {
    uint32_t text;
    uint32_t next; /* the bucket's next place + 1, or 0 */
};

struct tip_bucket {
    uint32_t first, last; /* places + 1, or 0 */
    uint32_t count;
};

struct tip_twin_buckets {
    struct tip_minhash *of; /* for each text and band the number of its bucket, from 1; or 0 */
    struct tip_bucket *buckets;
    size_t bucket_count, bucket_capacity;
    struct tip_bucket_place *places;
    size_t place_count, place_capacity;
    uint32_t *seen;   /* by text: for whom it was met last, + 1 */
    uint32_t *shared; /* by text: how many buckets both are in */
};

/* A text met in the buckets of another one. */
struct tip_met {
    uint32_t text;
    uint32_t shared; /* how many buckets both are in, at least 1 */
};

/* Takes over `signatures`, from malloc(3), of `count` texts; one whose elements are 0 is in no
 * bucket. To be freed in any case. */
tip_status tip_twin_buckets_init(struct tip_twin_buckets *buckets, struct tip_minhash *signatures,
                                 size_t count, struct tip_error *error) TIP_MUST_CHECK;
void tip_twin_buckets_free(struct tip_twin_buckets *buckets);

/* Puts a text into its buckets, where there is room. */
tip_status tip_twin_buckets_put(struct tip_twin_buckets *buckets, uint32_t text,
                                struct tip_error *error) TIP_MUST_CHECK;

/* The texts in the buckets of `text`, each once; at most TIP_BUCKETS_TEXTS. */
size_t tip_twin_buckets_meet(struct tip_twin_buckets *buckets, uint32_t text, struct tip_met *met);

#endif
