CHECKS :=
# The scoring core by itself: what of it the tests run, and the same answers from every compiler.
CORESRC := $(sort $(wildcard src/base/*.c src/core/*.c src/core/*/*.c src/stat/*.c src/calc/*.c))

# ---- branch coverage of src/core -----------------------------------------------------------------------------
# `make coverage` builds the core without optimising and counts what the unit tests, the text cases and the cases of
# `bixue calc` run; the table says what is left out and why (tests/coverage/table.mjs).
CFLAGS_cov := -O0 -g --coverage
LD_cov     := --coverage
COVUNITS   := $(filter tests/unit/core/% tests/unit/score/% tests/unit/stat/%,$(UNITS))
COVBIN     := $(COVUNITS:tests/unit/%.c=build/cov/tests/%)
ifeq ($(MODE),cov)
build/cov/core.a: $(CORESRC:src/%.c=$(OBJ)/%.o)
	@rm -f $@
	@ar rcs $@ $^
build/cov/tests/%: tests/unit/%.c build/cov/core.a
	@mkdir -p $(@D)
	@$(CC) $(filter-out --coverage,$(CFLAGS)) -MMD -MP -c -o $@.o $<
	@$(CC) $(LDFLAGS) -o $@ $@.o build/cov/core.a $(LDLIBS) -lcmocka
build/cov/ask: tests/calc/ask.c build/cov/core.a
	@$(CC) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< build/cov/core.a $(LDLIBS)
endif
.PHONY: coverage coverage-run
coverage: $(GENH)
	@$(MAKE) --no-print-directory -s MODE=cov coverage-run
	@node tests/coverage/table.mjs build/cov/obj $(if $(L),--lines $(L)) --least 95
coverage-run: build/cov/ask $(COVBIN)
	@find build/cov -name '*.gcda' -delete
	@for t in $(COVBIN); do $$t > build/cov/log 2>&1 || { cat build/cov/log; echo "failed: $$t"; exit 1; }; done
	@node tests/calc/questions.mjs build/cov/ask | build/cov/ask > build/cov/answers
