#include "verify/tree.h"

#include "verify/sign.h"

/* ---- digests ------------------------------------------------------------------------------------------------------ */

/* In the one way in which the server writes it: capitals would be another document that says the same. */
static bool hex_exact(struct arena *a, struct sv s, uint8_t *ret, size_t n)
{
	return hex_parse(s, ret, n) && sv_eq(hex_text(a, sv_make((const char *)ret, n)), s);
}

/* Salt before the canonical facts. */
static bool facts_match(struct arena *a, const struct vf_act *x)
{
	uint8_t salt[VF_SALT];
	struct buf b = buf_new(a, VF_FILE_MAX);
	if (!hex_exact(a, vf_text(x->row, "salt"), salt, sizeof(salt)))
		return false;
	js_write(&b, x->payload);
	struct digest d = HASH(HASH_SM3, sv_make((const char *)salt, sizeof(salt)), buf_sv(&b));
	return digest_eq(&d, &x->digest);
}

/* The header is the row's nine columns as canonical JSON. */
static struct digest leaf_of(struct arena *a, const struct vf_act *x)
{
	static const char *const columns[] = { "act", "actor", "at", "basis", "cause", "key", "seq", "subject", "version" };
	struct buf b = buf_new(a, 1 << 20);
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
		buf_printf(&b, "%s\"%s\":", i ? "," : "{", columns[i]);
		js_write(&b, js_get(x->row, columns[i]));
	}
	buf_putc(&b, '}');
	return HASH(HASH_SM3, sv_make("\0", 1), buf_sv(&b), digest_sv(&x->digest));
}

void vf_check_digests(struct vf_report *r, struct vf_proof *p)
{
	size_t shown = 0;
	bool ok = true;
	for (size_t i = 0; i < p->n_act; i++) {
		struct vf_act *x = &p->act[i];
		x->leaf = leaf_of(r->a, x);
		shown += x->payload != NULL;
		if (ok && x->payload && !facts_match(r->a, x))
			ok = vf_wrong(r, "动作内容与摘要：第 %lld 号（%.*s）不符",
				      "Facts and digests: row %lld (%.*s) does not match", (long long)x->seq,
				      SV_ARG(x->act));
	}
	if (ok)
		vf_right(r, "动作内容与摘要：%zu 个公开的内容都与摘要相符，另 %zu 个只示摘要",
			 "Facts and digests: %zu open ones match their digests; of %zu others only the digest is shown",
			 shown, p->n_act - shown);
}

/* ---- the tree ------------------------------------------------------------------------------------------------------- */

struct climb {
	const struct vf_proof *p;
	size_t act, node;
	bool ok;
};

/* RFC 6962's tree over `n` rows after `from`: a digest is given for each subtree without a row of ours. */
static struct digest climb(struct climb *c, int64_t from, int64_t n)
{
	const struct vf_proof *p = c->p;
	if (c->act == p->n_act || p->act[c->act].seq > from + n) {
		struct digest none = { { 0 } };
		c->ok &= c->node < p->n_node;
		return c->node < p->n_node ? p->node[c->node++] : none;
	}
	if (n == 1)
		return p->act[c->act++].leaf;
	int64_t k = 1;
	while (k * 2 < n)
		k *= 2;
	struct digest l = climb(c, from, k), h = climb(c, from + k, n - k);
	return HASH(HASH_SM3, SV("\x01"), digest_sv(&l), digest_sv(&h));
}

/* "bixue-checkpoint/1", "sm3", size, root, instant, digest of the note before. */
static bool note_read(struct sv note, int64_t *ret_size, struct digest *ret_root)
{
	struct sv line[6], rest = note;
	int64_t at;
	uint8_t before[DIGEST_LEN];
	for (size_t i = 0; i < 6; i++)
		if (!rest.p || !sv_split(&rest, '\n', &line[i]))
			return false;
	return sv_is(line[0], "bixue-checkpoint/1") && sv_is(line[1], "sm3") && sv_int(line[2], ret_size) &&
	       *ret_size > 0 && *ret_size <= JS_INT_MAX && hex_parse(line[3], ret_root->b, DIGEST_LEN) &&
	       instant_parse(line[4], &at) && hex_parse(line[5], before, sizeof(before)) && rest.p && rest.n == 0;
}

