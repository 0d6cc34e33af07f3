/* Random sentences of some thirty words. */
#include "oracle/synthetic.h"

#include "oracle/random.h"

enum { RECORDS = 80 };

static const char *const english[] = {
    "debt",
    "bondage",
    "labor",
    "forced",
    "visa",
    "visas",
    "broker",
    "brokers",
    "fee",
    "fees",
    "free",
    "contract",
    "contracts",
    "contracted",
    "victim",
    "victims",
    "women",
    "woman",
    "women's",
    "non-punishment",
    "nonpunishment",
    "T-visa",
    "anti-trafficking",
    "labour",
    "recruiter",
    "recruited",
    "recruitment",
    "U.S.",
    "a",
    "of",
    "and",
    "near",
    "not",
    "Côte d'Ivoire",
    "2,000",
    "punishment",
};

static const char *const french[] = {
    "traite",   "travail",   "forcé",       "forcée",  "visa",     "visas",         "contrat",
    "contrats", "dette",     "dettes",      "victime", "victimes", "femme",         "de",
    "la",       "a",         "sans",        "non",     "d'asile",  "sous-traitant", "fee",
    "labor",    "contracts", "recrutement", "Nepal",
};

static const char *const countries[] = {"KH", "NP", "TH", "CI", "FR"};

/* The first of a list are met with more often. */
static const char *pick(struct oracle_random *random, const char *const *words, size_t count)
{
    size_t one = oracle_random_below(random, count), two = oracle_random_below(random, count);
    return words[one < two ? one : two];
}

static void write_words(struct tip_string *out, struct oracle_random *random, bool is_french,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *word = is_french ? pick(random, french, sizeof french / sizeof *french)
                                     : pick(random, english, sizeof english / sizeof *english);
        tip_string_printf(out, "%s%s",
                          i == 0                            ? ""
                          : oracle_random_chance(random, 8) ? ", "
                                                            : " ",
                          word);
    }
}

static void write_record(struct tip_string *out, struct oracle_random *random, unsigned number)
{
    bool is_french = oracle_random_chance(random, 25);
    tip_string_printf(out, "{\"id\":\"record-%u\",\"title\":\"", number);
    write_words(out, random, is_french, 1 + oracle_random_below(random, 3));
    tip_string_append_text(out, "\",\"section\":[\"");
    write_words(out, random, is_french, 1 + oracle_random_below(random, 3));
    if (oracle_random_chance(random, 50)) {
        tip_string_append_text(out, "\",\"");
        write_words(out, random, is_french, 1 + oracle_random_below(random, 2));
    }
    tip_string_printf(out, "\"],\"language\":\"%s\",\"year\":%zu,\"countries\":[\"%s\"],",
                      is_french ? "fr" : "en", 2019 + oracle_random_below(random, 5),
                      countries[oracle_random_below(random, sizeof countries / sizeof *countries)]);
    tip_string_printf(out, "\"text\":\"Record %u: ", number);
    write_words(out, random, is_french, 3 + oracle_random_below(random, 26));
    tip_string_append_text(out, ".\"}\n");
}

void oracle_synthetic_write(struct tip_string *out)
{
    struct oracle_random random = {20231130};
    for (unsigned i = 1; i <= RECORDS; i++) {
        write_record(out, &random, i);
    }
}
