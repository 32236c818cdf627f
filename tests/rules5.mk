# Included by the Makefile; `make check` runs each of CHECKS.
CHECKS := gallery

# Every part of a page in both languages against tests/golden, and how it behaves in a browser.  After a change that was
# meant: look at build/gallery, then tests/web/run.sh accept.
.PHONY: gallery
gallery: $(GENS) $(GENH)
	@sh tests/web/run.sh
	@node --experimental-websocket tests/web/browser.mjs
