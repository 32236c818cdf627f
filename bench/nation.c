/* The nation over columns: composes, re-weighs and posts generated entries on two threads, and says how long each took.
 *   nation TREE ENTRIES SEED     answers commands on standard input, a line of JSON each; bench/nation.mjs asks them
 * TREE: the number of units, then the end of each subtree (uint32) and each tier (uint8), in official preorder. */
#include "core/score/columns_bins.h"
#include "core/score/columns_live.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { THREADS = 2, INDICATORS = 20, PIECES = 256, ASKED = 100000, POSTED = 100000 };

static struct arena arena;
static struct columns_tree tree;
static struct columns_indicator indicators[INDICATORS];
static struct columns_rule rule = { .n = INDICATORS,
				    .indicators = indicators,
				    .point_places = 2,
				    .month_places = 2,
				    .year_places = 2,
				    .fold = COLUMNS_MEAN };
static struct columns_plan plan[2]; /* as composed, and with other weights and limits */
static struct columns_board board;
static struct columns_live live;
static struct columns_entries arrived, entries; /* as they came, and in leaf order */
static size_t n_entries;
static uint64_t seed;

static void must(enum score_status s, const char *what)
{
	if (s == SCORE_OK)
		return;
	fprintf(stderr, "%s: %s\n", what, score_status_name(s));
	exit(1);
}

static double ms(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- two threads ------------------------------------------------------------------------------------------- */

typedef enum score_status piece_fn(uint32_t piece, uint32_t pieces);

struct work {
	piece_fn *fn;
	uint32_t pieces;
	atomic_uint next;
};

static void *worker(void *arg)
{
	struct work *w = arg;
	for (uint32_t k; (k = atomic_fetch_add(&w->next, 1)) < w->pieces;)
		must(w->fn(k, w->pieces), "a piece");
	return NULL;
}

static void in_pieces(piece_fn *fn, uint32_t pieces)
{
	struct work w = { .fn = fn, .pieces = pieces };
	pthread_t other[THREADS - 1];
	for (int i = 0; i < THREADS - 1; i++)
		if (pthread_create(&other[i], NULL, worker, &w) != 0)
			exit(1);
	worker(&w);
	for (int i = 0; i < THREADS - 1; i++)
		pthread_join(other[i], NULL);
}

static size_t cut(size_t n, uint32_t piece, uint32_t pieces)
{
	return n / pieces * piece + n % pieces * piece / pieces;
}

static struct columns_range leaves_of(uint32_t piece, uint32_t pieces)
{
	return (struct columns_range){ (uint32_t)cut(tree.n_leaves, piece, pieces),
				       (uint32_t)cut(tree.n_leaves, piece + 1, pieces) };
}

/* ---- the tree, the rule, the entries ------------------------------------------------------------------------ */

static uint64_t mix(uint64_t x) /* splitmix64 */
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static void load_tree(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f || fread(&tree.n, sizeof(tree.n), 1, f) != 1)
		exit(1);
	uint32_t *end = NEW(&arena, uint32_t, tree.n);
	uint8_t *tier = NEW(&arena, uint8_t, tree.n);
	if (fread(end, sizeof(*end), tree.n, f) != tree.n || fread(tier, 1, tree.n, f) != tree.n)
		exit(1);
	fclose(f);
	tree.end = end;
	tree.tier = tier;
	must(columns_tree_index(&arena, &tree), "the tree");
}

/* Weights of 0.3 to 1.7, months held between −4…−10 and 6…15 points; then weights moved by up to 5 %, caps raised by 1. */
static void make_rules(void)
{
	for (int i = 0; i < INDICATORS; i++)
		indicators[i] = (struct columns_indicator){ .weight = { 300000 + i * 7 % 20 * 73125 },
							    .floor = DEC(-4 - i % 7),
							    .cap = DEC(6 + i * 3 % 10) };
	must(columns_plan(&rule, &plan[0]), "the rule");
	for (int i = 0; i < INDICATORS; i++) {
		indicators[i].weight.u += indicators[i].weight.u * (i % 11 - 5) / 100;
		indicators[i].cap.u += DEC_ONE;
	}
	must(columns_plan(&rule, &plan[1]), "the other rule");
}

static struct columns_entries room(size_t n)
{
	return (struct columns_entries){ n, NEW(&arena, uint32_t, n), NEW(&arena, uint8_t, n), NEW(&arena, uint8_t, n),
					 NEW(&arena, int32_t, n) };
}