void vf_check_tree(struct vf_report *r, const struct vf_proof *p)
{
	int64_t size;
	struct digest root;
	if (!note_read(p->note, &size, &root)) {
		vf_unreadable(r, "读不懂：检查点", "Not readable: the checkpoint");
		return;
	}
	struct climb c = { .p = p, .ok = true };
	struct digest got = climb(&c, 0, size);
	if (c.ok && c.act == p->n_act && c.node == p->n_node && digest_eq(&got, &root))
		vf_right(r, "存证树：%zu 个动作都在前 %lld 号的树根之下",
			 "Tree: all %zu acts stand under the root of the first %lld rows", p->n_act, (long long)size);
	else
		vf_wrong(r, "存证树：算出的树根与检查点不符", "Tree: the root comes out other than the checkpoint's");
}

/* ---- the checkpoint ---------------------------------------------------------------------------------------------------
 */

static void check_kept(struct vf_report *r, const struct vf_proof *p, struct sv kept)
{
	int64_t size, theirs;
	struct digest root, their_root;
	if (!note_read(p->note, &size, &root))
		return;
	if (!note_read(kept, &theirs, &their_root))
		vf_unreadable(r, "读不懂：另存的检查点", "Not readable: the checkpoint that was kept elsewhere");
	else if (sv_eq(kept, p->note))
		vf_right(r, "另存的检查点：一字不差", "Checkpoint kept elsewhere: the same, byte for byte");
	else if (size != theirs)
		vf_wrong(r, "另存的检查点：它到 %lld 号，本证明到 %lld 号，比不了；请用 --size %lld 重新导出",
			 "Checkpoint kept elsewhere: it reaches to row %lld, this proof to row %lld, so they cannot be "
			 "compared; have it exported with --size %lld",
			 (long long)theirs, (long long)size, (long long)theirs);
	else
		vf_wrong(r, "另存的检查点：到同一号 %lld，但内容不同：日志被改写过",
			 "Checkpoint kept elsewhere: of the same %lld rows, but another: the journal was rewritten",
			 (long long)size);
}

void vf_check_checkpoint(struct vf_report *r, const struct vf_proof *p, const struct vf_trust *trust)
{
	struct arena *a = r->a;
	struct digest own, theirs;
	uint8_t *bytes = NEW(a, uint8_t, p->signature.n / 2 + 1);
	size_t n = p->signature.n / 2;
	if (!vf_key_digest(p->key, &own)) {
		vf_unreadable(r, "读不懂：公钥", "Not readable: the public key");
		return;
	}
	struct sv brief = hex_text(a, sv_make((const char *)own.b, 8));
	if (trust->key.p && !vf_key_digest(trust->key, &theirs))
		vf_unreadable(r, "读不懂：--key 给的公钥", "Not readable: the public key given with --key");
	else if (trust->key.p && !digest_eq(&own, &theirs))
		vf_wrong(r, "签名：证明里的公钥（%.*s）不是您信任的那一把",
			 "Signature: the key in the proof (%.*s) is not the one that you trust", SV_ARG(brief));
	if (!hex_exact(a, p->signature, bytes, n) ||
	    !vf_signed(trust->key.p ? trust->key : p->key, p->note, sv_make((char *)bytes, n)))
		vf_wrong(r, "签名：检查点的签名不对", "Signature: the checkpoint's signature is not right");
	else if (trust->key.p)
		vf_right(r, "签名：检查点由您信任的公钥（%.*s）签署，SM2/SM3",
			 "Signature: the checkpoint is signed by the key that you trust (%.*s), SM2 with SM3",
			 SV_ARG(brief));
	else
		vf_right(r, "签名：检查点由证明自带的公钥（%.*s）签署，SM2/SM3",
			 "Signature: the checkpoint is signed by the proof's own key (%.*s), SM2 with SM3", SV_ARG(brief));
	if (!trust->key.p)
		vf_note(r, "没有给 --key：请用另外的途径核对公钥指纹 %.*s，否则整份证明可能都是伪造的",
			"No --key was given: compare the key %.*s by another way, or the whole proof may be somebody else's",
			SV_ARG(brief));
	if (trust->note.p)
		check_kept(r, p, trust->note);
}
