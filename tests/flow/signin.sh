#!/bin/sh
# Who gets in, and who does not any more: set-up links, passwords, one-time codes, sessions and tokens that end, and the pause
# after ten wrong tries.  The codes are worked out by another program (node), as an authenticator would.
set -eu
B=${BIXUE:-build/bixue}
T=$(mktemp -d)
. "$(dirname "$0")/lib/end.sh"
export BIXUE_DATA="$T/county" LANG=C.UTF-8
O=611002-D019 H=611002-D043

bad() { echo "$*"; sed 's/<[^>]*>//g' "$T/out" | grep -v '^ *$' | head -40; exit 1; }
says() { # expected exit code, command…
	want=$1; shift
	got=0; "$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || { echo "exit $got instead of $want: $*"; head -40 "$T/out" "$T/err"; exit 1; }
}
web() { # expected status, curl's arguments…
	want=$1; shift
	got=$(curl -s -o "$T/out" -D "$T/head" -w '%{http_code}' "$@") || true
	[ "$got" = "$want" ] || bad "status $got instead of $want: $*"
}
has() { grep -q -- "$1" "$T/out" || bad "no $1 in:"; }
hasnt() { ! grep -q -- "$1" "$T/out" || bad "there is $1 in:"; }
is() { [ "$1" = "$2" ] || { echo "$3: $2 instead of $1"; exit 1; }; }
to() { sed -n 's/^Location: *\([^ ]*\).*/\1/p' "$T/head" | tr -d '\r'; }
hidden_of() { # name, action: the hidden field of the form with that action
	tr '\n' ' ' <"$T/out" | sed 's/<form/\n<form/g' | grep -F "action=\"$2\"" | sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" | head -1
}
start() {
	: >"$T/log"
	"$B" serve --listen 127.0.0.1:0 >"$T/log" 2>&1 & server=$!
	for i in $(seq 60); do grep -q 'http://127' "$T/log" && break; sleep 0.1; done
	base=$(grep -o 'http://127.0.0.1:[0-9]*' "$T/log" | head -1)
	[ "$base" ] || { cat "$T/log"; exit 1; }
}
sound() { stop; says 0 "$B" verify; says 0 "$B" rebuild --check; start; }
post() { # unit, title, login, role, over
	says 0 "$B" person add --as system --unit "$1" --title "$2" --login "$3"
	says 0 "$B" person grant "$3" --role "$4" --unit "$5" --as system
}
code() { # secret, steps from now
	node -e '
const [secret, ahead] = process.argv.slice(1), letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const bits = [...secret].map(c => letters.indexOf(c).toString(2).padStart(5, "0")).join("");
const key = Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2))), counter = Buffer.alloc(8);
counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + Number(ahead)));
const mac = require("crypto").createHmac("sha1", key).update(counter).digest(), at = mac[19] & 15;
console.log(String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0"));' "$1" "$2"
}
wrong() { # a code that is none of these
	for c in 000000 111111 222222 333333; do case "$(code "$1" -1) $(code "$1" 0) $(code "$1" 1) $(code "$1" 2)" in *$c*) ;; *) echo $c; return ;; esac; done
}
sign_in() { # expected status, jar, login, password[, code]
	web "$1" -c "$2" --data-urlencode "login=$3" --data-urlencode "password=$4" -d "code=${5:-}" "$base/in"
}
alive() { web 200 -b "$1" "$base/me"; }
ended() { web 303 -b "$1" "$base/me"; case "$(to)" in /in\?back=*) ;; *) bad "not sent to sign in but to $(to)" ;; esac; }
token() { # expected status, login, password[, code]: into $tok
	web "$1" -H 'Content-Type: application/json' -d "{\"login\":\"$2\",\"password\":\"$3\",\"code\":\"${4:-}\"}" "$base/api/v1/session"
	tok=$(jq -r '.token // empty' "$T/out")
}
api() { web "$1" -H "Authorization: Bearer $2" -H 'Accept: application/json' "$base/api/v1/views/unit.list?limit=1"; }
link_for() { # login: the system administrator makes a set-up link, into $link
	web 200 -b "$T/admin" "$base/admin"
	id=$(grep -o "<option value=\"[0-9]*\">[^<]*($1)" "$T/out" | sed 's/[^"]*"\([0-9]*\)".*/\1/')
	[ "$id" ] || bad "no set-up link can be made for $1"
	csrf=$(hidden_of csrf /admin/setup-link) key=$(hidden_of key /admin/setup-link)
	web 200 -b "$T/admin" --data-urlencode "csrf=$csrf" -d "key=$key" -d "post=$id" "$base/admin/setup-link"
	link=$base/setup/$(grep -o '/setup/[0-9a-f]\{32\}' "$T/out" | head -1 | cut -c8-)
}
set_up() { # expected status, jar, password[, again]
	web "$1" -c "$2" --data-urlencode "password=$3" --data-urlencode "again=${4:-$3}" "$link"
}
me() { # expected status, jar, path, curl's arguments: sends the form of /me or /me/totp with that action
	status=$1 jar=$2 path=$3; shift 3
	case $path in /me/totp*) page=/me/totp ;; *) page=/me ;; esac
	web 200 -b "$jar" "$base$page"
	csrf=$(hidden_of csrf "$path") key=$(hidden_of key "$path")
	[ "$csrf" ] || bad "there is no form $path"
	web "$status" -b "$jar" -c "$jar" --data-urlencode "csrf=$csrf" -d "key=$key" "$@" "$base$path"
}
secret_of() { tr '\n' ' ' <"$T/out" | sed -n 's/.*<code class="copy">\([A-Z2-7 ]*\)<.*/\1/p' | tr -d ' '; }
enrol() { # jar, password: shows, confirms; the secret into $secret
	me 303 "$1" /me/totp
	web 200 -b "$1" "$base/me/totp"; secret=$(secret_of)
	me 303 "$1" /me/totp/confirm -d "code=$(code "$secret" 0)" --data-urlencode "password=$2"
	is '/me/totp?done=on' "$(to)" "answer to the confirmation"
}

