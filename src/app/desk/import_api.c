/* POST /api/v1/imports: a list sent by a program.  Without accept=true it is read and compared, and nothing is written. */
#include "app/desk/handlers.h"
#include "app/desk/import.h"
#include "app/desk/import_file.h"
#include "app/desk/tallies.h"

enum { LEFT_OUT_MAX = 1000 };

static const struct field import_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .of = "unit", .label = N_("For the office") },
	{ .name = "name", .type = FIELD_LINE, .max = 200, .masked = true, .label = N_("Name of the file") },
	{ .name = "list", .type = FIELD_LINE, .max = 200, .label = N_("Name of the list") },
	{ .name = "year", .type = FIELD_INT, .min = 1990, .max = 2100, .label = N_("Year") },
	{ .name = "sheet", .type = FIELD_LINE, .max = 100, .label = N_("Sheet") },
	{ .name = "leave_out", .type = FIELD_LINE, .max = 4000, .label = N_("Rows to leave out, as 17,40") },
	{ .name = "simplified", .type = FIELD_BOOL, .label = N_("Pinyin off, Traditional to Simplified") },
	{ .name = "alias", .type = FIELD_LINE, .max = 20000, .label = N_("What names mean: NAME=CODE;NAME=-") },
	{ .name = "issue", .type = FIELD_BOOL, .label = N_("Issue at once") },
	{ .name = "doubts", .type = FIELD_BOOL, .label = N_("Take doubtful rows as they were read") },
	{ .name = "explanation", .type = FIELD_TEXT, .max = 500, .label = N_("Why the count differs") },
	{ .name = "document", .type = FIELD_LINE, .max = 100, .label = N_("Basis document") },
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit that pledges, where the list names none") },
	{ .name = "data_owner", .type = FIELD_REF, .of = "unit", .label = N_("Department that provides the values, where the list names none") },
	{ .name = "quarters", .type = FIELD_ENUM, .of = "cumulative|single", .label = N_("Targets of quarters") },
	{ .name = "accept", .type = FIELD_BOOL, .label = N_("Write what the plan says") },
};

const struct api_op desk_api[] = {
	{ .method = "post", .path = "/api/v1/imports", .name = "import", .label = N_("Import a list"), .fields = import_fields,
	  .n_fields = COUNT(import_fields), .file = true },
	{ .method = "post", .path = "/api/v1/tallies", .name = "tally.sheet", .label = N_("Bring in a tally"), .fields = tally_api_fields,
	  .n_fields = TALLY_API_FIELDS, .file = true },
};
const size_t desk_api_n = COUNT(desk_api);

static bool said(const struct fields *f, const char *name)
{
	return field(f, name)->present && field(f, name)->i;
}

static enum rc left_out(struct import_case *c, struct sv text)
{
	struct ctx *cx = &c->v->cx;
	int *row = NEW(cx->a, int, LEFT_OUT_MAX);
	struct sv part;
	int64_t no;
	while (sv_split(&text, ',', &part)) {
		if (!sv_int(sv_trim(part), &no) || no <= 0 || no > INT32_MAX)
			return fail_at(cx, RC_INVALID, "leave_out", "import.leave_out", N_("Rows to leave out are written 17,40."));
		if (c->n_leave_out == LEFT_OUT_MAX)
			return fail_at(cx, RC_INVALID, "leave_out", "field.many", N_("At most %lld of them."), (long long)LEFT_OUT_MAX);
		row[c->n_leave_out++] = (int)no;
	}
	c->leave_out = row;
	return RC_OK;
}

/* What is wrong is told of the field that says it. */
static enum rc aliases(struct import_case *c, struct sv text)
{
	struct ctx sub = c->v->cx;
	struct unit_meant *alias;
	ctx_forget(&sub);
	enum rc rc = names_said(&sub, c->v->db, c->owner, text, &alias, &c->n_alias);
	if (rc == RC_OK)
		c->alias = alias;
	for (const struct fault *f = sub.faults; f && rc != RC_OK; f = f->next)
		(void)fail_at(&c->v->cx, rc, "alias", f->id, "%.*s", SV_ARG(f->text));
	return rc == RC_NOT_FOUND || rc == RC_USAGE ? RC_INVALID : rc;
}

static enum rc office(struct import_case *c, int64_t asked)
{
	if (import_owner(c, asked) == RC_OK)
		return RC_OK;
	ctx_forget(&c->v->cx);
	return fail_at(&c->v->cx, RC_DENIED, "owner", "import.not_yours",
		       N_("You hold no office there. Name the unit of your supervision office, or leave this out."));
}

/* What a program says by fields, a clerk says by the form of the preview. */
static enum rc said_of(struct import_case *c, const struct fields *f)
{
	struct visit *v = c->v;
	const struct http_file *file = http_file(v->rq, "file");
	c->name = field_sv(f, "name").n ? field_sv(f, "name") : file && file->name.n ? file->name : visit_say(v, N_("Pasted table"));
	c->list_name = field_sv(f, "list");
	c->year = field(f, "year")->i;
	c->sheet = sv_or_empty(field_sv(f, "sheet"));
	c->simplify = said(f, "simplified");
	c->issue = said(f, "issue");
	c->take_doubts = said(f, "doubts");
	c->explanation = sv_or_empty(field_sv(f, "explanation"));
	c->key = api_key(v);
	c->mark = api_mark(v, &desk_api[0], f, c->digest);
	TRY(left_out(c, field_sv(f, "leave_out")));
	TRY(office(c, field_ref(f, "owner")));
	return aliases(c, field_sv(f, "alias"));
}

