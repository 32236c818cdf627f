#ifndef APP_IMPORT_SYNONYMS_H
#define APP_IMPORT_SYNONYMS_H
/* What offices call their columns. */
#include "app/import/import.h"

struct synonym {
	enum import_field field;
	int rank;     /* lower is surer: decides between two columns of one field */
	bool strong;  /* this word alone tells the kind of list */
};
/* `key`: clean, without brackets.  False if nobody calls a column so in that kind of list.  Some words name
 * two fields: `not` is the one that is taken already, IM_NONE at first. */
bool synonym_find(struct sv key, enum import_kind kind, enum import_field not, struct synonym *ret);
/* The field of a column that nobody but the secret store may see, IM_NONE for any other. */
enum import_field synonym_sealed(struct sv key);
/* Columns that only a ledger of petitions has: 2 for one of its procedure, 1 for one of its people. */
int synonym_petition(struct sv key);
#endif
