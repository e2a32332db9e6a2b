#!/bin/bash
# Shows onboarding by mail: demo-mail.sh PATH-TO-MUSTER. Mail goes to a server on this machine that
# keeps it; the link of one mail then completes an onboarding. Ends with 0 only if all of it worked.
. "$(dirname "$0")/demo-steps.sh"

# Fails unless a file has a line that matches.
expect() { grep -qE -- "$2" "$1" || fail "${1##*/} has no line with $2"; }

title 'The configuration: mail for every created user, from this address, with links to this page'
cat > "$folder/muster.yaml" <<'END'
mail:
  onboarding: on
  from: accounts@corp.example
  from_name: Corp IT
  organisation: Corp
  support: helpdesk@corp.example
  link_base: https://portal.corp.example/welcome/
END
cat "$folder/muster.yaml"

title 'Import: each created user is owed a mail, which is queued with them and not sent yet'
run 1 import users.csv --quiet --results "$folder/results.csv"
run 0 mail status | tee "$folder/before.txt"
queued=$(awk '$1 == "Queued" { print $2 }' "$folder/before.txt")
[ "${queued:-0}" -gt 0 ] || fail 'no mail is queued'

title 'A mail server on this machine, which keeps what it gets'
announce python3 mail_catcher.py catch "$folder/mails" '&'
coproc catcher { exec /usr/bin/python3 mail_catcher.py catch "$folder/mails"; }
server=$catcher_PID
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT
read -r -u "${catcher[0]}" _ port || fail "the mail server does not start"
printf 'port %s\n' "$port"

title 'Deliver: one connection, one mail to each of them'
run 0 mail deliver --transport "smtp://127.0.0.1:$port" --rate none
kept=$(find "$folder/mails" -name '*.eml' | wc -l)
[ "$kept" = "$queued" ] || fail "$queued mails were queued, and $kept arrived"

title 'Deliver again: each mail is sent once'
run 0 mail deliver --transport "smtp://127.0.0.1:$port" --rate none
[ "$(find "$folder/mails" -name '*.eml' | wc -l)" = "$queued" ] || fail 'a mail came twice'

title 'One of the mails, as it arrived'
mail=$(grep -l '^To: .*ada\.lovelace@example\.com' "$folder"/mails/*.eml)
announce python3 mail_catcher.py show "$mail"
/usr/bin/python3 mail_catcher.py show "$mail" | tee "$folder/mail.txt"
expect "$folder/mail.txt" '^From: Corp IT <accounts@corp\.example>'

title 'She opens the link and chooses a password: the page hands its token and the password over'
sed -n 's|^https://portal\.corp\.example/welcome/||p' "$folder/mail.txt" > "$folder/token"
[ -s "$folder/token" ] || fail 'the mail has no link'
printf 'three yellow kites over the harbour\n' > "$folder/password"
chmod 600 "$folder/token" "$folder/password"
run 1 login check ada.lovelace --password-file "$folder/password"
run 0 onboarding complete --token-file "$folder/token" --password-file "$folder/password"

title 'Now she may sign in, and the link is used up'
run 0 login check ada.lovelace --password-file "$folder/password" --second-factor-passed otp-sms |
    tee "$folder/login.txt"
expect "$folder/login.txt" '^allowed ada\.lovelace$'
run 1 onboarding complete --token-file "$folder/token" --password-file "$folder/password"

title 'What became of the mails, and who has not followed the link yet'
run 0 mail status | tee "$folder/after.txt"
expect "$folder/after.txt" '^Queued +0$'
expect "$folder/after.txt" "^Sent +$queued$"
run 0 onboarding list | tee "$folder/waiting.txt"
! grep -q ada.lovelace "$folder/waiting.txt" || fail 'she is listed as waiting'

closing
