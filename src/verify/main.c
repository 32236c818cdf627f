/* bixue-verify FILE [--key PUBKEY.pem] [--checkpoint NOTE] [--receipt CODE] [--lang zh|en] */
#include "verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
	"用法 Usage: bixue-verify FILE [--key PUBKEY.pem] [--checkpoint NOTE] [--receipt CODE] [--lang zh|en]\n"
	"\n"
	"把一张已公布的榜按导出的证明重新算一遍，不联网、不需要服务器。\n"
	"Computes a published board once more from its exported proof; no network, no server.\n"
	"\n"
	"  FILE               bixue board prove BOARD --out FILE\n"
	"  --key PUBKEY.pem   您从别处取得并信任的公钥 · the public key that you trust, had from elsewhere\n"
	"  --checkpoint NOTE  另存的检查点文件 · a checkpoint that was kept elsewhere\n"
	"  --receipt CODE     电话里报来的短码 · the code that was read to you on the phone\n"
	"  --lang zh|en       只用一种语言 · one language only\n"
	"\n"
	"退出码 Exit codes: 0 正确 right, 7 不符 wrong, 3 读不懂 unreadable, 2 用法 usage\n";

/* Memory for a forged proof is bounded: past this it is refused like any other unreadable one. */
enum { ARENA_MAX = 1 << 30, SMALL_MAX = 1 << 16 };

static bool read_file(struct arena *a, const char *path, size_t max, struct sv *ret)
{
	FILE *f = fopen(path, "rbe");
	size_t n = 0, cap = 1 << 16, got = 1;
	char *p = NEW(a, char, cap);
	while (f && got && n <= max) {
		if (n == cap) {
			char *t = NEW(a, char, cap * 2);
			memcpy(t, p, cap);
			p = t;
			cap *= 2;
		}
		got = fread(p + n, 1, cap - n, f);
		n += got;
	}
	bool ok = f && !ferror(f) && n <= max;
	if (f)
		fclose(f);
	*ret = sv_make(p, n);
	if (!ok)
		fprintf(stderr, "读不出或太大 cannot be read, or too large: %s\n", path);
	return ok;
}

static void print_line(const struct vf_line *l, struct sv lang)
{
	static const char *const mark[] = {
		[FOUND_RIGHT] = "√", [FOUND_WRONG] = "×", [FOUND_UNREADABLE] = "？", [FOUND_NOTE] = "·"
	};
	if (!sv_is(lang, "en"))
		printf("%s %.*s\n", mark[l->kind], SV_ARG(l->zh));
	if (!sv_is(lang, "zh"))
		printf("%s %.*s\n", sv_is(lang, "en") ? mark[l->kind] : " ", SV_ARG(l->en));
}

static void print_verdict(const struct vf_report *r, struct sv lang)
{
	const char *zh = r->verdict == VERDICT_RIGHT   ? "结论：正确"
			 : r->verdict == VERDICT_WRONG ? "结论：不符"
						       : "结论：读不懂",
		   *en = r->verdict == VERDICT_RIGHT   ? "Verdict: right"
			 : r->verdict == VERDICT_WRONG ? "Verdict: wrong"
						       : "Verdict: unreadable";
	if (!sv_is(lang, "en"))
		printf("%s%s%.*s\n", zh, r->receipt.n ? "，短码 " : "", SV_ARG(r->receipt));
	if (!sv_is(lang, "zh"))
		printf("%s%s%.*s\n", en, r->receipt.n ? ", receipt code " : "", SV_ARG(r->receipt));
}

struct ask {
	const char *file, *key, *note, *receipt, *lang;
};

static bool read_args(int argc, char **argv, struct ask *q)
{
	for (int i = 1; i < argc; i++) {
		struct sv s = sv_of(argv[i]);
		const char **to = sv_is(s, "--key")	     ? &q->key
				  : sv_is(s, "--checkpoint") ? &q->note
				  : sv_is(s, "--receipt")    ? &q->receipt
				  : sv_is(s, "--lang")	     ? &q->lang
							     : NULL;
		bool option = to != NULL;
		if (!option && (sv_starts(s, SV("--")) || q->file))
			return false;
		if (option && ++i == argc)
			return false;
		*(option ? to : &q->file) = argv[i];
	}
	return q->file && (!q->lang || sv_is(sv_of(q->lang), "zh") || sv_is(sv_of(q->lang), "en"));
}

static enum verdict run(struct arena *a, const struct ask *q)
{
	struct vf_trust trust = { .receipt = sv_of(q->receipt) };
	struct vf_report r;
	struct sv file, lang = q->lang ? sv_of(q->lang) : SV("");
	if (!read_file(a, q->file, VF_FILE_MAX, &file) || (q->key && !read_file(a, q->key, SMALL_MAX, &trust.key)) ||
	    (q->note && !read_file(a, q->note, SMALL_MAX, &trust.note)))
		return VERDICT_UNREADABLE;
	vf_verify(a, file, &trust, &r);
	for (const struct vf_line *l = r.first; l; l = l->next)
		print_line(l, lang);
	print_verdict(&r, lang);
	return r.verdict;
}

int main(int argc, char **argv)
{
	struct ask q = { NULL, NULL, NULL, NULL, NULL };
	struct arena a;
	jmp_buf full;
	if (argc == 2 && sv_is(sv_of(argv[1]), "--help")) {
		fputs(usage, stdout);
		return 0;
	}
	if (!read_args(argc, argv, &q)) {
		fputs(usage, stderr);
		return VERDICT_USAGE;
	}
	arena_init(&a, ARENA_MAX);
	a.full = &full;
	if (setjmp(full) != 0) {
		fputs("？ 太大，读不懂\n  Not readable: too large\n", stdout);
		return VERDICT_UNREADABLE;
	}
	enum verdict v = run(&a, &q);
	arena_release(&a);
	if (fflush(stdout) != 0)
		return 1;
	return (int)v;
}
