CHECKS := pg-statements fault-cli
# Included by the Makefile; `make check` runs each of CHECKS.

# ---- what PostgreSQL says to every packed table and statement --------------------------------------------
PACKS := $(filter %.sql.h,$(GENH))
build/pg/packed.h: $(PACKS) tests/rules2.mk
	@mkdir -p $(@D)
	@{ for h in $(PACKS:$(GEN)/%=%); do echo "#include \"$$h\""; done; printf '#define PACKED_LIST'; \
	   for h in $(PACKS:$(GEN)/%=%); do sed -n "s|^extern const size_t \([a-z_]*\)_queries_n;$$| PACKED(\"$${h%.h}\", \1)|p" $(GEN)/$$h | tr -d '\n'; \
	   done; echo; } > $@.new && mv $@.new $@
$(OUT)/pg/prepare: tests/pg/prepare.c build/pg/packed.h $(PACKS:$(GEN)/%.h=$(OBJ)/gen/%.o)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) -Ibuild/pg $(shell pkg-config --cflags libpq) $(LDFLAGS) -o $@ $< $(filter %.o,$^) $(shell pkg-config --libs libpq)

.PHONY: pg-statements fault-cli fault-cli-all
pg-statements: $(OUT)/pg/prepare
	@sh tests/pg/prepare.sh $(OUT)/pg/prepare src

# ---- the n-th write, sync, opening, … of a command fails ----------------------------------------------------
$(OUT)/fault/preload.so: tests/fault/preload.c tests/fault/preload.h
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) -std=c17 -D_GNU_SOURCE -O1 -g -fPIC -shared $(filter-out -Wmissing-prototypes,$(WARN)) -o $@ $< -ldl
$(OUT)/fault/cli: tests/fault/cli.c tests/fault/preload.h
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $<
# A copy is tried, so that another make may link meanwhile.
$(OUT)/fault/bixue: $(OUT)/bixue
	@mkdir -p $(@D)
	@cp $< $@
fault-cli: $(OUT)/fault/bixue $(OUT)/fault/cli $(OUT)/fault/preload.so
	@$(OUT)/fault/cli $(OUT)/fault/bixue $(OUT)/fault/preload.so
# Every call under every kind of fault: some minutes.
fault-cli-all: $(OUT)/fault/bixue $(OUT)/fault/cli $(OUT)/fault/preload.so
	@$(OUT)/fault/cli $(OUT)/fault/bixue $(OUT)/fault/preload.so 1
