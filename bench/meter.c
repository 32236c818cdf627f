/* meter run CMD …            runs it and prints  wall-ms cpu-ms peak-kB exit-code  of it and all its children, on stderr
 * meter start CMD … @ …      starts a server with @ as a free port, asks for /healthz until that is answered, prints
 *                            ms-to-first-answer cpu-ms  and ends the server */
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double cpu(const struct rusage *u)
{
	return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1e3 + (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1e3;
}

static int free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(fd, (struct sockaddr *)&a, n) != 0 || getsockname(fd, (struct sockaddr *)&a, &n) != 0)
		exit(1);
	close(fd);
	return ntohs(a.sin_port);
}

static bool answers(int port)
{
	static const char ask[] = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port) };
	char got[16] = "";
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bool ok = connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0 && write(fd, ask, sizeof(ask) - 1) > 0 &&
		  read(fd, got, sizeof(got) - 1) > 12 && strncmp(got, "HTTP/1.1 200", 12) == 0;
	close(fd);
	return ok;
}

static pid_t launch(char **argv)
{
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);
		dup2(null, 1);
		dup2(null, 2);
		execvp(argv[0], argv);
		_exit(127);
	}
	return pid;
}

int main(int argc, char **argv)
{
	struct rusage u;
	int status = 0, port = 0;
	char arg[8][32];
	if (argc < 3)
		return 2;
	bool start = strcmp(argv[1], "start") == 0;
	for (int i = 3, n = 0; start && i < argc && n < 8; i++) {
		char *at = strchr(argv[i], '@');
		if (!at)
			continue;
		port = port ? port : free_port();
		snprintf(arg[n], sizeof(arg[n]), "%.*s%d", (int)(at - argv[i]), argv[i], port);
		argv[i] = arg[n++];
	}
	double began = ms(), took;
	pid_t pid = launch(argv + 2);
	while (start && !answers(port) && waitpid(pid, &status, WNOHANG) == 0 && ms() - began < 20000)
		nanosleep(&(struct timespec){ .tv_nsec = 200000 }, NULL);
	took = ms() - began;
	if (start)
		kill(pid, SIGTERM);
	if (wait4(pid, &status, 0, &u) != pid)
		return 1;
	if (!start)
		took = ms() - began;
	fprintf(stderr, "%.2f %.2f %ld %d\n", took, cpu(&u), u.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	return 0;
}
