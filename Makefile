# Bixue 比学.  `make` builds build/bixue; `make demo` and `make check` install what is missing and run.
# One file, plain GNU make.  MODE=san builds everything with sanitizers under build/san.

MODE    ?= release
CC      ?= gcc
OUT     := $(if $(filter release,$(MODE)),build,build/$(MODE))
OBJ     := $(OUT)/obj
GEN     := build/gen

PKGS    := jansson sqlite3 libmicrohttpd libcrypto libsodium expat libzip icu-uc icu-i18n libqrencode libexif \
           libseccomp libturbojpeg zlib
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch-enum -Wvla -Wstrict-prototypes \
           -Wmissing-prototypes -Wformat=2 -Wformat-nonliteral -Werror
DEFS    := -D_GNU_SOURCE -Isrc -I$(GEN)
HARDEN  := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection=full \
           -ftrivial-auto-var-init=zero -fPIE
LDHARD  := -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code
CFLAGS_release := -O2 -g $(HARDEN)
CFLAGS_san     := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer \
                  -Wno-error=format-truncation
LD_release     := $(LDHARD)
LD_san         := -fsanitize=address,undefined
CFLAGS  += -std=c17 $(WARN) $(CFLAGS_$(MODE)) $(DEFS) $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LDFLAGS += $(LD_$(MODE))
LDLIBS  += $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lxlsxwriter -lopencc -lpthread -lm

SRCS    := $(sort $(wildcard src/base/*.c src/core/*.c src/core/*/*.c src/stat/*.c src/calc/*.c src/store/*.c src/http/*.c src/web/*.c src/sheet/*.c \
           src/app/*/*.c src/jobs/*.c src/main/*.c))
TMPLS   := $(sort $(wildcard src/web/*.tmpl src/app/*/*.tmpl))
SQLS    := $(sort $(wildcard src/store/*.sql src/app/*/*.sql))
POS     := $(sort $(wildcard src/web/po/zh_CN/*.po))
UI      := $(sort $(wildcard ui/*.css ui/*.js ui/*.svg))
GENS    := $(TMPLS:src/%.tmpl=$(GEN)/%.tmpl.c) $(SQLS:src/%.sql=$(GEN)/%.sql.c) \
           $(GEN)/web/po.c $(GEN)/web/assets.c
GENH    := $(TMPLS:src/%.tmpl=$(GEN)/%.tmpl.h) $(SQLS:src/%.sql=$(GEN)/%.sql.h)

OBJS    := $(SRCS:src/%.c=$(OBJ)/%.o) $(GENS:$(GEN)/%.c=$(OBJ)/gen/%.o)
LIBOBJS := $(filter-out $(OBJ)/main/bixue.o,$(OBJS))
# The second program: its own folder and base, nothing else, so that the linker holds the wall too.
VERIFY  := $(sort $(wildcard src/verify/*.c))
VEROBJS := $(VERIFY:src/%.c=$(OBJ)/%.o)
BASEOBJ := $(patsubst src/%.c,$(OBJ)/%.o,$(wildcard src/base/*.c))

.PHONY: all check demo clean
.SUFFIXES:
.SECONDARY:
all: $(OUT)/bixue $(OUT)/bixue-verify

$(OUT)/bixue: $(OBJS)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(OUT)/bixue-verify: $(VEROBJS) $(BASEOBJ)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(shell pkg-config --libs jansson libcrypto)

# For tests; the program itself never sees it.
$(OUT)/libverify.a: $(filter-out $(OBJ)/verify/main.o,$(VEROBJS))
	@rm -f $@
	@ar rcs $@ $^

$(OUT)/libbixue.a: $(LIBOBJS)
	@rm -f $@
	@ar rcs $@ $^

# The same figures from every compiler: no fused multiply-add, no reordered sums.
$(OBJ)/stat/%.o $(OBJ)/calc/%.o: CFLAGS += -ffp-contract=off

$(OBJ)/%.o: src/%.c | $(GENH)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OBJ)/gen/%.o: $(GEN)/%.c | $(GENH)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJS:.o=.d) $(VEROBJS:.o=.d)

# ---- build-time tools ------------------------------------------------------------------------------
build/tools/tmplc: tools/tmplc.c $(wildcard tools/tmplc/*.c tools/tmplc/*.h)
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE -O1 -g $(filter-out -Wconversion,$(WARN)) -o $@ $(filter %.c,$^)

build/tools/%: tools/%.c
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE -O1 -g $(filter-out -Wconversion,$(WARN)) -Isrc -o $@ $<

$(GEN)/%.sql.c $(GEN)/%.sql.h &: src/%.sql build/tools/sqlpack
	@mkdir -p $(@D)
	build/tools/sqlpack src/$*.sql $(GEN)/$*.sql

$(GEN)/%.tmpl.c $(GEN)/%.tmpl.h &: src/%.tmpl build/tools/tmplc
	@mkdir -p $(@D)
	build/tools/tmplc src/$*.tmpl $(GEN)/$*.tmpl

$(GEN)/web/po.c: $(POS) build/tools/pocomp
	@mkdir -p $(@D)
	build/tools/pocomp $@ $(POS)

$(GEN)/web/assets.c: $(UI) build/tools/assetpack
	@mkdir -p $(@D)
	build/tools/assetpack $@ $(UI)

# Texts for people that have no Chinese.
.PHONY: lint-texts
lint-texts: build/tools/pocomp
	@build/tools/pocomp --missing $(POS) -- $(sort $(shell find src -name '*.[ch]' -o -name '*.tmpl'))

# ---- tests -------------------------------------------------------------------------------------------
# `make unit T=base/dec` builds and runs one; without T all of tests/unit.
UNITS   := $(sort $(wildcard tests/unit/*/*.c))
T       ?=
UNITBIN := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(if $(T),tests/unit/$(T).c,$(UNITS)))

