#!/bin/bash
# Tries everything that could go wrong for so many minutes, and prints a table of what was tried.
#
#   Tests/Torture/torture.sh [MINUTES]      60 by default; building is not counted
#
# Two thirds of the time go to the suites named …Torture, at their larger sizes, one third to the
# fuzz targets. Ends with 0 if nothing was found. The figures stay in .build/torture.
set -euo pipefail
cd "$(dirname "$0")/../.."

minutes=${1:-60}
folder=.build/torture
figures=$PWD/$folder/figures
mkdir -p "$folder"
rm -f "$figures"

echo "Building"
swift build --build-tests 2>&1 | tail -1
Tests/Fuzz/fuzz.sh --build

began=$(date -u +%FT%TZ)
status=0

echo "Suites, for about $((minutes * 2 / 3)) minutes"
MUSTER_OPTIMISED=$PWD/.build/release/muster SWIFT_BACKTRACE=enable=no \
    MUSTER_TORTURE_MINUTES=$((minutes * 2 / 3)) MUSTER_TORTURE_FIGURES=$figures \
    swift test --skip-build --disable-xctest --filter Torture >"$folder/suites.log" 2>&1 || status=1
grep -E '^✘|^↳|^✔ Test run|seed' "$folder/suites.log" | tail -40

targets=$(Tests/Fuzz/fuzz.sh --list | wc -l)
# Two at a time.
seconds=$((minutes * 20 * 2 / targets))
echo "Fuzzing $targets targets, $seconds seconds each"
MUSTER_TORTURE_FIGURES=$figures Tests/Fuzz/fuzz.sh "$seconds" || status=1

echo
echo "$minutes minutes from $began, $(nproc) cores, $(uname -m), $(uname -sr)"
echo
Tests/Torture/table.sh "$figures"
[ "$status" = 0 ] && echo && echo "Nothing was lost, nothing came twice, nothing crashed."
exit $status
