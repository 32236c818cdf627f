CHECKS := compilers-check
# The scoring core by itself: what of it the tests run, and the same answers from every compiler.
CORESRC := $(sort $(wildcard src/base/*.c src/core/*.c src/core/*/*.c src/stat/*.c src/calc/*.c))

# ---- branch coverage of src/core -----------------------------------------------------------------------------
# `make coverage-core` builds the core without optimising and counts what the unit tests, the text cases and the cases of
# `bixue calc` run; the table says what is left out and why (tests/coverage/table.mjs).  `L=rule_score` names the branches of
# such a file that nothing took.
CFLAGS_corecov := -O0 -g --coverage
LD_corecov     := --coverage
CORECOVUNITS   := $(filter tests/unit/core/% tests/unit/score/% tests/unit/stat/%,$(UNITS))
CORECOVBIN     := $(CORECOVUNITS:tests/unit/%.c=build/corecov/tests/%)
ifeq ($(MODE),corecov)
build/corecov/core.a: $(CORESRC:src/%.c=$(OBJ)/%.o)
	@rm -f $@
	@ar rcs $@ $^
build/corecov/tests/%: tests/unit/%.c build/corecov/core.a
	@mkdir -p $(@D)
	@$(CC) $(filter-out --coverage,$(CFLAGS)) -MMD -MP -c -o $@.o $<
	@$(CC) $(LDFLAGS) -o $@ $@.o $(LDUNIT_$(subst /,_,$*)) build/corecov/core.a $(LDLIBS) -lcmocka
build/corecov/ask: tests/calc/ask.c build/corecov/core.a
	@$(CC) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< build/corecov/core.a $(LDLIBS)
endif
.PHONY: coverage-core coverage-run
coverage-core: $(GENH)
	@$(MAKE) --no-print-directory -s MODE=corecov coverage-run
	@node tests/coverage/table.mjs build/corecov/obj $(if $(L),--lines $(L)) --least 95
coverage-run: build/corecov/ask $(CORECOVBIN)
	@find build/corecov -name '*.gcda' -delete
	@for t in $(CORECOVBIN); do $$t > build/corecov/log 2>&1 || { cat build/corecov/log; echo "failed: $$t"; exit 1; }; done
	@node tests/calc/questions.mjs build/corecov/ask | build/corecov/ask > build/corecov/answers

# ---- the same answers from every compiler ----------------------------------------------------------------------
# `make compilers`: every question that tests/calc knows and every text case of tests/cases, asked of gcc and clang,
# without optimising and with, and of a mathematical library whose last digits are others.  Compared byte for byte.
SAMECC_gcc0   := gcc -O0
SAMECC_gcc2   := gcc -O2
SAMECC_clang0 := clang -O0
SAMECC_clang2 := clang -O2
SAMES         := gcc0 gcc2 clang0 clang2
LIBM          := exp expm1 log log10 log1p log2 acos asin atan cos sin tan cbrt erf erfc lgamma tgamma atan2 hypot pow
LIBMS         := libm-up libm-mixed
LIBMDEF_libm-mixed := -DLIBM_MIXED
CASEUNITS     := core/rule core/board core/due core/quantity core/cellsplit
# What a list leaves out is zero in both; clang alone complains of it.
SAMEFLAGS     := -std=c17 $(WARN) -Wno-missing-field-initializers $(DEFS) -ffp-contract=off $(shell pkg-config --cflags jansson libcrypto 2>/dev/null)
SAMELIBS      := $(shell pkg-config --libs jansson libcrypto 2>/dev/null) -lm

define same
build/same/$(1)/obj/%.o: src/%.c
	@mkdir -p $$(@D)
	@$$(SAMECC_$(1)) $$(SAMEFLAGS) -MMD -MP -c -o $$@ $$<
build/same/$(1)/core.a: $$(CORESRC:src/%.c=build/same/$(1)/obj/%.o)
	@rm -f $$@
	@ar rcs $$@ $$^
build/same/$(1)/ask: tests/calc/ask.c build/same/$(1)/core.a
	@$$(SAMECC_$(1)) $$(SAMEFLAGS) -o $$@ $$^ $$(SAMELIBS)
build/same/$(1)/cases/%: tests/unit/%.c tests/unit/core/rule_case.h build/same/$(1)/core.a
	@mkdir -p $$(@D)
	@$$(SAMECC_$(1)) $$(SAMEFLAGS) -o $$@ $$< build/same/$(1)/core.a $$(SAMELIBS) -lcmocka
-include $$(CORESRC:src/%.c=build/same/$(1)/obj/%.d)
endef
$(foreach s,$(SAMES),$(eval $(call same,$(s))))

build/same/libm-%/ask: tests/calc/ask.c tests/calc/libm_off.c build/same/gcc2/core.a
	@mkdir -p $(@D)
	@gcc -O2 -fno-builtin $(filter-out -Wmissing-prototypes,$(SAMEFLAGS)) $(LIBMDEF_libm-$*) -c -o $(@D)/off.o tests/calc/libm_off.c
	@gcc -O2 $(SAMEFLAGS) -o $@ tests/calc/ask.c $(@D)/off.o build/same/gcc2/core.a $(LIBM:%=-Wl,--wrap=%) $(SAMELIBS)

.PHONY: compilers compilers-check
compilers-check:
	@$(MAKE) --no-print-directory -s -j$$(nproc) compilers
compilers: $(SAMES:%=build/same/%/ask) $(foreach s,$(SAMES),$(CASEUNITS:%=build/same/$(s)/cases/%)) $(LIBMS:%=build/same/%/ask)
	@sh tests/calc/compilers.sh "$(SAMES)" "$(LIBMS)" "$(CASEUNITS)"
