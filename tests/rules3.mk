CHECKS := calc
# Included by the Makefile.


# ---- the scoring core against known answers ----------------------------------------------------------------
.PHONY: calc
calc: $(OUT)/bixue
	@BIXUE=$(CURDIR)/$(OUT)/bixue node tests/calc/run.mjs $(T)
