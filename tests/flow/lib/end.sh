# Sourced by flows with a server once T, their folder, is there.  A server that is told to end does so by itself with nothing to
# complain of: another ending, or a sanitizer's report in its log, fails the flow.
log=${log:-$T/log} server=
server_ended() {
	left=0; kill $server; wait $server || left=$?; server=
	[ $left = 0 ] && ! grep -q 'runtime error:\|ERROR: [A-Z]' "$log" || { echo "the server ended with $left:"; tail -60 "$log"; return 1; }
}
at_end() { as=$?; [ ! "$server" ] || server_ended || as=1; rm -rf "$T"; exit $as; }
stop() { server_ended || exit 1; }
trap at_end EXIT
