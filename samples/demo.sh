#!/bin/bash
# Shows the main job on the samples: demo.sh PATH-TO-MUSTER. Everything it makes stands in a
# temporary folder, which it names and leaves for a look.
set -euo pipefail
muster=$(realpath "${1:?usage: demo.sh PATH-TO-MUSTER}")
cd "$(dirname "$0")"
folder=$(mktemp -d "${TMPDIR:-/tmp}/muster-demo.XXXXXX")
export MUSTER_DIRECTORY="$folder/users.sqlite"

title() { printf '\n── %s\n' "$1"; }

# Prints a command as one would type it, runs it, and says how it ended; the statuses given as
# first word are those that this step is meant to end with.
run() {
    local expected=$1 status=0
    shift
    printf '$ %s\n' "muster ${*//$folder/\$folder}"
    "$muster" "$@" || status=$?
    case " $expected " in
    *" $status "*) [ "$status" = 0 ] || printf '(exit status %s)\n' "$status" ;;
    *)
        printf 'demo: ended with status %s, not %s\n' "$status" "$expected" >&2
        exit 1
        ;;
    esac
}

title 'Import 31 records, some of them wrong: each gets exactly one result, and the status is 1'
run 1 import users.csv --mail --results "$folder/results.csv" --rejects "$folder/rejects.csv"

title 'Some of the results'
sed -n '1p;2,4p;9,12p;27,28p' "$folder/results.csv"

title 'The next delivery: updates, a rename, a deletion; "detail" says from what to what'
run 1 import users-changes.csv --mail --quiet --results "$folder/changes.csv"
grep -v ',rejected,' "$folder/changes.csv" | cut -d, -f 3,4,5,10-

title 'The rejected records come back in a file to correct and import again'
head -n 3 "$folder/rejects.csv"

title 'An HR delivery without usernames and addresses: its profile derives them'
run 1 import hr/people.csv --config hr/muster.yaml --feed hr --results "$folder/hr.csv"

title 'The same delivery again changes nothing'
run 1 import hr/people.csv --config hr/muster.yaml --feed hr --results "$folder/hr-again.csv"

title 'Who is in the directory'
run 0 users list

title 'One action on one user takes the same path'
run 0 user set-device-limit ada.lovelace 4

title 'Where it all is'
printf '%s\n' "folder=$folder"
(cd "$folder" && find . -type f | LC_ALL=C sort | sed 's|^\./|  |')
