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

SRCS    := $(sort $(wildcard src/base/*.c src/core/*.c src/store/*.c src/http/*.c src/web/*.c src/sheet/*.c \
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

.PHONY: all check demo clean lint
.SUFFIXES:
.SECONDARY:
all: $(OUT)/bixue

$(OUT)/bixue: $(OBJS)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(OUT)/libbixue.a: $(LIBOBJS)
	@rm -f $@
	@ar rcs $@ $^

$(OBJ)/%.o: src/%.c | $(GENH)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OBJ)/gen/%.o: $(GEN)/%.c | $(GENH)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJS:.o=.d)

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

$(OUT)/unit/%: tests/unit/%.c $(OUT)/libbixue.a
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(OUT)/libbixue.a $(LDLIBS) -lcmocka

-include $(wildcard $(OUT)/unit/*/*.d)

.PHONY: unit
unit: $(UNITBIN)
	@for t in $(UNITBIN); do echo "== $$t"; $$t || exit 1; done

clean:
	rm -rf build
