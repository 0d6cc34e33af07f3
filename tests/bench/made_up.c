/* Passages of some ninety words, each under a heading of its own, so that none is merged with the
 * next. Frequencies follow Zipf's law: the probability of a rank is as one over it. */
#include "bench/made_up.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

enum { PASSAGES_A_FILE = 2000, WORDS = 90, SENTENCE = 15, TERM_EVERY = 12, TITLES = 1000 };

static const char *const terms[] = {"debt bondage",
                                    "forced labor",
                                    "cyber scam",
                                    "recruitment fees",
                                    "passport confiscation",
                                    "Cambodia",
                                    "Burma",
                                    "Nigeria",
                                    "United States",
                                    "withheld wages",
                                    "domestic servitude",
                                    "child soldiers",
                                    "fishing vessels",
                                    "traffickers",
                                    "victims",
                                    "physical violence",
                                    "law enforcement",
                                    "sex trafficking",
                                    "isolation",
                                    "threats"};

static uint64_t next(uint64_t *state)
{
    uint64_t mixed = *state += 0x9e3779b97f4a7c15u; /* splitmix64 */
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

static size_t below(uint64_t *state, size_t limit)
{
    return (size_t)(next(state) % limit);
}

static size_t draw_rank(uint64_t *state)
{
    double part = (double)(next(state) >> 11) / 9007199254740992.0; /* 2^53: 0 up to 1 */
    return (size_t)exp(part * log(BENCH_MADE_UP_WORDS)) - 1;
}

void bench_made_up_word(struct tip_string *text, size_t rank)
{
    static const char *const syllables[] = {"ba", "ce", "di", "fo", "gu", "la", "me",
                                            "ni", "po", "ru", "sa", "te", "vi", "zo",
                                            "ku", "ha", "je", "wi", "xo", "qu"};
    enum { COUNT = sizeof syllables / sizeof *syllables };
    size_t rest = rank + COUNT; /* two syllables at least */
    for (; rest > 0; rest /= COUNT) {
        tip_string_append_text(text, syllables[rest % COUNT]);
    }
}

static void write_passage(struct tip_string *text, uint64_t *state)
{
    tip_string_printf(text, "## Place %zu\n\n", below(state, TITLES));
    for (size_t w = 0; w < WORDS; w++) {
        if (below(state, TERM_EVERY) == 0) {
            tip_string_append_text(text, terms[below(state, sizeof terms / sizeof *terms)]);
        } else {
            bench_made_up_word(text, draw_rank(state));
        }
        tip_string_append_text(text, (w + 1) % SENTENCE == 0 ? ". " : " ");
    }
    tip_string_append_text(text, "\n\n");
}

static tip_status write_file(const char *folder, size_t number, uint64_t *state,
                             struct tip_error *error)
{
    struct tip_string text = {0};
    char name[32];
    tip_string_printf(&text, "# Report %zu on trafficking\n\n", number);
    for (int i = 0; i < PASSAGES_A_FILE; i++) {
        write_passage(&text, state);
    }
    snprintf(name, sizeof name, "report-%05zu.md", number);
    char *path = tip_path_join(folder, name);
    tip_status status = path == NULL || text.failed
                            ? tip_error_memory(error, "writing the sources")
                            : tip_file_write(path, text.data, text.length, error);
    free(path);
    tip_string_free(&text);
    return status;
}

tip_status bench_made_up_write(const char *folder, size_t passages, struct tip_error *error)
{
    uint64_t state = 1;
    tip_status status = tip_folder_make(folder, error);
    for (size_t i = 0; i * PASSAGES_A_FILE < passages && status == TIP_OK; i++) {
        status = write_file(folder, i, &state, error);
    }
    return status;
}
