#!/bin/sh
# The quirks of real sheets, against what the importer must answer.
exec node tests/flow/quirks.mjs