/* The k-th entry of the year: months in order, any leaf, −3.00 to +7.00 points. */
static struct columns_entry entry_at(uint64_t k)
{
	uint64_t a = mix(seed * 0x10001 + 2 * k), b = mix(seed * 0x10001 + 2 * k + 1);
	return (struct columns_entry){ .leaf = (uint32_t)((a >> 32) * tree.n_leaves >> 32),
				       .indicator = (uint8_t)((a & 0xffffffff) * INDICATORS >> 32),
				       .month = (uint8_t)(k * COLUMNS_MONTHS / n_entries),
				       .points = (int32_t)((b >> 32) * 1001 >> 32) - 300 };
}

static enum score_status generate(uint32_t piece, uint32_t pieces)
{
	for (size_t k = cut(n_entries, piece, pieces), to = cut(n_entries, piece + 1, pieces); k < to; k++) {
		struct columns_entry e = entry_at(k);
		arrived.leaf[k] = e.leaf;
		arrived.indicator[k] = e.indicator;
		arrived.month[k] = e.month;
		arrived.points[k] = e.points;
	}
	return SCORE_OK;
}

static struct columns_bins bins;
static struct columns_entries half;

static enum score_status bins_count(uint32_t piece, uint32_t pieces)
{
	return columns_bins_count(&bins, piece, &arrived, cut(n_entries, piece, pieces), cut(n_entries, piece + 1, pieces));
}

static enum score_status bins_place(uint32_t piece, uint32_t pieces)
{
	columns_bins_place(&bins, piece, &arrived, cut(n_entries, piece, pieces), cut(n_entries, piece + 1, pieces), &half);
	return SCORE_OK;
}

static enum score_status bins_settle(uint32_t piece, uint32_t pieces)
{
	struct columns_range of = { (uint32_t)cut(bins.n, piece, pieces), (uint32_t)cut(bins.n, piece + 1, pieces) };
	columns_bins_settle(&bins, of, &half, &entries);
	return SCORE_OK;
}

static void arrange(void)
{
	memset(bins.at, 0, (size_t)bins.n * bins.n_parts * sizeof(*bins.at));
	in_pieces(bins_count, bins.n_parts);
	columns_bins_start(&bins);
	in_pieces(bins_place, bins.n_parts);
	in_pieces(bins_settle, bins.n < PIECES ? bins.n : PIECES);
}

/* ---- what is measured --------------------------------------------------------------------------------------- */

static atomic_ullong seen; /* so that nothing read is left out */

static void read_words(const void *column, size_t from, size_t to, size_t size, uint64_t *sum)
{
	const uint64_t *w = column;
	uint64_t s = 0;
	for (size_t k = from * size / sizeof(*w); k < to * size / sizeof(*w); k++)
		s += w[k];
	*sum += s;
}

static enum score_status read_piece(uint32_t piece, uint32_t pieces)
{
	size_t from = cut(n_entries, piece, pieces), to = cut(n_entries, piece + 1, pieces);
	uint64_t sum = 0;
	read_words(entries.leaf, from, to, sizeof(*entries.leaf), &sum);
	read_words(entries.indicator, from, to, 1, &sum);
	read_words(entries.month, from, to, 1, &sum);
	read_words(entries.points, from, to, sizeof(*entries.points), &sum);
	atomic_fetch_add(&seen, sum);
	return SCORE_OK;
}

static enum score_status read_sums(uint32_t piece, uint32_t pieces)
{
	uint64_t sum = 0;
	size_t n = tree.n_leaves * plan[0].cells;
	read_words(board.sums, cut(n, piece, pieces), cut(n, piece + 1, pieces), sizeof(*board.sums), &sum);
	atomic_fetch_add(&seen, sum);
	return SCORE_OK;
}

static enum score_status compose_piece(uint32_t piece, uint32_t pieces)
{
	return columns_compose(&board, &entries, leaves_of(piece, pieces));
}

static enum score_status reweigh_piece(uint32_t piece, uint32_t pieces)
{
	columns_reweigh(&board, leaves_of(piece, pieces));
	return SCORE_OK;
}

static enum score_status sum_up_piece(uint32_t piece, uint32_t pieces)
{
	return columns_sum_up(&board, (struct columns_range){ columns_cut(&tree, (uint32_t)cut(tree.n, piece, pieces)),
							      columns_cut(&tree, (uint32_t)cut(tree.n, piece + 1, pieces)) });
}

