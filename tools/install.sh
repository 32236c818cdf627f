#!/bin/sh
# Installs what is missing of the Debian packages listed in the given files, as root or through sudo, and says so.
set -e
missing=
for p in $(cat "$@"); do
	# A tool that is there by another road (node from elsewhere) is not installed a second time.
	case $p in nodejs) command -v node >/dev/null && continue ;; npm) command -v npm >/dev/null && continue ;; esac
	dpkg-query -W -f '${Status}\n' "$p" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
echo "Missing Debian packages:$missing"
if [ "$(id -u)" = 0 ]; then as=; elif command -v sudo >/dev/null; then as=sudo; echo "Installing them needs root: sudo may ask for your password."
else echo "Installing them needs root; run as root:  apt-get install --no-install-recommends$missing"; exit 1; fi
$as apt-get -qq -o DPkg::Lock::Timeout=300 update
$as env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 install $missing
