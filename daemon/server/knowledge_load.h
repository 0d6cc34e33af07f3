/* Reads the knowledge as a server needs it. */
#ifndef TIP_KNOWLEDGE_LOAD_H
#define TIP_KNOWLEDGE_LOAD_H

#include "knowledge/knowledge.h"

/* Reads the files of `folder`, which must be there, or (NULL) of the default one, and proves the
 * patterns' queries. Faults are told; TIP_INVALID names the first. The caller frees *out, which is
 * set on success only. */
tip_status tip_knowledge_load(struct tip_knowledge **out, const char *folder,
                              tip_knowledge_tell *tell, void *context,
                              struct tip_error *error) TIP_MUST_CHECK;

#endif