/* The lowest tier, which has most units, first. */
static enum score_status rank_piece(uint32_t piece, uint32_t pieces)
{
	columns_rank(&board, (struct columns_range){ pieces - 1 - piece, pieces - piece });
	return SCORE_OK;
}

struct took {
	double wall, cpu;
};

static struct took since(struct took t)
{
	return (struct took){ ms(CLOCK_MONOTONIC) - t.wall, ms(CLOCK_PROCESS_CPUTIME_ID) - t.cpu };
}

static struct took timed(piece_fn *fn, uint32_t pieces)
{
	struct took t = since((struct took){ 0 });
	in_pieces(fn, pieces);
	return since(t);
}

static struct took show(const char *what, struct took t)
{
	printf("\"%s\": {\"wall\": %.3f, \"cpu\": %.3f}, ", what, t.wall, t.cpu);
	return t;
}

static void finish(const char *what, struct took t)
{
	struct took up = timed(sum_up_piece, 64), rank = timed(rank_piece, COLUMNS_TIERS);
	show("sum up", up);
	show("rank", rank);
	show(what, (struct took){ t.wall + up.wall + rank.wall, t.cpu + up.cpu + rank.cpu });
}

static void turn(void)
{
	printf("{");
	struct took none = since((struct took){ 0 });
	arrange();
	show("arrange", since(none));
	show("read", timed(read_piece, PIECES));
	board.plan = plan[0];
	struct took leaves = show("leaves", timed(compose_piece, PIECES));
	finish("compose", leaves);
	printf("\"entries\": %zu}\n", n_entries);
}

