/* Knowledge of three countries, so that tests of searching show what they rest on. */
#ifndef TIP_TEST_SMALL_KNOWLEDGE_H
#define TIP_TEST_SMALL_KNOWLEDGE_H

#include "knowledge/knowledge.h"

/* Cambodia and Burma (or Myanmar) of EAP, Kenya of AF. In 2023 Cambodia and Burma are on Tier 3, in
 * 2021 Burma is on the Watch List. For tip_knowledge_free. */
struct tip_knowledge *small_knowledge_read(void);

#endif
