/* The main of a fuzz target that is built as a plain program: runs it over each file named. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		if (!f) {
			perror(argv[i]);
			return 1;
		}
		uint8_t *p = malloc(1 << 20);
		size_t n = p ? fread(p, 1, 1 << 20, f) : 0;
		fclose(f);
		LLVMFuzzerTestOneInput(p, n);
		free(p);
	}
	printf("%d inputs replayed\n", argc - 1);
	return 0;
}
