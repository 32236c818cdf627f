#include "main/wiring.h"

#include "app/door/door.h"
#include "app/instance/instance.h"
#include "app/person/person.h"
#include "app/unit/unit.h"
#include "web/po.h"

static const struct noun *const all[] = { &instance_noun, &unit_noun, &person_noun };

const struct registry nouns = { .nouns = all, .n = COUNT(all) };

const struct reaction reactions[] = { { 0 } };
const size_t n_reactions = 0;

const struct page_table page_tables[] = {
	{ door_routes, &door_routes_n },
};
const size_t n_page_tables = COUNT(page_tables);

void wire(void)
{
	tr_install(catalogue);
}