says 0 "$B" init --name 商州区督查考核办 --simulated=2023-04-03
says 0 "$B" unit import data/demo/units.csv --as system
post $O 系统管理员 root.of.all sysadmin 611002
post $O 安全管理员 guard secadmin 611002
post $O 科员 clerk.of.office clerk 611002
post $H 联络员 housing liaison $H
post 611002-D031 联络员 planning liaison 611002-D031
echo 12345678 | says 3 "$B" person password housing; grep -q 'tries first\|试猜' "$T/err"
start

# ---- the first set-up link, by eight at once ----------------------------------------------------------------------------
link=$(grep -o 'http://[^ ]*/setup/[0-9a-f]*' "$T/log" | head -1)
[ "$link" ] || { cat "$T/log"; exit 1; }
web 200 "$link"; has root.of.all
grep -qi '^cache-control: no-store' "$T/head" || bad "the page of the set-up link may be kept"
racers=
for i in 1 2 3 4 5 6 7 8; do
	curl -s -o /dev/null -w '%{http_code}' --data-urlencode "password=sentence number $i" --data-urlencode "again=sentence number $i" "$link" >"$T/race.$i" & racers="$racers $!"
done
wait $racers
is 1 "$(grep -lx 303 "$T"/race.? | wc -l | tr -d ' ')" "of eight that got in by one link"
is 7 "$(grep -lx 404 "$T"/race.? | wc -l | tr -d ' ')" "of eight that were refused"
won=$(grep -lx 303 "$T"/race.? | sed 's/.*\.//')
web 404 "$link"
set_up 404 "$T/none" 'another sentence'
sign_in 403 "$T/none" root.of.all "sentence number $((won % 8 + 1))"
sign_in 303 "$T/admin" root.of.all "sentence number $won"
alive "$T/admin"
sound
alive "$T/admin"                                                      # a session outlives the program
web 404 "$base/setup/${link##*/}"

# ---- what a password may be ---------------------------------------------------------------------------------------------------
link_for clerk.of.office
set_up 422 "$T/none" short; has 8; set_up 422 "$T/none" 秋天的
set_up 422 "$T/none" Clerk.of.Office; has 登录名
set_up 422 "$T/none" 1qaz2wsx; has 试猜
set_up 422 "$T/none" 'a sentence of a clerk' 'a sentence of a click'
set_up 303 "$T/one" 'a sentence of a clerk'                            # the link was not used up by the tries
alive "$T/one"
# Who made the link stands in the journal, and the password's act names it as its cause.
made=$(sqlite3 "$T/county/bixue.db" "SELECT count(*) FROM journal s JOIN journal p ON s.cause = p.seq WHERE s.act = 'person.set_password' AND p.act = 'person.start' AND p.actor <> 0 AND p.subject = s.subject")
is 1 "$made" "passwords by a link that somebody made"

# A spare link ends with the password, with another one and with the holder.
link_for clerk.of.office; spare=$link
link_for clerk.of.office
web 404 "$spare"
id=$("$B" person list --as clerk.of.office --json | grep '"clerk.of.office"' | jq -r .id | head -1)
says 0 "$B" person hand_over clerk.of.office --holder 继任者 --as root.of.all
web 404 "$link"
link_for clerk.of.office
set_up 303 "$T/one" 'a sentence of a clerk'
alive "$T/one"

