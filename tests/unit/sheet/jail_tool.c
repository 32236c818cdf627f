/* A program in its cell: it gets the file and answers; everything else is refused, and whatever it does the parent goes on. */
#include "sheet/jail.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours */

static const struct jail small = { 512 << 20, 2, 5000, 1 << 20 };
static struct arena a;
static struct ctx cx;
static struct sv said;
static bool missing;

static int begin(void **state)
{
	(void)state;
	arena_init(&a, 64 << 20);
	ctx_init(&cx, &a, 12345, LANG_EN);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

static enum rc tool(const struct jail *jail, const char *text, const char *const *argv)
{
	int in = memfd_create("in", MFD_CLOEXEC);
	assert_int_equal(write(in, text, strlen(text)), strlen(text)); /* where it stands does not matter: the tool reads from the beginning */
	said = SV_NONE;
	enum rc rc = jail_tool(&cx, jail, in, argv, &said, &missing);
	close(in);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	assert_null(cx.faults);
	return rc;
}

static enum rc python(const char *program)
{
	const char *const argv[] = { "/usr/bin/python3", "-S", "-E", "-c", program, NULL };
	return tool(&small, "", argv);
}

static int open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void an_answer_comes_back(void **state)
{
	(void)state;
	static const char *const argv[] = { "/usr/bin/cat", NULL };
	char *much = calloc(1, 300001);
	int before = open_files();
	memset(much, 'x', 300000);
	assert_int_equal(tool(&small, "hello", argv), RC_OK);
	assert_true(sv_is(said, "hello"));
	assert_int_equal(tool(&small, much, argv), RC_OK);
	assert_int_equal(said.n, 300000);
	assert_int_equal(open_files(), before);
	free(much);
}

static void what_goes_wrong_is_told_apart(void **state)
{
	(void)state;
	static const char *const none[] = { "/usr/bin/no-such-program", NULL }, *const no[] = { "/usr/bin/false", NULL }, *const cat[] = { "/usr/bin/cat", NULL };
	static const struct jail narrow = { 512 << 20, 2, 5000, 10 };
	assert_int_equal(tool(&small, "", none), RC_FAILED);
	assert_true(missing);
	assert_int_equal(tool(&small, "", no), RC_INVALID);
	assert_false(missing);
	assert_int_equal(tool(&narrow, "ten and more", cat), RC_LIMIT);
}

/* Each would say "out" if it could. */
static void nothing_gets_out(void **state)
{
	(void)state;
	static const char *const evil[] = {
		"open('/etc/passwd').read()",
		"open('/proc/self/environ').read()",
		"open('/proc/1/cmdline').read()",
		"import os; os.listdir('/tmp')",
		"import os; os.listdir('/')",
		"open('/tmp/out', 'w')",
		"open('/usr/share/out', 'w')",
		"import os; os.mkdir('/tmp/out-of-the-cell')",
		"import os; os.unlink('/tmp/nothing') if os.path.exists('/tmp/nothing') else os.rename('/usr/bin/cat', '/usr/bin/dog')",
		"import _socket; _socket.socket()",
		"import os; os.fork()",
		"import _thread; _thread.start_new_thread(print, ())",
		"import os; os.kill(os.getppid(), 0)",
		"import os; os.setuid(12345)",
		"import os; os.write(3, b'out')",
		"import os; os.execv('/etc/hostname', ['x'])",
	};
	for (size_t i = 0; i < sizeof(evil) / sizeof(evil[0]); i++) {
		assert_int_equal(python(arena_printf(&a, "%s; print('out')", evil[i]).p), RC_INVALID);
		assert_int_equal(said.n, 0);
	}
	assert_int_equal(python("import os; print(len(os.environ), os.listdir('/usr/bin') != [])"), RC_OK); /* the ladder it stands on */
	assert_true(sv_starts(said, SV("2 True")));
}

static void endless_work_is_stopped(void **state)
{
	(void)state;
	static const struct jail hasty = { 512 << 20, 1, 1500, 1 << 20 };
	static const char *const spin[] = { "/usr/bin/python3", "-S", "-E", "-c", "while True: pass", NULL };
	static const char *const mute[] = { "/usr/bin/python3", "-S", "-E", "-c", "import os; os.close(1)\nwhile True: pass", NULL };
	static const char *const eats[] = { "/usr/bin/python3", "-S", "-E", "-c", "x = bytearray(900 << 20); print('out')", NULL };
	assert_int_equal(tool(&hasty, "", spin), RC_INVALID);
	assert_int_equal(tool(&hasty, "", mute), RC_INVALID);
	assert_int_equal(tool(&small, "", eats), RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, begin, finish)
		T(an_answer_comes_back), T(what_goes_wrong_is_told_apart), T(nothing_gets_out), T(endless_work_is_stopped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
