#!/bin/sh
# core is pure: its objects may ask for nothing but core, base, and a short list of libc's pure functions, and
# hold no floating point.  (__cpu_*: which of several equal loops the loader takes.)  usage: check-pure.sh OBJDIR
objs=$(find "$1/core" -name '*.o') || exit 1
own=$(nm --defined-only -g $objs $(find "$1/base" -name '*.o') 2>/dev/null | awk 'NF==3 {print $3}' | sort -u)
asked=$(nm -u $objs | awk '$1=="U" {print $2}' | sort -u)
allowed="memcmp memcpy memmove memset strcmp strlen strncmp strchr memchr qsort bsearch __memcpy_chk __memset_chk
__memmove_chk __stack_chk_fail __cpu_model __cpu_indicator_init __divti3 __udivti3 __modti3 __umodti3 __divmodti4 _GLOBAL_OFFSET_TABLE_"
bad=0
for s in $asked; do
	echo "$own" | grep -qx "$s" && continue
	echo "$allowed" | tr ' ' '\n' | grep -qx "$s" && continue
	echo "src/core asks for $s, which is not pure"; bad=1
done
grep -nE '\b(double|float|time|malloc|fopen|printf|getenv|rand)\b *[(;a-z]' $(find src/core -name '*.c') | grep -vE '^\S+:\s*(/\*|\*|//)| \*|"' && { echo "src/core: see the lines above"; bad=1; }
exit $bad
