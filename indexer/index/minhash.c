/* Signatures by minhash (A. Broder, "On the resemblance and containment of documents", 1997), in
 * bands (A. Rajaraman and J. Ullman, "Mining of Massive Datasets", 3.4). All of this is part of the
 * format: a change of it needs a new one. */
#include "index/minhash.h"

#include <string.h>

enum { FUNCTIONS = TIP_MINHASH_BANDS * TIP_MINHASH_ROWS };

/* FNV-1a, 64 bits: its basis and prime. */
#define WORD_BASIS UINT64_C(0xcbf29ce484222325)
#define WORD_PRIME UINT64_C(0x100000001b3)

/* The step and the two factors of splitmix64 (S. Vigna, public domain). */
#define MIX_STEP   UINT64_C(0x9e3779b97f4a7c15)
#define MIX_FIRST  UINT64_C(0xbf58476d1ce4e5b9)
#define MIX_SECOND UINT64_C(0x94d049bb133111eb)

uint64_t tip_word_hash(const char *word, size_t length)
{
    uint64_t hash = WORD_BASIS;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * WORD_PRIME;
    return hash;
}

static uint64_t mixed(uint64_t value)
{
    value = (value ^ value >> 30) * MIX_FIRST;
    value = (value ^ value >> 27) * MIX_SECOND;
    return value ^ value >> 31;
}

/* The function `which` is a multiplication by an odd number of its own, of which the upper half is
 * taken. */
static void take_shingle(uint32_t least[FUNCTIONS], const uint64_t factors[FUNCTIONS],
                         uint64_t shingle)
{
    for (int which = 0; which < FUNCTIONS; which++) {
        uint32_t hash = (uint32_t)(shingle * factors[which] >> 32);
        least[which] = hash < least[which] ? hash : least[which];
    }
}

void tip_minhash_make(struct tip_minhash *out, const uint64_t *words, size_t count)
{
    uint32_t least[FUNCTIONS];
    uint64_t factors[FUNCTIONS];
    memset(least, 0xff, sizeof least);
    for (int which = 0; which < FUNCTIONS; which++)
        factors[which] = mixed(MIX_STEP * (uint64_t)(which + 1)) | 1;
    for (size_t i = 1; i < count; i++)
        take_shingle(least, factors, mixed(words[i - 1] * MIX_STEP + words[i]));
    for (int band = 0; band < TIP_MINHASH_BANDS; band++) {
        uint64_t element = 0;
        for (int row = 0; row < TIP_MINHASH_ROWS; row++)
            element = mixed(element + MIX_STEP + least[band * TIP_MINHASH_ROWS + row]);
        out->bands[band] = (uint32_t)element | 1; /* 0 is no signature */
    }
}
