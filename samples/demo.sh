#!/bin/bash
# Shows the main job on the samples: demo.sh PATH-TO-MUSTER. Everything it makes stands in a
# temporary folder, which it names and leaves for a look.
. "$(dirname "$0")/demo-steps.sh"

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

closing
printf '\nTheir onboarding mail is queued: "make demo-mail" shows how it is delivered.\n'
