#!/bin/bash
# Makes the picture of a report: three nights of an invented feed, the last of them in a browser.
#
#   docs/images/picture.sh MUSTER FILE
set -euo pipefail
muster=$(realpath "$1")
picture=$(realpath "$2")
peers=$(realpath "$(dirname "$0")/../../Tests/Peers")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for night in 1 1 2; do
    /usr/bin/python3 "$peers/report_feed.py" --plain --night "$night" > hr.csv
    # Exit status 1: some records are rejected, which is what is to be seen.
    "$muster" import hr.csv --feed hr --actor nightly --report report.html --quiet 2>/dev/null || [ $? = 1 ]
done
/usr/bin/python3 "$peers/report_browser.py" picture report.html "$picture"