static void turn_again(void)
{
	printf("{");
	show("read sums", timed(read_sums, PIECES));
	board.plan = plan[1];
	struct took weights = show("weights", timed(reweigh_piece, PIECES));
	finish("reweigh", weights);
	printf("\"cells\": %zu}\n", tree.n_leaves * plan[0].cells);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static void spread(const char *what, double *us, size_t n)
{
	qsort(us, n, sizeof(*us), by_size);
	printf("\"%s\": {\"median\": %.2f, \"p99\": %.2f, \"most\": %.2f}, ", what, us[n / 2], us[n * 99 / 100], us[n - 1]);
}

/* Entries anywhere in the year, each by itself; then all of them taken back, and the board is as it was. */
static void post(void)
{
	static double asked[ASKED], posted[POSTED];
	struct columns_effects x;
	struct took t = since((struct took){ 0 });
	columns_live_fill(&live);
	printf("{");
	show("shelves", since(t));
	for (uint64_t k = 0; k < ASKED; k++) {
		struct columns_entry e = entry_at(mix(~k) % n_entries);
		double at = ms(CLOCK_MONOTONIC);
		must(columns_effect(&live, e, &x), "an effect");
		asked[k] = (ms(CLOCK_MONOTONIC) - at) * 1e3;
	}
	for (uint64_t k = 0; k < POSTED; k++) {
		struct columns_entry e = entry_at(mix(~k) % n_entries);
		double at = ms(CLOCK_MONOTONIC);
		must(columns_post(&live, e, &x), "an entry");
		posted[k] = (ms(CLOCK_MONOTONIC) - at) * 1e3;
	}
	for (uint64_t k = 0; k < POSTED; k++) {
		struct columns_entry e = entry_at(mix(~k) % n_entries);
		e.points = -e.points;
		must(columns_post(&live, e, &x), "an entry taken back");
	}
	in_pieces(rank_piece, COLUMNS_TIERS);
	spread("effect", asked, ASKED);
	spread("post", posted, POSTED);
	printf("\"asked\": %d}\n", ASKED);
}

/* ---- for the others ------------------------------------------------------------------------------------------ */

static FILE *open_for(const char *path)
{
	FILE *f = fopen(path, "wb");
	if (!f)
		exit(1);
	setvbuf(f, NULL, _IOFBF, 1 << 20);
	return f;
}

static void csv(const char *path, const struct columns_entries *e, size_t from, size_t to, size_t stride)
{
	FILE *f = open_for(path);
	for (size_t k = from; k < to && k < n_entries; k += stride)
		fprintf(f, "%" PRIu32 ",%d,%d,%" PRId32 "\n", e->leaf[k], e->indicator[k], e->month[k], e->points[k]);
	fclose(f);
	printf("{}\n");
}

/* Unit, tier, twelve months and the year in hundredths, place among peers, place in the tier. */
static void results(const char *path)
{
	FILE *f = open_for(path);
	for (uint32_t u = 0; u < tree.n; u++) {
		fprintf(f, "%" PRIu32 ",%d", u, tree.tier[u]);
		for (uint32_t m = 0; m < COLUMNS_MONTHS; m++)
			fprintf(f, ",%" PRId64, columns_month(&board, u, m).u / 10000);
		fprintf(f, ",%" PRId64, board.years[u] / 10000);
		fprintf(f, ",%" PRIu32 ",%" PRIu32 "\n", board.places[u].among_peers, board.places[u].in_tier);
	}
	fclose(f);
	printf("{}\n");
}

/* Every stride-th entry alone; the board has these from now on, until the next turn. */
static void thin(size_t stride)
{
	struct columns_entries all = entries, few = { 0 };
	size_t n = (n_entries + stride - 1) / stride;
	few = room(n);
	for (size_t k = 0; k < n; k++) {
		few.leaf[k] = all.leaf[k * stride];
		few.indicator[k] = all.indicator[k * stride];
		few.month[k] = all.month[k * stride];
		few.points[k] = all.points[k * stride];
	}
	entries = few;
	board.plan = plan[0];
	printf("{");
	finish("compose", timed(compose_piece, PIECES));
	printf("\"entries\": %zu}\n", n);
	entries = all;
}

/* unit,tier,parent,leaf with nothing above the provinces and nothing but for leaves; indicator,weight,floor,cap */
static void tables(const char *path)
{
	FILE *f = open_for(path);
	for (uint32_t u = 0; u < tree.n; u++) {
		fprintf(f, "%" PRIu32 ",%d,%" PRId64, u, tree.tier[u], tree.parent[u] == COLUMNS_NONE ? -1 : (int64_t)tree.parent[u]);
		fprintf(f, ",%" PRId64 "\n", tree.end[u] == u + 1 ? (int64_t)tree.before[u] : -1);
	}
	fclose(f);
	printf("{\"units\": %" PRIu32 ", \"leaves\": %" PRIu32 ", \"rules\": [", tree.n, tree.n_leaves);
	for (int r = 0; r < 2; r++) {
		printf("%s[", r ? ", " : "");
		for (int i = 0; i < INDICATORS; i++)
			printf("%s[%d, %d, %d, %d]", i ? ", " : "", i, plan[r].weight[i], plan[r].floor[i], plan[r].cap[i]);
		printf("]");
	}
	printf("]}\n");
}

static bool obey(char *line)
{
	char word[16], path[900];
	size_t from = 0, to = 0;
	int n = sscanf(line, "%15s %899s %zu %zu", word, path, &from, &to);
	if (n < 1 || strcmp(word, "end") == 0)
		return false;
	if (strcmp(word, "turn") == 0)
		turn();
	else if (strcmp(word, "again") == 0)
		turn_again();
	else if (strcmp(word, "post") == 0)
		post();
	else if (strcmp(word, "tables") == 0 && n == 2)
		tables(path);
	else if (strcmp(word, "results") == 0 && n == 2)
		results(path);
	else if (strcmp(word, "arrived") == 0 && n == 4)
		csv(path, &arrived, from, to, 1);
	else if (strcmp(word, "entries") == 0 && n == 4)
		csv(path, &entries, from, to, 1);
	else if (strcmp(word, "few") == 0 && n == 3)
		csv(path, &entries, 0, n_entries, from);
	else if (strcmp(word, "thin") == 0 && n == 2)
		thin(strtoul(path, NULL, 10));
	else
		return false;
	fflush(stdout);
	return true;
}

int main(int argc, char **argv)
{
	char line[1024];
	if (argc != 4)
		return 2;
	arena_init(&arena, (size_t)64 << 30);
	n_entries = strtoul(argv[2], NULL, 10);
	seed = strtoul(argv[3], NULL, 10);
	load_tree(argv[1]);
	make_rules();
	arrived = room(n_entries);
	half = room(n_entries);
	entries = room(n_entries);
	bins = columns_bins_new(&arena, &tree, 16);
	board = columns_board_new(&arena, &tree, &plan[0]);
	live = columns_live_new(&arena, &board);
	in_pieces(generate, PIECES);
	arrange();
	while (fgets(line, sizeof(line), stdin) && obey(line))
		;
	arena_release(&arena);
	return 0;
}
