# Included by the Makefile.  `make coverage` runs the unit tests of core and says, file by file, how many of its
# branches were taken; `make coverage T=rule` looks at the files whose names begin so, and asks for 95 %.
COVSRC   := $(sort $(wildcard src/base/*.c src/core/*.c src/core/*/*.c))
COVTESTS := $(sort $(wildcard tests/unit/core/$(or $(T),)*.c tests/unit/score/$(or $(T),)*.c))
COVLIBS  := $(shell pkg-config --libs jansson libcrypto 2>/dev/null) -lcmocka -lm

build/cov/%.o: src/%.c
	@mkdir -p $(@D)
	@$(CC) -std=c17 -O0 -g --coverage $(DEFS) -MMD -MP -c -o $@ $<
-include $(COVSRC:src/%.c=build/cov/%.d)

build/cov/test/%: tests/unit/%.c $(COVSRC:src/%.c=build/cov/%.o)
	@mkdir -p $(@D)
	@$(CC) -std=c17 -O0 -g --coverage $(DEFS) -o $@ $< $(COVSRC:src/%.c=build/cov/%.o) $(COVLIBS)

build/cov/test/replay: tests/fuzz/rule.c $(COVSRC:src/%.c=build/cov/%.o)
	@$(CC) -std=c17 -O0 -g --coverage -DREPLAY $(DEFS) -o $@ $< $(COVSRC:src/%.c=build/cov/%.o) $(COVLIBS)

.PHONY: coverage
coverage: $(COVTESTS:tests/unit/%.c=build/cov/test/%) build/cov/test/replay
	@find build/cov -name '*.gcda' -delete
	@build/cov/test/replay tests/fuzz/corpus/rule/* >/dev/null
	@for t in $(filter-out %/replay,$^); do $$t >/dev/null 2>&1 || { echo "$$t failed"; exit 1; }; done
	@tools/coverage.sh build/cov $(or $(T),)