# ---- one-time codes ----------------------------------------------------------------------------------------------------------
sign_in 303 "$T/two" clerk.of.office 'a sentence of a clerk'
token 200 clerk.of.office 'a sentence of a clerk'; clerk=$tok; api 200 "$clerk"
web 200 -b "$T/one" "$base/me/totp"; hasnt '<svg class="qr"'
web 403 -b "$T/one" -d a=b "$base/me/totp"                              # without the page's token
me 303 "$T/one" /me/totp
web 200 -b "$T/one" "$base/me/totp"; has '<svg class="qr"'; secret=$(secret_of)
is 32 ${#secret} "letters of the secret"
grep -qi '^cache-control: no-store' "$T/head" || bad "the page with the secret may be kept"
web 200 -b "$T/two" "$base/me/totp"; hasnt '<svg class="qr"'            # another session of the post sees nothing of it
me 422 "$T/one" /me/totp/confirm -d "code=$(wrong "$secret")" --data-urlencode 'password=a sentence of a clerk'
is "$secret" "$(secret_of)" "secret after a wrong code"
me 422 "$T/one" /me/totp/confirm -d "code=$(code "$secret" 0)" --data-urlencode 'password=not the sentence'
is "$secret" "$(secret_of)" "secret after a wrong password"
sign_in 303 "$T/three" clerk.of.office 'a sentence of a clerk'          # not in force yet
me 303 "$T/one" /me/totp/confirm -d "code=$(code "$secret" 0)" --data-urlencode 'password=a sentence of a clerk'
is '/me/totp?done=on' "$(to)" "answer to the confirmation"
used=$(code "$secret" 0)
alive "$T/one"; ended "$T/two"; ended "$T/three"; api 403 "$clerk"
web 200 -b "$T/one" "$base/me/totp"; hasnt '<svg class="qr"'; hasnt "$secret"
sign_in 403 "$T/none" clerk.of.office 'a sentence of a clerk'           # no code
sign_in 403 "$T/none" clerk.of.office 'a sentence of a clerk' "$(wrong "$secret")"
sign_in 403 "$T/none" clerk.of.office 'a sentence of a clerk' "$used"   # the one that confirmed
sign_in 403 "$T/none" clerk.of.office 'not the sentence' "$(code "$secret" 1)"
next=$(code "$secret" 1)
racers=
for i in 1 2 3 4 5; do                                                  # the same right code, five at once
	curl -s -o /dev/null -w '%{http_code}' -d login=clerk.of.office --data-urlencode 'password=a sentence of a clerk' -d "code=$next" "$base/in" >"$T/race.$i" & racers="$racers $!"
done
wait $racers
is 1 "$(cat "$T"/race.[1-5] | grep -o 303 | wc -l | tr -d ' ')" "of five that got in by one code"
sign_in 403 "$T/none" clerk.of.office 'a sentence of a clerk' "$next"
token 403 clerk.of.office 'a sentence of a clerk' "$next"
stop; start                                                             # nor after a restart
sign_in 403 "$T/none" clerk.of.office 'a sentence of a clerk' "$next"
says 0 sh -c "! grep -rl '$secret' '$BIXUE_DATA' '$BIXUE_DATA.keys' '$T/log'"

# ---- the phone is lost: a new link ends the codes --------------------------------------------------------------------------------
link_for clerk.of.office
set_up 303 "$T/two" 'a second sentence'
alive "$T/two"; ended "$T/one"
sign_in 403 "$T/none" clerk.of.office 'a sentence of a clerk'
sign_in 303 "$T/one" clerk.of.office 'a second sentence'
web 200 -b "$T/one" "$base/me/totp"; has 自愿
enrol "$T/one" 'a second sentence'
ended "$T/two"
sound
me 422 "$T/one" /me/totp/remove -d "code=$(wrong "$secret")"
me 422 "$T/one" /me/totp/remove -d code=
me 303 "$T/one" /me/totp/remove -d "code=$(code "$secret" 1)"
is '/me/totp?done=off' "$(to)" "answer to the removal"
alive "$T/one"
sign_in 303 "$T/two" clerk.of.office 'a second sentence'                # without a code again

# ---- one's own password ------------------------------------------------------------------------------------------------------------
token 200 clerk.of.office 'a second sentence'; clerk=$tok
cp "$T/one" "$T/before"
me 422 "$T/one" /me/password --data-urlencode 'old=not it' --data-urlencode 'password=a third sentence' --data-urlencode 'again=a third sentence'
me 422 "$T/one" /me/password --data-urlencode 'old=a second sentence' --data-urlencode 'password=a third sentence' --data-urlencode 'again=a thirst'
me 422 "$T/one" /me/password --data-urlencode 'old=a second sentence' --data-urlencode 'password=clerk.of.OFFICE' --data-urlencode 'again=clerk.of.OFFICE'
alive "$T/two"; api 200 "$clerk"
me 303 "$T/one" /me/password --data-urlencode 'old=a second sentence' --data-urlencode 'password=a third sentence' --data-urlencode 'again=a third sentence'
alive "$T/one"; ended "$T/two"; ended "$T/before"; api 403 "$clerk"
sign_in 403 "$T/none" clerk.of.office 'a second sentence'
sign_in 303 "$T/two" clerk.of.office 'a third sentence'

# ---- handed over, disabled -----------------------------------------------------------------------------------------------------------
enrol "$T/two" 'a third sentence'; ended "$T/one"
says 0 "$B" person hand_over clerk.of.office --holder 李接任 --as root.of.all
ended "$T/two"
sign_in 403 "$T/none" clerk.of.office 'a third sentence' "$(code "$secret" 1)"
sound
link_for clerk.of.office
set_up 303 "$T/one" 'a sentence of the successor'                       # who has no code of the predecessor's
alive "$T/one"
token 200 clerk.of.office 'a sentence of the successor'; clerk=$tok; api 200 "$clerk"
says 6 "$B" person disable clerk.of.office --reason 调离 --as root.of.all
says 0 "$B" person disable clerk.of.office --reason 调离 --as guard
ended "$T/one"; api 403 "$clerk"
sign_in 403 "$T/none" clerk.of.office 'a sentence of the successor'
token 403 clerk.of.office 'a sentence of the successor'
says 0 "$B" person enable clerk.of.office --reason 调回 --as guard
sign_in 303 "$T/one" clerk.of.office 'a sentence of the successor'

# ---- ten wrong tries ---------------------------------------------------------------------------------------------------------------------
link_for housing; set_up 303 "$T/two" 'a sentence of housing'
for i in 1 2 3 4 5 6 7 8 9 10; do sign_in 403 "$T/none" housing "wrong $i"; done
sign_in 429 "$T/none" housing 'wrong 11'
sign_in 429 "$T/none" housing 'a sentence of housing'                   # nor the right one, for some minutes
token 429 housing 'a sentence of housing'
alive "$T/two"                                                          # whoever is in stays in
for i in 1 2 3 4 5 6 7 8 9 10; do token 403 planning "wrong $i"; done
token 429 planning 'wrong 11'
sign_in 429 "$T/none" planning 'wrong 12'
racers=
for i in $(seq 30); do                                                  # thirty at once: no more than ten are looked at
	curl -s -o /dev/null -w '%{http_code}\n' -d login=nobody -d "password=guess-$i" "$base/in" >"$T/race.$i" & racers="$racers $!"
done
wait $racers
is 10 "$(cat "$T"/race.* | grep -c 403)" "wrong tries of thirty that were looked at"
is 20 "$(cat "$T"/race.* | grep -c 429)" "wrong tries of thirty that were not"
sign_in 303 "$T/one" clerk.of.office 'a sentence of the successor'      # nobody else waits

# ---- a form that comes too late -----------------------------------------------------------------------------------------------------------
late='--data-urlencode old=zebra-1 --data-urlencode password=zebra-2-sentence --data-urlencode again=zebra-3-sentence -d code=987654 -d holder=李后来'
web 403 -b "$T/before" -H "Origin: $base" $late "$base/me/password"; has 李后来; hasnt zebra; hasnt 987654
web 403 -b "$T/one" -H "Origin: $base" -d csrf=old $late "$base/me/password"; has 李后来; hasnt zebra; hasnt 987654
web 403 -b "$T/before" -H 'Origin: https://evil.example' $late "$base/me/password"; hasnt 李后来
web 403 -b "$T/one" -H 'Origin: https://evil.example' -d csrf=old $late "$base/me/password"; hasnt 李后来

# ---- leaving ---------------------------------------------------------------------------------------------------------------------------------
web 200 -b "$T/one" "$base/me"; csrf=$(hidden_of csrf /out)
web 403 -b "$T/one" -d a=b "$base/out"
alive "$T/one"
web 303 -b "$T/one" --data-urlencode "csrf=$csrf" "$base/out"
ended "$T/one"
web 303 -c "$T/one" --data-urlencode 'password=a sentence of the successor' -d login=clerk.of.office --data-urlencode 'back=//evil.example/' "$base/in"
is / "$(to)" "where a foreign address leads"
web 403 -H 'Origin: https://evil.example' --data-urlencode 'password=a sentence of the successor' -d login=clerk.of.office "$base/in"
sound
stop
for said in 'a sentence of' 'a second sentence' 'a third sentence' 'sentence number'; do
	! grep -raq "$said" "$BIXUE_DATA" "$BIXUE_DATA.keys" "$T/log" || { echo "a password lies open: $said"; exit 1; }
done
echo "ok signin"
