/* The main of a fuzz target that is built as a plain program: runs it over each file named, in memory of exactly its
 * size, so that a read past the end is seen. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		if (!f || fseek(f, 0, SEEK_END) != 0) {
			perror(argv[i]);
			return 1;
		}
		size_t n = (size_t)ftell(f);
		rewind(f);
		uint8_t *exact = malloc(n + !n);
		if (!exact || fread(exact, 1, n, f) != n) {
			perror(argv[i]);
			return 1;
		}
		fclose(f);
		LLVMFuzzerTestOneInput(exact, n);
		free(exact);
	}
	printf("%d inputs replayed\n", argc - 1);
	return 0;
}
