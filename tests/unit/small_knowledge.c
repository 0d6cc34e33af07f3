/* Knowledge of three countries. */
#include "unit/small_knowledge.h"

#include "unit/knowledge_fixture.h"

static const struct knowledge_file files[] = {
    {"regions.tsv", "code\tname\tnames\n"
                    "EAP\tEast Asia and Pacific\t\n"
                    "AF\tAfrica\t\n"},
    {"countries.tsv", "code\tcode3\tregion\tname\tnames\tpeople\tabbreviations\tnot\tplaces\n"
                      "KH\tKHM\tEAP\tCambodia\tKampuchea\tCambodian\t\t\t\n"
                      "MM\tMMR\tEAP\tBurma\tMyanmar\tBurmese\t\t\t\n"
                      "KE\tKEN\tAF\tKenya\tRepublic of Kenya\tKenyan\t\t\t\n"},
    {"tiers.tsv", "year\tcountry\ttier\n"
                  "2023\tKH\t3\n"
                  "2023\tMM\t3\n"
                  "2021\tMM\t2WL\n"},
};

struct tip_knowledge *small_knowledge_read(void)
{
    return knowledge_fixture_read(files, sizeof files / sizeof *files);
}