/* A key that has brought a list in answers with that list, 0 for none. */
static enum rc before(struct import_case *c, const char *act, int64_t *ret)
{
	struct journal_row row;
	bool found;
	TRY(api_before(c->v, act, c->mark, &row, &found));
	*ret = found ? row.subject : 0;
	return RC_OK;
}

/* The list that a key has brought in is told only while it stands. */
static enum rc stands(struct visit *v, struct sv state, int64_t import)
{
	if (sv_is(state, "open"))
		return import_running(&v->cx, import);
	return sv_is(state, "withdrawn") ? fail(&v->cx, RC_CONFLICT, "import.gone_again",
						N_("The list that this key brought in was withdrawn. Send it with a new key.")) : RC_OK;
}

static enum rc take_matters(struct import_case *c, bool accept, struct js **ret)
{
	struct visit *v = c->v;
	struct matter_import done;
	int64_t had;
	TRY(before(c, "matter.import_accept", &had));
	enum rc rc = import_read_list(c);
	if (rc != RC_OK)
		import_take_faults(c, rc);
	TRY(rc);
	if (had) {
		TRY(matter_import_get(&v->cx, v->db, had, &done));
		done.repeated = true;
	} else if (accept) {
		TRY(import_accept(c, &done));
	}
	bool there = had || accept;
	if (there)
		TRY(stands(v, done.state, done.id));
	*ret = matter_plan_js(c->big.a, c->plan, there ? &done : NULL);
	js_set_bool(c->big.a, *ret, "repeated", there && done.repeated);
	return RC_OK;
}

static enum rc take_targets(struct import_case *c, const struct fields *f, bool accept, struct js **ret)
{
	struct visit *v = c->v;
	struct pledge_case p = { .c = *c, .quarters = (enum pledge_quarters)(field(f, "quarters")->present ? field(f, "quarters")->i + 1 : 0),
				 .unit = field_ref(f, "unit"), .data_owner = field_ref(f, "data_owner"),
				 .document = sv_or_empty(field_sv(f, "document")) };
	struct target_import done;
	int64_t had;
	ctx_forget(&p.c.big); /* a copy notes its own faults */
	TRY(before(c, "target.import_accept", &had));
	enum rc rc = pledge_read(&p);
	if (rc != RC_OK)
		import_take_faults(&p.c, rc);
	TRY(rc);
	if (had) {
		TRY(target_import_get(&v->cx, v->db, had, &done));
		done.repeated = true;
	} else if (accept) {
		TRY(pledge_accept(&p, &done));
	}
	bool there = had || accept;
	if (there)
		TRY(stands(v, done.state, done.id));
	*ret = target_plan_js(c->big.a, p.plan, there ? &done : NULL);
	js_set_bool(c->big.a, *ret, "repeated", there && done.repeated);
	return RC_OK;
}

enum rc import_one_file(struct visit *v)
{
	size_t n = 0;
	for (size_t i = 0; i < v->rq->file_count; i++)
		n += sv_is(v->rq->files[i].field, "file");
	return n > 1 ? fail_at(&v->cx, RC_INVALID, "file", "import.one_file", N_("Send one list at a time.")) : RC_OK;
}

static enum rc take(struct visit *v, struct js **ret)
{
	enum { ANSWER_MAX = 256 << 20 };
	struct fields f;
	struct sv digest, path;
	struct import_case c;
	if (!(v->roles & ROLE_OFFICE))
		return fail(&v->cx, RC_DENIED, "import.owner", N_("You hold no office for which a list could be imported."));
	TRY(api_fields(v, &desk_api[0], &f));
	TRY(import_one_file(v));
	TRY(spool_take(v, http_file(v->rq, "file"), SV_NONE, &digest, &path));
	import_begin(v, digest, path, &c);
	TRY(said_of(&c, &f));
	bool targets = import_is_targets(v, path, c.name, c.sheet), accept = said(&f, "accept");
	/* An answer that does not fit would say that nothing was done, when all is written. */
	v->rp->body = buf_new(c.big.a, ANSWER_MAX);
	TRY(targets ? take_targets(&c, &f, accept, ret) : take_matters(&c, accept, ret));
	if (accept)
		return RC_OK;
	/* A person can look at it too, and decide there. */
	TRY(spool_offer(v, path, digest));
	struct url at = url_arg(v->cx.a, url_seg(v->cx.a, targets ? URL("/targets/import") : URL("/import"), digest), "name", c.name);
	js_set_sv(c.big.a, *ret, "preview", at.s);
	return RC_OK;
}

void api_import(void *web, struct http_request *rq, struct http_reply *rp)
{
	api_answer(web, rq, rp, take);
}
