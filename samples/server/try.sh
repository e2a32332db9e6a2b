#!/bin/bash
# Starts the service on a new directory, calls each of its routes, and checks what comes back.
# Usage: try.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
place=$(mktemp -d)
port=$((20000 + $$ % 20000))
trap 'kill $service 2>/dev/null; wait $service 2>/dev/null || true; rm -rf "$place"' EXIT
"$program" "$place/people.sqlite" "$port" 2> "$place/log" &
service=$!

# call METHOD PATH BODY: prints status and body.
call() {
    /usr/bin/python3 - "$port" "$@" <<'END'
import http.client, sys, time
port, path, body = int(sys.argv[1]), sys.argv[2], sys.argv[3]
for attempt in range(100):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", path, body.encode())
        break
    except ConnectionRefusedError:
        time.sleep(0.1)
answer = connection.getresponse()
print(answer.status, answer.read().decode())
END
}

# expect TEXT ANSWER
expect() {
    case $2 in
    *"$1"*) echo "$2" ;;
    *) echo "expected $1, got: $2" >&2; cat "$place/log" >&2; exit 1 ;;
    esac
}

feed=$'username,email,password\nada,ada@corp.example,kittens-climb-9-walls\nbob,no-address,\n'
expect '422 {"created":"1","records":"2","rejected":"1"' "$(call /imports/hr "$feed")"
expect '200 {"created":"0"' "$(call /imports/hr $'username,email\nada,ada@corp.example\n')"
expect '200 {"detail":"device_limit: default → 3"' \
    "$(call /users/ada/set-device-limit '{"device_limit": "3"}')"
expect '422' "$(call /users/ada/set-device-limit '{"device_limit": "0"}')"
expect '401' "$(call /sign-in '{"user": "ada", "password": "guessed"}')"
expect '401' "$(call /sign-in '{"user": "nobody", "password": "guessed"}')"
expect '200 {"session":"' \
    "$(call /sign-in '{"user": "ada", "password": "kittens-climb-9-walls", "device": "laptop"}')"
expect '400' "$(call /sign-in 'no JSON')"
echo 'The service answers as it should.'
