# The tests of the store and of trust; included by the Makefile.  `make check` runs each of CHECKS.
CHECKS := test-store rights kill-check kill-control fault power-cut-check power-cut-control

TRUST_SRC := tests/store/world.h $(OUT)/libbixue.a
SHM       := $(shell test -w /dev/shm && echo /dev/shm || echo build/tmp)

$(OUT)/trust/%: tests/store/%.c $(TRUST_SRC)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) -Ibuild/trust -MMD -MP $(LDFLAGS) -o $@ $< $(OUT)/libbixue.a $(LDLIBS)
-include $(wildcard $(OUT)/trust/*.d)

# The unit tests of the ballot box see every write and sync, and make some fail.
LDUNIT_store_box    := -Wl,--wrap=pwrite,--wrap=fsync,--wrap=fdatasync
LDUNIT_store_boxcut := $(LDUNIT_store_box)

.PHONY: test-store rights kill kill-check kill-control fault
# 700 edits of rows and 700 of bytes and pages: each that changes content is found and named.
test-store: $(OUT)/trust/edits
	BIXUE_TEST_TMP=$(SHM) $(OUT)/trust/edits 700 700

# Who may do and see what, pair by pair.
rights: $(OUT)/trust/rights
	BIXUE_TEST_TMP=$(SHM) $(OUT)/trust/rights

# Kill -9 at random moments: 500 in `make check`, 10,000 by `make kill`.  A kill takes nothing from the page cache, so
# that memory is as good a disk as any here; what a power cut takes is another test's question.
kill-check: $(OUT)/trust/kill
	BIXUE_TEST_TMP=$(SHM) $(OUT)/trust/kill 500
kill-control: $(OUT)/trust/kill
	BIXUE_TEST_TMP=$(SHM) $(OUT)/trust/kill --control
kill: $(OUT)/trust/kill
	BIXUE_TEST_TMP=$(SHM) $(OUT)/trust/kill 10000

# The n-th write, sync, … fails, for every n.
$(OUT)/trust/libfault.so: tests/fault/libfault.c
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) -std=c17 -D_GNU_SOURCE -O1 -g -fPIC -shared $(filter-out -Wmissing-prototypes -Wstrict-prototypes,$(WARN)) -o $@ $< -ldl
$(OUT)/trust/fault: tests/fault/fault.c $(TRUST_SRC)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(OUT)/libbixue.a $(LDLIBS) -ldl
fault: $(OUT)/trust/fault $(OUT)/trust/libfault.so
	BIXUE_TEST_TMP=$(SHM) $(OUT)/trust/fault $(OUT)/trust/libfault.so

# Power cuts: what the disc may hold when it loses what was not synced.  200 in `make check`, 20,000 by `make power-cut`.
$(OUT)/trust/libpower.so: tests/power/record.c tests/power/record.h
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) -std=c17 -D_GNU_SOURCE -O1 -g -fPIC -shared $(WARN) -o $@ $< -ldl
$(OUT)/trust/power: tests/power/power.c tests/power/disc.c tests/power/disc.h tests/power/record.h $(TRUST_SRC)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(OUT)/libbixue.a $(LDLIBS) -ldl
POWER := $(OUT)/trust/power $(OUT)/trust/libpower.so $(OUT)/bixue
.PHONY: power-cut power-cut-check power-cut-control
power-cut-check: $(POWER)
	BIXUE_TEST_TMP=$(SHM) $(POWER) 200
power-cut-control: $(POWER)
	BIXUE_TEST_TMP=$(SHM) $(POWER) --control
N ?= 20000
SEED ?= 1
power-cut: $(POWER)
	BIXUE_TEST_TMP=$(SHM) $(POWER) $(N) $(SEED)
