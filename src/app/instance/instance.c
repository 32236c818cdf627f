#include "app/instance/instance.h"

#include "app/instance/queries.sql.h"

/* ---- instance.init: the first act of every store ----------------------------------------------------- */

static const struct field init_fields[] = {
	{ .name = "name", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Name of the office") },
	{ .name = "clock", .type = FIELD_ENUM, .required = true, .of = "real|simulated", .label = N_("Clock") },
};

static enum rc init_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	(void)in, (void)ret;
	struct instance *had = NEW(cx->a, struct instance, 1);
	*ret_state = had;
	return instance_get(cx, db, had);
}

static enum rc init_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	const struct instance *had = state;
	if (had->name.p)
		return fail(cx, RC_CONFLICT, "instance.there", N_("This store has begun already."));
	*subject = fresh_id(fresh);
	js_set_sv(cx->a, facts, "name", field_sv(&in->fields, "name"));
	js_set_sv(cx->a, facts, "clock", field_sv(&in->fields, "clock"));
	return RC_OK;
}

static enum rc init_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &instance_put);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "name"));
	bind_sv(st, 3, js_get_sv(facts, "clock"));
	bind_int(st, 4, row->at);
	return db_run(cx, st);
}

/* ---- instance.erase: destroys the payload of one act, lawfully ---------------------------------------- */

static const struct field erase_fields[] = {
	{ .name = "seq", .type = FIELD_INT, .required = true, .min = 2, .max = JS_INT_MAX, .label = N_("Row of the journal") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .label = N_("Reason") },
	{ .name = "basis_doc", .type = FIELD_LINE, .required = true, .label = N_("Basis document") },
};

static enum rc erase_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			    struct js *facts, int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	js_set_int(cx->a, facts, "seq", field(&in->fields, "seq")->i);
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	js_set_sv(cx->a, facts, "basis_doc", field_sv(&in->fields, "basis_doc"));
	return RC_OK;
}

static enum rc erase_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &erasure_put);
	bind_int(st, 1, js_get_int(facts, "seq", 0));
	bind_int(st, 2, row->at);
	bind_sv(st, 3, js_get_sv(facts, "reason"));
	bind_sv(st, 4, js_get_sv(facts, "basis_doc"));
	return db_run(cx, st);
}

/* ---- instance.forget: destroys one sealed fact, lawfully ---------------------------------------------- */

static const struct field forget_fields[] = {
	{ .name = "ref", .type = FIELD_LINE, .required = true, .min = 32, .max = 32, .label = N_("Reference of the sealed fact") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .label = N_("Reason") },
	{ .name = "basis_doc", .type = FIELD_LINE, .required = true, .label = N_("Basis document") },
};

static enum rc forget_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	js_set_sv(cx->a, facts, "ref", field_sv(&in->fields, "ref"));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	js_set_sv(cx->a, facts, "basis_doc", field_sv(&in->fields, "basis_doc"));
	return RC_OK;
}

static enum rc forget_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &forgotten_put);
	bind_sv(st, 1, js_get_sv(facts, "ref"));
	bind_int(st, 2, row->at);
	bind_sv(st, 3, js_get_sv(facts, "reason"));
	bind_sv(st, 4, js_get_sv(facts, "basis_doc"));
	return db_run(cx, st);
}

static const struct act_def acts[] = {
	{ .name = "instance.init", .version = 1, .label = N_("Begin"), .fields = init_fields, .n_fields = COUNT(init_fields),
	  .who = { { ROLE_SYSTEM, AT_ANY } }, .creates = true, .hidden = true,
	  .load = init_load, .decide = init_decide, .apply = init_apply },
	{ .name = "instance.erase", .version = 1, .label = N_("Erase a payload"), .fields = erase_fields,
	  .n_fields = COUNT(erase_fields), .who = { { ROLE_SECADMIN, AT_ANY } }, .hidden = true,
	  .decide = erase_decide, .apply = erase_apply },
	{ .name = "instance.forget", .version = 1, .label = N_("Erase a sealed fact"), .fields = forget_fields,
	  .n_fields = COUNT(forget_fields), .who = { { ROLE_SECADMIN, AT_ANY } }, .hidden = true,
	  .decide = forget_decide, .apply = forget_apply },
};

enum rc instance_get(struct ctx *cx, struct db *db, struct instance *ret)
{
	enum rc rc;
	struct instance i = { 0 };
	struct stmt *st = db_query(db, &instance_one);
	while (db_step(cx, st, &rc)) {
		i.name = col_sv(st, 1, cx->a);
		i.simulated = sv_is(col_peek(st, 2), "simulated");
		i.begun = col_int(st, 3);
	}
	if (rc == RC_OK)
		*ret = i;
	return rc;
}

const struct noun instance_noun = {
	.name = "instance", .label = N_("Instance"), .acts = acts, .n_acts = COUNT(acts),
	.tables = instance_tables, .n_tables = &instance_tables_n,
};