comma := ,
# What a test links otherwise: arithmetic that can be told to fail.
LDUNIT_core_whatif_measures = $(LDUNIT_core_overflow)
LDUNIT_core_overflow := $(patsubst %,-Wl$(comma)--wrap=%,dec_add dec_sub dec_mul dec_muldiv rule_muldiv rule_settle)

$(OUT)/unit/%: tests/unit/%.c $(OUT)/libbixue.a $(OUT)/libverify.a
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(LDUNIT_$(subst /,_,$*)) $(OUT)/libverify.a $(OUT)/libbixue.a $(LDLIBS) -lcmocka

-include $(wildcard $(OUT)/unit/*/*.d)

.PHONY: unit
# One is shown as it runs; all of them run side by side, and only what fails is shown.
unit: $(UNITBIN)
ifeq ($(T),)
	@printf '%s\n' $(UNITBIN) | xargs -P $$(nproc) -I{} sh -c '{} >{}.log 2>&1; rc=$$?; echo "== {}"; [ $$rc = 0 ] || { cat {}.log; exit 1; }'
else
	@for t in $(UNITBIN); do echo "== $$t"; $$t || exit 1; done
endif

# The text of flows: shell scripts that drive the binary.  `make flow T=matter` runs one.
FLOWS   := $(sort $(wildcard tests/flow/*.sh))
.PHONY: flow lint lint-deps install-build install-check hardened fuzz-replay
flow: $(OUT)/bixue
	@for t in $(if $(T),tests/flow/$(T).sh,$(FLOWS)); do echo "== $$t"; BIXUE=$(CURDIR)/$(OUT)/bixue sh $$t || exit 1; done

# ---- fuzzing ---------------------------------------------------------------------------------------------
# `make fuzz F=csv SECONDS=60` searches; `make fuzz-replay` runs the kept corpus, with sanitizers, without clang.
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/*.c)))
SECONDS ?= 60
build/san/fuzz/%: tests/fuzz/%.c build/san/libbixue.a build/san/libverify.a
	@mkdir -p $(@D)
	@$(CC) $(filter-out -Wmissing-prototypes,$(CFLAGS)) -DREPLAY $(LDFLAGS) -o $@ $< build/san/libverify.a build/san/libbixue.a $(LDLIBS)

fuzz-replay-san: $(FUZZERS:%=build/san/fuzz/%)
	@for f in $(FUZZERS); do ls tests/fuzz/corpus/$$f/* >/dev/null 2>&1 || continue; \
		build/san/fuzz/$$f tests/fuzz/corpus/$$f/* || exit 1; echo "ok fuzz corpus $$f"; done

# The parsers are built by clang with coverage; everything else of the library comes along.
FUZZSRC = $(filter-out src/main/bixue.c,$(SRCS)) $(filter-out src/verify/main.c,$(VERIFY)) $(GENS)
build/fuzz/%: tests/fuzz/%.c $(GENH) $(GENS)
	@mkdir -p $(@D)
	clang -std=c17 -O1 -g -fsanitize=fuzzer,address,undefined $(DEFS) $(shell pkg-config --cflags $(PKGS)) -Wno-everything \
		-o $@ $< $(FUZZSRC) $(LDLIBS)
.PHONY: fuzz
fuzz: build/fuzz/$(F)
	mkdir -p build/corpus/$(F)
	build/fuzz/$(F) -max_total_time=$(SECONDS) -timeout=10 $(if $(wildcard tests/fuzz/$(F).dict),-dict=tests/fuzz/$(F).dict) \
		build/corpus/$(F) tests/fuzz/corpus/$(F)

# ---- lint ------------------------------------------------------------------------------------------------
lint: lint-deps lint-texts
	@tools/check-pure.sh build/obj
	@tools/check-ceilings.sh
	@cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
		--suppress=nullPointerRedundantCheck --suppress=arrayIndexOutOfBoundsCond --suppress=uninitStructMember --suppress=uninitvar --suppress=missingInclude -Isrc src/base src/core src/stat src/calc src/store src/verify
lint-deps:
	@tools/check-deps.sh
	@tools/check-sql.sh

# The release build has the hardening that it was asked for.
hardened: build/bixue build/bixue-verify
	@for p in $^; do hardening-check --nocfprotection --quiet $$p >/dev/null || { hardening-check $$p; exit 1; }; done
	@echo "ok hardened"

# ---- the two commands ------------------------------------------------------------------------------------
install-build:
	@tools/install.sh deps/apt-build.txt
install-check: install-build
	@tools/install.sh deps/apt-check.txt

-include $(sort $(wildcard tests/rules*.mk))

# Installs what is missing, builds, serves the demonstration on loopback and prints its address; PORT=… another port.
demo: install-build
	@$(MAKE) --no-print-directory -s all
	@build/bixue demo --data build/demo $(if $(PORT),--listen 127.0.0.1:$(PORT))

# Installs what is missing, builds with sanitizers and without, runs every test.
check: install-check
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@sh tests/check.sh

# Every page and state at 1280 and 390 px in both languages, into build/shots/.
.PHONY: shots bench bench-nation
shots: install-check all
	@sh tests/browser/run.sh --demo-only
	@BIXUE=build/bixue BIXUE_DEMO=build/demo-test node tests/browser/shots.mjs

# What the claims of speed rest on: ratios of one run, never a test.
bench: all build/bench/hall build/bench/acts build/bench/box build/bench/matters build/bench/board build/bench/whatif build/bench/worlds
	build/bench/acts
	build/bench/box
	build/bench/matters
	build/bench/board
	build/bench/whatif
	bench/pages.sh
	bench/memory.sh
	bench/hall.sh
	node bench/import.mjs
	bench/worlds.sh
bench-nation: build/bench/nation
	node bench/nation.mjs $(ENTRIES)
build/bench/%: bench/%.c build/libbixue.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< build/libbixue.a $(LDLIBS)

clean:
	rm -rf build
